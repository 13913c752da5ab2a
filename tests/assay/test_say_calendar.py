"""Working calendars in words, and who may read them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assay.say import calendar as say
from assay.scope import Scope
from assay.warehouse import calendars, read

OFFICE = [(day, opens, closes) for day in range(1, 6) for opens, closes in (("08:00", "12:00"), ("13:00", "18:00"))]
ALWAYS = [(day, "00:00", "24:00") for day in range(1, 8)]


def test_days_in_a_row_with_the_same_hours_are_said_together() -> None:
    assert say.week([*OFFICE, (6, "09:00", "12:00")], "zh") == "周一至周五 08:00–12:00、13:00–18:00；周六 09:00–12:00"
    assert say.week([*OFFICE, (6, "09:00", "12:00")], "en") == "Mon to Fri 08:00–12:00, 13:00–18:00; Sat 09:00–12:00"


def test_the_same_hours_on_days_apart_are_said_apart() -> None:
    assert say.week([(1, "08:00", "12:00"), (3, "08:00", "12:00")], "en") == "Mon 08:00–12:00; Wed 08:00–12:00"


def test_round_the_clock_is_every_hour_of_all_seven_days() -> None:
    assert say.is_always(ALWAYS)
    assert not say.is_always(ALWAYS[:6])
    assert not say.is_always(OFFICE)


def test_days_off_in_a_row_are_one_holiday_and_a_make_up_workday_names_its_hours() -> None:
    # National Day 2026 from Thursday 1 to Saturday 3 October; Saturday the 10th works Friday's hours.
    days = [(date(2026, 10, day), False, None, "国庆节") for day in (1, 2, 3)]
    told = say.exceptions([(date(2026, 10, 10), True, 5, "国庆节调休上班"), *days], "zh")
    assert [(one.first.day, one.last.day, one.days, one.name, one.what) for one in told] == [
        (1, 3, 3, "国庆节", "放假"),
        (10, 10, 1, "国庆节调休上班", "上班，按周五的时段"),
    ]


def test_neighbouring_holidays_of_two_names_are_two() -> None:
    told = say.exceptions([(date(2026, 10, 1), False, None, "A"), (date(2026, 10, 2), False, None, "B")], "en")
    assert [(one.name, one.days) for one in told] == [("A", 1), ("B", 1)]


def test_a_calendar_is_read_through_an_agreement_that_may_be_seen(warehouse: Path) -> None:
    version = read.version(warehouse)
    assert version is not None
    opened = read.opened(warehouse, version)
    found = calendars.calendar(opened, Scope.all(), "AG-V02-1")
    assert found is not None and found.hours["weekday"].unique().sort().to_list() in ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7])
    assert calendars.calendar(opened, Scope.of_vendor("V02"), "AG-V02-1") is not None
    assert calendars.calendar(opened, Scope.of_vendor("V01"), "AG-V02-1") is None
