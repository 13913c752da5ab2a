"""A service level as settlement reads it. The warehouse makes it, agreements judge by it; neither knows the other."""

from __future__ import annotations

from dataclasses import dataclass


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
