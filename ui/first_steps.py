"""What a page says before there is anything to show: what is missing, and where to bring it in."""

from __future__ import annotations

import streamlit as st

from ui import address, words
from ui.reading import Reading


def show(now: Reading) -> None:
    title, body = (words.EMPTY_TITLE, words.EMPTY_BODY) if now.is_empty else (words.UNTOLD_TITLE, words.UNTOLD_BODY)
    st.header(now(title), anchor=False)
    st.markdown(now(body))
    st.page_link("pages/data.py", label=now(words.TO_UPLOAD), icon=":material/upload_file:",
                 query_params={**address.params(), "part": ["upload"]})
