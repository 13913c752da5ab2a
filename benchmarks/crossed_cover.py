"""Do the intervals of the vendor comparison hold the truth where weak vendors work at hard sites? Counted on simulations."""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import special

from assay.stats.crossed import Crossed, fitted
from benchmarks.evidence import Section, shown

VENDORS, SITES, VENDORS_A_SITE = 40, 60, 4
VENDOR_SD, SITE_SD, BASE, OUT_OF_ORDER = 0.35, 0.45, 2.2, 0.2
CASE_MIX = {"category": 8, "priority": 4, "shift": 3}
LEAST_COVERED = 0.92
COMPANIES, ORDERS = 50, 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """Grouped cells and the truth: each vendor's effect against the average vendor, and the rate of all orders with it."""

    cells: pl.DataFrame
    vendors: tuple[str, ...]
    effect: np.ndarray
    rate: np.ndarray


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of intervals of 95 % that hold the truth, over all vendors of all companies; the root mean squared errors of the
    effects (log odds) and of those of the fixed-effect fit; how many fits ended properly; mean seconds a fit."""

    companies: int
    rates: float
    effects: float
    fixed_rates: float
    error: float
    fixed_error: float
    converged: int
    seconds: float


def company(orders: int, seed: int, is_sorted: bool = True, vendors: int = VENDORS, sites: int = SITES) -> Simulated:
    """A company whose weak vendors hold the hard sites (`is_sorted`) or whose sites were dealt out by chance."""
    rng = np.random.default_rng(seed)
    quality, difficulty = rng.normal(0, VENDOR_SD, vendors), rng.normal(0, SITE_SD, sites)
    vendor, site = _sorted_pairs(quality, difficulty, rng) if is_sorted else _chance_pairs(vendors, sites, rng)
    weight = rng.gamma(2, 1, len(vendor))
    mix = np.array([code.ravel() for code in np.indices(tuple(CASE_MIX.values()))])
    burden = np.sum([rng.normal(0, 0.3, levels)[code] for levels, code in zip(CASE_MIX.values(), mix, strict=True)], axis=0)
    usual = rng.dirichlet(np.full(mix.shape[1], 2.0))
    n = rng.multinomial(orders, np.outer(weight / weight.sum(), usual).ravel()).reshape(len(vendor), -1)
    own = BASE + difficulty[site][:, None] + burden
    k = rng.binomial(n, special.expit(own + quality[vendor][:, None]))
    rate = np.array([(n * special.expit(own + effect)).sum() / orders for effect in quality])
    names, places = _named("V", vendors), _named("S", sites)
    columns = {name: np.tile(code, len(vendor)) for name, code in zip(CASE_MIX, mix, strict=True)}
    at = {"vendor_id": names[np.repeat(vendor, mix.shape[1])], "site_id": places[np.repeat(site, mix.shape[1])]}
    cells = pl.DataFrame({**at, **columns, "numerator": k.ravel(), "denominator": n.ravel()}).filter(pl.col("denominator") > 0)
    return Simulated(cells, tuple(names.tolist()), quality - quality.mean(), rate)


def _named(letter: str, count: int) -> np.ndarray:
    return np.array([f"{letter}{number:03d}" for number in range(count)])


def _sorted_pairs(quality: np.ndarray, difficulty: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Each site has vendors of about its own place in the order; every vendor has a site."""
    weak_first, hard_first = np.argsort(quality), np.argsort(difficulty)
    target = np.repeat(np.arange(len(difficulty)) * len(quality) / len(difficulty), VENDORS_A_SITE)
    place = np.clip(np.rint(target + rng.normal(0, OUT_OF_ORDER * len(quality), len(target))), 0, len(quality) - 1).astype(int)
    everyone = np.arange(len(quality))
    vendor = weak_first[np.concatenate([place, everyone])]
    own = np.concatenate([np.repeat(np.arange(len(difficulty)), VENDORS_A_SITE), everyone * len(difficulty) // len(quality)])
    return _distinct(vendor, hard_first[own])


def _chance_pairs(vendors: int, sites: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    dealt = rng.integers(0, vendors, VENDORS_A_SITE * sites)
    vendor = np.concatenate([dealt, np.arange(vendors)])
    return _distinct(vendor, np.concatenate([np.repeat(np.arange(sites), VENDORS_A_SITE), rng.integers(0, sites, vendors)]))


def _distinct(vendor: np.ndarray, site: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.unique(np.stack([vendor, site]), axis=1)
    return pairs[0], pairs[1]


def coverage(companies: int, orders: int, seed: int, is_sorted: bool = True) -> Coverage:
    """Fits `companies` simulated companies, seeds from `seed` on, and counts."""
    found = np.array([_judged(company(orders, seed + at, is_sorted)) for at in range(companies)])
    rates, effects, fixed_rates, squares, fixed_squares, converged, seconds = found.mean(axis=0)
    whole = round(converged * companies)
    return Coverage(companies, rates, effects, fixed_rates, squares**0.5, fixed_squares**0.5, whole, seconds)


def _judged(simulated: Simulated) -> tuple[float, ...]:
    started = time.perf_counter()
    crossed = fitted(simulated.cells, tuple(CASE_MIX))
    seconds = time.perf_counter() - started
    return (*judged(simulated, crossed), seconds)


def judged(simulated: Simulated, crossed: Crossed) -> tuple[float, ...]:
    """Shares of vendors whose rate, effect and fixed-effect rate are held; mean squared errors of both effects; 1 if it ended."""
    if crossed.model is None or crossed.fixed is None:
        raise ValueError(f"nothing was compared: {crossed.verdict}")
    here = np.searchsorted(simulated.vendors, crossed.vendors)
    effect, rate, own = simulated.effect[here], simulated.rate[here], crossed.model.estimates
    held = [(low <= rate) & (rate <= high) for low, high in (own.interval(), crossed.fixed.interval())]
    near = np.abs(own.effect - effect) <= special.ndtri(0.975) * own.error
    squares = ((own.effect - effect) ** 2).mean(), ((crossed.fixed.effect - effect) ** 2).mean()
    return float(held[0].mean()), float(near.mean()), float(held[1].mean()), *map(float, squares), float(own.is_converged)


def section(companies: int, orders: int, seed: int = 1) -> Section:
    """The evidence, for weak vendors at hard sites and for sites dealt out by chance."""
    hard, chance = coverage(companies, orders, seed), coverage(companies, orders, seed, is_sorted=False)
    rows = tuple(_row(name, one) for name, one in (("weak vendors at hard sites", hard), ("sites by chance", chance)))
    claim = (
        f"Over {companies} simulated companies of {orders:,} orders ({VENDORS} vendors, {SITES} sites) with weak vendors at hard "
        f"sites, {100 * hard.rates:.1f} % of the 95 % intervals of the adjusted rates hold the truth; at least "
        f"{100 * LEAST_COVERED:.0f} % is the aim."
    )
    return Section("Comparison of vendors", claim, _COLUMNS, rows, hard.rates >= LEAST_COVERED and hard.converged == companies)


_COLUMNS = ("companies", "rates held", "effects held", "fixed-effect rates held", "error, log odds", "of fixed effects", "s a fit")


def _row(name: str, one: Coverage) -> tuple[str, ...]:
    shares = (f"{100 * share:.1f} %" for share in (one.rates, one.effects, one.fixed_rates))
    return (name, *shares, f"{one.error:.3f}", f"{one.fixed_error:.3f}", f"{one.seconds:.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crossed_cover", description=__doc__)
    parser.add_argument("--companies", type=int, default=COMPANIES)
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    return shown((section(asked.companies, asked.orders, asked.seed),))


if __name__ == "__main__":
    sys.exit(main())
