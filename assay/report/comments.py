"""What comments say, as results: the terms that set two groups apart, and the share of low-score comments by theme and vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from assay import written
from assay.charts.axis import Axis
from assay.charts.chart import Chart, Tone
from assay.charts.diverging import Bar, diverging
from assay.say import keyness as say
from assay.stats.difference import adjusted, p_of_shares
from assay.stats.interval import Interval, share
from assay.stats.keyness import FALSE_DISCOVERY_RATE, Keyness, Term, keyness
from assay.terms.counted import LEAST, counted, fullest, held
from assay.terms.themes import Theme, held_themes
from assay.text import Language

SHOWN = 15
"""Terms of the picture, of both sides together."""


def told_apart(comments: pl.DataFrame, is_first: pl.Expr) -> Keyness:
    """The terms that set two groups of comments (as `assay.warehouse.comments.comments` gives them) apart. `is_first` says yes of
    those of the first group, no of the second, null of neither."""
    groups = comments.select(is_first.alias("is_first")).to_series()
    terms = counted(held(comments["comment"]), groups)
    sizes = int(groups.sum() or 0), int((~groups).sum() or 0)
    return keyness(terms["term"].to_list(), terms.select("first", "second").to_numpy().T, sizes)


def holding(comments: pl.DataFrame, term: str) -> pl.DataFrame:
    """The comments that hold a term, in their order; none where fewer than `LEAST` do, for those could point at single people."""
    found = held(comments["comment"]).filter(pl.col("term") == term)
    return comments[found["place"].sort().to_list()] if len(found) >= LEAST else comments.clear()


def headline(found: Keyness, first: str, second: str, language: Language) -> str:
    """What sets the groups apart, in one sentence; `first` and `second` name them."""
    ours, theirs = ([one.term for one in distinct(side)] for side in (found.of_first, found.of_second))
    return say.headline(found, ours, theirs, first, second, language)


def terms_chart(
    found: Keyness, first: str, second: str, language: Language, tones: tuple[Tone, Tone] = ("concern", "improvement")
) -> Chart:
    """The terms of each side, the most certain outermost; `tones` of the first and the second group. Raises ValueError where no
    term is told apart: then the headline says so, and there is nothing to draw."""
    n, m = map(written.count, found.n)
    bars = [_bar(found, one, first, second, tones, language) for one in _drawn(found)]
    title, axis = headline(found, first, second, language), Axis(title=say.AXIS(language, first=first, second=second))
    subtitle, note = say.SUBTITLE(language, first=first, second=second, n=n, m=m), say.NOTE(language, least=LEAST)
    return diverging(bars, axis, title, subtitle, note, language)


def _drawn(found: Keyness) -> tuple[Term, ...]:
    """Half of the room for each side; what one side does not need the other has."""
    ours, theirs = distinct(found.of_first), distinct(found.of_second)
    above = ours[: max(SHOWN - len(theirs), SHOWN // 2 + 1)]
    below = theirs[: SHOWN - len(above)]
    return (*above, *reversed(below))


def distinct(terms: Sequence[Term]) -> list[Term]:
    """Those of a side that say something new, in its order: see `assay.terms.counted.fullest`."""
    by_name = {one.term: one for one in terms}
    return [by_name[name] for name in fullest([(one.term, one.first + one.second) for one in terms])]


def _bar(found: Keyness, one: Term, first: str, second: str, tones: tuple[Tone, Tone], language: Language) -> Bar:
    at, low, high = (float(end or 0.0) for end in (one.log_odds.value, one.log_odds.low, one.log_odds.high))
    aside, hover = say.shares(found, one, language), say.hover(found, one, first, second, language)
    return Bar(one.term, at, low, high, aside, tones[0] if at > 0 else tones[1], hover, one.term)


@dataclass(frozen=True, slots=True)
class Spoken:
    """How much of what unhappy people wrote about a vendor's service is about a theme. `n`: their comments. `share` None: fewer
    than `LEAST` are about it, which is all that is told. `others`: the same share at all other vendors of that service together,
    for what people speak of follows from what is done for them; None where fewer than `LEAST` are, or there is no other.
    `is_more`: more than there, beyond chance (Benjamini–Hochberg over all that are told)."""

    vendor_id: str
    service: str
    theme: str
    n: int
    share: Interval | None
    others: float | None
    q_value: float | None
    is_more: bool


def by_theme(comments: pl.DataFrame, codebook: tuple[Theme, ...]) -> tuple[Spoken, ...]:
    """Of low-score comments: each vendor, service and theme, in their order and that of the codebook."""
    owners = comments.select("vendor_id", "service").with_row_index("place").drop_nulls()
    spoken = held_themes(comments["comment"], codebook).join(owners, on="place").group_by("vendor_id", "service", "theme").len()
    counts = {(vendor, service, theme): count for vendor, service, theme, count in spoken.iter_rows()}
    sizes = {(vendor, service): n for vendor, service, n in owners.group_by("vendor_id", "service").len().iter_rows()}
    cells = [_cell(*owner, theme.id, counts, sizes) for owner in sorted(sizes) for theme in codebook]
    q_values = iter(adjusted([cell.p_value for cell in cells if cell.is_told]))
    return tuple(_spoken(cell, next(q_values) if cell.is_told else None) for cell in cells)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A vendor's comments about a theme, x of n, and those of all other vendors of the service."""

    vendor: str
    service: str
    theme: str
    x: int
    n: int
    others_x: int
    others_n: int

    @property
    def is_told(self) -> bool:
        return self.x >= LEAST

    @property
    def is_above(self) -> bool:
        return self.x * self.others_n > self.others_x * self.n

    @property
    def others(self) -> float | None:
        return self.others_x / self.others_n if self.others_x >= LEAST else None

    @property
    def p_value(self) -> float:
        return p_of_shares(self.x, self.n, self.others_x, self.others_n) if self.others_n else 1.0


def _cell(
    vendor: str, service: str, theme: str, counts: Mapping[tuple[str, str, str], int], sizes: Mapping[tuple[str, str], int]
) -> _Cell:
    peers = [one for one, other in sizes if other == service]
    x, n = counts.get((vendor, service, theme), 0), sizes[vendor, service]
    everywhere = sum(counts.get((one, service, theme), 0) for one in peers)
    return _Cell(vendor, service, theme, x, n, everywhere - x, sum(sizes[one, service] for one in peers) - n)


def _spoken(cell: _Cell, q_value: float | None) -> Spoken:
    if q_value is None:
        return Spoken(cell.vendor, cell.service, cell.theme, cell.n, None, None, None, False)
    is_more = q_value <= FALSE_DISCOVERY_RATE and cell.is_above
    return Spoken(cell.vendor, cell.service, cell.theme, cell.n, share(cell.x, cell.n), cell.others, q_value, is_more)
