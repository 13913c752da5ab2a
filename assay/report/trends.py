"""Many series over time: of each KPI and member the chart, what its latest point is, and what it means for the target.

Pure: cells, agreements and rebases come in. One pass serves the icon table, the chart and the report, so they cannot disagree.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from assay.kpis import Kpi
from assay.level import Agreement
from assay.report.targets import targets
from assay.stats.series.season import Seasonal, adjusted, season
from assay.stats.series.watch import Tier, Watching, grid
from assay.stats.spc.chart import chart
from assay.stats.spc.result import Charted
from assay.stats.spc.rules import RuleSet, Signal, signals
from assay.stats.spc.series import Series
from assay.stats.spc.verdict import Assurance, Variation, assurance, variation

ALL = None
"""The member that stands for all in view together."""
_A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4}


@dataclass(frozen=True, slots=True)
class Axis:
    """The periods of a page of trends, oldest first: their labels, first and last days, and whether the last one still runs.
    `effects`: for each period the share of its days of a kind (public holidays, make-up workdays). `as_of`: how far the data reach;
    None takes every period that is over for final."""

    grain: str
    labels: tuple[str, ...]
    firsts: tuple[date, ...]
    lasts: tuple[date, ...]
    is_partial: bool
    effects: Mapping[str, np.ndarray]
    as_of: date | None = None

    @property
    def latest(self) -> str:
        """The label of the latest period that is over; of the running one where there is no other."""
        return self.labels[-2] if self.is_partial and len(self.labels) > 1 else self.labels[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """One KPI of one member. `series` is as counted. `even` is what is judged and charted of it: without the season, where there is
    one, and without `unsettled`, the positions of periods that still move. `targets` are in the KPI's unit, see
    `assay.report.targets`. `hidden`: periods below the minimum n."""

    kpi: Kpi
    member: str | None
    series: Series
    even: Series
    charted: Charted
    signals: tuple[Signal, ...]
    targets: tuple[float | None, ...]
    variation: Variation
    assurance: Assurance
    seasonal: Seasonal
    rebases: tuple[int, ...]
    hidden: int
    unsettled: tuple[int, ...] = ()
    watching: Watching | None = None

    @property
    def latest(self) -> int | None:
        """The position of the latest period that is over, final and told."""
        judged = np.flatnonzero(self.even.is_judged)
        return int(judged[-1]) if len(judged) else None

    @property
    def values(self) -> tuple[float | None, ...]:
        """As counted, in the KPI's unit; None at gaps."""
        return tuple(None if np.isnan(one) else self.kpi.value(float(one)) for one in self.series.values)

    @property
    def target(self) -> float | None:
        """The latest target there was."""
        return next((one for one in reversed(self.targets) if one is not None), None)

    @property
    def signal(self) -> Signal | None:
        """The signal of the latest point."""
        return next((one for one in self.signals if one.position == self.latest), None)

    @property
    def is_adjusted(self) -> bool:
        return self.seasonal.verdict == "seasonal"

    @property
    def tier(self) -> Tier:
        return "none" if self.watching is None else self.watching.tier

    @property
    def worsens(self) -> bool:
        """Whether the side to which it went is the wrong one; for a KPI without a direction either is worth a look."""
        side = None if self.watching is None else self.watching.now.side
        return side is not None and side == {"higher": "below", "lower": "above"}.get(self.kpi.direction, side)


@dataclass(frozen=True, slots=True, eq=False)
class TrendRow:
    """One member with its series by KPI id, in the order of the KPIs."""

    member: str | None
    name: str
    trends: Mapping[str, Trend]

    @property
    def concern(self) -> tuple[int, ...]:
        """What is sorted by, most concern first: series to act on, to watch, signals of concern, targets missed steadily."""
        found = tuple(self.trends.values())
        return (
            -sum(one.worsens and one.tier == "act" for one in found),
            -sum(one.worsens and one.tier == "watch" for one in found),
            -sum(one.variation == "concern" for one in found),
            -sum(one.assurance == "misses" for one in found),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Trends:
    """The icon table: all members together, then each, most concern first."""

    axis: Axis
    kpis: tuple[Kpi, ...]
    whole: TrendRow
    rows: tuple[TrendRow, ...]

    def of(self, kpi: str, member: str | None) -> Trend | None:
        """One series of the table, if it is there."""
        found = next((row for row in (self.whole, *self.rows) if row.member == member), None)
        return None if found is None else found.trends.get(kpi)

    @property
    def listed(self) -> tuple[Trend, ...]:
        """The series on the alarm list that worsen, those to act on first."""
        found = [one for row in self.rows for one in row.trends.values() if one.tier != "none" and one.worsens]
        return tuple(sorted(found, key=lambda one: (one.tier != "act", _q(one))))


def _q(one: Trend) -> float:
    return 1.0 if one.watching is None or one.watching.q_now is None else one.watching.q_now


def trends(
    cells: Mapping[str, pl.DataFrame],
    kpis: Sequence[Kpi],
    across: str,
    members: Mapping[str, str],
    axis: Axis,
    signed: Sequence[Agreement],
    rebased: Mapping[tuple[str, str | None], Sequence[date]],
    rules: RuleSet,
    apart: Collection[str] = (),
) -> Trends:
    """The table of all series. `cells` by KPI id as the warehouse gives them, by `targets.keys` (`across`, which is vendor_id or
    site_id, among them); `members`: names by id; `signed`: every version of the agreements; `rebased`: the days from which a series
    of (KPI, member) begins anew; `apart`: KPIs of which no series of all together exists."""
    known = [kpi for kpi in kpis if kpi.id in cells]
    drawn = {kpi.id: _of_kpi(kpi, cells[kpi.id], across, members, axis, signed, rebased, rules) for kpi in known}
    for id_ in apart:
        drawn.get(id_, {}).pop(ALL, None)
    watched = _watched([one for found in drawn.values() for one in found.values()])
    rows = [
        TrendRow(member, name, {id_: watched[id_, member] for id_, found in drawn.items() if member in found})
        for member, name in {ALL: "", **members}.items()
    ]
    told = sorted((row for row in rows[1:] if row.trends), key=lambda row: (*row.concern, row.name))
    return Trends(axis, tuple(known), rows[0], tuple(told))


def _of_kpi(
    kpi: Kpi,
    cells: pl.DataFrame,
    across: str,
    members: Mapping[str, str],
    axis: Axis,
    signed: Sequence[Agreement],
    rebased: Mapping[tuple[str, str | None], Sequence[date]],
    rules: RuleSet,
) -> dict[str | None, Trend]:
    agreed = targets(kpi, cells, across, dict(zip(axis.labels, axis.lasts, strict=True)), signed)
    found = {}
    for member, counted in series_of(cells, across, members, axis).items():
        target = agreed.get(member, (None,) * len(axis.labels))
        starts = _positions(rebased.get((kpi.id, member), ()), axis)
        found[member] = trend(kpi, member, counted, target, starts, rules, axis)
    return found


def trend(
    kpi: Kpi, member: str | None, counted: Series, target: Sequence[float | None], starts: Sequence[int], rules: RuleSet, axis: Axis
) -> Trend:
    """One series charted and judged. `target` a period in the KPI's unit; `starts`: positions at which it begins anew."""
    shown, hidden = _published(counted, kpi)
    unsettled = _unsettled(kpi, axis)
    final = _without(shown, unsettled)
    seasonal = season(final, kpi.chart, _A_YEAR[axis.grain], axis.effects)
    even = adjusted(final, kpi.chart, seasonal)
    charted = chart(even, kpi.chart, rebases=starts)
    found = signals(charted, rules)
    ratios = [None if one is None else kpi.ratio(one) for one in target]
    return Trend(
        kpi, member, shown, even, charted, found, tuple(target), variation(charted, found, kpi.direction),
        assurance(charted, ratios, kpi.direction), seasonal, tuple(starts), hidden, unsettled,
    )


def _published(counted: Series, kpi: Kpi) -> tuple[Series, int]:
    """The series without the periods whose denominator is below the KPI's minimum n, and how many those are."""
    is_small = (counted.denominator > 0) & (counted.denominator < kpi.minimum_n)
    return replace(counted, denominator=np.where(is_small, 0.0, counted.denominator)), int(is_small.sum())


def _unsettled(kpi: Kpi, axis: Axis) -> tuple[int, ...]:
    """The positions of the periods that still move."""
    if axis.as_of is None or not kpi.settles_days:
        return ()
    final_by = axis.as_of - timedelta(days=kpi.settles_days)
    return tuple(at for at, last in enumerate(axis.lasts) if last > final_by)


def _without(counted: Series, places: Sequence[int]) -> Series:
    denominator = counted.denominator.copy()
    denominator[list(places)] = 0.0
    return replace(counted, denominator=denominator) if places else counted


def _watched(found: Sequence[Trend]) -> dict[tuple[str, str | None], Trend]:
    """The series with their place on the alarm list: one p-value each, weighed over the whole table. All members together are not
    on it: they would count everything twice."""
    own = [one for one in found if one.member is not ALL]
    watching = grid([one.even for one in own], [one.kpi.chart for one in own], [one.kpi.id for one in own])
    listed = [replace(one, watching=seen) for one, seen in zip(own, watching, strict=True)]
    return {(one.kpi.id, one.member): one for one in (*found, *listed)}


def series_of(cells: pl.DataFrame, across: str, members: Iterable[str], axis: Axis) -> dict[str | None, Series]:
    """The series of each member that was ever told of, and of all together where there are several."""
    places = pl.DataFrame({"period": axis.labels, "at": range(len(axis.labels))}, schema={"period": pl.String, "at": pl.Int64})
    placed = (
        cells.lazy()
        .filter(pl.col(across).is_in(list(members)))
        .join(places.lazy(), on="period")
        .group_by(across, "at")
        .agg(pl.col("numerator", "denominator").sum().cast(pl.Float64))
        .sort(across, "at")
        .collect()
    )
    own: dict[str | None, Series] = {
        str(member): _row(rows, axis) for (member,), rows in placed.group_by(across, maintain_order=True)
    }
    told = {member: row for member, row in own.items() if np.nansum(row.denominator) > 0}
    together = _row(placed.group_by("at").agg(pl.col("numerator", "denominator").sum()), axis)
    return {ALL: together, **told}


def _row(rows: pl.DataFrame, axis: Axis) -> Series:
    numerator, denominator = np.full(len(axis.labels), np.nan), np.zeros(len(axis.labels))
    at = rows["at"].to_numpy()
    numerator[at], denominator[at] = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    return Series(numerator, denominator, axis.is_partial)


def _positions(days: Sequence[date], axis: Axis) -> tuple[int, ...]:
    """The positions of the periods that hold the days, those outside the axis left out."""
    inside = sorted({bisect_right(axis.firsts, on) - 1 for on in days if axis.firsts and axis.firsts[0] <= on <= axis.lasts[-1]})
    return tuple(at for at in inside if at > 0)
