"""How far levels of attributes, and pairs of them, move from one normal period to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import gammainc, gammaincinv

from assay.stats.localise.expected import Fitted
from assay.stats.localise.family import Family
from assay.stats.localise.lattice import Lattice
from assay.stats.localise.table import Table

_ROUNDS, _FAR, _FEWEST = 6, 3.0, 1.0
_MOST = 1000.0
"""Times its estimate that a variance is drawn at most: from very few values nothing bounds it."""
_WANDERING = (0.0, 0.1, 0.25, 0.5, 1.0)
"""Parts that lasting steps may have in what moves, the rest being shocks of one period."""


@dataclass(frozen=True, slots=True)
class Moves:
    """A variance of movement of the period that is looked at, and how well it is known: as from `freedom` values that had chance of
    variance `noise` besides."""

    variance: float
    noise: float
    freedom: float

    def drawn(self, size: int, rng: np.random.Generator) -> np.ndarray:
        """(size,) what the variance may truly be: its posterior under the usual prior of a scale, given that it is not negative."""
        half, whole = self.freedom / 2, self.variance + self.noise
        below = gammainc(half, half * whole / self.noise) if self.noise > 0 else 1.0
        drawn = whole * np.minimum(half / np.maximum(gammaincinv(half, below * rng.uniform(size=size)), 1e-300), _MOST)
        return np.maximum(drawn - self.noise, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """Of a normal period: `one` by attribute, `two` by pair beyond that; `segment` (S,) the variance of each segment's."""

    one: Mapping[int, Moves]
    two: Mapping[tuple[int, int], Moves]
    segment: np.ndarray
    is_known: bool

    @property
    def all(self) -> dict[tuple[int, ...], Moves]:
        """By the attributes whose levels move together."""
        return {(at,): moves for at, moves in self.one.items()} | {at: moves for at, moves in self.two.items()}


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Of S segments in P − 1 periods: how far each was from what the periods before said; the variance of chance, as these numbers
    tell it (`noise`) and as all together would (`usual`, infinite where too little is there); and `part` (S,) of its movement that
    can be seen."""

    moves: np.ndarray
    noise: np.ndarray
    usual: np.ndarray
    part: np.ndarray
    subset: np.ndarray
    depth: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """By set of attributes: the variance of one period's movement by moments, negative where chance was small, its standard error,
    and the number of independent values that tell it."""

    variance: np.ndarray
    error: np.ndarray
    freedom: np.ndarray


def movement(found: Lattice, table: Table, fit: Fitted) -> Movement:
    """How far levels, and pairs of levels, were from what the periods before them said, beyond chance.

    One period of history cannot tell: then nothing is known of normal movement, and all of it counts as a finding.
    """
    if len(table.past_denominator) < 2:
        return Movement({}, {}, np.zeros(len(found.n)), False)
    steps = _steps(found, np.flatnonzero(found.depth <= 2), table, fit)
    periods = len(table.past_denominator)
    levels = np.isin(steps.subset, [place for place, sub in enumerate(found.subsets) if len(sub) == 1])
    wandering = max(_WANDERING, key=lambda part: _likelihood(steps, levels, part, len(found.subsets)))
    moved = _between(steps, wandering, len(found.subsets))
    now = float(_grown(np.array([periods]), wandering)[0])
    one = {at: moves for (at,), moves in _shared(moved, found, 1, {}, now).items()}
    two = {(at, other): moves for (at, other), moves in _shared(moved, found, 2, one, now).items()}
    known = {(at,): moves.variance for at, moves in one.items()} | {at: moves.variance for at, moves in two.items()}
    whole = [sum(known.get(at, 0.0) for size in (1, 2) for at in combinations(sub, size)) for sub in found.subsets]
    return Movement(one, two, np.array(whole)[found.subset], True)


def _shared(told: _Told, found: Lattice, size: int, known: Mapping[int, Moves], now: float) -> dict[tuple[int, ...], Moves]:
    """The sets of so many attributes, beyond what is `known` of each attribute: each variance drawn towards the mean of all, the
    more the less sure it is and the less they differ. `now` is the growth from one period's movement to that looked at."""
    places = np.array([at for at, sub in enumerate(found.subsets) if len(sub) == size and told.error[at] > 0], dtype=np.int64)
    if not len(places):
        return {}
    before = [sum(known[at].variance for at in found.subsets[place] if at in known) / now for place in places]
    seen, error = told.variance[places] - before, told.error[places]
    sure = 1 / error**2
    mean = max(float((seen * sure).sum() / sure.sum()), 0.0)
    apart = max(float((((seen - mean) ** 2 - error**2) * sure**2).sum() / (sure**2).sum()), mean**2)
    held = apart / (apart + error**2)
    variance = np.maximum(mean + held * (seen - mean), 0.0)
    spread = np.sqrt(held * error**2 + (1 - held) ** 2 / sure.sum())
    noise = np.maximum(spread * np.sqrt(told.freedom[places] / 2) - variance, 0.0)
    rows = zip(places, now * variance, now * noise, told.freedom[places], strict=True)
    return {found.subsets[at]: Moves(float(v), float(c), float(f)) for at, v, c, f in rows}


def _grown(periods: np.ndarray, wandering: float) -> np.ndarray:
    """The variance of a period's distance from the mean of the `periods` before it, in units of one period's movement.

    Shocks add their own and that of the mean; of steps the mean knows the less the earlier they came.
    """
    return (1 - wandering) * (1 + 1 / periods) + wandering * (periods + 1) * (2 * periods + 1) / (6 * periods)


def _steps(found: Lattice, places: np.ndarray, table: Table, fit: Fitted) -> _Steps:
    subset, groups = found.subset[places], len(found.subsets)
    seen, expected, size = _told(found, places, table, fit)
    weight = (size if fit.family.kind == "xmr" else expected).sum(axis=1)
    share = weight / np.maximum(np.bincount(subset, weight, groups)[subset], 1e-12)
    # A level is part of all with which it is compared: the larger its share, the less it can be seen to move, or to vary by chance.
    part = np.maximum(1 - 2 * share + np.bincount(subset, share**2, groups)[subset], 0.1)
    moves, noise, usual = _distances(seen, expected, size, fit.family)
    left = np.maximum(1 - share, 0.1)[:, None]
    return _Steps(moves, noise * left, usual * left, part, subset, found.depth[places])


def _told(found: Lattice, places: np.ndarray, table: Table, fit: Fitted) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numerator, expectation at the level of its period, and n of some segments by period, (S, P) each."""
    n = table.past_denominator
    told = n * fit.mean
    total, due = table.past_numerator.sum(axis=1, keepdims=True), told.sum(axis=1, keepdims=True)
    if fit.family.kind == "xmr":
        told = told + n * (total - due) / np.maximum(n.sum(axis=1, keepdims=True), 1e-12)
    else:
        told = told * total / np.maximum(due, 1e-12)
    rows = found.rows[places]
    seen, expected, size = (rows @ one.T for one in (table.past_numerator, told, n))
    return seen, expected, size


def _distances(seen: np.ndarray, expected: np.ndarray, n: np.ndarray, family: Family) -> tuple[np.ndarray, ...]:
    """(S, P − 1): each period against all before it, relative to what was expected (means: of the mean); and the two variances of
    chance. That of counts is exact given their sum with those before, whatever a segment's own level is."""
    before = tuple(np.cumsum(one, axis=1)[:, :-1] for one in (seen, expected, n))
    now = tuple(one[:, 1:] for one in (seen, expected, n))
    if family.kind == "xmr":
        shift = [(k - e) / np.maximum(of, 1e-12) for k, e, of in (now, before)]
        noise = sum(family.variance / np.maximum(of, 1e-12) for _, _, of in (now, before))
        return shift[0] - shift[1], noise, np.where((now[2] >= _FEWEST) & (before[2] >= _FEWEST), noise, np.inf)
    enough = (now[1] >= _FEWEST) & (before[1] >= _FEWEST)
    k, e, _ = now
    past, due, _ = (np.maximum(one, 1e-12) for one in before)
    e = np.maximum(e, 1e-12)
    less = family.noise(e + due, now[2] + before[2]) / (e + due)
    return k / e - past / due, less * (k + past) / (e * due), np.where(enough, less * (1 / e + 1 / due), np.inf)


def _likelihood(steps: _Steps, chosen: np.ndarray, wandering: float, groups: int) -> float:
    """The log likelihood of the moves of some segments, each set of attributes with its own variance."""
    variance = np.maximum(_between(steps, wandering, groups).variance, 0.0)
    known = np.isfinite(steps.usual) & chosen[:, None]
    shape = _grown(np.arange(1, steps.moves.shape[1] + 1), wandering)
    whole = np.where(known, steps.usual, 1.0) + (variance[steps.subset] * steps.part)[:, None] * shape
    return float(-0.5 * (np.log(whole) + steps.moves**2 / whole)[known].sum())


def _between(steps: _Steps, wandering: float, groups: int) -> _Told:
    """The variance beyond chance: moments, far moves drawn in, weighted by how well they tell at the mean variance of their depth,
    so that the weights do not depend on what they weigh."""
    known, depth = np.isfinite(steps.usual), np.zeros(groups, dtype=np.int64)
    depth[steps.subset] = steps.depth
    chance, usual = (np.where(known, one, 0.0) for one in (steps.noise, steps.usual))
    shape = steps.part[:, None] * _grown(np.arange(1, steps.moves.shape[1] + 1), wandering)
    variance, common, told = np.zeros(groups), np.zeros(groups), np.ones(groups)
    for _ in range(_ROUNDS):
        whole = usual + common[steps.subset][:, None] * shape
        weight = np.where(known & (whole > 0), shape / np.maximum(whole, 1e-100) ** 2, 0.0)
        far = _FAR * np.sqrt(np.maximum(usual + np.maximum(variance, common)[steps.subset][:, None] * shape, chance))
        over = np.bincount(steps.subset, (weight * (np.clip(steps.moves, -far, far) ** 2 - chance)).sum(axis=1), groups)
        told = np.bincount(steps.subset, (weight * shape).sum(axis=1), groups)
        variance = np.divide(over, told, out=np.zeros(groups), where=told > 0)
        common = np.maximum(np.bincount(depth, over) / np.maximum(np.bincount(depth, told), 1e-300), 0.0)[depth]
    seen, count = np.bincount(steps.subset, known.sum(axis=1), groups), np.bincount(steps.subset, minlength=groups)
    error = np.sqrt(np.divide(2.0, told, out=np.zeros(groups), where=told > 0))
    return _Told(variance, error, np.maximum(seen * (count - 1) / np.maximum(count, 1), 1.0))
