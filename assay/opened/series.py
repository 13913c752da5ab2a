"""The series of an opened company, as the page *Trends* shows them, and as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from assay.cells import Where, dimensions
from assay.kpis import Grain
from assay.opened.known import bare, cells, kpi_of
from assay.register.rebases import recorded
from assay.report.company import Company
from assay.report.targets import keys
from assay.report.trends import Axis, Trend, Trends, trends
from assay.report.trends_read import axis, rebased
from assay.stats.spc.rules import RULE_SETS
from assay.warehouse import read
from assay.warehouse.agreed import agreements
from assay.warehouse.spans import spans

_LINES = ("centre", "lower", "upper")
_SERIES = {"member": pl.String, "period": pl.String, **dict.fromkeys(("numerator", "denominator", "value", *_LINES), pl.Float64)}


def table(
    of: Company, kpi_ids: Sequence[str], across: str, grain: Grain, members: Where, until: date | None, rules: str
) -> Trends:
    """Each KPI for each vendor, or site, and for all together, up to the period that holds `until`. Raises `UnknownKpi`."""
    values = {kpi.id: kpi for kpi in bare(of, grain) if kpi.id in kpi_ids}
    known = {id_: values.get(id_) or kpi_of(of, id_) for id_ in kpi_ids}
    signed = agreements(of.warehouse, of.scope)
    found = {
        id_: _bare_cells(of, id_, across, grain, members)
        if id_ in values
        else cells(of, kpi, keys(kpi, across, dimensions(kpi), signed), grain, members)
        for id_, kpi in known.items()
    }
    rule_set = next(one for one in RULE_SETS if one.id == rules)
    return trends(
        found, tuple(known.values()), across, _names(of, across), _axis(of, grain, until), signed,
        rebased(recorded(of.register, of.scope)), rule_set, tuple(values),
    )


def _axis(of: Company, grain: Grain, until: date | None) -> Axis:
    found = spans(of.warehouse, grain, read.periods(of.warehouse, grain, of.scope))
    reached = read.as_of(of.warehouse)
    return axis(found, grain, until or found["last"].max() or date.max, reached.date() if reached else None)


def _names(of: Company, across: str) -> Mapping[str, str]:
    """Names by id of the vendors or the sites in scope."""
    return of.vendors if across == "vendor_id" else of.sites


def _bare_cells(of: Company, kpi_id: str, across: str, grain: Grain, members: Where) -> pl.DataFrame:
    """As cells, each value over one. Where a member has several at a time there is no series: a roll-up of them does not exist."""
    told = read.measurements(of.warehouse, of.scope, members)
    own = told.filter(pl.col("kpi") == kpi_id, pl.col("grain") == grain)
    single = own.group_by("period", across).agg(numerator=pl.col("value").sum(), n=pl.len()).filter(pl.col("n") == 1)
    return single.select("period", across, "numerator", denominator=pl.lit(1.0))


def rows(found: Trends, kpi_id: str) -> pl.DataFrame:
    """The series of a KPI as rows: `member` (null is all together), `period`, `numerator`, `denominator`, and in the KPI's unit
    `value` (null at gaps) with the `centre`, `lower` and `upper` limit of the control chart (null where it has none)."""
    told = [row.trends[kpi_id] for row in (found.whole, *found.rows) if kpi_id in row.trends]
    return pl.concat([pl.DataFrame(schema=_SERIES), *(_rows(one, found.axis) for one in told)])


def _rows(one: Trend, axis: Axis) -> pl.DataFrame:
    lines = {name: getattr(one.charted, name) for name in _LINES}
    in_unit = {name: [None if at is None else one.kpi.value(at) for at in line] for name, line in lines.items()}
    sums = {"numerator": one.series.numerator, "denominator": one.series.denominator}
    columns = {"member": [one.member] * len(axis.labels), "period": axis.labels, **sums, "value": one.values, **in_unit}
    return pl.DataFrame(columns, schema=_SERIES).with_columns(pl.col("numerator").fill_nan(None))
