"""A month at a glance, of all vendors or of one: what was agreed and missed, which way it goes, why, what it costs, what is done.

Whatever has no source is empty here and absent on the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assay.register.action import Action
from assay.report.effect import Measured
from assay.report.summary.rows import Headline, Move, Row, Tally
from assay.report.summary.why import Why
from assay.report.trends import Trend, Trends
from assay.report.vendor_card import Validity
from assay.warehouse.read import Stamp
from assay.warehouse.read_loads import Arrived


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the month rests on: vendors with an agreement of whom nothing was heard, and what came in altogether."""

    agreed: int
    unheard: tuple[str, ...]
    stamp: Stamp
    arrived: Arrived | None


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """`vendor_id` None: all vendors in view. `rows` most concern first; `worse` and `better` clearest first; `tallies` by month,
    the last of which is this one; `ending`: agreements that end soon and have no successor. `names`: of vendors and sites by id.
    `outcomes`: what the measures of taken actions changed, by action, as far as it can be told."""

    month: date
    vendor_id: str | None
    is_over: bool
    version: str
    trends: Trends
    headlines: tuple[Headline, ...]
    rows: tuple[Row, ...]
    worse: tuple[Move, ...]
    better: tuple[Move, ...]
    compared: int
    whys: tuple[Why, ...]
    tallies: tuple[Tally, ...]
    ending: tuple[tuple[str, Validity], ...]
    actions: tuple[Action, ...]
    outcomes: Mapping[int, Measured]
    coverage: Coverage
    names: Mapping[str, Mapping[str, str]]

    @property
    def label(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def judged(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.judged)

    @property
    def missed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.missed)

    @property
    def declined(self) -> tuple[Row, ...]:
        """Vendors that missed a level by more than chance."""
        return tuple(row for row in self.rows if row.beyond_chance)

    @property
    def listed(self) -> tuple[Trend, ...]:
        """Series to act on and to watch that worsen."""
        return self.trends.listed

    @property
    def tally(self) -> Tally | None:
        return self.tally_of(0)

    def tally_of(self, months_ago: int) -> Tally | None:
        """That of some months before; None where nothing was agreed then."""
        place = len(self.tallies) - 1 - months_ago
        found = self.tallies[place] if place >= 0 else None
        return found if found is not None and found.judged else None
