"""Why a KPI moved between two periods: exactly additive parts with intervals."""

from __future__ import annotations

from assay.stats.attribution.attributed import attributed
from assay.stats.attribution.cells import Kind, Sides
from assay.stats.attribution.first_look import Element, Look, Thresholds, first_look, first_look_at_sum
from assay.stats.attribution.kitagawa import Kitagawa, kitagawa
from assay.stats.attribution.result import Attribution, Part, Verdict
from assay.stats.attribution.shapley import CrossClassified, cross_classified, shapley

__all__ = [
    "Attribution", "CrossClassified", "Element", "Kind", "Kitagawa", "Look", "Part", "Sides", "Thresholds", "Verdict",
    "attributed", "cross_classified", "first_look", "first_look_at_sum", "kitagawa", "shapley",
]
