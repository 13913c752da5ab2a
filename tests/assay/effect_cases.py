"""Places over time with a known effect, drawn anew by seed."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from assay.stats.effect.panel import Sums
from assay.stats.effect.steps import NEVER

START, PERIODS = 52, 104


def drawn(seed: int, places: int = 16, treated: int = 4, effect: float = 0.0, n: float = 20.0) -> tuple[Sums, np.ndarray]:
    """Shares of about 93 %: places differ, each wanders, all share a course; `effect` in log odds from week 52 on."""
    rng = np.random.default_rng(seed)
    starts = np.where(np.arange(places) < treated, START, NEVER)
    counted = rng.poisson(n * rng.lognormal(0, 0.7, places)[:, None], (places, PERIODS))
    own = 2.6 + rng.normal(0, 0.3, places)[:, None] + rng.normal(0, 0.15 / np.sqrt(PERIODS), (places, PERIODS)).cumsum(axis=1)
    under = (starts[:, None] != NEVER) & (np.arange(PERIODS) >= START)
    chance = expit(own + 0.2 * np.sin(np.arange(PERIODS) / 8) + effect * under)
    return Sums(rng.binomial(counted, chance).astype(float), counted.astype(float), None, "p"), starts
