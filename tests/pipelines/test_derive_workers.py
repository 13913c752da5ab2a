"""What is said of the worker sent to an order: tenure, certificates and training on the local day of the response, never a name."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.contracts import contract
from assay.simulate import Company, people, world
from assay.simulate.timeline import stream, timeline
from assay.warehouse.orders import HIDDEN
from pipelines.derive import derive
from tests.conftest import SEED
from tests.pipelines.derive_tables import ORDER, Row, at, on, tables

AS_OF = at("2026-10-20 04:00")
WORKER = {
    "worker_id": "W", "vendor_id": "V", "site_id": "U", "service": "cleaning", "role": "cleaner", "started_on": on("2024-01-31"),
}
NEEDED: list[Row] = [{"role": "cleaner", "course": "a"}, {"role": "cleaner", "course": "b"}, {"role": "guard", "course": "c"}]
CLASSES = ("worker_tenure", "worker_certificate", "worker_training")


def answered(day: str, **more: object) -> Row:
    """An order that worker W answers at noon, UTC and local time alike, of that day."""
    return ORDER | {"worker_id": "W", "requested_at": at(f"{day} 11:00"), "responded_at": at(f"{day} 12:00")} | more


def classes(order: Row, worker: Row = WORKER, needed: list[Row] = NEEDED, trained: list[Row] | None = None) -> tuple[object, ...]:
    """tenure, certificate, training."""
    held = [{"worker_id": "W", "hours": 1.0} | row for row in trained or []]
    given_ = tables(orders=[order], staff=[worker], role_requirements=needed, trainings=held)
    return derive(given_, AS_OF)["orders"].select(CLASSES).row(0)


def course(name: str, first: str, last: str | None = None, hours: float | None = 1.0) -> Row:
    return {"course": name, "completed_on": on(first), "expires_on": on(last) if last else None, "hours": hours}


@pytest.mark.parametrize(
    ("day", "tenure"),
    [
        ("2024-01-30", None),  # the day before the worker started
        ("2024-01-31", "under_3_months"),
        ("2024-04-29", "under_3_months"),
        ("2024-04-30", "3_to_12_months"),  # three months after 31 January, in a month of 30 days
        ("2025-01-30", "3_to_12_months"),
        ("2025-01-31", "1_to_3_years"),
        ("2026-10-19", "1_to_3_years"),
    ],
)
def test_tenure_counts_from_the_first_day(day: str, tenure: str | None) -> None:
    assert classes(answered(day))[0] == tenure


def test_three_years_to_the_day_are_over() -> None:
    started = WORKER | {"started_on": on("2023-10-10")}
    assert [classes(answered(day), started)[0] for day in ("2026-10-09", "2026-10-10")] == ["1_to_3_years", "over_3_years"]


@pytest.mark.parametrize(
    ("day", "trained", "certificate"),
    [
        ("2026-09-10", [], "lapsed"),
        ("2026-09-10", [course("a", "2026-01-01")], "lapsed"),  # b was never done
        ("2026-09-10", [course("a", "2026-01-01"), course("b", "2026-09-10")], "valid"),  # from the day of the course on
        ("2026-09-09", [course("a", "2026-01-01"), course("b", "2026-09-10")], "lapsed"),
        ("2026-09-10", [course("a", "2026-01-01"), course("b", "2026-01-01", "2026-09-10")], "valid"),  # to its last day
        ("2026-09-11", [course("a", "2026-01-01"), course("b", "2026-01-01", "2026-09-10")], "lapsed"),
        # a course is renewed while the other one holds: b ends on the 10th and holds again from the 11th
        ("2026-09-11", [course("a", "2026-01-01"), course("b", "2026-01-01", "2026-09-10"), course("b", "2026-09-11")], "valid"),
    ],
)
def test_certificates_are_valid_when_every_course_is(day: str, trained: list[Row], certificate: str) -> None:
    assert classes(answered(day), trained=trained)[1] == certificate


def test_a_role_may_require_nothing() -> None:
    assert classes(answered("2026-09-10"), needed=[{"role": "guard", "course": "a"}])[1] == "none_required"
    assert classes(answered("2026-09-10"), needed=[])[1] == "none_required"


@pytest.mark.parametrize(
    ("trained", "training"),
    [
        # 365 days before 10 September 2026: 10 September 2025 to 9 September 2026
        ([course("x", "2026-09-10", hours=9.0)], "none"),  # on the day itself
        ([course("x", "2026-09-09", hours=0.5)], "under_8_hours"),
        ([course("x", "2025-09-10", hours=8.0)], "8_to_24_hours"),
        ([course("x", "2025-09-09", hours=8.0)], "none"),
        ([course("x", "2026-05-01", hours=7.9)], "under_8_hours"),
        ([course("x", "2026-05-01", hours=7.9), course("y", "2026-05-01", hours=0.1)], "8_to_24_hours"),  # 7.9 + 0.1 = 8
        ([course("x", "2026-05-01", hours=23.9), course("y", "2026-06-01", hours=0.1)], "8_to_24_hours"),  # 24, not over
        ([course("x", "2026-05-01", hours=24.0), course("y", "2026-06-01", hours=0.1)], "over_24_hours"),
        # what is over leaves nothing behind: 0.1 + 0.2 of last year are taken away again
        ([course("x", "2025-01-01", hours=0.1), course("y", "2025-02-01", hours=0.2)], "none"),
        # of one the hours are not known, so neither is their sum; a year later they no longer matter
        ([course("x", "2026-05-01", hours=30.0), course("y", "2026-06-01", hours=None)], None),
        ([course("x", "2026-05-01", hours=3.0), course("y", "2025-06-01", hours=None)], "under_8_hours"),
        ([], None),  # nobody ever told of any hours
        ([course("x", "2026-05-01", hours=None)], None),
    ],
)
def test_training_is_the_hours_of_the_year_before(trained: list[Row], training: str | None) -> None:
    assert classes(answered("2026-09-10"), trained=trained)[2] == training


def test_the_day_is_the_local_one_of_the_response() -> None:
    # 15:59 UTC is 23:59 of 30 April in Shanghai, one minute later 1 May begins there; the request came on another day.
    started = WORKER | {"site_id": "SH", "started_on": on("2026-02-01")}
    late = {"requested_at": at("2026-04-29 08:00"), "site_id": "SH"}
    before = classes(answered("2026-04-30", **late, responded_at=at("2026-04-30 15:59")), started)
    after = classes(answered("2026-04-30", **late, responded_at=at("2026-04-30 16:00")), started)
    assert (before[0], after[0]) == ("under_3_months", "3_to_12_months")


def test_what_holds_today_has_not_ended_where_it_is_tomorrow() -> None:
    # At 23:30 UTC of the 19th it is the 20th in Shanghai: an order there, answered by a worker of a site at UTC.
    order = answered("2026-10-19", site_id="SH", responded_at=at("2026-10-19 23:15"))
    held = [{"worker_id": "W", "course": name, "completed_on": on("2026-01-01")} for name in ("a", "b")]
    given_ = tables(orders=[order], staff=[WORKER], role_requirements=NEEDED, trainings=held)
    result = derive(given_, at("2026-10-19 23:30"))["orders"]
    assert result.select("responded_on", "worker_certificate").row(0) == (on("2026-10-20"), "valid")


@pytest.mark.parametrize("missing", [{"responded_at": None}, {"worker_id": None}, {"worker_id": "X"}])
def test_of_nobody_nothing_is_said(missing: Row) -> None:
    assert classes(answered("2026-09-10") | missing, trained=[course("a", "2026-01-01")]) == (None, None, None)


def test_where_the_first_day_is_not_known_the_rest_is() -> None:
    found = classes(answered("2026-09-10"), WORKER | {"started_on": None}, trained=[course("a", "2026-09-01")])
    assert found == (None, "lapsed", "under_8_hours")


def test_each_order_has_the_classes_of_its_own_worker() -> None:
    # Ids that begin alike, and one that sorts before what it begins with another; orders in no order of workers or days.
    staff = [
        WORKER | {"worker_id": id_, "started_on": on(day)}
        for id_, day in (("W-10", "2020-01-01"), ("W-1", "2026-08-01"), ("w", "2026-01-01"))
    ]
    asked = [("w", "2026-09-01"), ("W-1", "2026-09-02"), ("W-10", "2026-09-01"), ("W-1", "2026-07-31"), ("w", "2026-01-01")]
    orders = [answered(day, order_id=f"{n}", worker_id=id_) for n, (id_, day) in enumerate(asked)]
    result = derive(tables(orders=orders, staff=staff), AS_OF)["orders"]
    assert result["order_id"].to_list() == ["0", "1", "2", "3", "4"]
    assert result["worker_tenure"].to_list() == ["3_to_12_months", "under_3_months", "over_3_years", None, "under_3_months"]


DAY = st.integers(0, 500).map(lambda days: date(2025, 6, 1) + timedelta(days=days))
HELD = st.tuples(st.sampled_from("abx"), DAY, st.none() | st.integers(0, 200), st.none() | st.sampled_from([0.1, 2.7, 8.0, 20.0]))


@settings(max_examples=60, deadline=None)
@given(started=DAY, held=st.lists(HELD, max_size=7, unique_by=lambda one: one[:2]), days=st.lists(DAY, min_size=1, max_size=12))
def test_classes_agree_with_asking_every_day(
    started: date, held: list[tuple[str, date, int | None, float | None]], days: list[date]
) -> None:
    known = [(name, first, first + timedelta(days=n) if n is not None else None, hours) for name, first, n, hours in held]
    given_ = tables(
        orders=[answered(f"{day}", order_id=f"{n}") for n, day in enumerate(days)],
        staff=[WORKER | {"started_on": started}],
        role_requirements=NEEDED,
        trainings=[
            {"worker_id": "W", "course": name, "completed_on": first, "expires_on": last, "hours": hours}
            for name, first, last, hours in known
        ],
    )
    result = derive(given_, at("2026-12-20 00:00"))["orders"].select(CLASSES).rows()
    assert result == [(_tenure(started, day), _certificate(known, day), _training(known, day)) for day in days]


def _tenure(started: date, day: date) -> str | None:
    """Whole months, the last one not over while its day of the month is still to come."""
    last = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)).day
    months = 12 * (day.year - started.year) + day.month - started.month - (day.day < min(started.day, last))
    if day < started:
        return None
    return "under_3_months" if months < 3 else "3_to_12_months" if months < 12 else "1_to_3_years"


def _certificate(held: list[tuple[str, date, date | None, float | None]], day: date) -> str:
    valid = {name for name, first, last, _ in held if first <= day and (last is None or day <= last)}
    return "valid" if {"a", "b"} <= valid else "lapsed"


def _training(held: list[tuple[str, date, date | None, float | None]], day: date) -> str | None:
    hours = [hours for _, first, _, hours in held if 1 <= (day - first).days <= 365]
    if all(hours is None for *_, hours in held) or None in hours:
        return None
    total = round(sum(hours), 6)
    return "none" if total == 0 else "under_8_hours" if total < 8 else "8_to_24_hours" if total <= 24 else "over_24_hours"


def test_lapsed_certificates_are_those_that_were_planted(company: Company, frames: dict[str, pl.DataFrame]) -> None:
    """The simulated company makes completions late where a certificate was out on the day of the request, by a table of workers and
    days of its own, which no file tells of. Responses that came a day later may differ."""
    axis = timeline(company.as_of)
    crew = people.crew(world.world("all", stream(SEED, "world")), axis, stream(SEED, "people"))
    worker = pl.DataFrame({"worker_id": crew.worker_ids, "worker": np.arange(len(crew.worker_ids))})
    known = frames["orders"].drop_nulls("worker_certificate").join(worker, on="worker_id")
    day = (known["requested_on"].to_physical() - axis.start).to_numpy()
    planted = pl.Series(crew.is_lapsed[known["worker"].to_numpy(), day])
    found = known["worker_certificate"] == "lapsed"
    assert known.height > 4_000 and 0.01 < planted.mean() < 0.12  # type: ignore[operator]
    assert (found == planted).mean() >= 0.99  # type: ignore[operator]
    # Few are out, so that agreeing on the rest is no feat: of the planted ones themselves nearly all are found.
    assert found.filter(planted).mean() > 0.9  # type: ignore[operator]


def test_the_simulated_company_has_every_class(frames: dict[str, pl.DataFrame]) -> None:
    orders, declared = frames["orders"], contract("orders")
    for name in CLASSES:
        words = set(declared.column(name).words) - {"none_required"}  # there every role requires something
        assert set(orders[name].drop_nulls()) == words, name
    answered_ = orders["responded_on"].is_not_null() & orders["worker_id"].is_not_null()
    assert (orders["worker_certificate"].is_not_null() == answered_).all()


def test_no_list_and_no_file_of_orders_tells_the_classes() -> None:
    """A vendor has three workers at a site: beside the order, their classes would tell which of them it was."""
    assert {"worker_id", *CLASSES} == set(HIDDEN)
