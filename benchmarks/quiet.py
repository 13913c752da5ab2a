"""A company in which nothing was planted: how often the page *Trends* sees something all the same, by KPI and over its list."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from assay.report.trends import Trend
from assay.simulate import Company, simulate
from assay.stats.series.watch import WATCH
from assay.stats.spc.result import BASELINE
from benchmarks import company as firm
from benchmarks.evidence import Section, shown
from benchmarks.spc_alarms import STATED

_LEVEL, _MARGIN = 0.05, 2.5
_LATEST = STATED["fixed_24_at_36"]
"""The stated share of series with a signal at the latest point, baseline fixed; with less than 36 points it is lower."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        return self.count / self.of if self.of else 0.0

    def is_at_most(self, stated: float) -> bool:
        """Whether chance explains what is above the stated share."""
        return self.value <= stated + _MARGIN * (stated * (1 - stated) / max(self.of, 1)) ** 0.5

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % of {self.of}" if self.of else "none judged"


def quiet(orders: int, seeds: Sequence[int]) -> pl.DataFrame:
    """A row for each series of each company without truths: seed, kpi, p_value, is_listed, is_charted (24 points or more),
    is_latest (a signal at the latest of them), has_changed (see `has_changed`)."""
    rows = []
    for seed in seeds:
        company = simulate(orders, seed, "none")
        table = firm.watched(firm.held(company)).table()
        rows += [(seed, *_judged(one), has_changed(company, one)) for row in table.rows for one in row.trends.values()]
    names = ["seed", "kpi", "p_value", "is_listed", "is_charted", "is_latest", "has_changed"]
    return pl.DataFrame(rows, names, orient="row")


def _judged(one: Trend) -> tuple[str, float | None, bool, bool, bool]:
    p_value = None if one.watching is None else one.watching.now.p_value
    is_charted = one.charted.n >= BASELINE
    return one.kpi.id, p_value, one.tier != "none", is_charted, is_charted and one.signal is not None


def has_changed(company: Company, one: Trend) -> bool:
    """Whether there is something to see though nothing was planted: certificates lapse where they are renewed late and stay lapsed
    for months, and the vendor whose agreement was renewed has to answer more quickly from then on."""
    agreements = company.tables["agreements"].filter(pl.col("vendor_id") == one.member)
    return one.kpi.id == "certified_share" or (one.kpi.id == "response_minutes" and agreements.height > 1)


def of_kpi(found: pl.DataFrame) -> dict[str, tuple[Share, Share]]:
    """By KPI: series below 5 % of those with a p-value, and those with a signal at the latest point of those with a baseline."""
    low, judged = (pl.col("p_value") < _LEVEL).sum().alias("low"), pl.col("p_value").count().alias("judged")
    summed = found.group_by("kpi").agg(low, judged, pl.col("is_latest", "is_charted").sum()).sort("kpi")
    return {id_: (Share(below, of), Share(latest, charted)) for id_, below, of, latest, charted in summed.iter_rows() if of}


def listed(found: pl.DataFrame) -> Share:
    """Companies with a series on the list: all of it is false there, so their share is the false share of the list."""
    by_company = found.group_by("seed").agg(pl.col("is_listed").any())
    return Share(int(by_company["is_listed"].sum()), len(by_company))


def section(orders: int, seeds: Sequence[int]) -> Section:
    """By KPI, and those together in which nothing changed."""
    every = quiet(orders, seeds)
    still = every.filter(~pl.col("has_changed"))
    parts, whole, all_listed = of_kpi(every), listed(still), listed(every)
    low, latest = (_together(of_kpi(still), at) for at in (0, 1))
    claim = (
        f"In {whole.of} companies of {orders:,} orders in which nothing was planted, {whole.count} have a series on the list that "
        f"did not change, at most {100 * WATCH:.0f} % being stated ({all_listed.count} with those that did: certificates that were "
        f"renewed late, answers under a renewed agreement); {100 * low.value:.1f} % of the series have a p-value below 5 %, and "
        f"{100 * latest.value:.1f} % a signal at the latest point, {100 * _LATEST:.1f} % being stated."
    )
    holds = whole.is_at_most(WATCH) and low.is_at_most(_LEVEL) and latest.is_at_most(_LATEST)
    rows = (*(_row(id_, *shares) for id_, shares in parts.items()), _row("all that did not change", low, latest))
    columns = ("KPI", "p < 5 %", "signal at the latest point", "beyond what is stated")
    return Section("Nothing planted, nothing found", claim, columns, rows, holds)


def _together(parts: Mapping[str, tuple[Share, Share]], at: int) -> Share:
    return Share(sum(one[at].count for one in parts.values()), sum(one[at].of for one in parts.values()))


def _row(name: str, low: Share, latest: Share) -> tuple[str, ...]:
    is_beyond = not low.is_at_most(_LEVEL) or not latest.is_at_most(_LATEST)
    return name, str(low), str(latest), "yes" if is_beyond else ""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quiet", description=__doc__)
    parser.add_argument("--orders", type=int, default=50_000)
    parser.add_argument("--seeds", type=int, default=40)
    asked = parser.parse_args()
    return shown((section(asked.orders, range(1, asked.seeds + 1)),))


if __name__ == "__main__":
    sys.exit(main())
