"""Three funnels of one comparison: against what is expected on like work, against one another as counted, against the agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.kpis import Kpi
from assay.measured import Sums
from assay.report.comparison_target import Target
from assay.stats import funnel
from assay.stats.funnel import Funnel, Limits, Word

Against = Literal["expected", "crude", "target"]
AGAINST: tuple[Against, ...] = ("expected", "crude", "target")


@dataclass(frozen=True, slots=True, eq=False)
class Funnelled:
    """`size` and `value` are what is drawn: of ratios, expected or allowed events and observed over them; of what was counted, the
    denominator and the ratio of the KPI. `is_events`: ratios of events (failures, where the KPI counts successes)."""

    vendors: tuple[str, ...]
    size: np.ndarray
    value: np.ndarray
    centre: float
    is_events: bool
    observed: np.ndarray
    found: Funnel
    rate: float

    def curve(self, at: np.ndarray) -> Limits:
        """The limits at some sizes, as drawn."""
        of = self.found.curve(at * self.rate)
        return Limits(at, *(row * self.rate for row in (of.lower_95, of.upper_95, of.lower_998, of.upper_998)))

    def word(self, vendor: str) -> Word | None:
        """Outside the limits of 99.8 %, or within."""
        return self.found.signal[self.vendors.index(vendor)] if vendor in self.vendors else None


def funnels(
    kpi: Kpi, sums: Mapping[str, Sums], events: Mapping[str, tuple[float | None, float | None]], targets: Mapping[str, Target]
) -> dict[Against, Funnelled]:
    """Those that the KPI and the data allow; none of means and stocks. `events`: observed and expected, if the model gave any."""
    if kpi.chart == "xmr" or not sums:
        return {}
    found: dict[Against, Funnelled] = {}
    pairs = {id_: events[id_] for id_ in sums if id_ in events}
    known = {id_: (seen, awaited) for id_, (seen, awaited) in pairs.items() if seen is not None and awaited is not None}
    if len(known) > 1:
        found["expected"] = _expected(known)
    if sum(one.numerator for one in sums.values()):
        found["crude"] = _crude(kpi, sums)
    agreed = {id_: targets[id_] for id_ in sums if targets[id_].allowed > 0}
    if agreed:
        found["target"] = _target(agreed)
    return found


def _expected(known: Mapping[str, tuple[float, float]]) -> Funnelled:
    observed, awaited = (np.array(row) for row in zip(*known.values(), strict=True))
    of = funnel.ratios(observed, awaited)
    return Funnelled(tuple(known), of.size, of.value, 1.0, True, observed, of, 1.0)


def _crude(kpi: Kpi, sums: Mapping[str, Sums]) -> Funnelled:
    k, n = (np.array([getattr(one, name) for one in sums.values()]) for name in ("numerator", "denominator"))
    if kpi.chart == "p":
        of = funnel.shares(k, n)
        return Funnelled(tuple(sums), of.size, of.value, of.target, False, k, of, 1.0)
    rate = float(k.sum() / n.sum())
    of = funnel.ratios(k, n * rate)
    return Funnelled(tuple(sums), n, k / n, rate, False, k, of, rate)


def _target(agreed: Mapping[str, Target]) -> Funnelled:
    """Failures over those that the agreement allows, against exact limits: what was agreed allows for no differences of vendors."""
    observed, allowed = (np.array([getattr(one, name) for one in agreed.values()]) for name in ("failed", "allowed"))
    of = funnel.ratios(observed, allowed, is_exact=True)
    return Funnelled(tuple(agreed), of.size, of.value, 1.0, True, observed, of, 1.0)
