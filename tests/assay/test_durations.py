"""Waiting times as the warehouse counts them: done, waiting, cancelled, and for how long by the calendar of each agreement."""

from __future__ import annotations

from collections import Counter
from math import ceil, inf
from pathlib import Path

import polars as pl
import pytest

from assay.cells import Where
from assay.scope import Scope
from assay.simulate import Company
from assay.stats.survival.answers import done_within, median
from assay.stats.survival.counts import counts
from assay.stats.survival.curve import curve, curves
from assay.warehouse import empty, read
from assay.warehouse.durations import durations
from assay.warehouse.orders_clock import ClockName
from assay.warehouse.read import Warehouse
from pipelines.derive import complete
from tests.assay.small_warehouse import small
from tests.pipelines.derive_tables import AGREEMENT, ORDER, Row, at, on

ALL = Scope.all()
NOW = at("2026-10-09 10:00")  # a Friday
OFFICE = [
    {"calendar_id": "C", "effective_from": on("2026-01-01"), "weekday": weekday, "opens": opens, "closes": closes}
    for weekday in range(1, 6)
    for opens, closes in (("08:00", "12:00"), ("13:00", "18:00"))
]
SIGNED = [AGREEMENT | {"calendar_id": "C", "effective_from": on("2025-01-01")}]


def an_order(id_: str, requested: str, vendor: str = "V", service: str = "cleaning", **moments: str) -> Row:
    """An order of October 2026; moments as in `05 08:00`."""
    told = {f"{name}_at": at(f"2026-10-{moment}") for name, moment in {"requested": requested, **moments}.items()}
    return ORDER | {"order_id": id_, "vendor_id": vendor, "service": service} | told


def company(*orders: Row, **more: list[Row]) -> Warehouse:
    return small(NOW, **{"orders": list(orders), "agreements": SIGNED, "calendars": OFFICE} | more)


EVERY = Where()


def ended(of: Warehouse, clock: ClockName = "completion", scope: Scope = ALL, where: Where = EVERY, **more: object) -> set[tuple]:
    """vendor, minutes and how many of which kind, without the kinds that there are none of."""
    found = durations(of, scope, where, clock, **more)  # type: ignore[arg-type]
    kinds = ("events", "cancelled", "censored", "unknown")
    return {
        (row["vendor_id"], row["minutes"], kind, row[kind])
        for row in found.iter_rows(named=True)
        for kind in kinds
        if row[kind]
    }


DONE = an_order("done", "05 08:00", responded="05 08:20", completed="05 09:00:30")
OPEN = an_order("open", "05 17:00")
ROUND_THE_CLOCK = an_order("other", "05 08:00", vendor="W", responded="05 10:00", completed="06 08:00")


def test_working_minutes_of_what_is_done_and_of_what_waits() -> None:
    """60.5 minutes are rounded up to 61. From Monday 17:00 to Friday 10:00 passed 1 + 3 · 9 + 2 hours of office time. W has no
    agreement, so no calendar: a day is 1440 minutes."""
    found = company(DONE, OPEN, ROUND_THE_CLOCK)
    assert ended(found) == {("V", 61, "events", 1), ("V", 1800, "censored", 1), ("W", 1440, "events", 1)}
    assert ended(found, "response") == {("V", 20, "events", 1), ("V", 1800, "censored", 1), ("W", 120, "events", 1)}
    assert durations(found, ALL, Where(), "completion", by=())["spent"].sum() == 60.5 + 1800 + 1440


def test_a_cancelled_order_waited_until_then_by_the_same_clock() -> None:
    """Monday 11:30 to Tuesday 08:10: 30 minutes, 5 hours in the afternoon, 10 minutes; the client's hour of pause does not count,
    the vendor's does: 340 − 60."""
    order = an_order("gone", "05 11:30", cancelled="06 08:10")
    pauses = [
        {"order_id": "gone", "reason": "r", "responsible": who, "paused_at": at(f"2026-10-05 {hour}:00"),
         "resumed_at": at(f"2026-10-05 {hour + 1}:00")}
        for who, hour in (("client", 14), ("vendor", 16))
    ]  # fmt: skip
    assert ended(company(order, pauses=pauses)) == {("V", 280, "cancelled", 1)}
    assert ended(company(order)) == {("V", 340, "cancelled", 1)}


@pytest.mark.parametrize(
    ("moments", "response", "completion"),
    [
        ({"responded": "05 08:30", "cancelled": "05 09:00"}, (30, "events"), (60, "cancelled")),
        ({"responded": "05 08:30", "completed": "05 08:50", "cancelled": "05 09:00"}, (30, "events"), (50, "events")),
        ({"cancelled": "05 08:10", "responded": "05 08:30", "completed": "05 08:50"}, (10, "cancelled"), (10, "cancelled")),
        ({"completed": "05 08:50"}, (None, "unknown"), (50, "events")),  # when it was answered nobody wrote down
        ({"completed": "05 08:50", "cancelled": "05 09:00"}, (None, "unknown"), (50, "events")),
        # done at 09:00, opened again at 10:00: the hour between is not the vendor's
        ({"completed": "05 09:00", "reopened": "05 10:00", "cancelled": "05 11:00"}, (120, "cancelled"), (120, "cancelled")),
        ({"responded": "05 08:30", "completed": "05 09:00", "reopened": "09 09:00"}, (30, "events"), (120, "censored")),
    ],
)
def test_what_came_first_counts(moments: dict[str, str], response: tuple, completion: tuple) -> None:
    found = company(an_order("O", "05 08:00", **moments))
    assert ended(found, "response") == {("V", *response, 1)}
    assert ended(found, "completion") == {("V", *completion, 1)}


def test_what_no_calendar_covers_is_unknown_and_not_zero() -> None:
    before = {"requested_at": at("2025-12-30 08:00")}
    ways: tuple[dict[str, str], ...] = ({}, {"completed": "06 08:00"}, {"cancelled": "06 08:00"})
    asked = [an_order(str(place), "05 08:00", **way) | before for place, way in enumerate(ways)]
    found = durations(company(*asked), ALL, Where(), "completion")
    assert found.select("minutes", "events", "cancelled", "censored", "unknown", "spent").rows() == [(None, 0, 0, 0, 3, 0.0)]
    assert curve(counts(found)).verdict == "no_data" and counts(found).unknown == 3


def test_ticks_grow_with_the_time_and_an_agreed_time_ends_one() -> None:
    """W's orders run round the clock: 0.5, 100.2, 481, 489, 3000 and 20161 minutes."""
    takes = {"a": "05 08:00:30", "b": "05 09:40:12", "c": "05 16:01", "d": "07 10:00", "e": "05 16:09"}
    orders = [an_order(name, "05 08:00", vendor="W", completed=moment) for name, moment in takes.items()]
    old = an_order("f", "05 08:00", vendor="W") | {"requested_at": at("2026-09-25 09:59")}
    found = company(*orders, old)
    assert {row[1] for row in ended(found)} == {1, 101, 485, 490, 3000, 21600}  # 14 days and a minute are 15 days
    assert {row[1] for row in ended(found, exact_at=(486.0, 20161.0))} == {1, 101, 485, 490, 3000, 20161}
    assert {row[1] for row in ended(found, exact_at=(484.0,))} == {1, 101, 484, 490, 3000, 21600}
    banded = {row[1:] for row in ended(found, ends=(60.0, 480.0, 490.0))}
    assert banded == {(60, "events", 1), (480, "events", 1), (490, "events", 2), (inf, "events", 1), (inf, "censored", 1)}


def test_the_share_done_within_an_agreed_time_is_exact() -> None:
    """Of ten orders five took 487 minutes and five 488, with 487 agreed: half, though the tick goes to 490."""
    moments = ["05 16:07"] * 5 + ["05 16:08"] * 5
    found = company(*(an_order(str(place), "05 08:00", vendor="W", completed=moment) for place, moment in enumerate(moments)))
    coarse, exact = (curve(counts(durations(found, ALL, Where(), "completion", exact_at=marks))) for marks in ((), (487.0,)))
    assert done_within(coarse, 487).value == 0.0 and done_within(exact, 487).value == pytest.approx(0.5)


def test_one_vendor_sees_its_own_only() -> None:
    gone = an_order("gone", "05 08:00", vendor="W", cancelled="05 09:00")
    found = company(DONE, OPEN, ROUND_THE_CLOCK, gone)
    assert {row[0] for row in ended(found, scope=Scope.of_vendor("V"))} == {"V"}
    assert ended(found, scope=Scope.of_vendor("W")) == {("W", 1440, "events", 1), ("W", 60, "cancelled", 1)}
    assert ended(found, scope=Scope.of_vendor("X")) == set()
    assert ended(found, scope=Scope(sites=frozenset(("SH",)))) == set()


def test_the_orders_are_those_requested_in_the_period_and_the_view() -> None:
    """Requested on 30 September at 23:30 UTC: already October in Shanghai, still September elsewhere."""
    late = {"requested_at": at("2026-09-30 23:30"), "completed_at": at("2026-10-01 00:30")}
    here = an_order("U", "05 08:00", vendor="W") | late
    there = here | {"order_id": "SH", "site_id": "SH", "service": "security"}
    found = company(here, there, ROUND_THE_CLOCK)
    assert ended(found, where=Where(periods=("2026-09",))) == {("W", 60, "events", 1)}
    assert ended(found, where=Where(periods=("2026-10",))) == {("W", 60, "events", 1), ("W", 1440, "events", 1)}
    assert ended(found, where=Where(periods=("2026-Q3", "2026-Q4")), grain="quarter") == ended(found)
    assert ended(found, service="security") == ended(found, where=Where(services=("security",))) == {("W", 60, "events", 1)}
    assert ended(found, where=Where(vendors=("V",))) == set()


def test_by_what_is_no_dimension_nothing_is_counted() -> None:
    with pytest.raises(ValueError, match="do not offer worker_id"):
        durations(company(DONE), ALL, Where(), "completion", by=("worker_id",))


def test_before_the_first_load_there_is_nothing() -> None:
    found = durations(empty.opened(), ALL, Where(), "response", by=("vendor_id", "category"))
    assert found.is_empty()
    assert found.columns == ["vendor_id", "category", "minutes", "events", "cancelled", "censored", "unknown", "spent"]
    assert curves(found, ["vendor_id"]) == {}


@pytest.fixture(scope="module")
def opened(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, str(read.version(warehouse)))


@pytest.mark.parametrize("clock", ["response", "completion"])
def test_every_order_is_counted_once(opened: Warehouse, frames: dict[str, pl.DataFrame], clock: ClockName) -> None:
    found = durations(opened, ALL, Where(), clock, by=("vendor_id", "priority_at_request"))
    orders = frames["orders"]
    keys = ("vendor_id", "priority_at_request")
    per_key = found.group_by(keys).agg(n=pl.sum_horizontal(pl.col("events", "cancelled", "censored", "unknown").sum()))
    assert dict(Counter(orders.select(keys).rows())) == {(vendor, priority): n for vendor, priority, n in per_key.iter_rows()}
    assert found["events"].sum() == orders[f"{clock}_minutes"].count()
    assert found["censored"].sum() == orders[f"{clock}_running_minutes"].count()
    whole = orders[f"{clock}_minutes"].drop_nulls()
    short = whole.filter(whole <= 480)
    ticks = found.filter(pl.col("minutes") <= 480).group_by("minutes").agg(pl.col("events").sum())
    counted = Counter(max(1, ceil(one)) for one in short)
    assert {minutes: n for minutes, n in ticks.iter_rows() if n} == counted


def test_a_cancelled_clock_had_run_as_if_it_had_been_done_then(opened: Warehouse, company: Company) -> None:
    """The same orders derived once more, as completed at the moment of their cancellation."""
    cancelled = pl.col("cancelled_at").is_not_null() & pl.col("completed_at").is_null()
    altered = company.tables["orders"].with_columns(
        completed_at=pl.when(cancelled).then("cancelled_at").otherwise("completed_at"),
        cancelled_at=pl.when(~cancelled).then("cancelled_at"),
    )
    derived = complete({**company.tables, "orders": altered}, company.as_of)["orders"]
    minutes = derived.filter(company.tables["orders"].select(cancelled).to_series())["completion_minutes"]
    found = durations(opened, ALL, Where(), "completion", by=(), ends=tuple(sorted(set(minutes))))
    counted = found.filter(pl.col("cancelled") > 0)
    assert counted["cancelled"].sum() == len(minutes) > 50
    assert dict(counted.select("minutes", "cancelled").iter_rows()) == Counter(minutes)


def test_medians_follow_from_a_real_load(opened: Warehouse) -> None:
    found = curves(durations(opened, ALL, Where(), "response"), ["vendor_id"])
    assert len(found) == 24 and all(one.verdict == "estimated" for one in found.values())
    assert all(answer.low <= answer.value <= answer.high for answer in map(median, found.values()))
