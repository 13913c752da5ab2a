"""Which definitions a figure was computed by: a name that changes when any of them does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from assay.agreements.scorecard import RULE
from assay.kpis import KPIS, Kpi

SETTLEMENT = "settlement-1"
"""The rules of `assay.agreements`, as docs/decisions/0010 states them. It grows with every change of a rule."""


def definitions_version(kpis: Iterable[Kpi] = KPIS) -> str:
    """The rules of settlement and scorecard by their numbers, and the KPIs by a hash of their declarations."""
    told = "\n".join(_declaration(kpi) for kpi in sorted(kpis, key=lambda kpi: kpi.id))
    return f"{SETTLEMENT} {RULE} kpis-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _declaration(kpi: Kpi) -> str:
    parts = (f"{part.table} {part.on} {part.expression!r}" for part in kpi.parts)
    return " | ".join((kpi.id, kpi.direction, kpi.chart, f"{kpi.scale!r} {kpi.squares} {kpi.is_log} {kpi.within}", *parts))
