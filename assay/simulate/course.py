"""How each order goes: answered, paused, completed, cancelled, reopened, repeated; and what is known of it at the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import expit, ndtri

from assay.simulate.people import Crew
from assay.simulate.plants import completion_log_odds, response_log_odds
from assay.simulate.services import OUTCOMES, SERVICES
from assay.simulate.terms import RENEWED_CLOCK, RENEWED_MONTH
from assay.simulate.timeline import Array, Timeline
from assay.simulate.waits import is_vendor_s, known_waits, waits
from assay.simulate.working import NEVER, WorkingTime
from assay.simulate.world import World

_RESPONSE_SPREAD, _COMPLETION_SPREAD = 0.85, 0.80
_TYPICAL = -3.0
_STUCK_SHARE = 0.45
_CANCELLED, _REOPENED, _RECALLED = 0.025, 0.008, 0.010
_HANDS_ON = 5
_BASE_COST = (180.0, 60.0, 40.0, 90.0, 15.0)


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of requests: one row each, and the waits of those that stood still (`row` is their place)."""

    rows: pl.DataFrame
    waits: pl.DataFrame


def gone(
    draw: pl.DataFrame,
    world: World,
    timeline: Timeline,
    crew: Crew,
    hours: WorkingTime,
    rng: np.random.Generator,
    waiting: np.random.Generator,
) -> Gone:
    """The requests with what became of them, in minutes since 1970 (`NEVER`: it did not happen, or not yet).

    Adds responded, completed, cancelled, reopened, outcome, visits, cost, expected (the chance of a late completion) and late
    (whether it was). What is drawn is working time without the waits that are not the vendor's, by which vendors are judged; so an
    order is late exactly where its drawn time is longer than agreed.
    """
    n = len(draw)
    response, completion = _clocks(draw, world, timeline)
    eta = completion_log_odds(draw, world, timeline, crew)
    answered = _duration(response_log_odds(draw, world, timeline), response, _RESPONSE_SPREAD, rng)
    done = np.maximum(_duration(eta, completion, _COMPLETION_SPREAD, rng), answered + _HANDS_ON)
    given_up = np.where(rng.random(n) < _CANCELLED, np.maximum((done * rng.uniform(0.05, 0.95, n)).astype("int64"), 1), NEVER)
    reopened = np.where(
        rng.random(n) < _REOPENED, answered + ((done - answered) * rng.uniform(0.6, 0.95, n)).astype("int64"), NEVER
    )
    taken = {
        "responded": np.where(answered < given_up, answered, NEVER),
        "completed": np.where(given_up == NEVER, done, NEVER),
        "cancelled": given_up,
        "reopened": np.where(given_up == NEVER, reopened, NEVER),
    }
    moments, stood = _moments(taken, draw["requested"].to_numpy(), hours.of(draw, world), hours, waiting)
    known = {name: pl.Series(np.where(moment <= timeline.now, moment, NEVER)) for name, moment in moments.items()}
    rows = draw.with_columns(
        **known,
        **_results(draw, known["completed"], rng),
        expected=pl.Series(expit(eta).astype("float32")),
        late=pl.Series(done > completion),
    )
    is_open = np.minimum(moments["completed"], moments["cancelled"]) > timeline.now
    return Gone(rows, known_waits(stood, is_open, timeline.now, waiting))


def _moments(
    taken: dict[str, Array], requested: Array, code: Array, hours: WorkingTime, waiting: np.random.Generator
) -> tuple[dict[str, Array], pl.DataFrame]:
    """When everything happens, and the waits on the way; those that are not the vendor's push the completion on."""
    moments = {name: hours.after(code, requested, minutes) for name, minutes in taken.items()}
    end = np.minimum(moments["completed"], moments["cancelled"])
    stood = waits(moments["responded"], end, moments["reopened"], waiting)
    row, begin, resumed = (stood[name].to_numpy() for name in ("row", "paused", "resumed"))
    length = np.where(is_vendor_s(stood["why"].to_numpy()), 0, hours.between(code[row], begin, resumed))
    pushed = np.flatnonzero(np.bincount(row, length, len(end)) > 0)
    longer = taken["completed"][pushed] + np.bincount(row, length, len(end))[pushed].astype("int64")
    moments["completed"][pushed] = hours.after(code[pushed], requested[pushed], longer)
    return moments, stood


def _clocks(draw: pl.DataFrame, world: World, timeline: Timeline) -> tuple[Array, Array]:
    """The agreed minutes to respond and to complete; the vendor that renewed its agreement works to the new one."""
    service, priority = draw["service"].to_numpy(), draw["priority"].to_numpy()
    response = np.array([declared.response for declared in SERVICES], dtype="float64")[service, priority]
    completion = np.array([declared.completion for declared in SERVICES], dtype="float64")[service, priority]
    is_renewed = (world.pair_vendor[draw["pair"].to_numpy()] == world.roles.get("renewed", -1)) & (
        timeline.month[draw["day"].to_numpy()] >= RENEWED_MONTH
    )
    return np.where(is_renewed, response * RENEWED_CLOCK, response), completion


def _duration(eta: Array, agreed: Array, spread: float, rng: np.random.Generator) -> Array:
    """Whole minutes, lognormal at the typical odds, longer than agreed with log-odds `eta` exactly.

    A logistic draw is shifted by `eta`, read as a normal quantile, put on the log scale; some of the late ones are stuck for long.
    """
    uniform = rng.random(len(eta)).clip(1e-7, 1 - 1e-7)
    latent = np.log(uniform / (1 - uniform)) + eta
    scale = spread * (ndtri(expit(latent - _TYPICAL)) - ndtri(expit(-_TYPICAL)))
    stuck = np.where((latent > 0) & (rng.random(len(eta)) < _STUCK_SHARE), rng.exponential(0.8, len(eta)) + 0.8, 0.0)
    return np.ceil(agreed * np.exp((scale + stuck).clip(-8.0, 4.5))).astype("int64").clip(1)


def _results(draw: pl.DataFrame, completed: pl.Series, rng: np.random.Generator) -> dict[str, pl.Series]:
    """Outcome, visits and cost; known once the order is completed (outcome −1 and visits 0 before)."""
    n, done = len(draw), completed.to_numpy() < NEVER
    outcome = np.digitize(rng.random(n), (0.987, 0.996))
    visits = 1 + (rng.random(n) < 0.009 + 0.3 * (outcome > 0)) * rng.integers(1, 4, n)
    cost = np.round(np.array(_BASE_COST)[draw["service"].to_numpy()] * rng.lognormal(0.0, 0.7, n) * (0.6 + 0.4 * visits), 2)
    return {
        "outcome": pl.Series(np.where(done, outcome, -1).astype("int8")),
        "visits": pl.Series(np.where(done, visits, 0).astype("int8")),
        "cost": pl.Series(np.where(done, cost, np.nan)),
    }


def recalls(gone: pl.DataFrame, world: World, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """Requests to do an order again, as they are asked for; `repeats` is the place of the first order in `gone`."""
    chance = _RECALLED * np.where(gone["outcome"].to_numpy() == OUTCOMES.index("solved"), 1.0, 6.0)
    done = gone["completed"].to_numpy()
    place = np.flatnonzero((rng.random(len(gone)) < chance) & (done < NEVER) & (gone["kind"].to_numpy() == 0))
    lag = (rng.exponential(7.0, len(place)).clip(0.05, 27.0) * 1440).astype("int64")
    again = done[place] + lag
    local = again + 480
    kept = (local // 1440 - timeline.start) < timeline.today
    asked = gone[place[kept].tolist()].select("pair", "service", "category", "kind", "priority", "channel", "asset")
    day, minute = local[kept] // 1440 - timeline.start, local[kept] % 1440
    return asked.with_columns(
        day=pl.Series(day.astype("int16")), minute=pl.Series(minute.astype("int16")), repeats=pl.Series(place[kept])
    )
