"""What a contract manager gets wrong in an agreement is refused at the door, each for its reason, judged by Great Expectations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import polars as pl
import pytest

from assay.contracts import CONTRACTS, contract
from assay.contracts.suite import suite
from assay.warehouse.connect import Connection
from pipelines.building.known import lay_out
from pipelines.building.stage import put
from pipelines.validation.validate import validate
from tests.pipelines.derive_tables import Row, on, table

AGREEMENT = {"agreement_id": "A", "vendor_id": "V", "service": "cleaning", "effective_from": on("2026-01-01")}
LEVEL = {"level_id": "L", "agreement_id": "A", "kpi": "response_on_time", "target": 99.0, "decimals": 1}
UK = ((99.0, None, 0), (98.0, 98.9, 1), (97.0, 97.9, 2), (96.0, 96.9, 3), (None, 95.9, 4))
Tier = tuple[float | None, float | None, float]


@pytest.fixture
def connection() -> Iterator[Connection]:
    with duckdb.connect() as connection:
        lay_out(connection, None)
        know(connection, "vendors", {"vendor_id": "V", "name": "甲"}, {"vendor_id": "W", "name": "乙"})
        know(connection, "sites", {"site_id": "S", "name": "一号厂房", "time_zone": "Asia/Shanghai"})
        yield connection


def know(connection: Connection, name: str, *rows: Row) -> None:
    put(connection, f"known.{name}", table(name, *rows))


def refused(connection: Connection, name: str, *rows: Row) -> dict[str, list[int]]:
    """Reason → the lines refused for it, of a batch with those lines 1, 2, 3 …"""
    numbers = pl.int_range(1, len(rows) + 1, dtype=pl.Int64)
    batch = table(name, *rows).with_columns(source_row=numbers, unread_columns=pl.lit(None, pl.String))
    connection.register("batch", batch.to_arrow())
    connection.execute(f"create or replace table {name} as from batch")
    findings = validate(connection, name, suite(contract(name), "2026-11-22T00:00:00")).findings
    return {one.expectation.reason: _lines(connection, one.broken_rows) for one in findings if one.broken_rows}


def _lines(connection: Connection, query: str) -> list[int]:
    return sorted(line for (line,) in connection.execute(query).fetchall())


def agreement(id_: str, first: str, last: str | None = None, **more: object) -> Mapping[str, object]:
    return AGREEMENT | {"agreement_id": id_, "effective_from": on(first), "effective_to": on(last) if last else None} | more


def tiers(*said: Tier, level_id: str = "L") -> list[Mapping[str, object]]:
    return [{"level_id": level_id, "from_value": first, "to_value": last, "points": points} for first, last, points in said]


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        (("2026-01-01", "2026-06-30"), ("2026-07-01", None), False),
        (("2026-01-01", "2026-07-01"), ("2026-07-01", None), True),
        (("2026-01-01", None), ("2026-07-01", None), True),
        (("2026-07-01", "2026-07-31"), ("2026-01-01", "2026-12-31"), True),
    ],
)
def test_two_agreements_on_the_same_days_are_both_refused(
    connection: Connection, first: tuple[str, str | None], second: tuple[str, str | None], is_refused: bool
) -> None:
    found = refused(connection, "agreements", agreement("A", *first), agreement("B", *second))
    assert found == ({"overlapping_validity": [1, 2]} if is_refused else {})


@pytest.mark.parametrize("other", [{"vendor_id": "W"}, {"service": "security"}, {"site_id": "S"}])
def test_another_vendor_service_or_site_is_no_overlap(connection: Connection, other: Mapping[str, object]) -> None:
    found = refused(connection, "agreements", agreement("A", "2026-01-01"), agreement("B", "2026-01-01", **other))
    assert found == {}


def test_a_renewal_overlaps_with_what_is_known_until_the_old_one_is_ended(connection: Connection) -> None:
    know(connection, "agreements", AGREEMENT)
    renewal = agreement("B", "2026-07-01")
    assert refused(connection, "agreements", renewal) == {"overlapping_validity": [1]}
    assert refused(connection, "agreements", renewal, agreement("A", "2026-01-01", "2026-06-30")) == {}


@pytest.mark.parametrize(
    ("money", "is_refused"),
    [
        ({}, False),
        ({"monthly_charge": 1e5}, False),
        ({"scheme": "pool"}, True),
        ({"scheme": "pool", "monthly_charge": 1e5}, True),
        ({"scheme": "pool", "monthly_charge": 1e5, "at_risk_share": 0.1}, False),
        ({"scheme": "points", "monthly_charge": 1e5, "at_risk_share": 0.1}, True),
        ({"scheme": "points", "monthly_charge": 1e5, "at_risk_share": 0.1, "point_share": 0.01}, False),
    ],
)
def test_a_scheme_comes_with_its_amounts(connection: Connection, money: Mapping[str, object], is_refused: bool) -> None:
    found = refused(connection, "agreements", AGREEMENT | money)
    assert found == ({"money_incomplete": [1]} if is_refused else {})


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"kpi": "responce_on_time"}, "unknown_kpi"),
        ({"weight": -1.0}, "between"),
        ({"pool_share": 1.2}, "between"),
        ({"bonus_share": 0.02}, "bonus_without_target"),
        ({"bonus_share": 0.02, "bonus_target": 99.5}, None),
        ({"earn_back_months": 3}, "earn_back_incomplete"),
        ({"earn_back_months": 3, "earn_back_level": 99.5}, "earn_back_incomplete"),
        ({"earn_back_months": 3, "earn_back_level": 99.5, "earn_back_share": 0.5}, None),
    ],
)
def test_a_level_is_refused_for_what_it_lacks(connection: Connection, more: Mapping[str, object], reason: str | None) -> None:
    know(connection, "agreements", AGREEMENT)
    assert refused(connection, "service_levels", LEVEL | more) == ({reason: [1]} if reason else {})


def test_allocations_of_a_category_sum_to_one_at_most(connection: Connection) -> None:
    know(connection, "agreements", AGREEMENT)

    def levels(*allocations: float | None) -> list[Mapping[str, object]]:
        shared = LEVEL | {"pool_category": "timeliness", "pool_share": 0.5}
        return [shared | {"level_id": f"L{place}", "allocation_share": share} for place, share in enumerate(allocations)]

    assert refused(connection, "service_levels", *levels(0.4, 0.6)) == {}
    assert refused(connection, "service_levels", *levels(0.4, 0.7)) == {"shares_over_whole": [1, 2]}
    assert refused(connection, "service_levels", *levels(0.4, None)) == {"shares_over_whole": [1, 2]}
    know(connection, "service_levels", *levels(0.4, 0.6))
    assert refused(connection, "service_levels", levels(0.4, 0.7)[1]) == {"shares_over_whole": [1]}
    other_pool = levels(0.4, 0.6)[1] | {"pool_share": 0.4}
    assert refused(connection, "service_levels", other_pool) == {"shares_over_whole": [1]}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (UK, None),
        (((98.95, None, 0), (None, 98.94, 1)), None),  # at one decimal 98.9 ends below and 99.0 begins above
        (((99.0, None, 0), (98.0, 98.8, 1), (None, 97.9, 4)), "tiers_leave_gap"),  # 98.9 is in none
        (((99.0, None, 0), (98.0, 99.0, 1), (None, 97.9, 4)), "tiers_overlap"),  # 99.0 is in two
        (((99.0, None, 0), (98.0, 98.9, 1)), "tiers_leave_gap"),  # what is below 98.0 is in none
        (((99.0, 100.0, 0), (None, 98.9, 1)), "tiers_leave_gap"),  # open at the top is what covers everything
        (((99.0, None, 0), (98.0, None, 1), (None, 97.9, 4)), "tiers_overlap"),
        (((99.0, None, 0), (None, 98.9, 1), (None, 97.9, 4)), "tiers_overlap"),
    ],
)  # fmt: skip
def test_tiers_are_judged_at_the_decimals_of_their_level(
    connection: Connection, said: tuple[Tier, ...], reason: str | None
) -> None:
    know(connection, "agreements", AGREEMENT)
    know(connection, "service_levels", LEVEL)
    assert refused(connection, "level_tiers", *tiers(*said)) == ({reason: list(range(1, len(said) + 1))} if reason else {})


def test_at_two_decimals_the_same_tiers_leave_a_gap(connection: Connection) -> None:
    know(connection, "agreements", AGREEMENT)
    know(connection, "service_levels", LEVEL, LEVEL | {"level_id": "M", "decimals": 2}, LEVEL | {"level_id": "N", "decimals": None})
    found = refused(connection, "level_tiers", *tiers(*UK), *tiers(*UK, level_id="M"), *tiers(*UK, level_id="N"))
    assert found == {"tiers_leave_gap": [6, 7, 8, 9, 10], "tiers_need_decimals": [11, 12, 13, 14, 15]}


def test_a_corrected_tier_is_judged_with_those_already_known(connection: Connection) -> None:
    know(connection, "agreements", AGREEMENT)
    know(connection, "service_levels", LEVEL)
    know(connection, "level_tiers", *tiers(*UK))
    assert refused(connection, "level_tiers", *tiers((98.5, 98.9, 1))) == {"tiers_leave_gap": [1]}
    assert refused(connection, "level_tiers", *tiers((98.5, 98.9, 1), (97.0, 98.4, 2))) == {}


def test_a_tier_upside_down_of_negative_points_or_of_no_level(connection: Connection) -> None:
    know(connection, "agreements", AGREEMENT)
    know(connection, "service_levels", LEVEL)
    found = refused(connection, "level_tiers", *tiers((98.0, 97.0, 1)), *tiers((None, None, 0), level_id="X"))
    assert found["tier_upside_down"] == [1] and found["unknown_in_service_levels"] == [2]
    assert refused(connection, "level_tiers", *tiers((None, None, -1))) == {"between": [1]}


def test_every_reason_says_itself_in_the_words_of_its_columns() -> None:
    for declared in (one for one in CONTRACTS if one.table in ("agreements", "service_levels", "level_tiers")):
        for rule in declared.rules:
            said = rule.expectation("")
            assert said.columns and all(column in {c.name for c in declared.columns} for column in said.columns)
