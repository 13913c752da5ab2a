"""Small agreements for the tests of settlement: one vendor, tiny literal months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from assay.agreements.statement import Statement, settle
from assay.agreements.terms import Adjustment
from assay.kpis import KPIS
from assay.level import Agreement, Level, Tier
from assay.measured import Measured, Sums

OCTOBER = date(2026, 10, 1)
KNOWN = {kpi.id: kpi for kpi in KPIS}
TEXAS = Agreement("A", "V", "maintenance", date(2026, 1, 1), monthly_charge=100_000.0, at_risk_share=0.10, scheme="pool")
UK = replace(TEXAS, scheme="points", point_share=0.01)
UK_TIERS = (Tier(99.0, None, 0), Tier(98.0, 98.9, 1), Tier(97.0, 97.9, 2), Tier(96.0, 96.9, 3), Tier(None, 95.9, 4))
RESPONSE = Level("L1", "V", "maintenance", "response_on_time", 95.0, decimals=1, rounding="half_up")


def money(amount: str) -> Decimal:
    return Decimal(amount)


def counted(met: float, due: float, rows: Mapping[str, Sums] | None = None, **excluded: float) -> Measured:
    return Measured(Sums(met, due), excluded, rows or {})


def pool(*levels: Level) -> Agreement:
    return replace(TEXAS, levels=levels)


def points(*levels: Level, tiers: tuple[Tier, ...] = UK_TIERS) -> Agreement:
    return replace(UK, levels=levels, tiers={level.level_id: tiers for level in levels})


def october(agreement: Agreement, *adjustments: Adjustment, earlier: tuple[Statement, ...] = (), **measured: Measured) -> Statement:
    """The October statement; measures by level_id."""
    return settle("V", OCTOBER, [agreement], {(id_, None): one for id_, one in measured.items()}, KNOWN, adjustments, earlier)


def adjustment(kind: str, key: str | None = None, state: str = "accepted", level_id: str = "L1", id_: str = "1") -> Adjustment:
    at = datetime(2026, 11, 3, 9)
    return Adjustment(id_, kind, level_id, OCTOBER, key, "王工", at, "客户的备件迟到", state)  # type: ignore[arg-type]
