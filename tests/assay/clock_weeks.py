"""Random calendars for the tests of the clock, each with a slow reading of itself: minute by minute, by the definition alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import strategies as st

from assay.clock import Book, compiled
from tests.assay.clock_tables import EXCEPTIONS, WEEKLY

DAYS = 9
MINUTES = DAYS * 1440
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo")
BEGINNINGS = (date(2026, 3, 25), date(2026, 10, 21), date(2026, 7, 1), date(2026, 4, 1), date(2026, 10, 29))
"""Days in whose nine following ones some of those zones change their clocks, and some do not."""
Hours = tuple[int, int]
Span = tuple[int, int | None]


@dataclass(frozen=True)
class Week:
    """A random calendar in a zone: versions by their first day, each with stretches by weekday; exceptions by day."""

    zone: str
    begin: date
    versions: tuple[tuple[date, tuple[tuple[int, Hours], ...]], ...]
    exceptions: tuple[tuple[date, int | None], ...]

    def moment(self, minute: int) -> datetime:
        return datetime.combine(self.begin, time()) + timedelta(minutes=minute)

    @cached_property
    def works(self) -> list[bool | None]:
        """For each minute of the window whether it is worked; None where no version covers it."""
        return [self._works(self.moment(minute)) for minute in range(MINUTES)]

    def _works(self, moment: datetime) -> bool | None:
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
        day, minute = local.date(), local.hour * 60 + local.minute
        valid = [hours for since, hours in self.versions if since <= day]
        if not valid:
            return None
        weekday = dict(self.exceptions).get(day, day.isoweekday())
        return any(on == weekday and opens <= minute < closes for on, (opens, closes) in valid[-1])

    def book(self) -> Book:
        hours = [
            ("C", since, day, _clock(opens), _clock(closes)) for since, week in self.versions for day, (opens, closes) in week
        ]
        days = [("C", day, as_ is not None, as_, None) for day, as_ in self.exceptions]
        return compiled(
            pl.DataFrame(hours, schema=WEEKLY, orient="row"), pl.DataFrame(days, schema=EXCEPTIONS, orient="row"),
            [("C", self.zone)], self.begin - timedelta(days=40), self.begin + timedelta(days=60),
        )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def spans(most: int, step: int) -> st.SearchStrategy[Hours]:
    """Two different numbers in order."""
    ends = st.tuples(st.integers(0, most // step - 1), st.integers(1, most // step))
    return ends.map(lambda at: (at[0] * step, min(most, (at[0] + at[1]) * step)))


VERSION = st.lists(st.tuples(st.integers(1, 7), spans(1440, 15)), min_size=1, max_size=12).map(tuple)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    begin = draw(st.sampled_from(BEGINNINGS))
    offsets = sorted({draw(st.sampled_from([-30, -30, 2])), *draw(st.lists(st.integers(1, DAYS), max_size=2))})
    versions = tuple((begin + timedelta(days=offset), draw(VERSION)) for offset in offsets)
    changed = draw(st.dictionaries(st.integers(0, DAYS), st.none() | st.integers(1, 7), max_size=4))
    exceptions = tuple((begin + timedelta(days=offset), as_) for offset, as_ in changed.items())
    return Week(draw(st.sampled_from(ZONES)), begin, versions, exceptions)


PAUSES = st.lists(spans(MINUTES, 5), max_size=5)
MOMENT = st.integers(0, MINUTES)
