"""Which level of which agreement the rows of a KPI belong to: grouped rows come in, each finds its level and month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from assay.kpis import Kpi
from assay.level import Agreement

PLACE = ("vendor_id", "service", "site_id", "governed_on")
"""What decides which agreement governs a row: who serves, what, where, on which local day."""
_TERMS = {
    "agreement_id": pl.String(), "vendor_id": pl.String(), "service": pl.String(), "only_site_id": pl.String(),
    "effective_from": pl.Date(), "effective_to": pl.Date(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """The agreements as a frame, one row each, and of one KPI the levels that take rows, by agreement and priority."""

    agreements: pl.DataFrame
    claims: pl.DataFrame


def terms(agreements: Sequence[Agreement], kpi: Kpi, priorities: Sequence[str | None]) -> Terms:
    """`priorities` are those that occur in the rows; None where the KPI's tables do not all have one."""
    listed = [(o.agreement_id, o.vendor_id, o.service, o.site_id, o.effective_from, o.effective_to) for o in agreements]
    claimed = [claim for one in agreements for claim in _claims(one, kpi, priorities)]
    schema = {"governed_by": pl.String(), "priority": pl.String(), "level_id": pl.String()}
    return Terms(pl.DataFrame(listed, schema=_TERMS, orient="row"), pl.DataFrame(claimed, schema=schema, orient="row"))


def _claims(agreement: Agreement, kpi: Kpi, priorities: Sequence[str | None]) -> Iterator[tuple[str, str | None, str]]:
    """A level for all priorities takes those that have no level of their own."""
    own = [level for level in agreement.levels if level.kpi == kpi.id]
    for priority in priorities:
        named = [level for level in own if level.priority == priority]
        for level in named or [level for level in own if level.priority is None]:
            yield agreement.agreement_id, priority, level.level_id


def attributed(rows: pl.DataFrame, agreements: Sequence[Agreement], kpi: Kpi) -> pl.DataFrame:
    """The rows that belong to a level, with `level_id` and `month` (its first day); one row for each level that takes it.

    `rows`: vendor_id, service, site_id, priority, day_on, `is_ordered` (an order: the version valid at its request counts), and
    `agreement_id` of orders. Which version an order belongs to was settled by its request. Where that version ended before the
    month in which the order counts, no statement of it is left: the version that follows on the day takes the order then. Rows of
    other tables belong to the version in force on their day; those of a monthly stock to the one in force at the month's end.
    """
    known = terms(agreements, kpi, rows["priority"].unique().to_list())
    is_monthly = kpi.finest in ("month", "quarter")
    day = pl.col("day_on")
    dated = rows.with_columns(month=day.dt.month_start(), governed_on=day.dt.month_end() if is_monthly else day)
    return (
        dated.join(_in_force(dated, known.agreements), on=list(PLACE), how="left", nulls_equal=True)
        .join(_versions(known.agreements), on="agreement_id", how="left")
        .with_columns(governed_by=_governing())
        .join(known.claims, on=["governed_by", "priority"], how="inner", nulls_equal=True)
    )


def _versions(agreements: pl.DataFrame) -> pl.DataFrame:
    ended = pl.col("effective_to").fill_null(date.max)
    return agreements.select("agreement_id", ended_on=ended)


def _governing() -> pl.Expr:
    """The agreement whose level takes the row; null where none does, for it was not in force when the order was requested."""
    is_live = pl.col("ended_on") >= pl.col("month")
    of_order = pl.when(is_live).then("agreement_id").when(pl.col("ended_on").is_not_null()).then("in_force_id")
    return pl.when("is_ordered").then(of_order).otherwise("in_force_id")


def _in_force(rows: pl.DataFrame, agreements: pl.DataFrame) -> pl.DataFrame:
    """For each place and day the `in_force_id`: an agreement for the site goes before one for all sites, then the latest."""
    ended = pl.col("effective_to").fill_null(date.max)
    return (
        rows.select(PLACE)
        .unique()
        .join(agreements, on=["vendor_id", "service"], how="inner")
        .filter(pl.col("only_site_id").is_null() | (pl.col("only_site_id") == pl.col("site_id")))
        .filter(pl.col("governed_on").is_between(pl.col("effective_from"), ended))
        .sort(pl.col("only_site_id").is_not_null(), "effective_from", "agreement_id")
        .unique(subset=list(PLACE), keep="last", maintain_order=True)
        .select(*PLACE, in_force_id="agreement_id")
    )
