"""What a control chart says: values, limits, and the stretches that the limits were computed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["run", "xmr", "log_xmr", "p", "p_prime", "p_exact", "u", "u_prime", "g", "t"]
"""Run chart (no limits), individuals, individuals on the log scale, shares (plain, Laney, exact), rates, rare events."""

Line = tuple[float | None, ...]
"""One entry a period in the natural scale, None where there is none."""

BASELINE = 24
"""Limits rest on the first so many points of a segment, and then stay."""
TRIAL = 12
"""Fewer points have no limits; from here to the baseline they are trial limits, which move with every new point."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Positions [start, stop) between two rebases. `baseline`: how many points its lines rest on; `is_trial`: 12 to 23 of them."""

    start: int
    stop: int
    baseline: int
    is_trial: bool


@dataclass(frozen=True, slots=True)
class Charted:
    """A control chart in the natural scale: a share from 0 to 1, events per unit of exposure, the measurement itself.

    `why`: reasons, each a key of `WHY`. `n`: points judged (told and over). `dispersion`: Laney's σ_z of a share or rate,
    `autocorrelation`: lag 1 of the residuals; both of the baseline that chose the family, None under 20 points. `is_screened`:
    the limits rest on screened moving ranges. `near_…`, `inner_…` and the limits are 1, 2 and 3 standard deviations out, or the
    quantiles that a normal value has there; no `near_…` is half of `inner_…`. `on_centre`: how far from the centre a value still
    lies on it; () is nowhere at all.
    """

    family: Family
    why: tuple[str, ...]
    values: Line
    centre: Line
    lower: Line
    upper: Line
    inner_lower: Line
    inner_upper: Line
    segments: tuple[Segment, ...]
    n: int
    is_partial: bool
    dispersion: float | None
    autocorrelation: float | None
    is_screened: bool
    near_lower: Line = ()
    near_upper: Line = ()
    on_centre: tuple[float, ...] = ()


WHY = {
    "share": "things counted out of things counted",
    "rate": "events over exposure",
    "measurement": "a figure of its own, or a mean",
    "rare": "one point an event, not one a period",
    "by_choice": "the family was asked for, so its textbook limits are drawn whatever the data say",
    "overdispersed": "σ_z > 1.2 over at least 20 points: periods differ by more than chance, so limits are Laney's",
    "many_per_period": "so many in a period that chance alone is too small a yardstick: Laney's limits as soon as σ_z > 1",
    "few_expected": "fewer than 5 expected (n·p·(1 − p), or events) in at least one period: exact limits there",
    "skewed": "positive and skewed, its logarithms less so: limits are computed on the log scale",
    "autocorrelated": "neighbours are alike: limits are widened and patterns of several points are not signals",
    "trial": "12 to 23 points: limits still move with every new point",
    "too_few": "under 12 points, or too few neighbours without a gap: no limits",
}
"""Every reason that `Charted.why` can give."""


def latest(charted: Charted) -> int | None:
    """The position of the latest judged point: the last that is told and over."""
    last = len(charted.values) - charted.is_partial
    return next((at for at in range(last - 1, -1, -1) if charted.values[at] is not None), None)


def segment_of(charted: Charted, position: int) -> Segment:
    """The segment in which a position lies."""
    return next(segment for segment in charted.segments if segment.start <= position < segment.stop)
