"""The last periods of many series beside their baselines: two means and the variance of their difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.stats.spc.series import Kind

RECENT = 8
_DECAY = 0.8
_ROUNDING = 1e-9

Scale = Literal["arcsine", "square_root", "identity", "cube_root", "log"]
_POWERS: tuple[tuple[Scale, float], ...] = (("identity", 1.0), ("cube_root", 1 / 3), ("log", 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Recent:
    """Series of one kind, a row each, all ending in the last column; `counts` are their denominators. NaN where nothing is told."""

    values: np.ndarray
    counts: np.ndarray
    baseline: np.ndarray
    recent: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """One entry a row: both means on its scale and the variance of their difference, were periods independent."""

    before: np.ndarray
    now: np.ndarray
    variance: np.ndarray
    residuals: np.ndarray
    scales: tuple[Scale, ...]


def compared(data: Recent, kind: Kind) -> Compared:
    """The mean of each baseline beside the fading mean of the last periods."""
    return _measurements(data) if kind == "xmr" else _counts(data, kind)


def _counts(data: Recent, kind: Kind) -> Compared:
    """Shares and rates. `spread` is a period's Var(value)/V(p): sampling 1/n, and what the baseline varies beyond it.

    Less spread than sampling has is not believed (s² is at least 1): among few events it is chance, and lists series for nothing.
    """
    pooled = _mean(data.values, np.where(data.baseline, data.counts, 0.0))
    unit = (pooled * (1 - pooled) if kind == "p" else pooled)[:, None]
    spread = _over(1.0, data.counts) + _beyond_sampling(data, pooled, unit[:, 0])[:, None]
    before_weights, now_weights = _weights(data.baseline, spread), _weights(data.recent, spread, _fading(data.values))
    before, now = _mean(data.values, before_weights), _mean(data.values, now_weights)
    residuals = _over(data.values - before[:, None], np.sqrt(spread * unit))
    size = np.maximum(_squares(residuals, data.baseline) / _degrees(data.baseline), 1.0)
    variance = size / 4 * (spread * (before_weights**2 + now_weights**2)).sum(axis=1)
    scale: Scale = "arcsine" if kind == "p" else "square_root"
    return Compared(_stable(before, kind), _stable(now, kind), variance, residuals, (scale,) * len(size))


def _beyond_sampling(data: Recent, pooled: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The variance between periods as a multiple of V(p), by moments (DerSimonian & Laird 1986, Control. Clin. Trials 7:177)."""
    n = np.where(data.baseline, data.counts, 0.0)
    off = np.where(data.baseline, data.values - pooled[:, None], 0.0)
    excess = _over((n * off**2).sum(axis=1), unit) - _degrees(data.baseline)
    total = n.sum(axis=1)
    return np.maximum(_over(excess, total - _over((n**2).sum(axis=1), total)), 0.0)


def _stable(mean: np.ndarray, kind: Kind) -> np.ndarray:
    within = np.clip(mean, 0.0, 1.0 if kind == "p" else None)
    return np.arcsin(np.sqrt(within)) if kind == "p" else np.sqrt(within)


def _measurements(data: Recent) -> Compared:
    """Each period weighs the same. A baseline without any spread (rounding is none) borrows that of the last periods."""
    likeliest = _likeliest(data)
    raised = [_raised(data, power) for _, power in _POWERS]
    values = np.select([likeliest[:, None] == place for place in range(len(_POWERS))], raised)
    alike = np.ones_like(values)
    before_weights, now_weights = _weights(data.baseline, alike), _weights(data.recent, alike, _fading(values))
    before, now = _mean(values, before_weights), _mean(values, now_weights)
    own, borrowed = (_squares(_about_mean(values, inside), inside) / _degrees(inside) for inside in (data.baseline, data.recent))
    least = (_ROUNDING * np.maximum(np.abs(before), np.abs(now))) ** 2
    spread = np.maximum(np.where(own > least, own, borrowed), least)
    variance = spread * (before_weights**2 + now_weights**2).sum(axis=1)
    residuals = np.where((own > least)[:, None], values - before[:, None], 0.0)
    return Compared(before, now, variance, residuals, tuple(_POWERS[place][0] for place in likeliest))


def _likeliest(data: Recent) -> np.ndarray:
    """The place in `_POWERS` with the greatest normal likelihood, baseline and last periods each about their own mean.

    Only the identity where a value is not positive or where nothing varies.
    """
    inside = data.baseline | data.recent
    usable = np.where(inside, data.values > 0, True).all(axis=1)
    logs = np.log(np.where(inside & usable[:, None], data.values, 1.0)).sum(axis=1)
    count = np.maximum(inside.sum(axis=1), 1)
    likelihoods = []
    for _, power in _POWERS:
        raised = _raised(data, power)
        squares = sum(_squares(_about_mean(raised, part), part) for part in (data.baseline, data.recent))
        usable &= squares > 0
        jacobian = (power - 1) * logs + (count * np.log(power) if power else 0.0)
        likelihoods.append(jacobian - count / 2 * np.log(np.where(squares > 0, squares, 1.0)))
    return np.where(usable, np.argmax(likelihoods, axis=0), 0)


def _raised(data: Recent, power: float) -> np.ndarray:
    if power == 1.0:
        return data.values
    positive = np.where(data.values > 0, data.values, 1.0)
    return positive**power if power else np.log(positive)


def _fading(values: np.ndarray) -> np.ndarray:
    return _DECAY ** np.arange(values.shape[1] - 1, -1, -1)


def _weights(inside: np.ndarray, spread: np.ndarray, fading: np.ndarray | float = 1.0) -> np.ndarray:
    """Precision by age, adding up to 1 in each row."""
    weights = np.where(inside, _over(fading, spread), 0.0)
    return _over(weights, weights.sum(axis=1, keepdims=True))


def _mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return _over((np.where(weights > 0, values, 0.0) * weights).sum(axis=1), weights.sum(axis=1))


def _about_mean(values: np.ndarray, inside: np.ndarray) -> np.ndarray:
    return values - _mean(values, inside.astype(float))[:, None]


def _squares(residuals: np.ndarray, inside: np.ndarray) -> np.ndarray:
    return (np.where(inside, residuals, 0.0) ** 2).sum(axis=1)


def _degrees(inside: np.ndarray) -> np.ndarray:
    return np.maximum(inside.sum(axis=1) - 1, 1)


def _over(above: np.ndarray | float, below: np.ndarray) -> np.ndarray:
    """0 where there is nothing to divide by."""
    above, below = np.broadcast_arrays(np.asarray(above, dtype=float), below)
    return np.divide(above, below, out=np.zeros(above.shape), where=np.isfinite(below) & (below > 0))
