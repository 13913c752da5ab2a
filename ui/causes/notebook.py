"""The view as a notebook or a script that runs, for those who go on in Python."""

from __future__ import annotations

import re

import streamlit as st

from assay.report.notebook import notebook, python_script
from assay.report.notebook_causes import Asked, causes, title_of
from ui import warehouse
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.reading import Reading

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def buttons(asked: Question, now: Reading) -> None:
    """The two files, each made when it is asked for."""
    name = file_name(asked)
    st.caption(now(words.NOTEBOOK_HINT))
    with st.container(horizontal=True, key="notebook_buttons"):
        st.download_button(now(words.AS_IPYNB), lambda: as_notebook(asked, now), f"{name}.ipynb", "application/x-ipynb+json",
                           key="as_notebook", on_click="ignore", icon=":material/download:", type="tertiary")
        st.download_button(now(words.AS_SCRIPT), lambda: as_script(asked, now), f"{name}.py", "text/x-python", key="as_script",
                           on_click="ignore", icon=":material/download:", type="tertiary")


def file_name(asked: Question) -> str:
    """Without what a file system or a shell would take amiss: an indicator's id is whatever its file said."""
    return _UNSAFE.sub("-", f"assay-causes-{asked.kpi.id}-{asked.before}-{asked.after}").strip("-")


def as_notebook(asked: Question, now: Reading) -> bytes:
    told = said(asked, now)
    return notebook(causes(told, asked.kpi), title_of(told, asked.kpi))


def as_script(asked: Question, now: Reading) -> bytes:
    told = said(asked, now)
    return python_script(causes(told, asked.kpi), title_of(told, asked.kpi))


def said(asked: Question, now: Reading) -> Asked:
    """The question as the notebook asks it; of inspections, as on the page, those of one method."""
    members = asked.members
    held = (("method", warehouse.method(asked.version, asked.scope)),) if "method" in asked.kpi.within else ()
    return Asked(
        asked.kpi.id, (asked.before,), (asked.after,), asked.by, asked.version, (*asked.pairs, *held), members.vendors,
        members.services, members.sites, asked.depth, asked.grain, asked.scope, now.language,
    )
