"""Which KPIs an opened company tells of, and their cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from assay.cells import Where
from assay.indicators import measured
from assay.kpis import Grain, Kpi
from assay.report import company
from assay.report.company import Company
from assay.text import Text
from assay.warehouse import read

Pairs = tuple[tuple[str, str | None], ...]
"""Conditions that hold at once: a dimension and its value, None where it is missing."""


class UnknownKpi(LookupError):
    """No such KPI in this warehouse."""


def kpi_of(of: Company, kpi_id: str) -> Kpi:
    """Raises UnknownKpi, which says what there is."""
    known = {one.id: one for one in company.kpis(of)}
    if kpi_id not in known:
        raise UnknownKpi(f"no KPI {kpi_id}; there are {', '.join(known)}")
    return known[kpi_id]


def bare(of: Company, grain: Grain) -> tuple[Kpi, ...]:
    """The figures that arrive as values without a denominator, at the grain they came in."""
    found = read.measurements(of.warehouse, of.scope).filter(pl.col("grain") == grain).unique("kpi", keep="last").sort("kpi")
    told = found.select("kpi", "title_zh", "title_en", "unit", "direction", "decimals").rows()
    return tuple(measured(id_, Text(zh or id_, en or id_), *rest, grain) for id_, zh, en, *rest in told)


def cells(
    of: Company, kpi: Kpi, by: Sequence[str], grain: Grain = "month", where: Where | None = None, conditions: Pairs = ()
) -> pl.DataFrame:
    """The cells of a KPI for which the conditions hold; of inspections those of one method."""
    keys = tuple(dict.fromkeys((*by, *(name for name, _ in conditions))))
    found = company.cells(of, kpi, keys, grain, where or Where(), company.method(of) if "method" in kpi.within else "")
    for name, value in conditions:
        found = found.filter(pl.col(name).cast(pl.String).eq_missing(pl.lit(value, pl.String)))
    return found
