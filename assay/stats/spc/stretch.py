"""A series cut at its rebases, with the points that each stretch's lines rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assay.stats.spc.result import BASELINE, TRIAL, Segment
from assay.stats.spc.series import Series


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """One segment's part of a series: arrays of one length. `is_base`: the first judged points, which the lines rest on."""

    start: int
    numerator: np.ndarray
    denominator: np.ndarray
    values: np.ndarray
    is_base: np.ndarray
    fixed_at: int

    @property
    def baseline(self) -> int:
        """How many points the lines rest on."""
        return int(np.count_nonzero(self.is_base))

    @property
    def base_values(self) -> np.ndarray:
        """The values with NaN outside the baseline, so that neighbours in time stay neighbours."""
        return np.where(self.is_base, self.values, np.nan)

    @property
    def segment(self) -> Segment:
        """What the chart says of it."""
        return Segment(self.start, self.start + len(self.values), self.baseline, TRIAL <= self.baseline < self.fixed_at)


def stretches(series: Series, rebases: Sequence[int] = (), baseline: int = BASELINE) -> tuple[Stretch, ...]:
    """The series cut where a new segment begins. ValueError for a position outside it."""
    if any(not 0 <= at <= len(series) for at in rebases):
        raise ValueError(f"a rebase lies outside the {len(series)} periods: {sorted(rebases)}")
    bounds = sorted({0, *rebases, len(series)})
    values, judged = series.values, series.is_judged
    parts = [slice(start, stop) for start, stop in pairwise(bounds)] or [slice(0, 0)]
    return tuple(
        Stretch(
            part.start,
            series.numerator[part],
            series.denominator[part],
            values[part],
            judged[part] & (np.cumsum(judged[part]) <= baseline),
            baseline,
        )
        for part in parts
    )
