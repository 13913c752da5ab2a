"""Which agreement governs a row, and what its levels say about clocks and recalls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import polars as pl

_PLACE = ("vendor_id", "service", "site_id", "asked_on")
"""What decides which agreement governs a row: who serves, what, where, asked on which local day."""
_LEVEL = ("agreement_id", "priority")


@dataclass(frozen=True, slots=True)
class Term:
    """A value that levels of certain KPIs state in `column`: the first of `kpis` whose level states it wins."""

    name: str
    column: str
    kpis: tuple[str, ...]


def with_agreement(rows: pl.LazyFrame, agreements: pl.LazyFrame) -> pl.LazyFrame:
    """The rows (vendor_id, service, site_id, asked_on) with the `agreement_id` in force there then and its `calendar_id`.

    Both are null where none is.
    An agreement for the site goes before one for all sites; of several the one that took effect last, then the greatest id. It is
    looked up once per place and day: a company has far fewer of those than orders.
    """
    offered = agreements.rename({"site_id": "only_site_id"})
    in_force = (
        rows.select(_PLACE)
        .unique()
        .join(offered, on=["vendor_id", "service"], how="inner")
        .filter(pl.col("only_site_id").is_null() | (pl.col("only_site_id") == pl.col("site_id")))
        .filter(pl.col("asked_on") >= pl.col("effective_from"))
        .filter(pl.col("effective_to").is_null() | (pl.col("asked_on") <= pl.col("effective_to")))
        .sort(pl.col("only_site_id").is_not_null(), "effective_from", "agreement_id")
        .unique(subset=list(_PLACE), keep="last", maintain_order=True)
        .select(*_PLACE, "agreement_id", "calendar_id")
    )
    return rows.join(in_force, on=list(_PLACE), how="left", maintain_order="left")


def with_terms(rows: pl.LazyFrame, levels: pl.LazyFrame, terms: Sequence[Term]) -> pl.LazyFrame:
    """The rows (with agreement_id, priority) with one column a term, null where nothing was agreed.

    Per KPI the level of the row's priority goes before the level for all priorities. Looked up once per agreement and priority.
    """
    asked = rows.select(_LEVEL).unique()
    found = reduce(lambda so_far, term: _with_term(so_far, levels, term), terms, asked)
    return rows.join(found, on=list(_LEVEL), how="left", nulls_equal=True, maintain_order="left")


def _with_term(asked: pl.LazyFrame, levels: pl.LazyFrame, term: Term) -> pl.LazyFrame:
    candidates: list[str] = []
    for kpi in term.kpis:
        stated = levels.filter(pl.col("kpi") == kpi).drop_nulls(term.column)
        own, general = f"{kpi}_own", f"{kpi}_general"
        asked = asked.join(_first(stated.drop_nulls("priority"), _LEVEL, term.column, own), on=list(_LEVEL), how="left")
        unnamed = stated.filter(pl.col("priority").is_null())
        asked = asked.join(_first(unnamed, _LEVEL[:1], term.column, general), on=list(_LEVEL[:1]), how="left")
        candidates += [own, general]
    return asked.with_columns(pl.coalesce(*candidates).alias(term.name)).drop(candidates)


def _first(stated: pl.LazyFrame, by: Sequence[str], column: str, name: str) -> pl.LazyFrame:
    # An agreement that states one standard twice is ambiguous; its first level, by id, is the same one on every run.
    return stated.group_by(by).agg(pl.col(column).sort_by("level_id").first().alias(name))
