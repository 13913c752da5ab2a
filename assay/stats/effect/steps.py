"""How far each unit moved between two stretches of time, for each moment at which a measure began."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assay.stats.effect.panel import Sums, linked, spread

NEVER = -1
"""The start of a unit that never had the measure."""
Stretches = Callable[[int], tuple[np.ndarray, np.ndarray]]
"""From a start to the masks (P,) of the periods before and after that are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Of U units for each of G starts: `moved` (U, G) on the scale of comparison, `noise` its variance by chance (infinite where
    nothing was told on one side), `exposed` how much of the measure lies between the two sides: 1 for a unit with its own start,
    0 for one that never had it, between them where a unit's own start is another. `labels` (U,): which start each has, or NEVER."""

    moved: np.ndarray
    noise: np.ndarray
    exposed: np.ndarray
    labels: np.ndarray

    @property
    def is_told(self) -> np.ndarray:
        """Units that can be compared at every start."""
        return np.isfinite(self.noise).all(axis=1)

    def taken(self, units: np.ndarray) -> Steps:
        return Steps(self.moved[units], self.noise[units], self.exposed[units], self.labels[units])

    def less(self, effect: float) -> np.ndarray:
        """(U, G) how far each would have moved if the measure had done so much."""
        return np.asarray(self.moved - effect * self.exposed)


def steps(sums: Sums, starts: np.ndarray, stretches: Stretches) -> Steps:
    """`sums` of shape (U, P); `starts` (U,): the first period with the measure, NEVER for none."""
    moments = np.unique(starts[starts != NEVER])
    labels = np.where(starts == NEVER, NEVER, np.searchsorted(moments, starts))
    columns = np.zeros((3, len(starts), len(moments)))
    for place, moment in enumerate(moments):
        columns[:, :, place] = _column(sums, starts, stretches(int(moment)))
    return Steps(*columns, labels)


def _column(sums: Sums, starts: np.ndarray, sides: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    before, after = (sums.within(side.astype(float)) for side in sides)
    both = sums.within((sides[0] | sides[1]).astype(float))
    told = before.is_told & after.is_told
    moved = np.where(told, linked(after) - linked(before), 0.0)
    of_row = spread(both)
    with np.errstate(divide="ignore", invalid="ignore"):
        noise = np.where(told, of_row / before.denominator + of_row / after.denominator, np.inf)
    exposed = _exposed(sums, starts, sides[1]) - _exposed(sums, starts, sides[0])
    return moved, noise, exposed


def _exposed(sums: Sums, starts: np.ndarray, side: np.ndarray) -> np.ndarray:
    """The share of what each unit counted in a stretch that fell under the measure."""
    under = (starts[:, None] != NEVER) & (np.arange(sums.denominator.shape[1]) >= starts[:, None])
    n = sums.denominator * side
    return np.asarray((n * under).sum(axis=1) / np.maximum(n.sum(axis=1), 1e-9))


def around(periods: int, gap: int, reach: int) -> Stretches:
    """All periods before a start but the `gap` just before it, and from it on, at most `reach` on each side."""
    place = np.arange(periods)

    def of(start: int) -> tuple[np.ndarray, np.ndarray]:
        last = start - gap
        return (place >= last - reach) & (place < last), (place >= start) & (place < start + reach)

    return of
