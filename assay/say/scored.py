"""A scorecard in sentences: the score and its band, what caps it, what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assay import written
from assay.agreements.scorecard import FLOORS, LEAST_COVERED, Limiter, Scorecard
from assay.contracts.vocabulary import BANDS, LIMITERS
from assay.text import Language, Text

SCORED = Text("{month}{name}：{score} 分，{band}", "{name} scored {score} in {month}: {band}")
CAPPED = Text("（分数本身为{band}，因{limiters}降级）", " ({band} by the score alone, capped because {limiters})")
NOT_SCORED = Text("{month}{name}：已测权重只有 {covered}，不足 {least}，不评分", "{name} has no score in {month}: {covered} of the weight was measured, under {least}")
NO_LEVELS = Text("{month}{name}：没有可评分的约定", "{name} has nothing to score in {month}")
BAND = Text("{band} ≥ {floor}", "{band} from {floor}")
LIMITED = Text("{limiter}：{count} 项", "{limiter}: {count}")


def headline(card: Scorecard, name: str, month: str, language: Language) -> str:
    """The vendor's score of a month, its band and what holds the band down. `month` is a label."""
    named = written.period(month, language)
    if not card.levels:
        return NO_LEVELS(language, month=named, name=name)
    if card.score is None or card.band is None:
        shares = {"covered": written.percent(card.covered, 0), "least": written.percent(LEAST_COVERED, 0)}
        return NOT_SCORED(language, month=named, name=name, **shares)
    said = SCORED(language, month=named, name=name, score=f"{card.score:.0f}", band=BANDS[card.band](language))
    if card.band == card.band_of_score or card.band_of_score is None:
        return said
    why = _joined([LIMITERS[one](language) for one in card.limiters], language)
    return said + CAPPED(language, band=BANDS[card.band_of_score](language), limiters=why)


def _joined(parts: Sequence[str], language: Language) -> str:
    return "、".join(parts) if language == "zh" else ", ".join(one[:1].lower() + one[1:] for one in parts)


def bands(language: Language) -> str:
    """What each band begins at."""
    return " · ".join(BAND(language, band=BANDS[band](language), floor=f"{floor:g}") for band, floor in FLOORS)


def limiters(found: Mapping[Limiter, int], language: Language) -> tuple[str, ...]:
    """What caps the band, and how many there are of it."""
    return tuple(LIMITED(language, limiter=LIMITERS[name](language), count=count) for name, count in found.items() if count)
