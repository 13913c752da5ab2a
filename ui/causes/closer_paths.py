"""How the orders went: the routes, the steps and how long they take, hand-offs, and pauses; counted when this view is opened."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.contracts.vocabulary import RESPONSIBLE
from assay.report import causes_paths
from assay.report.causes_paths import Paths
from assay.say import causes_closer as say
from assay.say.overview import word
from assay.warehouse.paths import LEAST
from ui import plotted
from ui.causes import closer_read
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table

_NONE = Cell(written.NOTHING, tone="muted")


def show(asked: Question, now: Reading) -> None:
    with st.spinner(now(words.FOLLOWING)):
        before, after = closer_read.paths_of(asked)
    period = written.period(asked.after, now.language)
    drawn = causes_paths.routes(before, after, asked.after, now.language)
    if drawn is None:
        st.markdown(now(say.NO_ROUTES, period=period, least=LEAST))
        return
    plotted.show_chart(drawn, "routes", None, now.language)
    for key, chart in (("steps", causes_paths.steps), ("handoffs", causes_paths.by_handoffs)):
        more = chart(before, after, asked.after, now.language)
        if more is not None:
            plotted.show_chart(more, key, None, now.language)
    _pauses(after, period, now)


def _pauses(after: Paths, period: str, now: Reading) -> None:
    st.markdown(f"**{now(say.PAUSES)}**")
    if after.pauses.is_empty():
        st.markdown(now(say.NO_PAUSES, period=period))
        return
    st.caption(now(say.PAUSES_HINT, least=LEAST))
    show_table(_table(after.pauses, now), "pauses")


def _table(pauses: pl.DataFrame, now: Reading) -> Table:
    columns = (
        Column("why", now(say.PAUSE_WHY), align="left", is_first=True),
        Column("who", now(say.PAUSE_WHO), align="left"),
        Column("failed", now(say.OF_FAILED)),
        Column("others", now(say.OF_OTHERS)),
    )
    keys = ["responsible", "reason"]
    sides = [pauses.filter(pl.col("fails") == fails).drop("fails") for fails in (True, False)]
    both = sides[0].join(sides[1], on=keys, how="full", suffix="_others", coalesce=True, nulls_equal=True)
    ordered = both.sort("minutes", "minutes_others", "reason", descending=[True, True, False], nulls_last=True)
    return Table(columns, tuple(_row(row, now) for row in ordered.iter_rows(named=True)), now(say.PAUSES))


def _row(row: dict, now: Reading) -> dict[str, Cell]:
    return {
        "why": Cell(row["reason"] or written.NOTHING),
        "who": Cell(word(RESPONSIBLE, row["responsible"], now.language)),
        "failed": _side(row, "", now),
        "others": _side(row, "_others", now),
    }


def _side(row: dict, end: str, now: Reading) -> Cell:
    """How many of one side paused for it, and how long each of them stood still on average."""
    orders, every, minutes = (row[f"{name}{end}"] for name in ("orders", "all_orders", "minutes"))
    if orders is None:
        return _NONE
    share = now(say.PAUSED_SHARE, share=written.percent(orders / every), orders=written.count(orders), all=written.count(every))
    return Cell(share, note=now(say.PER_ORDER, time=written.minutes(minutes / orders, now.language)))
