"""Pictures by Plotly in the dress of the page: its colours in light and dark, no tool bar, its finding read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.palette import DARK, LIGHT, Palette

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_FONT = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, Segoe UI, system-ui, sans-serif"
"""As in the theme: Plotly does not take it from there."""
_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


def palette() -> Palette:
    """The colours of the theme that the reader's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show(figure: Figure, key: str, alt: str, height: int, top: int = 8) -> None:
    """Draws a figure over the whole breadth; it answers to the pointer and is never dragged. `alt` is its finding in words.
    `height` and `top`, the room above, are pixels."""
    colours = palette()
    figure.update_layout(
        height=height, margin={"l": 8, "r": 8, "t": top, "b": 8}, showlegend=False, dragmode=False, hovermode="closest",
        font={"color": colours.text, "size": 13, "family": _FONT}, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"bgcolor": colours.text, "font": {"color": colours.background, "size": 13}, "align": "left"},
    )
    axes = {"fixedrange": True, "automargin": True, "gridcolor": colours.line, "zeroline": False, "tickfont_color": colours.muted}
    axes |= {"title_font_size": 13, "title_standoff": 12}
    figure.update_xaxes(**axes)
    figure.update_yaxes(**axes)
    st.plotly_chart(figure, key=key, config=_CONFIG, alt=alt, theme=None)
