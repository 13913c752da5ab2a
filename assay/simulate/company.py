"""A whole company in one call: typed frames without faults, and the truths that were planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from assay.contracts import SOURCES, Contract
from assay.contracts.schema import polars_schema
from assay.simulate import figures, orders, people, terms, voices, world
from assay.simulate.course import Gone
from assay.simulate.looks import looks
from assay.simulate.timeline import Timeline, stream, timeline
from assay.simulate.truths import planted
from assay.simulate.world import Truths, World

AS_OF = datetime(2026, 11, 15, 18, 0)


@dataclass(frozen=True, slots=True)
class Company:
    """Tables as their contracts say (given columns only), what was planted, and the moment up to which everything is known."""

    tables: Mapping[str, pl.DataFrame]
    truths: Mapping[str, object]
    as_of: datetime


def simulate(size: int = 200_000, seed: int = 1, truths: Truths = "all", as_of: datetime = AS_OF) -> Company:
    """A company of about `size` orders in the 36 full months before `as_of` (naive UTC) and the running one.

    `truths`: `all` plants what the truths list; `none` is the same company with equal vendors and sites and no effects; `identical`
    has twelve equal vendors of one service, of which the largest has ten times the orders of the smallest (40 to 400 a month at a
    size of 68,000). Staff and inspections do not grow with `size`; the planted cell has 100 orders a month at 200,000 and in
    proportion at other sizes. Raises ValueError for a size under 100 or a month that the Chinese calendar does not reach.
    """
    if size < 100:
        raise ValueError(f"a company needs at least 100 orders, not {size}")
    axis = timeline(as_of)
    whole = world.world(truths, stream(seed, "world"))
    crew = people.crew(whole, axis, stream(seed, "people"))
    gone = orders.facts(whole, axis, crew, size, stream(seed, "facts"), stream(seed, "pauses"))
    seen = looks(whole, axis, stream(seed, "looks"))
    tables = {
        "vendors": world.vendors(whole),
        "sites": world.sites(whole),
        "indicators": figures.indicators(),
        "calendars": terms.calendars(),
        "calendar_days": terms.calendar_days(axis),
        "agreements": terms.agreements(whole, axis),
        "service_levels": terms.service_levels(whole),
        "level_tiers": terms.level_tiers(whole),
        "staff": crew.staff,
        "role_requirements": people.role_requirements(),
        "trainings": crew.trainings,
        "inspections": seen.inspections,
        "findings": seen.findings,
        "aggregates": figures.aggregates(whole, axis, stream(seed, "aggregates")),
        **_of_orders(gone, whole, axis, crew, seed),
    }
    typed = {source.table: _typed(source, tables[source.table]) for source in SOURCES}
    return Company(typed, planted(whole, axis, gone.rows, seen.lenient_inspector, size, seed, truths), as_of)


def _of_orders(gone: Gone, whole: World, axis: Timeline, crew: people.Crew, seed: int) -> dict[str, pl.DataFrame]:
    """The tables that hang on the orders, each with a stream of its own."""
    facts, ids = gone.rows, orders.order_ids(gone.rows)
    return {
        "orders": orders.orders(facts, ids, whole, crew, stream(seed, "orders")),
        "pauses": orders.pauses(gone.waits, ids, axis),
        "surveys": voices.surveys(facts, ids, whole, axis, stream(seed, "surveys")),
        "complaints": voices.complaints(facts, ids, whole, axis, stream(seed, "complaints")),
    }


def _typed(source: Contract, frame: pl.DataFrame) -> pl.DataFrame:
    """The given columns in the contract's order and types. Raises where the frame has others."""
    schema = polars_schema(source.given)
    if set(frame.columns) != set(schema.names()):
        raise ValueError(f"{source.table}: {sorted(set(frame.columns) ^ set(schema.names()))} are not in both frame and contract")
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
