"""Signals of one rule at one stretch, as a reader counts them: seven points on one side are one thing that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.stats.spc.rules import Side, Signal


@dataclass(frozen=True, slots=True)
class Episode:
    """Neighbouring points that one rule marks on one side. `points`: all that make the pattern, those marked among them."""

    rule: str
    side: Side
    marked: tuple[int, ...]
    points: tuple[int, ...]


def episodes(found: Sequence[Signal]) -> tuple[Episode, ...]:
    """The episodes of `signals`, in order of their first marked point. Points that another rule has claimed do not part one."""
    stretches: list[list[Signal]] = []
    for one in found:
        same = next((stretch for stretch in reversed(stretches) if _goes_on(stretch[-1], one)), None)
        if same is None:
            stretches.append([one])
        else:
            same.append(one)
    return tuple(_episode(stretch) for stretch in stretches)


def _goes_on(last: Signal, one: Signal) -> bool:
    touches = one.position - last.position == 1 or last.position in one.points
    return touches and (last.rule, last.side) == (one.rule, one.side)


def _episode(stretch: Sequence[Signal]) -> Episode:
    points = sorted({point for one in stretch for point in one.points})
    return Episode(stretch[0].rule, stretch[0].side, tuple(one.position for one in stretch), tuple(points))
