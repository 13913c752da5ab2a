"""Orders under working calendars: deadlines and times in working time, pauses, changes in the middle, reopened orders."""

from __future__ import annotations

from math import log

import narwhals as nw
import pytest

from assay.cells import cells
from assay.kpis import kpi
from assay.scope import Scope
from pipelines.derive import complete
from tests.pipelines.derive_tables import AGREEMENT, ORDER, at, level, on, tables
from tests.pipelines.test_derive_orders import judged

CALENDAR = [
    {"calendar_id": "C", "effective_from": on("2026-01-01"), "weekday": weekday, "opens": opens, "closes": closes}
    for weekday in range(1, 6)
    for opens, closes in (("08:00", "12:00"), ("13:00", "18:00"))
]
IN_OFFICE = AGREEMENT | {"calendar_id": "C"}


def test_working_time_is_that_of_the_agreement_s_calendar_at_the_site() -> None:
    """Friday 9 October 17:30 local time and an hour: half of it before closing, half on Monday from 08:00."""
    # Shanghai 17:30 is 09:30 UTC, Berlin 17:30 in summer time 15:30 UTC; 08:30 is 00:30 and 06:30.
    sites = {"SH": ("2026-10-09 09:30", "2026-10-12 00:30"), "BE": ("2026-10-09 15:30", "2026-10-12 06:30")}
    orders: list[dict[str, object]] = [
        {"order_id": site, "site_id": site, "requested_at": at(asked), "responded_at": at(due)}
        for site, (asked, due) in sites.items()
    ]
    result = judged(orders, agreements=[IN_OFFICE], calendars=CALENDAR)
    assert result["response_deadline_at"].to_list() == [at(due) for _, due in sites.values()]
    assert result["response_minutes"].to_list() == [60.0, 60.0]
    assert result["response_log_minutes"].to_list() == [pytest.approx(log(60))] * 2
    assert result["response_deadline_on"].to_list() == [on("2026-10-12")] * 2
    assert result["response_state"].to_list() == ["met", "met"]


def test_an_exception_of_the_calendar_moves_the_deadline() -> None:
    off = {"calendar_id": "C", "day_on": on("2026-10-12"), "is_working": False, "name": "holiday"}
    order = {"site_id": "SH", "requested_at": at("2026-10-09 09:30")}
    result = judged([order], agreements=[IN_OFFICE], calendars=CALENDAR, calendar_days=[off])
    assert result["response_deadline_at"].item() == at("2026-10-13 00:30")  # Tuesday 08:30 in Shanghai


def test_a_request_before_the_calendar_s_first_version_is_not_measurable() -> None:
    later = [row | {"effective_from": on("2026-10-10")} for row in CALENDAR]
    result = judged([{"site_id": "SH", "requested_at": at("2026-10-09 09:30")}], agreements=[IN_OFFICE], calendars=later)
    assert result["response_state"].item() == "not_measurable" and result["response_target_minutes"].item() == 60.0


def test_the_agreement_at_the_request_holds_when_it_changes_in_the_middle_of_an_order() -> None:
    """Requested at 23:50 on 30 September with an hour agreed; from 1 October it would be ten minutes."""
    versions = [
        AGREEMENT | {"agreement_id": "old", "effective_to": on("2026-09-30")},
        AGREEMENT | {"agreement_id": "new", "effective_from": on("2026-10-01")},
    ]
    levels = [
        level("response_on_time", minutes, level_id=of) | {"agreement_id": of} for of, minutes in (("old", 60.0), ("new", 10.0))
    ]
    order = {"requested_at": at("2026-09-30 23:50"), "responded_at": at("2026-10-01 00:45")}
    result = judged([order], agreements=versions, service_levels=levels)
    assert result.select("agreement_id", "response_deadline_at", "response_state").row(0) == ("old", at("2026-10-01 00:50"), "met")


def test_the_priority_at_the_request_holds_when_it_changes_in_the_middle_of_an_order() -> None:
    levels = [level("response_on_time", 60.0, "normal"), level("response_on_time", 10.0, "urgent")]
    order = {"requested_at": at("2026-10-05 08:00"), "responded_at": at("2026-10-05 08:30"), "priority": "urgent"}
    result = judged([order], service_levels=levels)
    assert result.select("response_target_minutes", "response_state").row(0) == (60.0, "met")


def pause(begin: str, end: str | None, responsible: str = "client", order_id: str = "O1") -> dict[str, object]:
    paused = {"order_id": order_id, "responsible": responsible, "paused_at": at("2026-10-05 " + begin)}
    return paused | {"resumed_at": at("2026-10-05 " + end) if end else None}


def test_pauses_of_others_push_the_deadline_and_are_not_time_taken() -> None:
    """An hour from 08:00, and 20 minutes of the client; the vendor's own half hour changes nothing."""
    order = {"requested_at": at("2026-10-05 08:00"), "responded_at": at("2026-10-05 08:05"), "completed_at": at("2026-10-05 09:15")}
    other = order | {"order_id": "O2"}
    stood = [pause("08:10", "08:30"), pause("08:40", "09:10", "vendor"), pause("08:10", "09:10", order_id="unknown")]
    result = judged([order, other], pauses=stood)
    assert result["completion_deadline_at"].to_list() == [at("2026-10-05 09:20"), at("2026-10-05 09:00")]
    assert result["completion_minutes"].to_list() == [55.0, 75.0]
    assert result["completion_state"].to_list() == ["met", "missed"]
    # The deadline never asks when the clock was stopped: the answer of 08:05 is due in the same cohort as the others'.
    assert result["response_deadline_at"].to_list() == [at("2026-10-05 09:20"), at("2026-10-05 09:00")]
    assert result["response_minutes"].to_list() == [5.0, 5.0]


def test_a_paused_order_has_no_deadline_and_says_how_long_it_has_run() -> None:
    result = judged([{"requested_at": at("2026-10-05 08:00")}], at("2026-10-05 12:00"), pauses=[pause("08:10", None)])
    assert result.select("completion_deadline_at", "completion_deadline_on").row(0) == (None, None)
    assert result.select("completion_running_minutes", "completion_minutes").row(0) == (10.0, None)
    assert result["completion_state"].item() == "not_yet_due"


@pytest.mark.parametrize("id_", ["response_on_time", "completion_on_time", "completion_rate"])
def test_a_paused_order_is_left_out_and_counted_in_the_month_of_its_request(id_: str) -> None:
    """Two orders of September: one paused since, one that is met in October."""
    waits = {"order_id": "O1", "requested_at": at("2026-09-30 23:30")}
    done = waits | {"order_id": "O2", "responded_at": at("2026-09-30 23:40"), "completed_at": at("2026-09-30 23:50")}
    whole = complete(
        tables(
            orders=[ORDER | waits, ORDER | done], agreements=[AGREEMENT],
            service_levels=[level("response_on_time", 60.0), level("completion_on_time", 60.0)],
            pauses=[{"order_id": "O1", "responsible": "client", "paused_at": at("2026-09-30 23:40")}],
        ),
        at("2026-10-20 00:00"),
    )
    found = cells(kpi(id_), lambda table: nw.from_native(whole[table].lazy()), ("vendor_id",), "month", Scope.all())
    columns = ("period", "numerator", "denominator", "excluded_paused", "excluded_not_yet_due")
    assert sorted(found.select(columns).collect().rows()) == [("2026-09", 0, 0, 1, 0), ("2026-10", 1, 1, 0, 0)]


def test_solved_then_reopened_is_open_again_and_the_time_between_is_not_the_vendor_s() -> None:
    """Completed after 30 minutes, reopened an hour later, and open at 10:00: 30 more have run, and the deadline is 10:00."""
    order = {
        "requested_at": at("2026-10-05 08:00"), "completed_at": at("2026-10-05 08:30"), "reopened_at": at("2026-10-05 09:30"),
    }
    result = judged([order], at("2026-10-05 09:50"))
    columns = ("completed_on", "completion_minutes", "completion_running_minutes", "completion_deadline_at", "completion_state")
    assert result.select(columns).row(0) == (None, None, 50.0, at("2026-10-05 10:00"), "not_yet_due")
    assert judged([order], at("2026-10-05 10:00"))["completion_state"].item() == "open_past_deadline"
    at_once = order | {"reopened_at": order["completed_at"]}
    assert judged([at_once], at("2026-10-05 08:40"))["completion_running_minutes"].item() == 40.0
    # A pause that was recorded for the same time as well counts once.
    assert judged([order], pauses=[pause("08:30", "09:30")])["completion_deadline_at"].item() == at("2026-10-05 10:00")


def test_reopened_and_completed_again_counts_the_last_completion() -> None:
    """The wait for the client is a pause in the records; 08:00–09:40 less 08:30–09:20 is 50 minutes."""
    order = {
        "requested_at": at("2026-10-05 08:00"), "reopened_at": at("2026-10-05 09:20"), "completed_at": at("2026-10-05 09:40"),
    }
    result = judged([order], pauses=[pause("08:30", "09:20")])
    assert result.select("completed_on", "completion_minutes", "completion_state").row(0) == (on("2026-10-05"), 50.0, "met")
