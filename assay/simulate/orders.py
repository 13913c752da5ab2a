"""The tables `orders` and `pauses`."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.simulate import course
from assay.simulate.course import NEVER
from assay.simulate.drawn import ASSETS_PER_CATEGORY, drawn, placed, shift_of
from assay.simulate.people import Crew
from assay.simulate.services import CHANNELS, KINDS, OUTCOMES, PRIORITIES, SERVICES, SHIFTS, every_category
from assay.simulate.timeline import Array, Timeline, chosen, moments, numbered
from assay.simulate.world import World

_REASONS = (
    ("等待甲方确认", "client"),
    ("现场无法进入", "client"),
    ("等待配件", "vendor"),
    ("等待第三方", "third_party"),
    ("人员调配", "vendor"),
    ("恶劣天气", "force_majeure"),
    ("等待停机窗口", "client"),
)
_REASON_WEIGHTS = (0.26, 0.17, 0.24, 0.14, 0.10, 0.02, 0.07)
_AWAITING = "已处理待甲方确认"
_PAUSED, _PAUSED_TWICE = 0.20, 0.12
_STILL_PAUSED = 0.6
_RAISED = 0.03


def facts(world: World, timeline: Timeline, crew: Crew, size: int, rng: np.random.Generator) -> pl.DataFrame:
    """All orders as codes and minutes, recalls included, in the order of their requests; row n is order number n + 1."""
    first = course.gone(drawn(world, timeline, crew, round(size * 0.992), rng), world, timeline, crew, rng)
    asked = course.recalls(first, world, timeline, rng)
    again = course.gone(placed(asked, world, timeline, crew, rng), world, timeline, crew, rng)
    both = pl.concat([first.with_columns(repeats=pl.lit(-1, pl.Int64)), again.select(*first.columns, "repeats")])
    order = both["requested"].arg_sort()
    number = pl.Series(np.argsort(order.to_numpy()))
    repeats = pl.when(pl.col("repeats") >= 0).then(number.gather(both["repeats"].clip(0)))
    return both.with_columns(repeats=repeats.otherwise(-1))[order]


def order_ids(facts: pl.DataFrame) -> pl.Series:
    """Maintenance orders come from one system, all others from another."""
    number = np.arange(1, len(facts) + 1)
    maintenance = facts.select(pl.col("service") == 0).to_series()
    return pl.select(pl.when(maintenance).then(numbered("WO", number)).otherwise(numbered("SR", number))).to_series()


def orders(facts: pl.DataFrame, ids: pl.Series, world: World, crew: Crew, rng: np.random.Generator) -> pl.DataFrame:
    """The table `orders`. A column at a time: at ten million rows each costs about 160 MB."""
    pair, code = (
        facts["pair"].to_numpy(),
        {name: facts[name].to_numpy() for name in ("service", "category", "kind", "priority", "outcome")},
    )
    raised = np.where(rng.random(len(facts)) < _RAISED, (code["priority"].astype("int64") - 1).clip(0), code["priority"])
    worker, repeats, visits = facts["worker"].to_numpy(), facts["repeats"].to_numpy(), facts["visits"]
    is_answered = facts["responded"].to_numpy() < NEVER
    return pl.DataFrame(
        {
            "order_id": ids,
            "vendor_id": chosen(world.vendor_ids, world.pair_vendor[pair]),
            "site_id": chosen(world.site_ids, world.pair_site[pair]),
            "service": chosen([service.id for service in SERVICES], code["service"]),
            "kind": chosen(KINDS, code["kind"]),
            "category": chosen(every_category(), code["category"]),
            "priority_at_request": chosen(PRIORITIES, code["priority"]),
            "priority": chosen(PRIORITIES, raised),
            "channel": chosen(CHANNELS, facts["channel"].to_numpy()),
            "shift": chosen(SHIFTS, shift_of(facts["minute"].to_numpy())),
            "asset_id": _assets(facts, world),
            "worker_id": crew.worker_ids.gather(np.where(worker < 0, 0, worker)).set(pl.Series((worker < 0) | ~is_answered), None),
            "outcome": chosen(OUTCOMES, code["outcome"], code["outcome"] >= 0),
            "visits": visits.cast(pl.Int64).set(visits == 0, None),
            "recall_of": ids.gather(np.where(repeats < 0, 0, repeats)).set(pl.Series(repeats < 0), None),
            "cost": facts["cost"].fill_nan(None),
            **{f"{name}_at": _moment(facts, name) for name in ("requested", "responded", "completed", "reopened", "cancelled")},
        }
    )


def _moment(facts: pl.DataFrame, name: str) -> pl.Series:
    minutes = facts[name].to_numpy()
    known = minutes < NEVER
    return moments(np.where(known, minutes, 0), known)


def _assets(facts: pl.DataFrame, world: World) -> pl.Series:
    """Each site has twelve of each kind of equipment; services without equipment have none."""
    categories = every_category()
    words = [
        f"AS-{site}-{category}-{n:02d}"
        for site in world.site_ids
        for category in categories
        for n in range(1, ASSETS_PER_CATEGORY + 1)
    ]
    site, asset = world.pair_site[facts["pair"].to_numpy()].astype("int64"), facts["asset"].to_numpy()
    place = (site * len(categories) + facts["category"].to_numpy()) * ASSETS_PER_CATEGORY + asset
    return chosen(words, place, asset >= 0)


def pauses(facts: pl.DataFrame, ids: pl.Series, timeline: Timeline, rng: np.random.Generator) -> pl.DataFrame:
    """The table `pauses`: inside the order, one after the other; the wait before a reopening is the client's."""
    end = np.minimum.reduce([facts["completed"].to_numpy(), facts["cancelled"].to_numpy(), np.full(len(facts), timeline.now)])
    begin = np.minimum(facts["responded"].to_numpy(), end)
    can_pause = (end - begin >= 40) & (facts["reopened"].to_numpy() == NEVER)
    once = np.flatnonzero(can_pause & (rng.random(len(facts)) < _PAUSED))
    twice = once[rng.random(len(once)) < _PAUSED_TWICE]
    stretches = [_stretch(once, begin, end, (0.05, 0.48), rng), _stretch(twice, begin, end, (0.55, 0.95), rng)]
    every = pl.concat([*(_explained(stretch, rng) for stretch in stretches), _awaiting(facts)]).sort("row", "paused")
    is_open = (end == timeline.now) & (facts["reopened"].to_numpy() == NEVER)
    is_last = every["row"].is_last_distinct().to_numpy()
    is_running = is_open[every["row"].to_numpy()] & is_last & (rng.random(len(every)) < _STILL_PAUSED)
    return every.select(
        order_id=ids.gather(every["row"]),
        reason="reason",
        responsible="responsible",
        paused_at=moments(every["paused"].to_numpy()),
        resumed_at=moments(every["resumed"].to_numpy(), ~is_running),
    )


def _stretch(rows: Array, begin: Array, end: Array, inside: tuple[float, float], rng: np.random.Generator) -> pl.DataFrame:
    """A stretch of some orders' working time, between those shares of it, at least a minute long."""
    length = (end - begin)[rows]
    at = rng.uniform(inside[0], inside[1] - 0.1, len(rows))
    until = at + (inside[1] - at) * rng.beta(1.2, 2.5, len(rows))
    paused = begin[rows] + (at * length).astype("int64")
    resumed = np.maximum(begin[rows] + (until * length).astype("int64"), paused + 1)
    return pl.DataFrame({"row": rows, "paused": paused, "resumed": resumed})


def _explained(stretch: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    why = rng.choice(len(_REASONS), len(stretch), p=_REASON_WEIGHTS)
    return stretch.with_columns(
        reason=chosen([reason for reason, _ in _REASONS], why), responsible=chosen([who for _, who in _REASONS], why)
    )


def _awaiting(facts: pl.DataFrame) -> pl.DataFrame:
    """From the first solution to the reopening, the second half of the time between answer and reopening."""
    again = facts.with_row_index("row").filter((pl.col("reopened") < NEVER) & (pl.col("reopened") - pl.col("responded") >= 2))
    paused = pl.col("responded") + (pl.col("reopened") - pl.col("responded")) // 2
    return again.select(
        pl.col("row").cast(pl.Int64), paused=paused, resumed="reopened", reason=pl.lit(_AWAITING), responsible=pl.lit("client")
    )
