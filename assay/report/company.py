"""What a report reads: a published warehouse and the register beside it, through the eyes of its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from assay.cells import Where
from assay.kpis import KPIS, Grain, Kpi
from assay.register.open import Register
from assay.report.overview import METHOD
from assay.scope import Scope
from assay.warehouse import read
from assay.warehouse.read import Warehouse


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """`scope`: what the reader may see; everything that is read of this company is read through it."""

    warehouse: Warehouse
    register: Register
    scope: Scope

    @property
    def vendors(self) -> Mapping[str, str]:
        """Names by id of the vendors in scope, by name."""
        return dict(read.vendors(self.warehouse, self.scope).select("vendor_id", "name").iter_rows())

    @property
    def sites(self) -> Mapping[str, str]:
        """Names by id of the sites in scope, by name."""
        return dict(read.sites(self.warehouse, self.scope).select("site_id", "name").iter_rows())


def kpis(of: Company) -> tuple[Kpi, ...]:
    """Every KPI that the warehouse can tell of: the declared ones, then those that arrive as figures."""
    return (*read.measured(of.warehouse, KPIS), *read.indicators(of.warehouse, of.scope))


def method(of: Company) -> str:
    """The method of which inspections are shown, since methods are never pooled: random checks, or where nobody ever made one the
    most frequent method."""
    known = read.methods(of.warehouse, of.scope)
    return METHOD if METHOD in known or not known else known[0]


def cells(of: Company, kpi: Kpi, by: Sequence[str], grain: Grain, where: Where, inspected: str) -> pl.DataFrame:
    """The cells of a KPI without what was left out, by reason; of inspections those of the method `inspected`."""
    found = read.cells(of.warehouse, replace(kpi, excluded=()), by, grain, of.scope, where)
    return found.filter(pl.col("method") == inspected) if "method" in kpi.within else found
