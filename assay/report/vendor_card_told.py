"""A vendor's card in words: the page and the files that are handed over say the same sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assay.report.vendor_card import CardKpi, CardLevel, VendorCard
from assay.report.vendor_card_compared import Compared
from assay.report.vendor_card_places import Place
from assay.say import amounts, overview
from assay.say import vendor as say
from assay.text import Language

Tone = Literal["concern", "improvement", "neutral", "plain"]
"""Orange and blue are evidence: a level that turned within chance is plain, whatever it costs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was a month ago, in a sentence. Either a level or a KPI."""

    sentence: str
    tone: Tone
    is_worse: bool
    level: CardLevel | None = None
    kpi: CardKpi | None = None


def headline(card: VendorCard, language: Language) -> str:
    """Does the vendor deliver what was agreed, and which way does it go?"""
    return say.headline(card.name, card.label, card.settled.is_over, counts(card), card.has_before, language)


def counts(card: VendorCard) -> dict[str, int]:
    """How many levels and KPIs there are of each kind."""
    turned = [one.flip for one in card.levels]
    states = [one.trend.variation for one in card.kpis]
    return {
        "agreements": len(card.settled.accepted.accounts), "levels": len(card.levels), "judged": card.judged, "missed": card.missed,
        "beyond": card.beyond_chance, "better": turned.count("better"), "worse": turned.count("worse"),
        "told": len(states) - states.count("not_enough_data"), "concern": states.count("concern"),
        "improvement": states.count("improvement"),
    }


def changes(card: VendorCard, language: Language) -> tuple[Change, ...]:
    """What is not as it was a month ago, what is worse first; nothing where nothing changed."""
    found = [*(_level(one, language) for one in card.flips), *(_kpi(one, language) for one in card.changed)]
    order = ("concern", "neutral", "plain", "improvement")
    return tuple(sorted(found, key=lambda one: (not one.is_worse, order.index(one.tone))))


def _level(one: CardLevel, language: Language) -> Change:
    level = one.line.level
    name = amounts.level_name(one.kpi, level, language)
    result = amounts.settled(one.kpi, level, one.line.judged.settled, language)
    goal, is_worse = overview.goal(one.kpi, level.target, language), one.flip == "worse"
    sentence = say.flipped(name, one.flip or "", result, goal, one.is_beyond_chance, language)
    return Change(sentence, "concern" if one.is_beyond_chance else "plain", is_worse, level=one)


def _kpi(one: CardKpi, language: Language) -> Change:
    clauses = "".join(_clauses(one, language))
    change = ends(one.moved) if one.moved is not None else None
    tone = _tone(one)
    return Change(say.moved(one.kpi, one.previous, one.value, change, clauses, language), tone, tone == "concern", kpi=one)


def _clauses(one: CardKpi, language: Language) -> Iterator[str]:
    signal = one.trend.signal
    if one.before is not None and (one.is_signal_new or one.has_returned):
        yield say.became(one.trend.variation, one.before, None if signal is None else (signal.rule, signal.side), language)
    if one.has_moved and one.moved is not None:
        yield say.MOVED[one.moved.side](language)


def _tone(one: CardKpi) -> Tone:
    """By the state of the series where that changed, else by the move from month to month."""
    if one.is_signal_new:
        states: dict[str, Tone] = {"concern": "concern", "improvement": "improvement"}
        return states.get(one.trend.variation, "neutral")
    if one.has_moved and one.moved is not None:
        sides: dict[str, Tone] = {"worse": "concern", "better": "improvement"}
        return sides.get(one.moved.side, "neutral")
    return "plain"


def ends(found: Compared) -> tuple[float, float, float]:
    """The difference and the ends of its interval."""
    return found.value, found.low, found.high


def place(one: Place, sites: Mapping[str, str], language: Language) -> str:
    """A service or a site of the vendor beside what it was compared with."""
    site = None if one.site_id is None else sites.get(one.site_id, one.site_id)
    figures = (one.value, one.other_value)
    return say.place(
        one.kpi, one.service, site, one.against, figures, ends(one.compared), (one.sums.denominator, one.others), language
    )


def clearest(found: Sequence[Place], sites: Mapping[str, str], language: Language, most: int = 3) -> tuple[str, ...]:
    """The clearest few as sentences."""
    return tuple(place(one, sites, language) for one in found[:most])
