"""The clock on one order: the golden scenarios, each taken from a real bug of a real tool, and the rules around them.

Office hours are 08:00–12:00 and 13:00–18:00, Monday to Friday, in Shanghai, unless told otherwise. 2026-10-12 is a Monday.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.assay.clock_tables import SHANGHAI, book, exceptions, judged, weekly

OFFICE = book()
ROUND = (None, SHANGHAI)


def test_the_story_of_the_issue() -> None:
    """From 09:10: 170 min to lunch, 65 min to the pause at 14:05, 28 min from 16:20 to 16:48: 263 min; the pause has 135."""
    found = judged(
        OFFICE, "2026-10-12 09:10", 300.0, "2026-10-12 16:48", pauses=[("2026-10-12 14:05", "2026-10-12 16:20", "client")]
    )
    # 300 min without the pause end at 15:10; 65 + 170 = 235 are used at 14:05, and the other 65 follow from 16:20: 17:25.
    assert found == {"minutes": 263.0, "running_minutes": None, "deadline": "2026-10-12 17:25", "state": "met"}


def test_pending_time_is_not_elapsed_time() -> None:
    """glpi #1912: the time waiting for the client counted as elapsed. 09:00–11:00 less 09:30–10:30 is an hour."""
    found = judged(
        OFFICE, "2026-10-12 09:00", 60.0, "2026-10-12 11:00", pauses=[("2026-10-12 09:30", "2026-10-12 10:30", "client")]
    )
    assert (found["minutes"], found["state"]) == (60.0, "met")


def test_the_pauses_of_the_vendor_stop_nothing() -> None:
    found = judged(
        OFFICE, "2026-10-12 09:00", 60.0, "2026-10-12 11:00", pauses=[("2026-10-12 09:30", "2026-10-12 10:30", "vendor")]
    )
    assert found == {"minutes": 120.0, "running_minutes": None, "deadline": "2026-10-12 10:00", "state": "missed"}


@pytest.mark.parametrize("who", ["client", "third_party", "force_majeure"])
def test_every_other_s_pauses_stop_the_clock(who: str) -> None:
    pauses = [("2026-10-12 09:30", "2026-10-12 10:30", who)]
    assert judged(OFFICE, "2026-10-12 09:00", 60.0, pauses=pauses)["deadline"] == "2026-10-12 11:00"


def test_a_changed_agreement_keeps_earlier_pauses() -> None:
    """glpi #6902, #15605: another target forgot the pauses so far. Each deadline is pushed by the same 30 min."""
    pauses = [("2026-10-12 09:30", "2026-10-12 10:00", "client")]
    deadlines = [judged(OFFICE, "2026-10-12 09:00", minutes, pauses=pauses)["deadline"] for minutes in (60.0, 120.0)]
    assert deadlines == ["2026-10-12 10:30", "2026-10-12 11:30"]


def test_a_pause_across_a_weekend_is_credited_in_working_time() -> None:
    """glpi #10594: from Friday 17:00 to Monday 09:00 are 2 working hours, not 64."""
    pauses = [("2026-10-16 17:00", "2026-10-19 09:00", "client")]
    # Friday 16:00–17:00 is 1 hour; 3 more from Monday 09:00 are used up at 12:00.
    assert judged(OFFICE, "2026-10-16 16:00", 240.0, pauses=pauses)["deadline"] == "2026-10-19 12:00"
    assert judged(OFFICE, "2026-10-16 16:00", 240.0)["deadline"] == "2026-10-19 10:00"


def test_what_is_used_up_so_far_leaves_the_pause_out() -> None:
    """glpi #15948: percent elapsed ignored the pause. At 11:00 of 09:00 + 2 h with half an hour paused, 90 of 120 min are used."""
    found = judged(
        OFFICE, "2026-10-12 09:00", 120.0, pauses=[("2026-10-12 09:30", "2026-10-12 10:00", "client")], as_of="2026-10-12 11:00"
    )
    assert found == {"minutes": None, "running_minutes": 90.0, "deadline": "2026-10-12 11:30", "state": "not_yet_due"}


def test_nothing_is_breached_while_paused() -> None:
    """glpi #24481: a breach was reported while the order was paused. It has no deadline until it goes on."""
    found = judged(OFFICE, "2026-10-12 09:00", 60.0, pauses=[("2026-10-12 09:30", None, "client")], as_of="2026-10-14 17:00")
    assert found == {"minutes": None, "running_minutes": 30.0, "deadline": None, "state": "not_yet_due"}


def test_a_pause_that_begins_with_the_deadline_past_excuses_nothing() -> None:
    """An hour from 09:00 is used up at 10:00: a pause from then on comes too late, one a minute earlier does not."""
    late = judged(OFFICE, "2026-10-12 09:00", 60.0, pauses=[("2026-10-12 10:00", None, "client")], as_of="2026-10-12 15:00")
    assert (late["deadline"], late["state"]) == ("2026-10-12 10:00", "open_past_deadline")
    just = judged(OFFICE, "2026-10-12 09:00", 60.0, pauses=[("2026-10-12 09:59", None, "client")], as_of="2026-10-12 15:00")
    assert (just["deadline"], just["state"]) == (None, "not_yet_due")


def test_an_earlier_pause_brings_a_later_one_before_the_deadline() -> None:
    """The second begins at 10:30, after the first deadline of 10:00, but the first has pushed that to 10:45."""
    first, second = ("2026-10-12 09:15", "2026-10-12 10:00", "client"), ("2026-10-12 10:30", "2026-10-12 11:00", "third_party")
    assert judged(OFFICE, "2026-10-12 09:00", 60.0, pauses=[first])["deadline"] == "2026-10-12 10:45"
    assert judged(OFFICE, "2026-10-12 09:00", 60.0, pauses=[second, first])["deadline"] == "2026-10-12 11:15"
    assert judged(OFFICE, "2026-10-12 09:00", 60.0, pauses=[second])["deadline"] == "2026-10-12 10:00"


def test_overlapping_pauses_count_once() -> None:
    """09:10–10:00, inside it 09:20–09:30, and 09:50–10:20 are 70 minutes together."""
    pauses = [
        ("2026-10-12 09:10", "2026-10-12 10:00", "client"),
        ("2026-10-12 09:20", "2026-10-12 09:30", "third_party"),
        ("2026-10-12 09:50", "2026-10-12 10:20", "force_majeure"),
    ]
    found = judged(OFFICE, "2026-10-12 09:00", 60.0, "2026-10-12 11:30", pauses=pauses)
    # 150 min less 70; an hour and 70 min from 09:00 is 11:10.
    assert found == {"minutes": 80.0, "running_minutes": None, "deadline": "2026-10-12 11:10", "state": "missed"}


def test_only_the_part_of_a_pause_after_the_start_counts() -> None:
    pauses = [("2026-10-12 08:00", "2026-10-12 09:30", "client")]
    found = judged(OFFICE, "2026-10-12 09:00", 60.0, "2026-10-12 10:30", pauses=pauses)
    assert (found["minutes"], found["deadline"]) == (60.0, "2026-10-12 10:30")


def test_a_pause_that_was_never_ended_ends_with_its_order() -> None:
    pauses = [("2026-10-12 09:30", None, "client")]
    found = judged(OFFICE, "2026-10-12 09:00", 60.0, "2026-10-12 11:00", pauses=pauses, as_of="2026-10-13 12:00")
    # 30 min were used; the pause of 09:30–11:00 pushes 10:00 to 11:30.
    assert found == {"minutes": 30.0, "running_minutes": None, "deadline": "2026-10-12 11:30", "state": "met"}
    cancelled = judged(OFFICE, "2026-10-12 09:00", 60.0, cancelled="2026-10-12 11:00", pauses=pauses, as_of="2026-10-13 12:00")
    assert (cancelled["deadline"], cancelled["state"]) == ("2026-10-12 11:30", "cancelled")


def test_the_deadline_is_the_earliest_moment_at_which_the_time_is_used_up() -> None:
    """17:00 and an hour is closing time, 18:00, not the next morning; a minute more is 08:01."""
    assert judged(OFFICE, "2026-10-12 17:00", 60.0)["deadline"] == "2026-10-12 18:00"
    assert judged(OFFICE, "2026-10-12 17:00", 61.0)["deadline"] == "2026-10-13 08:01"
    # The same working time, reached after closing: 18:00 is past at 20:00, and an answer then is late by no working minute.
    late = judged(OFFICE, "2026-10-12 17:00", 60.0, "2026-10-12 20:00")
    assert (late["minutes"], late["state"]) == (60.0, "missed")


def test_time_is_exact_below_the_minute() -> None:
    """Half a minute before closing and half a minute after opening are a minute, as agreed."""
    found = judged(OFFICE, "2026-10-12 17:59:30", 1.0, "2026-10-13 08:00:30")
    assert (found["minutes"], found["state"]) == (1.0, "met")
    assert judged(OFFICE, "2026-10-12 17:59:30", 1.0, "2026-10-13 08:00:30.000001")["state"] == "missed"


def test_the_clock_starts_when_the_office_opens() -> None:
    assert judged(OFFICE, "2026-10-10 15:00", 30.0)["deadline"] == "2026-10-12 08:30"  # asked on a Saturday
    assert judged(OFFICE, "2026-10-12 12:15", 30.0, "2026-10-12 12:45")["minutes"] == 0.0  # at lunch


@pytest.mark.parametrize(
    ("stopped", "cancelled", "as_of", "word"),
    [
        ("09:30", None, "10:00", "met"),  # the deadline is 10:00
        ("10:00", None, "10:00", "met"),
        ("10:01", None, "10:30", "missed"),
        (None, None, "10:00", "open_past_deadline"),
        ("09:30", None, "09:59", "not_yet_due"),  # answered early: its cohort is not due
        (None, "10:00", "11:00", "cancelled"),
        (None, "10:01", "11:00", "missed"),  # cancelled after a missed deadline
        ("09:30", "09:40", "11:00", "met"),
        ("10:30", "09:40", "11:00", "cancelled"),
    ],
)
def test_the_cohort_rules(stopped: str | None, cancelled: str | None, as_of: str, word: str) -> None:
    day = "2026-10-12 "
    found = judged(
        OFFICE, day + "09:00", 60.0, stopped and day + stopped, cancelled and day + cancelled, as_of=day + as_of
    )
    assert (found["deadline"], found["state"]) == (day + "10:00", word)


def test_no_target_is_not_measurable_and_the_time_is_known_all_the_same() -> None:
    found = judged(OFFICE, "2026-10-12 09:00", None, "2026-10-12 10:00")
    assert found == {"minutes": 60.0, "running_minutes": None, "deadline": None, "state": "not_measurable"}


def test_before_the_first_version_nothing_is_measurable() -> None:
    """The calendar begins on 12 October: what was asked the evening before has neither time nor deadline, and no zero either."""
    of = book(weekly(since=date(2026, 10, 12)))
    before = judged(of, "2026-10-11 23:59", 60.0, "2026-10-12 10:00")
    assert before == {"minutes": None, "running_minutes": None, "deadline": None, "state": "not_measurable"}
    assert judged(of, "2026-10-12 00:00", 60.0, "2026-10-12 10:00")["minutes"] == 120.0


@pytest.mark.parametrize("pair", [("other", SHANGHAI), ("C", None)])
def test_an_unknown_calendar_or_zone_is_not_measurable(pair: tuple[str, str | None]) -> None:
    of = book(pairs=[("C", SHANGHAI), pair])
    assert judged(of, "2026-10-12 09:00", 60.0, "2026-10-12 10:00", pair=pair)["state"] == "not_measurable"


def test_without_a_calendar_it_is_round_the_clock() -> None:
    found = judged(OFFICE, "2026-10-10 23:00", 120.0, "2026-10-11 01:00", pair=ROUND)
    assert found == {"minutes": 120.0, "running_minutes": None, "deadline": "2026-10-11 01:00", "state": "met"}


def test_a_deadline_behind_the_last_day_of_the_book_is_not_yet_due() -> None:
    found = judged(OFFICE, "2026-10-12 09:00", 10_000_000.0)
    assert (found["deadline"], found["state"]) == (None, "not_yet_due")
    assert judged(OFFICE, "2026-10-12 09:00", 1e15, pair=ROUND)["state"] == "not_yet_due"


def test_a_public_holiday_is_off_and_a_make_up_workday_is_on() -> None:
    """zendesk/biz #5, #103. Friday 16 October is off, Saturday 17 works Friday's hours."""
    of = book(days=exceptions(("2026-10-16", False, None, "节"), ("2026-10-17", True, 5, "调休")))
    # Thursday 17:00 and 4 hours: 1 on Thursday, none on Friday, 3 on Saturday from 08:00.
    assert judged(of, "2026-10-15 17:00", 240.0)["deadline"] == "2026-10-17 11:00"
    assert judged(of, "2026-10-16 09:00", 60.0, "2026-10-16 18:00")["minutes"] == 0.0
