"""The composite: how a result becomes a score, whose weight is shared, what caps the band."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.agreements.scorecard import FLOORS, RULE, Limiter, Scorecard, scorecard
from assay.agreements.standing import standing
from assay.contracts.vocabulary import BANDS, LIMITERS
from assay.kpis import KPIS
from assay.level import Level
from assay.measured import Sums

KNOWN = {kpi.id: kpi for kpi in KPIS}
RESPONSE = Level("L1", "V", "maintenance", "response_on_time", 95.0, minimum=90.0, bonus_target=99.0, weight=1.0)
CLEARANCE = Level("L2", "V", "maintenance", "clearance_rate", 95.0, minimum=90.0, weight=3.0)


def card(*results: tuple[Level, float, float], limiters: tuple[Limiter, ...] = ()) -> Scorecard:
    """Of levels with their numerators and denominators."""
    return scorecard([standing(KNOWN[level.kpi], level, Sums(x, n)) for level, x, n in results], KNOWN, limiters)


@pytest.mark.parametrize(
    ("met", "score"),
    [(850, 0), (900, 0), (925, 40), (949, 78.4), (950, 80), (970, 90), (990, 100), (1000, 100)],
)
def test_zero_at_the_minimum_eighty_at_target_a_hundred_at_the_bonus(met: int, score: float):
    """Of 1,000: 92.5 is half way from 90 to 95, so 40; 97 is half way from 95 to 99, so 90."""
    assert card((RESPONSE, met, 1000)).score == pytest.approx(score)


def test_without_a_bonus_a_hundred_is_the_best_possible():
    """97.5 is half way from 95 to 100."""
    assert card((replace(RESPONSE, bonus_target=None), 975, 1000)).score == pytest.approx(90)


def test_without_a_minimum_zero_is_the_worst_possible():
    """47.5 is half way from 0 to 95."""
    assert card((replace(RESPONSE, minimum=None), 475, 1000)).score == pytest.approx(40)


@pytest.mark.parametrize(("complaints", "score"), [(0, 100), (1, 90), (2, 80), (3, 40), (4, 0), (9, 0)])
def test_lower_is_better_runs_the_other_way(complaints: int, score: float):
    """Complaints per 1,000 orders: none is the best, 2 the target, 4 (twice the target) the end."""
    level = replace(RESPONSE, kpi="complaint_rate", target=2.0, minimum=None, bonus_target=None)
    assert card((level, complaints, 1000)).score == pytest.approx(score)


def test_a_kpi_without_a_best_ends_at_eighty():
    level = replace(RESPONSE, kpi="training_hours", target=2.0, minimum=1.0, bonus_target=None)
    n = KNOWN["training_hours"].minimum_n
    found = card((level, 9.0 * n, n))
    assert found.score == 80 and found.levels[0].full_at is None


def test_a_target_that_is_the_best_possible_is_a_hundred_when_met():
    level = replace(RESPONSE, target=100.0, bonus_target=None)
    assert card((level, 1000, 1000)).score == 100
    assert card((level, 950, 1000)).score == pytest.approx(40)  # half way from 90 to 100


def test_weights_are_the_agreement_s_and_every_score_opens():
    """Weights 1 and 3: (80 + 3 × 40) / 4 = 50."""
    found = card((RESPONSE, 950, 1000), (CLEARANCE, 925, 1000))
    assert found.score == pytest.approx(50) and found.rule == RULE and found.covered == 1
    first, second = found.levels
    assert (first.value, first.n, first.zero_at, first.target, first.full_at) == (95.0, 1000, 90.0, 95.0, 99.0)
    assert (first.weight_agreed, first.weight_used, second.weight_agreed, second.weight_used) == (1, 0.25, 3, 0.75)


@pytest.mark.parametrize(("x", "n", "why"), [(0, 0, "no_data"), (1, 1, "too_few")])
def test_a_missing_level_gives_its_weight_to_the_others_and_is_named(x: int, n: int, why: str):
    light = replace(RESPONSE, level_id="L3", priority="low")
    found = card((CLEARANCE, 925, 1000), (light, x, n), (RESPONSE, 950, 1000))
    assert [(one.level.level_id, one.missing, one.weight_used) for one in found.missing] == [("L3", why, 0.0)]
    assert found.covered == pytest.approx(0.8) and found.score == pytest.approx((3 * 40 + 80) / 4)


def test_a_level_without_a_weight_is_no_part_of_it():
    found = card((RESPONSE, 950, 1000), (replace(CLEARANCE, weight=None), 100, 1000))
    assert found.score == 80 and found.covered == 1 and found.missing[0].missing == "no_weight"


def test_too_little_measured_is_no_score():
    found = card((RESPONSE, 950, 1000), (CLEARANCE, 0, 0))
    assert found.covered == 0.25 and found.score is None and found.band is None
    assert card().score is None


@pytest.mark.parametrize(
    ("met", "band"),
    [(1000, "excellent"), (970, "excellent"), (969, "good"), (950, "good"), (949, "needs_improvement"), (930, "poor")],
)
def test_bands_are_absolute(met: int, band: str):
    """97.0 → 90; 96.9 → 89.5; 94.9 → 78.4; 93.0 → 48."""
    assert card((RESPONSE, met, 1000)).band == band


@pytest.mark.parametrize("limiter", LIMITERS)
def test_a_limiter_caps_the_band_and_not_the_score(limiter: Limiter):
    found = card((RESPONSE, 1000, 1000), limiters=(limiter,))
    assert (found.score, found.band_of_score, found.band, found.limiters) == (100, "excellent", "needs_improvement", (limiter,))


def test_a_limiter_does_not_lift_a_poor_band():
    assert card((RESPONSE, 900, 1000), limiters=("open_critical_finding",)).band == "poor"


def test_every_band_has_its_words():
    assert [band for band, _ in FLOORS] == list(BANDS)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_better_result_never_scores_less(one: int, other: int):
    worse, better = sorted((one, other))
    assert card((RESPONSE, worse, 1000)).score <= card((RESPONSE, better, 1000)).score
    lower = replace(RESPONSE, kpi="complaint_rate", target=20.0, minimum=None, bonus_target=None)
    assert card((lower, worse, 1000)).score >= card((lower, better, 1000)).score
