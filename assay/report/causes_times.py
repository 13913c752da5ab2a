"""What goes along with how long orders take: how fast they are done, those that still wait included; typical and long times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from assay.report.causes_drivers import PERIOD, grouped
from assay.stats.drivers import Drivers, FactorEffect, LevelEffect, Quantile, pace, quantiles
from assay.stats.survival.bands import cuts, waited
from assay.stats.survival.counts import ENDED
from assay.warehouse.minutes import MINUTES, Timed
from assay.warehouse.orders_clock import ClockName

CLOCK_OF: dict[str, ClockName] = {
    "response_on_time": "response", "response_minutes": "response", "completion_on_time": "completion",
}
"""The clock behind a KPI."""
BANDS = 10
MEDIAN, LATE = 0.5, 0.9
_PLACES = ("vendor_id", "site_id")
_LOG = "log_minutes"


class Counted(Protocol):
    """Grouped counts as `assay.warehouse.durations.durations` gives them, of the orders requested in some periods."""

    def __call__(self, periods: tuple[str, ...], by: tuple[str, ...], ends: tuple[float, ...]) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True, eq=False)
class Paced:
    """`factors`: the clearest first. `waiting`: orders that still wait, `cancelled`: those called off; both count up to then."""

    clock: ClockName
    periods: tuple[str, ...]
    model: Drivers
    factors: tuple[FactorEffect, ...]
    done: int
    waiting: int
    cancelled: int

    @property
    def associated(self) -> tuple[FactorEffect, ...]:
        return tuple(one for one in self.factors if one.verdict == "associated")


@dataclass(frozen=True, slots=True, eq=False)
class Lasted:
    """Quantile regression of log minutes: `observed` of a level is a log, `ratio` one of times. `of`: all orders there are."""

    clock: ClockName
    median: Quantile
    late: Quantile
    of: int

    @property
    def factors(self) -> tuple[FactorEffect, ...]:
        """Those of the median, the clearest first."""
        return ranked(self.median.factors)

    def late_of(self, factor: str, level: str | None) -> LevelEffect | None:
        """The same level of the same factor in the long times."""
        levels = (each for one in self.late.factors if one.name == factor for each in one.levels)
        return next((each for each in levels if each.level == level), None)


def ranked(factors: Sequence[FactorEffect]) -> tuple[FactorEffect, ...]:
    """By q, untested ones last."""
    return tuple(sorted(factors, key=lambda one: (one.q_value is None, one.q_value or 0.0, -_furthest(one))))


def _furthest(factor: FactorEffect) -> float:
    return max((abs(level.effect.value) for level in factor.levels if level.effect is not None), default=0.0)


def paced(
    counted: Counted, clock: ClockName, periods: Sequence[str], factors: Mapping[str, str | None]
) -> Paced | None:
    """Hazard ratios of the factors against these references, within vendors at sites and periods. Reads once for the bands of time,
    then period by period; None where nothing was done. Classes of workers are no factors here: nobody is sent to an order before it
    is answered."""
    ticks = counted(tuple(periods), (), ())
    ends = cuts(ticks, BANDS) if len(ticks) else ()
    if not ends:
        return None
    by = (*_PLACES, *factors)
    parts = [
        waited(counted((period,), by, ends), by, ends).with_columns(pl.lit(period).alias(PERIOD)) for period in periods
    ]
    rows, groups = grouped(pl.concat(parts))
    model = pace(rows, list(factors), groups=groups, reference=_present(rows, factors))
    events, cancelled, waiting = (int(ticks.drop_nulls(MINUTES)[name].sum()) for name in ENDED)
    return Paced(clock, tuple(periods), model, ranked(model.factors), events, waiting, cancelled)


def _present(rows: pl.DataFrame, references: Mapping[str, str | None]) -> dict[str, str]:
    """Those references that the rows have; the commonest level stands in for one that they lack."""
    return {name: level for name, level in references.items() if level is not None and level in rows[name].cast(pl.String)}


def lasted(timed: Timed, clock: ClockName, factors: Mapping[str, str | None]) -> Lasted:
    """How the factors, against these references, go along with the median time and with the time that one order in ten exceeds.

    Orders that are done only. What took less than a minute counts as one, for its logarithm."""
    logs = timed.rows.with_columns(pl.col(MINUTES).clip(lower_bound=1.0).log().alias(_LOG))
    rows, groups = grouped(logs)
    median, late = quantiles(rows, _LOG, list(factors), (MEDIAN, LATE), groups=groups, reference=_present(rows, factors))
    return Lasted(clock, median, late, timed.of)
