"""The axes of a native chart as XML (DrawingML charts, ECMA-376 part 1, 21.2.2)."""

from __future__ import annotations

import math
from dataclasses import replace
from html import escape

from assay.report.writers.legible import legible
from assay.report.writers.native import Native, Ruler
from assay.report.writers.pptx_chart_parts import SMALL, ink, letters, stroke
from assay.report.writers.pptx_text import faces

ACROSS, VALUE = 111_111_111, 222_222_222
"""Any two numbers: they tell the axes of a chart apart."""
_NEAR, _EDGE = 40.0, 0.1
_PERIOD = 62.0  # points that the name of a period takes under the drawing


def doubling(native: Native) -> Native:
    """Powers of ten leave most of the picture blank where values lie near each other: these stand between powers of two, which is
    the `step` then."""
    ends = [x for one in native.series for x in (*one.xs, *((*one.reach.lows, *one.reach.highs) if one.reach else ())) if x]
    if native.kind != "scatter" or not native.across.is_log or not ends or max(ends) > _NEAR * min(ends):
        return native
    low, high = 2.0 ** math.floor(math.log2(min(ends)) - _EDGE), 2.0 ** math.ceil(math.log2(max(ends)) + _EDGE)
    return replace(native, across=replace(native.across, low=low, high=high, step=2.0, number_format="General"))


def axes_xml(native: Native, width: float) -> str:
    """Both axes of a chart whose drawing is so many points wide."""
    return _scatter_axes(native) if native.kind == "scatter" else _category_axes(native, width)


def _category_axes(native: Native, width: float) -> str:
    is_lying = native.kind == "bar"
    step = 1 if is_lying else max(1, math.ceil(len(native.categories) / max(1.0, width / _PERIOD)))
    way = "maxMin" if native.across.is_reversed else "minMax"
    first = (
        f'<c:catAx><c:axId val="{ACROSS}"/><c:scaling><c:orientation val="{way}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if is_lying else "b"}"/>{_title(native.across, is_upright=is_lying)}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr>{stroke("line")}</c:spPr>{letters("ink" if is_lying else "muted")}'
        f'<c:crossAx val="{VALUE}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        f'<c:tickLblSkip val="{step}"/><c:tickMarkSkip val="{step}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    crosses = "max" if native.across.is_reversed else "min"
    between = "between" if native.kind in ("bar", "column") else "midCat" if len(native.categories) == 2 else "between"
    return first + _measure(native.value, VALUE, ACROSS, "b" if is_lying else "l", crosses, between)


def _scatter_axes(native: Native) -> str:
    first = _measure(native.across, ACROSS, VALUE, "b", "max" if native.value.is_reversed else "min", "midCat")
    return first + _measure(native.value, VALUE, ACROSS, "l", "max" if native.across.is_reversed else "min", "midCat")


def _measure(ruler: Ruler, own: int, other: int, side: str, crosses: str, between: str) -> str:
    """`<c:valAx>`: where it stands on the other axis is that axis' own end."""
    base = f'<c:logBase val="{ruler.step or 10.0:g}"/>' if ruler.is_log else ""
    ends = f'<c:max val="{ruler.high!r}"/><c:min val="{ruler.low!r}"/>'
    way = f'<c:orientation val="{"maxMin" if ruler.is_reversed else "minMax"}"/>'
    grid = f"<c:majorGridlines><c:spPr>{stroke('line')}</c:spPr></c:majorGridlines>" if ruler.has_numbers else ""
    code = f'<c:numFmt formatCode="{escape(ruler.number_format)}" sourceLinked="0"/>'
    words = "nextTo" if ruler.has_numbers else "none"
    step = f'<c:majorUnit val="{ruler.step!r}"/>' if ruler.step and not ruler.is_log else ""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling>{base}{way}{ends}</c:scaling><c:delete val="0"/><c:axPos val="{side}"/>{grid}'
        f'{_title(ruler, is_upright=side == "l")}{code}<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{words}"/><c:spPr>{stroke("line" if side == "b" else None)}</c:spPr>{letters()}'
        f'<c:crossAx val="{other}"/><c:crosses val="{crosses}"/><c:crossBetween val="{between}"/>{step}</c:valAx>'
    )


def _title(ruler: Ruler, is_upright: bool) -> str:
    """What an axis measures; that of one that stands lies level at its upper end, as nobody reads with the head on one side."""
    if not ruler.title:
        return ""
    looks = f'<a:rPr lang="en-US" sz="{round(100 * SMALL)}" b="0">{ink("muted")}{faces()}</a:rPr>'
    body = '<a:bodyPr rot="0" vert="horz"/>'
    words = f"<a:p><a:r>{looks}<a:t>{escape(legible(ruler.title))}</a:t></a:r></a:p>"
    said = f"<c:tx><c:rich>{body}<a:lstStyle/>{words}</c:rich></c:tx>"
    corner = '<c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.005"/><c:y val="0.005"/></c:manualLayout>'
    placed = f"<c:layout>{corner}</c:layout>" if is_upright else "<c:layout/>"
    return f'<c:title>{said}{placed}<c:overlay val="0"/></c:title>'
