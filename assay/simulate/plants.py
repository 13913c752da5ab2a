"""The truths that are planted in the simulated company, as numbers; where they sit is dealt with each seed."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.simulate.drawn import CELL_CATEGORY, CELL_SHIFT, shift_of
from assay.simulate.people import Crew
from assay.simulate.services import PRIORITIES, SERVICES, SHIFTS, every_category
from assay.simulate.timeline import Array, Timeline
from assay.simulate.world import CELL_SITE, World

DRIFT_MONTH, DRIFT_ODDS_A_MONTH = 27, 1.22
CELL_MONTH, CELL_ODDS = 28, 9.0
WORKED_MONTH, WORKED_ODDS = 24, 0.30
LAPSED_ODDS = 2.0
SEASON_ODDS, HOLIDAY_ODDS = 1.5, 1.8
UNHAPPY_ANSWER_ODDS = 2.5
ANNOUNCED_POINTS, LENIENT_POINTS = 6.0, 6.0

_RESPONSE_BASE, _COMPLETION_BASE = -3.72, -3.62
_SHIFT = {"day": -0.05, "evening": 0.05, "night": 0.20}
_PRIORITY = {"urgent": 0.25, "high": 0.08, "normal": -0.08, "low": -0.05}
_LOAD = 0.25
_CATEGORY_SPREAD = 0.12


def response_log_odds(draw: pl.DataFrame, world: World, timeline: Timeline) -> Array:
    """The log-odds that a request is not answered in time, one a row."""
    eta = _RESPONSE_BASE + _common(draw, world, timeline)
    if world.is_planted:
        months = (_month(draw, timeline) - DRIFT_MONTH + 1).clip(0)
        eta += np.log(DRIFT_ODDS_A_MONTH) * months * (_vendor(draw, world) == world.roles["drift"])
    return eta


def completion_log_odds(draw: pl.DataFrame, world: World, timeline: Timeline, crew: Crew) -> Array:
    """The log-odds that a request is not completed in time, one a row; here sit the cell, the action and the certificates."""
    eta = _COMPLETION_BASE + _common(draw, world, timeline)
    if world.is_planted:
        month = _month(draw, timeline)
        eta += np.log(CELL_ODDS) * (is_cell(draw, world) & (month >= CELL_MONTH))
        eta -= np.log(WORKED_ODDS) * ((_vendor(draw, world) == world.roles["worked"]) & (month < WORKED_MONTH))
        eta += np.log(LAPSED_ODDS) * is_lapsed(draw, crew)
    return eta


def is_cell(draw: pl.DataFrame, world: World) -> Array:
    """Whether the request is of the planted vendor, site, category and shift."""
    at = (_vendor(draw, world) == world.roles["cell"]) & (world.pair_site[draw["pair"].to_numpy()] == CELL_SITE)
    kind = draw["category"].to_numpy() == every_category().index(CELL_CATEGORY)
    return np.asarray(at & kind & (shift_of(draw["minute"].to_numpy()) == SHIFTS.index(CELL_SHIFT)))


def is_lapsed(draw: pl.DataFrame, crew: Crew) -> Array:
    """Whether a certificate of the worker was out on the day."""
    worker = draw["worker"].to_numpy()
    return np.asarray((worker >= 0) & crew.is_lapsed[worker, draw["day"].to_numpy()])


def _vendor(draw: pl.DataFrame, world: World) -> Array:
    return np.asarray(world.pair_vendor[draw["pair"].to_numpy()])


def _month(draw: pl.DataFrame, timeline: Timeline) -> Array:
    return np.asarray(timeline.month[draw["day"].to_numpy()])


def _common(draw: pl.DataFrame, world: World, timeline: Timeline) -> Array:
    """What bears on every clock: the vendor, the site, the case, the day."""
    if not world.is_planted:
        return np.zeros(len(draw))
    pair, day = draw["pair"].to_numpy(), draw["day"].to_numpy()
    case = (
        _levels(_SHIFT, SHIFTS)[shift_of(draw["minute"].to_numpy())] + _levels(_PRIORITY, PRIORITIES)[draw["priority"].to_numpy()]
    )
    category = _CATEGORY_SPREAD * np.cos(1.7 * draw["category"].to_numpy())
    holiday = np.log(HOLIDAY_ODDS) * timeline.is_quiet[day]
    return np.asarray(
        world.quality[world.pair_vendor[pair]]
        + world.difficulty[world.pair_site[pair]]
        + case
        + category
        + holiday
        + _season(draw, timeline)
        + _load(draw, world, timeline)
    )


def _levels(effects: dict[str, float], words: tuple[str, ...]) -> Array:
    return np.array([effects[word] for word in words])


def _season(draw: pl.DataFrame, timeline: Timeline) -> Array:
    seasonal = [every_category().index(service.seasonal) for service in SERVICES if service.seasonal]
    return np.log(SEASON_ODDS) * timeline.season[draw["day"].to_numpy()] * np.isin(draw["category"].to_numpy(), seasonal)


def _load(draw: pl.DataFrame, world: World, timeline: Timeline) -> Array:
    """How much busier the vendor is that day than on average, on the log scale; few orders say little."""
    place = _vendor(draw, world) * timeline.today + draw["day"].to_numpy()
    counts = np.bincount(place, minlength=len(world.vendor_ids) * timeline.today).reshape(-1, timeline.today)
    busier = np.log((counts + 8) / (counts.mean(axis=1, keepdims=True) + 8))
    return _LOAD * busier.ravel()[place]
