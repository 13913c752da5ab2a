"""A measure: what was done, where and from when, as somebody tells it or as an action on record has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assay.cells import dimensions
from assay.kpis import Kpi
from assay.register.action import Action

PLACE: tuple[str, ...] = ("vendor_id", "site_id")
Condition = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """What was done from `began_on`: for vendors, sites, or vendors at sites; empty is all, and one of the two must be named.

    `trigger` are labels of the periods whose figures made somebody act (2026-10): they are in no baseline. `conditions` limit what
    is counted to a part of the work, everywhere; `services` empty: those in which the places that it reached work. `aside`: vendors
    that nothing is compared with, since something was done about them too.

    Raises ValueError where nobody is left to compare with, and where methods that are never pooled would be.
    """

    kpi: Kpi
    began_on: date
    vendors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    trigger: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    aside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.vendors and not self.sites:
            raise ValueError("a measure that reached everybody leaves nobody to compare with: name vendors or sites")
        if apart := [name for name in self.kpi.within if name not in dict(self.conditions)]:
            raise ValueError(f"{self.kpi.id} is never pooled over {', '.join(apart)}: name one in the conditions")

    @property
    def by(self) -> tuple[str, ...]:
        """What a place is: a vendor at a site, or a site where only sites are named."""
        wanted = PLACE if self.vendors else PLACE[1:]
        return tuple(dimension for dimension in wanted if dimension in dimensions(self.kpi))


def measure_of(action: Action, kpi: Kpi, began_on: date | None = None) -> Measure:
    """The measure of an action on record: what its finding is about, the periods in which it was seen as its trigger.

    It began when it is told, else when it was due, else on the day on which it was last taken. Raises ValueError for an action that
    was not taken or that names no vendor and no site, Tampered for one that is not what was written down.
    """
    found = action.finding
    vendors, sites = (tuple(member for name, member in found.members if name == of) for of in PLACE)
    others = tuple(one for one in found.conditions if one[0] not in (*PLACE, "service"))
    services = tuple(value for name, value in found.conditions if name == "service" and value is not None)
    return Measure(kpi, began_on or _began(action), vendors, sites, services, found.after, others)


def _began(action: Action) -> date:
    if action.state != "taken":
        raise ValueError(f"action {action.action_id} was not taken: it is {action.state}")
    taken = [step.decided_at.date() for step in action.steps if step.state == "taken"]
    return action.plan.due_on or taken[-1]
