"""Simpson's paradox: two vendors whose order turns round once like is compared with like, and both orders are more than chance.

Within the strata of one column (a category, a site, a shift): shares by Mantel & Haenszel 1959 (JNCI 22:719) with the interval of
Robins, Breslow & Greenland 1986 (Biometrics 42:311) and the test of Breslow & Day 1980 that the strata agree; rates by the
Mantel–Haenszel rate ratio (Rothman 2008). Strata that only one of the two serves say nothing and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from assay.stats.crossed import Kind

SURE = 2.0
UNEVEN = 0.01
VENDOR = "vendor_id"


@dataclass(frozen=True, slots=True)
class Stratified:
    """Two vendors, all orders together and stratum by stratum.

    `crude`: both rates; `standardised`: both rates with the orders of both together as weights, over the shared strata. `ratio`:
    odds ratio (rates: rate ratio) of the first against the second within strata, with its interval at 95 %; None where it is
    not finite. `crude_z`, `z`: above 0 where the first is higher. `unevenness`: p of the test that the ratio is the same in all
    strata (shares only); under UNEVEN one ratio does not do, show the strata. `shared`: part of all their orders.
    """

    crude: tuple[float, float]
    standardised: tuple[float, float]
    ratio: float | None
    low: float | None
    high: float | None
    crude_z: float
    z: float
    unevenness: float | None
    shared: float

    @property
    def is_reversed(self) -> bool:
        """The order turns round, and neither order is chance."""
        return self.crude_z * self.z < 0 and min(abs(self.crude_z), abs(self.z)) > SURE


@dataclass(frozen=True, slots=True)
class Reversal:
    """`higher` has the higher crude rate, and the lower one within the levels of the column `by`; figures: first `higher`."""

    higher: str
    lower: str
    by: str
    figures: Stratified


def reversals(cells: pl.DataFrame, stratifiers: Sequence[str], kind: Kind = "p") -> tuple[Reversal, ...]:
    """Every pair of vendors and stratifier with a reversal, the surest first.

    `cells`: vendor_id, the stratifiers (absent ones are passed over, a null is a stratum), numerator, denominator.
    """
    found: list[Reversal] = []
    for by in stratifiers:
        if by in cells.columns and by != VENDOR:
            vendors, k, n = _table(cells, by)
            for one, other in _suspects(k, n, kind):
                figures = stratified(k[one], n[one], k[other], n[other], kind)
                found.append(Reversal(vendors[one], vendors[other], by, figures))
    return tuple(sorted(found, key=lambda one: (-min(one.figures.crude_z, -one.figures.z), one.higher, one.lower, one.by)))


def _table(cells: pl.DataFrame, by: str) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Vendors, and their sums by stratum (V, L)."""
    summed = (
        cells.filter(pl.col(VENDOR).is_not_null(), pl.col("numerator").is_not_null(), pl.col("denominator") > 0)
        .group_by(VENDOR, by)
        .agg(pl.col("numerator", "denominator").sum().cast(pl.Float64))
        .with_columns(row=pl.col(VENDOR).rank("dense") - 1, column=pl.struct(by).rank("dense") - 1)
        .sort(VENDOR)
    )
    vendors = tuple(summed[VENDOR].unique(maintain_order=True))
    k = np.zeros((len(vendors), summed["column"].n_unique()))
    n, at = np.zeros_like(k), (summed["row"].to_numpy(), summed["column"].to_numpy())
    k[at], n[at] = summed["numerator"].to_numpy(), summed["denominator"].to_numpy()
    return vendors, k, n


def _suspects(k: np.ndarray, n: np.ndarray, kind: Kind) -> list[tuple[int, int]]:
    """Pairs (first the one with the higher crude rate) whose order turns round with both |z| > SURE."""
    pairs: list[tuple[int, int]] = []
    all_k, all_n = k.sum(axis=1, keepdims=True), n.sum(axis=1, keepdims=True)
    for one in range(len(k)):
        crude = _z(all_k[[one]], all_n[[one]], all_k, all_n, kind)
        within = _z(k[[one]], n[[one]], k, n, kind)
        pairs += [(one, int(other)) for other in np.flatnonzero((crude > SURE) & (within < -SURE))]
    return pairs


def _z(k: np.ndarray, n: np.ndarray, of_k: np.ndarray, of_n: np.ndarray, kind: Kind) -> np.ndarray:
    """Cochran–Mantel–Haenszel z (no continuity correction) over the last axis: successes beyond the expected, over their sd."""
    both, m = n + of_n, k + of_k
    safe = np.where(both > 0, both, 1)
    spread = n * of_n * m / safe**2
    if kind == "p":
        spread = spread * np.maximum(both - m, 0) / np.maximum(both - 1, 1)
    excess, variance = (k - m * n / safe).sum(axis=-1), spread.sum(axis=-1)
    return np.divide(excess, np.sqrt(variance), out=np.zeros_like(excess), where=variance > 0)


def stratified(k: np.ndarray, n: np.ndarray, of_k: np.ndarray, of_n: np.ndarray, kind: Kind = "p") -> Stratified:
    """The first vendor (successes or events `k` of `n` in each stratum) against the second (`of_k` of `of_n`)."""
    has_both = (n > 0) & (of_n > 0)
    a, size, c, of_size = k[has_both], n[has_both], of_k[has_both], of_n[has_both]
    weights = (size + of_size) / (size + of_size).sum() if len(a) else size
    ratio, error = _ratio(a, size, c, of_size, kind)
    half = None if ratio is None or error is None else np.exp(special.ndtri(0.975) * error)
    return Stratified(
        crude=(_over(k.sum(), n.sum()), _over(of_k.sum(), of_n.sum())),
        standardised=(float((weights * a / size).sum()), float((weights * c / of_size).sum())) if len(a) else (np.nan, np.nan),
        ratio=ratio,
        low=None if ratio is None or half is None else float(ratio / half),
        high=None if ratio is None or half is None else float(ratio * half),
        crude_z=float(_z(k.sum(keepdims=True), n.sum(keepdims=True), of_k.sum(keepdims=True), of_n.sum(keepdims=True), kind)),
        z=float(_z(k, n, of_k, of_n, kind)),
        unevenness=_unevenness(a, size, c, of_size, ratio) if kind == "p" else None,
        shared=_over(size.sum() + of_size.sum(), n.sum() + of_n.sum()),
    )


def _over(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")


def _ratio(a: np.ndarray, n: np.ndarray, c: np.ndarray, of_n: np.ndarray, kind: Kind) -> tuple[float | None, float | None]:
    """Mantel–Haenszel ratio and the standard error of its log; None where one side has no event at all."""
    both = n + of_n
    r, s = (a * (of_n - c), (n - a) * c) if kind == "p" else (a * of_n, n * c)
    r, s = r / both, s / both
    above, below = r.sum(), s.sum()
    if above <= 0 or below <= 0:
        return None, None
    if kind == "u":
        return float(above / below), float(np.sqrt(((a + c) * n * of_n / both**2).sum() / (above * below)))
    alike, unlike = (a + of_n - c) / both, (n - a + c) / both
    mixed = (alike * s + unlike * r).sum() / (2 * above * below)
    variance = (alike * r).sum() / (2 * above**2) + mixed + (unlike * s).sum() / (2 * below**2)
    return float(above / below), float(np.sqrt(variance))


def _unevenness(a: np.ndarray, n: np.ndarray, c: np.ndarray, of_n: np.ndarray, ratio: float | None) -> float | None:
    """Breslow–Day p value; strata in which nobody, or everybody, succeeds say nothing."""
    m = a + c
    telling = (m > 0) & (m < n + of_n)
    if ratio is None or telling.sum() < 2:
        return None
    a, n, of_n, m = a[telling], n[telling], of_n[telling], m[telling]
    fitted = _with_ratio(n, of_n, m, ratio)
    variance = 1 / (1 / fitted + 1 / (m - fitted) + 1 / (n - fitted) + 1 / (of_n - m + fitted))
    return float(special.chdtrc(len(a) - 1, ((a - fitted) ** 2 / variance).sum()))


def _with_ratio(n: np.ndarray, of_n: np.ndarray, m: np.ndarray, ratio: float) -> np.ndarray:
    """The first vendor's successes e in tables of these margins with this odds ratio: e(of_n − m + e) = ratio·(n − e)(m − e)."""
    square, linear, constant = 1 - ratio, of_n - m + ratio * (n + m), -ratio * n * m
    root = np.sqrt(np.maximum(linear**2 - 4 * square * constant, 0))
    return -2 * constant / (linear + root)
