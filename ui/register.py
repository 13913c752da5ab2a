"""The register of the application: where people's waivers, disputes and publications are written down."""

from __future__ import annotations

import streamlit as st

from assay.register import open as door
from assay.register.open import Register
from ui import warehouse


def where() -> str:
    """A file beside the warehouse; ASSAY_REGISTER names another, or the URL of a database."""
    return door.located(warehouse.home())


def opened() -> Register:
    """The register, made where there is none. Raises `open.NotOpened` where it is another program's or a newer one's."""
    return _opened(where())


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(where_: str) -> Register:
    return door.opened(where_)
