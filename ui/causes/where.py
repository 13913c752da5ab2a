"""Step 2 of the page *Root cause*: the few combinations in which the change is concentrated, or that there is none."""

from __future__ import annotations

import streamlit as st

from assay import written
from assay.kpis import Kpi
from assay.report.causes import Level, Located, can_locate, sense_of
from assay.report.causes_pictures import by_causes
from assay.report.causes_said import named, searched, where
from assay.say import causes as say
from assay.say.parts import together
from assay.stats.localise.result import Cause
from ui import address, plotted
from ui.causes import read as causes_read
from ui.causes import view as causes_view
from ui.causes import words
from ui.causes.asked import Question
from ui.conditions import said
from ui.literal import literal
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.table import show as show_table

_TONES: dict[str, Tone] = {"better": "improvement", "worse": "concern", "neither": "plain"}


def show(asked: Question, now: Reading) -> Located | None:
    """What was found; None where the KPI cannot be searched."""
    if not can_locate(asked.kpi):
        st.markdown(now(say.CANNOT_LOCATE))
        return None
    with st.spinner(now(words.SEARCHING)):
        found = causes_read.located_of(asked)
    if found is None:
        st.markdown(now(words.NOTHING_BODY))
        return None
    st.markdown(f"**{literal(where(found, asked.names, now.language))}**")
    if found.causes:
        _causes(asked, found, now)
    with st.expander(now(words.ASSUMES), key="causes_assumes_where"):
        st.markdown("\n".join(f"- {literal(line)}" for line in searched(found, now.language)))
    return found


def _causes(asked: Question, found: Located, now: Reading) -> None:
    clicked = plotted.show_chart(
        by_causes(found, asked.before, asked.after, asked.names, now.language), "causes_found", language=now.language
    )
    show_table(_table(asked, found, now), "causes_table")
    for cause, _ in found.causes:
        if cause.others:
            names = ("；" if now.language == "zh" else "; ").join(
                f"{together([(each.attribute, each.value) for each in one.conditions], asked.names, now.language)}"
                f" ({written.percent(one.probability, 0)})"
                for one in cause.others
            )
            st.caption(literal(now(say.INSTEAD, names=names)))
    if clicked and clicked.isdigit():
        address.go(cond=said(found.causes[int(clicked)][0].conditions))
        st.rerun()


def _table(asked: Question, found: Located, now: Reading) -> Table:
    columns = (
        Column("cause", now(words.CAUSE), now(words.CAUSE_HOVER), align="left", is_first=True),
        Column("rate", now(words.RATE), now(words.RATE_HOVER)),
        Column("lift", now(words.LIFT), now(words.LIFT_HOVER)),
        Column("share", now(words.SHARE), now(words.SHARE_HOVER)),
        Column("n", now(words.N)),
        Column("p", now(words.P), now(words.P_HOVER)),
        Column("sure", now(words.SURE), now(words.SURE_HOVER)),
        Column("orders", now(words.ORDERS), align="left"),
    )
    return Table(columns, tuple(_row(asked, cause, level, now) for cause, level in found.causes), now(words.CAUSES_TABLE))


def _row(asked: Question, cause: Cause, level: Level, now: Reading) -> dict[str, Cell]:
    kpi, language = asked.kpi, now.language
    failing = causes_view.of_orders(kpi, "numerator" if kpi.direction == "lower" else "rest", asked.after, cause.conditions)
    part = level.within
    return {
        "cause": Cell(named(cause, asked.names, language), href=causes_view.of_part(cause.conditions), is_long=True),
        "rate": Cell(_rates(kpi, cause, now)),
        "lift": Cell(_lift(kpi, cause, now), tone=_TONES[sense_of(kpi, level.within.effect)]),
        "share": Cell(say.change(kpi, part.effect, language), note=say.interval(kpi, part, language)),
        "n": Cell(written.count(cause.n)),
        "p": Cell(written.chance(cause.p)),
        "sure": Cell(written.percent(cause.probability, 0)),
        "orders": Cell(now(words.OPEN_ORDERS) if failing else written.NOTHING, href=failing),
    }


def _rates(kpi: Kpi, cause: Cause, now: Reading) -> str:
    """Of shares that should be high failures were counted, so what is shown is the rest."""
    is_turned = kpi.chart == "p" and kpi.direction == "higher"
    ratios = [one / cause.n for one in (cause.expected, cause.numerator)]
    expected, seen = (written.value(kpi, kpi.value(1 - one if is_turned else one), now.language) for one in ratios)
    return now(say.BEFORE_AFTER, before=expected, after=seen)


def _lift(kpi: Kpi, cause: Cause, now: Reading) -> str:
    if kpi.chart == "xmr":
        return say.change(kpi, cause.lift, now.language)
    return now(say.TIMES, lift=f"{cause.lift:.1f}", low=f"{cause.low:.1f}", high=f"{cause.high:.1f}")
