"""Which of many series have moved: one p-value a series, its last periods against its baseline.

The exponentially weighted mean of the last 8 full periods (λ = 0.2) is set against the mean of the baseline, with t on B − 1
degrees of freedom and variance s²·(Σw² + Σb²); the weights b of the baseline are 1/B where all periods weigh the same. Shares are
compared as arcsine √p and rates as √u, whose sampling variance is 1/(4n) at every level, so that 0 of n and n of n are finite; a
period weighs by its precision. Measurements are taken as they are, as cube roots or as logarithms, whichever is likeliest to be
normal (Box & Cox 1964, JRSS-B 26:211).

Neighbouring periods that resemble each other make a recent mean wander: the variance is widened by (1 + r)/(1 − r). One short
baseline tells r so badly that a list of such series would be full of false ones; where 20 or more are watched together, each one's
own estimate is shrunk towards their mean, by how much they truly differ. Alone, a series is widened where its r is beyond 2/√B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special
from scipy.stats import false_discovery_control

from assay.stats.series.correlation import inflation, lag_one, shrunk, unbiased
from assay.stats.series.recent import RECENT, Recent, Scale, compared
from assay.stats.spc.series import Kind, Series

BASELINE = 24
SHORTEST = 12
FEWEST_RECENT = 4
TOGETHER = 20
WATCH, ACT = 0.2, 0.05

Tier = Literal["act", "watch", "none"]


@dataclass(frozen=True, slots=True)
class Watched:
    """`p_value` is two-sided; it, `z` and `side` are None unless judged. `baseline` and `recent` count the periods they rest on.

    `scale` is where the means were compared. `autocorrelation` is the r that the variance was widened for, 0 for none.
    """

    p_value: float | None
    z: float | None
    side: Literal["above", "below"] | None
    baseline: int
    recent: int
    verdict: Literal["judged", "not_enough_data"]
    scale: Scale
    autocorrelation: float = 0.0


@dataclass(frozen=True, slots=True)
class Watching:
    """A series in the list: as it stands, and as it stood one full period before, each with its q-value over the whole list."""

    now: Watched
    before: Watched
    q_now: float | None
    q_before: float | None
    tier: Tier


def watched(series: Series, kind: Kind) -> Watched:
    """One series: at least 12 told periods before the last 8, and 4 among those. For many series use `grid`."""
    return _watch([series], [kind], [""], dropped=0)[0]


def grid(series: Sequence[Series], kinds: Sequence[Kind], groups: Sequence[str] = ()) -> tuple[Watching, ...]:
    """Each series' place in the list of all of them, in the order given. Series with a season come in adjusted for it.

    `groups` names, one a series, what is alike in how it wanders: the KPI. Without it all of one kind are taken as alike.
    """
    names = groups or [""] * len(series)
    now, before = (_watch(series, kinds, names, dropped) for dropped in (0, 1))
    q_now, q_before = (listed([one.p_value for one in report]) for report in (now, before))
    return tuple(
        Watching(one, earlier, q, q_earlier, tier(q, q_earlier))
        for one, earlier, q, q_earlier in zip(now, before, q_now, q_before, strict=True)
    )


def listed(p_values: Sequence[float | None], q: float = 1.0) -> tuple[float | None, ...]:
    """The q-value of each (Benjamini & Hochberg 1995, JRSS-B 57:289), None where it is above `q` or there is no p-value.

    Of those listed at most a share `q` is expected to be there by chance. SciPy's, as statsmodels' takes two seconds to import.
    """
    told = [p_value for p_value in p_values if p_value is not None]
    found = iter(false_discovery_control(told) if told else ())
    q_values = [None if p_value is None else float(next(found)) for p_value in p_values]
    return tuple(value if value is not None and value <= q else None for value in q_values)


def tier(q_now: float | None, q_before: float | None) -> Tier:
    """Act on what is listed at 5 % in two reports in a row; watch what is listed at 20 %."""
    if q_now is None or q_now >= WATCH:
        return "none"
    return "act" if q_now < ACT and q_before is not None and q_before < ACT else "watch"


def _watch(series: Sequence[Series], kinds: Sequence[Kind], names: Sequence[str], dropped: int) -> tuple[Watched, ...]:
    """`dropped` leaves out as many of the latest full periods: what the report of that time said."""
    groups = list(zip(names, kinds, strict=True))
    found: dict[int, Watched] = {}
    for group in dict.fromkeys(groups):
        rows = [row for row, other in enumerate(groups) if other == group]
        found |= zip(rows, _judged(_recent([series[row] for row in rows], dropped), group[1]), strict=True)
    return tuple(found[row] for row in range(len(series)))


def _recent(series: Sequence[Series], dropped: int) -> Recent:
    """A row each, the last full period in the last column: shorter series begin with gaps."""
    ends = [max(len(one) - one.is_partial - dropped, 0) for one in series]
    values, counts = (np.full((len(series), max([*ends, RECENT])), np.nan) for _ in range(2))
    for row, (one, end) in enumerate(zip(series, ends, strict=True)):
        width = values.shape[1] - end
        values[row, width:], counts[row, width:] = one.values[:end], one.denominator[:end]
    told = np.isfinite(values)
    before, recent = told.copy(), told.copy()
    before[:, -RECENT:], recent[:, :-RECENT] = False, False
    return Recent(values, counts, before & (before.cumsum(axis=1) <= BASELINE), recent)


def _judged(data: Recent, kind: Kind) -> list[Watched]:
    means = compared(data, kind)
    baseline, recent = data.baseline.sum(axis=1), data.recent.sum(axis=1)
    enough = (baseline >= SHORTEST) & (recent >= FEWEST_RECENT)
    correlation = _correlation(np.where(data.baseline, means.residuals, np.nan), baseline, enough)
    error = np.sqrt(means.variance * inflation(correlation))
    z = np.divide(means.now - means.before, error, out=np.zeros_like(error), where=error > 0)
    p_values = 2 * special.stdtr(np.maximum(baseline - 1, 1), -np.abs(z))
    columns = (column.tolist() for column in (enough, p_values, z, baseline, recent, correlation))
    return [_said(*row) for row in zip(means.scales, *columns, strict=True)]


def _said(scale: Scale, enough: bool, p_value: float, z: float, baseline: int, recent: int, correlation: float) -> Watched:
    if not enough:
        return Watched(None, None, None, baseline, recent, "not_enough_data", scale)
    side = "above" if z > 0 else "below" if z < 0 else None
    return Watched(p_value, z, side, baseline, recent, "judged", scale, correlation)


def _correlation(residuals: np.ndarray, count: np.ndarray, enough: np.ndarray) -> np.ndarray:
    raw = lag_one(residuals)
    if enough.sum() >= TOGETHER:
        return shrunk(raw, count, enough)
    return np.where(raw > 2 / np.sqrt(np.maximum(count, 1)), unbiased(raw, count), 0.0)
