"""Grouped cells as a design of factors and groups: an intercept and a 0/1 column for each level but the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import sparse

from assay.stats.crossed.design import Factor, factor, indicators, paired
from assay.stats.drivers.result import Kind

_NO_SPREAD = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Merged cells as arrays (C,): numerator `k`, denominator `n`, of means also Σx² as `squares`, else zeros.

    Means are in units of `unit` about `middle`, so that one tolerance serves a score of 100 and one of 5. `groups` come before
    `factors` in the columns of `matrix`; column 0 is the intercept. `cluster`: the cluster of each cell, counted from 0.
    `pairs` has a row for each two columns of `matrix` and says which cells have both, so that MᵀWM is one product.
    """

    kind: Kind
    k: np.ndarray
    n: np.ndarray
    squares: np.ndarray
    groups: tuple[Factor, ...]
    factors: tuple[Factor, ...]
    matrix: sparse.csr_array
    transposed: sparse.csr_array
    pairs: sparse.csr_array
    cluster: np.ndarray | None
    middle: float
    unit: float

    @property
    def width(self) -> int:
        return int(self.matrix.shape[1])

    @property
    def pooled(self) -> float:
        """The figure of all cells together."""
        return float(self.k.sum() / self.n.sum())

    def information(self, weights: np.ndarray) -> np.ndarray:
        """MᵀWM, (q, q), W a weight a cell."""
        upper = (self.pairs @ weights).reshape(self.width, self.width)
        return np.triu(upper) + np.triu(upper, 1).T

    def leverage(self, covariance: np.ndarray) -> np.ndarray:
        """mᵀCm of each cell's row m."""
        doubled = 2 * covariance
        doubled[np.diag_indices(self.width)] /= 2
        return self.pairs.T @ doubled.ravel()


def merged(cells: pl.DataFrame, keys: Sequence[str], further: Sequence[str] = ()) -> pl.DataFrame:
    """One row per combination of `keys` in a fixed order, its sums as Float64. Cells without a sum or without a denominator go."""
    sums = ("numerator", "denominator", *further)
    return (
        cells.filter(*(pl.col(name).is_not_null() for name in sums), pl.col("denominator") > 0)
        .with_columns(pl.col(keys).cast(pl.String))
        .group_by(keys)
        .agg(pl.col(sums).sum().cast(pl.Float64))
        .sort(keys, nulls_last=True)
    )


def design(
    grouped: pl.DataFrame,
    factors: Sequence[str],
    groups: Sequence[str],
    kind: Kind,
    cluster: str | None = None,
    reference: Mapping[str, str] | None = None,
) -> Design:
    """The design of merged cells. Columns of one level are left out. Raises ValueError for a reference that no cell has."""
    n, stop = grouped["denominator"].to_numpy(), 1
    found: list[Factor] = []
    for name in (*groups, *factors):
        if grouped[name].n_unique() > 1:
            found.append(_referred(factor(grouped, name, stop, n), reference or {}))
            stop = found[-1].stop
    held = np.column_stack([np.zeros(len(n), dtype=np.int64), *(one.columns for one in found)])
    matrix = indicators(held, stop)
    middle, unit = _scale(grouped) if kind == "xmr" else (0.0, 1.0)
    k, squares = _centred(grouped, middle, unit) if kind == "xmr" else (grouped["numerator"].to_numpy(), np.zeros(len(n)))
    within, told = tuple(f for f in found if f.name in groups), tuple(f for f in found if f.name in factors)
    clusters = None if cluster is None else np.unique(grouped[cluster].rank("dense").fill_null(0), return_inverse=True)[1]
    transposed, pairs = sparse.csr_array(matrix.T), paired(held, stop)
    return Design(kind, k, n, squares, within, told, matrix, transposed, pairs, clusters, middle, unit)


def without(of: Design, left_out: Sequence[str]) -> Design:
    """The same cells with fewer factors or groups."""
    kept, stop = [], 1
    for one in (*of.groups, *of.factors):
        if one.name not in left_out:
            kept.append(replace(one, start=stop))
            stop = kept[-1].stop
    held = np.column_stack([np.zeros(len(of.n), dtype=np.int64), *(one.columns for one in kept)])
    matrix, names = indicators(held, stop), {one.name for one in of.groups}
    within, told = tuple(f for f in kept if f.name in names), tuple(f for f in kept if f.name not in names)
    return replace(of, groups=within, factors=told, matrix=matrix, transposed=sparse.csr_array(matrix.T), pairs=paired(held, stop))


def _referred(of: Factor, reference: Mapping[str, str]) -> Factor:
    if of.name not in reference:
        return of
    if reference[of.name] not in of.levels:
        raise ValueError(f"no cell has {of.name} {reference[of.name]}")
    return replace(of, reference=of.levels.index(reference[of.name]))


def _scale(grouped: pl.DataFrame) -> tuple[float, float]:
    """The mean and the sd of all single values; 1 where they are all the same."""
    size = grouped["denominator"].sum()
    middle = grouped["numerator"].sum() / size
    variance = grouped["squares"].sum() / size - middle**2
    return middle, variance**0.5 if variance > _NO_SPREAD * (1 + middle**2) else 1.0


def _centred(grouped: pl.DataFrame, middle: float, unit: float) -> tuple[np.ndarray, np.ndarray]:
    total, n, squares = (grouped[name].to_numpy() for name in ("numerator", "denominator", "squares"))
    return (total - middle * n) / unit, (squares - 2 * middle * total + middle**2 * n) / unit**2
