"""What comes next, with its interval, and the chance that the next period meets its target."""

from __future__ import annotations

import streamlit as st

from assay.report.trend_ahead import picture
from assay.report.trends import Trend, Trends
from assay.say import ahead as say
from ui import plotted
from ui.reading import Reading

_HEIGHT = 320


def show(one: Trend, found: Trends, now: Reading) -> None:
    """The running period, and those that still move, are the first of those ahead."""
    drawn = picture(one, found.axis, now.language)
    if drawn is None:
        st.markdown(f"**{say.TOO_SHORT(now.language)}**")
        return
    plotted.show_chart(drawn, "ahead", _HEIGHT, now.language)
