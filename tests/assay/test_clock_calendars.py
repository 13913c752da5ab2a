"""Calendars: versions, exceptions, time zones and the days on which clocks change. 2026-10-12 is a Monday."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.exceptions import InvalidOperationError

from tests.assay.clock_tables import BERLIN, SHANGHAI, book, exceptions, judged, weekly

IN_BERLIN = ("C", BERLIN)
EVERY_DAY = range(1, 8)


def minutes(of: object, begin: str, end: str, pair: tuple[str, str] = ("C", SHANGHAI)) -> object:
    return judged(of, begin, None, end, pair=pair)["minutes"]  # type: ignore[arg-type]


def test_each_instant_has_the_version_of_its_day() -> None:
    """From 13 October on the office closes at 17:00 and works Saturdays: 9 hours on Monday, 8 on the days after it."""
    newer = weekly(("08:00-12:00", "13:00-17:00"), range(1, 7), date(2026, 10, 13))
    of = book(pl.concat([weekly(), newer]))
    assert minutes(of, "2026-10-12 00:00", "2026-10-13 00:00") == 9 * 60
    assert minutes(of, "2026-10-13 00:00", "2026-10-14 00:00") == 8 * 60
    assert minutes(of, "2026-10-12 00:00", "2026-10-19 00:00") == (9 + 5 * 8) * 60
    # Monday 17:30 and an hour: half of it before closing, half from 08:00.
    assert judged(of, "2026-10-12 17:30", 60.0)["deadline"] == "2026-10-13 08:30"


def test_a_version_in_the_local_day_of_its_zone() -> None:
    """The version of 13 October begins at 13 October 00:00 in Berlin and six hours before in Shanghai."""
    newer = weekly(("00:00-24:00",), EVERY_DAY, date(2026, 10, 13))
    of = book(newer, pairs=[("C", SHANGHAI), IN_BERLIN])
    assert judged(of, "2026-10-13 00:00", 60.0)["deadline"] == "2026-10-13 01:00"
    assert judged(of, "2026-10-12 23:59", 60.0)["state"] == "not_measurable"
    assert judged(of, "2026-10-12 23:59", 60.0, pair=IN_BERLIN)["state"] == "not_measurable"
    assert judged(of, "2026-10-13 00:00", 60.0, pair=IN_BERLIN)["deadline"] == "2026-10-13 01:00"


def test_exceptions_go_before_the_version_and_take_its_hours() -> None:
    """Saturday 17 works a Friday's hours, of the version valid that day; Monday 19 is off."""
    newer = weekly(("10:00-12:00",), [5], date(2026, 10, 14))
    of = book(pl.concat([weekly(), newer]), exceptions(("2026-10-17", True, 5, None), ("2026-10-12", False, None, None)))
    assert minutes(of, "2026-10-17 00:00", "2026-10-18 00:00") == 120
    assert minutes(of, "2026-10-12 00:00", "2026-10-13 00:00") == 0


def test_an_exception_of_another_calendar_is_none() -> None:
    of = book(days=exceptions(("2026-10-12", False, None, None), calendar="D"))
    assert minutes(of, "2026-10-12 00:00", "2026-10-13 00:00") == 9 * 60


def test_overlapping_stretches_of_a_day_count_once() -> None:
    of = book(weekly(("08:00-12:00", "10:00-14:00", "14:00-15:00", "11:00-11:30")))
    assert minutes(of, "2026-10-12 00:00", "2026-10-13 00:00") == 7 * 60
    assert judged(of, "2026-10-12 08:00", 7 * 60.0)["deadline"] == "2026-10-12 15:00"


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-24", 24)])
def test_a_day_round_the_clock_is_as_long_as_it_is(day: str, hours: int) -> None:
    of = book(weekly(("00:00-24:00",), EVERY_DAY), pairs=[IN_BERLIN])
    after = f"{day[:-2]}{int(day[-2:]) + 1}"
    assert minutes(of, f"{day} 00:00", f"{after} 00:00", IN_BERLIN) == hours * 60


@pytest.mark.parametrize(("evening", "morning", "hours"), [("2026-03-28", "2026-03-29", 7), ("2026-10-24", "2026-10-25", 9)])
def test_a_night_shift_is_real_time(evening: str, morning: str, hours: int) -> None:
    """22:00–06:00 is 8 hours, an hour less or more where the clocks change in it; the deadline knows it too."""
    of = book(weekly(("00:00-06:00", "22:00-24:00"), EVERY_DAY), pairs=[IN_BERLIN])
    assert minutes(of, f"{evening} 20:00", f"{morning} 20:00", IN_BERLIN) == hours * 60
    assert judged(of, f"{evening} 20:00", hours * 60.0, pair=IN_BERLIN)["deadline"] == f"{morning} 06:00"


def test_hours_that_the_clocks_skip_are_nobody_s_and_hours_shown_twice_are_worked_twice() -> None:
    """On 29 March Berlin has no 02:00–03:00; on 25 October it has two."""
    of = book(weekly(("02:00-02:30",), EVERY_DAY), pairs=[IN_BERLIN])
    assert minutes(of, "2026-03-29 00:00", "2026-03-30 00:00", IN_BERLIN) == 0
    assert minutes(of, "2026-10-25 00:00", "2026-10-26 00:00", IN_BERLIN) == 60
    assert minutes(of, "2026-10-24 00:00", "2026-10-25 00:00", IN_BERLIN) == 30


def test_two_sites_under_one_calendar_have_their_own_hours() -> None:
    """08:00 in Shanghai is 02:00 in Berlin: each office opens by its own clock."""
    of = book(pairs=[("C", SHANGHAI), IN_BERLIN])
    assert judged(of, "2026-10-12 06:00", 60.0)["deadline"] == "2026-10-12 09:00"
    assert judged(of, "2026-10-12 06:00", 60.0, pair=IN_BERLIN)["deadline"] == "2026-10-12 09:00"


def test_a_calendar_without_hours_never_comes_to_a_deadline() -> None:
    of = book(weekly(("08:00-08:00",)))
    found = judged(of, "2026-10-12 09:00", 60.0, as_of="2026-10-20 00:00")
    assert found == {"minutes": None, "running_minutes": 0.0, "deadline": None, "state": "not_yet_due"}


def test_a_time_of_day_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidOperationError):
        book(weekly(("8 Uhr-12:00",)))
