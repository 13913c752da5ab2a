"""How orders ended, counted by the time on their clock: what curves and hazards are made from, however many orders there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

ENDED = ("events", "cancelled", "censored")
"""How an order ended: what its clock waits for happened; it was cancelled first; neither has happened so far."""
SUMMED = (*ENDED, "spent", "unknown")
"""What a row of grouped counts adds up, beside `minutes` and what it is grouped by. `spent` is the sum of the exact minutes of all
orders in the row; `unknown` are orders whose time is not known, in rows without `minutes`."""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """One group: `minutes` ascending and distinct, and beside each how many orders ended there (float64 arrays of one length).

    `unknown` orders belong to the group and are in none of the counts.
    """

    minutes: np.ndarray
    events: np.ndarray
    cancelled: np.ndarray
    censored: np.ndarray
    unknown: int = 0

    def __post_init__(self) -> None:
        shapes = {array.shape for array in (self.minutes, self.events, self.cancelled, self.censored)}
        if len(shapes) != 1 or self.minutes.ndim != 1:
            raise ValueError(f"four rows of one length are needed, not {sorted(shapes)}")
        if np.any(np.diff(self.minutes) <= 0):
            raise ValueError("minutes must ascend, each named once")

    @property
    def n(self) -> int:
        """All orders whose time is known."""
        return round(float((self.events + self.cancelled + self.censored).sum()))

    @property
    def at_risk(self) -> np.ndarray:
        """How many orders were still waiting just before each of the times."""
        ended = self.events + self.cancelled + self.censored
        return ended[::-1].cumsum()[::-1]


def counts(frame: pl.DataFrame) -> Counts:
    """The rows of one group (`minutes` and `SUMMED`, in any order, times repeated or not) as `Counts`."""
    told = (
        frame.drop_nulls("minutes")
        .group_by("minutes")
        .agg(pl.col(ENDED).sum().cast(pl.Float64))
        .sort("minutes")
    )
    minutes, *ended = (told[name].cast(pl.Float64).to_numpy() for name in ("minutes", *ENDED))
    return Counts(minutes, *ended, unknown=int(frame["unknown"].sum()))
