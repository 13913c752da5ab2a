"""How far the points of a baseline scatter from one to the next, and whether neighbours are alike.

Arrays are one value a period, NaN at gaps. A move over a gap is no move: it is not from one period to the next (qicharts2 and
NHSRplotthedots leave it out too).
"""

from __future__ import annotations

import numpy as np

D2 = 1.128
"""The mean range of two normal values, in standard deviations."""
NELSON_SCREEN = 3.267
"""Moving ranges beyond this multiple of their mean come from a special cause (Nelson 1982, J. Quality Technology 14:172)."""
SHORTEST_STEP = 4
"""The best single step leaves at least so many points on either side."""


def moves(values: np.ndarray) -> np.ndarray:
    """Moving ranges |y_i − y_(i−1)| of neighbours, gaps left out."""
    change = np.abs(np.diff(values))
    return change[np.isfinite(change)]


def mean_move(values: np.ndarray, screen: bool) -> float:
    """Mean moving range; with `screen` without those of at least 3.267 times the mean, once. NaN without any neighbours.

    Where all that is left is 0 (a flat line with one jump) the jump stays in: limits of no width would call every point a signal.
    """
    found = moves(values)
    if not len(found):
        return float("nan")
    average = float(found.mean())
    kept = found[found < NELSON_SCREEN * average]
    return float(kept.mean()) if screen and kept.any() else average


def lag_one(values: np.ndarray) -> float:
    """Autocorrelation of neighbours, corrected for the pairs that gaps leave out. 0 where nothing varies or no pair is told."""
    off = values - np.nanmean(values)
    pairs = off[1:] * off[:-1]
    told, paired = np.count_nonzero(np.isfinite(off)), np.count_nonzero(np.isfinite(pairs))
    total = float(np.nansum(off * off))
    if not paired or total <= 1e-24 * float(np.nanmax(np.abs(values))) ** 2:
        return 0.0
    return float(np.nansum(pairs)) / total * (told - 1) / paired


def without_step(values: np.ndarray) -> np.ndarray:
    """Residuals around the two means that one step explains best."""
    told = np.flatnonzero(np.isfinite(values))
    off = values[told] - values[told].mean()
    before = np.arange(SHORTEST_STEP, len(told) - SHORTEST_STEP + 1)
    sums = np.cumsum(off)[before - 1]
    step = before[np.argmax(sums**2 / (before * (len(told) - before)))]
    means = np.where(np.arange(len(told)) < step, off[:step].mean(), off[step:].mean())
    around = np.full(len(values), np.nan)
    around[told] = off - means
    return around


def skewness(values: np.ndarray) -> float:
    """Skewness without the smallest and the largest value, so that one special cause does not look like a skewed process."""
    inner = np.sort(values)[1:-1]
    off = inner - inner.mean()
    spread = float(np.sqrt((off**2).mean()))
    return float((off**3).mean()) / spread**3 if spread > 1e-12 * float(np.abs(inner).max()) else 0.0
