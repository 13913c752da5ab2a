"""Factors of one figure: examples of Das Gupta 1993, and an Oaxaca–Blinder decomposition by Stata."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from statsmodels.datasets import ccard

from assay.stats.attribution import cross_classified, shapley

SIZES = [
    [2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315,
     535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117],
    [3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472,
     707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236],
]  # fmt: skip
RATES = [
    [18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837,
     36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205],
    [9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570,
     17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161],
]  # fmt: skip


def product(*factors: float) -> float:
    return float(np.prod(factors))


@pytest.mark.parametrize(
    ("before", "after", "effects", "digits"),
    [  # Das Gupta 1993, examples 2.1 to 2.4
        ((10930, 0.717892), (16591, 0.825974), (4369.913, 1487.262), 3),
        ((51.78746, 0.45919, 0.52638), (84.90502, 0.75756, 0.51065), (10.4340333, 10.5608476, -0.6670084), 7),
        ((25.3, 0.214, 0.279, 0.949), (32.7, 0.290, 0.473, 0.986), (0.6889411, 0.8125381, 1.3829055, 0.1047547), 7),
        (
            (0.58, 0.76, 0.84, 0.66, 16.573), (0.72, 0.97, 0.97, 0.56, 16.158),
            (1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187), 7,
        ),
    ],
)  # fmt: skip
def test_published_products(before: tuple[float, ...], after: tuple[float, ...], effects: tuple[float, ...], digits: int) -> None:
    assert shapley(before, after, product) == pytest.approx(effects, abs=0.6 * 10**-digits)


def test_a_difference_needs_no_averaging() -> None:
    assert shapley((19.4, 10.8), (23.7, 9.5), lambda a, b: a - b) == pytest.approx((4.3, 1.3))


def test_births_by_age_of_the_mother() -> None:
    """Das Gupta 1993, example 4.3: factors that are vectors, 1960 and 1970."""
    before = np.array([
        [393, 407, 369, 274, 184, 90, 16], [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
        [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
    ])  # fmt: skip
    after = np.array([
        [488, 452, 338, 156, 63, 22, 3], [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
        [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
    ])  # fmt: skip

    def births(rate: np.ndarray, married: np.ndarray, women: np.ndarray) -> float:
        return float((rate * married * women).sum())

    assert (births(*before), births(*after)) == pytest.approx((38.77463, 27.20318), abs=5e-6)
    assert shapley(tuple(before), tuple(after), births) == pytest.approx((-7.285632, -2.720633, -1.565181), abs=1e-6)


def test_a_share_of_four_vectors() -> None:
    """Das Gupta 1993, example 4.4: births out of wedlock, 1963 and 1983."""
    before = np.array([
        [0.200, 0.163, 0.146, 0.154, 0.168, 0.169], [0.866, 0.325, 0.119, 0.099, 0.099, 0.121],
        [0.007, 0.021, 0.023, 0.015, 0.008, 0.002], [0.454, 0.326, 0.195, 0.107, 0.051, 0.015],
    ])  # fmt: skip
    after = np.array([
        [0.169, 0.195, 0.190, 0.174, 0.150, 0.122], [0.931, 0.563, 0.311, 0.216, 0.199, 0.191],
        [0.018, 0.026, 0.023, 0.016, 0.008, 0.002], [0.380, 0.201, 0.149, 0.079, 0.025, 0.006],
    ])  # fmt: skip

    def share(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> float:
        unmarried, married = (a * b * c).sum(), (a * (1 - b) * d).sum()
        return float(unmarried / (unmarried + married))

    expected = (-0.00620498, 0.04866154, 0.02705922, 0.02470928)
    assert shapley(tuple(before), tuple(after), share) == pytest.approx(expected, abs=6e-9)


def test_it_is_the_mean_over_all_orders_of_change() -> None:
    """The definition itself, order by order, for a figure that is no product."""
    before, after = (2.0, 3.0, 5.0, 1.0), (1.0, 4.0, 7.0, 6.0)

    def figure(a: float, b: float, c: float, d: float) -> float:
        return a * b / (c + d) + b * d**2

    effects = np.zeros(4)
    for order in permutations(range(4)):
        now = list(before)
        for factor in order:
            held = figure(*now)
            now[factor] = after[factor]
            effects[factor] += (figure(*now) - held) / 24
    assert shapley(before, after, figure) == pytest.approx(effects, rel=1e-12)


def test_oaxaca_blinder_of_stata() -> None:
    """Card spending of owners and renters; Stata's `oaxaca`: endowments 321.7482, coefficients 75.45371, interaction −238.4515.

    The two-factor split shares the interaction out by halves.
    """
    data = ccard.load().data
    x = np.column_stack([data[name] for name in ("AGE", "INCOME", "INCOMESQ")] + [np.ones(len(data))]).astype(float)
    y, owns = np.asarray(data["AVGEXP"], dtype=float), np.asarray(data["OWNRENT"]) == 1
    before, after = ((x[who].mean(axis=0), np.linalg.lstsq(x[who], y[who])[0]) for who in (~owns, owns))
    found = shapley(before, after, lambda means, slopes: float(means @ slopes))
    assert found == pytest.approx((321.7482 - 238.4515 / 2, 75.45371 - 238.4515 / 2), abs=1e-3)
    assert found.sum() == pytest.approx(158.7504, abs=1e-4)


def test_mix_by_race_and_by_age() -> None:
    """Das Gupta 1993, example 5.3: deaths per 1,000, 1970 and 1985; 2 races by 11 ages."""
    counts, rates = (np.array(table, dtype=float).reshape(2, 2, 11) for table in (SIZES, RATES))
    crude = (counts * rates).sum(axis=(1, 2)) / counts.sum(axis=(1, 2))
    assert crude == pytest.approx((9.421833, 8.735618), abs=5e-7)
    found = cross_classified(counts, rates)
    assert found.rate == pytest.approx(-2.2277254, abs=1e-7)
    assert found.mix == pytest.approx((0.0197749, 1.5217347), abs=1e-7)
    assert found.rate + sum(found.mix) == pytest.approx(crude[1] - crude[0], rel=1e-12)


def test_the_dimensions_of_a_table_may_come_in_any_order() -> None:
    rng = np.random.default_rng(3)
    counts, rates = rng.integers(1, 50, (2, 2, 3, 4)).astype(float), rng.random((2, 2, 3, 4))
    there, turned = cross_classified(counts, rates), cross_classified(counts.transpose(0, 3, 1, 2), rates.transpose(0, 3, 1, 2))
    assert turned.mix == pytest.approx((there.mix[2], there.mix[0], there.mix[1]), rel=1e-10)
    crude = (counts * rates).sum(axis=(1, 2, 3)) / counts.sum(axis=(1, 2, 3))
    assert there.rate + sum(there.mix) == pytest.approx(crude[1] - crude[0], rel=1e-12)


def test_a_mix_of_one_dimension_only_is_given_to_that_one() -> None:
    """Hard work goes from 20 to 60 %, day and night stay half each: all of the mix is the category's."""
    counts = np.array([[[40.0, 40], [10, 10]], [[20, 20], [30, 30]]])
    found = cross_classified(counts, np.array([[[0.9, 0.8], [0.5, 0.4]]] * 2))
    assert found.mix == pytest.approx((0.4 * (0.45 - 0.85), 0)) and found.rate == pytest.approx(0)


def test_what_cannot_be_split_is_refused() -> None:
    with pytest.raises(ValueError, match="between 1 and 8"):
        shapley([1.0] * 9, [2.0] * 9, product)
    with pytest.raises(ValueError, match="the same before and after"):
        shapley([1.0], [2.0, 3.0], product)
    counts = np.array([[3.0, 0], [2, 1]])
    with pytest.raises(ValueError, match="a count in both"):
        cross_classified(counts, np.ones((2, 2)))
    with pytest.raises(ValueError, match="same shape"):
        cross_classified(counts, np.ones((2, 3)))
