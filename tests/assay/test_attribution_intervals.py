"""Intervals of an attribution: they hold the truth as often as they say, in dense tables and in sparse ones."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from assay.stats.attribution import Attribution, Kind, Part, Sides, attributed, kitagawa

GROUPS = 8


def drawn(kind: Kind, size: np.ndarray, level: np.ndarray, rng: np.random.Generator) -> Sides:
    """A table seen, from the sizes and rates (2, C) that are true."""
    n = rng.poisson(size).astype(float)
    if kind == "p":
        return Sides(rng.binomial(n.astype(int), level), n, None, kind)
    if kind == "u":
        return Sides(rng.poisson(n * level), n, None, kind)
    total = n * level + np.sqrt(n) * rng.standard_normal(n.shape)
    inside = np.where(n > 1, rng.chisquare(np.maximum(n - 1, 1)), 0)
    return Sides(total, n, inside + np.divide(total**2, n, out=np.zeros(n.shape), where=n > 0), kind)


def world(kind: Kind, cells: int, n: float, fall: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """True sizes and rates: uneven cells whose shares of the work change, and one group, or all (`fall` < 0), that does worse."""
    before = rng.gamma(1.0, n, cells)
    size = np.stack([before, before * np.exp(0.3 * rng.standard_normal(cells))])
    eta = {"p": 2.2, "u": -2.0, "xmr": 0.0}[kind] + 0.5 * rng.standard_normal(cells)
    moved = np.where(np.arange(cells) % GROUPS == 0, -1.0, fall)
    both = np.stack([eta, eta + moved])
    return size, {"p": special.expit, "u": np.exp, "xmr": np.positive}[kind](both)


def parts(found: Attribution) -> list[Part]:
    return [found.change, found.within, found.mix, *found.group_within, *found.group_mix]


def truth(size: np.ndarray, level: np.ndarray, groups: np.ndarray) -> list[float]:
    split = kitagawa(Sides(size * level, size, None, "xmr"))
    by_group = [np.bincount(groups, weights=effect).tolist() for effect in (split.within, split.mix)]
    return [split.within.sum() + split.mix.sum(), split.within.sum(), split.mix.sum(), *by_group[0], *by_group[1]]


@pytest.mark.parametrize(
    ("kind", "cells", "n", "fall"),
    [("p", 96, 50, 0.0), ("p", 480, 2, 0.0), ("p", 480, 2, -1.0), ("u", 96, 50, 0.0), ("u", 480, 2, 0.0), ("xmr", 96, 50, 0.0),
     ("xmr", 480, 2, 0.0)],
)  # fmt: skip
def test_intervals_hold_the_truth(kind: Kind, cells: int, n: float, fall: float) -> None:
    """200 tables each: 95 % less three standard errors of 200 (each part), and of 1,600 that hang together (the groups)."""
    rng, groups, held = np.random.default_rng(11), np.arange(cells) % GROUPS, []
    for seed in range(200):
        size, level = world(kind, cells, n, fall, rng)
        found = parts(attributed(drawn(kind, size, level, rng), groups, seed=seed))
        held.append([part.low <= true <= part.high for part, true in zip(found, truth(size, level, groups), strict=True)])
    share = np.mean(held, axis=0)
    assert share[:3].min() > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 200)
    assert share[3 : 3 + GROUPS].mean() > 0.93 and share[3 + GROUPS :].mean() > 0.93


def counted(table: Sides, groups: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Standard deviations of within and mix by group, drawn row by row's count: Poisson sizes, binomial successes. (2, G)"""
    effects = []
    for _ in range(draws):
        n = rng.poisson(table.denominator)
        split = kitagawa(Sides(rng.binomial(n, table.numerator / table.denominator), n, None, "p"))
        effects.append([np.bincount(groups, weights=effect) for effect in (split.within, split.mix)])
    return np.std(effects, axis=0, ddof=1)


def test_drawing_sums_is_drawing_counts() -> None:
    """Against a bootstrap of the counts themselves, where cells are so large that none of them can vanish."""
    rng = np.random.default_rng(2)
    n = rng.integers(150, 900, (2, 12))
    table, groups = Sides(rng.binomial(n, rng.uniform(0.4, 0.9, (2, 12))), n, None, "p"), np.arange(12) % 3
    found = attributed(table, groups, draws=4000)
    halves = [[part.high - part.effect for part in side] for side in (found.group_within, found.group_mix)]
    assert np.array(halves) / 1.96 == pytest.approx(counted(table, groups, 1500, rng), rel=0.08)


def test_the_change_is_as_sure_as_the_difference_of_two_shares() -> None:
    """However thin the cells: 900 of 1,000 and 850 of 1,000 differ by ±1.96 · √(0.09/1000 + 0.1275/1000) = ±2.89 points."""
    before, after = np.repeat([1, 0], [900, 100]), np.repeat([1, 0], [850, 150])
    order = np.random.default_rng(0)
    rows = np.stack([order.permutation(before), order.permutation(after)]).reshape(2, 500, 2).sum(axis=2)
    change = attributed(Sides(rows, np.full((2, 500), 2), None, "p"), draws=4000).change
    assert (change.high - change.low) / 2 == pytest.approx(0.0289, rel=0.05)


def test_no_failure_in_a_cell_is_not_no_doubt() -> None:
    """Nobody failed: the ends are where three or so failures of a hundred would be, not at zero."""
    found = attributed(Sides(np.full((2, 4), 25), np.full((2, 4), 25), None, "p"))
    assert found.change.effect == 0 and 0.02 < found.change.high < 0.06
    none = attributed(Sides(np.zeros((2, 4)), np.full((2, 4), 25), None, "u"))
    assert none.change.effect == 0 and 0.02 < none.change.high < 0.06


def test_cells_of_one_period_leave_the_split_open_on_their_side() -> None:
    """Half of the work goes to new cells; the old ones fell by ten points. Whether the new ones did too, nobody knows: within may
    be twice as much, and mix as much less, while the change is what it is."""
    numerator, n = np.array([[900, 900, 0], [800, 0, 800]]), np.array([[1000, 1000, 0], [1000, 0, 1000]])
    found = attributed(Sides(numerator, n, None, "p"))
    assert found.within.effect == pytest.approx(-0.05) and found.mix.effect == pytest.approx(-0.05)
    assert found.within.low < -0.1 and found.within.high > -0.08 and found.mix.low > -0.08 and found.mix.high > 0
    assert found.mix.verdict == "within_noise" and found.change.verdict == found.within.verdict == "down"


def test_a_group_without_any_shared_cell_is_all_mix() -> None:
    n = np.array([[1000, 200, 0], [1000, 0, 200]])
    found = attributed(Sides(np.array([[900, 100, 0], [900, 0, 190]]), n, None, "p"), np.array([0, 1, 2]))
    assert [part.effect for part in found.group_within[1:]] == [0, 0] and found.group_within[2].high == 0
    assert found.group_mix[1].verdict == "up" and found.group_mix[2].verdict == "up"


def test_complaints_about_a_site_without_orders_vary_too() -> None:
    quiet = attributed(Sides(np.array([[10, 0], [10, 0]]), np.array([[500, 500], [500, 0]]), None, "u"))
    loud = attributed(Sides(np.array([[10, 0], [10, 40]]), np.array([[500, 500], [500, 0]]), None, "u"))
    assert loud.within.effect > quiet.within.effect + 0.07 and loud.within.verdict == "up"
    assert loud.within.high - loud.within.low > (quiet.within.high - quiet.within.low) + 2 * 1.96 * 40**0.5 / 500 * 0.5


def test_exposure_that_comes_in_lumps() -> None:
    """Leavers by days employed, 30 days a worker's month: as sure as leavers by months, in a unit that is 30 times as small."""
    months, leavers = np.array([[400, 300], [200, 500]]), np.array([[8, 15], [5, 30]])
    by_month = attributed(Sides(leavers, months, None, "u"))
    by_day = attributed(Sides(leavers, 30 * months, None, "u"), lump=30.0)
    found, expected = ([(part.effect, part.low, part.high) for part in parts(one)] for one in (by_day, by_month))
    assert 30 * np.array(found) == pytest.approx(np.array(expected), rel=1e-5)
    narrower = attributed(Sides(leavers, 30 * months, None, "u")).mix
    assert narrower.high - narrower.low < by_day.mix.high - by_day.mix.low


def test_the_same_seed_draws_the_same() -> None:
    table = Sides(np.array([[8, 5], [3, 9]]), np.array([[10, 10], [10, 10]]), None, "p")
    assert attributed(table, seed=4) == attributed(table, seed=4) != attributed(table, seed=5)
    wide, narrow = attributed(table, confidence=0.99), attributed(table, confidence=0.5)
    assert wide.change.low < narrow.change.low < narrow.change.high < wide.change.high
