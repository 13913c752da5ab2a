"""What the simulated vendors signed, and the calendars behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from assay.contracts import contract
from assay.contracts.schema import polars_schema
from assay.simulate.names import HOLIDAYS
from assay.simulate.services import PRIORITIES, SERVICES, Service
from assay.simulate.timeline import Timeline, exceptions
from assay.simulate.world import World

_FIRST = date(2023, 1, 1)
RENEWED_MONTH, RENEWED_CLOCK = 18, 0.8
_CHARGE = 5_600_000.0
_RESPONSE = {"urgent": 80.0, "high": 90.0, "normal": 95.0, "low": 88.0}
_COMPLETION = {"urgent": 78.0, "high": 88.0, "normal": 92.0, "low": 86.0}
_WEIGHTS = {"urgent": 2.0, "high": 1.5, "normal": 1.5, "low": 0.5}
_BY_POINTS, _POINTS_VENDOR = ("security", "call_centre"), 2
_BY_CATEGORY = ("maintenance", "cleaning")
_CATEGORIES = {
    "response_on_time": "timeliness",
    "completion_on_time": "timeliness",
    "clearance_rate": "quality",
    "inspection_pass_rate": "quality",
    "csat_top2_share": "voice",
    "complaint_reply_on_time": "voice",
}
_POINT_SHARE = 0.005
_TIERS = ((0.0, None, 0.0), (1.0, 0.1, 1.0), (2.0, 1.1, 2.0), (3.0, 2.1, 3.0), (None, 3.1, 4.0))
"""How far below the target a tier begins and ends, at one decimal, and its points."""
Level = dict[str, object]


def _frame(table: str, rows: list[Level]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(contract(table).given))


def calendars() -> pl.DataFrame:
    """The table `calendars`: round the clock, and office hours with a lunch break."""
    hours = {"CN-247": (range(1, 8), (("00:00", "24:00"),)), "CN-OFFICE": (range(1, 6), (("08:00", "12:00"), ("13:00", "18:00")))}
    return _frame(
        "calendars",
        [
            {"calendar_id": id_, "effective_from": _FIRST, "weekday": weekday, "opens": opens, "closes": closes}
            for id_, (weekdays, stretches) in hours.items()
            for weekday in weekdays
            for opens, closes in stretches
        ],
    )


def calendar_days(timeline: Timeline) -> pl.DataFrame:
    """The table `calendar_days`: public holidays off, make-up workdays on. A make-up workday at a weekend works Friday's hours."""
    return _frame(
        "calendar_days",
        [
            {
                "calendar_id": "CN-OFFICE",
                "day_on": day,
                "is_working": is_worked,
                "as_weekday": 5 if is_worked else None,
                "name": HOLIDAYS.get(name, name) + ("调休上班" if is_worked else ""),
            }
            for day, name, is_worked in exceptions(timeline)
        ],
    )


def agreements(world: World, timeline: Timeline) -> pl.DataFrame:
    """The table `agreements`: one a vendor, two for the one that renewed."""
    return _frame("agreements", [row for vendor in range(len(world.vendor_ids)) for row in _versions(world, timeline, vendor)])


def _versions(world: World, timeline: Timeline, vendor: int) -> Iterator[Level]:
    service = SERVICES[world.vendor_service[vendor]]
    weight = float(world.pair_weight[world.pair_vendor == vendor].sum())
    base: Level = {
        "agreement_id": _agreement_id(world, vendor, 1),
        "vendor_id": world.vendor_ids[vendor],
        "service": service.id,
        "calendar_id": service.calendar_id,
        "monthly_charge": round(weight * _CHARGE, -3),
        "at_risk_share": 0.1,
        **({"scheme": "points", "point_share": _POINT_SHARE} if _is_by_points(world, vendor) else {"scheme": "pool"}),
        "effective_from": _FIRST,
    }
    if vendor != world.roles.get("renewed"):
        yield base
        return
    renewed = timeline.months[RENEWED_MONTH]
    yield {**base, "effective_to": renewed - timedelta(days=1)}
    yield {**base, "agreement_id": _agreement_id(world, vendor, 2), "effective_from": renewed}


def _agreement_id(world: World, vendor: int, version: int) -> str:
    return f"AG-{world.vendor_ids[vendor]}-{version}"


def service_levels(world: World) -> pl.DataFrame:
    """The table `service_levels`. The renewed agreement asks for quicker responses and one point more."""
    return _frame("service_levels", [level for vendor, version in _signed(world) for level in _levels(world, vendor, version)])


def level_tiers(world: World) -> pl.DataFrame:
    """The table `level_tiers`: what a result below its target costs under the agreements by points."""
    by_points = [(vendor, version) for vendor, version in _signed(world) if _is_by_points(world, vendor)]
    levels = [level for vendor, version in by_points for level in _levels(world, vendor, version)]
    return _frame("level_tiers", [tier for level in levels for tier in _tiers(level)])


def _signed(world: World) -> list[tuple[int, int]]:
    """Vendor and version of every agreement."""
    renewed = [(world.roles["renewed"], 2)] if "renewed" in world.roles else []
    return [(vendor, 1) for vendor in range(len(world.vendor_ids))] + renewed


def _is_by_points(world: World, vendor: int) -> bool:
    """Two services by points, and one vendor of maintenance."""
    return vendor == _POINTS_VENDOR or SERVICES[world.vendor_service[vendor]].id in _BY_POINTS


def _tiers(level: Level) -> Iterator[Level]:
    target = float(str(level["target"]))
    for lower, upper, points in _TIERS:
        yield {
            "level_id": level["level_id"],
            "from_value": None if lower is None else round(target - lower, 1),
            "to_value": None if upper is None else round(target - upper, 1),
            "points": points,
        }


def _levels(world: World, vendor: int, version: int) -> list[Level]:
    service = SERVICES[world.vendor_service[vendor]]
    listed = [*_clocks(service, version), *_results(service, version)]
    agreement_id = _agreement_id(world, vendor, version)
    return [
        {
            "level_id": f"{agreement_id}-{number:02d}",
            "agreement_id": agreement_id,
            "decimals": 1,
            "rounding": "half_up",
            **({"repeat_multiplier": 2.0} if _is_by_points(world, vendor) else _shares(service, level, listed)),
            **level,
        }
        for number, level in enumerate(listed, 1)
    ]


def _shares(service: Service, level: Level, listed: list[Level]) -> Level:
    """What a miss costs from the pool: a share of a category's share, or a share of the whole."""
    whole = _weight(listed)
    if service.id not in _BY_CATEGORY:
        return {"pool_share": _down(_weight([level]) / whole)}
    category = _CATEGORIES[str(level["kpi"])]
    of_category = _weight([one for one in listed if _CATEGORIES[str(one["kpi"])] == category])
    shares = {"pool_share": _down(of_category / whole), "allocation_share": _down(_weight([level]) / of_category)}
    return {"pool_category": category, **shares}


def _weight(levels: list[Level]) -> float:
    return sum(float(str(level["weight"])) for level in levels)


def _down(share: float) -> float:
    """Three decimals, never up: the shares of a whole must not sum to more than it."""
    return int(share * 1000 + 1e-9) / 1000


def _clocks(service: Service, version: int) -> Iterator[Level]:
    """Response and completion by priority. One late order costs once: its response and completion share an incident group."""
    quicker = RENEWED_CLOCK if version == 2 else 1.0
    for place, priority in enumerate(PRIORITIES):
        common: Level = {"priority": priority, "weight": _WEIGHTS[priority], "incident_group": f"late_{priority}"}
        yield {
            "kpi": "response_on_time",
            "clock_minutes": round(service.response[place] * quicker, 1),
            **common,
            **_target(_RESPONSE[priority] + version - 1),
            "earn_back_months": 3,
            "earn_back_share": 0.5,
            "earn_back_level": _RESPONSE[priority] + 2.0,
        }
        yield {
            "kpi": "completion_on_time",
            "clock_minutes": float(service.completion[place]),
            **common,
            **_target(_COMPLETION[priority]),
        }


def _results(service: Service, version: int) -> Iterator[Level]:
    if service.id == "maintenance":
        yield {
            "kpi": "clearance_rate",
            "recall_days": 30,
            "weight": 3.0,
            **_target(95.0 + version - 1),
            "bonus_target": 99.0,
            "bonus_share": 0.01,
        }
    yield {"kpi": "inspection_pass_rate", "weight": 1.5, **_target(75.0)}
    yield {"kpi": "csat_top2_share", "weight": 1.0, **_target(60.0)}
    yield {"kpi": "complaint_reply_on_time", "clock_minutes": 2880.0, "weight": 0.5, **_target(75.0)}


def _target(target: float) -> Level:
    """The target, and the minimum five points below."""
    return {"target": target, "minimum": target - 5.0}
