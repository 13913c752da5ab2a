"""How long orders wait, by vendor: curves, medians, shares within the agreed time, paces on like work."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.contracts.vocabulary import PRIORITIES
from assay.report.comparison import Comparison
from assay.report.comparison_curves import curves
from assay.report.comparison_times import Times, Waiting
from assay.say import compare as say
from assay.say import compare_pictures
from assay.say.overview import word
from assay.stats.survival.answers import Answer
from assay.text import Language
from ui import address, download, plotted
from ui.compare import read as compare_read
from ui.compare import view as compare_view
from ui.compare import words
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.table import show as show_table

_HEIGHT = 420
_TONES: dict[str, Tone] = {"faster": "improvement", "slower": "concern", "not_distinguishable": "plain"}


def show(found: Comparison, now: Reading) -> None:
    with st.spinner(now(words.COUNTING)):
        told = compare_read.waited(
            now.version, now.scope, compare_view.clock(now), found.service, found.months, now.view.get("sites", ()),
            compare_view.priority(now), compare_view.peers(now), now.period.last,
        )
    _controls(told, now)
    if not len(told.minutes()):
        st.markdown(now(words.NO_TIMES))
        return
    plotted.show_chart(curves(told, compare_view.chosen(now), now.language), "compare_curves", _HEIGHT, now.language)
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare_times_heading"):
        st.subheader(now(words.TIMES_TABLE), anchor=False)
        download.button(lambda: workbook(told, now), f"assay-times-{told.clock}-{found.months[-1]}.xlsx", "times", now)
    st.caption(now(words.TIMES_HINT))
    show_table(_table(told, now), "compare_times_table")
    if told.hazards is not None:
        st.caption(now(words.TIMES_METHOD, mix=say.mix([_NAMES.get(one, one) for one in told.hazards.mix], now.language),
                       events=written.count(told.hazards.events)))


_NAMES = {"site_id": "site"}


def _controls(told: Times, now: Reading) -> None:
    view = compare_view.holding(now)
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare_times_controls"):
        st.segmented_control(
            now(words.CLOCK), list(words.CLOCKS), format_func=lambda one: now(words.CLOCKS[one]), required=True,
            key=address.widget("clock", view), on_change=address.follow,
        )
        if len(told.priorities) > 1:
            st.selectbox(
                now(words.PRIORITY), told.priorities, index=None, format_func=lambda one: word(PRIORITIES, one, now.language),
                key=address.widget("priority", {**now.view, "priority": now.view.get("priority", ())}), on_change=address.follow,
                placeholder=now(words.ALL_PRIORITIES), width=200,
            )


def _table(told: Times, now: Reading) -> Table:
    target = () if told.target is None else (
        Column("within", now(words.WITHIN, time=written.working(told.target, now.language)), now(words.WITHIN_HINT)),
    )
    columns = (
        Column("vendor", now(words.VENDOR), align="left", is_first=True),
        Column("n", "n", now(words.TIMES_N_HINT)),
        Column("median", now(words.MEDIAN), now(words.MEDIAN_HINT)),
        *target,
        Column("open", now(words.OPEN), now(words.OPEN_HINT)),
        Column("cancelled", now(words.CANCELLED), now(words.CANCELLED_HINT)),
        Column("ratio", now(words.PACE), now(words.PACE_HINT)),
        Column("pace", now(words.BAND), align="left"),
    )
    return Table(columns, tuple(_row(one, now) for one in told.vendors), now(words.TIMES_TABLE))


def _row(one: Waiting, now: Reading) -> dict[str, Cell]:
    language = now.language
    ratio = one.ratio
    is_told = ratio is not None and ratio.value is not None
    return {
        "vendor": Cell(one.name, href=compare_view.of_vendor(one.vendor_id)),
        "n": Cell(written.count(one.curve.n)),
        "median": _time(one.median, language),
        "within": _share(one.within, language),
        "open": Cell(written.count(one.curve.censored)),
        "cancelled": Cell(written.count(one.curve.cancelled)),
        "ratio": Cell(f"{ratio.value:.2f}", note=f"{ratio.low:.2f} – {ratio.high:.2f}") if ratio is not None and is_told
        else Cell(written.NOTHING, tone="muted"),
        "pace": Cell(compare_pictures.PACE[one.pace](language), tone=_TONES.get(one.pace, "muted")),
    }


def _time(of: Answer, language: Language) -> Cell:
    if of.value is None:
        return Cell(compare_pictures.ANSWERS[of.verdict](language), tone="muted")
    low, high = (written.NOTHING if end is None else written.working(end, language) for end in (of.low, of.high))
    return Cell(written.working(of.value, language), note=f"{low} – {high}")


def _share(of: Answer | None, language: Language) -> Cell:
    if of is None:
        return Cell("")
    if of.value is None:
        return Cell(compare_pictures.ANSWERS[of.verdict](language), tone="muted")
    return Cell(written.percent(of.value), note=f"{written.percent(of.low)} – {written.percent(of.high)}")


def workbook(told: Times, now: Reading) -> bytes:
    """One row a vendor, times in working minutes."""
    rows = [
        {
            now(words.VENDOR): one.name,
            "vendor_id": one.vendor_id,
            "n": one.curve.n,
            now(words.MEDIAN_MINUTES): one.median.value,
            now(words.LOW, of=now(words.MEDIAN_MINUTES)): one.median.low,
            now(words.HIGH, of=now(words.MEDIAN_MINUTES)): one.median.high,
            now(words.AGREED_MINUTES): told.target,
            now(words.WITHIN_SHEET): None if one.within is None else one.within.value,
            now(words.OPEN): one.curve.censored,
            now(words.CANCELLED): one.curve.cancelled,
            now(words.PACE): None if one.ratio is None else one.ratio.value,
            now(words.LOW, of=now(words.PACE)): None if one.ratio is None else one.ratio.low,
            now(words.HIGH, of=now(words.PACE)): None if one.ratio is None else one.ratio.high,
            now(words.BAND): compare_pictures.PACE[one.pace](now.language),
        }
        for one in told.vendors
    ]
    return download.workbook({told.clock: pl.DataFrame(rows, infer_schema_length=None)})
