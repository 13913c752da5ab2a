"""The overview: one period, every KPI against what was agreed, every vendor beside it. Pure: cells and levels come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from assay.agreements.standing import Standing, Sums, Verdict, interval_of, missed, standing, value_of, weighed
from assay.kpis import Kpi
from assay.level import Level
from assay.stats.interval import Interval

METHOD = "random"
"""Inspections on the overview are random checks: the only method whose rate may be carried over to all that was not looked at."""
MAIN = (
    "response_on_time", "completion_on_time", "clearance_rate", "repeat_rate",
    "inspection_pass_rate", "csat_top2_share", "complaint_rate", "overdue_backlog_share",
)
"""The KPIs that the overview opens with; the others are one click away."""
Cells = Mapping[str, pl.DataFrame]
BY = ("vendor_id", "service", "priority_at_request", "site_id")


@dataclass(frozen=True, slots=True)
class Card:
    """One KPI over all vendors in view. `targets` are the distinct targets agreed; `standings` the levels judged on it."""

    kpi: Kpi
    sums: Sums
    value: float | None
    interval: Interval
    previous: float | None
    trend: tuple[float | None, ...]
    excluded: Mapping[str, float]
    standings: tuple[Standing, ...]

    @property
    def targets(self) -> tuple[float, ...]:
        return tuple(sorted({one.level.target for one in self.standings}))

    @property
    def is_published(self) -> bool:
        return self.sums.denominator >= self.kpi.minimum_n


@dataclass(frozen=True, slots=True)
class VendorKpi:
    """One vendor on one KPI: its value, and the levels of its agreement that judge it."""

    kpi: Kpi
    sums: Sums
    value: float | None
    interval: Interval
    trend: tuple[float | None, ...]
    standings: tuple[Standing, ...]

    @property
    def verdict(self) -> Verdict:
        """Missed where one level is; met where all that have data are; otherwise nothing to judge."""
        verdicts = {one.verdict for one in self.standings}
        return "missed" if "missed" in verdicts else "met" if "met" in verdicts else "no_data"

    @property
    def is_beyond_chance(self) -> bool:
        return any(one.is_beyond_chance for one in self.standings)

    @property
    def is_published(self) -> bool:
        return self.sums.denominator >= self.kpi.minimum_n


@dataclass(frozen=True, slots=True)
class VendorRow:
    """One vendor: the KPIs that are shown of it, and all of its levels, those on other KPIs too."""

    vendor_id: str
    name: str
    kpis: tuple[VendorKpi, ...]
    standings: tuple[Standing, ...]

    @property
    def missed(self) -> int:
        return len(missed(self.standings))

    @property
    def judged(self) -> int:
        return sum(one.verdict != "no_data" for one in self.standings)

    @property
    def beyond_chance(self) -> int:
        return sum(one.is_beyond_chance for one in self.standings)


@dataclass(frozen=True, slots=True)
class Overview:
    """`labels` are the periods of the trends, oldest first; the last one is the period shown."""

    labels: tuple[str, ...]
    is_partial: bool
    cards: tuple[Card, ...]
    rows: tuple[VendorRow, ...]

    @property
    def period(self) -> str:
        return self.labels[-1]

    @property
    def judged(self) -> tuple[VendorRow, ...]:
        return tuple(row for row in self.rows if row.judged)

    @property
    def missed(self) -> tuple[VendorRow, ...]:
        return tuple(row for row in self.rows if row.missed)

    @property
    def beyond_chance(self) -> tuple[VendorRow, ...]:
        return tuple(row for row in self.rows if row.beyond_chance)


def overview(
    cells: Cells,
    kpis: Sequence[Kpi],
    levels: Sequence[Level],
    vendors: Mapping[str, str],
    labels: Sequence[str],
    is_partial: bool = False,
    others: Sequence[Kpi] = (),
) -> Overview:
    """The overview of the last of `labels`.

    `cells` by KPI id as `assay.warehouse.read.cells` gives them, by those of `BY` that the KPI offers, over all `labels`;
    inspections of one method only. `vendors`: names by id of the vendors in view. `levels`: what is in force in the period.
    `others` are KPIs that are not shown, but whose levels count among those that a vendor kept or missed.
    """
    standings = _standings(cells, {kpi.id: kpi for kpi in (*kpis, *others)}, levels, labels[-1])
    cards = tuple(_card(kpi, cells[kpi.id], labels, _of_kpi(standings, kpi)) for kpi in kpis)
    rows = [_row(vendor, name, cells, kpis, labels, standings) for vendor, name in vendors.items()]
    rows.sort(key=lambda row: (-row.beyond_chance, -row.missed, row.name))
    return Overview(tuple(labels), is_partial, cards, tuple(rows))


def total(cells: pl.DataFrame) -> Sums:
    """The sums of all the cells of a frame."""
    squares = cells["squares"].sum() if "squares" in cells.columns else 0.0
    return Sums(float(cells["numerator"].sum()), float(cells["denominator"].sum()), float(squares))


def left_out(cells: pl.DataFrame) -> dict[str, float]:
    """How many rows were left out of the cells of a frame, by reason."""
    return {name.removeprefix("excluded_"): float(cells[name].sum()) for name in cells.columns if name.startswith("excluded_")}


def _standings(cells: Cells, kpis: Mapping[str, Kpi], levels: Sequence[Level], label: str) -> tuple[Standing, ...]:
    now = {id_: frame.filter(pl.col("period") == label) for id_, frame in cells.items()}
    judged = (level for level in levels if level.kpi in kpis)
    return weighed(standing(kpis[level.kpi], level, total(_of_level(now[level.kpi], level))) for level in judged)


def _of_level(cells: pl.DataFrame, level: Level) -> pl.DataFrame:
    """The cells that a level is about: its vendor and service, and its priority and site where it names them."""
    named = dict(zip(BY, (level.vendor_id, level.service, level.priority, level.site_id), strict=True))
    given = [pl.col(key) == name for key, name in named.items() if name is not None and key in cells.columns]
    return cells.filter(*given)


def _of_kpi(standings: Sequence[Standing], kpi: Kpi) -> tuple[Standing, ...]:
    return tuple(one for one in standings if one.level.kpi == kpi.id)


def _card(kpi: Kpi, cells: pl.DataFrame, labels: Sequence[str], standings: tuple[Standing, ...]) -> Card:
    now = cells.filter(pl.col("period") == labels[-1])
    sums, trend = total(now), _trend(kpi, cells, labels)
    previous = trend[-2] if len(trend) > 1 else None
    return Card(kpi, sums, value_of(kpi, sums), interval_of(kpi, sums), previous, trend, left_out(now), standings)


def _trend(kpi: Kpi, cells: pl.DataFrame, labels: Sequence[str]) -> tuple[float | None, ...]:
    """The value in each period; None where nothing was counted."""
    by_period = cells.group_by("period").agg(pl.col("numerator", "denominator").sum())
    found = {period: value_of(kpi, Sums(x, n)) for period, x, n in by_period.iter_rows()}
    return tuple(found.get(label) for label in labels)


def _row(
    vendor: str, name: str, cells: Cells, kpis: Sequence[Kpi], labels: Sequence[str], standings: Sequence[Standing]
) -> VendorRow:
    own = tuple(one for one in standings if one.level.vendor_id == vendor)
    of_vendor = {kpi.id: cells[kpi.id].filter(pl.col("vendor_id") == vendor) for kpi in kpis}
    shown = tuple(_vendor_kpi(kpi, of_vendor[kpi.id], labels, _of_kpi(own, kpi)) for kpi in kpis)
    return VendorRow(vendor, name, shown, own)


def _vendor_kpi(kpi: Kpi, cells: pl.DataFrame, labels: Sequence[str], standings: tuple[Standing, ...]) -> VendorKpi:
    sums = total(cells.filter(pl.col("period") == labels[-1]))
    return VendorKpi(kpi, sums, value_of(kpi, sums), interval_of(kpi, sums), _trend(kpi, cells, labels), standings)
