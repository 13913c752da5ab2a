"""What the rows of one agreement promise together: validity that does not overlap, shares of one whole, tiers without gaps.

Each is judged over the rows at the door and those already known; a row at the door stands for the known one of its key.
"""

from __future__ import annotations

from assay import kpis
from assay.checks import Holds, literal
from assay.text import Text

_FOR_EVER = "date '9999-12-31'"
_TINY = "1e-6"


def _all_rows(table: str, key: tuple[str, ...], columns: str) -> str:
    """The rows of the batch, and the known ones that it does not replace."""
    replaced = " and ".join(f"n.{name} = k.{name}" for name in key)
    known = f"select {columns} from known.{table} as k where not exists (select 1 from {{batch}} as n where {replaced})"
    return f"(select {columns} from {{batch}} union all {known})"


KNOWN_KPI = Holds(
    "unknown_kpi",
    f"kpi not in ({', '.join(literal(kpi.id) for kpi in kpis.KPIS)}) and kpi not in (select kpi from known.indicators)",
    Text("kpi 须为指标目录或 indicators 表中的指标", "kpi is in the KPI catalogue or in the indicators table"),
    ("kpi",),
)
_SCOPE = "agreement_id, vendor_id, service, site_id, effective_from, effective_to"
NO_OVERLAP = Holds(
    "overlapping_validity",
    f"exists (select 1 from {_all_rows('agreements', ('agreement_id',), _SCOPE)} as o"
    " where o.agreement_id <> b.agreement_id and o.vendor_id = b.vendor_id and o.service = b.service"
    " and o.site_id is not distinct from b.site_id"
    f" and o.effective_from <= coalesce(b.effective_to, {_FOR_EVER})"
    f" and b.effective_from <= coalesce(o.effective_to, {_FOR_EVER}))",
    Text(
        "同一 vendor_id、service、site_id 的两份协议，effective_from 至 effective_to 不得重叠：请先为另一份协议填写 effective_to",
        "two agreements of one vendor_id, service and site_id do not overlap from effective_from to effective_to: end the other one first",
    ),
    ("vendor_id", "service", "site_id", "effective_from", "effective_to"),
)
MONEY_IS_WHOLE = Holds(
    "money_incomplete",
    "scheme is not null and (monthly_charge is null or at_risk_share is null or (scheme = 'points' and point_share is null))",
    Text(
        "写明 scheme 的协议须有 monthly_charge 与 at_risk_share；按服务分（points）的还须有 point_share",
        "an agreement with a scheme has monthly_charge and at_risk_share; one by points has point_share too",
    ),
    ("scheme", "monthly_charge", "at_risk_share", "point_share"),
    True,
)
BONUS_IS_WHOLE = Holds(
    "bonus_without_target",
    "bonus_share is not null and bonus_target is null",
    Text("有 bonus_share 须有 bonus_target", "a bonus_share has a bonus_target"),
    ("bonus_share", "bonus_target"),
    True,
)
_EARN_BACK = ("earn_back_months", "earn_back_level", "earn_back_share")
EARN_BACK_IS_WHOLE = Holds(
    "earn_back_incomplete",
    f"{' + '.join(f'({name} is null)::int' for name in _EARN_BACK)} in (1, 2)",
    Text("赎回的三列须同时填写或同时为空", "the three columns of earn-back are filled together or empty together"),
    _EARN_BACK,
    True,
)
_SHARED = "level_id, agreement_id, pool_category, pool_share, allocation_share"
ONE_WHOLE = Holds(
    "shares_over_whole",
    "pool_category is not null and (agreement_id, pool_category) in (select (agreement_id, pool_category) from"
    f" {_all_rows('service_levels', ('level_id',), _SHARED)} where pool_category is not null group by agreement_id, pool_category"
    f" having sum(coalesce(allocation_share, 1)) > 1 + {_TINY} or max(pool_share) > min(pool_share) + {_TINY})",
    Text(
        "同一协议、同一 pool_category 的 allocation_share 合计不超过 1（空值按 1 计），且 pool_share 相同",
        "within an agreement and pool_category, allocation_share sums to at most 1 (empty counts as 1) and pool_share is one",
    ),
    ("agreement_id", "pool_category", "pool_share", "allocation_share"),
)

_STEPS = (
    "select t.level_id, ceil(t.from_value * power(10, l.decimals) - 1e-6) as first,"
    " floor(t.to_value * power(10, l.decimals) + 1e-6) as last"
    f" from {_all_rows('level_tiers', ('level_id', 'points'), 'level_id, from_value, to_value')} as t"
    " join known.service_levels as l on l.level_id = t.level_id where l.decimals is not null"
)
"""The tiers in steps of the precision to which the level's result is rounded: the first and the last step that each covers."""
_NEIGHBOURS = (
    "select level_id, first, last, lag(last) over by_value as below,"
    " row_number() over by_value = 1 as is_lowest, row_number() over by_value = count(*) over (partition by level_id) as is_highest"
    f" from ({_STEPS}) window by_value as (partition by level_id order by first nulls first, last nulls last)"
)


def _in_a_level_where(condition: str) -> str:
    return f"level_id in (select level_id from ({_NEIGHBOURS}) where {condition})"


_TIER = ("level_id", "from_value", "to_value")
NO_GAPS = Holds(
    "tiers_leave_gap",
    _in_a_level_where("(is_lowest and first is not null) or (is_highest and last is not null) or first > below + 1"),
    Text(
        "同一 level_id 的分档须首尾相接（按该等级的 decimals 判断）：最低档 from_value 为空，最高档 to_value 为空，中间不留空隙",
        "the tiers of a level_id adjoin, at the decimals of the level: the lowest has no from_value, the highest no to_value, nothing between is uncovered",
    ),
    _TIER,
)
NO_DOUBLE_TIERS = Holds(
    "tiers_overlap",
    _in_a_level_where("not is_lowest and (first is null or below is null or first <= below)"),
    Text(
        "同一 level_id 的分档互不重叠（按该等级的 decimals 判断）：一个结果只落在一档",
        "the tiers of a level_id do not overlap, at the decimals of the level: a result falls into one tier",
    ),
    _TIER,
)
TIER_UPRIGHT = Holds(
    "tier_upside_down",
    "to_value < from_value",
    Text("to_value 不小于 from_value", "to_value is at least from_value"),
    ("from_value", "to_value"),
    True,
)
TIERS_NEED_DECIMALS = Holds(
    "tiers_need_decimals",
    "level_id in (select level_id from known.service_levels where decimals is null)",
    Text("有分档的等级须在 service_levels 中写明 decimals", "a level with tiers states its decimals in service_levels"),
    ("level_id",),
)
