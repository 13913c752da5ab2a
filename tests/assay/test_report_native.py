"""What an office program draws: the numbers of the chart, over the right categories, and none that it does not have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assay.charts.axis import Axis
from assay.charts.chart import Bars, Chart, Label, Line, Points, Rule, Values, Whiskers
from assay.report.writers.native import Native, Series, native, row_names
from assay.text import LANGUAGES, Language
from tests.assay.chart_samples import MONTHS, RATES, charts

CHARTS = charts("en")


def made(kind: str) -> Native:
    found = native(CHARTS[kind])
    assert found is not None
    return found


def named(found: Native, name: str) -> Series:
    return next(one for one in found.series if one.name == name)


def labelled(*layers: Line | Points | Bars | Whiskers | Rule | Label, x: Axis | None = None) -> Native | None:
    axis = x or Axis(kind="label", labels=("a", "b", "c"))
    return native(Chart("t", "", "t", axis, Axis(), layers))


def bars(stops: Values, starts: Values = (), *others: Bars | Whiskers | Points, labels: str = "abc") -> Native | None:
    rows = tuple(map(float, range(len(stops))))
    y = Axis(kind="label", labels=tuple(labels), is_reversed=True)
    return native(Chart("t", "", "t", Axis(), y, (Bars(rows, stops, starts, is_horizontal=True), *others)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_but_cells_has_a_native_form(language: Language) -> None:
    kinds = {kind: None if (found := native(chart)) is None else found.kind for kind, chart in charts(language).items()}
    assert kinds == {
        "control": "line", "ahead": "line", "waterfall": "bar", "levels": "bar", "pareto": "bar", "forest": "scatter",
        "caterpillar": "scatter", "funnel": "scatter", "columns": "column", "heat": None,
    }  # fmt: skip


def test_a_control_chart_is_lines_over_its_months() -> None:
    found = made("control")
    assert found.categories == MONTHS
    assert [one.name for one in found.series] == ["mean", "lower limit", "target 95 %", "Values"]
    assert named(found, "mean").values == (94.5,) * 10
    assert named(found, "target 95 %").values == (None,) * 2 + (95.0,) * 8
    assert named(found, "target 95 %").texts == ("",) * 9 + ("target 95 %",)

    values = named(found, "Values")
    assert values.values == RATES and values.values[4] is None
    assert values.has_line and values.has_marks and values.tones == ("common",) * 8 + ("concern",) * 2
    assert (values.texts[8], values.ring[8], values.is_hollow[9]) == ("1", True, True)


def test_what_stands_between_two_months_is_said() -> None:
    """Before the sixth month, at 4.5, the limits begin anew."""
    assert made("control").words == ("2026-06: rebased",)


def test_a_line_over_far_points_has_a_value_at_every_month_it_passes() -> None:
    """The target is given at the first and the sixth month; the band only for the last three."""
    found = made("ahead")
    assert named(found, "agreed").values == (0.95,) * 6
    assert named(found, "Low").values == (None, None, None, 0.90, 0.89, 0.88)
    assert named(found, "High").values == (None, None, None, 0.94, 0.95, 0.96)
    assert named(found, "expected").values == (None, None, None, 0.92, 0.92, 0.92)
    assert named(found, "Values").values == (0.93, 0.91, 0.92, None, None, None)
    straight = labelled(Line((0.0, 2.0), (1.0, 2.0)))
    assert straight is not None and straight.series[0].values == (1.0, 1.5, 2.0)


def test_a_gap_in_a_line_stays_one() -> None:
    found = labelled(Line((0.0, 1.0, 2.0), (1.0, None, 3.0)), Line((-0.5, 0.5), (7.0, 7.0)))
    assert found is not None
    assert [one.values for one in found.series] == [(1.0, None, 3.0), (7.0, None, None)]


def test_a_waterfall_stands_on_feet_that_are_not_seen() -> None:
    """From 4.0 up by 2.5 to 6.5, and down by 1.5 to 5.0."""
    foot, part = made("waterfall").series
    assert made("waterfall").is_stacked
    assert (foot.values, foot.is_hidden) == ((0.0, 4.0, 5.0, 0.0), True)
    assert (part.values, part.is_hidden) == ((4.0, 2.5, 1.5, 5.0), False)
    assert part.tones == ("ink", "concern", "improvement", "ink")


def test_intervals_reach_from_where_their_bar_ends() -> None:
    """The rise ends at 6.5, between 5.5 and 7.5: on the bar. The fall ends at 5.0, between 4.5 and 5.5: on its foot."""
    foot, part = made("waterfall").series
    assert part.reach is not None and foot.reach is not None
    assert (part.reach.lows[1], part.reach.highs[1], part.reach.minus[1], part.reach.plus[1]) == (5.5, 7.5, 1.0, 1.0)
    assert (foot.reach.lows[2], foot.reach.highs[2], foot.reach.minus[2], foot.reach.plus[2]) == (4.5, 5.5, 0.5, 0.5)
    assert part.reach.lows[2] is None and foot.reach.lows[1] is None


def test_the_words_at_a_bar_stand_with_its_name() -> None:
    assert made("waterfall").categories == ("September · 4.0 %", "Hongqiao Hub · +2.5", "Riverside · −1.5", "October · 5.0 %")
    assert made("pareto").categories == ("Door drive · 50 % · 50 %", "=1+1 · 30 % · 80 %", "Other · 20 % · 100 %")
    assert made("pareto").words == ("the first two: 80 %",)


def test_a_level_without_a_bar_is_a_mark_at_its_place() -> None:
    """95.0 and 94.0 lie far from zero: their bars have no length, and the change between them has one point."""
    found = made("levels")
    at = [[sum(one.values[row] or 0.0 for one in found.series[:2 * turn]) for row in range(3)] for turn in (1, 2)]
    assert at == [[0.0, 95.0, 0.0], [95.0, 95.0, 94.0]]
    assert [one.texts for one in found.series if one.texts] == [("◆", "", "◆")]


def test_bars_from_zero_lie_over_each_other() -> None:
    found = made("pareto")
    (shares,) = found.series
    assert not found.is_stacked and shares.values == (0.5, 0.3, 0.2)
    assert shares.tones == ("concern", "common", "common")
    assert shares.reach is not None and shares.reach.plus == (0.1, 0.05, None)


def test_bars_below_zero_and_across_it_are_cut_there() -> None:
    """−1 to −3, −2 to +4, 1 to 3: what lies on both sides of zero is two pieces."""
    found = bars((-3.0, 4.0, 3.0), (-1.0, -2.0, 1.0))
    assert found is not None
    assert [one.values for one in found.series] == [(-1.0, None, 1.0), (-2.0, 4.0, 2.0), (None, -2.0, None)]


def test_bars_that_start_where_others_stop_are_a_stack() -> None:
    """Two thirds of three, and the rest of it: 0 to 2, then 2 to 3."""
    found = bars((2.0,), (), Bars((0.0,), (3.0,), (2.0,), is_horizontal=True), labels="a")
    assert found is not None
    assert [one.values for one in found.series if not one.is_hidden] == [(2.0,), (1.0,)]


def test_what_no_program_could_stack_is_left_to_a_table() -> None:
    assert bars((3.0,), (), Bars((0.0,), (4.0,), (2.0,), is_horizontal=True), labels="a") is None
    assert bars((3.0,), (), Whiskers((0.0,), (4.0,), (5.0,)), labels="a") is None
    assert bars((3.0,), (2.0,), Bars((0.0,), (2.0,), is_horizontal=True), labels="a") is None  # the outer one first
    assert bars((3.0,), (2.0,), Bars((0.0,), (-1.0,), is_horizontal=True), labels="a") is None


def test_two_marks_beyond_a_bar_are_both_there() -> None:
    """A bar to 3, marks at 5 and at 6: each stands on what lies under it, 2 and 1 farther out."""
    found = bars((3.0,), (), Points((5.0,), (0.0,)), Points((6.0,), (0.0,)), labels="a")
    assert found is not None
    assert [(one.values[0], one.texts) for one in found.series] == [
        (3.0, ()), (2.0, ()), (0.0, ("◆",)), (1.0, ()), (0.0, ("◆",)),
    ]  # fmt: skip


def test_the_missing_bar_is_missing() -> None:
    columns, target = made("columns").series
    assert columns.values == (3.0, None, -2.0)
    assert target.values == (1.0, 1.0, 1.0) and target.dash == "dashed" and not target.is_bar


def test_a_dot_plot_has_its_rows_upwards_from_the_last() -> None:
    """Values with intervals over those as counted; the rule of the average from the first row to the last."""
    found = made("caterpillar")
    average, crude, values = found.series
    assert (average.xs, average.values) == ((93.5, 93.5), (2.5, -0.5))
    assert (crude.xs, crude.values, crude.reach) == ((90.0, 93.0, 97.0), (0.0, 1.0, 2.0), None)
    assert values.xs == (91.0, 93.5, 96.0) and values.tones == ("concern", "common", "improvement")
    assert values.reach is not None and values.reach.lows == (89.5, 92.0, 95.0) and values.reach.minus == (1.5, 1.5, 1.0)
    assert found.value.is_reversed and not found.value.has_numbers
    names = row_names(found, "en")
    assert names is not None and names.texts == ("鑫堃电梯维保", "Northwind & Sons", "安洁") and names.values == (0.0, 1.0, 2.0)


def test_an_open_interval_has_no_row_of_its_own() -> None:
    found = made("forest")
    _, dots = found.series
    assert (dots.xs, dots.values) == ((1.0, 2.0, 0.8), (1.0, 2.0, 3.0))
    assert dots.reach is not None and dots.reach.lows == (None, 1.25, 0.5) and dots.reach.highs == (None, 3.2, 1.28)
    assert found.value.labels == ("Shift", "Day · reference", "Night · 2.00 (1.25–3.20)", "Weekend · 0.80 (0.50–1.28)")
    names = row_names(found, "en")
    assert names is not None and names.texts == ("Shift", "Day", "Night", "Weekend")
    assert names.names == ("", "reference", "2.00 (1.25–3.20)", "0.80 (0.50–1.28)")
    assert found.across.is_log and (found.across.low, found.across.high) == (0.1, 10.0)


def test_intervals_without_points_stand_on_their_lower_ends() -> None:
    found = labelled(Whiskers((0.0, 2.0), (1.0, 3.0), (2.0, 5.0), is_horizontal=False))
    assert found is not None
    (one,) = found.series
    assert one.is_hidden and one.values == (1.0, None, 3.0)
    assert one.reach is not None and (one.reach.highs, one.reach.plus) == ((2.0, None, 5.0), (1.0, None, 2.0))


def test_a_funnel_tells_its_points_apart() -> None:
    found = made("funnel")
    dots = found.series[-1]
    assert (dots.xs, dots.values, dots.names) == ((60.0, 300.0), (92.0, 88.0), ("安洁", "鑫堃"))
    assert dots.texts == ("", "鑫堃") and dots.ring == (False, True)
    assert found.series[1].values == (None, 89.0, 91.5)


def test_axes_end_at_round_numbers_and_write_their_unit() -> None:
    """From 90.5 to 95.5 percent, with the room that its words need, in steps of two; shares from 0.88 to 0.96."""
    value = made("control").value
    assert (value.low, value.high, value.step, value.number_format) == (88.0, 98.0, 2.0, '#,##0" %"')
    share = made("ahead").value
    assert (share.step, share.number_format) == (0.02, "#,##0%")
    assert share.low <= 0.88 and share.high >= 0.96
    minutes = labelled(Line((0.0, 1.0), (30.0, 90.0)))
    assert minutes is not None and minutes.value.number_format == "#,##0"


def test_words_of_an_axis_are_categories_where_all_marks_stand_at_whole_places() -> None:
    own = Axis(ticks=((0.0, "first"), (2.0, "third")))
    found = labelled(Line((0.0, 1.0, 2.0), (5.0, 6.0, 7.0)), Points((0.0, 1.0, 2.0), (5.0, 6.0, 7.0)), x=own)
    assert found is not None and found.kind == "line" and found.categories == ("first", "", "third")
    loose = labelled(Points((0.5,), (5.0,)), x=own)
    assert loose is not None and loose.kind == "scatter" and not loose.across.has_numbers


def test_no_two_rows_have_one_name() -> None:
    twice = labelled(*(Line((0.0, 1.0), (float(n), 1.0), label="x" if n else "x 2") for n in range(3)))
    assert twice is not None and [one.name for one in twice.series] == ["x 2", "x", "x 3"]


def test_a_label_in_the_picture_is_words_without_a_mark() -> None:
    found = labelled(Line((0.0, 1.0), (1.0, 2.0)), Label(1.0, 2.0, "here", "right"))
    assert found is not None
    label = found.series[1]
    assert label.is_hidden and label.values == (None, 2.0, None) and label.texts == ("", "here", "")
    assert label.sides[1] == "left"


def test_numbers_are_those_of_the_chart() -> None:
    """Over all pictures: each value of points, and each end of a bar, is in the native chart."""
    for chart in CHARTS.values():
        found = native(chart)
        if found is not None:
            numbers = {value for one in found.series for value in (*one.values, *one.xs)}
            for layer in chart.layers:
                if isinstance(layer, Points) and found.kind != "bar":
                    assert set(layer.ys) | (set(layer.xs) if found.kind == "scatter" else set()) <= numbers
                if isinstance(layer, Bars) and not found.is_stacked:
                    assert set(layer.stops) <= numbers


def test_a_picture_of_nothing_is_left_to_words() -> None:
    assert native(replace(CHARTS["control"], layers=())) is None
    assert native(replace(CHARTS["control"], layers=(Rule(x=1.5, label="rebased"),))) is None


def test_a_chart_without_marks_is_drawn_too() -> None:
    found = native(replace(CHARTS["control"], layers=(Rule(y=1.0, label="target"),)))
    assert found is not None and found.series[0].values == (1.0,) * 10
