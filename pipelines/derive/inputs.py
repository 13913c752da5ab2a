"""What the derive step reads: given columns only, so that a loader fetches no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from assay.clock import Book
from assay.contracts import contract
from assay.contracts.schema import polars_schema
from pipelines.derive.clocks import working_time
from pipelines.derive.local import local_date

Tables = Mapping[str, pl.DataFrame | pl.LazyFrame]

NEEDS: Mapping[str, tuple[str, ...]] = {
    "sites": ("site_id", "time_zone"),
    "agreements": ("agreement_id", "vendor_id", "service", "site_id", "calendar_id", "effective_from", "effective_to"),
    "service_levels": ("level_id", "agreement_id", "kpi", "priority", "clock_minutes", "recall_days"),
    "calendars": ("calendar_id", "effective_from", "weekday", "opens", "closes"),
    "calendar_days": ("calendar_id", "day_on", "is_working", "as_weekday", "name"),
    "orders": (
        "order_id", "vendor_id", "site_id", "service", "kind", "category", "priority_at_request", "worker_id", "recall_of",
        "requested_at", "responded_at", "completed_at", "reopened_at", "cancelled_at",
    ),
    "pauses": ("order_id", "responsible", "paused_at", "resumed_at"),
    "inspections": ("inspection_id", "vendor_id", "site_id", "service", "method", "due_on", "done_on"),
    "findings": ("inspection_id", "item", "due_on"),
    "surveys": ("response_id", "site_id", "invited_at", "answered_at"),
    "complaints": ("complaint_id", "vendor_id", "site_id", "service", "received_at", "replied_at"),
    "staff": ("worker_id", "vendor_id", "site_id", "service", "role", "started_on", "ended_on"),
    "role_requirements": ("role", "course"),
    "trainings": ("worker_id", "course", "hours", "completed_on", "expires_on"),
    "aggregates": ("period_on",),
}
"""The given columns that derive reads, by table."""


@dataclass(frozen=True, slots=True)
class Given:
    """The tables of one run, narrowed to what is needed. `zones` are those of the sites, `book` is their working time.

    `as_of` is naive UTC.
    """

    frames: Mapping[str, pl.LazyFrame]
    zones: tuple[str, ...]
    book: Book
    as_of: datetime

    def table(self, name: str) -> pl.LazyFrame:
        return self.frames[name]

    def at_site(self, name: str) -> pl.LazyFrame:
        """The table with the `time_zone` of each row's site; null where the site is unknown."""
        return self.frames[name].join(self.frames["sites"], on="site_id", how="left", maintain_order="left")

    @property
    def today(self) -> pl.Expr:
        """The local date of `as_of`, in the zone of the row's site."""
        return local_date(pl.lit(self.as_of, dtype=pl.Datetime("us")), self.zones)


def given(tables: Tables, as_of: datetime) -> Given:
    """The tables that derive reads; a missing one is empty.

    Raises ValueError for an `as_of` with a time zone, and Polars' SchemaError when a table lacks a needed column or has another
    type than its contract.
    """
    if as_of.tzinfo is not None:
        raise ValueError("as_of is UTC without a zone")
    frames = {name: _needed(tables, name) for name in NEEDS}
    return Given(frames, _zones(frames["sites"]), working_time(frames, as_of), as_of)


def _needed(tables: Tables, name: str) -> pl.LazyFrame:
    declared = contract(name)
    return typed(tables, name, polars_schema(tuple(declared.column(column) for column in NEEDS[name])))


def typed(tables: Tables, name: str, schema: pl.Schema) -> pl.LazyFrame:
    """The columns of `schema` of one table; no rows where it is missing. SchemaError where a column is missing or differs."""
    if name not in tables:
        return pl.LazyFrame(schema=schema)
    return tables[name].lazy().match_to_schema(schema, extra_columns="ignore")


def _zones(sites: pl.LazyFrame) -> tuple[str, ...]:
    named = sites.select(pl.col("time_zone").drop_nulls().unique().sort())
    return tuple(named.collect().to_series())
