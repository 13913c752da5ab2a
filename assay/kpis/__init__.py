"""Every KPI, declared once: a sum over a sum. Definitions, sources and choices are in docs/methods.md and the KPI catalogue."""

from __future__ import annotations

from assay.kpis.declare import Chart, Direction, Excluded, Grain, Kpi, Part, count
from assay.kpis.looks import CORRECTION_ON_TIME, DEFECT_RATE, INSPECTION_COVERAGE, INSPECTION_PASS_RATE, INSPECTION_SCORE
from assay.kpis.orders import (
    CLEARANCE_RATE,
    COMPLETION_ON_TIME,
    COMPLETION_RATE,
    OVERDUE_BACKLOG_SHARE,
    REPEAT_RATE,
    RESPONSE_MINUTES,
    RESPONSE_ON_TIME,
)
from assay.kpis.people import CERTIFIED_SHARE, STAFF_TURNOVER, TRAINING_HOURS
from assay.kpis.voices import COMPLAINT_RATE, COMPLAINT_REPLY_ON_TIME, CSAT_SCORE, CSAT_TOP2_SHARE, NPS, SURVEY_RESPONSE_RATE

KPIS: tuple[Kpi, ...] = (
    RESPONSE_ON_TIME, COMPLETION_ON_TIME, COMPLETION_RATE, CLEARANCE_RATE, REPEAT_RATE, RESPONSE_MINUTES, OVERDUE_BACKLOG_SHARE,
    INSPECTION_PASS_RATE, INSPECTION_SCORE, DEFECT_RATE, INSPECTION_COVERAGE, CORRECTION_ON_TIME,
    CSAT_SCORE, CSAT_TOP2_SHARE, NPS, SURVEY_RESPONSE_RATE, COMPLAINT_RATE, COMPLAINT_REPLY_ON_TIME,
    CERTIFIED_SHARE, TRAINING_HOURS, STAFF_TURNOVER,
)

__all__ = ["KPIS", "Chart", "Direction", "Excluded", "Grain", "Kpi", "Part", "count", "kpi"]


def kpi(id_: str) -> Kpi:
    """The KPI of that id. Raises KeyError for an unknown one."""
    for declared in KPIS:
        if declared.id == id_:
            return declared
    raise KeyError(f"no KPI named {id_}")
