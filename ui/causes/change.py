"""Step 1 of the page *Root cause*: how far the KPI moved, and how much of it lies where."""

from __future__ import annotations

import streamlit as st

from assay.report.causes import Changed
from assay.report.causes_pictures import by_split
from assay.report.causes_said import assumed, looks
from assay.say.parts import title
from ui import address, plotted
from ui.causes import view as causes_view
from ui.causes import words
from ui.causes.asked import Question
from ui.conditions import condition, said
from ui.literal import literal
from ui.reading import Reading


def show(asked: Question, found: Changed, now: Reading) -> None:
    """The waterfall by a dimension; a bar that is clicked narrows the page to it."""
    view = causes_view.holding(now, split=found.split)
    st.selectbox(
        now(words.SPLIT), asked.by, format_func=lambda name: title(name, now.language), width=220,
        key=address.widget("split", view), on_change=address.follow,
    )
    clicked = plotted.show_chart(by_split(found, asked.names, now.language), "causes_split", language=now.language)
    st.caption(now(words.CLICK))
    hint = looks(found, asked.names, now.language)
    if hint:
        st.caption(literal(hint))
    with st.expander(now(words.ASSUMES), key="causes_assumes_change"):
        st.markdown("\n".join(f"- {literal(line)}" for line in assumed(found, now.language)))
    if clicked:
        kept = [one for one in asked.conditions if one.attribute != found.split]
        address.go(cond=said([*kept, condition(clicked)]))
        st.rerun()
