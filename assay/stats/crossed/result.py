"""What the crossed model says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from assay.stats.crossed.design import Family
from assay.stats.crossed.graph import Connections

Verdict = Literal["compared", "one_site", "inseparable", "one_vendor", "no_spread", "no_data"]
"""`one_site`: compared, there are no sites to allow for. `inseparable`: no site has two vendors, so every vendor's effect is also
its sites'; the figures rest on the assumption that sites were dealt out by chance. No model: `one_vendor`, `no_data`, and
`no_spread`, means of values that nowhere differ among themselves, so that nothing says how sure they are."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """One fit, as the vendors see it, in the order of the vendors; V is their number.

    `effect` (V,) on the scale of the link (log odds, log rate, the mean itself) against the average vendor, with its `covariance`
    (V, V), which is singular: the effects add up to zero. `adjusted` (V,): the rate that all orders together would have had with
    this vendor, at the sites and in the case mix that they had; `link_covariance` (V, V): the covariance of its logit, its log or
    itself.
    """

    kind: Family
    effect: np.ndarray
    covariance: np.ndarray
    adjusted: np.ndarray
    link_covariance: np.ndarray
    is_converged: bool

    @property
    def error(self) -> np.ndarray:
        """Posterior sd of each effect (V,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def link(self) -> np.ndarray:
        """The adjusted rates on the scale of the link."""
        if self.kind == "xmr":
            return self.adjusted
        return special.logit(self.adjusted) if self.kind == "p" else np.log(self.adjusted)

    def interval(self, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper ends of the adjusted rates, by the delta method on the scale of the link."""
        half = special.ndtri(0.5 + confidence / 2) * np.sqrt(np.diag(self.link_covariance))
        low, high = self.link - half, self.link + half
        if self.kind == "xmr":
            return low, high
        back = special.expit if self.kind == "p" else np.exp
        return back(low), back(high)


@dataclass(frozen=True, slots=True)
class Level:
    """The effect of one level of the case mix against the commonest level of its column, on the scale of the link."""

    column: str
    level: str | None
    reference: str | None
    effect: float
    error: float


@dataclass(frozen=True, slots=True)
class Coupling:
    """Whether vendor effect and site difficulty go together, and whether there are too few orders to part them.

    `correlation`: over vendors, of the effect with the mean effect of the orders' sites. Positive: weak vendors hold hard sites.
    """

    correlation: float
    reliability: float
    is_warned: bool


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Vendor and site random. `vendor_sd`, `site_sd` (given its vendors) and `association` (γ of `prior`) are on the scale of the
    link; the last two are None without sites. `expected` (V,): events or successes of each vendor's own orders,
    if it were the average vendor."""

    estimates: Estimates
    vendor_sd: float
    site_sd: float | None
    association: float | None
    expected: np.ndarray
    levels: tuple[Level, ...]
    coupling: Coupling | None

    @property
    def reliability(self) -> np.ndarray:
        """τ²/(τ² + se²) of each vendor (V,): 0 is all shrinkage, 1 none."""
        between = self.vendor_sd**2 * (1 - 1 / len(self.estimates.effect))
        return np.clip(1 - np.diag(self.estimates.covariance) / between, 0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """The comparison of vendors. Arrays are in the order of `vendors`: `k` successes or events, `n` orders or exposure.

    `case_mix`: the columns that were allowed for. `saturated`: vendors with successes only, or with none (or without events).
    `model` and `fixed` (vendor and site as fixed effects, hardly shrunk) are None where the verdict says so.
    """

    verdict: Verdict
    kind: Family
    vendors: tuple[str, ...]
    k: np.ndarray
    n: np.ndarray
    case_mix: tuple[str, ...]
    connections: Connections
    saturated: tuple[str, ...]
    model: Model | None
    fixed: Estimates | None

    @property
    def crude(self) -> np.ndarray:
        """k / n of each vendor."""
        return self.k / self.n
