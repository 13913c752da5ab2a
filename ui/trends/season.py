"""What returns every year in a series, and which part of it calendars explain; only where the gate lets it through."""

from __future__ import annotations

import numpy as np
import streamlit as st

from assay.charts.season import profile
from assay.report.trends import Trend, Trends
from assay.say import seasons as say
from ui import plotted
from ui.literal import literal
from ui.reading import Reading

_HEIGHT = 300


def show(one: Trend, found: Trends, now: Reading) -> None:
    """The verdict in a sentence, and the picture where there is a season."""
    axis, language = found.axis, now.language
    st.markdown(f"**{literal(say.verdict(one.kpi, one.seasonal, axis.grain, axis.labels, language))}**")
    if one.is_adjusted:
        level = float(np.nanmean(one.even.values[one.even.is_judged]))
        if one.seasonal.peak is not None:
            drawn = profile(one.kpi, one.seasonal, level, axis.grain, axis.labels, language)
            plotted.show_chart(drawn, "season", _HEIGHT, language)
        for sentence in say.effects(one.kpi, one.seasonal, level, language):
            st.markdown(literal(sentence))
    st.caption(say.method(one.seasonal, language))
