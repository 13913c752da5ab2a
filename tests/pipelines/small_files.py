"""A company small enough to read: two vendors, two sites, and order files written line by line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from assay.warehouse.connect import reading
from assay.warehouse.folder import current
from pipelines.load import load
from pipelines.mappings.mapping import Mapping
from pipelines.outcome import Load

NOW = datetime(2026, 2, 1)
HEADER = "order_id,vendor_id,site_id,service,kind,category,priority_at_request,cost,requested_at,completed_at"


def order(order_id: str, vendor: str = "V1", cost: object = 10, requested: str = "2026-01-05 08:00:00", completed: str = "") -> str:
    return f"{order_id},{vendor},S1,maintenance,fault,hvac,high,{cost},{requested},{completed}"


def masters(folder: Path) -> Path:
    """Writes the vendors V1 and V2 and the sites S1 (Shanghai) and S2 (Berlin)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vendors.csv").write_text("vendor_id,name\nV1,One\nV2,Two\n")
    (folder / "sites.csv").write_text("site_id,name,time_zone\nS1,East,Asia/Shanghai\nS2,West,Europe/Berlin\n")
    return folder


def orders(folder: Path, *lines: str, name: str = "orders.csv", header: str = HEADER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join((header, *lines, "")), encoding="utf-8")
    return folder / name


def taken(home: Path, *paths: Path, mappings: Sequence[Mapping] = (), now: datetime = NOW, again: bool = False) -> Load:
    return load(paths, home, mappings, now, again=again)


def asked(home: Path, question: str) -> list[tuple[object, ...]]:
    """What the published warehouse answers."""
    published = current(home)
    assert published is not None
    with reading(published) as connection:
        return connection.execute(question).fetchall()
