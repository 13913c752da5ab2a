"""Tiny literal tables for the tests of the derive step: rows as words and times, typed as the contracts say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from assay.contracts import contract
from assay.contracts.schema import polars_schema

SHANGHAI = {"site_id": "SH", "name": "上海", "time_zone": "Asia/Shanghai"}
BERLIN = {"site_id": "BE", "name": "Berlin", "time_zone": "Europe/Berlin"}
UTC_SITE = {"site_id": "U", "name": "Reykjavik", "time_zone": "UTC"}
AGREEMENT = {"agreement_id": "A", "vendor_id": "V", "service": "cleaning", "effective_from": date(2026, 1, 1)}
ORDER = {
    "order_id": "O1", "vendor_id": "V", "site_id": "U", "service": "cleaning", "kind": "fault", "category": "leak",
    "priority_at_request": "normal",
}
Row = Mapping[str, object]


def table(name: str, *rows: Row) -> pl.DataFrame:
    """A frame of a table's given columns; what a row does not name is missing."""
    declared = contract(name)
    schema = polars_schema(declared.given or declared.columns)
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def tables(**rows: list[Row]) -> dict[str, pl.DataFrame]:
    """Several tables, with the three sites unless others are given."""
    return {name: table(name, *of_table) for name, of_table in ({"sites": [SHANGHAI, BERLIN, UTC_SITE]} | rows).items()}


def level(kpi: str, minutes: float | None = None, priority: str | None = None, **more: object) -> dict[str, object]:
    """A service level of agreement A."""
    id_ = str(more.pop("level_id", f"{kpi}-{priority}"))
    said = {"level_id": id_, "agreement_id": "A", "kpi": kpi, "priority": priority, "clock_minutes": minutes, "target": 95.0}
    return said | more


def at(text: str) -> datetime:
    """A moment in UTC, as in 2026-10-05 08:00."""
    return datetime.fromisoformat(text)


def on(text: str) -> date:
    return date.fromisoformat(text)
