"""What was agreed, and what was counted for each level of it: the facts that statements are settled on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date

import narwhals as nw
import polars as pl

from assay.cells import names
from assay.indicators import declared
from assay.kpis import KPIS, Kpi
from assay.level import Agreement, Level, Tier
from assay.measured import Measured, Measures, Sums
from assay.scope import Scope
from assay.text import Text
from assay.warehouse.counted import KEY, Asked, counted, totals
from assay.warehouse.governed import attributed
from assay.warehouse.month_end import last_day
from assay.warehouse.read import Warehouse, frames, measured

_OF_AGREEMENT = ("agreement_id", "vendor_id", "service", "site_id")
_LATER = ("levels", "tiers")


def agreements(warehouse: Warehouse, scope: Scope, vendor_id: str | None = None) -> tuple[Agreement, ...]:
    """Every version of every agreement in scope, or of one vendor, with levels and tiers; by vendor, service and first day."""
    frame_of = frames(warehouse)
    signed = scope.filter(frame_of("agreements"))
    if vendor_id is not None:
        signed = signed.filter(nw.col("vendor_id") == vendor_id)
    stated = frame_of("service_levels").join(signed.select(*_OF_AGREEMENT), on="agreement_id", how="inner")
    tiers = _tiers(frame_of("level_tiers").join(stated.select("level_id"), on="level_id", how="inner"))
    levels = _levels(stated)
    columns = [one.name for one in fields(Agreement) if one.name not in _LATER]
    found = signed.select(*columns).to_native().pl().sort("vendor_id", "service", "effective_from", "agreement_id")
    return tuple(_agreement(row, levels.get(str(row["agreement_id"]), ()), tiers) for row in found.iter_rows(named=True))


def _agreement(row: dict[str, object], levels: Sequence[Level], tiers: Mapping[str, tuple[Tier, ...]]) -> Agreement:
    own = {level.level_id: tiers[level.level_id] for level in levels if level.level_id in tiers}
    return Agreement(**row, levels=tuple(levels), tiers=own)  # type: ignore[arg-type]


def _levels(stated: nw.LazyFrame) -> dict[str, list[Level]]:
    found: dict[str, list[Level]] = defaultdict(list)
    for row in stated.select(*(one.name for one in fields(Level))).to_native().pl().sort("level_id").iter_rows(named=True):
        found[str(row["agreement_id"])].append(Level(**row))
    return found


def _tiers(stated: nw.LazyFrame) -> dict[str, tuple[Tier, ...]]:
    """By level, from the lowest result to the highest."""
    found: dict[str, tuple[Tier, ...]] = {}
    rows = stated.select("level_id", "from_value", "to_value", "points").to_native().pl()
    for level_id, *tier in rows.sort("level_id", "from_value", nulls_last=False).iter_rows():
        found[level_id] = (*found.get(level_id, ()), Tier(*tier))
    return found


def kpis(warehouse: Warehouse) -> Mapping[str, Kpi]:
    """Every KPI that a level may be about, by id: the declared ones, and the indicators, whether figures of them came or not."""
    known = {kpi.id: kpi for kpi in KPIS}
    rows = frames(warehouse)("indicators").to_native().pl().sort("kpi")
    for row in rows.iter_rows(named=True):
        told = (row[name] for name in ("unit", "direction", "decimals", "scale"))
        known[row["kpi"]] = declared(row["kpi"], Text(row["title_zh"], row["title_en"]), *told, "day")
    return known


def measures(
    warehouse: Warehouse,
    scope: Scope,
    agreements: Sequence[Agreement],
    kpis: Mapping[str, Kpi],
    months: Sequence[date],
    keys: Collection[tuple[str, str]] = (),
) -> Mapping[date, Measures]:
    """What was counted for every level in every month (named by its first day): exactly the rows of the KPI's sums that are its.

    `agreements` hold all versions of their vendors: each row finds the one that governs it (`governed.attributed`). A row counts in
    the month in which the KPI's own local date places it. A level for one priority takes its rows, a level for all the rows of
    those priorities that have none of their own; inspections are kept apart by method. Of each (level_id, key) of `keys` the row's
    part of the sums is in `rows`. A level without rows has no entry, and neither has one whose KPI nobody ever recorded anything
    for: that is no data, not a good result. Raises KeyError for a level on a KPI that is not in `kpis`.
    """
    wanted = measured(warehouse, [kpis[id_] for id_ in sorted({level.kpi for one in agreements for level in one.levels})])
    found: dict[date, dict[tuple[str, str | None], Measured]] = {month: {} for month in months}
    for kpi in wanted if months else ():
        for month, level_id, method, one in _of_kpi(warehouse, scope, agreements, kpi, months, keys):
            found[month][level_id, method] = one
    return found


def _of_kpi(
    warehouse: Warehouse,
    scope: Scope,
    agreements: Sequence[Agreement],
    kpi: Kpi,
    months: Sequence[date],
    keys: Collection[tuple[str, str]],
) -> Iterator[tuple[date, str, str | None, Measured]]:
    levels = {level.level_id for one in agreements for level in one.levels if level.kpi == kpi.id}
    vendors = {one.vendor_id for one in agreements if any(level.kpi == kpi.id for level in one.levels)}
    asked = Asked(vendors, min(months), last_day(max(months)))
    by = ("month", "level_id", *kpi.within)
    rows = _rows(warehouse, scope, agreements, kpi, asked, {pair for pair in keys if pair[0] in levels})
    found = totals(attributed(counted(kpi, frames(warehouse), scope, asked), agreements, kpi), kpi, by)
    counts = pl.any_horizontal(pl.col(names(kpi)) != 0)
    for row in found.filter(counts, pl.col("month").is_in(list(months))).iter_rows(named=True):
        place = (row["month"], row["level_id"], row[kpi.within[0]] if kpi.within else None)
        yield *place, Measured(sums_of(row), left_out(row), rows.get(place, {}))


def _rows(
    warehouse: Warehouse, scope: Scope, agreements: Sequence[Agreement], kpi: Kpi, asked: Asked, keys: set[tuple[str, str]]
) -> dict[tuple[date, str, str | None], dict[str, Sums]]:
    """The part of the sums of each row that was asked for by level and key, where it counts at all."""
    if not keys:
        return {}
    named = Asked(asked.vendors, asked.first, asked.last, {key for _, key in keys}, by_key=True)
    by = ("month", "level_id", *kpi.within, KEY)
    parts = totals(attributed(counted(kpi, frames(warehouse), scope, named), agreements, kpi), kpi, by)
    found: dict[tuple[date, str, str | None], dict[str, Sums]] = defaultdict(dict)
    for row in parts.filter((pl.col("numerator") != 0) | (pl.col("denominator") != 0)).iter_rows(named=True):
        if (row["level_id"], row[KEY]) in keys:
            found[row["month"], row["level_id"], row[kpi.within[0]] if kpi.within else None][row[KEY]] = sums_of(row)
    return found


def sums_of(row: Mapping[str, object]) -> Sums:
    return Sums(*(float(str(row.get(name, 0.0))) for name in ("numerator", "denominator", "squares")))


def left_out(row: Mapping[str, object]) -> dict[str, float]:
    """How many rows were left out by reason; those that were."""
    return {name.removeprefix("excluded_"): float(str(n)) for name, n in row.items() if name.startswith("excluded_") and n}
