"""A chart that no office program can draw, as a table: cells in their colours, bars as what they reach from and to."""

from __future__ import annotations

from collections.abc import Iterator

from assay import written
from assay.charts.chart import Bars, Cells, Chart, said, tones
from assay.charts.palette import LIGHT
from assay.charts.scale import scales
from assay.charts.tones import filled
from assay.report.document import Alignment
from assay.report.writers.legible import legible
from assay.report.writers.pptx_tables import Entry, Plain
from assay.report.writers.pptx_text import Run, para
from assay.text import Text

_ROW, _FROM, _TO = Text("项目", "Row"), Text("起点", "From"), Text("终点", "To")
_NOTE = 10.0


def cells(chart: Chart) -> Plain:
    """The table of a chart: rows are those of its y axis."""
    below = (para(chart.note, _NOTE, "muted"),) if chart.note else ()
    heat = next((layer for layer in chart.layers if isinstance(layer, Cells)), None)
    rows = tuple(_bars(chart)) if heat is None else tuple(_heat(chart, heat))
    heads = [word(chart.language) for word in (_ROW, _FROM, _TO)] if heat is None else ["", *map(legible, chart.x.labels or ())]
    aligned: list[Alignment] = ["left", *["right"] * (len(heads) - 1)]  # type: ignore[list-item]
    return Plain(chart.title, tuple(heads), tuple(aligned), rows, below=below)


def _entry(text: str, fill: str = "") -> Entry:
    return Entry((Run(legible(text)),), fill)


def _heat(chart: Chart, heat: Cells) -> Iterator[tuple[Entry, ...]]:
    inks = tones(heat.tone, len(heat.xs))
    found = {
        (x, y): _entry(said(heat.texts, at), "" if shade is None else filled(LIGHT, inks[at], shade))
        for at, (x, y, shade) in enumerate(zip(heat.xs, heat.ys, heat.intensity, strict=True))
    }
    names = tuple(enumerate(chart.y.labels or ()))
    for y, name in names if chart.y.is_reversed else reversed(names):
        yield _entry(name), *(found.get((x, y), _entry("")) for x in range(len(chart.x.labels or ())))


def _bars(chart: Chart) -> Iterator[tuple[Entry, ...]]:
    """Every bar that there is, with its words."""
    for layer in (one for one in chart.layers if isinstance(one, Bars)):
        starts = layer.starts or (0.0,) * len(layer.at)
        for at, (place, start, stop) in enumerate(zip(layer.at, starts, layer.stops, strict=True)):
            name = " · ".join(filter(None, (_name(chart, layer, place), said(layer.texts, at))))
            yield tuple(map(_entry, (name, _figure(start), _figure(stop))))


def _name(chart: Chart, layer: Bars, place: float) -> str:
    labels = (chart.y if layer.is_horizontal else chart.x).labels
    if labels is not None and place.is_integer() and 0 <= place < len(labels):
        return labels[int(place)]
    scale = scales(chart)[1 if layer.is_horizontal else 0]
    return dict(scale.ticks).get(place, f"{place:g}")


def _figure(value: float | None) -> str:
    return written.NOTHING if value is None else f"{value:,.6g}".replace("-", "−")
