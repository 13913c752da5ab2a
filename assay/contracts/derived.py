"""Tables that are computed from sources: stocks that became rows, and the days that carry their periods."""

from __future__ import annotations

from assay.contracts.column import Column, Contract
from assay.contracts.vocabulary import KINDS, PRIORITIES, SERVICES
from assay.text import Text

_DAYS = Text("天", "days")
_VENDOR = Column("vendor_id", "text", Text("供应商", "Vendor"), required=True, is_dimension=True)
_SITE = Column("site_id", "text", Text("站点", "Site"), required=True, is_dimension=True)
_SERVICE = Column("service", "text", Text("服务类别", "Service"), required=True, words=SERVICES, is_dimension=True)

DAYS = Contract(
    "days",
    Text("日期", "Days"),
    Text("每个日期所属的周、月、季度，以及是否节假日或调休上班。", "The week, month and quarter of each date; holidays and make-up workdays."),
    (
        Column("day_on", "date", Text("日期", "Date"), required=True),
        Column("day", "text", Text("日，例如 2026-10-05", "Day, as in 2026-10-05"), required=True),
        Column("week", "text", Text("ISO 周，例如 2026-W41", "ISO week, as in 2026-W41"), required=True),
        Column("month", "text", Text("月，例如 2026-10", "Month, as in 2026-10"), required=True),
        Column("quarter", "text", Text("季度，例如 2026-Q4", "Quarter, as in 2026-Q4"), required=True),
        Column("is_holiday", "flag", Text("放假（日历例外）", "Holiday by a calendar exception"), required=True),
        Column("is_makeup_workday", "flag", Text("调休上班", "Make-up workday"), required=True),
    ),
    ("day_on",),
    kind="derived",
)
OPEN_ORDERS = Contract(
    "open_orders",
    Text("月末未完工单", "Orders open at a month end"),
    Text("每个月末仍未完成的工单，一单一行。", "One row per order that was open at the end of a month."),
    (
        Column("order_id", "text", Text("工单号", "Order"), required=True),
        _VENDOR, _SITE, _SERVICE,
        Column("kind", "text", Text("工单类型", "Kind"), words=KINDS, is_dimension=True),
        Column("category", "text", Text("类别", "Category"), is_dimension=True),
        Column("priority_at_request", "text", Text("报单优先级", "Priority at request"), words=PRIORITIES, is_dimension=True),
        Column("age_days", "integer", Text("已开天数", "Age"), unit=_DAYS),
        Column("is_overdue", "flag", Text("已超完成期限", "Past its completion deadline")),
        Column("snapshot_on", "date", Text("月末日", "Month end"), required=True),
    ),
    ("order_id", "snapshot_on"),
    kind="derived",
)
STAFF_MONTHS = Contract(
    "staff_months",
    Text("人月", "Staff months"),
    Text("每人每月一行：在岗天数、持证天数、是否离岗。", "One row per worker and month: days employed, days certified, whether they left."),
    (
        Column("worker_id", "text", Text("人员化名", "Pseudonym"), required=True),
        _VENDOR, _SITE, _SERVICE,
        Column("role", "text", Text("岗位", "Role"), is_dimension=True),
        Column("days_employed", "integer", Text("在岗天数", "Days employed"), required=True, unit=_DAYS),
        Column("certified_days", "integer", Text("持齐证书的天数", "Days with every required course valid"), unit=_DAYS),
        Column("has_left", "flag", Text("当月离岗", "Left in the month"), required=True),
        Column("month_on", "date", Text("月初日", "First day of the month"), required=True),
    ),
    ("worker_id", "month_on"),
    kind="derived",
)
DERIVED = (DAYS, OPEN_ORDERS, STAFF_MONTHS)
