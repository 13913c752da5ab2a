"""Text for files that readers open with fonts of their own: all that can be seen of it, and nothing that only steers."""

from __future__ import annotations

import re

_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
"""Control and format characters, also those that turn the direction of writing; halves of characters; what XML 1.0 forbids."""


def legible(text: str) -> str:
    """The text without them; lines end with a line feed, tabs are spaces."""
    return _STEERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
