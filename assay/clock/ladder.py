"""Finding the place of many values among sorted bounds, with a table of equal steps instead of a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.clock.hours import Array

TOP = np.iinfo("int64").max
"""The bound that ends each ladder: nothing is above it."""


@dataclass(frozen=True, slots=True)
class Ladders:
    """Several ladders of ascending `bounds`, one after the other, each ending in `TOP`.

    `table` holds, for each step of each ladder, the first bound at or above its foot; steps are `width` apart, ladder k has
    `steps[k]` of them from `origin[k]` on, the first at `offset[k]`. No step holds more than `climbs` bounds. Some six times as
    quick as a binary search, and no slower for values in no order.
    """

    bounds: Array
    table: Array
    origin: Array
    offset: Array
    steps: Array
    width: int
    climbs: int

    def place(self, which: Array, values: Array) -> Array:
        """For each value the place in `bounds` of the first bound of ladder `which` that is not below it."""
        step = (values - self.origin[which]) // self.width
        found = self.table[self.offset[which] + np.minimum(np.maximum(step, 0), self.steps[which] - 1)]
        for _ in range(self.climbs):
            found = found + (values > self.bounds[found])
        return found


def ladders(of: Sequence[Array], width: int) -> Ladders:
    """Ladders of these bounds, each ascending; `TOP` is added to each. At least one is needed."""
    origin = np.array([bounds[0] if len(bounds) else 0 for bounds in of], dtype="int64")
    steps = np.array([(bounds[-1] - bounds[0]) // width + 2 if len(bounds) else 1 for bounds in of], dtype="int64")
    feet = [begin + width * np.arange(count) for begin, count in zip(origin, steps, strict=True)]
    within = [np.searchsorted(bounds, foot) for bounds, foot in zip(of, feet, strict=True)]
    begins = np.cumsum([0, *(len(bounds) + 1 for bounds in of[:-1])])
    return Ladders(
        np.concatenate([np.append(bounds, TOP) for bounds in of]),
        np.concatenate([found + begin for found, begin in zip(within, begins, strict=True)]).astype("int32"),
        origin,
        np.cumsum(np.append(0, steps[:-1])),
        steps,
        width,
        max(int(np.diff(np.append(found, len(bounds))).max()) for found, bounds in zip(within, of, strict=True)),
    )
