"""What the theme settings cannot say."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from assay.charts.palette import css_variables

_CSS = Path(__file__).parent / "assets" / "frame.css"


def dress() -> None:
    """Puts the style of the frame on the page; once a run, first thing in app.py."""
    st.html(f"<style>.stApp {{ {css_variables()} }}\n{_CSS.read_text(encoding='utf-8')}</style>")


def uploader(key: str, words: str) -> None:
    """Lets the button of Streamlit's uploader in the container of that key say `words`, to eyes and to screen readers alike.

    Streamlit 1.67 has English words only: `Upload` gives way to ours, and what it says of sizes and kinds is said above in ours.
    The hidden input is a second door to the same files, which a screen reader would call `file upload`.
    """
    drop = f".st-key-{key} [data-testid=stFileUploaderDropzone]"
    button = f"{drop} [data-testid=stBaseButton-secondary] [data-testid=stMarkdownContainer]"
    rules = (
        f"{button} p {{ display: none; }}",
        f"{button}::after {{ content: {json.dumps(words, ensure_ascii=False)}; }}",
        f"{drop} input[type=file] {{ visibility: hidden; }}",
        f"{drop} [data-testid=stFileUploaderDropzoneInstructions] {{ display: none; }}",
    )
    st.html("<style>" + "\n".join(rules) + "</style>")
