"""The parts of a slide as XML of PresentationML (ECMA-376 part 1, 19.3): text boxes, cards, tables, frames of charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import pairwise

from assay.charts.palette import LIGHT
from assay.report.writers.legible import legible
from assay.report.writers.pptx_cards import INSIDE, TREND, has_trend
from assay.report.writers.pptx_slides import Box, Grid, GridCell, GridRow, Tile, Words
from assay.report.writers.pptx_tables import ABOVE, SIDE
from assay.report.writers.pptx_text import Para, para_xml
from assay.text import Language

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
Link = Callable[[str], str]
"""The attributes of a link to a place, "" where it leads nowhere."""
_EMU = 12_700  # of a point
_HAIR = 0.75  # points
_CORNER = 5_000  # of 100,000: how round a card is
_DOT = 4.0  # points across: the last value of a trend


def emu(points: float) -> int:
    return round(points * _EMU)


def words_xml(part: Words, number: int, language: Language, link: Link) -> str:
    """A text box."""
    return _shape(part.box, number, f"Text {number}", _paras(part.paras, language, link), "rect", is_text=True)


def placeholder_xml(kind: str, box: Box, number: int, name: str, inside: str) -> str:
    """What the layout knows by its kind: title, subtitle, footer, number of the slide."""
    head = f'<p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr>'
    return f"<p:sp {SPACES}><p:nvSpPr>{head}</p:nvSpPr><p:spPr>{_xfrm('a', box)}</p:spPr>{_body(inside, 0.0)}</p:sp>"


def paras_xml(paras: Sequence[Para], language: Language, link: Link) -> str:
    return _paras(paras, language, link)


def _paras(paras: Sequence[Para], language: Language, link: Link) -> str:
    return "".join(para_xml(one, language, link) for one in paras)


def _xfrm(space: str, box: Box) -> str:
    return f"<{space}:xfrm>{_ends(box)}</{space}:xfrm>"


def _ends(box: Box, off: str = "off", ext: str = "ext") -> str:
    return f'<a:{off} x="{emu(box.left)}" y="{emu(box.top)}"/><a:{ext} cx="{emu(box.width)}" cy="{emu(box.height)}"/>'


def _body(paras: str, inside: float) -> str:
    room = " ".join(f'{side}="{emu(inside)}"' for side in ("lIns", "tIns", "rIns", "bIns"))
    return f'<p:txBody><a:bodyPr wrap="square" {room} anchor="t"><a:noAutofit/></a:bodyPr><a:lstStyle/>{paras}</p:txBody>'


def _shape(box: Box, number: int, name: str, paras: str, geometry: str, is_text: bool, clicked: str = "") -> str:
    kind = '<p:cNvSpPr txBox="1"/>' if is_text else "<p:cNvSpPr/>"
    head = f'<p:nvSpPr><p:cNvPr id="{number}" name="{escape(name)}">{clicked}</p:cNvPr>{kind}<p:nvPr/></p:nvSpPr>'
    corner = f'<a:avLst><a:gd name="adj" fmla="val {_CORNER}"/></a:avLst>' if geometry == "roundRect" else "<a:avLst/>"
    edge = "<a:noFill/><a:ln><a:noFill/></a:ln>" if is_text else f"{_paint('background')}{_stroke(_HAIR, 'line')}"
    looks = f'<p:spPr>{_xfrm("a", box)}<a:prstGeom prst="{geometry}">{corner}</a:prstGeom>{edge}</p:spPr>'
    return f"<p:sp {SPACES}>{head}{looks}{_body(paras, 0.0 if is_text else INSIDE)}</p:sp>"


def _paint(name: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{getattr(LIGHT, name)[1:].upper()}"/></a:solidFill>'


def _stroke(width: float, name: str) -> str:
    return f'<a:ln w="{emu(width)}" cap="rnd">{_paint(name)}</a:ln>'


def tile_xml(part: Tile, number: int, language: Language, link: Link) -> str:
    """A card as one group, so that it is moved as one."""
    attributes = link(part.where) if part.where else ""
    clicked = f"<a:hlinkClick {attributes}/>" if attributes else ""
    paras = _paras(part.paras, language, link)
    card = _shape(part.box, number + 1, legible(part.card.label), paras, "roundRect", is_text=False, clicked=clicked)
    placed = f"<a:xfrm>{_ends(part.box)}{_ends(part.box, 'chOff', 'chExt')}</a:xfrm>"
    head = f'<p:nvGrpSpPr><p:cNvPr id="{number}" name="{escape(legible(part.card.label))}"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    inside = card + "".join(_trend(part, number + 2))
    return f"<p:grpSp {SPACES}>{head}<p:grpSpPr>{placed}</p:grpSpPr>{inside}</p:grpSp>"


def _trend(part: Tile, number: int) -> Iterator[str]:
    """A line the height of two, broken where a value is missing, and a dot at the last value."""
    if not has_trend(part.card):
        return
    values = part.card.trend
    known = [value for value in values if value is not None]
    low, reach = min(known), max(known) - min(known) or 1.0
    width, tall = part.box.width - 2 * INSIDE, TREND - 8.0
    places = [
        None if value is None else (emu(at * width / (len(values) - 1)), emu(tall * (1 - (value - low) / reach)))
        for at, value in enumerate(values)
    ]
    box = Box(part.box.left + INSIDE, part.box.bottom - INSIDE - tall, width, tall)
    path = "".join(_strokes(places))
    yield _freeform(box, number, f'<a:path w="{emu(width)}" h="{emu(tall)}" fill="none">{path}</a:path>')
    if places[-1] is not None:
        x, y = (one / _EMU for one in places[-1])
        dot = Box(box.left + x - _DOT / 2, box.top + y - _DOT / 2, _DOT, _DOT)
        round_ = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
        yield _decoration(dot, number + 1, f"{round_}{_paint('text')}<a:ln><a:noFill/></a:ln>")


def _strokes(places: Sequence[tuple[int, int] | None]) -> Iterator[str]:
    for before, place in pairwise([None, *places]):
        if place is not None:
            point = f'<a:pt x="{place[0]}" y="{place[1]}"/>'
            begins = f"<a:moveTo>{point}</a:moveTo>" if before is None else ""
            yield f"{begins}<a:lnTo>{point}</a:lnTo>"  # from itself to itself where it stands alone: a dot


def _freeform(box: Box, number: int, path: str) -> str:
    geometry = f'<a:custGeom><a:avLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
    return _decoration(box, number, f"{geometry}<a:noFill/>{_stroke(1.25, 'common')}")


def _decoration(box: Box, number: int, looks: str) -> str:
    """What says nothing that the words do not say."""
    head = f'<p:nvSpPr><p:cNvPr id="{number}" name="Trend {number}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
    return f"<p:sp {SPACES}>{head}<p:spPr>{_xfrm('a', box)}{looks}</p:spPr></p:sp>"


def grid_xml(part: Grid, number: int, language: Language, link: Link) -> str:
    """A native table; its head is told as such to those who hear it read."""
    columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in part.widths)
    last = len(part.rows) - 1 if part.has_total else -1
    rows = "".join(_row(row, language, link, "line", at == last) for at, row in enumerate(part.rows))
    kinds = f'firstRow="1" lastRow="{int(part.has_total)}"'
    head = _row(part.head, language, link, "muted", False, "surface")
    table = f"<a:tbl><a:tblPr {kinds}/><a:tblGrid>{columns}</a:tblGrid>{head}{rows}</a:tbl>"
    return frame_xml(part.box, number, part.name, part.name, "table", table)


def frame_xml(box: Box, number: int, name: str, alt: str, kind: str, inside: str) -> str:
    """`<p:graphicFrame>`, which holds a table or a chart."""
    said = f'<p:cNvPr id="{number}" name="{escape(legible(name))}" descr="{escape(legible(alt))}"/>'
    head = f'<p:nvGraphicFramePr>{said}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
    data = f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{kind}">{inside}</a:graphicData>'
    placed = _xfrm("p", box)
    return f"<p:graphicFrame {SPACES}>{head}</p:nvGraphicFramePr>{placed}<a:graphic>{data}</a:graphic></p:graphicFrame>"


def _row(row: GridRow, language: Language, link: Link, edge: str, is_total: bool, ground: str = "") -> str:
    cells = "".join(_cell(cell, language, link, edge, is_total, ground) for cell in row.cells)
    return f'<a:tr h="{emu(row.height)}">{cells}</a:tr>'


def _cell(cell: GridCell, language: Language, link: Link, edge: str, is_total: bool, ground: str) -> str:
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR"))
    over = f'<a:lnT w="{emu(1)}">{_paint("text")}</a:lnT>' if is_total else ""
    under = f'<a:lnB w="{emu(_HAIR)}">{_paint(edge)}</a:lnB>'
    own = f'<a:solidFill><a:srgbClr val="{cell.fill[1:].upper()}"/></a:solidFill>' if cell.fill else ""
    fill = own or (_paint(ground) if ground else "<a:noFill/>")
    room = f'marL="{emu(SIDE)}" marR="{emu(SIDE)}" marT="{emu(ABOVE)}" marB="{emu(ABOVE)}"'
    said = f"<a:txBody><a:bodyPr/><a:lstStyle/>{para_xml(cell.para, language, link)}</a:txBody>"
    anchor = "b" if ground else "t"
    return f'<a:tc>{said}<a:tcPr {room} anchor="{anchor}">{none}{over}{under}{fill}</a:tcPr></a:tc>'
