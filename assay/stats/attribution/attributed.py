"""Why a KPI moved: within and mix of a change, by groups, with intervals.

Half an interval is t times the standard deviation of a parametric bootstrap on cells, put about the figure that was found: in
simulation (`docs/methods.md`) that holds what it says where percentiles of such draws do not. A cell that only one period has is
all mix by definition; whether it would have moved too nobody can know, so the intervals reach to where the parts would lie had such
cells moved as the other cells of their group did.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from assay.stats.attribution.bootstrap import Draws, drawn
from assay.stats.attribution.cells import Sides
from assay.stats.attribution.kitagawa import Kitagawa, kitagawa
from assay.stats.attribution.result import Attribution, Part

DRAWS = 400
_FEWEST_DRAWS = 20


def attributed(
    sides: Sides,
    groups: np.ndarray | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    confidence: float = 0.95,
    lump: float = 1.0,
) -> Attribution:
    """The change of the KPI and its parts, on the scale of the rates.

    `groups`: for each cell the code of its group, from 0; a code without cells has parts of 0. `lump`: how much denominator a row
    brings, 1 where it counts rows, 30.4 where it is the days of a worker's month. Rows count as independent. Means without squares
    have no intervals: the ends are NaN. Raises ValueError for codes that do not fit the cells, and for fewer than 20 draws.
    """
    codes, split, (before, after) = _codes(sides, groups), kitagawa(sides), sides.rates.tolist()
    if draws < _FEWEST_DRAWS or not 0 < confidence < 1:
        raise ValueError(f"at least {_FEWEST_DRAWS} draws, and a confidence between 0 and 1")
    by_group = _chance(sides, codes, draws, seed, lump)
    whole = Draws(by_group.within.sum(axis=0, keepdims=True), by_group.mix.sum(axis=0, keepdims=True))
    (half,) = _halves(whole.within + whole.mix, confidence).tolist()
    change = Part(after - before, after - before - half, after - before + half)
    (within,), (mix,) = _parts(sides, split, np.zeros(sides.cells, dtype=int), whole, confidence)
    parts = ((), ()) if groups is None else _parts(sides, split, codes, by_group, confidence)
    n_before, n_after = sides.totals.tolist()
    return Attribution(before, after, change, within, mix, *parts, (n_before, n_after), sides.shared, confidence)


def _chance(sides: Sides, codes: np.ndarray, draws: int, seed: int, lump: float) -> Draws:
    if sides.kind == "xmr" and sides.squares is None:
        unknown = np.full((int(codes.max()) + 1, 2), np.nan)
        return Draws(unknown, unknown)
    return drawn(sides, codes, draws, seed, lump)


def _codes(sides: Sides, groups: np.ndarray | None) -> np.ndarray:
    if groups is None:
        return np.zeros(sides.cells, dtype=int)
    if groups.shape != (sides.cells,) or groups.dtype.kind not in "iu" or groups.min() < 0:
        raise ValueError("each cell has the code of its group, a whole number from 0")
    return groups


def _parts(
    sides: Sides, split: Kitagawa, codes: np.ndarray, chance: Draws, confidence: float
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Within and mix of each group; what the unshared cells may hide goes from one to the other, and is as unsure as its source."""
    count = len(chance.within)
    within, mix = (np.bincount(codes, weights=effect, minlength=count) for effect in (split.within, split.mix))
    alone, moved = _unshared(sides, split, codes, count)
    of_within, of_mix = _halves(chance.within, confidence), _halves(chance.mix, confidence)
    hidden, slack = alone * moved, alone * of_within
    return _reaching(within, hidden, of_within, slack), _reaching(mix, -hidden, of_mix, slack)


def _unshared(sides: Sides, split: Kitagawa, codes: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """By group: the weight of the cells that one period lacks, over that of the shared ones, and the within of the shared ones. A
    group without shared cells has no other cells that would tell how it moved: 0."""
    weights, both = (sides.denominator / sides.totals[:, None]).mean(axis=0), sides.is_shared
    shared, alone = (np.bincount(codes, weights=np.where(which, weights, 0.0), minlength=count) for which in (both, ~both))
    moved = np.bincount(codes, weights=np.where(both, split.within, 0.0), minlength=count)
    return np.divide(alone, shared, out=np.zeros(count), where=shared > 0), moved


def _halves(values: np.ndarray, confidence: float) -> np.ndarray:
    """Half the width of the interval of each row of draws (G, D)."""
    return special.stdtrit(values.shape[1] - 1, 0.5 + confidence / 2) * values.std(axis=1, ddof=1)


def _reaching(effects: np.ndarray, hidden: np.ndarray, halves: np.ndarray, slack: np.ndarray) -> tuple[Part, ...]:
    """Intervals that hold the effects, and the effects with what is hidden."""
    lows = effects - halves + np.minimum(hidden - slack, 0)
    highs = effects + halves + np.maximum(hidden + slack, 0)
    return tuple(Part(*ends) for ends in zip(effects.tolist(), lows.tolist(), highs.tolist(), strict=True))
