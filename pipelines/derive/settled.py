"""Whether it is time to judge: inspections whose day has come, invitations that had long enough to be answered."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from pipelines.derive.inputs import Given
from pipelines.derive.local import local_date

ANSWER_WITHIN = timedelta(days=14)
"""How long an invitation has before its silence counts (definitions, survey_response_rate)."""


def due_inspections(given: Given) -> pl.LazyFrame:
    """Every derived column of `inspections`: is_due, by the local date at the site; null where no day was set."""
    return given.at_site("inspections").with_columns(is_due=pl.col("due_on") <= given.today)


def settled_surveys(given: Given) -> pl.LazyFrame:
    """Every derived column of `surveys`: local dates, and whether the invitation is settled."""
    return given.at_site("surveys").with_columns(
        invited_on=local_date(pl.col("invited_at"), given.zones),
        answered_on=local_date(pl.col("answered_at"), given.zones),
        is_settled=pl.col("invited_at") <= given.as_of - ANSWER_WITHIN,
    )
