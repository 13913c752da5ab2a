"""The tables `indicators` and `aggregates`: what some vendors report as figures."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from assay.contracts import contract
from assay.contracts.schema import polars_schema
from assay.simulate.timeline import Array, Timeline, chosen
from assay.simulate.world import World

CHECKS, NOISE = "energy_saving_checks", "noise_level"


def indicators() -> pl.DataFrame:
    """The table `indicators`: one that rolls up, one bare measurement."""
    return pl.DataFrame(
        [
            (CHECKS, "节能检查完成率", "Energy saving checks done", "%", "higher", 1, 100.0),
            (NOISE, "作业噪声", "Noise at work", "dB(A)", "lower", 1, 1.0),
        ],
        schema=polars_schema(contract("indicators").given),
        orient="row",
    )


def aggregates(world: World, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """The table `aggregates`: checks by month for equipment, noise by quarter for cleaning; full periods only."""
    months = timeline.months[:-1]
    quarters = tuple(month for month in months if month.month % 3 == 1 and months.index(month) + 2 < len(months))
    checks, noise = _grid(world.pairs_of("maintenance"), months), _grid(world.pairs_of("cleaning"), quarters)
    planned = rng.integers(8, 40, len(checks[0])).astype("float64")
    quality = world.quality[world.pair_vendor[checks[0]]]
    done = rng.binomial(planned.astype("int64"), 1 / (1 + np.exp(-(2.9 - 0.8 * quality)))).astype("float64")
    level = (63.0 + rng.normal(0.0, 2.5, len(noise[0]))).round(1)
    return (
        pl.concat(
            [
                _rows(CHECKS, "maintenance", "month", world, *checks).with_columns(
                    numerator=pl.Series(done), denominator=pl.Series(planned), value=pl.lit(None, pl.Float64), target=pl.lit(95.0)
                ),
                _rows(NOISE, "cleaning", "quarter", world, *noise).with_columns(
                    numerator=pl.lit(None, pl.Float64),
                    denominator=pl.lit(None, pl.Float64),
                    value=pl.Series(level),
                    target=pl.lit(70.0),
                ),
            ]
        )
        .select(polars_schema(contract("aggregates").given).names())
        .sort("period_on", "kpi", "vendor_id", "site_id")
    )


def _grid(pairs: Array, periods: tuple[date, ...]) -> tuple[Array, pl.Series]:
    return np.repeat(pairs, len(periods)), pl.Series(list(periods) * len(pairs), dtype=pl.Date)


def _rows(kpi: str, service: str, grain: str, world: World, pair: Array, period_on: pl.Series) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "vendor_id": chosen(world.vendor_ids, world.pair_vendor[pair]),
            "site_id": chosen(world.site_ids, world.pair_site[pair]),
            "period_on": period_on,
        }
    ).with_columns(kpi=pl.lit(kpi), service=pl.lit(service), grain=pl.lit(grain))
