"""The command `report`: the report of a month as files, and by mail to those who are named."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from assay import written
from assay.register.open import NotOpened, Register, located, opened
from assay.report.document import Document
from assay.scope import Scope
from assay.text import Language, Text
from assay.warehouse import read
from assay.warehouse.read import Warehouse
from pipelines.reporting_asked import WRONG, Stopped, Subject, check_options, formats, is_silent, month, recipients, subjects
from pipelines.reporting_files import Format, Made, report_name, write
from pipelines.reporting_letter import letter
from pipelines.sending import outbox
from pipelines.sending.message import Letter
from pipelines.sending.send import Post, entered, send
from pipelines.sending.settings import MB, Settings, Unfit, settings

_NO_WAREHOUSE = Text("仓库 {home} 中还没有数据，请先载入。", "There is no data in the warehouse {home} yet: load some first.")
_UNREADABLE = Text("仓库无法读取：{why}", "The warehouse cannot be read: {why}")
_NOT_WRITTEN = Text("无法写入 {folder}：{why}", "Nothing can be written to {folder}: {why}")
_DONE = Text("{month}的报告已写入 {folder}。", "The reports of {month} are in {folder}.")
_FILE, _SIZE, _SECONDS = Text("文件", "File"), Text("大小", "Size"), Text("秒", "Seconds")
_FIGURES = Text("{report}：取数与计算", "{report}: its figures")
_MAKING = Text("正在生成 {report} …", "Making {report} …")
_SILENT = Text(
    "{month}没有 {vendor} 的任何记录，未生成其报告。", "Nothing was recorded of {vendor} in {month}, so there is no report on it."
)
_NOTHING_WAITS = Text("没有待发的邮件。", "Nothing waits to be sent.")


class Make(Protocol):
    """What makes the content of a report. `made_at` is naive UTC."""

    def __call__(
        self, warehouse: Warehouse, register: Register, scope: Scope, month: date, language: Language, made_at: datetime,
        vendor_id: str | None = None, address: str = "",
    ) -> Document: ...  # fmt: skip


def monthly(
    warehouse: Warehouse, register: Register, scope: Scope, month: date, language: Language, made_at: datetime,
    vendor_id: str | None = None, address: str = "",
) -> Document:  # fmt: skip
    """The monthly report. Imported here: sending what waits needs none of its statistics."""
    from assay.report.monthly import report

    return report(warehouse, register, scope, month, language, made_at, vendor_id, address)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of the command: what is asked, and what it works with."""

    asked: argparse.Namespace
    console: Console
    now: datetime
    make: Make
    sleep: Callable[[float], None]
    environ: Mapping[str, str]

    @property
    def language(self) -> Language:
        return self.asked.lang

    @property
    def folder(self) -> Path:
        return self.asked.to

    def say(self, line: str) -> None:
        self.console.print(Styled(line), soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Finished:
    """A report whose files are written: what it is called, the mail that brings it, and how many seconds its figures took."""

    name: str
    subject: Subject
    letter: Letter
    files: tuple[Made, ...]
    seconds: float


def reporting(
    asked: argparse.Namespace, console: Console, now: datetime, make: Make = monthly,
    sleep: Callable[[float], None] = time.sleep, environ: Mapping[str, str] = os.environ,
) -> int:  # fmt: skip
    """Runs the command and returns its exit code: 1 where a report was not made or not sent to all, 2 where it was asked wrongly.
    `now` is naive UTC."""
    run = _Run(asked, console, now, make, sleep, environ)
    try:
        check_options(asked)
        is_done = _resent(run) if asked.resend else _reported(run)
    except (Stopped, Unfit, NotOpened) as stopped:
        run.say(stopped.text(asked.lang))
        return stopped.code if isinstance(stopped, Stopped) else WRONG if isinstance(stopped, Unfit) else 1
    return 0 if is_done else 1


def _reported(run: _Run) -> bool:
    """Makes the files, and sends them where they are to go. False where a report was not made or somebody did not get theirs."""
    kinds, sent_to = formats(run.asked), recipients(run.asked)
    mail = settings(run.environ) if sent_to else None  # whoever cannot send hears of it before the work, not after it
    warehouse = _warehouse(run.asked.warehouse)
    on = month(run.asked, warehouse)
    wanted = subjects(run.asked, warehouse, on, sent_to)
    with closing(opened(located(run.asked.warehouse, run.asked.register))) as register:
        silent = [subject for subject in wanted if is_silent(warehouse, on, subject)]
        done = [_finished(run, warehouse, register, on, kinds, subject) for subject in wanted if subject not in silent]
    _tell(done, silent, on, run)
    return (mail is None or _sent(done, mail, run)) and not silent


def _tell(done: Sequence[_Finished], silent: Sequence[Subject], on: date, run: _Run) -> None:
    called = written.period(f"{on:%Y-%m}", run.language)
    if done:
        run.console.print(_table(done, run))
        run.say(_DONE(run.language, month=called, folder=run.folder))
    for subject in silent:
        run.say(_SILENT(run.language, month=called, vendor=subject.about))


def _warehouse(home: Path) -> Warehouse:
    try:
        version = read.version(home)
        if version is None:
            raise Stopped(1, _NO_WAREHOUSE, home=home)
        return read.opened(home, version)
    except read.Unreadable as error:
        raise Stopped(1, _UNREADABLE, why=error) from error


def _finished(
    run: _Run, warehouse: Warehouse, register: Register, on: date, kinds: Sequence[Format], subject: Subject
) -> _Finished:
    """One report, made with the rights of whom it is about and written as files."""
    name = report_name(on, run.language, subject.vendor_id)
    with run.console.status(_MAKING(run.language, report=name)):
        with _writing_to(run.folder):
            run.folder.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        document = run.make(
            warehouse, register, subject.scope, on, run.language, run.now.replace(microsecond=0),  # Typst takes whole seconds only
            vendor_id=subject.vendor_id, address=run.asked.address,
        )  # fmt: skip
        took = time.perf_counter() - began
        with _writing_to(run.folder):
            files = tuple(write(document, kind, run.folder, name, subject.shape) for kind in kinds)
    return _Finished(name, subject, letter(document, on, subject.about, [one.name for one in files]), files, took)


@contextmanager
def _writing_to(folder: Path) -> Iterator[None]:
    """A full disk or a folder of somebody else is no error of the program."""
    try:
        yield
    except OSError as error:
        raise Stopped(1, _NOT_WRITTEN, folder=folder, why=error.strerror or error) from error


def _table(done: Sequence[_Finished], run: _Run) -> Table:
    table = Table()
    table.add_column(_FILE(run.language), overflow="fold")
    for heading in (_SIZE, _SECONDS):
        table.add_column(heading(run.language), justify="right", no_wrap=True)
    for one in done:
        table.add_row(Styled(_FIGURES(run.language, report=one.name)), "", f"{one.seconds:.1f}")
        for file in one.files:
            table.add_row(Styled(file.name), _size(file.size), f"{file.seconds:.1f}")
    return table


def _size(count: int) -> str:
    return f"{count / MB:.1f} MB" if count >= MB else f"{count / 1_000:,.0f} kB"


def _sent(done: Sequence[_Finished], mail: Settings, run: _Run) -> bool:
    """All of it waits in the outbox before the first of it is sent: what is interrupted is not forgotten."""
    addressed = [one for one in done if one.subject.recipients]
    with _writing_to(run.folder):
        ids = [
            entered(run.folder, one.name, one.letter, [file.name for file in one.files], one.subject.recipients, run.now).id
            for one in addressed
        ]
    return _all_sent(ids, mail, run)


def _resent(run: _Run) -> bool:
    """Sends what waits. The settings are asked for only where anything does."""
    ids = outbox.waiting(run.folder)
    if not ids:
        run.say(_NOTHING_WAITS(run.language))
        return True
    return _all_sent(ids, settings(run.environ), run)


def _all_sent(ids: Sequence[str], mail: Settings, run: _Run) -> bool:
    post, is_done = Post(mail, run.folder, run.language, run.say, run.sleep), True
    for id_ in ids:
        try:
            got = send(id_, post)
        except outbox.Damaged as damaged:
            run.say(damaged.text(run.language))
            got = False
        # A server that was not there for the first is not waited for with each of the rest.
        post = post if got else replace(post, waits=())
        is_done = is_done and got
    return is_done
