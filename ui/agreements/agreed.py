"""What was agreed and when it changed: versions on a time line, one version's terms with what changed marked, its calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from assay import written
from assay.agreements.terms import days_in_force
from assay.contracts.vocabulary import SERVICES
from assay.kpis import Kpi
from assay.level import Agreement, Level
from assay.say import agreed as say
from assay.say import overview
from ui import address, warehouse
from ui.agreements import calendar as agreements_calendar
from ui.agreements import head as agreements_head
from ui.agreements import read as agreements_read
from ui.agreements import timeline as agreements_timeline
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table


def show(now: Reading) -> None:
    vendor = agreements_view.vendor(now)
    versions = tuple(one for one in agreements_view.agreements(now) if one.vendor_id == vendor)
    agreements_head.show(_sentence(versions, agreements_view.everyone(now)[vendor], now), now, of_one=True)
    agreements_timeline.show(versions, now)
    chosen = _chosen(versions, now)
    if len(versions) > 1:
        _choice(versions, chosen, now)
    _terms(chosen, before(chosen, versions), now)
    agreements_calendar.show(chosen, now)


def before(one: Agreement, versions: Sequence[Agreement]) -> Agreement | None:
    """The version that this one followed: the latest earlier one for the same service and sites."""
    same = [other for other in versions if (other.service, other.site_id) == (one.service, one.site_id)]
    earlier = [other for other in same if other.effective_from < one.effective_from]
    return max(earlier, key=lambda other: other.effective_from, default=None)


def _sentence(versions: Sequence[Agreement], name: str, now: Reading) -> str:
    month = agreements_view.month(now)
    running = [one for one in versions if days_in_force(one, month)]
    named = written.period(agreements_view.label(month), now.language)
    if not running:
        return now(words.NONE_RUNS, name=name, month=named, versions=len(versions))
    levels = sum(len(one.levels) for one in running)
    changes = sum(before(one, versions) is not None for one in versions)
    said = now(words.RUNS, name=name, month=named, levels=levels)
    how_often = words.CHANGED_ONCE if changes == 1 else words.CHANGED_TIMES
    return said + (now(how_often, changes=changes) if changes else now(words.NEVER_CHANGED))


def _chosen(versions: Sequence[Agreement], now: Reading) -> Agreement:
    """The version of the link; else one in force in the month, else the latest."""
    wanted = now.held("agreement", "")
    month = agreements_view.month(now)
    named = [one for one in versions if one.agreement_id == wanted]
    running = [one for one in versions if days_in_force(one, month)]
    return (named or running[-1:] or list(versions))[-1]


def _choice(versions: Sequence[Agreement], chosen: Agreement, now: Reading) -> None:
    known = {one.agreement_id: one for one in versions}
    st.segmented_control(
        now(words.VERSION), list(known), format_func=lambda id_: _named(known[id_], now), required=True, on_change=address.follow,
        key=address.widget("agreement", {**now.view, "agreement": (chosen.agreement_id,)}),
    )


def _named(one: Agreement, now: Reading) -> str:
    service = overview.word(SERVICES, one.service, now.language)
    return now(words.VERSION_FROM, id=one.agreement_id, service=service, first=one.effective_from.isoformat())


def _terms(one: Agreement, earlier: Agreement | None, now: Reading) -> None:
    st.subheader(now(words.VERSION_OF, id=one.agreement_id), anchor=False)
    show_table(_facts(one, earlier, now), "agreement_facts")
    if not one.levels:
        st.markdown(now(words.NO_LEVELS))
        return
    st.caption(_compared(one, earlier, now))
    show_table(_levels(one, earlier, now), "agreed_levels")


def _facts(one: Agreement, earlier: Agreement | None, now: Reading) -> Table:
    terms = _of_agreement(one, now)
    old = {**_of_agreement(earlier, now), "days": terms["days"]} if earlier else terms
    columns = (Column("term", now(words.TERM), align="left", is_first=True), Column("value", now(words.AGREED), align="left"))
    named = say.AGREEMENT_TERMS
    rows = tuple({"term": Cell(now(named[name])), "value": _term(text, old[name], now)} for name, text in terms.items())
    return Table(columns, rows, now(words.VERSION_OF, id=one.agreement_id))


def _of_agreement(one: Agreement, now: Reading) -> say.Terms:
    sites = warehouse.sites(now.version, now.scope)
    return say.of_agreement(one, sites.get(one.site_id) if one.site_id else None, now.language)


def _compared(one: Agreement, earlier: Agreement | None, now: Reading) -> str:
    if earlier is None:
        return now(words.FIRST_VERSION)
    said = _said(one, now)
    old = _said(earlier, now)
    changed = sum(said[key] != old[key] for key in said if key in old)
    counts = {"changed": changed, "new": len(said.keys() - old.keys()), "gone": len(old.keys() - said.keys())}
    return now(words.AGAINST_BEFORE, id=earlier.agreement_id, **counts)


Subject = tuple[str | None, ...]


def _said(one: Agreement, now: Reading) -> dict[Subject, say.Terms]:
    """The terms of each level in words, by what it is about."""
    kpis = agreements_read.kpis(now.version)
    found = {}
    for level in one.levels:
        tiers, others = one.tiers.get(level.level_id, ()), _others(level, one, kpis, now)
        found[level.subject] = say.of_level(kpis[level.kpi], level, tiers, others, now.language)
    return found


def _others(level: Level, one: Agreement, kpis: Mapping[str, Kpi], now: Reading) -> list[str]:
    if level.incident_group is None:
        return []
    same = [other for other in one.levels if other.incident_group == level.incident_group and other is not level]
    return [say.title(kpis[other.kpi], other, now.language) for other in same]


def _levels(one: Agreement, earlier: Agreement | None, now: Reading) -> Table:
    said, old = _said(one, now), _said(earlier, now) if earlier else {}
    shown = [name for name in say.LEVEL_TERMS if any(terms[name] != written.NOTHING for terms in (*said.values(), *old.values()))]
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        *(Column(name, say.LEVEL_TERMS[name](now.language), align="left") for name in shown),
    )
    rows = [_level(level, said[level.subject], old.get(level.subject) if earlier else said[level.subject], shown, now)
            for level in one.levels]
    gone = [level for level in earlier.levels if level.subject not in said] if earlier else []
    rows += [_gone(level, old[level.subject], shown, now) for level in gone]
    return Table(columns, tuple(rows), now(words.VERSION_OF, id=one.agreement_id))


def _level(level: Level, terms: say.Terms, old: say.Terms | None, shown: Sequence[str], now: Reading) -> dict[str, Cell]:
    """`old`: the same level in the version before, where it has one."""
    kpi = agreements_read.kpis(now.version)[level.kpi]
    new = now(words.IS_NEW) if old is None else ""
    return {
        "level": Cell(say.title(kpi, level, now.language), note=new, hover=kpi.sentence(now.language)),
        **{name: _term(terms[name], terms[name] if old is None else old[name], now) for name in shown},
    }


def _term(text: str, old: str, now: Reading) -> Cell:
    """A term, and in words what it was where that was something else."""
    note = now(words.WAS, old=old) if old != text else ""
    return Cell(text, note=note, is_long=len(text) > _SHORT, tone="muted" if text == written.NOTHING and not note else "plain")


_SHORT = 14
"""In letters: a longer term takes several lines."""


def _gone(level: Level, old: say.Terms, shown: Sequence[str], now: Reading) -> dict[str, Cell]:
    kpi = agreements_read.kpis(now.version)[level.kpi]
    name = Cell(say.title(kpi, level, now.language), note=now(words.IS_GONE), tone="muted")
    return {"level": name, **{each: Cell(old[each], tone="muted", is_long=len(old[each]) > _SHORT) for each in shown}}
