"""Ranks that know what they do not know."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import special

from assay.stats.crossed import Crossed, fitted
from assay.stats.ranking import capabilities, pairwise, ranking


def of_one_site(k: np.ndarray, n: np.ndarray) -> Crossed:
    vendors = [f"V{at:02d}" for at in range(len(k))]
    return fitted(pl.DataFrame({"vendor_id": vendors, "numerator": k, "denominator": n}), ())


def test_vendors_far_apart_are_ranked() -> None:
    rates = np.array([0.80, 0.95, 0.90, 0.85, 0.70, 0.60])
    found = ranking(of_one_site(1e5 * rates, np.full(6, 1e5)), "higher", 30, seed=1)
    assert found is not None
    places = [rank and (rank.median, rank.low, rank.high, rank.of) for rank in found.ranks]
    assert places == [(at, at, at, 6) for at in (4, 1, 2, 3, 5, 6)]
    assert [rank and rank.best_third for rank in found.ranks] == [0, 1, 1, 0, 0, 0]
    assert found.bands[1] == "clearly_better" and found.bands[5] == "clearly_worse"
    assert found.pairs[1, 2] == pytest.approx(1) and found.pairs[2, 1] == pytest.approx(0) and found.pairs[3, 3] == 0.5


def test_where_lower_is_better_the_ranks_turn_round() -> None:
    crossed = of_one_site(np.array([100.0, 300, 200]), np.full(3, 1000.0))
    up, down = ranking(crossed, "higher", 30, seed=1), ranking(crossed, "lower", 30, seed=1)
    assert up is not None and down is not None
    assert [rank and rank.median for rank in up.ranks] == [3, 1, 2] and [rank and rank.median for rank in down.ranks] == [1, 3, 2]
    assert down.pairs == pytest.approx(1 - up.pairs)
    assert down.bands[0] == "clearly_better" and up.bands[0] == "clearly_worse"


def test_below_the_minimum_nobody_is_ranked_and_the_others_are_among_themselves() -> None:
    found = ranking(of_one_site(np.array([20.0, 900, 800, 700]), np.array([20.0, 1000, 1000, 1000])), "higher", 30, seed=1)
    assert found is not None
    assert found.ranks[0] is None and found.bands[0] is None
    assert [rank and rank.of for rank in found.ranks[1:]] == [3, 3, 3]
    assert 0 < found.pairs[0, 1] < 1


def test_vendors_that_are_not_connected_are_not_ranked_against_each_other() -> None:
    pairs = ("AS", "BS", "CS", "DT", "ET", "FU")
    rows = {"vendor_id": [p[0] for p in pairs], "site_id": [p[1] for p in pairs], "numerator": [90, 80, 70, 60, 50, 40]}
    found = ranking(fitted(pl.DataFrame(rows).with_columns(denominator=100), ()), "higher", 30, seed=1)
    assert found is not None
    assert [rank and rank.of for rank in found.ranks] == [3, 3, 3, 2, 2, None]
    assert np.isnan(found.pairs[0, 3]) and not np.isnan(found.pairs[3, 4])


def test_one_vendor_has_no_ranking() -> None:
    assert ranking(of_one_site(np.array([5.0]), np.array([10.0])), "higher", 1, seed=1) is None


def test_the_same_seed_gives_the_same_ranks() -> None:
    crossed = of_one_site(np.array([90.0, 93, 96, 94]), np.full(4, 100.0))
    first, second, other = (ranking(crossed, "higher", 30, seed) for seed in (1, 1, 2))
    assert first is not None and second is not None and other is not None
    assert first.ranks == second.ranks
    assert [r and r.best_third for r in first.ranks] != [r and r.best_third for r in other.ranks]


def test_pairs_of_known_normals() -> None:
    """Means 1 and 0, variances 0.5 and 0.7, covariance 0.1: the difference has variance 0.5 + 0.7 − 0.2 = 1, so Φ(1) = 0.8413."""
    found = pairwise(np.array([1.0, 0.0]), np.array([[0.5, 0.1], [0.1, 0.7]]))
    assert found == pytest.approx(np.array([[0.5, 0.841345], [0.158655, 0.5]]), abs=1e-6)


def test_no_difference_at_all_is_an_even_chance() -> None:
    assert pairwise(np.zeros(2), np.ones((2, 2))) == pytest.approx(np.full((2, 2), 0.5))


def test_drawn_ranks_are_those_of_plain_simulation() -> None:
    """The chance of the best third, three of nine, by drawing vendor by vendor instead of from the joint covariance."""
    rng = np.random.default_rng(3)
    k = rng.binomial(200, np.linspace(0.86, 0.94, 9)).astype(float)
    crossed = of_one_site(k, np.full(9, 200.0))
    found = ranking(crossed, "higher", 30, seed=1)
    assert found is not None and crossed.model is not None
    drawn = rng.multivariate_normal(crossed.model.estimates.effect, crossed.model.estimates.covariance, 50_000)
    third = [(1 + (drawn > drawn[:, [at]]).sum(axis=1) <= 3).mean() for at in range(9)]
    assert [rank.best_third for rank in found.ranks if rank] == pytest.approx(third, abs=0.02)


def test_twelve_identical_vendors_are_not_ranked_apart() -> None:
    """All at 90 % with 40 to 400 orders. By crude rates the four smallest take most first and last places; the ranking does not
    fall for it: a rank's interval spans nearly all twelve, and a band other than `not_distinguishable` is rarer than 1 in 40."""
    rng, sizes = np.random.default_rng(8), np.geomspace(40, 400, 12).round()
    extreme, spans, told = [], [], []
    for seed in range(60):
        k = rng.binomial(sizes.astype(int), 0.9).astype(float)
        extreme += [int(np.argmax(k / sizes)) < 4, int(np.argmin(k / sizes)) < 4]
        found = ranking(of_one_site(k, sizes), "higher", 30, seed, draws=1000)
        assert found is not None
        spans += [rank.high - rank.low for rank in found.ranks if rank]
        told += [band != "not_distinguishable" for band in found.bands]
    assert np.mean(extreme) > 0.5
    assert np.mean(spans) > 9 and np.mean(told) < 1 / 40


@pytest.mark.parametrize(
    ("k", "n", "chance", "word"),
    [
        (20, 20, 0.851, "not_proven"),
        (60, 60, 0.987, "met"),
        (96, 100, 0.656, "not_proven"),
        (92, 100, 0.091, "not_proven"),
        (88, 100, 0.003, "missed"),
        (960, 1000, 0.930, "not_proven"),
        (970, 1000, 0.999, "met"),
    ],
)
def test_capability_at_95_percent(k: int, n: int, chance: float, word: str) -> None:
    """Jeffreys posterior, computed with the quantiles of the beta distribution."""
    (found,) = capabilities([k], [n], 0.95, "higher")
    assert found is not None and found.chance == pytest.approx(chance, abs=6e-4) and found.word == word


def test_capability_of_rates_and_of_nobody() -> None:
    """2 complaints in 1,000 orders against 5 in 1,000: Gamma(2.5) below 5 is P(χ² with 5 degrees < 10) = 0.925."""
    low, none = capabilities([2, 0], [1000, 0], 0.005, "lower", "u")
    assert low is not None and low.chance == pytest.approx(float(special.chdtr(5, 10)), abs=1e-9) and low.word == "not_proven"
    assert none is None
