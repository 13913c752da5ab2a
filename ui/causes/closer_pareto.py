"""Where failures fall, by a dimension that the reader chooses; and for KPIs of which nothing fails, why, and the values instead."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.report.causes_closer import Distribution, counts_failures
from assay.report.causes_closer_pictures import SHOWN, picture, value_of_bar
from assay.say import causes_closer as say
from assay.say import parts
from assay.stats.localise.result import Condition
from ui import address, download, plotted
from ui.causes import closer_read, closer_table, notebook
from ui.causes import view as causes_view
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.literal import literal
from ui.reading import Reading

_FIRST = ("category", "complaint_category", "vendor_id")


def show(asked: Question, now: Reading) -> None:
    dimension = _dimension(asked, now)
    if dimension is None:
        st.markdown(now(words.NO_DIMENSION))
        return
    if not counts_failures(asked.kpi):
        why = say.NO_PARETO["mean" if asked.kpi.squares else "stock"]
        st.markdown(literal(now(why, kpi=asked.kpi.title(now.language))))
        closer_table.of((dimension,), asked, now)
        return
    told = closer_read.distribution_of(asked, dimension)
    if told is None:
        what, period = say.what(asked.kpi, now.language), written.period(asked.after, now.language)
        st.markdown(literal(say.NONE_FAILED(now.language, what=what, period=period)))
        return
    _drawn(told, asked, now)


def _dimension(asked: Question, now: Reading) -> str | None:
    """What the reader chose of those that the part does not fix; None where it fixes all."""
    free = closer_read.free(asked)
    if not free:
        return None
    first = next((name for name in _FIRST if name in free), free[0])
    return closer_read.choice("pareto_by", words.BY, free, first, now)


def _drawn(told: Distribution, asked: Question, now: Reading) -> None:
    chart = picture(told, asked.before, asked.after, asked.names, now.language)
    clicked = plotted.show_chart(chart, f"pareto_{told.dimension}", None, now.language)
    if clicked is not None:
        held = (*asked.conditions, Condition(told.dimension, value_of_bar(clicked)))
        address.go(cond=causes_view.said(held))
        st.rerun()
    left = told.found.bars[SHOWN:]
    if left:
        rest = written.percent(sum(one.share.value or 0.0 for one in left), 0)
        st.caption(now(words.OTHER_BARS, count=len(left), share=rest))
    with st.container(horizontal=True, vertical_alignment="center", key="pareto_foot"):
        st.caption(now(words.CLICK_BAR), width="content")
        name = f"{notebook.file_name(asked)}-{told.dimension}.xlsx"
        download.button(lambda: workbook(told, asked, now), name, "pareto", now)


def workbook(told: Distribution, asked: Question, now: Reading) -> bytes:
    """Every bar, in full precision."""
    language, kpi = now.language, told.kpi
    what, bars = say.what(kpi, language), told.found.bars
    columns = {
        parts.title(told.dimension, language): [parts.value(told.dimension, one.name, asked.names, language) for one in bars],
        **({told.dimension: [one.name for one in bars]} if told.dimension in asked.names else {}),
        say.FAILED_OF(language, what=what, period=asked.before): [told.before.get(one.name, 0) for one in bars],
        say.FAILED_OF(language, what=what, period=asked.after): [one.count for one in bars],
        now(words.SHARE): [one.share.value for one in bars],
        say.LOW(language): [one.share.low for one in bars],
        say.HIGH(language): [one.share.high for one in bars],
        now(words.CUMULATIVE): [one.cumulative for one in bars],
        say.N_OF(language, period=asked.after): [told.n.get(one.name) for one in bars],
    }
    return download.workbook({now(words.VIEWS["pareto"]): pl.DataFrame(columns, strict=False)})
