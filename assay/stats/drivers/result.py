"""What goes along with a KPI, level by level of each factor, everything else in the model held fixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Kind = Literal["p", "u", "xmr"]
"""A share of orders (binomial, log odds), events over an exposure (Poisson, log rate), or a mean (normal, its own unit)."""
LevelVerdict = Literal["up", "down", "within_noise", "reference", "not_enough_data", "inseparable"]
"""`up`, `down`: the interval of the effect leaves out zero. `inseparable`: the other factors and the groups say the same of every
order, so that the cells cannot tell them apart. Only `reference`, `not_enough_data` and `inseparable` have no estimates."""
FactorVerdict = Literal["associated", "within_noise", "not_enough_data", "inseparable", "one_level"]
"""`associated`: q at most `SIGNAL` over all factors."""
Verdict = Literal["fitted", "not_enough_data", "no_variation", "not_converged"]
"""`no_variation`: all orders fail or none does, there is no event, or all values are the same."""
SIGNAL = 0.05
HIGH_INFLATION = 5.0
"""A factor whose variance is five times what it would be if it went along with nothing else is called collinear."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its two-sided interval at the confidence of the result."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LevelEffect:
    """One level against the reference level of its factor; `level` None: not recorded.

    `effect` with its standard `error` on the scale of the link: difference of log odds, of log rates, or of means. `margin`: the
    difference that it makes to the figure itself (share 0..1, events per unit of exposure, mean), averaged over ALL orders, each
    with its own other attributes (those of inseparable levels left out); None where that has no meaning. `n`: denominator,
    `observed`: numerator over it, `cells`: rows of the merged cells. `is_separated`: none or all of its orders fail, so that the
    estimate leans on Firth's penalty; its interval is that of the profile likelihood, an end without bound is infinite.
    """

    level: str | None
    verdict: LevelVerdict
    n: float
    cells: int
    observed: float
    effect: Estimate | None = None
    error: float | None = None
    p_value: float | None = None
    margin: Estimate | None = None
    is_separated: bool = False

    @property
    def ratio(self) -> Estimate | None:
        """exp of the effect: odds ratio of a share, rate ratio, and for means of logs the ratio of geometric means."""
        of = self.effect
        return None if of is None else Estimate(*(float(np.exp(end)) for end in (of.value, of.low, of.high)))


@dataclass(frozen=True, slots=True)
class FactorEffect:
    """A factor: its levels, the reference first, then by n; the joint Wald test of all of them; how it goes along with the others.

    `statistic` is χ² on `freedom`, divided by it and an F where the errors are estimated. `q_value`: Benjamini–Hochberg over the
    factors. `inflation`: the generalised variance inflation GVIF^(1/df) (Fox & Monette 1992, JASA 87:178), to be read like a VIF.
    """

    name: str
    verdict: FactorVerdict
    levels: tuple[LevelEffect, ...]
    statistic: float | None = None
    freedom: int = 0
    p_value: float | None = None
    q_value: float | None = None
    inflation: float | None = None

    @property
    def reference(self) -> LevelEffect:
        return self.levels[0]

    @property
    def is_collinear(self) -> bool:
        return self.inflation is not None and self.inflation > HIGH_INFLATION


@dataclass(frozen=True, slots=True)
class Group:
    """What the factors are looked at within, level by level. Where there are too many, the smallest are taken for one: `pooled`."""

    name: str
    levels: int
    pooled: int = 0


@dataclass(frozen=True, slots=True)
class Calibration:
    """One of ten groups of orders by fitted figure: what was expected of it and what was observed, both numerator over `n`."""

    n: float
    expected: float
    observed: float


@dataclass(frozen=True, slots=True)
class Checks:
    """How the model fits (deviances of cells).

    `pearson`: Pearson's χ² over its degrees of freedom (means: the mean square between cells over σ²); `dispersion`: the same,
    steadied for thin cells (Fletcher 2012, Biometrika 99:230). `widening`: the dispersion by whose root the errors are widened; 1
    where chance alone gives as much in one of ten, or a cluster is named. `explained`: McFadden's share of the log likelihood of
    single orders, for rates the share of the deviance, for means R² of single values, groups included; `explained_by_factors`: the
    part that the factors add to the groups. `residual_sd`: of single values, means only.
    """

    pearson: float
    dispersion: float
    widening: float
    deviance: float
    null_deviance: float
    freedom: int
    explained: float
    explained_by_factors: float
    calibration: tuple[Calibration, ...]
    residual_sd: float | None = None


@dataclass(frozen=True, slots=True)
class Drivers:
    """The factors in the order in which they were asked for. No `factors` and no `checks` where the verdict is not `fitted`.

    `minimum_n`: the denominator below which a level is not told. `clusters`: how many, where errors are clustered. `is_penalised`:
    Firth's penalty was used (Firth 1993, Biometrika 80:27), because coefficients are many for the events, or a level has none.
    """

    kind: Kind
    verdict: Verdict
    n: float
    cells: int
    minimum_n: float
    confidence: float
    factors: tuple[FactorEffect, ...] = ()
    groups: tuple[Group, ...] = ()
    checks: Checks | None = None
    cluster: str | None = None
    clusters: int | None = None
    is_penalised: bool = False
    is_converged: bool = False

    def factor(self, name: str) -> FactorEffect:
        """Raises KeyError for a factor that was not asked for."""
        found = {factor.name: factor for factor in self.factors}
        return found[name]


@dataclass(frozen=True, slots=True)
class LevelPair:
    """Two levels together: numerator over `n` as observed and as expected without an interaction; `z` of the difference."""

    first: str | None
    second: str | None
    n: float
    observed: float
    expected: float
    z: float


@dataclass(frozen=True, slots=True)
class Interaction:
    """Whether two factors together do more than each does: score test with χ² on `freedom`; q over all pairs tested.

    `pairs`: the level pairs furthest from what was expected, furthest first. `p_value` None: too few orders have the two together.
    """

    first: str
    second: str
    statistic: float
    freedom: int
    p_value: float | None
    q_value: float | None
    pairs: tuple[LevelPair, ...]

    @property
    def is_notable(self) -> bool:
        return self.q_value is not None and self.q_value <= SIGNAL
