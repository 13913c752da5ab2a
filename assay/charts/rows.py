"""What pictures share whose rows have their names over them: their axis, room for words at the ends of marks, what is read out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from assay.charts.axis import Axis
from assay.charts.lettering import EDGE, GAP, PHONE, breadth
from assay.text import Language

THICKNESS = 0.26
"""Of a bar, as a share of its row: the name takes the rest."""
_BREADTH = PHONE - 3 * EDGE  # pixels that the marks have on a phone
_MOST = 0.6  # of them: what words at the ends of marks may take


def names(labels: Sequence[str], asides: Sequence[str] = (), headings: Sequence[bool] = ()) -> Axis:
    """The rows from top to bottom, each with its name over it."""
    shown = tuple(asides) if any(asides) else ()
    return Axis(
        kind="label", labels=tuple(labels), is_reversed=True, is_over=True, asides=shown,
        headings=tuple(headings) if any(headings) else (),
    )


def end_for(words: Iterable[tuple[float, str]], low: float, high: float) -> float:
    """Where an axis from `low` has to end so that words that begin at places of it end inside the picture on a phone."""
    shares = ((at, min((breadth(text) + GAP) / _BREADTH, _MOST)) for at, text in words if text)
    return max([high, *(low + (at - low) / (1 - share) for at, share in shares)])


def span(values: Iterable[float | None]) -> tuple[float, float]:
    """The least and the greatest of those that are known and finite. Raises ValueError where there is none."""
    known = [one for one in values if one is not None and isfinite(one)]
    if not known:
        raise ValueError("nothing to draw")
    return min(known), max(known)


def read_out(title: str, subtitle: str, language: Language) -> str:
    """The finding for those who cannot see the picture."""
    return f"{title}{'。' if language == 'zh' else '. '}{subtitle}"
