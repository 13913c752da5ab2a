"""What goes along with how fast orders are done, those that still wait included: hazard ratios of all factors in one model.

Events over minutes waited in each band of time are Poisson, the bands being one more group (Holford 1980, Biometrics 36:299); the
same model as `assay.stats.survival.hazard`, which compares the members of one factor with their average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from assay.stats.drivers.model import MINIMUM_N, drivers
from assay.stats.drivers.result import Drivers, FactorEffect
from assay.stats.survival.hazard import BAND


def pace(
    cells: pl.DataFrame,
    factors: Sequence[str],
    *,
    groups: Sequence[str] = ("vendor_id", "site_id"),
    reference: Mapping[str, str] | None = None,
    minimum_events: float = MINIMUM_N,
    confidence: float = 0.95,
) -> Drivers:
    """Hazard ratios as `ratio` of each level, above 1 faster; no margins, for a hazard is nobody's figure.

    `cells` as `assay.stats.survival.bands` counts them: `band`, the factors, the groups that there are, `events`, `exposure` in
    minutes. A level with fewer than `minimum_events` is not told; its `n` is events, `observed` events per minute waited.
    """
    counted = cells.rename({"events": "numerator", "exposure": "denominator"})
    found = drivers(counted, factors, "u", groups=(BAND, *groups), reference=reference, minimum_n=0, confidence=confidence)
    told = tuple(_told(factor, minimum_events) for factor in found.factors)
    return replace(found, factors=told, n=float(cells["events"].sum()), minimum_n=minimum_events)


def _told(factor: FactorEffect, minimum_events: float) -> FactorEffect:
    """With events as n, without margins, and without estimates where events are few; the joint test is of them all."""
    levels = [replace(level, n=level.observed * level.n, margin=None) for level in factor.levels]
    enough = [level.n >= minimum_events - 1e-6 for level in levels]
    thin = {"verdict": "not_enough_data", "effect": None, "error": None, "p_value": None}
    told = tuple(
        level if level.verdict == "reference" or (one and enough[0]) else replace(level, **thin)  # type: ignore[arg-type]
        for level, one in zip(levels, enough, strict=True)
    )
    return replace(factor, levels=told)
