"""What a company will have written down by each period: good rows as they were known, corrections, and bad rows between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from assay.simulate.company import Company
from assay.simulate.drops import GROWTHS, Growth, dated, drop
from assay.simulate.faults import FAULTS, WRONG_ENCODING, rows_of_each, spoiled
from assay.simulate.forms import Form
from assay.simulate.timeline import Array, stream, timeline

REFUSED_FILES = {"refused": 2}
_CORRECTED_SHARE, _CORRECTED_BACK = 0.02, 3
_CORRECTIONS_EVERY = 6
_ENOUGH = 100_000
RawCell = tuple[int, str, str]
"""A row, our column, and the text that stands there in place of a value."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Tables with the periods of their rows, the bad rows by table, and which orders are first written down wrongly.

    `mistakes` has order_id and the month (place in `months`) whose corrections put it right.
    """

    tables: Mapping[str, pl.DataFrame]
    bad: Mapping[str, pl.DataFrame]
    mistakes: pl.DataFrame
    zones: Mapping[str, str]
    months: tuple[date, ...]
    is_faulty: bool

    @property
    def correction_months(self) -> tuple[int, ...]:
        return tuple(self.mistakes["month"].unique().sort())

    @property
    def fault_counts(self) -> dict[str, dict[str, int]]:
        """Bad rows by table and reason, and the files to be refused; empty where nothing was planted."""
        counts: dict[str, dict[str, int]] = {"files": dict(REFUSED_FILES)} if self.is_faulty else {}
        for table, rows in self.bad.items():
            known = rows.group_by("fault").len().sort("fault").iter_rows()
            counts[table] = {FAULTS[place].reason: count for place, count in known}
        return counts

    def drop(self, growth: Growth, period: int) -> pl.DataFrame:
        """The rows of one drop with the bad ones at their end; `fault` is null in good rows."""
        good = drop(self.tables[growth.table], growth, period).drop("born").with_columns(fault=pl.lit(None, pl.Int32))
        if growth.table == "orders":
            good = _mistaken(good, self.mistakes)
        if growth.table not in self.bad:
            return good
        bad = self.bad[growth.table].filter(pl.col("born") == period)
        return pl.concat([good, bad.select(good.columns)])

    def corrections(self, month: int) -> pl.DataFrame:
        """The rows that put right what was written down wrongly before."""
        ids = self.mistakes.filter(pl.col("month") == month).select("order_id")
        return (
            self.tables["orders"]
            .join(ids, on="order_id", how="semi", maintain_order="left")
            .with_columns(fault=pl.lit(None, pl.Int32))
        )

    def raw_cells(self, rows: pl.DataFrame) -> tuple[RawCell, ...]:
        """Where in the rows a text stands in place of a value."""
        marked = rows.with_row_index("at").filter(pl.col("fault").is_not_null()).select("at", "fault")
        return tuple((at, column, text) for at, place in marked.iter_rows() for column, text in FAULTS[place].raw.items())

    def with_raw(self, texts: pl.DataFrame, rows: pl.DataFrame, form: Form) -> pl.DataFrame:
        """The texts of a drop with what stands there in place of values."""
        cells = self.raw_cells(rows)
        written = {column: texts[form.theirs(column)] for _, column, _ in cells}
        for at, column, text in cells:
            written[column] = written[column].scatter(at, text)
        return texts.with_columns(values.alias(form.theirs(column)) for column, values in written.items())

    def is_misencoded(self, rows: pl.DataFrame) -> Array:
        """Which rows are written in the other encoding."""
        places = [place for place, fault in enumerate(FAULTS) if fault.reason == WRONG_ENCODING]
        return rows["fault"].is_in(places).fill_null(False).to_numpy()


def ledger(company: Company, seed: int) -> Ledger:
    """The books of a company, to be written out. Raises ValueError where rows run out for the faults."""
    months = timeline(company.as_of).months
    grown = {growth.table: dated(_with_found_on(company, growth.table), growth, months[0]) for growth in GROWTHS}
    is_faulty = company.truths["company"]["truths"] == "all"  # type: ignore[index]
    rng = stream(seed, "files")
    mistakes = _mistakes(grown["orders"], months, rng)
    count = rows_of_each(len(company.tables["orders"]))
    bad = _bad(grown, mistakes, company.tables["staff"], count, rng) if is_faulty else {}
    zones = dict(company.tables["sites"].select("site_id", "time_zone").iter_rows())
    return Ledger({**company.tables, **grown}, bad, mistakes, zones, months, is_faulty)


def _with_found_on(company: Company, table: str) -> pl.DataFrame:
    """The table; findings with the day of their inspection, on which they begin."""
    frame = company.tables[table]
    if table != "findings":
        return frame
    days = company.tables["inspections"].select("inspection_id", found_on="done_on")
    return frame.join(days, on="inspection_id", how="left", maintain_order="left")


def _bad(
    grown: Mapping[str, pl.DataFrame], mistakes: pl.DataFrame, staff: pl.DataFrame, count: int, rng: np.random.Generator
) -> dict[str, pl.DataFrame]:
    """The bad rows of every table that has any; none is made from an order that is to be corrected."""
    some = {table: _some(grown[table], rng) for table in dict.fromkeys(fault.table for fault in FAULTS)}
    worker = staff.row(0, named=True)
    some["orders"] = (
        some["orders"]
        .join(mistakes, on="order_id", how="anti", maintain_order="left")
        .with_columns(other_worker=pl.lit(worker["worker_id"]), other_vendor=pl.lit(worker["vendor_id"]))
    )
    return {table: spoiled(rows, table, count, rng) for table, rows in some.items()}


def _some(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Enough rows to make bad ones from: all, or a part of very many."""
    if len(rows) <= _ENOUGH:
        return rows
    return rows[np.sort(rng.choice(len(rows), _ENOUGH, replace=False)).tolist()]


def _mistakes(orders: pl.DataFrame, months: tuple[date, ...], rng: np.random.Generator) -> pl.DataFrame:
    """Orders of the three months before each correction that were finished in their own month and written down wrongly."""
    first = months[0].year * 12 + months[0].month - 1
    since = (-(pl.col("born") - first + 1)) % _CORRECTIONS_EVERY
    return (
        orders.select(
            "order_id",
            "born",
            month=pl.col("born") - first + 1 + since,
            since=since,
            is_final=pl.col("born") == pl.col("last"),
            is_done=pl.col("completed_at").is_not_null(),
            chance=pl.Series(rng.random(len(orders))),
        )
        .filter(pl.col("is_final") & pl.col("is_done") & (pl.col("since") < _CORRECTED_BACK) & (pl.col("month") < len(months)))
        .filter(pl.col("chance") < _CORRECTED_SHARE / 2)
        .select("order_id", "month")
    )


def _mistaken(rows: pl.DataFrame, mistakes: pl.DataFrame) -> pl.DataFrame:
    """The rows with the cost and the visits that were first written down."""
    is_wrong = pl.col("order_id").is_in(mistakes["order_id"].implode())
    return rows.with_columns(
        cost=pl.when(is_wrong).then((pl.col("cost") * 1.25 + 10).round(2)).otherwise("cost"),
        visits=pl.when(is_wrong).then(pl.col("visits") + 1).otherwise("visits"),
    )
