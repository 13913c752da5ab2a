"""The derive step: what follows from the facts. Clocks, states, owners, local dates, stocks as rows, and the days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from assay.contracts import SOURCES, contract
from assay.contracts.schema import polars_schema
from pipelines.derive.complaints import judged_complaints
from pipelines.derive.days import periods
from pipelines.derive.inputs import NEEDS, Given, Tables, given, typed
from pipelines.derive.orders import judged_orders
from pipelines.derive.owners import owned_findings, owned_pauses, owned_trainings
from pipelines.derive.settled import due_inspections, settled_surveys
from pipelines.derive.stocks import open_orders, staff_months

__all__ = ["DATED", "NEEDS", "complete", "derive"]

DATED: Mapping[str, tuple[str, ...]] = {
    "inspections": ("due_on", "done_on"),
    "findings": ("due_on",),
    "trainings": ("completed_on",),
    "aggregates": ("period_on",),
}
"""The given dates that place rows in periods; the derived ones all do."""


def derive(tables: Tables, as_of: datetime) -> dict[str, pl.DataFrame]:
    """What follows from the given tables at `as_of` (naive UTC), by table name.

    `tables` hold at least the columns of `NEEDS`, typed as their contracts say; moments are naive UTC, a missing table counts as
    empty, nothing in them is later than `as_of`. For each table with derived columns: its key and its derived columns, one row per
    row given, in the same order. `days`, `open_orders` and `staff_months` come whole, sorted by their keys. Types are exactly the
    contracts', but for states and classes, whose words are ours: they are Enums, a byte a row where a text takes sixteen.
    Raises ValueError for an `as_of` with a zone, Polars' SchemaError for a table that is not as its contract says.
    """
    known = given(tables, as_of)
    # The one large table is computed once: what is made from it starts from the result, not from a plan.
    orders = judged_orders(known).lazy()
    made = _collected({
        "orders": orders,
        "pauses": owned_pauses(known),
        "inspections": due_inspections(known),
        "findings": owned_findings(known),
        "surveys": settled_surveys(known),
        "complaints": judged_complaints(known),
        "trainings": owned_trainings(known),
        "open_orders": open_orders(orders, known).sort("order_id", "snapshot_on"),
        "staff_months": staff_months(known).sort("worker_id", "month_on"),
    })
    return made | _collected({"days": _days(made, known)})


def complete(tables: Tables, as_of: datetime) -> dict[str, pl.DataFrame]:
    """Every source and derived table as the warehouse holds it, without lineage: given and derived columns in the contracts' order.

    `tables` hold all given columns of the tables they name. Raises as `derive` does. For tests and notebooks, which work on frames.
    """
    made = derive(tables, as_of)
    return made | {source.table: _completed(source.table, tables, made) for source in SOURCES}


def _completed(table: str, tables: Tables, made: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    declared = contract(table)
    whole = typed(tables, table, polars_schema(declared.given))
    if table in made:
        whole = whole.join(made[table].lazy(), on=list(declared.key), how="left", maintain_order="left")
    return whole.select(pl.col(name).cast(dtype) for name, dtype in polars_schema(declared.columns).items()).collect()


def _collected(plans: Mapping[str, pl.LazyFrame]) -> dict[str, pl.DataFrame]:
    declared = [_as_declared(table, plan) for table, plan in plans.items()]
    return dict(zip(plans, pl.collect_all(declared), strict=True))


def _as_declared(table: str, plan: pl.LazyFrame) -> pl.LazyFrame:
    """Key and derived columns of a source, all columns of a derived table, with the contract's types; an Enum stays one."""
    declared = contract(table)
    keys = tuple(declared.column(name) for name in declared.key)
    columns = declared.columns if declared.kind == "derived" else (*keys, *declared.derived)
    made = plan.collect_schema()
    types = ((name, made[name] if isinstance(made[name], pl.Enum) else dtype) for name, dtype in polars_schema(columns).items())
    return plan.select(pl.col(name).cast(dtype) for name, dtype in types)


def _days(made: Mapping[str, pl.DataFrame], known: Given) -> pl.LazyFrame:
    derived = [frame.lazy().select(pl.col(pl.Date)) for frame in made.values() if pl.Date in frame.dtypes]
    dated = [known.table(table).select(columns) for table, columns in DATED.items()]
    return periods([*derived, *dated], known.table("calendar_days"), known.as_of.date())
