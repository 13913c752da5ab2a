"""Text to the types of a contract, step by step: what could not be read is null, and its reason stands beside it until it is named.

Each step looks at the columns that the one before it made: Polars 2.1 computes an expression again wherever it is written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Table
from datetime import date

import polars as pl

from assay.checks import ROW, UNREAD
from assay.contracts.column import Column
from assay.contracts.schema import POLARS
from pipelines.mappings.mapping import SITE, SITE_KEY, Mapping

_YES, _NO = ("true", "1", "是", "yes"), ("false", "0", "否", "no")
_NOT_READ = {
    "moment": "not_a_moment", "date": "not_a_date", "number": "not_a_number", "integer": "not_an_integer", "flag": "not_a_flag",
}
_NONE, _IS_NOT_READ, _NO_SUCH_TIME, _TOO_LONG_AGO, _WRONG_ENCODING = range(5)
_REASONS = {_NO_SUCH_TIME: "no_such_local_time", _TOO_LONG_AGO: "too_long_ago", _WRONG_ENCODING: "wrong_encoding"}
_MISREAD = "\ufffd"
_EARLIEST = date(1900, 1, 1)  # a mistyped century would make as many days as lie between
_DIGITS = {"%Y": r"(?P<year>\d{4})", "%q": r"(?P<quarter>[1-4])"}
_TEXT, _LOCAL, _UTC, _PROBLEM = "text of ", "local time of ", "moment of ", "problem of "


def typed(texts: pl.LazyFrame, mapping: Mapping, zones: Table[str, str], is_misread: bool) -> pl.LazyFrame:
    """The texts in the contract's types, and beside each column that may be unreadable the number of its problem, 0 for none."""
    columns = mapping.contract.given
    judged = tuple(column for column in columns if is_misread or column.type != "text")
    moments = tuple(column for column in columns if column.type == "moment")
    local_forms = [form for form in mapping.moments if "%z" not in form]
    return (
        texts.with_columns(_moment(pl.col(column.name), local_forms).alias(_LOCAL + column.name) for column in moments)
        .with_columns(_utc(column.name, mapping, zones).alias(_UTC + column.name) for column in moments)
        .select(
            ROW,
            *(_value(column, mapping).alias(column.name) for column in columns),
            *(pl.col(column.name).alias(_TEXT + column.name) for column in judged),
            *(before + column.name for column in moments for before in (_LOCAL, _UTC)),
        )
        .with_columns(_problem(column, is_misread).alias(_PROBLEM + column.name) for column in judged)
        .select(ROW, *(_kept(column, is_misread) for column in columns), *(_PROBLEM + column.name for column in judged))
    )


def named(rows: pl.LazyFrame, columns: tuple[Column, ...]) -> pl.LazyFrame:
    """The rows with `unread_columns` in the place of the numbers; written only where there is a problem, which is seldom."""
    schema = pl.Schema({ROW: pl.Int64(), **{column.name: POLARS[column.type] for column in columns}, UNREAD: pl.String()})
    # The numbers are asked for here and nowhere in the plan: pushed past this step, a choice of columns would leave them out.
    fixed = {"predicate_pushdown": False, "projection_pushdown": False, "slice_pushdown": False}
    return rows.map_batches(lambda batch: _named(batch, columns), schema=schema, streamable=True, **fixed)


def _named(batch: pl.DataFrame, columns: tuple[Column, ...]) -> pl.DataFrame:
    judged = [column for column in columns if _PROBLEM + column.name in batch.columns]
    numbers = [_PROBLEM + column.name for column in judged]
    read = batch.drop(numbers).with_columns(pl.lit(None, dtype=pl.String).alias(UNREAD))
    has_problem = batch.select(pl.any_horizontal(pl.lit(False), *(pl.col(name) > _NONE for name in numbers))).to_series()
    if not has_problem.any():
        return read
    said = pl.concat_str(*map(_said, judged), separator="|", ignore_nulls=True)
    texts = batch.filter(has_problem).select(said).to_series()
    return read.with_columns(read[UNREAD].scatter(has_problem.arg_true(), texts))


def _said(column: Column) -> pl.Expr:
    number = pl.col(_PROBLEM + column.name)
    reasons = {_IS_NOT_READ: _NOT_READ.get(column.type, ""), **_REASONS}
    said = (pl.when(number == one).then(pl.lit(f"{column.name}:{reason}")) for one, reason in reasons.items())
    return pl.coalesce(*said)


def _problem(column: Column, is_misread: bool) -> pl.Expr:
    """The number of what is wrong with the column, the weightiest first."""
    text, value = pl.col(_TEXT + column.name), pl.col(column.name)
    found = pl.when(text.is_null()).then(_NONE)
    if is_misread:
        found = found.when(text.str.contains(_MISREAD, literal=True)).then(_WRONG_ENCODING)
    if column.type in ("date", "moment"):
        found = found.when(value < pl.lit(_EARLIEST)).then(_TOO_LONG_AGO)
    if column.type == "moment":
        found = found.when(pl.col(_UTC + column.name).is_null() & pl.col(_LOCAL + column.name).is_not_null()).then(_NO_SUCH_TIME)
    return found.when(value.is_null()).then(_IS_NOT_READ).otherwise(_NONE).cast(pl.UInt8)


def _kept(column: Column, is_misread: bool) -> pl.Expr:
    """The value, where nothing is wrong with it."""
    may_be_wrong = is_misread or column.type in ("date", "moment")
    return pl.when(pl.col(_PROBLEM + column.name) == _NONE).then(pl.col(column.name)) if may_be_wrong else pl.col(column.name)


def _value(column: Column, mapping: Mapping) -> pl.Expr:
    """The typed value of a text; null where it has none."""
    text = pl.col(column.name)
    match column.type:
        case "text":
            return text
        case "integer":
            return text.cast(POLARS["integer"], strict=False)
        case "number":
            number = text.cast(POLARS["number"], strict=False)
            return pl.when(number.is_finite()).then(number * mapping.factors.get(column.name, 1.0))
        case "flag":
            word = text.str.to_lowercase()
            return pl.when(word.is_in(_YES)).then(True).when(word.is_in(_NO)).then(False)
        case "date":
            return _date(text, mapping.dates)
        case "moment":
            return sum(_minutes(column.name, mapping), pl.col(_UTC + column.name))


def _utc(ours: str, mapping: Mapping, zones: Table[str, str]) -> pl.Expr:
    """The moment, before any minutes are added: the local one in its zone, or that of an offset which is written."""
    local = pl.col(_LOCAL + ours)
    utc = _to_utc(local, mapping.time_zone, zones)
    if not any("%z" in form for form in mapping.moments):
        return utc
    return pl.coalesce(utc, _with_offset(pl.when(local.is_null()).then(pl.col(ours)), mapping.moments))


def _minutes(ours: str, mapping: Mapping) -> Iterator[pl.Expr]:
    for at, _ in enumerate(mapping.minutes.get(ours, ())):
        yield pl.duration(seconds=60 * pl.col(added(ours, at)).cast(pl.Float64, strict=False))


def added(ours: str, at: int) -> str:
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
    return pl.coalesce(found).dt.replace_time_zone(None)


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
