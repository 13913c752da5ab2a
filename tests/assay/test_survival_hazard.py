"""Hazards of vendors against the average: equal to Cox's, to a regression by statsmodels, fair to whoever has the harder work."""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

import numpy as np
import polars as pl
import pytest

from assay.stats.survival.bands import cuts, waited, waited_at_events
from assay.stats.survival.hazard import Hazards, between, hazards
from assay.stats.survival.logrank import difference
from tests.assay.survival_cases import aml, grouped

PRIORITIES = ("urgent", "low")
Z = 1.959964


def verdicts(of: Hazards) -> dict[str | None, str]:
    return {one.member: one.verdict for one in of.ratios}


def simulated(pace: dict[tuple[str, str], float], n: dict[tuple[str, str], int], seed: int = 1) -> pl.DataFrame:
    """Orders by vendor and priority that are done at that pace a minute, watched for at most 300 minutes, rounded up to minutes."""
    rng = np.random.default_rng(seed)
    frames = []
    for (vendor, priority), rate in pace.items():
        takes = np.ceil(rng.exponential(1 / rate, n[vendor, priority]))
        of = grouped(vendor, events=takes[takes <= 300].tolist(), censored=[300.0] * int((takes > 300).sum()))
        frames.append(of.with_columns(priority=pl.lit(priority)))
    return pl.concat(frames)


def test_minutes_waited_are_split_into_bands() -> None:
    """Done at 5 and 12, waiting at 20, cancelled at 11, with cuts at 10 and 15.

    Up to 10: 5 + 10 + 10 + 10 = 35 minutes and one done; up to 15: 2 + 5 + 1 = 8 and one done; beyond: 5 and none.
    """
    found = waited(grouped("V", events=[5, 12], censored=[20], cancelled=[11]), ["vendor_id"], (10, 15))
    assert found.select("band", "events", "exposure").rows() == [(0, 1, 35), (1, 1, 8), (2, 0, 5)]


def test_exact_minutes_are_counted_where_only_the_band_of_an_end_is_known() -> None:
    """The same orders as the warehouse counts them by band: minutes are the end of the band, `spent` is what was truly waited."""
    frame = grouped("V", events=[10, 15], censored=[float("inf")]).with_columns(spent=pl.Series([5.0, 12.0, 20.0]))
    found = waited(frame, ["vendor_id"], (10, 15))
    assert found["exposure"].to_list() == [5 + 10 + 10, 2 + 5, 5]


def test_bands_hold_equally_many_events() -> None:
    frame = grouped("V", events=[float(minute) for minute in range(1, 101)])
    assert cuts(frame, 4) == (25, 50, 75)
    assert cuts(grouped("V", events=[7] * 50), 4) == ()
    assert cuts(grouped("V", events=[], censored=[5])) == ()


def test_a_cut_at_every_event_is_cox_s_model() -> None:
    """coxph(Surv(time, status) ~ x, aml), R's survival 3.5-3: 0.915532575 (se 0.511934275) with ties as Efron handles them, which
    PHReg gives too; with ties as Breslow does, PHReg is the other route."""
    import statsmodels.api as sm

    rows = aml()
    exog = (rows["vendor_id"] == "not").cast(pl.Float64).to_numpy()[:, None]
    weeks, status = rows["minutes"].to_numpy(), rows["events"].to_numpy()
    efron, breslow = (sm.PHReg(weeks, exog, status=status, ties=ties).fit() for ties in ("efron", "breslow"))
    assert efron.params[0] == pytest.approx(0.915532575, abs=5e-8) and efron.bse[0] == pytest.approx(0.511934275, abs=5e-8)
    value, low, high = between(hazards(waited_at_events(rows, ["vendor_id"]), ()), "not", "maintained")
    assert log(value) == pytest.approx(breslow.params[0], abs=1e-8)
    assert log(high / low) / 2 / Z == pytest.approx(breslow.bse[0], abs=1e-6)


def test_bands_and_mix_are_a_poisson_regression() -> None:
    import statsmodels.api as sm

    frame = simulated({("A", "urgent"): 0.02, ("A", "low"): 0.01, ("B", "urgent"): 0.03, ("B", "low"): 0.01},
                      {("A", "urgent"): 60, ("A", "low"): 200, ("B", "urgent"): 150, ("B", "low"): 50})  # fmt: skip
    cells = waited(frame, ["vendor_id", "priority"], cuts(frame, 5))
    shown = cells.to_dummies(["band"]).select(pl.col("^band_.*$")).to_numpy()
    levels = [(cells[name] == level).to_numpy() for name, level in (("priority", "urgent"), ("vendor_id", "B"))]
    design = np.column_stack([shown, *levels]).astype(float)
    family = sm.families.Poisson()
    other = sm.GLM(cells["events"].to_numpy(), design, family=family, exposure=cells["exposure"].to_numpy()).fit(tol=1e-12)
    value, low, high = between(hazards(cells, ("priority",)), "B", "A")
    assert log(value) == pytest.approx(other.params[-1], abs=1e-8)
    assert log(high / low) / 2 / Z == pytest.approx(other.bse[-1], abs=1e-6)


def test_two_vendors_without_mix_differ_as_their_rates_do() -> None:
    """One band: 30 done in 3000 minutes against 10 in 2000, a ratio of 2, with variance 1/30 + 1/10. The average is weighted by
    events: log 2 · (1 − 30/40) for the one, log ½ · (1 − 10/40) for the other."""
    cells = pl.DataFrame({"vendor_id": ["A", "B"], "band": [0, 0], "events": [30.0, 10.0], "exposure": [3000.0, 2000.0]})
    found = hazards(cells, ())
    assert [one.value for one in found.ratios] == pytest.approx([2 ** (1 / 4), 2 ** (-3 / 4)])
    half = Z * (1 / 30 + 1 / 10) ** 0.5
    assert between(found, "A", "B") == pytest.approx((2, 2 * exp(-half), 2 * exp(half)), rel=1e-6)


def test_who_has_the_slower_work_is_not_slower() -> None:
    """A is twice as fast at any work, but does mostly what takes four times as long: by hand it looks slower."""
    pace = {("A", "urgent"): 0.04, ("A", "low"): 0.01, ("B", "urgent"): 0.02, ("B", "low"): 0.005}
    n = {("A", "urgent"): 100, ("A", "low"): 900, ("B", "urgent"): 900, ("B", "low"): 100}
    frame = simulated(pace, n)
    cells = waited(frame, ["vendor_id", "priority"], cuts(frame, 10))
    assert between(hazards(cells, ()), "A", "B")[2] < 1
    value, low, high = between(hazards(cells, ("priority",)), "A", "B")
    assert low < 2 < high and value == pytest.approx(2, rel=0.2)
    assert verdicts(hazards(cells, ("priority",))) == {"A": "faster", "B": "slower"}


def test_twelve_equal_vendors_are_not_told_apart() -> None:
    names = [f"V{place:02}" for place in range(12)]
    both = [(name, priority) for name in names for priority in PRIORITIES]
    sizes = dict(zip(both, np.random.default_rng(2).integers(20, 200, len(both)).tolist(), strict=True))
    found = [
        hazards(waited(frame, ["vendor_id", "priority"], cuts(frame, 8)), ("priority",))
        for seed in range(20)
        for frame in [simulated({one: 0.02 if one[1] == "urgent" else 0.01 for one in both}, sizes, seed)]
    ]
    inside = [one.low < 1 < one.high for of in found for one in of.ratios]
    assert 0.92 <= np.mean(inside) <= 0.98
    assert sum(word != "not_distinguishable" for of in found for word in verdicts(of).values()) <= 3  # 0.2 % of 240 is 0.5


def test_work_that_is_nowhere_alike_is_not_compared() -> None:
    """A and B share the urgent work; C alone has the low: whether C is slow or its work is, nobody can tell."""
    pace = {("A", "urgent"): 0.02, ("B", "urgent"): 0.02, ("C", "low"): 0.005}
    frame = simulated(pace, dict.fromkeys(pace, 200))
    found = hazards(waited(frame, ["vendor_id", "priority"], cuts(frame, 5)), ("priority",))
    assert verdicts(found) == {"A": "not_distinguishable", "B": "not_distinguishable", "C": "not_comparable"}
    assert found.compared == ("A", "B")
    with pytest.raises(ValueError, match="not in"):
        between(found, "A", "C")


def test_a_vendor_of_whom_nothing_was_done_has_no_ratio_and_disturbs_nobody() -> None:
    frame = simulated({("A", "urgent"): 0.02, ("B", "urgent"): 0.02}, {("A", "urgent"): 100, ("B", "urgent"): 100})
    idle = grouped("C", events=[], censored=[300] * 50).with_columns(priority=pl.lit("urgent"))
    few = grouped("D", events=[50] * 9).with_columns(priority=pl.lit("urgent"))
    both, all_ = (
        hazards(waited(one, ["vendor_id"], cuts(frame, 5)), ()) for one in (pl.concat([frame, few]), pl.concat([frame, few, idle]))
    )
    assert verdicts(all_) == verdicts(both) | {"C": "no_events"}
    assert verdicts(both)["D"] == "not_enough_data" and all_.ratios[3].value is None
    assert between(all_, "A", "B") == pytest.approx(between(both, "A", "B"), rel=1e-9)


def test_where_one_s_every_order_is_done_before_any_of_the_other_s_no_ratio_is_named() -> None:
    """Only A's urgent orders are ever done, and A has no others: the likelihood grows with the ratio without end."""
    cells = pl.DataFrame(
        {"vendor_id": ["A", "B", "B"], "priority": ["urgent", "urgent", "low"], "band": [0, 0, 0], "events": [20.0, 0.0, 20.0],
         "exposure": [1000.0, 1000.0, 1000.0]}
    )  # fmt: skip
    found = hazards(cells, ("priority",))
    assert verdicts(found) == {"A": "not_enough_data", "B": "not_enough_data"}
    with pytest.raises(ValueError, match="too little in common"):
        between(found, "A", "B")


def test_one_vendor_is_compared_with_nobody() -> None:
    frame = simulated({("A", "urgent"): 0.02}, {("A", "urgent"): 100})
    assert hazards(waited(frame, ["vendor_id"], ()), ()).verdict == "not_enough_data"
    assert hazards(waited(frame.clear(), ["vendor_id"], ()), ()).ratios == ()


def test_a_missing_level_is_a_level() -> None:
    both = [(vendor, priority) for vendor in "AB" for priority in PRIORITIES]
    frame = simulated(dict.fromkeys(both, 0.02), dict.fromkeys(both, 80))
    missing = frame.with_columns(pl.col("priority").replace("low", None))
    named, unnamed = (hazards(waited(one, ["vendor_id", "priority"], (40.0,)), ("priority",)) for one in (frame, missing))
    assert unnamed.log_ratios == pytest.approx(named.log_ratios)


def test_orders_done_in_no_time_count_as_half_a_minute_each() -> None:
    found = waited(grouped("V", events=[0, 0]), ["vendor_id"], ())
    assert found.select("events", "exposure").rows() == [(2, 2 * 0.5)]


def test_log_rank_of_both_arms_is_that_of_r() -> None:
    """survdiff(Surv(time, status) ~ x, aml): observed 7 and 11, expected 10.6893 and 7.3107, chi-square 3.3964, p 0.0653."""
    found = difference(aml(), ["vendor_id"])
    assert found.members == (("maintained",), ("not",)) and found.observed == (7, 11)
    assert found.expected == pytest.approx((10.6893, 7.3107), abs=5e-5)
    assert (found.chi_square, found.p_value) == (pytest.approx(3.3964, abs=5e-5), pytest.approx(0.0653, abs=5e-5))
    assert (found.degrees, found.verdict) == (1, "not_shown")


def test_log_rank_of_several_groups_is_that_of_statsmodels() -> None:
    from statsmodels.duration.survfunc import survdiff

    pace = {(one, "urgent"): rate for one, rate in (("A", 0.01), ("B", 0.011), ("C", 0.02))}
    frame = simulated(pace, dict.fromkeys(pace, 90))
    chi_square, p_value = survdiff(frame["minutes"].to_numpy(), frame["events"].to_numpy(), frame["vendor_id"].to_numpy())
    found = difference(frame, ["vendor_id"])
    assert (found.chi_square, found.p_value) == (pytest.approx(chi_square), pytest.approx(p_value))
    assert (found.degrees, found.verdict) == (2, "differ")


def test_one_group_differs_from_nobody() -> None:
    assert difference(grouped("A", events=[5, 6]), ["vendor_id"]).verdict == "not_enough_data"
    assert difference(grouped("A", events=[], censored=[6]), ["vendor_id"]).verdict == "not_enough_data"


def test_all_minutes_are_in_some_band() -> None:
    frame = aml()
    ends = cuts(frame, 6)
    found = waited(frame, ["vendor_id"], ends)
    assert found["exposure"].sum() == pytest.approx(frame["minutes"].sum())
    widths = [high - low for low, high in pairwise((0.0, *ends))]
    for band, width in enumerate(widths):
        assert found.filter(band=band)["exposure"].sum() <= width * frame.height
