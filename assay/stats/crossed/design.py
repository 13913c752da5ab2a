"""Grouped cells as a design: which column each vendor, site and level of the case mix has, and the orders behind each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from scipy import sparse

Kind = Literal["p", "u"]
"""What is compared: a share of orders (binomial, logit), or events over an exposure (Poisson, log)."""
Family = Literal["p", "u", "xmr"]
"""Or a mean, in units of the sd of single values (normal)."""
VENDOR, SITE = "vendor_id", "site_id"


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One column of the cells: its levels, the level of each cell, and where its coefficients lie in [start, stop).

    A factor of the case mix leaves out its commonest level, the `reference`; vendor and site keep all (`reference` −1).
    """

    name: str
    levels: tuple[str | None, ...]
    codes: np.ndarray
    start: int
    reference: int = -1

    @property
    def stop(self) -> int:
        return self.start + len(self.levels) - (self.reference >= 0)

    @property
    def where(self) -> slice:
        return slice(self.start, self.stop)

    @property
    def columns(self) -> np.ndarray:
        """The coefficient of each cell, −1 where the cell has the reference level."""
        if self.reference < 0:
            return self.start + self.codes
        place = self.start + self.codes - (self.codes > self.reference)
        return np.where(self.codes == self.reference, -1, place)


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The cells as arrays: successes or events `k`, orders or exposure `n`, and one 0/1 row of `matrix`; column 0 is the intercept.

    `pairs` has a row for each two columns of `matrix` and says which cells have both, so that MᵀWM is one product. `shares` is
    (sites, vendors): which part of each site's orders each vendor has.
    """

    kind: Family
    k: np.ndarray
    n: np.ndarray
    vendor: Factor
    site: Factor | None
    case_mix: tuple[Factor, ...]
    matrix: sparse.csr_array
    transposed: sparse.csr_array
    pairs: sparse.csr_array
    shares: np.ndarray

    @property
    def width(self) -> int:
        return int(self.matrix.shape[1])

    @property
    def centre(self) -> np.ndarray:
        """Where the prior has its middle: no effects, all orders' rate."""
        return np.concatenate([[self.pooled], np.zeros(self.width - 1)])

    def information(self, weights: np.ndarray) -> np.ndarray:
        """The upper triangle of MᵀWM, (q, q), W a weight a cell."""
        return (self.pairs @ weights).reshape(self.width, self.width)

    def leverage(self, covariance: np.ndarray) -> np.ndarray:
        """mᵀCm of each cell's row m."""
        doubled = 2 * covariance
        doubled[np.diag_indices(self.width)] /= 2
        return self.pairs.T @ doubled.ravel()

    @property
    def pooled(self) -> float:
        """The rate of all orders on the scale of the link, a share or rate kept finite by half an event on either side."""
        if self.kind == "xmr":
            return float(self.k.sum() / self.n.sum())
        k, n = self.k.sum() + 0.5, self.n.sum() + 1.0
        return float(np.log(k / (n - k))) if self.kind == "p" else float(np.log(k / n))



def design(grouped: pl.DataFrame, case_mix: Sequence[str], kind: Family) -> Design:
    """The design of cells that `merged` gave. Columns that are absent or have one level only are left out."""
    n = grouped["denominator"].to_numpy()
    vendor = factor(grouped, VENDOR, 1)
    stop, site = vendor.stop, None
    if SITE in grouped.columns and grouped[SITE].n_unique() > 1:
        site = factor(grouped, SITE, stop)
        stop = site.stop
    mix: list[Factor] = []
    for name in case_mix:
        if name in grouped.columns and grouped[name].n_unique() > 1:
            mix.append(factor(grouped, name, stop, n))
            stop = mix[-1].stop
    used = (vendor, *([] if site is None else [site]), *mix)
    held = np.column_stack([np.zeros(len(n), dtype=np.int64), *(factor.columns for factor in used)])
    matrix, k = indicators(held, stop), grouped["numerator"].to_numpy()
    transposed, pairs = sparse.csr_array(matrix.T), paired(held, stop)
    return Design(kind, k, n, vendor, site, tuple(mix), matrix, transposed, pairs, _shares(vendor, site, n))


def merged(cells: pl.DataFrame, case_mix: Sequence[str], *further: str) -> pl.DataFrame:
    """One row per vendor, site and case mix in a fixed order, its sums (and `further` ones) as Float64.

    Left out: cells of no vendor, of no orders, and those in which a sum is missing.
    """
    keys = [name for name in (VENDOR, SITE, *case_mix) if name in cells.columns]
    return (
        cells.filter(*(pl.col(name).is_not_null() for name in (VENDOR, "numerator", *further)), pl.col("denominator") > 0)
        .with_columns(pl.col(keys).cast(pl.String))
        .group_by(keys)
        .agg(pl.col("numerator", "denominator", *further).sum().cast(pl.Float64))
        .sort(keys, nulls_last=True)
    )


def factor(grouped: pl.DataFrame, name: str, start: int, weights: np.ndarray | None = None) -> Factor:
    levels = grouped[name].unique().sort(nulls_last=True)
    places = pl.DataFrame({name: levels, "place": np.arange(len(levels))})
    codes = grouped.select(name).join(places, on=name, how="left", nulls_equal=True, maintain_order="left")["place"].to_numpy()
    commonest = -1 if weights is None else int(np.bincount(codes, weights).argmax())
    return Factor(name, tuple(levels), codes, start, commonest)


def indicators(held: np.ndarray, width: int) -> sparse.csr_array:
    """One row a cell with a 1 in each column that it has; −1 is none."""
    row, _ = np.nonzero(held >= 0)
    return sparse.csr_array((np.ones(len(row)), (row, held[held >= 0])), shape=(len(held), width))


def paired(held: np.ndarray, width: int) -> sparse.csr_array:
    first, second = np.triu_indices(held.shape[1])
    low, high = np.sort(np.stack([held[:, first], held[:, second]]), axis=0)
    row, _ = np.nonzero(low >= 0)
    place = (low * width + high)[low >= 0]
    return sparse.csr_array((np.ones(len(row)), (place, row)), shape=(width * width, len(held)))


def _shares(vendor: Factor, site: Factor | None, n: np.ndarray) -> np.ndarray:
    if site is None:
        return np.zeros((0, len(vendor.levels)))
    crossed = np.bincount(site.codes * len(vendor.levels) + vendor.codes, n, len(site.levels) * len(vendor.levels))
    orders = crossed.reshape(len(site.levels), len(vendor.levels))
    return orders / orders.sum(axis=1, keepdims=True)
