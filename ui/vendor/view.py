"""The page *Vendor* and the address: whose card, of which month."""

from __future__ import annotations

from assay.kpis import Kpi
from ui import warehouse
from ui.causes import view as causes_view
from ui.orders import view as orders_view
from ui.reading import Reading
from ui.trends import view as trends_view

_WHOLE = {"services": None, "sites": None}
"""A card is about all services and sites of its vendor, so its links take those filters off."""


def vendors(now: Reading) -> dict[str, str]:
    """Names by id of all vendors in scope, by name."""
    return warehouse.vendors(now.version, now.scope)


def vendor(now: Reading) -> str | None:
    """Whose card it is: the first of the filter, else the first by name; None where the scope sees no vendor."""
    known = vendors(now)
    asked = (one for one in now.view.get("vendors", ()) if one in known)
    return next(asked, next(iter(known), None))


def of_series(kpi: str, vendor_id: str) -> str:
    """The link to the control chart of one KPI of the vendor."""
    return trends_view.of_series(kpi, vendor_id, grain="month", across="vendor_id", vendors=vendor_id, **_WHOLE)


def of_site(kpi: str, vendor_id: str, service: str | None, site_id: str) -> str:
    """The link to the control chart of the vendor at one site."""
    narrowed = {"vendors": vendor_id, "services": service, "sites": None}
    return trends_view.of_series(kpi, site_id, grain="month", across="site_id", **narrowed)


def of_causes(kpi: Kpi, label: str, vendor_id: str, now: Reading) -> str | None:
    """The link to why a KPI of the vendor moved in a month; None where nothing can be looked into."""
    if not causes_view.is_offered(kpi.id, now):
        return None
    return causes_view.of_kpi(kpi.id, period=label, vendors=vendor_id, **_WHOLE)


def of_figure(kpi: Kpi, sum_: str, label: str, vendor_id: str) -> str | None:
    """The link to the orders of the vendor that a sum of the KPI counts in a month."""
    return orders_view.of_figure(kpi, sum_, period=label, vendors=vendor_id, **_WHOLE)
