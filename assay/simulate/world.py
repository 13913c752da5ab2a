"""Who serves where, how much, how well: the skeleton that all tables of a simulated company hang on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from assay.simulate import names
from assay.simulate.services import SERVICES, code
from assay.simulate.timeline import ZONES, Array

Truths = Literal["all", "none", "identical"]

VENDORS_OF = {"maintenance": 8, "cleaning": 8, "security": 3, "logistics": 3, "call_centre": 2}
SITES = 30
IDENTICAL_VENDORS = 12
HARD_SITES, EASY_SITES = tuple(range(6)), tuple(range(6, 12))
CELL_SITE, ABROAD, EXCLUSIVE_SITE = 12, (27, 28), 29
HARD, EASY = 1.1, -1.0
LOOKS_BAD, LOOKS_GOOD = -0.45, 0.50
_VENDOR_SPREAD, _SITE_SPREAD = 0.22, 0.18
_AT_HOME = 0.85
_CELL_SITE_VOLUME = 2.0  # so that the planted cell has something to be compared with at its own site


@dataclass(frozen=True, slots=True)
class World:
    """Vendors, sites and the pairs of them that exist. Vendor and site are places in the arrays; ids are dealt at random.

    `quality` and `difficulty` add to the log-odds of every failure (higher is worse). `roles` names the vendors and sites that
    carry a planted truth. `pair_weight` sums to 1 over all pairs.
    """

    vendor_ids: tuple[str, ...]
    vendor_names: tuple[str, ...]
    vendor_service: Array
    quality: Array
    site_ids: tuple[str, ...]
    site_names: tuple[str, ...]
    regions: tuple[str, ...]
    zone: Array
    difficulty: Array
    pair_vendor: Array
    pair_site: Array
    pair_weight: Array
    roles: Mapping[str, int]
    is_planted: bool

    @property
    def pair_service(self) -> Array:
        return self.vendor_service[self.pair_vendor]

    def pairs_of(self, service: str) -> Array:
        """The places of the pairs in which a vendor of that service works."""
        return np.flatnonzero(self.pair_service == code(service))


def world(truths: Truths, rng: np.random.Generator) -> World:
    """The skeleton for a seed: the same structure each time, ids, names and sizes dealt anew."""
    vendors = {"maintenance": IDENTICAL_VENDORS} if truths == "identical" else VENDORS_OF
    service = np.repeat([code(name) for name in vendors], list(vendors.values()))
    pairs = _identical_pairs() if truths == "identical" else _pairs()
    roles = {} if truths == "identical" else _roles(rng)
    vendor, site = np.array([v for v, _ in pairs]), np.array([s for _, s in pairs])
    site_names, regions, zone = _places(rng)
    weight = _identical_weights(vendor) if truths == "identical" else _weights(vendor, site, service, rng)
    quality, difficulty = _effects(len(service), roles, rng)
    planted = truths == "all"
    return World(
        _ids("V", len(service), rng),
        _vendor_names(vendors, rng),
        service,
        quality * planted,
        _ids("S", SITES, rng),
        site_names,
        regions,
        zone,
        difficulty * planted,
        vendor,
        site,
        weight,
        roles,
        planted,
    )


def _ids(letter: str, count: int, rng: np.random.Generator) -> tuple[str, ...]:
    return tuple(f"{letter}{number:02d}" for number in rng.permutation(count) + 1)


def _vendor_names(vendors: Mapping[str, int], rng: np.random.Generator) -> tuple[str, ...]:
    listed = {service: names.VENDORS[service] for service in vendors}
    if vendors["maintenance"] > len(names.VENDORS["maintenance"]):
        listed["maintenance"] = tuple(
            f"{name[:2]}{part}{name[2:]}" for part in ("第一", "第二") for name in names.VENDORS["maintenance"]
        )
    dealt = (rng.permutation(np.array(listed[service]))[:count] for service, count in vendors.items())
    return tuple(str(name) for group in dealt for name in group)


def _places(rng: np.random.Generator) -> tuple[tuple[str, ...], tuple[str, ...], Array]:
    """Names, regions and zones of the sites; those abroad have their places, the others are dealt."""
    order = rng.permutation(len(names.SITES)).tolist()
    at_home = [(*names.SITES[i], ZONES[0]) for i in order]
    places = [*at_home[: ABROAD[0]], *names.SITES_ABROAD, *at_home[ABROAD[0] :]]
    title, region, zone = zip(*places, strict=True)
    return title, region, np.array([ZONES.index(name) for name in zone])


def _large(first: int, count: int, sites: range) -> list[tuple[int, int]]:
    """Two vendors of `count` at each site, in changing company, so that all are connected."""
    return [(first + j, s) for s in sites for j in (s % count, (s + 1 + s // count) % count)]


def _maintenance() -> list[tuple[int, int]]:
    """Six ordinary vendors, one that works mostly at hard sites, one mostly at easy ones; the last site has one vendor only."""
    hard = [(6, s) for s in (*HARD_SITES, 13, 14)]
    easy = [(7, s) for s in (*EASY_SITES, 15, 16)]
    return [*_large(0, 6, range(EXCLUSIVE_SITE)), (5, EXCLUSIVE_SITE), *hard, *easy]


def _pairs() -> list[tuple[int, int]]:
    """All pairs of the five services. The third logistics vendor shares no site with the other two."""
    security = [(16 + v, s) for v, sites in enumerate((range(0, 10), range(7, 18), range(15, 24))) for s in sites]
    logistics = [(19 + v, s) for v, sites in enumerate((range(2, 12), range(8, 18), range(21, 27))) for s in sites]
    calls = [(22 + v, s) for v, sites in enumerate((range(0, 24, 4), range(0, 30, 6))) for s in sites]
    return [*_maintenance(), *_large(8, 8, range(SITES)), *security, *logistics, *calls]


def _identical_pairs() -> list[tuple[int, int]]:
    """A third of the sites each, and two more that tie the thirds together."""
    shared = {vendor: (7 * vendor % SITES, (7 * vendor + 1) % SITES) for vendor in range(IDENTICAL_VENDORS)}
    return [(v, s) for v in range(IDENTICAL_VENDORS) for s in range(SITES) if (s + v) % 3 == 0 or s in shared[v]]


def _identical_weights(vendor: Array) -> Array:
    """The largest vendor has ten times the orders of the smallest."""
    size = np.geomspace(40, 400, IDENTICAL_VENDORS)
    weight = (size / np.bincount(vendor))[vendor]
    return weight / weight.sum()


def _weights(vendor: Array, site: Array, service: Array, rng: np.random.Generator) -> Array:
    """Uneven volumes: services by their share, vendors and sites by chance, the Simpson pair mostly at home."""
    busy = rng.lognormal(0.0, 0.45, SITES)
    busy[CELL_SITE] = _CELL_SITE_VOLUME
    raw = busy[site] * rng.uniform(0.7, 1.4, len(vendor))
    home = ((vendor == 6) & (site < 6)) | ((vendor == 7) & (site >= 6) & (site < 12))
    away = np.isin(vendor, (6, 7)) & ~home
    for group, share in ((home, _AT_HOME), (away, 1 - _AT_HOME)):
        raw[group] *= share / np.bincount(vendor, raw * group)[vendor[group]]
    size = rng.permutation(np.geomspace(0.6, 1.7, len(service)))
    within = raw / np.bincount(vendor, raw)[vendor] * size[vendor]
    share = np.array([declared.share for declared in SERVICES])[service[vendor]]
    return within / np.bincount(service[vendor], within)[service[vendor]] * share


def _effects(vendors: int, roles: Mapping[str, int], rng: np.random.Generator) -> tuple[Array, Array]:
    quality = rng.normal(0.0, _VENDOR_SPREAD, vendors).clip(-0.3, 0.3)
    difficulty = rng.normal(0.0, _SITE_SPREAD, SITES).clip(-0.35, 0.35)
    difficulty[list(HARD_SITES)], difficulty[list(EASY_SITES)] = HARD, EASY
    for role, effect in (("looks_bad", LOOKS_BAD), ("looks_good", LOOKS_GOOD), ("cell", 0.0), ("drift", 0.0), ("worked", 0.0)):
        if role in roles:
            quality[roles[role]] = effect
    difficulty[CELL_SITE] = 0.0
    return quality, difficulty


def _roles(rng: np.random.Generator) -> dict[str, int]:
    """Which vendor carries which truth: dealt among those whose place allows it."""
    drift, worked, renewed = (int(v) for v in rng.permutation(np.arange(8, 16))[:3])
    cell = CELL_SITE % 6
    return {
        "looks_bad": 6,
        "looks_good": 7,
        "cell": cell,
        "drift": drift,
        "worked": worked,
        "renewed": renewed,
        "exclusive": 5,
        "disconnected": 21,
    }


def vendors(world: World) -> pl.DataFrame:
    """The table `vendors`; peers are the vendors of one service."""
    peers = [SERVICES[service].id for service in world.vendor_service]
    frame = pl.DataFrame({"vendor_id": world.vendor_ids, "name": world.vendor_names, "peer_group": peers})
    return frame.sort("vendor_id")


def sites(world: World) -> pl.DataFrame:
    """The table `sites`."""
    zones = [ZONES[zone] for zone in world.zone]
    frame = pl.DataFrame({"site_id": world.site_ids, "name": world.site_names, "region": world.regions, "time_zone": zones})
    return frame.sort("site_id")
