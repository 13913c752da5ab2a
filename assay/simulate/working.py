"""The working time of each service at each site: the same clock that vendors are judged by, read backwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl

from assay.clock import Book, compiled
from assay.clock.book import MISSING
from assay.clock.hours import MINUTE
from assay.simulate import terms
from assay.simulate.services import SERVICES
from assay.simulate.timeline import ZONES, Array, Timeline
from assay.simulate.world import World

NEVER = 1 << 40
"""A minute that does not come."""
_AHEAD = timedelta(days=1000)
_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Working minutes; `codes` are those of the book by service and zone. Before the first agreement it is round the clock."""

    book: Book
    codes: Array

    def of(self, draw: pl.DataFrame, world: World) -> Array:
        """The code of each request's calendar and zone."""
        return np.asarray(self.codes[draw["service"].to_numpy(), world.zone[world.pair_site[draw["pair"].to_numpy()]]])

    def after(self, code: Array, start: Array, minutes: Array) -> Array:
        """The minute in which so many working minutes have passed since `start`; NEVER for NEVER and for what is years away."""
        parts = [
            self._after(code[at : at + _AT_ONCE], start[at : at + _AT_ONCE], minutes[at : at + _AT_ONCE])
            for at in range(0, len(start), _AT_ONCE)
        ]
        return np.concatenate([np.zeros(0, "int64"), *parts])

    def _after(self, code: Array, start: Array, minutes: Array) -> Array:
        begun = self.book.worked(code, start * MINUTE)
        moment = self.book.reached(code, np.where(begun == MISSING, MISSING, begun + minutes.clip(0, NEVER) * MINUTE))
        found = np.where(begun == MISSING, start + minutes, np.where(moment == MISSING, NEVER, moment // MINUTE))
        return np.where(minutes < NEVER, found, NEVER)

    def between(self, code: Array, begin: Array, end: Array) -> Array:
        """Working minutes from one minute to a later one."""
        first, last = (self.book.worked(code, moment * MINUTE) for moment in (begin, end))
        return np.where((first == MISSING) | (last == MISSING), end - begin, (last - first) // MINUTE)


def working_time(timeline: Timeline) -> WorkingTime:
    """The working time of the simulated agreements."""
    pairs = [(service.calendar_id, zone) for service in SERVICES for zone in ZONES]
    first = timeline.days[0].astype(object) - timedelta(days=2)
    book = compiled(terms.calendars(), terms.calendar_days(timeline), pairs, first, timeline.as_of.date() + _AHEAD)
    return WorkingTime(book, np.array([book.code(pair) for pair in pairs]).reshape(len(SERVICES), len(ZONES)))
