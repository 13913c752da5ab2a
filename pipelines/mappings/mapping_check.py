"""Whether what a mapping names is there: our columns and words, zones, encodings, forms of patterns, tables to look up in."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from functools import cache
from zoneinfo import available_timezones

from assay.checks import OneOf
from assay.contracts import contract
from assay.contracts.column import Column
from assay.text import Text
from pipelines.mappings import composed
from pipelines.mappings.mapping import SITE, SITE_KEY, Mapping
from pipelines.mappings.mapping_error import UNKNOWN, Source

_NO_NUMBER = Text("只有数值列可以换算，“{name}”不是数值", "only numbers can be multiplied, and “{name}” is none")
_NO_SITE = Text("{table} 表没有 {site}，其行没有站点时区", "{table} has no {site}, so its rows have no zone of their site")
_NO_MOMENT = Text("只有时间列可以加分钟，“{name}”不是时间", "minutes can be added to moments only, and “{name}” is none")
_NO_PATTERN = Text(
    "“{name}”不是组合式：列名须写在花括号中，例如 {{Column}}",
    "“{name}” is no pattern: columns stand in braces, as in {{Column}}",
)
_NO_KEY = Text(
    "“{name}”不能查询：{table} 的主键须是本表的一列",
    "“{name}” cannot be looked up: {table} has no key that is one column of this table",
)
FORM = Text("写法", "form")
COLUMN = Text("列", "column")
VALUE = Text("取值", "value")
ZONE = Text("时区", "time zone")
ENCODING = Text("编码", "encoding")


def check(made: Mapping, source: Source) -> None:
    """Raises MappingError for the first name that is not there, and for what cannot be done with the column it is said of."""
    _check_names(made, source)
    _check_built(made, source)


def _check_names(made: Mapping, source: Source) -> None:
    given = {column.name: column for column in made.contract.given}
    sections = (made.words, made.constants, made.factors, made.optional, made.composed, made.lookups, made.minutes)
    for ours in (*made.columns.values(), *(ours for section in sections for ours in section)):
        source.check(ours, given, COLUMN)
    for ours, words in made.words.items():
        is_closed = any(isinstance(check, OneOf) for check in given[ours].checks)
        for word in words.values() if is_closed else ():
            source.check(word, ("", *given[ours].words), VALUE)
    for ours in made.factors:
        if given[ours].type != "number":
            raise source.error(_NO_NUMBER, ours)
    _check_zone(made, given, source)
    if made.encoding and not _is_encoding(made.encoding):
        raise source.error(UNKNOWN, made.encoding, what=ENCODING, near="utf-8")


def _check_built(made: Mapping, source: Source) -> None:
    given = {column.name: column for column in made.contract.given}
    for ours, lookup in made.lookups.items():
        _check_form(lookup.form, source)
        if len(contract(lookup.table).key) != 1 or lookup.key not in given or lookup.key == ours:
            raise source.error(_NO_KEY, ours, table=lookup.table)
    for pattern in (one for several in made.composed.values() for one in several):
        _check_pattern(pattern, source)
    for ours, several in made.minutes.items():
        for minutes in several:
            _check_minutes(given[ours], minutes, source)


def _check_pattern(pattern: object, source: Source) -> None:
    if not isinstance(pattern, str) or not composed.is_whole(pattern):
        raise source.error(_NO_PATTERN, str(pattern))
    for form in composed.forms(pattern):
        _check_form(form, source)


def _check_form(form: str, source: Source) -> None:
    if not composed.is_form(form):
        source.check(form, composed.FORMS, FORM)


def _check_minutes(column: Column, minutes: str, source: Source) -> None:
    if column.type != "moment":
        raise source.error(_NO_MOMENT, column.name)
    try:
        float(minutes)
    except ValueError:
        _check_pattern(minutes, source)


def _check_zone(made: Mapping, given: Iterable[str], source: Source) -> None:
    if made.time_zone != SITE:
        source.check(made.time_zone, _zones(), ZONE)
    elif SITE_KEY not in given:
        raise source.error(_NO_SITE, SITE, table=made.table, site=SITE_KEY)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
