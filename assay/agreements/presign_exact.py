"""The credits of a year by exact computation, where months do not depend on one another.

Levels are independent; of an incident group the largest credit counts, so its distribution is that of the largest of independent
amounts; the month's sum is a convolution, cut at the cap; the year's is the twelvefold convolution of the month's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assay.agreements.presign_outcomes import Outcomes

MONTHS = 12
_FINEST = 8_192
Chances = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """The chance of each yearly credit: `chance[k]` is that of `k` times `unit` cents. `capped` and `charged`: shares of months."""

    unit: int
    chance: Chances
    capped: float
    charged: float


def months_depend(tables: Sequence[Outcomes]) -> tuple[Literal["repeat", "earn_back"], ...]:
    """Why one month's credit depends on another's: `repeat`, `earn_back`, or nothing."""
    repeats = any((table.single != table.repeated).any() for table in tables)
    earns = any(table.level.earn_back_share and table.single.any() for table in tables)
    return (*(("repeat",) if repeats else ()), *(("earn_back",) if earns else ()))


def exact(tables: Sequence[Outcomes], cap: int) -> Exact | None:
    """The year's distribution, or None where its amounts have no common measure that is coarse enough to count in."""
    unit = gcd(cap, *(int(amount) for table in tables for amount in np.unique(table.single))) or 1
    if cap // unit > _FINEST or sum(int(table.single.max()) for table in tables) // unit > 4 * _FINEST:
        return None
    gross = _month(tables, unit)
    most = cap // unit
    due = gross[: most + 1].copy()
    due[-1] += gross[most + 1 :].sum()
    return Exact(unit, _folded(due), float(gross[most + 1 :].sum()), float(1 - due[0]))


def _month(tables: Sequence[Outcomes], unit: int) -> Chances:
    """The distribution of the month's credits before the cap, in units."""
    groups: dict[str, list[Outcomes]] = {}
    for table in tables:
        groups.setdefault(table.level.incident_group or f"alone {table.level.level_id}", []).append(table)
    found = np.ones(1)
    for members in groups.values():
        found = np.convolve(found, _largest([_of_one(member, unit) for member in members]))
    return found


def _of_one(table: Outcomes, unit: int) -> Chances:
    return np.bincount(table.single // unit, weights=table.chance)


def _largest(members: Sequence[Chances]) -> Chances:
    """The distribution of the largest of independent amounts: the chances of being at most an amount multiply."""
    longest = max(map(len, members))
    at_most = np.prod([np.cumsum(np.pad(one, (0, longest - len(one)))) for one in members], axis=0)
    return np.diff(at_most, prepend=0.0)


def _folded(month: Chances) -> Chances:
    """The sum of twelve months: twice, and twice again, and the two halves of twelve."""
    two = np.convolve(month, month)
    four = np.convolve(two, two)
    return np.convolve(np.convolve(four, four), four)
