"""Which points are signals: the rule tests of NHSRplotthedots, the other rule sets, gaps, segments, precedence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from assay.stats.spc.anhoej import run_tests
from assay.stats.spc.chart import chart
from assay.stats.spc.result import Charted, Segment
from assay.stats.spc.rules import ANHOEJ, LIMITS, NELSON, NHS, NHS_R, RULE_SETS, WESTERN_ELECTRIC, RuleSet, signals
from assay.stats.spc.series import Series

SIDE = 0.5
"""Above the centre and within the first line."""
CLOSE = 2.5
"""Between two and three standard deviations, in a chart of centre 0 and standard deviation 1."""


def around_zero(values: Sequence[float | None], *, is_partial: bool = False, rebase: int | None = None) -> Charted:
    """A chart with centre 0 and standard deviation 1, its baseline said to be long enough."""
    n = len(values)
    at = [0, *([] if rebase is None else [rebase]), n]
    return Charted(
        "xmr", ("measurement",), tuple(values), (0.0,) * n, (-3.0,) * n, (3.0,) * n, (-2.0,) * n, (2.0,) * n,
        segments=tuple(Segment(start, stop, 24, False) for start, stop in pairwise(at)),
        n=n, is_partial=is_partial, dispersion=None, autocorrelation=None, is_screened=True,
    )  # fmt: skip


def flags(values: Sequence[float | None], rule: str, rules: RuleSet = NHS_R) -> list[int]:
    """1 where that rule marks a point, as NHSRplotthedots writes it."""
    marked = {signal.position for signal in signals(around_zero(values), rules) if signal.rule == rule}
    return [int(position in marked) for position in range(len(values))]


class TestNhsPlotTheDots:
    """The cases of NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R, with its marking back of whole patterns."""

    def test_seven_on_one_side_mark_all_seven_and_those_after(self):
        assert flags([SIDE, 0.4] * 4 + [-SIDE], "one_side") == [1] * 8 + [0]

    def test_six_on_one_side_mark_nothing(self):
        assert flags([SIDE, 0.4] * 3 + [-SIDE], "one_side") == [0] * 7

    def test_a_point_on_the_mean_breaks_a_run(self):
        assert flags([SIDE, 0.4, SIDE, 0.0, SIDE, 0.4, SIDE, 0.4], "one_side") == [0] * 8

    def test_a_point_on_the_mean_but_for_rounding_is_on_it(self):
        assert flags([SIDE, 0.4, SIDE, 1e-16, SIDE, 0.4, SIDE, 0.4], "one_side") == [0] * 8

    @pytest.mark.parametrize("values", [[-3, -2, -1, 0, 1, 2, 3], [3, 2, 1, 0, -1, -2, -3]])
    def test_seven_that_rise_or_fall_are_a_trend(self, values: list[float]):
        found = signals(around_zero(values))
        assert [signal.rule for signal in found] == ["trend"] * 7
        assert {signal.side for signal in found} == {"rising" if values[0] < 0 else "falling"}
        assert {signal.points for signal in found} == {tuple(range(7))}

    def test_a_tie_breaks_a_trend(self):
        assert flags([-3, -2, -1, -1, 0, 1, 2], "trend") == [0] * 7

    def test_a_trend_inside_a_series(self):
        """2, 1, 2, …, 7, 3 in the package: falling once, rising from the second to the eighth point."""
        assert flags([-1.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, -0.5], "trend") == [0] + [1] * 7 + [0]

    def test_two_of_three_close_to_a_limit(self):
        assert flags([CLOSE, SIDE, CLOSE], "near_limit") == [1, 0, 1]

    def test_all_three_must_lie_on_one_side(self):
        assert flags([CLOSE, -SIDE, CLOSE], "near_limit") == [0, 0, 0]

    def test_only_the_close_points_of_a_window_are_marked(self):
        close = [0, 0, 1, 0, 1, 0, 0]
        assert flags([CLOSE if one else SIDE * (-1) ** (n in (0, 6)) for n, one in enumerate(close)], "near_limit") == close

    def test_a_point_outside_counts_as_close_since_november_2023_but_not_in_the_package(self):
        """NHSRplotthedots #194, and #153: beyond, beyond, close."""
        values = [3.5, SIDE, CLOSE]
        assert flags(values, "near_limit", NHS_R) == [0, 0, 0]
        assert flags(values, "near_limit", NHS) == [0, 0, 1]
        assert [signal.rule for signal in signals(around_zero(values), NHS)] == ["outside_limits", "near_limit"]


class TestPrecedence:
    """Beyond a limit, then a trend, then two of three, then one side."""

    def test_the_first_rule_names_the_point(self):
        rising_above = [0.2, 0.4, 0.6, 0.8, 1.0, 2.4, 3.2, 2.6, 2.2]
        named = [signal.rule for signal in signals(around_zero(rising_above))]
        assert named == ["trend"] * 6 + ["outside_limits"] + ["near_limit"] * 2

    def test_at_most_one_signal_a_point_in_order(self):
        values = list(np.random.default_rng(11).normal(1.2, 1.2, 60))
        for rules in RULE_SETS:
            positions = [signal.position for signal in signals(around_zero(values), rules)]
            assert positions and positions == sorted(set(positions))


class TestGapsAndSegments:
    def test_a_gap_breaks_run_trend_and_window(self):
        assert signals(around_zero([SIDE, 0.4, SIDE, None, SIDE, 0.4, SIDE, 0.4])) == ()
        assert signals(around_zero([-2, -1.5, -1, None, 0, 0.5, 1, 1.5])) == ()
        assert signals(around_zero([CLOSE, None, CLOSE])) == ()

    def test_no_pattern_crosses_a_rebase(self):
        values = [SIDE, 0.4] * 4
        assert len(signals(around_zero(values))) == 8
        assert signals(around_zero(values, rebase=4)) == ()
        assert [signal.points for signal in signals(around_zero([*values, *values], rebase=8))][-1] == tuple(range(8, 16))

    def test_a_partial_last_point_is_not_judged(self):
        assert [signal.position for signal in signals(around_zero([0.1, 5.0]))] == [1]
        assert signals(around_zero([0.1, 5.0], is_partial=True)) == ()
        assert len(signals(around_zero([SIDE, 0.4] * 3 + [SIDE]))) == 7
        assert signals(around_zero([SIDE, 0.4] * 3 + [SIDE], is_partial=True)) == ()

    def test_under_twelve_points_nothing_is_a_signal(self):
        short = around_zero([5.0, SIDE])
        assert signals(short) != ()
        assert signals(replace(short, segments=(Segment(0, 2, 11, False),))) == ()

    def test_two_patterns_apart_are_two_stories(self):
        found = signals(around_zero([SIDE, 0.4] * 4 + [-SIDE, -0.4] * 4))
        assert {signal.points for signal in found} == {tuple(range(8)), tuple(range(8, 16))}

    def test_where_neighbours_are_alike_only_single_points_are_judged(self):
        alike = replace(around_zero([SIDE, 0.4] * 6 + [5.0]), why=("measurement", "autocorrelated"))
        assert [(signal.position, signal.rule) for signal in signals(alike)] == [(12, "outside_limits")]
        assert signals(alike, ANHOEJ) == ()

    def test_half_a_count_from_the_centre_is_on_it(self):
        """19 of 20 is the value nearest to a mean of 18.6: it is not seven times above."""
        stepped = replace(around_zero([0.4] * 8), on_centre=(0.5,) * 8)
        assert len(signals(around_zero([0.4] * 8))) == 8
        assert signals(stepped) == ()


def completing(values: Sequence[float], rules: RuleSet) -> list[tuple[int, str]]:
    """Where a textbook set marks the point that completes a pattern."""
    return [(signal.position, signal.rule) for signal in signals(around_zero(values), rules)]


class TestTextbookSets:
    """Western Electric 1956 and Nelson 1984: the figures in their own words, one pattern each."""

    def test_western_electric(self):
        assert completing([2.1, -0.1, 2.1], WESTERN_ELECTRIC) == [(2, "two_of_three")]
        assert completing([1.1, 1.2, -0.1, 1.3, 1.4], WESTERN_ELECTRIC) == [(4, "four_of_five")]
        assert completing([0.1, 0.2] * 4, WESTERN_ELECTRIC) == [(7, "one_side")]
        assert completing([0.1, 3.1, -3.1], WESTERN_ELECTRIC) == [(1, "outside_limits"), (2, "outside_limits")]

    def test_western_electric_needs_the_full_number(self):
        assert completing([2.1, -0.1, 1.9], WESTERN_ELECTRIC) == []
        assert completing([1.1, 1.2, -0.1, 1.3, 0.9], WESTERN_ELECTRIC) == []
        assert completing([0.1, 0.2] * 3 + [0.1], WESTERN_ELECTRIC) == []

    def test_nelson(self):
        assert completing([0.1, 1.1, 0.2] * 3, NELSON) == [(8, "one_side")]
        assert completing([-1.5, -0.6, -0.3, 0.0, 0.3, 0.6], NELSON) == [(5, "trend")]
        assert completing([1.1, -1.1, 0.1, -0.1] * 3 + [0.1, -0.1], NELSON) == [(13, "alternating")]
        assert completing([0.1, 0.2, -0.1, -0.2, 0.3] * 3, NELSON) == [(14, "hugging")]
        assert completing([1.1, 1.2, -1.1, -1.2, 1.3, 1.1, -1.3, -1.1], NELSON) == [(7, "mixture")]

    def test_nelson_needs_the_full_number(self):
        assert completing([0.1, 1.1, 0.2] * 2 + [0.1, 1.1], NELSON) == []
        assert completing([1.1, -1.1, 0.1, -0.1] * 3 + [0.1], NELSON) == []
        assert completing([0.1, 0.2, -0.1, -0.2, 0.3] * 2 + [0.1, 0.2, -0.1, -0.2], NELSON) == []
        assert completing([1.1, 1.2, -1.1, -1.2, 0.9, 1.1, -1.3, -1.1], NELSON) == []

    def test_limits_only(self):
        assert completing([SIDE, 0.4] * 10 + [3.1], LIMITS) == [(20, "outside_limits")]

    def test_a_line_one_standard_deviation_out_may_be_drawn_elsewhere(self):
        exact = replace(around_zero([1.1, 1.2, -0.1, 1.3, 1.4]), near_lower=(-1.0,) * 5, near_upper=(1.15,) * 5)
        assert signals(exact, WESTERN_ELECTRIC) == ()

    def test_what_is_offered_begins_with_the_nhs_and_leaves_out_what_is_for_tests(self):
        assert RULE_SETS[0] is NHS and NHS_R not in RULE_SETS
        assert len({(rules.id, rules.version) for rules in RULE_SETS}) == len(RULE_SETS) == 5


class TestAnhoej:
    """n = 24: a run longer than 8 or fewer than 8 crossings (Anhøj & Olesen 2014)."""

    def test_a_run_of_nine_in_24_is_too_long_and_one_of_eight_is_not(self):
        eight = [1, -1] * 8 + [1] * 8
        nine = [1, -1] * 7 + [-1] + [1] * 9
        assert len(eight) == len(nine) == 24
        assert signals(around_zero(eight), ANHOEJ) == ()
        (found,) = signals(around_zero(nine), ANHOEJ)
        assert (found.position, found.rule, found.side, found.points) == (23, "long_run", "long_run", tuple(range(15, 24)))

    def test_seven_crossings_in_24_are_too_few_and_eight_are_not(self):
        seven = [1] * 3 + [-1] * 3 + [1] * 3 + [-1] * 3 + [1] * 3 + [-1] * 3 + [1] * 3 + [-1] * 3
        eight = [1] * 3 + [-1] * 3 + [1] * 3 + [-1] * 3 + [1] * 3 + [-1] * 3 + [1] * 2 + [-1] * 2 + [1] * 2
        (found,) = signals(around_zero(seven), ANHOEJ)
        assert (found.position, found.side, len(found.points)) == (23, "few_crossings", 24)
        assert signals(around_zero(eight), ANHOEJ) == ()

    def test_gaps_and_points_on_the_centre_are_passed_over(self):
        """Five, a gap, the centre, four: still nine in a row of 24 useful points (qicharts2)."""
        values = [1, -1] * 7 + [-1] + [1] * 5 + [None, 0] + [1] * 4
        (found,) = signals(around_zero(values), ANHOEJ)
        assert found.points == (15, 16, 17, 18, 19, 22, 23, 24, 25)

    def test_under_ten_useful_points_nothing_is_said(self):
        assert run_tests(np.array([1, 0] * 9, dtype=np.int8)) is None
        assert run_tests(np.array([1, 0] * 10, dtype=np.int8)).longest == 10

    def test_a_run_chart_is_judged_too(self):
        """The median of 1 to 24 is 12.5: one crossing."""
        rising = chart(Series(np.arange(1.0, 25.0), np.ones(24)), "xmr", family="run")
        assert rising.centre[0] == 12.5 and rising.upper == (None,) * 24
        assert {signal.rule for signal in signals(rising, ANHOEJ)} == {"long_run"}
        assert [signal.rule for signal in signals(rising, NHS)] == ["trend"] * 24
