"""The page *Trends*: what changed, how sure that is; all series as icons, and one of them as a chart."""

from __future__ import annotations

import streamlit as st

from assay.kpis import Kpi
from assay.register.open import NotOpened
from assay.report.trends import Trends
from assay.say import trends as say
from assay.stats.spc.rules import RULE_SETS
from ui import address, download, first_steps, opening
from ui.reading import Reading
from ui.table import show as show_table
from ui.trends import opened as trends_opened
from ui.trends import read as trends_read
from ui.trends import table as trends_table
from ui.trends import view as trends_view
from ui.trends import words


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
        return
    try:
        _show(now)
    except NotOpened as error:
        st.header(now(words.NO_REGISTER), anchor=False)
        st.markdown(error.text(now.language))


def _show(now: Reading) -> None:
    main, others = kpis(now)
    found = read(now, main)
    if not found.rows:
        _controls(now)
        st.header(now(words.NOTHING_TITLE), anchor=False)
        st.markdown(now(words.NOTHING_BODY))
        return
    st.header(say.headline(trends_table.counts(found), trends_view.across(now), found.axis.latest, now.language), anchor=False)
    _controls(now)
    chosen = trends_view.opened(now)
    if chosen:
        trends_opened.show(*chosen, found if chosen[0] in {kpi.id for kpi in main} else read(now, of(now, chosen[0])), now)
    _table(found, now)
    _more(others, now)


def kpis(now: Reading) -> tuple[tuple[Kpi, ...], tuple[Kpi, ...]]:
    """The KPIs that the table opens with, and the others, of those that have series of this grain by vendor or site. Where none of
    the first has any, the table opens with what there is."""
    grain, across = trends_view.grain(now), trends_view.across(now)
    offered = trends_read.offered(now.version, now.scope, across, grain)
    first, _ = opening.kpis(now.version, now.scope, grain)
    main = tuple(kpi for kpi in first if kpi in offered) or offered[: len(opening.MAIN)]
    return main, tuple(kpi for kpi in offered if kpi not in main)


def of(now: Reading, kpi: str) -> tuple[Kpi, ...]:
    return tuple(one for group in kpis(now) for one in group if one.id == kpi)


def read(now: Reading, chosen: tuple[Kpi, ...]) -> Trends:
    """The table of some KPIs as the view asks for it."""
    return trends_read.table(
        now.version, now.scope, tuple(kpi.id for kpi in chosen), trends_view.across(now), trends_view.grain(now), now.members,
        now.period.last, trends_view.rules(now).id,
    )


def _controls(now: Reading) -> None:
    view = trends_view.holding(now)
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_controls"):
        st.segmented_control(
            now(words.GRAIN), list(words.GRAINS), format_func=lambda one: now(words.GRAINS[one]), required=True,
            key=address.widget("grain", view), on_change=address.follow,
        )
        st.segmented_control(
            now(words.ACROSS), trends_view.ACROSS, format_func=lambda one: now(words.BY[one]), required=True,
            key=address.widget("across", view), on_change=address.follow,
        )
        st.selectbox(
            now(words.RULES), [one.id for one in RULE_SETS], format_func=lambda one: say.RULE_SETS[one](now.language), width=240,
            key=address.widget("rules", view), on_change=address.follow,
        )


def _table(found: Trends, now: Reading) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_heading"):
        st.subheader(now(words.ICONS[trends_view.across(now)]), anchor=False)
        download.button(lambda: trends_table.workbook(found, now), f"assay-trends-{found.axis.latest}.xlsx", "trends", now)
    st.caption(now(words.ICONS_HINT))
    show_table(trends_table.table(found, now), "trends")
    st.caption(now(words.WATCH_NOTE))


def _more(others: tuple[Kpi, ...], now: Reading) -> None:
    """The other KPIs, read when asked for."""
    if not others:
        return
    more = st.expander(now(words.MORE), key="more_trends", on_change="rerun")
    if more.open:
        with more:
            found = read(now, others)
            show_table(trends_table.table(found, now), "more_trends_table")
