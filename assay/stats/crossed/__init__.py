"""Vendors compared fairly: crude and adjusted rates from one crossed model on grouped cells."""

from __future__ import annotations

from assay.stats.crossed.design import Kind
from assay.stats.crossed.graph import Connections, Exclusive
from assay.stats.crossed.means import fitted_means
from assay.stats.crossed.model import fitted
from assay.stats.crossed.result import Coupling, Crossed, Estimates, Level, Model, Verdict

__all__ = [
    "Connections", "Coupling", "Crossed", "Estimates", "Exclusive", "Kind", "Level", "Model", "Verdict", "fitted", "fitted_means",
]
