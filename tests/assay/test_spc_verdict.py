"""The two icons: what the latest point says, and the latest target against the latest limits."""

from __future__ import annotations

import numpy as np
import pytest

from assay.stats.spc.chart import chart
from assay.stats.spc.result import Charted, Segment, latest
from assay.stats.spc.rules import ANHOEJ, NELSON, NHS, Signal, signals
from assay.stats.spc.series import Series
from assay.stats.spc.verdict import assurance, variation

QUIET = [10.0, 11.0, 9.0, 10.5, 9.5, 10.2, 9.8, 11.0, 9.0, 10.0, 10.4, 9.6] * 2


def within(lower: float, upper: float) -> Charted:
    """One judged point between two limits."""
    middle, segments = ((lower + upper) / 2,), (Segment(0, 1, 24, False),)
    return Charted("xmr", (), middle, middle, (lower,), (upper,), (lower,), (upper,), segments, 1, False, None, None, True)


def monthly(*values: float | None, is_partial: bool = False, rebases: tuple[int, ...] = ()) -> Charted:
    told = np.array([np.nan if one is None else one for one in values])
    return chart(Series(told, np.ones(len(told)), is_partial), "xmr", rebases=rebases)


def shares(counts: list[int], size: int, family: str | None = None) -> Charted:
    return chart(Series(np.array(counts, dtype="float64"), np.full(len(counts), float(size))), "p", family=family)


class TestVariation:
    def test_a_quiet_series_is_common_cause(self):
        assert variation(monthly(*QUIET), signals(monthly(*QUIET)), "higher") == "common_cause"

    @pytest.mark.parametrize(
        ("last", "direction", "verdict"),
        [
            (20.0, "higher", "improvement"), (20.0, "lower", "concern"), (20.0, "none", "neither_high"),
            (1.0, "higher", "concern"), (1.0, "lower", "improvement"), (1.0, "none", "neither_low"),
        ],
    )  # fmt: skip
    def test_the_side_and_the_direction_decide(self, last: float, direction: str, verdict: str):
        charted = monthly(*QUIET, last)
        assert variation(charted, signals(charted), direction) == verdict

    def test_only_the_latest_point_counts(self):
        charted = monthly(*QUIET, 20.0, 10.0)
        found = signals(charted)
        assert [signal.position for signal in found] == [24]
        assert variation(charted, found, "higher") == "common_cause"

    def test_of_a_partial_last_month_the_one_before_is_judged(self):
        charted = monthly(*QUIET, 20.0, 1.0, is_partial=True)
        assert latest(charted) == 24
        assert variation(charted, signals(charted), "higher") == "improvement"

    def test_a_gap_is_no_latest_point(self):
        charted = monthly(*QUIET, 20.0, None)
        assert latest(charted) == 24
        assert variation(charted, signals(charted), "higher") == "improvement"

    def test_falling_is_bad_where_higher_is_better_also_above_the_mean(self):
        falling = monthly(*QUIET, 10.9, 10.8, 10.7, 10.6, 10.5, 10.4, 10.3)
        found = signals(falling)
        assert (found[-1].rule, found[-1].side) == ("trend", "falling")
        assert falling.values[-1] > falling.centre[-1]
        assert variation(falling, found, "higher") == "concern"

    def test_under_twelve_points_there_is_not_enough_data(self):
        assert variation(monthly(*QUIET[:11]), (), "higher") == "not_enough_data"
        assert variation(monthly(*QUIET[:12]), (), "higher") == "common_cause"
        assert variation(monthly(), (), "higher") == "not_enough_data"
        assert variation(monthly(None, None), (), "higher") == "not_enough_data"

    def test_after_a_rebase_the_new_segment_has_to_be_long_enough_again(self):
        charted = monthly(*QUIET, *QUIET[:11], rebases=(24,))
        assert "too_few" in charted.why
        assert variation(charted, signals(charted), "higher") == "not_enough_data"

    @pytest.mark.parametrize(
        ("side", "direction", "verdict"), [(1, "higher", "improvement"), (1, "lower", "concern"), (-1, "higher", "concern")]
    )
    def test_a_long_run_is_good_or_bad_by_its_side(self, side: int, direction: str, verdict: str):
        """Of 24 points the last nine lie above the mean, or all of it upside down."""
        charted = monthly(*(side * value for value in [*[9.0, 11.0] * 7, 9.0, *[11.0, 11.5, 11.2] * 3]))
        found = signals(charted, ANHOEJ)
        assert [signal.rule for signal in found] == ["long_run"]
        assert variation(charted, found, direction) == verdict

    def test_a_pattern_without_a_side_is_neither_better_nor_worse(self):
        charted = monthly(*QUIET)
        hugging = (Signal(23, "hugging", "hugging", tuple(range(9, 24))),)
        assert variation(charted, hugging, "higher") == "common_cause"
        assert "hugging" in {rule.id for rule in NELSON.rules}


class TestAssurance:
    """Target 4 as in NHSRplotthedots, test-ptd_calculate_assurance_type.R."""

    @pytest.mark.parametrize(
        ("lower", "upper", "higher", "lower_is_better"),
        [(1, 3, "misses", "meets"), (5, 7, "meets", "misses"), (1, 5, "hit_or_miss", "hit_or_miss")],
    )
    def test_the_package_cases(self, lower: float, upper: float, higher: str, lower_is_better: str):
        assert assurance(within(lower, upper), 4, "higher") == higher
        assert assurance(within(lower, upper), 4, "lower") == lower_is_better

    def test_a_limit_on_the_target_decides(self):
        """Definitions: LPL ≥ target meets, UPL ≤ target misses; mirrored."""
        assert assurance(within(4, 7), 4, "higher") == "meets"
        assert assurance(within(1, 4), 4, "higher") == "misses"
        assert assurance(within(1, 4), 4, "lower") == "meets"
        assert assurance(within(4, 7), 4, "lower") == "misses"

    def test_no_target_or_no_direction(self):
        assert assurance(within(1, 3), None, "higher") == "no_target"
        assert assurance(within(1, 3), [None], "higher") == "no_target"
        assert assurance(within(1, 3), float("nan"), "higher") == "no_target"
        assert assurance(within(1, 3), 4, "none") == "no_target"

    def test_constant_100_percent_meets_100_percent(self):
        """PowerBI-SPC #463: meets is tested first, and inclusively."""
        assert assurance(shares([20] * 24, 20), 1.0, "higher") == "meets"
        assert assurance(monthly(*[100.0] * 24), 100.0, "higher") == "meets"
        assert assurance(monthly(*[0.1 + 0.2] * 24), 0.3, "higher") == "meets"

    def test_constant_99_percent_misses_100_percent(self):
        assert assurance(monthly(*[99.0] * 24), 100.0, "higher") == "misses"

    def test_a_share_that_often_reaches_100_percent_does_not_always_miss_it(self):
        """The upper limit is 100 % because no share is above it; 12 of 24 months are at 100 %."""
        often = shares([20, 19] * 12, 20)
        assert often.upper[-1] == 1.0
        assert assurance(often, 1.0, "higher") == "hit_or_miss"
        none = chart(Series(np.array([0.0, 1.0] * 12), np.full(24, 50.0)), "u")
        assert none.lower[-1] == 0.0 and assurance(none, 0.0, "lower") == "hit_or_miss"

    def test_the_latest_target_that_is_told_decides(self):
        """PowerBI-SPC #257: not the first, and not none where the last is missing."""
        charted = monthly(*QUIET)
        assert charted.lower[-1] < 10 < charted.upper[-1]
        assert assurance(charted, [5.0] * 12 + [10.0] * 10 + [None, float("nan")], "higher") == "hit_or_miss"
        assert assurance(charted, [10.0] * 23 + [5.0], "higher") == "meets"
        with pytest.raises(ValueError, match="23 targets for 24 periods"):
            assurance(charted, [5.0] * 23, "higher")

    def test_after_a_rebase_the_last_limits_decide(self):
        """NHSRplotthedots #172."""
        better = monthly(*QUIET, *[value + 20 for value in QUIET], rebases=(24,))
        assert assurance(better, 20, "higher") == "meets"
        assert assurance(monthly(*QUIET), 20, "higher") == "misses"

    def test_without_limits_there_is_not_enough_data(self):
        """PowerBI-SPC #303: a run chart has no assurance, and no error."""
        assert assurance(monthly(*QUIET[:11]), 9, "higher") == "not_enough_data"
        assert assurance(monthly(), 9, "higher") == "not_enough_data"
        assert assurance(shares([19, 20] * 12, 20, "run"), 0.9, "higher") == "not_enough_data"

    def test_the_limits_of_the_latest_full_month_decide(self):
        """A running month with 1 order so far would have limits from about 0 to 1."""
        counts, sizes = np.array([900.0, 905, 895, 902] * 6 + [1.0]), np.array([1000.0] * 24 + [1.0])
        charted = chart(Series(counts, sizes, is_partial=True), "p", family="p")
        assert charted.lower[-1] < 0.01 and charted.upper[-1] == 1.0
        assert assurance(charted, 0.5, "higher") == "meets"


def test_chart_and_table_judge_alike_whatever_the_rules():
    """One function each: the verdict of the latest point is that of the signal drawn there."""
    rng = np.random.default_rng(4)
    for _ in range(40):
        charted = monthly(*rng.normal(0, 1, 36))
        found = signals(charted, NHS)
        drawn = any(signal.position == 35 for signal in found)
        assert (variation(charted, found, "higher") != "common_cause") == drawn
