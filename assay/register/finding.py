"""A finding: what somebody saw, in a sentence and in figures, kept as it was when the warehouse has long moved on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from assay.register.canonical import canonical
from assay.register.tables import MemberOf
from assay.text import Text

Condition = tuple[str, str | None]
"""A dimension and its value; None: not recorded."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval, where it has one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Why or where a KPI moved from the periods `before` to the periods `after` (labels, such as 2026-10).

    `sentence` is what the page said. `conditions` are the segment that it is about; none: all that was looked at. `change` is the
    KPI's, on its natural scale (a share 0 to 1, events per unit, a mean); `explained` is the share of the change that lies in the
    segment. `n` is what the figures rest on, `p` the chance of as much by chance alone, None where nothing was tested.

    `vendors` and `sites` are those that the view was limited to or that the sentence names: together with those of the conditions
    they decide who may read it.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    sentence: Text
    n: int
    conditions: tuple[Condition, ...] = ()
    change: Estimate | None = None
    explained: Estimate | None = None
    p: float | None = None
    vendors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.before or not self.after:
            raise ValueError("a finding compares two periods: one of them is not named")
        if self.n < 0 or not (self.p is None or 0 <= self.p <= 1):
            raise ValueError(f"no such number or chance: n = {self.n}, p = {self.p}")

    @property
    def members(self) -> tuple[tuple[MemberOf, str], ...]:
        """Every vendor and site that it names, by its dimension, once each."""
        limited: Mapping[MemberOf, tuple[str, ...]] = {"vendor_id": self.vendors, "site_id": self.sites}
        named = {(dimension, member) for dimension, members in limited.items() for member in members}
        named |= {(dimension, value) for dimension, value in self.conditions if dimension in limited and value is not None}
        return tuple(sorted(named))


def content_of(finding: Finding) -> str:
    """The finding as canonical JSON. Raises TypeError or ValueError for figures that have none, such as NaN."""
    return canonical(asdict(finding))


def finding_of(content: str) -> Finding:
    """The finding that `content_of` wrote."""
    told = json.loads(content)
    lists = {name: tuple(told.pop(name)) for name in ("before", "after", "vendors", "sites")}
    estimates = {name: _estimate(told.pop(name)) for name in ("change", "explained")}
    conditions = tuple((dimension, value) for dimension, value in told.pop("conditions"))
    return Finding(sentence=Text(**told.pop("sentence")), conditions=conditions, **lists, **estimates, **told)


def _estimate(told: Mapping[str, float] | None) -> Estimate | None:
    return None if told is None else Estimate(**told)
