"""Which vendor was heard of in which month; a month with an agreement and no record is a hole."""

from __future__ import annotations

from statistics import median

import streamlit as st

from assay import written
from assay.warehouse.read import Period
from assay.warehouse.read_loads import expected
from ui import address, warehouse
from ui.data import read as data_read
from ui.data import words
from ui.markup import Cell, Column, Table
from ui.reading import TREND, Reading
from ui.table import show as show_table

Counts = dict[tuple[str, str], int]
Agreed = dict[str, frozenset[str]]
"""By label of a month, the vendors with an agreement in it."""


def show(now: Reading) -> None:
    months, vendors, counts, agreed = _months(now), _vendors(now), _counts(now), _agreed(now)
    if not months:
        st.markdown(now(words.COVERAGE_NO_MONTH))
        return
    missing = [(vendor, month) for vendor in vendors for month in months if _is_hole(vendor, month, counts, agreed)]
    st.markdown(_sentence(missing, months, vendors, now) if any(agreed.values()) else now(words.COVERAGE_NO_AGREEMENT))
    st.caption(now(words.COVERAGE_HINT))
    show_table(_grid(months, vendors, counts, agreed, now), "coverage")
    _later(now)


def _later(now: Reading) -> None:
    """The way on where the data go on after the chosen period."""
    latest = next((month for month in warehouse.periods(now.version, now.scope, "month") if not month.is_partial), None)
    if latest and latest.first > now.period.last:
        st.button(now(words.COVERAGE_LATER, label=latest.label), icon=":material/arrow_forward:", key="coverage_later",
                  type="tertiary", on_click=address.go, kwargs={"period": latest.label})


def holes(now: Reading) -> tuple[int, int]:
    """Of the vendor-months in view in which an agreement was in force: those without a record, and all of them."""
    counts, vendors = _counts(now), _vendors(now)
    pairs = [(vendor, label) for label, agreed in _agreed(now).items() for vendor in agreed if vendor in vendors]
    return sum(pair not in counts for pair in pairs), len(pairs)


def _months(now: Reading) -> list[Period]:
    """The months up to the end of the chosen period that are over, oldest first; the one that runs cannot be a hole yet."""
    known = [month for month in warehouse.periods(now.version, now.scope, "month") if month.first <= now.period.last]
    return [month for month in reversed(known[:TREND]) if not month.is_partial]


def _vendors(now: Reading) -> dict[str, str]:
    chosen = now.view.get("vendors", ())
    names = warehouse.vendors(now.version, now.scope)
    agreements = data_read.agreed(now.version, now.scope, now.members)["vendor_id"].to_list()
    seen = {*agreements, *data_read.coverage(now.version, now.scope, now.members)["vendor_id"]}
    return {id_: name for id_, name in names.items() if id_ in seen and (not chosen or id_ in chosen)}


def _counts(now: Reading) -> Counts:
    return {(vendor, month): rows for vendor, month, rows in data_read.coverage(now.version, now.scope, now.members).iter_rows()}


def _agreed(now: Reading) -> Agreed:
    signed = data_read.agreed(now.version, now.scope, now.members)
    return {month.label: expected(signed, month.first, month.last) for month in _months(now)}


def _is_hole(vendor: str, month: Period, counts: Counts, agreed: Agreed) -> bool:
    return (vendor, month.label) not in counts and vendor in agreed[month.label]


def _sentence(missing: list[tuple[str, Period]], months: list[Period], vendors: dict[str, str], now: Reading) -> str:
    if not missing:
        return now(words.COVERAGE_FULL, months=len(months))
    named = dict.fromkeys(f"{vendors[vendor]} {month.label}" for vendor, month in missing)
    joined = ("、" if now.language == "zh" else ", ").join(list(named)[:6]) + ("…" if len(named) > 6 else "")
    return now(words.COVERAGE_HOLES, months=len(months), holes=len(missing), vendors=joined)


def _grid(months: list[Period], vendors: dict[str, str], counts: Counts, agreed: Agreed, now: Reading) -> Table:
    columns = (
        Column("vendor", now(words.COVERAGE_TITLE), align="left", is_first=True),
        *(Column(month.label, month.label) for month in months),
    )
    rows = tuple(_row(vendor, name, months, counts, agreed, now) for vendor, name in vendors.items())
    return Table(columns, rows, now(words.COVERAGE_TITLE))


def _row(vendor: str, name: str, months: list[Period], counts: Counts, agreed: Agreed, now: Reading) -> dict[str, Cell]:
    own = [counts[vendor, month.label] for month in months if (vendor, month.label) in counts]
    usual = median(own) if own else 0
    cells = {month.label: _cell(vendor, month, counts, agreed, usual, now) for month in months}
    return {"vendor": Cell(name, href=address.link("data", vendors=vendor)), **cells}


def _cell(vendor: str, month: Period, counts: Counts, agreed: Agreed, usual: float, now: Reading) -> Cell:
    count = counts.get((vendor, month.label))
    if count is not None:
        href = address.link("", vendors=vendor, period=month.label)
        return Cell(written.count(count), href=href, tone="thin" if count < usual / 2 else "full")
    is_hole = _is_hole(vendor, month, counts, agreed)
    return Cell(now(words.COVERAGE_NONE), tone="hole") if is_hole else Cell(written.NOTHING, tone="faint")


