"""How fast orders are done and how long they take, factor by factor; fitted when the reader opens it."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

import streamlit as st

from assay import written
from assay.contracts.vocabulary import SERVICES
from assay.report.causes import WORKERS
from assay.report.causes_drivers import Driven
from assay.report.causes_drivers_pictures import drawable, first, paces
from assay.report.causes_drivers_told import span
from assay.report.causes_times import Lasted, Paced
from assay.say import causes_drivers as say
from assay.say import causes_factors as factors
from assay.say import causes_pace as pace_words
from assay.say.overview import word
from assay.stats.drivers import Estimate, FactorEffect, LevelEffect
from assay.stats.localise.result import Condition
from ui import address, plotted
from ui.causes import drivers_read
from ui.causes import view as causes_view
from ui.causes import words_drivers as words
from ui.causes.asked import Question
from ui.conditions import condition, said
from ui.literal import literal
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table


def show(asked: Question, found: Driven, now: Reading) -> None:
    """Two parts, each worked out when it is opened."""
    own = tuple((one.name, one.reference.level) for one in found.factors if one.name not in WORKERS and one.verdict != "one_level")
    if not own:
        return
    more = st.expander(now(words.PACE), key="drivers_pace", on_change="rerun")
    if more.open:
        with more:
            _pace(asked, found, own, now)
    more = st.expander(now(words.LASTED), key="drivers_lasted", on_change="rerun")
    if more.open:
        with more:
            _lasted(asked, found, own, now)


def _pace(asked: Question, found: Driven, own: drivers_read.References, now: Reading) -> None:
    with st.spinner(now(words.PACING)):
        paced = drivers_read.pace(asked, found, own)
    if paced is None or not drawable(paced.factors):
        st.markdown(now(words.NO_PACE))
        return
    clicked = plotted.show_chart(
        paces(paced, first(paced.factors), _title(paced, now), _based(paced, found, now), now.language), "drivers_paces",
        language=now.language,
    )
    if clicked:
        address.go(cond=said([*asked.conditions, condition(clicked)]))
        st.rerun()
    st.caption(now(pace_words.ASSUMES))


def _title(paced: Paced, now: Reading) -> str:
    done, names = pace_words.DONE[paced.clock](now.language), [one.name for one in paced.associated]
    if not names:
        return now(pace_words.NONE, done=done)
    title = pace_words.ONE if len(names) == 1 else pace_words.SEVERAL
    said_ = now(title, names=factors.several(names, now.language), done=done)
    return said_[:1].upper() + said_[1:]


def _based(paced: Paced, found: Driven, now: Reading) -> str:
    return now(
        pace_words.BASED, service="" if found.service is None else word(SERVICES, found.service, now.language),
        span=span(paced.periods, now.language), done=pace_words.DONE[paced.clock](now.language), n=written.count(paced.done),
        waiting=written.count(paced.waiting), cancelled=written.count(paced.cancelled),
    )


def _lasted(asked: Question, found: Driven, own: drivers_read.References, now: Reading) -> None:
    with st.spinner(now(words.LASTING)):
        lasted = drivers_read.lasting(asked, found, own)
    if not drawable(lasted.factors):
        st.markdown(now(words.NO_LASTED))
        return
    title = now(
        pace_words.LASTED, done=pace_words.DONE[lasted.clock](now.language), n=written.count(lasted.median.n),
        of=written.count(lasted.of),
    )
    st.markdown(f"**{literal(title)}**")
    show_table(_table(asked, lasted, title, now), "drivers_lasted_table")
    st.caption(now(pace_words.LASTED_ASSUMES))


def _table(asked: Question, lasted: Lasted, title: str, now: Reading) -> Table:
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        Column("n", "n", now(words.N_HINT)),
        Column("median", now(words.MEDIAN), now(words.MEDIAN_HINT)),
        Column("ratio", now(words.MEDIAN_RATIO), now(words.RATIO_HINT)),
        Column("late", now(words.LATE_RATIO), now(words.LATE_HINT)),
    )
    return Table(columns, tuple(row for one in lasted.factors for row in _rows(asked, lasted, one, now)), title)


def _rows(asked: Question, lasted: Lasted, factor: FactorEffect, now: Reading) -> Iterator[dict[str, Cell]]:
    named = factors.heading(factor.name, now.language)
    q = factor.q_value
    yield {"level": Cell(named if q is None else now(words.FACTOR_Q, factor=named, q=written.chance(q)), tone="group")}
    for level in factor.levels:
        part = causes_view.of_part([*asked.conditions, Condition(factor.name, level.level)])
        yield {
            "level": Cell(factors.level(factor.name, level.level, now.language), href=part),
            "n": Cell(written.count(level.n)),
            "median": Cell(written.working(exp(level.observed), now.language)),
            "ratio": _ratio(level, now),
            "late": _ratio(lasted.late_of(factor.name, level.level), now),
        }


def _ratio(level: LevelEffect | None, now: Reading) -> Cell:
    if level is not None and level.verdict == "reference":
        return Cell(now(say.REFERENCE), tone="muted")
    of: Estimate | None = None if level is None else level.ratio
    if of is None:
        return Cell(written.NOTHING, tone="muted")
    return Cell(say.two(of.value), note=f"{say.two(of.low)} – {say.two(of.high)}")
