"""What the theme settings cannot say."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.palette import css_variables

_CSS = Path(__file__).parent / "assets" / "frame.css"


def dress() -> None:
    """Puts the style of the frame on the page; once a run, first thing in app.py."""
    st.html(f"<style>.stApp {{ {css_variables()} }}\n{_CSS.read_text(encoding='utf-8')}</style>")
