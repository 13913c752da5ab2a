"""Before signing: the cost of chance, exactly or by simulation, by the very rules of the statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from math import comb

import numpy as np
import pytest

from assay.agreements.money import cents
from assay.agreements.presign import Forecast, forecast
from assay.agreements.presign_exact import exact
from assay.agreements.presign_outcomes import Volume, outcomes
from assay.agreements.presign_years import Counts, drawn, settled
from assay.agreements.statement import Statement, statements
from assay.level import Agreement, Level
from assay.measured import Measured, Sums
from tests.assay.settlement_cases import KNOWN, RESPONSE, points, pool

EXACTLY = replace(RESPONSE, decimals=None, rounding=None)
YEAR = tuple(date(2026, month, 1) for month in range(1, 13))


def named(level_id: str, **more: object) -> Level:
    return replace(EXACTLY, level_id=level_id, priority=level_id, **more)  # type: ignore[arg-type]


def at_most(x: int, n: int, p: float) -> float:
    """The binomial, from its formula."""
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x + 1))


def one_level(level: Level, due: int, rate: float) -> Forecast:
    return forecast(pool(level), KNOWN, {level.level_id: Volume(due, rate)}, seed=1)


@pytest.mark.parametrize(("due", "least", "published"), [(20, 19, 0.12), (10, 10, 0.26), (100, 95, 0.08)])
def test_a_vendor_truly_at_97_fails_95_by_chance(due: int, least: int, published: float):
    """19 of 20 is 95 %, so 18 fail; of 10 only all 10 do; of 100 it takes 95."""
    found = one_level(replace(EXACTLY, pool_share=0.5), due, 97.0)
    chance = at_most(least - 1, due, 0.97)
    assert found.method == "exact" and round(chance, 2) == published
    assert found.levels[0].chance_of_miss == pytest.approx(chance) == pytest.approx(found.months_charged)
    assert found.expected_credit == pytest.approx(12 * chance * 5000)  # half of the 10,000 at risk


def test_a_vendor_exactly_at_target_pays_all_the_same():
    found = one_level(replace(EXACTLY, pool_share=0.5), 100, 95.0)
    assert found.expected_credit == pytest.approx(12 * 5000 * at_most(94, 100, 0.95)) and found.expected_credit > 20_000
    assert found.quantiles[0.05] > 0


def test_the_quantiles_of_a_year_are_those_of_a_binomial_number_of_bad_months():
    """One level: the year costs 5,000 for each of 12 months that fail with the same chance."""
    found = one_level(replace(EXACTLY, pool_share=0.5), 20, 97.0)
    chance = at_most(18, 20, 0.97)
    for q, amount in found.quantiles.items():
        bad = amount / 5000
        assert bad.is_integer() and at_most(int(bad), 12, chance) >= q
        assert bad == 0 or at_most(int(bad) - 1, 12, chance) < q


def test_incidents_and_cap_are_exact_by_enumeration():
    """Three levels that fail or not: eight cases written out. L1 and L2 are one incident; 7,000 + 6,000 is capped at 10,000."""
    shares, group = {"L1": 0.4, "L2": 0.7, "L3": 0.6}, {"L1": "late", "L2": "late"}
    levels = [named(id_, pool_share=share, incident_group=group.get(id_)) for id_, share in shares.items()]
    found = forecast(pool(*levels), KNOWN, {id_: Volume(20, 96.0) for id_ in shares}, seed=1)
    miss = at_most(18, 20, 0.96)
    month = capped = 0.0
    for first, second, third in product((0, 1), repeat=3):
        chance = miss ** (first + second + third) * (1 - miss) ** (3 - first - second - third)
        gross = max(4000 * first, 7000 * second) + 6000 * third
        month, capped = month + chance * min(gross, 10_000), capped + chance * (gross > 10_000)
    assert found.method == "exact" and found.because == () and found.years is None
    assert found.expected_credit == pytest.approx(12 * month)
    assert found.months_capped == pytest.approx(capped)
    assert found.months_charged == pytest.approx(1 - (1 - miss) ** 3)


def test_more_orders_at_the_same_true_rate_cost_less():
    costs = [one_level(replace(EXACTLY, pool_share=0.5), due, 97.0).expected_credit for due in (10, 20, 100, 400)]
    assert costs == sorted(costs, reverse=True)


COUPLED = (
    named("L1", target=95.0, incident_group="late", earn_back_months=2, earn_back_level=96.0, earn_back_share=0.35),
    named("L2", target=96.0, incident_group="late", repeat_multiplier=2.0, bonus_target=99.0, bonus_share=0.013),
    named("L3", target=97.0, repeat_multiplier=3.0, earn_back_months=1, earn_back_level=97.0, earn_back_share=1.0),
    named("L4", kpi="complaint_rate", target=2.0, decimals=1, earn_back_months=3, earn_back_level=2.5, earn_back_share=0.5),
)
DUE = {"L1": Volume(40, 96.0), "L2": Volume(60, 95.0), "L3": Volume(30, 96.5), "L4": Volume(900, 2.2)}
POOLED = pool(*(replace(level, pool_share=share) for level, share in zip(COUPLED, (0.31, 0.47, 0.333, 0.29), strict=True)))
POINTED = replace(points(*(replace(level, decimals=1) for level in COUPLED)), point_share=0.017)


def walked(agreement: Agreement, places: Counts, first: tuple[int, ...]) -> tuple[Statement, ...]:
    """The drawn year settled by the statement: nothing of the simulator but its counts."""
    measures = {
        month: {
            (level.level_id, None): Measured(Sums(float(first[at] + places[place, at]), float(DUE[level.level_id].due)))
            for at, level in enumerate(agreement.levels)
        }
        for place, month in enumerate(YEAR)
    }
    return statements("V", YEAR, [agreement], measures, KNOWN)


@pytest.mark.parametrize("agreement", [POOLED, POINTED], ids=["pool", "points"])
def test_the_simulator_settles_as_the_statement_does_to_the_cent(agreement: Agreement):
    tables = outcomes(agreement, KNOWN, DUE)
    places = drawn(tables, 25, seed=4)
    years = settled(tables, places, 1_000_000)
    first = tuple(table.first for table in tables)
    for year in range(25):
        found = walked(agreement, places[year], first)
        assert [cents(one.accounts[0].gross) for one in found] == years.gross[year].tolist()
        assert [cents(one.credit) for one in found] == years.due[year].tolist()
        assert [cents(one.earned_back) for one in found] == years.earned_back[year].tolist()
        assert [cents(one.bonus) for one in found] == years.bonus[year].tolist()
    assert years.earned_back.any() and years.bonus.any()
    assert (years.gross > years.due).any() or agreement is POINTED


def test_simulated_and_exact_agree():
    """The same months by both ways: within three standard errors."""
    late = (named("L1", pool_share=0.4, incident_group="a"), named("L2", pool_share=0.7, incident_group="a"))
    agreement = pool(*late, named("L3", pool_share=0.6))
    volumes = {id_: Volume(20, 96.0) for id_ in ("L1", "L2", "L3")}
    tables = outcomes(agreement, KNOWN, volumes)
    whole = exact(tables, 1_000_000)
    years = settled(tables, drawn(tables, 20_000, seed=2), 1_000_000).due.sum(axis=1)
    mean = float(np.arange(len(whole.chance)) @ whole.chance) * whole.unit
    assert abs(years.mean() - mean) < 3 * years.std() / np.sqrt(20_000)


def test_coupled_months_are_simulated_and_it_says_why_and_with_what():
    found = forecast(POOLED, KNOWN, DUE, seed=7, years=2_000)
    assert (found.method, found.because, found.years, found.seed) == ("simulated", ("repeat", "earn_back"), 2_000, 7)
    assert found == forecast(POOLED, KNOWN, DUE, seed=7, years=2_000)
    assert found.expected_earn_back > 0 and found.expected_bonus > 0 and 0 < found.error < found.expected_credit / 50
    assert sorted(found.quantiles.values()) == list(found.quantiles.values())


def test_amounts_without_a_common_measure_are_simulated():
    """The share of an odd charge: cents that nothing but the cent divides."""
    agreement = replace(pool(named("L1", pool_share=0.317), named("L2", pool_share=0.211)), monthly_charge=98_765.43)
    found = forecast(agreement, KNOWN, {"L1": Volume(20, 96.0), "L2": Volume(20, 96.0)}, seed=1, years=500)
    assert (found.method, found.because) == ("simulated", ("fine_amounts",))


def test_levels_without_a_volume_are_named():
    agreement = pool(named("L1", pool_share=0.4), named("L2", pool_share=0.4))
    assert forecast(agreement, KNOWN, {"L1": Volume(20, 97.0)}, seed=1).left_out == ("L2",)


@pytest.mark.parametrize(
    ("kpi", "volume"), [("nps", Volume(20, 30.0)), ("certified_share", Volume(20, 90.0)), ("response_on_time", Volume(20, 101.0))]
)
def test_what_cannot_be_foretold_is_refused(kpi: str, volume: Volume):
    with pytest.raises(ValueError, match="cannot be foretold"):
        forecast(pool(replace(EXACTLY, kpi=kpi, pool_share=0.5)), KNOWN, {"L1": volume}, seed=1)


def test_an_agreement_without_any_volume_is_refused():
    with pytest.raises(ValueError, match="no level"):
        forecast(pool(EXACTLY), KNOWN, {}, seed=1)
