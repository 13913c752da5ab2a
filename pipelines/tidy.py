"""Text to the types of a contract, in the contract's words; a value that cannot be read is named with its reason, and becomes null.

Text is trimmed and otherwise left as it is. Moments become UTC without a zone: an offset that is written counts; without one the
mapping's zone does. A local time that happens twice is the earlier one; one that daylight saving skips is no moment.
A row that has nothing in any cell is no row; a quarter, written with %q in the form of a date, is its first day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from datetime import date

import polars as pl

from assay.checks import ROW, UNREAD
from assay.contracts.column import Column
from assay.contracts.schema import POLARS
from pipelines import composed
from pipelines.left_out import given
from pipelines.lines import Broken
from pipelines.mapping import SITE, SITE_KEY, Mapping
from pipelines.read import Sheet

_YES, _NO = ("true", "1", "是", "yes"), ("false", "0", "否", "no")
_REASONS = {
    "moment": "not_a_moment", "date": "not_a_date", "number": "not_a_number", "integer": "not_an_integer", "flag": "not_a_flag",
    "text": "wrong_encoding",
}
_MISREAD = "\ufffd"
_EARLIEST = date(1900, 1, 1)  # a mistyped century would make as many days as lie between
_DIGITS = {"%Y": r"(?P<year>\d{4})", "%q": r"(?P<quarter>[1-4])"}
Found = Table[str, Table[str, str]]
LINE = "*"
"""Stands for the whole line where a reason is not about one column."""


def tidy(sheet: Sheet, mapping: Mapping, zones: Table[str, str], found: Found | None = None) -> pl.LazyFrame:
    """The rows in the contract's given columns, with `source_row` and `unread_columns` (`column:reason|column:reason` or null).

    `zones` are the time zones by site_id, for mappings whose moments are in the zone of the row's site; `found` is, for each of our
    columns that the mapping looks up, what was found by its key. Of a value of which a code is to be made, its text.
    """
    columns = mapping.contract.given
    texts = filled(sheet).select(ROW, *_texts(mapping, sheet.headers, found or {}))
    if mapping.distinct:
        texts = texts.unique([column.name for column in columns], keep="first", maintain_order=True)
    values = texts.select(ROW, *(_judged(column, mapping, zones, sheet.is_misread) for column in columns))
    said = (pl.col(column.name).struct.field("problem") for column in columns)
    problems = pl.concat_str(*said, separator="|", ignore_nulls=True)
    read = values.select(
        ROW,
        *(pl.col(column.name).struct.field("value").alias(column.name) for column in columns),
        pl.when(problems != "").then(problems).alias(UNREAD),
    )
    return pl.concat([read, _no_records(sheet.broken, columns)]) if sheet.broken else read


def filled(sheet: Sheet) -> pl.LazyFrame:
    """The rows of the sheet that have anything in any cell."""
    return sheet.rows.filter(pl.any_horizontal(pl.col(*sheet.headers).is_not_null()))


def as_written(mapping: Mapping, headers: tuple[str, ...]) -> dict[str, pl.Expr]:
    """Where each of our columns comes from, untouched where it is one of theirs; not what is looked up or made a code."""
    plain = {ours: pl.col(theirs) for ours, theirs in mapping.sources(headers).items()}
    fitting = {ours: mapping.fitting(ours, headers) for ours in mapping.composed}
    legible = {ours: [one for one in several if "hash" not in composed.forms(one)] for ours, several in fitting.items()}
    return plain | {ours: _first(several, mapping, headers) for ours, several in legible.items() if several}


def _texts(mapping: Mapping, headers: tuple[str, ...], found: Found) -> Iterator[pl.Expr]:
    """Our columns as text, and the minutes that are added to some of them."""
    sources = mapping.sources(headers)
    for column in mapping.contract.given:
        yield _text(column, mapping, headers, sources, found).alias(column.name)
    for ours, several in mapping.minutes.items():
        for at, one in enumerate(several):
            fits = set(headers).issuperset(composed.theirs(one))  # a column that may be wanting may want for its minutes too
            text = _built(one, mapping, headers) if composed.theirs(one) and fits else pl.lit(one if fits else None)
            yield text.cast(pl.String).alias(_added(ours, at))


def _text(column: Column, mapping: Mapping, headers: tuple[str, ...], sources: Table[str, str], found: Found) -> pl.Expr:
    """The column as text in the contract's words: null where the file has nothing."""
    name = column.name
    if several := mapping.fitting(name, headers):
        text = _first(several, mapping, headers)
    elif name in mapping.lookups:
        lookup = mapping.lookups[name]
        key = _text(mapping.contract.column(lookup.key), mapping, headers, sources, found)
        known = found.get(name) or {"": None}  # Polars replaces nothing by nothing not at all
        text = composed.formed(key.replace_strict(known, default=None, return_dtype=pl.String), lookup.form)
    elif name in sources:
        text = given(sources[name], mapping)
    else:
        constant = mapping.constants.get(name)
        return pl.lit(None if constant is None else _written(constant), dtype=pl.String)
    words = mapping.words.get(name)
    return _in_our_words(text, words) if words else text


def _in_our_words(text: pl.Expr, words: Table[str, str]) -> pl.Expr:
    """Written out word by word: for `replace` Polars 2.1 holds the whole file in memory."""
    said = [pl.when(text == theirs).then(pl.lit(ours or None, dtype=pl.String)) for theirs, ours in words.items()]
    return pl.when(text.is_in(list(words))).then(pl.coalesce(said)).otherwise(text)


def _first(patterns: Sequence[str], mapping: Mapping, headers: tuple[str, ...]) -> pl.Expr:
    return pl.coalesce(_built(pattern, mapping, headers) for pattern in patterns)


def _built(pattern: str, mapping: Mapping, headers: tuple[str, ...]) -> pl.Expr:
    return composed.built(pattern, headers, lambda header: given(header, mapping))


def _written(constant: object) -> str:
    return str(constant).lower() if isinstance(constant, bool) else str(constant)


def _judged(column: Column, mapping: Mapping, zones: Table[str, str], is_misread: bool) -> pl.Expr:
    """A structure of the typed value and, where the text has none, the problem as `column:reason`."""
    text = pl.col(column.name)
    value, problem = _value(column, mapping, zones)
    if column.type in ("date", "moment"):
        is_early = value < pl.lit(_EARLIEST)
        value, problem = pl.when(~is_early).then(value), pl.when(is_early).then(pl.lit("too_long_ago")).otherwise(problem)
    reason = pl.when(text.is_not_null() & value.is_null()).then(problem)
    if is_misread:
        garbled = text.str.contains(_MISREAD, literal=True)
        value = pl.when(~garbled).then(value)
        reason = pl.when(garbled).then(pl.lit("wrong_encoding")).otherwise(reason)
    return pl.struct(value.alias("value"), (pl.lit(f"{column.name}:") + reason).alias("problem")).alias(column.name)


def _value(column: Column, mapping: Mapping, zones: Table[str, str]) -> tuple[pl.Expr, pl.Expr]:
    """The typed value of a text, and the reason there is where it has none."""
    text, reason = pl.col(column.name), pl.lit(_REASONS[column.type])
    match column.type:
        case "text":
            return text, reason
        case "integer":
            return text.cast(POLARS["integer"], strict=False), reason
        case "number":
            number = text.cast(POLARS["number"], strict=False)
            return pl.when(number.is_finite()).then(number * mapping.factors.get(column.name, 1.0)), reason
        case "flag":
            word = text.str.to_lowercase()
            return pl.when(word.is_in(_YES)).then(True).when(word.is_in(_NO)).then(False), reason
        case "date":
            return _date(text, mapping.dates), reason
        case "moment":
            local = _moment(text, [form for form in mapping.moments if "%z" not in form])
            offset = _with_offset(pl.when(local.is_null()).then(text), mapping.moments)
            utc = pl.coalesce(_to_utc(local, mapping.time_zone, zones), offset)
            reason = pl.when(local.is_not_null() & utc.is_null()).then(pl.lit("no_such_local_time")).otherwise(reason)
            added = (pl.col(_added(column.name, at)) for at, _ in enumerate(mapping.minutes.get(column.name, ())))
            return sum((pl.duration(seconds=60 * one.cast(pl.Float64, strict=False)) for one in added), utc), reason


def _added(ours: str, at: int) -> str:
    """Where the minutes stand that are added to one of our columns."""
    return f"{ours}+{at}"


def _date(text: pl.Expr, forms: tuple[str, ...]) -> pl.Expr:
    if not any("%H" in form for form in forms):
        text = text.str.replace(r"[ T]00:00:00(\.0+)?$", "")  # a date, as a cell of a workbook says it
    return pl.coalesce(_quarter(text, form) if "%q" in form else text.str.to_date(form, strict=False) for form in forms)


def _quarter(text: pl.Expr, form: str) -> pl.Expr:
    """The first day of a quarter; its form knows %Y and %q alone."""
    pattern = re.escape(form)
    for mark, digits in _DIGITS.items():
        pattern = pattern.replace(mark, digits)
    parts = text.str.extract_groups(f"^{pattern}$")
    year, quarter = (parts.struct.field(name).cast(pl.Int32, strict=False) for name in ("year", "quarter"))
    return pl.date(year, 3 * quarter - 2, 1)


def _moment(text: pl.Expr, forms: list[str]) -> pl.Expr:
    """In the first form that fits. Each is tried only where those before it failed, for failing takes longest."""
    found = pl.lit(None, dtype=POLARS["moment"])
    for place, form in enumerate(forms):
        left = pl.when(found.is_null()).then(text) if place else text
        # Moments repeat too seldom for a cache to be worth its while.
        found = pl.coalesce(found, left.str.to_datetime(form, time_unit="us", strict=False, cache=False))
    return found


def _with_offset(text: pl.Expr, forms: tuple[str, ...]) -> pl.Expr:
    offset = text.str.replace("[Zz]$", "+00:00")
    found = [offset.str.to_datetime(form, time_unit="us", strict=False) for form in forms if "%z" in form]
    return pl.coalesce(found).dt.replace_time_zone(None) if found else pl.lit(None, dtype=POLARS["moment"])


def _to_utc(local: pl.Expr, zone: str, zones: Table[str, str]) -> pl.Expr:
    if zone == "UTC":
        return local
    if zone != SITE:
        return _from(local, zone)
    # A site that is not registered has no zone; its row is refused for that, so that its moments need not be.
    utc = pl.when(~pl.col(SITE_KEY).is_in(list(zones))).then(local)
    for known in sorted(set(zones.values())):
        utc = utc.when(pl.col(SITE_KEY).is_in([site for site, its in zones.items() if its == known])).then(_from(local, known))
    return utc.otherwise(local)


def _from(local: pl.Expr, zone: str) -> pl.Expr:
    zoned = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


def _no_records(broken: tuple[Broken, ...], given: tuple[Column, ...]) -> pl.LazyFrame:
    rows = {ROW: [line.source_row for line in broken], UNREAD: [f"{LINE}:{line.reason}" for line in broken]}
    nothing = (pl.lit(None, dtype=POLARS[column.type]).alias(column.name) for column in given)
    return pl.LazyFrame(rows, schema={ROW: pl.Int64(), UNREAD: pl.String()}).select(ROW, *nothing, UNREAD)
