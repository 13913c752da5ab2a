"""Times and scores: log-normal cells, quantiles, hazards and answers on a scale, against fits of single rows."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import polars as pl
import pytest

from assay.stats.drivers import LevelEffect, drivers, ordered, pace, quantiles
from assay.stats.survival.hazard import between, hazards
from tests.assay.drivers_cases import dummies, grouped

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import statsmodels.api as sm
    from statsmodels.miscmodels.ordinal_model import OrderedModel


@cache
def visits(seed: int = 8, count: int = 3000) -> pl.DataFrame:
    """Minutes that are longer, and spread more, at night; an answer of 1 to 5 that is lower at night."""
    rng = np.random.default_rng(seed)
    shift, of_class, site = rng.integers(0, 2, count), rng.integers(0, 3, count), rng.integers(0, 5, count)
    log = 3.5 + 0.3 * shift + 0.1 * of_class + 0.15 * site + rng.normal(0, 1, count) * (1 + 0.5 * shift)
    feeling = -0.7 * shift + 0.3 * of_class + 0.1 * site + rng.logistic(size=count)
    levels = {"shift": shift, "class": of_class, "site_id": site}
    columns = levels | {"log": log, "answer": np.digitize(feeling, [-2, -1, 0.4, 1.5]) + 1}
    return pl.DataFrame(columns).with_columns(pl.col(*levels).cast(pl.String))


BY = ("shift", "class")


def named(factors) -> dict[str, LevelEffect]:  # type: ignore[no-untyped-def]
    return {f"{one.name} {level.level}": level for one in factors for level in one.levels if level.effect is not None}


def test_log_minutes_give_ratios_of_geometric_means() -> None:
    """The same as least squares on single rows; exp of it is the ratio of geometric means."""
    rows = visits()
    found = drivers(grouped(rows, "log", (*BY, "site_id")), BY, "xmr")
    design, names = dummies(rows, ("site_id", *BY))
    fit = sm.OLS(rows["log"].to_numpy(), design).fit()
    assert found.checks is not None
    for name, level in named(found.factors).items():
        assert level.effect is not None and level.ratio is not None and level.error is not None
        assert level.effect.value == pytest.approx(fit.params[names.index(name)], abs=1e-10)
        assert level.error / found.checks.widening**0.5 == pytest.approx(fit.bse[names.index(name)], abs=1e-10)
        assert level.ratio.value == pytest.approx(np.exp(fit.params[names.index(name)]))
    assert found.checks.explained == pytest.approx(fit.rsquared)


@pytest.mark.parametrize("at", [0.5, 0.9])
def test_quantiles_of_rows(at: float) -> None:
    """The least sum of distances is reached along a small plateau, so that two fits may differ by a fraction of an error."""
    rows = visits()
    found = quantiles(rows, "log", BY, (at,))[0]
    design, names = dummies(rows, ("site_id", *BY))
    fit = sm.QuantReg(rows["log"].to_numpy(), design).fit(q=at)
    assert found.is_converged and found.n == found.n_all == 3000
    for name, level in named(found.factors).items():
        assert level.effect is not None and level.error is not None
        assert level.effect.value == pytest.approx(fit.params[names.index(name)], abs=0.1 * level.error)
        assert level.error == pytest.approx(fit.bse[names.index(name)], rel=0.35)
    median = rows.filter(pl.col("shift") == "1")["log"].quantile(at, "higher")
    assert next(level.observed for level in found.factors[0].levels if level.level == "1") == pytest.approx(median, abs=0.02)


def test_quantile_intervals_hold_the_truth_where_spread_differs() -> None:
    """The 90 % point of night is higher by 0.3 + 0.5 · 1.2816 = 0.94. 60 companies, 95 %: 52 or fewer once in 200 such tests."""
    truth, held = 0.3 + 0.5 * 1.2815516, 0
    for seed in range(60):
        effect = named(quantiles(visits.__wrapped__(seed, 1500), "log", BY, (0.9,))[0].factors)
        of = next(level for name, level in effect.items() if name.startswith("shift"))
        low, high = (of.effect.low, of.effect.high) if of.level == "1" else (-of.effect.high, -of.effect.low)  # type: ignore[union-attr]
        held += low <= truth <= high
    assert held > 52


def test_a_sample_of_rows_is_drawn_by_its_seed() -> None:
    rng = np.random.default_rng(2)
    many = pl.DataFrame({"f": rng.integers(0, 2, 120_000), "y": rng.normal(size=120_000).round(2)})
    first, again, other = (quantiles(many, "y", ["f"], (0.5,), groups=(), seed=seed)[0] for seed in (1, 1, 2))
    assert first == again != other and (first.n, first.n_all) == (100_000, 120_000)
    assert quantiles(many.head(99), "y", ["f"], groups=())[0].factors == ()


def test_hazard_ratios_are_those_of_the_comparison_of_vendors() -> None:
    """Three bands, shift and site: the ratio of night to day as `survival.hazard` gives it with the same things held fixed."""
    rng = np.random.default_rng(6)
    cells = pl.DataFrame({"band": [0, 1, 2]}).join(pl.DataFrame({"shift": ["day", "night"]}), how="cross")
    cells = cells.join(pl.DataFrame({"site_id": ["A", "B", "C"]}), how="cross").with_columns(exposure=pl.lit(5000.0))
    cells = cells.with_columns(events=pl.Series(rng.poisson(np.where(cells["shift"] == "night", 40, 70)).astype(float)))
    night = named(pace(cells, ["shift"]).factors)
    level = night.get("shift night") or night["shift day"]
    assert level.ratio is not None and level.margin is None and level.n == cells.filter(shift=level.level)["events"].sum()
    other = "day" if level.level == "night" else "night"
    widening = pace(cells, ["shift"]).checks.widening  # type: ignore[union-attr]
    value, low, high = between(hazards(cells, ["site_id"], "shift"), level.level, other)
    assert level.ratio.value == pytest.approx(value)
    assert widening == 1 and (level.ratio.low, level.ratio.high) == pytest.approx((low, high))


def test_levels_with_few_events_have_no_hazard_ratio() -> None:
    cells = pl.DataFrame({"band": [0] * 3, "f": ["a", "b", "c"], "events": [200.0, 29.0, 90.0], "exposure": [9e3, 1e3, 5e3]})
    levels = {level.level: level for level in pace(cells, ["f"], groups=()).factors[0].levels}
    assert (levels["b"].verdict, levels["b"].ratio) == ("not_enough_data", None)
    assert levels["c"].ratio is not None and levels["c"].ratio.value == pytest.approx((90 / 5e3) / (200 / 9e3))


def test_answers_on_a_scale_as_statsmodels_has_them() -> None:
    rows = visits(4, 500)
    found = ordered(rows.group_by(*BY, "site_id", "answer").agg(denominator=pl.len()), "answer", BY)
    design, names = dummies(rows, ("site_id", *BY))
    fit = OrderedModel(rows["answer"].to_numpy(), design[:, 1:], distr="logit").fit(method="bfgs", disp=0, gtol=1e-8)
    assert found.is_converged and not found.is_penalised and found.log_likelihood == pytest.approx(fit.llf)
    for name, level in named(found.factors).items():
        assert level.effect is not None
        assert level.effect.value == pytest.approx(fit.params[names.index(name) - 1], abs=1e-6)
        assert level.error == pytest.approx(fit.bse[names.index(name) - 1], rel=1e-5)


def test_the_margin_of_answers_is_a_difference_of_mean_answers() -> None:
    """One factor, two answers: proportional odds are logistic, and the margin is the plain difference of means, 4.2 − 3.6."""
    cells = pl.DataFrame({"f": ["a", "a", "b", "b"], "answer": [3, 5, 3, 5], "denominator": [140, 60, 40, 60]})
    found = ordered(cells, "answer", ["f"], groups=())
    b = named(found.factors)["f b"]
    assert b.margin is not None and b.ratio is not None
    assert b.ratio.value == pytest.approx((60 / 40) / (60 / 140))
    error = 2 * (0.6 * 0.4 / 100 + 0.3 * 0.7 / 200) ** 0.5
    assert (b.margin.value, b.margin.high - b.margin.value) == pytest.approx((0.6, 1.959964 * error), abs=1e-6)
    assert found.cuts == pytest.approx((np.log(60 / 140),))


def test_a_level_of_top_answers_only_stays_finite() -> None:
    cells = pl.DataFrame({"f": ["a", "a", "a", "b"], "answer": [1, 2, 3, 3], "denominator": [30, 50, 60, 40]})
    found = ordered(cells, "answer", ["f"], groups=())
    b = named(found.factors)["f b"]
    assert found.is_penalised and b.verdict == "up" and b.effect is not None and b.effect.high < 10
    assert ordered(cells.head(1), "answer", ["f"], groups=()).factors == ()
