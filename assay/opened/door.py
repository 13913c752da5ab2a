"""The door for notebooks and scripts: finds the warehouse and the register, and hands over what the pages show."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from assay.cells import Where
from assay.contracts import contract
from assay.kpis import Grain, Kpi
from assay.opened import causes, compare, known, series, vendors
from assay.opened.causes import Question
from assay.register import open as register
from assay.report import company as reading
from assay.report import settled as settling
from assay.report.causes import Changed, Located
from assay.report.causes_closer import Distribution, Subgroups
from assay.report.causes_drivers import Driven
from assay.report.causes_paths import Paths
from assay.report.company import Company
from assay.report.comparison import Comparison
from assay.report.comparison_times import Times
from assay.report.overview import Overview
from assay.report.settled import Settled
from assay.report.summary import read as summary_read
from assay.report.summary.result import Summary
from assay.report.trends import Trends
from assay.report.vendor_card import VendorCard
from assay.scope import Scope
from assay.stats.spc.rules import RULE_SETS
from assay.warehouse import orders, read, read_loads
from assay.warehouse.orders import Chosen
from assay.warehouse.orders_clock import ClockName
from assay.warehouse.read import Warehouse

_HOME = "ASSAY_WAREHOUSE"
_USUAL = Path("data/warehouse")


class NoWarehouse(FileNotFoundError):
    """Nothing was loaded where the warehouse was looked for."""


@dataclass(frozen=True)
class Opened:
    """One published version of a company's warehouse with its register, read through a scope. Months and other periods are named by
    their labels: 2026-10, 2026-Q3, 2026-W40."""

    home: Path
    warehouse: Warehouse
    scope: Scope

    @cached_property
    def of(self) -> Company:
        """The warehouse and the register as reports take them. The register is a file beside the warehouse, made where there is
        none; ASSAY_REGISTER names another."""
        return Company(self.warehouse, register.opened(register.located(self.home)), self.scope)

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        """Every KPI that the warehouse tells of, by id."""
        return {one.id: one for one in reading.kpis(self.of)}

    @cached_property
    def vendors(self) -> Mapping[str, str]:
        """Names by id."""
        return self.of.vendors

    @cached_property
    def sites(self) -> Mapping[str, str]:
        """Names by id."""
        return self.of.sites

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Of vendors and sites by dimension, as sentences and pictures take them."""
        return {"vendor_id": self.vendors, "site_id": self.sites}

    def periods(self, grain: Grain = "month") -> tuple[str, ...]:
        """The labels of the periods that are over, oldest first; the running one is left out."""
        told = read.periods(self.warehouse, grain, self.scope)
        return tuple(reversed([one.label for one in told if not one.is_partial]))

    def cells(self, kpi: str, by: Sequence[str] = (), grain: Grain = "month", where: Where | None = None) -> pl.DataFrame:
        """Numerator, denominator and what was left out, by period and dimensions: what every figure is made of."""
        return read.cells(self.warehouse, known.kpi_of(self.of, kpi), by, grain, self.scope, where)

    def rows(self, table: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """The rows of a table that has an owner, by its key; without columns all of them."""
        if columns is None:
            return read.rows(self.warehouse, table, self.scope)
        keyed = tuple(dict.fromkeys((*columns, *contract(table).key)))
        return read.rows(self.warehouse, table, self.scope, keyed).select(columns)

    def overview(self, period: str, *kpis: str, where: Where | None = None, grain: Grain = "month") -> Overview:
        """The page *Overview*; without KPIs those that it opens with."""
        told = read.periods(self.warehouse, grain, self.scope)
        return vendors.shown(self.of, kpis, next(one for one in told if one.label == period), where or Where())

    def trends(
        self, *kpis: str, across: str = "vendor_id", grain: Grain = "month", where: Where | None = None, until: date | None = None,
        rules: str = RULE_SETS[0].id,
    ) -> Trends:
        """The page *Trends*: each KPI for each vendor, or `across="site_id"`, and for all together."""
        return series.table(self.of, kpis, across, grain, where or Where(), until, rules)

    def comparison(
        self, kpi: str, service: str | None, months: Sequence[str], sites: Sequence[str] = (), peers: str | None = None
    ) -> Comparison:
        """The page *Compare*: the vendors of one service on like work."""
        return compare.compared(self.of, kpi, service, months, sites, peers)

    def waited(
        self, clock: ClockName, service: str | None, months: Sequence[str], sites: Sequence[str] = (), priority: str | None = None,
        peers: str | None = None,
    ) -> Times:
        """The part *Waiting times* of *Compare*: response or completion, those that still wait included."""
        return compare.waited(self.of, clock, service, months, sites, priority, peers)

    def question(self, kpi: str, before: str, after: str, **narrowed: object) -> Question:
        """What *Root cause* is asked; `narrowed`: the other fields of `Question` (by, members, conditions, depth, grain)."""
        return Question(known.kpi_of(self.of, kpi), before, after, **narrowed)  # type: ignore[arg-type]

    def changed(self, asked: Question, split: str | None = None) -> Changed | None:
        """*Root cause*, step 1: what changed, and how much of it lies at which values of a dimension."""
        return causes.changed_of(self.of, asked, split)

    def located(self, asked: Question) -> Located | None:
        """*Root cause*, step 2: where the change is concentrated."""
        return causes.located_of(self.of, asked)

    def driven(self, asked: Question, service: str | None) -> Driven:
        """*Root cause*, step 3: what goes along with the KPI."""
        return causes.driven_of(self.of, asked, service)

    def failures(self, asked: Question, dimension: str) -> Distribution | None:
        """*Root cause*, step 4: which values of a dimension the failures have."""
        return causes.distribution_of(self.of, asked, dimension)

    def subgroups(self, asked: Question, *by: str) -> Subgroups | None:
        """*Root cause*, step 4: each combination of some dimensions, before and after."""
        return causes.subgroups_of(self.of, asked, by)

    def paths(self, asked: Question) -> tuple[Paths, Paths]:
        """*Root cause*, step 4: routes, hand-offs and pauses, before and after."""
        return causes.paths_of(self.of, asked)

    def failing(self, asked: Question, limit: int = 1000) -> pl.DataFrame:
        """*Root cause*, step 4: the orders that failed in the later period."""
        return causes.failing_of(self.of, asked, limit)

    def settled(self, vendor_id: str, month: str) -> Settled:
        """The page *Agreements*: one vendor's statement of a month, settlement and evidence."""
        return settling.settled(self.warehouse, self.of.register, self.scope, vendor_id, _first_of(month))

    def card(self, vendor_id: str, month: str) -> VendorCard:
        """The page *Vendor*."""
        return vendors.card(self.of, vendor_id, _first_of(month))

    def summary(self, month: str, vendor_id: str | None = None) -> Summary:
        """The page *Summary*: the month for executives, of all or of one vendor."""
        return summary_read.summary(self.of, _first_of(month), vendor_id)

    def orders(self, chosen: Chosen | None = None, limit: int = 1000) -> pl.DataFrame:
        """The page *Orders*: open ones unless asked otherwise, those with the least time left first."""
        return orders.exported(self.warehouse, self.scope, chosen or Chosen(), "urgent", limit)

    def files(self) -> pl.DataFrame:
        """The page *Data*: each file of each load, latest first."""
        return read_loads.files(self.warehouse, self.scope)

    def checks(self) -> pl.DataFrame:
        """The page *Data*: what each check found in each file."""
        return read_loads.validations(self.warehouse, self.scope)

    def quarantine(self) -> pl.DataFrame:
        """The page *Data*: the rows that were refused, with the vendor, site and service that they name."""
        return read_loads.quarantined(self.warehouse, self.scope)

    def reasons(self) -> pl.DataFrame:
        """The page *Data*: why each row was refused, one row a reason."""
        return read_loads.reasons(self.warehouse, self.scope)

    def coverage(self) -> pl.DataFrame:
        """The page *Data*: with how many rows each vendor was heard of in each month."""
        return read_loads.coverage(self.warehouse, self.scope)

    def agreed(self) -> pl.DataFrame:
        """The page *Data*: from when to when each vendor can be expected to be heard of."""
        return read_loads.agreed(self.warehouse, self.scope)


def opened(home: str | Path | None = None, scope: Scope | None = None, version: str | None = None) -> Opened:
    """The company whose warehouse is in the folder `home`; None: that which ASSAY_WAREHOUSE names, else `data/warehouse` of the
    working folder or of one above it. `version`: None is the current one.

    Raises NoWarehouse where nothing was loaded there, `read.Unreadable` where the version cannot be read.
    """
    folder = _home(home)
    found = version or read.version(folder)
    if found is None:
        raise NoWarehouse(f"no warehouse in {folder}: `make sample` builds one, {_HOME} names another folder")
    return Opened(folder, read.opened(folder, found), scope or Scope.all())


def _home(named: str | Path | None) -> Path:
    if named or os.environ.get(_HOME):
        return Path(named or os.environ[_HOME]).absolute()
    here = Path.cwd()
    above = [folder / _USUAL for folder in (here, *here.parents)]
    return next((folder for folder in above if (folder / "CURRENT").is_file()), above[0])


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
