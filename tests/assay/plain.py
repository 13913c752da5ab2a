"""Every KPI counted once more in plain Python, straight from the definitions (section 0): an independent route for the tests.

For each KPI: (table, date column, value of a row) of the numerator, and the same of the denominator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import log

Row = Mapping[str, object]
Part = tuple[str, str, Callable[[Row], float]]


def states(clock: str, *wanted: str) -> Callable[[Row], int]:
    return lambda row: int(row[f"{clock}_state"] in wanted)


def on_time(table: str, clock: str) -> tuple[Part, Part]:
    on = f"{clock}_deadline_on"
    return (table, on, states(clock, "met")), (table, on, states(clock, "met", "missed", "open_past_deadline"))


def due(row: Row) -> bool:
    return row["completion_state"] in ("met", "missed", "open_past_deadline") and row["cancelled_at"] is None


def fault(row: Row) -> bool:
    return row["kind"] == "fault" and row["completed_at"] is not None and bool(row["is_recall_settled"])


def cleared(row: Row) -> bool:
    return fault(row) and row["outcome"] == "solved" and row["visits"] == 1 and not row["is_recalled"]


def watched(row: Row) -> bool:
    return row["completed_at"] is not None and bool(row["is_recall_settled"])


def items(row: Row) -> int:
    looked_at = row["population"] if row["method"] == "full" else row["sample_size"]
    return 0 if looked_at is None or row["defects"] is None else looked_at


def promotion(row: Row) -> int:
    return 0 if row["nps"] is None else int(row["nps"] >= 9) - int(row["nps"] <= 6)


def log_minutes(row: Row) -> float:
    return 0.0 if row["response_minutes"] is None else log(max(row["response_minutes"], 1.0))


def corrected(row: Row) -> bool:
    return bool(row["is_due"]) and row["corrected_on"] is not None and row["corrected_on"] <= row["due_on"]


def looked_in_time(row: Row) -> bool:
    return bool(row["is_due"]) and row["done_on"] is not None and row["done_on"] <= row["due_on"]


PLAIN: dict[str, tuple[Part, Part]] = {
    "response_on_time": on_time("orders", "response"),
    "completion_on_time": on_time("orders", "completion"),
    "complaint_reply_on_time": on_time("complaints", "reply"),
    "completion_rate": (
        ("orders", "completion_deadline_on", lambda row: int(due(row) and row["completed_at"] is not None)),
        ("orders", "completion_deadline_on", lambda row: int(due(row))),
    ),
    "clearance_rate": (
        ("orders", "completed_on", lambda row: int(cleared(row))),
        ("orders", "completed_on", lambda row: int(fault(row))),
    ),
    "repeat_rate": (
        ("orders", "completed_on", lambda row: int(watched(row) and row["is_recalled"])),
        ("orders", "completed_on", lambda row: int(watched(row))),
    ),
    "response_minutes": (
        ("orders", "responded_on", log_minutes),
        ("orders", "responded_on", lambda row: int(row["response_minutes"] is not None)),
    ),
    "overdue_backlog_share": (
        ("open_orders", "snapshot_on", lambda row: int(row["is_overdue"])),
        ("open_orders", "snapshot_on", lambda row: 1),
    ),
    "inspection_pass_rate": (
        ("inspections", "done_on", lambda row: int(row["outcome"] == "pass")),
        ("inspections", "done_on", lambda row: int(row["outcome"] is not None)),
    ),
    "inspection_score": (
        ("inspections", "done_on", lambda row: row["score"] or 0.0),
        ("inspections", "done_on", lambda row: int(row["score"] is not None)),
    ),
    "defect_rate": (
        ("inspections", "done_on", lambda row: row["defects"] if items(row) else 0),
        ("inspections", "done_on", items),
    ),
    "inspection_coverage": (
        ("inspections", "due_on", lambda row: int(looked_in_time(row))),
        ("inspections", "due_on", lambda row: int(bool(row["is_due"]))),
    ),
    "correction_on_time": (
        ("findings", "due_on", lambda row: int(corrected(row))),
        ("findings", "due_on", lambda row: int(bool(row["is_due"]))),
    ),
    "csat_score": (
        ("surveys", "answered_on", lambda row: row["csat"] or 0),
        ("surveys", "answered_on", lambda row: int(row["csat"] is not None)),
    ),
    "csat_top2_share": (
        ("surveys", "answered_on", lambda row: int(row["csat"] is not None and row["csat"] >= 4)),
        ("surveys", "answered_on", lambda row: int(row["csat"] is not None)),
    ),
    "nps": (("surveys", "answered_on", promotion), ("surveys", "answered_on", lambda row: int(row["nps"] is not None))),
    "survey_response_rate": (
        ("surveys", "invited_on", lambda row: int(bool(row["is_settled"]) and row["answered_at"] is not None)),
        ("surveys", "invited_on", lambda row: int(bool(row["is_settled"]))),
    ),
    "complaint_rate": (
        ("complaints", "received_on", lambda row: int(row["is_validated"] is True)),
        ("orders", "requested_on", lambda row: 1),
    ),
    "certified_share": (
        ("staff_months", "month_on", lambda row: row["certified_days"] or 0),
        ("staff_months", "month_on", lambda row: 0 if row["certified_days"] is None else row["days_employed"]),
    ),
    "training_hours": (
        ("trainings", "completed_on", lambda row: row["hours"] or 0.0),
        ("staff_months", "month_on", lambda row: row["days_employed"] / 30.4),
    ),
    "staff_turnover": (
        ("staff_months", "month_on", lambda row: int(row["has_left"])),
        ("staff_months", "month_on", lambda row: row["days_employed"]),
    ),
}


def label(day: date, grain: str) -> str:
    """The period of a day, by the calendar module rather than by our table of days."""
    if grain == "day":
        return day.isoformat()
    if grain == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{day:%Y-%m}" if grain == "month" else f"{day.year}-Q{(day.month + 2) // 3}"


def counted(kpi: str, tables: Mapping[str, Iterable[Row]], by: tuple[str, ...], grain: str) -> dict[tuple, tuple[float, float]]:
    """(period, dimensions …) → (numerator, denominator), cells in which nothing happened left out."""
    sums: dict[tuple, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for place, (table, on, value) in enumerate(PLAIN[kpi]):
        for row in tables[table]:
            if row[on] is not None:
                sums[(label(row[on], grain), *(row[name] for name in by))][place] += value(row)
    return {key: (x, n) for key, (x, n) in sums.items() if x or n}
