"""Staff, what their roles require, what they were trained for: posts that are always somebody's, certificates that lapse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from assay.simulate.services import COURSES, ELECTIVES, SERVICES
from assay.simulate.timeline import Array, Timeline, chosen, dates, numbered
from assay.simulate.world import World

_HOLDERS = 6
_TENURE_DAYS = 620.0
_VALID_DAYS = 365
_LATE_SHARE = 0.14


@dataclass(frozen=True, slots=True)
class Crew:
    """Posts of each pair, who holds them (`holder[post, day]`, −1: nobody), whose papers are out (`is_lapsed[worker, day]`)."""

    first_post: Array
    posts: Array
    holder: Array
    is_lapsed: Array
    worker_ids: pl.Series
    staff: pl.DataFrame
    trainings: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Terms:
    """When each worker came and left, in days from the first day; `ends` beyond the axis: still employed."""

    post: Array
    begins: Array
    ends: Array


def crew(world: World, timeline: Timeline, rng: np.random.Generator) -> Crew:
    """The vendors' workers over the whole axis."""
    posts = 2 + rng.integers(0, 3, len(world.pair_vendor))
    pair_of_post = np.repeat(np.arange(len(posts)), posts)
    terms = _terms(len(pair_of_post), timeline, rng)
    pair = pair_of_post[terms.post]
    service = world.pair_service[pair]
    second = rng.random(len(pair)) < 0.25
    roles = [SERVICES[s].roles[-1 if other else 0] for s, other in zip(service, second, strict=True)]
    ids = numbered("W", rng.permutation(len(pair)) + 1)
    trained = _trained(np.array(roles), terms, timeline, rng)
    is_left = terms.ends < timeline.today
    staff = pl.DataFrame(
        {
            "worker_id": ids,
            "vendor_id": chosen(world.vendor_ids, world.pair_vendor[pair]),
            "site_id": chosen(world.site_ids, world.pair_site[pair]),
            "service": chosen([declared.id for declared in SERVICES], service),
            "role": roles,
            "started_on": dates(terms.begins + timeline.start),
            "ended_on": dates(terms.ends + timeline.start, is_left),
        }
    ).sort("worker_id")
    lapsed = _lapsed(trained, np.array(roles), len(pair), timeline)
    return Crew(
        np.cumsum(posts) - posts,
        posts,
        _holders(terms, len(pair_of_post), timeline),
        lapsed,
        ids,
        staff,
        _trainings(trained, ids, timeline),
    )


def _terms(posts: int, timeline: Timeline, rng: np.random.Generator) -> _Terms:
    """One holder after the other, with short gaps; the first came before the axis begins."""
    stay = rng.exponential(_TENURE_DAYS, (posts, _HOLDERS)).astype("int64") + 45
    gap = rng.integers(0, 12, (posts, _HOLDERS))
    begins = np.cumsum(stay + gap, axis=1) - stay - rng.integers(60, 700, (posts, 1)) - gap[:, :1]
    ends = begins + stay - 1
    real = (begins < timeline.today - 20) & (ends > -1)
    post = np.broadcast_to(np.arange(posts)[:, None], begins.shape)
    return _Terms(post[real], begins[real], ends[real])


def _holders(terms: _Terms, posts: int, timeline: Timeline) -> Array:
    """Worker by post and day."""
    day = np.arange(timeline.today)
    holder = np.full((posts, timeline.today), -1, dtype="int16")
    at = (day >= terms.begins[:, None]) & (day <= terms.ends[:, None])
    worker, when = np.nonzero(at)
    holder[terms.post[worker], when] = worker
    return holder


def _trained(roles: Array, terms: _Terms, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """Each required course, yearly; a share of the renewals comes weeks or months late. Days count from the first day."""
    required = pl.DataFrame({"role": list(COURSES), "course": [list(courses) for courses in COURSES.values()]}).explode("course")
    workers = pl.DataFrame({"worker": np.arange(len(roles)), "role": roles, "begins": terms.begins, "ends": terms.ends})
    held = workers.join(required, on="role", maintain_order="left_right")
    rounds = 8
    late = np.where(
        rng.random((len(held), rounds)) < _LATE_SHARE,
        rng.integers(20, 150, (len(held), rounds)),
        -rng.integers(1, 25, (len(held), rounds)),
    )
    late[:, 0] = 0
    taken = (
        held["begins"].to_numpy()[:, None]
        - rng.integers(0, 20, (len(held), 1))
        + np.cumsum(_VALID_DAYS + late, axis=1)
        - _VALID_DAYS
    )
    return (
        pl.DataFrame(
            {
                "worker": np.repeat(held["worker"].to_numpy(), rounds),
                "day": taken.ravel(),
                "course": np.repeat(held["course"].to_numpy(), rounds),
                "ends": np.repeat(held["ends"].to_numpy(), rounds),
            }
        )
        .filter((pl.col("day") < timeline.today) & (pl.col("day") <= pl.col("ends")))
        .with_columns(is_required=True)
        .pipe(lambda frame: pl.concat([frame, _electives(workers, timeline, rng)]))
    )


def _electives(workers: pl.DataFrame, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """Courses that nobody must hold and that never expire."""
    course = np.array(ELECTIVES)[rng.integers(0, len(ELECTIVES), len(workers))]
    day = workers["begins"].to_numpy() + rng.integers(10, 400, len(workers))
    return workers.select("worker", day=pl.Series(day), course=pl.Series(course), ends="ends", is_required=pl.lit(False)).filter(
        (pl.col("day") < timeline.today) & (pl.col("day") <= pl.col("ends"))
    )


def _lapsed(trained: pl.DataFrame, roles: Array, workers: int, timeline: Timeline) -> Array:
    """Whether any required course of the worker is out, by worker and day."""
    valid = np.zeros((workers, timeline.today), dtype="int8")
    for course in sorted({name for names in COURSES.values() for name in names}):
        needs = np.array([course in COURSES[role] for role in roles])
        held = _covered(trained.filter(pl.col("is_required") & (pl.col("course") == course)), workers, timeline)
        valid |= (needs[:, None] & ~held).astype("int8")
    return valid.astype(bool)


def _covered(taken: pl.DataFrame, workers: int, timeline: Timeline) -> Array:
    """Days on which a course taken within the year still counts: a running sum of beginnings less endings."""
    steps = np.zeros((workers, timeline.today + 1), dtype="int32")
    worker, day = taken["worker"].to_numpy(), taken["day"].to_numpy()
    np.add.at(steps, (worker, day.clip(0, timeline.today)), 1)
    np.add.at(steps, (worker, (day + _VALID_DAYS + 1).clip(0, timeline.today)), -1)
    return np.cumsum(steps, axis=1)[:, :-1] > 0


def _trainings(trained: pl.DataFrame, ids: pl.Series, timeline: Timeline) -> pl.DataFrame:
    """The table `trainings`. Hours are lessons of 45 minutes."""
    lessons = pl.when(pl.col("is_required")).then(8 + pl.col("worker") % 3 * 4).otherwise(4)
    mark = 72.0 + (pl.col("worker") * 7 + pl.col("day") * 3) % 27
    return (
        trained.with_columns(
            completed_on=dates(trained["day"].to_numpy() + timeline.start), worker_id=ids.gather(trained["worker"])
        )
        .with_columns(expires_on=pl.when("is_required").then(pl.col("completed_on").dt.offset_by(f"{_VALID_DAYS}d")))
        .select("worker_id", "course", hours=lessons * 0.75, score=mark, completed_on="completed_on", expires_on="expires_on")
        .unique(["worker_id", "course", "completed_on"], keep="first", maintain_order=True)
        .sort("worker_id", "course", "completed_on")
    )


def role_requirements() -> pl.DataFrame:
    """The table `role_requirements`."""
    return pl.DataFrame(
        [(role, course) for role, courses in COURSES.items() for course in courses], schema=["role", "course"], orient="row"
    )
