"""What the latest point says, and whether the target lies within what is usual. One function each for chart, table and report."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Literal

from assay.stats.spc.patterns import TIE
from assay.stats.spc.result import TRIAL, Charted, latest, segment_of
from assay.stats.spc.rules import Signal

Direction = Literal["higher", "lower", "none"]
"""Which way a KPI improves."""
Variation = Literal["common_cause", "improvement", "concern", "neither_high", "neither_low", "not_enough_data"]
Assurance = Literal["meets", "hit_or_miss", "misses", "no_target", "not_enough_data"]

HIGHEST = {"p": 1.0, "p_prime": 1.0, "p_exact": 1.0}
"""Where the scale of a family ends above."""
LOWEST = {family: 0.0 for family in ("p", "p_prime", "p_exact", "u", "u_prime", "g", "t")}
"""Where the scale of a family ends below."""


def variation(charted: Charted, found: Sequence[Signal], direction: Direction) -> Variation:
    """The state of the latest judged point; a partial last period is none, and neither is a gap.

    A signal is good or bad by its side (rising counts as above); a long run and few crossings by the side of the point itself.
    `alternating`, `hugging` and `mixture` are neither, so they leave common cause. Without 12 points there is not enough data.
    """
    at = latest(charted)
    if at is None or segment_of(charted, at).baseline < TRIAL:
        return "not_enough_data"
    way = next((_way(charted, signal) for signal in found if signal.position == at), 0)
    if way == 0:
        return "common_cause"
    if direction == "none":
        return "neither_high" if way > 0 else "neither_low"
    return "improvement" if (way > 0) == (direction == "higher") else "concern"


def _way(charted: Charted, signal: Signal) -> int:
    if signal.side in ("above", "rising"):
        return 1
    if signal.side in ("below", "falling"):
        return -1
    value, centre = charted.values[signal.position], charted.centre[signal.position]
    if signal.side not in ("long_run", "few_crossings") or value is None or centre is None:
        return 0
    return (value > centre) - (value < centre)


def assurance(charted: Charted, target: float | Sequence[float | None] | None, direction: Direction) -> Assurance:
    """The latest target that is told against the limits of the latest judged point. Targets on the natural scale.

    Higher is better: a lower limit at or above the target meets, tested first (constant 100 % meets 100 %: PowerBI-SPC #463); an
    upper limit at or below it misses; mirrored where lower is better. A limit that is the end of the scale, as 100 %, is reached by
    points that meet a target there, so it does not miss. ValueError for a row of targets of another length than the chart.
    """
    wanted = _latest_target(charted, target)
    if wanted is None or direction == "none":
        return "no_target"
    at = latest(charted)
    lower, upper = (None, None) if at is None else (charted.lower[at], charted.upper[at])
    if lower is None or upper is None:
        return "not_enough_data"
    if direction == "higher":
        return _against(lower, upper, wanted, HIGHEST.get(charted.family))
    end = LOWEST.get(charted.family)
    return _against(-upper, -lower, -wanted, None if end is None else -end)


def _latest_target(charted: Charted, target: float | Sequence[float | None] | None) -> float | None:
    if target is None or isinstance(target, int | float):
        told = [target]
    else:
        told = list(target)
        if len(told) != len(charted.values):
            raise ValueError(f"{len(told)} targets for {len(charted.values)} periods")
    return next((one for one in reversed(told) if one is not None and not isnan(one)), None)


def _against(lower: float, upper: float, target: float, end: float | None) -> Assurance:
    """As where higher is better; `end`: the highest value there can be."""
    tie = TIE * max(abs(lower), abs(upper), abs(target))
    if lower >= target - tie:
        return "meets"
    is_reached = end is not None and abs(upper - end) <= TIE and abs(target - end) <= TIE
    return "misses" if upper <= target + tie and not is_reached else "hit_or_miss"
