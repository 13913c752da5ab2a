"""The tables `surveys` and `complaints`."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.simulate.comments import pool
from assay.simulate.course import NEVER
from assay.simulate.plants import UNHAPPY_ANSWER_ODDS
from assay.simulate.services import CHANNELS, OUTCOMES, SERVICES
from assay.simulate.timeline import Array, Timeline, chosen, moments, numbered, to_utc
from assay.simulate.world import World

_INVITED = 0.60
_ANSWERED = -0.92
_MODES = ("app", "sms", "phone", "email", "on_site")
_RESPONDENTS = ("occupant", "manager", "visitor")
_MOODS = ("unhappy", "even", "happy")
_COMMENTED, _RATED_ONLY_ONCE = 0.5, 0.12
_COMPLAINT_CATEGORIES = ("delay", "quality", "attitude", "safety", "price", "other")
_COMPLAINED, _COMPLAINED_LATE = 0.006, 0.045
_UNLINKED = 0.2
_DAY = 1440


def surveys(facts: pl.DataFrame, ids: pl.Series, world: World, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """The table `surveys`: one in five completed orders is asked about, by day; seconds are those of the sending system."""
    row = np.flatnonzero((facts["completed"].to_numpy() < NEVER) & (rng.random(len(facts)) < _INVITED))
    asked = facts[row.tolist()]
    zone = world.zone[world.pair_site[asked["pair"].to_numpy()]]
    day = (asked["completed"].to_numpy() + 480) // _DAY + 1 + rng.integers(0, 2, len(row))
    invited = to_utc(day * _DAY + rng.integers(9 * 60, 18 * 60, len(row)), zone) * 60 + rng.integers(0, 60, len(row))
    wait = (rng.exponential(2.0, len(row)) + 1.0).clip(1.0, 13.0).astype("int64")
    answered = to_utc((day + wait) * _DAY + rng.integers(8 * 60, 22 * 60, len(row)), zone) * 60 + rng.integers(0, 60, len(row))
    csat = _ratings(asked, world, rng)
    odds = _ANSWERED + np.log(UNHAPPY_ANSWER_ODDS) * (csat <= 2) * world.is_planted
    is_answered = (rng.random(len(row)) < 1 / (1 + np.exp(-odds))) & (answered <= timeline.now * 60)
    frame = _surveys(asked, ids.gather(row), csat, is_answered, world, rng).with_columns(
        invited_at=_seconds(invited), answered_at=_seconds(answered, is_answered)
    )
    kept = frame.filter(pl.col("invited_at") <= timeline.as_of).sort("invited_at", "order_id")
    return kept.select(numbered("SV", np.arange(1, len(kept) + 1)).alias("response_id"), *frame.columns)


def _seconds(seconds: Array, known: Array | None = None) -> pl.Series:
    return (
        pl.Series(seconds * 1_000_000, dtype=pl.Int64)
        .cast(pl.Datetime("us"))
        .set(pl.Series(np.zeros(len(seconds), bool) if known is None else ~known), None)
    )


def _ratings(asked: pl.DataFrame, world: World, rng: np.random.Generator) -> Array:
    """How content each person is, 1 to 5, whether they say so or not."""
    mood = 0.9 + rng.logistic(0.0, 0.55, len(asked)) - 1.3 * asked["late"].to_numpy() - 1.0 * (asked["outcome"].to_numpy() > 0)
    mood -= 0.6 * world.quality[world.pair_vendor[asked["pair"].to_numpy()]]
    return 1 + np.digitize(mood, (-1.6, -0.8, 0.0, 1.3))


def _surveys(
    asked: pl.DataFrame, order_id: pl.Series, csat: Array, is_answered: Array, world: World, rng: np.random.Generator
) -> pl.DataFrame:
    n, pair = len(asked), asked["pair"].to_numpy()
    nps = (2 * csat - 1 + rng.integers(-1, 2, n) + (csat == 5)).clip(0, 10)
    comment = _comments(asked["service"].to_numpy(), csat, rng)
    is_said = is_answered & (rng.random(n) < _COMMENTED)
    has_nps = is_answered & (rng.random(n) >= _RATED_ONLY_ONCE)
    return pl.DataFrame(
        {
            **_where(world, pair),
            "order_id": order_id,
            "mode": chosen(_MODES, rng.choice(5, n, p=(0.4, 0.25, 0.1, 0.2, 0.05))),
            "respondent_group": chosen(_RESPONDENTS, rng.choice(3, n, p=(0.72, 0.18, 0.10))),
            "csat": pl.Series(csat, dtype=pl.Int64).set(pl.Series(~is_answered), None),
            "nps": pl.Series(nps, dtype=pl.Int64).set(pl.Series(~has_nps), None),
            "comment": comment.set(pl.Series(~is_said), None),
        }
    )


def _where(world: World, pair: Array) -> dict[str, pl.Series]:
    return {
        "vendor_id": chosen(world.vendor_ids, world.pair_vendor[pair]),
        "site_id": chosen(world.site_ids, world.pair_site[pair]),
        "service": chosen([service.id for service in SERVICES], world.pair_service[pair]),
    }


def _comments(service: Array, csat: Array, rng: np.random.Generator) -> pl.Series:
    """A sentence that fits the service and the mood."""
    pools = [pool(declared.id, mood) for declared in SERVICES for mood in _MOODS]
    counts = np.array([len(texts) for texts in pools])
    which = service * len(_MOODS) + np.digitize(csat, (3, 4))
    place = (np.cumsum(counts) - counts)[which] + (rng.random(len(csat)) * counts[which]).astype("int64")
    return chosen([text for texts in pools for text in texts], place)


def complaints(facts: pl.DataFrame, ids: pl.Series, world: World, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """The table `complaints`: more often after a late or unsolved order; one in five names no order."""
    trouble = facts["late"].to_numpy() | (facts["outcome"].to_numpy() == OUTCOMES.index("not_solved"))
    end = np.minimum(facts["completed"].to_numpy(), facts["requested"].to_numpy() + 3 * _DAY)
    received = end + (rng.exponential(1.0, len(facts)) * _DAY).astype("int64") + 20
    row = np.flatnonzero((rng.random(len(facts)) < np.where(trouble, _COMPLAINED_LATE, _COMPLAINED)) & (received <= timeline.now))
    row = row[np.argsort(received[row], kind="stable")]
    return _complaints(facts[row.tolist()], ids.gather(row), trouble[row], received[row], world, timeline, rng)


def _complaints(
    about: pl.DataFrame,
    order_id: pl.Series,
    trouble: Array,
    received: Array,
    world: World,
    timeline: Timeline,
    rng: np.random.Generator,
) -> pl.DataFrame:
    n = len(about)
    replied = received + np.ceil(2880 * rng.lognormal(-1.2, 0.75, n)).astype("int64").clip(5)
    closed = replied + (rng.exponential(3.0, n) * _DAY).astype("int64") + 30
    category = np.where(trouble & (rng.random(n) < 0.6), 0, rng.choice(6, n, p=(0.12, 0.42, 0.18, 0.08, 0.08, 0.12)))
    said = _comments(about["service"].to_numpy(), np.ones(n, "int64"), rng)
    return pl.DataFrame(
        {
            "complaint_id": numbered("CP", np.arange(1, n + 1)),
            **_where(world, about["pair"].to_numpy()),
            "order_id": order_id.set(pl.Series(rng.random(n) < _UNLINKED), None),
            "channel": chosen(CHANNELS, rng.choice(5, n, p=(0.5, 0.2, 0.08, 0.14, 0.08))),
            "complaint_category": chosen(_COMPLAINT_CATEGORIES, category),
            "severity": chosen(("minor", "major", "critical"), np.digitize(rng.random(n), (0.68, 0.96))),
            "is_validated": rng.random(n) < np.where(trouble, 0.8, 0.55),
            "comment": said.set(pl.Series(rng.random(n) < 0.1), None),
            "received_at": moments(received),
            "replied_at": moments(replied, replied <= timeline.now),
            "closed_at": moments(closed, closed <= timeline.now),
        }
    )
