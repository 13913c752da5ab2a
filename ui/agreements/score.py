"""The scorecard of a vendor: score, band, what caps it, and everything that went into it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assay import written
from assay.agreements.scorecard import AT_TARGET, FULL, LEAST_COVERED, Scorecard, Scored
from assay.agreements.scorecard import RULE as SCORING
from assay.contracts.vocabulary import BANDS, UNSCORED
from assay.report.settled import Settled
from assay.say import agreed, amounts
from assay.say import scored as say
from ui.agreements import head as agreements_head
from ui.agreements import read as agreements_read
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.markup import Card, Cell, Column, Table
from ui.reading import Reading
from ui.table import cards
from ui.table import show as show_table


def show(now: Reading) -> None:
    month = agreements_view.month(now)
    with st.spinner(now(words.SETTLING)):
        found = agreements_read.settled(now.version, now.scope, agreements_view.vendor(now), month)
    card = found.scorecard
    sentence = say.headline(card, found.name, agreements_view.label(month), now.language)
    agreements_head.show(sentence, now, "" if found.is_over else now(words.MONTH_RUNS), of_one=True)
    if not card.levels:
        st.markdown(now(words.NO_STATEMENT))
        return
    cards(_figures(found, card, now), "score_figures")
    st.subheader(now(words.INPUTS), anchor=False)
    st.caption(now(words.INPUTS_HINT, target=f"{AT_TARGET:g}", full=f"{FULL:g}"))
    listed = sorted(card.levels, key=lambda one: (one.missing is not None, _lost(one) * -1, one.level.level_id))
    show_table(_table(listed, found, now), "score_inputs")
    if card.missing:
        st.caption(_missing(card, found, now))
    st.caption(now(words.SCORE_RULE, rule=SCORING, least=written.percent(LEAST_COVERED, 0), bands=say.bands(now.language)))


def _figures(found: Settled, card: Scorecard, now: Reading) -> tuple[Card, ...]:
    held = {"open_critical_finding": found.limits.open_critical_findings,
            "validated_safety_complaint": found.limits.validated_safety_complaints}
    limited = say.limiters(held, now.language)
    alone = now(words.BAND_ALONE, band=now(BANDS[card.band_of_score])) if card.band_of_score else now(words.NOT_ENOUGH_WEIGHT)
    return (
        Card(now(words.SCORE), written.NOTHING if card.score is None else f"{card.score:.1f}", basis=now(words.OF_HUNDRED)),
        Card(now(words.BAND), now(BANDS[card.band]) if card.band else written.NOTHING, basis=alone),
        Card(now(words.LIMITERS), str(len(limited)), basis=limited[0] if limited else now(words.NO_LIMITER),
             note=limited[1] if len(limited) > 1 else ""),
        Card(now(words.COVERED), written.percent(card.covered, 0), basis=now(words.COVERED_OF, count=len(card.levels)),
             note=now(words.COVERED_WITHOUT, count=len(card.missing)) if card.missing else ""),
    )


def _lost(one: Scored) -> float:
    """How many points of the score it costs that the level is not perfect."""
    return 0.0 if one.score is None else one.weight_used * (FULL - one.score)


def _table(listed: Sequence[Scored], found: Settled, now: Reading) -> Table:
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        Column("score", now(words.LEVEL_SCORE), now(words.LEVEL_SCORE_HINT)),
        Column("value", now(words.RESULT)),
        Column("line", now(words.SCALE), now(words.SCALE_HINT, target=f"{AT_TARGET:g}", full=f"{FULL:g}")),
        Column("n", "n"),
        Column("agreed", now(words.WEIGHT_AGREED)),
        Column("used", now(words.WEIGHT_USED), now(words.WEIGHT_USED_HINT)),
        Column("adds", now(words.ADDS), now(words.ADDS_HINT)),
    )
    return Table(columns, tuple(_row(one, found, now) for one in listed), now(words.INPUTS))


def _row(one: Scored, found: Settled, now: Reading) -> dict[str, Cell]:
    kpi, level = found.kpis[one.level.kpi], one.level
    why = now(UNSCORED[one.missing]) if one.missing else ""
    href = agreements_view.of_statement(found.vendor_id, found.month, level.level_id)
    value = written.NOTHING if one.value is None else amounts.settled(kpi, level, one.value, now.language)
    adds = None if one.score is None else one.weight_used * one.score
    return {
        "level": Cell(amounts.level_name(kpi, level, now.language), href=href),
        "score": Cell(written.NOTHING, note=why, tone="muted") if one.score is None else _points(one.score),
        "value": Cell(value),
        "line": Cell(_scale(one, found, now), tone="muted"),
        "n": Cell(written.count(one.n)),
        "agreed": Cell(f"{one.weight_agreed:g}"),
        "used": Cell(written.percent(one.weight_used) if one.weight_used else written.NOTHING),
        "adds": Cell(written.NOTHING if adds is None else f"{adds:.1f}"),
    }


def _points(score: float) -> Cell:
    return Cell(f"{score:.0f}", bar=score / FULL)


def _scale(one: Scored, found: Settled, now: Reading) -> str:
    """Where the score is 0, where it is at target, where it is full."""
    kpi = found.kpis[one.level.kpi]
    points = (written.NOTHING if point is None else written.bound(kpi, point, now.language)
              for point in (one.zero_at, one.target, one.full_at))
    return " · ".join(points)


def _missing(card: Scorecard, found: Settled, now: Reading) -> str:
    comma = "、" if now.language == "zh" else ", "
    return now(words.MISSING, levels=comma.join(_why(one, found, now) for one in card.missing))


def _why(one: Scored, found: Settled, now: Reading) -> str:
    name = agreed.title(found.kpis[one.level.kpi], one.level, now.language)
    return now(words.MISSING_ONE, level=name, why=now(UNSCORED[one.missing or ""]))
