"""Units with a measure against units without, tested by dealing the measure out anew among all of them.

The statistic is the difference of two weighted means over its standard error: a unit counts by what chance and what units differ by
themselves leave unsure of it (random effects, DerSimonian & Laird 1986). So units of unequal size may be dealt like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from assay.stats.effect.steps import NEVER, Steps

LEVEL = 0.05
DRAWS = 2_000
MOST_CHOICES = 5_000
"""Up to so many choices of units are all gone through; beyond, DRAWS are drawn."""
_ROUNDS, _HALVINGS, _FARTHEST = 25, 30, 12
_SAME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Ways to deal out the measure, (N, U) labels, the true one first. `is_all`: no way is missing."""

    labels: np.ndarray
    is_all: bool

    def __len__(self) -> int:
        return len(self.labels)

    def of(self, units: np.ndarray) -> Choices:
        """The same ways, told of some units only."""
        return Choices(self.labels[:, units], self.is_all)


@dataclass(frozen=True, slots=True)
class Tested:
    """An effect on the scale of comparison with the 95 % interval of the values that the test does not reject; an end that no value
    closes is None. `p_value`: the share of choices that show as much."""

    value: float
    low: float | None
    high: float | None
    p_value: float


def choices(labels: np.ndarray, seed: int) -> Choices:
    """Every choice of as many units where there are few, else a seeded sample."""
    treated = int((labels != NEVER).sum())
    if labels.max() == 0 and comb(len(labels), treated) <= MOST_CHOICES:
        dealt = np.full((comb(len(labels), treated), len(labels)), NEVER)
        for row, chosen in enumerate(combinations(range(len(labels)), treated)):
            dealt[row, list(chosen)] = 0
        own = (dealt == labels).all(axis=1)
        return Choices(np.concatenate([dealt[own], dealt[~own]]), True)
    rng = np.random.default_rng(seed)
    return Choices(np.concatenate([labels[None], rng.permuted(np.tile(labels, (DRAWS, 1)), axis=1)]), False)


def tested(steps: Steps, dealt: Choices) -> Tested:
    """The effect of the measure. Needs a unit with it and one without."""
    value, error = estimate(steps)
    low, high = (_end(steps, dealt, value, side * error) for side in (-1, 1))
    return Tested(value, low, high, p_value(steps, dealt, 0.0))


def estimate(steps: Steps) -> tuple[float, float]:
    """The effect and its standard error, weights and effect found together."""
    value = error = 0.0
    for _ in range(_ROUNDS):
        moved = steps.less(value)
        more, errors = contrast(moved, precisions(moved, steps.noise), steps.labels[None])
        value, error = value + float(more[0]), float(errors[0])
    return value, error


def p_value(steps: Steps, dealt: Choices, effect: float) -> float:
    """The share of choices at least as far from `effect`, either way; never 0, since what was done is one of them."""
    moved = steps.less(effect)
    found, errors = contrast(moved, precisions(moved, steps.noise), dealt.labels)
    far = np.abs(np.divide(found, errors, out=np.zeros_like(found), where=errors > 0))
    return float((far >= far[0] * (1 - _SAME)).mean())


def contrast(moved: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N,) how much farther units with the measure moved than those without, by each dealing (N, U) of it, and its standard error.

    Each start is held against units that never had the measure; starts count by how well they are told (Callaway & Sant'Anna 2021,
    J. Econometrics 225:200, with never-treated controls).
    """
    without = (labels == NEVER).astype(float)
    total, told, variance = (np.zeros(len(labels)) for _ in range(3))
    for start in range(moved.shape[1]):
        value, weight = moved[:, start], weights[:, start]
        with_it = (labels == start).astype(float)
        known, against = with_it @ weight, np.maximum(without @ weight, 1e-300)
        apart = with_it @ (weight * value) - known * (without @ (weight * value)) / against
        total, told = total + apart, told + known
        variance += known + known**2 / against
    told = np.maximum(told, 1e-300)
    return total / told, np.sqrt(variance) / told


def precisions(moved: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """(U, G) one over what is unsure of each unit: chance, and by how much all units differ beyond it."""
    return np.stack([_precision(moved[:, at], noise[:, at]) for at in range(moved.shape[1])], axis=1)


def _precision(moved: np.ndarray, noise: np.ndarray) -> np.ndarray:
    if noise.max() <= 0:
        variance = float(moved.var(ddof=1))
        return np.full(len(moved), 1 / variance if variance > 0 else 1.0)
    weight = 1 / noise
    left = weight.sum() - (weight**2).sum() / weight.sum()
    mean = (weight * moved).sum() / weight.sum()
    beyond = ((weight * (moved - mean) ** 2).sum() - (len(moved) - 1)) / left
    return np.asarray(1 / (noise + max(float(beyond), 0.0)))


def _end(steps: Steps, dealt: Choices, value: float, reach: float) -> float | None:
    """The farthest effect on one side that the test does not reject, None where it rejects none."""
    inside, outside = value, value + reach
    for _ in range(_FARTHEST):
        if p_value(steps, dealt, outside) <= LEVEL:
            return _between(lambda effect: p_value(steps, dealt, effect) <= LEVEL, inside, outside)
        inside, outside = outside, outside + 2 * (outside - value)
    return None


def _between(is_out: Callable[[float], bool], inside: float, outside: float) -> float:
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if is_out(middle) else (middle, outside)
    return inside
