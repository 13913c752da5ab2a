"""Text to the types of a contract, in the contract's words; a value that cannot be read is named with its reason, and becomes null.

Text is trimmed and otherwise left as it is. Moments become UTC without a zone: an offset that is written counts; without one the
mapping's zone does. A local time that happens twice is the earlier one; one that daylight saving skips is no moment.
A row that has nothing in any cell is no row.
"""

from __future__ import annotations

from collections.abc import Mapping as Table

import polars as pl

from assay.checks import ROW, UNREAD
from assay.contracts.column import Column
from assay.contracts.schema import POLARS
from pipelines.lines import Broken
from pipelines.mapping import SITE, SITE_KEY, Mapping
from pipelines.read import Sheet

_FLAGS = {"true": True, "false": False, "1": True, "0": False, "是": True, "否": False, "yes": True, "no": False}
_REASONS = {
    "moment": "not_a_moment", "date": "not_a_date", "number": "not_a_number", "integer": "not_an_integer", "flag": "not_a_flag",
    "text": "wrong_encoding",
}
_MISREAD = "\ufffd"
LINE = "*"
"""Stands for the whole line where a reason is not about one column."""


def tidy(sheet: Sheet, mapping: Mapping, zones: Table[str, str]) -> pl.LazyFrame:
    """The rows in the contract's given columns, with `source_row` and `unread_columns` (`column:reason|column:reason` or null).

    `zones` are the time zones by site_id, for mappings whose moments are in the zone of the row's site.
    """
    given = mapping.contract.given
    sources = mapping.sources(sheet.headers)
    written = sheet.rows.filter(pl.any_horizontal(pl.col(*sheet.headers).is_not_null()))
    texts = written.select(ROW, *(_text(column, mapping, sources) for column in given))
    values = texts.select(ROW, *(_judged(column, mapping, zones, sheet.is_misread) for column in given))
    read = values.select(
        ROW,
        *(pl.col(column.name).struct.field("value").alias(column.name) for column in given),
        pl.concat_str(*(pl.col(column.name).struct.field("problem") for column in given), separator="|", ignore_nulls=True)
        .replace("", None)
        .alias(UNREAD),
    )
    return pl.concat([read, _no_records(sheet.broken, given)]) if sheet.broken else read


def _text(column: Column, mapping: Mapping, sources: Table[str, str]) -> pl.Expr:
    """The column as text in the contract's words: null where the file has nothing."""
    if column.name not in sources:
        constant = mapping.constants.get(column.name)
        return pl.lit(None if constant is None else _written(constant), dtype=pl.String).alias(column.name)
    text = pl.col(sources[column.name]).str.strip_chars()
    text = text.replace(dict.fromkeys(mapping.nulls)) if mapping.nulls != ("",) else text.replace("", None)
    words = mapping.words.get(column.name, {})
    return (text.replace(dict(words)) if words else text).alias(column.name)


def _written(constant: object) -> str:
    return str(constant).lower() if isinstance(constant, bool) else str(constant)


def _judged(column: Column, mapping: Mapping, zones: Table[str, str], is_misread: bool) -> pl.Expr:
    """A structure of the typed value and, where the text has none, the problem as `column:reason`."""
    text = pl.col(column.name)
    value, problem = _value(column, mapping, zones)
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
            return text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean()), reason
        case "date":
            return _date(text, mapping.dates), reason
        case "moment":
            local = _moment(text, [form for form in mapping.moments if "%z" not in form])
            utc = pl.coalesce(_with_offset(text, mapping.moments), _to_utc(local, mapping.time_zone, zones))
            return utc, pl.when(local.is_not_null()).then(pl.lit("no_such_local_time")).otherwise(reason)


def _date(text: pl.Expr, forms: tuple[str, ...]) -> pl.Expr:
    if not any("%H" in form for form in forms):
        text = text.str.replace(r"[ T]00:00:00(\.0+)?$", "")  # a date, as a cell of a workbook says it
    return pl.coalesce(text.str.to_date(form, strict=False) for form in forms)


def _moment(text: pl.Expr, forms: list[str]) -> pl.Expr:
    found = [text.str.to_datetime(form, time_unit="us", strict=False) for form in forms]
    return pl.coalesce(found) if found else pl.lit(None, dtype=POLARS["moment"])


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
