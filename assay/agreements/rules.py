"""The rules that bind the credits of one month together, in whole cents, for one month or for many at once.

Arrays are Int64 cents with the levels last; a statement is one row of them, the simulator's years are many.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Cents = NDArray[np.int64]


def winners(credits: Cents, groups: Sequence[str | None]) -> NDArray[np.intp]:
    """For each credit the place of the one that stands for it: of an incident group the largest, of equal ones the first."""
    found = np.broadcast_to(np.arange(len(groups)), credits.shape).copy()
    for group in {name for name in groups if name is not None}:
        places = np.array([place for place, name in enumerate(groups) if name == group])
        found[..., places] = places[np.argmax(credits[..., places], axis=-1)][..., None]
    return found


def standing_alone(credits: Cents, groups: Sequence[str | None]) -> Cents:
    """The credits with all but the winner of each incident group set to nothing: one incident, one credit."""
    return np.where(winners(credits, groups) == np.arange(len(groups)), credits, 0)


def apportioned(credits: Cents, cap: int) -> Cents:
    """What is due of each credit: all of it, or under the cap its share of the cap, by largest remainder, so that it sums to it.

    Raises OverflowError for amounts whose product does not fit: credits and cap beyond some 30 million each.
    """
    if credits.size and int(credits.max()) * cap > np.iinfo(np.int64).max:
        raise OverflowError(f"credits of {credits.max()} cents under a cap of {cap} cents")
    whole = credits.sum(axis=-1, keepdims=True)
    product = credits * np.int64(cap)
    shares, rest = product // np.maximum(whole, 1), product % np.maximum(whole, 1)
    left_over = cap - shares.sum(axis=-1, keepdims=True)
    order = np.argsort(np.argsort(-rest, axis=-1, kind="stable"), axis=-1, kind="stable")
    return np.where(whole > cap, shares + (order < left_over), credits)
