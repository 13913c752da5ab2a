"""In which forms values are written: dates, moments, numbers and their unit; `suggestions.suggest` reads them from values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from assay.checks import Between
from assay.contracts import Column
from pipelines.suggestions import synonyms

_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y",
)
_MONTHS = ("%Y-%m", "%Y/%m", "%Y年%m月")
_CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S%.f", "%I:%M %p", "%I:%M:%S %p")
DATES = (*_DAYS, *(f"{day} {clock}" for day in _DAYS[:5] for clock in _CLOCKS[:2]), *_MONTHS)
LOCAL = (*(f"{day}{mark}{clock}" for day in _DAYS for mark in (" ", "T") for clock in _CLOCKS), *_DAYS)
OFFSET = tuple(f"{day}{mark}{clock}%z" for day in _DAYS[:2] for mark in ("T", " ") for clock in _CLOCKS[:3])
_MOST_FORMS = 3
_FIRST, _LAST = 1950, 2100


@dataclass(frozen=True, slots=True)
class Forms:
    """Accepted forms in order, the share of the values that they read, and whether day and month could as well be the other way."""

    forms: tuple[str, ...]
    share: float
    is_ambiguous: bool = False


def dates(values: pl.Series) -> Forms:
    """`values` are different texts without nulls, at least one."""
    return _fitting(values, DATES)


def moments(values: pl.Series) -> Forms:
    """As `dates`; forms with an offset are among them."""
    return _fitting(values.str.replace("[Zz]$", "+00:00"), (*OFFSET, *LOCAL))


def _fitting(values: pl.Series, candidates: Sequence[str]) -> Forms:
    """Takes the form that reads most of the values, then the one that reads most of the rest."""
    found: list[str] = []
    rest, is_ambiguous = values, False
    for _ in range(_MOST_FORMS):
        best = max(candidates, key=lambda form: _read(rest, form))
        read = _read(rest, best)
        if not read:
            break
        found.append(best)
        is_ambiguous = is_ambiguous or any(_read(rest, other) == read for other in _others(best) if other in candidates)
        rest = rest.filter(_parsed(rest, best).is_null())
        if rest.is_empty():
            break
    return Forms(tuple(found), 1 - rest.len() / values.len(), is_ambiguous)


def _others(form: str) -> tuple[str, ...]:
    """The form with day and month changed over; none where the year or the name of the month says which is which."""
    swapped = re.sub(r"^%([dm])([/.-])%([dm])", r"%\3\2%\1", form)
    return (swapped,) if swapped != form else ()


def _parsed(values: pl.Series, form: str) -> pl.Series:
    moments = values.str.to_datetime(form, time_unit="us", strict=False)
    return moments.set(~moments.dt.year().is_between(_FIRST, _LAST), None)


def _read(values: pl.Series, form: str) -> int:
    return values.len() - _parsed(values, form).null_count()


def numeric(values: pl.Series, is_whole: bool) -> float:
    """The share of the texts that are numbers, or whole ones."""
    read = values.cast(pl.Int64 if is_whole else pl.Float64, strict=False)
    return 1 - read.null_count() / values.len()


def factor(column: Column, heading: str, values: pl.Series) -> float | None:
    """What to multiply their number by: from the unit in their heading to ours; None where they are the same or not known."""
    said = synonyms.bracketed(heading) or next(iter(reversed(synonyms.folded(heading).split())), "")
    if any(isinstance(check, Between) and (check.low, check.high) == (0.0, 1.0) for check in column.checks):
        return 0.01 if "%" in heading or _is_percentage(values) else None
    ours = column.unit.zh if column.unit else ""
    for known in (synonyms.minutes(), synonyms.money()):
        theirs = _measure(said, known) if ours in known else None
        if theirs and theirs != known[ours]:
            return round(theirs / known[ours], 10)
    return None


def _measure(said: str, known: synonyms.Table[str, float]) -> float | None:
    """A unit with a number before it, or without: “45 分钟” is 45 of them."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)?\s*(\D+)", said)
    size = known.get(found[2].strip()) if found else None
    return size * float(found[1] or 1) if found and size else None


def _is_percentage(values: pl.Series) -> bool:
    numbers = values.cast(pl.Float64, strict=False).drop_nulls()
    most = numbers.max() if len(numbers) else None
    return isinstance(most, float) and 1 < most <= 100
