"""Units over time, and the scale on which their changes are compared: log odds of shares, log of rates, means as they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from assay.stats.series.scale import Link
from assay.stats.spc.series import Kind

_LINKS: dict[Kind, Link] = {"p": "logit", "u": "log", "xmr": "identity"}
_CERTAIN = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """What was counted of units, arrays of one shape: (U,) or (U, P). A denominator of 0 is nothing told.

    `squares` are those of the rows' values, for means; None where a row counts 0 or 1, or where only figures arrived.
    """

    numerator: np.ndarray
    denominator: np.ndarray
    squares: np.ndarray | None
    kind: Kind

    def __post_init__(self) -> None:
        shapes = {one.shape for one in (self.numerator, self.denominator, self.squares) if one is not None}
        if len(shapes) != 1:
            raise ValueError(f"sums of one shape are needed, not {sorted(shapes)}")
        if any(not np.isfinite(one).all() for one in (self.numerator, self.denominator, self.squares) if one is not None):
            raise ValueError("sums are finite; nothing told is a denominator of 0")
        if (self.denominator < 0).any():
            raise ValueError("a denominator is not negative")

    @property
    def link(self) -> Link:
        return _LINKS[self.kind]

    @property
    def is_told(self) -> np.ndarray:
        return self.denominator > 0

    @property
    def rate(self) -> float:
        """Of all together; NaN where nothing was told."""
        n = float(self.denominator.sum())
        return float(self.numerator.sum()) / n if n > 0 else float("nan")

    def taken(self, chosen: np.ndarray) -> Sums:
        """Some units, by a mask or by their places."""
        squares = None if self.squares is None else self.squares[chosen]
        return Sums(self.numerator[chosen], self.denominator[chosen], squares, self.kind)

    def within(self, periods: np.ndarray) -> Sums:
        """Each unit over some periods (P,) together: of shape (U,)."""
        squares = None if self.squares is None else self.squares @ periods
        return Sums(self.numerator @ periods, self.denominator @ periods, squares, self.kind)


def to_link(natural: np.ndarray | float, link: Link) -> np.ndarray:
    """From a natural value to the scale of comparison."""
    if link == "logit":
        return np.asarray(special.logit(natural))
    return np.asarray(np.log(natural) if link == "log" else natural)


def linked(sums: Sums) -> np.ndarray:
    """Each unit's value on the scale of comparison, NaN where nothing was told.

    Half a unit is added to both sides of a share and half an event, at the mean exposure, to a rate (Haldane 1956, Ann. Hum. Genet.
    20:309): 0 of n and n of n are finite.
    """
    told = sums.is_told
    n = np.where(told, sums.denominator, np.nan)
    if sums.kind == "p":
        return np.asarray(np.log((sums.numerator + 0.5) / (n - sums.numerator + 0.5)))
    if sums.kind == "u":
        mean = float(n[told].mean()) if told.any() else 1.0
        return np.asarray(np.log(sums.numerator / n + 0.5 / mean))
    return np.asarray(sums.numerator / n)


def spread(sums: Sums) -> np.ndarray:
    """The variance that chance gives one row of each unit, on the scale of comparison: divided by a denominator it is that of the
    unit's value there. Of a mean without squares it is 0: not known, so all units count alike."""
    n = np.maximum(sums.denominator, _CERTAIN)
    if sums.kind == "p":
        share = (sums.numerator + 0.5) / (n + 1)
        return np.asarray(1 / (share * (1 - share)))
    if sums.kind == "u":
        return np.asarray(n / (sums.numerator + 0.5))
    if sums.squares is None:
        return np.zeros_like(n)
    whole = np.maximum(sums.squares / n - (sums.numerator / n) ** 2, 0.0)
    pooled = float((whole * sums.denominator).sum() / max(float(sums.denominator.sum()), _CERTAIN))
    return np.full_like(n, pooled)
