"""What follows for a complaint from its agreement: by when a reply was due, and whether it came."""

from __future__ import annotations

import polars as pl

from assay.clock import Clock
from pipelines.derive.clocks import with_clocks
from pipelines.derive.inputs import Given
from pipelines.derive.local import local_date
from pipelines.derive.terms import Term, with_agreement, with_terms

_REPLY = Clock("reply", "replied_at")
_TERMS = (Term(_REPLY.target, "clock_minutes", ("complaint_reply_on_time",)),)
_NEVER = pl.lit(None, dtype=pl.Datetime("us"))
_NO_PAUSES = pl.LazyFrame(
    schema={"complaint_id": pl.String, "responsible": pl.String, "paused_at": pl.Datetime("us"), "resumed_at": pl.Datetime("us")}
)


def judged_complaints(given: Given) -> pl.LazyFrame:
    """The needed given and every derived column of `complaints`. A complaint has no priority: only levels for all apply.

    It is neither paused nor cancelled.
    """
    asked = (
        given.at_site("complaints")
        .with_columns(received_on=local_date(pl.col("received_at"), given.zones))
        .with_columns(asked_on=pl.col("received_on"), priority=pl.lit(None, dtype=pl.String))
        .with_columns(started_at=pl.col("received_at"), ended_at=_NEVER, cancelled_at=_NEVER)
    )
    agreed = with_terms(with_agreement(asked, given.table("agreements")), given.table("service_levels"), _TERMS)
    return with_clocks(agreed, _NO_PAUSES, (_REPLY,), "complaint_id", given.book, given.zones, given.as_of).lazy()
