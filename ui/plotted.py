"""Pictures by Plotly in the dress of the page: its colours in light and dark, no tool bar, its finding read out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

import streamlit as st

from assay.charts.chart import Chart, has_ids
from assay.charts.lettering import FONT
from assay.charts.palette import DARK, LIGHT, Palette
from assay.charts.plotly import figure as painted
from assay.charts.svg import svg
from assay.text import Language, Text
from ui.literal import literal

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
_TAP = 1.0  # seconds: what a mark is told twice within them was one tap
_PICTURE = Text("下载图片（SVG）", "Download picture (SVG)")


def palette() -> Palette:
    """The colours of the theme that the reader's browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show(figure: Figure, key: str, alt: str, height: int, top: int = 8) -> None:
    """Draws a figure over the whole breadth; it answers to the pointer and is never dragged. `alt` is its finding in words.
    `height` and `top`, the room above, are pixels."""
    colours = palette()
    figure.update_layout(
        height=height, margin={"l": 8, "r": 8, "t": top, "b": 8}, showlegend=False, dragmode=False, hovermode="closest",
        font={"color": colours.text, "size": 13, "family": FONT}, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"bgcolor": colours.text, "font": {"color": colours.background, "size": 13}, "align": "left"},
    )
    axes = {"fixedrange": True, "automargin": True, "gridcolor": colours.line, "zeroline": False, "tickfont_color": colours.muted}
    axes |= {"title_font_size": 13, "title_standoff": 12}
    figure.update_xaxes(**axes)
    figure.update_yaxes(**axes)
    st.plotly_chart(figure, key=key, config=_CONFIG, alt=alt, theme=None)


def show_chart(chart: Chart, key: str, height: int | None = None, language: Language | None = None) -> str | None:
    """A chart with its finding above, its small print beneath, and its picture to take away. `height` in pixels; None: what suits
    it. `language` of the button; None: that of the chart.

    The id of the mark that was clicked since the last run, once: the page may open it and come back. None where none was.
    """
    answers: dict[str, Any] = {}
    if has_ids(chart):
        answers = {"on_select": partial(_remember, key), "selection_mode": "points"}
    with st.container(gap="xxsmall"):
        st.markdown(f"**{literal(chart.title)}**")
        if chart.subtitle:
            st.caption(literal(chart.subtitle))
        drawn = painted(chart, palette(), height=height)
        st.plotly_chart(_undragged(drawn) if answers else drawn, key=key, config=_CONFIG, alt=chart.alt, theme=None, **answers)
        if chart.note:
            st.caption(literal(chart.note))
        _offer(chart, key, language or chart.language)
    return st.session_state.pop(f"{key}_clicked", None)


def _undragged(drawn: Figure) -> Figure:
    """The figure with a mode of dragging that Plotly does not know.

    For a chart that answers to clicks Streamlit 1.67 takes "no dragging" for "not told" and lets it be dragged, and then a finger
    on it does not scroll the page. What Plotly does not know it looks up in the template of the figure, and there dragging is off.
    """
    from plotly.graph_objects import Figure

    parts = drawn.to_dict()
    return Figure(parts["data"], {**parts["layout"], "dragmode": "off"}, _validate=False)


def _offer(chart: Chart, key: str, language: Language) -> None:
    """The picture to take away, painted when it is asked for."""
    st.download_button(
        _PICTURE(language), lambda: svg(chart).encode(), f"{key}.svg", "image/svg+xml", key=f"{key}_picture",
        on_click="ignore", icon=":material/download:", type="tertiary",
    )


def clicked(selection: Mapping[str, Any]) -> str | None:
    """The id of the mark that a selection of `st.plotly_chart` holds; None where nothing is selected, or nothing that opens."""
    ids = (point["customdata"][0] for point in selection.get("points", ()) if point.get("customdata"))
    return next((found for found in ids if found), None)


def _remember(key: str) -> None:
    """Puts the clicked id down for one run. A second click on the same mark takes it out of the selection, and means it again; but
    a tap of a finger arrives as two clicks, and is one."""
    found, (last, when) = clicked(st.session_state[key]["selection"]), st.session_state.get(f"{key}_last", (None, -_TAP))
    if found is None and monotonic() - when < _TAP:
        return
    st.session_state[f"{key}_clicked"] = found or last
    st.session_state[f"{key}_last"] = (found or last, monotonic())
