"""What was counted for a level in a month. The warehouse counts it, agreements judge by it; neither knows the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of one cell, or of several added up."""

    numerator: float = 0.0
    denominator: float = 0.0
    squares: float = 0.0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.numerator + other.numerator, self.denominator + other.denominator, self.squares + other.squares)

    def __sub__(self, other: Sums) -> Sums:
        return Sums(self.numerator - other.numerator, self.denominator - other.denominator, self.squares - other.squares)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted for a level in its days of a month: the sums, what was left out by reason, and, of the rows that
    adjustments name, the part of the sums that each is."""

    sums: Sums
    excluded: Mapping[str, float] = field(default_factory=dict)
    rows: Mapping[str, Sums] = field(default_factory=dict)


Measures = Mapping[tuple[str, str | None], Measured]
"""By level_id and method of inspection; the method is None for a KPI that has none."""
