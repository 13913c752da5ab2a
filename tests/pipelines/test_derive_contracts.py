"""What holds for every table: types as declared, nothing lost, only what is needed is read."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.exceptions import SchemaError

from assay import kpis
from assay.contracts import CONTRACTS, SOURCES, Contract, contract
from assay.contracts.schema import polars_schema
from assay.contracts.vocabulary import CERTIFICATES, STATES, TENURES, TRAININGS
from pipelines.derive import DATED, NEEDS, complete, derive
from tests.pipelines.derive_tables import AGREEMENT, ORDER, at, level, on, table, tables

AS_OF = at("2026-10-20 04:00")
OWNED = {"vendor_id": "V", "site_id": "SH", "service": "cleaning"}
DONE = {
    "requested_at": at("2026-08-10 08:00"), "responded_at": at("2026-08-10 08:30"), "completed_at": at("2026-09-02 08:00"),
}
MADE = tuple(declared for declared in CONTRACTS if declared.derived or declared.kind == "derived")


def company() -> dict[str, pl.DataFrame]:
    """A row or two in every table that the derive step reads."""
    return tables(
        vendors=[{"vendor_id": "V", "name": "甲"}],
        agreements=[AGREEMENT],
        service_levels=[
            level("response_on_time", 60.0), level("complaint_reply_on_time", 600.0), level("clearance_rate", recall_days=7),
        ],
        calendars=[{"calendar_id": "C", "effective_from": on("2026-01-01"), "weekday": 1, "opens": "08:00", "closes": "18:00"}],
        calendar_days=[{"calendar_id": "C", "day_on": on("2026-10-01"), "is_working": False, "name": "国庆节"}],
        orders=[
            ORDER | DONE,
            ORDER | {"order_id": "O2", "recall_of": "O1", "requested_at": at("2026-09-03 08:00")},
        ],
        pauses=[{"order_id": "O1", "paused_at": at("2026-08-11 08:00"), "responsible": "client"}],
        inspections=[OWNED | {"inspection_id": "I", "method": "full", "due_on": on("2026-09-01"), "done_on": on("2026-09-01")}],
        findings=[{"inspection_id": "I", "item": "floor", "severity": "minor", "due_on": on("2026-09-05")}],
        surveys=[OWNED | {"response_id": "R", "invited_at": at("2026-09-01 00:00"), "answered_at": at("2026-09-02 00:00")}],
        complaints=[OWNED | {"complaint_id": "C", "received_at": at("2026-09-01 00:00")}],
        staff=[OWNED | {"worker_id": "W", "role": "cleaner", "started_on": on("2026-08-01")}],
        role_requirements=[{"role": "cleaner", "course": "a"}],
        trainings=[{"worker_id": "W", "course": "a", "completed_on": on("2026-08-15"), "hours": 2.0}],
        aggregates=[{"kpi": "k", "vendor_id": "V", "grain": "month", "value": 1.0, "period_on": on("2026-08-01")}],
    )


CODED = {
    "response_state": STATES, "completion_state": STATES, "reply_state": STATES, "worker_tenure": TENURES,
    "worker_certificate": CERTIFICATES, "worker_training": TRAININGS,
}
"""The columns that are Enums until they are written: their words, all of them ours."""


@pytest.mark.parametrize("data", [company(), {}], ids=["company", "empty"])
@pytest.mark.parametrize("declared", MADE, ids=lambda declared: declared.table)
def test_types_are_the_contracts_but_for_words_of_ours(declared: Contract, data: dict[str, pl.DataFrame]) -> None:
    made = derive(data, AS_OF)[declared.table]
    keys = tuple(declared.column(name) for name in declared.key)
    expected = declared.columns if declared.kind == "derived" else (*keys, *declared.derived)
    coded = {name: pl.Enum(tuple(words)) for name, words in CODED.items() if name in made.columns}
    assert dict(made.schema) == dict(polars_schema(expected)) | coded
    assert made.is_empty() == (not data and declared.table != "days")
    assert not made.select(pl.struct(declared.key).is_duplicated().any()).item()
    required = [column.name for column in expected if column.required]
    assert made.select(required).null_count().sum_horizontal().sum() == 0


def test_every_table_with_derived_columns_is_made_and_no_other() -> None:
    assert set(derive(company(), AS_OF)) == {declared.table for declared in MADE}


@pytest.mark.parametrize("data", [company(), {}], ids=["company", "empty"])
def test_complete_tables_are_as_the_warehouse_holds_them(data: dict[str, pl.DataFrame]) -> None:
    whole = complete(data, AS_OF)
    assert set(whole) == {declared.table for declared in CONTRACTS if declared.kind in ("source", "derived")}
    for name, frame in whole.items():
        assert frame.schema == polars_schema(contract(name).columns), name
    for declared in SOURCES:
        came = data.get(declared.table, table(declared.table))
        assert whole[declared.table].select(came.columns).equals(came), declared.table


def test_complete_puts_derived_values_beside_their_rows() -> None:
    orders = complete(company(), AS_OF)["orders"]
    assert orders.select("order_id", "completed_at", "is_recalled", "response_state").rows() == [
        ("O1", at("2026-09-02 08:00"), True, "met"), ("O2", None, None, "open_past_deadline"),
    ]


def test_the_needed_columns_are_enough() -> None:
    data = company()
    narrow = {name: data[name].select(columns) for name, columns in NEEDS.items()}
    wide, lean = derive(data, AS_OF), derive(narrow, AS_OF)
    assert all(wide[name].equals(lean[name]) for name in wide)
    lazily = derive({name: frame.lazy() for name, frame in narrow.items()}, AS_OF)
    assert all(wide[name].equals(lazily[name]) for name in wide)


@pytest.mark.parametrize("name", NEEDS)
def test_needed_columns_come_in_files(name: str) -> None:
    assert set(NEEDS[name]) <= {column.name for column in contract(name).given}


@pytest.mark.parametrize("name", NEEDS)
def test_a_table_without_a_needed_column_is_refused(name: str) -> None:
    lacking = company()[name].drop(NEEDS[name][-1])
    with pytest.raises(SchemaError):
        derive(company() | {name: lacking}, AS_OF)


def test_every_date_that_places_a_row_has_a_day() -> None:
    places = {(part.table, part.on) for kpi in kpis.KPIS for part in kpi.parts if contract(part.table).kind == "source"}
    given_dates = {(name, column) for name, column in places if not contract(name).column(column).is_derived}
    assert given_dates
    assert given_dates <= {(name, column) for name, columns in DATED.items() for column in columns}


def test_a_moment_with_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="UTC without a zone"):
        derive({}, datetime.fromisoformat("2026-10-20T04:00+08:00"))


def test_a_column_of_another_type_is_refused() -> None:
    with pytest.raises(SchemaError):
        derive({"orders": company()["orders"].cast({"requested_at": pl.Date})}, AS_OF)


MINUTE = st.integers(0, 300).map(lambda minutes: datetime(2026, 10, 5, 8) + timedelta(minutes=minutes))
ROW = st.tuples(MINUTE, st.none() | MINUTE, st.none() | MINUTE, st.sampled_from(["normal", "low"]))


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=20), as_of=MINUTE)
def test_every_order_is_in_exactly_one_state(
    rows: list[tuple[datetime, datetime | None, datetime | None, str]], as_of: datetime
) -> None:
    columns = ("requested_at", "responded_at", "cancelled_at", "priority_at_request")
    orders = [ORDER | {"order_id": f"{n}"} | dict(zip(columns, row, strict=True)) for n, row in enumerate(rows)]
    data = tables(orders=orders, agreements=[AGREEMENT], service_levels=[level("response_on_time", 60.0, "normal")])
    states = derive(data, as_of)["orders"]["response_state"]
    assert sum(states.eq(state).sum() for state in STATES) == len(rows)
    assert states.to_list() == [_state(*row, as_of) for row in rows]


def _state(asked: datetime, answered: datetime | None, ended: datetime | None, urgency: str, as_of: datetime) -> str:
    """The definition read aloud: first what cannot be judged, then what was in time, then the rest."""
    deadline = asked + timedelta(minutes=60)
    if urgency == "low":
        return "not_measurable"
    if answered is not None and answered <= deadline:
        return "met" if deadline <= as_of else "not_yet_due"
    if ended is not None and ended <= deadline:
        return "cancelled"
    if deadline > as_of:
        return "not_yet_due"
    return "open_past_deadline" if answered is None and ended is None else "missed"
