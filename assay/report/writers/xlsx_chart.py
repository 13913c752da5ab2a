"""A native chart in the words of XlsxWriter. Titles and names are references to cells: none can be read as a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart

from assay.charts.chart import Dash, Tone
from assay.charts.palette import LIGHT
from assay.charts.tones import colour
from assay.report.writers.native import Native, Ruler, Series
from assay.report.writers.xlsx_chart_data import Block

_POINTS = 0.75  # a pixel
_DASHES: Mapping[Dash, str] = {"solid": "solid", "dashed": "dash", "dotted": "round_dot"}
_FONT = {"size": 9, "color": LIGHT.muted}
_GAP = 60  # between bars, in percent of one
_NAMES, _RIGHT = 0.3, 0.94  # of the width: where rows begin behind their names, and where they end
_OVER, _UNDER = 64, 56  # pixels over the rows for the title and the words of rules, and under them for the axis
_NONE = {"none": True}
_REFERENCE = re.compile(r"^=?[^!]+!\$?[A-Z]+\$?\d+")
"""What XlsxWriter takes for a reference where a label is asked for; such words are referred to. All others stand in the chart
itself, because not every program looks a label up."""

Said = dict[str, Any]


def drawn(file: xlsxwriter.Workbook, made: Native, series: Sequence[Series], block: Block, size: tuple[int, int]) -> Chart:
    """The chart of the series whose numbers stand in the block, in their order. `size`: pixels across and down."""
    chart = file.add_chart(_kind(made))
    lines = file.add_chart({"type": "line"}) if made.kind == "column" and any(not one.is_bar for one in series) else None
    for number, one in enumerate(series):
        (chart if lines is None or one.is_bar else lines).add_series(_series(number, one, made, block))
    if lines is not None:
        chart.combine(lines)
    chart.set_title({"name": block.cell(0, 0), "name_font": {"size": 11, "bold": True, "color": LIGHT.text}, "overlay": False})
    chart.set_legend(_NONE)
    chart.set_chartarea({"border": _NONE})
    across, value = _across(made, block), _value(made, block)
    chart.set_x_axis(value if made.kind == "bar" else across)
    chart.set_y_axis(across if made.kind == "bar" else value)
    if made.kind == "scatter" and made.value.labels:
        over = _OVER / size[1]
        chart.set_plotarea({"layout": {"x": _NAMES, "y": over, "width": _RIGHT - _NAMES, "height": 1 - over - _UNDER / size[1]}})
    chart.set_size({"width": size[0], "height": size[1]})
    return chart


def _kind(made: Native) -> dict[str, str]:
    stacked = {"subtype": "stacked"} if made.is_stacked else {}
    return {"type": "scatter", "subtype": "straight_with_markers"} if made.kind == "scatter" else {"type": made.kind, **stacked}


def _ink(tone: Tone) -> str:
    return colour(LIGHT, tone)


def _series(number: int, one: Series, made: Native, block: Block) -> Said:
    count = len(one.values)
    x = block.columns.get((number, "x"))
    said: Said = {
        "name": block.cell(1, block.columns[number, "values"]),
        "categories": block.numbers(0 if x is None else x, count),
        "values": block.numbers(block.columns[number, "values"], count),
        **(_bar(one) if one.is_bar else _line(one)),
    }
    if (points := _points(one)) is not None:
        said["points"] = points
    if any(one.texts):
        said["data_labels"] = _labels(number, one, block)
    if one.reach is not None:
        key = "x_error_bars" if one.reach.is_lying and made.kind == "scatter" else "y_error_bars"
        said[key] = _whiskers(number, one, block)
    return said


def _line(one: Series) -> Said:
    looks = {"color": _ink(one.tone), "width": max(0.75, one.width * _POINTS), "dash_type": _DASHES[one.dash]}
    return {"line": looks if one.has_line else _NONE, "marker": _marker(one) if one.has_marks else {"type": "none"}}


def _marker(one: Series) -> Said:
    ink = _ink(one.tone)
    return {"type": one.shape, "size": max(3, round(one.size * _POINTS)), "fill": {"color": ink}, "border": {"color": ink}}


def _bar(one: Series) -> Said:
    looks: Said = {"fill": _NONE, "border": _NONE} if one.is_hidden else {"fill": {"color": _ink(one.tone)}, "border": _NONE}
    return {**looks, "gap": _GAP, "overlap": 100}


def _points(one: Series) -> list[Said | None] | None:
    """The looks of single marks; None where all are alike. A bar without length is seen by its edge."""
    if one.is_hidden or not (one.is_bar or one.has_marks) or not (one.tones or one.is_hollow or one.ring):
        return None
    count = len(one.values)
    own, hollow, ring = one.tones or (one.tone,) * count, one.is_hollow or (False,) * count, one.ring or (False,) * count
    return [_point(_ink(own[at]), hollow[at], ring[at] or one.is_bar) for at in range(count)]


def _point(ink: str, is_hollow: bool, is_strong: bool) -> Said:
    return {"fill": {"color": LIGHT.background if is_hollow else ink}, "border": {"color": ink, "width": 2 if is_strong else 1}}


def _labels(number: int, one: Series, block: Block) -> Said:
    sides = one.sides or ("center" if one.is_bar else "above",) * len(one.texts)
    custom = [
        {
            **({"formula": block.text(number, at)} if _REFERENCE.match(text) else {"value": text}), "position": sides[at],
            "font": {"size": 9, "color": _ink(_toned(one, at))},
        } if text else {"delete": True}
        for at, text in enumerate(one.texts)
    ]
    return {"value": True, "custom": custom, "font": _FONT}


def _toned(one: Series, at: int) -> Tone:
    tone = one.tones[at] if one.tones else one.tone
    return "muted" if tone == "line" else tone


def _whiskers(number: int, one: Series, block: Block) -> Said:
    plus, minus = (block.numbers(block.columns[number, arm], len(one.values)) for arm in ("plus", "minus"))
    line = {"color": LIGHT.text, "width": 1.25}
    return {"type": "custom", "plus_values": plus, "minus_values": minus, "end_style": 0, "line": line}


def _across(made: Native, block: Block) -> Said:
    named = {"name": block.cell(1, 0), "name_font": {**_FONT, "bold": False}} if made.across.title else {}
    if made.kind == "scatter":
        return {**_measure(made.across), **named, "crossing": "min"}
    said: Said = {**named, "num_font": _FONT, "line": {"color": LIGHT.line}, "major_tick_mark": "none", "label_position": "low"}
    # A lying bar has its first row on top; the numbers stay beneath.
    turned = {"reverse": True, "crossing": "max"} if made.across.is_reversed and made.kind == "bar" else {}
    return {**said, **turned, **({"interval_unit": 1} if "" in made.categories else {})}


def _value(made: Native, block: Block) -> Said:
    named = {"name": block.cell(0, 1), "name_font": {**_FONT, "bold": False}} if made.value.title else {}
    rows = made.kind == "scatter" and bool(made.value.labels)
    # Bars begin at zero, wherever the axis does.
    said = {**_measure(made.value), **({} if rows else named), **({} if made.kind in ("bar", "column") else {"crossing": "min"})}
    if rows:
        said |= {"label_position": "none", "major_gridlines": {"visible": False}}
        said |= {"reverse": True, "crossing": "max"} if made.value.is_reversed else {}
    return said


def _measure(one: Ruler) -> Said:
    return {
        "min": one.low, "max": one.high, "num_format": one.number_format, "num_font": _FONT, "line": {"color": LIGHT.line},
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.line, "width": 0.75}}, "major_tick_mark": "none",
        **({"major_unit": one.step} if one.step else {}), **({"log_base": 10} if one.is_log else {}),
        **({} if one.has_numbers else {"label_position": "none"}),
    }
