"""Reading the published warehouse. Every reader takes a scope and filters inside the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import narwhals as nw
import polars as pl

from assay import cells as waist
from assay.cells import FrameOf, Where
from assay.contracts import CONTRACTS, SOURCES, contract
from assay.contracts.schema import stored
from assay.indicators import declared
from assay.kpis import Grain, Kpi
from assay.level import Level
from assay.scope import Scope
from assay.text import Text
from assay.warehouse import connect, folder


@dataclass(frozen=True, slots=True, eq=False)
class Warehouse:
    """One published version, open for reading. `version` is part of every cache key."""

    version: str
    connection: duckdb.DuckDBPyConnection


class Unreadable(RuntimeError):
    """The current version of the warehouse cannot be opened."""


class Outdated(Unreadable):
    """The current version was built by an older release: it lacks tables or columns that are read today."""


def version(home: Path) -> str | None:
    """The name of the current version; None before the first load. Raises Unreadable where the pointer names what is gone."""
    try:
        file = folder.current(home)
    except FileNotFoundError as error:
        raise Unreadable(str(error)) from error
    return file.name if file else None


def opened(home: Path, version: str) -> Warehouse:
    """A published version, open for reading. Raises Unreadable where the file is gone or is not a warehouse, Outdated where it is
    one of an older release."""
    try:
        warehouse = Warehouse(version, connect.reading(home / version))
        as_of(warehouse)  # any database can be opened; only a warehouse answers
        missing = _missing(warehouse)
    except duckdb.Error as error:
        raise Unreadable(f"{version}: {error}") from error
    if missing:
        raise Outdated(f"{version} lacks {', '.join(missing)}")
    return warehouse


def _missing(warehouse: Warehouse) -> list[str]:
    """The columns of the contracts that the file does not have."""
    listed = warehouse.connection.cursor().execute("select table_name, column_name from duckdb_columns() where not internal")
    present = set(listed.fetchall())
    declared = [(contract.table, column.name) for contract in CONTRACTS for column in stored(contract)]
    return [f"{table}.{column}" for table, column in declared if (table, column) not in present]


@dataclass(frozen=True, slots=True)
class Period:
    """A period that can be chosen: its label, its days, and whether it is still running at as_of."""

    label: str
    grain: Grain
    first: date
    last: date
    is_partial: bool


def frames(warehouse: Warehouse) -> FrameOf:
    """The tables of the warehouse as lazy frames; a cursor of its own, so that readers do not wait for one another."""
    cursor = warehouse.connection.cursor()
    return lambda table: nw.from_native(cursor.table(table))


def cells(
    warehouse: Warehouse, kpi: Kpi, by: Sequence[str], grain: Grain, scope: Scope, where: Where | None = None
) -> pl.DataFrame:
    """The cells of a KPI (see `assay.cells.cells`), sorted by period and dimensions."""
    found = waist.cells(kpi, frames(warehouse), by, grain, scope, where)
    keys = dict.fromkeys(("period", *by, *kpi.within))
    return found.to_native().pl().sort(*keys, nulls_last=True)


def rows(warehouse: Warehouse, table: str, scope: Scope, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Rows of a table that has an owner, without the personal columns unless the scope sees comments.

    Raises ValueError for a table without a vendor column: such a table cannot be limited, so it has readers of its own.
    """
    declared = contract(table)
    names = [column.name for column in declared.columns]
    if "vendor_id" not in names:
        raise ValueError(f"{table} has no owner; it cannot be read by scope")
    hidden = () if scope.sees_comments else tuple(column.name for column in declared.columns if column.is_personal)
    shown = [name for name in columns or names if name not in hidden]
    return scope.filter(frames(warehouse)(table)).select(*shown).to_native().pl().sort(*declared.key)


def vendors(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """vendor_id, name, peer_group of the vendors in scope, by name."""
    found = scope.filter(frames(warehouse)("vendors")).select("vendor_id", "name", "peer_group")
    return found.to_native().pl().sort("name", "vendor_id")


def sites(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """site_id, name, region of the sites in scope, by name."""
    found = scope.filter(frames(warehouse)("sites")).select("site_id", "name", "region")
    return found.to_native().pl().sort("name", "site_id")


SERVED = ("orders", "inspections", "surveys", "complaints", "aggregates")


def services(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The services that the scope's vendors deliver, by agreement or in fact."""
    frame_of = frames(warehouse)
    parts = [waist.distinct(scope.filter(frame_of(table)), "service") for table in ("agreements", *SERVED)]
    found = waist.distinct(nw.concat(parts, how="vertical"), "service").to_native().pl()["service"].drop_nulls()
    return tuple(sorted(found))


def methods(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The methods of the inspections on record, the most frequent first."""
    counted = scope.filter(frames(warehouse)("inspections")).group_by("method").agg(nw.len().alias("n")).to_native().pl()
    return tuple(counted.sort("n", "method", descending=[True, False])["method"])


def levels(warehouse: Warehouse, scope: Scope, on: date) -> tuple[Level, ...]:
    """The service levels in force on a day, with the vendor and service of their agreement."""
    frame_of = frames(warehouse)
    running = (nw.col("effective_from") <= nw.lit(on)) & (
        nw.col("effective_to").is_null() | (nw.col("effective_to") >= nw.lit(on))
    )
    agreed = scope.filter(frame_of("agreements")).filter(running).select("agreement_id", "vendor_id", "service", "site_id")
    found = frame_of("service_levels").join(agreed, on="agreement_id", how="inner")
    names = [name for name in Level.__slots__]
    return tuple(Level(**row) for row in found.select(*names).to_native().pl().sort("level_id").iter_rows(named=True))


def as_of(warehouse: Warehouse) -> datetime | None:
    """The latest moment that the data of the last load reach, UTC; the same for every reader."""
    found = warehouse.connection.cursor().execute("select as_of from loads order by finished_at desc limit 1").fetchone()
    return found[0] if found else None


_FIRST_DAYS = (
    ("orders", "requested_on"), ("inspections", "done_on"), ("surveys", "invited_on"),
    ("complaints", "received_on"), ("aggregates", "period_on"),
)


def periods(warehouse: Warehouse, grain: Grain, scope: Scope) -> tuple[Period, ...]:
    """The periods of a grain in which anything was recorded, latest first; the one that holds as_of is partial."""
    reached = as_of(warehouse)
    if reached is None:
        return ()
    frame_of = frames(warehouse)
    parts = [waist.distinct(scope.filter(frame_of(table)), on).select(nw.col(on).alias("day_on")) for table, on in _FIRST_DAYS]
    seen = waist.distinct(nw.concat(parts, how="vertical"), "day_on")
    days = frame_of("days").select("day_on", nw.col(grain).alias("label"))
    labels = waist.distinct(days.join(seen, on="day_on", how="inner"), "label")
    spans = days.join(labels, on="label", how="inner").group_by("label").agg(
        nw.col("day_on").min().alias("first"), nw.col("day_on").max().alias("last")
    )
    found = spans.to_native().pl().filter(pl.col("first") <= reached.date()).sort("first", descending=True)
    return tuple(Period(label, grain, first, last, last >= reached.date()) for label, first, last in found.iter_rows())


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every page says at its foot: up to when the data reach, what they cover, when they came, what was refused.

    Rows are counted over what the scope may see. `vendors_heard` of `vendors_agreed`: vendors with an agreement in force in the
    last full month of which anything was recorded in it.
    """

    as_of: datetime | None
    loaded_at: datetime | None
    rows: int
    rows_refused: int
    vendors_heard: int
    vendors_agreed: int

    @property
    def refused_share(self) -> float | None:
        total = self.rows + self.rows_refused
        return self.rows_refused / total if total else None


def stamp(warehouse: Warehouse, scope: Scope) -> Stamp:
    """The stamp of the warehouse as the scope sees it; a limited scope is told of tables that have owners only."""
    cursor = warehouse.connection.cursor()
    loaded = cursor.execute("select max(finished_at) from loads").fetchone()
    frame_of = frames(warehouse)
    owned = [source.table for source in SOURCES if "vendor_id" in {column.name for column in source.columns}]
    tables = owned if scope.limits else [source.table for source in SOURCES]
    rows_kept = sum(_height(scope.filter(frame_of(table))) for table in tables)
    heard, agreed = _heard(warehouse, scope)
    rows_refused = _height(scope.filter(frame_of("quarantine")))
    return Stamp(as_of(warehouse), loaded[0] if loaded else None, rows_kept, rows_refused, heard, agreed)


def _height(frame: nw.LazyFrame) -> int:
    return int(frame.select(nw.len().alias("n")).to_native().pl().item())


def _heard(warehouse: Warehouse, scope: Scope) -> tuple[int, int]:
    """How many vendors with an agreement in the last full month were heard of in it, and how many there are."""
    full = [period for period in periods(warehouse, "month", scope) if not period.is_partial]
    if not full:
        return 0, 0
    month = full[0]
    frame_of = frames(warehouse)
    within = [
        waist.distinct(scope.filter(frame_of(table)).filter(nw.col(on).is_between(month.first, month.last)), "vendor_id")
        for table, on in _FIRST_DAYS
    ]
    heard = set(nw.concat(within, how="vertical").to_native().pl()["vendor_id"])
    agreed = {level.vendor_id for level in levels(warehouse, scope, month.last)}
    return len(agreed & heard), len(agreed)


def measured(warehouse: Warehouse, kpis: Sequence[Kpi]) -> tuple[Kpi, ...]:
    """Those KPIs of which anything was ever told: no complaints on record are no good complaint rate. It gives no rows, so it takes
    no scope: a vendor without a complaint has a rate of zero where others have some."""
    wanted = sorted({need for kpi in kpis for need in kpi.needs})
    frame_of = frames(warehouse)
    tables = {table: [column for other, column in wanted if other == table] for table, _ in wanted}
    counts = {table: frame_of(table).select(nw.col(*columns).count()).to_native().pl() for table, columns in tables.items()}
    return tuple(kpi for kpi in kpis if all(counts[table][column].item() for table, column in kpi.needs))


def indicators(warehouse: Warehouse, scope: Scope) -> tuple[Kpi, ...]:
    """The KPIs that arrive as figures with denominators, as declarations; their finest period is the finest that came in."""
    frame_of = frames(warehouse)
    with_denominator = ~nw.col("denominator").is_null() & ~nw.col("numerator").is_null()
    figures = scope.filter(frame_of("aggregates")).filter(with_denominator).select("kpi", "grain").unique()
    told = frame_of("indicators").join(figures, on="kpi", how="inner").to_native().pl()
    order = {grain: place for place, grain in enumerate(waist.GRAINS)}
    finest = told.sort(pl.col("grain").replace_strict(order)).unique("kpi", keep="first", maintain_order=True).sort("kpi")
    columns = ("unit", "direction", "decimals", "scale", "grain")
    return tuple(
        declared(row["kpi"], Text(row["title_zh"], row["title_en"]), *(row[name] for name in columns))
        for row in finest.iter_rows(named=True)
    )


def measurements(warehouse: Warehouse, scope: Scope, where: Where | None = None) -> pl.DataFrame:
    """Figures that are bare values, at the grain they came in: kpi, titles, unit, decimals, direction, vendor_id, site_id, service,
    grain, period (label), value, target; sorted by kpi, vendor, site, service and period. No roll-up of them exists."""
    frame_of = frames(warehouse)
    bare = nw.col("denominator").is_null() & ~nw.col("value").is_null()
    figures = waist.narrowed(scope.filter(frame_of("aggregates")), where or Where()).filter(bare)
    titles = frame_of("indicators").select("kpi", "title_zh", "title_en", "unit", "decimals", "direction")
    days = frame_of("days").select("day_on", *waist.GRAINS)
    titled = figures.join(titles, on="kpi", how="left").join(days, left_on="period_on", right_on="day_on", how="left")
    label = pl.coalesce(pl.when(pl.col("grain") == grain).then(grain) for grain in waist.GRAINS).alias("period")
    keys = ("kpi", "vendor_id", "site_id", "service", "period_on")
    found = titled.to_native().pl().with_columns(label).sort(*keys, nulls_last=True)
    return found.drop(*waist.GRAINS, "numerator", "denominator")
