"""Step 3 of the page *Root cause*: what goes along with the KPI, each factor with all the others held fixed."""

from __future__ import annotations

from html import escape

import streamlit as st

from assay import written
from assay.contracts.vocabulary import SERVICES
from assay.report.causes_drivers import Driven, can_drive
from assay.report.causes_drivers_pictures import effects, first, others
from assay.report.causes_drivers_told import based, headline, method, sentences, together
from assay.report.causes_times import CLOCK_OF
from assay.say import causes_checks
from assay.say import causes_drivers as say
from assay.say.overview import word
from assay.stats.drivers import Calibration
from ui import address, plotted
from ui.causes import drivers_read, drivers_table, drivers_times
from ui.causes import words_drivers as words
from ui.causes.asked import Question
from ui.conditions import condition, said
from ui.literal import literal
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table


def show(asked: Question, now: Reading) -> None:
    """The step, of one service."""
    if not can_drive(asked.kpi):
        st.markdown(literal(headline(Driven(asked.kpi, None, (), "dependent"), now.language)))
        return
    service = drivers_read.service(asked)
    _services(asked, service, now)
    with st.spinner(now(words.FITTING)):
        found = drivers_read.found(asked, service)
    if found.state != "fitted" or not first(found.factors):
        st.markdown(literal(headline(found, now.language)))
        st.caption(literal(based(found, now.language)))
        return
    _found(asked, found, now)


def _found(asked: Question, found: Driven, now: Reading) -> None:
    language = now.language
    chart = effects(found, first(found.factors), headline(found, language), based(found, language), language)
    opened(plotted.show_chart(chart, "drivers", language=language), asked)
    _told((*sentences(found, language), *together(found, language)))
    _others(asked, found, now)
    drivers_table.show(asked, found, now)
    if asked.kpi.id in CLOCK_OF:
        drivers_times.show(asked, found, now)
    with st.expander(now(words.ASSUMES), key="drivers_assumes"):
        lines = method(found, drivers_read.PERIODS[asked.grain], drivers_read.ORDERS, language)
        st.markdown("\n".join(f"- {literal(line)}" for line in lines))
        _calibration(found, now)


def opened(clicked: str | None, asked: Question) -> None:
    """Narrows the page to the level that was clicked."""
    if clicked:
        address.go(cond=said([*asked.conditions, condition(clicked)]))
        st.rerun()


def _services(asked: Question, service: str | None, now: Reading) -> None:
    """One service at a time: categories nest in services."""
    told = drivers_read.services(asked)
    if service is None or "service" in dict(asked.pairs) or len({*told, service}) < 2:
        return
    options = told if service in told else (*told, service)
    key = f"drivers_service_{service}_{now.language}"

    def follow() -> None:
        address.go(services=st.session_state[key])

    st.segmented_control(
        now(words.SERVICE), options, format_func=lambda one: word(SERVICES, one, now.language), default=service, required=True,
        key=key, on_change=follow,
    )


def _told(lines: tuple[str, ...]) -> None:
    if lines:
        st.html("<ul>" + "".join(f"<li>{escape(one)}</li>" for one in lines) + "</ul>")


def _others(asked: Question, found: Driven, now: Reading) -> None:
    """The factors with less evidence, drawn when asked for."""
    rest = others(found.factors)
    if not rest:
        return
    title = say.OTHERS_TITLE(now.language, count=len(rest))
    more = st.expander(title, key="drivers_more", on_change="rerun")
    if more.open:
        with more:
            chart = effects(found, rest, title, based(found, now.language), now.language)
            opened(plotted.show_chart(chart, "drivers_others", language=now.language), asked)


def _calibration(found: Driven, now: Reading) -> None:
    model = found.main if found.main is not None and found.main.checks is not None else found.staffed
    if model is None or model.checks is None:
        return
    columns = (
        Column("group", causes_checks.GROUP(now.language), align="left", is_first=True), Column("n", "n"),
        Column("expected", causes_checks.EXPECTED(now.language)), Column("seen", causes_checks.SEEN(now.language)),
    )
    rows = tuple(_group(at, one, found, now) for at, one in enumerate(model.checks.calibration, start=1))
    title = causes_checks.CALIBRATION(now.language)
    st.caption(title)
    show_table(Table(columns, rows, title), "drivers_calibration")


def _group(at: int, one: Calibration, found: Driven, now: Reading) -> dict[str, Cell]:
    expected, seen = (written.value(found.kpi, found.kpi.value(ratio), now.language) for ratio in (one.expected, one.observed))
    return {"group": Cell(str(at)), "n": Cell(written.count(one.n)), "expected": Cell(expected), "seen": Cell(seen)}
