"""Difference in differences: by hand on tiny tables, by its own size on many drawn companies, and what it refuses to say."""

from __future__ import annotations

from itertools import combinations
from math import log

import numpy as np
import pytest

from assay.stats.effect.course import course
from assay.stats.effect.differences import difference_in_differences
from assay.stats.effect.panel import Sums
from assay.stats.effect.placebo import placebo
from assay.stats.effect.steps import NEVER
from tests.assay.effect_cases import START, drawn


def measured(values: list[list[float]], treated: int, start: int) -> tuple[Sums, np.ndarray]:
    """Bare measurements, a row a unit; the first ones have the measure."""
    numbers = np.array(values)
    return Sums(numbers, np.ones_like(numbers), None, "xmr"), np.where(np.arange(len(values)) < treated, start, NEVER)


def means(before: list[float], after: list[float]) -> list[list[float]]:
    """Eight periods of one level, then four of another."""
    return [[b] * 8 + [a] * 4 for b, a in zip(before, after, strict=True)]


def test_published_means_give_the_published_difference() -> None:
    """Card & Krueger 1994 (Am. Econ. Rev. 84:772), full-time equivalents per store: New Jersey 20.44 → 21.03, Pennsylvania
    23.33 → 21.17. (21.03 − 20.44) − (21.17 − 23.33) = 0.59 + 2.16 = 2.75."""
    sums, starts = measured(means([20.44] * 3 + [23.33] * 6, [21.03] * 3 + [21.17] * 6), 3, 8)
    found = difference_in_differences(sums, starts)
    assert found.effect is not None
    assert found.effect.value == pytest.approx(2.75, abs=1e-9)
    assert found.points is not None
    assert found.points.value == pytest.approx(2.75, abs=1e-9)


def test_the_p_value_counts_the_choices_of_units_that_show_as_much() -> None:
    """Seven units moved by 5, 4, 0, 1, −1, 2, −2; the first two had the measure. Of 21 pairs, how many are as far from the rest?"""
    moved = [5.0, 4.0, 0.0, 1.0, -1.0, 2.0, -2.0]
    sums, starts = measured(means([10.0] * 7, [10.0 + one for one in moved]), 2, 8)
    found = difference_in_differences(sums, starts)
    apart = {
        pair: np.mean([moved[at] for at in pair]) - np.mean([moved[at] for at in range(7) if at not in pair])
        for pair in combinations(range(7), 2)
    }
    as_far = sum(abs(one) >= abs(apart[0, 1]) - 1e-9 for one in apart.values())
    assert (found.choices, found.is_all) == (21, True)
    assert found.p_value == pytest.approx(as_far / 21)
    assert found.one_in == round(21 / as_far)


def test_the_interval_holds_the_effects_that_the_test_does_not_reject() -> None:
    sums, starts = drawn(1, effect=0.8)
    found = difference_in_differences(sums, starts, gap=4)
    assert found.effect is not None
    assert found.effect.low is not None
    assert found.effect.high is not None
    for effect, is_inside in ((found.effect.low + 0.01, True), (found.effect.low - 0.01, False), (found.effect.high + 0.01, False)):
        p_value = p_of(effect, sums, starts)
        assert (p_value > 0.05) == is_inside, (effect, p_value)


def p_of(effect: float, sums: Sums, starts: np.ndarray) -> float:
    """The same test written out: unit by unit, log odds after less before, all 1,820 choices of four of sixteen."""
    before, after = slice(0, START - 4), slice(START, 104)
    x, n = ([one[:, part].sum(axis=1) for part in (before, after)] for one in (sums.numerator, sums.denominator))
    odds = [np.log((k + 0.5) / (of - k + 0.5)) for k, of in zip(x, n, strict=True)]
    share = (x[0] + x[1] + 0.5) / (n[0] + n[1] + 1)
    noise = (1 / n[0] + 1 / n[1]) / (share * (1 - share))
    moved = odds[1] - odds[0] - effect * (starts != NEVER)
    w = 1 / noise
    q = (w * (moved - (w * moved).sum() / w.sum()) ** 2).sum()
    between = max((q - (len(w) - 1)) / (w.sum() - (w**2).sum() / w.sum()), 0.0)
    w = 1 / (noise + between)
    t = []
    for four in combinations(range(16), 4):
        own = np.isin(np.arange(16), four)
        mean = [np.average(moved[side], weights=w[side]) for side in (own, ~own)]
        t.append(abs(mean[0] - mean[1]) / np.sqrt(1 / w[own].sum() + 1 / w[~own].sum()))
    return float(np.mean(np.array(t) >= t[0] - 1e-9))  # the first four are the first choice


def test_points_are_what_the_treated_are_above_their_own_value_without_it() -> None:
    """Odds of 9 : 1 before and 19 : 1 after at two places of 1,000; the others stay at 9 : 1. Without it 90 % would have stayed: 5
    points more, but for the half that is added to both sides of each share."""
    rates = np.array([[0.9, 0.95]] * 2 + [[0.9, 0.9]] * 6)
    n = np.full((8, 12), 1000.0)
    sums = Sums(np.repeat(rates, [8, 4], axis=1) * n, n, None, "p")
    found = difference_in_differences(sums, np.array([8, 8, *(NEVER,) * 6]))
    assert found.effect is not None
    assert found.points is not None
    assert found.effect.value == pytest.approx(log(19) - log(9), abs=2e-3)
    assert found.points.value == pytest.approx(0.05, abs=5e-4)


def test_rates_are_compared_as_ratios() -> None:
    """4 → 8 complaints per 1,000 at one kind of place, 2 → 2 at the others: twice as many, so 4 more than without."""
    rates = np.array([[4.0, 8.0]] * 3 + [[2.0, 2.0]] * 6) / 1000
    n = np.full((9, 12), 50_000.0)
    found = difference_in_differences(Sums(np.repeat(rates, [8, 4], axis=1) * n, n, None, "u"), np.array([8] * 3 + [NEVER] * 6))
    assert found.effect is not None
    assert found.points is not None
    assert found.effect.value == pytest.approx(log(2), abs=2e-3)
    assert found.points.value == pytest.approx(0.004, abs=2e-5)


@pytest.mark.parametrize("treated", [2, 4, 8])
def test_chance_alone_is_called_an_effect_in_one_of_twenty(treated: int) -> None:
    """120 companies without any effect: at 5 % more than 12 false ones come with a chance of 1 %."""
    false = sum(difference_in_differences(*drawn(seed, treated=treated), gap=4).verdict != "not_shown" for seed in range(120))
    assert false <= 12


def test_a_planted_effect_is_found_without_bias() -> None:
    effects = [difference_in_differences(*drawn(seed, effect=0.6), gap=4).effect for seed in range(40)]
    values = [one.value for one in effects if one is not None]
    assert np.mean(values) == pytest.approx(0.6, abs=0.06)  # three standard errors of 0.13/√40
    inside = [one for one in effects if one and one.low is not None and one.high is not None and one.low <= 0.6 <= one.high]
    assert len(inside) >= 34  # of 40, where 38 are due


def test_places_that_begin_at_different_times_are_held_against_those_that_never_began() -> None:
    """All rise by 1 a period. Three gain 6 from period 10 on, three from 14 on: a comparison with those that already had it would
    find less."""
    course_of_all = np.arange(20.0)
    starts = np.array([10] * 3 + [14] * 3 + [NEVER] * 8)
    under = (starts[:, None] != NEVER) & (np.arange(20) >= starts[:, None])
    noise = np.random.default_rng(3).normal(0, 0.1, (14, 20))
    values = course_of_all + 6.0 * under + noise
    found = difference_in_differences(Sums(values, np.ones_like(values), None, "xmr"), starts)
    assert found.effect is not None
    assert found.starts == 2
    assert found.effect.value == pytest.approx(6.0, abs=0.1)
    assert found.verdict == "more"


@pytest.mark.parametrize(
    ("units", "treated", "start", "why"),
    [
        (6, 3, 8, "few_controls"),
        (12, 4, 7, "few_before"),
        (12, 4, 12, "none_after"),
        (12, 0, 8, "no_treated"),
        (6, 1, 8, "few_choices"),
    ],
)
def test_too_little_is_refused_with_a_reason(units: int, treated: int, start: int, why: str) -> None:
    values = np.random.default_rng(0).normal(size=(units, 12)).tolist()
    found = difference_in_differences(*measured(values, treated, start))
    assert (found.verdict, found.why, found.effect, found.p_value) == ("not_enough_data", why, None, None)
    assert course(*measured(values, treated, start)).stretches == ()


def test_the_months_that_made_somebody_act_are_no_baseline() -> None:
    """90 before, 80 in the four periods of the trigger, 90 after: nothing changed, and with the trigger in the baseline 3.3 would
    seem to have been won (90 − (8·90 + 4·80)/12)."""
    rows = [[90.0] * 8 + [80.0] * 4 + [90.0] * 4] * 3 + [[70.0] * 16] * 6
    sums, starts = measured(rows, 3, 12)
    naive, told = difference_in_differences(sums, starts), difference_in_differences(sums, starts, gap=4)
    assert naive.effect is not None
    assert told.effect is not None
    assert naive.effect.value == pytest.approx(10 / 3)
    assert told.effect.value == pytest.approx(0.0, abs=1e-9)


def test_a_unit_without_figures_on_one_side_is_left_out_and_counted() -> None:
    sums, starts = drawn(4)
    silent = sums.denominator.copy()
    silent[15, START:] = 0
    found = difference_in_differences(Sums(np.minimum(sums.numerator, silent), silent, None, "p"), starts, gap=4)
    assert found.controls is not None
    assert (found.controls.units, found.left_out) == (11, 1)


def test_moving_apart_before_the_start_is_seen() -> None:
    """Two places fall behind by 0.1 a period all along, beside eight that do not move: 1.1 from the first of twelve to the last."""
    rng = np.random.default_rng(2)
    values = 50.0 + rng.normal(0, 0.05, (10, 20))
    values[:2] -= 0.1 * np.arange(20)
    sums, starts = measured(values.tolist(), 2, 12)
    found = course(sums, starts, width=4)
    assert found.before is not None
    assert found.before.verdict == "apart"
    assert found.before.drift.value == pytest.approx(-1.1, abs=0.1)
    even = course(*measured((50.0 + rng.normal(0, 0.05, (10, 20))).tolist(), 2, 12), width=4).before
    assert even is not None
    assert even.verdict == "alike"


def test_stretches_begin_at_the_start_and_show_the_effect_after_it_only() -> None:
    sums, starts = drawn(5, treated=8, effect=1.2, n=60)
    found = course(sums, starts, gap=4, width=8).stretches
    assert [one.first for one in found] == list(range(-48, 48, 8))
    assert all(one.apart > one.high for one in found if one.first >= 0)
    assert sum(not one.low <= one.apart <= one.high for one in found if one.first < 0) <= 1


def test_whole_members_say_how_many_moved_as_far() -> None:
    sums, starts = measured(means([10.0] * 6, [15.0, 10.4, 9.7, 10.1, 16.0, 9.9]), 1, 8)
    found = placebo(sums, starts, 0, 52)
    assert found is not None
    assert (found.as_far, found.of) == (2, 6)  # itself, and the fifth


def test_sums_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        Sums(np.zeros(3), np.zeros(4), None, "p")
    with pytest.raises(ValueError, match="finite"):
        Sums(np.array([np.nan]), np.array([1.0]), None, "p")
    sums, starts = drawn(1)
    with pytest.raises(ValueError, match="16 units"):
        difference_in_differences(sums, starts[:3])
