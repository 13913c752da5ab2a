"""The model behind a comparison, by the kind of data: whom it can compare, adjusted values, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from assay.kpis import Kpi
from assay.stats.crossed import Crossed, Exclusive, fitted, fitted_means
from assay.stats.crossed.design import merged
from assay.stats.crossed.graph import Connections, connections
from assay.stats.crossed.result import Model
from assay.stats.ranking import Ranking, ranking

State = Literal[
    "compared", "one_site", "inseparable", "one_vendor", "no_data", "too_few", "crude_only", "no_spread", "not_converged"
]
"""`too_few`: of fewer than two vendors enough was counted. `inseparable`: no two vendors share a site, so none can be compared.
`crude_only`: stocks, whose rows depend on one another. `no_spread`: all rows of a mean have one value."""
Kind = Literal["p", "u", "mean", "stock"]


@dataclass(frozen=True, slots=True, eq=False)
class Fitting:
    """What became of the model. `apart`: vendors that no chain of shared sites joins to those compared; `crossed`, `model` and
    `ranking` are of those compared, None where there is no model; `cells`: rows that went in."""

    state: State
    apart: tuple[str, ...]
    exclusive: tuple[Exclusive, ...]
    cells: int
    crossed: Crossed | None = None
    model: Model | None = None
    ranking: Ranking | None = None

    @property
    def compared(self) -> tuple[str, ...]:
        return () if self.crossed is None else self.crossed.vendors


def kind_of(kpi: Kpi) -> Kind:
    if kpi.chart != "xmr":
        return kpi.chart
    return "mean" if kpi.squares else "stock"


def fitting(kpi: Kpi, cells: pl.DataFrame, case_mix: Sequence[str], seed: int) -> Fitting:
    """The model of those vendors that can be compared, of whom enough was counted (the KPI's minimum n). `cells` as
    `assay.warehouse.mix.mixed` gives them, of one service; `seed` of the draws for ranks."""
    kind = kind_of(kpi)
    enough = cells.filter(pl.col("denominator").sum().over("vendor_id") >= kpi.minimum_n)
    grouped = merged(enough, case_mix)
    known = connections(grouped)
    connected = known.components[0] if known.components else ()
    apart = tuple(vendor for group in known.components[1:] for vendor in group)
    if kind == "stock" or len(connected) < 2:
        state = _alone(known, cells) if len(connected) < 2 else "crude_only"
        return Fitting(state, apart, known.exclusive, len(grouped))
    found = _crossed(kind, enough.filter(pl.col("vendor_id").is_in(connected)), case_mix)
    if found.model is None or not found.model.estimates.is_converged:
        return Fitting("not_converged" if found.model else "no_spread", apart, known.exclusive, len(grouped))
    ranked = ranking(found, "lower" if kpi.direction == "lower" else "higher", kpi.minimum_n, seed)
    state = "one_site" if found.verdict == "one_site" else "compared"
    return Fitting(state, apart, known.exclusive, len(grouped), found, found.model, ranked)


def _crossed(kind: Kind, cells: pl.DataFrame, case_mix: Sequence[str]) -> Crossed:
    if kind == "mean":
        return fitted_means(cells, case_mix)
    return fitted(cells, case_mix, "p" if kind == "p" else "u")


def _alone(known: Connections, cells: pl.DataFrame) -> State:
    """What is said where no two vendors are connected."""
    if sum(map(len, known.components)) < 2 <= cells["vendor_id"].n_unique():
        return "too_few"
    if not known.components:
        return "no_data"
    return "inseparable" if len(known.components) > 1 else "one_vendor"
