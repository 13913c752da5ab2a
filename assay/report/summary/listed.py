"""What has to be looked after: series that worsen, agreements that end, actions that were written down."""

from __future__ import annotations

from collections.abc import Iterator

from assay import written
from assay.register.action import Action
from assay.report.document import Block, Cell, Column, Marked, Note, Section, Table
from assay.report.form import TEXT, Form, Quantity
from assay.report.summary import addresses
from assay.report.summary.result import Summary
from assay.report.trend_icons import icons
from assay.report.trends import Trend
from assay.say import effect as say_effect
from assay.say import summary as say
from assay.say import summary_words as words
from assay.say import trends as say_trends
from assay.text import Language


def watched(found: Summary, language: Language) -> Section:
    """The series that worsen, those to act on first."""
    listed = found.listed
    tiers = [one.tier for one in listed]
    message = words.WATCH_MESSAGE(language, act=tiers.count("act"), watch=tiers.count("watch"))
    return Section(words.WATCH(language), tuple(_watched(found, listed, language)), "watch", message)


def _watched(found: Summary, listed: tuple[Trend, ...], language: Language) -> Iterator[Block]:
    if not listed:
        return
    titled = (
        (words.SERIES, TEXT), (words.STATE, TEXT), (words.VALUE, Form("number")), (words.SIGN, TEXT), (words.Q, TEXT),
    )  # fmt: skip
    columns = tuple(Column(text(language), form, "right" if text is words.Q else None) for text, form in titled)
    rows = tuple(_series(one, found, language) for one in listed)
    yield Table("", columns, rows)
    yield Note(words.ABOUT_WATCH(language))


def _series(one: Trend, found: Summary, language: Language) -> tuple[Cell, ...]:
    at, kpi = one.latest, one.kpi
    name = found.names["vendor_id"].get(one.member or "", one.member or "")
    said = words.OF_SERIES(language, name=name, kpi=kpi.title(language))
    value = None if at is None else one.values[at]
    return (
        Marked((), said, addresses.of_series(kpi.id, found.label, one.member)),
        words.TIERS[one.tier](language),
        Quantity(value, Form("number", kpi.decimals, kpi.unit(language))),
        Marked(icons(one, language)[:1], say_trends.VARIATION[one.variation](language)),
        None if one.watching is None or one.watching.q_now is None else written.chance(one.watching.q_now),
    )  # fmt: skip


def ending(found: Summary, language: Language) -> Iterator[Block]:
    """Agreements that end within three months and have no successor."""
    if not found.ending:
        return
    columns = tuple(Column(text(language)) for text in (words.VENDOR, words.AGREEMENT, words.ENDS))
    rows = tuple(
        (Marked((), found.names["vendor_id"].get(vendor, vendor), addresses.of_vendor(vendor, found.label)),
         one.agreement.agreement_id, one.ends)
        for vendor, one in found.ending
    )  # fmt: skip
    yield Table("", columns, rows)


def actions(found: Summary, language: Language) -> Section:
    """What was written down and is not dropped; overdue first."""
    told = sorted(found.actions, key=lambda one: (not _is_late(one, found), one.plan.due_on is None, one.plan.due_on))
    late = sum(_is_late(one, found) for one in told)
    message = words.ACTIONS_MESSAGE(language, n=len(told), late=late)
    return Section(words.ACTIONS(language), tuple(_actions(found, told, language)), "actions", message)


def _is_late(one: Action, found: Summary) -> bool:
    reached = found.coverage.stamp.as_of
    return one.plan.due_on is not None and reached is not None and one.plan.due_on < reached.date()


def _actions(found: Summary, told: list[Action], language: Language) -> Iterator[Block]:
    if not told:
        return
    titled = (words.ACTION, words.STATE, words.OWNER, words.BY, words.SINCE, *((words.EFFECT,) if found.outcomes else ()))
    columns = tuple(Column(text(language)) for text in titled)
    yield Table("", columns, tuple(_action(one, found, language)[: len(columns)] for one in told))
    if found.outcomes:
        yield Note(words.ABOUT_EFFECT(language))


def _action(one: Action, found: Summary, language: Language) -> tuple[Cell, ...]:
    due = one.plan.due_on
    by = None if due is None else words.OVERDUE(language, day=due.isoformat()) if _is_late(one, found) else due.isoformat()
    view = f"causes?{one.view}" if one.view else ""
    return (
        Marked((), one.title, view), words.STATES[one.state](language), one.plan.owner, by,
        written.day(one.written_at.date(), language), _outcome(one, found, language),
    )  # fmt: skip


def _outcome(one: Action, found: Summary, language: Language) -> str | None:
    """What the measure changed: the verdict, and the comparison that it rests on."""
    measured = found.outcomes.get(one.action_id)
    if measured is None:
        return None
    compared = say_effect.compared(measured.measure.kpi, measured.measure.by, measured.difference, language)
    return say_effect.VERDICTS[measured.verdict](language) + (say.JOIN(language) + compared if compared else "")
