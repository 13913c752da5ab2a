"""How far two independent figures are apart, with an interval, and how likely chance alone puts them as far.

The interval is put together from those of the two figures (MOVER: Zou & Donner 2008, Statist. Med. 27:1693). Of two Wilson
intervals that is Newcombe's hybrid score interval (1998, Statist. Med. 17:873, method 10): 56/70 − 48/80 = 0.2 (0.0524 – 0.3339).
"""

from __future__ import annotations

from dataclasses import replace
from math import erfc, hypot, sqrt

from scipy import stats

from assay.stats.interval import Interval

_LEAST_EXPECTED = 5.0
"""Below this expected count in any cell of the table of two shares, the normal approximation gives way to Fisher's exact test."""
_CERTAIN = 1e-12


def difference(first: Interval, second: Interval) -> Interval:
    """`first` minus `second`, in their unit, with n of the first; ends None where one of the two has no interval."""
    if first.value is None or second.value is None:
        return Interval(None, None, None, first.n, first.confidence)
    apart = first.value - second.value
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return Interval(apart, None, None, first.n, first.confidence)
    below = hypot(first.value - first.low, second.high - second.value)
    above = hypot(first.high - first.value, second.value - second.low)
    return Interval(apart, apart - below, apart + above, first.n, first.confidence)


def p_of_shares(x: float, n: float, other_x: float, other_n: float) -> float:
    """Two-sided p-value of two shares being equal: pooled score test, Fisher's exact test where few are expected."""
    pooled = (x + other_x) / (n + other_n)
    least = min(n, other_n) * min(pooled, 1 - pooled)
    if least <= _CERTAIN:
        return 1.0
    if least < _LEAST_EXPECTED:
        table = [[round(x), round(n - x)], [round(other_x), round(other_n - other_x)]]
        return float(stats.fisher_exact(table).pvalue)
    return _two_sided((x / n - other_x / other_n) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n)))


def p_of_rates(x: float, exposure: float, other_x: float, other_exposure: float) -> float:
    """Two-sided p-value of two Poisson rates being equal: exact, given how many events there were in all."""
    events = round(x + other_x)
    if not events:
        return 1.0
    return float(stats.binomtest(round(x), events, exposure / (exposure + other_exposure)).pvalue)


def p_of_means(first: Interval, second: Interval) -> float:
    """Two-sided p-value of two means being equal, from their normal intervals (of one confidence); 1 where neither spreads."""
    apart = difference(first, second)
    if apart.value is None or apart.low is None or apart.high is None or apart.high - apart.low <= _CERTAIN:
        return 1.0
    z = float(stats.norm.ppf(0.5 + apart.confidence / 2))
    return _two_sided(apart.value / ((apart.high - apart.low) / (2 * z)))


def widened(found: Interval, dispersion: float) -> Interval:
    """The interval with both arms as many times as long: of figures that spread more than their sizes alone make them, as Laney's
    P′ chart widens its limits by sigma_z. Below 1 nothing is narrowed."""
    if found.value is None or found.low is None or found.high is None or dispersion <= 1:
        return found
    low, high = (found.value + dispersion * (end - found.value) for end in (found.low, found.high))
    return replace(found, low=low, high=high)


def p_widened(p_value: float, dispersion: float) -> float:
    """The two-sided p-value of the same difference when the figures spread `dispersion` times as wide."""
    if dispersion <= 1 or p_value >= 1:
        return p_value
    return _two_sided(float(stats.norm.isf(p_value / 2)) / dispersion)


def adjusted(p_values: list[float]) -> list[float]:
    """Benjamini–Hochberg q-values, in the order given."""
    return [float(q) for q in stats.false_discovery_control(p_values)] if p_values else []


def _two_sided(z: float) -> float:
    return erfc(abs(z) / sqrt(2))
