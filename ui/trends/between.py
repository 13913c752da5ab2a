"""Rare events: how many orders, or days, lie between one and the next. A chart of periods that are mostly empty says little."""

from __future__ import annotations

import streamlit as st

from assay.charts.between import between as drawn
from assay.report.between import MEASURES, between
from assay.report.trends import Trend, Trends
from assay.say import between as say
from assay.stats.spc.rare import rare
from ui import plotted
from ui.reading import Reading
from ui.trends import read as trends_read
from ui.trends import view as trends_view

_HEIGHT = 320


def is_offered(one: Trend) -> bool:
    return rare(one.series, one.kpi.chart) and one.kpi.finest == "day"


def show(one: Trend, found: Trends, now: Reading) -> None:
    """By orders or by days, as is chosen."""
    measure = st.segmented_control(
        say.MEASURE(now.language), MEASURES, format_func=lambda each: say.MEASURES[each](now.language), default=MEASURES[0],
        required=True, key="between_measure", label_visibility="collapsed",
    )
    across = trends_view.across(now)
    cells = trends_read.cells(now.version, now.scope, one.kpi, (across,), "day", now.members)
    days = trends_read.axis(now.version, now.scope, "day", now.period.last)
    told = between(one.kpi, cells, across, one.member, days, measure, trends_view.rules(now))
    if told is None:
        st.markdown(say.TOO_FEW(now.language))
        return
    plotted.show_chart(drawn(told, now.language), "between", _HEIGHT, now.language)
