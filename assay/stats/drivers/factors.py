"""The factors of one fit: each tested as a whole, all of them together against false discovery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from scipy import linalg, stats

from assay.stats.drivers.checks import inflations
from assay.stats.drivers.design import Design
from assay.stats.drivers.errors import Errors
from assay.stats.drivers.fit import Fitted
from assay.stats.drivers.levels import columns, effects, ordered
from assay.stats.drivers.result import SIGNAL, FactorEffect, LevelEffect


def judged(
    names: Sequence[str],
    grouped: pl.DataFrame,
    of: Design,
    fit: Fitted,
    errors: Errors,
    minimum_n: float,
    confidence: float,
) -> tuple[FactorEffect, ...]:
    """The factors of a fit in the order of `names`, with q-values over those that have a test."""
    return corrected([_effect(name, grouped, of, fit, errors, minimum_n, confidence) for name in names])


def corrected(found: Sequence[FactorEffect]) -> tuple[FactorEffect, ...]:
    """Factors that are told together, with q-values over those of them that have a test."""
    tested = [one.p_value for one in found if one.p_value is not None]
    adjusted = iter(stats.false_discovery_control(tested).tolist() if tested else [])
    return tuple(one if one.p_value is None else _with_q(one, next(adjusted)) for one in found)


def _with_q(one: FactorEffect, q_value: float) -> FactorEffect:
    return replace(one, q_value=q_value, verdict="associated" if q_value <= SIGNAL else "within_noise")


def _effect(
    name: str, grouped: pl.DataFrame, of: Design, fit: Fitted, errors: Errors, minimum_n: float, confidence: float
) -> FactorEffect:
    factor = next((one for one in of.factors if one.name == name), None)
    if factor is None:
        n, k = (float(grouped[sums].sum()) for sums in ("denominator", "numerator"))
        alone = LevelEffect(grouped[name][0], "reference", n, len(grouped), k / n)
        return FactorEffect(name, "one_level", (alone,))
    levels = effects(factor, of, fit, errors, minimum_n, confidence)
    told = [at for at, level in zip(columns(factor), levels, strict=True) if level.effect is not None]
    if not told:
        known = fit.is_known[factor.where].any()
        return FactorEffect(name, "not_enough_data" if known else "inseparable", ordered(factor, levels))
    statistic, p_value = _joint(np.array(told), fit, errors)
    inflation = inflations(of, fit).get(name)
    return FactorEffect(name, "within_noise", ordered(factor, levels), statistic, len(told), p_value, None, inflation)


def _joint(columns: np.ndarray, fit: Fitted, errors: Errors) -> tuple[float | None, float | None]:
    """Wald's test that all these coefficients are zero; None where there are no more clusters than coefficients."""
    if errors.clusters is not None and errors.clusters <= len(columns):
        return None, None
    own = fit.theta[columns]
    solved_for = linalg.solve(errors.covariance[np.ix_(columns, columns)], own, assume_a="sym")
    statistic = float(own @ solved_for) / len(columns)
    return statistic, errors.p_joint(statistic, len(columns))
