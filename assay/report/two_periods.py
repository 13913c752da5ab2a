"""The cells of a KPI in two periods side by side, as attribution, localisation and drivers take them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from assay.cells import names
from assay.kpis import Kpi
from assay.stats.attribution.cells import Sides

_SUMS = ("numerator", "denominator", "squares")


@dataclass(frozen=True, slots=True, eq=False)
class TwoPeriods:
    """C cells: `keys` has a row each, its dimensions; `sides` their sums before and after, in the same order."""

    keys: pl.DataFrame
    sides: Sides

    def levels(self, dimension: str) -> tuple[str | None, ...]:
        """The values of a dimension in the order of their codes; None, not recorded, is the last."""
        return tuple(self.keys[dimension].unique().sort(nulls_last=True))

    def codes(self, dimension: str) -> np.ndarray:
        """Which of `levels` each cell has (C,)."""
        levels = pl.DataFrame({dimension: self.levels(dimension)}, schema={dimension: self.keys.schema[dimension]})
        numbered = levels.with_row_index("code")
        found = self.keys.select(dimension).join(numbered, on=dimension, how="left", nulls_equal=True, maintain_order="left")
        return found["code"].to_numpy().astype(np.intp)


def two_periods(cells: pl.DataFrame, kpi: Kpi, before: Collection[str], after: Collection[str], by: Sequence[str]) -> TwoPeriods:
    """`cells` of the KPI (see `assay.warehouse.read.cells`) by period and at least the dimensions `by`; each side may be several
    periods. Where nothing was counted a sum is 0.

    Raises ValueError for a period that is on both sides, and where a side has no denominator.
    """
    if both := set(before) & set(after):
        raise ValueError(f"{', '.join(sorted(both))} cannot be before and after")
    summed = [name for name in _SUMS if name in names(kpi)]
    wide = (
        cells.filter(pl.col("period").is_in([*before, *after]))
        .group_by(*by)
        .agg(
            pl.col(name).filter(pl.col("period").is_in(list(side))).sum().cast(pl.Float64).alias(f"{name}_{row}")
            for name in summed
            for row, side in enumerate((before, after))
        )
        .filter(pl.any_horizontal(pl.col(f"{name}_{row}") != 0 for name in summed for row in (0, 1)))
        .sort(*by, nulls_last=True)
    )
    sums = {name: np.stack([wide[f"{name}_{row}"].to_numpy() for row in (0, 1)]) for name in summed}
    return TwoPeriods(wide.select(*by), Sides(sums["numerator"], sums["denominator"], sums.get("squares"), kpi.chart))
