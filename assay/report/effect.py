"""Did a measure work: the weekly sums of the places that it reached and of those that it did not, and three answers from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np
import polars as pl

from assay.cells import Where, dimensions, grains
from assay.kpis import Direction, Grain, Kpi
from assay.report.effect_measure import PLACE, Measure
from assay.report.effect_panel import Panel, panel
from assay.scope import Scope
from assay.stats.effect.course import Course, course
from assay.stats.effect.differences import Difference, difference_in_differences
from assay.stats.effect.interrupted import Interrupted, interrupted
from assay.stats.effect.placebo import Placebo, placebo
from assay.stats.effect.steps import NEVER
from assay.stats.effect.to_the_mean import ToTheMean, to_the_mean
from assay.stats.spc.series import Series
from assay.warehouse import read
from assay.warehouse.read import Period, Warehouse

A_YEAR = {"week": 52, "month": 12}
_STRETCHES, _CLEAR = 6, 0.01
_SAYS = ("suggests_rise", "suggests_fall")
_TRIGGERS: tuple[Grain, ...] = ("week", "month", "quarter")
Verdict = Literal[
    "worked", "worsened", "moved", "regression_to_the_mean", "already_moving", "suggested", "suggested_worse", "not_shown",
    "not_enough_data",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """The answers, of the places and periods of `panel`; what they come to together is the `verdict`.

    `start`: the first whole period under the measure; `gap` periods before it are no baseline; `reach` at most are compared on each
    side. `series` is of the places that it reached together. `to_the_mean`: None where no trigger is told. `by_vendor`: the
    comparison for whole vendors, None where the measure is not of whole vendors.
    """

    measure: Measure
    grain: Grain
    panel: Panel
    start: int
    gap: int
    reach: int
    series: Series
    difference: Difference
    course: Course
    interrupted: Interrupted
    to_the_mean: ToTheMean | None
    by_vendor: Placebo | None

    @property
    def verdict(self) -> Verdict:
        return judged(self.measure.kpi.direction, self.difference, self.course, self.interrupted, self.to_the_mean)


def measured(warehouse: Warehouse, scope: Scope, measure: Measure, seed: int = 0) -> Measured | None:
    """None where the KPI has no place to compare by, where nothing was told before `began_on` or since, and where the measure
    reached no place that was ever told of.

    Weeks where the KPI has them, else months; a running period, and those that still move, are left out.
    """
    grain: Grain = "week" if "week" in grains(measure.kpi) else "month"
    spans = _spans(warehouse, scope, grain, measure.kpi)
    start = next((at for at, span in enumerate(spans) if span.first >= measure.began_on), len(spans))
    if not measure.by or not 0 < start < len(spans):
        return None
    gap = start - _baseline_ends(warehouse, scope, measure, spans, start)
    cells = _cells(warehouse, scope, measure, grain, [span.label for span in spans])
    labels = [span.label for span in spans]
    places = panel(cells, measure.kpi, measure.by, labels, _reached(measure))
    if not places.is_treated.any():
        return None
    whole = panel(cells, measure.kpi, PLACE[:1], labels, _reached(measure)) if _is_of_vendors(measure) else places
    return _measured(measure, grain, places, whole, start, gap, seed)


def _measured(measure: Measure, grain: Grain, places: Panel, whole: Panel, start: int, gap: int, seed: int) -> Measured:
    starts, reach = np.where(places.is_treated, start, NEVER), A_YEAR[grain]
    treated = places.treated
    series = Series(treated.numerator, treated.denominator)
    longest = min(max(start - gap, len(places.labels) - start), reach)
    width = max(longest // _STRETCHES, 1)
    of_vendors = placebo(whole.sums, np.where(whole.is_treated, start, NEVER), gap, reach) if whole is not places else None
    return Measured(
        measure, grain, places, start, gap, reach, series, difference_in_differences(places.sums, starts, gap, reach, seed),
        course(places.sums, starts, gap, reach, width, seed), interrupted(series, measure.kpi.chart, start, gap, reach),
        _to_the_mean(measure, places, whole, start, gap, reach), of_vendors,
    )  # fmt: skip


def judged(
    direction: Direction, difference: Difference, course: Course, alone: Interrupted, to_the_mean: ToTheMean | None
) -> Verdict:
    """What the answers come to. The comparison decides. Alone it has to be clear (p ≤ 0.01): one test in twenty is false, so up to
    0.05 a second answer has to say the same, else it is suggestive only, as is a course without any comparison."""
    if difference.verdict == "not_enough_data":
        return _suggested(direction, alone.verdict == "suggests_rise") if alone.verdict in _SAYS else _silent(alone)
    if difference.verdict == "not_shown":
        back = to_the_mean is not None and to_the_mean.verdict == "as_expected" and _came_back(direction, to_the_mean)
        return "regression_to_the_mean" if back else "not_shown"
    rose, before = difference.verdict == "more", course.before
    if before is not None and before.verdict == "apart" and (before.drift.value > 0) == rose:
        return "already_moving"
    if (difference.p_value or 0.0) > _CLEAR and not _seconded(rose, alone, to_the_mean):
        return _suggested(direction, rose)
    return "moved" if direction == "none" else "worked" if rose == (direction == "higher") else "worsened"


def _silent(alone: Interrupted) -> Verdict:
    return "not_shown" if alone.verdict == "not_shown" else "not_enough_data"


def _suggested(direction: Direction, rose: bool) -> Verdict:
    return "suggested" if direction == "none" or rose == (direction == "higher") else "suggested_worse"


def _seconded(rose: bool, alone: Interrupted, to_the_mean: ToTheMean | None) -> bool:
    """Whether another answer says the same on its own."""
    beyond = "above_expected" if rose else "below_expected"
    return alone.verdict == ("suggests_rise" if rose else "suggests_fall") or (
        to_the_mean is not None and to_the_mean.verdict == beyond
    )


def _came_back(direction: Direction, one: ToTheMean) -> bool:
    """Whether it improved since the trigger, and at least half of that was to be expected without any measure."""
    if one.before is None or one.after is None or one.expected is None:
        return False
    sign = -1 if direction == "lower" else 1
    gained, due = sign * (one.after - one.before), sign * (one.expected.value - one.before)
    return gained > 0 and 2 * due >= gained


def _to_the_mean(measure: Measure, places: Panel, whole: Panel, start: int, gap: int, reach: int) -> ToTheMean | None:
    """Of whole vendors where they were what was chosen; of places where vendors are too few."""
    if not measure.trigger or not gap:
        return None
    at = np.arange(len(places.labels))
    trigger, after = ((at >= start - gap) & (at < start)).astype(float), ((at >= start) & (at < start + reach)).astype(float)
    found = [to_the_mean(of.sums.within(trigger), of.sums.within(after), of.is_treated) for of in (whole, places)]
    return next((one for one in found if not one.why), found[-1])


def _is_of_vendors(measure: Measure) -> bool:
    return bool(measure.vendors) and not measure.sites and "vendor_id" in measure.by


def _reached(measure: Measure) -> pl.Expr:
    members = {"vendor_id": measure.vendors, "site_id": measure.sites}
    return pl.all_horizontal(pl.lit(True), *(pl.col(name).is_in(list(of)) for name, of in members.items() if of))


def _cells(warehouse: Warehouse, scope: Scope, measure: Measure, grain: Grain, labels: Sequence[str]) -> pl.DataFrame:
    """The part of the work that counts: of the services in which the places that it reached work."""
    kpi = measure.kpi
    has_service = "service" in dimensions(kpi)
    others = (*(("vendor_id",) if measure.aside else ()), *(("service",) if has_service else ()))
    by = tuple(dict.fromkeys((*measure.by, *(name for name, _ in measure.conditions), *others)))
    cells = read.cells(warehouse, kpi, by, grain, scope, Where(tuple(labels), services=measure.services))
    if measure.aside:
        cells = cells.filter(~pl.col("vendor_id").is_in(list(measure.aside)))
    for name, value in measure.conditions:
        cells = cells.filter(pl.col(name).eq_missing(pl.lit(value, pl.String)))
    if measure.services or not has_service:
        return cells
    theirs = cells.filter(_reached(measure))["service"].unique()
    return cells.filter(pl.col("service").is_in(theirs.implode()))


def _spans(warehouse: Warehouse, scope: Scope, grain: Grain, kpi: Kpi) -> tuple[Period, ...]:
    """The periods that are over and final, oldest first."""
    reached = read.as_of(warehouse)
    told = [span for span in reversed(read.periods(warehouse, grain, scope)) if not span.is_partial]
    return tuple(span for span in told if reached and span.last + timedelta(days=kpi.settles_days) <= reached.date())


def _baseline_ends(warehouse: Warehouse, scope: Scope, measure: Measure, spans: Sequence[Period], start: int) -> int:
    """The position of the first period that is no baseline any more: that of the trigger, or the one in which it began."""
    known = (span for grain in _TRIGGERS if measure.trigger for span in read.periods(warehouse, grain, scope))
    ends = min([measure.began_on, *(span.first for span in known if span.label in measure.trigger)])
    return min(next((at for at, span in enumerate(spans) if span.last >= ends), start), start)
