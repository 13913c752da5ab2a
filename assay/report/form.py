"""Values of a document and how they are to be written: what kind of figure, how many decimals, which unit."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assay.written import NOTHING, moment

Kind = Literal["text", "number", "money", "share"]
Value = str | int | float | Decimal | date | None
"""None is missing. A datetime is a date too: a moment, in the zone that the document speaks of."""

_DECIMALS = {"money": 2, "share": 1}


@dataclass(frozen=True, slots=True)
class Form:
    """`decimals` None: two for money, one for shares, numbers as they are. A `share` is a fraction of one, written in percent.

    `unit` stands before money (¥) and after a number (%, h).
    """

    kind: Kind = "text"
    decimals: int | None = None
    unit: str = ""

    @property
    def places(self) -> int | None:
        return _DECIMALS.get(self.kind) if self.decimals is None else self.decimals


TEXT = Form()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value that is written in another form than the rest of its column."""

    value: Value
    form: Form


def checked(value: Value) -> Value:
    """The value itself. Raises ValueError for a figure that is not finite (missing is None), TypeError for a truth value."""
    if isinstance(value, bool):
        raise TypeError("a document has words for yes and no")
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        raise ValueError(f"{value} is no figure: what is missing is None")
    return value


def breadth(text: str) -> int:
    """How much room the longest line takes, in Latin letters; a Chinese character takes the room of two."""
    return max(sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line) for line in text.split("\n"))


def written(value: Value, form: Form) -> str:
    """As people read it: 1,234.5 h, −¥12,300.00, 93.4 %, 2026-10-31; a dash where nothing is. Halves go up, as in Excel."""
    match value:
        case None:
            return NOTHING
        case str():
            return value
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
    return _figure(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), form)


def _figure(value: Decimal, form: Form) -> str:
    shown = _rounded(100 * value if form.kind == "share" else value, form.places)
    digits, sign = f"{abs(shown):,f}", "−" if shown < 0 else ""
    if form.kind == "money":
        return f"{sign}{form.unit}{digits}"
    unit = "%" if form.kind == "share" else form.unit
    return f"{sign}{digits} {unit}".rstrip()


def _rounded(value: Decimal, places: int | None) -> Decimal:
    """Zero has no sign, and a number as it is has no trailing zeros."""
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    elif value == value.to_integral_value():
        value = value.to_integral_value()
    return abs(value) if value == 0 else value
