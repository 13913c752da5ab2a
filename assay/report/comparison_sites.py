"""Who serves the hard sites: what explains most differences between values as counted and adjusted ones."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from assay.kpis import Kpi

HARD = 0.25
"""The part of all orders that is called the hardest."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much of a vendor's work lies at the hardest and the easiest sites, and how much of everybody's does."""

    hard_sites: int
    hard_share: float
    hard_usual: float
    easy_sites: int
    easy_share: float
    easy_usual: float


def held(kpi: Kpi, cells: pl.DataFrame) -> dict[str, Held]:
    """By vendor. The difficulty of a site is the rate of all its vendors but the one that is spoken of, so that nobody makes
    its own sites hard; sites that it has alone say nothing. Empty where the KPI has no sites or no direction."""
    if "site_id" not in cells.columns or kpi.direction == "none":
        return {}
    pairs = (
        cells.filter(pl.col("site_id").is_not_null(), pl.col("vendor_id").is_not_null())
        .group_by("vendor_id", "site_id")
        .agg(pl.col("numerator", "denominator").sum())
        .filter(pl.col("denominator") > 0)
    )
    if pairs["site_id"].n_unique() < 2:
        return {}
    return {vendor: one for vendor in sorted(pairs["vendor_id"].unique()) if (one := _of(kpi, pairs, vendor)) is not None}


def _of(kpi: Kpi, pairs: pl.DataFrame, vendor: str) -> Held | None:
    own = pairs.filter(pl.col("vendor_id") == vendor).select("site_id", own="denominator")
    others = pairs.filter(pl.col("vendor_id") != vendor).group_by("site_id").agg(pl.col("numerator", "denominator").sum())
    sites = (
        others.join(own, on="site_id", how="left")
        .with_columns(pl.col("own").fill_null(0.0), rate=pl.col("numerator") / pl.col("denominator"))
        .with_columns(whole=pl.col("own") + pl.col("denominator"))
        .sort("rate", "site_id", descending=[kpi.direction == "lower", False])
        .with_columns(passed=pl.col("whole").cum_sum() / pl.col("whole").sum())
    )
    if sites.is_empty() or not sites["own"].sum():
        return None
    hard, easy = (_end(sites, is_hard) for is_hard in (True, False))
    return Held(*hard, *easy)


def _end(sites: pl.DataFrame, is_hard: bool) -> tuple[int, float, float]:
    """The sites at one end: how many, the vendor's share of work there, everybody's."""
    before = pl.col("passed").shift(1, fill_value=0.0)
    at_end = before < HARD if is_hard else pl.col("passed") > 1 - HARD
    chosen = sites.filter(at_end)
    own, whole = (float(chosen[name].sum() / sites[name].sum()) for name in ("own", "whole"))
    return len(chosen), own, whole
