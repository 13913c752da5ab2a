"""One vendor's card of a month: what was agreed and how it came out, every KPI as a series, what changed since the month before.

Pure: statements, series and cells come in. Nothing on it is another vendor's, but for sums over several (see vendor_card_places).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import polars as pl

from assay.agreements.account import Line
from assay.agreements.judged import Settlement
from assay.agreements.terms import days_in_force
from assay.kpis import Kpi
from assay.level import Agreement
from assay.report.overview import total
from assay.report.settled import Settled, standings
from assay.report.trends import Trend, TrendRow, Trends
from assay.report.vendor_card_compared import Compared, compared
from assay.report.vendor_card_places import Places
from assay.stats.difference import adjusted
from assay.stats.spc.verdict import Variation

Group = Literal["orders", "inspections", "voices", "people", "figures"]
GROUPS: tuple[Group, ...] = ("orders", "inspections", "voices", "people", "figures")
_GROUP_OF: Mapping[str, Group] = {
    "orders": "orders", "open_orders": "orders", "inspections": "inspections", "findings": "inspections", "surveys": "voices",
    "complaints": "voices", "staff_months": "people", "trainings": "people",
}
_URGENT = ("concern", "neither_high", "neither_low", "common_cause", "improvement", "not_enough_data")
_SIGNALS = ("concern", "improvement", "neither_high", "neither_low")


@dataclass(frozen=True, slots=True)
class CardLevel:
    """One agreed level in the month. `before`: how it came out in the month before; None where it was not agreed then."""

    kpi: Kpi
    line: Line
    before: Settlement | None
    is_beyond_chance: bool

    @property
    def flip(self) -> Literal["better", "worse"] | None:
        """Which way it went between met and missed; a level that was not judged in both months went no way."""
        now = self.line.judged.verdict
        if {self.before, now} != {"met", "missed"}:
            return None
        return "better" if now == "met" else "worse"


@dataclass(frozen=True, slots=True)
class Validity:
    """One agreement in force in the month. `renewed_by`: the version that follows on the day after its last, if it is signed."""

    agreement: Agreement
    renewed_by: str | None

    @property
    def ends(self) -> date | None:
        return self.agreement.effective_to


@dataclass(frozen=True, slots=True, eq=False)
class CardKpi:
    """One KPI of the vendor. `label`: the period of the latest value, `value` and `previous` in the KPI's unit, the latter that of
    the period before; `moved`: the one against the other. `before`: how the series stood a month ago."""

    trend: Trend
    label: str | None
    value: float | None
    previous: float | None
    moved: Compared | None
    before: Variation | None
    is_of_month: bool

    @property
    def kpi(self) -> Kpi:
        return self.trend.kpi

    @property
    def group(self) -> Group:
        return _GROUP_OF.get(self.kpi.numerator.table, "figures")

    @property
    def target(self) -> float | None:
        """The latest that was in force."""
        return self.trend.target

    @property
    def n(self) -> float:
        at = self.trend.latest
        return 0.0 if at is None else float(self.trend.series.denominator[at])

    @property
    def is_signal_new(self) -> bool:
        """Whether it stands out now as it did not a month ago, or the other way."""
        return self.is_of_month and self.trend.variation in _SIGNALS and self.before not in (None, self.trend.variation)

    @property
    def has_returned(self) -> bool:
        return self.is_of_month and self.trend.variation == "common_cause" and self.before in _SIGNALS

    @property
    def has_moved(self) -> bool:
        return self.is_of_month and self.moved is not None and self.moved.is_clear

    @property
    def has_changed(self) -> bool:
        return self.is_signal_new or self.has_returned or self.has_moved

    @property
    def urgency(self) -> tuple[int, bool, int]:
        tiers = {"act": 0, "watch": 1}
        return (_URGENT.index(self.trend.variation), self.trend.assurance != "misses", tiers.get(self.trend.tier, 2))


@dataclass(frozen=True, slots=True, eq=False)
class VendorCard:
    """Everything on one vendor's page. `kpis` by group, most concern first; `levels` missed first. `before`: whether there was an
    agreement in the month before to compare with.
    `labels`: the months of the series, the last of which still runs where `is_partial`."""

    vendor_id: str
    name: str
    month: date
    settled: Settled
    has_before: bool
    levels: tuple[CardLevel, ...]
    validity: tuple[Validity, ...]
    kpis: tuple[CardKpi, ...]
    places: Places
    labels: tuple[str, ...]
    is_partial: bool

    @property
    def label(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def judged(self) -> int:
        return sum(one.line.judged.verdict in ("met", "missed") for one in self.levels)

    @property
    def missed(self) -> int:
        return sum(one.line.judged.verdict == "missed" for one in self.levels)

    @property
    def beyond_chance(self) -> int:
        return sum(one.is_beyond_chance for one in self.levels)

    @property
    def flips(self) -> tuple[CardLevel, ...]:
        """Levels that turned, those for the worse first."""
        turned = [one for one in self.levels if one.flip]
        return tuple(sorted(turned, key=lambda one: one.flip == "better"))

    @property
    def changed(self) -> tuple[CardKpi, ...]:
        """KPIs whose state changed, or that moved by more than chance, as in the table."""
        return tuple(one for one in self.kpis if one.has_changed)

    def of_variation(self, *states: Variation) -> tuple[CardKpi, ...]:
        return tuple(one for one in self.kpis if one.trend.variation in states)


def levels(found: Settled, before: Settled | None) -> tuple[CardLevel, ...]:
    """The levels of the month beside their verdicts of the month before, found again by what they are about; missed first."""
    earlier = {line.level.subject: line.judged.verdict for line in before.accepted.lines} if before else {}
    weighed = standings(found.accepted, found.kpis)
    listed = [
        CardLevel(found.kpis[line.level.kpi], line, earlier.get(line.level.subject), evidence.is_beyond_chance)
        for line, evidence in zip(found.accepted.lines, weighed, strict=True)
    ]
    order = {"missed": 0, "met": 1}
    return tuple(sorted(listed, key=lambda one: (not one.is_beyond_chance, order.get(one.line.judged.verdict, 2))))


def validity(signed: Sequence[Agreement], month: date) -> tuple[Validity, ...]:
    """The agreements in force in the month, those that end first in front."""
    running = [one for one in signed if days_in_force(one, month)]
    found = (Validity(one, _next(one, signed)) for one in running)
    return tuple(sorted(found, key=lambda one: (one.ends is None, one.ends or date.max, one.agreement.agreement_id)))


def _next(one: Agreement, signed: Sequence[Agreement]) -> str | None:
    if one.effective_to is None:
        return None
    day = one.effective_to + timedelta(days=1)
    same = (each for each in signed if (each.service, each.site_id) == (one.service, one.site_id))
    return next((each.agreement_id for each in same if each.effective_from == day), None)


def card_kpis(
    found: Trends, before: Trends, vendor_id: str, cells: Mapping[str, pl.DataFrame], label: str
) -> tuple[CardKpi, ...]:
    """Every KPI of the vendor that was ever told of. `before`: its series as they stood a month ago; `cells` by KPI id, of this
    vendor; `label` is the month. The moves of all KPIs are weighed together."""
    now, then = (_row(each, vendor_id) for each in (found, before))
    listed = [_kpi(one, then.get(id_), cells[id_], found.axis.labels, label) for id_, one in now.items()]
    return tuple(sorted(_weighed(listed), key=lambda one: (GROUPS.index(one.group), *one.urgency)))


def _weighed(listed: Sequence[CardKpi]) -> list[CardKpi]:
    """The moves into the month with their q-values; an older move is no news and is not tested."""
    tested = {at: one.moved for at, one in enumerate(listed) if one.moved is not None and one.is_of_month}
    q_values = adjusted([moved.p_value for moved in tested.values()])
    weighed = {at: replace(moved, q_value=q) for (at, moved), q in zip(tested.items(), q_values, strict=True)}
    return [replace(one, moved=weighed[at]) if at in weighed else one for at, one in enumerate(listed)]


def _row(found: Trends, vendor_id: str) -> Mapping[str, Trend]:
    row: TrendRow | None = next((each for each in found.rows if each.member == vendor_id), None)
    return {} if row is None else row.trends


def _spread(one: Trend) -> float:
    """How much wider than its sizes alone make it the series spreads, where its chart is widened for it."""
    is_wide = one.charted.family in ("p_prime", "u_prime") and one.charted.dispersion is not None
    return one.charted.dispersion or 1.0 if is_wide else 1.0


def _kpi(one: Trend, then: Trend | None, cells: pl.DataFrame, labels: Sequence[str], month: str) -> CardKpi:
    at = one.latest
    if at is None:
        return CardKpi(one, None, None, None, None, None, False)
    sums = total(cells.filter(pl.col("period") == labels[at]))
    earlier = None if at == 0 else labels[at - 1]
    moved = None if earlier is None else compared(one.kpi, sums, total(cells.filter(pl.col("period") == earlier)), _spread(one))
    previous = None if at == 0 else one.values[at - 1]
    return CardKpi(one, labels[at], one.values[at], previous, moved, then.variation if then else None, labels[at] == month)
