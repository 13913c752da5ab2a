"""Vendors against what they agreed: whether their work can meet it, and how many failures it allows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from assay.agreements.standing import chance_of
from assay.kpis import Kpi
from assay.level import Level
from assay.measured import Sums
from assay.stats.ranking import PROVEN, Capable


@dataclass(frozen=True, slots=True)
class Target:
    """One vendor's levels on the KPI. `word` is None without any that can be judged. `chance`: that the least likely one is met.

    `failed` of `n` failed on the work that levels are about, and `allowed` would if each level were met exactly.
    """

    targets: tuple[float, ...]
    word: Capable | None
    chance: float | None
    failed: float
    allowed: float
    n: float


def against(kpi: Kpi, cells: pl.DataFrame, levels: Sequence[Level]) -> Target:
    """`cells` and `levels` of one vendor. With several levels a miss has to be as sure as all of them together demand."""
    judged = [(level, _sums(cells, level)) for level in levels]
    judged = [(level, sums) for level, sums in judged if sums.denominator > 0]
    chances = [chance for level, sums in judged if (chance := chance_of(kpi, sums, level.target)) is not None]
    targets = tuple(sorted({level.target for level, _ in judged}))
    if not chances:
        return Target(targets, None, None, 0.0, 0.0, 0.0)
    failed = sum(_failed(kpi, sums) for _, sums in judged)
    allowed = sum(_failed(kpi, _at(kpi, level, sums)) for level, sums in judged)
    return Target(targets, _word(chances), min(chances), failed, allowed, sum(sums.denominator for _, sums in judged))


def _word(chances: Sequence[float]) -> Capable:
    if min(chances) < (1 - PROVEN) / len(chances):
        return "missed"
    return "met" if min(chances) > PROVEN else "not_proven"


def _sums(cells: pl.DataFrame, level: Level) -> Sums:
    """The sums of the cells that a level is about."""
    named = (("priority_at_request", level.priority), ("site_id", level.site_id))
    given = [pl.col(key) == name for key, name in named if name is not None and key in cells.columns]
    return total(cells.filter(*given))


def total(cells: pl.DataFrame) -> Sums:
    squares = float(cells["squares"].sum()) if "squares" in cells.columns else 0.0
    return Sums(float(cells["numerator"].sum()), float(cells["denominator"].sum()), squares)


def _at(kpi: Kpi, level: Level, sums: Sums) -> Sums:
    """The same work with exactly the agreed result."""
    return Sums(sums.denominator * kpi.ratio(level.target), sums.denominator)


def counts_failures(kpi: Kpi) -> bool:
    """Whether what the numerator counts is success, so that failures are the rest."""
    return kpi.chart == "p" and kpi.direction == "higher"


def events(kpi: Kpi, numerator: float, denominator: float) -> float:
    """Failures where the KPI counts successes: they are the rarer, and ratios are of rare events."""
    return denominator - numerator if counts_failures(kpi) else numerator


def _failed(kpi: Kpi, sums: Sums) -> float:
    return events(kpi, sums.numerator, sums.denominator)
