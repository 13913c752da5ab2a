"""The page *Root cause*: what changed, where it is concentrated, what goes along with it, and the orders behind it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assay.cells import grains
from assay.contracts.vocabulary import METHODS
from assay.kpis import Kpi
from assay.report.causes import Changed, Level, Located
from assay.report.causes_said import explained, headline
from assay.report.causes_told import Told
from assay.say.parts import together
from assay.stats.localise.result import Cause
from assay.text import Text
from ui import address, first_steps, opening, warehouse
from ui import words as common
from ui.causes import action, change, closer, drivers, where, words
from ui.causes import read as causes_read
from ui.causes import settings as causes_settings
from ui.causes import view as causes_view
from ui.causes.asked import Question
from ui.literal import literal
from ui.reading import Reading


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
        return
    kpis = _offered(now)
    if not kpis:
        _nothing(words.CAUSES, words.NO_KPI, now)
        return
    kpi = next((one for one in kpis if one.id == now.kpi), kpis[0])
    asked = _question(kpi, now)
    if asked is None:
        _nothing(words.ONE_PERIOD_TITLE, words.ONE_PERIOD_BODY, now)
        causes_settings.kpi(kpi, kpis, now)
        return
    _answer(asked, kpis, now)


def _answer(asked: Question, kpis: tuple[Kpi, ...], now: Reading) -> None:
    head = st.empty()
    causes_settings.show(asked, kpis, now)
    _opened(asked, now)
    with st.spinner(now(words.READING)):
        found = causes_read.changed_of(asked, causes_settings.split(asked, now))
    if found is None:
        head.header(literal(now(words.NOTHING_TITLE, kpi=asked.kpi.title(now.language))), anchor=False)
        st.markdown(now(words.NOTHING_BODY))
        return
    head.header(literal(headline(found, None, asked.names, now.language)), anchor=False)
    _notes(asked, now)
    _step(words.STEP_CHANGE, now)
    change.show(asked, found, now)
    _step(words.STEP_WHERE, now)
    located = where.show(asked, now)
    whole = None if asked.conditions else located
    head.header(literal(headline(found, whole, asked.names, now.language)), anchor=False)
    _step(words.STEP_DRIVERS, now)
    drivers.show(asked, now)
    _step(words.STEP_CLOSER, now)
    closer.show(asked, now)
    action.show(asked, now, _told(asked, found, whole))


def _offered(now: Reading) -> tuple[Kpi, ...]:
    main, others = opening.kpis(now.version, now.scope, now.grain)
    return tuple(one for one in (*main, *others) if set(grains(one)) - {"day"} and causes_view.offered(one))


def _question(kpi: Kpi, now: Reading) -> Question | None:
    """None where nothing came before the chosen period."""
    grain = causes_view.grain(now, kpi)
    after = next((one for one in warehouse.periods(now.version, now.scope, grain) if one.first <= now.period.last), None)
    earlier = () if after is None else causes_view.earlier(now, grain, after.first)
    if after is None or not earlier:
        return None
    wanted = now.held("base", earlier[0])
    return Question(
        now.version, now.scope, kpi, grain, wanted if wanted in earlier else earlier[0], after.label, causes_view.by(now, kpi),
        causes_view.offered(kpi), now.members, causes_view.conditions(now, kpi), causes_view.depth(now),
        causes_read.names(now.version, now.scope),
    )


def _opened(asked: Question, now: Reading) -> None:
    """The part of the work that is opened, and the way back to all of it."""
    if not asked.conditions:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="causes_part"):
        st.markdown(f"**{literal(now(words.PART_OF, part=together(asked.pairs, asked.names, now.language)))}**")
        st.button(now(words.WHOLE), key="causes_whole", on_click=address.go, kwargs={"cond": None}, type="tertiary")


def _notes(asked: Question, now: Reading) -> None:
    if now.period.is_partial:
        st.caption(now(common.PARTIAL_NOTE, label=asked.after))
    if "method" in asked.kpi.within:
        st.caption(now(common.METHOD_NOTE, method=METHODS[warehouse.method(now.version, now.scope)](now.language).lower()))
    if causes_view.is_of_workers(asked.by):
        st.caption(now(words.NO_PERSONS_AND_SITES))


def _step(title: Text, now: Reading) -> None:
    st.subheader(now(title), anchor=False, divider="gray")


def _nothing(title: Text, body: Text, now: Reading) -> None:
    st.header(now(title), anchor=False)
    st.markdown(now(body))


def _told(asked: Question, found: Changed, located: Located | None) -> Told:
    """The finding, to be written down: of the first cause where any was found, else of the part that is opened, or of all."""
    whole = found.whole
    sentence = Text(*(headline(found, located, asked.names, language) for language in ("zh", "en")))
    moved = (whole.change.effect, whole.change.low, whole.change.high)
    causes = () if located is None else located.causes
    vendors, sites = (_named(name, asked, causes) for name in ("vendor_id", "site_id"))
    if not causes:
        return Told(sentence, whole.n[1], moved, None, None, asked.pairs, vendors, sites)
    cause, level = causes[0]
    pairs = tuple((one.attribute, one.value) for one in cause.conditions)
    return Told(sentence, cause.n, moved, explained(level.within, whole.change), cause.p, pairs, vendors, sites)


def _named(dimension: str, asked: Question, causes: Sequence[tuple[Cause, Level]]) -> tuple[str, ...]:
    """The vendors or sites that the sentence names or the view is limited to."""
    held = [*asked.conditions, *(one for cause, _ in causes for one in cause.conditions)]
    limited = asked.members.vendors if dimension == "vendor_id" else asked.members.sites
    return tuple(sorted({*limited, *(one.value for one in held if one.attribute == dimension and one.value)}))
