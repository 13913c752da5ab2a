"""Rows of values as unbroken paths. What is missing parts one from the next; nothing is drawn across it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from assay.charts.chart import Step, Values

_DASH = 0.4  # of a step: what is seen of a value that has no neighbour
Path = tuple[tuple[float, float], ...]


def paths(xs: Sequence[float], ys: Values, step: Step = "") -> tuple[Path, ...]:
    """The unbroken stretches of a row of values, in its order, as straight lines or as steps."""
    return tuple(_path(xs, ys, run, step) for run in _runs(ys))


def outlines(xs: Sequence[float], lows: Values, highs: Values, step: Step = "") -> tuple[Path, ...]:
    """The unbroken stretches of a band, each as a closed outline: along its highs, and back along its lows."""
    known: Values = tuple(None if low is None or high is None else 0.0 for low, high in zip(lows, highs, strict=True))
    runs = _runs(known)
    return tuple((*_path(xs, highs, run, step), *reversed(_path(xs, lows, run, step))) for run in runs)


def _runs(ys: Values) -> tuple[range, ...]:
    groups = groupby(range(len(ys)), key=lambda at: ys[at] is not None)
    places = (tuple(run) for is_known, run in groups if is_known)
    return tuple(range(run[0], run[-1] + 1) for run in places)


def _path(xs: Sequence[float], ys: Values, run: range, step: Step) -> Path:
    points = tuple((xs[at], y) for at in run if (y := ys[at]) is not None)
    if step == "around":
        return tuple(corner for left, right, y in _around(xs, points, run) for corner in ((left, y), (right, y)))
    if step == "until_next":
        corners = ((after[0], before[1]) for before, after in pairwise(points))
        ahead = ((xs[run.stop], points[-1][1]),) if run.stop < len(xs) else ()
        return (points[0], *(one for pair in zip(corners, points[1:], strict=True) for one in pair), *ahead)
    if len(points) == 1 and len(xs) > 1:  # a lone value between two gaps would be an invisible line
        ((left, right, y),), x = _around(xs, points, run), points[0][0]
        return ((x - _DASH * (x - left), y), (x + _DASH * (right - x), y))
    return points


def _around(xs: Sequence[float], points: Path, run: range) -> list[tuple[float, float, float]]:
    """Left end, right end and height of each step: half way to the neighbour on either side, as far beyond where there is none."""
    half = [(later - former) / 2 for former, later in pairwise(xs)] or [0.5]
    before, after = (half[0], *half), (*half, half[-1])
    return [(x - before[at], x + after[at], y) for at, (x, y) in zip(run, points, strict=True)]


def is_above(ys: Values, at: int) -> bool:
    """Whether there is more room above a point than below it: its neighbours lie lower."""
    here = ys[at]
    beside = [ys[near] for near in (at - 1, at + 1) if 0 <= near < len(ys)]
    known = [one for one in beside if one is not None]
    return here is None or not known or here >= sum(known) / len(known)
