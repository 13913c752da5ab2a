"""Hours that are not worked, by the name that people have for them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal

import numpy as np

from assay.clock.hours import DAY, MINUTE, Hours

Off = Literal["lunch", "break", "night", "weekend", "holiday", "closed"]
_LUNCH = (11 * 60, 14 * 60)
_SATURDAY = 5
_EPOCH = date(1970, 1, 1)


def off(hours: Hours, begin: datetime, end: datetime) -> tuple[Off, str | None]:
    """What a gap between local moments is: by the days in it on which nothing is worked, else by its time of day.

    A holiday comes with its name, or the names of several. A break within a day is lunch where it touches 11:00–14:00.
    """
    days = _idle(hours, begin, end)
    names = list(dict.fromkeys(hours.names[day] for day in days if day in hours.names))
    if names:
        return "holiday", "、".join(names)
    if days:
        return ("weekend" if all(day.weekday() >= _SATURDAY for day in days) else "closed"), None
    return _of_day(hours, begin, end), None


def _idle(hours: Hours, begin: datetime, end: datetime) -> list[date]:
    """The days that the gap touches and on which nothing is worked."""
    last = (end - timedelta(microseconds=1)).date()
    touched = [begin.date() + timedelta(days=offset) for offset in range((last - begin.date()).days + 1)]
    return [day for day in touched if not len(_worked(hours, day)[0])]


def _worked(hours: Hours, day: date) -> tuple[list[int], list[int]]:
    """Where the stretches that touch a day begin and end, in minutes of that day."""
    midnight = (day - _EPOCH).days * DAY
    first = np.searchsorted(hours.ends, midnight, side="right")
    last = np.searchsorted(hours.starts, midnight + DAY, side="left")
    cut = ((side[first:last] - midnight) // MINUTE for side in (hours.starts, hours.ends))
    starts, ends = (side.tolist() for side in cut)
    return starts, ends


def _of_day(hours: Hours, begin: datetime, end: datetime) -> Off:
    starts, ends = _worked(hours, begin.date())
    low, high = ((moment - datetime.combine(begin.date(), time())) / timedelta(minutes=1) for moment in (begin, end))
    if not (starts[0] <= low and high <= ends[-1]):
        return "night"
    return "lunch" if low < _LUNCH[1] and high > _LUNCH[0] else "break"
