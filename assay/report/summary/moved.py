"""What got better and what got worse since the month before, by more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay import written
from assay.report.document import Beside, Block, Clause, Heading, Note, Paragraph, Plain, Sentences
from assay.report.summary import addresses
from assay.report.summary.result import Summary
from assay.report.summary.rows import Move
from assay.say import summary as say
from assay.say import summary_words as words
from assay.text import Language, Text

_SHOWN = 5


def moved(found: Summary, language: Language) -> Iterator[Block]:
    """Worse on the left, better on the right; one sentence where nothing moved, and nothing where nothing could be compared."""
    if not found.compared:
        return
    if not found.worse and not found.better:
        yield Paragraph(say.NONE_MOVED(language) + say.END(language))
        yield Note(words.ABOUT_MOVES(language, n=found.compared))
        return
    sides = ((words.WORSE, found.worse, say.NONE_WORSE), (words.BETTER, found.better, say.NONE_BETTER))
    left, right = (tuple(_side(title, several[:_SHOWN], len(several), none, found, language)) for title, several, none in sides)
    yield Beside(left, right)
    yield Note(words.ABOUT_MOVES(language, n=found.compared))


def _side(title: Text, shown: Sequence[Move], count: int, none: Text, found: Summary, language: Language) -> Iterator[Plain]:
    yield Heading(title(language))
    if not shown:
        yield Paragraph(none(language) + say.END(language))
    for one in shown:
        kpi = one.trend.kpi
        previous, value = (written.value(kpi, each, language) for each in (one.previous, one.value))
        change = written.change(kpi, one.moved.value, language)
        said = say.MOVE(language, name=one.name, kpi=kpi.title(language), previous=previous, value=value, change=change)
        yield Sentences((Clause(said, addresses.of_series(kpi.id, found.label, one.vendor_id)),))
    if count > len(shown):
        yield Note(say.MORE(language, n=count - len(shown)))
