"""What the view asks of the page: a KPI, two periods, the dimensions, and the part of the work that is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from assay.cells import Where
from assay.kpis import Grain, Kpi
from assay.say.parts import Names
from assay.scope import Scope
from assay.stats.localise.result import Condition


@dataclass(frozen=True)
class Question:
    """`before` and `after` are labels of `grain`; `by` the dimensions that are combined, `offered` those that there are. `members`:
    what the filters leave, of all time. `conditions`: the part of the work that is opened, none is all. `names`: of vendors and
    sites, by dimension."""

    version: str
    scope: Scope
    kpi: Kpi
    grain: Grain
    before: str
    after: str
    by: tuple[str, ...]
    offered: tuple[str, ...]
    members: Where
    conditions: tuple[Condition, ...]
    depth: int
    names: Names

    @property
    def periods(self) -> tuple[str, str]:
        return self.before, self.after

    @cached_property
    def where(self) -> Where:
        """The filters, over both periods."""
        return replace(self.members, periods=self.periods)

    @property
    def pairs(self) -> tuple[tuple[str, str | None], ...]:
        """The conditions as pairs of dimension and value."""
        return tuple((one.attribute, one.value) for one in self.conditions)
