"""Rows that no loader must let in, each breaking exactly one promise, at known counts and beside the good rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import polars as pl

_ANY = pl.lit(True)
_FUTURE = datetime(2091, 3, 5, 8, 12)
_PLAIN = pl.all_horizontal(
    *(pl.col(name).is_not_null() for name in ("worker_id", "responded_at", "completed_at")),
    *(pl.col(name).is_null() for name in ("cancelled_at", "reopened_at", "recall_of")),
)
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
WRONG_ENCODING = "wrong_encoding"


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of bad row: made from a good one that is `fit`, by typed changes and by text written in place of a value (`raw`).

    `reason` is the check that it breaks. A row that is `of_own` gets a key of its own, so that no good row is lost with it.
    """

    table: str
    reason: str
    changes: Mapping[str, pl.Expr] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    fit: pl.Expr = _ANY
    of_own: bool = True


def _orders() -> tuple[Fault, ...]:
    answered_late = pl.col("responded_at") - pl.col("requested_at") >= 10 * _MINUTE
    faults = (
        Fault("orders", "duplicate", of_own=False),
        Fault("orders", "not_before_requested_at", {"responded_at": pl.col("requested_at") - 30 * _MINUTE}),
        Fault("orders", "not_before_responded_at", {"completed_at": pl.col("responded_at") - 3 * _MINUTE}, fit=answered_late),
        Fault("orders", "in_the_future", {"completed_at": pl.lit(_FUTURE, pl.Datetime("us"))}),
        Fault("orders", "unknown_in_vendors", {"vendor_id": pl.lit("V99"), "worker_id": pl.lit(None, pl.String)}),
        Fault("orders", "unknown_in_sites", {"site_id": pl.lit("S99")}),
        Fault(
            "orders",
            "worker_of_another_vendor",
            {"worker_id": pl.col("other_worker")},
            fit=pl.col("other_vendor") != pl.col("vendor_id"),
        ),
        Fault("orders", "one_of", raw={"priority_at_request": "特急"}),
        Fault("orders", "required", {"category": pl.lit(None, pl.String)}),
        Fault("orders", "between", {"cost": pl.lit(-80.0)}),
        Fault("orders", "not_a_number", raw={"cost": "约三百"}),
        Fault("orders", "not_a_moment", raw={"responded_at": "2024/02/30 10:15"}),
    )
    return tuple(Fault(f.table, f.reason, f.changes, f.raw, f.fit & _PLAIN, f.of_own) for f in faults)


_PAUSES = (
    Fault("pauses", "duplicate", of_own=False),
    Fault("pauses", "unknown_in_orders", {"order_id": pl.lit("WO-99999999")}),
    Fault(
        "pauses",
        "not_before_paused_at",
        {"paused_at": pl.col("paused_at") + _MINUTE, "resumed_at": pl.col("paused_at") - 30 * _MINUTE},
        fit=pl.col("resumed_at").is_not_null(),
    ),
)
_SURVEYS = (
    Fault("surveys", "duplicate", of_own=False),
    Fault("surveys", "not_before_invited_at", {"answered_at": pl.col("invited_at") - _DAY}, fit=pl.col("csat").is_not_null()),
    Fault("surveys", "between", {"csat": pl.lit(9, pl.Int64)}, fit=pl.col("csat").is_not_null()),
    Fault("surveys", "unknown_in_orders", {"order_id": pl.lit("WO-99999999")}),
    Fault("surveys", WRONG_ENCODING, fit=pl.col("comment").str.contains("[一-龥]")),
)
_DONE = pl.col("done_on").is_not_null()
_INSPECTIONS = (
    Fault("inspections", "duplicate", of_own=False),
    Fault("inspections", "between", {"score": (pl.col("score") * 10).round(0)}, fit=_DONE & (pl.col("score") > 20)),
    Fault("inspections", "more_defects_than_items", {"defects": pl.col("population") + 5}, fit=_DONE),
    Fault("inspections", "unknown_in_vendors", {"vendor_id": pl.lit("V99")}),
    Fault("inspections", "not_a_date", raw={"due_on": "2024-02-30"}, fit=pl.col("due_on").is_not_null()),
)
_RECHECKED = pl.col("item") + "（复查）"
_FINDINGS = (
    Fault("findings", "corrected_before_inspection", {"corrected_on": pl.col("due_on") - 60 * _DAY, "item": _RECHECKED}),
    Fault(
        "findings",
        "unknown_in_inspections",
        {"inspection_id": pl.lit("IC-99999999"), "item": pl.col("item") + pl.col("inspection_id")},
    ),
    Fault("findings", "not_a_date", {"item": _RECHECKED}, raw={"due_on": "31/13/2024"}),
)
_COMPLAINTS = (
    Fault(
        "complaints",
        "not_before_received_at",
        {"replied_at": pl.col("received_at") - 120 * _MINUTE},
        fit=pl.col("replied_at").is_not_null(),
    ),
    Fault("complaints", "one_of", raw={"severity": "特别严重"}),
    Fault("complaints", "not_a_moment", raw={"closed_at": "2024-02-30 10:00:00"}),
)
_PEOPLE = (
    Fault("staff", "not_before_started_on", {"ended_on": pl.col("started_on") - 10 * _DAY}),
    Fault("staff", "unknown_in_sites", {"site_id": pl.lit("S99")}),
    Fault("trainings", "unknown_in_staff", {"worker_id": pl.lit("W-99999999"), "course": pl.col("course") + pl.col("worker_id")}),
    Fault(
        "trainings",
        "not_before_completed_on",
        {"expires_on": pl.col("completed_on") - _DAY, "course": pl.col("course") + "（复训）"},
        fit=pl.col("expires_on").is_not_null(),
    ),
    Fault("trainings", "between", {"hours": pl.lit(900.0), "course": pl.col("course") + "（复训）"}),
)
_FIGURES = (
    Fault(
        "aggregates",
        "no_figure",
        {"numerator": pl.lit(None, pl.Float64), "grain": pl.lit("day")},
        fit=pl.col("denominator").is_not_null(),
    ),
)
FAULTS: tuple[Fault, ...] = (*_orders(), *_PAUSES, *_SURVEYS, *_INSPECTIONS, *_FINDINGS, *_COMPLAINTS, *_PEOPLE, *_FIGURES)
_IDS = {
    "orders": "order_id",
    "surveys": "response_id",
    "inspections": "inspection_id",
    "complaints": "complaint_id",
    "staff": "worker_id",
}


def rows_of_each(size: int) -> int:
    """How many rows of a kind go into the files of a company of that size, at the least."""
    return min(max(round(size / 10_000), 2), 20)


def rows_of(place: int, least: int) -> int:
    """How many rows of the kind at that place: neighbours differ, so that one kind counted as another would show."""
    return least + place % 4


def spoiled(dated: pl.DataFrame, table: str, count: int, rng: np.random.Generator) -> pl.DataFrame:
    """The bad rows of a table: the frame's columns, `born` (the period whose drop they are in) and `fault` (the place in FAULTS).

    No two are made from the same good row, and none from one that comes again later. Raises ValueError where good rows run out.
    """
    left = dated.filter(pl.col("born") == pl.col("last")).drop("last").with_row_index("row")
    parts: list[pl.DataFrame] = []
    for place, fault in enumerate(FAULTS):
        if fault.table == table:
            taken = _taken(left.filter(fault.fit), rows_of(place, count), fault, rng)
            left = left.filter(~pl.col("row").is_in(taken["row"].implode()))
            parts.append(_changed(taken, fault).with_columns(fault=pl.lit(place, pl.Int32)))
    return pl.concat(parts).drop("row")


def _taken(fit: pl.DataFrame, count: int, fault: Fault, rng: np.random.Generator) -> pl.DataFrame:
    if len(fit) < count:
        raise ValueError(f"{fault.table}: {len(fit)} rows are fit for {fault.reason}, {count} are asked for")
    return fit[np.sort(rng.choice(len(fit), count, replace=False)).tolist()]


def _changed(taken: pl.DataFrame, fault: Fault) -> pl.DataFrame:
    own = _IDS.get(fault.table) if fault.of_own else None
    keyed = {own: pl.col(own).str.replace(r"-\d", "-9")} if own else {}
    return taken.with_columns(**keyed, **fault.changes)
