"""What was agreed, as settlement reads it. The warehouse makes it, agreements judge by it; neither knows the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Scheme = Literal["pool", "points"]


@dataclass(frozen=True, slots=True)
class Level:
    """One row of service_levels with the vendor and service of its agreement; target and minimum in the KPI's unit."""

    level_id: str
    vendor_id: str
    service: str
    kpi: str
    target: float
    site_id: str | None = None
    priority: str | None = None
    clock_minutes: float | None = None
    minimum: float | None = None
    decimals: int | None = None
    rounding: str | None = None
    agreement_id: str | None = None
    weight: float | None = None
    pool_category: str | None = None
    pool_share: float | None = None
    allocation_share: float | None = None
    incident_group: str | None = None
    repeat_multiplier: float | None = None
    earn_back_months: int | None = None
    earn_back_level: float | None = None
    earn_back_share: float | None = None
    bonus_target: float | None = None
    bonus_share: float | None = None

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What stays the same when an agreement is renewed: by it a level is found again in the months before."""
        return (self.service, self.site_id, self.kpi, self.priority)


@dataclass(frozen=True, slots=True)
class Tier:
    """The points of a settled result from `from_value` to `to_value`, both included; None is open on that side."""

    from_value: float | None
    to_value: float | None
    points: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """One row of agreements with its levels, and the tiers of those that have any by level_id. Both days are in force."""

    agreement_id: str
    vendor_id: str
    service: str
    effective_from: date
    effective_to: date | None = None
    site_id: str | None = None
    calendar_id: str | None = None
    monthly_charge: float | None = None
    at_risk_share: float | None = None
    scheme: Scheme | None = None
    point_share: float | None = None
    levels: tuple[Level, ...] = ()
    tiers: Mapping[str, tuple[Tier, ...]] = field(default_factory=dict)
