"""Driver models: what single orders would give, averages over orders, errors, and what is said when little can be said."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest
from scipy import special

from assay.stats.drivers import Drivers, LevelEffect, drivers
from tests.assay.drivers_cases import dummies, grouped, orders

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import statsmodels.api as sm

BY = ("shift", "class")
COUNTED = [("p", "failed", sm.families.Binomial), ("u", "events", sm.families.Poisson)]


def told(found: Drivers) -> dict[str, LevelEffect]:
    levels = [(factor.name, level) for factor in found.factors for level in factor.levels]
    return {f"{name} {level.level}": level for name, level in levels if level.effect is not None}


def model_error(level: LevelEffect, found: Drivers) -> float:
    """The error before it was widened for dispersion."""
    assert level.error is not None and found.checks is not None
    return level.error / found.checks.widening**0.5


@pytest.mark.parametrize(
    ("kind", "value", "family"),
    [*COUNTED, ("xmr", "score", sm.families.Gaussian)],
)
def test_cells_give_what_single_orders_give(kind, value, family) -> None:  # type: ignore[no-untyped-def]
    rows = orders()
    found = drivers(grouped(rows, value, (*BY, "site_id")), BY, kind)
    design, names = dummies(rows, ("site_id", *BY))
    fit = sm.GLM(rows[value].to_numpy(), design, family=family()).fit(tol=1e-14, maxiter=100)
    assert not found.is_penalised and found.is_converged
    for name, level in told(found).items():
        at = names.index(name)
        assert level.effect is not None
        assert level.effect.value == pytest.approx(fit.params[at], abs=1e-10)
        assert model_error(level, found) == pytest.approx(fit.bse[at], abs=1e-8)
    assert len(told(found)) == 5


@pytest.mark.parametrize(("kind", "value", "family"), COUNTED)
def test_deviance_and_pearson_of_the_cells(kind, value, family) -> None:  # type: ignore[no-untyped-def]
    cells = grouped(orders(), value, (*BY, "site_id")).sort(*BY, "site_id")
    design, _ = dummies(cells, ("site_id", *BY))
    k, n = (cells[name].to_numpy().astype(float) for name in ("numerator", "denominator"))
    if kind == "p":
        fit = sm.GLM(np.column_stack([k, n - k]), design, family=family()).fit(tol=1e-14)
    else:
        fit = sm.GLM(k, design, family=family(), exposure=n).fit(tol=1e-14)
    checks = drivers(cells, BY, kind).checks
    assert checks is not None
    assert checks.freedom == fit.df_resid == 72 - 11
    assert checks.deviance == pytest.approx(fit.deviance)
    assert checks.null_deviance == pytest.approx(fit.null_deviance)
    assert checks.pearson == pytest.approx(fit.pearson_chi2 / fit.df_resid)
    assert checks.dispersion == pytest.approx(checks.pearson, rel=0.05)


def test_means_that_spread_between_cells_have_the_errors_of_weighted_least_squares() -> None:
    """50 sites by two shifts, cell means that scatter by 0.5 themselves, 40 values each of sd 1: φ is about 1 + 40 · 0.25."""
    rng = np.random.default_rng(5)
    site, night = np.repeat(np.arange(50), 2), np.tile([0.0, 1.0], 50)
    mean, n = 0.3 * night + rng.normal(0, 0.5, 100), rng.integers(30, 50, 100)
    cells = pl.DataFrame({"site_id": site, "shift": night, "numerator": n * mean, "squares": n * (mean**2 + 1), "denominator": n})
    found = drivers(cells, ["shift"], "xmr", reference={"shift": "0.0"})
    design = np.column_stack([night, *(site == at for at in range(50))]).astype(float)
    fit = sm.WLS(mean, design, weights=n).fit()
    level = told(found)["shift 1.0"]
    assert found.checks is not None and 6 < found.checks.dispersion < 14
    assert level.effect is not None and level.effect.value == pytest.approx(fit.params[0], abs=1e-10)
    assert (level.error, level.p_value) == pytest.approx((fit.bse[0], fit.pvalues[0]))
    assert (level.effect.low, level.effect.high) == pytest.approx(tuple(fit.conf_int()[0]))


@pytest.mark.parametrize(("kind", "value", "family"), COUNTED)
def test_clustered_errors_up_to_the_factor_of_statsmodels(kind, value, family) -> None:  # type: ignore[no-untyped-def]
    """80 workers: ours is the sandwich times 80/79; statsmodels multiplies it further by (rows − 1)/(rows − columns)."""
    rows = orders()
    found = drivers(grouped(rows, value, (*BY, "site_id", "worker")), BY, kind, cluster="worker")
    design, names = dummies(rows, ("site_id", *BY))
    clusters = rows["worker"].cast(pl.Int64).to_numpy()
    fit = sm.GLM(rows[value].to_numpy(), design, family=family()).fit(tol=1e-14, cov_type="cluster", cov_kwds={"groups": clusters})
    further = (len(rows) - 1) / (len(rows) - design.shape[1])
    assert found.clusters == 80
    for name, level in told(found).items():
        assert level.error == pytest.approx(fit.bse[names.index(name)] / further**0.5, rel=1e-6)


def test_a_margin_is_the_average_over_orders_by_hand() -> None:
    """Two sites, two shifts, logit = a + site + night. Day orders: 900 at site A (9 % fail), 100 at B (30 %)."""
    cells = pl.DataFrame(
        {
            "site_id": ["A", "A", "B", "B"],
            "shift": ["day", "night", "day", "night"],
            "numerator": [81, 20, 30, 120],
            "denominator": [900, 100, 100, 300],
        }
    )
    found = drivers(cells, ["shift"], "p")
    night = told(found)["shift night"]
    assert night.effect is not None and night.margin is not None
    # All 1,400 orders by night, minus all of them by day, at their own sites: 1,000 at A and 400 at B.
    design = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]], dtype=float)
    k, n = np.array([81, 20, 30, 120]), np.array([900, 100, 100, 300])
    a, b, effect = sm.GLM(np.column_stack([k, n - k]), design, family=sm.families.Binomial()).fit(tol=1e-14).params
    by_night = (1000 * special.expit(a + effect) + 400 * special.expit(a + b + effect)) / 1400
    by_day = (1000 * special.expit(a) + 400 * special.expit(a + b)) / 1400
    assert night.margin.value == pytest.approx(by_night - by_day, abs=1e-10)
    over_cells = (special.expit(a + effect) + special.expit(a + b + effect) - special.expit(a) - special.expit(a + b)) / 2
    assert abs(night.margin.value - over_cells) > 0.01


def test_the_error_of_a_margin_is_that_of_the_delta_method() -> None:
    """One factor of two levels, nothing else: the margin is the plain difference of shares, 30/100 − 10/200."""
    cells = pl.DataFrame({"f": ["a", "b"], "numerator": [10, 30], "denominator": [200, 100]})
    margin = told(drivers(cells, ["f"], "p", groups=()))["f b"].margin
    error = (0.05 * 0.95 / 200 + 0.3 * 0.7 / 100) ** 0.5
    assert margin is not None
    assert (margin.value, margin.high - margin.value) == pytest.approx((0.25, 1.959964 * error), abs=1e-7)


def test_ratios_and_verdicts() -> None:
    cells = pl.DataFrame({"f": ["a", "b", "c"], "numerator": [40, 30, 21], "denominator": [400, 100, 200]})
    found = drivers(cells, ["f"], "p", groups=())
    b, c = told(found)["f b"], told(found)["f c"]
    assert b.ratio is not None and b.ratio.value == pytest.approx((30 / 70) / (40 / 360))
    assert (b.verdict, c.verdict, found.factors[0].reference.level) == ("up", "within_noise", "a")
    assert [level.level for level in found.factors[0].levels] == ["a", "c", "b"]
    turned = drivers(cells, ["f"], "p", groups=(), reference={"f": "b"})
    assert told(turned)["f a"].verdict == "down" and turned.factors[0].reference.level == "b"


def test_what_is_not_recorded_is_a_level_of_its_own() -> None:
    cells = pl.DataFrame({"f": ["a", "b", None], "numerator": [40, 30, 50], "denominator": [400, 300, 100]})
    lost = told(drivers(cells, ["f"], "p", groups=()))["f None"]
    assert lost.level is None and lost.ratio is not None
    assert lost.ratio.value == pytest.approx((50 / 50) / (40 / 360))


def test_too_few_orders_are_not_told() -> None:
    cells = pl.DataFrame({"f": ["a", "b", "c"], "numerator": [40, 3, 30], "denominator": [400, 29, 300]})
    found = drivers(cells, ["f"], "p", groups=())
    levels = {level.level: level for level in found.factors[0].levels}
    assert (levels["b"].verdict, levels["b"].effect, levels["b"].margin) == ("not_enough_data", None, None)
    assert levels["c"].effect is not None and found.minimum_n == 30
    assert drivers(cells.head(0), ["f"], "p", groups=()).verdict == "not_enough_data"
    assert drivers(cells.with_columns(numerator=0), ["f"], "p", groups=()).verdict == "no_variation"
    assert drivers(cells.with_columns(g=pl.lit("x")), ["g"], "p", groups=()).factors[0].verdict == "one_level"


def test_a_factor_that_says_the_same_as_the_sites_is_inseparable() -> None:
    """Each region is its sites; the shift is in all of them."""
    cells = pl.DataFrame({"site_id": ["A", "B", "C", "D"], "region": ["n", "n", "s", "s"]}).join(
        pl.DataFrame({"shift": ["day", "night"]}), how="cross"
    )
    cells = cells.with_columns(numerator=pl.Series([20, 30, 25, 40, 22, 33, 30, 45]), denominator=pl.lit(200))
    found = drivers(cells, ["region", "shift"], "p")
    assert found.factor("region").verdict == "inseparable"
    assert found.factor("region").levels[1].verdict == "inseparable"
    alone = drivers(cells, ["shift"], "p")
    one, other = (told(of)["shift night"].effect for of in (found, alone))
    assert one is not None and other is not None
    assert (one.value, one.low, one.high) == pytest.approx((other.value, other.low, other.high), abs=1e-9)


def test_margins_leave_out_what_cannot_be_compared() -> None:
    """Vendor 1 does a and b, vendor 2 does c and d: nobody knows what c would be as an a. So the margin of b is that among
    vendor 1's orders, as if the others were not there."""
    cells = pl.DataFrame(
        {
            "vendor_id": ["1", "1", "2", "2"],
            "category": ["a", "b", "c", "d"],
            "numerator": [40, 60, 100, 30],
            "denominator": [400, 300, 300, 300],
        }
    )
    found = drivers(cells, ["category"], "p")
    b = told(found)["category b"]
    verdicts = {level.level: level.verdict for level in found.factors[0].levels[1:]}
    assert verdicts == {"b": "up", "c": "inseparable", "d": "inseparable"}
    assert b.margin is not None and b.margin.value == pytest.approx(60 / 300 - 40 / 400)


def test_inflation_of_two_factors_of_two_levels_is_one_over_one_minus_r_squared() -> None:
    """Means, 90 + 10 and 10 + 90 values: r = 0.8, VIF = 1/(1 − 0.64) = 2.78; 99 + 1: r = 0.98, VIF = 25.3."""
    for off, inflation, is_collinear in ((10, 1 / 0.36, False), (1, 1 / (1 - 0.98**2), True)):
        n = np.array([100 - off, off, off, 100 - off])
        cells = pl.DataFrame({"f": ["a", "a", "b", "b"], "g": ["a", "b", "a", "b"], "denominator": n})
        cells = cells.with_columns(numerator=pl.Series(n * [1, 2, 2, 3.5]))
        cells = cells.with_columns(squares=pl.col("numerator") ** 2 / pl.col("denominator") + pl.col("denominator"))
        f = drivers(cells, ["f", "g"], "xmr", groups=()).factor("f")
        assert f.inflation == pytest.approx(inflation) and f.is_collinear is is_collinear


def test_calibration_holds_all_orders_and_the_overall_share() -> None:
    found = drivers(grouped(orders(), "failed", (*BY, "site_id")), BY, "p")
    assert found.checks is not None
    groups = found.checks.calibration
    assert len(groups) == 10 and sum(group.n for group in groups) == found.n == 4000
    expected, observed = (sum(group.n * getattr(group, name) for group in groups) for name in ("expected", "observed"))
    assert expected == pytest.approx(observed) == orders()["failed"].sum()
    assert 0 < found.checks.explained_by_factors < found.checks.explained < 1


def test_overdispersed_cells_widen_the_errors() -> None:
    """Shares of 200 cells of 50 orders that scatter by 0.1 themselves: φ = 1 + 49 · 0.01/(0.3 · 0.7) = 3.3."""
    rng = np.random.default_rng(4)
    share = np.clip(rng.normal(0.3, 0.1, 200), 0.02, 0.9)
    cells = pl.DataFrame({"f": ["a", "b"] * 100, "site_id": np.repeat(np.arange(100), 2)})
    cells = cells.with_columns(numerator=pl.Series(rng.binomial(50, share)), denominator=pl.lit(50))
    found = drivers(cells, ["f"], "p")
    assert found.checks is not None and 2 < found.checks.dispersion < 5
    b = told(found)["f b"]
    assert found.checks.widening == found.checks.dispersion
    k, n = cells["numerator"].to_numpy(), 50
    design = np.column_stack([cells["f"] == "b", *(cells["site_id"] == at for at in range(100))]).astype(float)
    fit = sm.GLM(np.column_stack([k, n - k]), design, family=sm.families.Binomial()).fit(tol=1e-14)
    assert b.error == pytest.approx(fit.bse[0] * found.checks.dispersion**0.5)


def test_many_levels_of_a_group_are_pooled() -> None:
    rng = np.random.default_rng(1)
    rows = pl.DataFrame({"site_id": rng.integers(0, 450, 6000), "f": rng.integers(0, 2, 6000), "y": rng.normal(size=6000)})
    found = drivers(grouped(rows, "y", ("site_id", "f")), ["f"], "xmr")
    assert (found.groups[0].levels, found.groups[0].pooled) == (401, 50)


def test_what_cannot_be_is_refused() -> None:
    cells = pl.DataFrame({"f": ["a", "b"], "numerator": [40, 30], "denominator": [400, 20]})
    with pytest.raises(ValueError, match="1 cells have sums"):
        drivers(cells, ["f"], "p")
    with pytest.raises(ValueError, match="the cells have no g"):
        drivers(cells, ["g"], "u")
    with pytest.raises(ValueError, match="no cell has f z"):
        drivers(cells, ["f"], "u", reference={"f": "z"})
    many = pl.DataFrame({"f": [str(at) for at in range(101)]}).with_columns(numerator=1, denominator=50)
    with pytest.raises(ValueError, match="more than 100 levels"):
        drivers(many, ["f"], "p")
