"""The comparison of vendors by one crossed model on grouped cells: vendor and site random, case mix fixed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from assay.stats.crossed.adjusted import estimates, expected, levels, site_effects
from assay.stats.crossed.design import SITE, VENDOR, Design, Family, Kind, design, merged
from assay.stats.crossed.graph import Connections, connections
from assay.stats.crossed.laplace import Solved, no_pooling, pooled
from assay.stats.crossed.result import Coupling, Crossed, Estimates, Model, Verdict

COUPLED, RELIABLE = 0.7, 0.8
"""Simulated companies of 40 vendors at 60 sites and of 12 at 25: where sites were dealt by chance the correlation stays under 0.7
in nine of ten companies even at 2,000 orders; where weak vendors hold hard sites it is above 0.75 in nine of ten at any size. At
a median reliability of 0.8 (about 12,000 and 4,000 orders) an order of vendors begins to rest on the orders, not on the prior."""
_FEWEST_VENDORS = 4


def fitted(cells: pl.DataFrame, case_mix: Sequence[str], kind: Kind = "p") -> Crossed:
    """Crude and adjusted rates of the vendors in grouped cells.

    `cells`: vendor_id, site_id, columns of the case mix, numerator, denominator; more rows than one a combination are added up.
    site_id and any column of the case mix may be absent; a null in them is a level of its own. Rows without vendor, numerator
    or orders are left out. Raises ValueError where a share has more successes than orders, or a sum is negative.
    """
    _refuse_impossible(cells, kind)
    return compared(merged(cells, case_mix), case_mix, kind)


def compared(grouped: pl.DataFrame, case_mix: Sequence[str], kind: Family) -> Crossed:
    """The comparison of merged cells; means in units of the sd of single values."""
    known = connections(grouped)
    totals = grouped.group_by(VENDOR).agg(pl.col("numerator", "denominator").sum()).sort(VENDOR)
    k, n = totals["numerator"].to_numpy(), totals["denominator"].to_numpy()
    vendors, verdict = tuple(totals[VENDOR]), _verdict(grouped, known)
    saturated = tuple(v for v, of, all_of in zip(vendors, k, n, strict=True) if _is_saturated(kind, of, all_of))
    mix = tuple(name for name in case_mix if name in grouped.columns and grouped[name].n_unique() > 1)
    model, fixed = _fits(design(grouped, mix, kind)) if verdict not in ("one_vendor", "no_data") else (None, None)
    return Crossed(verdict, kind, vendors, k, n, mix, known, saturated, model, fixed)


def _refuse_impossible(cells: pl.DataFrame, kind: Kind) -> None:
    is_wrong = (pl.col("numerator") < 0) | (pl.col("denominator") < 0)
    if kind == "p":
        is_wrong |= pl.col("numerator") > pl.col("denominator")
    wrong = cells.filter(is_wrong)
    if len(wrong):
        raise ValueError(f"{len(wrong)} cells have sums that a {'share' if kind == 'p' else 'rate'} cannot have: {wrong.row(0)}")


def _is_saturated(kind: Family, k: float, n: float) -> bool:
    return kind != "xmr" and (k == 0 or (kind == "p" and k == n))


def _verdict(grouped: pl.DataFrame, known: Connections) -> Verdict:
    vendors = grouped[VENDOR].n_unique()
    if vendors < 2:
        return "one_vendor" if vendors else "no_data"
    if SITE not in grouped.columns or grouped[SITE].n_unique() < 2:
        return "one_site"
    return "inseparable" if len(known.components) == vendors else "compared"


def _fits(of: Design) -> tuple[Model, Estimates]:
    solved = pooled(of)
    found, spread = estimates(of, solved), solved.spread
    has_sites = of.site is not None
    model = Model(
        estimates=found,
        vendor_sd=float(np.exp(spread.log_vendor)),
        site_sd=float(np.exp(spread.log_site)) if has_sites else None,
        association=spread.association if has_sites else None,
        expected=expected(of, solved),
        levels=levels(of, solved),
        coupling=_coupling(of, solved, found),
    )
    return model, estimates(of, no_pooling(of))


def _coupling(of: Design, solved: Solved, found: Estimates) -> Coupling | None:
    """None without sites, or with so few vendors that any correlation is chance."""
    if of.site is None or len(found.effect) < _FEWEST_VENDORS:
        return None
    sites = site_effects(of, solved, of.site)
    if np.ptp(sites) == 0 or np.ptp(found.effect) == 0:
        return None
    together = float(np.corrcoef(found.effect, sites)[0, 1])
    reliable = float(np.median(1 - np.diag(found.covariance) / solved.spread.vendor_variance))
    return Coupling(together, max(reliable, 0.0), abs(together) >= COUPLED and reliable < RELIABLE)
