"""Rows over x as rows over categories: one value for each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from assay.charts.chart import Layer, Values
from assay.report.writers.native_lines import over_x
from assay.report.writers.native_series import Reach, Series, Side
from assay.text import Language

T = TypeVar("T")


def over_categories(layers: Sequence[Layer], count: int, language: Language) -> tuple[Series, ...]:
    """One value for each of `count` categories; a line that passes over one between its points has there what lies on it. Rows
    without any value are left out."""
    placed = (_placed(one, count) for one in over_x(layers, None, None, language))
    return tuple(one for one in placed if any(value is not None for value in one.values))


def _placed(one: Series, count: int) -> Series:
    if not one.xs:
        ends: tuple[str, ...] = ("",) * (count - 1) + one.texts[-1:]
        return replace(one, values=one.values[:1] * count, texts=ends if one.texts else (), sides=one.sides[-1:] * count)
    if one.has_line and not one.has_marks:
        values = tuple(_height(float(at), one) for at in range(count))
        return replace(one, xs=(), values=values, **_words(one, values))  # type: ignore[arg-type]
    return _marked(one, count)


def _marked(one: Series, count: int) -> Series:
    where = {int(x): at for at, x in enumerate(one.xs) if x.is_integer() and 0 <= x < count}
    blank: Side = "above"
    reach = one.reach and Reach(
        _row(one.reach.lows, where, count, None), _row(one.reach.highs, where, count, None),
        _row(one.reach.minus, where, count, None), _row(one.reach.plus, where, count, None), one.reach.is_lying,
    )
    return replace(
        one, xs=(), values=_row(one.values, where, count, None), tones=_row(one.tones, where, count, one.tone),
        is_hollow=_row(one.is_hollow, where, count, False), ring=_row(one.ring, where, count, False),
        texts=_row(one.texts, where, count, ""), sides=_row(one.sides, where, count, blank),
        names=_row(one.names, where, count, ""), reach=reach,
    )


def _row(row: Sequence[T], where: dict[int, int], count: int, blank: T) -> tuple[T, ...]:
    """The entries at their categories; a row without entries has none."""
    return tuple(row[where[at]] if at in where else blank for at in range(count)) if row else ()


def _height(place: float, one: Series) -> float | None:
    """What the line has at a place: a value of its own, or what lies straight between its neighbours."""
    after = bisect_left(one.xs, place)
    if after < len(one.xs) and one.xs[after] == place:
        return one.values[after]
    if after in (0, len(one.xs)):
        return None
    low, high = one.values[after - 1], one.values[after]
    if low is None or high is None or low == high or one.step:
        return None if high is None else low
    left, right = one.xs[after - 1], one.xs[after]
    return low + (high - low) * (place - left) / (right - left)


def _words(one: Series, values: Values) -> dict[str, object]:
    """The words at the ends of a line, at the first and the last category that it has."""
    known = [at for at, value in enumerate(values) if value is not None]
    said = {("left" if side == "left" else "right"): text for text, side in zip(one.texts, one.sides, strict=True) if text}
    if not known or not said:
        return {"texts": (), "sides": ()}
    texts, sides = [""] * len(values), ["right"] * len(values)
    if "left" in said:
        texts[known[0]], sides[known[0]] = said["left"], "left"
    if "right" in said:
        texts[known[-1]], sides[known[-1]] = said["right"], "right"
    return {"texts": tuple(texts), "sides": tuple(sides)}
