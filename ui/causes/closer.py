"""The fourth step: what failed and where it falls, how each subgroup did, how the orders went, and the orders themselves."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assay.say import parts
from assay.warehouse.paths import has_paths
from ui.causes import closer_orders, closer_pareto, closer_paths, closer_table, notebook
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.literal import literal
from ui.reading import Reading

Show = Callable[[Question, Reading], None]


def show(asked: Question, now: Reading) -> None:
    """One view at a time, of the part of the work that is opened."""
    _part(asked, now)
    offered = _offered(asked)
    view = st.segmented_control(
        now(words.CLOSER), list(offered), format_func=lambda one: now(words.VIEWS[one]), default="pareto", required=True,
        key="closer_view", persist_state="session", label_visibility="collapsed",
    )
    offered[view if view in offered else "pareto"](asked, now)
    with st.expander(now(words.NOTEBOOK), key="causes_notebook", icon=":material/code_blocks:"):
        notebook.buttons(asked, now)


def _part(asked: Question, now: Reading) -> None:
    """Which part it is; the way back to all of it is at the top of the page."""
    said = parts.together(asked.pairs, asked.names, now.language)
    st.caption(literal(now(words.OF_PART, part=said)) if said else now(words.OF_ALL))


def _offered(asked: Question) -> dict[str, Show]:
    """Paths where orders are judged one by one; each other view says itself what it cannot show."""
    every: dict[str, Show] = {"pareto": closer_pareto.show, "pairs": closer_table.show, "paths": closer_paths.show,
                              "orders": closer_orders.show}
    return {name: show for name, show in every.items() if name != "paths" or has_paths(asked.kpi)}
