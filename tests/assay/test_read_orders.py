"""Orders as the page reads them: what waits and how urgently, any list of them, and one order with all that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from assay.cells import Where
from assay.kpis import KPIS, Kpi, kpi
from assay.scope import Scope
from assay.warehouse import agreed, empty, order, orders, read
from assay.warehouse.orders import Chosen, Listed
from assay.warehouse.orders_counted import REST, Figure, countable
from assay.warehouse.read import Warehouse
from tests.assay import plain

ALL = Scope.all()
AT = datetime(2026, 3, 2, 12)
MONTH = "2026-09"


def an_order(id_: str, left: float | None = 0.0, **other: object) -> Mapping[str, object]:
    """An open order requested two days ago with 600 working minutes to complete and so many of them left."""
    row: dict[str, object] = {
        "order_id": id_, "vendor_id": "V1", "site_id": "S1", "service": "cleaning", "kind": "fault", "category": "lift",
        "priority_at_request": "normal", "requested_at": AT - timedelta(days=2), "requested_on": AT.date() - timedelta(days=2),
        "response_state": "met", "responded_at": AT - timedelta(days=1), "completion_state": "not_yet_due",
        "completion_deadline_at": AT + timedelta(hours=3), "source_file_id": "f", "source_row": 2,
    }
    if left is not None:
        row |= {"completion_target_minutes": 600.0, "completion_running_minutes": 600.0 - left}
    return row | other


def ended(id_: str, minutes: float, state: str, **other: object) -> Mapping[str, object]:
    """A completed order that took so many minutes of 600."""
    times = {"completed_at": AT, "completed_on": AT.date(), "completion_minutes": minutes, "completion_running_minutes": None}
    return an_order(id_, 0.0, completion_state=state, **times, **other)


LATE = {"completion_state": "open_past_deadline", "completion_deadline_at": AT - timedelta(hours=1)}
PAUSED = {"completion_deadline_at": None}
UNTIMED = {"completion_state": "not_measurable", "completion_deadline_at": None}
EIGHT = (
    an_order("O1", -1440.5, **LATE, requested_at=AT - timedelta(days=40)),
    an_order("O2", -1440, **LATE, vendor_id="V2", requested_at=AT - timedelta(days=7)),
    an_order("O3", 59, asset_id="LIFT-7"),
    an_order("O4", 60, site_id="S2", asset_id="lift_8"),
    an_order("O5", 240, recall_of="O9"),
    an_order("O6", 1440, priority_at_request="urgent"),
    an_order("O7", 500, **PAUSED, category="100%"),
    an_order("O8", None, **UNTIMED),
)
DONE = (
    ended("O9", 700, "missed", kind="request", completion_deadline_on=date(2026, 3, 2)),
    ended("O10", 100, "met"),
    an_order("O11", 0, completion_state="cancelled", cancelled_at=AT, completion_running_minutes=None),
)


def holding(*rows: Mapping[str, object], at: datetime = AT) -> Warehouse:
    """A warehouse with these orders and nothing else, read up to that moment."""
    made = empty.opened()
    made.connection.execute("insert into loads (load_id, started_at, finished_at, as_of) values ('l', $1, $1, $1)", [at])
    for site, zone in (("S1", "Asia/Shanghai"), ("S2", "Europe/Berlin")):
        made.connection.execute("insert into sites (site_id, name, time_zone, source_file_id, source_row) values (?, ?, ?, 'f', 2)",
                                [site, site, zone])
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        made.connection.execute(f"insert into orders ({names}) values ({marks})", list(row.values()))
    return made


@pytest.fixture(scope="module")
def small() -> Warehouse:
    return holding(*EIGHT, *DONE)


@pytest.fixture(scope="module")
def opened(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, str(read.version(warehouse)))


def ids(found: Listed) -> list[str]:
    return found.rows["order_id"].to_list()


def every(warehouse: Warehouse, chosen: Chosen, scope: Scope = ALL) -> Listed:
    return orders.listed(warehouse, scope, chosen, "newest", 0, 100_000)


def test_what_waits_falls_into_bands_of_time_left_and_age(small: Warehouse) -> None:
    found = orders.progress(small, ALL, Chosen())
    counted = {(left, age): n for left, age, n in found.group_by("left", "age").agg(pl.col("orders").sum()).iter_rows()}
    assert counted == {
        ("late_day", "older"): 1,  # 1440.5 minutes over, 40 days old
        ("late", "month"): 1,  # exactly 24 hours over; exactly 7 days old is no longer under 7
        ("hour", "days"): 1,  # 59 minutes left, 2 days old
        ("hours", "days"): 1,  # 60 minutes left
        ("day", "days"): 1,  # 240
        ("more", "days"): 1,  # 1440
        ("paused", "days"): 1,  # no deadline, whatever is left
        ("untimed", "days"): 1,
    }
    assert found["orders"].sum() == 8  # the completed and the cancelled ones do not wait


def test_progress_is_of_the_orders_asked_for(small: Warehouse) -> None:
    assert orders.progress(small, ALL, Chosen(Where(vendors=("V2",))))["orders"].to_list() == [1]
    assert orders.progress(small, ALL, Chosen(priorities=("urgent",), left="late", age="day"))["left"].to_list() == ["more"]


def test_the_other_clock_waits_for_the_answer(small: Warehouse) -> None:
    waiting = an_order("R1", 0, responded_at=None, response_state="not_yet_due", response_deadline_at=AT + timedelta(minutes=20),
                       response_target_minutes=60.0, response_running_minutes=40.0)
    both = holding(waiting, an_order("R2", 100))
    assert ids(orders.listed(both, ALL, Chosen(clock="response"))) == ["R1"]
    assert orders.progress(both, ALL, Chosen(clock="response"))["left"].to_list() == ["hour"]  # 60 − 40 = 20 minutes left
    assert orders.progress(small, ALL, Chosen(clock="response")).is_empty()


def test_an_order_that_was_opened_again_is_open() -> None:
    again = an_order("A1", 30, completed_at=AT - timedelta(hours=5), reopened_at=AT - timedelta(hours=4), completed_on=None)
    assert ids(orders.listed(holding(again), ALL, Chosen())) == ["A1"]


def test_the_most_urgent_comes_first_and_what_ended_last(small: Warehouse) -> None:
    # Minutes left: −1440.5, −1440, 59, 60, 240, 500 (paused), 1440, none agreed; then what ended: 600 − 700, 600 − 100, cancelled.
    whole = ["O1", "O2", "O3", "O4", "O5", "O7", "O6", "O8", "O9", "O10", "O11"]
    assert ids(orders.listed(small, ALL, Chosen(shown="all"))) == whole
    page = orders.listed(small, ALL, Chosen(shown="all"), first=4, size=3)
    assert (ids(page), page.total) == (whole[4:7], 11)
    assert page.rows["left"].to_list() == [240.0, 500.0, 1440.0]


def test_the_newest_come_first_where_that_is_asked(small: Warehouse) -> None:
    found = ids(orders.listed(small, ALL, Chosen(), "newest"))
    assert found == ["O3", "O4", "O5", "O6", "O7", "O8", "O2", "O1"]  # requested 2 days ago, by id; then 7, then 40 days ago


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Chosen(), {"O1", "O2", "O3", "O4", "O5", "O6", "O7", "O8"}),
        (Chosen(shown="late"), {"O1", "O2", "O9"}),
        (Chosen(states=("paused",)), {"O7"}),
        (Chosen(states=("not_yet_due",)), {"O3", "O4", "O5", "O6"}),
        (Chosen(states=("not_measurable", "paused")), {"O7", "O8"}),
        (Chosen(left="late"), {"O2"}),
        (Chosen(age="older"), {"O1"}),
        (Chosen(shown="all", left="hour"), {"O3"}),
        (Chosen(priorities=("urgent", "high")), {"O6"}),
        (Chosen(shown="all", kinds=("request",)), {"O9"}),
        (Chosen(categories=("100%",)), {"O7"}),
        (Chosen(Where(vendors=("V1",), sites=("S2",))), {"O4"}),
        (Chosen(Where(services=("catering",))), set()),
        (Chosen(shown="all", dated=("completion_deadline_on", date(2026, 3, 2), date(2026, 3, 2))), {"O9"}),
        (Chosen(shown="all", dated=("completed_on", date(2026, 3, 1), date(2026, 3, 31))), {"O9", "O10"}),
        (Chosen(shown="all", ids=("O9", "O1", "none")), {"O9", "O1"}),
        (Chosen(shown="all", find="O1"), {"O1", "O10", "O11"}),
        (Chosen(find="o1"), {"O1"}),
        (Chosen(find="lift"), {"O3", "O4"}),  # as typed, and in capitals
        (Chosen(find="O9"), {"O5"}),  # what O5 had to repeat
        (Chosen(find="%"), set()),
        (Chosen(find="lift%8"), set()),
    ],
)
def test_each_condition_narrows_the_list(small: Warehouse, chosen: Chosen, expected: set[str]) -> None:
    found = orders.listed(small, ALL, chosen)
    assert set(ids(found)) == expected
    assert found.total == len(expected)


def test_bands_are_of_orders_that_wait() -> None:
    """One that was done early is not yet due either, and nobody waits for it."""
    early = ended("E1", 570, "not_yet_due")
    assert ids(orders.listed(holding(early, an_order("E2", 30)), ALL, Chosen(shown="all", left="hour"))) == ["E2"]


def test_a_row_says_what_its_clock_used(small: Warehouse) -> None:
    (row,) = orders.listed(small, ALL, Chosen(shown="all", ids=("O9",))).rows.iter_rows(named=True)
    assert (row["used"], row["target"], row["left"], row["is_running"]) == (700.0, 600.0, -100.0, False)
    (row,) = orders.listed(small, ALL, Chosen(ids=("O4",))).rows.iter_rows(named=True)
    assert (row["used"], row["left"], row["is_running"], row["time_zone"]) == (540.0, 60.0, True, "Europe/Berlin")


def test_before_the_first_load_nothing_waits() -> None:
    nothing = empty.opened()
    assert orders.progress(nothing, ALL, Chosen()).is_empty()
    assert orders.listed(nothing, ALL, Chosen(left="hour", age="day")).total == 0
    assert order.one(nothing, "O1", ALL) is None


def test_a_file_has_the_local_time_of_each_site_and_no_worker(small: Warehouse) -> None:
    found = orders.exported(small, ALL, Chosen(ids=("O3", "O4")), "urgent", 10)
    # 2026-02-28 12:00 UTC is 20:00 in Shanghai and, in winter, 13:00 in Berlin.
    assert found["requested_at"].to_list() == [datetime(2026, 2, 28, 20), datetime(2026, 2, 28, 13)]
    assert not set(orders.HIDDEN) & set(found.columns)
    assert orders.exported(small, ALL, Chosen(), "urgent", 3)["order_id"].to_list() == ["O1", "O2", "O3"]


WITH_ORDERS = [(kpi, sum_) for kpi in KPIS for sum_ in countable(kpi) if sum_ in ("numerator", "denominator", REST)]


@pytest.mark.parametrize(("about", "sum_"), WITH_ORDERS, ids=lambda one: getattr(one, "id", one))
def test_a_figure_opens_to_exactly_its_orders(opened: Warehouse, about: Kpi, sum_: str) -> None:
    """Counted once more in plain Python from the definitions."""
    above, below = plain.PLAIN[about.id]
    table, on, value = above if sum_ == "numerator" else below
    rows = read.rows(opened, table, ALL).filter(pl.col(on).dt.strftime("%Y-%m") == MONTH).to_dicts()
    counted = [row for row in rows if value(row) and not (sum_ == REST and above[2](row))]
    found = every(opened, Chosen(shown="all", figure=Figure(about.id, sum_, "month", MONTH)))
    assert set(ids(found)) == {row["order_id"] for row in counted} - {None}
    assert found.total == len(set(ids(found)))


def test_a_figure_without_orders_is_refused(opened: Warehouse) -> None:
    assert countable(kpi("training_hours")) == ()
    with pytest.raises(ValueError, match="inspection_score"):
        orders.listed(opened, ALL, Chosen(figure=Figure("inspection_score", "numerator", "month", MONTH)))


def test_a_level_opens_to_the_orders_that_its_statement_counts(opened: Warehouse) -> None:
    signed = [one for one in agreed.agreements(opened, ALL) if one.vendor_id == "V01"]
    measured = agreed.measures(opened, ALL, signed, agreed.kpis(opened), [date(2026, 9, 1)])[date(2026, 9, 1)]
    about = {level.level_id: level.kpi for one in signed for level in one.levels}
    on_time = {id_: one.sums for (id_, _), one in measured.items() if about[id_] in ("response_on_time", "completion_on_time")}
    assert len(on_time) >= 4
    for level_id, sums in on_time.items():
        figures = (Figure(about[level_id], name, "month", MONTH, level_id) for name in ("denominator", REST))
        counted, late = (every(opened, Chosen(shown="all", figure=figure)).total for figure in figures)
        assert (counted, counted - late) == (sums.denominator, sums.numerator)
    nobody_s = Figure("response_on_time", "denominator", "month", MONTH, "no such level")
    assert every(opened, Chosen(shown="all", figure=nobody_s)).total == 0


def test_the_trace_of_each_waiting_order_agrees_with_the_list(opened: Warehouse) -> None:
    """The list reads what was counted at the load; the trace counts again from the records."""
    waiting = every(opened, Chosen()).rows
    assert waiting.height >= 3
    for row in waiting.iter_rows(named=True):
        found = order.one(opened, row["order_id"], ALL)
        assert found is not None
        (completion,) = (one for one in found.traces if one.clock == "completion")
        assert completion.left_minutes == pytest.approx(row["left"])
        assert completion.state == found.row["completion_state"]
        assert (completion.deadline_at is None) == (row["deadline_at"] is None)


def test_one_order_comes_with_all_that_hangs_on_it(opened: Warehouse) -> None:
    later = read.rows(opened, "orders", ALL).filter(pl.col("recall_of").is_not_null()).row(-1, named=True)
    repeated = order.one(opened, later["recall_of"], ALL)
    repeating = order.one(opened, later["order_id"], ALL)
    assert repeated is not None and repeating is not None
    assert later["order_id"] in repeated.repeated_by["order_id"].to_list()
    assert repeating.repeats["order_id"].to_list() == [later["recall_of"]]
    assert repeated.row["source_row"] == repeated.file["source_row"] and str(repeated.file["name"]).endswith(".csv")
    assert repeated.agreement is not None and repeated.agreement["vendor_id"] == repeated.row["vendor_id"]
    assert {"response_on_time", "completion_on_time"} <= set(repeated.levels["kpi"])
    assert not set(orders.HIDDEN) & set(repeated.row)
    for table, name in (("surveys", "surveys"), ("complaints", "complaints"), ("pauses", "pauses")):
        rows = read.rows(opened, table, ALL).filter(pl.col("order_id") == later["recall_of"])
        assert getattr(repeated, name).height == rows.height


def test_one_vendor_sees_its_own_orders_only(opened: Warehouse) -> None:
    everything = every(opened, Chosen(shown="all")).rows
    own, other = (everything.filter(is_own)["order_id"] for is_own in (pl.col("vendor_id") == "V01", pl.col("vendor_id") != "V01"))
    scope = Scope.of_vendor("V01")
    assert ids(every(opened, Chosen(shown="all"), scope)) == own.to_list()
    assert set(orders.progress(opened, scope, Chosen())["vendor_id"]) <= {"V01"}
    figure = Figure("csat_score", "denominator", "month", MONTH)
    assert set(every(opened, Chosen(shown="all", figure=figure), scope).rows["vendor_id"]) == {"V01"}
    assert set(orders.exported(opened, scope, Chosen(shown="all"), "newest", 50)["vendor_id"]) == {"V01"}
    assert order.one(opened, other[0], scope) is None
    assert set(orders.categories(opened, scope)) == set(everything.filter(vendor_id="V01")["category"])
    levels = {level.level_id for one in agreed.agreements(opened, scope) for level in one.levels}
    assert set(orders.level_ids(opened, scope)) == levels


def test_comments_are_for_those_who_may_see_them(opened: Warehouse) -> None:
    asked = read.rows(opened, "surveys", ALL).filter(pl.col("comment").is_not_null()).row(0, named=True)
    client, vendor = (order.one(opened, asked["order_id"], scope) for scope in (ALL, Scope.of_vendor(asked["vendor_id"])))
    assert client is not None and vendor is not None
    assert asked["comment"] in client.surveys["comment"].to_list()
    assert "comment" not in vendor.surveys.columns and "comment" not in vendor.complaints.columns
    assert vendor.surveys.height == client.surveys.height


def test_an_order_of_a_site_that_is_out_of_sight_is_out_of_sight(small: Warehouse) -> None:
    scope = Scope(sites=frozenset({"S1"}))
    assert order.one(small, "O4", scope) is None and order.one(small, "O3", scope) is not None
    assert "O4" not in ids(orders.listed(small, scope, Chosen(shown="all")))
