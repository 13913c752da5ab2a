"""Rare events: charts of what lies between them, and when a chart of periods is too empty to be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assay.stats.spc.chart import chart
from assay.stats.spc.result import BASELINE, Charted, Family
from assay.stats.spc.series import Kind, Series

EMPTY = 0.25
"""Above this share of periods without an event a chart of periods is not read (Provost & Murray 2011, Health Care Data Guide)."""


def g_chart(
    opportunities: np.ndarray, *, rebases: Sequence[int] = (), baseline: int = BASELINE, is_partial: bool = False
) -> Charted:
    """Opportunities (orders, days) between one event and the next, one position an event; more is better where events are bad.

    `is_partial`: the last entry counts from the latest event until today, no event has ended it yet. ValueError for a negative one.
    """
    return _between(opportunities, "g", rebases, baseline, is_partial)


def t_chart(times: np.ndarray, *, rebases: Sequence[int] = (), baseline: int = BASELINE, is_partial: bool = False) -> Charted:
    """Times between events, in any unit; as `g_chart`. ValueError for times that are not positive: count opportunities instead."""
    return _between(times, "t", rebases, baseline, is_partial)


def _between(values: np.ndarray, family: Family, rebases: Sequence[int], baseline: int, is_partial: bool) -> Charted:
    series = Series(values.astype("float64"), np.ones(len(values)), is_partial)
    return chart(series, "xmr", family=family, rebases=rebases, baseline=baseline)


def rare(series: Series, kind: Kind) -> bool:
    """Whether over a quarter of the periods have no event (of a share: none of its rarer outcome), so that g or t is offered."""
    judged = series.is_judged
    if kind == "xmr" or not judged.any():
        return False
    events, size = series.numerator[judged], series.denominator[judged]
    if kind == "p" and events.sum() > size.sum() / 2:
        events = size - events
    return bool(np.mean(events <= 0) > EMPTY)
