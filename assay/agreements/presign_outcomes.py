"""What every possible count of a month would cost under one level: the settlement's own rules, asked once for each count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from assay.agreements.credit import Stake, bonus_of, credit_of, full_stake
from assay.agreements.money import cents
from assay.agreements.rules import Cents
from assay.agreements.standing import Sums, meets, settled_value, value_of
from assay.kpis import Kpi
from assay.level import Agreement, Level

_UNHEARD_OF = 1e-15
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Volume:
    """How many are due under a level each month, and the true rate at which the vendor performs, in the KPI's unit."""

    due: int
    rate: float


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """One level: for each count from `first` on, its chance, whether it misses, and in cents what it costs and earns.

    `single` is the credit of a first miss, `repeated` that of one after another; all arrays are as long.
    """

    level: Level
    volume: Volume
    first: int
    chance: NDArray[np.float64]
    is_missed: Flags
    single: Cents
    repeated: Cents
    bonus: Cents
    is_reaching: Flags

    @property
    def chance_of_miss(self) -> float:
        return float(self.chance[self.is_missed].sum())


def outcomes(agreement: Agreement, kpis: Mapping[str, Kpi], volumes: Mapping[str, Volume]) -> tuple[Outcomes, ...]:
    """The levels that have a volume, in the agreement's order. Raises ValueError for one whose counts no distribution foretells:
    means and stocks vary by more than their rate; and for a rate or volume that cannot be."""
    stake = full_stake(agreement)
    return tuple(
        _outcomes(agreement, stake, kpis[level.kpi], level, volumes[level.level_id])
        for level in agreement.levels
        if level.level_id in volumes
    )


def can_be_foretold(kpi: Kpi) -> bool:
    """Whether a volume and a true rate say how a month's count varies: shares (binomial) and rates of events (Poisson)."""
    return kpi.chart in ("p", "u") and not kpi.squares


def _outcomes(agreement: Agreement, stake: Stake, kpi: Kpi, level: Level, volume: Volume) -> Outcomes:
    counts, chance = _counts(kpi, level, volume)
    settled = [settled_value(value_of(kpi, Sums(float(x), float(volume.due))) or 0.0, level) for x in counts]
    is_missed = np.array([not meets(kpi, one, level.target) for one in settled])
    return Outcomes(
        level,
        volume,
        int(counts[0]),
        chance,
        is_missed,
        _credits(agreement, stake, level, settled, is_missed, False),
        _credits(agreement, stake, level, settled, is_missed, True),
        np.array([0 if missed else _bonus(stake, kpi, level, one) for one, missed in zip(settled, is_missed, strict=True)]),
        np.array([level.earn_back_level is not None and meets(kpi, one, level.earn_back_level) for one in settled]),
    )


def _counts(kpi: Kpi, level: Level, volume: Volume) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Every count that can be expected at all, and its chance."""
    true = volume.rate / kpi.scale
    if not can_be_foretold(kpi) or volume.due < 1 or true < 0 or (kpi.chart == "p" and true > 1):
        raise ValueError(f"{level.level_id}: {kpi.id} at {volume.rate} on {volume.due} a month cannot be foretold")
    law = stats.binom(volume.due, true) if kpi.chart == "p" else stats.poisson(volume.due * true)
    counts = np.arange(max(0, int(law.ppf(_UNHEARD_OF))), int(law.isf(_UNHEARD_OF)) + 1)
    chance = law.pmf(counts)
    return counts, chance / chance.sum()


def _credits(
    agreement: Agreement, stake: Stake, level: Level, settled: Sequence[float], is_missed: Flags, is_repeated: bool
) -> Cents:
    found = [
        cents(credit_of(agreement, stake, level, one, is_repeated).due.amount) if missed else 0
        for one, missed in zip(settled, is_missed, strict=True)
    ]
    return np.array(found, dtype=np.int64)


def _bonus(stake: Stake, kpi: Kpi, level: Level, settled: float) -> int:
    return cents(bonus_of(stake, kpi, level, settled).amount)
