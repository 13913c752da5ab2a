"""Spans of time, a handful at a time: what is left of some without others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]


def without(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The parts of `spans` that lie in none of `others`; both are sorted and each disjoint."""
    return [part for span in spans for part in _parts(span, others) if part[0] < part[1]]


def _parts(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    begin, end = span
    for low, high in others:
        yield begin, min(low, end)
        begin = max(begin, high)
    yield begin, end


def length(spans: Sequence[Span], until: datetime) -> timedelta:
    """How much of the spans lies before a moment."""
    return sum((max(min(end, until), begin) - begin for begin, end in spans), timedelta())
