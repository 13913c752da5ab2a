"""What drives a KPI: adjusted effects of factors within vendors and sites, on grouped cells and on rows."""

from __future__ import annotations

from assay.stats.drivers.factors import corrected
from assay.stats.drivers.interactions import interactions
from assay.stats.drivers.model import drivers
from assay.stats.drivers.ordered import Ordered, ordered
from assay.stats.drivers.pace import pace
from assay.stats.drivers.quantiles import Quantile, quantiles
from assay.stats.drivers.result import (
    Calibration,
    Checks,
    Drivers,
    Estimate,
    FactorEffect,
    Group,
    Interaction,
    Kind,
    LevelEffect,
    LevelPair,
)

__all__ = [
    "Calibration",
    "Checks",
    "Drivers",
    "Estimate",
    "FactorEffect",
    "Group",
    "Interaction",
    "Kind",
    "LevelEffect",
    "LevelPair",
    "Ordered",
    "Quantile",
    "corrected",
    "drivers",
    "interactions",
    "ordered",
    "pace",
    "quantiles",
]
