"""Words on a slide: what they look like, how much room they take, and their XML (DrawingML, ECMA-376 part 1, 21.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import escape
from typing import Literal

from assay.charts.icons import Shade
from assay.charts.lettering import breadth, pieces
from assay.charts.palette import LIGHT
from assay.report.document import Alignment
from assay.report.writers.legible import legible
from assay.text import Language

LATIN, EAST_ASIAN = "Calibri", "Microsoft YaHei"
"""Both come with Office on Windows and on the Mac; where they are missing, the program takes what it has."""
LEADING = 1.3  # of the size of the letters, from one line to the next; exact, so that every program breaks pages alike
_BOLD = 1.06  # bold letters are that much broader
_SHARES = ((" .,:;'|!ijl()[]{}", 0.34), ("frt-/I", 0.42), ("mM", 0.88), ("wW%@", 0.9), ("0123456789", 0.52))
_OTHER = 0.56
_LANGUAGES: dict[Language, tuple[str, str]] = {"zh": ("zh-CN", "en-US"), "en": ("en-GB", "zh-CN")}
_ALIGN: dict[Alignment, str] = {"left": "l", "center": "ctr", "right": "r"}
_LEAST = 2  # lines that go together, at the end of one slide and at the beginning of the next

Ink = Shade | Literal["text", "accent"]


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike. `where`: "#" and a section, or an address; "" for no link."""

    text: str
    is_bold: bool = False
    ink: Ink = "text"
    where: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `size` and the room `after` it in points."""

    runs: tuple[Run, ...]
    size: float
    align: Alignment = "left"
    after: float = 0.0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def para(text: str, size: float, ink: Ink = "text", is_bold: bool = False, after: float = 0.0) -> Para:
    """A paragraph that looks alike all through."""
    return Para((Run(legible(text), is_bold, ink),), size, after=after)


def wide(text: str, size: float, is_bold: bool = False) -> float:
    """Points that the longest line takes."""
    return max(_wide(line, size) for line in text.split("\n")) * (_BOLD if is_bold else 1)


def _wide(line: str, size: float) -> float:
    return size * sum(_share(letter) for letter in line)


@cache
def _share(letter: str) -> float:
    """Of the size of the letters: as in Calibri (hmtx), a little more; Chinese characters are square."""
    if breadth(letter, 1.0) == 1.0:
        return 1.0
    return next((share for letters, share in _SHARES if letter in letters), 0.62 if letter.isupper() else _OTHER)


@lru_cache(maxsize=4096)
def lines(text: str, room: float, size: float, is_bold: bool = False) -> tuple[str, ...]:
    """The text in lines of at most `room` points; a word that is longer is broken."""
    fits = room / (_BOLD if is_bold else 1)
    return tuple(piece for line in text.split("\n") for piece in _lines(line, fits, size))


def _lines(line: str, room: float, size: float) -> Iterator[str]:
    """Pieces that stay whole, put together while they fit."""
    taken = ""
    for piece in pieces(line):
        if taken and _wide((taken + piece).rstrip(), size) > room:
            yield taken.rstrip()
            taken = ""
        *whole, taken = _broken(taken + piece, room, size)
        yield from whole
    yield taken.rstrip()


def _broken(word: str, room: float, size: float) -> list[str]:
    """A word in pieces that fit, of at least one letter; spaces at its end need no room."""
    parts, taken = [""], 0.0
    for letter in word:
        share = size * _share(letter)
        if parts[-1] and taken + share > room and not letter.isspace():
            parts.append("")
            taken = 0.0
        parts[-1] += letter
        taken += share
    return parts


def longest(text: str, size: float, is_bold: bool = False) -> float:
    """Points of the longest piece that stays whole."""
    return max((wide(piece.rstrip(), size, is_bold) for piece in pieces(text)), default=0.0)


def height(paras: tuple[Para, ...], room: float) -> float:
    """Points that paragraphs take in a column that wide."""
    return sum(_tall(one, room) for one in paras)


def _tall(one: Para, room: float) -> float:
    is_bold = any(run.is_bold for run in one.runs)
    return len(lines(one.text, room, one.size, is_bold)) * one.size * LEADING + one.after


def fitted(text: str, room: float, sizes: tuple[float, ...], most: int, is_bold: bool = False) -> tuple[str, float]:
    """The text and the largest of the sizes at which it takes at most so many lines; cut visibly where it is too long for all."""
    text = legible(text)
    for size in sizes:
        if len(lines(text, room, size, is_bold)) <= most:
            return text, size
    found = lines(text, room, sizes[-1], is_bold)[:most]
    last = next(found[-1][:end] for end in range(len(found[-1]), -1, -1) if wide(found[-1][:end] + "…", sizes[-1], is_bold) <= room)
    return "\n".join((*found[:-1], f"{last.rstrip()}…")), sizes[-1]


def cut(one: Para, room: float, tall: float) -> tuple[Para, Para] | None:
    """A paragraph that is too long for its slide in two; None where nothing useful would stay."""
    found = lines(one.text, room, one.size)
    fits = int(tall // (one.size * LEADING))
    if fits < _LEAST or len(found) <= fits:
        return None
    halves = ("\n".join(found[:fits]), "\n".join(found[fits:]))
    first, rest = (replace(one, runs=(replace(one.runs[0], text=text, where=""),)) for text in halves)
    return replace(first, after=0.0), rest


def para_xml(one: Para, language: Language, link: Callable[[str], str]) -> str:
    """`<a:p>`. `link` gives the attributes of a link to a place, "" for none."""
    exact = f'<a:lnSpc><a:spcPts val="{round(100 * one.size * LEADING)}"/></a:lnSpc>'
    after = f'<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="{round(100 * one.after)}"/></a:spcAft>'
    head = f'<a:pPr marL="0" indent="0" algn="{_ALIGN[one.align]}">{exact}{after}<a:buNone/></a:pPr>'
    runs = "".join(_run_xml(run, one.size, language, link) for run in one.runs if run.text)
    return f"<a:p>{head}{runs}{'' if runs else _end_xml(one.size, language)}</a:p>"


def _run_xml(run: Run, size: float, language: Language, link: Callable[[str], str]) -> str:
    attributes = link(run.where) if run.where else ""
    clicked = f"<a:hlinkClick {attributes}/>" if attributes else ""
    looks = f"<a:rPr {_said(size, language, run.is_bold)}>{fill(run.ink)}{faces()}{clicked}</a:rPr>"
    pieces = (f"<a:r>{looks}<a:t>{escape(legible(line), quote=False)}</a:t></a:r>" for line in run.text.split("\n"))
    return f"<a:br>{looks}</a:br>".join(pieces)


def _end_xml(size: float, language: Language) -> str:
    return f"<a:endParaRPr {_said(size, language, False)}/>"


def _said(size: float, language: Language, is_bold: bool) -> str:
    main, other = _LANGUAGES[language]
    return f'lang="{main}" altLang="{other}" sz="{round(100 * size)}" b="{int(is_bold)}" dirty="0"'


def fill(ink: Ink) -> str:
    """`<a:solidFill>` in a colour of the light palette."""
    return f'<a:solidFill><a:srgbClr val="{getattr(LIGHT, ink)[1:].upper()}"/></a:solidFill>'


def faces() -> str:
    """The fonts for Latin and for Chinese letters."""
    return f'<a:latin typeface="{LATIN}"/><a:ea typeface="{EAST_ASIAN}"/><a:cs typeface="{LATIN}"/>'
