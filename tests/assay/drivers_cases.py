"""Rows and cells for the tests of the driver models: single orders drawn by a seed, and the same orders grouped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import polars as pl
from scipy import special

SHIFT, CLASS, SITE = np.array([0.0, 0.6, -0.4]), np.array([0.0, 0.3, -0.5, 0.2]), np.linspace(-0.6, 0.6, 6)


@cache
def orders(seed: int = 3, count: int = 4000) -> pl.DataFrame:
    """Shift and class lean with the site; `failed` 0/1, `events` a count, `score` a mean with sd 1, `worker` one of 80."""
    rng = np.random.default_rng(seed)
    site = rng.integers(0, 6, count)
    shift = (site + rng.integers(0, 3, count)) % 3 * (rng.random(count) < 0.7)
    of_class, worker = rng.integers(0, 4, count), rng.integers(0, 80, count)
    effect = SHIFT[shift] + CLASS[of_class] + SITE[site]
    drawn = {
        "failed": rng.random(count) < special.expit(effect - 1.2),
        "events": rng.poisson(np.exp(effect - 0.5)),
        "score": effect + rng.normal(0, 1, count),
    }
    levels = {"shift": shift, "class": of_class, "site_id": site, "worker": worker}
    return pl.DataFrame(levels | drawn).with_columns(pl.col(*levels).cast(pl.String), pl.col("failed").cast(pl.Int64))


def grouped(rows: pl.DataFrame, value: str, by: Sequence[str]) -> pl.DataFrame:
    """The cells of single orders: numerator, denominator and squares of one value."""
    of = pl.col(value)
    return rows.group_by(by).agg(numerator=of.sum(), denominator=pl.len(), squares=(of * of).sum())


def dummies(rows: pl.DataFrame, by: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """Single orders as a design with the commonest level of each column left out, and the name of each column."""
    columns, names = [np.ones(len(rows))], ["intercept"]
    for name in by:
        sizes = rows.group_by(name).len().sort("len", name, descending=[True, False])
        for level in sizes[name][1:].sort():
            columns.append((rows[name] == level).to_numpy().astype(float))
            names.append(f"{name} {level}")
    return np.column_stack(columns), names
