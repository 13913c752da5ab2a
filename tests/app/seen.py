"""A page as Streamlit runs it, without a browser, and what a reader would find on it."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def opened(page: str, **query: str | list[str]) -> AppTest:
    """A page by the name of its file, with the query of a link."""
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for key, ids in query.items():
        at.query_params[key] = ids
    return at.switch_page(f"pages/{page}.py").run()


def headline(at: AppTest) -> str:
    """The first line of a page that has drawn itself without an error."""
    assert [error.value for error in (*at.exception, *at.error)] == []
    assert len(at.header) == 1
    return at.header[0].value.replace("\\", "")


def said(at: AppTest) -> str:
    """Everything outside our own tables and cards, without the signs that keep words from becoming Markdown."""
    elements = (*at.header, *at.subheader, *at.markdown, *at.caption, *at.main.get("html"))
    return "\n".join(str(getattr(element, "value", None) or element.proto.body) for element in elements).replace("\\", "")


def drawn(at: AppTest) -> str:
    """The HTML of our own tables and cards."""
    found = (element.proto.mixed.json or element.proto.json for element in at.main.get("bidi_component"))
    return "\n".join(json.loads(one)["html"] if one.startswith("{") else one for one in found)


def press(at: AppTest, label: str) -> None:
    """Presses the button that says so. Under AppTest every run looks like a first deep link: the guard would start it again, and
    the pressed button be forgotten."""
    with patch("ui.guard.ensure_app"):
        next(button for button in at.button if button.label == label).click().run()
