"""The pictures of causes: what adds up adds up, what is unknown is not drawn, and long names stay whole on a phone."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from math import inf, log

import pytest

from assay.charts import flow, forest, pareto, waterfall
from assay.charts.axis import Axis
from assay.charts.chart import Bars, Chart, Label, Line, Points, Rule, Whiskers, has_ids
from assay.charts.heads import heads_of
from assay.charts.lettering import PHONE, breadth
from assay.charts.palette import DARK, LIGHT
from assay.charts.plan import height_of, plan
from assay.charts.plotly import figure
from assay.charts.svg import svg
from assay.charts.waterfall import Step
from assay.text import Language

SVG = "{http://www.w3.org/2000/svg}"
LONG = {
    "zh": "供应商 华东联合设施服务有限公司 · 夜班 · 浦东园区、张江园区",
    "en": "East China United Facility Services Co., Ltd. · night shift · Pudong and Zhangjiang campuses",
}
BEFORE = Step("September", 93.4, "93.4 %", is_total=True, low=92.8, high=94.0, id="before")
FELL = Step("Vendor B, night", -3.0, "−3.0 pp", "concern", low=-3.9, high=-2.1, hover="Vendor B", id="b")
ROSE = Step("Vendor A", 0.6, "+0.6 pp", "improvement", low=0.1, high=1.1, id="a")
NOISE = Step("The rest", -1.7, "−1.7 pp", low=-3.6, high=0.2, id="rest")
AFTER = Step("October", 89.3, "89.3 %", is_total=True, low=88.6, high=90.0, id="after")


def fallen(*steps: Step, x: Axis | None = None, language: Language = "en") -> Chart:
    return waterfall.waterfall(steps or (BEFORE, FELL, ROSE, NOISE, AFTER), x or Axis(unit="%"), "It fell", "n = 400", "", language)


def layer(chart: Chart, kind: type) -> list[object]:
    return [one for one in chart.layers if isinstance(one, kind)]


def test_each_bar_begins_where_the_one_above_it_ends() -> None:
    (bars,) = layer(fallen(), Bars)
    assert isinstance(bars, Bars) and bars.is_horizontal
    assert bars.starts == pytest.approx((93.4, 90.4, 91.0))
    assert bars.stops == pytest.approx((90.4, 91.0, 89.3))
    assert bars.tone == ("concern", "improvement", "common")
    (links,) = layer(fallen(), Line)
    assert isinstance(links, Line)
    joined = [(links.xs[at], links.ys[at : at + 2]) for at in range(0, len(links.xs), 3)]
    assert [x for x, _ in joined] == pytest.approx([93.4, 90.4, 91.0, 89.3])
    assert [rows for _, rows in joined] == [(0.0, 1.0), (1.0, 2.0), (2.0, 3.0), (3.0, 4.0)]


def test_the_interval_of_a_change_lies_around_its_end() -> None:
    (whiskers,) = layer(fallen(), Whiskers)
    assert isinstance(whiskers, Whiskers)
    assert whiskers.lows == pytest.approx((92.8, 93.4 - 3.9, 90.4 + 0.1, 91.0 - 3.6, 88.6))
    assert whiskers.highs == pytest.approx((94.0, 93.4 - 2.1, 90.4 + 1.1, 91.0 + 0.2, 90.0))


def test_levels_far_from_zero_are_diamonds_and_others_bars_from_zero() -> None:
    _, levels = layer(fallen(), Points)
    assert isinstance(levels, Points)
    assert (levels.shape, levels.xs, levels.ys) == ("diamond", (93.4, 89.3), (0.0, 4.0))
    doubled = fallen(Step("before", 2.0, "2.0", is_total=True), Step("more", 2.5, "+2.5"), Step("after", 4.5, "4.5", is_total=True))
    (bars,) = layer(doubled, Bars)
    assert isinstance(bars, Bars)
    assert (bars.starts, bars.stops) == ((0.0, 2.0, 0.0), (2.0, 4.5, 4.5))
    assert doubled.x.low == 0.0
    ends = (Step("before", -20.0, "−20", is_total=True), Step("after", -30.0, "−30", is_total=True))
    below = fallen(ends[0], Step("less", -10.0, "−10"), ends[1])
    assert below.x.high is not None and below.x.high >= 0.0 and (below.x.low or 0.0) < -30.0


def test_steps_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match=r"October: the steps add up to 91\.0"):
        fallen(BEFORE, FELL, ROSE, AFTER)
    with pytest.raises(ValueError, match="starts from a total"):
        fallen(FELL, AFTER)
    with pytest.raises(ValueError, match="starts from a total"):
        waterfall.waterfall((), Axis(), "It fell", "", "", "en")


def test_words_at_the_bars_end_inside_the_picture_on_a_phone() -> None:
    for language in ("zh", "en"):
        unit = {"zh": "个百分点", "en": "pp"}[language]
        steps = (BEFORE, Step("B", 3.0, f"+3.0 {unit}", low=1.0, high=5.0), Step("after", 96.4, "96.4 %", is_total=True))
        chart = fallen(*steps, language=language)
        found = plan(chart, PHONE, height_of(chart, PHONE))
        room = PHONE - found.left - found.right
        for label in layer(chart, Label):
            assert isinstance(label, Label)
            assert found.left + found.x.share(label.x) * room + label.away + breadth(label.text) <= PHONE


def forested(*groups: forest.Group, x: Axis | None = None) -> Chart:
    return forest.forest(groups, x or Axis(is_log=True), 1.0, "no difference", "Night goes with lateness", "odds", "", "en")


DAY = forest.Row("Day", 1.0, None, None, "reference · n 45,120", is_reference=True)
NIGHT = forest.Row("Night", 1.62, 1.44, 1.82, "1.62 (1.44–1.82) · n 9,801", "concern", id="night")
NEVER = forest.Row("Never failed", 0.3, 0.0, inf, "0.30 (0–∞) · n 12")
UNKNOWN = forest.Row("Too few", None, None, None, "not enough data · n 7")
SHIFT = forest.Group("Shift (against day)", (DAY, NIGHT))


def test_a_factor_is_headed_by_its_name_and_its_reference() -> None:
    chart = forested(SHIFT, forest.Group("", (UNKNOWN,)))
    assert chart.y.labels == ("Shift (against day)", "Day", "Night", "Too few")
    assert chart.y.headings == (True, False, False, False)
    assert chart.y.asides == ("", DAY.aside, NIGHT.aside, UNKNOWN.aside)
    (points,) = layer(chart, Points)
    assert isinstance(points, Points)
    assert (points.xs, points.ys) == ((1.0, 1.62), (1.0, 2.0))  # what is not known has no mark
    assert points.is_hollow == (True, False)
    (rule,) = layer(chart, Rule)
    assert isinstance(rule, Rule) and (rule.x, rule.label) == (1.0, "no difference")


def test_open_ends_reach_the_edge_and_leave_room_for_the_others() -> None:
    chart = forested(SHIFT, forest.Group("Other", (NEVER,)))
    (whiskers,) = layer(chart, Whiskers)
    assert isinstance(whiskers, Whiskers)
    assert (whiskers.lows[2], whiskers.highs[2]) == (chart.x.low, chart.x.high)
    wide = forest.Row("Rare", 1.5, 0.001, 2000.0, "1.50 (0.001–2000)")
    low, high = (end or 0.0 for end in (forested(SHIFT, forest.Group("", (NIGHT, wide))).x.low,
                                       forested(SHIFT, forest.Group("", (NIGHT, wide))).x.high))
    assert log(high / low) < 6 * log(1.82 / 1.44) + log(1.62)  # and not the fourteen e-folds of the rare one
    assert low < 1.0 and high > 1.82


def test_differences_lie_around_zero_on_an_even_axis() -> None:
    rows = (forest.Row("Night", 4.0, 3.0, 5.0, "+4.0 pp"), forest.Row("Evening", -0.5, -1.5, 0.5, "−0.5 pp"))
    chart = forest.forest((forest.Group("", rows),), Axis(unit="pp"), 0.0, "no difference", "Night is worse", "", "", "en")
    assert chart.x.low is not None and chart.x.low < -1.5
    assert chart.x.high is not None and chart.x.high > 5.0
    with pytest.raises(ValueError, match="nothing to draw"):
        forest.forest((forest.Group("", (UNKNOWN,)),), Axis(), None, "", "Nothing", "", "", "en")


BARS = (
    pareto.Bar("Lift", 0.5, 0.4, 0.6, "50 % (50)", "50 %", "ink", id="lift"),
    pareto.Bar("Door", 0.3, 0.22, 0.4, "30 % (30)", "80 %", id="door"),
    pareto.Bar("Light", 0.2, 0.13, 0.29, "20 % (20)", "100 %", id="light"),
)


def test_a_line_under_the_bars_that_make_up_most() -> None:
    chart = pareto.pareto(BARS, 2, "80 %", "Two kinds make up most", "n = 100", "", "en")
    (rule,) = layer(chart, Rule)
    assert isinstance(rule, Rule) and rule.y is not None and 1.0 < rule.y < 2.0  # between the second bar and the third
    assert next(label.text for label in layer(chart, Label) if isinstance(label, Label)) == "80 %"
    assert chart.y.asides == ("50 %", "80 %", "100 %") and chart.x.low == 0.0
    assert not layer(pareto.pareto(BARS, None, "80 %", "Spread", "", "", "en"), Rule)
    assert not layer(pareto.pareto(BARS, 3, "80 %", "All of them", "", "", "en"), Rule)


def test_what_failed_lies_over_all_that_went_that_way() -> None:
    rows = (flow.Route("Phone → Lift", 400, 120, "30 %", "concern", id="1"), flow.Route("App → Light", 900, 9, "1 %", id="2"))
    chart = flow.routes(rows, Axis(), "One route", "orders", "", "en")
    every, failing = (one for one in layer(chart, Bars) if isinstance(one, Bars))
    assert (every.stops, failing.stops) == ((400, 900), (120, 9))
    assert (every.tone, failing.tone) == ("line", ("concern", "common"))
    assert every.ids == failing.ids == ("1", "2")


def test_waits_reach_from_the_median_to_the_ninth_decile() -> None:
    rows = (flow.Handoff("Requested → Responded", 42, 180, "100 orders"), flow.Handoff("Resumed → Paused", 0, 15, "9 orders"))
    chart = flow.handoffs(rows, Axis(kind="minutes", is_log=True), "Waiting", "", "", "en")
    (whiskers,) = layer(chart, Whiskers)
    assert isinstance(whiskers, Whiskers)
    assert (whiskers.lows, whiskers.highs) == ((42, 1.0), (180, 15))  # nothing has no logarithm: it stands at one minute
    assert flow.handoffs(rows, Axis(kind="minutes"), "Waiting", "", "", "en").x.low == 0.0


def of_long_names(language: Language) -> dict[str, Chart]:
    name = LONG[language]
    last = Step(name, -4.1, "−4.1", "concern")
    return {
        "waterfall": fallen(BEFORE, last, AFTER, language=language),
        "forest": forested(forest.Group(name, (DAY, forest.Row(name, 1.6, 1.4, 1.8, "1.6 (1.4–1.8)")))),
        "pareto": pareto.pareto((pareto.Bar(name, 0.5, 0.4, 0.6, "50 %", "100 %"),), None, "", "One", "", "", language),
        "routes": flow.routes((flow.Route(name, 400, 120, "30 % · 120 / 400"),), Axis(), "One", "", "", language),
        "handoffs": flow.handoffs((flow.Handoff(name, 42, 180, "12,345"),), Axis(kind="minutes"), "One", "", "", language),
    }


def unbroken(words: str) -> str:
    return "".join(words.replace("<br>", "").split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_names_are_whole_on_a_phone(language: Language) -> None:
    for chart in of_long_names(language).values():
        drawn = figure(chart, LIGHT)  # cut for the narrowest place
        assert unbroken(LONG[language]) in {unbroken(note.text).removeprefix("<b>").removesuffix("</b>")
                                            for note in drawn.layout.annotations}
        for head in heads_of(chart.y, PHONE):
            assert breadth(head.name) + (breadth(head.aside) if head.aside else 0) <= PHONE


def texts(picture: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("paint", [lambda chart: figure(chart, DARK), lambda chart: svg(chart, 360, palette=DARK)])
def test_both_painters_take_every_picture(paint: Callable[[Chart], object]) -> None:
    for chart in (*of_long_names("zh").values(), fallen(), forested(SHIFT), pareto.pareto(BARS, 2, "80 %", "Two", "", "", "en")):
        assert paint(chart)


def test_both_painters_write_the_same_words_over_the_rows() -> None:
    chart = forested(SHIFT)
    notes = {note.text for note in figure(chart, LIGHT).layout.annotations}
    assert {"<b>Shift (against day)</b>", "Day", "Night", DAY.aside, NIGHT.aside} <= notes
    assert {"Shift (against day)", "Day", "Night", DAY.aside, NIGHT.aside} <= set(texts(svg(chart)))


def test_a_click_gives_back_what_the_mark_stands_for() -> None:
    drawn = figure(fallen(), LIGHT)
    ids = {one[0] for trace in drawn.data if trace.customdata is not None for one in trace.customdata}
    assert ids == {"before", "b", "a", "rest", "after"}
    assert has_ids(fallen()) and not has_ids(forested(forest.Group("", (DAY,))))


def test_names_stand_over_their_own_marks_and_under_those_of_the_row_above() -> None:
    """The words of a row lie between the bar above them and their own, at any number of lines."""
    for chart in (fallen(), *of_long_names("en").values()):
        found = plan(chart, PHONE, height_of(chart, PHONE))
        row = found.height / len(chart.y.labels or ())
        half_bar = 0.26 * row / 2
        for head in (one for one in found.heads if not one.is_heading):
            lines = head.name.count("\n") + 1
            lower, upper = head.up - 7.5 * lines, head.up + 7.5 * lines
            assert lower >= half_bar
            assert upper <= row - half_bar


def test_asides_and_headings_have_one_entry_a_label() -> None:
    with pytest.raises(ValueError, match="2 labels, 1 asides"):
        Axis(kind="label", labels=("a", "b"), is_over=True, asides=("x",))


def test_what_is_read_out_is_the_finding() -> None:
    assert fallen().alt == "It fell. n = 400"
    assert fallen(language="zh").alt == "It fell。n = 400"
