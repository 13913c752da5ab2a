"""Why a KPI moved: the split adds up, agrees with published tables, and says what it cannot tell."""

from __future__ import annotations

from math import fsum, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.stats.attribution import Kind, Part, Sides, attributed, kitagawa

Table = list[list[float]]


def sides(numerator: Table, denominator: Table, kind: Kind = "p", squares: Table | None = None) -> Sides:
    return Sides(np.array(numerator), np.array(denominator), None if squares is None else np.array(squares), kind)


# Das Gupta 1993, tables 5.1 (13 age groups) and 5.3 (race by age), by DasGuptR 2.1: sizes and rates in 1970 and 1985.
AGE_SIZES = [
    [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9],
    [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5],
]
AGE_RATES = [
    [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8],
    [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2],
]

# Two vendors that both improve while the total falls, because the worse one has more of the work.
SIMPSON = sides([[760, 140], [288, 511]], [[800, 200], [300, 700]])


def test_both_vendors_improve_and_the_total_falls() -> None:
    """First vendor: 760 of 800 = 95 %, then 288 of 300 = 96 %; weights 0.8 and 0.3: within 0.55 · 1 % = 0.55 points.

    Mix: (0.3 − 0.8) · (95.5 % − 84.95 %) = −5.275 points. Second: 70 % to 73 %, weights 0.2 and 0.7: 0.45 · 3 % = 1.35 points,
    and 0.5 · (71.5 % − 84.95 %) = −6.725 points.
    """
    found = kitagawa(SIMPSON)
    assert found.within == pytest.approx([0.0055, 0.0135], abs=1e-15)
    assert found.mix == pytest.approx([-0.05275, -0.06725], abs=1e-15)
    told = attributed(SIMPSON)
    assert (told.before, told.after, told.change.effect) == pytest.approx((0.9, 0.799, -0.101))
    assert (told.within.effect, told.mix.effect) == pytest.approx((0.019, -0.12))
    assert (told.change.verdict, told.mix.verdict, told.within.verdict) == ("down", "down", "within_noise")
    assert told.n == (1000, 1000) and told.shared == 1 and told.is_split_sound


def test_the_published_split_by_age() -> None:
    rates, sizes = np.array(AGE_RATES), np.array(AGE_SIZES)
    found = kitagawa(Sides(rates * sizes, sizes, None, "xmr"))
    assert found.mix.sum() == pytest.approx(1.2269, abs=5e-5) and found.within.sum() == pytest.approx(1.7403, abs=5e-5)
    assert Sides(rates * sizes, sizes, None, "xmr").rates == pytest.approx((44.7268, 47.6940), abs=5e-5)


counts = st.integers(0, 60)
tables = st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(tables, st.sampled_from([1.0, 1e-6, 1e6]))
def test_the_parts_add_up_whatever_the_table(table: list[tuple[int, int, int, int]], unit: float) -> None:
    """Cells that one period lacks, numerators without denominator, any unit: to 1e-12 of the larger rate."""
    rows = np.array(table, dtype=float).T
    numerator, denominator = rows[:2] * unit, rows[2:]
    if (denominator.sum(axis=1) == 0).any():
        return
    found = kitagawa(Sides(numerator, denominator, None, "u"))
    before, after = (fsum(numerator[t]) / fsum(denominator[t]) for t in (0, 1))
    assert abs(fsum([*found.within, *found.mix]) - (after - before)) <= 1e-12 * max(before, after)


def test_turning_the_periods_round_turns_every_sign() -> None:
    there = kitagawa(SIMPSON)
    back = kitagawa(Sides(SIMPSON.numerator[::-1], SIMPSON.denominator[::-1], None, "p"))
    assert back.within == pytest.approx(-there.within) and back.mix == pytest.approx(-there.mix)


def test_a_cell_of_one_period_is_all_mix() -> None:
    """A new vendor with 40 of 100: (0.5 − 0) · (40 % − mean(90 %, 65 %)) = −18.75 points; the old one −0.5 · (90 % − 77.5 %)."""
    new = sides([[90, 0], [90, 40]], [[100, 0], [100, 100]])
    found = kitagawa(new)
    assert found.within == pytest.approx([0, 0]) and found.mix == pytest.approx([-0.0625, -0.1875])
    assert new.shared == pytest.approx((1 + 0.5) / 2) and not attributed(new).is_split_sound


def test_a_numerator_without_denominator_counts_as_within() -> None:
    """Ten complaints about a site without orders that month: 10 of 200 orders, whatever the mix."""
    found = kitagawa(sides([[4, 0], [4, 10]], [[100, 100], [200, 0]], "u"))
    assert found.within[1] == pytest.approx(10 / 200)
    assert found.within.sum() + found.mix.sum() == pytest.approx(14 / 200 - 4 / 200)


def test_the_groups_add_up_to_the_parts() -> None:
    rng = np.random.default_rng(5)
    n = rng.poisson(3, (2, 200))
    table, groups = Sides(rng.binomial(n, 0.8), n, None, "p"), rng.integers(0, 5, 200) * 2
    found, split = attributed(table, groups), kitagawa(table)
    assert len(found.group_within) == len(found.group_mix) == 9
    assert fsum(part.effect for part in found.group_within) == pytest.approx(found.within.effect, abs=1e-15)
    assert fsum(part.effect for part in found.group_mix) == pytest.approx(found.mix.effect, abs=1e-15)
    assert found.within.effect + found.mix.effect == pytest.approx(found.change.effect, abs=1e-15)
    assert found.group_mix[4].effect == pytest.approx(split.mix[groups == 4].sum(), abs=1e-15)
    assert found.group_within[1] == Part(0.0, 0.0, 0.0)


def test_a_verdict_needs_an_interval_on_one_side_of_zero() -> None:
    assert Part(-0.03, -0.05, -0.01).verdict == "down" and Part(0.03, 0.01, 0.05).verdict == "up"
    assert Part(-0.03, -0.07, 0.01).verdict == "within_noise" and Part(0.03, float("nan"), float("nan")).verdict == "within_noise"


def test_means_without_squares_have_parts_and_no_intervals() -> None:
    found = attributed(sides([[50, 30], [60, 20]], [[10, 10], [10, 10]], "xmr"), np.array([0, 1]))
    assert found.group_within[0].effect == pytest.approx(0.5) and found.change.effect == 0
    assert all(isnan(part.low) and isnan(part.high) for part in (found.change, found.within, found.mix, *found.group_within))


@pytest.mark.parametrize(
    ("numerator", "denominator", "kind", "squares", "words"),
    [
        ([[1], [1]], [[1, 2], [1, 2]], "p", None, "shape"),
        ([[3], [1]], [[2], [2]], "p", None, "at most all"),
        ([[-1], [1]], [[2], [2]], "u", None, "none or more"),
        ([[1], [1]], [[2], [-2]], "p", None, "not below 0"),
        ([[0], [1]], [[0], [2]], "p", None, "no rate"),
        ([[float("nan")], [1]], [[2], [2]], "p", None, "is a number"),
        ([[6], [6]], [[2], [2]], "xmr", [[17.0], [18.0]], "squares"),
    ],
)
def test_impossible_sums_are_refused(
    numerator: Table, denominator: Table, kind: Kind, squares: Table | None, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        sides(numerator, denominator, kind, squares)


def test_codes_and_draws_that_do_not_fit_are_refused() -> None:
    for groups in (np.array([0]), np.array([0, -1]), np.array([0.0, 1.0])):
        with pytest.raises(ValueError, match="code of its group"):
            attributed(SIMPSON, groups)
    with pytest.raises(ValueError, match="draws"):
        attributed(SIMPSON, draws=5)
