"""Intervals against published values and against simulation."""

import numpy as np
import pytest

from assay.stats import interval


@pytest.mark.parametrize(("x", "n", "low", "high"), [(19, 20, 76.4, 99.1), (190, 200, 91.0, 97.3)])
def test_wilson_golden_values(x: int, n: int, low: float, high: float):
    """Definitions, section 1."""
    found = interval.share(x, n)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (low, high)


@pytest.mark.parametrize(("promoters", "detractors", "n", "half"), [(50, 20, 100, 15), (25, 10, 50, 22)])
def test_nps_golden_values(promoters: int, detractors: int, n: int, half: int):
    """NPS 30 ± 15 of 100 answers and 30 ± 22 of 50 (cybaea.net, NPS confidence intervals; definitions, section 7)."""
    found = interval.mean(promoters - detractors, promoters + detractors, n)
    assert round(100 * found.value) == 30
    assert round(100 * (found.high - found.value)) == half


def test_poisson_interval_of_garwood():
    """Exact 95 % limits for 10 events are 4.795 and 18.39 (Garwood 1936, table)."""
    found = interval.rate(10, 1)
    assert found.low == pytest.approx(4.795, abs=5e-4) and found.high == pytest.approx(18.39, abs=5e-3)


def test_nothing_counted_has_no_interval():
    assert interval.share(0, 0).value is None and interval.rate(0, 0).low is None and interval.mean(0, 0, 0).high is None


def test_twenty_of_twenty_does_not_prove_95_percent():
    """Jeffreys posterior of 20 of 20, integrated numerically: not above 0.95."""
    theta = np.linspace(0.95, 1, 200_001)[:-1]
    every = np.linspace(0, 1, 2_000_001)[1:-1]

    def weight(t: np.ndarray) -> np.ndarray:
        return t**19.5 * (1 - t) ** -0.5

    integrated = np.trapezoid(weight(theta), theta) / np.trapezoid(weight(every), every)
    found = interval.chance_share_meets(20, 20, 0.95, "higher")
    assert found == pytest.approx(integrated, abs=0.01)
    assert 0.8 < found < 0.95


def test_the_chance_of_a_rate_is_the_share_of_simulated_truths():
    draws = np.random.default_rng(7).gamma(12.5, 1 / 1000, 200_000)
    assert interval.chance_rate_meets(12, 1000, 0.01, "lower") == pytest.approx((draws <= 0.01).mean(), abs=0.004)


def test_lower_is_better_mirrors_higher_is_better():
    higher = interval.chance_share_meets(8, 100, 0.1, "higher")
    assert interval.chance_share_meets(8, 100, 0.1, "lower") == pytest.approx(1 - higher)


def test_wilson_covers_what_it_says():
    """Coverage at p = 0.95, n = 20 lies between 0.92 and 0.97 (Brown, Cai & DasGupta 2001 show 0.925–0.966)."""
    draws = np.random.default_rng(1).binomial(20, 0.95, 4000)
    held = [interval.share(int(x), 20) for x in draws]
    assert 0.915 <= np.mean([one.low <= 0.95 <= one.high for one in held]) <= 0.97


def test_equal_answers_have_no_spread_and_prove_nothing():
    assert interval.chance_mean_meets(50, 250, 10, 4.0, "higher") == 0.5
