"""The same comparison for whole members, such as vendors, of which there are too few to test: how many moved as far without it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.stats.effect.compared import compared
from assay.stats.effect.panel import Sums
from assay.stats.effect.permuted import choices, p_value

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Placebo:
    """Of the `of` ways to choose as many members, so many (`as_far`, the true one among them) moved as far against the others."""

    as_far: int
    of: int


def placebo(sums: Sums, starts: np.ndarray, gap: int, reach: int, seed: int = 0) -> Placebo | None:
    """Sums of members over periods, as in `difference_in_differences`. None where there are too few to say anything."""
    found = compared(sums, starts, gap, reach)
    if found.why or len(found.starts) < FEWEST:
        return None
    dealt = choices(found.steps.labels, seed)
    return Placebo(round(p_value(found.steps, dealt, 0.0) * len(dealt)), len(dealt))
