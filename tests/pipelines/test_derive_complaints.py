"""Complaints and what else waits for its day: replies, invitations, inspections, corrections; and who owns pauses and trainings."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipelines.derive import derive
from tests.pipelines.derive_tables import AGREEMENT, ORDER, at, level, on, tables

OWNED = {"vendor_id": "V", "site_id": "SH", "service": "cleaning"}
COMPLAINT = OWNED | {"complaint_id": "C", "received_at": at("2026-09-30 16:30")}  # 1 October, 00:30 in Shanghai
INSPECTION = OWNED | {"inspection_id": "I", "method": "random"}


@pytest.mark.parametrize(
    ("as_of", "replied", "state"),
    [
        ("2026-10-01 16:30", "2026-10-01 16:30", "met"),  # on the deadline, judged on the deadline
        ("2026-10-01 16:29", "2026-10-01 10:00", "not_yet_due"),
        ("2026-10-01 16:29", None, "not_yet_due"),
        ("2026-10-02 00:00", "2026-10-01 16:31", "missed"),
        ("2026-10-02 00:00", None, "open_past_deadline"),
    ],
)
def test_a_reply_is_judged_like_a_response(as_of: str, replied: str | None, state: str) -> None:
    levels = [level("complaint_reply_on_time", 1440.0), level("complaint_reply_on_time", 60.0, "urgent")]
    complaint = COMPLAINT | {"replied_at": at(replied) if replied else None}
    given = tables(complaints=[complaint], agreements=[AGREEMENT], service_levels=levels)
    result = derive(given, at(as_of))["complaints"].row(0, named=True)
    # A day (1,440 minutes) from 1 October 00:30 in Shanghai; a complaint has no priority, so the urgent level is not its own.
    assert result == {
        "complaint_id": "C", "reply_target_minutes": 1440.0, "reply_deadline_at": at("2026-10-01 16:30"),
        "reply_deadline_on": on("2026-10-02"), "reply_state": state, "received_on": on("2026-10-01"),
    }


def test_a_complaint_falls_under_the_agreement_of_its_local_day() -> None:
    ended = AGREEMENT | {"effective_to": on("2026-09-30")}
    levels = [level("complaint_reply_on_time", 1440.0)]
    shanghai, berlin = COMPLAINT, COMPLAINT | {"complaint_id": "D", "site_id": "BE"}
    given = tables(complaints=[shanghai, berlin], agreements=[ended], service_levels=levels)
    # It is 1 October in Shanghai and still 30 September, 18:30, in Berlin.
    assert derive(given, at("2026-10-20 00:00"))["complaints"]["reply_state"].to_list() == ["not_measurable", "open_past_deadline"]


def test_a_reply_is_due_in_working_time() -> None:
    """Received on 1 October 00:30 in Shanghai, a day off: two hours from Friday 08:00, which is 00:00 UTC."""
    hours = [
        {"calendar_id": "W", "effective_from": on("2026-01-01"), "weekday": day, "opens": "08:00", "closes": "18:00"}
        for day in range(1, 6)
    ]
    off = {"calendar_id": "W", "day_on": on("2026-10-01"), "is_working": False, "name": "国庆节"}
    given = tables(
        complaints=[COMPLAINT], agreements=[AGREEMENT | {"calendar_id": "W"}], calendars=hours, calendar_days=[off],
        service_levels=[level("complaint_reply_on_time", 120.0)],
    )
    result = derive(given, at("2026-10-02 01:59"))["complaints"].row(0, named=True)
    assert (result["reply_deadline_at"], result["reply_state"]) == (at("2026-10-02 02:00"), "not_yet_due")


@pytest.mark.parametrize(("as_of", "is_settled"), [("2026-10-14 16:30", True), ("2026-10-14 16:29", False)])
def test_an_invitation_is_settled_after_fourteen_days(as_of: str, is_settled: bool) -> None:
    survey = OWNED | {"response_id": "R", "invited_at": at("2026-09-30 16:30"), "answered_at": at("2026-09-30 15:59")}
    result = derive(tables(surveys=[survey]), at(as_of))["surveys"]
    assert result.row(0) == ("R", on("2026-10-01"), on("2026-09-30"), is_settled)


@pytest.mark.parametrize(
    ("as_of", "site", "is_due"),
    [
        ("2026-10-04 15:59", "SH", False),  # 4 October, 23:59 in Shanghai
        ("2026-10-04 16:00", "SH", True),
        ("2026-10-04 16:00", "BE", False),
        ("2026-10-04 22:00", "BE", True),  # midnight in Berlin, summer time
    ],
)
def test_an_inspection_is_due_on_its_local_day(as_of: str, site: str, is_due: bool) -> None:
    set_ = INSPECTION | {"site_id": site, "due_on": on("2026-10-05")}
    unset = INSPECTION | {"inspection_id": "J", "site_id": site}
    finding = {"inspection_id": "I", "item": "floor", "due_on": on("2026-10-05")}
    result = derive(tables(inspections=[set_, unset], findings=[finding]), at(as_of))
    assert result["inspections"].rows() == [("I", is_due), ("J", None)]
    assert result["findings"]["is_due"].to_list() == [is_due]


def test_findings_take_owner_method_and_day_from_their_inspection() -> None:
    inspection = INSPECTION | {"done_on": on("2026-09-20")}
    known, stray = {"inspection_id": "I", "item": "floor"}, {"inspection_id": "?", "item": "door"}
    result = derive(tables(inspections=[inspection], findings=[stray, known]), at("2026-10-01 00:00"))["findings"]
    columns = ["inspection_id", "vendor_id", "site_id", "service", "method", "found_on", "is_due"]
    assert result.select(columns).rows() == [
        ("?", None, None, None, None, None, None), ("I", "V", "SH", "cleaning", "random", on("2026-09-20"), None),
    ]


def test_pauses_take_their_owner_from_the_order_and_their_day_from_its_site() -> None:
    order = ORDER | {"site_id": "SH", "requested_at": at("2026-09-30 08:00")}
    starts: list[datetime] = [at("2026-09-30 15:59"), at("2026-09-30 16:00")]
    given = tables(orders=[order], pauses=[{"order_id": "O1", "paused_at": start, "responsible": "client"} for start in starts])
    result = derive(given, at("2026-10-01 00:00"))["pauses"]
    assert result.select("paused_at", "vendor_id", "site_id", "service", "paused_on").rows() == [
        (starts[0], "V", "SH", "cleaning", on("2026-09-30")), (starts[1], "V", "SH", "cleaning", on("2026-10-01")),
    ]


def test_trainings_take_their_owner_from_the_worker() -> None:
    worker = OWNED | {"worker_id": "W", "role": "cleaner", "started_on": on("2026-01-01")}
    training = {"worker_id": "W", "course": "chemicals", "completed_on": on("2026-02-01")}
    result = derive(tables(staff=[worker], trainings=[training]), at("2026-10-01 00:00"))["trainings"]
    assert result.row(0) == ("W", "chemicals", on("2026-02-01"), "V", "SH", "cleaning")
