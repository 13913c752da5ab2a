"""What the simulator starts from, and an agreement with some of its terms altered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st

from assay.agreements import presign
from assay.agreements.money import exact
from assay.agreements.presign import Forecast
from assay.agreements.presign_outcomes import Volume, can_be_foretold
from assay.agreements.standing import value_of
from assay.agreements.statement import Statement
from assay.kpis import Kpi
from assay.level import Agreement, Level, Tier
from assay.measured import Sums
from assay.say import agreed as say
from assay.scope import Scope
from ui.agreements import read as agreements_read
from ui.reading import Reading

SEED, YEAR = 1, 12
_KEPT = 64
Past = Mapping[tuple[str | None, ...], tuple[float, float | None]]
"""By what a level is about: how many a month were due of late, and at what level they were done."""


def past(now: Reading, agreement: Agreement, months: Sequence[date]) -> Past:
    """Of these months the average volume and the value over all of them."""
    walked = agreements_read.walked(now.version, now.scope, tuple(sorted(months)), agreement.vendor_id)
    statements = walked.get(agreement.vendor_id, ())
    kpis = agreements_read.kpis(now.version)
    return {level.subject: _of_level(level, statements, kpis[level.kpi]) for level in agreement.levels}


def _of_level(level: Level, statements: Sequence[Statement], kpi: Kpi) -> tuple[float, float | None]:
    lines = [line for statement in statements for line in statement.lines if line.level.subject == level.subject]
    months = sum(any(line.level.subject == level.subject for line in statement.lines) for statement in statements)
    total = sum((line.judged.sums for line in lines), Sums())
    return (total.denominator / months if months else 0.0), value_of(kpi, total)


def table(agreement: Agreement, found: Past, is_past: bool, now: Reading) -> pl.DataFrame:
    """One row a level that can be foretold: level_id, level, volume, target, rate, share, repeat. A missing volume leaves the level
    out; `share` is that of the amount at risk, in percent, and null under an agreement by points."""
    kpis = agreements_read.kpis(now.version)
    rows = [
        {
            "level_id": level.level_id,
            "level": say.title(kpis[level.kpi], level, now.language),
            "volume": round(found[level.subject][0]) or None,
            "target": level.target,
            "rate": _rate(level, found[level.subject][1], is_past),
            "share": _share(level),
            "repeat": level.repeat_multiplier,
        }
        for level in agreement.levels
        if can_be_foretold(kpis[level.kpi])
    ]
    numbers = dict.fromkeys(("target", "rate", "share", "repeat"), pl.Float64)
    return pl.DataFrame(rows, schema={"level_id": pl.String, "level": pl.String, "volume": pl.Int64, **numbers})


def _rate(level: Level, before: float | None, is_past: bool) -> float:
    return round(before, 2) if is_past and before is not None else level.target


def _share(level: Level) -> float | None:
    """Of the amount at risk, in percent; an allocation that is not stated counts as 1."""
    if level.pool_share is None:
        return None
    part = 1.0 if level.allocation_share is None else level.allocation_share
    return float(100 * exact(level.pool_share) * exact(part))


def altered(agreement: Agreement, rows: pl.DataFrame, charge: float | None, at_risk: float | None) -> Agreement:
    """The agreement with the terms of the table; tiers move along with a target. `at_risk` is in percent of the charge."""
    terms = {row["level_id"]: row for row in rows.iter_rows(named=True)}
    levels = tuple(_level(one, terms[one.level_id]) if one.level_id in terms else one for one in agreement.levels)
    moved = {level.level_id: level.target - old.target for level, old in zip(levels, agreement.levels, strict=True)}
    tiers = {id_: tuple(_moved(tier, moved[id_]) for tier in of_level) for id_, of_level in agreement.tiers.items()}
    share = None if at_risk is None else round(at_risk / 100, 8)
    return replace(agreement, levels=levels, tiers=tiers, monthly_charge=charge, at_risk_share=share)


def _level(one: Level, terms: Mapping[str, float | None]) -> Level:
    """What was not touched stays as it was signed, to the last digit."""
    target = one.target if terms["target"] is None else terms["target"]
    share = terms["share"]
    is_same = share is None or (one.pool_share is not None and round(share, 6) == round(_share(one) or 0.0, 6))
    shares = {} if is_same else {"pool_share": round(share / 100, 8), "allocation_share": None}
    return replace(one, target=target, repeat_multiplier=terms["repeat"], **shares)


def _moved(tier: Tier, by: float) -> Tier:
    if not by:
        return tier
    return replace(tier, **{
        side: None if getattr(tier, side) is None else round(getattr(tier, side) + by, 6) for side in ("from_value", "to_value")
    })  # fmt: skip


def volumes(rows: pl.DataFrame) -> dict[str, Volume]:
    """Those levels that have a volume, at the true rate of the table."""
    told = rows.filter(pl.col("volume") > 0, pl.col("rate").is_not_null())
    return {id_: Volume(due, rate) for id_, due, rate in told.select("level_id", "volume", "rate").iter_rows()}


def forecast(now: Reading, agreement: Agreement, due: Mapping[str, Volume]) -> Forecast:
    """A year under the agreement. Raises ValueError for a rate that cannot be, and where no level has a volume."""
    return _forecast(now.version, now.scope, agreement, tuple(sorted(due.items())))


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _forecast(version_: str, scope: Scope, agreement: Agreement, due: tuple[tuple[str, Volume], ...]) -> Forecast:
    return presign.forecast(agreement, agreements_read.kpis(version_), dict(due), SEED)
