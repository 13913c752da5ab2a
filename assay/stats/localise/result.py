"""What the scan says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Side = Literal["more", "less", "both"]
"""Segments whose numerator is larger than expected, smaller, or either."""
Verdict = Literal["concentrated", "no_concentrated_cause", "not_enough_data"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One attribute has one value; None is the value of rows in which nothing is recorded."""

    attribute: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A segment, and how probable it is that it is the one meant, among all that were searched."""

    conditions: tuple[Condition, ...]
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Cause:
    """A segment that did not move as segments normally do.

    `n` and `numerator`: its sums in the period. `expected`: its numerator had it moved as all others did. `excess` is their
    difference. `lift`, `low`, `high`: rate over expected rate (for means the difference, in the unit of the values) with its 95 %
    interval. `p`: how often a search that finds nothing but chance has as much evidence. `others`: how else the segment might be
    named. `rows` (C,): the cells of the table that it holds.
    """

    conditions: tuple[Condition, ...]
    n: float
    numerator: float
    expected: float
    lift: float
    low: float
    high: float
    evidence: float
    p: float
    probability: float
    others: tuple[Named, ...]
    rows: np.ndarray

    @property
    def excess(self) -> float:
        return self.numerator - self.expected


@dataclass(frozen=True, slots=True, eq=False)
class Localised:
    """The causes, strongest evidence first. `moved`: by attribute, the sd by which its levels moved in normal periods (log rates;
    for means the unit of the values). `is_movement_known` is False where a single period of history cannot tell it."""

    verdict: Verdict
    causes: tuple[Cause, ...]
    p: float
    segments: int
    cells: int
    n: float
    periods: int
    depth: int
    least: float
    simulations: int
    moved: tuple[tuple[str, float], ...]
    is_movement_known: bool
