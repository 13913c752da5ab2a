"""What was agreed at a glance: levels, the month's money, until when the agreement runs, the score."""

from __future__ import annotations

from assay import written
from assay.contracts.vocabulary import BANDS
from assay.report.vendor_card import VendorCard
from assay.say import scored
from assay.say import vendor as say
from ui import address
from ui.agreements import view as agreements_view
from ui.markup import Card
from ui.reading import Reading
from ui.vendor import words


def cards(card: VendorCard, now: Reading) -> tuple[Card, ...]:
    """The cards of a month in which an agreement was in force."""
    return (_levels(card, now), _money(card, now), _agreement(card, now), _score(card, now))


def _levels(card: VendorCard, now: Reading) -> Card:
    title, left = now(words.LEVELS), len(card.levels) - card.judged
    note = now(words.LEVELS_LEFT, count=left) if left else ""
    href = agreements_view.of_statement(card.vendor_id, card.month)
    if not card.judged:
        return Card(title, written.NOTHING, basis=now(words.NOT_JUDGED), note=note, href=href)
    value = now(words.LEVELS_MET, met=card.judged - card.missed, judged=card.judged)
    return Card(title, value, basis=_missed(card, now), note=note, href=href, tone="concern" if card.beyond_chance else "plain")


def _missed(card: VendorCard, now: Reading) -> str:
    if card.beyond_chance:
        return now(words.LEVELS_BASIS, missed=card.missed, beyond=card.beyond_chance)
    return now(words.LEVELS_WITHIN, missed=card.missed) if card.missed else now(words.LEVELS_ALL)


def _money(card: VendorCard, now: Reading) -> Card:
    due = card.settled.accepted
    back = (now(words.EARNED, back=written.money(due.earned_back)),) if due.earned_back else ()
    made_of = now(words.MADE_OF, credit=written.money(due.credit), bonus=written.money(due.bonus))
    return Card(
        now(words.TO_PAY if due.total < 0 else words.TO_DEDUCT), written.money(abs(due.total)),
        basis=_joined(now, made_of, *back), note=now(words.OPEN_STATEMENT if card.settled.is_over else words.SO_FAR),
        href=agreements_view.of_statement(card.vendor_id, card.month),
    )


def _agreement(card: VendorCard, now: Reading) -> Card:
    """Of several agreements the one that ends first."""
    first, several = card.validity[0], len(card.validity) > 1
    on = card.settled.as_of.date() if card.settled.as_of else None
    until, after = say.renewal(first.ends, first.renewed_by, on, now.language)
    signed = first.agreement
    return Card(
        now(words.AGREEMENTS, count=len(card.validity)) if several else now(words.AGREEMENT),
        until, basis=now(words.SINCE, id=signed.agreement_id, day=written.day(signed.effective_from, now.language)), note=after,
        href=address.link("agreements", part="agreed", vendors=card.vendor_id, period=card.label, agreement=signed.agreement_id),
    )


def _score(card: VendorCard, now: Reading) -> Card:
    found = card.settled.scorecard
    href = address.link("agreements", part="scorecard", vendors=card.vendor_id, period=card.label)
    if found.score is None or found.band is None:
        return Card(now(words.SCORE), written.NOTHING, basis=now(words.NO_SCORE), href=href)
    limits = card.settled.limits
    held = scored.limiters({"open_critical_finding": limits.open_critical_findings,
                            "validated_safety_complaint": limits.validated_safety_complaints}, now.language)
    alone = found.band_of_score
    capped = now(words.CAPPED, band=now(BANDS[alone])) if alone and alone != found.band else ""
    band = now(BANDS[found.band])
    return Card(now(words.SCORE), f"{found.score:.0f}", unit=band, basis=_joined(now, *held), note=capped, href=href)


def _joined(now: Reading, *parts: str) -> str:
    return ("；" if now.language == "zh" else "; ").join(part for part in parts if part)
