"""One series opened: its control chart and what stands behind a point, its season, its changes, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from assay import written
from assay.kpis import Kpi
from assay.report.trend_chart import told
from assay.report.trends import Trend, Trends
from assay.say import trends as say
from ui import address, plotted
from ui.causes import view as causes_view
from ui.causes import words_closer as causes_words
from ui.orders import view as orders_view
from ui.reading import Reading
from ui.trends import ahead as trends_ahead
from ui.trends import between as trends_between
from ui.trends import changes as trends_changes
from ui.trends import file as trends_file
from ui.trends import read as trends_read
from ui.trends import rebase as trends_rebase
from ui.trends import season as trends_season
from ui.trends import view as trends_view
from ui.trends import words

_HEIGHT = 340
Show = Callable[[Trend, Trends, Reading], None]


def show(kpi: str, member: str | None, found: Trends, now: Reading) -> None:
    """The opened series, one part at a time."""
    one = found.of(kpi, member)
    with st.container(border=True, key="opened"):
        if one is None:
            st.markdown(now(words.SERIES_GONE))
            _close(now)
            return
        parts = _parts(one)
        part = trends_view.part(now) if trends_view.part(now) in parts else "chart"
        with st.container(horizontal=True, vertical_alignment="center", key="opened_heading"):
            st.segmented_control(
                now(words.PARTS["chart"]), parts, format_func=lambda each: now(words.PARTS[each]), required=True,
                key=address.widget("part", {**now.view, "part": (part,)}), on_change=address.follow, label_visibility="collapsed",
            )
            trends_file.button(one, found, now)
            _close(now)
        _SHOWN[part](one, found, now)


def _parts(one: Trend) -> list[str]:
    """Every part but the one of rare events, which is there where events are rare."""
    return [part for part in trends_view.PARTS if part != "between" or trends_between.is_offered(one)]


def _close(now: Reading) -> None:
    st.button(now(words.CLOSE), icon=":material/close:", key="close_opened", type="tertiary", on_click=address.go,
              kwargs={"opened": None, "beside": None, "part": None})


def name(one: Trend, now: Reading) -> str:
    """Whose series it is."""
    known = trends_read.names(now.version, now.scope, trends_view.across(now))
    return now(words.TOGETHER) if one.member is None else known.get(one.member, one.member)


def _chart(one: Trend, found: Trends, now: Reading) -> None:
    drawn = told(one, found.axis, name(one, now), trends_view.rules(now), now.language, found.axis.labels)
    clicked = plotted.show_chart(drawn.chart, "control", _HEIGHT, now.language)
    _point(one, found, clicked, now)
    if drawn.signals:
        st.markdown(f"**{now(words.NUMBERED)}**")
        st.html('<ol class="assay-signals">' + "".join(f"<li>{escape(each)}</li>" for each in drawn.signals) + "</ol>")
    elif one.variation != "not_enough_data":
        st.markdown(now(words.NO_SIGNAL))
    _beside(one, found, now)
    trends_rebase.show(one, found, now)


def _point(one: Trend, found: Trends, clicked: str | None, now: Reading) -> None:
    """The figures of one point and the way to its orders: of the clicked one, else of the latest."""
    labels, key = found.axis.labels, f"point_{one.kpi.id}_{one.member}"
    if clicked:
        st.session_state[key] = clicked
    kept = st.session_state.get(key)
    at = labels.index(kept) if kept in labels else one.latest
    if at is None or one.values[at] is None:
        return
    numerator, denominator = float(one.series.numerator[at]), float(one.series.denominator[at])
    is_partial = found.axis.is_partial and at == len(labels) - 1
    said = now(
        words.POINT, period=written.period(labels[at], now.language), value=written.value(one.kpi, one.values[at], now.language),
        counted=say.counted(one.kpi, numerator, denominator, now.language),
    )
    links = _links(one.kpi, one.member, labels[at], numerator, denominator, now)
    notes = [now(words.PARTIAL_POINT)] if is_partial else []
    hint = escape(now(words.CLICK_HINT))
    rest = "".join(f"<span>{each}</span>" for each in (*map(escape, notes), *links))
    st.html(f'<p class="assay-point"><strong>{escape(said)}</strong>{rest}<small>{hint}</small></p>')


def _links(kpi: Kpi, member: str | None, label: str, numerator: float, denominator: float, now: Reading) -> list[str]:
    """Links to the orders of a point, those that failed first, and to why it moved."""
    key = "vendors" if trends_view.across(now) == "vendor_id" else "sites"
    narrowed = {} if member is None else {key: member}
    failed = ("numerator", numerator) if kpi.direction == "lower" else ("rest", denominator - numerator)
    asked = ((failed[0], words.MISSED_OF, failed[1]), ("denominator", words.ORDERS_OF, denominator))
    found = []
    for sum_, word, count in asked:
        href = orders_view.of_figure(kpi, sum_, period=label, **narrowed) if count > 0 else None
        if href:
            found.append(f'<a href="{escape(href)}" target="_self">{escape(now(word, count=written.count(count)))}</a>')
    if causes_view.is_offered(kpi.id, now):
        why = causes_view.of_kpi(kpi.id, period=label, **narrowed)
        found.append(f'<a href="{escape(why)}" target="_self">{escape(now(causes_words.WHY_MOVED))}</a>')
    return found


def _beside(one: Trend, found: Trends, now: Reading) -> None:
    """A second series beneath the first, over the same periods."""
    options = _others(one, found, now)
    if not options:
        return
    st.selectbox(
        now(words.BESIDE), list(options), format_func=lambda each: options.get(each, now(words.BESIDE_NONE)),
        key=address.widget("beside", {**now.view, "beside": now.view.get("beside", ())}), on_change=address.follow, index=None,
        placeholder=now(words.BESIDE_NONE),
    )
    chosen = now.held("beside", "")
    if chosen in options:
        other = found.of(*trends_view.series(chosen))
        if other is not None:
            drawn = told(other, found.axis, name(other, now), trends_view.rules(now), now.language)
            plotted.show_chart(drawn.chart, "beside_chart", _HEIGHT, now.language)


def _others(one: Trend, found: Trends, now: Reading) -> dict[str, str]:
    """The series that can stand beside: the same KPI of others, and other KPIs of the same."""
    rows = (found.whole, *found.rows)
    same_kpi = [row.trends[one.kpi.id] for row in rows if row.member != one.member and one.kpi.id in row.trends]
    same_member = [each for row in rows if row.member == one.member for each in row.trends.values() if each.kpi.id != one.kpi.id]
    return {
        trends_view.named(each.kpi.id, each.member): f"{name(each, now)} · {each.kpi.title(now.language)}"
        for each in (*same_kpi, *same_member)
    }


_SHOWN: dict[str, Show] = {
    "chart": _chart,
    "season": trends_season.show,
    "changes": trends_changes.show,
    "forecast": trends_ahead.show,
    "between": trends_between.show,
}
