"""How the commands that work on files run: mappings and names, progress, errors; for people or as JSON lines."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from assay.text import LANGUAGES, Language, Text
from assay.warehouse.folder import Held, Holder
from pipelines import json_lines
from pipelines.building.known import OutdatedVersion
from pipelines.check import check, preview
from pipelines.load import load
from pipelines.mappings.mapping import Mapping
from pipelines.mappings.mapping_file import MappingError, mapping, mappings
from pipelines.outcome import Load
from pipelines.progress import Tell, telling
from pipelines.reading.find import Arrival, Names
from pipelines.refusal import Refused
from pipelines.repairs.repair import NotForRepair, repair
from pipelines.repairs.repair_book import KEY
from pipelines.report import report
from pipelines.suggestions.likeness import Ids
from pipelines.suggestions.suggest import known_ids, suggest
from pipelines.suggestions.suggested import pattern
from pipelines.validation.validate import CannotExecute

OWN = "mappings"
"""The folder inside the warehouse's that keeps the mappings which came with an upload."""

_HELD = Text("另一次载入正在进行：{who}。请等它结束后再试。", "Another load is going on: {who}. Try again when it has finished.")
_HOLDER = Text("进程 {pid}，{user}@{host}，始于 {since}", "process {pid} of {user}@{host}, since {since}")
_SOMEBODY = Text("持有者尚未登记", "its holder has not signed yet")
_NO_SUCH = Text("找不到 {path}。", "There is no {path}.")
_OURS = Text(
    "校验未能执行，未发布任何内容（程序错误）：{error}",
    "A validation could not be done, nothing was published (our error): {error}",
)
_OUTDATED = Text("仓库由另一版本建立：{error}", "The warehouse was built by another version: {error}")
_CHECKED = Text("仅作检查，未发布任何内容。", "Checked only; nothing was published.")
_STAYED = Text("没有一行离开隔离区，仓库未作改动。", "No row left the quarantine; the warehouse is as it was.")


class Stopped(RuntimeError):
    """A command that could not do its work; `text` says why, `code` is its exit code."""

    def __init__(self, text: Text, code: int = 1) -> None:
        super().__init__(text.en)
        self.text, self.code = text, code


@dataclass(frozen=True, slots=True)
class Given:
    """What a command was given besides its files."""

    mappings: Sequence[Mapping]
    names: Names
    now: datetime


def loading(asked: argparse.Namespace, console: Console, now: datetime) -> int:
    def run(given: Given, tell: Tell) -> Load:
        done = load(asked.paths, asked.warehouse, given.mappings, now, asked.as_of, asked.again, tell, given.names)
        _keep_mappings(asked.mapping, asked.warehouse)
        return done

    return _run(asked, console, now, run)


def checking(asked: argparse.Namespace, console: Console, now: datetime) -> int:
    def run(given: Given, tell: Tell) -> Load:
        ids = known_ids(asked.warehouse)
        done = check(asked.paths, asked.warehouse, given.mappings, now, asked.again, tell, given.names)
        for outcome in done.outcomes if asked.json else ():
            seen = preview(outcome.arrival)
            suggested = _suggested(outcome.arrival, ids, asked.lang) if seen and KEY not in seen.headers else None
            json_lines.write(sys.stdout, json_lines.previewed(outcome.arrival.id, seen, suggested))
        return done

    return _run(asked, console, now, run, _CHECKED)


def _suggested(arrival: Arrival, ids: Ids, language: Language) -> str | None:
    """A mapping to correct, for a file of which it is not clear what table it is; under the name that the file is called by."""
    if arrival.mapping:
        return None
    try:
        text = suggest(arrival.path, arrival.sheet, ids=ids, language=language).mapping_text
    except Refused:
        return None
    lies, called = (json.dumps(pattern(name), ensure_ascii=False) for name in (arrival.path.name, arrival.name))
    return text.replace(lies, called, 1).replace(arrival.path.name, arrival.name)


def repairing(asked: argparse.Namespace, console: Console, now: datetime) -> int:
    def run(given: Given, tell: Tell) -> Load:
        return repair(asked.file, asked.warehouse, given.mappings, now, asked.dry_run, tell, given.names)

    return _run(asked, console, now, run, _CHECKED if asked.dry_run else _STAYED)


def _run(
    asked: argparse.Namespace, console: Console, now: datetime, run: Callable[[Given, Tell], Load], closing: Text | None = None
) -> int:
    try:
        with _words_for_errors(), _told(asked, console) as tell:
            done = run(Given(known_mappings(asked), _names(asked.names), now), tell)
    except Stopped as stopped:
        if asked.json:
            json_lines.write(sys.stdout, json_lines.failed(stopped.text))
        else:
            console.print(stopped.text(asked.lang), markup=False, soft_wrap=True)
        return stopped.code
    if asked.json:
        json_lines.write(sys.stdout, json_lines.ended(done))
    elif closing:
        report(done, asked.lang, console, closing)
    else:
        report(done, asked.lang, console)
    return 0


@contextmanager
def _told(asked: argparse.Namespace, console: Console) -> Iterator[Tell]:
    if asked.json:
        yield json_lines.telling(sys.stdout)
        return
    with telling(console, asked.lang) as tell:
        yield tell


@contextmanager
def _words_for_errors() -> Iterator[None]:
    try:
        yield
    except (MappingError, NotForRepair) as error:
        raise Stopped(error.text) from error
    except Held as error:
        raise Stopped(Text(*(_HELD(language, who=signed(error.holder)(language)) for language in LANGUAGES))) from error
    except FileNotFoundError as error:
        raise Stopped(_both(_NO_SUCH, path=error.filename or error), 2) from error
    except CannotExecute as error:
        raise Stopped(_both(_OURS, error=error)) from error
    except OutdatedVersion as error:
        raise Stopped(_both(_OUTDATED, error=error)) from error


def _both(words: Text, **values: object) -> Text:
    return Text(*(words(language, **values) for language in LANGUAGES))


def signed(holder: Holder | None) -> Text:
    """Who holds the lock, in words."""
    if holder is None:
        return _SOMEBODY
    return _both(_HOLDER, pid=holder.pid, user=holder.user, host=holder.host, since=holder.since)


def known_mappings(asked: argparse.Namespace) -> tuple[Mapping, ...]:
    """The named ones in place of kept ones of the same file name, then those of the product's folder."""
    named = tuple(mapping(path) for path in asked.mapping)
    taken = {one.origin for one in named}
    kept = mappings(asked.warehouse / OWN) if (asked.warehouse / OWN).is_dir() else ()
    return (*named, *(one for one in kept if one.origin not in taken), *mappings(asked.mappings))


def _names(file: Path | None) -> Names:
    """What files are called, from a JSON object of path and name."""
    written: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file else {}
    return {Path(path): name for path, name in written.items()}


def _keep_mappings(files: Sequence[Path], home: Path) -> None:
    """Beside the warehouse, so that refused rows of these files can be repaired and the next such file needs no mapping."""
    for file in files:
        (home / OWN).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, home / OWN / file.name)
