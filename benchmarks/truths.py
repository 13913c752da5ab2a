"""Are the truths that are planted in simulated companies found, and what is not planted not? Read as the pages read them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import median

import numpy as np

from assay.cells import Where
from assay.kpis import Kpi
from assay.report.trends import series_of, trend
from assay.scope import Scope
from assay.simulate import Company, simulate
from assay.simulate.plants import DRIFT_ODDS_A_MONTH, SEASON_ODDS
from assay.stats.series.watch import watched
from assay.stats.spc.chart import chart
from assay.stats.spc.rules import NHS, signals
from assay.stats.spc.series import Series
from assay.warehouse import read
from assay.warehouse.read import Warehouse
from benchmarks import company as firm
from benchmarks.company import ON_TIME, planted
from benchmarks.evidence import Section, shown
from benchmarks.truths_compared import identical, looks

IN_TIME = 2
"""Months within which a drift is to be found."""
ALIKE_ORDERS = 68_000
"""Of twelve vendors over three years: 40 to 400 a month."""
_MARGIN = 2.5
CHANGED = ("drift", "cell", "action_worked")
"""What is planted in vendors that changes over time."""


# Drift


@dataclass(frozen=True, slots=True)
class Drift:
    """After how many months of the drift it was seen, None where not in those that were looked at: on the list of series to watch
    or to act on, and as a signal of concern at the latest point of its chart. `orders` a month of that vendor; `told`: the failures
    of the first `IN_TIME` months beyond those of the months before, in standard deviations of chance alone, as one would judge them
    who had been told the month in which it began."""

    orders: float
    told: float
    listed: int | None
    charted: int | None

    @property
    def seen(self) -> int | None:
        return min((month for month in (self.listed, self.charted) if month is not None), default=None)


def drift(company: Company, months: int) -> Drift:
    """Replays the first months of the drift, each as it stood when the month was over."""
    asked = firm.watched(firm.held(company))
    vendor, name = planted(company, "drift", "vendor_id"), planted(company, "drift", "kpi")
    first = asked.axis.labels.index(planted(company, "drift", "from_month"))
    rows = []
    for label in asked.axis.labels[first : first + months]:
        found = asked.table(firm.until(asked.axis, label)).of(name, vendor)
        assert found is not None
        rows.append((found.tier != "none" and found.worsens, found.variation == "concern"))
        if len(rows) >= IN_TIME and all(map(any, zip(*rows, strict=True))):
            break
    listed, charted = zip(*rows, strict=True)
    return Drift(float(found.series.denominator.mean()), _beyond(found.series, first), _first(listed), _first(charted))


def _beyond(series: Series, first: int) -> float:
    failed, n = series.denominator - series.numerator, series.denominator
    usual, late = failed[:first].sum() / n[:first].sum(), slice(first, first + IN_TIME)
    return float((failed[late].sum() - usual * n[late].sum()) / np.sqrt(usual * (1 - usual) * n[late].sum()))


def _first(seen: Iterable[bool]) -> int | None:
    return next((month for month, is_seen in zip(count(1), seen, strict=False) if is_seen), None)


def drifts(sizes: Sequence[int], seeds: Sequence[int], months: int = 6) -> Section:
    """By size of the company; the claim is about the largest."""
    rows, share = [], 0.0
    for size in sizes:
        found = [drift(simulate(size, seed), months) for seed in seeds]
        share = sum(one.seen is not None and one.seen <= IN_TIME for one in found) / len(found)
        shares = (f"{100 * _by(found, name, IN_TIME):.0f} %" for name in ("listed", "charted", "seen"))
        middle = [float(median(getattr(one, name) or np.inf for one in found)) for name in ("listed", "charted", "seen")]
        told_ = (f"{one:.0f}" if np.isfinite(one) else f"over {months}" for one in middle)
        means = (f"{np.mean([one.orders for one in found]):,.0f}", f"{np.mean([one.told for one in found]):.1f}")
        rows.append((f"{size:,}", *means, *shares, *told_))
    claim = (
        f"A drift that multiplies the odds of failure by {DRIFT_ODDS_A_MONTH} a month is seen within {IN_TIME} months of its start "
        f"in {100 * share:.0f} % of {len(seeds)} companies of {sizes[-1]:,} orders."
    )
    columns = ("orders", "of the vendor, a month", "σ after two months", *_within("listed", "charted", "either"), *_MEDIANS)
    return Section("Drift of one vendor", claim, columns, tuple(rows), share >= 0.9)


_MEDIANS = ("months until listed, median", "until charted", "until either")


def _within(*names: str) -> Iterable[str]:
    return (f"{name} within {IN_TIME} months" for name in names)


def _by(found: Sequence[Drift], name: str, months: int) -> float:
    return sum((getattr(one, name) or np.inf) <= months for one in found) / len(found)


# Season


@dataclass(frozen=True, slots=True)
class SeasonTold:
    """One series with a planted season in which nothing else changed, first with the season in it, then with it taken out: how many
    points of its chart are signals, whether the latest is, and its p-value when watched. `is_found`: there is a season to take out.
    """

    is_found: bool
    signals: tuple[int, int]
    is_latest: tuple[bool, bool]
    p_value: tuple[float, float]


def season_told(company: Company, warehouse: Warehouse, of: Kpi) -> SeasonTold:
    """The category that peaks in January, July and August, of those vendors in which nothing else was planted that changes."""
    known = set(read.vendors(warehouse, Scope.all())["vendor_id"])
    steady = tuple(sorted(known - {planted(company, truth, "vendor_id") for truth in CHANGED}))
    category, axis = planted(company, "season", "category"), firm.periods(warehouse)
    cells = read.cells(warehouse, of, ("category",), "month", Scope.all(), Where((), steady))
    counted = series_of(cells, "category", [category], axis)[category]
    own = trend(of, category, counted, (None,) * len(axis.labels), (), NHS, axis)
    both = [(own.series, signals(chart(own.series, of.chart), NHS)), (own.even, own.signals)]
    here = [(len(found), any(one.position == own.latest for one in found), _p_value(series, of)) for series, found in both]
    points, latest, p_value = zip(*here, strict=True)
    return SeasonTold(own.is_adjusted, points, latest, p_value)


def _p_value(series: Series, of: Kpi) -> float:
    found = watched(series, of.chart).p_value
    assert found is not None
    return found


def seasons(orders: int, seeds: Sequence[int]) -> Section:
    """By KPI, the season left in and taken out."""
    found: dict[str, list[SeasonTold]] = {of.id: [] for of in ON_TIME}
    for seed in seeds:
        company = simulate(orders, seed)
        warehouse = firm.held(company)
        for of in ON_TIME:
            found[of.id].append(season_told(company, warehouse, of))
    every = [one for several in found.values() for one in several]
    error = (0.05 * 0.95 / len(every)) ** 0.5
    rows = [_season_row(of, way, at, found[of.id]) for of in ON_TIME for at, way in enumerate(("left in", "taken out"))]
    false = sum(one.p_value[1] < 0.05 for one in every) / len(every)
    claim = (
        f"In {len(every)} series ({orders:,} orders a company) with odds of failure {SEASON_ODDS} times as high in January, July "
        "and August, at most 5 % are below 5 % once the season is taken out, as of series in which nothing happens."
    )
    columns = ("KPI", "season", "found", "p < 5 %", "signals a series", "signal at the latest point")
    return Section("Season is not mistaken for a signal", claim, columns, tuple(rows), false <= 0.05 + _MARGIN * error)


def _season_row(of: Kpi, way: str, at: int, found: Sequence[SeasonTold]) -> tuple[str, ...]:
    flags = [(one.is_found, one.p_value[at] < 0.05, one.is_latest[at]) for one in found]
    is_found, low, latest = (f"{100 * share:.0f} %" for share in np.mean(flags, axis=0))
    return of.title("en"), way, is_found, low, f"{np.mean([one.signals[at] for one in found]):.1f}", latest


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truths", description=__doc__)
    parser.add_argument("--orders", type=int, default=200_000, help="orders of a company")
    parser.add_argument("--largest", type=int, default=2_000_000, help="orders of the largest company with a drift")
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    return shown(sections(asked.orders, asked.largest, range(1, asked.seeds + 1)))


def sections(orders: int, largest: int, seeds: Sequence[int]) -> tuple[Section, ...]:
    """All truths; the drift at `orders` and at `largest` of them."""
    sizes = sorted({orders, largest})
    return drifts(sizes, seeds), looks(orders, seeds), seasons(orders, seeds), identical(ALIKE_ORDERS, seeds)


if __name__ == "__main__":
    sys.exit(main())
