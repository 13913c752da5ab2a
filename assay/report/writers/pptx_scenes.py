"""The blocks of a section in scenes: what is said, and the one thing that is shown with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assay.report.document import (
    Beside,
    Block,
    Document,
    Figures,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Picture,
    Plain,
    Sentences,
    Table,
)
from assay.report.writers.legible import legible
from assay.report.writers.links import target
from assay.report.writers.pptx_text import Para, Run, para

Shown = Figures | Table | Picture | Beside
Said = Heading | Paragraph | Sentences | Note
_NOTE, _LEAD, _AFTER = 10.0, 18.0, 6.0
BESIDE, ALONE, HALF = 14.0, 17.0, 12.0
"""Points of words over something that is shown, of words alone, of words on half a slide."""


@dataclass(frozen=True, slots=True)
class Scene:
    """`said` stands over what is shown, `below` under it: the notes that follow, and what is said at last."""

    said: tuple[Said, ...] = ()
    shown: Shown | None = None
    below: tuple[Said, ...] = ()


def scenes(blocks: Iterable[Block]) -> tuple[Scene, ...]:
    """Everything said goes with what is shown next; notes with what they follow; the last words with the last thing shown."""
    found: list[Scene] = []
    said: list[Said] = []
    for block in blocks:
        match block:
            case PageBreak() | Figures(cards=()) | Beside(left=(), right=()):
                continue
            case Note() if found and not said:
                found[-1] = replace(found[-1], below=(*found[-1].below, block))
            case Heading() | Paragraph() | Sentences() | Note():
                said.append(block)
            case _:
                found.append(Scene(tuple(said), block))
                said = []
    return _with_last(found, said)


def _with_last(found: list[Scene], said: list[Said]) -> tuple[Scene, ...]:
    """A heading begins something of its own."""
    if found and said and not any(isinstance(one, Heading) for one in said):
        return (*found[:-1], replace(found[-1], below=(*found[-1].below, *said)))
    return (*found, Scene(tuple(said))) if said else tuple(found)


def apart(scene: Scene) -> tuple[Scene, ...]:
    """What stood side by side, one after the other."""
    if not isinstance(scene.shown, Beside):
        return (scene,)
    blocks: tuple[Plain, ...] = (*scene.said, *scene.shown.left, *scene.shown.right, *scene.below)
    return scenes(blocks)


def paras(said: Iterable[Said], document: Document, size: float) -> tuple[Para, ...]:
    """The words as paragraphs, most of them that large."""
    return tuple(_para(one, document, size) for one in said)


def _para(one: Said, document: Document, size: float) -> Para:
    match one:
        case Heading(text):
            return para(text, size, is_bold=True, after=_AFTER / 2)
        case Paragraph(text):
            return para(text, size, after=_AFTER)
        case Note(text):
            return para(text, _NOTE, "muted", after=_AFTER / 2)
        case Sentences():
            return Para(tuple(_runs(one, document)), max(_LEAD, size) if one.is_lead else size, after=_AFTER)


def _runs(sentences: Sentences, document: Document) -> Iterator[Run]:
    for clause in sentences.clauses:
        yield Run(legible(clause.text), where=target(document, clause.key, clause.to))
