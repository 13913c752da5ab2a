"""The picture of one clock: where things lie in time, what is drawn apart, and that words stay words."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from assay.clock.trace import Event, Trace
from ui.orders import drawn as orders_drawn
from ui.orders.drawn import Axis
from ui.view import changed


def at(clock: str, day: int = 12) -> datetime:
    return datetime.fromisoformat(f"2026-10-{day} {clock}")


def moment(kind: str, clock: str) -> Event:
    return Event(kind, at(clock), at(clock))  # type: ignore[arg-type]


def stretch(kind: str, begin: str, end: str, **more: object) -> Event:
    return Event(kind, at(begin), at(end), **more)  # type: ignore[arg-type]


def told(*events: Event, deadline: str | None = "11:00", state: str = "missed", clock: str = "completion") -> Trace:
    due = None if deadline is None else at(deadline)
    return Trace(clock, "Asia/Shanghai", 120.0, 150.0, due, state, tuple(sorted(events, key=lambda one: (one.begin, one.end))))


NINE_TO_NOON = told(
    moment("start", "09:00"),
    stretch("working", "09:00", "10:00", minutes=60.0),
    stretch("paused", "10:00", "10:30", responsible="client", name="<b>part</b>"),
    stretch("working", "10:30", "11:00", minutes=90.0),
    stretch("off", "11:00", "11:30", off="lunch"),
    stretch("working", "11:30", "12:00", minutes=120.0),
    moment("deadline", "11:00"),
    moment("stop", "12:00"),
)


def placed(html: str, kind: str) -> list[tuple[float, float]]:
    found = re.findall(rf'<span class="{kind}" style="left:([\d.]+)%;width:([\d.]+)%', html)
    return [(float(left), float(width)) for left, width in found]


def test_stretches_lie_where_they_happened() -> None:
    html = orders_drawn.time_line(NINE_TO_NOON, "told", "en")
    half, hour = (pytest.approx(100 * minutes / (180 * 1.02), abs=0.01) for minutes in (30, 60))  # three hours, and a little room
    start, two, two_and_a_half = 0.0, *(pytest.approx(100 * minutes / (180 * 1.02), abs=0.01) for minutes in (120, 150))
    one_and_a_half = pytest.approx(9000 / (180 * 1.02), abs=0.01)
    assert placed(html, "working") == [(start, hour), (one_and_a_half, half)]
    assert placed(html, "overtime") == [(two_and_a_half, half)]
    assert placed(html, "paused client") == [(hour, half)]
    assert placed(html, "off") == [(two, half)]


def test_every_kind_that_occurs_is_in_the_key_once() -> None:
    html = orders_drawn.time_line(NINE_TO_NOON, "told", "zh")
    key = re.findall(r'<li><i class="([\w ]+)"></i>([^<]+)</li>', html)
    assert sorted(key) == [("off", "不计时"), ("overtime", "超时后"), ("paused client", "暂停：甲方"), ("working", "计时")]


def test_the_deadline_and_the_end_are_marked_with_their_moments() -> None:
    html = orders_drawn.time_line(NINE_TO_NOON, "told", "en")
    assert "Due 10-12 11:00" in html and "Completed 10-12 12:00" in html
    open_still = told(moment("start", "09:00"), stretch("working", "09:00", "10:00"), moment("now", "10:00"), state="not_yet_due")
    html = orders_drawn.time_line(open_still, "told", "zh")
    assert "期限 10-12 11:00" in html and "现在 10-12 10:00" in html
    assert placed(html, "working") == [(0.0, pytest.approx(100 / 2.04, abs=0.01))]  # one of the two hours up to the deadline


def test_a_clock_that_stopped_at_once_can_be_drawn() -> None:
    nothing = told(moment("start", "09:00"), moment("stop", "09:00"), deadline=None, state="not_measurable")
    assert orders_drawn.axis(nothing).end > orders_drawn.axis(nothing).begin
    assert "<figure" in orders_drawn.time_line(nothing, "told", "en")


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (at("09:10"), at("09:40"), ["09:10", "09:15", "09:20", "09:25", "09:30", "09:35", "09:40"]),
        (at("08:50"), at("14:10"), ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00"]),
        (at("20:00"), at("20:00", 15), ["00:00", "12:00", "00:00", "12:00", "00:00", "12:00"]),
    ],
)
def test_a_scale_has_a_few_round_moments(begin: datetime, end: datetime, expected: list[str]) -> None:
    assert [f"{tick:%H:%M}" for tick in Axis(begin, end).ticks] == expected


def test_words_from_the_data_stay_words() -> None:
    parts = orders_drawn.facts((("<i>", "<u>"),)), orders_drawn.told(("<s>",))
    html = orders_drawn.time_line(NINE_TO_NOON, 'a "quoted" <end>', "en") + "".join(parts)
    assert not re.search(r"<(b>part|i>|u>|s>|end>)", html)
    assert "&lt;b&gt;part&lt;/b&gt;" in html and "&quot;quoted&quot;" in html


def test_a_place_in_a_list_is_given_up_with_the_list() -> None:
    view = {"lang": ("en",), "at": ("3",), "order": ("O1",)}
    assert changed(view, order=None) == {"lang": ("en",), "at": ("3",)}
    assert changed(view, lang="zh") == {**view, "lang": ("zh",)}
    assert changed(view, vendors="V1") == {"lang": ("en",), "vendors": ("V1",)}
    assert changed(view, vendors="V1", order="O2") == {"lang": ("en",), "vendors": ("V1",), "order": ("O2",)}
    assert changed({**view, "period": ("2026-10",)}, period="2026-10") == {**view, "period": ("2026-10",)}
