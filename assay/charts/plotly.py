"""A chart as a Plotly figure: for the screen and for notebooks. The only door to Plotly of the library."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import TYPE_CHECKING, Any

from assay.charts.chart import Anchor, Chart, Label, Points, Rule, said, tones
from assay.charts.direct import End
from assay.charts.heads import Head
from assay.charts.lettering import EDGE, FONT, GAP, PHONE, SIZE
from assay.charts.palette import Palette
from assay.charts.plan import SIDES, Plan, anchor_at, has_lying_grid, has_upright_grid, height_of, number_away, plan
from assay.charts.scale import Scale
from assay.charts.ticks import Tick
from assay.charts.tones import colour
from assay.charts.traces import plain, traces

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_NOWHERE = "rgba(0,0,0,0)"
_PAPER = {"xref": "paper", "yref": "paper"}
_ANCHORS: dict[Anchor, str] = {"left": "left", "middle": "center", "right": "right"}


def figure(chart: Chart, palette: Palette, width_hint: int = PHONE, height: int | None = None) -> Figure:
    """The drawing with its axes, without title, subtitle and note: the page says those. It is as wide as its place; `width_hint` is
    the least width in pixels that it has to be readable at. `height` in pixels; None: what suits it.

    A click gives back the id of a mark as the first of its `customdata`. It needs `clickmode` "event+select", which
    `st.plotly_chart(on_select="rerun")` sets by itself; `dragmode` stays off, for a drag shall scroll the page.
    """
    from plotly.graph_objects import Figure

    tall = round(height_of(chart, width_hint)) if height is None else height
    found = plan(chart, width_hint, tall)
    data = [trace for layer in chart.layers for trace in traces(layer, found, palette)]
    return Figure(data=data, layout=_layout(chart, found, palette, tall))


def _layout(chart: Chart, found: Plan, palette: Palette, height: int) -> dict[str, Any]:
    return {
        "height": height, "margin": {"l": found.left, "r": found.right, "t": found.top, "b": found.bottom, "pad": 0},
        "template": {"layout": {"dragmode": False}},  # our own: that of Plotly would bring its colours
        "showlegend": False, "dragmode": False, "hovermode": "closest", "barmode": "overlay",
        "font": {"family": FONT, "size": SIZE, "color": palette.text}, "paper_bgcolor": _NOWHERE, "plot_bgcolor": _NOWHERE,
        "hoverlabel": {
            "bgcolor": palette.text, "bordercolor": palette.text, "align": "left", "namelength": -1,
            "font": {"family": FONT, "size": SIZE + 1, "color": palette.background},
        },
        "xaxis": _axis(found.x, found.x_words, palette, has_upright_grid(chart)) | {"side": "bottom"},
        "yaxis": _axis(found.y, found.y_words, palette, has_lying_grid(chart)),
        "annotations": list(_words(chart, found, palette)),
    }


def _axis(scale: Scale, words: tuple[Tick, ...], palette: Palette, has_grid: bool) -> dict[str, Any]:
    ends = [_place(scale, end) for end in (scale.low, scale.high)]
    return {
        "type": "log" if scale.is_log else "linear", "range": ends[::-1] if scale.is_reversed else ends, "fixedrange": True,
        "tickmode": "array", "tickvals": [at for at, _ in words], "ticktext": [plain(text) for _, text in words], "tickangle": 0,
        "ticks": "", "ticklabelstandoff": GAP - 2, "tickfont": {"color": palette.muted, "size": SIZE}, "automargin": False,
        "showgrid": has_grid, "gridcolor": palette.line, "gridwidth": 1, "zeroline": False, "showline": False,
    }


def _words(chart: Chart, found: Plan, palette: Palette) -> Iterator[dict[str, Any]]:
    """Titles of the axes, direct labels, and the words in the picture."""
    if chart.y.title:
        corner = {"x": 0, "xshift": EDGE - found.left, "y": 1, "yshift": found.top - EDGE, "yanchor": "top"}
        yield _note(chart.y.title, palette.muted, "left") | _PAPER | corner
    if chart.x.title:
        middle = {"x": 0.5, "y": 0, "yshift": EDGE - found.bottom, "yanchor": "bottom"}
        yield _note(chart.x.title, palette.muted, "middle") | _PAPER | middle
    for head in found.heads:
        yield from _over_row(head, found, palette)
    yield from (_direct(end, found, palette, is_start=True) for end in found.starts)
    yield from (_direct(end, found, palette, is_start=False) for end in found.ends)
    for layer in chart.layers:
        if isinstance(layer, Label):
            yield _label(layer, found, palette)
        if isinstance(layer, Points):
            yield from _numbers(layer, found, palette)
        if isinstance(layer, Rule) and layer.x is not None and layer.label:
            yield _over(layer, layer.x, found, palette)


def _note(words: str, ink: str, anchor: Anchor, is_bold: bool = False) -> dict[str, Any]:
    text = f"<b>{plain(words)}</b>" if is_bold else plain(words)
    return {"text": text, "font": {"color": ink, "size": SIZE}, "showarrow": False, "xanchor": _ANCHORS[anchor], "borderpad": 0}


def _over_row(head: Head, found: Plan, palette: Palette) -> Iterator[dict[str, Any]]:
    """The name of a row over it, from the left edge of the picture, and what stands at its right edge."""
    row = {"xref": "paper", "y": head.at, "yanchor": "middle", "bgcolor": palette.background}  # lines do not strike words through
    start = {"x": 0, "xshift": EDGE - found.left, "yshift": head.up, "align": "left"}
    yield _note(head.name, palette.text, "left", is_bold=head.is_heading) | row | start
    if head.aside:
        yield _note(head.aside, palette.muted, "right") | row | {"x": 1, "xshift": found.right - EDGE, "yshift": head.aside_up}


def _place(scale: Scale, value: float) -> float:
    """As ranges and annotations have to be told: on a logarithmic axis Plotly takes the logarithm for them."""
    return log10(value) if scale.is_log else value


def _direct(end: End, found: Plan, palette: Palette, is_start: bool) -> dict[str, Any]:
    across = {"xref": "paper", "x": 0 if is_start else 1} if end.is_outside else {"xref": "x", "x": _place(found.x, end.x)}
    down = {"yref": "paper", "y": 1, "yshift": -end.down, "yanchor": "middle"}
    words = _note(end.text, colour(palette, end.tone), "right" if is_start else "left")
    return words | across | down | {"xshift": -GAP if is_start else GAP}


def _label(label: Label, found: Plan, palette: Palette) -> dict[str, Any]:
    place = {"x": _place(found.x, label.x), "y": _place(found.y, label.y), "yanchor": "middle"}
    words = _note(label.text, colour(palette, label.tone), label.anchor, label.is_bold)
    return words | place | {"xshift": SIDES[label.anchor] * label.away}


def _numbers(points: Points, found: Plan, palette: Palette) -> Iterator[dict[str, Any]]:
    inks = tones(points.tone, len(points.xs))
    for at, (x, y) in enumerate(zip(points.xs, points.ys, strict=True)):
        if y is not None and (number := said(points.numbers, at)):
            place = {"x": _place(found.x, x), "y": _place(found.y, y), "yanchor": "middle", "yshift": number_away(points, at)}
            yield _note(number, colour(palette, inks[at]), "middle", is_bold=True) | place


def _over(rule: Rule, x: float, found: Plan, palette: Palette) -> dict[str, Any]:
    """The label of a standing rule, over the drawing."""
    place = {"x": _place(found.x, x), "yref": "paper", "y": 1, "yshift": GAP, "yanchor": "bottom"}
    return _note(rule.label, colour(palette, rule.tone), anchor_at(found.x.share(x))) | place
