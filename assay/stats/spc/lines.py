"""Where the lines of a chart lie: (7, n), from three standard deviations below the centre to three above.

Every function takes one stretch and gives its lines on the natural scale; the chart clears them where the period is a gap.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from assay.stats.spc.spread import D2, mean_move
from assay.stats.spc.stretch import Stretch

STEPS = np.arange(-3.0, 4.0)[:, None]
"""Standard deviations from the centre."""
LEVELS = special.ndtr(STEPS)
"""Chance that a normal value lies below each line: 0.00135 … 0.99865."""
XMR = 2.66 / 3
"""A standard deviation in mean moving ranges, as the NHS prints 1 / 1.128 (limits at 2.66)."""
EVENT_POWER = 3.6
"""The power that makes times between events, exponential by nature, about normal (Nelson 1994, J. Quality Technology 26:192)."""


def individuals(values: np.ndarray, is_base: np.ndarray, width: float, screen: bool) -> np.ndarray:
    """Mean of the baseline ± steps of `width` mean moving ranges."""
    base = np.where(is_base, values, np.nan)
    column = np.nanmean(base) + STEPS * width * mean_move(base, screen)
    return np.broadcast_to(column, (len(STEPS), len(values)))


def xmr(stretch: Stretch, screen: bool, widening: float = 1.0) -> np.ndarray:
    """Shewhart individuals with the NHS constant (2.66 mean moving ranges to the limit)."""
    return individuals(stretch.values, stretch.is_base, XMR * widening, screen)


def log_xmr(stretch: Stretch, screen: bool, widening: float = 1.0) -> np.ndarray:
    """Individuals of the logarithms, back on the natural scale: the centre is the geometric mean."""
    logs = np.log(stretch.values, out=np.full(len(stretch.values), np.nan), where=stretch.values > 0)
    return np.exp(individuals(logs, stretch.is_base, XMR * widening, screen))


def times(stretch: Stretch, screen: bool) -> np.ndarray:
    """Times between events: individuals of y^(1/3.6), back on the natural scale (Montgomery, 7.3.5)."""
    bent = stretch.values ** (1 / EVENT_POWER)
    return np.maximum(individuals(bent, stretch.is_base, 1 / D2, screen), 0.0) ** EVENT_POWER


def counts_between(stretch: Stretch) -> np.ndarray:
    """Opportunities between events: the median, and quantiles of the geometric distribution with the mean of the baseline.

    Limits at three standard deviations would be crossed by one event in 55: the distribution is too skewed for them (as qcc warns).
    """
    base = stretch.values[stretch.is_base]
    stays = base.mean() / (1 + base.mean())
    passed = np.log1p(-LEVELS) / np.log(stays) - 1 if stays > 0 else np.zeros_like(LEVELS)
    column = np.maximum(np.ceil(passed - 1e-9), 0.0)
    column[3] = np.median(base)
    return np.broadcast_to(column, (len(STEPS), len(stretch.values)))


def centre_of(stretch: Stretch) -> float:
    """Σ numerator / Σ denominator of the baseline."""
    return float(stretch.numerator[stretch.is_base].sum() / stretch.denominator[stretch.is_base].sum())


def error_of(stretch: Stretch, is_share: bool) -> np.ndarray:
    """Standard error of each period's share (binomial) or rate (Poisson) around the centre."""
    centre = centre_of(stretch)
    variance = max(centre * (1 - centre), 0.0) if is_share else centre
    denominator = np.where(np.isfinite(stretch.values), stretch.denominator, np.nan)
    return np.sqrt(variance / denominator)


def standardised(stretch: Stretch, is_share: bool) -> np.ndarray:
    """Laney's z of the baseline, NaN elsewhere and where the standard error is 0."""
    error = error_of(stretch, is_share)
    off = stretch.base_values - centre_of(stretch)
    return np.divide(off, error, out=np.full(len(off), np.nan), where=error > 0)


def sigma_z(stretch: Stretch, is_share: bool) -> float:
    """Laney's σ_z: the mean move of z over 1.128 (Laney 2002, Quality Engineering 14:531). NaN where nothing moves."""
    return mean_move(standardised(stretch, is_share), screen=False) / D2


def counted(stretch: Stretch, is_share: bool, spread: float = 1.0) -> np.ndarray:
    """Shares or rates: centre ± steps of `spread` standard errors, clipped to what can be."""
    lines = centre_of(stretch) + STEPS * spread * error_of(stretch, is_share)
    return np.clip(lines, 0.0, 1.0 if is_share else None)


def exact(stretch: Stretch, is_share: bool) -> np.ndarray:
    """Shares or rates at quantiles of the binomial or Poisson distribution: a value beyond a limit has chance ≤ 0.00135 a side."""
    from scipy import stats

    centre = centre_of(stretch)
    sizes, back = np.unique(np.where(np.isfinite(stretch.values), stretch.denominator, np.nan), return_inverse=True)
    found = stats.binom.ppf(LEVELS, np.rint(sizes), centre) if is_share else stats.poisson.ppf(LEVELS, sizes * centre)
    lines = found / sizes
    lines[3] = centre
    return lines[:, back]


def expected(stretch: Stretch, is_share: bool) -> np.ndarray:
    """n·p·(1 − p) of a share, the expected events of a rate, a period; NaN at gaps."""
    return error_of(stretch, is_share) ** 2 * stretch.denominator**2
