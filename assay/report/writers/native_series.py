"""The parts of a chart that an office program draws itself: rows of numbers with their looks, and the axes they lie on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from assay.charts.axis import Axis
from assay.charts.chart import Dash, Shape, Step, Tone, Values
from assay.charts.scale import Scale
from assay.text import Language, Text

Side = Literal["right", "above", "left"]
VALUES, FOOT = Text("数值", "Values"), Text("底座（不显示）", "Foot (not shown)")
LOW, HIGH, ROWS = Text("下界", "Low"), Text("上界", "High"), Text("行", "Rows")
_MINUTES = Text(" 分", " min")
_EVEN = 1e-6  # of a step: ticks that are that near to equal steps are at equal steps


@dataclass(frozen=True, slots=True)
class Reach:
    """An interval a value, and its two arms, both ≥ 0: from the value down to `lows`, and up to `highs`. None: there is none."""

    lows: Values
    highs: Values
    minus: Values
    plus: Values
    is_lying: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers: a value a category, or, where `xs` are given, the y of each point. None is missing, never zero.

    `tones`, `is_hollow`, `ring`, `texts`, `sides` and `names` have one entry a value, or none. `texts` are written beside the
    values ("" for nothing), on the side that `sides` says (above where it says nothing); `names` tell which point it is and are
    not written. Of points on a line, `tone` is that of the line. `is_hidden`: a bar that is not seen, on which others stand, or a
    row that only carries words or intervals.
    """

    name: str
    values: Values
    xs: tuple[float, ...] = ()
    tone: Tone = "common"
    tones: tuple[Tone, ...] = ()
    has_line: bool = False
    has_marks: bool = False
    is_bar: bool = False
    is_hidden: bool = False
    dash: Dash = "solid"
    width: float = 1.5
    step: Step = ""
    size: float = 7.0
    shape: Shape = "circle"
    is_hollow: tuple[bool, ...] = ()
    ring: tuple[bool, ...] = ()
    texts: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    names: tuple[str, ...] = ()
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Ruler:
    """An axis that measures. `low` and `high` are multiples of `step`, or powers of ten where `is_log`; `step` None: as the program
    likes. `number_format` as in Excel. `has_numbers` False: its numbers mean nothing to a reader and are not written. `labels`: the
    names of the rows of a dot plot, row 0 first, each with what stands at its far end; `names` and `asides` are the two apart."""

    title: str
    low: float
    high: float
    step: float | None
    number_format: str
    is_log: bool = False
    is_reversed: bool = False
    has_numbers: bool = True
    labels: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()


def joined(words: Iterable[str]) -> str:
    """Words side by side; what is empty leaves no mark."""
    return " · ".join(filter(None, words))


def ruler(axis: Axis, scale: Scale, language: Language) -> Ruler:
    """The axis as it is drawn, its ends moved out to round numbers."""
    has_numbers = axis.ticks is None and not axis.is_labelled
    step = _step(scale) if has_numbers and not axis.is_log else None
    low, high = _ends(scale, step, axis.is_log)
    code = _number_format(axis, scale, step, language)
    names = axis.labels or ()
    labels = tuple(map(joined, zip(names, axis.asides or ("",) * len(names), strict=True)))
    return Ruler(
        axis.title, low, high, step, code, axis.is_log, axis.is_reversed, has_numbers, labels, names, axis.asides
    )


def _step(scale: Scale) -> float | None:
    places = [place for place, _ in scale.ticks]
    if len(places) < 2:
        return None
    step = places[1] - places[0]
    is_even = all(abs(later - former - step) < _EVEN * step for former, later in pairwise(places))
    return float(f"{step:.9g}") if is_even else None


def _ends(scale: Scale, step: float | None, is_log: bool) -> tuple[float, float]:
    if is_log:
        return 10.0 ** math.floor(math.log10(scale.low)), 10.0 ** math.ceil(math.log10(scale.high))
    if step is None:
        return scale.low, scale.high
    low, high = math.floor(scale.low / step + _EVEN), math.ceil(scale.high / step - _EVEN)
    return float(f"{low * step:.9g}"), float(f"{high * step:.9g}")


def _number_format(axis: Axis, scale: Scale, step: float | None, language: Language) -> str:
    factor = 100 if axis.kind == "share" else 1
    steps = [step] if step is not None else [place for place, _ in scale.ticks]
    places = max((_places(factor * one) for one in steps), default=0) if axis.decimals is None else axis.decimals
    digits = "#,##0" + ("." + "0" * places if places else "")
    if axis.kind == "share":
        return f"{digits}%"
    unit = _MINUTES(language) if axis.kind == "minutes" else f" {axis.unit}" if axis.unit else ""
    quoted = unit.replace('"', "")
    return f'{digits}"{quoted}"' if quoted else digits


def _places(number: float) -> int:
    """Decimals that tell the number, at most six."""
    exponent = Decimal(f"{number:.9g}").normalize().as_tuple().exponent
    return min(6, max(0, -exponent)) if isinstance(exponent, int) else 0


def apart(low: float, high: float) -> float:
    """The difference as people reckon it, in decimals: 0.3 − 0.1 is 0.2."""
    return float(Decimal(repr(float(high))) - Decimal(repr(float(low))))


def reached(values: Sequence[float | None], pairs: Sequence[tuple[float, float] | None], is_lying: bool) -> Reach:
    """The intervals (low, high) of the values, None where there is none."""
    known = [None if value is None or pair is None else (value, *pair) for value, pair in zip(values, pairs, strict=True)]
    return Reach(
        tuple(None if one is None else one[1] for one in known),
        tuple(None if one is None else one[2] for one in known),
        tuple(None if one is None else apart(one[1], one[0]) for one in known),
        tuple(None if one is None else apart(one[0], one[2]) for one in known),
        is_lying,
    )
