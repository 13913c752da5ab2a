"""The tables of the register, as values. Moments are naive UTC; a month is the date of its first day."""

from __future__ import annotations

from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

AdjustmentKind = Literal["waiver", "dispute"]
Ruling = Literal["accepted", "rejected", "withdrawn"]
PublicationKind = Literal["statement", "cells"]

VERSION = 2
"""The version of the tables below. It grows with every change of them; a register of an earlier one is given what it lacks."""
METADATA = MetaData()


def _is_one_of(column: str, allowed: object) -> CheckConstraint:
    words = ", ".join(f"'{word}'" for word in get_args(allowed))
    return CheckConstraint(f"{column} IN ({words})")


SCHEMA_VERSION = Table("schema_version", METADATA, Column("version", Integer, primary_key=True, autoincrement=False))

ADJUSTMENTS = Table(
    "adjustments",
    METADATA,
    Column("adjustment_id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("vendor_id", String, nullable=False),
    Column("level_id", String, nullable=False),
    Column("month", Date, nullable=False),
    Column("row_key", String),  # null: the whole month of the level
    Column("reason", Text, nullable=False),
    Column("requested_by", String, nullable=False),
    Column("requested_at", DateTime, nullable=False),
    _is_one_of("kind", AdjustmentKind),
    Index("adjustments_by_vendor", "vendor_id", "month"),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("decision_id", Integer, primary_key=True),
    Column("adjustment_id", ForeignKey("adjustments.adjustment_id"), nullable=False),
    Column("state", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("note", Text, nullable=False),
    _is_one_of("state", Ruling),
    Index("decisions_by_adjustment", "adjustment_id"),
)

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("publication_id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("vendor_id", String),  # null: of all vendors
    Column("month", Date, nullable=False),
    Column("content", Text, nullable=False),  # canonical JSON
    Column("sha256", String, nullable=False),  # of the content in UTF-8
    Column("warehouse_version", String, nullable=False),
    Column("definitions_version", String, nullable=False),
    Column("published_by", String, nullable=False),
    Column("published_at", DateTime, nullable=False),
    _is_one_of("kind", PublicationKind),
    Index("publications_by_vendor", "kind", "month", "vendor_id"),
)

REBASES = Table(
    "rebases",
    METADATA,
    Column("rebase_id", Integer, primary_key=True),
    Column("kpi", String, nullable=False),
    Column("vendor_id", String),  # of a series of one vendor; null: not of a vendor
    Column("site_id", String),  # of a series of one site; both null: of all together
    Column("from_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("rebased_by", String, nullable=False),
    Column("rebased_at", DateTime, nullable=False),
    CheckConstraint("vendor_id IS NULL OR site_id IS NULL"),
    Index("rebases_by_kpi", "kpi"),
)

WITHDRAWALS = Table(
    "withdrawals",
    METADATA,
    Column("withdrawal_id", Integer, primary_key=True),
    Column("rebase_id", ForeignKey("rebases.rebase_id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("withdrawn_by", String, nullable=False),
    Column("withdrawn_at", DateTime, nullable=False),
    Index("withdrawals_by_rebase", "rebase_id"),
)

APPEND_ONLY = (ADJUSTMENTS, DECISIONS, PUBLICATIONS, REBASES, WITHDRAWALS)
