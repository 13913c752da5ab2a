"""What a template says about its columns: headings, notes, choices, checks in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assay.checks import Check, Known, OneOf
from assay.contracts import SOURCES, Column, Contract
from assay.docs import TYPES, YES
from assay.text import Language, Text
from pipelines.mappings.titles import STAR, has_site, title, words
from pipelines.templates.specimens import Value, specimen

DICTIONARY_HEAD = tuple(Text(zh, en) for zh, en in (
    ("列名", "Heading"), ("必填", "Required"), ("类型", "Type"), ("含义", "Meaning"), ("可选值", "Choices"), ("规则", "Checks"),
    ("示例", "Example"), ("内部名称", "Name in the warehouse"),
))  # fmt: skip
_NOTE = {
    "required": Text("必填", "required"), "open": Text("也可填写其他值", "others may be written too"),
    "type": Text("类型：", "Type: "), "unit": Text("单位：", "Unit: "),
    "checks": Text("规则：", "Checks: "), "choices": Text("可选值：", "Choices: "),
}
_JOIN, _LIST = Text("；", "; "), Text("、", ", ")
_TYPES = {**TYPES, "moment": Text("时间", "date and time"), "date": Text("日期", "date")}
_SITE_ZONE = Text("站点当地时间", "local time of the site")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The data sheet of one template in one language, with the zone of its moments where the table has no site."""

    contract: Contract
    language: Language
    zone: str

    @property
    def name(self) -> str:
        return self.contract.title(self.language)

    @property
    def clock(self) -> str:
        """Which clock its moments are read from."""
        return _SITE_ZONE(self.language) if has_site(self.contract) else self.zone

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(title(self.contract, column, self.language, self.zone) for column in self.contract.given)

    def says(self, check: Check, name: str = "") -> str:
        """The check in words, with titles in place of the names of columns and tables."""
        named = {c.name: h.rstrip(STAR) for c, h in zip(self.contract.given, self.headings, strict=True)}
        named |= {contract.table: contract.title(self.language) for contract in SOURCES if contract.table not in named}
        meant = {name, check.table if isinstance(check, Known) else name}  # other short names may be plain words of the sentence
        titled = {known: words for known, words in named.items() if "_" in known or known in meant}
        return re.sub(r"\b[a-z_]+\b", lambda found: titled.get(found[0], found[0]), check.says(name)(self.language))


def dictionary(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """A line a column: heading, required, type, meaning, choices, checks, example, name."""
    language = sheet.language
    for column, heading in zip(sheet.contract.given, sheet.headings, strict=True):
        example = specimen(sheet.contract, column, language)
        yield (
            heading, YES(language) if column.required else "", _TYPES[column.type](language), column.text(language),
            _LIST(language).join(choices(column, language)), _JOIN(language).join(_checks(sheet, column)),
            "" if example is None else _written(example), column.name,
        )


def note(sheet: Sheet, column: Column) -> Iterator[str]:
    language = sheet.language
    yield column.text(language)
    kind = _TYPES[column.type](language) + (_JOIN(language) + _NOTE["required"](language) if column.required else "")
    yield _NOTE["type"](language) + kind
    if column.unit:
        yield _NOTE["unit"](language) + column.unit(language)
    if names := choices(column, language):
        more = "" if is_closed(column) else _JOIN(language) + _NOTE["open"](language)
        yield _NOTE["choices"](language) + _LIST(language).join(names) + more
    if checks := _checks(sheet, column):
        yield _NOTE["checks"](language) + _JOIN(language).join(checks)


def choices(column: Column, language: Language) -> list[str]:
    return [name(language) for name in words(column).values()]


def is_closed(column: Column) -> bool:
    return column.type == "flag" or any(isinstance(check, OneOf) for check in column.checks)


def _checks(sheet: Sheet, column: Column) -> list[str]:
    """The column's checks in words; that it is one of its words is said by the list of them."""
    return [sheet.says(check, column.name) for check in column.checks if not isinstance(check, OneOf)]


def _written(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:,}" if isinstance(value, float) else str(value)
