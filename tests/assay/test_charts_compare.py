"""The pictures of a comparison: what each mark is, what it is called, and both painters take them."""

from __future__ import annotations

from math import isfinite
from xml.etree import ElementTree

import polars as pl
import pytest

from assay.charts import caterpillar as caterpillars
from assay.charts import curves as curve_charts
from assay.charts import funnel as funnels
from assay.charts import slope as slopes
from assay.charts.axis import Axis
from assay.charts.chart import Cells, Chart, Line, Points, Rule, Whiskers
from assay.charts.members import Member
from assay.charts.palette import LIGHT
from assay.charts.plotly import figure
from assay.charts.svg import svg
from assay.level import Level
from assay.report.comparison_curves import curves
from assay.report.comparison_funnel_picture import funnel
from assay.report.comparison_heat import heat
from assay.report.comparison_pictures import caterpillar, slope
from assay.report.comparison_times import Times, times
from assay.text import LANGUAGES
from tests.assay.test_comparison import BACKLOG, HARD_AND_EASY, RATE, RESPONSE, compared

PLAIN, CHOSEN, WORSE = Member("A", "Alpha"), Member("B", "Beta", is_chosen=True), Member("C", "Gamma", "concern")


def points(chart: Chart) -> list[Points]:
    return [layer for layer in chart.layers if isinstance(layer, Points)]


def painted(chart: Chart) -> None:
    """Both painters take it, and each click gives back an id."""
    assert ElementTree.fromstring(svg(chart)) is not None
    drawn = figure(chart, LIGHT)
    ids = {one[0] for trace in drawn.data if trace.customdata is not None for one in trace.customdata}
    assert {id_ for layer in points(chart) for id_ in layer.ids} <= ids


def test_vendors_have_no_colour_but_that_of_a_verdict() -> None:
    assert [one.tone for one in (PLAIN, CHOSEN, WORSE)] == ["common", "ink", "concern"]
    assert [one.label for one in (PLAIN, CHOSEN, WORSE)] == ["", "Beta", "Gamma"]
    assert Member("D", "Delta", "improvement", is_chosen=True).tone == "improvement"


def test_the_funnel_rings_and_names_who_lies_outside() -> None:
    drawn = funnels.Drawn(
        (PLAIN, CHOSEN, WORSE), (100.0, 200.0, 300.0), (1.9, 1.0, 1.1), (True, False, False), (100.0, 300.0),
        (("95 %", (0.8, 0.9), (1.2, 1.1)), ("99.8 %", (0.7, 0.85), (1.3, 1.15))), 1.0, "as expected",
    )
    chart = funnels.funnel(drawn, Axis("n"), Axis("ratio"), "One is outside", "three vendors", "", "en")
    (marks,) = points(chart)  # all three stand out for one reason or another
    assert marks.ring == (True, False, False) and marks.numbers == ("Alpha", "Beta", "Gamma")
    assert marks.tone == ("common", "ink", "concern")
    lines = [layer for layer in chart.layers if isinstance(layer, Line)]
    assert [(line.label, line.dash) for line in lines] == [
        ("95 %", "dotted"), ("", "dotted"), ("99.8 %", "dashed"), ("", "dashed"), ("as expected", "solid"),
    ]
    painted(chart)


def test_the_caterpillar_draws_no_dot_where_there_is_no_value() -> None:
    drawn = caterpillars.Drawn((PLAIN, WORSE), (96.0, None), (95.0, 90.0), (94.0, 88.0), (96.0, 92.0), 93.0, "average 93 %")
    chart = caterpillars.caterpillar(drawn, Axis(unit="%"), "Gamma is worse", "two vendors", "", "en")
    crude, adjusted = points(chart)
    assert (crude.xs, crude.ys, crude.is_hollow) == ((96.0,), (0.0,), (True,))
    assert (adjusted.xs, adjusted.ys, adjusted.tone) == ((95.0, 90.0), (0.0, 1.0), ("common", "concern"))
    (whiskers,) = (layer for layer in chart.layers if isinstance(layer, Whiskers))
    assert (whiskers.lows, whiskers.highs, whiskers.is_horizontal) == ((94.0, 88.0), (96.0, 92.0), True)
    assert chart.y.labels == ("Alpha", "Gamma") and chart.y.is_reversed
    painted(chart)


def test_the_slope_names_both_values() -> None:
    drawn = slopes.Drawn((PLAIN, WORSE), (95.0, 97.0), (96.0, 92.0), (("95 %", "96 %"), ("97 %", "92 %")), ("before", "after"))
    chart = slopes.slope(drawn, False, "They change places", "two vendors", "", "en")
    lines = [layer for layer in chart.layers if isinstance(layer, Line)]
    assert [(line.start_label, line.label, line.ys) for line in lines] == [
        ("95 %", "96 % Alpha", (95.0, 96.0)), ("97 %", "92 % Gamma", (97.0, 92.0)),
    ]
    assert all(each.is_hollow == (True, False) for each in points(chart))
    painted(chart)


def test_curves_stand_over_time_with_the_agreed_one() -> None:
    rows = ((0.0, 0.4, 0.9), (0.1, 0.5, None))
    drawn = curve_charts.Drawn((PLAIN, WORSE), (1.0, 10.0, 100.0), rows, target=(10.0, "agreed"))
    chart = curve_charts.curves(drawn, "working time", "Gamma is slower", "two vendors", "", "en")
    assert chart.x.is_log and (chart.y.low, chart.y.high) == (0.0, 1.0)
    assert [layer.x for layer in chart.layers if isinstance(layer, Rule)] == [10.0]
    assert [layer.ys for layer in chart.layers if isinstance(layer, Line)] == list(rows)
    painted(chart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_of_a_comparison_is_painted_in_both_languages(language) -> None:
    found = compared(RESPONSE, *HARD_AND_EASY)
    charts = [funnel(found, against, ("C",), language) for against in found.funnels]
    charts += [caterpillar(found, ("C",), language), slope(found, (), language), heat([found], language)]
    for chart in charts:
        assert chart.language == language and chart.alt.startswith(chart.title)
        painted(chart)


def test_the_funnel_is_of_failures_against_those_expected() -> None:
    found = compared(RESPONSE, *HARD_AND_EASY)
    chart = funnel(found, "expected", (), "en")
    at = {id_: (x, y) for layer in points(chart) for id_, x, y in zip(layer.ids, layer.xs, layer.ys, strict=True)}
    a = found.get("A")
    assert a is not None and at["A"] == pytest.approx((a.expected, 302 / a.expected))
    crude = funnel(found, "crude", (), "en")
    at = {id_: (x, y) for layer in points(crude) for id_, x, y in zip(layer.ids, layer.xs, layer.ys, strict=True)}
    assert at["A"] == pytest.approx((2200, 100 * 1898 / 2200))


@pytest.mark.parametrize(
    "rows",
    [
        (("A", "S1", 20, 20), ("B", "S1", 19, 20), ("C", "S1", 30, 30), ("D", "S1", 12, 12)),
        (("A", "S1", 20, 20), ("B", "S1", 20, 20)),
        (("A", "S1", 0, 20), ("B", "S1", 0, 20), ("C", "S1", 3, 20)),
        (("A", "S1", 10, 10), ("B", "S1", 50_000, 50_500)),
    ],
)
def test_at_the_ends_of_the_scale_a_funnel_still_has_a_picture(rows) -> None:
    levels = tuple(Level(f"L{id_}", id_, "maintenance", RESPONSE.id, 95.0) for id_ in "ABCD")
    found = compared(RESPONSE, *rows, levels=levels)
    for against, of in found.funnels.items():
        chart = funnel(found, against, (), "en")
        painted(chart)
        values = [y for layer in chart.layers if isinstance(layer, Line | Points) for y in layer.ys if y is not None]
        assert all(isfinite(y) for y in values)
        seen = max(y for layer in points(chart) for y in layer.ys if y is not None)
        assert chart.y.high is not None and chart.y.high < 4 * max(seen, 1.0)
        assert len(of.vendors) == len(rows)


def test_limits_of_rates_are_drawn_in_their_unit() -> None:
    found = compared(RATE, ("A", "S1", 30, 1000), ("B", "S1", 4, 1000), ("C", "S1", 5, 1000))
    chart = funnel(found, "crude", (), "en")
    centre = next(layer for layer in chart.layers if isinstance(layer, Line) and layer.dash == "solid")
    assert centre.ys == pytest.approx((13.0, 13.0))  # 39 complaints over 3,000 orders, per 1,000
    # Fewer than four vendors: no overdispersion, so the inner limits at 1,000 orders are 13·exp(±1.96/√13).
    upper = found.funnels["crude"].curve(pl.Series([1000.0]).to_numpy()).upper_95[0]
    assert 1000 * upper == pytest.approx(13 * 2.7182818 ** (1.959964 / 13**0.5), rel=1e-4)


def test_the_heat_table_shades_what_is_clear_and_brackets_what_is_not_adjusted() -> None:
    clear, stock = compared(RESPONSE, *HARD_AND_EASY), compared(BACKLOG, ("A", "S1", 30, 100), ("B", "S1", 5, 100))
    chart = heat([clear, stock], "en")
    (cells,) = (layer for layer in chart.layers if isinstance(layer, Cells))
    at = dict(zip(cells.ids, zip(cells.tone, cells.intensity, cells.texts, strict=True), strict=True))
    assert at[f"{RESPONSE.id}.B"][0] == "concern" and at[f"{RESPONSE.id}.A"][0] == "improvement"
    assert at[f"{RESPONSE.id}.B"][1] > at[f"{RESPONSE.id}.C"][1]
    assert at[f"{BACKLOG.id}.A"] == ("common", None, "(30.0 %)")
    assert chart.y.labels[0] == "Vendor B"  # most concern on top


def grouped(by: tuple[str, ...], ends: tuple[float, ...] = ()) -> pl.DataFrame:
    """A is done after 10, 20, 30 … minutes, B twice as late; two of B still wait after 300."""
    done = [("A", 10.0 * at) for at in range(1, 16)] + [("B", 20.0 * at) for at in range(1, 14)]
    rows = [(vendor, minutes, 1, 0, 0, minutes, 0) for vendor, minutes in done] + [("B", 300.0, 0, 0, 2, 600.0, 0)]
    frame = pl.DataFrame(
        rows, schema=["vendor_id", "minutes", "events", "cancelled", "censored", "spent", "unknown"], orient="row"
    )
    if ends:
        band = pl.col("minutes")
        for end in sorted((*ends, float("inf")), reverse=True):
            band = pl.when(pl.col("minutes") <= end).then(end).otherwise(band)
        frame = frame.with_columns(minutes=band)
    keyed = frame.with_columns(pl.lit("x").alias(name) for name in by if name not in frame.columns)
    return keyed.group_by(*by, "minutes").agg(pl.exclude("vendor_id", *by, "minutes").sum()).sort(*by, "minutes")


@pytest.fixture(scope="module")
def told() -> Times:
    return times(grouped, "response", {"A": "Alpha", "B": "Beta"}, None, {None: 100.0})


def test_times_count_those_that_still_wait(told: Times) -> None:
    a, b = told.vendors
    assert (a.name, a.curve.n, a.median.value) == ("Alpha", 15, 80.0)  # the 8th of 15
    assert (b.name, b.curve.n, b.curve.censored, b.median.value) == ("Beta", 15, 2, 160.0)
    assert a.within is not None and b.within is not None
    assert (a.within.value, b.within.value) == (pytest.approx(10 / 15), pytest.approx(5 / 15))


def test_the_slower_vendor_has_about_half_the_pace(told: Times) -> None:
    paces = {one.vendor_id: one.ratio.value for one in told.vendors if one.ratio is not None and one.ratio.value is not None}
    assert 0.2 < paces["B"] / paces["A"] < 0.7


@pytest.mark.parametrize("language", LANGUAGES)
def test_curves_end_where_nobody_was_watched_any_longer(told: Times, language) -> None:
    chart = curves(told, ("B",), language)
    lines = {layer.label or "plain": layer for layer in chart.layers if isinstance(layer, Line)}
    assert lines["Beta"].tone in ("ink", "concern")
    assert all(y is None or 0 <= y <= 1 for line in lines.values() for y in line.ys)
    assert 100.0 in lines["Beta"].xs  # the agreed time is among those drawn
    painted(chart)
