"""The pictures of one KPI: funnel, adjusted values, before and after; and what is said of the vendor that is picked."""

from __future__ import annotations

from html import escape

import streamlit as st

from assay.charts.chart import Chart
from assay.report.comparison import Compared, Comparison
from assay.report.comparison_funnel import AGAINST
from assay.report.comparison_funnel_picture import funnel
from assay.report.comparison_pictures import caterpillar, slope
from assay.report.comparison_told import reversal, selected
from ui import address, plotted
from ui.causes import view as causes_view
from ui.causes.words import CAUSES
from ui.compare import view as compare_view
from ui.compare import words
from ui.reading import Reading
from ui.trends import view as trends_view

_FUNNEL, _SLOPE = 400, 420
_MORE = 3
"""Reversals that are told at once."""


def unusual(found: Comparison, now: Reading) -> None:
    offered = [one for one in AGAINST if one in found.funnels]
    if not offered:
        st.markdown(now(words.NO_FUNNEL))
        adjusted(found, now)
        return
    against = compare_view.against(now) if compare_view.against(now) in offered else offered[0]
    if len(offered) > 1:
        st.segmented_control(
            now(words.AGAINST), offered, format_func=lambda one: now(words.AGAINSTS[one]), required=True,
            key=address.widget("against", compare_view.holding(now, against=against)), on_change=address.follow,
        )
    _shown(funnel(found, against, compare_view.chosen(now), now.language), "compare_funnel", _FUNNEL, now)
    _picked(found, now)


def adjusted(found: Comparison, now: Reading) -> None:
    if any(one.crude.value is not None for one in found.vendors):
        _shown(caterpillar(found, compare_view.chosen(now), now.language), "compare_caterpillar", None, now)
        _picked(found, now)


def change(found: Comparison, now: Reading) -> None:
    if not found.ranked:
        st.markdown(now(words.NO_SLOPE))
        return
    _shown(slope(found, compare_view.chosen(now), now.language), "compare_slope", _SLOPE, now)
    _picked(found, now)
    told = [reversal(one, found, now.language) for one in found.reversals]
    _listed(told[:_MORE])
    if told[_MORE:]:
        with st.expander(f"{now(words.READ_MORE)} ({len(told) - _MORE})", key="compare_reversals"):
            _listed(told[_MORE:])


def _listed(sentences: list[str]) -> None:
    if sentences:
        st.html("<ul>" + "".join(f"<li>{escape(one)}</li>" for one in sentences) + "</ul>")


def _shown(chart: Chart, key: str, height: int | None, now: Reading) -> None:
    """Draws a chart; a click picks the vendor, or lets go of it."""
    clicked = plotted.show_chart(chart, key, height, now.language)
    if clicked is not None:
        address.go(vendors=None if compare_view.chosen(now) == (clicked,) else clicked)
        st.rerun()


def _picked(found: Comparison, now: Reading) -> None:
    """What is said of each vendor that is picked, and where it leads."""
    for id_ in compare_view.chosen(now):
        one = found.get(id_)
        if one is not None:
            st.html(f"<p>{escape(selected(one, found, now.language))} {' · '.join(_links(one, found, now))}</p>")


def _links(one: Compared, found: Comparison, now: Reading) -> list[str]:
    span = {"period": found.months[-1], "services": found.service} if found.service else {"period": found.months[-1]}
    pairs = [(now(words.OPEN_CARD), compare_view.of_vendor(one.vendor_id)),
             (now(words.OPEN_TREND), trends_view.of_series(found.kpi.id, one.vendor_id, grain="month", across="vendor_id", **span)),
             (now(CAUSES), causes_view.of_kpi(found.kpi.id, vendors=one.vendor_id, **span))]
    return [f'<a href="{escape(href)}" target="_self">{escape(text)}</a>' for text, href in pairs]
