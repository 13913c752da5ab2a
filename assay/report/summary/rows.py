"""What a summary is made of: headline figures, what moved, the vendors, and the money, each of one month.

Pure: statements and series come in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import islice

import numpy as np

from assay.agreements.standing import Standing, weighed
from assay.agreements.statement import Statement
from assay.agreements.terms import days_in_force
from assay.kpis import Kpi
from assay.level import Agreement
from assay.measured import Sums
from assay.report.settled import Settled, standings
from assay.report.trends import Trend, Trends
from assay.report.vendor_card import Validity, validity
from assay.report.vendor_card_compared import Compared, compared
from assay.stats.difference import adjusted

_A_YEAR = 12
_SOON_DAYS = 92
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, eq=False)
class Headline:
    """One KPI of all in view in the month: `value`, `previous` and `year_ago` in its unit, None where not told; `moved` against the
    month before, with its chance among all of them. `streak`: how many months in a row it went the same way, for better (positive)
    or worse."""

    trend: Trend
    at: int | None
    value: float | None
    previous: float | None
    year_ago: float | None
    moved: Compared | None
    streak: int

    @property
    def kpi(self) -> Kpi:
        return self.trend.kpi


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """One KPI of one vendor that moved by more than chance since the month before."""

    vendor_id: str
    name: str
    trend: Trend
    previous: float
    value: float
    moved: Compared


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One vendor in the month. `settled` is None where no agreement was in force."""

    vendor_id: str
    name: str
    settled: Settled | None
    standings: tuple[Standing, ...]
    trends: Mapping[str, Trend]

    @property
    def judged(self) -> int:
        return sum(one.verdict in ("met", "missed") for one in self.standings)

    @property
    def missed(self) -> int:
        return sum(one.verdict == "missed" for one in self.standings)

    @property
    def beyond_chance(self) -> int:
        return sum(one.is_beyond_chance for one in self.standings)

    @property
    def concern(self) -> tuple[int, int, str]:
        return (-self.beyond_chance, -self.missed, self.name)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a month comes to over all in view: of `judged` vendors so many `missed` a level, and the money. `total` is what is
    deducted: credits less what comes back and less bonuses."""

    month: date
    judged: int
    missed: int
    credit: Decimal
    earned_back: Decimal
    bonus: Decimal
    at_risk: Decimal

    @property
    def returned(self) -> Decimal:
        return self.earned_back + self.bonus

    @property
    def total(self) -> Decimal:
        return self.credit - self.returned


def headlines(found: Trends, kpis: Sequence[Kpi], label: str) -> tuple[Headline, ...]:
    """Each KPI of all in view at the month, those told of; their moves are weighed together."""
    told = [(kpi, one) for kpi in kpis if (one := found.whole.trends.get(kpi.id)) is not None]
    listed = [_headline(one, found.axis.labels, label) for _, one in told]
    moved = _weighed([one.moved for one in listed])
    return tuple(
        Headline(one.trend, one.at, one.value, one.previous, one.year_ago, move, one.streak)
        for one, move in zip(listed, moved, strict=True)
    )


def _headline(one: Trend, labels: Sequence[str], label: str) -> Headline:
    at = labels.index(label) if label in labels else None
    values = one.values
    past = [None if at is None or at < ago else values[at - ago] for ago in (0, 1, _A_YEAR)]
    return Headline(one, at, *past, _moved(one, at), _streak(one, at))


def _streak(one: Trend, at: int | None) -> int:
    """Months in a row in which the value improved (positive) or worsened (negative), the one at `at` the last of them."""
    if at is None or one.kpi.direction == "none":
        return 0
    steps = [_step(one.values[place - 1], one.values[place], one.kpi) for place in range(at, 0, -1)]
    first = steps[0] if steps else 0
    length = next((place for place, step in enumerate(steps) if step != first), len(steps))
    return first * length


def _step(before: float | None, after: float | None, kpi: Kpi) -> int:
    if before is None or after is None or before == after:
        return 0
    return 1 if (after > before) == (kpi.direction == "higher") else -1


def _moved(one: Trend, at: int | None) -> Compared | None:
    """The month against the one before, from the sums of the series; a mean needs squares, which a series does not hold."""
    if at is None or at == 0 or one.kpi.squares:
        return None
    now, before = (Sums(*_sums(one, place)) for place in (at, at - 1))
    return compared(one.kpi, now, before, _spread(one))


def _sums(one: Trend, at: int) -> tuple[float, float]:
    numerator = float(one.series.numerator[at])
    return (0.0 if np.isnan(numerator) else numerator), float(one.series.denominator[at])


def _spread(one: Trend) -> float:
    """How much wider than its sizes alone make it the series spreads, where its chart is widened for it."""
    is_wide = one.charted.family in ("p_prime", "u_prime") and one.charted.dispersion is not None
    return one.charted.dispersion or 1.0 if is_wide else 1.0


def _weighed(found: Sequence[Compared | None]) -> list[Compared | None]:
    """Each with its q-value among all of them."""
    tested = [one for one in found if one is not None]
    q_values = iter(adjusted([one.p_value for one in tested]))
    return [None if one is None else replace(one, q_value=float(next(q_values))) for one in found]


def moves(found: Trends, label: str) -> tuple[tuple[Move, ...], tuple[Move, ...], int]:
    """What got worse and what got better by more than chance since the month before, clearest first, among all series of vendors
    together; and how many were compared."""
    at = found.axis.labels.index(label) if label in found.axis.labels else None
    series = [(row, one) for row in found.rows for one in row.trends.values() if row.member is not None]
    moved = _weighed([_moved(one, at) for _, one in series])
    told = [
        Move(row.member or "", row.name, one, before, now, move)
        for (row, one), move in zip(series, moved, strict=True)
        if move is not None and move.is_clear and at
        and (before := one.values[at - 1]) is not None and (now := one.values[at]) is not None
    ]  # fmt: skip
    told.sort(key=lambda one: -one.moved.clearness)
    sides = [tuple(one for one in told if one.moved.side == side) for side in ("worse", "better")]
    return sides[0], sides[1], sum(one is not None for one in moved)


def rows(found: Trends, settled: Sequence[Settled], names: Mapping[str, str]) -> tuple[Row, ...]:
    """Every vendor that has an agreement or a series, most concern first. The levels of all of them are weighed together."""
    of = {one.vendor_id: one for one in settled}
    judged = {id_: standings(one.accepted, one.kpis) for id_, one in of.items()}
    together = iter(weighed(one for several in judged.values() for one in several))
    told = {id_: tuple(islice(together, len(several))) for id_, several in judged.items()}
    series = {row.member: row.trends for row in found.rows}
    known = [id_ for id_ in names if id_ in of or id_ in series]
    listed = [Row(id_, names[id_], of.get(id_), told.get(id_, ()), series.get(id_, {})) for id_ in known]
    return tuple(sorted(listed, key=lambda row: row.concern))


def tallies(walked: Mapping[str, Sequence[Statement]], months: Sequence[date]) -> tuple[Tally, ...]:
    """The sums of all statements, month by month."""
    every = [one for several in walked.values() for one in several]
    return tuple(_tally(month, [one for one in every if one.month == month]) for month in months)


def _tally(month: date, several: Sequence[Statement]) -> Tally:
    at_risk = (account.stake.at_risk.amount for one in several for account in one.accounts)
    sums = (sum(parts, _ZERO) for parts in (
        (one.credit for one in several), (one.earned_back for one in several), (one.bonus for one in several), at_risk
    ))  # fmt: skip
    verdicts = [{line.judged.verdict for line in one.lines} for one in several]
    judged, late = (sum(bool(seen & some) for seen in verdicts) for some in ({"met", "missed"}, {"missed"}))
    return Tally(month, judged, late, *sums)


def ending(signed: Sequence[Agreement], month: date, on: date | None) -> tuple[tuple[str, Validity], ...]:
    """The agreements in force in the month that end within three months of `on` and are not renewed, by vendor."""
    vendors = sorted({one.vendor_id for one in signed if days_in_force(one, month)})
    found = [
        (vendor, one) for vendor in vendors for one in validity([each for each in signed if each.vendor_id == vendor], month)
    ]
    soon = [(vendor, one) for vendor, one in found if one.renewed_by is None and _is_soon(one.ends, on)]
    return tuple(sorted(soon, key=lambda one: one[1].ends or date.max))


def _is_soon(ends: date | None, on: date | None) -> bool:
    return ends is not None and on is not None and 0 <= (ends - on).days <= _SOON_DAYS
