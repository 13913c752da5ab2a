"""How often control charts cry wolf: the product's own charts and rules on simulated noise in which nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from assay.stats.spc.chart import chart
from assay.stats.spc.patterns import Places, places
from assay.stats.spc.result import BASELINE, Family
from assay.stats.spc.rules import LIMITS, NELSON, NHS, WESTERN_ELECTRIC, RuleSet, matches, signals
from assay.stats.spc.series import Kind, Series
from benchmarks.evidence import Section

STATED = {"latest_of_24": 0.015, "fixed_24_at_36": 0.039, "fixed_12_at_24": 0.063, "any_of_24": 0.18}
"""Share of series of pure noise with a signal under the NHS rules, at the latest point and at any, as 100,000 series gave it."""
PUBLISHED_RUN_LENGTHS = {"limits": 370.4, "western_electric": 91.75}
"""Points until the first false signal, limits known (Champ & Woodall 1987, Technometrics 29:393, Table 1)."""
HORIZON = 600
"""Points a series; what runs longer is counted as running on at the same rate."""

Draw = Callable[[np.random.Generator], Series]


def false_alarm_rates(series: int, seed: int) -> dict[str, float]:
    """Share of series with a signal of the NHS rules, by case of `STATED`; `series` of each, independent and normal."""
    rng = np.random.default_rng(seed)
    latest, anywhere = _signalling(partial(_normal, 24), "xmr", series, rng)
    later, _ = _signalling(partial(_normal, 36), "xmr", series, rng)
    short, _ = _signalling(partial(_normal, 24), "xmr", series, rng, baseline=12)
    return {"latest_of_24": latest, "fixed_24_at_36": later, "fixed_12_at_24": short, "any_of_24": anywhere}


def hard_cases(series: int, seed: int) -> dict[str, float]:
    """Share with a signal at the latest of 36 points where textbook charts fail, each as it is charted here and by the textbook."""
    cases: dict[str, tuple[Draw, Kind]] = {
        "share of 10 at 97 %": (partial(_share, 36, 10, 0.97), "p"),
        "1 event a period": (partial(_events, 36, 1.0), "u"),
        "share of 20,000, periods differing": (partial(_uneven, 36, 20_000, 0.95, 0.15), "p"),
        "lognormal, σ = 1": (partial(_lognormal, 36, 1.0), "xmr"),
        "AR(1) at 0.6": (partial(_alike, 36, 0.6), "xmr"),
    }
    found = {}
    for name, (draw, kind) in cases.items():
        found[name] = _signalling(draw, kind, series, np.random.default_rng(seed))[0]
        found[f"{name}, textbook"] = _signalling(draw, kind, series, np.random.default_rng(seed), family=kind)[0]
    return found


def run_lengths(series: int, seed: int) -> dict[str, float]:
    """Points until the first false signal, limits known, by rule set."""
    values = np.random.default_rng(seed).normal(size=(series, HORIZON))
    here = places(values, np.arange(-3.0, 4.0)[:, None, None])
    return {rules.id: _run_length(rules, here) for rules in (LIMITS, WESTERN_ELECTRIC, NHS, NELSON)}


def _run_length(rules: RuleSet, here: Places) -> float:
    fired = np.logical_or.reduce([match.end for rule in rules.rules for match in matches(rule, here)])
    stopped = fired.any(axis=-1)
    lengths = np.where(stopped, fired.argmax(axis=-1) + 1, HORIZON)
    return float(lengths.sum() / stopped.sum())


def _signalling(
    draw: Draw, kind: Kind, series: int, rng: np.random.Generator, family: Family | None = None, baseline: int = BASELINE
) -> tuple[float, float]:
    """Shares of series with a signal at the latest point, and anywhere."""
    latest = anywhere = 0
    for _ in range(series):
        one = draw(rng)
        found = signals(chart(one, kind, family=family, baseline=baseline))
        latest += bool(found) and found[-1].position == len(one) - 1
        anywhere += bool(found)
    return latest / series, anywhere / series


def _bare(values: np.ndarray) -> Series:
    return Series(values, np.ones(len(values)))


def _normal(points: int, rng: np.random.Generator) -> Series:
    return _bare(rng.normal(size=points))


def _lognormal(points: int, sigma: float, rng: np.random.Generator) -> Series:
    return _bare(rng.lognormal(0.0, sigma, points))


def _alike(points: int, correlation: float, rng: np.random.Generator) -> Series:
    """First-order autoregressive noise of variance 1."""
    shocks = rng.normal(size=points) * np.sqrt(1 - correlation**2)
    values = np.empty(points)
    values[0] = rng.normal()
    for at in range(1, points):
        values[at] = correlation * values[at - 1] + shocks[at]
    return _bare(values)


def _share(points: int, size: float, share: float, rng: np.random.Generator) -> Series:
    n = np.maximum(rng.poisson(size, points), 1)
    return Series(rng.binomial(n, share).astype("float64"), n.astype("float64"))


def _uneven(points: int, size: int, share: float, spread: float, rng: np.random.Generator) -> Series:
    """Shares whose truth differs from period to period by a standard deviation of `spread` on the logit scale."""
    truth = 1 / (1 + (1 - share) / share * np.exp(-rng.normal(0.0, spread, points)))
    return Series(rng.binomial(size, truth).astype("float64"), np.full(points, float(size)))


def _events(points: int, mean: float, rng: np.random.Generator) -> Series:
    return Series(rng.poisson(mean, points).astype("float64"), np.ones(points))


def alarms(series: int, seed: int) -> Section:
    """False alarms of the charts as the product draws them, beside what the product states of them."""
    rates, lengths = false_alarm_rates(series, seed), run_lengths(series, seed)
    allowed = {case: 4 * (rate * (1 - rate) / series) ** 0.5 for case, rate in STATED.items()}
    holds = all(abs(rates[case] - rate) <= allowed[case] for case, rate in STATED.items())
    holds &= all(abs(lengths[rules] / known - 1) <= 4 / series**0.5 for rules, known in PUBLISHED_RUN_LENGTHS.items())
    rows = [(case, f"{100 * rates[case]:.2f} %", f"{100 * rate:.1f} %") for case, rate in STATED.items()]
    rows += [(f"run length, {id_}", f"{found:.1f}", str(PUBLISHED_RUN_LENGTHS.get(id_, ""))) for id_, found in lengths.items()]
    rows += [(case, f"{100 * rate:.2f} %", "") for case, rate in hard_cases(max(series // 10, 1), seed).items()]
    claim = f"Of {series} series of pure noise as many have a signal as stated ({BASELINE} points of baseline, NHS rules)."
    return Section("False alarms of control charts", claim, ("case", "found", "stated"), tuple(rows), holds)
