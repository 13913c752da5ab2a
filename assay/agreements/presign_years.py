"""Many years of months drawn by chance and settled by the rules of the statement, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.agreements.presign_exact import MONTHS
from assay.agreements.presign_outcomes import Flags, Outcomes
from assay.agreements.rules import Cents, apportioned, standing_alone

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Years:
    """In cents, one row a year and one column a month: credits before and under the cap, what is earned back, bonuses."""

    gross: Cents
    due: Cents
    earned_back: Cents
    bonus: Cents


def drawn(tables: Sequence[Outcomes], years: int, seed: int) -> Counts:
    """Counts of each level in each month, as places in its table: shape (years, 12, levels)."""
    rng = np.random.default_rng(seed)
    shape = (years, MONTHS)
    return np.stack([rng.choice(len(one.chance), shape, p=one.chance) for one in tables], axis=-1)


def settled(tables: Sequence[Outcomes], places: Counts, cap: int) -> Years:
    """The years settled month by month. Each begins without history: nothing was missed before it, nothing is left to earn back."""
    is_missed = _looked_up(places, [one.is_missed for one in tables])
    is_repeated = np.zeros_like(is_missed)
    is_repeated[:, 1:] = is_missed[:, :-1]
    single, repeated = (_looked_up(places, [getattr(one, name) for one in tables]) for name in ("single", "repeated"))
    standing = standing_alone(np.where(is_repeated, repeated, single), [one.level.incident_group for one in tables])
    due = apportioned(standing, cap)
    is_reaching = _looked_up(places, [one.is_reaching for one in tables])
    bonus = _looked_up(places, [one.bonus for one in tables]).sum(axis=-1)
    return Years(standing.sum(axis=-1), due.sum(axis=-1), _earned_back(tables, due, is_reaching), bonus)


def _looked_up(places: Counts, columns: Sequence[NDArray]) -> NDArray:
    return np.stack([column[places[..., at]] for at, column in enumerate(columns)], axis=-1)


def _earned_back(tables: Sequence[Outcomes], due: Cents, is_reaching: Flags) -> Cents:
    """What comes back in each month: of the credit that many months before, where every month since reached the level."""
    found = np.zeros(due.shape[:2], dtype=np.int64)
    for at, table in enumerate(tables):
        period, share = table.level.earn_back_months, table.level.earn_back_share
        if period is None or share is None or period >= MONTHS:
            continue
        since = np.lib.stride_tricks.sliding_window_view(is_reaching[:, 1:, at], period, axis=1).all(axis=-1)
        found[:, period:] += np.where(since, _half_up(due[:, :-period, at] * share), 0)
    return found


def _half_up(cents: NDArray[np.float64]) -> Cents:
    """Whole cents, half up; a millionth of a cent forgives the binary fraction of a share."""
    return np.floor(cents + 0.5 + 1e-6).astype(np.int64)
