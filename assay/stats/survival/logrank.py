"""Whether several groups wait equally long: the log-rank test (Mantel 1966; Peto & Peto 1972, JRSS-A 135:185)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from scipy import special

from assay.stats.survival.bands import waited_at_events
from assay.stats.survival.curve import Member

DIFFERS = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """`observed` and `expected` events of each of `members`, were all alike; None where there is nothing to compare."""

    members: tuple[Member, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]
    chi_square: float | None
    degrees: int
    p_value: float | None
    verdict: Literal["differ", "not_shown", "not_enough_data"]


def difference(frame: pl.DataFrame, by: Sequence[str]) -> Difference:
    """The test over the combinations of `by`, from grouped counts. Orders cancelled or waiting are at risk up to then."""
    cells = waited_at_events(frame, by)
    members = cells.select(by).unique().sort(by, nulls_last=True)
    events, at_risk = (_table(cells, members, by, name) for name in ("events", "exposure"))
    done, waiting = events.sum(axis=0), at_risk.sum(axis=0)
    expected = (at_risk * done / waiting).sum(axis=1)
    spread = done * (waiting - done) / (waiting**2 * np.maximum(waiting - 1, 1))
    covariance = np.diag((at_risk * waiting * spread).sum(axis=1)) - (at_risk * spread) @ at_risk.T
    beyond = events.sum(axis=1) - expected
    degrees = int(np.linalg.matrix_rank(covariance)) if len(members) > 1 else 0
    named = tuple(members.iter_rows())
    counted = (tuple(events.sum(axis=1).tolist()), tuple(expected.tolist()))
    if degrees == 0:
        return Difference(named, *counted, None, 0, None, "not_enough_data")
    chi_square = float(beyond @ np.linalg.pinv(covariance, hermitian=True) @ beyond)
    p_value = float(special.chdtrc(degrees, chi_square))
    return Difference(named, *counted, chi_square, degrees, p_value, "differ" if p_value < DIFFERS else "not_shown")


def _table(cells: pl.DataFrame, members: pl.DataFrame, by: Sequence[str], name: str) -> np.ndarray:
    """A value of the cells, members down and times across."""
    placed = cells.join(members.with_row_index("place"), on=list(by), how="left", nulls_equal=True, maintain_order="left")
    table = np.zeros((members.height, cells["band"].n_unique()))
    table[placed["place"].to_numpy(), placed["band"].to_numpy()] = placed[name].to_numpy()
    return table
