"""How far two figures are apart: published intervals, p-values by hand."""

from __future__ import annotations

import pytest

from assay.stats.difference import adjusted, difference, p_of_means, p_of_rates, p_of_shares, p_widened, widened
from assay.stats.interval import Interval, share


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [  # Newcombe 1998, Statist. Med. 17:873, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_the_published_intervals_of_a_difference(first: tuple[int, int], second: tuple[int, int], low: float, high: float):
    found = difference(share(*first), share(*second))
    assert found.value == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_p_values_against_hand_arithmetic():
    assert p_of_shares(3, 4, 1, 4) == pytest.approx(34 / 70)  # the lady tasting tea: (1 + 16 + 16 + 1) of 70 tables
    # 60 of 100 against 40 of 100: pooled 0.5, standard error √(0.25 · 2/100) = 0.0707, z = 2.828
    assert p_of_shares(60, 100, 40, 100) == pytest.approx(0.004678, abs=1e-6)
    # 8 events against 2 over the same exposure: 2 · (1 + 10 + 45) / 2^10
    assert p_of_rates(8, 50.0, 2, 50.0) == pytest.approx(112 / 1024)
    # standard errors 3 and 4 make 5; a difference of 9.8 is 1.96 of them
    first, second = (Interval(value, value - 1.959964 * se, value + 1.959964 * se, 50) for value, se in ((19.8, 3.0), (10.0, 4.0)))
    assert p_of_means(first, second) == pytest.approx(0.05, abs=1e-4)


def test_nothing_against_nothing_is_no_difference():
    assert p_of_shares(10, 10, 20, 20) == p_of_shares(0, 10, 0, 20) == p_of_rates(0, 5.0, 0, 9.0) == 1.0
    assert p_of_means(Interval(1.0, 1.0, 1.0, 9), Interval(1.0, 1.0, 1.0, 9)) == 1.0
    assert difference(share(0, 0), share(1, 2)).value is None


def test_a_series_that_spreads_twice_as_wide_is_half_as_clear():
    assert p_widened(0.0455003, 2.0) == pytest.approx(0.3173105, abs=1e-6)  # z = 2 becomes z = 1
    found = widened(Interval(0.1, 0.05, 0.2, 9), 2.0)
    assert (found.low, found.high) == pytest.approx((0.0, 0.3))
    assert widened(found, 0.5) is found and p_widened(0.2, 0.9) == 0.2


def test_benjamini_hochberg_in_the_order_given():
    # 0.01 · 3/1 = 0.03; 0.02 · 3/2 = 0.03; 0.9 · 3/3
    assert adjusted([0.02, 0.9, 0.01]) == pytest.approx([0.03, 0.9, 0.03])
    assert adjusted([]) == []
