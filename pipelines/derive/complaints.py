"""What follows for a complaint from its agreement: by when a reply was due, and whether it came."""

from __future__ import annotations

import polars as pl

from pipelines.derive.clocks import deadline, state
from pipelines.derive.inputs import Given
from pipelines.derive.local import local_date
from pipelines.derive.terms import Term, with_agreement, with_terms

_TERMS = (Term("reply_target_minutes", "clock_minutes", ("complaint_reply_on_time",)),)
_NEVER_CANCELLED = pl.lit(None, dtype=pl.Datetime("us"))


def judged_complaints(given: Given) -> pl.LazyFrame:
    """The needed given and every derived column of `complaints`. A complaint has no priority: only levels for all apply."""
    asked = (
        given.at_site("complaints")
        .with_columns(received_on=local_date(pl.col("received_at"), given.zones))
        .with_columns(asked_on=pl.col("received_on"), priority=pl.lit(None, dtype=pl.String))
    )
    agreed = with_terms(with_agreement(asked, given.table("agreements")), given.table("service_levels"), _TERMS)
    return (
        agreed.with_columns(reply_deadline_at=deadline(pl.col("received_at"), pl.col("reply_target_minutes")))
        .with_columns(reply_deadline_on=local_date(pl.col("reply_deadline_at"), given.zones))
        .with_columns(reply_state=state(pl.col("reply_deadline_at"), pl.col("replied_at"), _NEVER_CANCELLED, given.as_of))
    )
