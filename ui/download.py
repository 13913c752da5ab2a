"""Tables as Excel: numbers as numbers, text never read as a formula."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import polars as pl
import streamlit as st
import xlsxwriter

from assay.agreements.standing import value_of
from assay.report.overview import Card as Result
from assay.report.overview import Overview, total
from assay.report.writers.xlsx import PLAIN
from assay.say import overview as say
from assay.text import Text
from ui import words
from ui.reading import Reading

_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def button(make: Callable[[], bytes], name: str, key: str, now: Reading, label: Text = words.DOWNLOAD) -> None:
    """A button that makes the file when it is pressed."""
    st.download_button(now(label), make, name, _MIME, key=f"download_{key}", on_click="ignore", icon=":material/download:",
                       type="tertiary")


def workbook(sheets: dict[str, pl.DataFrame]) -> bytes:
    """An Excel file with a sheet per frame. Text that looks like a formula or a link stays text."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, PLAIN) as book:
        for name, frame in sheets.items():
            frame.write_excel(book, worksheet=name[:31], autofit=True, freeze_panes=(1, 0))
    return target.getvalue()


def vendors(found: Overview, now: Reading) -> bytes:
    """Vendors by KPI as rows, in full precision."""
    rows = [
        {
            now(words.VENDORS): row.name,
            "vendor_id": row.vendor_id,
            now(words.KPI): one.kpi.title(now.language),
            "kpi": one.kpi.id,
            now(words.PERIOD): found.period,
            now(words.DETAIL_VALUE): one.value if one.is_published else None,
            now(words.DETAIL_NUMERATOR): one.sums.numerator,
            now(words.DETAIL_DENOMINATOR): one.sums.denominator,
            now(words.DETAIL_SETTLEMENT): {"met": now(say.MET), "missed": now(say.MISSED), "no_data": ""}[one.verdict],
            now(words.BEYOND_SHORT): one.is_beyond_chance,
        }
        for row in found.rows
        for one in row.kpis
    ]
    return workbook({found.period: pl.DataFrame(rows, infer_schema_length=None)})


def history(result: Result, cells: pl.DataFrame, now: Reading) -> bytes:
    """One KPI period by period, in full precision."""
    rows = []
    for label in now.trend:
        sums = total(cells.filter(pl.col("period") == label))
        rows.append(
            {
                now(words.PERIOD): label,
                result.kpi.title(now.language): value_of(result.kpi, sums),
                result.kpi.counted[0](now.language): sums.numerator,
                result.kpi.counted[1](now.language): sums.denominator,
            }
        )
    return workbook({result.kpi.id: pl.DataFrame(rows, infer_schema_length=None)})
