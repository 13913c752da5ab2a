"""One KPI of one member over time, as the statistics take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal["p", "u", "xmr"]
"""What is charted: a share of things counted, a rate of events over exposure, a measurement."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Two sums a period, float64 in time order at equal steps. A denominator of 0 or NaN, or a numerator of NaN, is a gap.

    `is_partial`: the last period still runs; it is drawn, never judged, and in no limits. A bare measurement has denominator 1.
    """

    numerator: np.ndarray
    denominator: np.ndarray
    is_partial: bool = False

    def __post_init__(self) -> None:
        if self.numerator.shape != self.denominator.shape or self.numerator.ndim != 1:
            raise ValueError(f"two rows of one length are needed, not {self.numerator.shape} and {self.denominator.shape}")

    def __len__(self) -> int:
        return len(self.numerator)

    @property
    def values(self) -> np.ndarray:
        """The values in their natural scale (a share is 0 to 1), NaN at gaps."""
        told = np.isfinite(self.numerator) & np.isfinite(self.denominator) & (self.denominator > 0)
        return np.divide(self.numerator, self.denominator, out=np.full(len(self), np.nan), where=told)

    @property
    def is_judged(self) -> np.ndarray:
        """Which periods statistics rest on: those that are told and over."""
        judged = np.isfinite(self.values)
        if self.is_partial and len(judged):
            judged[-1] = False
        return judged
