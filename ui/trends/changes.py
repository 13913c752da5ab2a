"""When the level of a series may have changed, and whether it rises or falls over all."""

from __future__ import annotations

import streamlit as st

from assay.charts.changes import changes
from assay.report.trends import Trend, Trends
from assay.say import changes as say
from assay.stats.series.changes import Changes, change_points
from assay.stats.series.slope import slope
from ui import plotted
from ui.literal import literal
from ui.reading import Reading

_HEIGHT = 320


def show(one: Trend, found: Trends, now: Reading) -> None:
    """The candidates, each with its interval, on the values without the season where there is one."""
    axis, language = found.axis, now.language
    even = one.even
    told = change_points(even, one.kpi.chart)
    if told.verdict == "not_enough_data":
        st.markdown(f"**{say.TOO_SHORT(language)}**")
        return
    values = tuple(None if each != each else one.kpi.value(each) for each in even.values.tolist())
    plotted.show_chart(changes(one.kpi, axis.labels, values, told, axis.is_partial, language), "changes", _HEIGHT, language)
    _sentences(one, told, axis.labels, now)
    st.markdown(literal(say.slope(one.kpi, slope(even), language)))
    st.caption(say.SLOPE_METHOD(language))


def _sentences(one: Trend, told: Changes, labels: tuple[str, ...], now: Reading) -> None:
    if told.points:
        st.markdown("\n".join(f"- {literal(say.point(one.kpi, each, labels, now.language))}" for each in told.points))
