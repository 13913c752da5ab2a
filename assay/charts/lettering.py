"""How much room words take, and how they are made to fit. Estimates from the letters alone: no painter has to be asked."""

from __future__ import annotations

import re
import unicodedata

FONT = "Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, Segoe UI, system-ui, sans-serif"
"""As in the theme of the page, and first the font of the reports."""
SMALL, SIZE, LARGE = 11, 12, 15
"""Pixels: notes; what stands in the picture; its title."""
LINE = 15
"""Pixels from one line of words to the next."""
PHONE = 350
"""The least width in pixels that words are cut for where the width of the picture is not known."""
EDGE, GAP = 8, 6
"""Pixels: around the picture, and between a mark and the words that belong to it."""
_LATIN = 0.57  # of the size of the font; Noto Sans' digits have 0.555
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u3000-\u303f"
_CLOSING = "，。；：、！？）】》”’"
_PIECE = re.compile(rf"\n|(?:[\d.,]+ )?[{_WIDE}][{_CLOSING}]*[^\S\n]*|[^{_WIDE}\s]+(?: %)?[{_CLOSING}]*[^\S\n]*|[^\S\n]+")
"""A line feed; a Chinese character with the number before it and the marks behind; a word with its space; spaces."""


def breadth(text: str, size: float = SIZE) -> float:
    """Pixels that the longest line takes; a Chinese character is as wide as the font is high."""
    return size * max(sum(1.0 if _is_wide(letter) else _LATIN for letter in line) for line in text.split("\n"))


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF" or letter in "…—“”‘’"  # these are wide in a Chinese font


def shortened(text: str, room: float, size: float = SIZE) -> str:
    """The text, or as much of its beginning as fits into `room` pixels with an ellipsis."""
    if breadth(text, size) <= room:
        return text
    fits = next((end for end in range(len(text), 1, -1) if breadth(text[:end] + "…", size) <= room), 1)
    return text[:fits].rstrip() + "…"


def pieces(text: str) -> list[str]:
    """What stays whole where lines are broken: words with their spaces, Chinese characters with the marks behind them."""
    return _PIECE.findall(text)


def wrapped(text: str, room: float, size: float = SIZE, most: int | None = None) -> tuple[str, ...]:
    """The text in lines of at most `room` pixels, broken at spaces or between Chinese characters, never before a mark that closes
    or between a figure and what it counts. Of more than `most` lines the last is shortened."""
    lines = [""]
    for piece in pieces(text):
        if piece == "\n" or (lines[-1] and breadth(lines[-1] + piece.rstrip(), size) > room):
            lines.append("")
        lines[-1] += piece.lstrip("\n")
    said = [line.rstrip() for line in lines]
    if most is None or len(said) <= most:
        return tuple(said)
    return (*said[: most - 1], shortened("".join(lines[most - 1 :]), room, size))
