"""Several factors of one figure: how much of its change each of them is.

Shapley's value (1953) of the change, which is Das Gupta's decomposition (1993, US Census P23-186): a factor's effect is what
changing it does, averaged over all orders in which the factors can change. For two factors it is Kitagawa's split.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np

from assay.stats.attribution.cells import Sides
from assay.stats.attribution.kitagawa import kitagawa

MOST_FACTORS = 8
Factor = float | np.ndarray
Combine = Callable[..., float | np.ndarray]


def shapley(before: Sequence[Factor], after: Sequence[Factor], combine: Combine) -> np.ndarray:
    """The effect of each factor (F,), or (F, …) where `combine` gives an array; they sum to combine(*after) − combine(*before).

    `combine` takes the factors in their order and is called 2^F times. Raises ValueError for more than 8 factors, for none, and
    where before and after have different ones.
    """
    if not 0 < len(before) == len(after) <= MOST_FACTORS:
        raise ValueError(f"between 1 and {MOST_FACTORS} factors, the same before and after")
    return _shares(_values(before, after, combine), len(before))


def _values(before: Sequence[Factor], after: Sequence[Factor], combine: Combine) -> np.ndarray:
    """The figure for each set of factors that have changed; bit i of the place says whether factor i has."""
    choices = [[after[i] if mask >> i & 1 else before[i] for i in range(len(before))] for mask in range(1 << len(before))]
    return np.array([combine(*chosen) for chosen in choices], dtype=float)


def _shares(values: np.ndarray, factors: int) -> np.ndarray:
    """Shapley's value of each factor, from the value of each set of factors (2^F, …)."""
    masks = np.arange(len(values))
    sizes = (masks[:, None] >> np.arange(factors) & 1).sum(axis=1)
    weights = np.array([factorial(size) * factorial(factors - size - 1) for size in range(factors)]) / factorial(factors)
    found = []
    for i in range(factors):
        without = masks[masks >> i & 1 == 0]
        found.append(np.tensordot(weights[sizes[without]], values[without | 1 << i] - values[without], axes=1))
    return np.array(found)


@dataclass(frozen=True, slots=True)
class CrossClassified:
    """A change of a rate: by the rates of the cells, and by the mix along each dimension. All together are the change."""

    rate: float
    mix: tuple[float, ...]


def cross_classified(counts: np.ndarray, rates: np.ndarray) -> CrossClassified:
    """The mix of a table split by its dimensions (Das Gupta 1993, chapter 5): counts and rates (2, *shape), before and after.

    The share of a cell is a product of one factor a dimension, symmetric in the dimensions: the logs of the factors are the Shapley
    values of the logs of the marginal counts. Their effects are those of a product of factors at the mean rates. Raises ValueError
    where a cell has no count in a period: it has no rate there, and no log.
    """
    if counts.shape != rates.shape or counts.ndim < 2 or len(counts) != 2 or counts.ndim - 1 > MOST_FACTORS:
        raise ValueError(f"counts and rates have the same shape, 2 periods by 1 to {MOST_FACTORS} dimensions")
    if np.any(counts <= 0):
        raise ValueError("every cell needs a count in both periods")
    flat = Sides((counts * rates).reshape(2, -1), counts.reshape(2, -1), None, "xmr")
    before, after = (_factors(side) for side in counts)
    mean = rates.mean(axis=0)
    mix = shapley(before, after, lambda *factors: float((mean * np.prod(factors, axis=0)).sum()))
    return CrossClassified(float(kitagawa(flat).within.sum()), tuple(mix.tolist()))


def _factors(counts: np.ndarray) -> list[np.ndarray]:
    """One factor a dimension, each of the table's shape; their product is the share of each cell."""
    dimensions = counts.ndim
    kept = [{d for d in range(dimensions) if mask >> d & 1} for mask in range(1 << dimensions)]
    summed = [counts.sum(axis=tuple(set(range(dimensions)) - keeps), keepdims=True) for keeps in kept]
    margins = np.array([np.broadcast_to(np.log(margin), counts.shape) for margin in summed])
    return list(np.exp(_shares(margins, dimensions)))
