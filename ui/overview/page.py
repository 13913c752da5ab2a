"""The overview on the page: the sentence, the cards, one KPI opened, vendors by KPI."""

from __future__ import annotations

import streamlit as st

from assay.contracts.vocabulary import METHODS
from assay.kpis import Kpi
from assay.level import Level
from assay.report.overview import Overview, overview
from assay.say import overview as say
from ui import download, first_steps, opening, warehouse, words
from ui.overview import detail
from ui.overview.scorecard import card, table
from ui.reading import Reading
from ui.table import cards
from ui.table import show as show_table


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
        return
    main, others = opening.kpis(now.version, now.scope, now.grain)
    found = build(now, main, others)
    st.header(sentence(found, now), anchor=False)
    _notes(now)
    cards(tuple(card(one, found, now) for one in found.cards), "cards")
    _opened(now, {kpi.id: kpi for kpi in (*main, *others)})
    _vendors(found, now)
    _more(now, others)


def build(now: Reading, kpis: tuple[Kpi, ...], others: tuple[Kpi, ...] = ()) -> Overview:
    """The overview of the chosen period over some KPIs; the levels of `others` count without being shown."""
    levels = _levels(now)
    judged = {level.kpi for level in levels}
    others = tuple(kpi for kpi in others if kpi.id in judged)
    cells = {kpi.id: warehouse.cells(now.version, now.scope, kpi, now.grain, now.where) for kpi in (*kpis, *others)}
    names = warehouse.vendors(now.version, now.scope)
    seen = {id_ for frame in cells.values() for id_ in frame["vendor_id"].drop_nulls()}
    chosen = now.where.vendors or tuple(id_ for id_ in names if id_ in seen)
    return overview(cells, kpis, levels, {id_: names[id_] for id_ in chosen}, now.trend, now.period.is_partial, others)


def _levels(now: Reading) -> tuple[Level, ...]:
    """What is in force at the end of the period, for the vendors and services in view; nothing where sites are filtered, since an
    agreement is settled over all its sites."""
    if now.where.sites:
        return ()
    found = warehouse.levels(now.version, now.scope, now.period.last)
    vendors, services = now.where.vendors, now.where.services
    of_vendors = [one for one in found if not vendors or one.vendor_id in vendors]
    return tuple(one for one in of_vendors if not services or one.service in services)


def sentence(found: Overview, now: Reading) -> str:
    rows = [(row.name, row.judged, row.missed, row.beyond_chance) for row in found.rows]
    return say.headline(found.period, found.is_partial, rows, now.language)


def _notes(now: Reading) -> None:
    """What must be known to read the page rightly, where it applies."""
    notes = (
        (now.period.is_partial, now(words.PARTIAL_NOTE, label=now.period.label)),
        (bool(now.where.sites), now(words.SITES_NOTE)),
        (now.grain == "quarter", now(words.QUARTER_NOTE)),
    )
    for applies, note in notes:
        if applies:
            st.caption(note)


def _opened(now: Reading, known: dict[str, Kpi]) -> None:
    """The KPI that the link opens, if any."""
    if now.kpi in known:
        detail.show(now, build(now, (known[now.kpi],)))


def _vendors(found: Overview, now: Reading) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="vendors_heading"):
        st.subheader(now(words.TABLE_TITLE), anchor=False)
        download.button(lambda: download.vendors(found, now), f"assay-{found.period}-vendors.xlsx", "vendors", now)
    st.caption(now(words.TABLE_HINT))
    if found.rows:
        show_table(table(found, now), "vendors")
    else:
        st.markdown(f"**{now(words.NOTHING_TITLE)}** {now(words.NOTHING_BODY)}")
    method = METHODS[warehouse.method(now.version, now.scope)](now.language).lower()
    st.caption(words.joined(now.language, now(words.METHOD_NOTE, method=method), now(words.EVIDENCE_NOTE)))


def _more(now: Reading, others: tuple[Kpi, ...]) -> None:
    """The other KPIs, fetched when asked for."""
    more = st.expander(now(words.MORE_KPIS), key="more_kpis", on_change="rerun")
    if more.open:
        with more:
            found = build(now, others)
            cards(tuple(card(one, found, now) for one in found.cards), "more_cards")
            detail.measurements(now)
