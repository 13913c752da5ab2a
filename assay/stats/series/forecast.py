"""What the next periods may bring, with 90 % intervals, and the chance that the next one meets its target.

Exponential smoothing with additive errors, level alone or with a damped trend, whichever has the lower corrected AIC, on the
scale on which effects add up. What counting alone contributed to the errors is taken out, and put back as binomial or Poisson
noise of the size that is expected: a site of 20 orders a month varies more than one of 500.

Where the model cannot be used the last 12 told periods stand for what comes: their mean and their spread, or, of a share or rate
with fewer than 3 of the rarer outcome a period, the posterior of their pooled share or rate (Jeffreys). It is said, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from assay.stats.series.scale import Working, is_constant, natural, working
from assay.stats.series.smoothing import Smoothing, paths, smoothed
from assay.stats.spc.series import Kind, Series

SHORTEST = 12
_DRAWS = 4000
_RECENT = 12
_TOLD = 0.8
_FEWEST_EVENTS = 3.0
_TAIL = 0.05

Method = Literal["level", "damped_trend", "recent_mean"]
Why = Literal["few_events", "gaps", "no_convergence", "constant"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """One entry a coming period, natural scale: `centre` is the median, `lower` and `upper` hold 90 %. Empty without enough data.

    The first is the period after the last full one: the one that still runs, if one does. `chance_meets_next` is that period's.
    `verdict` says `fallback` where the model could not be used, and `why` for what reason.
    """

    centre: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    chance_meets_next: float | None
    method: Method | None
    verdict: Literal["forecast", "fallback", "not_enough_data"]
    why: Why | None
    n: int


def forecast(
    series: Series,
    kind: Kind,
    ahead: int,
    expected_n: float | None,
    target: float | None,
    direction: Literal["higher", "lower", "none"],
    seed: int,
    coming: Sequence[float] = (),
) -> Forecast:
    """`expected_n`: the denominator to come, of a share or rate; None: the median of the last 12. `target` in the natural scale.

    A seasonal series is passed adjusted, with `coming` the part of each coming period on the working scale.
    12 told periods are needed. Raises ValueError for less than one period ahead, or parts of another number.
    """
    if ahead < 1 or len(coming) not in (0, ahead):
        raise ValueError(f"{ahead} periods ahead, {len(coming)} seasonal parts")
    data, told = working(series, kind), series.is_judged
    n = int(told.sum())
    if n < SHORTEST:
        return Forecast((), (), (), None, None, "not_enough_data", None, n)
    draw, size = np.random.default_rng(seed), expected_n or float(np.median(series.denominator[told][-_RECENT:]))
    model, why = _model(series, kind, data)
    states = _of_model(model, data, series, ahead, draw) if model else _of_recent(series, kind, why, ahead, draw)
    values = _counted(natural(states + (np.asarray(coming) if len(coming) else 0.0), data.link), kind, size, draw)
    method: Method = "recent_mean" if model is None else "damped_trend" if model.damping else "level"
    lower, centre, upper = (tuple(map(float, row)) for row in np.quantile(values, [_TAIL, 0.5, 1 - _TAIL], axis=0))
    chance = _chance(values[:, 0], target, direction)
    return Forecast(centre, lower, upper, chance, method, "forecast" if model else "fallback", why, n)


def _model(series: Series, kind: Kind, data: Working) -> tuple[Smoothing | None, Why | None]:
    places = np.flatnonzero(data.is_told)
    if _rarer(series, kind) < _FEWEST_EVENTS:
        return None, "few_events"
    if is_constant(series.values[places]):
        return None, "constant"
    if len(places) < _TOLD * (places[-1] - places[0] + 1):
        return None, "gaps"
    found = smoothed(np.interp(np.arange(places[0], places[-1] + 1), places, data.values[places]))
    return found, None if found else "no_convergence"


def _rarer(series: Series, kind: Kind) -> float:
    """How many of the rarer outcome a recent period has; of measurements, enough."""
    recent = np.flatnonzero(series.is_judged)[-_RECENT:]
    x, n = series.numerator[recent], series.denominator[recent]
    return np.inf if kind == "xmr" else float(min(x.mean(), (n - x).mean()) if kind == "p" else x.mean())


def _of_model(model: Smoothing, data: Working, series: Series, ahead: int, draw: np.random.Generator) -> np.ndarray:
    """Paths on the working scale before counting, a row each. Periods since the last told one are passed through."""
    last = len(series) - 1 - series.is_partial
    since = last - int(np.flatnonzero(data.is_told)[-1])
    sampling = float(np.nanmean(data.sampling[data.is_told]))
    return paths(model, since + ahead, sampling, _DRAWS, draw)[:, since:]


def _of_recent(series: Series, kind: Kind, why: Why | None, ahead: int, draw: np.random.Generator) -> np.ndarray:
    """The same, from the last 12 told periods: a posterior where they count few events or never differ, else mean and spread."""
    data, recent = working(series, kind), np.flatnonzero(series.is_judged)[-_RECENT:]
    if kind != "xmr" and why in ("few_events", "constant"):
        return np.repeat(_posterior(series, kind, recent, draw)[:, None], ahead, axis=1)
    values = data.values[recent]
    spread = np.sqrt(max(float(values.var(ddof=1)) - float(data.sampling[recent].mean()), 0.0))
    mean = values.mean() + values.std(ddof=1) / np.sqrt(len(values)) * draw.standard_t(len(values) - 1, (_DRAWS, 1))
    return mean + spread * draw.standard_t(len(values) - 1, (_DRAWS, ahead))


def _posterior(series: Series, kind: Kind, recent: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    x, n = float(series.numerator[recent].sum()), float(series.denominator[recent].sum())
    if kind == "p":
        return special.logit(draw.beta(x + 0.5, n - x + 0.5, _DRAWS))
    return np.log(draw.gamma(x + 0.5, 1 / n, _DRAWS))


def _counted(values: np.ndarray, kind: Kind, size: float, draw: np.random.Generator) -> np.ndarray:
    """What is counted when `size` are expected and the truth is `values`."""
    if kind == "xmr":
        return values
    if kind == "p":
        whole = max(round(size), 1)
        return draw.binomial(whole, np.clip(values, 0.0, 1.0)) / whole
    return draw.poisson(values * size) / size


def _chance(values: np.ndarray, target: float | None, direction: Literal["higher", "lower", "none"]) -> float | None:
    if target is None or direction == "none":
        return None
    return float((values >= target).mean() if direction == "higher" else (values <= target).mean())
