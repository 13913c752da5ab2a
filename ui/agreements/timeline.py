"""The versions of a vendor's agreements on a time line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from assay.contracts.vocabulary import SERVICES
from assay.level import Agreement
from assay.say import overview
from ui import plotted, warehouse
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.reading import Reading

if TYPE_CHECKING:
    from plotly.graph_objects import Bar

_ROW, _AXIS, _TOP = 48, 72, 28  # pixels
_BEYOND = timedelta(days=120)
"""How far the line goes on behind the last day known, so that what has no end is seen to go on."""
_DAY = 86_400_000
"""In milliseconds: how Plotly measures the length of a bar on an axis of dates."""


def show(versions: Sequence[Agreement], now: Reading) -> None:
    from plotly.graph_objects import Figure

    month = agreements_view.month(now)
    first = min(one.effective_from for one in versions)
    until = max(_reach(now), *(one.effective_to or one.effective_from for one in versions)) + _BEYOND
    rows = list(dict.fromkeys(_row(one, now) for one in versions))
    figure = Figure([_bar(one, place, until, now) for place, one in enumerate(versions)])
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(type="date", tickformat="%Y-%m", range=[first.isoformat(), until.isoformat()])
    figure.update_yaxes(categoryorder="array", categoryarray=rows[::-1], showgrid=False)
    figure.add_vline(x=month.isoformat(), line={"color": plotted.palette().text, "width": 1, "dash": "dot"})
    label = agreements_view.label(month)
    figure.add_annotation(x=month.isoformat(), y=1, yref="paper", yanchor="bottom", showarrow=False, text=label)
    st.markdown(f"**{now(words.TIMELINE)}**")
    plotted.show(figure, "agreements_timeline", "; ".join(_span(one, now) for one in versions), _AXIS + _ROW * len(rows), _TOP)


def _bar(one: Agreement, place: int, until: date, now: Reading) -> Bar:
    """Versions in turn are dark and grey, so that one is told from the next."""
    from plotly.graph_objects import Bar

    colours = plotted.palette()
    days = ((one.effective_to or until) - one.effective_from).days + 1
    return Bar(
        orientation="h", y=[_row(one, now)], base=[one.effective_from.isoformat()], x=[_DAY * days], width=0.6,
        marker={"color": colours.common if place % 2 else colours.accent, "line": {"width": 1, "color": colours.background}},
        text=[now(words.BAR, id=one.agreement_id, levels=len(one.levels))], textposition="inside", insidetextanchor="middle",
        textfont={"color": colours.background}, hovertemplate=f"{_span(one, now)}<extra></extra>",
    )


def _reach(now: Reading) -> date:
    found = warehouse.stamp(now.version, now.scope).as_of
    month = agreements_view.month(now)
    return max(found.date(), month) if found else month


def _row(one: Agreement, now: Reading) -> str:
    """What the versions of one agreement have in common: the service, and the site where it is for one."""
    service = overview.word(SERVICES, one.service, now.language)
    if one.site_id is None:
        return service
    return f"{service} · {warehouse.sites(now.version, now.scope).get(one.site_id, one.site_id)}"


def _span(one: Agreement, now: Reading) -> str:
    last = one.effective_to.isoformat() if one.effective_to else now(words.NO_END)
    return now(words.SPAN, id=one.agreement_id, first=one.effective_from.isoformat(), last=last, levels=len(one.levels))
