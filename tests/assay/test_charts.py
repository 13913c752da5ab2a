"""A chart as a value: what it refuses, which marks its axes get, and where its words stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from assay.charts.axis import Axis
from assay.charts.chart import Band, Bars, Cells, Chart, Layer, Line, Points, Rule, Whiskers, has_ids
from assay.charts.direct import apart
from assay.charts.lettering import breadth, shortened, wrapped
from assay.charts.paths import is_above, outlines, paths
from assay.charts.periods import period_ticks
from assay.charts.plan import height_of, plan
from assay.charts.scale import scales
from assay.charts.ticks import even, ticks


def chart(*layers: Layer, x: Axis | None = None, y: Axis | None = None) -> Chart:
    return Chart("On time fell", "one vendor, n = 10", "On time fell to 90 %", x or Axis(), y or Axis(), layers)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Line((0, 1), (1.0,)), "line: 2 positions, and 1 ys"),
        (lambda: Band((0, 1), (1.0, 2.0), (1.0,)), "band: 2 positions, and 1 highs"),
        (lambda: Points((0,), (1.0,), tone=("common", "concern")), "points: 1 positions, and 2 tone"),
        (lambda: Points((0, 1), (1.0, 2.0), hover=("one",)), "points: 2 positions, and 1 hover"),
        (lambda: Bars((0, 1), (1.0, 2.0), starts=(0.0,)), "bars: 2 positions, and 1 starts"),
        (lambda: Whiskers((0, 1), (1.0, 1.0), (2.0,)), "whiskers: 2 positions, and 1 highs"),
        (lambda: Cells((0,), (0,), (0.5,), texts=("a", "b")), "cells: 1 positions, and 2 texts"),
        (lambda: Cells((0,), (0,), (1.5,)), "an intensity is a share of one, not 1.5"),
        (lambda: Rule(), "a rule stands at one x or lies at one y"),
        (lambda: Rule(x=1, y=1), "a rule stands at one x or lies at one y"),
        (lambda: Axis(kind="period"), "needs labels"),
        (lambda: Axis(kind="share", labels=("a",)), "has no labels"),
        (lambda: Axis(is_log=True, low=0.0), "no logarithm"),
        (lambda: replace(chart(), title=" "), "says its finding"),
    ],
)
def test_what_does_not_fit_together_is_refused(make: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()  # type: ignore[operator]


def test_only_a_chart_with_ids_opens_anything() -> None:
    assert not has_ids(chart(Points((0, 1), (1.0, 2.0), ids=("", "")), Rule(y=1.0)))
    assert has_ids(chart(Points((0, 1), (1.0, 2.0), ids=("", "2026-10"))))


def test_round_numbers_at_most_six_of_them() -> None:
    assert even(0, 10) == (0, 2, 4, 6, 8, 10)
    assert even(0, 11.9) == (0, 2, 4, 6, 8, 10)
    assert even(0, 12) == (0, 5, 10)  # steps of 2 would be seven
    assert even(-0.3, 0.3) == (-0.2, 0.0, 0.2)  # steps of 0.1 would be seven


@pytest.mark.parametrize(
    ("axis", "low", "high", "words"),
    [
        (Axis(kind="share"), 0.87, 1.03, ("90 %", "95 %", "100 %")),  # no share is above one
        (Axis(kind="share"), 0.971, 0.974, ("97.1 %", "97.2 %", "97.3 %", "97.4 %")),
        (Axis(unit="h"), -1, 3, ("−1 h", "0 h", "1 h", "2 h", "3 h")),
        (Axis(decimals=1), 1000, 1001, ("1,000.0", "1,000.2", "1,000.4", "1,000.6", "1,000.8", "1,001.0")),
        (Axis(kind="minutes"), 0, 100, ("0 min", "30 min", "1 h", "1 h 30 min")),
        (Axis(kind="minutes", is_log=True), 10, 500, ("10 min", "30 min", "2 h", "8 h")),
        (Axis(is_log=True), 1, 100, ("1", "10", "100")),  # with the twos and fives they would be seven
        (Axis(is_log=True), 0.8, 1.2, ("0.8", "0.9", "1.0", "1.1", "1.2")),
        (Axis(ticks=((0.5, "half"),)), 0, 1, ("half",)),
    ],
)
def test_marks_are_written_as_people_write_them(axis: Axis, low: float, high: float, words: tuple[str, ...]) -> None:
    assert tuple(text for _, text in ticks(axis, low, high, "en")) == words


def months(first: int, count: int) -> tuple[str, ...]:
    return tuple(f"{at // 12}-{at % 12 + 1:02d}" for at in range(first, first + count))


def test_three_years_of_months_are_marked_every_half_year() -> None:
    found = period_ticks(months(12 * 2023 + 10, 36), "zh")  # from 2023-11

    assert found == ((2, "1 月\n2024"), (8, "7 月"), (14, "1 月\n2025"), (20, "7 月"), (26, "1 月\n2026"), (32, "7 月"))


def test_the_same_months_are_marked_wherever_a_series_begins() -> None:
    one, other = (months(12 * 2024 + first, 36) for first in (0, 5))
    marked = [{labels[int(at)] for at, _ in period_ticks(labels, "en")} for labels in (one, other)]

    assert marked[0] & set(other) == marked[1] & set(one) == {"2024-07", "2025-01", "2025-07", "2026-01", "2026-07"}


def test_quarters_weeks_and_days_have_marks_of_their_own() -> None:
    days = tuple((date(2026, 9, 1) + timedelta(days=at)).isoformat() for at in range(30))

    assert period_ticks(("2025-Q4", "2026-Q1"), "en") == ((0, "Q4\n2025"), (1, "Q1\n2026"))
    assert [text for _, text in period_ticks(days, "en")] == ["09-07\n2026", "09-14", "09-21", "09-28"]  # Mondays
    assert period_ticks(("2026-W01", "2026-W02"), "en") == ((0, "W01\n2026"), (1, "W02"))
    assert period_ticks(("spring", "summer"), "en") == ((0, "spring"), (1, "summer"))
    assert period_ticks((), "en") == ()


@pytest.mark.parametrize("count", range(1, 400, 7))
def test_never_more_than_seven_periods_are_written_and_always_one(count: int) -> None:
    days = tuple((date(2025, 1, 1) + timedelta(days=at)).isoformat() for at in range(count))

    assert 1 <= len(period_ticks(days, "zh")) <= 7
    assert 1 <= len(period_ticks(months(24_000, count), "zh")) <= 7


def test_marks_always_fit_and_lines_are_cut_off() -> None:
    drawn = chart(Points((0.0, 1.0), (0.5, 0.99)), Line((0.0, 1.0), (0.1, 0.6)), y=Axis(kind="share", low=0.8))
    _, y = scales(drawn)

    assert y.low < 0.5 and y.high > 0.99
    _, y = scales(chart(Line((0.0, 1.0), (0.1, 0.9)), y=Axis(kind="share", low=0.8, high=1.0)))
    assert (y.low, y.high) == (0.8, 1.0)


def test_a_mark_that_is_missing_takes_no_room() -> None:
    x, y = scales(chart(Points((5.0, 900.0), (1.0, None))))

    assert x.low < 5 < x.high < 10 and y.low < 1 < y.high


def test_bars_begin_at_zero() -> None:
    _, y = scales(chart(Bars((0.0, 1.0), (80.0, 90.0))))
    x, _ = scales(chart(Bars((0.0, 1.0), (80.0, 90.0), is_horizontal=True)))

    assert y.low == x.low == 0 and y.share(0) == 0


def test_places_on_straight_reversed_and_logarithmic_axes() -> None:
    x, y = scales(chart(x=Axis(low=1, high=100, is_log=True), y=Axis(kind="label", labels=("a", "b"), is_reversed=True)))

    assert [x.share(value) for value in (1, 10, 100)] == pytest.approx([0, 0.5, 1])
    assert [y.share(place) for place in (0, 1)] == pytest.approx([0.75, 0.25])  # the first label is on top
    assert x.share(0) == float("-inf")


def test_a_gap_parts_a_line_and_a_lone_value_is_a_dash() -> None:
    assert paths((0, 1, 2, 3), (1.0, 2.0, None, 3.0)) == (((0, 1.0), (1, 2.0)), ((2.8, 3.0), (3.2, 3.0)))


def test_steps_hold_around_a_position_or_until_the_next() -> None:
    assert paths((0, 1), (1.0, 2.0), "around") == (((-0.5, 1.0), (0.5, 1.0), (0.5, 2.0), (1.5, 2.0)),)
    assert paths((0, 4, 6), (1.0, 0.5, None), "until_next") == (((0, 1.0), (4, 1.0), (4, 0.5), (6, 0.5)),)


def test_a_band_is_parted_where_either_side_is_missing() -> None:
    found = outlines((0, 1, 2, 3, 4), (1.0, 1.0, None, 1.0, 1.0), (2.0, 2.0, 2.0, 2.0, 3.0))

    assert found == (((0, 2.0), (1, 2.0), (1, 1.0), (0, 1.0)), ((3, 2.0), (4, 3.0), (4, 1.0), (3, 1.0)))


def test_a_number_stands_where_the_neighbours_are_not() -> None:
    assert is_above((1.0, 5.0, 2.0), 1)
    assert not is_above((5.0, 1.0, None), 1)


def test_labels_that_would_collide_share_their_place() -> None:
    assert apart((10, 100), 15, 200) == (10, 100)
    assert apart((50, 52), 15, 200) == (43.5, 58.5)  # 51 is the middle of both, and they are 15 apart
    assert apart((0, 1, 2), 15, 200) == (0, 15, 30)  # not above the picture
    assert apart((199, 200), 15, 200) == (185, 200)  # and not below it


def test_ends_of_lines_are_labelled_in_the_margin_in_the_order_of_their_values() -> None:
    lines = [Line((0.0, 1.0), (0.9, end), label=name) for name, end in (("low", 0.90), ("high", 0.92), ("mid", 0.91))]
    found = plan(chart(*lines, Rule(y=0.5, label="target 50 %"), y=Axis(kind="share", low=0, high=1)), 350, 300)

    assert [end.text for end in sorted(found.ends, key=lambda end: end.down)] == ["high", "mid", "low", "target 50 %"]
    downs = sorted(end.down for end in found.ends)
    assert min(later - former for former, later in pairwise(downs)) >= 15
    assert found.right > breadth("target 50 %")


def test_a_line_that_leaves_the_picture_is_labelled_where_it_was_last_seen() -> None:
    line = Line((0.0, 9.0, 99.0), (0.0, 0.25, 1.0), label="late")
    found = plan(chart(line, x=Axis(low=0, high=10), y=Axis(low=0, high=1)), 350, 300)

    assert found.ends[0].down == pytest.approx(0.75 * found.height)


def test_words_are_measured_cut_and_broken_by_their_letters() -> None:
    assert breadth("完成", 12) == 24
    assert shortened("博洁环境服务", 48) == "博洁环…"  # four signs of twelve pixels; the dots are one of them
    assert shortened("short", 48) == "short"
    assert wrapped("完成及时，夜班", 48) == ("完成及", "时，夜班")  # a comma never begins a line
    assert wrapped("24 家供应商", 40) == ("24 家", "供应商")
    assert wrapped("completion on time", 70, most=2) == ("completion", "on time")
    assert wrapped("completion on time", 70, most=1)[0].endswith("…")


def test_a_chart_of_rows_is_as_high_as_they_need() -> None:
    rows = {count: height_of(chart(y=Axis(kind="label", labels=("a",) * count))) for count in (10, 20)}

    assert rows[20] - rows[10] == 10 * 26
