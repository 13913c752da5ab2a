"""The crossed model against lme4, and against the truth of simulated companies."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest
from scipy import optimize

from assay.stats.crossed import fitted
from assay.stats.crossed.design import Design, design, merged
from assay.stats.crossed.laplace import _point, pooled
from assay.stats.crossed.mode import mode
from assay.stats.crossed.prior import Spread, log_density, precision
from benchmarks.crossed_cover import CASE_MIX, Simulated, company, coverage, judged

# cbpp of lme4 (Lesnoff et al. 2004): cases of pleuropneumonia by herd and period; glmer figures by lme4 1.1-31 in R 4.2.2.
CASES = (
    2, 3, 4, 0, 3, 1, 1, 8, 2, 0, 2, 2, 0, 2, 0, 5, 0, 0, 1, 3, 0, 0, 1, 8, 1, 3, 0, 12,
    2, 0, 0, 0, 1, 1, 0, 2, 0, 5, 3, 1, 2, 1, 0, 0, 1, 2, 0, 0, 11, 0, 0, 0, 1, 1, 1, 0,
)  # fmt: skip
ANIMALS = (
    14, 12, 9, 5, 22, 18, 21, 22, 16, 16, 20, 10, 10, 9, 6, 18, 25, 24, 4, 17, 17, 18, 20, 16, 10, 9, 5, 34,
    9, 6, 8, 6, 22, 22, 18, 22, 25, 27, 22, 22, 10, 8, 6, 5, 21, 24, 19, 23, 19, 2, 3, 2, 19, 15, 15, 15,
)  # fmt: skip
PERIODS_OF_HERDS = (4, 3, 4, 4, 4, 4, 4, 1, 4, 4, 4, 4, 4, 4, 4)
GLMER_SD, GLMER_BETA = 0.64206993, (-1.398342864, -0.991924975, -1.128216216, -1.579745414)
GLMER_U = (
    0.5930210394, -0.3002639950, 0.4078597313, 0.0396841768, -0.1907976143, -0.4024068261, 0.8933351853, 0.6023250931,
    -0.2395161205, -0.5437010838, -0.0847838292, -0.0651536430, -0.6938113421, 0.9759221889, -0.5336123225,
)  # fmt: skip


@cache
def herds() -> Design:
    herd = [f"{at:02d}" for at, periods in enumerate(PERIODS_OF_HERDS) for _ in range(periods)]
    period = [str(at) for periods in PERIODS_OF_HERDS for at in range(1, periods + 1)]
    cells = pl.DataFrame({"vendor_id": herd, "period": period, "numerator": CASES, "denominator": ANIMALS})
    return design(merged(cells, ["period"]), ["period"], "p")


def test_herds_at_the_spread_of_glmer() -> None:
    """With lme4's own spread. β is part of the peak here, not off the integral: the intercept lies a sixth of its se higher."""
    found = mode(herds(), precision(herds(), Spread(np.log(GLMER_SD))), herds().centre).theta
    assert found[[0]] == pytest.approx(GLMER_BETA[:1], abs=0.04)
    assert found[herds().case_mix[0].where] == pytest.approx(GLMER_BETA[1:], abs=0.03)
    assert found[0] + found[herds().vendor.where] == pytest.approx(np.array(GLMER_U) - 1.3992237278, abs=0.02)


def test_herds_with_the_spread_estimated() -> None:
    """Ours lies above glmer's maximum likelihood by design: β is integrated out, and zero spread is kept away (15 herds)."""
    found = pooled(herds())
    assert GLMER_SD < np.exp(found.spread.log_vendor) < 1.15 * GLMER_SD
    assert found.theta[herds().vendor.where] == pytest.approx(GLMER_U, abs=0.08)


def test_the_slopes_of_the_posterior_are_its_slopes() -> None:
    """Against differences of the log posterior itself, all three numbers of the spread, and both kinds."""
    for kind in ("p", "u"):
        cells = company(2000, 5).cells
        of = design(merged(cells, tuple(CASE_MIX)), tuple(CASE_MIX), kind)  # type: ignore[arg-type]
        at = np.array([-1.2, -0.7, 0.6])
        slope = _point(of, Spread(*at), of.centre).slope
        near = optimize.approx_fprime(at, lambda x, of=of: _point(of, Spread(*x), of.centre).value, 1e-5)
        assert slope == pytest.approx(near, abs=2e-3)


def test_the_log_determinant_of_the_prior() -> None:
    of = design(merged(company(500, 2).cells, ()), (), "p")
    spread = Spread(-0.8, -0.4, 0.7)
    random = precision(of, spread)[1:, 1:]
    scaled = (np.exp(-1.6) + np.exp(-0.8) + 0.7**2) / 2
    whole = np.linalg.slogdet(random)[1] / 2 + spread.log_vendor + spread.log_site - scaled
    assert log_density(of, spread)[0] == pytest.approx(whole)


@pytest.fixture(scope="module")
def sorted_company() -> Simulated:
    return company(50_000, 11)


def test_weak_vendors_at_hard_sites_are_told_from_their_sites(sorted_company: Simulated) -> None:
    found = fitted(sorted_company.cells, tuple(CASE_MIX))
    assert found.verdict == "compared" and found.model is not None and found.fixed is not None
    model = found.model
    assert model.association is not None and model.association > 0.5
    assert model.coupling is not None and model.coupling.correlation > 0.7 and not model.coupling.is_warned
    truth = sorted_company.rate
    crude, adjusted = (np.sqrt(((rate - truth) ** 2).mean()) for rate in (found.crude, model.estimates.adjusted))
    assert adjusted < crude / 3
    assert judged(sorted_company, found)[3] < judged(sorted_company, found)[4]


def test_too_few_orders_to_part_vendor_from_site_are_said() -> None:
    found = fitted(company(3000, 11).cells, tuple(CASE_MIX))
    assert found.model is not None and found.model.coupling is not None
    assert found.model.coupling.is_warned and found.model.coupling.reliability < 0.8


def test_sites_dealt_by_chance_are_not_warned_of() -> None:
    found = fitted(company(50_000, 12, is_sorted=False).cells, tuple(CASE_MIX))
    assert found.model is not None and found.model.coupling is not None
    assert abs(found.model.coupling.correlation) < 0.5 and not found.model.coupling.is_warned


@pytest.mark.parametrize("is_sorted", [True, False])
def test_intervals_hold_the_truth(is_sorted: bool) -> None:
    """Vendors of one company share its chance, so that the mean of four companies scatters by some 2 %; the benchmark takes 50."""
    found = coverage(4, 6_000, 31, is_sorted)
    assert found.converged == 4
    assert found.rates > 0.90 and found.effects > 0.90 and found.fixed_rates > 0.90
    assert found.error < found.fixed_error
