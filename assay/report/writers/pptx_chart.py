"""A native chart as XML: its groups of series, its axes, and the room around the drawing that its words need."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assay.report.writers.native import Native, Ruler
from assay.report.writers.pptx_book import Fields
from assay.report.writers.pptx_chart_axes import ACROSS, VALUE, axes_xml
from assay.report.writers.pptx_chart_parts import SMALL, Group, letters, series_xml, stroke
from assay.report.writers.pptx_slides import Box
from assay.report.writers.pptx_text import wide

_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_EDGE, _TICK, _LINE = 8.0, 6.0, 13.0  # points around the drawing, from an axis to its words, and of a line of words
_MOST = 0.4  # of the breadth: what words at one side get
_THICK = 45  # percent of a bar: the gap to the next one


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    top: float
    bottom: float


def chart_xml(native: Native, columns: tuple[Fields, ...], box: Box) -> bytes:
    """`<c:chartSpace>` for a box of that size; the workbook is to be linked yet."""
    margins = _margins(native, columns, box)
    shifts = _shifts(native, columns, margins, box)
    groups = "".join(_group(kind, native, columns, shifts) for kind in _kinds(native, columns))
    axes = axes_xml(native, box.width - margins.left - margins.right)
    plot = f"<c:plotArea>{_inside(margins, box)}{groups}{axes}<c:spPr><a:noFill/>{stroke(None)}</c:spPr></c:plotArea>"
    chart = f'<c:chart><c:autoTitleDeleted val="1"/>{plot}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
    paper = f"<c:spPr><a:noFill/>{stroke(None)}</c:spPr>"
    frame = f'<c:date1904 val="0"/><c:roundedCorners val="0"/>{chart}{paper}{letters()}'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<c:chartSpace {_SPACES}>{frame}</c:chartSpace>'.encode()


def _kinds(native: Native, columns: tuple[Fields, ...]) -> tuple[Group, ...]:
    if native.kind in ("scatter", "line"):
        return ("scatter",) if native.kind == "scatter" else ("line",)
    return ("bar",) if all(one.series.is_bar for one in columns) else ("bar", "line")


def _group(kind: Group, native: Native, columns: tuple[Fields, ...], shifts: dict[tuple[int, int], float]) -> str:
    mine = [
        (number, one) for number, one in enumerate(columns)
        if native.kind in ("line", "scatter") or one.series.is_bar == (kind == "bar")
    ]
    rows = "".join(
        series_xml(one, number, kind, native, {at: by for (of, at), by in shifts.items() if of == number}) for number, one in mine
    )
    ids = f'<c:axId val="{ACROSS}"/><c:axId val="{VALUE}"/>'
    match kind:
        case "line":
            return f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{rows}<c:marker val="1"/>{ids}</c:lineChart>'
        case "scatter":
            head = '<c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
            return f"<c:scatterChart>{head}{rows}{ids}</c:scatterChart>"
    way, how = "bar" if native.kind == "bar" else "col", "stacked" if native.is_stacked else "clustered"
    head = f'<c:barDir val="{way}"/><c:grouping val="{how}"/><c:varyColors val="0"/>'
    return f'<c:barChart>{head}{rows}<c:gapWidth val="{_THICK}"/><c:overlap val="100"/>{ids}</c:barChart>'


def _inside(margins: _Margins, box: Box) -> str:
    width, height = box.width - margins.left - margins.right, box.height - margins.top - margins.bottom
    shares = (margins.left / box.width, margins.top / box.height, width / box.width, height / box.height)
    placed = "".join(f'<c:{name} val="{share:.4f}"/>' for name, share in zip("xywh", shares, strict=True))
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{modes}{placed}</c:manualLayout></c:layout>"


def _margins(native: Native, columns: tuple[Fields, ...], box: Box) -> _Margins:
    room = _MOST * box.width
    words = {side: _said(columns, side) for side in ("left", "right", "above")}
    is_lying = native.kind == "bar"
    names = native.categories if is_lying else (*native.value.labels, _widest(native.value))
    left = max([wide(text, SMALL) for text in (*names, *words["left"])], default=0.0)
    right = max([wide(text, SMALL) for text in words["right"]], default=0.0)
    across = native.value if is_lying else native.across
    bottom = _LINE * (1 + bool(across.title) + (native.kind in ("line", "column"))) + 2 * _TICK
    top = _EDGE + _LINE * (bool(words["above"]) + bool(_over(native)))
    return _Margins(_EDGE + _TICK + min(left, room), _EDGE + 2 * _TICK + min(right, room), top, bottom)


def _over(native: Native) -> str:
    """The title of the axis that stands: it is written level, over the axis."""
    return native.across.title if native.kind == "bar" else native.value.title


def _said(columns: tuple[Fields, ...], side: str) -> tuple[str, ...]:
    """Words at values that lie there and may leave the drawing."""
    rows = (one.series for one in columns)
    return tuple(
        line for row in rows for at, text in enumerate(row.texts) for line in text.split("\n")
        if text and (row.sides[at] if row.sides else "above") == side
    )


def _widest(ruler: Ruler) -> str:
    """About as broad as the numbers of an axis become."""
    if not ruler.has_numbers:
        return ""
    unit = ruler.number_format.replace('"', "").lstrip("#,0.")
    places = len(ruler.number_format.split(".")[1].rstrip(unit).rstrip('"')) if "." in ruler.number_format else 0
    factor = 100 if unit == "%" else 1
    return max((f"{end * factor:,.{min(places, 6)}f}{unit}" for end in (ruler.low, ruler.high)), key=len)


def _shifts(native: Native, columns: tuple[Fields, ...], margins: _Margins, box: Box) -> dict[tuple[int, int], float]:
    """Words at the right ends of rows that would lie over each other are moved apart; by series and value."""
    if native.kind != "line":
        return {}
    tall = box.height - margins.top - margins.bottom
    ends = [
        (tall * (1 - _share(native.value, value)), number, at) for number, one in enumerate(columns)
        for at, (text, value) in enumerate(zip(one.series.texts, one.series.values, strict=False))
        if text and value is not None and one.series.sides and one.series.sides[at] == "right"
    ]
    found: dict[tuple[int, int], float] = {}
    free = -math.inf
    for down, number, at in sorted(ends):
        placed = max(down, free)
        free = placed + _LINE
        if placed > down:
            found[number, at] = (placed - down) / box.height
    return found


def _share(ruler: Ruler, value: float) -> float:
    if ruler.is_log:
        share = (math.log10(value) - math.log10(ruler.low)) / (math.log10(ruler.high) - math.log10(ruler.low))
    else:
        share = (value - ruler.low) / (ruler.high - ruler.low)
    return 1 - share if ruler.is_reversed else share
