"""A simulated company as raw files: workbooks, CSV in two encodings, Parquet; monthly drops, repeated rows, corrections, faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xlsxwriter

from assay.simulate.company import Company
from assay.simulate.drops import GROWTHS, Growth, folder, periods
from assay.simulate.forms import Form, as_cells, as_text, form
from assay.simulate.ledger import Ledger, ledger
from assay.simulate.sheets import put_csv, put_sheet
from assay.simulate.truths import toml

MASTERS = (
    "vendors",
    "sites",
    "agreements",
    "service_levels",
    "level_tiers",
    "calendars",
    "calendar_days",
    "role_requirements",
    "indicators",
)
_QUALITY = ("inspections", "findings", "complaints")
_WRONG_COLUMNS_MONTH, _EMPTY_MONTH = 16, 21
_MAINTENANCE = pl.col("service") == "maintenance"
Batch = Callable[[], tuple[int, int]]
"""Writes one file and says how many batches (sheets) and data rows are in it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. Batches are files or sheets, those to be refused included; rows are data rows, faulty ones too.

    `faults` counts rows by table and the reason for which each must be refused; `files` counts the files to be refused as a whole.
    """

    batches: int
    rows: int
    faults: Mapping[str, Mapping[str, int]]


def write(company: Company, folder: Path, seed: int, progress: Callable[[int, int], None] | None = None) -> Written:
    """Raw files under `folder`/raw and the truths in `folder`/truths.toml. `progress` is told (files written, files in all).

    Loaded in the order of the contracts' SOURCES, and within a table of the paths, the accepted rows are the company's tables.
    Where truths were planted, faults are too, at the counts that the truths state. Raises ValueError where rows run out for them.
    """
    raw, kept = folder / "raw", ledger(company, seed)
    files = tuple(_files(kept, raw))
    batches = rows = 0
    for number, put in enumerate(files, 1):
        sheets, height = put()
        batches, rows = batches + sheets, rows + height
        if progress:
            progress(number, len(files))
    counts = kept.fault_counts
    (folder / "truths.toml").write_text(toml({**company.truths, **({"faults": counts} if counts else {})}), "utf-8")
    return Written(batches, rows, counts)


def _files(kept: Ledger, raw: Path) -> Iterator[Batch]:
    """Every file, as a call that writes it."""
    yield lambda: _masters(kept, raw / "masters.xlsx")
    for growth in GROWTHS:
        for period in periods(growth, kept.months):
            yield from _drop(kept, growth, period, raw / folder(period, growth, kept.months))
    for month in kept.correction_months:
        yield lambda month=month: _corrections(kept, month, raw)  # type: ignore[misc]
    if kept.is_faulty:
        yield lambda: _wrong_columns(raw / f"{kept.months[_WRONG_COLUMNS_MONTH]:%Y-%m}" / "orders_svc_export.csv")
        yield lambda: _empty(raw / f"{kept.months[_EMPTY_MONTH]:%Y-%m}" / "pauses_export.csv")


def _drop(kept: Ledger, growth: Growth, period: int, place: Path) -> Iterator[Batch]:
    """The files of one table's drop; the quality workbook is written once, with all its sheets."""
    name = place.name
    match growth.table:
        case "orders":
            yield lambda: _orders(kept, growth, period, place)
            yield lambda: _services(kept, growth, period, place)
        case "inspections":
            yield lambda: _quality(kept, period, place / f"quality_{name}.xlsx")
        case "findings" | "complaints":
            return
        case "staff" | "trainings":
            yield lambda: _parquet(kept, growth, period, place / f"{growth.table}_{name}.parquet")
        case table:
            yield lambda: _csv(kept, form(table), kept.drop(growth, period), place / f"{table}_{name}.csv", "utf-8")


def _orders(kept: Ledger, growth: Growth, period: int, place: Path) -> tuple[int, int]:
    rows = kept.drop(growth, period).filter(_MAINTENANCE)
    return _csv(kept, form("orders_maintenance"), rows, place / f"orders_mnt_{place.name}.csv", "gb18030")


def _services(kept: Ledger, growth: Growth, period: int, place: Path) -> tuple[int, int]:
    rows = kept.drop(growth, period).filter(~_MAINTENANCE)
    return _csv(kept, form("orders_services"), rows, place / f"orders_svc_{place.name}.csv", "utf-8-sig")


def _csv(kept: Ledger, form: Form, rows: pl.DataFrame, path: Path, encoding: str) -> tuple[int, int]:
    if rows.is_empty():
        return 0, 0
    texts = kept.with_raw(as_text(rows, form, kept.zones), rows, form)
    return put_csv(texts, kept.is_misencoded(rows), path, encoding)


def _parquet(kept: Ledger, growth: Growth, period: int, path: Path) -> tuple[int, int]:
    rows = kept.drop(growth, period)
    if rows.is_empty():
        return 0, 0
    path.parent.mkdir(parents=True, exist_ok=True)
    as_cells(rows, form(growth.table)).write_parquet(path)
    return 1, len(rows)


def _masters(kept: Ledger, path: Path) -> tuple[int, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        return len(MASTERS), sum(put_sheet(book, as_cells(kept.tables[table], form(table)), form(table), ()) for table in MASTERS)


def _quality(kept: Ledger, period: int, path: Path) -> tuple[int, int]:
    """One workbook a quarter: inspections, findings, complaints; a sheet without rows is left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    drops = {growth.table: kept.drop(growth, period) for growth in GROWTHS if growth.table in _QUALITY}
    filled = {table: rows for table, rows in drops.items() if len(rows)}
    with xlsxwriter.Workbook(path) as book:
        for table, rows in filled.items():
            put_sheet(book, as_cells(rows, form(table)), form(table), kept.raw_cells(rows))
    return len(filled), sum(map(len, filled.values()))


def _corrections(kept: Ledger, month: int, raw: Path) -> tuple[int, int]:
    name = f"{kept.months[month]:%Y-%m}"
    return _csv(kept, form("orders_services"), kept.corrections(month), raw / name / f"orders_corrections_{name}.csv", "utf-8-sig")


def _wrong_columns(path: Path) -> tuple[int, int]:
    """An export of something else under the name of an order file."""
    return put_csv(pl.DataFrame({"Extension": ["8001", "8002"], "Calls": ["14", "9"]}), None, path, "utf-8-sig")


def _empty(path: Path) -> tuple[int, int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return 1, 0
