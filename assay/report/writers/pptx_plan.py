"""A document in slides, one message each: what comes together, what has to be parted, and what is said on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assay.report.document import Beside, Document, Figures, Heading, Picture, Section, Table
from assay.report.writers.links import anchors
from assay.report.writers.native import native
from assay.report.writers.pptx_cards import card_paras
from assay.report.writers.pptx_cells import cells
from assay.report.writers.pptx_layout import Stage, beside, captions, carded, drawn, gridded, words
from assay.report.writers.pptx_opening import opening
from assay.report.writers.pptx_scenes import ALONE, BESIDE, Scene, apart, paras, scenes
from assay.report.writers.pptx_slides import BOTTOM, BREADTH, MARGIN, Box, Drawing, GridRow, Part, Slide
from assay.report.writers.pptx_tables import Plain, Sheet, measured, plain, shared
from assay.report.writers.pptx_text import Para, cut, fitted, height, para
from assay.text import Text

TITLES, TOP = (24.0, 20.0, 17.0), 40.0
_MOST = 0.42  # of the body: more words than that stand on slides of their own
_SMALL_PRINT = 0.3  # of the body: what explains a table and takes more stands on a slide of its own
_NAMED = 13.0
_OF = Text("{title}（{n}/{of}）", "{title} ({n}/{of})")


@dataclass(frozen=True, slots=True)
class _Place:
    """What slides are about: their message, and the section and the document they are of."""

    title: str
    section: Section
    document: Document

    @property
    def box(self) -> Box:
        """The room beneath the message."""
        top = TOP + heading_height(self.title) + 10
        return Box(MARGIN, top, BREADTH, BOTTOM - top)

    @property
    def name(self) -> str:
        return self.section.title or self.document.title


def slides(document: Document) -> tuple[Slide, ...]:
    """All slides in their order. None is empty: a section without blocks has none."""
    first, rest = opening(document)
    found = [first]
    for anchor, section in zip(anchors(document), rest, strict=True):
        own = tuple(_section(section, document))
        found += [replace(slide, anchor=anchor if at == 0 else "") for at, slide in enumerate(own)]
    return tuple(found)


def heading(title: str) -> tuple[str, float]:
    """The message as it stands on top, and the size of its letters."""
    return fitted(title, BREADTH, TITLES, 2, is_bold=True)


def heading_height(title: str) -> float:
    said, size = heading(title)
    return height((para(said, size, is_bold=True),), BREADTH)


def _section(section: Section, document: Document) -> Iterator[Slide]:
    message = section.message
    for scene in scenes(section.blocks):
        yield from _scene(scene, message, section, document)
        message = ""


def _scene(scene: Scene, message: str, section: Section, document: Document) -> Iterator[Slide]:
    """The slides of one scene. Too many words stand before it on slides of their own; a heading stays with what it is over."""
    place = _Place(message or _own(scene) or section.title or document.title, section, document)
    said, under = (paras(each, document, BESIDE) for each in (scene.said, scene.below))
    if scene.shown is None:
        yield from _texts(paras(scene.said, document, ALONE), place)
    elif height((*said, *under), BREADTH) <= _MOST * place.box.height:
        yield from _shown(scene, Stage(document, place.name, place.box, said, under), place)
    else:
        alone = replace(place, title=message or place.name)
        last = next((at for at, one in enumerate(reversed(scene.said)) if not isinstance(one, Heading)), len(scene.said))
        kept = len(scene.said) - last
        yield from _texts(paras(scene.said[:kept], document, ALONE), alone)
        is_short = height(under, BREADTH) <= _SMALL_PRINT * place.box.height
        yield from _scene(Scene(scene.said[kept:], scene.shown, scene.below if is_short else ()), "", section, document)
        yield from _texts(() if is_short else paras(scene.below, document, ALONE), replace(place, title=place.name))


def _own(scene: Scene) -> str:
    """The finding of a chart, the title of a table."""
    match scene.shown:
        case Picture(chart):
            return chart.title
        case Table(title):
            return title
    return ""


def _shown(scene: Scene, stage: Stage, place: _Place) -> Iterator[Slide]:
    match scene.shown:
        case Figures():
            yield from _cards(scene.shown, stage, place)
        case Beside():
            yield from _two(scene, scene.shown, stage, place)
        case Picture():
            yield from _picture(scene.shown, stage, place)
        case Table(title):
            named = (para(title, _NAMED, is_bold=True, after=2),) if title not in ("", place.title) else ()
            above = replace(stage, above=(*stage.above, *named))
            yield from _table(plain(scene.shown, title or place.name), above, place)


def _slide(parts: Sequence[Part], place: _Place, spoken: Sequence[str] = (), title: str = "") -> Slide:
    """A message that had to be cut is whole in the notes."""
    wanted = title or place.title
    said = heading(wanted)[0]
    kicker = place.section.title if place.section.title != place.title else ""
    return Slide(wanted, kicker, tuple(parts), spoken=tuple(filter(None, (wanted if said != wanted else "", *spoken))))


def _texts(said: Sequence[Para], place: _Place) -> Iterator[Slide]:
    """Words alone, on as many slides as they need; a paragraph that is longer than a slide goes on on the next."""
    left, box = list(said), place.box
    while left:
        taken = _begun(left, box)
        left = left[len(taken) :]
        if left and (halves := cut(left[0], box.width, box.height - height(tuple(taken), box.width))):
            taken, left = [*taken, halves[0]], [halves[1], *left[1:]]
        if not taken:
            taken, left = left[:1], left[1:]
        yield _slide(words(tuple(taken), box), place)


def _begun(said: Sequence[Para], box: Box) -> list[Para]:
    """As many paragraphs as fit, a heading only with what follows it."""
    fits = next((n for n in range(len(said), 0, -1) if height(tuple(said[:n]), box.width) - said[n - 1].after <= box.height), 0)
    while 0 < fits < len(said) and all(run.is_bold for run in said[fits - 1].runs):
        fits -= 1
    return list(said[:fits])


def _cards(figures: Figures, stage: Stage, place: _Place) -> Iterator[Slide]:
    """Cards that do not fit on one slide stand on two; one that is higher than a slide is words."""
    parts = carded(figures, stage)
    if parts is not None:
        yield _slide(parts, place)
        return
    if len(figures.cards) == 1:
        yield from _texts((*stage.above, *card_paras(figures.cards[0], BREADTH), *stage.below), place)
        return
    half = (len(figures.cards) + 1) // 2
    yield from _cards(Figures(figures.cards[:half]), replace(stage, below=()), place)
    yield from _cards(Figures(figures.cards[half:]), replace(stage, above=()), place)


def _two(scene: Scene, two: Beside, stage: Stage, place: _Place) -> Iterator[Slide]:
    parts = beside(two, stage.document, stage.room)
    if parts is None:
        for one in apart(scene):
            yield from _scene(one, "", place.section, place.document)
        return
    end = max(part.box.bottom for part in parts)
    spoken = [text for block in (*two.left, *two.right) if isinstance(block, Picture) for text in _spoken(block)]
    yield _slide((*words(stage.above, stage.box), *parts, *words(stage.below, stage.box, end + 8)), place, spoken)


def _spoken(picture: Picture) -> tuple[str, ...]:
    return picture.chart.alt, picture.chart.note


def _picture(picture: Picture, stage: Stage, place: _Place) -> Iterator[Slide]:
    chart, found = picture.chart, native(picture.chart)
    stage = replace(stage, above=(*stage.above, *captions(chart, place.title)))
    if found is None:
        yield from _table(cells(chart), stage, place, _spoken(picture))
    elif parts := drawn(chart, found, stage):
        yield _slide(parts, place, _spoken(picture))
    else:
        small = tuple(para(text, ALONE) for text in (*found.words, chart.note) if text)
        yield from _texts((*stage.above, *stage.below, *small), place)
        alone = replace(place, title=chart.title)
        yield _slide((Drawing(alone.box, chart, found),), alone, _spoken(picture))


def _table(table: Plain, stage: Stage, place: _Place, spoken: Sequence[str] = ()) -> Iterator[Slide]:
    """The table on as few slides as can be; what stands over it only on the first, what explains it on all, where it is short."""
    below = (*table.below, *stage.below)
    is_short = height(below, stage.box.width) <= _SMALL_PRINT * stage.box.height
    following = replace(stage, above=(), below=below if is_short else ())
    begun = replace(following, above=stage.above)
    sheets = measured(table, stage.box.width, following.room.height)
    if begun.room.height < sheets[0].head.height + max((row.height for row in sheets[0].rows[:1]), default=0.0):
        yield from _texts(stage.above, place)
        begun = following
    pages = [page for at, sheet in enumerate(sheets) for page in _pages(sheet, begun if at == 0 else following, following)]
    for number, (sheet, rows, is_last, around) in enumerate(pages, 1):
        title = _OF(place.document.language, title=place.title, n=number, of=len(pages)) if len(pages) > 1 else ""
        yield _slide(gridded(sheet, rows, is_last, around), place, spoken if number == 1 else (), title)
    yield from _texts(() if is_short else below, place)


def _pages(sheet: Sheet, begun: Stage, following: Stage) -> Iterator[tuple[Sheet, tuple[GridRow, ...], bool, Stage]]:
    first, full = (stage.room.height - sheet.head.height for stage in (begun, following))
    start = 0
    counts = shared(sheet.rows, first, full)
    for at, count in enumerate(counts):
        yield sheet, sheet.rows[start : start + count], at == len(counts) - 1, begun if at == 0 else following
        start += count
