"""What was planted, for tests to find again; written beside the data, never in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import numpy as np
import polars as pl

from assay.simulate import plants
from assay.simulate.drawn import CELL_CATEGORY, CELL_SHIFT
from assay.simulate.services import SERVICES
from assay.simulate.terms import RENEWED_MONTH
from assay.simulate.timeline import Timeline
from assay.simulate.world import CELL_SITE, EASY, EASY_SITES, EXCLUSIVE_SITE, HARD, HARD_SITES, LOOKS_BAD, LOOKS_GOOD, World

Section = dict[str, object]
_CHANCE_MONTHS = range(10, 30)


def planted(
    world: World, timeline: Timeline, facts: pl.DataFrame, lenient: str, size: int, seed: int, truths: str
) -> dict[str, object]:
    """Sections by name. `odds` multiply the odds of failure; months are written 2026-03; ids are those of the tables."""
    company: Section = {"size": size, "seed": seed, "truths": truths, "as_of": timeline.as_of, "orders": len(facts)}
    if not world.is_planted:
        return {"company": company}
    return {
        "company": company,
        **_of_vendors(world, timeline),
        **_of_sites(world),
        **_of_people(lenient),
        **_of_days(),
        "regression_to_the_mean": _by_chance(world, timeline, facts),
    }


def _of_vendors(world: World, timeline: Timeline) -> dict[str, Section]:
    worked_from, renewed_from = timeline.months[plants.WORKED_MONTH], timeline.months[RENEWED_MONTH]
    return {
        "drift": {
            "vendor_id": _vendor(world, "drift"),
            "service": _service(world, "drift"),
            "kpi": "response_on_time",
            "from_month": _month(timeline, plants.DRIFT_MONTH),
            "odds_per_month": plants.DRIFT_ODDS_A_MONTH,
        },
        "cell": {
            "kpi": "completion_on_time",
            "vendor_id": _vendor(world, "cell"),
            "site_id": world.site_ids[CELL_SITE],
            "service": "maintenance",
            "category": CELL_CATEGORY,
            "shift": CELL_SHIFT,
            "from_month": _month(timeline, plants.CELL_MONTH),
            "odds": plants.CELL_ODDS,
        },
        "action_worked": {
            "vendor_id": _vendor(world, "worked"),
            "service": _service(world, "worked"),
            "kpi": "completion_on_time",
            "action_on": worked_from,
            "trigger_month": _month(timeline, plants.WORKED_MONTH - 1),
            "odds": plants.WORKED_ODDS,
        },
        "renewed_agreement": {"vendor_id": _vendor(world, "renewed"), "from": renewed_from},
        "disconnected": {"vendor_id": _vendor(world, "disconnected"), "service": _service(world, "disconnected")},
        "exclusive_site": {
            "vendor_id": _vendor(world, "exclusive"),
            "site_id": world.site_ids[EXCLUSIVE_SITE],
            "service": "maintenance",
        },
    }


def _of_sites(world: World) -> dict[str, Section]:
    kpis = ["response_on_time", "completion_on_time"]
    return {
        "looks_bad": {
            "vendor_id": _vendor(world, "looks_bad"),
            "service": "maintenance",
            "kpis": kpis,
            "odds": float(np.exp(LOOKS_BAD)),
            "sites": [world.site_ids[site] for site in HARD_SITES],
            "sites_odds": float(np.exp(HARD)),
        },
        "looks_good": {
            "vendor_id": _vendor(world, "looks_good"),
            "service": "maintenance",
            "kpis": kpis,
            "odds": float(np.exp(LOOKS_GOOD)),
            "sites": [world.site_ids[site] for site in EASY_SITES],
            "sites_odds": float(np.exp(EASY)),
        },
        "effects": {
            "kpis": kpis,
            "vendor_ids": list(world.vendor_ids),
            "vendor_log_odds": [float(effect) for effect in world.quality],
            "site_ids": list(world.site_ids),
            "site_log_odds": [float(effect) for effect in world.difficulty],
        },
    }


def _of_people(lenient: str) -> dict[str, Section]:
    return {
        "prettified": {"method": "scheduled", "honest_method": "random", "points": plants.ANNOUNCED_POINTS},
        "lenient_assessor": {"inspector_id": lenient, "points": plants.LENIENT_POINTS},
        "unhappy_answer_more": {"csat_at_most": 2, "odds": plants.UNHAPPY_ANSWER_ODDS},
        "expired_certificates": {"kpi": "completion_on_time", "odds": plants.LAPSED_ODDS},
    }


def _of_days() -> dict[str, Section]:
    return {
        "season": {"category": CELL_CATEGORY, "peak_months": [1, 7, 8], "odds_at_peak": plants.SEASON_ODDS},
        "holidays": {"names": ["春节", "国庆节"], "odds": plants.HOLIDAY_ODDS},
    }


def _by_chance(world: World, timeline: Timeline, facts: pl.DataFrame) -> Section:
    """The worst month, against what was to be expected, of a vendor of a large service in which nothing was planted.

    The process is left as it is: the month is chosen because it came out extreme, so what follows it can only look better.
    """
    taken = [place for role, place in world.roles.items() if role not in ("exclusive", "disconnected")]
    large = [place for place, service in enumerate(world.vendor_service) if SERVICES[service].id in ("maintenance", "cleaning")]
    worst = (
        facts.select(
            "late",
            "expected",
            vendor=pl.Series(world.pair_vendor[facts["pair"].to_numpy()]),
            month=pl.Series(timeline.month[facts["day"].to_numpy()]),
        )
        .filter(pl.col("month").is_in(list(_CHANCE_MONTHS)) & pl.col("vendor").is_in(large) & ~pl.col("vendor").is_in(taken))
        .group_by("vendor", "month")
        .agg(
            excess=(pl.col("late").sum() - pl.col("expected").sum()) / (pl.col("expected") * (1 - pl.col("expected"))).sum().sqrt()
        )
        .sort("excess", "vendor", "month", descending=[True, False, False])
        .row(0, named=True)
    )
    return {
        "vendor_id": world.vendor_ids[worst["vendor"]],
        "service": SERVICES[world.vendor_service[worst["vendor"]]].id,
        "kpi": "completion_on_time",
        "trigger_month": _month(timeline, worst["month"]),
        "action_on": timeline.months[worst["month"] + 1],
        "standard_deviations": round(float(worst["excess"]), 2),
        "odds": 1.0,
    }


def _vendor(world: World, role: str) -> str:
    return world.vendor_ids[world.roles[role]]


def _service(world: World, role: str) -> str:
    return SERVICES[world.vendor_service[world.roles[role]]].id


def _month(timeline: Timeline, place: int) -> str:
    return f"{timeline.months[place]:%Y-%m}"


def toml(sections: Mapping[str, object], prefix: str = "") -> str:
    """Nested mappings of text, numbers, flags, dates and lists as TOML. Raises TypeError for anything else."""
    lines: list[str] = []
    for name, section in sections.items():
        if not isinstance(section, Mapping):
            raise TypeError(f"{prefix}{name} is not a section")
        plain = {key: value for key, value in section.items() if not isinstance(value, Mapping)}
        lines += [f"[{prefix}{name}]", *(f"{key} = {_value(value)}" for key, value in plain.items()), ""]
        lines += [toml({key: value for key, value in section.items() if isinstance(value, Mapping)}, f"{prefix}{name}.")]
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    raise TypeError(f"no TOML value for {value!r}")
