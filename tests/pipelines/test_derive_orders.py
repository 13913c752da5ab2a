"""Orders: the state of every clock, the agreement that governs, the time it took, recalls, local dates."""

from __future__ import annotations

from datetime import datetime
from math import log

import polars as pl
import pytest

from pipelines.derive import derive
from tests.pipelines.derive_tables import AGREEMENT, ORDER, at, level, on, tables

LATER = at("2026-10-20 04:00")


def judged(orders: list[dict[str, object]], as_of: datetime = LATER, **more: list[dict[str, object]]) -> pl.DataFrame:
    """The derived orders under agreement A with an hour to respond and to complete, unless told otherwise."""
    hour = [level("response_on_time", 60.0), level("completion_on_time", 60.0)]
    given = {"agreements": [AGREEMENT], "service_levels": hour} | more
    return derive(tables(orders=[ORDER | order for order in orders], **given), as_of)["orders"]


# Requested at 08:00 with an hour agreed: the deadline is 09:00. Columns: as_of, stopped, cancelled, state.
DECISIONS = [
    ("10:00", "08:30", None, "met"),
    ("10:00", "09:00", None, "met"),  # on the deadline is by the deadline
    ("09:00", "08:30", None, "met"),  # judged from the deadline on
    ("10:00", "08:30", "08:45", "met"),  # stopped by the deadline, cancelled afterwards
    ("10:00", "08:50", "09:30", "met"),
    ("10:00", "09:01", None, "missed"),
    ("10:00", "09:01", "09:30", "missed"),
    ("10:00", None, "09:01", "missed"),  # cancelled after a missed deadline
    ("10:00", None, None, "open_past_deadline"),
    ("09:00", None, None, "open_past_deadline"),  # the deadline is at as_of and nothing has come
    ("08:59", None, None, "not_yet_due"),
    ("08:59", "08:30", None, "not_yet_due"),  # answered early, but its cohort is not due
    ("08:59", "08:30", "08:45", "not_yet_due"),
    ("10:00", None, "08:40", "cancelled"),
    ("10:00", None, "09:00", "cancelled"),  # at the deadline is not after a missed one
    ("08:50", None, "08:40", "cancelled"),  # the deadline lies ahead and will not be judged
    ("10:00", "09:30", "08:40", "cancelled"),  # what came after the cancellation and the deadline changes nothing
]


@pytest.mark.parametrize(("clock", "stop"), [("response", "responded_at"), ("completion", "completed_at")])
@pytest.mark.parametrize(("as_of", "stopped", "cancelled", "state"), DECISIONS)
def test_every_row_of_the_decision_table(
    clock: str, stop: str, as_of: str, stopped: str | None, cancelled: str | None, state: str
) -> None:
    day = "2026-10-05 "
    order = {
        "requested_at": at(day + "08:00"),
        stop: at(day + stopped) if stopped else None,
        "cancelled_at": at(day + cancelled) if cancelled else None,
    }
    result = judged([order], at(day + as_of)).row(0, named=True)
    assert result[f"{clock}_state"] == state
    assert result[f"{clock}_deadline_at"] == at(day + "09:00")


@pytest.mark.parametrize("cancelled", [None, at("2026-10-05 08:10")])
def test_without_an_agreed_time_nothing_is_measured(cancelled: datetime | None) -> None:
    order = {"requested_at": at("2026-10-05 08:00"), "responded_at": at("2026-10-05 08:30"), "cancelled_at": cancelled}
    result = judged([order], service_levels=[level("completion_on_time", 60.0)]).row(0, named=True)
    assert result["response_state"] == "not_measurable"
    assert result["response_deadline_at"] is result["response_deadline_on"] is result["response_target_minutes"] is None
    assert result["response_minutes"] == 30.0  # the time it took is known all the same
    assert result["completion_state"] != "not_measurable"


def test_minutes_are_those_of_stopped_clocks_and_their_logarithm_starts_at_one_minute() -> None:
    quick = {"order_id": "quick", "requested_at": at("2026-10-05 08:00"), "responded_at": at("2026-10-05 08:00:30")}
    slow = {"order_id": "slow", "requested_at": at("2026-10-05 08:00"), "responded_at": at("2026-10-06 08:00")}
    result = judged([quick, slow, {"order_id": "open", "requested_at": at("2026-10-05 08:00")}])
    assert result["response_minutes"].to_list() == [0.5, 1440.0, None]
    assert result["response_log_minutes"].to_list() == [0.0, pytest.approx(log(1440)), None]
    assert result["completion_minutes"].to_list() == [None, None, None]


@pytest.mark.parametrize(
    ("priority", "minutes"),
    [("urgent", 15.5), ("normal", 60.0)],  # the level of that priority; else the one for all
)
def test_the_level_of_the_priority_goes_before_the_level_for_all(priority: str, minutes: float) -> None:
    of_urgent = [level("response_on_time", 15.5, "urgent"), level("completion_on_time", 9.0, "urgent")]
    order = {"requested_at": at("2026-10-05 08:00"), "priority_at_request": priority, "priority": "urgent"}
    result = judged([order], service_levels=[level("response_on_time", 60.0), *of_urgent]).row(0, named=True)
    assert result["response_target_minutes"] == minutes
    assert result["completion_target_minutes"] == (9.0 if priority == "urgent" else None)
    # 08:00 and 15.5 minutes is 08:15:30
    assert result["response_deadline_at"] == at("2026-10-05 08:15:30" if priority == "urgent" else "2026-10-05 09:00")


def test_a_level_without_a_time_leaves_the_time_to_the_level_for_all() -> None:
    levels = [level("response_on_time", 60.0), level("response_on_time", None, "normal")]
    assert judged([{"requested_at": at("2026-10-05 08:00")}], service_levels=levels)["response_target_minutes"].item() == 60.0


def test_a_standard_stated_twice_is_read_from_its_first_level() -> None:
    minutes = {"L2": 90.0, "L1": 30.0, "L0": None}  # the first that states a time
    levels = [level("response_on_time", stated, level_id=id_) for id_, stated in minutes.items()]
    assert judged([{"requested_at": at("2026-10-05 08:00")}], service_levels=levels)["response_target_minutes"].item() == 30.0


AGREEMENTS = [
    AGREEMENT | {"agreement_id": "old", "effective_from": on("2025-01-01"), "effective_to": on("2026-09-30")},
    AGREEMENT | {"agreement_id": "new", "effective_from": on("2026-10-01")},
    AGREEMENT | {"agreement_id": "site", "site_id": "SH", "effective_from": on("2026-10-05"), "effective_to": on("2026-10-10")},
    AGREEMENT | {"agreement_id": "other service", "service": "security", "effective_from": on("2025-01-01")},
    AGREEMENT | {"agreement_id": "other vendor", "vendor_id": "W", "effective_from": on("2025-01-01")},
]


@pytest.mark.parametrize(
    ("site", "requested", "agreement"),
    [
        ("SH", "2024-12-31 15:59", None),  # 23:59 in Shanghai on the day before the first agreement
        ("SH", "2024-12-31 16:00", "old"),
        ("SH", "2026-09-30 15:59", "old"),  # still 30 September in Shanghai
        ("SH", "2026-09-30 16:00", "new"),  # 1 October in Shanghai
        ("BE", "2026-09-30 21:59", "old"),  # 23:59 in Berlin, summer time
        ("BE", "2026-09-30 22:00", "new"),
        ("SH", "2026-10-04 16:00", "site"),  # the agreement for the site goes before the one for all
        ("BE", "2026-10-06 12:00", "new"),
        ("SH", "2026-10-10 15:59", "site"),  # its last day included
        ("SH", "2026-10-10 16:00", "new"),
    ],
)
def test_the_agreement_in_force_on_the_local_day_of_the_request(site: str, requested: str, agreement: str | None) -> None:
    result = judged([{"site_id": site, "requested_at": at(requested)}], agreements=AGREEMENTS, service_levels=[])
    assert result["agreement_id"].item() == agreement


def test_the_agreement_for_the_site_goes_before_a_later_one_for_all() -> None:
    of_site = AGREEMENT | {"agreement_id": "site", "site_id": "U", "effective_from": on("2025-01-01")}
    assert judged([{"requested_at": at("2026-10-05 08:00")}], agreements=[of_site, AGREEMENT])["agreement_id"].item() == "site"


def test_of_overlapping_agreements_the_one_that_took_effect_last_governs() -> None:
    overlapping = [AGREEMENT | {"agreement_id": "late", "effective_from": on("2026-05-01")}, AGREEMENT]
    assert judged([{"requested_at": at("2026-10-05 08:00")}], agreements=overlapping)["agreement_id"].item() == "late"


@pytest.mark.parametrize(
    ("site", "local_days"),
    [
        # Berlin leaves summer time on 25 October 01:00 UTC: 22:30 UTC is 00:30 of the next day before it and 23:30 after it.
        ("BE", ("2026-10-25", "2026-10-25", "2026-10-26", "2026-10-25")),
        ("SH", ("2026-10-25", "2026-10-26", "2026-10-26", "2026-10-25")),
        ("?", (None, None, None, None)),  # an unknown site has no local day
    ],
)
def test_local_dates_follow_the_site_and_its_summer_time(site: str, local_days: tuple[str | None, ...]) -> None:
    order = {
        "site_id": site,
        "requested_at": at("2026-10-24 22:30"),
        "responded_at": at("2026-10-25 22:30"),
        "completed_at": at("2026-10-25 23:30"),
    }
    result = judged([order], at("2026-12-01 00:00"))
    dates = result.select("requested_on", "responded_on", "completed_on", "response_deadline_on").row(0)
    assert dates == tuple(on(day) if day else None for day in local_days)


def test_the_deadline_is_elapsed_time_across_the_change_of_the_clocks() -> None:
    # 25 October 00:30 UTC is 02:30 in Berlin; an hour later its clocks show 02:30 again, and an hour has passed.
    order = {"site_id": "BE", "requested_at": at("2026-10-25 00:30"), "responded_at": at("2026-10-25 01:30")}
    result = judged([order], at("2026-12-01 00:00")).row(0, named=True)
    assert (result["response_deadline_at"], result["response_minutes"]) == (at("2026-10-25 01:30"), 60.0)
    assert result["response_state"] == "met"


DONE = {"order_id": "X", "requested_at": at("2026-08-01 08:00"), "completed_at": at("2026-08-01 12:00")}


def recall(requested: str, of: str = "X", id_: str = "R") -> dict[str, object]:
    return {"order_id": id_, "recall_of": of, "requested_at": at(requested)}


@pytest.mark.parametrize(
    ("recalls", "is_recalled"),
    [
        ([recall("2026-08-31 12:00")], True),  # 1 August 12:00 + 30 days, to the minute
        ([recall("2026-08-31 12:01")], False),
        ([recall("2026-08-01 12:01")], True),
        ([recall("2026-08-01 12:00")], False),  # not after the completion
        ([recall("2026-08-01 10:00"), recall("2026-09-20 10:00", id_="R2")], False),  # one before, one too late
        ([recall("2026-09-20 10:00"), recall("2026-08-10 10:00", id_="R2")], True),
        ([recall("2026-08-10 10:00", of="Y")], False),
    ],
)
def test_a_recall_counts_after_completion_and_within_the_days(recalls: list[dict[str, object]], is_recalled: bool) -> None:
    result = judged([DONE, *recalls])
    assert result.filter(order_id="X").select("recall_days", "is_recalled", "is_recall_settled").row(0) == (30, is_recalled, True)


def test_an_order_does_not_recall_itself() -> None:
    # Completed before it was requested cannot pass the door; were it here, it would still be no recall.
    assert judged([DONE | {"recall_of": "X", "requested_at": at("2026-08-02 08:00")}])["is_recalled"].item() is False


@pytest.mark.parametrize(("as_of", "is_settled"), [("2026-08-31 12:00", True), ("2026-08-31 11:59", False)])
def test_recall_days_are_settled_once_they_have_passed(as_of: str, is_settled: bool) -> None:
    assert judged([DONE], at(as_of))["is_recall_settled"].item() is is_settled


def test_an_order_that_is_not_completed_has_no_recall_days() -> None:
    result = judged([DONE | {"completed_at": None}, recall("2026-08-10 10:00")]).filter(order_id="X")
    assert result.select("recall_days", "is_recalled", "is_recall_settled").row(0) == (None, None, None)


@pytest.mark.parametrize(
    ("levels", "days"),
    [
        ([level("clearance_rate", recall_days=7), level("repeat_rate", recall_days=14)], 7),
        ([level("clearance_rate"), level("repeat_rate", recall_days=14)], 14),
        ([level("clearance_rate", recall_days=7), level("clearance_rate", priority="normal", recall_days=3)], 3),
        ([level("clearance_rate", priority="urgent", recall_days=3), level("repeat_rate", recall_days=14)], 14),
        ([], 30),
    ],
)
def test_recall_days_come_from_the_agreement(levels: list[dict[str, object]], days: int) -> None:
    # A recall on 6 August 12:00 is 5 days after completion: inside 7, 14 and 30 days, outside 3.
    result = judged([DONE, recall("2026-08-06 12:00")], service_levels=levels).filter(order_id="X")
    assert result.select("recall_days", "is_recalled").row(0) == (days, days >= 5)


def test_one_row_per_order_in_the_order_given() -> None:
    ids = ["c", "a", "b"]
    assert judged([{"order_id": id_, "requested_at": at("2026-10-05 08:00")} for id_ in ids])["order_id"].to_list() == ids
