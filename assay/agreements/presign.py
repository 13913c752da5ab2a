"""Before signing: what an agreement would cost a vendor in a year, given volumes and a true rate. At target it is not nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assay.agreements.credit import full_stake
from assay.agreements.money import cents
from assay.agreements.presign_exact import MONTHS, Exact, exact, months_depend
from assay.agreements.presign_outcomes import Outcomes, Volume, outcomes
from assay.agreements.presign_spread import Bin, spread
from assay.agreements.presign_years import Years, drawn, settled
from assay.kpis import Kpi
from assay.level import Agreement

Because = Literal["repeat", "earn_back", "fine_amounts"]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
YEARS = 20_000


@dataclass(frozen=True, slots=True)
class LevelForecast:
    """One level by itself: how often a month misses it, and what a year of first misses costs before incidents, repeats and cap."""

    level_id: str
    volume: Volume
    chance_of_miss: float
    expected_credit: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """A year under an agreement; amounts in its currency.

    `expected_credit` is what is due less what is earned back; `expected_bonus` stands apart. `quantiles` are of the yearly credit
    less earn-back, by probability. `months_charged` and `months_capped` are shares of months. `error` is the standard error of
    `expected_credit`, 0 where it is exact. `because` says why it was simulated: `repeat`, `earn_back` (months depend on one
    another), `fine_amounts` (no common measure to count exactly in); it is empty where it is exact. Levels are taken as
    independent, and a year begins without history. `left_out` are levels without a volume: they cost nothing here. `spread` is
    the whole distribution of the yearly credit less earn-back, in steps.
    """

    method: Literal["exact", "simulated"]
    because: tuple[Because, ...]
    expected_credit: float
    expected_earn_back: float
    expected_bonus: float
    quantiles: Mapping[float, float]
    months_charged: float
    months_capped: float
    error: float
    levels: tuple[LevelForecast, ...]
    left_out: tuple[str, ...]
    spread: tuple[Bin, ...]
    years: int | None = None
    seed: int | None = None


def forecast(
    agreement: Agreement, kpis: Mapping[str, Kpi], volumes: Mapping[str, Volume], seed: int, years: int = YEARS
) -> Forecast:
    """The distribution of a year's credits for a vendor that performs at the true rates of `volumes` (by level_id).

    Exact where months do not depend on one another, else `years` simulated ones. Raises ValueError for a level on a KPI that cannot
    be foretold (see `presign_outcomes.can_be_foretold`), and where no level has a volume.
    """
    tables = outcomes(agreement, kpis, volumes)
    if not tables:
        raise ValueError(f"no level of {agreement.agreement_id} has a volume")
    cap = cents(full_stake(agreement).at_risk.amount)
    depends = months_depend(tables)
    found = None if depends else exact(tables, cap)
    if found is not None:
        return _exactly(agreement, tables, found)
    years_ = settled(tables, drawn(tables, years, seed), cap)
    return _simulated(agreement, tables, years_, depends or ("fine_amounts",), seed)


def _exactly(agreement: Agreement, tables: Sequence[Outcomes], found: Exact) -> Forecast:
    amounts = np.arange(len(found.chance)) * found.unit / 100
    at_most = np.cumsum(found.chance)
    quantiles = {q: float(amounts[min(int(np.searchsorted(at_most, q - 1e-12)), len(amounts) - 1)]) for q in QUANTILES}
    return Forecast(
        "exact",
        (),
        float(amounts @ found.chance),
        0.0,
        sum(MONTHS * _mean(one, one.bonus) for one in tables),
        quantiles,
        found.charged,
        found.capped,
        0.0,
        _levels(tables),
        _left_out(agreement, tables),
        spread(amounts, found.chance),
    )


def _simulated(agreement: Agreement, tables: Sequence[Outcomes], years: Years, because: tuple[Because, ...], seed: int) -> Forecast:
    credit = (years.due - years.earned_back).sum(axis=1) / 100
    return Forecast(
        "simulated",
        because,
        float(credit.mean()),
        float(years.earned_back.sum(axis=1).mean() / 100),
        float(years.bonus.sum(axis=1).mean() / 100),
        {q: float(np.quantile(credit, q, method="inverted_cdf")) for q in QUANTILES},
        float((years.due > 0).mean()),
        float((years.gross > years.due).mean()),
        float(credit.std(ddof=1) / np.sqrt(len(credit))),
        _levels(tables),
        _left_out(agreement, tables),
        spread(credit, np.full(len(credit), 1 / len(credit))),
        len(credit),
        seed,
    )


def _mean(table: Outcomes, amounts: NDArray[np.int64]) -> float:
    return float(table.chance @ amounts) / 100


def _levels(tables: Sequence[Outcomes]) -> tuple[LevelForecast, ...]:
    return tuple(
        LevelForecast(one.level.level_id, one.volume, one.chance_of_miss, MONTHS * _mean(one, one.single)) for one in tables
    )


def _left_out(agreement: Agreement, tables: Sequence[Outcomes]) -> tuple[str, ...]:
    told = {one.level.level_id for one in tables}
    return tuple(level.level_id for level in agreement.levels if level.level_id not in told)
