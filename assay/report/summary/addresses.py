"""Where the evidence of a clause stands: pages of the application with what they are asked, relative to where it is reached.

The keys are those of the application's own links (`ui.view`); a test holds them against one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode


def of_page(page: str, **asked: str | None) -> str:
    """`page` is the path of the page, "" for the overview."""
    query = urlencode({key: value for key, value in asked.items() if value is not None})
    return f"{page}?{query}" if query else page


def of_series(kpi_id: str, label: str, vendor_id: str | None) -> str:
    """The control chart of one KPI: of a vendor, or of all in view."""
    whose: Mapping[str, str | None] = {"opened": vendor_id or "*", "vendors": vendor_id}
    return of_page("trends", kpi=kpi_id, period=label, grain="month", across="vendor_id", **whose)


def of_vendor(vendor_id: str, label: str) -> str:
    return of_page("vendor", vendors=vendor_id, period=label)


def of_statement(vendor_id: str, month: date) -> str:
    return of_page("agreements", part="statement", vendors=vendor_id, period=f"{month:%Y-%m}")


def of_compliance(label: str, vendor_id: str | None = None) -> str:
    """Every agreement of the month."""
    return of_page("agreements", part="compliance", period=label, vendors=vendor_id)


def of_causes(kpi_id: str, before: str, after: str, vendor_id: str | None = None) -> str:
    """Why a KPI moved between two periods."""
    return of_page("causes", kpi=kpi_id, base=before, period=after, vendors=vendor_id)


def of_data(part: str, label: str) -> str:
    return of_page("data", part=part, period=label)
