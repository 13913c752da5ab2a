"""The story of one order's clock, in events and in both languages. 2026-10-12 is a Monday; office hours unless told otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.clock import Book, of_orders, run
from assay.clock.reopened import awaited, lasting
from assay.clock.trace import Trace, trace
from assay.say.order import lines, story
from assay.written import working
from tests.assay.clock_tables import DONE, SHANGHAI, Stretch, book, exceptions, paused, utc, weekly
from tests.assay.clock_weeks import MINUTES, MOMENT, PAUSES, Week, weeks

OFFICE = book(days=exceptions(("2026-10-16", False, None, "厂庆"), ("2026-10-17", True, 5, "调休")))
LATER = "2026-12-01 00:00"
NAMES = ("requested_at", "responded_at", "completed_at", "reopened_at", "cancelled_at")


def order(moments: Iterable[datetime | None], target: float | None, zone: str | None = SHANGHAI) -> pl.DataFrame:
    named = dict(zip(NAMES, moments, strict=True))
    return pl.DataFrame(
        {"order_id": "O", "calendar_id": "C", "time_zone": zone, "completion_target_minutes": target} | named,
        schema_overrides=dict.fromkeys(NAMES, pl.Datetime("us"))
        | {"completion_target_minutes": pl.Float64, "time_zone": pl.String},
    )


def told(
    requested: str, completed: str | None = None, target: float | None = 300.0, pauses: Iterable[Stretch] = (), of: Book = OFFICE,
    as_of: str = LATER, reopened: str | None = None, cancelled: str | None = None,
) -> Trace:
    moments = [at and utc(at) for at in (requested, None, completed, reopened, cancelled)]
    stood = paused(pauses).with_columns(reason=pl.lit("等待甲方备件"))
    return trace(order(moments, target), stood, DONE, of, utc(as_of))  # type: ignore[arg-type]


def test_a_day_reads_like_a_story() -> None:
    one = told("2026-10-12 09:10", "2026-10-12 16:48", pauses=[("2026-10-12 14:05", "2026-10-12 16:20", "client")])
    assert story(one, "zh") == (
        "2026-10-12 周一 09:10 报单，计时开始 · 12:00–13:00 午休，不计时 · 14:05–16:20 暂停：等待甲方备件（甲方），不计时 · "
        "16:48 完成，计时停止：用时 4 小时 23 分，约定 5 小时，达标"
    )
    assert story(one, "en") == (
        "2026-10-12 Mon 09:10 requested, the clock starts · 12:00–13:00 lunch, not counted · "
        "14:05–16:20 paused: 等待甲方备件 (Client), not counted · 16:48 completed, the clock stops: 4 h 23 min of 5 h, met"
    )
    # 09:10–12:00 is 170 min, 13:00–14:05 another 65, 16:20–16:48 another 28.
    assert [(event.kind, event.minutes) for event in one.events] == [
        ("start", 0), ("working", 170), ("off", 170), ("working", 235), ("paused", 235), ("working", 263), ("stop", 263),
    ]


def test_off_hours_are_one_event_however_long_and_have_names() -> None:
    one = told("2026-10-14 17:00", "2026-10-19 09:00", 60.0)
    assert [(event.begin.day, event.end.day, event.off, event.name) for event in one.events if event.kind == "off"] == [
        (14, 15, "night", None), (15, 15, "lunch", None), (15, 17, "holiday", "厂庆"), (17, 17, "lunch", None),
        (17, 19, "weekend", None),
    ]
    assert lines(one, "zh")[-2:] == (
        "周六 18:00 至周一 08:00 周末，不计时", "09:00 完成，计时停止：用时 20 小时，约定 1 小时，超时",
    )
    assert "Thu 18:00 to Sat 08:00 holiday (厂庆), not counted" in lines(one, "en")


def test_the_deadline_is_told_where_it_was_missed() -> None:
    one = told("2026-10-12 09:00", "2026-10-12 11:30", 60.0)
    assert lines(one, "en")[1] == "10:00 due"
    assert [event.minutes for event in one.events if event.kind == "working"] == [60, 150]
    assert one.left_minutes == -90


def test_the_vendor_s_own_pauses_are_told_and_stop_nothing() -> None:
    one = told("2026-10-12 09:00", "2026-10-12 10:00", pauses=[("2026-10-12 09:15", "2026-10-12 09:45", "vendor")])
    assert one.minutes == 60
    assert lines(one, "zh")[1] == "09:15–09:45 暂停：等待甲方备件（供应商），照常计时"


def test_overlapping_pauses_are_told_from_where_the_one_before_ends() -> None:
    stood = [("2026-10-12 09:10", "2026-10-12 10:00", "client"), ("2026-10-12 09:30", "2026-10-12 10:30", "third_party")]
    one = told("2026-10-12 09:00", "2026-10-12 11:00", pauses=stood)
    assert lines(one, "en")[1:3] == (
        "09:10–10:00 paused: 等待甲方备件 (Client), not counted", "10:00–10:30 paused: 等待甲方备件 (Third party), not counted",
    )
    assert one.minutes == 40


@pytest.mark.parametrize(
    ("as_of", "zh"),
    [
        ("2026-10-12 11:00", "11:00 仍在计时：用时 2 小时，约定 5 小时，还剩 3 小时"),
        ("2026-10-13 09:00", "09:00 仍在计时：用时 9 小时，约定 5 小时，已超 4 小时"),
    ],
)
def test_a_clock_that_runs_says_what_is_left(as_of: str, zh: str) -> None:
    # 09:00–12:00 and 13:00–18:00 are 8 hours on Monday, and one more on Tuesday.
    assert lines(told("2026-10-12 09:00", as_of=as_of), "zh")[-1] == zh


def test_a_pause_that_goes_on_leaves_no_deadline() -> None:
    one = told("2026-10-12 09:00", pauses=[("2026-10-12 09:30", None, "client")], as_of="2026-10-13 12:00")
    assert (one.deadline_at, one.state, one.minutes) == (None, "not_yet_due", 30)
    assert lines(one, "en")[-2:] == (
        "09:30 paused: 等待甲方备件 (Client), not resumed yet", "Tue 12:00 still running: 30 min of 5 h, paused, no deadline yet",
    )


def test_the_time_until_a_reopening_is_the_client_s() -> None:
    one = told("2026-10-12 09:00", "2026-10-12 10:00", reopened="2026-10-12 11:00", as_of="2026-10-12 11:30")
    assert one.minutes == 90
    assert lines(one, "zh")[1] == "10:00–11:00 暂停：完成后重新打开（甲方），不计时"


def test_a_new_version_of_the_calendar_is_told_on_its_day() -> None:
    newer = weekly(("08:00-12:00",), range(1, 6), datetime(2026, 10, 13).date())
    one = told("2026-10-12 17:00", "2026-10-13 09:00", of=book(pl.concat([weekly(), newer])))
    assert "2026-10-13 周二 00:00 新版工作日历生效" in lines(one, "zh") and one.minutes == 120


def test_what_cannot_be_measured_is_said_and_not_zero() -> None:
    before = told("2025-12-30 09:00", "2026-01-05 10:00")
    assert (before.minutes, before.state) == (None, "not_measurable")
    assert lines(before, "zh")[-1].endswith("完成，计时停止：用时无从计算，无约定时限或无日历")
    assert {event.minutes for event in before.events} == {None}
    free = told("2026-10-12 09:00", "2026-10-12 10:00", None)
    assert lines(free, "en")[-1] == "10:00 completed, the clock stops: 1 h, no agreed time or no calendar"


def test_a_cancelled_order_ends_with_its_cancellation() -> None:
    one = told("2026-10-12 09:00", cancelled="2026-10-12 10:00")
    assert lines(one, "zh")[-1] == "10:00 取消：到期前取消，不计入"


def test_working_time_has_no_days() -> None:
    assert working(2880, "en") == "48 h" and working(61, "zh") == "1 小时 1 分" and working(0, "zh") == "0 分"
    assert working(196_260, "zh") == "3,271 小时"


def test_a_trace_is_of_one_order() -> None:
    with pytest.raises(ValueError, match="one order, not of 0"):
        trace(order([None] * 5, 1.0).clear(), paused([]).with_columns(reason=pl.lit("")), DONE, OFFICE, utc(LATER))


@settings(max_examples=40, deadline=None)
@given(
    week=weeks(), ends=st.tuples(MOMENT, MOMENT, MOMENT).map(sorted), target=st.integers(1, 2500), pauses=PAUSES,
    kind=st.sampled_from(["stopped", "runs", "reopened", "cancelled"]),
)
def test_the_working_events_sum_to_the_minutes_and_all_events_fill_the_time(
    week: Week, ends: list[int], target: int, pauses: list[tuple[int, int]], kind: str
) -> None:
    start, middle, end = (week.moment(at) for at in ends)
    completed = {"stopped": end, "reopened": middle}.get(kind)
    facts = order([start, None, completed, end if kind == "reopened" else None, end if kind == "cancelled" else None],
                  float(target), week.zone)
    rows = [("O", "等", ("client", "vendor")[n % 2], week.moment(a), week.moment(b)) for n, (a, b) in enumerate(pauses)]
    schema = dict.fromkeys(("order_id", "reason", "responsible"), pl.String) | dict.fromkeys(
        ("paused_at", "resumed_at"), pl.Datetime("us")
    )
    stood, of, now = pl.DataFrame(rows, schema=schema, orient="row"), week.book(), week.moment(MINUTES)
    one = trace(facts, stood, DONE, of, now)
    assert one.minutes == _derived(facts, stood, of, now) or kind == "cancelled"
    spans = [event for event in one.events if event.kind in ("working", "off", "paused")]
    if one.minutes is not None:
        assert one.events[-1].minutes == one.minutes
        assert all(before.end == after.begin for before, after in pairwise(spans))
        if _is_steady(week, start, one.events[-1].end):
            worked = sum((event.end - event.begin for event in spans if event.kind == "working"), timedelta())
            assert worked / timedelta(minutes=1) == one.minutes


def _derived(facts: pl.DataFrame, stood: pl.DataFrame, of: Book, now: datetime) -> float | None:
    """What the load would have written for that order."""
    ended = pl.min_horizontal("completed_at", "cancelled_at")
    known = of.coded(lasting(facts)).with_columns(started_at="requested_at", ended_at=ended)
    every = pl.concat([stood.drop("reason"), awaited(facts, "order_id")])
    row = run(known, of_orders(known, every, "order_id"), of, (DONE,), now).row(0, named=True)
    minutes = row["completion_minutes"]
    return row["completion_running_minutes"] if minutes is None else minutes


def _is_steady(week: Week, start: datetime, end: datetime) -> bool:
    """Whether clocks change at no time in between, so that local times differ by what has passed."""
    zone = ZoneInfo(week.zone)
    return start.replace(tzinfo=UTC).astimezone(zone).utcoffset() == end.replace(tzinfo=zone).utcoffset()
