"""What is asked of the page: which KPI, compared with which period, by which dimensions."""

from __future__ import annotations

import streamlit as st

from assay import written
from assay.kpis import Kpi
from assay.say.parts import title
from ui import address, warehouse
from ui import words as common
from ui.causes import view as causes_view
from ui.causes import words
from ui.causes.asked import Question
from ui.reading import Reading


def show(asked: Question, kpis: tuple[Kpi, ...], now: Reading) -> None:
    after = next(one for one in warehouse.periods(now.version, now.scope, asked.grain) if one.label == asked.after)
    earlier = causes_view.earlier(now, asked.grain, after.first)
    meant = {"base": asked.before, "split": split(asked, now), "dims": asked.by, "depth": str(asked.depth)}
    view = causes_view.holding(now, kpi=asked.kpi.id, **meant)
    with st.container(horizontal=True, vertical_alignment="bottom", key="causes_controls"):
        kpi(asked.kpi, kpis, now)
        st.selectbox(
            now(words.BEFORE), earlier, format_func=lambda label: written.period(label, now.language), width=200,
            key=address.widget("base", view), on_change=address.follow,
        )
        with st.popover(now(words.SETTINGS), icon=":material/tune:"):
            _dimensions(asked, view, now)


def kpi(chosen: Kpi, kpis: tuple[Kpi, ...], now: Reading) -> None:
    titles = {one.id: one.title(now.language) for one in kpis}
    view = causes_view.holding(now, kpi=chosen.id)
    st.selectbox(
        now(common.KPI), list(titles), format_func=titles.__getitem__, width=220, key=address.widget("kpi", view),
        on_change=address.follow,
    )


def _dimensions(asked: Question, view: dict[str, tuple[str, ...]], now: Reading) -> None:
    st.multiselect(
        now(words.DIMS), asked.offered, format_func=lambda name: title(name, now.language), key=address.widget("dims", view),
        on_change=address.follow,
    )
    st.segmented_control(
        now(words.DEPTH), causes_view.DEPTHS, required=True, key=address.widget("depth", view), on_change=address.follow,
    )


def split(asked: Question, now: Reading) -> str:
    """The dimension whose values have a bar each: the one of the link, else the first that is not opened already."""
    fixed = {one.attribute for one in asked.conditions}
    free = [name for name in asked.by if name not in fixed] or list(asked.by)
    wanted = now.held("split", "")
    return wanted if wanted in asked.by else free[0]
