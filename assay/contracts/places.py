"""Who serves, and where."""

from __future__ import annotations

from assay.checks import Holds, Matches
from assay.contracts.column import Column, Contract, identifier
from assay.text import Text

_ZONE = Holds(
    "known_zone",
    "time_zone not in (select name from pg_timezone_names())",
    Text("time_zone 须为 IANA 时区名，例如 Asia/Shanghai", "time_zone is an IANA name such as Asia/Shanghai"),
    ("time_zone",),
)
_ID = Matches(r"^\S+$", Text("不含空格的编号", "an id without spaces"))

VENDORS = Contract(
    "vendors",
    Text("供应商", "Vendors"),
    Text("为公司提供外包服务的单位，每家一行。", "Companies that supply outsourced labour, one row each."),
    (
        identifier("vendor_id", Text("供应商编号", "Vendor id"), checks=(_ID,), dimension=True),
        Column("name", "text", Text("供应商名称", "Name"), required=True),
        Column("peer_group", "text", Text("可比组：只在组内比较", "Vendors compared with one another"), is_dimension=True),
    ),
    ("vendor_id",),
)
SITES = Contract(
    "sites",
    Text("站点", "Sites"),
    Text("接受服务的地点，每处一行。", "Places that are served, one row each."),
    (
        identifier("site_id", Text("站点编号", "Site id"), checks=(_ID,), dimension=True),
        Column("name", "text", Text("站点名称", "Name"), required=True),
        Column("region", "text", Text("区域", "Region"), is_dimension=True),
        Column("time_zone", "text", Text("时区（IANA 名称）", "Time zone (IANA name)"), required=True),
    ),
    ("site_id",),
    rules=(_ZONE,),
)
PLACES = (VENDORS, SITES)
