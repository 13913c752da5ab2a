"""The tables `inspections` and `findings`: prettified when announced, kinder with one inspector, honest otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from assay.simulate.plants import ANNOUNCED_POINTS, LENIENT_POINTS
from assay.simulate.services import SERVICES
from assay.simulate.timeline import Array, Timeline, chosen, dates, numbered
from assay.simulate.world import World

OWN_INSPECTORS, OUTSIDE_INSPECTORS = 12, 4
PASS_MARK = 80.0
_METHODS = ("scheduled", "random", "third_party", "incidental", "full")
_RANDOM_SHARE, _INCIDENTAL_SHARE = 0.75, 0.03
_SMALL_SITE_SHARE = 0.25
_BASE, _SPREAD = 88.0, 5.0
_VENDOR_POINTS, _SITE_POINTS = 6.0, 2.0
_LATE, _NOT_DONE = 0.05, 0.025
_MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class Looks:
    """The two tables, and the inspector who is lenient."""

    inspections: pl.DataFrame
    findings: pl.DataFrame
    lenient_inspector: str


def looks(world: World, timeline: Timeline, rng: np.random.Generator) -> Looks:
    """Every inspection that fell due or happened, and what it found."""
    planned = _planned(world, timeline, rng)
    inspectors = tuple(f"IN{number:02d}" for number in rng.permutation(OWN_INSPECTORS + OUTSIDE_INSPECTORS) + 1)
    seen = _seen(planned, world, timeline, rng)
    ids = numbered("IC", np.arange(1, len(seen) + 1))
    return Looks(_inspections(seen, ids, inspectors, world, timeline), _findings(seen, ids, world, timeline, rng), inspectors[0])


def _planned(world: World, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """Pair, method and due day (from the first day): monthly rounds, random checks, full checks of small sites, outsiders."""
    pairs = len(world.pair_vendor)
    length = np.bincount(timeline.month)
    pair, month = (axis.ravel() for axis in np.meshgrid(np.arange(pairs), np.arange(len(length)), indexing="ij"))
    is_small = (rng.random(pairs) < _SMALL_SITE_SHARE)[pair]
    is_large = (world.pair_weight > np.quantile(world.pair_weight, 0.8))[pair]
    method = {
        "scheduled": ~is_small,
        "random": rng.random(len(pair)) < _RANDOM_SHARE,
        "full": is_small & (month % 3 == 1),
        "third_party": np.where(is_large, month % 3 == 2, month % 12 == 5),
        "incidental": rng.random(len(pair)) < _INCIDENTAL_SHARE,
    }
    parts = [
        pl.DataFrame({"pair": pair[held], "month": month[held], "method": np.full(held.sum(), _METHODS.index(name))})
        for name, held in method.items()
    ]
    every = pl.concat(parts)
    first = (np.cumsum(length) - length)[every["month"].to_numpy()]
    day = first + (rng.random(len(every)) * length[every["month"].to_numpy()]).astype("int64")
    return every.with_columns(due=pl.Series(day)).sort("due", "pair", "method")


def _seen(planned: pl.DataFrame, world: World, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """When it was done (−1: not yet, or never), by whom, and what was seen."""
    n, pair, method = len(planned), planned["pair"].to_numpy(), planned["method"].to_numpy()
    wait = np.where(rng.random(n) < _LATE, rng.integers(1, 15, n), -rng.integers(0, 3, n))
    done = (planned["due"].to_numpy() + wait).clip(0)
    is_done = (done < timeline.today) & ((rng.random(n) >= _NOT_DONE) | (method == _METHODS.index("incidental")))
    inspector = np.where(
        method == _METHODS.index("third_party"),
        OWN_INSPECTORS + rng.integers(0, OUTSIDE_INSPECTORS, n),
        rng.integers(0, OWN_INSPECTORS, n),
    )
    score = _scores(pair, method, inspector, world, rng)
    population = rng.integers(60, 900, n)
    sample = np.where(method == _METHODS.index("full"), population, np.minimum(population, rng.integers(20, 81, n)))
    defects = rng.binomial(sample, ((100.0 - score) / 300.0).clip(0.002, 0.3))
    seen = planned.with_columns(
        done=pl.Series(np.where(is_done, done, -1)),
        inspector=pl.Series(inspector),
        score=pl.Series(score),
        population=pl.Series(population),
        sample=pl.Series(sample),
        defects=pl.Series(defects),
    )
    return seen.filter((pl.col("done") >= 0) | (pl.col("method") != _METHODS.index("incidental")))  # chance finds are not planned


def _scores(pair: Array, method: Array, inspector: Array, world: World, rng: np.random.Generator) -> Array:
    """Points from 0 to 100, with one decimal."""
    score = _BASE + rng.normal(0.0, _SPREAD, len(pair))
    score -= _VENDOR_POINTS * world.quality[world.pair_vendor[pair]] + _SITE_POINTS * world.difficulty[world.pair_site[pair]]
    if world.is_planted:
        score += ANNOUNCED_POINTS * (method == _METHODS.index("scheduled")) + LENIENT_POINTS * (inspector == 0)
    return np.asarray(score.clip(0.0, 100.0).round(1))


def _inspections(seen: pl.DataFrame, ids: pl.Series, inspectors: tuple[str, ...], world: World, timeline: Timeline) -> pl.DataFrame:
    pair, method, done = (seen[name].to_numpy() for name in ("pair", "method", "done"))
    known = pl.Series(done >= 0)
    is_chance = method == _METHODS.index("incidental")
    return pl.DataFrame(
        {
            "inspection_id": ids,
            "vendor_id": chosen(world.vendor_ids, world.pair_vendor[pair]),
            "site_id": chosen(world.site_ids, world.pair_site[pair]),
            "service": chosen([service.id for service in SERVICES], world.pair_service[pair]),
            "method": chosen(_METHODS, method),
            "is_announced": np.isin(method, [_METHODS.index("scheduled"), _METHODS.index("third_party")]),
            "inspector_id": chosen(inspectors, seen["inspector"].to_numpy()),
            "population": seen["population"],
            "sample_size": seen["sample"],
            "defects": seen["defects"].set(~known, None),
            "score": seen["score"].set(~known, None),
            "outcome": pl.select(pl.when(seen["score"] >= PASS_MARK).then(pl.lit("pass")).otherwise(pl.lit("fail")))
            .to_series()
            .set(~known, None),
            "due_on": dates(seen["due"].to_numpy() + timeline.start, ~is_chance),
            "done_on": dates(np.where(done < 0, 0, done) + timeline.start, done >= 0),
        }
    )


def _findings(seen: pl.DataFrame, ids: pl.Series, world: World, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """Up to three different items an inspection, each with its correction."""
    with_defects = seen.with_columns(id=ids).filter((pl.col("done") >= 0) & (pl.col("defects") > 0))
    count = np.minimum(with_defects["defects"].to_numpy(), rng.integers(1, _MOST_FINDINGS + 1, len(with_defects)))
    row = np.repeat(np.arange(len(with_defects)), count)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    start = rng.integers(0, 1000, len(with_defects))[row]
    found = with_defects[row.tolist()]
    severity = np.digitize(rng.random(len(row)), (0.72, 0.965))
    allowed = np.array([14, 7, 3])[severity]
    taken = np.ceil(allowed * rng.lognormal(-0.75, 0.5, len(row))).astype("int64")
    corrected = found["done"].to_numpy() + taken
    return pl.DataFrame(
        {
            "inspection_id": found["id"],
            "item": _items(start + turn, world.pair_service[found["pair"].to_numpy()]),
            "severity": chosen(("minor", "major", "critical"), severity),
            "due_on": dates(found["done"].to_numpy() + allowed + timeline.start),
            "corrected_on": dates(corrected + timeline.start, (corrected < timeline.today) & (rng.random(len(row)) > 0.02)),
        }
    ).sort("inspection_id", "item")


def _items(turn: Array, service: Array) -> pl.Series:
    """What was wrong: the service's items in turn, so that those of one inspection differ."""
    counts = np.array([len(declared.items) for declared in SERVICES])
    place = (np.cumsum(counts) - counts)[service] + turn % counts[service]
    return chosen([item for declared in SERVICES for item in declared.items], place)
