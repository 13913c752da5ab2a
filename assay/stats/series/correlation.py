"""How much a period resembles the one before it, and what that costs in certainty."""

from __future__ import annotations

import numpy as np

_MOST, _MOST_OF_ERRORS = 0.95, 0.9
_NOTHING = 1e-20


def lag_one(residuals: np.ndarray) -> np.ndarray:
    """The lag-1 autocorrelation along the last axis, as estimated. NaN is a gap, and only neighbouring periods make a pair.

    0 where nothing varies. The sum of products is scaled to the full length, so that gaps do not pull it towards 0.
    """
    told = np.isfinite(residuals)
    known = np.where(told, residuals, 0.0)
    count, pairs = told.sum(axis=-1), (told[..., 1:] & told[..., :-1]).sum(axis=-1)
    products, squares = (known[..., 1:] * known[..., :-1]).sum(axis=-1), (known**2).sum(axis=-1)
    scaled = products * np.maximum(count - 1, 0) / np.maximum(pairs, 1)
    return np.divide(scaled, squares, out=np.zeros_like(squares), where=squares > 0)


def unbiased(raw: np.ndarray | float, count: np.ndarray | int) -> np.ndarray:
    """The estimate with its bias in a short series taken back, r + (1 + 4r)/n (Kendall 1954, Biometrika 41:403), within 0 to 0.95.

    A negative correlation counts as none: it would make intervals narrower than independence does.
    """
    return np.clip(_corrected(raw, count), 0.0, _MOST)


def shrunk(raw: np.ndarray, count: np.ndarray, told: np.ndarray) -> np.ndarray:
    """`unbiased` of each, drawn towards the mean of those `told` by the share of their spread that chance explains.

    Chance alone spreads the corrected estimate by (1 + 4/n)²/n. Within 0 to 0.95. The moment
    estimator of empirical Bayes (Morris 1983, JASA 78:47).
    """
    corrected = _corrected(raw, count)
    chance = (1 + 4 / np.maximum(count, 1)) ** 2 / np.maximum(count, 1)
    mean = corrected[told].mean()
    true = max(float(((corrected[told] - mean) ** 2 - chance[told]).mean()), 0.0)
    return np.clip(mean + true / (true + chance) * (corrected - mean), 0.0, _MOST)


def inflation(correlation: np.ndarray | float) -> np.ndarray:
    """By how much correlation multiplies the variance of a long mean: (1 + r)/(1 − r)."""
    return np.asarray((1 + correlation) / (1 - correlation))


def of_errors(response: np.ndarray, columns: np.ndarray) -> float:
    """The lag-1 autocorrelation of a regression's errors, 0 to 0.9: that of its residuals, less what fitting so many columns makes
    of independent errors, tr(MLM)/tr(M) with M the residual projection and L the lag. 0 where the columns leave nothing."""
    left = np.eye(len(response)) - columns @ np.linalg.pinv(columns)
    residuals = left @ response
    if residuals @ residuals <= _NOTHING * (response @ response):
        return 0.0
    bias = np.trace(left[:, :-1] @ left[1:, :]) / np.trace(left)
    return float(np.clip(residuals[1:] @ residuals[:-1] / (residuals @ residuals) - bias, 0.0, _MOST_OF_ERRORS))


def _corrected(raw: np.ndarray | float, count: np.ndarray | int) -> np.ndarray:
    return raw + (1 + 4 * np.asarray(raw)) / np.maximum(count, 1)
