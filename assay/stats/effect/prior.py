"""What is believed of a unit before and after it was counted: units differ, and each was counted with chance (empirical Bayes).

Shares: beta-binomial, rates: gamma-Poisson, both by maximum likelihood; means: normal, the variance between units by restricted
maximum likelihood (as R's metafor). Morris 1983, JASA 78:47. One prior taken for certain makes intervals too short; `plausible`
gives those that the units leave open, uniform in the standard deviation between units (Gelman 2006, Bayesian Anal. 1:515).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy import optimize, special

from assay.stats.effect.panel import Sums, spread

_STRENGTHS = (1e-4, 1e4)
"""How strong a prior may be, in n of a usual unit: beyond, units do not differ."""
_FARTHEST, _FIRSTS = 12.0, (-2.0, 0.5, 3.0)
_ROUNDS, _STEADY = 200, 1e-13
_FINE, _STEPS, _LEAST = 33, np.linspace(-3.0, 3.0, 9), -8.0


@dataclass(frozen=True, slots=True)
class Prior:
    """Of units' true values on the natural scale: `mean`, and `strength`, the n of an observation that tells as much about one
    unit. `between` is the standard deviation of the true values."""

    mean: float
    strength: float
    between: float


@dataclass(frozen=True, slots=True, eq=False)
class Believed:
    """(U,) what each unit's true value is expected to be, and the variance of that."""

    value: np.ndarray
    variance: np.ndarray


def prior(sums: Sums) -> Prior:
    """Of told units, at least two."""
    if sums.kind == "xmr":
        return _of_means(sums)
    log_likelihood = _beta_binomial if sums.kind == "p" else _gamma_poisson
    inner, usual = _inner(sums), float(np.log(sums.denominator.mean()))
    bounds = [(inner - _FARTHEST, inner + _FARTHEST), tuple(usual + np.log(one) for one in _STRENGTHS)]
    fits = [
        optimize.minimize(lambda at: -log_likelihood(sums, *at), [inner, usual + first], method="L-BFGS-B", bounds=bounds)
        for first in _FIRSTS
    ]
    found = min(fits, key=lambda fit: float(fit.fun))
    mean = float(special.expit(found.x[0]) if sums.kind == "p" else np.exp(found.x[0]))
    strength = float(np.exp(found.x[1]))
    return Prior(mean, strength, float(np.sqrt(mean * (1 - mean) / (strength + 1) if sums.kind == "p" else mean / strength)))


def believed(sums: Sums, one: Prior) -> Believed:
    """Each unit drawn towards the mean of all, the less was counted of it the more."""
    weight = sums.denominator + one.strength
    value = (sums.numerator + one.strength * one.mean) / weight
    if sums.kind == "p":
        return Believed(value, value * (1 - value) / (weight + 1))
    return Believed(value, value / weight if sums.kind == "u" else one.between**2 * one.strength / weight)


def plausible(sums: Sums, best: Prior) -> tuple[tuple[Prior, float], ...]:
    """Priors with the share of belief that each has, by what the units say; those without any to speak of are left out."""
    usual, within = float(sums.denominator.mean()), _within(sums, best.mean)
    grid = [
        (Prior(mean, strength, between), _log_likelihood(sums, mean, strength) + log(between) + log(error))
        for strength in usual * np.geomspace(*_STRENGTHS, _FINE)
        for between in [sqrt(within / (strength + (sums.kind == "p")))]
        for error in [sqrt((between**2 + within / usual) / len(sums.numerator))]
        for mean in best.mean + error * _STEPS
        if sums.kind == "xmr" or 0 < mean < (1 if sums.kind == "p" else np.inf)
    ]
    most = max(told for _, told in grid)
    shares = [(one, exp(told - most)) for one, told in grid if told - most > _LEAST]
    whole = sum(share for _, share in shares)
    return tuple((one, share / whole) for one, share in shares)


def _within(sums: Sums, mean: float) -> float:
    """The variance of one row."""
    return {"p": mean * (1 - mean), "u": mean}.get(sums.kind, float(spread(sums).mean()))


def _log_likelihood(sums: Sums, mean: float, strength: float) -> float:
    if sums.kind == "p":
        return _beta_binomial(sums, float(special.logit(mean)), log(strength))
    if sums.kind == "u":
        return _gamma_poisson(sums, log(mean), log(strength))
    within = spread(sums)
    variance = within / sums.denominator + within / strength
    away = sums.numerator / sums.denominator - mean
    return float(-0.5 * (np.log(variance) + away**2 / variance).sum())


def _inner(sums: Sums) -> float:
    x, n = float(sums.numerator.sum()) + 0.5, float(sums.denominator.sum())
    return float(np.log(x / (n + 1 - x)) if sums.kind == "p" else np.log(x / n))


def _beta_binomial(sums: Sums, logit: float, log_strength: float) -> float:
    mean, strength = special.expit(logit), np.exp(log_strength)
    a, b = mean * strength, (1 - mean) * strength
    x, n = sums.numerator, sums.denominator
    return float((special.betaln(x + a, n - x + b) - special.betaln(a, b)).sum())


def _gamma_poisson(sums: Sums, log_mean: float, log_strength: float) -> float:
    strength = np.exp(log_strength)
    shape = np.exp(log_mean) * strength
    x, n = sums.numerator, sums.denominator
    told = special.gammaln(x + shape) - special.gammaln(shape) + shape * np.log(strength / (n + strength))
    return float((told - x * np.log(n + strength)).sum())


def _of_means(sums: Sums) -> Prior:
    """Fisher scoring of the restricted likelihood (Viechtbauer 2005, J. Educ. Behav. Stat. 30:261)."""
    y, within = sums.numerator / sums.denominator, spread(sums)
    noise = within / sums.denominator
    variance = max(float(y.var(ddof=1) - noise.mean()), 0.0)
    for _ in range(_ROUNDS):
        weight = 1 / (noise + variance)
        mean = float((weight * y).sum() / weight.sum())
        left = 1 / weight.sum()
        step = (weight**2 * ((y - mean) ** 2 - noise)).sum() / (weight**2).sum() + left
        if abs(step - variance) <= _STEADY * max(variance, _STEADY):
            break
        variance = max(float(step), 0.0)
    strength = float(within.mean()) / max(variance, float(noise.mean()) / _STRENGTHS[1])
    return Prior(mean, strength, float(np.sqrt(variance)))
