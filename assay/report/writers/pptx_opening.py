"""The first slide: what the document is called, and what is read first."""

from __future__ import annotations

from dataclasses import replace

from assay.report.document import Document, Figures, Section, Sentences
from assay.report.writers.links import anchors
from assay.report.writers.pptx_layout import Stage, carded, words
from assay.report.writers.pptx_scenes import ALONE, BESIDE, Scene, paras, scenes
from assay.report.writers.pptx_slides import BOTTOM, BREADTH, MARGIN, Box, Part, Slide
from assay.report.writers.pptx_text import Para, fitted, height, para

TOP = 44.0
_TITLES, _SUBTITLES = (30.0, 24.0), (16.0, 13.0)
_NOTHING = Section("", ())


def named(document: Document) -> tuple[Para, ...]:
    """Title and subtitle."""
    title, size = fitted(document.title, BREADTH, _TITLES, 2, is_bold=True)
    under, small = fitted(document.subtitle, BREADTH, _SUBTITLES, 2)
    return (para(title, size, is_bold=True, after=2), *((para(under, small, "muted"),) if under else ()))


def opening(document: Document) -> tuple[Slide, tuple[Section, ...]]:
    """The first slide, and the sections without what it says: how a section without a title begins, as far as there is room for it,
    or the first one's lead."""
    first, *others = document.sections or (_NOTHING,)
    top = TOP + height(named(document), BREADTH) + 18
    box = Box(MARGIN, top, BREADTH, BOTTOM - top)
    for scene, kept in (_lead(first),) if first.title else (_beginning(first), _lead(first)):
        if (parts := _parts(scene, document, box)) is not None:
            anchor = "" if first.title or not document.sections else anchors(document)[0]
            return Slide(document.title, "", parts, anchor, is_first=True), (kept, *others)[: len(document.sections)]
    return Slide(document.title, "", (), is_first=True), document.sections


def _lead(section: Section) -> tuple[Scene, Section]:
    leads = tuple(one for one in section.blocks if isinstance(one, Sentences) and one.is_lead)
    return Scene(leads), replace(section, blocks=tuple(one for one in section.blocks if one not in leads))


def _beginning(section: Section) -> tuple[Scene, Section]:
    """Words and cards stand on the first slide; charts and tables get slides of their own."""
    found = scenes(section.blocks)
    first = found[0] if found else Scene()
    if not isinstance(first.shown, Figures | None):
        first = Scene(first.said)
    used = len(first.said) + len(first.below) + (first.shown is not None)
    return first, replace(section, blocks=section.blocks[used:])


def _parts(scene: Scene, document: Document, box: Box) -> tuple[Part, ...] | None:
    said = paras(scene.said, document, ALONE)
    if isinstance(scene.shown, Figures):
        return carded(scene.shown, Stage(document, document.title, box, said, paras(scene.below, document, BESIDE)))
    return words(said, box) if height(said, box.width) <= box.height else None
