"""The tables of the register, as values. Moments are naive UTC; a month is the date of its first day."""

from __future__ import annotations

from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

AdjustmentKind = Literal["waiver", "dispute"]
Ruling = Literal["accepted", "rejected", "withdrawn"]
PublicationKind = Literal["statement", "cells"]

VERSION = 1
"""The version of the tables below. It grows with every change of them."""
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

APPEND_ONLY = (ADJUSTMENTS, DECISIONS, PUBLICATIONS)
