"""How long orders wait, vendor by vendor: curves with those that still wait, and paces compared on like work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl

from assay.charts.chart import Values
from assay.stats.survival.answers import Answer, done_within, median
from assay.stats.survival.bands import cuts, waited
from assay.stats.survival.curve import Curve, curves
from assay.stats.survival.hazard import Hazards, Pace, Ratio, hazards

MIX = ("site_id", "kind", "category", "priority_at_request", "shift")
"""What paces are allowed for."""
_STEPS = 90
_BEGUN, _SHOWN = 0.005, 0.98
"""The parts of all orders from whose time, and up to whose time, the picture reaches."""


class Counted(Protocol):
    """Grouped counts as `assay.warehouse.durations.durations` gives them."""

    def __call__(self, by: tuple[str, ...], ends: tuple[float, ...] = ()) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """One vendor. `within`: the share done within the agreed time, None where none is agreed for the orders shown."""

    vendor_id: str
    name: str
    curve: Curve
    median: Answer
    within: Answer | None
    ratio: Ratio | None

    @property
    def pace(self) -> Pace:
        return "not_enough_data" if self.ratio is None else self.ratio.verdict


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """`priorities`: those that there are, most orders first; `priority`: the one shown, None for all. `target`: agreed minutes."""

    clock: str
    priority: str | None
    priorities: tuple[str, ...]
    target: float | None
    vendors: tuple[Waiting, ...]
    hazards: Hazards | None

    @property
    def n(self) -> int:
        return sum(one.curve.n for one in self.vendors)

    def minutes(self) -> np.ndarray:
        """The times of the picture, evenly on the logarithmic scale, the agreed one among them; empty without any."""
        last = [time for one in self.vendors if (time := _until(one.curve, _SHOWN)) is not None]
        first = [time for one in self.vendors if (time := _until(one.curve, _BEGUN)) is not None]
        if not last or not first:
            return np.zeros(0)
        low, high = max(min(first), 1.0), max(*last, (self.target or 0.0) * 1.2)
        found = np.geomspace(low, max(high, 2 * low), _STEPS)
        return np.unique(np.append(found, self.target) if self.target else found)


def _until(of: Curve, part: float) -> float | None:
    """The time by which that part of all that are ever done are done."""
    if not len(of.minutes):
        return None
    reached = np.flatnonzero(of.done >= part * of.done[-1])
    return float(of.minutes[reached[0]])


def at(row: np.ndarray, of: Curve, minutes: np.ndarray) -> Values:
    """A row of a curve (`done`, `low`, `high`) at some times; None beyond what was watched while orders still wait."""
    place = np.searchsorted(of.minutes, minutes, side="right") - 1
    ended = len(of.minutes) > 0 and float(of.waiting[-1]) <= 1e-9
    beyond = minutes > (of.followed_to or 0.0)
    held = [0.0 if where < 0 else float(row[where]) for where in place]
    return tuple(None if is_beyond and not ended else value for value, is_beyond in zip(held, beyond, strict=True))


def times(
    counted: Counted, clock: str, names: Mapping[str, str], priority: str | None, agreed: Mapping[str | None, float | None]
) -> Times:
    """Reads twice: once for the curves, once for the paces. `agreed`: the agreed minutes by priority, None for all of them."""
    found = counted(("vendor_id", "priority_at_request")).filter(pl.col("vendor_id").is_in(list(names)))
    known = _priorities(found)
    shown = priority if priority in known else None
    told = found if shown is None else found.filter(pl.col("priority_at_request") == shown)
    target = agreed.get(shown) or agreed.get(None)
    paces = _paces(counted, told, tuple(names), shown)
    by = {} if paces is None else {one.member: one for one in paces.ratios}
    drawn = curves(told, ("vendor_id",)) if len(told) else {}
    rows = [_waiting(str(id_), names[str(id_)], of, target, by.get(id_)) for (id_,), of in drawn.items()]
    rows.sort(key=lambda one: (one.median.value is None, one.median.value or 0.0, one.name))
    return Times(clock, shown, known, target, tuple(rows), paces)


def _priorities(found: pl.DataFrame) -> tuple[str, ...]:
    total = pl.sum_horizontal("events", "cancelled", "censored").sum()
    counts = found.drop_nulls("priority_at_request").group_by("priority_at_request").agg(total.alias("n"))
    return tuple(counts.sort("n", "priority_at_request", descending=[True, False])["priority_at_request"])


def _waiting(id_: str, name: str, of: Curve, target: float | None, ratio: Ratio | None) -> Waiting:
    return Waiting(id_, name, of, median(of), None if target is None else done_within(of, target), ratio)


def _paces(counted: Counted, told: pl.DataFrame, names: tuple[str, ...], priority: str | None) -> Hazards | None:
    """None where nothing was done."""
    ends = cuts(told)
    if not ends:
        return None
    by = ("vendor_id", *MIX)
    banded = counted(by, ends).filter(pl.col("vendor_id").is_in(list(names)))
    if priority is not None:
        banded = banded.filter(pl.col("priority_at_request") == priority)
    mix = tuple(name for name in MIX if banded[name].n_unique() > 1)
    return hazards(waited(banded, ("vendor_id", *mix), ends), mix)
