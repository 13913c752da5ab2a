"""What an attribution says: how far a KPI moved, and how much of it each part is, all with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["up", "down", "within_noise"]
SOUND = 0.8
"""Below this part of the denominators in cells that both periods have, the split into within and mix says little."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the change, in the unit of the rates (share 0..1, events per unit, mean), with its interval.

    The ends are NaN where nothing is known of how the figures vary (means without squares); then nothing is proven.
    """

    effect: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """Which way it moved the KPI, if its interval leaves out zero."""
        if self.low > 0:
            return "up"
        return "down" if self.high < 0 else "within_noise"


@dataclass(frozen=True, slots=True)
class Attribution:
    """`change` = after − before = `within` + `mix`, and each of these two is the sum of its groups.

    `within`: cells did better or worse; `mix`: more or less of the denominator came from cells that are better or worse than the
    rest. `group_within`, `group_mix`: by group code, in its order, empty if no groups were given. `n`: the denominators of the two
    periods. `shared`: the share of the denominators, mean of both periods, in cells that both periods have.
    """

    before: float
    after: float
    change: Part
    within: Part
    mix: Part
    group_within: tuple[Part, ...]
    group_mix: tuple[Part, ...]
    n: tuple[float, float]
    shared: float
    confidence: float

    @property
    def is_split_sound(self) -> bool:
        return self.shared >= SOUND
