"""Waiting times cut into bands: how many orders were done in each band, and how many minutes were waited in it.

Of each order only the band in which it ended and the time that it waited are needed, so grouped counts tell all: orders that ended
in a later band waited through the whole of this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import polars as pl

from assay.stats.survival.counts import ENDED

BANDS = 20
"""Bands of equally many events: between them the chance to be done is taken as constant."""
_PLACE = "place"


def cuts(frame: pl.DataFrame, bands: int = BANDS) -> tuple[float, ...]:
    """The times that cut the pooled events of grouped counts into so many bands of about equally many, the last one without an end;
    fewer where times are few."""
    done = frame.filter(pl.col("events") > 0).group_by("minutes").agg(pl.col("events").sum()).sort("minutes")
    if done.is_empty():
        return ()
    passed = done["events"].cum_sum().cast(pl.Float64).to_numpy()
    places = np.searchsorted(passed, passed[-1] * np.arange(1, bands) / bands - 1e-9)
    chosen = np.unique(done["minutes"].cast(pl.Float64).to_numpy()[places])
    return tuple(chosen[chosen < done["minutes"][-1]].tolist())


def waited(frame: pl.DataFrame, by: Sequence[str], at: Sequence[float]) -> pl.DataFrame:
    """*by, `band` (0 …), `events` and `exposure` (working minutes waited in the band), one row a combination that waited at all.

    `frame`: grouped counts whose `minutes` do not straddle a cut of `at`; `spent` holds the exact minutes. Where
    events have no time at all, half a minute stands for each: a hazard is events over time.
    """
    rows, members = _placed(frame, by)
    band = np.searchsorted(np.asarray(at), rows["minutes"].to_numpy(), side="left")
    ended, spent, events = (_grid(rows, band, value, len(members), len(at) + 1) for value in (_ENDED, pl.col("spent"), _EVENTS))
    later = ended[:, ::-1].cumsum(axis=1)[:, ::-1] - ended
    starts = np.array([0.0, *at])
    widths = np.array([*(high - low for low, high in pairwise(starts.tolist())), 0.0])
    return _long(members, events, spent - starts * ended + widths * later)


def waited_at_events(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """As `waited`, with a cut at every time at which an order was done, for grouped counts of few distinct times.

    Nothing is then assumed of the hazard between those times, so that only who waited at each of them counts: the estimates are
    Cox's with ties as Breslow (1974, Biometrics 30:89) handles them. `exposure` is the number at risk.
    """
    rows, members = _placed(frame, by)
    times = rows.filter(pl.col("events") > 0)["minutes"].unique().sort().to_numpy()
    band = np.searchsorted(times, rows["minutes"].to_numpy(), side="right") - 1
    seen = band >= 0
    rows, band = rows.filter(pl.Series(seen)), band[seen]
    ended, events = (_grid(rows, band, value, len(members), len(times)) for value in (_ENDED, _EVENTS))
    return _long(members, events, ended[:, ::-1].cumsum(axis=1)[:, ::-1])


_AT_ONCE = 0.5
_ENDED = pl.sum_horizontal(ENDED)
_EVENTS = pl.col("events")


def _placed(frame: pl.DataFrame, by: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with a time, with the place of their combination of `by`; and those combinations."""
    told = frame.drop_nulls("minutes")
    members = told.select(by).unique().sort(by, nulls_last=True).with_row_index(_PLACE)
    return told.join(members, on=list(by), how="left", nulls_equal=True, maintain_order="left"), members


def _grid(rows: pl.DataFrame, band: np.ndarray, value: pl.Expr, members: int, bands: int) -> np.ndarray:
    """Sums of a value by member and band."""
    values = rows.select(value.cast(pl.Float64)).to_series().to_numpy()
    places = rows[_PLACE].to_numpy().astype("int64") * bands + band
    return np.bincount(places, values, members * bands).reshape(members, bands)


def _long(members: pl.DataFrame, events: np.ndarray, exposure: np.ndarray) -> pl.DataFrame:
    # Times are recorded to the minute, or to the day: what was done at once waited half a minute.
    exposure = np.where((events > 0) & (exposure <= 0), _AT_ONCE * events, exposure)
    place, band = np.nonzero(exposure > 0)
    found = {"band": band, "events": events[place, band], "exposure": exposure[place, band]}
    return members.drop(_PLACE)[place].hstack(pl.DataFrame(found))
