"""The clock on random calendars: laws that any clock keeps, and a slow one, minute by minute, that knows only the definition."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.clock import Clock, of_orders, run
from tests.assay.clock_weeks import MINUTES, MOMENT, PAUSES, Span, Week, spans, weeks

CLOCK = Clock("completion", "completed_at")
MOMENTS = pl.Datetime("us")
PAUSED = {"order_id": pl.String, "responsible": pl.String, "paused_at": MOMENTS, "resumed_at": MOMENTS}


def ran(
    week: Week, start: int, stop: int | None, target: float | None, pauses: list[Span], now: int = MINUTES, who: str = "client"
) -> dict[str, object]:
    """The columns of one order; moments are minutes of the window."""
    stopped = None if stop is None else week.moment(stop)
    order = pl.DataFrame(
        {"order_id": ["O"], "pair": [1], "started_at": [week.moment(start)], "ended_at": [stopped], "completed_at": [stopped],
         "completion_target_minutes": [target]},
        schema_overrides=dict.fromkeys(("ended_at", "completed_at"), MOMENTS) | {"completion_target_minutes": pl.Float64},
    )
    rows = [("O", who, week.moment(begin), None if end is None else week.moment(end)) for begin, end in pauses]
    stood = of_orders(order, pl.DataFrame(rows, schema=PAUSED, orient="row"), "order_id")
    return run(order, stood, week.book(), (CLOCK,), week.moment(now)).row(0, named=True)


def minutes(week: Week, start: int, stop: int, pauses: list[Span]) -> float | None:
    found = ran(week, start, stop, None, pauses)["completion_minutes"]
    assert found is None or isinstance(found, float)
    return found


def counts(week: Week, minute: int, pauses: list[Span]) -> bool:
    """Whether a minute is the vendor's: worked, and in no pause."""
    return bool(week.works[minute]) and not any(begin <= minute < (MINUTES if end is None else end) for begin, end in pauses)


def slow_minutes(week: Week, start: int, stop: int, pauses: list[Span]) -> float | None:
    if start < MINUTES and week.works[start] is None:
        return None
    return float(sum(counts(week, minute, pauses) for minute in range(start, stop)))


def slow_deadline(week: Week, start: int, target: int, pauses: list[Span]) -> int | None:
    """The end of the minute in which the last of the target is used up; None where that is not within the window."""
    used = 0
    for minute in range(start, MINUTES):
        used += counts(week, minute, pauses)
        if used == target:
            return minute + 1
    return None


@settings(max_examples=40, deadline=None)
@given(week=weeks(), ends=st.tuples(MOMENT, MOMENT).map(sorted), target=st.integers(1, 2500), pauses=PAUSES)
def test_the_clock_is_the_slow_one(week: Week, ends: list[int], target: int, pauses: list[Span]) -> None:
    start, stop = ends
    assert minutes(week, start, stop, pauses) == slow_minutes(week, start, stop, pauses)
    found = ran(week, start, None, float(target), pauses)
    covered = start == MINUTES or week.works[start] is not None
    expected = slow_deadline(week, start, target, pauses) if covered else None
    if start < MINUTES and (expected is not None or not covered):
        assert found["completion_is_measurable"] is covered
        assert found["completion_deadline_at"] == (None if expected is None else week.moment(expected))
    elif start < MINUTES and not any(begin >= MINUTES for begin, _ in pauses):
        assert found["completion_deadline_at"] is None or found["completion_deadline_at"] > week.moment(MINUTES)


@settings(max_examples=40, deadline=None)
@given(week=weeks(), ends=st.tuples(MOMENT, MOMENT).map(sorted), target=st.integers(1, 900), since=MOMENT, pauses=PAUSES)
def test_an_open_pause_takes_the_deadline_away_where_it_began_before_it(
    week: Week, ends: list[int], target: int, since: int, pauses: list[Span]
) -> None:
    start, now = ends
    known = [(begin, min(end or 0, now)) for begin, end in pauses if begin < now]
    found = ran(week, start, None, float(target), [*known, (min(since, now), None)], now)
    before = ran(week, start, None, float(target), known, now)["completion_deadline_at"]
    if before is not None and before <= week.moment(max(min(since, now), start)):
        assert found["completion_deadline_at"] == before
    elif found["completion_is_measurable"]:
        assert found["completion_deadline_at"] is None


@settings(max_examples=40, deadline=None)
@given(week=weeks(), ends=st.tuples(MOMENT, MOMENT, MOMENT).map(sorted), pauses=PAUSES)
def test_adjoining_intervals_add_up_and_none_is_negative_or_longer_than_itself(
    week: Week, ends: list[int], pauses: list[Span]
) -> None:
    begin, middle, end = ends
    first, second, whole = (minutes(week, a, b, pauses) for a, b in ((begin, middle), (middle, end), (begin, end)))
    if first is not None and second is not None and whole is not None:
        assert first + second == whole
        assert 0 <= first <= middle - begin and 0 <= second <= end - middle


@settings(max_examples=40, deadline=None)
@given(week=weeks(), ends=st.tuples(MOMENT, MOMENT).map(sorted), target=st.integers(1, 2500), pauses=PAUSES, more=spans(MINUTES, 5))
def test_one_more_pause_never_makes_the_clock_run_or_the_deadline_earlier(
    week: Week, ends: list[int], target: int, pauses: list[Span], more: Span
) -> None:
    start, stop = ends
    without, with_ = (minutes(week, start, stop, [*pauses, *extra]) for extra in ([], [more]))
    assert (without is None) is (with_ is None)
    assert without is None or with_ is None or with_ <= without
    earlier, later = (
        ran(week, start, None, float(target), [*pauses, *extra])["completion_deadline_at"] for extra in ([], [more])
    )
    assert earlier is None or later is None or earlier <= later  # type: ignore[operator]
    assert ran(week, start, stop, float(target), [*pauses, more], who="vendor") == ran(week, start, stop, float(target), [])


@settings(max_examples=40, deadline=None)
@given(week=weeks(), start=MOMENT, target=st.integers(1, 2500), pauses=PAUSES)
def test_at_the_deadline_exactly_the_target_is_used_up(week: Week, start: int, target: int, pauses: list[Span]) -> None:
    deadline = ran(week, start, None, float(target), pauses)["completion_deadline_at"]
    if deadline is not None and deadline <= week.moment(MINUTES):  # type: ignore[operator]
        at = round((deadline - week.moment(0)).total_seconds() / 60)  # type: ignore[operator]
        assert minutes(week, start, at, pauses) == target
        assert minutes(week, start, max(at - 1, start), pauses) == target - 1  # the earliest such moment


@settings(max_examples=5, deadline=None)
@given(week=weeks(), starts=st.lists(st.tuples(MOMENT, MOMENT).map(sorted), min_size=2, max_size=8), pauses=PAUSES)
def test_many_orders_at_once_are_as_each_alone(week: Week, starts: list[list[int]], pauses: list[Span]) -> None:
    orders = pl.DataFrame(
        {"order_id": [str(n) for n in range(len(starts))], "pair": 1, "completion_target_minutes": 240.0,
         "started_at": [week.moment(a) for a, _ in starts], "completed_at": [week.moment(b) for _, b in starts]}
    ).with_columns(ended_at="completed_at")
    listed = [(str(n), "client", week.moment(a), week.moment(b)) for n in range(0, len(starts), 2) for a, b in pauses]
    stood = of_orders(orders, pl.DataFrame(listed[::-1], schema=PAUSED, orient="row"), "order_id")
    found = run(orders, stood, week.book(), (CLOCK,), week.moment(MINUTES))
    alone = [ran(week, a, b, 240.0, [] if n % 2 else pauses) for n, (a, b) in enumerate(starts)]
    assert found.to_dicts() == alone
