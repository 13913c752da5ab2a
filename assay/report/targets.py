"""The target of a series whose levels differ: its value if each level were met exactly, by how much of each there was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from assay.kpis import Kpi
from assay.level import Agreement

COVERED = 0.95
"""The least share of what is counted that some level must be about; below it the rest has no target, and so the whole has none."""
_PLACES = {"priority": "priority_at_request", "site_id": "site_id", "service": "service"}
_SCHEMA = {
    "vendor_id": pl.String, "service": pl.String, "site_id": pl.String, "priority": pl.String, "since": pl.Date, "until": pl.Date,
    "target": pl.Float64,
}
Targets = Mapping[str | None, tuple[float | None, ...]]


def keys(kpi: Kpi, across: str, offered: Sequence[str], signed: Sequence[Agreement]) -> tuple[str, ...]:
    """The dimensions by which cells of the KPI are needed: the members', and where it has levels those that tell them apart."""
    own = [level for one in signed for level in one.levels if level.kpi == kpi.id]
    if not own:
        return (across,)
    has_sites = any(level.site_id for level in own) or any(one.site_id for one in signed)
    wanted = (across, "vendor_id", "service", "priority_at_request", *(("site_id",) if has_sites else ()))
    return tuple(dict.fromkeys(name for name in wanted if name in offered))


def targets(kpi: Kpi, cells: pl.DataFrame, across: str, lasts: Mapping[str, date], signed: Sequence[Agreement]) -> Targets:
    """By member, and under None of all together: a target, in the KPI's unit, for each of `lasts` (the last day by label).

    Of several levels about the same thing the more special one counts. None where nothing was counted, where two levels contradict
    each other, or where less than `COVERED` of what was counted has a level.
    """
    levels = _levels(kpi, signed)
    if levels.is_empty() or "vendor_id" not in cells.columns:
        return {}
    days = pl.DataFrame({"period": list(lasts), "on": list(lasts.values())}, schema={"period": pl.String, "on": pl.Date})
    rows = cells.filter(pl.col("denominator") > 0).join(days, on="period").with_row_index("row")
    meant = rows.join(_matched(rows, levels), on="row", how="left")
    own = {str(member): _weighted(kpi, part, lasts) for (member,), part in meant.group_by(across)}
    return {None: _weighted(kpi, meant, lasts), **own}


def _levels(kpi: Kpi, signed: Sequence[Agreement]) -> pl.DataFrame:
    rows = [
        (one.vendor_id, one.service, level.site_id or one.site_id, level.priority, one.effective_from, one.effective_to,
         level.target)
        for one in signed
        for level in one.levels
        if level.kpi == kpi.id and kpi.direction != "none"
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _matched(rows: pl.DataFrame, levels: pl.DataFrame) -> pl.DataFrame:
    """row, target: of the rows that one target is about."""
    held = {name: column for name, column in _PLACES.items() if column in rows.columns}
    named = rows.select("row", "vendor_id", "on", *(pl.col(column).alias(f"of_{name}") for name, column in held.items()))
    fits = [
        pl.col(name).is_null() | (pl.col(name) == pl.col(f"of_{name}") if name in held else pl.lit(value=False)) for name in _PLACES
    ]
    in_force = (pl.col("since") <= pl.col("on")) & (pl.col("until").is_null() | (pl.col("until") >= pl.col("on")))
    special = pl.col("priority").is_not_null().cast(pl.Int8) + pl.col("site_id").is_not_null().cast(pl.Int8)
    return (
        named.join(levels, on="vendor_id")
        .filter(in_force, *fits)
        .with_columns(special=special)
        .filter(pl.col("special") == pl.col("special").max().over("row"))
        .group_by("row")
        .agg(pl.col("target").unique())
        .filter(pl.col("target").list.len() == 1)
        .with_columns(pl.col("target").list.first())
    )


def _weighted(kpi: Kpi, meant: pl.DataFrame, lasts: Mapping[str, date]) -> tuple[float | None, ...]:
    n, has = pl.col("denominator"), pl.col("target").is_not_null()
    ratio = pl.col("target").log() if kpi.is_log else pl.col("target")
    found = (
        meant.group_by("period")
        .agg(covered=n.filter(has).sum() / n.sum(), mean=(ratio * n).filter(has).sum() / n.filter(has).sum())
        .filter(pl.col("covered") >= COVERED)
        .select("period", (pl.col("mean").exp() if kpi.is_log else pl.col("mean")).round(9))
    )
    by_label = dict(found.iter_rows())
    return tuple(by_label.get(label) for label in lasts)
