"""The cells of two periods: what an attribution, a scan or a first look starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal["p", "u", "xmr"]
"""A share (binomial), a rate of events over an exposure (Poisson), a mean (normal, with squares)."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Sums of C cells in two periods, row 0 before and row 1 after: `numerator`, `denominator` (2, C), and where the KPI is a mean
    Σx² of the rows, `squares` (2, C); a mean without squares has a value and no interval.

    A cell may have a denominator in one period only, and, if its sums come from two tables (kind "u" or "xmr"), a numerator without
    a denominator. Raises ValueError for shapes that do not match and sums that cannot be, among them a period without denominator.
    """

    numerator: np.ndarray
    denominator: np.ndarray
    squares: np.ndarray | None
    kind: Kind

    def __post_init__(self) -> None:
        _refuse_shapes(self)
        _refuse_sums(self)

    @property
    def cells(self) -> int:
        return int(self.denominator.shape[1])

    @property
    def totals(self) -> np.ndarray:
        """The denominators of the two periods (2,)."""
        return self.denominator.sum(axis=1, dtype=float)

    @property
    def rates(self) -> np.ndarray:
        """The KPI before and after (2,), on the natural scale."""
        return self.numerator.sum(axis=1, dtype=float) / self.totals

    @property
    def is_shared(self) -> np.ndarray:
        """Which cells have a denominator in both periods (C,)."""
        return (self.denominator > 0).all(axis=0)

    @property
    def shared(self) -> float:
        """The share of the denominators, mean of both periods, in cells that both periods have."""
        return float((self.denominator[:, self.is_shared].sum(axis=1) / self.totals).mean())


def _refuse_shapes(sides: Sides) -> None:
    arrays = [sides.numerator, sides.denominator, *([] if sides.squares is None else [sides.squares])]
    if any(array.ndim != 2 or len(array) != 2 or array.shape != sides.denominator.shape for array in arrays):
        raise ValueError("the sums of two periods have the shape (2, cells), all of them")
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("a sum is a number; where nothing was counted it is 0")


def _refuse_sums(sides: Sides) -> None:
    numerator, denominator, squares = sides.numerator, sides.denominator, sides.squares
    least_squares = numerator.astype(float) ** 2
    if np.any(denominator < 0):
        raise ValueError("a denominator is not below 0")
    if np.any(denominator.sum(axis=1) <= 0):
        raise ValueError("a period without any denominator has no rate")
    if sides.kind != "xmr" and np.any(numerator < 0):
        raise ValueError("successes and events are none or more")
    if sides.kind == "p" and np.any(numerator > denominator):
        raise ValueError("a share has at most all of its denominator as successes")
    if squares is not None and np.any((denominator > 0) & (squares * denominator < least_squares * (1 - _ROUNDING) - _ROUNDING)):
        raise ValueError("the squares of the rows cannot sum to less than the square of their sum over their number")
