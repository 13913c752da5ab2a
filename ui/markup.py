"""Tables and cards as HTML text. Every word that comes in is escaped here; but for `ui.orders.drawn` nothing else may build HTML
from data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from assay.charts.icons import Icon, icon_html
from assay.charts.sparkline import sparkline

Mark = Literal["met", "missed", "none"]
Tone = Literal["plain", "concern", "improvement", "common", "neutral", "muted", "hole", "faint", "thin", "full", "group"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a value, what the agreement says of it, how it came about, and where it leads."""

    text: str
    href: str | None = None  # as made by address.link
    mark: Mark = "none"
    mark_word: str = ""  # the settlement in a word, required with a mark
    trend: tuple[float | None, ...] = ()  # oldest first; None is a gap
    is_partial: bool = False  # the last value's period is still running
    goal: float | None = None  # a thin level in the trend
    hover: str = ""  # full precision, numerator / denominator
    tone: Tone = "plain"
    note: str = ""  # small second line
    is_long: bool = False  # a sentence, which may take several lines
    bar: float | None = None  # a share of the longest bar of its column, 0 to 1
    icons: tuple[Icon, ...] = ()  # what a series says of itself
    shade: Literal["", "shaded", "deep"] = ""  # a ground in its tone

    def __post_init__(self) -> None:
        _needs_word(self.mark, self.mark_word)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and the sentence that explains it."""

    key: str
    title: str
    hover: str = ""
    align: Literal["left", "right"] = "right"
    is_first: bool = False  # stays in place when the table is scrolled sideways


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells by column key; a key that a row lacks is an empty cell. `caption` names the table for screen readers."""

    columns: tuple[Column, ...]
    rows: tuple[dict[str, Cell], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Card:
    """One KPI at a glance; the whole card is a link where it has an href."""

    title: str
    value: str
    unit: str = ""
    target: str = ""  # "目标 ≥ 95 %"
    mark: Mark = "none"
    mark_word: str = ""
    basis: str = ""  # numerator / denominator / left out, in words
    trend: tuple[float | None, ...] = ()
    is_partial: bool = False
    goal: float | None = None
    note: str = ""
    hover: str = ""
    href: str | None = None
    tone: Tone = "plain"
    icons: tuple[Icon, ...] = ()  # what its series says of itself

    def __post_init__(self) -> None:
        _needs_word(self.mark, self.mark_word)


def _needs_word(mark: Mark, word: str) -> None:
    if mark != "none" and not word:
        raise ValueError(f"the mark {mark!r} needs a word: a sign alone says nothing to those who cannot see it")


def table_html(table: Table) -> str:
    """The table in its scrolling frame. The frame can be reached and scrolled by keyboard."""
    head = "".join(_heading(column) for column in table.columns)
    body = "".join(f"<tr>{''.join(_cell(column, row.get(column.key)) for column in table.columns)}</tr>" for row in table.rows)
    name = escape(table.caption)
    return (
        f'<div class="frame" role="region" tabindex="0" aria-label="{name}"><table class="{_lines_of(table)}">'
        f'<caption class="unseen">{name}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _lines_of(table: Table) -> str:
    """Rows are one line high unless some cell has a second one."""
    return "two-lines" if any(cell.trend or cell.note for row in table.rows for cell in row.values()) else "one-line"


def _heading(column: Column) -> str:
    explained = f' class="explained" tabindex="0"{_tip(column.hover)}' if column.hover else ""
    return f'<th scope="col" class="{_place(column)}"><span{explained}>{escape(column.title)}</span></th>'


def _place(column: Column) -> str:
    return f"{column.align} first" if column.is_first else column.align


def _tip(words: str) -> str:
    # Our own tip instead of `title`: that one never shows for the keyboard and cannot be read on a phone.
    return f' data-tip="{escape(words)}" aria-description="{escape(words)}"' if words else ""


def _cell(column: Column, cell: Cell | None) -> str:
    element, scope = ("th", ' scope="row"') if column.is_first else ("td", "")
    inner = "" if cell is None else _inside(cell)
    return f'<{element}{scope} class="{_place(column)}">{inner}</{element}>'


def _inside(cell: Cell) -> str:
    spark = sparkline(cell.trend, is_partial=cell.is_partial, goal=cell.goal)
    note = f'<span class="note">{escape(cell.note)}</span>' if cell.note else ""
    bar = "" if cell.bar is None else f'<span class="bar" aria-hidden="true"><i style="width:{100 * cell.bar:.1f}%"></i></span>'
    icons = f'<span class="icons">{"".join(map(icon_html, cell.icons))}</span>' if cell.icons else ""
    first = f"{icons}{_mark(cell.mark, cell.mark_word)}{bar}"
    above = f'<span class="above">{first}<span class="value">{escape(cell.text)}</span></span>'
    below = f'<span class="below">{spark}{note}</span>' if spark or note else ""
    kind = " ".join(word for word in ("cell", cell.tone, "long" if cell.is_long else "", cell.shade) if word)
    return _linked(above + below, cell.href, kind, cell.hover)


def _mark(mark: Mark, word: str) -> str:
    """A filled circle where the agreement is missed, a hollow one where it is met, and the word."""
    return "" if mark == "none" else f'<span class="mark {mark}"><i aria-hidden="true"></i>{escape(word)}</span>'


def _linked(inner: str, href: str | None, kind: str, hover: str) -> str:
    if href is not None:
        return f'<a class="{kind}" href="{escape(href)}"{_tip(hover)}>{inner}</a>'
    reachable = ' tabindex="0"' if hover else ""  # an explanation must not need a mouse
    return f'<span class="{kind}"{reachable}{_tip(hover)}>{inner}</span>'


def cards_html(cards: tuple[Card, ...]) -> str:
    """The cards in a grid that folds to one column on a phone."""
    return f'<ul class="cards">{"".join(f"<li>{_card(card)}</li>" for card in cards)}</ul>'


def _card(card: Card) -> str:
    unit = f'<span class="unit">{escape(card.unit)}</span>' if card.unit else ""
    spark = sparkline(card.trend, is_partial=card.is_partial, goal=card.goal, width=112, height=34)
    agreed = _mark(card.mark, card.mark_word) + (f"<span>{escape(card.target)}</span>" if card.target else "")
    inner = (
        f'<span class="title">{escape(card.title)}</span>'
        f'<span class="figure"><span class="number"><span class="value{_size(card.value)}">{escape(card.value)}</span>{unit}</span>'
        f"{spark}</span>"
        + "".join(f'<span class="line {name}">{words}</span>' for name, words in _lines(card, agreed))
    )
    return _linked(inner, card.href, f"card {card.tone}", card.hover)


def _size(value: str) -> str:
    """A duration is longer than a number and must leave room for its trend."""
    return " long" if len(value) > 7 else ""


def _lines(card: Card, agreed: str) -> tuple[tuple[str, str], ...]:
    icons = f'<span class="icons">{"".join(map(icon_html, card.icons))}</span>' if card.icons else ""
    lines = (("agreed", icons + agreed), ("basis", escape(card.basis)), ("note", escape(card.note)))
    return tuple((name, words) for name, words in lines if words)


def sentences_html(clauses: Sequence[tuple[str, str | None]], is_lead: bool = False) -> str:
    """A paragraph of clauses, each with the link to its evidence or None."""
    said = "".join(_clause(text, href) for text, href in clauses)
    return f'<p class="sentences{" lead" if is_lead else ""}">{said}</p>'


def _clause(text: str, href: str | None) -> str:
    return escape(text) if href is None else f'<a class="clause" href="{escape(href)}">{escape(text)}</a>'
