"""Pareto: which categories lead, and how many make up most of it, said no more surely than the counts allow."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from scipy import stats

from assay.stats.pareto import MINIMUM, Pareto, pareto


def named(*counts: int) -> list[tuple[str | None, int]]:
    return [(f"c{at:02}", count) for at, count in enumerate(counts)]


def sign_test(above: int, below: int) -> float:
    """Two-sided: how often so uneven a split of both together comes about when each is as frequent as the other."""
    n = above + below
    return min(1.0, 2 * sum(comb(n, k) for k in range(below + 1)) / 2**n)


def test_bars_stand_from_the_greatest_down_with_what_they_make_up_together() -> None:
    found = pareto([("light", 10), (None, 25), ("lift", 50), ("door", 15)])
    assert [bar.name for bar in found.bars] == ["lift", None, "door", "light"]
    assert [bar.share.value for bar in found.bars] == [0.50, 0.25, 0.15, 0.10]
    assert [bar.cumulative for bar in found.bars] == pytest.approx([0.50, 0.75, 0.90, 1.00])
    assert found.n == 100


def test_equal_counts_stand_in_the_order_of_their_names() -> None:
    assert [bar.name for bar in pareto([(None, 20), ("b", 20), ("a", 20)]).bars] == ["a", "b", None]


def test_the_interval_of_a_bar_is_that_of_jeffreys() -> None:
    found = pareto(named(124, 276))
    of_the_less = found.bars[1].share
    posterior = stats.beta(124.5, 276.5)
    assert (of_the_less.low, of_the_less.high) == pytest.approx((posterior.ppf(0.025), posterior.ppf(0.975)))
    nothing, everything = pareto(named(0, 40)).bars[1].share, pareto(named(0, 40)).bars[0].share
    assert (nothing.low, everything.high) == (0.0, 1.0)
    assert nothing.high == pytest.approx(stats.beta(0.5, 40.5).ppf(0.975))


def test_where_some_has_no_category_here_shares_are_of_all() -> None:
    found = pareto(named(60, 30), total=120)
    assert [bar.share.value for bar in found.bars] == [0.5, 0.25]
    assert found.reached is None  # 90 of 120 are 75 %: all bars together do not reach 80 %
    assert found.verdict == "spread"


def test_neighbours_are_told_apart_by_what_both_have_together() -> None:
    assert sign_test(9, 1) == pytest.approx(22 / 1024)  # 2 · (1 + 10) / 2¹⁰
    found = pareto(named(40, 9, 1))  # two comparisons: 40 against 9 is 5e-6, then 9 against 1 at the plain level
    assert [bar.is_apart for bar in found.bars] == [True, True, False]
    assert [bar.count for bar in found.leads] == [40]


def test_with_more_neighbours_more_is_asked() -> None:
    assert sign_test(20, 9) == pytest.approx(0.0614, abs=1e-4)
    found = pareto(named(20, 20, 9, 1))  # three comparisons: three times 22/1024 is 0.064
    assert not any(bar.is_apart for bar in found.bars)
    assert found.leads == ()


def test_those_lead_that_stand_above_the_first_gap() -> None:
    found = pareto(named(100, 95, 20, 18, 17))
    assert [bar.count for bar in found.leads] == [100, 95]


@pytest.mark.parametrize(("categories", "n"), [(8, 120), (20, 400)])
def test_among_equal_categories_hardly_ever_one_leads(categories: int, n: int) -> None:
    rng = np.random.default_rng(7)
    drawn = rng.multinomial(n, np.ones(categories) / categories, size=200)
    leading = sum(bool(pareto(named(*map(int, row))).leads) for row in drawn)
    assert leading <= 10  # 5 % of 200


def test_few_make_up_most() -> None:
    found = pareto(named(300, 30, *([3] * 10)))
    assert found.reached is not None
    assert (found.reached.bars, found.reached.low) == (1, 1)  # 300 of 360 are 83 %
    assert found.reached.high <= 2
    assert found.verdict == "few"


def test_all_of_one_kind_is_one_bar() -> None:
    found = pareto(named(100, 0))
    assert found.reached is not None and (found.reached.bars, found.reached.low, found.reached.high) == (1, 1, 1)


def test_exactly_the_share_is_reached() -> None:
    found = pareto(named(70, 10, 10, 10))  # 80 of 100
    assert found.reached is not None and found.reached.bars == 2


SHAPES = {
    "equal": [1.0] * 20,
    "falling": [1 / rank for rank in range(1, 21)],
    "two and a long rest": [0.35, 0.35, *([0.3 / 18] * 18)],
    "steep": [0.6**rank for rank in range(20)],
}


@pytest.mark.parametrize("n", [40, 300])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_interval_holds_the_number_of_bars_that_truly_make_up_most(shape: str, n: int) -> None:
    shares = np.sort(np.array(SHAPES[shape]) / sum(SHAPES[shape]))[::-1]
    truth = next(k for k in range(1, 21) if shares[:k].sum() >= 0.8 - 1e-12)
    drawn = np.random.default_rng(11).multinomial(n, shares, size=120)
    found = [pareto(named(*map(int, row)), seed=at).reached for at, row in enumerate(drawn)]
    held = sum(one is not None and one.low <= truth <= one.high for one in found)
    assert held >= 114  # 95 % of 120
    assert all(one is not None and one.low <= one.bars <= one.high for one in found)


def test_with_more_counted_the_interval_is_narrower() -> None:
    def width(times: int) -> int:
        reached = pareto(named(*(times * count for count in (40, 25, 12, 9, 6, 4, 2, 2)))).reached
        assert reached is not None
        return reached.high - reached.low

    assert width(1) > width(100)


def test_of_too_little_nothing_is_claimed() -> None:
    few: Pareto = pareto(named(MINIMUM - 2, 1))
    assert (few.verdict, few.leads, few.reached) == ("not_enough_data", (), None)
    assert few.bars[0].share.low is not None  # the bar itself has its interval, wide as it is
    assert pareto([]).verdict == "not_enough_data"
    assert pareto(named(1000)).verdict == "not_enough_data"  # one category can only have all


def test_the_same_seed_gives_the_same_answer() -> None:
    counts = named(40, 25, 12, 9, 6, 4, 2, 2)
    assert pareto(counts, seed=3) == pareto(counts, seed=3)


@pytest.mark.parametrize(
    ("counts", "total", "why"),
    [([("a", 1), ("a", 2)], None, "twice"), ([("a", -1)], None, "below zero"), ([("a", 5)], 4, "more than 4")],
)
def test_impossible_counts_are_refused(counts: list[tuple[str | None, int]], total: int | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        pareto(counts, total)
