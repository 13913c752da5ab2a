"""The parts of a native chart as XML (DrawingML charts, ECMA-376 part 1, 21.2), in the order that the schema wants."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal

from assay.charts.chart import Dash, Shape, Tone
from assay.charts.palette import LIGHT
from assay.charts.tones import colour
from assay.report.writers.legible import legible
from assay.report.writers.native import Native, Series
from assay.report.writers.pptx_book import Field, Fields
from assay.report.writers.pptx_text import faces

Group = Literal["bar", "line", "scatter"]
SMALL = 10.0
"""Points of all words in a chart."""
_POINTS = 0.75  # of a pixel
_EMU = 12_700  # of a point
_DASHES: dict[Dash, str] = {"solid": "solid", "dashed": "dash", "dotted": "sysDot"}
_SIDES = {"right": "r", "above": "t", "left": "l"}
_RINGED = 1.7  # of the size of a mark: what is ringed on the page


def ink(tone: Tone) -> str:
    """`<a:solidFill>` of a tone."""
    return f'<a:solidFill><a:srgbClr val="{colour(LIGHT, tone)[1:].upper()}"/></a:solidFill>'


def paper() -> str:
    """`<a:solidFill>` of what is hollow."""
    return f'<a:solidFill><a:srgbClr val="{LIGHT.background[1:].upper()}"/></a:solidFill>'


def stroke(tone: Tone | None, width: float = 1.0, dash: Dash = "solid") -> str:
    """`<a:ln>`; without a tone none is drawn. `width` in pixels."""
    if tone is None:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{round(width * _POINTS * _EMU)}" cap="flat">{ink(tone)}<a:prstDash val="{_DASHES[dash]}"/><a:round/></a:ln>'


def letters(tone: Tone = "muted") -> str:
    """`<c:txPr>`."""
    looks = f'<a:defRPr sz="{round(100 * SMALL)}" b="0">{ink(tone)}{faces()}</a:defRPr>'
    said = f'<a:p><a:pPr>{looks}</a:pPr><a:endParaRPr lang="en-US"/></a:p>'
    return f'<c:txPr><a:bodyPr/><a:lstStyle/>{said}</c:txPr>'


def series_xml(one: Fields, number: int, group: Group, native: Native, shifts: dict[int, float]) -> str:
    """`<c:ser>`. `shifts`: how far the words at a value are moved down, as a share of the height of the chart."""
    is_bar, row = group == "bar", one.series
    name = f"<c:tx><c:strRef><c:f>{one.values.heading}</c:f>{_texts((row.name,))}</c:strRef></c:tx>"
    line = _bar_look(row.tone, row.is_hidden) if is_bar else f"<c:spPr>{_line(row)}</c:spPr>"
    head = f'<c:idx val="{number}"/><c:order val="{number}"/>{name}{line}'
    mark = '<c:invertIfNegative val="0"/>' if is_bar else _marker(row, None)
    points = "".join(_point(row, at, is_bar) for at in range(len(row.values)) if _differs(row, at))
    words = _labels(row, group, native.is_stacked, shifts)
    values = _sides(one, group, native)
    smooth = "" if is_bar else '<c:smooth val="0"/>'
    return f"<c:ser>{head}{mark}{points}{words}{_reach(one, group)}{values}{smooth}</c:ser>"


def _line(row: Series) -> str:
    return stroke(row.tone if row.has_line and not row.is_hidden else None, row.width, row.dash)


def _bar_look(tone: Tone, is_hidden: bool, is_hollow: bool = False) -> str:
    if is_hidden:
        return f"<c:spPr><a:noFill/>{stroke(None)}</c:spPr>"
    return f"<c:spPr>{paper() if is_hollow else ink(tone)}{stroke(tone, 1.5) if is_hollow else stroke(None)}</c:spPr>"


def _sides(one: Fields, group: Group, native: Native) -> str:
    if group == "scatter":
        return f"<c:xVal>{_numbers(one.across)}</c:xVal><c:yVal>{_numbers(one.values)}</c:yVal>"
    named = f"<c:strRef><c:f>{one.across.cells}</c:f>{_texts(native.categories)}</c:strRef>"
    return f"<c:cat>{named}</c:cat><c:val>{_numbers(one.values)}</c:val>"


def _numbers(field: Field) -> str:
    """Kept in the chart as they stand in its workbook; what is missing is left out."""
    kept = "".join(
        f'<c:pt idx="{at}"><c:v>{float(value)!r}</c:v></c:pt>' for at, value in enumerate(field.values) if value is not None
    )
    cache = f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(field.values)}"/>{kept}</c:numCache>'
    return f"<c:numRef><c:f>{field.cells}</c:f>{cache}</c:numRef>"


def _texts(texts: Sequence[str]) -> str:
    kept = "".join(f'<c:pt idx="{at}"><c:v>{escape(legible(text))}</c:v></c:pt>' for at, text in enumerate(texts))
    return f'<c:strCache><c:ptCount val="{len(texts)}"/>{kept}</c:strCache>'


def _differs(row: Series, at: int) -> bool:
    """Whether a value looks unlike the rest of its row."""
    if row.values[at] is None or row.is_hidden or not (row.has_marks or row.is_bar):
        return False
    return _tone(row, at) != row.tone or _is(row.is_hollow, at) or _is(row.ring, at)


def _tone(row: Series, at: int) -> Tone:
    return row.tones[at] if row.tones else row.tone


def _is(row: tuple[bool, ...], at: int) -> bool:
    return bool(row) and row[at]


def _point(row: Series, at: int, is_bar: bool) -> str:
    tone, is_hollow = _tone(row, at), _is(row.is_hollow, at)
    if is_bar:
        look = _bar_look(tone, False, is_hollow)
        return f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{look}</c:dPt>'
    ground = paper() if is_hollow else ink(tone)  # some programs paint the mark in the colour of its point
    return f'<c:dPt><c:idx val="{at}"/>{_marker(row, at)}<c:bubble3D val="0"/><c:spPr>{ground}{_line(row)}</c:spPr></c:dPt>'


def _marker(row: Series, at: int | None) -> str:
    """The mark of a whole row, or of one of its values."""
    if not row.has_marks or row.is_hidden:
        return '<c:marker><c:symbol val="none"/></c:marker>'
    tone = row.tone if at is None else _tone(row, at)
    is_hollow, is_ringed = (at is not None and _is(flags, at) for flags in (row.is_hollow, row.ring))
    size = min(72, max(3, round(row.size * _POINTS * (_RINGED if is_ringed else 1.0))))
    symbol: Shape = row.shape
    ground = paper() if is_hollow else ink(tone)
    return f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr>{ground}{stroke(tone, 1.5)}</c:spPr></c:marker>'


def _labels(row: Series, group: Group, is_stacked: bool, shifts: dict[int, float]) -> str:
    """Words beside values that have some; no other value is written."""
    shown = "".join(f'<c:{name} val="0"/>' for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent",
                                                        "showBubbleSize"))  # fmt: skip
    each = [
        _label(row, at, text, group, is_stacked, shifts.get(at, 0.0))
        for at, text in enumerate(row.texts) if text and row.values[at] is not None
    ]
    return f"<c:dLbls>{''.join(each)}{shown}</c:dLbls>" if each else ""


def _label(row: Series, at: int, text: str, group: Group, is_stacked: bool, shift: float) -> str:
    side = _SIDES[row.sides[at] if row.sides else "above"]
    place = ("inEnd" if is_stacked else "outEnd") if group == "bar" else side
    looks = f'<a:rPr lang="en-US" sz="{round(100 * SMALL)}">{ink(_tone(row, at))}{faces()}</a:rPr>'
    said = "".join(f"<a:p><a:r>{looks}<a:t>{escape(legible(line))}</a:t></a:r></a:p>" for line in text.split("\n"))
    offset = f'<c:manualLayout><c:x val="0"/><c:y val="{shift:.4f}"/></c:manualLayout>' if shift else ""
    rich = f'<c:tx><c:rich><a:bodyPr wrap="none" lIns="18288" rIns="18288" tIns="0" bIns="0"/><a:lstStyle/>{said}</c:rich></c:tx>'
    shown = (
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/>'
    )
    return f'<c:dLbl><c:idx val="{at}"/><c:layout>{offset}</c:layout>{rich}<c:dLblPos val="{place}"/>{shown}</c:dLbl>'


def _reach(one: Fields, group: Group) -> str:
    reach = one.series.reach
    if reach is None or one.minus is None or one.plus is None:
        return ""
    way = "" if group == "bar" else f'<c:errDir val="{"x" if reach.is_lying else "y"}"/>'
    arms = f"<c:plus>{_numbers(one.plus)}</c:plus><c:minus>{_numbers(one.minus)}</c:minus>"
    look = f"<c:spPr>{stroke(_of_intervals(one.series), max(1.25, one.series.width))}</c:spPr>"
    return f'<c:errBars>{way}<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>{arms}{look}</c:errBars>'


def _of_intervals(row: Series) -> Tone:
    """All intervals of a row have one colour: that of the row where all are alike, else one that means nothing."""
    if row.is_bar:
        return "ink"
    return row.tones[0] if row.tones and len(set(row.tones)) == 1 else row.tone if not row.tones else "muted"
