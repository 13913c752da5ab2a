"""Funnels against the published limits of FunnelPlotR and of Spiegelhalter, and against simulation."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from assay.stats.funnel import exact_ratios, exact_shares, overdispersion, ratios, shares, winsorised

# FunnelPlotR 0.6.0, test data of its overdispersion functions.
OBSERVED = np.array([100.0, 150, 180, 80, 120, 225])
EXPECTED = np.array([108.0, 112, 165, 95, 100, 220])
SUCCESSES = np.array([38.0, 50, 12, 88, 61, 44, 70, 29, 95])
ORDERS = np.array([400.0, 520, 150, 800, 650, 500, 610, 420, 900])


def test_exact_poisson_limits_of_funnelplotr() -> None:
    """FunnelPlotR, test-poisson_limits.R: expected 15, 20, 30 against a target of 1."""
    e = np.array([15.0, 20, 30])
    assert exact_ratios(e, 0.025) == pytest.approx([0.5596924, 0.6108260, 0.6746958], abs=5e-7)
    assert exact_ratios(e, 0.975) == pytest.approx([1.649348, 1.544419, 1.427562], abs=5e-7)
    assert exact_ratios(e, 0.001) == pytest.approx([0.3862650, 0.4479107, 0.5289724], abs=5e-7)
    assert exact_ratios(e, 0.999) == pytest.approx([2.082907, 1.902094, 1.702771], abs=5e-7)


def test_overdispersion_of_ratios_as_funnelplotr_has_it() -> None:
    """Log scale, truncated: of six vendors ⌊0.6⌋ = 0 are dropped at each end."""
    found = ratios(OBSERVED, EXPECTED)
    assert (found.phi, found.tau2) == pytest.approx((2.9480331751, 0.019477530578), abs=1e-9)
    ends = [of[0] for of in (found.limits.lower_95, found.limits.upper_95, found.limits.lower_998, found.limits.upper_998)]
    assert ends == pytest.approx([0.717306749285, 1.39410370946, 0.592233713321, 1.68852258409], abs=1e-9)


def test_unadjusted_limits_of_ratios_as_funnelplotr_has_them() -> None:
    found = ratios(OBSERVED, EXPECTED, is_exact=True).limits
    ends = [of[0] for of in (found.lower_95, found.upper_95, found.lower_998, found.upper_998)]
    assert ends == pytest.approx([0.820319382489, 1.20733991010, 0.728798454305, 1.33453977065], abs=1e-9)


def test_winsorising_as_funnelplotr_has_it() -> None:
    """Its second method, on the square root of the same six vendors: s = 1/(2√E)."""
    s = 1 / (2 * np.sqrt(EXPECTED))
    found = overdispersion((np.sqrt(OBSERVED / EXPECTED) - 1) / s, s, winsorised)
    assert found == pytest.approx((2.32717825759, 0.00343978015419), abs=1e-9)


def test_shares_as_funnelplotr_has_them() -> None:
    """Arcsine, winsorised: less spread than chance alone would give, so no overdispersion. n is 400 and 150 at 0 and 2."""
    found = shares(SUCCESSES, ORDERS)
    assert found.phi == pytest.approx(0.619945612033, abs=1e-9) and found.tau2 == 0 and found.n == 9
    assert found.target == pytest.approx(487 / 4950)
    limits = found.limits
    assert limits.lower_95[[0, 2]] == pytest.approx([0.0711703883375, 0.0560563673741], abs=1e-9)
    assert limits.upper_95[[0, 2]] == pytest.approx([0.129451182589, 0.150974657663], abs=1e-9)
    assert (limits.lower_998[0], limits.upper_998[0]) == pytest.approx((0.0573326118926, 0.149004122409), abs=1e-9)
    assert set(found.signal) == {"within"}


@pytest.mark.parametrize(
    ("n", "limits"),
    [
        (20, (0.714940, 0.807635, 0.996513, 0.999861)),
        (50, (0.822006, 0.870168, 0.993502, 0.999740)),
        (100, (0.865362, 0.898093, 0.983877, 0.998311)),
        (500, (0.916401, 0.929009, 0.967287, 0.976421)),
    ],
)
def test_interpolated_binomial_limits(n: float, limits: tuple[float, ...]) -> None:
    """Spiegelhalter 2005, appendix A.1.1, at a target of 95 %."""
    found = [float(exact_shares(0.95, np.array([n]), chance)[0]) for chance in (0.001, 0.025, 0.975, 0.999)]
    assert found == pytest.approx(limits, abs=1e-6)


def test_the_words() -> None:
    """95 % agreed, 1,000 orders: a vendor at 95 % has under 927 in fewer than 1 of 1,000 cases, under 936 in fewer than 25."""
    k = np.array([919.0, 935, 950, 964, 975])
    found = shares(k, np.full(5, 1000.0), target=0.95, is_exact=True)
    assert found.signal == ("below", "within", "within", "within", "above")
    assert found.notice == ("below", "below", "within", "above", "above")
    chance = np.cumsum([comb(1000, r) * 0.95**r * 0.05 ** (1000 - r) for r in range(1001)])
    assert chance[926] < 0.001 < chance[927] and 0.926 < found.limits.lower_998[0] < 0.927
    assert chance[935] < 0.025 < chance[936] and 0.935 < found.limits.lower_95[0] < 0.936


def test_nothing_but_success_is_no_signal_where_it_is_to_be_expected() -> None:
    """A vendor at 95 % does 20 of 20 in 0.95²⁰ = 36 % of cases, 300 of 300 in 2 of ten million."""
    n = np.array([20.0, 300])
    assert shares(n, n, target=0.95, is_exact=True).signal == ("within", "above")
    assert shares(n, n, target=0.95).signal == ("within", "above")
    assert shares(0 * n, n, target=0.05).signal == ("within", "below")


def test_no_event_is_no_signal_where_few_are_expected() -> None:
    """None where 3 are expected happens in e⁻³ = 5 % of cases, where 10 are expected in 1 of 22,000."""
    found = ratios(np.array([0.0, 0]), np.array([3.0, 10]), is_exact=True)
    assert found.signal == ("within", "below") and found.notice == ("within", "below")


def test_small_samples_are_judged_by_the_exact_limits() -> None:
    """n·θ(1 − θ) is 0.95 for 20 orders at 95 %: sin²(asin√0.95 − 1.96/(2√20)) = 0.8146 would be narrower."""
    wide, exact = (shares(np.array([15.0]), np.array([20.0]), 0.95, is_exact).limits for is_exact in (False, True))
    assert wide.lower_95[0] == exact.lower_95[0] == pytest.approx(0.807635, abs=1e-6)


def test_vendors_without_orders_have_no_word_and_few_vendors_no_overdispersion() -> None:
    found = shares(np.array([90.0, 0, 80]), np.array([100.0, 0, 100]))
    assert found.signal[1] is None and np.isnan(found.value[1]) and np.isnan(found.limits.upper_95[1])
    assert (found.phi, found.tau2, found.n) == (None, None, 2)
    nobody = ratios(np.zeros(2), np.zeros(2))
    assert nobody.signal == (None, None) and nobody.n == 0
    assert shares(np.zeros(1), np.zeros(1)).notice == (None,)


@pytest.mark.parametrize("is_exact", [True, False])
def test_curves_close_in_on_the_target_and_agree_with_the_limits(is_exact: bool) -> None:
    found = shares(SUCCESSES, ORDERS, is_exact=is_exact)
    curve = found.curve(np.arange(60.0, 2000, 10))
    assert (np.diff(curve.upper_998 - curve.lower_998) < 0.005).all()
    assert (curve.lower_998 < found.target).all() and (found.target < curve.upper_95).all()
    assert found.curve(ORDERS).lower_95 == pytest.approx(found.limits.lower_95)


def test_vendors_that_differ_a_little_are_unusual_less_often_with_overdispersion() -> None:
    """50 funnels of 40 vendors whose log odds spread by 0.25: one in five is outside the plain limits, few are outside the wide."""
    rng = np.random.default_rng(4)
    n = rng.integers(300, 3000, (50, 40)).astype(float)
    k = rng.binomial(n.astype(int), 1 / (1 + np.exp(-2.2 - rng.normal(0, 0.25, n.shape)))).astype(float)
    plain, wide = (
        np.mean([word != "within" for one in zip(k, n, strict=True) for word in shares(*one, None, is_exact).signal])
        for is_exact in (True, False)
    )
    assert plain > 0.15 and wide < 0.05


def test_identical_vendors_are_within() -> None:
    """200 funnels of 12 vendors that all succeed in 90 % of 40 to 400 orders: hardly any outside the 99.8 % limits."""
    rng = np.random.default_rng(5)
    n = rng.integers(40, 400, (200, 12)).astype(float)
    k = rng.binomial(n.astype(int), 0.9).astype(float)
    assert np.mean([word != "within" for one in zip(k, n, strict=True) for word in shares(*one).signal]) < 0.008


def test_impossible_sums_are_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        shares(np.array([11.0]), np.array([10.0]))
    with pytest.raises(ValueError, match="events"):
        ratios(np.array([-1.0]), np.array([10.0]))
