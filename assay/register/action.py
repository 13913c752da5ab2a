"""What an action is: a finding that somebody wrote down, what became of it, and who sees to it until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from math import isfinite
from typing import Literal, get_args

from assay.register.canonical import sha256
from assay.register.finding import Finding, finding_of
from assay.register.seen import check_moment, check_said

State = Literal["candidate", "taken", "dropped"]
NEXT: Mapping[State, tuple[State, ...]] = {"candidate": ("taken", "dropped"), "taken": ("dropped",), "dropped": ("candidate",)}
"""What an action can become from each state. What was dropped by mistake is a candidate again; both steps stay on record."""
MOST: Mapping[str, int] = {
    "kpi": 200, "title": 200, "note": 4000, "view": 4000, "finding": 20_000, "written_by": 100, "decided_by": 100, "owner": 100,
    "why": 2000,
}  # fmt: skip
"""How many characters each text may have."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sees to it, until when, and what the KPI has to reach, in its own unit as the targets of service levels are. Each may
    still be open."""

    owner: str | None = None
    due_on: date | None = None
    target: float | None = None

    def __post_init__(self) -> None:
        if self.owner is not None:
            check_said(owner=self.owner)
            check_length(owner=self.owner)
        if isinstance(self.due_on, datetime):
            raise ValueError(f"an action is due on a day: {self.due_on!r}")
        if self.target is not None and not isfinite(self.target):
            raise ValueError(f"no target: {self.target!r}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding to be written down as a candidate action. `view` is the query of the link that opens it again, without `?`.

    The versions say from which warehouse and by which definitions it was computed.
    """

    kpi: str
    title: str
    finding: Finding
    view: str
    warehouse_version: str
    definitions_version: str
    note: str = ""
    plan: Plan = Plan()

    def __post_init__(self) -> None:
        check_said(kpi=self.kpi, title=self.title, warehouse_version=self.warehouse_version)
        check_said(definitions_version=self.definitions_version)
        check_length(kpi=self.kpi, title=self.title, note=self.note, view=self.view)


@dataclass(frozen=True, slots=True)
class Step:
    """That an action became a candidate, was taken or dropped; `decided_at` is naive UTC. What the plan leaves open stays as the
    step before has it."""

    action_id: int
    state: State
    decided_by: str
    decided_at: datetime
    why: str = ""
    plan: Plan = Plan()

    def __post_init__(self) -> None:
        if self.state not in get_args(State):
            raise ValueError(f"no state of an action: {self.state!r}")
        check_moment(self.decided_at)
        check_said(decided_by=self.decided_by)
        check_length(decided_by=self.decided_by, why=self.why)


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it was written, with its steps, oldest first; `written_at` is naive UTC."""

    action_id: int
    kpi: str
    title: str
    note: str
    view: str
    content: str
    sha256: str
    warehouse_version: str
    definitions_version: str
    written_by: str
    written_at: datetime
    steps: tuple[Step, ...]

    @property
    def state(self) -> State:
        """What it became last."""
        return self.steps[-1].state

    @property
    def plan(self) -> Plan:
        """What was last said of each: owner, due date, target."""
        said = [{name: value for name, value in asdict(step.plan).items() if value is not None} for step in self.steps]
        return Plan(**{name: value for plan in said for name, value in plan.items()})

    @property
    def is_intact(self) -> bool:
        """Whether the finding is still what was written down: its hash is the one written then."""
        return sha256(self.content) == self.sha256

    @property
    def finding(self) -> Finding:
        """Raises Tampered where it is not what was written down."""
        if not self.is_intact:
            raise Tampered(self)
        return finding_of(self.content)


class Tampered(ValueError):
    """An action whose finding is not what was written down."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"the finding of action {action.action_id} was changed after it was written down")
        self.action = action


def check_length(**words: str) -> None:
    for name, text in words.items():
        if len(text) > MOST[name]:
            raise ValueError(f"{name} has {len(text):,} characters, {MOST[name]:,} at most")
