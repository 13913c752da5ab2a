"""A document as slides: one message each, charts and tables native so that they can be edited, in PowerPoint's own format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart
from pptx.slide import Slide as Page

from assay.report.document import Document
from assay.report.writers.legible import legible
from assay.report.writers.pptx_book import book, fields
from assay.report.writers.pptx_chart import chart_xml
from assay.report.writers.pptx_chart_axes import doubling
from assay.report.writers.pptx_file import MESSAGE, OPENING, presentation, written
from assay.report.writers.pptx_opening import TOP as OPENING_TOP
from assay.report.writers.pptx_opening import named
from assay.report.writers.pptx_plan import TOP, heading, slides
from assay.report.writers.pptx_shapes import frame_xml, grid_xml, paras_xml, placeholder_xml, tile_xml, words_xml
from assay.report.writers.pptx_slides import BREADTH, MARGIN, WIDTH, Box, Drawing, Grid, Part, Slide, Tile, Words
from assay.report.writers.pptx_text import fitted, height, para

_TITLE, _UNDER, _FOOT, _NUMBER = 'type="title"', 'type="subTitle" idx="1"', 'type="ftr" idx="11"', 'type="sldNum" idx="12"'
_FOOT_TOP, _FOOT_TALL, _NUMBER_WIDE = 502.0, 26.0, 60.0
_KICKER_TOP, _KICKER = 22.0, 11.0
_STEP = 5  # ids that a part takes at most
_FIELD = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"


@dataclass(frozen=True, slots=True)
class _Deck:
    """The slides that are being filled, and the one that each section begins on."""

    document: Document
    begins: Mapping[str, Page]

    def attributes(self, page: Page, where: str) -> str:
        """Those of a link from a slide: to another one, or to an address; "" where there is nothing to lead to."""
        if not where.startswith("#"):
            return f'r:id="{page.part.relate_to(where, RT.HYPERLINK, is_external=True)}"'
        found = self.begins.get(where[1:])
        if found is None or found is page:
            return ""
        return f'r:id="{page.part.relate_to(found.part, RT.SLIDE)}" action="ppaction://hlinksldjump"'


def pptx(document: Document) -> bytes:
    """The document as a PowerPoint file of 16:9. Equal documents are equal bytes."""
    made, planned = presentation(document), slides(document)
    layouts = {layout.name: layout for layout in made.slide_layouts}
    pages = [made.slides.add_slide(layouts[OPENING if one.is_first else MESSAGE]) for one in planned]
    deck = _Deck(document, {one.anchor: page for one, page in zip(planned, pages, strict=True) if one.anchor})
    for number, (one, page) in enumerate(zip(planned, pages, strict=True), 1):
        _fill(deck, page, one, number)
    return written(made, document)


def _fill(deck: _Deck, page: Page, slide: Slide, number: int) -> None:
    tree = page.element.cSld.spTree
    for shape in list(page.placeholders):
        tree.remove(shape.element)
    for xml in (*_heads(deck, slide), *_parts(deck, page, slide), *_feet(deck, number)):
        tree.append(parse_xml(xml))
    if slide.spoken:
        page.notes_slide.notes_text_frame.text = "\n".join(map(legible, slide.spoken))


def _heads(deck: _Deck, slide: Slide) -> Iterator[str]:
    """The message, and what it belongs to."""
    language, found = deck.document.language, None
    if slide.is_first:
        title, *under = named(deck.document)
        found = Box(MARGIN, OPENING_TOP, BREADTH, height((title,), BREADTH))
        if under:
            place = Box(MARGIN, found.bottom, BREADTH, height(tuple(under), BREADTH))
            yield placeholder_xml(_UNDER, place, 3, "Subtitle", paras_xml(under, language, _nowhere))
    else:
        said, size = heading(slide.title)
        title = para(said, size, is_bold=True)
        found = Box(MARGIN, TOP, BREADTH, height((title,), BREADTH))
    kind = _TITLE.replace("title", "ctrTitle") if slide.is_first else _TITLE
    yield placeholder_xml(kind, found, 2, "Title", paras_xml((title,), language, _nowhere))
    if slide.kicker:
        small = para(fitted(slide.kicker, BREADTH, (_KICKER,), 1)[0], _KICKER, "muted")
        yield words_xml(Words(Box(MARGIN, _KICKER_TOP, BREADTH, height((small,), BREADTH)), (small,)), 4, language, _nowhere)


def _nowhere(where: str) -> str:
    return ""


def _feet(deck: _Deck, number: int) -> Iterator[str]:
    """What the data are, and the number of the slide."""
    language = deck.document.language
    room = BREADTH - _NUMBER_WIDE
    said, size = fitted(" · ".join(deck.document.stamp), room, (9.0, 8.0), 2)
    box = Box(MARGIN, _FOOT_TOP, room, _FOOT_TALL)
    if said:
        yield placeholder_xml(_FOOT, box, 5, "Footer", paras_xml((para(said, size, "muted"),), language, _nowhere))
    looks = paras_xml((para(str(number), 9, "muted"),), language, _nowhere).replace('algn="l"', 'algn="r"')
    field = looks.replace("<a:r>", f'<a:fld id="{_FIELD}" type="slidenum">').replace("</a:r>", "</a:fld>")
    place = Box(WIDTH - MARGIN - _NUMBER_WIDE, _FOOT_TOP, _NUMBER_WIDE, _FOOT_TALL)
    yield placeholder_xml(_NUMBER, place, 6, "Slide number", field)


def _parts(deck: _Deck, page: Page, slide: Slide) -> Iterator[str]:
    for at, part in enumerate(slide.parts, 2):
        yield _part(deck, page, part, at * _STEP)


def _part(deck: _Deck, page: Page, part: Part, number: int) -> str:
    language = deck.document.language
    match part:
        case Words():
            return words_xml(part, number, language, lambda where: deck.attributes(page, where))
        case Tile():
            return tile_xml(part, number, language, lambda where: deck.attributes(page, where))
        case Grid():
            return grid_xml(part, number, language, lambda where: deck.attributes(page, where))
        case Drawing():
            return _chart(deck, page, part, number)


def _chart(deck: _Deck, page: Page, part: Drawing, number: int) -> str:
    """A chart is a file of its own inside the file, with a workbook inside it."""
    shown = doubling(part.native)
    columns = fields(shown)
    package = page.part.package
    made = ChartPart.load(package.next_partname(ChartPart.partname_template), CT.DML_CHART, package,
                          chart_xml(shown, columns, part.box))  # fmt: skip
    made.chart_workbook.update_from_xlsx_blob(book(columns, deck.document.made_at))
    inside = (
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{escape(page.part.relate_to(made, RT.CHART))}"/>'
    )
    return frame_xml(part.box, number, part.chart.title, part.chart.alt, "chart", inside)
