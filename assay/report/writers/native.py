"""A chart as an office program draws it: rows of numbers over categories or over x, so that it can be edited where it is pasted.

The workbook and the slides draw the same from it. Its numbers are those of the chart. What no office program has is said in words:
a rule that stands between two categories, a label away from every mark. Lines that only link bars are left out, and a picture of
cells has no such form at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from assay.charts.chart import Bars, Cells, Chart, Label, Layer, Points, Rule, Whiskers
from assay.charts.scale import scales
from assay.report.writers.native_bars import Stack, stacked
from assay.report.writers.native_categories import over_categories
from assay.report.writers.native_lines import over_x
from assay.report.writers.native_series import ROWS, Reach, Ruler, Series, Side, joined, ruler
from assay.text import Language

__all__ = ["Native", "Reach", "Ruler", "Series", "native", "row_names"]

Kind = Literal["line", "column", "bar", "scatter"]


@dataclass(frozen=True, slots=True)
class Native:
    """`line`, `column` and `bar` (lying) have `categories`, and series with a value for each; `scatter` has none, and series with
    `xs`. On a `column` some series are lines. `value` measures the values, `across` the x of a `scatter`; for the others `across`
    only has the title of the categories, and says whether they run backwards: the first one on top.

    `is_stacked`: bars stand on each other, else they lie over each other. `words`: what could not be drawn, one sentence each.
    """

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    across: Ruler
    value: Ruler
    is_stacked: bool = False
    words: tuple[str, ...] = ()


def native(chart: Chart) -> Native | None:
    """The chart for an office program. None where none could draw it (cells; bars that overlap without a common beginning; nothing
    at all): a table has to say it."""
    found = None if any(isinstance(layer, Cells) for layer in chart.layers) else _native(chart)
    return found if found is not None and found.series else None


def _native(chart: Chart) -> Native | None:
    if any(isinstance(layer, Bars) and layer.is_horizontal for layer in chart.layers):
        return _bar(chart)
    if any(isinstance(layer, Bars) for layer in chart.layers):
        return _column(chart)
    labels = _categories(chart)
    return _scatter(chart) if labels is None else _line(chart, labels)


def _categories(chart: Chart) -> tuple[str, ...] | None:
    """What stands under the picture where every mark stands at a whole place; of an axis with words of its own, those."""
    if chart.y.is_labelled or not all(place.is_integer() and place >= 0 for place in _places(chart)):
        return None
    if chart.x.labels is not None:
        return chart.x.labels
    last = int(max(_places(chart), default=-1.0))
    if chart.x.ticks is None or last < 1 or chart.x.is_log:
        return None
    said = dict(chart.x.ticks)
    return tuple(said.get(float(at), "") for at in range(last + 1))


def _places(chart: Chart) -> tuple[float, ...]:
    marks = (layer.xs for layer in chart.layers if isinstance(layer, Points))
    others = (layer.at for layer in chart.layers if isinstance(layer, Bars | Whiskers))
    return tuple(float(place) for row in (*marks, *others) for place in row)


def _line(chart: Chart, labels: tuple[str, ...]) -> Native:
    across, value = _rulers(chart)
    series = over_categories(chart.layers, len(labels), chart.language)
    return Native("line", labels, series, across, value, words=_standing(chart.layers, labels))


def _scatter(chart: Chart) -> Native:
    across, value = _rulers(chart)
    return Native("scatter", (), over_x(chart.layers, across, value, chart.language), across, value)


def _column(chart: Chart) -> Native | None:
    labels = _categories(chart)
    stack = None if labels is None else stacked(chart.layers, len(labels), is_lying=False, language=chart.language)
    if labels is None or stack is None:
        return None
    across, value = _rulers(chart)
    rest = tuple(layer for layer in chart.layers if not isinstance(layer, Points | Bars | Whiskers))
    series = (*stack.series, *over_categories(rest, len(labels), chart.language))
    return Native("column", _named(labels, stack, ()), series, across, value, stack.is_stacked, _standing(rest, labels))


def _bar(chart: Chart) -> Native | None:
    labels = chart.y.labels or ()
    stack = stacked(chart.layers, len(labels), is_lying=True, language=chart.language)
    if stack is None:
        return None
    across, value = _rulers(chart)
    categories = _named(labels, stack, chart.y.asides)
    return Native("bar", categories, stack.series, value, across, stack.is_stacked, tuple(_between(chart.layers)))


def _named(labels: tuple[str, ...], stack: Stack, asides: tuple[str, ...]) -> tuple[str, ...]:
    """Each row with the words at its bar and at the end of its line: a bar that stands on another cannot have words at its end."""
    return tuple(map(joined, zip(labels, stack.texts, asides or ("",) * len(labels), strict=True)))


def _rulers(chart: Chart) -> tuple[Ruler, Ruler]:
    x, y = scales(chart)
    return ruler(chart.x, x, chart.language), ruler(chart.y, y, chart.language)


def _standing(layers: Sequence[Layer], labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels of rules that stand, each with the category that follows it."""
    return tuple(
        f"{labels[min(max(ceil(layer.x), 0), len(labels) - 1)]}: {layer.label}"
        for layer in layers if isinstance(layer, Rule) and layer.x is not None and layer.label and labels
    )


def _between(layers: Sequence[Layer]) -> Iterator[str]:
    """The words between the rows, and those of rules: nothing but bars is drawn there."""
    for layer in layers:
        if isinstance(layer, Rule) and layer.label:
            yield layer.label
        elif isinstance(layer, Label) and not float(layer.y).is_integer():
            yield layer.text


def row_names(made: Native, language: Language) -> Series | None:
    """The names of the rows of a dot plot as a series of its own, at its left edge: the axis of a `scatter` only writes numbers.
    Programs break long words there into lines, so what stands at the far end is not among them. None where rows have no names."""
    names = made.value.names if made.kind == "scatter" else ()
    if not names:
        return None
    sides: tuple[Side, ...] = ("left",) * len(names)
    places, edge = tuple(map(float, range(len(names)))), (made.across.low,) * len(names)
    return Series(ROWS(language), places, edge, "ink", is_hidden=True, texts=names, sides=sides, names=made.value.asides)
