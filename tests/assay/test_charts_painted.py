"""Both painters draw every layer of a chart, and draw the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
import typst

from assay.charts.axis import Axis
from assay.charts.chart import Band, Bars, Cells, Chart, Label, Layer, Line, Points, Rule, Tone, Whiskers
from assay.charts.palette import DARK, LIGHT, Palette, contrast
from assay.charts.plotly import figure
from assay.charts.svg import svg
from assay.charts.tones import colour, filled
from assay.report.writers.glyphs import FONTS

SVG = "{http://www.w3.org/2000/svg}"
TONES: tuple[Tone, ...] = ("common", "improvement", "concern", "neutral", "ink", "muted", "accent", "line")
MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
AT = (0.0, 1.0, 2.0, 3.0)
POINTS = Points(
    AT, (0.91, None, 0.88, 0.95), ("common", "common", "concern", "improvement"), is_hollow=(False, False, False, True),
    ring=(False, False, True, False), numbers=("", "", "1", ""), hover=("July\n91 %", "", "a < b & c", "so far"), ids=MONTHS,
)
CONTROL = Chart(
    "September fell <below> the limit", "Northwind & Sons, n = 40", "On time fell to 88 % in September",
    Axis(kind="period", labels=MONTHS), Axis(kind="share", title="on time"),
    (
        Band(AT, (0.9, 0.9, None, 0.9), (0.94, 0.94, None, 0.94), "common", "95 %"),
        Line(AT, (0.91, None, 0.88, 0.95), "common"),
        Line(AT, (0.9, 0.9, 0.9, 0.9), "muted", "dashed", 1.0, "limit", step="around"),
        Rule(y=0.95, label="target 95 %"),
        Rule(x=1.5, label="rebase", dash="dotted"),
        Label(0.0, 0.9, "worst", away=8),
        POINTS,
    ),
    "Rules: NHS", "en",
)
ROWS = Axis(kind="label", labels=("A", "B", "C"))
THREE = (0.0, 1.0, 2.0)
CATERPILLAR = replace(
    CONTROL, x=Axis(), y=ROWS, layers=(Whiskers(THREE, (1.0, None, 2.0), (3.0, 5.0, 4.0), ("concern", "common", "common")),)
)
WATERFALL = replace(
    CONTROL, x=Axis(), y=ROWS,
    layers=(Bars(THREE, (5.0, None, 2.0), (0.0, 5.0, 5.0), "concern", True, texts=("+5", "", "−3"), ids=("a", "b", "c")),),
)
COLUMNS = replace(CONTROL, y=Axis(), layers=(Bars(AT, (1.0, 2.0, None, 4.0), is_hollow=(False, False, False, True), ids=MONTHS),))
HEAT = replace(
    CONTROL, x=ROWS, y=replace(ROWS, is_reversed=True),
    layers=(Cells(THREE, THREE, (0.2, 1.0, None), ("91", "85", ""), "concern", ("x", "y", "z"), ("a", "b", "c")),),
)
CHARTS = {"control": CONTROL, "caterpillar": CATERPILLAR, "waterfall": WATERFALL, "columns": COLUMNS, "heat": HEAT}


def picture(chart: Chart, palette: Palette = LIGHT) -> ET.Element:
    return ET.fromstring(svg(chart, palette=palette))


def group(chart: Chart, layer: str) -> list[ET.Element]:
    """The shapes of the layers of that kind."""
    return [shape for one in picture(chart).iter(f"{SVG}g") if one.get("class") == layer for shape in one]


def drawn(*layers: Layer) -> list[dict[str, Any]]:
    """The traces of the layers on the axes of the control chart."""
    return figure(replace(CONTROL, layers=layers), LIGHT).to_plotly_json()["data"]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_every_chart_is_painted_by_both(chart: Chart, palette: Palette) -> None:
    root, found = picture(chart, palette), figure(chart, palette)

    kinds = Counter(type(layer).__name__.lower() for layer in chart.layers)
    assert Counter(one.get("class") for one in root.iter(f"{SVG}g")) == kinds + Counter(words=1)
    assert found.data
    assert found.layout.font.color == palette.text


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_a_report_can_set_every_picture(chart: Chart) -> None:
    """Typst reads the SVG with the fonts of the reports alone."""
    source = f'#image(bytes({_quoted(svg(chart, has_words=False))}))'.encode()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])

    made = typst.Compiler(source, font_paths=fonts, ignore_system_fonts=True).compile(format="svg")
    assert isinstance(made, bytes) and len(made) > 1000


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_words_are_escaped() -> None:
    """`fromstring` would refuse a sign that is not; Plotly would take a tag in words for its own."""
    root = picture(CONTROL)
    assert root.findtext(f"{SVG}title") == "September fell <below> the limit"
    assert root.findtext(f"{SVG}desc") == root.get("aria-label") == "On time fell to 88 % in September"
    assert "Northwind & Sons, n = 40" in [text.text for text in root.iter(f"{SVG}text")]

    (_, marks) = drawn(POINTS)
    assert marks["hovertext"] == ["July<br>91 %", "a &lt; b &amp; c", "so far"]
    (label,) = figure(replace(CONTROL, y=Axis(kind="share"), layers=(Label(0.0, 0.9, "<b>x</b>"),)), LIGHT).layout.annotations
    assert label.text == "&lt;b&gt;x&lt;/b&gt;"


def test_as_many_marks_as_points_that_are_known() -> None:
    shapes = group(CONTROL, "points")
    circles = [shape for shape in shapes if shape.tag == f"{SVG}circle"]
    assert len([one for one in circles if one.get("class") != "ring"]) == 3
    assert len([one for one in circles if one.get("class") == "ring"]) == 1
    assert [shape.text for shape in shapes if shape.tag == f"{SVG}text"] == ["1"]

    rings, marks = drawn(POINTS)
    assert marks["x"] == [0.0, 2.0, 3.0] and marks["y"] == [0.91, 0.88, 0.95]
    assert rings["x"] == [2.0]


def test_a_gap_is_bridged_by_neither() -> None:
    lines = [shape.get("points", "") for shape in group(CONTROL, "line")]
    (line,) = drawn(Line(AT, (0.91, None, 0.88, 0.95)))

    assert [points.count(",") for points in lines] == [2, 2, 8]  # a dash for July, September to October, and four steps
    assert line["y"] == [0.91, 0.91, None, 0.88, 0.95] and line["connectgaps"] is False
    assert len(group(CONTROL, "band")) == 2


def test_the_missing_is_not_drawn_as_zero() -> None:
    assert len(group(CATERPILLAR, "whiskers")) == 2
    assert len([shape for shape in group(WATERFALL, "bars") if shape.tag == f"{SVG}rect"]) == 2
    assert len([shape for shape in group(HEAT, "cells") if shape.tag == f"{SVG}rect"]) == 2

    (bars,) = figure(WATERFALL, LIGHT).data
    assert (bars.y, bars.x, bars.base) == ((0.0, 2.0), (5.0, -3.0), (0.0, 5.0))
    (cells,) = figure(HEAT, LIGHT).data
    assert cells.base == (-0.48, 0.52) and cells.y == (0.0, 1.0)
    concern, common = figure(CATERPILLAR, LIGHT).data
    assert (concern.x, concern.y, common.x, common.y) == ((1.0, 3.0), (0.0, 0.0), (2.0, 4.0), (2.0, 2.0))


def test_both_painters_put_a_mark_at_the_same_height() -> None:
    """The share of the drawing below September's point: from the range of Plotly, and from the pixels of the picture."""
    low, high = figure(CONTROL, LIGHT, width_hint=760).layout.yaxis.range
    frame = next(picture(CONTROL).iter(f"{SVG}clipPath"))[0]
    top, height = float(frame.get("y", "")), float(frame.get("height", ""))
    ring = next(shape for shape in group(CONTROL, "points") if shape.get("class") == "ring")

    assert 1 - (float(ring.get("cy", "")) - top) / height == pytest.approx((0.88 - low) / (high - low), abs=0.001)


@pytest.mark.parametrize("chart", [CONTROL, WATERFALL, COLUMNS, HEAT], ids=["points", "lying", "standing", "cells"])
def test_a_click_gives_back_what_it_opens(chart: Chart) -> None:
    layer = next(layer for layer in chart.layers if isinstance(layer, Points | Bars | Cells))
    marks = next(trace for trace in figure(chart, LIGHT).data if trace.customdata is not None)
    if isinstance(layer, Points):
        values: tuple[float | None, ...] = layer.ys
    else:
        values = layer.stops if isinstance(layer, Bars) else layer.intensity

    assert [one[0] for one in marks.customdata] == [id for id, value in zip(layer.ids, values, strict=True) if value is not None]


def test_only_marks_answer_the_pointer() -> None:
    """A line before a point would catch its click."""
    silent = [trace for trace in figure(CONTROL, LIGHT).data if trace.customdata is None]

    assert len(silent) == 6  # band, two lines, two rules, one ring
    assert {trace.hoverinfo for trace in silent} == {"skip"}


def test_nothing_turns_pale_when_another_is_clicked() -> None:
    for chart in CHARTS.values():
        clickable = [trace for trace in figure(chart, LIGHT).data if trace.customdata is not None]
        assert all(trace.unselected.marker.opacity == 1 for trace in clickable)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_tones_are_the_colours_of_the_palette(palette: Palette) -> None:
    dots = replace(CONTROL, x=Axis(), layers=(Points(tuple(map(float, range(8))), (0.9,) * 8, TONES),))
    expected = [palette.text if tone == "ink" else getattr(palette, tone) for tone in TONES]

    assert list(figure(dots, palette).data[0].marker.color) == expected
    circles = [shape.get("fill") for shape in picture(dots, palette).iter(f"{SVG}circle")]
    assert circles == expected


def test_a_running_period_is_hollow() -> None:
    circles = [shape for shape in group(CONTROL, "points") if shape.tag == f"{SVG}circle" and shape.get("class") != "ring"]
    assert (circles[-1].get("fill"), circles[-1].get("stroke")) == (LIGHT.background, LIGHT.improvement)

    marker = figure(COLUMNS, LIGHT).data[0].marker
    assert list(marker.color) == [LIGHT.common, LIGHT.common, LIGHT.background] and marker.line.width[-1] > 0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["common", "improvement", "concern", "neutral"])
def test_words_in_the_fullest_cell_can_be_read(tone: Tone, palette: Palette) -> None:
    assert contrast(filled(palette, tone, 1.0), palette.text) >= 4.5
    assert filled(palette, tone, 0.0) != filled(palette, tone, 1.0)
    assert contrast(colour(palette, tone), filled(palette, tone, 1.0)) > 1


def test_ticks_fit_a_phone() -> None:
    """350 pixels: what is written under the picture, side by side, is less than the drawing between its margins."""
    labels = tuple(f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13))
    found = figure(replace(CONTROL, x=Axis(kind="period", labels=labels), layers=(Rule(y=0.95, label="target 95 %"),)), LIGHT)
    longest = [max(len(line) for line in re.split("<br>", text)) for text in found.layout.xaxis.ticktext]

    assert sum(7 * (letters + 1) for letters in longest) < 350 - found.layout.margin.l - found.layout.margin.r
    assert found.layout.xaxis.tickangle == 0


def test_the_page_says_the_title_or_the_picture_does() -> None:
    said = [text.text for text in picture(CONTROL).iter(f"{SVG}text")]
    bare = [text.text for text in ET.fromstring(svg(CONTROL, has_words=False)).iter(f"{SVG}text")]

    assert {"September fell <below> the limit", "Rules: NHS"} <= set(said)
    assert not {"September fell <below> the limit", "Rules: NHS"} & set(bare)
    assert {"target 95 %", "limit", "rebase", "on time", "worst"} <= set(said) & set(bare)
