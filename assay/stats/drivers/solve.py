"""From cells to a fit with its errors: what is left out, what is pooled, and when the penalty is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from assay.stats.drivers.design import Design, design, merged
from assay.stats.drivers.errors import Errors, errors
from assay.stats.drivers.fit import Fitted, levelled, maximised
from assay.stats.drivers.result import Kind, Verdict
from assay.stats.drivers.separation import separated

FEW_EVENTS = 10.0
"""Below so many events (or orders without, if rarer) a coefficient, Firth's penalty is used throughout.

Simulated, 60 companies of 100 vendors and 300 sites, weak vendors at hard sites, true log odds 0.5 and −0.3 of a factor that leans
with the sites, 1.8 events a coefficient: off by +0.05 and −0.04 without the penalty (root mean square 0.131), by 0.00 with it
(0.112), and by +0.04 and +0.07 with random effects of vendors and sites (0.122): these leave part of the sites' difficulty to the
factor, which no number of companies averages away. From 10 events on the three agree. So many levels are penalised, never random.
"""
MOST_LEVELS = 400
"""Of a group. Beyond it the smallest are pooled: a fit of 900 coefficients takes seconds."""
MOST_FACTOR_LEVELS = 100
REST = "\0rest"


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A design with its fit and errors; `grouped` are the merged cells, `pooled` the levels of each group that were taken for one.

    `of`, `fit` and `errors` are None where the verdict says that there is nothing to fit.
    """

    verdict: Verdict
    grouped: pl.DataFrame
    pooled: Mapping[str, int]
    of: Design | None = None
    fit: Fitted | None = None
    errors: Errors | None = None


def solved(
    cells: pl.DataFrame,
    factors: Sequence[str],
    kind: Kind,
    groups: Sequence[str],
    cluster: str | None,
    reference: Mapping[str, str] | None = None,
    minimum_n: float = 0.0,
) -> Solved:
    """The model of grouped cells. Raises ValueError for a factor that the cells do not have or that has more than
    `MOST_FACTOR_LEVELS` levels, for sums that the kind cannot have, and for a reference that no cell has."""
    within = tuple(name for name in groups if name in cells.columns and name not in factors)
    _refuse(cells, factors, kind, cluster)
    keys = tuple(dict.fromkeys((*within, *factors, *(() if cluster is None else (cluster,)))))
    grouped, pooled = _pooled(merged(cells, keys, ("squares",) if kind == "xmr" else ()), within, cluster)
    verdict = _verdict(grouped, kind, minimum_n)
    if verdict != "fitted":
        return Solved(verdict, grouped, pooled)
    of = design(grouped, factors, within, kind, cluster, reference)
    fit = _fit(of)
    return Solved("fitted" if fit.is_converged else "not_converged", grouped, pooled, of, fit, errors(of, fit))


def _fit(of: Design) -> Fitted:
    if not needs_penalty(of):
        found = maximised(of)
        if found.is_converged or of.kind == "xmr":
            return found
    return levelled(of, maximised(of, is_penalised=True))


def needs_penalty(of: Design) -> bool:
    """Whether events are few for the coefficients, or a level of a factor or group has none."""
    if of.kind == "xmr":
        return False
    rare = of.k.sum() if of.kind == "u" else min(of.k.sum(), (of.n - of.k).sum())
    return rare < FEW_EVENTS * of.width or any(separated(of, one).any() for one in (*of.factors, *of.groups))


def _verdict(grouped: pl.DataFrame, kind: Kind, minimum_n: float) -> Verdict:
    n, k = float(grouped["denominator"].sum()), float(grouped["numerator"].sum())
    if n < minimum_n:
        return "not_enough_data"
    if kind != "xmr":
        return "no_variation" if k == 0 or (kind == "p" and k == n) else "fitted"
    variance = float(grouped["squares"].sum()) / n - (k / n) ** 2
    return "no_variation" if variance <= 1e-12 * (1 + (k / n) ** 2) else "fitted"


def _refuse(cells: pl.DataFrame, factors: Sequence[str], kind: Kind, cluster: str | None) -> None:
    wanted = (*factors, *(() if cluster is None else (cluster,)), *(("squares",) if kind == "xmr" else ()))
    missing = [name for name in wanted if name not in cells.columns]
    if missing:
        raise ValueError(f"the cells have no {', '.join(missing)}")
    many = [name for name in factors if cells[name].n_unique() > MOST_FACTOR_LEVELS]
    if many:
        raise ValueError(f"{', '.join(many)} has more than {MOST_FACTOR_LEVELS} levels: it can be a group, not a factor")
    is_wrong = pl.col("denominator") < 0
    if kind != "xmr":
        is_wrong |= pl.col("numerator") < 0
    if kind == "p":
        is_wrong |= pl.col("numerator") > pl.col("denominator")
    wrong = cells.filter(is_wrong)
    if len(wrong):
        raise ValueError(f"{len(wrong)} cells have sums that kind {kind} cannot have: {wrong.row(0)}")


def _pooled(grouped: pl.DataFrame, groups: Sequence[str], cluster: str | None) -> tuple[pl.DataFrame, dict[str, int]]:
    """The cells with the smallest levels of too large groups as one, and how many these are."""
    found: dict[str, int] = {}
    for name in groups:
        sizes = grouped.group_by(name).agg(pl.col("denominator").sum()).sort("denominator", name, descending=True, nulls_last=True)
        found[name] = max(len(sizes) - MOST_LEVELS, 0)
        if found[name]:
            small = pl.col(name).is_in(sizes[name][MOST_LEVELS:].implode(), nulls_equal=True)
            grouped = grouped.with_columns(pl.when(small).then(pl.lit(REST)).otherwise(pl.col(name)).alias(name))
    if not any(found.values()):
        return grouped, found
    sums = [name for name in ("numerator", "denominator", "squares") if name in grouped.columns]
    return merged(grouped, [name for name in grouped.columns if name not in sums], sums[2:]), found
