"""No page without its frame."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def ensure_app() -> None:
    """First line of every page: where Streamlit runs the page file by itself, starts again through app.py.

    With a `pages` folder next to app.py, Streamlit 1.67 takes the first deep link after a start for its old way of pages and
    runs the file without app.py, hence without sign-in. The switch is a class attribute that `st.navigation` turns off later;
    it is Streamlit's own and not documented, which is why a browser test watches it.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
