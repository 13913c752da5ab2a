"""The actions on record: writing a finding down as a candidate, taking or dropping it, reading them. Nothing is changed, only added
to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, select

from assay.register.action import NEXT, Action, Draft, Plan, State, Step, check_length
from assay.register.canonical import sha256
from assay.register.finding import Finding, content_of
from assay.register.open import Register
from assay.register.seen import OutOfScope, check_moment, check_said
from assay.register.tables import ACTION_MEMBERS, ACTION_STEPS, ACTIONS
from assay.scope import Scope


class UnknownAction(LookupError):
    """No such action, or none in scope: which of the two is not said."""

    def __init__(self, action_id: int) -> None:
        super().__init__(f"no action {action_id}")
        self.action_id = action_id


class WrongOrder(ValueError):
    """A step that does not follow the state that the action is in, as where somebody else was quicker."""

    def __init__(self, action_id: int, found: State, asked: State) -> None:
        super().__init__(f"action {action_id} is {found}: it cannot become {asked}, only {' or '.join(NEXT[found])}")
        self.found, self.asked = found, asked


def write(register: Register, scope: Scope, draft: Draft, by: str, at: datetime) -> Action:
    """Adds a candidate; `at` is naive UTC.

    Raises OutOfScope where the finding names a vendor or site that the scope does not see, or none where the scope is limited;
    TypeError or ValueError for figures or texts that cannot be written down.
    """
    check_said(written_by=by)
    check_moment(at)
    _check_scope(scope, draft.finding)
    row = _row(draft, by, at)
    with register.writing() as connection:
        id_ = connection.execute(ACTIONS.insert().values(row).returning(ACTIONS.c.action_id)).scalar_one()
        for dimension, member in draft.finding.members:
            connection.execute(ACTION_MEMBERS.insert().values(action_id=id_, dimension=dimension, member=member))
        _add(connection, Step(id_, "candidate", by, at, plan=draft.plan))
        return _read(connection, scope, ACTIONS.c.action_id == id_)[0]


def decide(register: Register, scope: Scope, step: Step) -> Action:
    """Adds a step, which from now on is the action's state. Raises UnknownAction where the scope sees no such one, WrongOrder where
    its state does not lead there, ValueError where it does not say why."""
    check_said(why=step.why)
    only = ACTIONS.c.action_id == step.action_id
    with register.writing() as connection:
        # PostgreSQL lets two in at once: the second waits here, and then reads what the first one wrote.
        connection.execute(select(ACTIONS.c.action_id).where(only).with_for_update())
        found = _read(connection, scope, only)
        if not found:
            raise UnknownAction(step.action_id)
        if step.state not in NEXT[found[0].state]:
            raise WrongOrder(step.action_id, found[0].state, step.state)
        _add(connection, step)
        return _read(connection, scope, only)[0]


def listed(register: Register, scope: Scope, kpi: str | None = None) -> tuple[Action, ...]:
    """The actions in scope in the order in which they were written; of one KPI where it is named.

    A scope limited to vendors sees those that name a vendor, and only its own; the same holds for sites.
    """
    with register.reading() as connection:
        return _read(connection, scope, *(() if kpi is None else (ACTIONS.c.kpi == kpi,)))


def _row(draft: Draft, by: str, at: datetime) -> dict[str, object]:
    content = content_of(draft.finding)
    check_length(finding=content, written_by=by)
    facts = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name not in ("finding", "plan")}
    return {**facts, "content": content, "sha256": sha256(content), "written_by": by, "written_at": at}


def _add(connection: Connection, step: Step) -> None:
    facts = asdict(step)
    planned = facts.pop("plan")
    connection.execute(ACTION_STEPS.insert().values({**facts, **planned}))


def _read(connection: Connection, scope: Scope, *where: ColumnElement[bool]) -> tuple[Action, ...]:
    ordered = (
        select(ACTIONS, *ACTION_STEPS.c)
        .join(ACTION_STEPS)
        .where(*_seen(scope), *where)
        .order_by(ACTIONS.c.action_id, ACTION_STEPS.c.action_step_id)
    )
    width = len(ACTIONS.c)
    rows = (tuple(row) for row in connection.execute(ordered))
    grouped = groupby(rows, key=lambda row: row[:width])
    return tuple(Action(*of, steps=_steps(row[width:] for row in both)) for of, both in grouped)


def _steps(rows: Iterable[tuple[object, ...]]) -> tuple[Step, ...]:
    """Of rows of `action_steps`, whose last three columns are the plan."""
    return tuple(Step(*said, plan=Plan(*planned)) for said, planned in ((row[1:-3], row[-3:]) for row in rows))


def _seen(scope: Scope) -> Iterable[ColumnElement[bool]]:
    """For each limit: a member is named, and none outside."""
    for dimension, seen in scope.limits:
        named = select(ACTION_MEMBERS.c.action_id).where(ACTION_MEMBERS.c.dimension == dimension)
        yield ACTIONS.c.action_id.in_(named)
        yield ACTIONS.c.action_id.not_in(named.where(ACTION_MEMBERS.c.member.not_in(sorted(seen))))


def _check_scope(scope: Scope, finding: Finding) -> None:
    for dimension, seen in scope.limits:
        named = {member for of, member in finding.members if of == dimension}
        if not named or named - seen:
            raise OutOfScope(min(named - seen, default=None))
