"""The tables `orders` and `pauses`."""

from __future__ import annotations

import numpy as np
import polars as pl

from assay.simulate import course
from assay.simulate.course import Gone
from assay.simulate.drawn import ASSETS_PER_CATEGORY, drawn, placed, shift_of
from assay.simulate.people import Crew
from assay.simulate.services import CHANNELS, KINDS, OUTCOMES, PRIORITIES, SERVICES, SHIFTS, every_category
from assay.simulate.timeline import Timeline, chosen, moments, numbered
from assay.simulate.waits import reason, responsible
from assay.simulate.working import NEVER, working_time
from assay.simulate.world import World

_RAISED = 0.03


def facts(
    world: World, timeline: Timeline, crew: Crew, size: int, rng: np.random.Generator, waiting: np.random.Generator
) -> Gone:
    """All orders as codes and minutes, recalls included, in the order of their requests; row n is order number n + 1."""
    hours = working_time(timeline)
    first = course.gone(drawn(world, timeline, crew, round(size * 0.992), rng), world, timeline, crew, hours, rng, waiting)
    asked = course.recalls(first.rows, world, timeline, rng)
    again = course.gone(placed(asked, world, timeline, crew, rng), world, timeline, crew, hours, rng, waiting)
    columns = first.rows.columns
    both = pl.concat([first.rows.with_columns(repeats=pl.lit(-1, pl.Int64)), again.rows.select(*columns, "repeats")])
    order = both["requested"].arg_sort()
    number = pl.Series(np.argsort(order.to_numpy()))
    repeats = pl.when(pl.col("repeats") >= 0).then(number.gather(both["repeats"].clip(0)))
    waits = pl.concat([first.waits, again.waits.with_columns(pl.col("row") + len(first.rows))])
    return Gone(
        both.with_columns(repeats=repeats.otherwise(-1))[order],
        waits.with_columns(row=number.gather(waits["row"])).sort("row", "paused"),
    )


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


def pauses(waits: pl.DataFrame, ids: pl.Series, timeline: Timeline) -> pl.DataFrame:
    """The table `pauses`: inside the order, one after the other; the wait before a reopening is the client's."""
    resumed, why = waits["resumed"].to_numpy(), waits["why"].to_numpy()
    return pl.DataFrame(
        {
            "order_id": ids.gather(waits["row"]),
            "reason": reason(why),
            "responsible": responsible(why),
            "paused_at": moments(waits["paused"].to_numpy()),
            "resumed_at": moments(resumed, resumed <= timeline.now),
        }
    )
