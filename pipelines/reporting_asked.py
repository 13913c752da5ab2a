"""What `report` is asked for, looked at before anything is made: formats, month, vendors, and who is to get what."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assay import written
from assay.agreements.terms import days_in_force
from assay.report.summary.shortened import COMPANY, VENDOR, Shape
from assay.scope import Scope
from assay.text import Language, Text
from assay.warehouse import agreed, read
from assay.warehouse.month_end import is_over
from assay.warehouse.read import Warehouse
from pipelines.reporting_files import FORMATS, Format
from pipelines.sending.address import Mailbox, NoAddress, mailboxes

ALL = Scope.all()
WRONG = 2
_MANY = 30  # vendors that are named where one is not known

_NO_FORMAT = Text("没有格式 {given}；可用的有：{known}。", "There is no format {given}; there is: {known}.")
_NO_MONTH = Text(
    "没有 {month} 的数据；数据从 {first} 到 {last}。", "There are no data of {month}; they reach from {first} to {last}."
)
_NONE_OVER = Text(
    "还没有已结束的月份（数据截至 {at} UTC）；请用 --month 指定月份。",
    "No month is over yet (the data reach {at} UTC); name one with --month.",
)
_NO_VENDOR = Text("没有供应商 {vendor}；有：{known}。", "There is no vendor {vendor}; there is: {known}.")
_NO_AGREEMENT = Text(
    "{month} 没有生效的协议，没有供应商可报。", "No agreement was in force in {month}, so there is no vendor to report on."
)
_UNSIGNED = Text(
    "{month} 供应商 {vendor} 没有生效的协议；有的是：{known}。",
    "Vendor {vendor} had no agreement in {month}; those who had: {known}.",
)
_WHOSE = Text(
    "{given} 没有写明是哪家供应商的报告；与 --vendors 同用时请写成 V003=name@example.com。",
    "{given} does not say whose report it is to get; with --vendors write V003=name@example.com.",
)
_ALONE = Text(
    "--resend 不能与 {option} 同用：它只发送待发的邮件。", "--resend does not go with {option}: it sends what waits, nothing else."
)
_NO_URL = Text(
    "{given} 不是应用的网址；网址以 https 或 http 开头。",
    "{given} is no address of the application; it begins with https or http.",
)
_MORE = Text("等 {n} 家", "and {n} more")


class Stopped(RuntimeError):
    """A report that cannot be made. `text` says why and what there is; `code` is the exit code."""

    def __init__(self, code: int, words: Text, **values: object) -> None:
        self.code = code
        self.text = Text(words("zh", **_said(values, "zh")), words("en", **_said(values, "en")))
        super().__init__(self.text.en)


def _said(values: Mapping[str, object], language: Language) -> dict[str, object]:
    return {name: value(language) if isinstance(value, Text) else value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom a report is, and who gets it by mail. `vendor_id` None: of the company. `name`: how the vendor is called."""

    vendor_id: str | None
    name: str
    recipients: tuple[Mailbox, ...]

    @property
    def scope(self) -> Scope:
        """A vendor's report is read with the vendor's own rights, so that it cannot hold a row of another one."""
        return ALL if self.vendor_id is None else Scope.of_vendor(self.vendor_id)

    @property
    def shape(self) -> Shape:
        """How much of it is on paper and slides."""
        return COMPANY if self.vendor_id is None else VENDOR

    @property
    def about(self) -> str:
        return "" if self.vendor_id is None else f"{self.vendor_id} {self.name}"


def formats(asked: argparse.Namespace) -> tuple[Format, ...]:
    """The formats that are asked for, each once, in our order. Raises Stopped."""
    given = [one.strip().lower() for one in asked.format.split(",")]
    if wrong := [one for one in given if one not in FORMATS]:
        raise Stopped(WRONG, _NO_FORMAT, given=", ".join(map(repr, wrong)), known=", ".join(FORMATS))
    return tuple(one for one in FORMATS if one in given)


def check_options(asked: argparse.Namespace) -> None:
    """Raises Stopped for options that do not go together, and for an address that a link cannot lead to."""
    given = {"--month": asked.month, "--vendor": asked.vendor, "--vendors": asked.vendors, "--send": asked.send}
    for option in (name for name, value in given.items() if asked.resend and value):
        raise Stopped(WRONG, _ALONE, option=option)
    is_one_word = asked.address.isprintable() and " " not in asked.address
    if asked.address and not (is_one_word and asked.address.startswith(("https://", "http://"))):
        raise Stopped(WRONG, _NO_URL, given=repr(asked.address))


def recipients(asked: argparse.Namespace) -> Mapping[str | None, tuple[Mailbox, ...]]:
    """Who gets which report, by vendor id. With --vendors each says whose: nobody gets another vendor's report by mistake, and the
    company's is not sent at all. Raises Stopped."""
    told: dict[str | None, list[str]] = defaultdict(list)
    for given in asked.send:
        vendor_id, address = _of_vendor(given) if asked.vendors else (asked.vendor, given)
        told[vendor_id].append(address)
    try:
        return {vendor_id: mailboxes(addresses) for vendor_id, addresses in told.items()}
    except NoAddress as error:
        raise Stopped(WRONG, error.text) from error


def _of_vendor(given: str) -> tuple[str, str]:
    """V003=name@example.com: the vendor's id and the address."""
    vendor_id, marked, address = given.partition("=")
    if not marked or "@" in vendor_id:
        raise Stopped(WRONG, _WHOSE, given=repr(given))
    return vendor_id.strip(), address


def month(asked: argparse.Namespace, warehouse: Warehouse) -> date:
    """The month that is asked for; by default the last one that is over. Raises Stopped."""
    recorded = [period.first.replace(day=1) for period in read.periods(warehouse, "month", ALL)]
    if asked.month is None:
        over = next((one for one in recorded if is_over(warehouse, one)), None)
        if over is None:
            raise Stopped(WRONG, _NONE_OVER, at=written.moment(read.as_of(warehouse)))
        return over
    if asked.month not in recorded:
        span = {"first": _label(min(recorded, default=None)), "last": _label(max(recorded, default=None))}
        raise Stopped(WRONG, _NO_MONTH, month=_label(asked.month), **span)
    return asked.month


def _label(found: date | None) -> str:
    return written.NOTHING if found is None else f"{found:%Y-%m}"


def subjects(
    asked: argparse.Namespace, warehouse: Warehouse, on: date, sent_to: Mapping[str | None, tuple[Mailbox, ...]]
) -> tuple[Subject, ...]:
    """Of whom reports are asked for in the month `on`, by vendor id. Raises Stopped."""
    names = dict(read.vendors(warehouse, ALL).select("vendor_id", "name").iter_rows())
    if asked.vendor is not None and asked.vendor not in names:
        raise Stopped(WRONG, _NO_VENDOR, vendor=asked.vendor, known=_known(names, names))
    ids = _signed(warehouse, on, names) if asked.vendors else (asked.vendor,)
    for stranger in (one for one in sent_to if one not in ids):
        words = _UNSIGNED if stranger in names else _NO_VENDOR
        raise Stopped(WRONG, words, vendor=stranger, month=_label(on), known=_known(ids, names))
    return tuple(Subject(one, names.get(one, ""), sent_to.get(one, ())) for one in ids)


def _signed(warehouse: Warehouse, on: date, names: Mapping[str, str]) -> Sequence[str]:
    """The vendors with an agreement in force on any day of the month."""
    found = {one.vendor_id for one in agreed.agreements(warehouse, ALL) if days_in_force(one, on)} & names.keys()
    if not found:
        raise Stopped(WRONG, _NO_AGREEMENT, month=_label(on))
    return sorted(found)


def is_silent(warehouse: Warehouse, on: date, subject: Subject) -> bool:
    """Whether nothing was recorded of the subject in the month: there is nothing to report then, whatever was agreed."""
    return all(period.first.replace(day=1) != on for period in read.periods(warehouse, "month", subject.scope))


def _known(ids: Iterable[str], names: Mapping[str, str]) -> Text:
    listed = [f"{one} {names[one]}" for one in sorted(ids)]
    shown, rest = listed[:_MANY], len(listed) - _MANY
    said = {language: [*shown, _MORE(language, n=rest)] if rest > 0 else shown for language in ("zh", "en")}
    return Text("、".join(said["zh"]) or written.NOTHING, ", ".join(said["en"]) or written.NOTHING)
