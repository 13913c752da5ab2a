"""One plausible value a column, for the example of a template: what a person would write there, never a real record."""

from __future__ import annotations

from collections.abc import Mapping as Table
from datetime import date, datetime, timedelta

from assay.contracts import Column, Contract
from assay.text import Language, Text
from pipelines.mappings.titles import words

Value = str | int | float | date | datetime
DAY = date(2026, 1, 5)
_SERVED = Text("设备维护一部", "Maintenance One")
_HALL = Text("一号厂房", "Building One")
_ROLE = Text("电梯维修工", "Lift technician")
_COURSE = Text("电梯作业证", "Lift licence")

_TEXTS: Table[str, Text | str] = {
    "vendor_id": "V-001", "site_id": "S-001", "agreement_id": "AG-001", "level_id": "AG-001-1", "calendar_id": "WORKDAYS",
    "worker_id": "W-0001", "inspector_id": "I-01", "order_id": "WO-2026-0001", "recall_of": "WO-2025-0988", "asset_id": "LIFT-07",
    "inspection_id": "IN-2026-001", "response_id": "SV-2026-0001", "complaint_id": "CP-2026-0001", "time_zone": "Asia/Shanghai",
    "opens": "08:30", "closes": "17:30", "pool_category": "A", "incident_group": "A", "kpi": "response_on_time",
    "vendors.name": _SERVED, "sites.name": _HALL, "calendar_days.name": Text("元旦", "New Year"),
    "peer_group": Text("设备维护", "Maintenance"), "region": Text("华东", "East"), "role": _ROLE, "course": _COURSE,
    "category": Text("电梯", "Lift"), "reason": Text("等待备件", "Waiting for a part"), "item": Text("轿厢照明", "Cabin light"),
    "orders.comment": Text("电梯停运", "Lift stands still"), "surveys.comment": Text("响应很快", "They came at once"),
    "complaints.comment": Text("约定时间没有人来", "Nobody came at the agreed time"), "indicators.unit": "%",
    "indicators.kpi": "lift_availability", "aggregates.kpi": "lift_availability",
    "title_zh": "电梯可用率", "title_en": "Lift availability",
}
_NUMBERS: Table[str, float] = {
    "monthly_charge": 120_000, "at_risk_share": 0.1, "clock_minutes": 60, "target": 95, "minimum": 90, "decimals": 1,
    "recall_days": 30,
    "weight": 1, "pool_share": 0.4, "repeat_multiplier": 2, "earn_back_months": 3, "earn_back_level": 97, "earn_back_share": 0.5,
    "bonus_target": 99, "bonus_share": 0.02, "weekday": 1, "as_weekday": 1, "hours": 16, "score": 88, "visits": 1, "cost": 320,
    "population": 200, "sample_size": 50, "defects": 2, "csat": 4, "nps": 9, "numerator": 712, "denominator": 744, "value": 95.7,
    "scale": 100, "point_share": 0.01, "allocation_share": 0.5, "from_value": 98, "to_value": 98.9, "points": 1,
}
# In the order in which things happen; a day or a moment that is not named here is the first.
_DAYS_LATER: Table[str, int] = {
    "ended_on": 400, "effective_to": 725, "expires_on": 730, "completed_on": 14, "due_on": 7, "done_on": 3, "corrected_on": 5,
    "period_on": -4, "day_on": -4, "effective_from": -4, "started_on": -4,
}
_MINUTES_LATER: Table[str, int] = {
    "requested_at": 0, "responded_at": 25, "completed_at": 140, "reopened_at": 600, "paused_at": 40, "resumed_at": 95,
    "invited_at": 0, "answered_at": 180, "received_at": 0, "replied_at": 200, "closed_at": 1_500,
}
_EMPTY = frozenset({"ended_on", "cancelled_at", "reopened_at", "recall_of", "effective_to"})
"""Mostly empty in real files, so empty in the example: nobody should fill them for the look of it."""


def specimen(contract: Contract, column: Column, language: Language) -> Value | None:
    """An example value that keeps the column's promises; None where the example leaves the cell empty.

    Raises KeyError for a column that has none: a new column gets one here.
    """
    if column.name in _EMPTY:
        return None
    if known := words(column):
        return next(iter(known.values()))(language)
    match column.type:
        case "date":
            return DAY + timedelta(days=_DAYS_LATER[column.name])
        case "moment":
            return datetime(2026, 1, 5, 9, 30) + timedelta(minutes=_MINUTES_LATER[column.name])
        case "integer" | "number":
            number = _NUMBERS[column.name]
            return int(number) if float(number).is_integer() else number
        case _:
            found = _TEXTS.get(f"{contract.table}.{column.name}") or _TEXTS[column.name]
            return found(language) if isinstance(found, Text) else found
