"""What was planted in the simulated company, found by the comparison: from the rows by way of the cells to the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache

import duckdb
import polars as pl
import pytest

from assay.kpis import kpi
from assay.report.comparison import Comparison, comparison
from assay.report.comparison_told import notes
from assay.scope import Scope
from assay.simulate import Company, simulate
from assay.warehouse.mix import case_mix, mixed
from assay.warehouse.read import Warehouse
from pipelines.derive import complete

MONTHS = tuple(f"{year}-{month:02}" for year in (2023, 2024, 2025, 2026) for month in range(1, 13))
Compare = Callable[[str, str], Comparison]


def opened(company: Company) -> Warehouse:
    connection = duckdb.connect()
    for table, frame in complete(company.tables, company.as_of).items():
        connection.register("arriving", frame.to_arrow())
        connection.execute(f"create table {table} as from arriving")
    return Warehouse("simulated", connection)


def compare(warehouse: Warehouse, company: Company, kpi_id: str, service: str) -> Comparison:
    of = kpi(kpi_id)
    names = dict(company.tables["vendors"].select("vendor_id", "name").iter_rows())
    cells = mixed(warehouse, of, MONTHS, Scope.all()).filter(pl.col("service") == service)
    return comparison(of, cells, case_mix(of), names, (), service, MONTHS)


@pytest.fixture(scope="module")
def company() -> Company:
    """Large enough for the truths of shares; the sample of the other tests is a twelfth of it."""
    return simulate(60_000, seed=1)


@pytest.fixture(scope="module")
def by_kpi(company: Company) -> Iterator[Compare]:
    warehouse = opened(company)
    yield cache(lambda kpi_id, service: compare(warehouse, company, kpi_id, service))
    warehouse.connection.close()


def truth(company: Company, section: str) -> Mapping[str, str]:
    found = company.truths[section]
    assert isinstance(found, Mapping)
    return found


@pytest.mark.parametrize("kpi_id", ["response_on_time", "completion_on_time", "response_minutes"])
def test_hard_sites_are_no_blame_and_easy_ones_no_merit(company: Company, by_kpi: Compare, kpi_id: str) -> None:
    found = by_kpi(kpi_id, "maintenance")
    bad, good = (found.get(truth(company, role)["vendor_id"]) for role in ("looks_bad", "looks_good"))
    assert bad is not None and good is not None
    is_higher = found.kpi.direction == "higher"
    assert (bad.crude.value < good.crude.value) == is_higher  # as counted, the one at the hard sites looks worse
    assert bad.band != "clearly_worse" and bad.place == 1
    assert good.band == "clearly_worse"
    assert (good.vendor_id, bad.vendor_id) in {(one.worse, one.better) for one in found.reversals}
    assert bad.held is not None and good.held is not None
    assert bad.held.hard_share > 2 * bad.held.hard_usual and good.held.easy_share > 2 * good.held.easy_usual


def test_the_truth_lies_in_most_intervals(company: Company, by_kpi: Compare) -> None:
    """The planted log odds of failure against the effects found, with their sign turned round: both about their mean."""
    found = by_kpi("completion_on_time", "maintenance").fitting
    assert found.model is not None
    effects = truth(company, "effects")
    planted = dict(zip(effects["vendor_ids"], effects["vendor_log_odds"], strict=True))
    true = pl.Series([-float(planted[id_]) for id_ in found.compared])
    estimates = found.model.estimates
    apart = (estimates.effect - (true - true.mean()).to_numpy()) / estimates.error
    # The vendor with the planted cell is worse than its own log odds say.
    cell = truth(company, "cell")["vendor_id"]
    others = [abs(z) for id_, z in zip(found.compared, apart, strict=True) if id_ != cell]
    assert sum(z < 2.5 for z in others) >= len(others) - 1


def test_the_disconnected_vendor_is_not_compared_and_it_is_said(company: Company, by_kpi: Compare) -> None:
    told = truth(company, "disconnected")
    found = by_kpi("response_on_time", told["service"])
    one = found.get(told["vendor_id"])
    assert one is not None
    assert (one.absent, one.rank, one.adjusted) == ("apart", None, None)
    assert len(found.ranked) == 2
    assert any(one.name in line and "not compared" in line for line in notes(found, {}, "en"))


def test_the_exclusive_site_is_said(company: Company, by_kpi: Compare) -> None:
    told = truth(company, "exclusive_site")
    found = by_kpi("response_on_time", told["service"])
    one = found.get(told["vendor_id"])
    assert one is not None
    assert [site for site, _ in one.exclusive] == [told["site_id"]]
    assert any("cannot be told apart" in line and one.name in line for line in notes(found, {}, "en"))


def test_identical_vendors_are_not_told_apart() -> None:
    """Twelve with 40 to 400 orders each: of all 24 verdicts at 95 % about one is wrong by chance."""
    company = simulate(2_500, seed=11, truths="identical")
    warehouse = opened(company)
    for kpi_id in ("response_on_time", "completion_on_time"):
        found = compare(warehouse, company, kpi_id, "maintenance")
        assert len(found.ranked) == 12
        assert sum(one.band != "not_distinguishable" for one in found.ranked) <= 1
        assert min(one.rank.high - one.rank.low for one in found.ranked if one.rank) >= 4


def test_cells_are_one_row_a_vendor_site_and_case_mix(company: Company) -> None:
    """Σ of the grouped cells is the count of the rows themselves, and a scope of one vendor sees that one."""
    warehouse, of = opened(company), kpi("completion_rate")
    frame = mixed(warehouse, of, ("2026-09", "2026-10"), Scope.all())
    keys = ["vendor_id", "site_id", "service", *case_mix(of)]
    assert frame.select(keys).is_duplicated().sum() == 0
    assert set(frame["season"]) == {"Q3", "Q4"}
    counted = warehouse.connection.execute(
        "select count(*) filter (where completed_on is not null), count(*) from orders where cancelled_at is null"
        " and completion_state in ('met', 'missed', 'open_past_deadline')"
        " and completion_deadline_on between '2026-09-01' and '2026-10-31'"
    ).fetchone()
    assert (frame["numerator"].sum(), frame["denominator"].sum()) == counted
    own = mixed(warehouse, of, ("2026-09", "2026-10"), Scope.of_vendor("V01"))
    assert set(own["vendor_id"]) == {"V01"}
    assert own["denominator"].sum() == frame.filter(pl.col("vendor_id") == "V01")["denominator"].sum()
    site = frame["site_id"][0]
    assert set(mixed(warehouse, of, ("2026-10",), Scope.all(), (site,))["site_id"]) == {site}


def test_what_a_vendor_decides_is_never_allowed_for() -> None:
    for kpi_id in ("response_on_time", "inspection_pass_rate", "csat_top2_share", "complaint_rate"):
        assert not {"priority", "visits", "outcome", "worker_id", "channel"} & set(case_mix(kpi(kpi_id)))
    assert case_mix(kpi("response_on_time")) == ("kind", "category", "priority_at_request", "shift", "season")
    assert case_mix(kpi("complaint_rate")) == ("season",)
