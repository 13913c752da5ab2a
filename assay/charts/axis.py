"""One axis of a chart: what it measures and, where its maker has a wish, where it begins and ends and what stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assay.kpis import Kpi
from assay.text import Language

Kind = Literal["number", "share", "minutes", "period", "label"]


@dataclass(frozen=True, slots=True)
class Axis:
    """`kind`: `number`; `share`, a fraction of one written in percent; `minutes`, written as 2 h 30 min; `period`, whose `labels`
    are those of `days` (2026-10, 2026-Q4, 2026-W41, 2026-10-05) and of which some are written; `label`, all of them written.

    With labels, positions are 0 to n − 1. `low`, `high`: None is where the data end, with a little room. `ticks`: positions and
    words instead of those that a painter finds. `decimals` None: as many as the ticks need. `unit` stands after a number.

    `is_over`, of a y axis with labels: each name stands over its row and may take the whole breadth of the picture, so that it is
    whole on a phone too. Then `asides` are words at the far end of the same lines, and `headings` says which rows are headings of
    those that follow. Both have one entry a label, or none.

    Raises ValueError for labels of an axis that has none, or none of one that needs them, and for a logarithm of what is not
    positive.
    """

    title: str = ""
    kind: Kind = "number"
    labels: tuple[str, ...] | None = None
    low: float | None = None
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] | None = None
    decimals: int | None = None
    unit: str = ""
    is_log: bool = False
    is_reversed: bool = False
    is_over: bool = False
    asides: tuple[str, ...] = ()
    headings: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        if self.is_labelled == (self.labels is None):
            raise ValueError(f"an axis of kind {self.kind!r} {'needs' if self.is_labelled else 'has no'} labels")
        if any(row and len(row) != len(self.labels or ()) for row in (self.asides, self.headings)):
            raise ValueError(f"{len(self.labels or ())} labels, {len(self.asides)} asides and {len(self.headings)} headings")
        if self.is_log and (self.is_labelled or any(end is not None and end <= 0 for end in (self.low, self.high))):
            raise ValueError(f"no logarithm of {self.kind} from {self.low} to {self.high}")

    @property
    def is_labelled(self) -> bool:
        return self.kind in ("period", "label")


def of_kpi(kpi: Kpi, language: Language, title: str = "") -> Axis:
    """The axis on which values of a KPI lie, in its unit; a duration is written as one."""
    return Axis(title, kind="minutes") if kpi.is_log else Axis(title, unit=kpi.unit(language))
