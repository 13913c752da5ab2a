"""What lies between rare events: from the sums of days to a g or t chart."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.charts.between import Between, Measure
from assay.kpis import Kpi
from assay.report.trends import Axis
from assay.stats.spc.rare import g_chart, t_chart
from assay.stats.spc.rules import RuleSet, signals

MEASURES: tuple[Measure, ...] = ("units", "days")
_FEWEST = 2


def between(
    kpi: Kpi, cells: pl.DataFrame, across: str, member: str | None, days: Axis, measure: Measure, rules: RuleSet
) -> Between | None:
    """`cells` of the KPI by day; of a member, or of all together. None where fewer than two events are on record:
    what passed before the first one is not known.

    Several events of one day lie 0 units, or an even share of a day, apart: their order within the day is not known.
    """
    counted = _daily(cells if member is None else cells.filter(pl.col(across) == member), days)
    numerator, denominator = counted["numerator"].to_numpy(), counted["denominator"].to_numpy()
    is_failure = kpi.chart == "p" and numerator.sum() > denominator.sum() / 2
    events = np.rint(denominator - numerator if is_failure else numerator).astype(int)
    if events.sum() < _FEWEST:
        return None
    gaps, ended = (_units if measure == "units" else _days)(events, denominator, counted["period"].to_list())
    charted = (g_chart if measure == "units" else t_chart)(gaps, is_partial=True)
    return Between(kpi, measure, charted, signals(charted, rules), (*ended, None), is_failure)


def _daily(cells: pl.DataFrame, days: Axis) -> pl.DataFrame:
    summed = cells.group_by("period").agg(pl.col("numerator", "denominator").sum().cast(pl.Float64))
    return (
        pl.DataFrame({"period": days.labels}, schema={"period": pl.String})
        .join(summed, on="period", how="left", maintain_order="left")
        .with_columns(pl.col("numerator", "denominator").fill_null(0.0))
    )


def _units(events: np.ndarray, denominator: np.ndarray, labels: list[str]) -> tuple[np.ndarray, list[str]]:
    """Units counted up to each event since the one before, and since the last one."""
    at = np.repeat(np.arange(len(events)), events)
    passed = np.append(denominator.cumsum()[at], denominator.sum())
    return np.diff(passed), [labels[day] for day in at[1:]]


def _days(events: np.ndarray, denominator: np.ndarray, labels: list[str]) -> tuple[np.ndarray, list[str]]:
    """Days up to each event since the one before; of several in a day each ends an even part of it."""
    at = np.repeat(np.arange(len(events)), events)
    order = np.concatenate([np.arange(1, count + 1) / count for count in events if count])
    gaps = np.diff(np.append(at + order, float(len(events))))
    # An event of the last day leaves nothing after it, and the chart of times takes no zero.
    return np.maximum(gaps, np.finfo(float).eps), [labels[day] for day in at[1:]]
