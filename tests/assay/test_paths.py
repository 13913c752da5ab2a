"""How orders went: their routes, from hand to hand, and how long they stood still; by hand, and again by plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import median

import polars as pl
import pytest

from assay.cells import Where
from assay.kpis import KPIS, kpi
from assay.scope import Scope
from assay.warehouse import empty, paths
from assay.warehouse.orders import Chosen, listed
from assay.warehouse.orders_counted import REST, Figure, counted_by
from assay.warehouse.read import Warehouse

ALL, ANYWHERE = Scope.all(), Where()
DAY = datetime(2026, 9, 7, 8)
AS_OF = datetime(2026, 10, 31)
SEPTEMBER = Figure("completion_on_time", "denominator", "month", "2026-09")
Row = Mapping[str, object]


def clock(text: str) -> datetime:
    """A moment of that Monday, as in 9:30."""
    hour, minute = text.split(":")
    return DAY.replace(hour=int(hour), minute=int(minute))


def order(id_: str, **other: object) -> Row:
    """Asked for by phone at 8:00, answered at 8:10, done at 9:00 and in time."""
    return {
        "order_id": id_, "vendor_id": "V1", "site_id": "S1", "service": "maintenance", "kind": "fault", "category": "lift",
        "priority_at_request": "normal", "channel": "phone", "shift": "day", "outcome": "solved", "worker_id": "W1",
        "requested_at": DAY, "responded_at": clock("8:10"), "completed_at": clock("9:00"), "completed_on": DAY.date(),
        "completion_state": "met", "completion_deadline_on": DAY.date(), "source_file_id": "f", "source_row": 2,
    } | other


def pause(id_: str, responsible: str, paused: str, resumed: str | None, reason: str | None = "parts") -> Row:
    return {
        "order_id": id_, "vendor_id": "V1", "site_id": "S1", "service": "maintenance", "responsible": responsible, "reason": reason,
        "paused_at": clock(paused), "resumed_at": clock(resumed) if resumed else None, "source_file_id": "f", "source_row": 2,
    }


def holding(orders: Iterable[Row], pauses: Iterable[Row] = ()) -> Warehouse:
    made = empty.opened()
    made.connection.execute("insert into loads (load_id, started_at, finished_at, as_of) values ('l', $1, $1, $1)", [AS_OF])
    for on in (DAY.date(), date(2026, 10, 5)):
        month = f"{on:%Y-%m}"
        made.connection.execute("insert into days (day_on, day, week, month, quarter, is_holiday, is_makeup_workday) "
                                "values (?, ?, '2026-W01', ?, ?, false, false)", [on, str(on), month, f"Q-{month}"])
    for table, rows in (("orders", orders), ("pauses", pauses)):
        for row in rows:
            names, marks = ", ".join(row), ", ".join("?" for _ in row)
            made.connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
    return made


def several(count: int, name: str, **other: object) -> list[Row]:
    return [order(f"{name}{at}", **other) for at in range(count)]


LATE = {"completion_state": "missed", "completed_at": clock("11:00")}
PLAIN = several(6, "A")
NIGHT = several(5, "N", shift="night", outcome="not_solved", **LATE)
TWO = several(4, "T", channel="web", **LATE)
BY_APP = several(7, "P", channel="app", shift=None, completion_deadline_on=date(2026, 10, 5))
HELD_UP = [
    one for id_ in (f"N{at}" for at in range(5))
    for one in (pause(id_, "client", "8:30", "9:30", "access"), pause(id_, "third_party", "9:30", "10:00"))
]


@pytest.fixture(scope="module")
def small() -> Warehouse:
    """Six plain orders, five of the night that waited for two others, four of the web: too few to be told; seven of October."""
    return holding([*PLAIN, *NIGHT, *TWO, *BY_APP], HELD_UP)


def edge(found: pl.DataFrame, event: str, following: str) -> tuple[object, ...]:
    return found.filter(event=event, next=following).select("orders", "passages", "median", "p90", "is_loop").row(0)


def test_routes_count_orders_and_those_that_failed(small: Warehouse) -> None:
    found = paths.routes(small, ALL, ANYWHERE, SEPTEMBER)
    assert found.columns == ["channel", "category", "outcome", "orders", "failing"]
    assert found.rows() == [("phone", "lift", "not_solved", 5, 5), ("phone", "lift", "solved", 6, 0)]  # and not the four of the web


def test_more_than_one_period_can_be_taken_together(small: Warehouse) -> None:
    both = Figure("completion_on_time", "denominator", "month", "2026-09", also=("2026-10",))
    assert paths.routes(small, ALL, ANYWHERE, both)["orders"].to_list() == [5, 7, 6]
    assert counted_by(both, small, ALL, ANYWHERE).to_native().pl().height == 6 + 5 + 4 + 7


def test_failing_is_what_a_kpi_does_not_want() -> None:
    repeated, lasting = ({"is_recalled": is_recalled, "is_recall_settled": True} for is_recalled in (True, False))
    wanted = Figure("repeat_rate", "numerator", "month", "2026-09")
    orders = [*several(5, "R", **repeated), *several(6, "Q", **lasting)]
    assert paths.routes(holding(orders), ALL, ANYWHERE, wanted).rows() == [("phone", "lift", "solved", 11, 5)]


def test_conditions_choose_by_value_and_by_what_is_missing(small: Warehouse) -> None:
    def ids(sum_: str, label: str, *conditions: tuple[str, str | None]) -> set[str]:
        asked = Figure("completion_on_time", sum_, "month", label, conditions=conditions)
        return {str(one)[0] for one in counted_by(asked, small, ALL, ANYWHERE).to_native().pl()["order_id"]}

    assert ids("denominator", "2026-09") == {"A", "N", "T"}
    assert ids("denominator", "2026-09", ("shift", "day")) == {"A", "T"}
    assert ids("denominator", "2026-09", ("shift", "day"), ("channel", "web")) == {"T"}
    assert ids(REST, "2026-09", ("shift", "day")) == {"T"}
    assert ids("numerator", "2026-09", ("shift", "day")) == {"A"}
    assert ids("denominator", "2026-10", ("shift", None)) == {"P"}
    assert ids("denominator", "2026-09", ("shift", None)) == set()


@pytest.mark.parametrize("column", ["worker_id", "order_id", "no such column"])
def test_a_condition_is_on_a_dimension(small: Warehouse, column: str) -> None:
    asked = Figure("completion_on_time", "denominator", "month", "2026-09", conditions=((column, "W1"),))
    with pytest.raises(ValueError, match=f"does not offer {column}"):
        paths.routes(small, ALL, ANYWHERE, asked)


def test_orders_are_counted_by_the_class_of_a_worker_and_never_listed_by_it(small: Warehouse) -> None:
    asked = Figure("completion_on_time", "denominator", "month", "2026-09", conditions=(("worker_tenure", None),))
    assert paths.routes(small, ALL, ANYWHERE, asked).height == 2
    with pytest.raises(ValueError, match="never listed by worker_tenure"):
        listed(small, ALL, Chosen(figure=asked))


def test_what_follows_on_what_and_after_how_long(small: Warehouse) -> None:
    found = paths.handoffs(small, ALL, ANYWHERE, SEPTEMBER).edges
    assert edge(found, "requested", "responded") == (15, 15, 10.0, 10.0, False)  # 6 + 5 + 4
    assert edge(found, "responded", "completed") == (10, 10, 50.0, 170.0, False)  # 6 took 50 minutes, 4 took 170
    assert edge(found, "responded", "paused_client") == (5, 5, 20.0, 20.0, False)
    assert edge(found, "paused_client", "paused_third_party") == (5, 5, 60.0, 60.0, False)  # one pause follows the other at once
    assert edge(found, "paused_third_party", "resumed") == (5, 5, 30.0, 30.0, False)
    assert edge(found, "resumed", "completed") == (5, 5, 60.0, 60.0, False)
    assert found.height == 6


def test_a_hand_off_is_a_change_of_who_is_responsible(small: Warehouse) -> None:
    """Vendor to client, client to third party, third party to vendor: three. A pause of the vendor is none."""
    assert paths.handoffs(small, ALL, ANYWHERE, SEPTEMBER).by_count.rows() == [(0, 10, 4), (3, 5, 5)]
    own = holding(PLAIN, [pause(f"A{at}", "vendor", "8:20", "8:40") for at in range(6)])
    assert paths.handoffs(own, ALL, ANYWHERE, SEPTEMBER).by_count.rows() == [(0, 6, 0)]


def test_an_order_may_go_back() -> None:
    """Paused twice: again waiting. Opened again after a completion: again at work."""
    times = (("8:15", "8:20"), ("8:30", "8:50"))
    twice = [pause(f"A{at}", "client", paused, resumed) for at in range(6) for paused, resumed in times]
    waiting = paths.handoffs(holding(PLAIN, twice), ALL, ANYWHERE, SEPTEMBER)
    assert edge(waiting.edges, "resumed", "paused_client") == (6, 6, 10.0, 10.0, True)
    assert edge(waiting.edges, "paused_client", "resumed")[:2] == (6, 12)  # six orders passed twice
    assert waiting.by_count.rows() == [(3, 6, 0)]  # four changes stand with three and more
    again = holding(several(5, "B", reopened_at=clock("9:45")))
    assert edge(paths.handoffs(again, ALL, ANYWHERE, SEPTEMBER).edges, "completed", "reopened") == (5, 5, 45.0, 45.0, True)


def test_a_pause_without_length_stands_nowhere() -> None:
    found = holding(PLAIN, [pause(f"A{at}", "client", "8:20", "8:20") for at in range(6)])
    assert set(paths.handoffs(found, ALL, ANYWHERE, SEPTEMBER).edges["event"]) == {"requested", "responded"}
    assert paths.pause_minutes(found, ALL, ANYWHERE, SEPTEMBER).is_empty()


def test_an_order_done_while_it_was_paused_was_not_handed_back() -> None:
    found = paths.handoffs(holding(PLAIN, [pause(f"A{at}", "client", "8:20", None) for at in range(6)]), ALL, ANYWHERE, SEPTEMBER)
    assert edge(found.edges, "paused_client", "completed") == (6, 6, 40.0, 40.0, False)
    assert found.by_count.rows() == [(1, 6, 0)]


def test_minutes_of_pause_by_who_is_responsible(small: Warehouse) -> None:
    found = paths.pause_minutes(small, ALL, ANYWHERE, SEPTEMBER)
    assert found.columns == ["responsible", "reason", "fails", "orders", "pauses", "minutes", "all_orders"]
    assert found.rows() == [("client", "access", True, 5, 5, 300.0, 9), ("third_party", "parts", True, 5, 5, 150.0, 9)]


def test_pauses_of_fewer_than_five_orders_are_not_told() -> None:
    four = holding(PLAIN, [pause(f"A{at}", "client", "8:20", "8:40") for at in range(4)])
    assert paths.pause_minutes(four, ALL, ANYWHERE, SEPTEMBER).is_empty()
    assert set(paths.handoffs(four, ALL, ANYWHERE, SEPTEMBER).edges["next"]) == {"responded"}


def test_a_pause_ends_with_its_order_or_with_the_data() -> None:
    """From 8:20: done at 9:00 is 40 minutes, cancelled at 8:50 is 30; one that is open ends with the data, 54 days from 8:00."""
    ends = [order("A0"), order("A1", completed_at=None, cancelled_at=clock("8:50")), order("A2", completed_at=None)]
    orders = [{**one, "order_id": f"{one['order_id']}-{at}"} for at in range(5) for one in ends]
    pauses = [pause(str(one["order_id"]), "client", "8:20", None, None) for one in orders]
    (row,) = paths.pause_minutes(holding(orders, pauses), ALL, ANYWHERE, SEPTEMBER).rows()
    open_minutes = (AS_OF - clock("8:20")) / timedelta(minutes=1)
    assert row == ("client", None, False, 15, 15, 5 * (40 + 30 + open_minutes), 15)


def test_a_scope_sees_its_own_and_the_view_is_respected(small: Warehouse) -> None:
    other = Scope.of_vendor("V2")
    assert paths.routes(small, other, ANYWHERE, SEPTEMBER).is_empty()
    assert paths.handoffs(small, other, ANYWHERE, SEPTEMBER).edges.is_empty()
    assert paths.pause_minutes(small, other, ANYWHERE, SEPTEMBER).is_empty()
    assert paths.routes(small, ALL, Where(sites=("S2",)), SEPTEMBER).is_empty()
    assert paths.routes(small, Scope.of_vendor("V1"), Where(sites=("S1",)), SEPTEMBER).height == 2


def test_paths_are_of_kpis_that_judge_orders_one_by_one(small: Warehouse) -> None:
    having = {one.id for one in KPIS if paths.has_paths(one)}
    assert having == {"response_on_time", "completion_on_time", "completion_rate", "clearance_rate", "repeat_rate"}
    assert not paths.has_paths(kpi("response_minutes")) and not paths.has_paths(kpi("complaint_rate"))
    with pytest.raises(ValueError, match="csat_score have no paths"):
        paths.routes(small, ALL, ANYWHERE, Figure("csat_score", "denominator", "month", "2026-09"))


RESPONSIBLE = ("vendor", "client", "third_party")


def random_orders(seed: int) -> tuple[list[Row], list[Row]]:
    """Sixty orders with up to three pauses each, one after the other, minutes apart."""
    random, orders, pauses = Random(seed), [], []
    for at in range(60):
        moment = clock("8:10")
        for _ in range(random.randint(0, 3)):
            begins = moment + timedelta(minutes=random.choice((0, 7, 20)))
            moment = begins + timedelta(minutes=random.choice((5, 30)))
            pauses.append(pause(f"X{at}", random.choice(RESPONSIBLE), "8:00", None) | {"paused_at": begins, "resumed_at": moment})
        orders.append(order(f"X{at}", completed_at=moment + timedelta(minutes=random.choice((0, 15)))))
    return orders, pauses


def walked(one: Row, pauses: Iterable[Row]) -> list[tuple[str, datetime]]:
    """The events of an order as they happened; a pause that leads straight into the next or into the completion is not resumed."""
    of_it = (each for each in pauses if each["order_id"] == one["order_id"])
    own = sorted((each["paused_at"], each["resumed_at"], each["responsible"]) for each in of_it)
    steps = [("requested", one["requested_at"]), ("responded", one["responded_at"])]
    for at, (begins, ends, responsible) in enumerate(own):
        follows = own[at + 1][0] if at + 1 < len(own) else one["completed_at"]
        steps += [(f"paused_{responsible}", begins), *([("resumed", ends)] if ends < follows else [])]
    return [*steps, ("completed", one["completed_at"])]  # type: ignore[list-item]


@pytest.mark.parametrize("seed", [1, 2])
def test_plain_python_finds_the_same_steps(seed: int) -> None:
    orders, pauses = random_orders(seed)
    walks = [walked(one, pauses) for one in orders]
    taken = [(a, b, (end - start) / timedelta(minutes=1)) for walk in walks for (a, start), (b, end) in pairwise(walk)]
    passages = Counter((a, b) for a, b, _ in taken)
    holders = [[name.removeprefix("paused_") if "_" in name else "vendor" for name, _ in walk[:-1]] for walk in walks]
    changes = Counter(min(sum(a != b for a, b in pairwise(one)), 3) for one in holders)
    found = paths.handoffs(holding(orders, pauses), ALL, ANYWHERE, SEPTEMBER)
    told = {(event, following): (n, middle) for event, following, n, middle in
            found.edges.select("event", "next", "passages", "median").iter_rows()}
    assert len(told) > 5
    for pair, (n, middle) in told.items():
        assert n == passages[pair]
        assert middle == pytest.approx(median(minutes for a, b, minutes in taken if (a, b) == pair))
    assert dict(found.by_count.select("handoffs", "orders").iter_rows()) == {n: count for n, count in changes.items() if count >= 5}
