"""Settlement and evidence of one level, with the arithmetic spelled out."""

from dataclasses import replace

import numpy as np
import pytest

from assay.agreements.standing import Sums, interval_of, settled_value, standing, value_of, weighed
from assay.kpis import KPIS, kpi
from assay.level import Level

LEVEL = Level("L1", "V1", "maintenance", "response_on_time", 95.0)
RESPONSE = kpi("response_on_time")


def test_value_is_a_sum_over_a_sum_in_the_kpi_s_unit():
    assert value_of(RESPONSE, Sums(190, 200)) == 95.0
    assert value_of(kpi("complaint_rate"), Sums(3, 1500)) == 2.0  # 1,000 × 3 / 1,500
    assert value_of(kpi("nps"), Sums(30, 100, 70)) == 30.0
    assert value_of(kpi("response_minutes"), Sums(2 * np.log(30), 2)) == pytest.approx(30.0)


def test_nothing_over_nothing_is_no_value_and_no_score():
    found = standing(RESPONSE, LEVEL, Sums(0, 0))
    assert found.value is None and found.verdict == "no_data" and found.chance is None


@pytest.mark.parametrize(("numerator", "verdict"), [(190, "met"), (189, "missed")])
def test_met_means_at_or_above_the_target(numerator: int, verdict: str):
    assert standing(RESPONSE, LEVEL, Sums(numerator, 200)).verdict == verdict


def test_lower_is_better_is_met_at_or_below():
    level = replace(LEVEL, kpi="complaint_rate", target=2.0)
    assert standing(kpi("complaint_rate"), level, Sums(3, 1500)).verdict == "met"
    assert standing(kpi("complaint_rate"), level, Sums(4, 1500)).verdict == "missed"


@pytest.mark.parametrize(
    ("value", "decimals", "rounding", "settled"),
    [
        (94.95, 1, "half_up", 95.0),
        (94.949, 1, "half_up", 94.9),
        (94.25, 1, "half_even", 94.2),
        (94.99, 1, "down", 94.9),
        (94.95, None, None, 94.95),
    ],
)
def test_the_result_is_rounded_as_the_agreement_says_before_it_meets_the_target(value, decimals, rounding, settled):
    assert settled_value(value, replace(LEVEL, decimals=decimals, rounding=rounding)) == settled


def test_a_small_miss_is_settled_as_missed_and_is_not_beyond_chance():
    """18 of 20 is 90 % against 95 %: missed, yet the interval reaches 97.2 %."""
    (found,) = weighed([standing(RESPONSE, LEVEL, Sums(18, 20))])
    assert found.verdict == "missed" and not found.is_beyond_chance
    assert round(found.interval.high, 1) == 97.2


def test_a_large_miss_is_beyond_chance():
    (found,) = weighed([standing(RESPONSE, LEVEL, Sums(800, 1000))])
    assert found.is_beyond_chance and found.chance < 1e-6


def test_weighing_many_levels_together_keeps_false_discoveries_at_the_stated_rate():
    """Levels truly at their target: the share of views with any 'beyond chance' stays near 5 % however many levels there are."""
    views = np.random.default_rng(3).binomial(400, 0.95, (200, 60))
    weighed_views = [weighed(standing(RESPONSE, LEVEL, Sums(int(x), 400)) for x in view) for view in views]
    alarmed = [any(one.is_beyond_chance for one in view) for view in weighed_views]
    assert np.mean(alarmed) <= 0.10  # 5 % nominal; two standard errors of 200 views are 3 points, discreteness adds a little


def test_a_stock_has_a_value_and_no_interval():
    found = interval_of(kpi("certified_share"), Sums(2900, 3000))
    assert found.value == pytest.approx(96.667, abs=1e-3) and found.low is None


@pytest.mark.parametrize("declared", KPIS, ids=lambda declared: declared.id)
def test_every_kpi_can_be_settled(declared):
    level = replace(LEVEL, kpi=declared.id, target=50.0)
    found = standing(declared, level, Sums(40, 80, 60))
    assert found.verdict in ("met", "missed")
    if found.interval.low is not None:
        assert found.interval.low <= value_of(declared, Sums(40, 80, 60)) <= found.interval.high
