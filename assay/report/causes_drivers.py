"""What goes along with a KPI in one service: models of all factors at once, within vendors at sites and periods.

Who was sent is known only of orders that were answered, and orders that nobody answers fail: with classes of workers in the model,
"nobody sent" would be the strongest of all drivers, and for no reason but that. So there are two models: one of all orders without
those classes, and one with them of the orders to which somebody was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

import polars as pl

from assay.kpis import Kpi
from assay.report.causes import WORKERS
from assay.report.comparison_fit import kind_of
from assay.stats.drivers import Drivers, Estimate, FactorEffect, Interaction, LevelEffect, corrected, drivers, interactions
from assay.stats.drivers.solve import MOST_FACTOR_LEVELS, MOST_LEVELS

State = Literal["fitted", "dependent", "no_factors", "no_data", "not_enough_data", "no_variation", "not_converged"]
"""`dependent`: stocks and other sums whose rows say nothing of chance. `no_factors`: nothing is recorded that rows differ in."""
Why = Literal["many_values", "one_site"]
NOT_FACTORS = ("vendor_id", "site_id", "service", "asset_id")
PAIR, PERIOD = "vendor_at_site", "period"
MINIMUM_N, LEAST_EXPECTED = 30, 5.0
"""A level is told from so many on, and from so many expected events (or, if rarer, orders without one) on."""
_SITES = 2
"""Classes of workers are told over several sites only: at one of them a class can be one person."""


@dataclass(frozen=True, slots=True, eq=False)
class Driven:
    """`factors`: of both models, corrected together, the clearest first; those of who was sent are from `staffed`, the others from
    `main`. `n`: all denominators; `unstaffed`: those of orders to which nobody, or nobody known, was sent. `periods`: oldest first.
    `is_paired`: each vendor at each site is held fixed, and not only vendors and sites. `least`: the n below which a level is not
    told. `dropped`: factors left out, and why.
    """

    kpi: Kpi
    service: str | None
    periods: tuple[str, ...]
    state: State
    n: float = 0.0
    factors: tuple[FactorEffect, ...] = ()
    main: Drivers | None = None
    staffed: Drivers | None = None
    unstaffed: float = 0.0
    is_paired: bool = False
    least: float = MINIMUM_N
    interactions: tuple[Interaction, ...] = ()
    dropped: tuple[tuple[str, Why], ...] = ()

    @property
    def associated(self) -> tuple[FactorEffect, ...]:
        return tuple(one for one in self.factors if one.verdict == "associated")

    @property
    def tested(self) -> tuple[FactorEffect, ...]:
        return tuple(one for one in self.factors if one.q_value is not None)

    @property
    def pairs_tested(self) -> int:
        return sum(1 for one in self.interactions if one.q_value is not None)

    def model(self, factor: str) -> Drivers | None:
        """The model that tells of a factor."""
        return self.staffed if factor in WORKERS else self.main


def can_drive(kpi: Kpi) -> bool:
    """Whether rows are independent and the sums tell how far they vary."""
    return kind_of(kpi) != "stock"


def factors_of(kpi: Kpi, offered: Sequence[str], fixed: Sequence[str]) -> tuple[str, ...]:
    """What orders can differ in, of the dimensions `offered`; `fixed` are those that conditions hold at one value. None where the
    sums of the KPI stand on two tables: the channel of a complaint is not that of an order."""
    if len(kpi.tables) > 1:
        return ()
    return tuple(name for name in offered if name not in (*NOT_FACTORS, *kpi.within, *fixed))


def enough(counts: pl.DataFrame, labels: Sequence[str], most: float) -> tuple[str, ...]:
    """The last of `labels` (latest first) and as many before it as hold at most `most` together, oldest first.

    `counts`: period, denominator."""
    by_period = dict(counts.group_by("period").agg(pl.col("denominator").sum()).iter_rows())
    taken, total = list[str](), 0.0
    for label in labels:
        total += by_period.get(label, 0)
        if taken and total > most:
            break
        taken.append(label)
    return tuple(reversed(taken))


def driven(cells: pl.DataFrame, kpi: Kpi, service: str | None, periods: Sequence[str], factors: Sequence[str]) -> Driven:
    """`cells` of the KPI in one service by period, vendor_id, site_id and at least `factors`; see `factors_of`."""
    told = cells.filter(pl.col(PERIOD).is_in(list(periods)), pl.col("denominator") > 0)
    nothing = Driven(kpi, service, tuple(periods), "dependent")
    if not can_drive(kpi):
        return nothing
    if not factors or told.is_empty():
        return replace(nothing, state="no_data" if told.is_empty() else "no_factors")
    kept, dropped = _kept(told, factors)
    rows, groups = grouped(told)
    own, crew = [name for name in kept if name not in WORKERS], [name for name in kept if name in WORKERS]
    least, manned = minimum_n(kpi, told), with_crew(rows)
    main = drivers(rows, own, kpi.chart, groups=groups, minimum_n=least) if own else None
    staffed = drivers(manned, kept, kpi.chart, groups=groups, minimum_n=least) if crew and len(manned) else None
    models = [one for one in (main, staffed) if one is not None]
    if not models:
        return replace(nothing, state="no_factors", dropped=dropped)
    n = float(told["denominator"].sum())
    return Driven(
        kpi=kpi,
        service=service,
        periods=tuple(periods),
        state=_state(models),
        n=n,
        factors=_ranked(kpi, (main, own), (staffed, crew)),
        main=main,
        staffed=staffed,
        unstaffed=0.0 if staffed is None else n - staffed.n,
        is_paired=PAIR in groups,
        least=least,
        interactions=interactions(rows, own, kpi.chart, groups=groups) if len(own) > 1 else (),
        dropped=dropped,
    )


def _state(models: Sequence[Drivers]) -> State:
    """Of the first model where none could be fitted."""
    fitted = [factor for one in models if one.verdict == "fitted" for factor in one.factors]
    if not fitted:
        return models[0].verdict
    return "no_factors" if all(factor.verdict in ("one_level", "inseparable") for factor in fitted) else "fitted"


def minimum_n(kpi: Kpi, told: pl.DataFrame) -> float:
    """The denominator below which a level is not told: of too few expected events nothing can be said but that they are few."""
    n, k = float(told["denominator"].sum()), float(told["numerator"].sum())
    rarer = min(k, n - k) if kpi.chart == "p" else k
    by_events = LEAST_EXPECTED * n / rarer if kpi.chart != "xmr" and rarer > 0 else 0.0
    return float(max(MINIMUM_N, kpi.minimum_n, ceil(by_events)))


def _kept(told: pl.DataFrame, factors: Sequence[str]) -> tuple[list[str], tuple[tuple[str, Why], ...]]:
    """Factors with few enough values; classes of workers where more sites than one are told of."""
    many = [name for name in factors if told[name].n_unique() > MOST_FACTOR_LEVELS]
    is_one_site = "site_id" in told.columns and told["site_id"].n_unique() < _SITES
    alone = [name for name in factors if name in WORKERS and is_one_site and name not in many]
    why: dict[str, Why] = {name: "many_values" for name in many} | {name: "one_site" for name in alone}
    return [name for name in factors if name not in why], tuple(why.items())


def grouped(told: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The cells and what is held fixed in them: each vendor at each site and each period.

    A worker serves one vendor at one site. With vendors and sites held apart, what is wrong with a vendor at one site is laid at
    the door of whoever works there: measured on a company whose planted odds are 2, it gave 2.5 (2.3 to 2.7) where pairs gave 2.0
    (1.8 to 2.2). Where there are more pairs than a fit takes, vendors and sites are held apart.
    """
    places = [name for name in ("vendor_id", "site_id") if name in told.columns]
    # A level of one value adds nothing, and a missing vendor is a level of its own.
    paired = told.with_columns(pl.concat_str([pl.col(name).fill_null("") for name in places], separator="\n").alias(PAIR))
    if not places or paired[PAIR].n_unique() > MOST_LEVELS:
        return told, (*places, PERIOD)
    return paired, (PAIR, PERIOD)


def with_crew(rows: pl.DataFrame) -> pl.DataFrame:
    """The cells of orders to which somebody known was sent."""
    classes = [name for name in WORKERS if name in rows.columns]
    return rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in classes)) if classes else rows.clear()


def _ranked(kpi: Kpi, *models: tuple[Drivers | None, Sequence[str]]) -> tuple[FactorEffect, ...]:
    """The factors of each model that are told, corrected together: by q, then by the largest effect; untested ones last."""
    told = [one for model, names in models if model is not None for one in model.factors if one.name in names]
    return tuple(sorted(corrected(told), key=lambda one: (one.q_value is None, one.q_value or 0.0, -largest(kpi, one))))


def largest(kpi: Kpi, factor: FactorEffect) -> float:
    """The furthest that a level of a factor is from its reference, on the scale of the KPI's ratio."""
    return max((abs(of.value) for of in filter(None, (moved(kpi, level) for level in factor.levels))), default=0.0)


def moved(kpi: Kpi, level: LevelEffect) -> Estimate | None:
    """How far a level moves the KPI's ratio: for logs the difference of logs, else the average marginal effect."""
    return level.effect if kpi.is_log else level.margin


def clearest(kpi: Kpi, factor: FactorEffect) -> LevelEffect | None:
    """The level of a factor that is told in a sentence: of those whose interval leaves out zero the one with the largest effect;
    None where there is no such level."""
    apart = [level for level in factor.levels if level.verdict in ("up", "down") and moved(kpi, level) is not None]
    return max(apart, key=lambda level: _size(moved(kpi, level)), default=None)


def _size(of: Estimate | None) -> float:
    return 0.0 if of is None else abs(of.value)
