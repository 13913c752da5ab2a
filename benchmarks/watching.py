"""Are the stated error rates of watching true? Counted on simulated series: who is listed, and what season and drift do to it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from assay.stats.series.season import adjusted, season
from assay.stats.series.watch import WATCH, Watched, grid, watched
from assay.stats.spc.series import Kind, Series
from benchmarks.evidence import Section, shown

PERIODS, LATE = 36, 8
PEAK_MONTHS, PEAK_ODDS, DRIFT_ODDS, DRIFT_MONTHS = (0, 6, 7), 1.6, 1.35, 4
_MARGIN = 2.5

Noise = Literal["gaussian", "binomial", "small_binomial", "overdispersed", "poisson", "skewed", "exponential", "wandering"]
KINDS: Mapping[Noise, Kind] = {
    "gaussian": "xmr",
    "binomial": "p",
    "small_binomial": "p",
    "overdispersed": "p",
    "poisson": "u",
    "skewed": "xmr",
    "exponential": "xmr",
    "wandering": "xmr",
}


@dataclass(frozen=True, slots=True)
class FalseShare:
    """Means over simulations: share of false series among those listed (0 where none is), its standard error, series listed, share
    of the shifted that are listed, and the false share of the tier `act`."""

    share: float
    error: float
    listed: float
    found: float
    of_act: float


@dataclass(frozen=True, slots=True)
class Told:
    """Shares of series: those with a season found, and those whose p-value is below 5 % and below 0.5 % once adjusted."""

    seasonal: float
    below_5: float
    below_half: float


def noises(noise: Noise, series: int, shifted: int, seed: int) -> list[Series]:
    """`series` of 36 periods, the first `shifted` of them moved by about 1.5 standard deviations over the last 8."""
    rng = np.random.default_rng(seed)
    late = np.zeros((series, PERIODS))
    late[:shifted, -LATE:] = 1.0
    numerator, denominator = _drawn(noise, late, rng)
    return [Series(x, n) for x, n in zip(numerator.astype(float), denominator.astype(float), strict=True)]


def _drawn(noise: Noise, late: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    if KINDS[noise] == "p":
        size, usual, spread = {"binomial": (200, 0.9, 0.0), "small_binomial": (20, 0.95, 0.0)}.get(noise, (200, 0.9, 0.3))
        n = rng.integers(size // 2, size * 3 // 2, late.shape)
        return rng.binomial(n, special.expit(special.logit(usual) + rng.normal(0, spread, late.shape) - 0.7 * late)), n
    if noise == "poisson":
        exposure = rng.uniform(50, 150, late.shape)
        return rng.poisson(0.05 * exposure * np.exp(rng.normal(0, 0.3, late.shape) + 0.7 * late)), exposure
    if noise in ("skewed", "exponential"):
        shape = 4.0 if noise == "skewed" else 1.0
        return rng.gamma(shape, 10 / shape, late.shape) * np.exp(1.5 / np.sqrt(shape) * late), np.ones_like(late)
    return 50 + 5 * _wandering(0.3 if noise == "wandering" else 0.0, late.shape, rng) + 7.5 * late, np.ones_like(late)


def _wandering(correlation: float, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """First-order autoregression of variance 1, from its stationary state on."""
    steps = rng.normal(size=shape)
    steps[:, 1:] *= np.sqrt(1 - correlation**2)
    for period in range(1, shape[1]):
        steps[:, period] += correlation * steps[:, period - 1]
    return steps


def false_share(noise: Noise, series: int, shifted: int, seeds: Sequence[int]) -> FalseShare:
    """Of the series listed at q < 0.2, how many did not move; one simulation a seed."""
    rows = []
    for seed in seeds:
        tiers = np.array([one.tier for one in grid(noises(noise, series, shifted, seed), [KINDS[noise]] * series)])
        listed, acted = tiers != "none", tiers == "act"
        shares = [one[shifted:].sum() / max(one.sum(), 1) for one in (listed, acted)]
        rows.append((shares[0], listed.sum(), listed[:shifted].mean() if shifted else 0.0, shares[1]))
    share, count, found, of_act = np.mean(rows, axis=0)
    return FalseShare(float(share), float(np.std(rows, axis=0)[0] / np.sqrt(len(rows))), float(count), float(found), float(of_act))


def monthly(months: int, orders: int, has_season: bool, has_drift: bool, seed: int) -> Series:
    """Orders in time, failures at odds of 1 to 9 that vary by 10 % a month; the season peaks in months 1, 7 and 8."""
    rng = np.random.default_rng(seed)
    month = (rng.integers(12) + np.arange(months)) % 12
    odds = special.logit(0.1) + rng.normal(0, 0.1, months)
    odds = odds + has_season * np.log(PEAK_ODDS) * np.isin(month, PEAK_MONTHS)
    odds = odds + has_drift * np.log(DRIFT_ODDS) * np.maximum(np.arange(months) - (months - 1 - DRIFT_MONTHS), 0)
    n = rng.integers(orders * 3 // 4, orders * 5 // 4, months)
    return Series((n - rng.binomial(n, special.expit(odds))).astype(float), n.astype(float))


def told(months: int, orders: int, has_season: bool, has_drift: bool, seeds: Sequence[int]) -> Told:
    """What is said of such series, one a seed, watched after the season is taken out where one is found."""
    rows = [_judged(monthly(months, orders, has_season, has_drift, seed)) for seed in seeds]
    p_values = np.array([one.p_value for _, one in rows], dtype=float)
    return Told(float(np.mean([found for found, _ in rows])), float((p_values < 0.05).mean()), float((p_values < 0.005).mean()))


def _judged(series: Series) -> tuple[bool, Watched]:
    found = season(series, "p", 12)
    return found.verdict == "seasonal", watched(adjusted(series, "p", found), "p")


def listing(series: int, seeds: Sequence[int]) -> Section:
    """Every noise, with nothing moved and with one series in twenty moved."""
    rows, holds = [], True
    for noise in KINDS:
        for shifted in (0, series // 20):
            found = false_share(noise, series, shifted, seeds)
            holds &= found.share <= WATCH + _MARGIN * found.error
            rows.append((
                noise, f"{shifted}", f"{found.share:.3f} ± {found.error:.3f}", f"{found.listed:.1f}", f"{found.found:.2f}",
                f"{found.of_act:.3f}",
            ))  # fmt: skip
    columns = ("noise", "moved", "false among listed", "listed", "of the moved, listed", "false among `act`")
    claim = f"Of {series} series watched together, at most {100 * WATCH:.0f} % of those listed are there by chance."
    return Section("Watching many series", claim, columns, tuple(rows), holds)


def seasons(orders: int, seeds: Sequence[int]) -> Section:
    """Season and drift, apart and together, over two, two and a half, and three years."""
    rows, holds = [], True
    for months in (24, 30, 36):
        for has_season, has_drift in ((False, False), (True, False), (False, True), (True, True)):
            found = told(months, orders, has_season, has_drift, seeds)
            error = np.sqrt(0.05 * 0.95 / len(seeds))
            holds &= found.below_5 >= 0.95 - _MARGIN * error if has_drift else found.below_5 <= 0.05 + _MARGIN * error
            name = " and ".join(name for name, has in (("season", has_season), ("drift", has_drift)) if has) or "noise"
            rows.append((f"{months}", name, f"{found.seasonal:.2f}", f"{found.below_5:.3f}", f"{found.below_half:.3f}"))
    columns = ("months", "planted", "season found", "p < 5 %", "p < 0.5 %")
    claim = "Watched once adjusted, 5 % of series with a season only are below 5 %, and 95 % of those that drift for four months."
    return Section("Season is no signal, drift is", claim, columns, tuple(rows), bool(holds))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watching", description=__doc__)
    parser.add_argument("--series", type=int, default=2000)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--seasons", type=int, default=400, help="series of each kind in the second table")
    asked = parser.parse_args()
    found = (listing(asked.series, range(asked.seeds)), seasons(asked.orders, range(asked.seasons)))
    return shown(found)


if __name__ == "__main__":
    sys.exit(main())
