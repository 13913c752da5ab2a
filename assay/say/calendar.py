"""A working calendar in words: the hours of a week, and the days off and make-up workdays of a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from assay.say.order import WEEKDAYS
from assay.text import Language, Text

Stretch = tuple[str, str]
WHOLE_DAY: Stretch = ("00:00", "24:00")
EVERY_DAY = Text("每天", "every day")
FROM_TO = Text("{first}至{last}", "{first} to {last}")
ALL_DAY = Text("全天", "all day")
OFF = Text("放假", "off")
WORKED = Text("上班，按{weekday}的时段", "worked, with the hours of {weekday}")
UNNAMED = Text("未写名称", "unnamed")


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Days in a row that differ from the week alike, as words: when, what they are called, and what holds on them."""

    first: date
    last: date
    name: str
    what: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def week(hours: Sequence[tuple[int, str, str]], language: Language) -> str:
    """Weekday, opens and closes of each stretch in order: 周一至周五 08:00–12:00、13:00–18:00；周六 09:00–12:00."""
    by_day = {day: tuple((o, c) for _, o, c in rows) for day, rows in groupby(hours, key=lambda row: row[0])}
    said = [f"{_days(days, language)} {_stretches(stretches, language)}" for days, stretches in _alike(by_day)]
    return ("；" if language == "zh" else "; ").join(said)


def is_always(hours: Sequence[tuple[int, str, str]]) -> bool:
    """Whether every hour of every day is worked."""
    return sorted(hours) == [(day, *WHOLE_DAY) for day in range(1, 8)]


def _alike(by_day: dict[int, tuple[Stretch, ...]]) -> Iterator[tuple[list[int], tuple[Stretch, ...]]]:
    """Days in a row with the same hours, together."""
    pairs = sorted(by_day.items())
    for (stretches, _), run in groupby(enumerate(pairs), key=lambda at: (at[1][1], at[1][0] - at[0])):
        yield [day for _, (day, _) in run], stretches


def _days(days: Sequence[int], language: Language) -> str:
    if len(days) == 7:
        return EVERY_DAY(language)
    first, last = (WEEKDAYS[day - 1](language) for day in (days[0], days[-1]))
    return first if len(days) == 1 else FROM_TO(language, first=first, last=last)


def _stretches(stretches: Sequence[Stretch], language: Language) -> str:
    if tuple(stretches) == (WHOLE_DAY,):
        return ALL_DAY(language)
    return ("、" if language == "zh" else ", ").join(f"{opens}–{closes}" for opens, closes in stretches)


def exceptions(days: Sequence[tuple[date, bool, int | None, str | None]], language: Language) -> tuple[Exceptional, ...]:
    """Day, whether it is worked, with the hours of which weekday, and its name; days in a row that are alike are one."""
    ordered = sorted(days, key=lambda day: day[0])
    runs = groupby(enumerate(ordered), key=lambda at: (at[1][0] - timedelta(days=at[0]), *at[1][1:]))
    found = []
    for (_, is_working, as_weekday, name), run in runs:
        listed = [day for _, (day, *_) in run]
        what = WORKED(language, weekday=WEEKDAYS[as_weekday - 1](language)) if is_working and as_weekday else OFF(language)
        found.append(Exceptional(listed[0], listed[-1], name or UNNAMED(language), what))
    return tuple(found)
