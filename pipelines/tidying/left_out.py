"""Rows that a mapping leaves out because they are none of its table, counted by the reason that it gives."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from assay.text import Text
from pipelines.mappings.mapping import Drop, Mapping

REPEATED = Text("与已取的行相同", "they repeat a row that was taken")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet: those that are `kept`, and how many of them are `left`; what was `dropped`, by reason."""

    kept: pl.LazyFrame
    left: int
    dropped: tuple[tuple[Text, int], ...]


def parted(rows: pl.LazyFrame, mapping: Mapping) -> Rows:
    """The rows without those that the mapping drops. A row that several rules name counts for the first."""
    if not mapping.drop:
        return Rows(rows, rows.select(pl.len()).collect().item(), ())
    rule = pl.coalesce(pl.when(_is_dropped(drop, mapping)).then(at) for at, drop in enumerate(mapping.drop))
    counted = dict(rows.select(rule.alias("rule")).collect().get_column("rule").value_counts().rows())
    dropped = tuple((drop.reason, counted.get(at, 0)) for at, drop in enumerate(mapping.drop))
    return Rows(rows.filter(rule.is_null()), counted.get(None, 0), tuple(one for one in dropped if one[1]))


def _is_dropped(drop: Drop, mapping: Mapping) -> pl.Expr:
    """Every one of the columns has one of the values."""
    values = [value for value in drop.values if value not in mapping.nulls]
    text = [given(column, mapping) for column in drop.columns]
    return pl.all_horizontal(one.is_in(values) | (pl.lit("" in drop.values) & one.is_null()) for one in text).fill_null(False)


def given(header: str, mapping: Mapping) -> pl.Expr:
    """Their column as trimmed text: null where it has one of their marks of nothing."""
    text = pl.col(header).str.strip_chars()
    # Not `replace`: for it Polars 2.1 holds the whole file in memory.
    return pl.when(~text.is_in([*mapping.nulls, ""])).then(text) if mapping.nulls != ("",) else pl.when(text != "").then(text)
