"""Means compared by the same crossed model: scores, satisfaction, log minutes.

Single values are taken for normal with one sd σ, estimated within the cells from the sums of squares; the model runs in units of σ
about the mean of all, so that its weak priors mean the same for a score of 100 as for one of 5. The normal posterior is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from assay.stats.crossed.design import merged
from assay.stats.crossed.model import compared
from assay.stats.crossed.result import Crossed, Estimates, Model

_NO_SPREAD = 1e-12


def fitted_means(cells: pl.DataFrame, case_mix: Sequence[str]) -> Crossed:
    """Crude and adjusted means of the vendors in grouped cells: `fitted` with `numerator` Σx, `squares` Σx², `denominator` n.

    All figures are in the unit of x. The verdict is `no_spread` where no cell has two values that differ.
    """
    grouped = merged(cells, case_mix, "squares")
    total, size = grouped["numerator"].sum(), grouped["denominator"].sum()
    middle = total / size if size else 0.0
    squares = grouped.select((pl.col("squares") - pl.col("numerator") ** 2 / pl.col("denominator")).sum()).item()
    freedom = size - len(grouped)
    variance = squares / freedom if freedom > 0 else 0.0
    sd = variance**0.5 if variance > _NO_SPREAD * (1 + middle**2) else None
    unit = 1.0 if sd is None else sd
    in_units = grouped.with_columns(numerator=(pl.col("numerator") - middle * pl.col("denominator")) / unit)
    found = _back(compared(in_units, case_mix, "xmr"), middle, unit)
    if sd is None and found.model is not None:
        return replace(found, verdict="no_spread", model=None, fixed=None)
    return found


def _back(found: Crossed, middle: float, unit: float) -> Crossed:
    model = None if found.model is None else _model(found.model, found, middle, unit)
    fixed = None if found.fixed is None else _estimates(found.fixed, middle, unit)
    return replace(found, k=middle * found.n + unit * found.k, model=model, fixed=fixed)


def _estimates(of: Estimates, middle: float, unit: float) -> Estimates:
    return replace(
        of,
        effect=unit * of.effect,
        covariance=unit**2 * of.covariance,
        adjusted=middle + unit * of.adjusted,
        link_covariance=unit**2 * of.link_covariance,
    )


def _model(of: Model, found: Crossed, middle: float, unit: float) -> Model:
    return replace(
        of,
        estimates=_estimates(of.estimates, middle, unit),
        vendor_sd=unit * of.vendor_sd,
        site_sd=None if of.site_sd is None else unit * of.site_sd,
        expected=middle * found.n + unit * of.expected,
        levels=tuple(replace(level, effect=unit * level.effect, error=unit * level.error) for level in of.levels),
    )
