"""Cells of a KPI as arrays of places by periods, and which places a measure reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from assay.kpis import Kpi
from assay.stats.effect.panel import Sums


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """U places by P periods: `keys` has a row a place, `labels` a period each, `sums` are of shape (U, P), `is_treated` (U,)."""

    keys: pl.DataFrame
    labels: tuple[str, ...]
    sums: Sums
    is_treated: np.ndarray

    @property
    def treated(self) -> Sums:
        """The places that the measure reached, as one: of shape (P,)."""
        of = self.sums.taken(self.is_treated)
        squares = None if of.squares is None else of.squares.sum(axis=0)
        return Sums(of.numerator.sum(axis=0), of.denominator.sum(axis=0), squares, of.kind)


def panel(cells: pl.DataFrame, kpi: Kpi, by: Sequence[str], labels: Sequence[str], reached: pl.Expr) -> Panel:
    """`cells` by period and at least `by` (see `assay.warehouse.read.cells`); `reached`: whether a place is, by its keys. Rows
    without a place are left out."""
    names = [name for name in ("numerator", "denominator", "squares") if name in cells.columns]
    periods = pl.DataFrame({"period": labels}, schema={"period": pl.String}).with_row_index("at")
    summed = (
        cells.drop_nulls(list(by))
        .join(periods, on="period")
        .group_by(*by, "at")
        .agg(pl.col(names).sum().cast(pl.Float64))
        .sort(*by, "at")
    )
    keys = summed.select(*by).unique(maintain_order=True)
    placed = summed.join(keys.with_row_index("place"), on=list(by), maintain_order="left")
    arrays = {name: _array(placed, name, len(keys), len(labels)) for name in names}
    sums = Sums(arrays["numerator"], arrays["denominator"], arrays.get("squares"), kpi.chart)
    return Panel(keys, tuple(labels), sums, keys.select(reached.alias("reached"))["reached"].to_numpy().astype(bool))


def _array(placed: pl.DataFrame, name: str, places: int, periods: int) -> np.ndarray:
    found = np.zeros((places, periods))
    found[placed["place"].to_numpy(), placed["at"].to_numpy()] = placed[name].to_numpy()
    return found
