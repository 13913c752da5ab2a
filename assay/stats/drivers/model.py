"""What goes along with a KPI: one model of all factors on grouped cells, within vendors and sites.

Shares by logistic, rates by Poisson, means by normal regression; vendors and sites are fixed effects, so that levels of a factor
are compared inside the same vendor and site. "Associated with", never "causes": what nobody recorded is not held fixed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from assay.stats.drivers.checks import checks
from assay.stats.drivers.design import Design, without
from assay.stats.drivers.factors import judged
from assay.stats.drivers.fit import maximised
from assay.stats.drivers.result import Drivers, Group, Kind
from assay.stats.drivers.solve import needs_penalty, solved

MINIMUM_N = 30


def drivers(
    cells: pl.DataFrame,
    factors: Sequence[str],
    kind: Kind,
    *,
    groups: Sequence[str] = ("vendor_id", "site_id"),
    cluster: str | None = None,
    reference: Mapping[str, str] | None = None,
    minimum_n: float = MINIMUM_N,
    confidence: float = 0.95,
) -> Drivers:
    """The effects of all factors together, each with the others and the groups held fixed.

    `cells`: the factors, the groups that there are, `cluster` where errors are to be clustered (null is one cluster), `numerator`,
    `denominator`, and of means `squares`; more rows than one a combination are added up, a null in a factor or group is a level of
    its own. The reference of a factor is its commonest level, or the one that `reference` names. Raises ValueError for a column
    that the cells lack, for a factor of more than 100 levels, for a reference that no cell has, and for impossible sums.
    """
    found = solved(cells, factors, kind, groups, cluster, reference, minimum_n)
    n = float(found.grouped["denominator"].sum())
    empty = Drivers(kind, found.verdict, n, len(found.grouped), minimum_n, confidence, cluster=cluster)
    of, fit, errors = found.of, found.fit, found.errors
    if found.verdict != "fitted" or of is None or fit is None or errors is None:
        return empty
    return replace(
        empty,
        factors=judged(factors, found.grouped, of, fit, errors, minimum_n, confidence),
        groups=tuple(Group(one.name, len(one.levels), found.pooled[one.name]) for one in of.groups),
        checks=checks(of, fit, _by_groups(of), errors.widening),
        clusters=errors.clusters,
        is_penalised=fit.is_penalised,
        is_converged=True,
    )


def _by_groups(of: Design) -> np.ndarray:
    """The figures of the cells by the groups alone, (C,)."""
    plain = without(of, [one.name for one in of.factors])
    return maximised(plain, is_penalised=needs_penalty(plain)).value
