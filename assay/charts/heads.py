"""Names over their rows, in place of names beside them: whole on a phone too, and all of the breadth is left to the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.lettering import EDGE, GAP, LINE, breadth, wrapped

_MOST = 4  # lines of a name
_UP, _MORE = 16.0, 3.0  # pixels from the middle of a mark up to that of the last line of its name; more where rows are higher


@dataclass(frozen=True, slots=True)
class Head:
    """The words over the row at `at`: its name, lines parted by a line feed, and what stands at the far end of the last line.
    `up` and `aside_up` are the pixels from the middle of the row to theirs."""

    at: float
    name: str
    aside: str
    is_heading: bool
    up: float
    aside_up: float


def heads_of(y: Axis, width: float) -> tuple[Head, ...]:
    """The names over the rows of a picture of so many pixels; none where they stand beside them."""
    if not y.is_over:
        return ()
    labels = y.labels or ()
    asides, headings = y.asides or ("",) * len(labels), y.headings or (False,) * len(labels)
    names = tuple(_lines(*row, width) for row in zip(labels, asides, strict=True))
    up = _UP + _MORE * (max(map(len, names)) - 1)
    return tuple(_head(at, *row, up) for at, row in enumerate(zip(names, asides, headings, strict=True)))


def lines_of(heads: Sequence[Head]) -> int:
    """How many lines the longest of the names takes."""
    return max((head.name.count("\n") + 1 for head in heads), default=0)


def _lines(label: str, aside: str, width: float) -> tuple[str, ...]:
    """The name in lines that leave room for what stands at their far end."""
    return wrapped(label, width - 2 * EDGE - (breadth(aside) + 2 * GAP if aside else 0), most=_MOST)


def _head(at: int, lines: tuple[str, ...], aside: str, is_heading: bool, up: float) -> Head:
    last = 0.0 if is_heading else up  # no marks are in the way of a heading, and it stands near what it heads
    return Head(float(at), "\n".join(lines), aside, is_heading, last + LINE * (len(lines) - 1) / 2, last)
