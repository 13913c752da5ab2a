"""All factors and levels as a table and as an Excel file."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import streamlit as st

from assay import written
from assay.report.causes import WORKERS, sense_of
from assay.report.causes_drivers import Driven, moved
from assay.report.causes_drivers_pictures import drawn, missing
from assay.report.causes_drivers_told import based, headline, method, sentences, together
from assay.say import causes_drivers as say
from assay.say import causes_factors as factors
from assay.stats.drivers import Estimate, FactorEffect, LevelEffect
from assay.stats.localise.result import Condition
from ui import download
from ui.causes import drivers_read
from ui.causes import view as causes_view
from ui.causes import words_drivers as words
from ui.causes.asked import Question
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.table import show as show_table

_TONES: dict[str, Tone] = {"better": "improvement", "worse": "concern", "neither": "neutral"}


def show(asked: Question, found: Driven, now: Reading) -> None:
    """The table, drawn when asked for, and its file."""
    more = st.expander(now(words.FIGURES), key="drivers_figures", on_change="rerun")
    if not more.open:
        return
    with more:
        with st.container(horizontal=True, vertical_alignment="center", key="drivers_figures_heading"):
            st.caption(now(words.FIGURES_HINT))
            name = f"assay-drivers-{found.kpi.id}-{found.periods[-1]}.xlsx"
            download.button(lambda: workbook(asked, found, now), name, "drivers", now)
        show_table(_table(asked, found, now), "drivers_table")


def _table(asked: Question, found: Driven, now: Reading) -> Table:
    ratio = _ratio(found)
    columns = (
        Column("level", now(words.LEVEL), align="left", is_first=True),
        Column("n", "n", now(words.N_HINT)),
        Column("observed", now(words.OBSERVED), now(words.OBSERVED_HINT)),
        *(() if found.kpi.is_log else (Column("difference", now(words.DIFFERENCE), now(words.DIFFERENCE_HINT)),)),
        *((Column("ratio", say.RATIOS[ratio](now.language), now(words.RATIO_HINT)),) if ratio else ()),
        Column("p", now(words.P), now(words.P_HINT)),
        Column("verdict", now(words.VERDICT), align="left"),
    )
    rows = tuple(row for one in found.factors for row in _rows(asked, found, one, now))
    return Table(columns, rows, now(words.FIGURES))


def _ratio(found: Driven) -> str | None:
    """Which ratio the model gives; a mean has none."""
    if found.kpi.is_log:
        return "log"
    return found.kpi.chart if found.kpi.chart != "xmr" else None


def _rows(asked: Question, found: Driven, factor: FactorEffect, now: Reading) -> Iterator[dict[str, Cell]]:
    named = factors.heading(factor.name, now.language)
    q = factor.q_value
    yield {"level": Cell(named if q is None else now(words.FACTOR_Q, factor=named, q=written.chance(q)), tone="group")}
    for level in factor.levels:
        yield _row(asked, found, factor, level, now)


def _row(asked: Question, found: Driven, factor: FactorEffect, level: LevelEffect, now: Reading) -> dict[str, Cell]:
    kpi, language = found.kpi, now.language
    part = causes_view.of_part([*asked.conditions, Condition(factor.name, level.level)])
    return {
        "level": Cell(factors.level(factor.name, level.level, language), href=part),
        "n": Cell(written.count(level.n)),
        "observed": Cell(written.value(kpi, _observed(found, factor, level), language)),
        "difference": _difference(found, level, now),
        "ratio": _of_ratio(level.ratio),
        "p": Cell("" if level.p_value is None else written.chance(level.p_value)),
        "verdict": _verdict(found, factor, level, now),
    }


def _observed(found: Driven, factor: FactorEffect, level: LevelEffect) -> float | None:
    """The figure as counted, where enough was; few orders of a class of workers may be one person's."""
    least = found.least if factor.name in WORKERS else found.kpi.minimum_n
    return found.kpi.value(level.observed) if level.n >= least else None


def _difference(found: Driven, level: LevelEffect, now: Reading) -> Cell:
    of = moved(found.kpi, level)
    if of is None:
        return Cell("")
    low, high = (say.amount(found.kpi, end, now.language, unit=False) for end in (of.low, of.high))
    return Cell(say.amount(found.kpi, of.value, now.language), note=f"{low} – {high}")


def _of_ratio(of: Estimate | None) -> Cell:
    return Cell("") if of is None else Cell(say.two(of.value), note=f"{say.two(of.low)} – {say.two(of.high)}")


def _verdict(found: Driven, factor: FactorEffect, level: LevelEffect, now: Reading) -> Cell:
    if level.verdict == "reference":
        return Cell(now(say.REFERENCE), tone="muted")
    if level.effect is None:
        return Cell(missing(level, found.least, now.language), tone="muted")
    if factor.verdict != "associated" or level.verdict == "within_noise":
        return Cell(now(say.NOISE), tone="muted")
    tone = _TONES[sense_of(found.kpi, level.effect.value)]
    return Cell(now(say.UP if level.effect.value > 0 else say.DOWN), tone=tone)


def workbook(asked: Question, found: Driven, now: Reading) -> bytes:
    """Levels with their estimates in full precision, pairs of factors, and how it was found."""
    language = now.language
    rows = [_sheet(found, factor, level, now) for factor in found.factors for level in factor.levels]
    pairs = [
        {
            now(words.FIRST): factors.heading(one.first, language), now(words.SECOND): factors.heading(one.second, language),
            "chi2": one.statistic, "df": one.freedom, "p": one.p_value, "q": one.q_value,
        }
        for one in found.interactions
    ]
    told = [
        headline(found, language), based(found, language), *sentences(found, language), *together(found, language),
        *method(found, drivers_read.PERIODS[asked.grain], drivers_read.ORDERS, language),
    ]
    sheets = {found.kpi.id: pl.DataFrame(rows, infer_schema_length=None)}
    if pairs:
        sheets[now(words.PAIRS_SHEET)] = pl.DataFrame(pairs, infer_schema_length=None)
    return download.workbook({**sheets, now(words.METHOD_SHEET): pl.DataFrame({now(words.METHOD_SHEET): told})})


def _sheet(found: Driven, factor: FactorEffect, level: LevelEffect, now: Reading) -> dict[str, object]:
    kpi, language, ratio = found.kpi, now.language, _ratio(found)
    at = None if kpi.is_log else drawn(kpi, level)
    difference = f"{now(words.DIFFERENCE)} ({say.POINTS(language) if kpi.unit.en == '%' else kpi.unit(language)})"
    named = say.RATIOS[ratio](language) if ratio else ""
    return {
        now(words.FACTOR_SHEET): factors.heading(factor.name, language),
        now(words.VALUE_SHEET): factors.level(factor.name, level.level, language),
        now(words.REFERENCE_SHEET): factors.level(factor.name, factor.reference.level, language),
        "n": level.n,
        now(words.OBSERVED): _observed(found, factor, level),
        **({} if kpi.is_log else _ends(difference, at, now)),
        **(_ends(named, level.ratio, now) if ratio else {}),
        "p": level.p_value,
        now(words.Q_SHEET): factor.q_value,
        now(words.INFLATION_SHEET): factor.inflation,
        now(words.VERDICT): _verdict(found, factor, level, now).text,
    }


def _ends(name: str, of: Estimate | None, now: Reading) -> dict[str, object]:
    """A column of an estimate and one of each end."""
    values = (None, None, None) if of is None else (of.value, of.low, of.high)
    return dict(zip((name, now(words.LOW, of=name), now(words.HIGH, of=name)), values, strict=True))
