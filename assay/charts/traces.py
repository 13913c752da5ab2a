"""The layers of a chart as traces of plotly.js, plain mappings. Every word that comes in is escaped: Plotly reads tags in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, Protocol

from assay.charts.chart import Band, Bars, Cells, Dash, Layer, Line, Points, Rule, Tone, Whiskers, is_so, said, tones
from assay.charts.lettering import SIZE
from assay.charts.palette import Palette
from assay.charts.paths import Path, outlines, paths
from assay.charts.plan import RING, Plan
from assay.charts.tones import BAND, colour, filled

Trace = dict[str, Any]

DASHES: dict[Dash, str] = {"solid": "solid", "dashed": "6px,4px", "dotted": "1.5px,4px"}
_SILENT = {"hoverinfo": "skip"}
_MARKED = {"marker": {"opacity": 1}}
_UNCHANGED = {"selected": _MARKED, "unselected": _MARKED}
"""A click selects, and what is not selected would turn pale."""


class _Answering(Protocol):
    """What all layers have that answer to pointer and click."""

    @property
    def hover(self) -> tuple[str, ...]: ...
    @property
    def ids(self) -> tuple[str, ...]: ...


def traces(layer: Layer, plan: Plan, palette: Palette) -> Iterator[Trace]:
    """The traces of one layer, lower ones first; words (`Label`) are none."""
    match layer:
        case Line():
            drawn = {"color": colour(palette, layer.tone), "width": layer.width, "dash": DASHES[layer.dash]}
            yield _along(paths(layer.xs, layer.ys, layer.step), line=drawn)
        case Band():
            fill = {"fill": "toself", "fillcolor": _faded(colour(palette, layer.tone), BAND)}
            yield _along(outlines(layer.xs, layer.lows, layer.highs, layer.step), line={"width": 0}) | fill
        case Points():
            yield from _points(layer, palette)
        case Bars():
            yield from _bars(layer, palette)
        case Whiskers():
            yield from _whiskers(layer, palette)
        case Rule():
            yield _rule(layer, plan, palette)
        case Cells():
            yield _cells(layer, palette)


def plain(words: str) -> str:
    """Words as Plotly shows them as they are, in the same lines."""
    return escape(words, quote=False).replace("\n", "<br>")


def _along(found: Iterable[Path], line: Trace) -> Trace:
    """One trace through several paths; None parts them."""
    places = [place for path in found for place in (*path, (None, None))]
    xs, ys = ([place[axis] for place in places[:-1]] for axis in (0, 1))
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "connectgaps": False, **_SILENT}


def _faded(ink: str, share: float) -> str:
    return f"rgba({int(ink[1:3], 16)},{int(ink[3:5], 16)},{int(ink[5:7], 16)},{share:g})"


def _answers(layer: _Answering, kept: Sequence[int]) -> Trace:
    """What a mark says to the pointer, and the id that a click on it gives back (in `customdata`)."""
    hover = [plain(said(layer.hover, at)) for at in kept]
    told = {"hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>"} if any(hover) else {"hoverinfo": "none"}
    return told | {"customdata": [[said(layer.ids, at)] for at in kept]} | _UNCHANGED


def _points(points: Points, palette: Palette) -> Iterator[Trace]:
    kept = [at for at, y in enumerate(points.ys) if y is not None]
    inks = [colour(palette, tone) for tone in tones(points.tone, len(points.xs))]
    yield from _rings(points, [at for at in kept if is_so(points.ring, at)], inks)
    hollow = [is_so(points.is_hollow, at) for at in kept]
    yield _marks(points, kept) | _answers(points, kept) | {
        "marker": {
            "size": points.size, "symbol": points.shape, "opacity": 1,
            "color": [palette.background if is_hollow else inks[at] for at, is_hollow in zip(kept, hollow, strict=True)],
            "line": {
                "color": [inks[at] if is_hollow else palette.background for at, is_hollow in zip(kept, hollow, strict=True)],
                "width": [1.5 if is_hollow else 0.8 for is_hollow in hollow],
            },
        },
    }


def _marks(points: Points, kept: Sequence[int]) -> Trace:
    xs, ys = [points.xs[at] for at in kept], [points.ys[at] for at in kept]
    return {"type": "scatter", "mode": "markers", "x": xs, "y": ys, "cliponaxis": False}


def _rings(points: Points, kept: Sequence[int], inks: Sequence[str]) -> Iterator[Trace]:
    if kept:
        line = {"color": [inks[at] for at in kept], "width": 1.5}
        marker = {"size": points.size + 2 * RING, "symbol": "circle", "color": "rgba(0,0,0,0)", "line": line, "opacity": 1}
        yield _marks(points, kept) | {"marker": marker, **_SILENT, **_UNCHANGED}


def _bars(bars: Bars, palette: Palette) -> Iterator[Trace]:
    starts = bars.starts or (0.0,) * len(bars.at)
    pairs = enumerate(zip(starts, bars.stops, strict=True))
    lengths = {at: (start, stop - start) for at, (start, stop) in pairs if start is not None and stop is not None}
    kept = list(lengths)
    inks = [colour(palette, tone) for tone in tones(bars.tone, len(bars.at))]
    hollow = [is_so(bars.is_hollow, at) for at in kept]
    along, across = ("x", "y") if bars.is_horizontal else ("y", "x")
    yield _answers(bars, kept) | {
        "type": "bar", "orientation": "h" if bars.is_horizontal else "v", "width": bars.thickness,
        across: [bars.at[at] for at in kept], along: [length for _, length in lengths.values()],
        "base": [start for start, _ in lengths.values()],
        "text": [plain(said(bars.texts, at)) for at in kept], "textposition": "outside", "textangle": 0, "cliponaxis": False,
        **_lettered(palette),
        "marker": {
            "color": [palette.background if is_hollow else inks[at] for at, is_hollow in zip(kept, hollow, strict=True)],
            "line": {"color": [inks[at] for at in kept], "width": [1.5 if is_hollow else 0 for is_hollow in hollow]},
        },
    }


def _whiskers(whiskers: Whiskers, palette: Palette) -> Iterator[Trace]:
    """A trace a tone."""
    inks = tones(whiskers.tone, len(whiskers.at))
    for tone in dict.fromkeys(inks):
        found = [
            ((low, at), (high, at)) if whiskers.is_horizontal else ((at, low), (at, high))
            for at, low, high, ink in zip(whiskers.at, whiskers.lows, whiskers.highs, inks, strict=True)
            if ink == tone and low is not None and high is not None
        ]
        yield _along(found, line={"color": colour(palette, tone), "width": whiskers.width})


def _rule(rule: Rule, plan: Plan, palette: Palette) -> Trace:
    if rule.y is not None:
        path: Path = ((plan.x.low, rule.y), (plan.x.high, rule.y))
    else:
        x = 0.0 if rule.x is None else rule.x
        path = ((x, plan.y.low), (x, plan.y.high))
    return _along([path], line={"color": colour(palette, rule.tone), "width": rule.width, "dash": DASHES[rule.dash]})


def _cells(cells: Cells, palette: Palette) -> Trace:
    """Cells are bars one step long: Plotly lets bars be clicked, and its heat maps not."""
    inks = tones(cells.tone, len(cells.xs))
    kept = [at for at, intensity in enumerate(cells.intensity) if intensity is not None or said(cells.texts, at)]
    fills = [_ground(palette, inks[at], cells.intensity[at]) for at in kept]
    return _answers(cells, kept) | {
        "type": "bar", "orientation": "h", "width": 0.92, "x": [0.96] * len(kept), "base": [cells.xs[at] - 0.48 for at in kept],
        "y": [cells.ys[at] for at in kept], "marker": {"color": fills, "line": {"width": 0}},
        "text": [plain(said(cells.texts, at)) for at in kept], "textposition": "inside", "insidetextanchor": "middle",
        "textangle": 0, **_lettered(palette),
    }


def _lettered(palette: Palette) -> Trace:
    """Words on bars, which stay as dark as they are when another one is clicked."""
    same = _MARKED | {"textfont": {"color": palette.text}}
    return {"textfont": {"color": palette.text, "size": SIZE}, "selected": same, "unselected": same}


def _ground(palette: Palette, tone: Tone, intensity: float | None) -> str:
    return "rgba(0,0,0,0)" if intensity is None else filled(palette, tone, intensity)
