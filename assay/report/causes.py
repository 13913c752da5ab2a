"""Why a KPI moved between two periods: how much of it lies where, and how much comes from other work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Literal

import numpy as np
import polars as pl

from assay.kpis import Kpi
from assay.report.two_periods import TwoPeriods, two_periods
from assay.stats.attribution.attributed import attributed
from assay.stats.attribution.first_look import Look, first_look
from assay.stats.attribution.result import Attribution, Part
from assay.stats.difference import adjusted
from assay.stats.localise.result import Cause, Condition, Localised
from assay.stats.localise.scan import localise
from assay.stats.localise.table import tabled

Sense = Literal["better", "worse", "neither"]
WORKERS = ("worker_tenure", "worker_certificate", "worker_training")
"""Classes of who was sent: a missing one means that nobody was sent yet, and is never a cause."""
_MONTH_DAYS = 30.4
_ENOUGH = 0.8
_CAUSE = "cause"
_SIGNAL, _Z = 0.05, 1.959964
_YEAR, _LEAST, _TELLING = 12, 3, 400_000


@dataclass(frozen=True, slots=True)
class Level:
    """A value of a dimension, or a cause: its part of the change by going better or worse itself, and n before and after.

    `q_value` over all values that are shown beside it; None where nothing tells how far it may be off.
    """

    value: str | None
    within: Part
    mix: Part
    n: tuple[float, float]
    q_value: float | None

    @property
    def is_beyond_chance(self) -> bool:
        return self.q_value is not None and self.q_value <= _SIGNAL


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """`whole`: the change, from cells of the dimensions `by`, as many of the asked as both periods share enough of. `levels`: the
    values of `split`, that with the largest part first. `looks`: which dimension to look at first."""

    kpi: Kpi
    before: str
    after: str
    split: str
    by: tuple[str, ...]
    asked: tuple[str, ...]
    whole: Attribution
    levels: tuple[Level, ...]
    looks: tuple[Look, ...]
    two: TwoPeriods

    @property
    def has_interval(self) -> bool:
        """Means without squares do not say how far they may be off."""
        return bool(np.isfinite(self.whole.change.low))


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """`found`: the scan. `causes`: each as a part of the change between the two periods, what an earlier one holds left out of the
    later; `rest`: all else. `history`: the periods that say what was to be expected."""

    kpi: Kpi
    found: Localised
    whole: Attribution
    causes: tuple[tuple[Cause, Level], ...]
    rest: Level
    history: tuple[str, ...]


def changed(cells: pl.DataFrame, kpi: Kpi, before: str, after: str, by: Sequence[str], split: str) -> Changed | None:
    """`cells` of the KPI by at least `by` and `split`. None where one of the periods has nothing to count."""
    asked = tuple(dict.fromkeys((split, *by)))
    if not _is_counted(cells, before, after):
        return None
    two, used = _shared(cells, kpi, before, after, asked)
    codes = two.codes(split)
    whole = attributed(two.sides, codes, lump=_lump(kpi))
    levels = _levels(two.levels(split), whole, _denominators(two, codes))
    ranked = sorted(levels, key=lambda one: -abs(one.within.effect))
    return Changed(kpi, before, after, split, used, asked, whole, tuple(ranked), _looks(two), two)


def _is_counted(cells: pl.DataFrame, before: str, after: str) -> bool:
    told = cells.filter(pl.col("period").is_in([before, after])).group_by("period").agg(pl.col("denominator").sum())
    return len(told.filter(pl.col("denominator") > 0)) == 2


def _shared(cells: pl.DataFrame, kpi: Kpi, before: str, after: str, asked: tuple[str, ...]) -> tuple[TwoPeriods, tuple[str, ...]]:
    """Cells that both periods have for the most part: dimensions of many values are given up until they are."""
    many = sorted(asked[1:], key=lambda name: cells[name].n_unique())
    while True:
        used = (asked[0], *(name for name in asked[1:] if name in many))
        two = two_periods(cells, kpi, [before], [after], used)
        if two.sides.shared >= _ENOUGH or not many:
            return two, used
        many.pop()


def _levels(values: Sequence[str | None], whole: Attribution, n: np.ndarray) -> list[Level]:
    p_values = {place: p for place, part in enumerate(whole.group_within) if (p := _p_value(part)) is not None}
    q_values = dict(zip(p_values, adjusted(list(p_values.values())), strict=True))
    return [
        Level(value, whole.group_within[at], whole.group_mix[at], (float(n[0, at]), float(n[1, at])), q_values.get(at))
        for at, value in enumerate(values)
    ]


def _p_value(part: Part) -> float | None:
    """Two-sided, by the end of the 95 % interval that lies towards zero."""
    half = part.effect - part.low if part.effect > 0 else part.high - part.effect
    return erfc(abs(part.effect) / half * _Z / sqrt(2)) if half > 0 else None


def _denominators(two: TwoPeriods, codes: np.ndarray) -> np.ndarray:
    """(2, G)"""
    groups = int(codes.max()) + 1 if len(codes) else 0
    return np.stack([np.bincount(codes, side, groups) for side in two.sides.denominator])


def _looks(two: TwoPeriods) -> tuple[Look, ...]:
    """None for sums that can be negative: they have no shares."""
    if (two.sides.numerator < 0).any():
        return ()
    several = [name for name in two.keys.columns if two.keys[name].n_unique() > 1]
    return first_look(two.sides, {name: two.codes(name) for name in several})


def _lump(kpi: Kpi) -> float:
    """Units of the denominator that come and go together: a worker brings a month's days."""
    return _MONTH_DAYS if kpi.denominator.table == "staff_months" and kpi.chart == "u" else 1.0


def can_locate(kpi: Kpi) -> bool:
    """Whether the sums tell how far they vary by chance: of a mean they do only with squares."""
    return kpi.chart != "xmr" or kpi.squares


def history(labels: Sequence[str], before: str, rows: float) -> tuple[str, ...]:
    """Of the `labels` of all periods, latest first, those up to `before` that say what was to be expected, oldest first: a year of
    them, or as many as hold so many rows that more would tell nothing, but at least three. `rows` are those of one."""
    most = max(_LEAST, min(_YEAR, int(_TELLING / max(rows, 1.0))))
    at = labels.index(before) if before in labels else 0
    return tuple(reversed(labels[at : at + most]))


def located(
    cells: pl.DataFrame, kpi: Kpi, before: str, after: str, by: Sequence[str], depth: int, seed: int = 0
) -> Located | None:
    """`cells` of the KPI by `by` in `before`, `after` and the periods that come before them: all but `after` are the history.

    Both ways at once: what went better in one place would make all others look worse. None where there is nothing to count.
    Raises ValueError for a KPI that cannot be located.
    """
    if not can_locate(kpi):
        raise ValueError(f"{kpi.id} does not say how far its values vary")
    if not _is_counted(cells, before, after):
        return None
    table = tabled(cells, by, after, kpi.chart, failures=kpi.chart == "p" and kpi.direction == "higher", unnamed=WORKERS)
    found = localise(table, depth=depth, side="both", seed=seed)
    two, _ = _shared(_assigned(cells, found.causes), kpi, before, after, (_CAUSE, *table.attributes))
    codes, groups = two.keys[_CAUSE].to_numpy(), len(found.causes) + 1
    whole = attributed(two.sides, codes, lump=_lump(kpi))
    n = _denominators(two, codes)
    levels = _levels([None] * groups, whole, np.pad(n, ((0, 0), (0, groups - n.shape[1]))))
    history = tuple(sorted(set(cells["period"]) - {after}))
    return Located(kpi, found, whole, tuple(zip(found.causes, levels, strict=False)), levels[-1], history)


def _assigned(cells: pl.DataFrame, causes: Sequence[Cause]) -> pl.DataFrame:
    """With the place of the first cause that holds a cell, their number where none does."""
    place = pl.lit(len(causes), pl.Int64)
    for at in reversed(range(len(causes))):
        place = pl.when(held(causes[at].conditions)).then(pl.lit(at, pl.Int64)).otherwise(place)
    return cells.with_columns(place.alias(_CAUSE))


def held(conditions: Sequence[Condition]) -> pl.Expr:
    """Whether all conditions hold."""
    each = [pl.col(one.attribute).cast(pl.String).eq_missing(pl.lit(one.value, pl.String)) for one in conditions]
    return pl.all_horizontal(each) if each else pl.lit(True)


def sense_of(kpi: Kpi, effect: float) -> Sense:
    """Whether an effect on the KPI's ratio is for better or worse."""
    if kpi.direction == "none" or effect == 0:
        return "neither"
    return "better" if (effect > 0) == (kpi.direction == "higher") else "worse"
