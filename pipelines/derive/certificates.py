"""When a worker held every course that the role requires: spans of days, found from the days on which something changes."""

from __future__ import annotations

import polars as pl

from pipelines.derive.inputs import Given

_DAY = pl.duration(days=1)


def required_roles(given: Given) -> pl.LazyFrame:
    """role and is_required, which is true: the roles of which any course is required."""
    return given.table("role_requirements").select("role", is_required=True).unique()


def certified_spans(given: Given) -> pl.LazyFrame:
    """worker_id, valid_from_on, valid_to_on: spans of days, both ends included, on which every required course was valid.

    Spans of one worker do not overlap. Spans rather than days: a worker has a handful of them, and a thousand days. Each stretch
    of a course counts one from its first day and one less from the day after its last; where the running sum reaches the number of
    courses that the role requires, the worker is certified until the next change.
    """
    return (
        _changes(given)
        .group_by("worker_id", "required", "changed_on")
        .agg(pl.col("change").sum())
        .sort("worker_id", "changed_on")
        .with_columns(
            held=pl.col("change").cum_sum().over("worker_id"),
            next_on=pl.col("changed_on").shift(-1).over("worker_id"),
        )
        .filter(pl.col("held") == pl.col("required"))
        .select("worker_id", valid_from_on="changed_on", valid_to_on=pl.col("next_on") - _DAY)
    )


def _changes(given: Given) -> pl.LazyFrame:
    """One row where a stretch begins (change 1) and one on the day after it ends (change -1)."""
    stretches = _stretches(given)
    begins = stretches.select("worker_id", "required", changed_on="from_on", change=pl.lit(1, dtype=pl.Int64))
    ends = stretches.select("worker_id", "required", changed_on=pl.col("to_on") + _DAY, change=pl.lit(-1, dtype=pl.Int64))
    return pl.concat([begins, ends])


def _stretches(given: Given) -> pl.LazyFrame:
    """Per worker and required course: from_on and to_on of each unbroken stretch; several trainings of one course join up."""
    course = ["worker_id", "course"]
    is_new = pl.col("completed_on") > pl.col("to_on").cum_max().shift(1).over(course)
    return (
        _of_required_courses(given)
        .sort(*course, "completed_on")
        .with_columns(stretch=is_new.fill_null(False).cast(pl.Int64).cum_sum().over(course))
        .group_by(*course, "required", "stretch")
        .agg(from_on=pl.col("completed_on").min(), to_on=pl.col("to_on").max())
    )


def _of_required_courses(given: Given) -> pl.LazyFrame:
    """The trainings in courses that the worker's role requires, valid to to_on; `required` is how many courses that role requires.

    What never expires is closed at the local date of `as_of`: nobody asks about later days.
    """
    wanted = given.table("role_requirements").unique()
    required = wanted.with_columns(required=pl.len().over("role").cast(pl.Int64))
    workers = given.at_site("staff").select("worker_id", "role", today_on=given.today)
    return (
        given.table("trainings")
        .join(workers, on="worker_id", how="inner")
        .join(required, on=["role", "course"], how="inner")
        .with_columns(to_on=pl.min_horizontal("expires_on", "today_on"))
    )
