"""Words from outside in places that read Markdown."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")


def literal(words: str) -> str:
    """The words as Markdown that shows them as they are: no link, no picture, no emphasis can come out of an id or a name."""
    return _SIGNS.sub(r"\\\1", words)
