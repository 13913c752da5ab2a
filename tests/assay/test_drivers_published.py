"""Driver models against published fits."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from assay.stats.drivers import Drivers, LevelEffect, drivers
from tests.assay.test_crossed_published import ANIMALS, CASES, PERIODS_OF_HERDS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import statsmodels.api as sm

# UCBAdmissions of R: men and women by department, admitted and rejected (Bickel et al. 1975, Science 187:398).
ADMITTED = {"A": (512, 313, 89, 19), "B": (353, 207, 17, 8), "C": (120, 205, 202, 391)}
ADMITTED |= {"D": (138, 279, 131, 244), "E": (53, 138, 94, 299), "F": (22, 351, 24, 317)}


def berkeley() -> pl.DataFrame:
    rows = [
        (department, sex, counts[at], counts[at] + counts[at + 1])
        for department, counts in ADMITTED.items()
        for sex, at in (("men", 0), ("women", 2))
    ]
    return pl.DataFrame(rows, schema=["department", "sex", "numerator", "denominator"], orient="row")


def level(found: Drivers, factor: str, name: str) -> LevelEffect:
    return next(level for level in found.factor(factor).levels if level.level == name)


def effect(found: Drivers, factor: str, name: str) -> float:
    of = level(found, factor, name).effect
    assert of is not None
    return of.value


def test_admission_at_berkeley_turns_round_within_departments() -> None:
    """glm of R: women −0.610352 alone, +0.099870 (se 0.080846, without dispersion) with the department; deviance 20.204 on 5."""
    alone = drivers(berkeley(), ["sex"], "p", groups=())
    assert effect(alone, "sex", "women") == pytest.approx(np.log(557 / 1278) - np.log(1198 / 1493), abs=1e-12)
    assert effect(alone, "sex", "women") == pytest.approx(-0.610352364, abs=2e-8)
    found = drivers(berkeley(), ["sex", "department"], "p", groups=(), reference={"department": "A"})
    assert effect(found, "sex", "women") == pytest.approx(0.099870088, abs=1e-8)
    departments = [effect(found, "department", name) for name in "BCDEF"]
    assert departments == pytest.approx([-0.043397931, -1.262598022, -1.294606469, -1.739305738, -3.306480056], abs=1e-8)
    assert found.checks is not None and found.checks.deviance == pytest.approx(20.204, abs=5e-4) and found.checks.freedom == 5
    error = level(found, "sex", "women").error
    assert error is not None and error / found.checks.widening**0.5 == pytest.approx(0.080846465, abs=1e-8)
    within = drivers(berkeley(), ["sex"], "p", groups=("department",))
    assert effect(within, "sex", "women") == pytest.approx(0.099870088, abs=1e-8)


def test_the_poisson_example_of_dobson() -> None:
    """Dobson 1990, p. 93, the example of R's glm: outcomes 2, 3 −0.4543 (se 0.2022) and −0.2930 (0.1927), deviance 5.1291 on 4."""
    cells = pl.DataFrame(
        {
            "treatment": ["1"] * 3 + ["2"] * 3 + ["3"] * 3,
            "outcome": ["1", "2", "3"] * 3,
            "numerator": [18, 17, 15, 20, 10, 20, 25, 13, 12],
        }
    ).with_columns(denominator=pl.lit(100))
    found = drivers(cells, ["outcome", "treatment"], "u", groups=())
    assert found.checks is not None
    assert (found.checks.deviance, found.checks.null_deviance) == pytest.approx((5.1291, 10.5814), abs=5e-5)
    for name, published, error in (("2", -0.4543, 0.2022), ("3", -0.2930, 0.1927)):
        one = level(found, "outcome", name)
        assert one.effect is not None and one.error is not None
        assert one.effect.value == pytest.approx(published, abs=5e-5)
        assert one.error / found.checks.widening**0.5 == pytest.approx(error, abs=5e-5)


def test_the_plants_of_dobson() -> None:
    """PlantGrowth, R's lm: −0.371 and +0.494 (se 0.2788), F 4.846 on 2 and 27, p 0.01591, R² 0.2641, residual sd 0.6234."""
    weights = {
        "control": (4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14),
        "first": (4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69),
        "second": (6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26),
    }
    rows = [(name, sum(of), len(of), sum(x * x for x in of)) for name, of in weights.items()]
    cells = pl.DataFrame(rows, schema=["group", "numerator", "denominator", "squares"], orient="row")
    found = drivers(cells, ["group"], "xmr", groups=(), reference={"group": "control"}, minimum_n=10)
    first, second, group = level(found, "group", "first"), level(found, "group", "second"), found.factor("group")
    assert first.effect is not None and second.effect is not None and found.checks is not None
    assert (first.effect.value, second.effect.value) == pytest.approx((-0.371, 0.494), abs=5e-4)
    assert (first.error, second.error) == pytest.approx((0.2788, 0.2788), abs=5e-5)
    assert (group.statistic, group.p_value) == pytest.approx((4.846, 0.01591), abs=5e-4)
    assert (found.checks.explained, found.checks.residual_sd) == pytest.approx((0.2641, 0.6234), abs=5e-5)
    assert first.margin is not None and first.margin.low == pytest.approx(first.effect.low)


def test_the_periods_of_the_herds() -> None:
    """cbpp of lme4. With random herds glmer gives −0.992, −1.128, −1.580 (se 0.30, 0.32, 0.42), in part from differences between
    herds; with fixed ones the likelihood alone gives −0.894, −1.032, −1.464. 99 cases for 18 coefficients: ours are penalised.
    All tell the same, within half an error."""
    herd = [f"{at:02d}" for at, periods in enumerate(PERIODS_OF_HERDS) for _ in range(periods)]
    period = [str(at) for periods in PERIODS_OF_HERDS for at in range(1, periods + 1)]
    cells = pl.DataFrame({"site_id": herd, "period": period, "numerator": CASES, "denominator": ANIMALS})
    found = drivers(cells, ["period"], "p", reference={"period": "1"})
    assert found.is_penalised and found.is_converged
    ours = np.array([effect(found, "period", name) for name in "234"])
    for published, within in (((-0.9919250, -1.1282162, -1.5797454), 1 / 2), ((-0.8935756, -1.0316395, -1.4642046), 1 / 5)):
        apart = (ours - published) / [0.303151, 0.322830, 0.422049]
        assert (apart > 0).all() and apart.max() < within


def test_schools_of_california_with_the_dispersion_of_statsmodels() -> None:
    """star98 (Gill 2000): pupils above the national median by district, in thirds of two of its variables, φ about 33."""
    cells, by = schools(), ("poor", "minority", "county")
    found = drivers(cells, by[:2], "p", groups=("county",), reference={"poor": "0", "minority": "0"})
    merged = cells.group_by(by).agg(pl.col("numerator", "denominator").sum()).sort(by)
    dummies = [merged[name] == at for name in by[:2] for at in (1, 2)] + [merged["county"] == at for at in range(40)]
    design = np.column_stack([one.to_numpy() for one in dummies]).astype(float)
    k, n = merged["numerator"].to_numpy(), merged["denominator"].to_numpy()
    fit = sm.GLM(np.column_stack([k, n - k]), design, family=sm.families.Binomial()).fit(tol=1e-14)
    assert found.checks is not None and found.checks.pearson == pytest.approx(fit.pearson_chi2 / fit.df_resid)
    assert found.checks.pearson > 10 and found.checks.dispersion == pytest.approx(found.checks.pearson, rel=0.02)
    levels = [level(found, *name) for name in (("poor", "1"), ("poor", "2"), ("minority", "1"), ("minority", "2"))]
    assert [one.effect.value for one in levels if one.effect] == pytest.approx(fit.params[:4].tolist(), abs=1e-8)
    errors = [one.error / found.checks.widening**0.5 for one in levels if one.error]
    assert errors == pytest.approx(fit.bse[:4].tolist(), rel=1e-7)


def schools() -> pl.DataFrame:
    data = sm.datasets.star98.load()
    k, n = np.asarray(data.endog)[:, 0], np.asarray(data.endog).sum(axis=1)
    poor, minority = (np.asarray(data.exog[name], dtype=float) for name in ("LOWINC", "PERMINTE"))
    thirds = {name: np.digitize(of, np.quantile(of, [1 / 3, 2 / 3])) for name, of in (("poor", poor), ("minority", minority))}
    return pl.DataFrame(thirds | {"county": np.arange(len(k)) % 40, "numerator": k, "denominator": n})


def test_a_level_without_failures_is_half_an_event_in_each_cell() -> None:
    """Firth's fit of a table of two by two adds ½ to each count (Firth 1993): log(0.5/80.5) − log(30.5/170.5)."""
    cells = pl.DataFrame({"f": ["a", "b"], "numerator": [30, 0], "denominator": [200, 80]})
    found = drivers(cells, ["f"], "p", groups=())
    b = level(found, "f", "b")
    assert found.is_penalised and b.is_separated and b.verdict == "down" and b.effect is not None and b.margin is not None
    assert b.effect.value == pytest.approx(np.log(0.5 / 80.5) - np.log(30.5 / 170.5), abs=1e-7)

    def fallen(apart: float) -> float:
        """Twice the fall of Σ (k + ½)·log p + (n − k + ½)·log(1 − p) where the two log odds are that far apart."""
        def loss(a: float, b: float) -> float:
            return -(30.5 * a - 201 * np.logaddexp(0, a) + 0.5 * b - 81 * np.logaddexp(0, b))

        held = optimize.minimize_scalar(lambda a: loss(a, a + apart), bounds=(-8, 3), method="bounded", options={"xatol": 1e-10})
        return 2 * (held.fun - loss(np.log(30.5 / 170.5), np.log(0.5 / 80.5)))

    assert fallen(b.effect.low) == pytest.approx(3.8415, abs=0.01) and fallen(b.effect.high) == pytest.approx(3.8415, abs=0.01)
    assert b.p_value == pytest.approx(stats.chi2.sf(fallen(0.0), 1), rel=1e-4)
    assert -0.16 < b.margin.low < b.margin.value < b.margin.high < 0


def test_a_level_without_events_and_one_of_failures_only() -> None:
    events = pl.DataFrame({"f": ["a", "b"], "numerator": [30, 0], "denominator": [200, 80]})
    b = level(drivers(events, ["f"], "u", groups=()), "f", "b")
    assert b.is_separated and b.effect is not None
    assert b.effect.value == pytest.approx(np.log(0.5 / 80) - np.log(30.5 / 200), abs=1e-7)
    only = pl.DataFrame({"f": ["a", "b"], "numerator": [30, 80], "denominator": [200, 80]})
    b = level(drivers(only, ["f"], "p", groups=()), "f", "b")
    assert b.is_separated and b.verdict == "up" and b.ratio is not None and b.ratio.low > 20
