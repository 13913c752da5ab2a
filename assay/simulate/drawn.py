"""Orders as they are asked for: where, what, when, by whom they are served; nothing of how they go."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.simulate.people import Crew
from assay.simulate.services import CHANNELS, KINDS, PRIORITY_BY_KIND, SERVICES, SHIFTS, Service, code, every_category
from assay.simulate.timeline import Array, Timeline, to_utc
from assay.simulate.world import CELL_SITE, World

CELL_CATEGORY, CELL_SHIFT = "hvac", "evening"
CELL_PER_MONTH = 100 / 200_000
"""Orders a month that are asked for in the planted cell beyond the ordinary ones, as a share of `size`: 100 a month at 200,000."""
ASSETS_PER_CATEGORY = 12
_QUIET_VOLUME, _OFF_VOLUME = 0.45, 0.85
_SEASON_VOLUME = 0.7
_GROWTH = 0.10


def drawn(world: World, timeline: Timeline, crew: Crew, size: int, rng: np.random.Generator) -> pl.DataFrame:
    """About `size` requests as codes, in the order in which they were made.

    Columns: pair, service, category, kind, priority, channel, asset, day (from the first day), minute (of the local day), worker
    (−1: nobody in post), requested (minutes since 1970, UTC).
    """
    extra = _in_cell(world, timeline, size, rng) if world.is_planted else None
    rest = max(size - (0 if extra is None else len(extra)), 0)
    share = np.bincount(world.pair_service, world.pair_weight, minlength=len(SERVICES))
    counts = rng.multinomial(rest, share / share.sum())
    parts = [_of_service(service, world, timeline, int(n), rng) for service, n in zip(SERVICES, counts, strict=True) if n]
    asked = pl.concat(parts if extra is None else [*parts, extra])
    return placed(asked, world, timeline, crew, rng).sort("requested", maintain_order=True)


def _of_service(service: Service, world: World, timeline: Timeline, n: int, rng: np.random.Generator) -> pl.DataFrame:
    pairs = world.pairs_of(service.id)
    pair = _pick(pairs, world.pair_weight[pairs], n, rng)
    first = every_category().index(next(iter(service.categories)))
    category = first + _pick(np.arange(len(service.categories)), np.array(list(service.categories.values())), n, rng)
    is_seasonal = category == (every_category().index(service.seasonal) if service.seasonal else -1)
    plain, seasonal = _day_weights(service, timeline, 0.0), _day_weights(service, timeline, _SEASON_VOLUME)
    day = np.where(is_seasonal, _pick(np.arange(timeline.today), seasonal, n, rng), _pick(np.arange(timeline.today), plain, n, rng))
    hour = _pick(np.arange(24), np.array(service.hours), n, rng)
    return _asked(service, pair, category, day, hour * 60 + rng.integers(0, 60, n), rng)


def _asked(service: Service, pair: Array, category: Array, day: Array, minute: Array, rng: np.random.Generator) -> pl.DataFrame:
    n = len(pair)
    kind = _pick(np.arange(3), np.array(service.kinds), n, rng)
    by_kind = np.cumsum(np.array([PRIORITY_BY_KIND[name] for name in KINDS]), axis=1)
    priority = (rng.random(n)[:, None] > by_kind[kind][:, :-1]).sum(axis=1)
    channel = _pick(np.arange(len(CHANNELS)), np.array(service.channels), n, rng)
    asset = rng.integers(0, ASSETS_PER_CATEGORY, n) if service.has_assets else np.full(n, -1)
    return pl.DataFrame(
        {
            "pair": pair.astype("int16"),
            "service": np.full(n, code(service.id), "int8"),
            "category": category.astype("int8"),
            "kind": kind.astype("int8"),
            "priority": priority.astype("int8"),
            "channel": channel.astype("int8"),
            "asset": asset.astype("int8"),
            "day": day.astype("int16"),
            "minute": minute.astype("int16"),
        }
    )


def _in_cell(world: World, timeline: Timeline, size: int, rng: np.random.Generator) -> pl.DataFrame:
    """The busy evenings of one plant room: the same number each full month, from the first month on."""
    service = SERVICES[code("maintenance")]
    length = np.bincount(timeline.month)
    full = np.full(len(length), round(size * CELL_PER_MONTH))
    full[-1] = full[-1] * length[-1] // 30
    month = np.repeat(np.arange(len(length)), full)
    day = (np.cumsum(length) - length)[month] + (rng.random(len(month)) * length[month]).astype("int64")
    pair = np.flatnonzero((world.pair_vendor == world.roles["cell"]) & (world.pair_site == CELL_SITE))[0]
    category = np.full(len(month), every_category().index(CELL_CATEGORY))
    return _asked(service, np.full(len(month), pair), category, day, rng.integers(16 * 60, 24 * 60, len(month)), rng)


def placed(asked: pl.DataFrame, world: World, timeline: Timeline, crew: Crew, rng: np.random.Generator) -> pl.DataFrame:
    """With the worker in post on the day and the moment of the request in UTC."""
    pair, day = asked["pair"].to_numpy(), asked["day"].to_numpy().astype("int64")
    post = crew.first_post[pair] + (rng.random(len(pair)) * crew.posts[pair]).astype("int64")
    local = (timeline.start + day) * 1440 + asked["minute"].to_numpy()
    return asked.with_columns(
        worker=pl.Series(crew.holder[post, day]), requested=pl.Series(to_utc(local, world.zone[world.pair_site[pair]]))
    )


def _day_weights(service: Service, timeline: Timeline, season: float) -> Array:
    """How busy each day is: weekends, holidays, slow growth, and the season where it matters."""
    weekend = np.where(timeline.weekday >= 5, service.weekend, 1.0) * np.where(
        timeline.is_off & (timeline.weekday < 5), _OFF_VOLUME, 1.0
    )
    holiday = np.where(timeline.is_quiet, _QUIET_VOLUME, 1.0)
    growth = 1.0 + _GROWTH * timeline.month / timeline.month[-1]
    return np.asarray(weekend * holiday * growth * (1.0 + season * timeline.season))


def _pick(values: Array, weights: Array, n: int, rng: np.random.Generator) -> Array:
    return np.asarray(rng.choice(values, n, p=weights / weights.sum()))


def shift_of(minute: Array) -> Array:
    """The shift by the local minute of the day: night to 8, day to 16, evening to midnight."""
    return np.where(minute < 480, SHIFTS.index("night"), np.where(minute < 960, SHIFTS.index("day"), SHIFTS.index("evening")))
