"""The simulated company lives by the clock that judges it: what was planted as late is what is found to be late."""

from __future__ import annotations

import polars as pl
import pytest

from assay.simulate import orders, people, world
from assay.simulate.company import AS_OF, simulate
from assay.simulate.timeline import stream, timeline
from pipelines.derive import complete

SIZE, SEED = 60_000, 5


@pytest.fixture(scope="module")
def judged() -> pl.DataFrame:
    """The orders with their derived columns and with `late` and `completed`, as they were drawn."""
    company = simulate(SIZE, SEED)
    axis, whole = timeline(AS_OF), world.world("all", stream(SEED, "world"))
    crew = people.crew(whole, axis, stream(SEED, "people"))
    drawn = orders.facts(whole, axis, crew, SIZE, stream(SEED, "facts"), stream(SEED, "pauses")).rows
    return complete(company.tables, AS_OF)["orders"].with_columns(late=drawn["late"])


def test_late_is_missed_and_missed_is_late(judged: pl.DataFrame) -> None:
    done = judged.filter(pl.col("completed_at").is_not_null() & (pl.col("completion_deadline_at") <= AS_OF))
    assert done.height > 50_000 and done["late"].sum() > 1_500
    assert done.filter((pl.col("completion_state") == "missed") != pl.col("late")).is_empty()
    assert set(done["completion_state"]) == {"met", "missed"}


def test_office_hours_and_pauses_are_told_apart_from_time_on_the_wall(judged: pl.DataFrame) -> None:
    """In the service that works office hours many late on the wall are in time, and hardly any moment is outside them."""
    wall = (pl.col("completed_at") - pl.col("requested_at")).dt.total_microseconds() / 60_000_000
    office = judged.filter((pl.col("service") == "logistics") & pl.col("completed_at").is_not_null())
    on_the_wall = office.filter((wall > pl.col("completion_target_minutes")) & (pl.col("completion_state") == "met"))
    assert on_the_wall.height > 0.2 * office.height
    local = office.filter(pl.col("site_id").is_in(_in_shanghai(judged)))["completed_at"].dt.offset_by("8h").dt.hour()
    assert local.is_between(8, 18).all()


def _in_shanghai(judged: pl.DataFrame) -> list[str]:
    """Sites whose requests are on the day that Shanghai has at that moment."""
    same = pl.col("requested_at").dt.offset_by("8h").dt.date() == pl.col("requested_on")
    return judged.group_by("site_id").agg(same.all()).filter("requested_at")["site_id"].to_list()


def test_some_orders_are_paused_now_and_have_no_deadline(judged: pl.DataFrame) -> None:
    waits = judged.filter((pl.col("completion_state") == "not_yet_due") & pl.col("completion_deadline_at").is_null())
    assert waits.height > 0 and waits["completed_at"].null_count() == waits.height
    assert waits["completion_running_minutes"].null_count() == 0


def test_a_running_clock_counts_up_to_now_and_a_stopped_one_does_not(judged: pl.DataFrame) -> None:
    ended = pl.any_horizontal(pl.col("completed_at", "cancelled_at").is_not_null())
    assert judged.filter(ended)["completion_running_minutes"].null_count() == judged.filter(ended).height
    runs = judged.filter(~ended)
    wall = (pl.lit(AS_OF) - pl.col("requested_at")).dt.total_microseconds() / 60_000_000
    assert runs.filter(pl.col("completion_running_minutes") > wall).is_empty() and runs.height > 20
