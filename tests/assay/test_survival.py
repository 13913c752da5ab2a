"""Curves of waiting times: by hand, against R, against a plain count, and where closed orders alone would mislead."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.stats.interval import share
from assay.stats.survival.answers import Answer, done_within, mean_wait, median, time_until
from assay.stats.survival.counts import Counts, counts
from assay.stats.survival.curve import Curve, at_risk, curve, curves
from tests.assay.survival_cases import MAINTAINED, NOT_MAINTAINED, aml, grouped, weeks

NONE = Answer(None, None, None, "not_enough_data")


def drawn(frame: pl.DataFrame, minimum_n: int = 1) -> Curve:
    return curve(counts(frame), minimum_n=minimum_n)


def test_each_step_multiplies_what_still_waited() -> None:
    """Five orders: done at 10, waiting at 20, done at 30, two more at 40.

    Of 5 waiting one is done at 10: 4/5 wait. Of 3 (one was last seen at 20) one at 30: 4/5 · 2/3 = 8/15. Of 2 both at 40: 0.
    """
    found = drawn(grouped("V", events=[10, 30, 40, 40], censored=[20]))
    assert found.minutes.tolist() == [10, 30, 40] and found.at_risk.tolist() == [5, 3, 2]
    assert found.waiting == pytest.approx([4 / 5, 8 / 15, 0])
    # Greenwood at 30: (8/15)² · (1/(5·4) + 1/(3·2))
    assert found.error[1] ** 2 == pytest.approx((8 / 15) ** 2 * (1 / 20 + 1 / 6))
    assert (found.n, found.events, found.censored, found.cancelled, found.method) == (5, 4, 1, 0, "kaplan_meier")


def test_remission_under_maintenance_is_that_of_r() -> None:
    """survfit(Surv(time, status) ~ x, aml, conf.type = "log-log") of R's survival 3.5-3."""
    found = drawn(weeks("maintained", MAINTAINED))
    assert found.minutes.tolist() == [9, 13, 18, 23, 31, 34, 48]
    assert found.waiting == pytest.approx([0.90909, 0.81818, 0.71591, 0.61364, 0.49091, 0.36818, 0.18409], abs=5e-6)
    assert found.error[[0, -1]] == pytest.approx([0.086678, 0.153493], abs=5e-7)
    assert 1 - found.high[:3] == pytest.approx([0.508080206, 0.447428615, 0.350190386], abs=5e-10)
    assert 1 - found.low[:3] == pytest.approx([0.986673823, 0.951162229, 0.899023974], abs=5e-10)


def test_remission_without_maintenance_is_that_of_r() -> None:
    found = drawn(weeks("not", NOT_MAINTAINED))
    survival = [0.833333, 0.666667, 0.583333, 0.486111, 0.388889, 0.291667, 0.194444, 0.097222, 0]
    assert found.minutes.tolist() == [5, 8, 12, 23, 27, 30, 33, 43, 45]
    assert found.waiting == pytest.approx(survival, abs=5e-7)


def test_median_and_restricted_mean_of_both_arms_are_those_of_r() -> None:
    """print(survfit(Surv(time, status) ~ 1, aml), rmean = 48): 27.006, se 3.2051, median 27."""
    found = drawn(aml())
    mean = mean_wait(found, 48)
    assert median(found).value == 27
    assert mean.value == pytest.approx(27.006, abs=5e-4)
    assert (mean.high - mean.low) / 2 / 1.959964 == pytest.approx(3.2051, abs=5e-5)


def test_where_nobody_waits_the_curve_is_the_share_counted() -> None:
    times = np.random.default_rng(3).integers(1, 60, 200).astype(float)
    found = drawn(grouped("V", events=times.tolist()))
    counted = np.array([(times <= minutes).mean() for minutes in found.minutes])
    assert found.done == pytest.approx(counted)
    assert found.error[:-1] == pytest.approx(np.sqrt(counted * (1 - counted) / 200)[:-1])  # that of a binomial share
    assert median(found).value == np.sort(times)[99]  # the 100th of 200
    assert mean_wait(found, 60).value == pytest.approx(times.mean())


def test_in_a_window_of_72_hours_closed_orders_alone_halve_the_median() -> None:
    """Orders that take 24 hours in the median, requested evenly over the last 72: those closed took about 13."""
    rng = np.random.default_rng(11)
    takes, age = rng.exponential(24 * 60 / np.log(2), 6000), rng.uniform(0, 72 * 60, 6000)
    closed, waiting = np.ceil(takes[takes <= age]), np.ceil(age[takes > age])
    found = median(drawn(grouped("V", events=closed.tolist(), censored=waiting.tolist())))
    assert np.median(closed) / 60 < 14
    assert found.value / 60 == pytest.approx(24, rel=0.06)
    assert found.low < 24 * 60 < found.high


def test_cancelled_orders_compete_as_statsmodels_counts_them() -> None:
    from statsmodels.duration.survfunc import CumIncidenceRight

    rng = np.random.default_rng(5)
    times, how = rng.integers(1, 40, 300).astype(float), rng.integers(0, 3, 300)
    found = drawn(
        grouped("V", **{name: times[how == code].tolist() for code, name in enumerate(("censored", "events", "cancelled"))})
    )
    with np.errstate(all="ignore"):  # it divides by zero where the last order ends
        other = CumIncidenceRight(times, how)
    steps = np.searchsorted(other.times, found.minutes)
    assert found.done == pytest.approx(other.cinc[0][steps])
    assert found.cancelled_share == pytest.approx(other.cinc[1][steps])
    assert found.error[:-1] == pytest.approx(other.cinc_se[0][steps][:-1])
    assert found.method == "aalen_johansen"


def test_a_cancelled_order_is_never_done() -> None:
    """Ten orders, four cancelled at 5, six done at 10: six in ten are done, not all. As if they still waited, all would be."""
    of = counts(grouped("V", events=[10] * 6, cancelled=[5] * 4))
    assert curve(of).done.tolist() == pytest.approx([0, 0.6]) and curve(of).waiting.tolist() == pytest.approx([0.6, 0])
    assert curve(of, "censored").done.tolist() == [1.0]
    assert median(curve(of)).value == 10 and time_until(curve(of), 0.7).verdict == "not_reached"


def test_times_by_which_a_share_is_done_have_the_limits_of_the_curve() -> None:
    """Brookmeyer & Crowley: where the limits of the curve cross a half; the lower limit of this one never does."""
    found = drawn(weeks("maintained", MAINTAINED))
    assert found.verdict == "estimated"
    first = [found.minutes[line >= 0.5][0] for line in (found.done, found.high)]
    assert first == [31, 13] and (found.low < 0.5).all()
    assert median(found) == Answer(31.0, 13.0, None, "estimated")


def test_a_median_that_was_not_reached_is_not_guessed() -> None:
    found = drawn(grouped("V", events=[5, 9], censored=[20] * 10))
    assert found.verdict == "median_not_reached"
    assert median(found).value is None and median(found).verdict == "not_reached"


def test_under_ten_orders_nothing_is_said() -> None:
    nine = drawn(grouped("V", events=[5] * 9), minimum_n=10)
    assert nine.verdict == "not_enough_data"
    assert median(nine) == done_within(nine, 5) == mean_wait(nine, 5) == NONE
    assert drawn(grouped("V", events=[5] * 10), minimum_n=10).verdict == "estimated"


def test_no_orders_have_no_curve() -> None:
    found = drawn(grouped("V", events=[]))
    assert found.verdict == "no_data" and found.n == 0 and found.followed_to is None and len(found.minutes) == 0


def test_a_share_is_read_off_between_steps() -> None:
    found = drawn(weeks("maintained", MAINTAINED))
    assert done_within(found, 17.9) == done_within(found, 13)
    assert done_within(found, 13).value == pytest.approx(1 - 0.81818, abs=5e-6)
    assert done_within(found, 13).low == pytest.approx(1 - 0.951162229, abs=1e-8)


def test_all_or_none_of_twenty_are_as_uncertain_as_wilson_says() -> None:
    found = drawn(grouped("V", events=[30] * 20))
    all_, none = done_within(found, 30), done_within(found, 29)
    assert (all_.value, all_.low, all_.high) == (1.0, pytest.approx(share(20, 20).low), 1.0)
    assert (none.value, none.low, none.high) == (0.0, 0.0, pytest.approx(share(0, 20).high))


def test_once_all_are_done_the_lower_limit_is_wilson_s_or_where_some_were_lost_from_sight_the_one_before() -> None:
    """Ten of twenty are done at 10 and the rest at 20; then the same with one more order, last seen waiting at 15."""
    whole = drawn(grouped("V", events=[10, 20] * 10))
    lost = drawn(grouped("V", events=[10, 20] * 10, censored=[15]))
    assert done_within(whole, 20).low == pytest.approx(share(20, 20).low)
    assert done_within(lost, 20).low == done_within(lost, 19).low < 0.5


def test_cancelled_orders_were_watched_to_their_end() -> None:
    """Of ten orders four are cancelled at 5 and none done: none of ten."""
    found = drawn(grouped("V", events=[10] * 6, cancelled=[5] * 4))
    assert (done_within(found, 5).value, done_within(found, 5).high) == (0.0, pytest.approx(share(0, 10).high))


def test_who_left_before_says_nothing_about_later() -> None:
    """Of 20 none is done by 29, but 15 of them were last seen at 10: five were watched."""
    found = drawn(grouped("V", events=[30] * 5, censored=[10] * 15))
    assert done_within(found, 29).high == pytest.approx(share(0, 5).high)
    assert at_risk(found, np.array([0, 10, 29.5, 30])).tolist() == [20, 5, 5, 0]


def test_what_was_not_watched_for_so_long_is_not_known() -> None:
    waits = drawn(grouped("V", events=[10, 20], censored=[60]))
    assert done_within(waits, 61).verdict == mean_wait(waits, 61).verdict == "not_followed"
    assert done_within(waits, 60).value == pytest.approx(2 / 3)
    over = drawn(grouped("V", events=[10, 20], cancelled=[60]))
    assert done_within(over, 1000).value == pytest.approx(2 / 3)  # nobody waits: nothing more can come


def test_orders_done_at_the_same_minute_as_one_was_last_seen_come_first() -> None:
    assert drawn(grouped("V", events=[10], censored=[10])).done.tolist() == [0.5]


def test_the_intervals_cover_what_they_say() -> None:
    """60 orders, done at 1/40 a minute and cancelled at 1/200: of them a/(a + b) · (1 − e^(−30(a + b))) are done within 30."""
    rng = np.random.default_rng(8)
    truth = (1 / 40) / (1 / 40 + 1 / 200) * (1 - np.exp(-30 * (1 / 40 + 1 / 200)))
    held = []
    for _ in range(300):
        done, gone, seen = rng.exponential(40, 60), rng.exponential(200, 60), rng.uniform(20, 120, 60)
        end = np.minimum(np.minimum(done, gone), seen)
        minutes = np.sort(end)
        how = np.select([done == end, gone == end], [0, 1], 2)[np.argsort(end)]
        answer = done_within(curve(Counts(minutes, *(1.0 * (how == code) for code in range(3)))), 30)
        held.append(answer.low <= truth <= answer.high)
    assert 0.92 <= np.mean(held) <= 0.98


def test_each_member_has_its_curve_and_unknown_orders_stay_apart() -> None:
    nothing, three = pl.lit(None, pl.Float64), pl.lit(3, pl.Int64)
    unknown = grouped("not", events=[1]).with_columns(events=three * 0, minutes=nothing, unknown=three)
    found = curves(pl.concat([aml(), unknown]), ["vendor_id"])
    assert list(found) == [("maintained",), ("not",)]
    assert [one.n for one in found.values()] == [11, 12] and found["not",].of.unknown == 3
    assert median(found["not",]).value == 23


def test_counts_must_fit_together() -> None:
    one, two = np.ones(1), np.ones(2)
    with pytest.raises(ValueError, match="one length"):
        Counts(two, one, two, two)
    with pytest.raises(ValueError, match="ascend"):
        Counts(two, two, two, two)
    with pytest.raises(ValueError, match="between 0 and 1"):
        time_until(drawn(aml()), 1.0)
