"""What is scanned: cells with the values of their attributes, their sums now, and their sums in the periods before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

Kind = Literal["p", "u", "xmr"]
"""A share (binomial), a rate of events over an exposure (Poisson), a mean (normal)."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """C cells of D attributes. `codes` (C, D) are places in `levels`; `numerator`, `denominator` (C,) are the period's sums,
    `past_numerator`, `past_denominator` (P, C) those of the periods before, oldest first.

    `variance`: of single values, for means. `expected` (C,): the numerators that were to be expected, where somebody else knows
    (a forecast, a plan, peers); the history is then not asked. `unnamed`: attributes in which a missing value is never a cause.
    """

    kind: Kind
    attributes: tuple[str, ...]
    levels: tuple[tuple[str | None, ...], ...]
    codes: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray
    past_numerator: np.ndarray
    past_denominator: np.ndarray
    variance: float = 1.0
    expected: np.ndarray | None = None
    unnamed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        sums = (self.numerator, self.denominator, self.past_numerator, self.past_denominator)
        if any(not np.isfinite(one).all() for one in sums):
            raise ValueError("the sums of the cells must be known and finite")
        if any((one < 0).any() for one in (self.denominator, self.past_denominator)):
            raise ValueError("a denominator cannot be negative")
        if self.kind != "xmr" and any((one < 0).any() for one in (self.numerator, self.past_numerator)):
            raise ValueError("a count cannot be negative")
        if self.kind == "p" and any((k > n).any() for k, n in (sums[:2], sums[2:])):
            raise ValueError("a share has more successes than orders")

    @property
    def cards(self) -> tuple[int, ...]:
        return tuple(len(levels) for levels in self.levels)

    def grouped(self, places: Sequence[int]) -> tuple[np.ndarray, int]:
        """(C,) the group of each cell by some attributes, from 0, and the number of groups that may be."""
        sizes = [self.cards[place] for place in places]
        return np.ravel_multi_index([self.codes[:, place] for place in places], sizes), int(np.prod(sizes))


def tabled(
    cells: pl.DataFrame,
    attributes: Sequence[str],
    period: str,
    kind: Kind = "p",
    *,
    failures: bool = False,
    unnamed: Collection[str] = (),
) -> Table:
    """The table of grouped cells: `period`, the attributes, numerator, denominator (and squares for means).

    Every other period in them is history, in the order of their labels. `failures`: of a share, what is missing to the
    denominator is counted. Attributes with a single value are left out. Raises ValueError where the period has no row.
    """
    told = _added(cells, attributes, failures)
    if not (told["period"] == period).any():
        raise ValueError(f"no row of {period}")
    used = tuple(name for name in attributes if told[name].n_unique() > 1)
    keys = told.select(used).unique(maintain_order=True).sort(used, nulls_last=True).with_row_index("cell")
    placed = told.join(keys, on=list(used), how="left", nulls_equal=True) if used else told.with_columns(cell=pl.lit(0))
    past = sorted(set(told["period"]) - {period})
    numerator, denominator = (_laid(placed, (*past, period), name, max(len(keys), 1)) for name in ("numerator", "denominator"))
    levels, codes = _coded(keys, used)
    return Table(
        kind, used, levels, codes, numerator[-1], denominator[-1], numerator[:-1], denominator[:-1],
        _variance(told) if kind == "xmr" else 1.0, None, frozenset(unnamed),
    )


def _added(cells: pl.DataFrame, attributes: Sequence[str], failures: bool) -> pl.DataFrame:
    sums = [name for name in ("numerator", "denominator", "squares") if name in cells.columns]
    told = (
        cells.filter(pl.col("denominator") > 0, pl.col("numerator").is_not_null())
        .with_columns(pl.col(list(attributes)).cast(pl.String))
        .group_by("period", *attributes)
        .agg(pl.col(sums).sum().cast(pl.Float64))
    )
    return told.with_columns(numerator=pl.col("denominator") - pl.col("numerator")) if failures else told


def _laid(placed: pl.DataFrame, periods: Sequence[str], name: str, cells: int) -> np.ndarray:
    """(periods, cells), 0 where a cell has no row."""
    at = {period: row for row, period in enumerate(periods)}
    row = placed["period"].replace_strict(at, return_dtype=pl.Int64).to_numpy()
    laid = np.zeros((len(periods), cells))
    laid[row, placed["cell"].to_numpy()] = placed[name].to_numpy()
    return laid


def _coded(keys: pl.DataFrame, used: Sequence[str]) -> tuple[tuple[tuple[str | None, ...], ...], np.ndarray]:
    levels, codes = [], []
    for name in used:
        known = keys[name].unique().sort(nulls_last=True)
        places = pl.DataFrame({name: known, "place": np.arange(len(known))})
        found = keys.select(name).join(places, on=name, how="left", nulls_equal=True, maintain_order="left")
        levels.append(tuple(known))
        codes.append(found["place"].to_numpy())
    return tuple(levels), np.column_stack(codes) if codes else np.zeros((1, 0), dtype=np.int64)


def _variance(told: pl.DataFrame) -> float:
    """Of single values within the cells, pooled; of all values where no cell has two."""
    n, total, squares = (told[name].to_numpy() for name in ("denominator", "numerator", "squares"))
    within, freedom = float((squares - total**2 / n).sum()), float((n - 1).sum())
    if freedom > 0 and within > 0:
        return within / freedom
    return float(max(squares.sum() / n.sum() - (total.sum() / n.sum()) ** 2, 1e-12))
