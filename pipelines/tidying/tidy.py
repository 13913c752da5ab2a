"""Text to the types of a contract, in the contract's words; a value that cannot be read is named with its reason, and becomes null.

Text is trimmed and otherwise left as it is. Moments become UTC without a zone: an offset that is written counts; without one the
mapping's zone does. A local time that happens twice is the earlier one; one that daylight saving skips is no moment.
A row that has nothing in any cell is no row; a quarter, written with %q in the form of a date, is its first day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table

import polars as pl

from assay.checks import ROW, UNREAD
from assay.contracts.column import Column
from assay.contracts.schema import POLARS
from pipelines.mappings import composed
from pipelines.mappings.mapping import Mapping
from pipelines.reading.lines import Broken
from pipelines.reading.read import Sheet
from pipelines.tidying.left_out import given
from pipelines.tidying.typed import added, named, typed

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
    read = named(typed(texts, mapping, zones, sheet.is_misread), columns)
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
            yield text.cast(pl.String).alias(added(ours, at))


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


def _no_records(broken: tuple[Broken, ...], given: tuple[Column, ...]) -> pl.LazyFrame:
    rows = {ROW: [line.source_row for line in broken], UNREAD: [f"{LINE}:{line.reason}" for line in broken]}
    nothing = (pl.lit(None, dtype=POLARS[column.type]).alias(column.name) for column in given)
    return pl.LazyFrame(rows, schema={ROW: pl.Int64(), UNREAD: pl.String()}).select(ROW, *nothing, UNREAD)
