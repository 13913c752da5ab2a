"""Which periods of an axis are written: the same ones on every chart, because the calendar is counted, not the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assay.text import Language

_Said = Callable[[str, Language], str]
_MOST = 7
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Grain:
    """How labels of one grain are read: their number in the calendar, the steps that are natural in it, and how one is written."""

    pattern: re.Pattern[str]
    number: Callable[[int, int], int]
    steps: tuple[int, ...]
    written: _Said


def _month(part: str, language: Language) -> str:
    return f"{int(part)} 月" if language == "zh" else _MONTHS[int(part) - 1]


def _as_is(part: str, language: Language) -> str:
    return part


_GRAINS = (
    _Grain(re.compile(r"(\d{4})-(\d\d)"), lambda year, month: 12 * year + month - 1, (1, 2, 3, 6, 12, 24, 60, 120), _month),
    _Grain(re.compile(r"(\d{4})-(Q\d)"), lambda year, quarter: 4 * year + quarter - 1, (1, 2, 4, 8, 20, 40), _as_is),
    _Grain(
        re.compile(r"(\d{4})-(W\d\d)"), lambda year, week: date.fromisocalendar(year, week, 1).toordinal() // 7,
        (1, 2, 4, 13, 26, 52, 104, 260), _as_is,
    ),
)
_DAY = re.compile(r"(\d{4})-(\d\d-\d\d)")
_DAY_STEPS = (1, 2, 7, 14, 28, 91, 182, 364, 728, 1820)  # multiples of seven fall on Mondays


def period_ticks(labels: Sequence[str], language: Language) -> tuple[tuple[float, str], ...]:
    """Positions and words of at most seven of the labels: 1 月 / Jan, with the year on a second line where it begins. Labels that
    are no periods are written as they are, at equal steps."""
    for grain in _GRAINS:
        if parts := _parts(grain.pattern, labels):
            numbers = [grain.number(int(year), int(rest.lstrip("QW"))) for year, rest in parts]
            return _chosen(parts, numbers, grain.steps, grain.written, language)
    if parts := _parts(_DAY, labels):
        numbers = [date.fromisoformat(label).toordinal() - 1 for label in labels]
        return _chosen(parts, numbers, _DAY_STEPS, _as_is, language)
    every = -(-len(labels) // _MOST) or 1
    return tuple((float(at), label) for at, label in enumerate(labels) if at % every == 0)


def _parts(pattern: re.Pattern[str], labels: Sequence[str]) -> list[tuple[str, str]]:
    """Year and rest of each label; nothing where any is of another kind."""
    found = [pattern.fullmatch(label) for label in labels]
    return [(match[1], match[2]) for match in found if match] if all(found) else []


def _chosen(
    parts: Sequence[tuple[str, str]], numbers: Sequence[int], steps: Sequence[int], said: _Said, language: Language
) -> tuple[tuple[float, str], ...]:
    marked = ([at for at, number in enumerate(numbers) if number % step == 0] for step in steps)
    places = next((places for places in marked if len(places) <= _MOST), []) or [0]
    years = [parts[at][0] for at in places]
    begins = [turn == 0 or years[turn - 1] != year for turn, year in enumerate(years)]
    return tuple(
        (float(at), said(parts[at][1], language) + (f"\n{year}" if begin else ""))
        for at, year, begin in zip(places, years, begins, strict=True)
    )
