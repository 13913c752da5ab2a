"""The tables of the register, as values. Moments are naive UTC; a month is the date of its first day."""

from __future__ import annotations

from typing import Literal, get_args

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

AdjustmentKind = Literal["waiver", "dispute"]
Ruling = Literal["accepted", "rejected", "withdrawn"]
PublicationKind = Literal["statement", "cells"]
MemberOf = Literal["vendor_id", "site_id"]

VERSION = 4
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

ACTIONS = Table(
    "actions",
    METADATA,
    Column("action_id", Integer, primary_key=True),
    Column("kpi", String, nullable=False),
    Column("title", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("view", Text, nullable=False),  # the query of the link that opens the finding again
    Column("content", Text, nullable=False),  # the finding as canonical JSON
    Column("sha256", String, nullable=False),  # of the content in UTF-8
    Column("warehouse_version", String, nullable=False),
    Column("definitions_version", String, nullable=False),
    Column("written_by", String, nullable=False),
    Column("written_at", DateTime, nullable=False),
    Index("actions_by_kpi", "kpi"),
)

ACTION_MEMBERS = Table(
    "action_members",
    METADATA,
    Column("action_member_id", Integer, primary_key=True),
    Column("action_id", ForeignKey("actions.action_id"), nullable=False),
    Column("dimension", String, nullable=False),
    Column("member", String, nullable=False),  # a vendor or site that the finding names: who may see it
    _is_one_of("dimension", MemberOf),
    Index("action_members_by_action", "action_id"),
)

# The states of an action will be more than today's, and SQLite cannot alter a CHECK: `action.py` says which there are.
ACTION_STEPS = Table(
    "action_steps",
    METADATA,
    Column("action_step_id", Integer, primary_key=True),
    Column("action_id", ForeignKey("actions.action_id"), nullable=False),
    Column("state", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("owner", String),  # null: as the step before has it
    Column("due_on", Date),  # likewise
    Column("target", Float),  # likewise; in the KPI's unit, as the targets of service levels are
    Index("action_steps_by_action", "action_id"),
)

REPORTS = Table(
    "reports",
    METADATA,
    Column("report_id", Integer, primary_key=True),
    Column("vendor_id", String),  # null: of all vendors
    Column("month", Date, nullable=False),
    Column("language", String, nullable=False),
    Column("content", Text, nullable=False),  # the document as canonical JSON
    Column("sha256", String, nullable=False),  # of the content in UTF-8
    Column("warehouse_version", String, nullable=False),
    Column("definitions_version", String, nullable=False),
    Column("published_by", String, nullable=False),
    Column("published_at", DateTime, nullable=False),
    Index("reports_by_vendor", "month", "vendor_id", "language"),
)

SINCE = {2: (REBASES, WITHDRAWALS), 3: (ACTIONS, ACTION_MEMBERS, ACTION_STEPS), 4: (REPORTS,)}
"""What each version brought."""
APPEND_ONLY = (ADJUSTMENTS, DECISIONS, PUBLICATIONS, *(table for added in SINCE.values() for table in added))
