"""A row of values as a line the size of a word (inline SVG, no script)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

Point = tuple[float, float]

_DOT = 2.2  # radius of the last point; it also is the margin that keeps the line inside the picture


def sparkline(
    values: Sequence[float | None], *, is_partial: bool = False, goal: float | None = None, width: int = 64, height: int = 18
) -> str:
    """An `<svg>` of the values in order, at equal steps; "" where fewer than two are known.

    None is a gap, never a zero and never bridged. The last value gets a dot, hollow where its period is partial; a last value
    that is missing gets none. `goal` draws a thin level. It is hidden from screen readers: the cell says the same in words.
    """
    if sum(value is not None for value in values) < 2:
        return ""
    points = _placed(values, goal, width, height)
    shapes = _level(goal, values, width, height) + "".join(_piece(run) for run in _runs(points)) + _last(points[-1], is_partial)
    return (
        f'<svg class="spark" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-hidden="true" focusable="false">{shapes}</svg>'
    )


def _placed(values: Sequence[float | None], goal: float | None, width: int, height: int) -> list[Point | None]:
    step = (width - 2 * _DOT) / (len(values) - 1)
    return [
        None if value is None else (_DOT + at * step, _height_of(value, values, goal, height)) for at, value in enumerate(values)
    ]


def _height_of(value: float, values: Sequence[float | None], goal: float | None, height: int) -> float:
    shown = [each for each in (*values, goal) if each is not None]
    low, high = min(shown), max(shown)
    share = 0.5 if high == low else (value - low) / (high - low)
    return height - _DOT - share * (height - 2 * _DOT)


def _level(goal: float | None, values: Sequence[float | None], width: int, height: int) -> str:
    if goal is None:
        return ""
    y = _height_of(goal, values, goal, height)
    return f'<line class="goal" x1="0" y1="{y:.1f}" x2="{width}" y2="{y:.1f}"/>'


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The unbroken stretches between the gaps."""
    groups = groupby(points, key=lambda point: point is not None)
    return [[point for point in run if point is not None] for is_known, run in groups if is_known]


def _piece(run: list[Point]) -> str:
    if len(run) == 1:  # a lone value between two gaps would be an invisible line
        return f'<circle class="lone" cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="1"/>'
    return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>'


def _last(point: Point | None, is_partial: bool) -> str:
    if point is None:
        return ""
    kind = "last partial" if is_partial else "last"
    return f'<circle class="{kind}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{_DOT - (0.5 if is_partial else 0)}"/>'
