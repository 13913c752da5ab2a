"""Anomalies with known causes: orders in cells of several attributes, normal periods, and a period in which a few segments rose.

Rows fall into cells with uneven volumes, and some cells never occur. What a cell's rate normally is comes from its attributes, from
the cell itself, and from how levels drift from period to period. Causes multiply the odds (shares), the rate (counts) or add to the
mean of their rows. Training seeds are for building, test seeds for reporting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from assay.stats.localise.table import Kind, Table

TRAIN, TEST = range(0, 100_000), range(1_000_000, 1_100_000)
_TRIES = 500
_MOST_OF_ALL = 0.6
"""A cause holds at most that share of the period's rows."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`levels` by attribute; `rows` a period; `base` the typical share of failures (rate, mean). `causes`: the attributes of each,
    `effect` on the link's scale (means: in sd of single values), `smallest` the rows that a cause holds at least.

    `main`, `pair`, `cell`: sd of what levels, pairs of levels of the first two attributes and cells always add (link's scale);
    `drift`, `pair_drift` that of what levels and pairs add anew in each of `periods` normal periods and the one looked at, `walk`
    that of what levels add to all periods from one on. `skew`: the r-th level
    has a share of r**−skew. `sparsity`: share of the cells that never occur. `per_cell`: rows a cell lie log-uniformly between
    two bounds instead. `nested`: the second attribute is a coarser view of the first. `forecast`: sd of the log of a forecast's
    error, which is then given instead of the history.
    """

    name: str
    kind: Kind = "p"
    levels: tuple[int, ...] = (6, 8, 5, 4, 6)
    rows: int = 20_000
    base: float = 0.06
    causes: tuple[int, ...] = ()
    effect: float = 2.0
    smallest: int = 60
    periods: int = 1
    main: float = 0.3
    pair: float = 0.0
    cell: float = 0.0
    drift: float = 0.0
    pair_drift: float = 0.0
    walk: float = 0.0
    skew: float = 0.5
    sparsity: float = 0.0
    per_cell: tuple[int, int] | None = None
    nested: bool = False
    forecast: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """`causes`: of each the cells with rows in the period that it holds, (C,) booleans."""

    table: Table
    causes: tuple[np.ndarray, ...]


def instance(setting: Setting, seed: int) -> Instance:
    """One anomaly, or one period without any."""
    rng = np.random.default_rng(seed)
    codes, n = _cells(setting, rng)
    eta = _normal(setting, codes, rng)
    causes = _causes(setting, codes, n[-1], rng)
    eta[-1] += setting.effect * np.sum(causes, axis=0) if causes else 0.0
    seen, expected = _drawn(setting, n, eta, rng), None
    if setting.forecast is not None:
        told = n[-1] * _mean(setting, eta[-1] - (setting.effect * np.sum(causes, axis=0) if causes else 0.0))
        expected = told * np.exp(rng.normal(0.0, setting.forecast, len(told)) - setting.forecast**2 / 2)
    names = tuple(f"a{place}" for place in range(len(setting.levels)))
    values = tuple(tuple(f"{level}" for level in range(levels)) for levels in setting.levels)
    past = len(n) - 1 if expected is None else 0
    return Instance(Table(setting.kind, names, values, codes, seen[-1], n[-1], seen[:past], n[:past], 1.0, expected), causes)


def _cells(setting: Setting, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(C, D) the cells that occur, and (P + 1, C) their rows by period."""
    if setting.per_cell is not None:
        return _drawn_in(setting, setting.per_cell, rng)
    of = setting.rows * (setting.periods + 1)
    shares = [rng.permutation(np.arange(1, levels + 1) ** -setting.skew) for levels in setting.levels]
    rows = [rng.choice(len(share), size=of, p=share / share.sum()) for share in shares]
    if setting.nested:
        rows[1] = rows[0] % setting.levels[1]
    period = rng.integers(0, setting.periods + 1, of)
    flat = np.ravel_multi_index(rows, setting.levels)
    lives = rng.random(int(np.prod(setting.levels))) >= setting.sparsity
    flat, period = flat[lives[flat]], period[lives[flat]]
    known, cell = np.unique(flat, return_inverse=True)
    n = np.bincount(period * len(known) + cell, minlength=(setting.periods + 1) * len(known))
    return np.column_stack(np.unravel_index(known, setting.levels)), n.reshape(setting.periods + 1, -1).astype(float)


def _drawn_in(setting: Setting, bounds: tuple[int, int], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Every cell that lives has rows, from few to many."""
    lives = np.flatnonzero(rng.random(int(np.prod(setting.levels))) >= setting.sparsity)
    low, high = np.log(bounds[0]), np.log(bounds[1])
    size = np.exp(rng.uniform(low, high, len(lives)))
    n = np.clip(rng.poisson(size, (setting.periods + 1, len(lives))), *bounds)
    return np.column_stack(np.unravel_index(lives, setting.levels)), n.astype(float)


def _normal(setting: Setting, codes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(P + 1, C) on the link's scale, without causes."""
    first = setting.base if setting.kind == "xmr" else np.log(setting.base / (1 - setting.base if setting.kind == "p" else 1.0))
    lasting = first + rng.normal(0.0, setting.cell, len(codes)) + _added(setting, codes, setting.main, setting.pair, rng)
    steps = np.cumsum([_added(setting, codes, setting.walk, 0.0, rng) for _ in range(setting.periods + 1)], axis=0)
    return lasting + steps + [_added(setting, codes, setting.drift, setting.pair_drift, rng) for _ in range(setting.periods + 1)]


def _added(setting: Setting, codes: np.ndarray, one: float, two: float, rng: np.random.Generator) -> np.ndarray:
    """(C,) what every level adds, and every pair of levels of the first two attributes; `one`, `two`: their sd."""
    added = np.zeros(len(codes))
    for place, levels in enumerate(setting.levels):
        added += rng.normal(0.0, one, levels)[codes[:, place]]
    pair = codes[:, 0] * setting.levels[1] + codes[:, 1]
    return added + rng.normal(0.0, two, setting.levels[0] * setting.levels[1])[pair]


def _causes(setting: Setting, codes: np.ndarray, n: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Segments of rows that occur; none holds another's rows and no other."""
    found: list[np.ndarray] = []
    for depth in setting.causes:
        for _ in range(_TRIES):
            one = _segment(codes, n, depth, rng)
            if setting.smallest <= n[one].sum() <= _MOST_OF_ALL * n.sum() and not _is_within(one, found):
                found.append(one)
                break
    return tuple(found)


def _segment(codes: np.ndarray, n: np.ndarray, depth: int, rng: np.random.Generator) -> np.ndarray:
    places = rng.choice(codes.shape[1], depth, replace=False)
    like = codes[rng.integers(0, len(codes)), places]
    return (codes[:, places] == like).all(axis=1) & (n > 0)


def _is_within(one: np.ndarray, others: Sequence[np.ndarray]) -> bool:
    return any(not (one & ~other).any() or not (other & ~one).any() for other in others)


def _mean(setting: Setting, eta: np.ndarray) -> np.ndarray:
    return {"p": expit, "u": np.exp, "xmr": np.asarray}[setting.kind](eta)


def _drawn(setting: Setting, n: np.ndarray, eta: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    mean = _mean(setting, eta)
    if setting.kind == "p":
        return rng.binomial(n.astype(np.int64), mean).astype(float)
    return rng.poisson(n * mean).astype(float) if setting.kind == "u" else n * mean + np.sqrt(n) * rng.standard_normal(n.shape)
