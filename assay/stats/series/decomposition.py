"""A seasonal series taken apart for the eye: trend, season, rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.stats.series.scale import Link, working
from assay.stats.series.season import Seasonal
from assay.stats.spc.series import Kind, Series

YEARS = 3


@dataclass(frozen=True, slots=True)
class Decomposition:
    """On the working scale, one entry a period: trend + season + rest is the series. None where no full period is told."""

    trend: tuple[float | None, ...]
    season: tuple[float | None, ...]
    rest: tuple[float | None, ...]
    link: Link


def decomposed(series: Series, kind: Kind, periods_a_year: int, seasonal: Seasonal) -> Decomposition | None:
    """Robust STL (Cleveland et al. 1990, J. Off. Stat. 6:3). None unless the season passed its test and three years are told.

    Before the test, and with two years, STL finds a season in any noise. Gaps are bridged for the fit: the tested season, on a line
    between their neighbours.
    """
    data = working(series, kind)
    places = np.flatnonzero(data.is_told)
    if seasonal.verdict != "seasonal" or len(places) < YEARS * periods_a_year:
        return None
    from statsmodels.tsa.seasonal import STL

    part, span = np.asarray(seasonal.part), np.arange(places[0], places[-1] + 1)
    bridged = part[span] + np.interp(span, places, (data.values - part)[places])
    found = STL(bridged, period=periods_a_year, robust=True).fit()
    trend, season = (np.full(len(series), np.nan) for _ in range(2))
    trend[span], season[span] = found.trend, found.seasonal
    return Decomposition(*(_told(row, data.is_told) for row in (trend, season, data.values - trend - season)), data.link)


def _told(row: np.ndarray, is_told: np.ndarray) -> tuple[float | None, ...]:
    return tuple(float(value) if told else None for value, told in zip(row, is_told, strict=True))
