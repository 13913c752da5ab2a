"""Within and mix: the exact, symmetric split of a change of a sum over a sum.

Kitagawa 1955 (JASA 50:1168); with two factors the same as Das Gupta 1993 and as Shapley's value. With p the rate and w the share
of the denominator of a cell, P the rate of all: within = mean(w)·(p₁ − p₀), mix = (w₁ − w₀)·(mean(p) − mean(P)). That the mix of a
cell is counted from the rate of all makes it say whether the cell is better than the rest; over all cells it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.stats.attribution.cells import Sides


@dataclass(frozen=True, slots=True, eq=False)
class Kitagawa:
    """What each cell did to the change: `within` and `mix` (C,), whose sums together are the change."""

    within: np.ndarray
    mix: np.ndarray


def kitagawa(sides: Sides) -> Kitagawa:
    """The split by cell.

    A cell without denominator in one period has no rate there and takes that of the other: all that it did is mix. A numerator
    without denominator has no rate either, and what it adds to its period is `within`.
    """
    weights = sides.denominator / sides.totals[:, None]
    rates = known_rates(sides)
    stray = np.where(sides.denominator > 0, 0.0, sides.numerator) / sides.totals[:, None]
    within = weights.mean(axis=0) * (rates[1] - rates[0]) + stray[1] - stray[0]
    mix = (weights[1] - weights[0]) * (rates.mean(axis=0) - sides.rates.mean())
    return Kitagawa(within, mix)


def known_rates(sides: Sides) -> np.ndarray:
    """The rate of each cell in each period (2, C); that of the other period where it has none, and 0 where it has neither."""
    has = sides.denominator > 0
    own = np.divide(sides.numerator, sides.denominator, out=np.zeros(has.shape), where=has)
    return np.where(has, own, own[::-1])
