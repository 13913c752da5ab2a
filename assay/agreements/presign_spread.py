"""A distribution of amounts in steps that people can look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS = 40
_WIDTHS = (1.0, 2.0, 2.5, 5.0, 10.0)
_HALF_A_CENT = 0.005
Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bin:
    """The chance of an amount above `above` and up to `up_to`; both 0 for nothing at all."""

    above: float
    up_to: float
    chance: float


def spread(amounts: Amounts, chances: Amounts, steps: int = STEPS) -> tuple[Bin, ...]:
    """The distribution in at most `steps` steps of one round width, nothing at all first and by itself.

    `amounts` are at least 0 and need no order; `chances` are as long and sum to 1, and so do those of the result.
    """
    is_nothing = amounts < _HALF_A_CENT
    nothing = Bin(0.0, 0.0, float(chances[is_nothing].sum()))
    if is_nothing.all():
        return (nothing,)
    width = _width(float(amounts.max()), steps)
    places = np.ceil(amounts[~is_nothing] / width - 1e-9).astype(np.int64) - 1
    counted = np.bincount(np.maximum(places, 0), weights=chances[~is_nothing])
    return (nothing, *(Bin(at * width, (at + 1) * width, float(chance)) for at, chance in enumerate(counted)))


def _width(most: float, steps: int) -> float:
    """The least round width of which that many steps reach `most`."""
    least = most / steps
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(power * width for width in _WIDTHS if power * width >= least * (1 - 1e-12)))
