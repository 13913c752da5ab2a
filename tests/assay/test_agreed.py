"""What is counted for each level of an agreement: which rows belong to it, and which to another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assay.kpis import KPIS, kpi
from assay.level import Agreement, Level, Tier
from assay.measured import Measured, Measures, Sums
from assay.scope import Scope
from assay.warehouse import agreed, read
from assay.warehouse.behind_line import behind_line
from assay.warehouse.read import Warehouse
from tests.assay.small_warehouse import small
from tests.pipelines.derive_tables import AGREEMENT, ORDER, Row, at, level, on

ALL = Scope.all()
MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))
NOW = at("2026-09-30 00:00")
KNOWN = {one.id: one for one in KPIS}


def counted(warehouse: Warehouse, month: date, keys: tuple[tuple[str, str], ...] = (), scope: Scope = ALL) -> Measures:
    return agreed.measures(warehouse, scope, agreed.agreements(warehouse, scope), KNOWN, [month], keys)[month]


def order(id_: str, requested: str, responded: str | None, **more: object) -> Row:
    return ORDER | {"order_id": id_, "requested_at": at(requested), "responded_at": responded and at(responded)} | more


def sums(found: Measures) -> dict[str, tuple[float, float]]:
    return {level_id: (one.sums.numerator, one.sums.denominator) for (level_id, _), one in found.items()}


# Agreements


def test_agreements_come_with_every_version_level_and_tier():
    two = AGREEMENT | {"agreement_id": "B", "effective_from": on("2026-07-01"), "scheme": "points", "point_share": 0.01,
                       "monthly_charge": 1000.0, "at_risk_share": 0.1}  # fmt: skip
    first = AGREEMENT | {"effective_to": on("2026-06-30")}
    warehouse = small(
        NOW, agreements=[two, first], service_levels=[level("nps", level_id="L2", agreement_id="B"), level("nps", level_id="L1")],
        level_tiers=[{"level_id": "L2", "from_value": 50.0, "to_value": None, "points": 0.0},
                     {"level_id": "L2", "from_value": None, "to_value": 49.9, "points": 1.0}],
    )  # fmt: skip
    found = agreed.agreements(warehouse, ALL)
    assert [(one.agreement_id, one.effective_to) for one in found] == [("A", date(2026, 6, 30)), ("B", None)]
    assert [one.level_id for one in found[0].levels] == ["L1"]
    assert found[1].tiers == {"L2": (Tier(None, 49.9, 1.0), Tier(50.0, None, 0.0))}
    assert (found[1].scheme, found[1].point_share, found[1].levels[0].service) == ("points", 0.01, "cleaning")
    assert agreed.agreements(warehouse, ALL, "nobody") == ()


# Which level takes a row


def test_a_row_counts_in_the_month_of_the_kpi_s_own_day():
    """Asked on 31 May with an hour to answer, due on 1 June; the site keeps UTC."""
    warehouse = small(
        NOW, agreements=[AGREEMENT], service_levels=[level("response_on_time", 60.0, level_id="L")],
        orders=[order("late", "2026-05-31 23:30", "2026-06-01 00:20")],
    )  # fmt: skip
    assert sums(counted(warehouse, MAY)) == {} and sums(counted(warehouse, JUNE)) == {"L": (1.0, 1.0)}


def test_a_level_for_all_priorities_takes_those_without_a_level_of_their_own():
    warehouse = small(
        NOW, agreements=[AGREEMENT],
        service_levels=[level("response_on_time", 60.0, "urgent", level_id="U"), level("response_on_time", 60.0, level_id="ALL")],
        orders=[order(f"{p}{n}", "2026-06-10 08:00", "2026-06-10 08:30" if n else "2026-06-10 12:00", priority_at_request=p)
                for p in ("urgent", "normal", "low") for n in (0, 1)],
    )  # fmt: skip
    assert sums(counted(warehouse, JUNE)) == {"U": (1.0, 2.0), "ALL": (2.0, 4.0)}


def test_an_order_is_under_the_version_of_its_request_while_that_has_a_statement():
    """The version changes on 16 June: what was asked for on the 15th and fell due on the 17th is the first version's. It changes
    on 1 July: what was asked for on 30 June and fell due on 2 July is in no statement but the new version's."""
    versions = (("A", "2026-01-01", "2026-06-15"), ("B", "2026-06-16", "2026-06-30"), ("C", "2026-07-01", None))
    warehouse = small(
        NOW,
        agreements=[AGREEMENT | {"agreement_id": id_, "effective_from": on(first), "effective_to": last and on(last)}
                    for id_, first, last in versions],
        service_levels=[level("response_on_time", 2880.0, level_id=f"L{id_}", agreement_id=id_) for id_, _, _ in versions],
        orders=[order("1", "2026-06-15 09:00", "2026-06-15 10:00"), order("2", "2026-06-20 09:00", None),
                order("3", "2026-06-30 09:00", None), order("4", "2026-07-05 09:00", "2026-07-05 10:00")],
    )  # fmt: skip
    assert sums(counted(warehouse, JUNE)) == {"LA": (1.0, 1.0), "LB": (0.0, 1.0)}
    assert sums(counted(warehouse, JULY)) == {"LC": (1.0, 2.0)}


def test_an_order_from_before_the_agreement_is_under_none():
    fault = {"kind": "fault", "outcome": "solved", "visits": 1, "completed_at": at("2026-06-20 09:00")}
    warehouse = small(
        NOW, agreements=[AGREEMENT | {"effective_from": on("2026-06-15")}], service_levels=[level("clearance_rate", level_id="L")],
        orders=[order("before", "2026-06-14 09:00", None, **fault), order("after", "2026-06-16 09:00", None, **fault)],
    )  # fmt: skip
    assert sums(counted(warehouse, JUNE)) == {"L": (1.0, 1.0)}


def survey(id_: str, site: str, answered: str, csat: int) -> Row:
    return {"response_id": id_, "vendor_id": "V", "site_id": site, "service": "cleaning", "csat": csat,
            "invited_at": at(answered), "answered_at": at(answered)}  # fmt: skip


def test_an_agreement_for_a_site_goes_before_one_for_all_sites_while_it_is_in_force():
    """Also where the one for all sites is the later of the two."""
    own = AGREEMENT | {"agreement_id": "S", "site_id": "BE", "effective_from": on("2026-05-10"), "effective_to": on("2026-06-20")}
    warehouse = small(
        NOW, agreements=[AGREEMENT | {"effective_from": on("2026-06-01")}, own],
        service_levels=[level("csat_top2_share", level_id="LA"), level("csat_top2_share", level_id="LS", agreement_id="S")],
        surveys=[survey("1", "BE", "2026-05-31 12:00", 5), survey("2", "BE", "2026-06-10 12:00", 5),
                 survey("3", "BE", "2026-06-20 12:00", 1), survey("4", "BE", "2026-06-21 12:00", 1),
                 survey("5", "U", "2026-06-15 12:00", 4)],
    )  # fmt: skip
    assert sums(counted(warehouse, JUNE)) == {"LA": (1.0, 2.0), "LS": (1.0, 2.0)}


def test_another_vendor_and_another_service_are_not_counted():
    warehouse = small(
        NOW, agreements=[AGREEMENT], service_levels=[level("csat_top2_share", level_id="L")],
        surveys=[survey("1", "U", "2026-06-09 12:00", 5), survey("2", "U", "2026-06-09 12:00", 5) | {"vendor_id": "W"},
                 survey("3", "U", "2026-06-09 12:00", 5) | {"service": "security"}],
    )  # fmt: skip
    assert sums(counted(warehouse, JUNE)) == {"L": (1.0, 1.0)}


def test_methods_of_inspection_are_kept_apart():
    looked = {"vendor_id": "V", "site_id": "U", "service": "cleaning", "done_on": on("2026-06-05")}
    methods = [("random", "pass"), ("random", "fail"), ("scheduled", "pass")]
    warehouse = small(
        NOW, agreements=[AGREEMENT], service_levels=[level("inspection_pass_rate", level_id="L")],
        inspections=[looked | {"inspection_id": str(n), "method": method, "outcome": outcome}
                     for n, (method, outcome) in enumerate(methods)],
    )  # fmt: skip
    found = counted(warehouse, JUNE)
    assert found == {("L", "random"): Measured(Sums(1.0, 2.0)), ("L", "scheduled"): Measured(Sums(1.0, 1.0))}


def test_a_rate_of_two_tables_counts_each_by_its_own_day():
    """Two complaints received in June, one of them validated, over the three orders requested in June."""
    complaint = {"vendor_id": "V", "site_id": "U", "service": "cleaning", "received_at": at("2026-06-30 20:00")}
    warehouse = small(
        NOW, agreements=[AGREEMENT],
        service_levels=[level("complaint_rate", level_id="L"), level("complaint_rate", None, "urgent", level_id="U")],
        orders=[order(str(n), f"2026-06-{n}0 09:00", None) for n in (1, 2, 3)] + [order("4", "2026-07-01 09:00", None)],
        complaints=[complaint | {"complaint_id": "C1", "is_validated": True},
                    complaint | {"complaint_id": "C2", "is_validated": False},
                    complaint | {"complaint_id": "C3", "is_validated": True, "received_at": at("2026-07-01 00:00")}],
    )  # fmt: skip
    assert counted(warehouse, JUNE) == {("L", None): Measured(Sums(1.0, 3.0), {"not_validated": 1.0})}


def test_a_stock_counts_at_its_month_s_end_under_the_version_in_force_then():
    """The version changes in the middle of July: the stock of that whole month is the second version's."""
    versions = (("A", "2026-01-01", "2026-07-15"), ("B", "2026-07-16", None))
    warehouse = small(
        NOW,
        agreements=[AGREEMENT | {"agreement_id": id_, "effective_from": on(first), "effective_to": last and on(last)}
                    for id_, first, last in versions],
        service_levels=[level(kpi_, 60.0, level_id=f"{kpi_}-{id_}", agreement_id=id_) for id_, _, _ in versions
                        for kpi_ in ("overdue_backlog_share", "staff_turnover", "completion_on_time")],
        orders=[order("1", "2026-06-20 09:00", None), order("2", "2026-07-31 23:30", None)],
        staff=[{"worker_id": "P", "vendor_id": "V", "site_id": "U", "service": "cleaning", "role": "cleaner",
                "started_on": on("2026-06-01"), "ended_on": on("2026-07-31")}],
    )  # fmt: skip
    june, july = sums(counted(warehouse, JUNE)), sums(counted(warehouse, JULY))
    assert (june["overdue_backlog_share-A"], june["staff_turnover-A"]) == ((1.0, 1.0), (0.0, 30.0))
    assert (july["overdue_backlog_share-B"], july["staff_turnover-B"]) == ((1.0, 2.0), (1.0, 31.0))
    assert not {"overdue_backlog_share-A", "staff_turnover-A"} & july.keys()


def test_what_was_left_out_is_counted_by_reason():
    warehouse = small(
        at("2026-06-15 12:00"), agreements=[AGREEMENT], service_levels=[level("response_on_time", 600.0, level_id="L")],
        orders=[order("met", "2026-06-10 08:00", "2026-06-10 08:30"), order("not due", "2026-06-15 11:00", None),
                order("cancelled", "2026-06-10 08:00", None, cancelled_at=at("2026-06-10 09:00"))],
    )  # fmt: skip
    assert counted(warehouse, JUNE) == {("L", None): Measured(Sums(1.0, 1.0), {"not_yet_due": 1.0, "cancelled": 1.0})}


def test_what_nobody_ever_recorded_is_no_data():
    """Without any complaint on record the rate would be a perfect zero."""
    warehouse = small(
        NOW, agreements=[AGREEMENT], service_levels=[level("complaint_rate", level_id="L")],
        orders=[order("1", "2026-06-10 09:00", None)],
    )  # fmt: skip
    assert counted(warehouse, JUNE) == {}


def test_rows_that_adjustments_name_bring_their_part_of_the_sums():
    """A row of another level, one that does not count, and one that there is not are not among them."""
    warehouse = small(
        NOW, agreements=[AGREEMENT],
        service_levels=[level("response_on_time", 60.0, level_id="L"), level("repeat_rate", level_id="R")],
        orders=[order("met", "2026-06-10 08:00", "2026-06-10 08:30"), order("missed", "2026-06-11 08:00", None),
                order("cancelled", "2026-06-10 08:00", None, cancelled_at=at("2026-06-10 08:10"))],
    )  # fmt: skip
    keys = (("L", "missed"), ("L", "cancelled"), ("L", "no such order"), ("R", "met"))
    found = counted(warehouse, JUNE, keys)
    assert found["L", None] == Measured(Sums(1.0, 2.0), {"cancelled": 1.0}, {"missed": Sums(0.0, 1.0)})


def test_squares_come_along_and_of_a_row_too():
    """Scores 80 and 90: Σx = 170, Σx² = 6,400 + 8,100."""
    looked = {"vendor_id": "V", "site_id": "U", "service": "cleaning", "method": "random", "done_on": on("2026-06-05")}
    warehouse = small(
        NOW, agreements=[AGREEMENT], service_levels=[level("inspection_score", level_id="L")],
        inspections=[looked | {"inspection_id": "I80", "score": 80.0}, looked | {"inspection_id": "I90", "score": 90.0}],
    )  # fmt: skip
    found = counted(warehouse, JUNE, (("L", "I90"),))
    assert found["L", "random"] == Measured(Sums(170.0, 2.0, 14_500.0), {}, {"I90": Sums(90.0, 1.0, 8_100.0)})


def test_an_indicator_that_arrives_as_figures_is_counted():
    indicator = {"kpi": "queue", "title_zh": "排队", "title_en": "Queue", "direction": "lower", "scale": 100.0}
    figure = {"kpi": "queue", "vendor_id": "V", "service": "cleaning", "grain": "month", "numerator": 3.0, "denominator": 60.0,
              "period_on": JUNE}  # fmt: skip
    warehouse = small(
        NOW, agreements=[AGREEMENT], service_levels=[level("queue", level_id="L")], indicators=[indicator], aggregates=[figure]
    )
    signed = agreed.agreements(warehouse, ALL)
    found = agreed.measures(warehouse, ALL, signed, agreed.kpis(warehouse), [JUNE, JULY])
    assert found == {JUNE: {("L", None): Measured(Sums(3.0, 60.0))}, JULY: {}}


# The sample company


@pytest.fixture(scope="module")
def opened(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, read.version(warehouse) or "")


@pytest.fixture(scope="module")
def signed(opened: Warehouse) -> tuple[Agreement, ...]:
    return agreed.agreements(opened, ALL)


@pytest.fixture(scope="module")
def september(opened: Warehouse, signed: tuple[Agreement, ...]) -> Measures:
    month = date(2026, 9, 1)
    return agreed.measures(opened, ALL, signed, KNOWN, [month])[month]


def levels(signed: tuple[Agreement, ...]) -> Mapping[str, Level]:
    return {level.level_id: level for one in signed for level in one.levels}


def test_the_levels_of_all_vendors_sum_to_the_cells(opened: Warehouse, signed: tuple[Agreement, ...], september: Measures):
    """Every vendor of the sample has levels for every priority, so nothing of the month's cells is left over."""
    known = levels(signed)
    for id_ in ("response_on_time", "completion_on_time", "csat_top2_share", "inspection_pass_rate"):
        own = [one.sums for (level_id, _), one in september.items() if known[level_id].kpi == id_]
        cells = read.cells(opened, kpi(id_), (), "month", ALL).filter(pl.col("period") == "2026-09")
        assert sum(one.numerator for one in own) == cells["numerator"].sum()
        assert sum(one.denominator for one in own) == cells["denominator"].sum() > 0


def test_the_rows_behind_a_line_sum_to_it(opened: Warehouse, signed: tuple[Agreement, ...], september: Measures):
    """One vendor of each service, every level: what the rows count and what was left out is what the line says."""
    chosen = {one.service: one for one in signed if one.effective_to is None}.values()
    compared = 0
    for agreement in chosen:
        for wanted in agreement.levels:
            for (_, method), one in ((place, one) for place, one in september.items() if place[0] == wanted.level_id):
                found = behind_line(opened, ALL, agreement, wanted, kpi(wanted.kpi), date(2026, 9, 1), method, size=1000)
                rows = found.rows
                assert (rows["numerator"].sum(), rows["denominator"].sum()) == (one.sums.numerator, one.sums.denominator)
                assert dict(rows["reason"].drop_nulls().value_counts().iter_rows()) == one.excluded
                assert found.total == rows.height and found.counted == rows["reason"].null_count()
                compared += found.total
    assert compared > 100


def test_behind_a_line_the_misses_come_first_and_pages_do_not_overlap(
    opened: Warehouse, signed: tuple[Agreement, ...], september: Measures
):
    known = levels(signed)
    clocks = {place[0]: one.sums for place, one in september.items() if known[place[0]].kpi == "completion_on_time"}
    worst = max(clocks, key=lambda level_id: clocks[level_id].denominator - clocks[level_id].numerator)
    (agreement,) = [one for one in signed if one.agreement_id == known[worst].agreement_id]
    read_ = (opened, ALL, agreement, known[worst], kpi("completion_on_time"), date(2026, 9, 1))
    first, second = behind_line(*read_, size=3).rows, behind_line(*read_, first=3, size=3).rows
    assert first["numerator"][0] == 0.0 and first["key"].to_list() == first["order_id"].to_list()
    assert not set(first["key"]) & set(second["key"]) and first.height == 3
    late = first.filter(pl.col("state") == "missed").drop_nulls("minutes")
    assert (late["minutes"] > late["target_minutes"]).all() and (late["stopped_at"] > late["deadline_at"]).all()


def test_a_vendor_reads_its_own_agreement_and_rows_only(opened: Warehouse, signed: tuple[Agreement, ...], september: Measures):
    vendor = signed[0].vendor_id
    scope, month = Scope.of_vendor(vendor), date(2026, 9, 1)
    own = agreed.agreements(opened, scope)
    assert own == tuple(one for one in signed if one.vendor_id == vendor)
    ids = {level.level_id for one in own for level in one.levels}
    expected = {place: one for place, one in september.items() if place[0] in ids}
    assert agreed.measures(opened, scope, own, KNOWN, [month])[month] == expected
    assert agreed.measures(opened, scope, signed, KNOWN, [month])[month] == expected
    other = next(one for one in signed if one.vendor_id != vendor)
    assert behind_line(opened, scope, other, other.levels[0], kpi(other.levels[0].kpi), month).total == 0
