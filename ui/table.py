"""Our table and our cards on the page: real links that open in place, icons with words, small trends.

Streamlit's own table cannot put a value, a mark and a trend into one cell that is a link, so this is a component of its own
(no frame, no reload): HTML from `ui.markup`, one small script that answers clicks and shows the explanations.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assay.charts.palette import css_variables
from ui.markup import Card, Cell, Column, Table, cards_html, table_html

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["Card", "Cell", "Column", "Table", "cards", "draw", "show"]

_ASSETS = Path(__file__).parent / "assets"
_RULES = ("view.css", "orders.css")


@cache
def _renderer() -> ComponentRenderer:
    rules = ((_ASSETS / name).read_text(encoding="utf-8") for name in _RULES)
    css = "\n".join((f":host {{ {css_variables()} }}", *rules))
    return st.components.v2.component("assay_view", css=css, js=(_ASSETS / "view.js").read_text(encoding="utf-8"))


def show(table: Table, key: str) -> None:
    """Draws a table. `key` is unique on the page.

    A plain click on a cell opens its link in place, as one step that "back" undoes; with Ctrl, Shift or the middle button the
    browser opens it in a new tab or window.
    """
    draw(table_html(table), key)


def cards(row: tuple[Card, ...], key: str) -> None:
    """Draws KPI cards; a card with an href opens like the cells of a table."""
    draw(cards_html(row), key)


def draw(html: str, key: str) -> None:
    """Draws HTML that was made, and escaped, by one of our makers of markup."""
    _renderer()(key=key, data={"html": html})
