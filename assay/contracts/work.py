"""The work itself: orders, and the times at which their clocks stood still."""

from __future__ import annotations

from assay.checks import Between, Holds, Known, NotBefore, OneOf
from assay.contracts.column import Column, Contract, identifier
from assay.contracts.terms import MINUTES, MONEY
from assay.contracts.vocabulary import (
    CERTIFICATES,
    CHANNELS,
    KINDS,
    OUTCOMES,
    PRIORITIES,
    RESPONSIBLE,
    SERVICES,
    SHIFTS,
    STATES,
    TENURES,
    TRAININGS,
)
from assay.text import Text

VENDOR = identifier("vendor_id", Text("供应商", "Vendor"), checks=(Known("vendors", "vendor_id"),), dimension=True)
SITE = identifier("site_id", Text("站点", "Site"), checks=(Known("sites", "site_id"),), dimension=True)
SERVICE = Column("service", "text", Text("服务类别", "Service"), required=True, words=SERVICES, is_dimension=True)
DERIVED_VENDOR = Column("vendor_id", "text", Text("供应商", "Vendor"), is_dimension=True, is_derived=True)
DERIVED_SITE = Column("site_id", "text", Text("站点", "Site"), is_dimension=True, is_derived=True)
DERIVED_SERVICE = Column("service", "text", Text("服务类别", "Service"), words=SERVICES, is_dimension=True, is_derived=True)
WORKER_OF_VENDOR = Holds(
    "worker_of_another_vendor",
    "worker_id in (select worker_id from known.staff) and (worker_id, vendor_id) not in (select worker_id, vendor_id from known.staff)",
    Text("worker_id 须是该供应商的人员", "worker_id works for that vendor"),
    ("worker_id", "vendor_id"),
)


OUTSIDE_ITS_ORDER = Holds(
    "outside_its_order",
    "exists (select 1 from known.orders as o where o.order_id = b.order_id and (b.paused_at < o.requested_at"
    " or b.paused_at > o.cancelled_at or (b.paused_at > o.completed_at and coalesce(o.reopened_at < o.completed_at, true))))",
    Text("paused_at 须在工单报单之后、完成或取消之前", "paused_at lies between the order's request and its completion or cancellation"),
    ("order_id", "paused_at"),
)
OVERLAPS_ANOTHER = Holds(
    "overlaps_another",
    # Only sound pauses of known orders are judged: the others are refused for what is wrong with them, and for that alone.
    "b.order_id in (select order_id from known.orders) and coalesce(b.resumed_at >= b.paused_at, true) and exists (select 1"
    " from {batch} as o where o.order_id = b.order_id and o.paused_at < b.paused_at and coalesce(o.resumed_at > b.paused_at, true))",
    Text("同一文件内，同一工单的暂停不得重叠：paused_at 不早于前一次的恢复时间，前一次须已恢复",
         "within a file the pauses of an order do not overlap: paused_at is not before the end of an earlier one, which has ended"),
    ("order_id", "paused_at", "resumed_at"),
)


def derived(name: str, type_: str, text: Text, **more: object) -> Column:
    return Column(name, type_, text, is_derived=True, **more)  # type: ignore[arg-type]


def clocked(what: str, text: Text) -> tuple[Column, ...]:
    """The derived columns of one clock: target, deadline, elapsed time, state. Minutes are working minutes without the pauses that are
    not the vendor's."""
    return (
        derived(f"{what}_target_minutes", "number", Text(f"{text.zh}时限", f"Agreed time to {text.en}"), unit=MINUTES),
        derived(f"{what}_minutes", "number", Text(f"{text.zh}用时", f"Time to {text.en}"), unit=MINUTES),
        derived(f"{what}_running_minutes", "number", Text(f"{text.zh}已计时（尚未停止）", f"Time to {text.en} so far, while it runs"),
                unit=MINUTES),
        derived(f"{what}_log_minutes", "number", Text(f"{text.zh}用时的自然对数", f"Natural logarithm of the time to {text.en}")),
        derived(f"{what}_deadline_at", "moment", Text(f"{text.zh}期限", f"Deadline to {text.en}")),
        derived(f"{what}_deadline_on", "date", Text(f"{text.zh}期限（当地日期）", f"Local day of the deadline to {text.en}")),
        derived(f"{what}_state", "text", Text(f"{text.zh}状态", f"State of the time to {text.en}"), words=STATES),
    )


OF_THE_WORKER = (
    derived("worker_tenure", "text", Text(
        "作业人员司龄；响应当日，尚未派人或人员不明的为空",
        "Worker's tenure; on the day of the response, empty while nobody was sent or where the worker is unknown",
    ), words=TENURES, is_dimension=True),
    derived("worker_certificate", "text", Text(
        "作业人员证书；响应当日，尚未派人或人员不明的为空",
        "Worker's certificates; on the day of the response, empty while nobody was sent or where the worker is unknown",
    ), words=CERTIFICATES, is_dimension=True),
    derived("worker_training", "text", Text(
        "作业人员近一年培训；响应日之前 365 天，尚未派人、人员或课时不明的为空",
        "Worker's training within a year; the 365 days before the day of the response, empty while nobody was sent or where the worker"
        " or the hours are unknown",
    ), words=TRAININGS, is_dimension=True),
)
"""Classes of the worker sent, never who it was: there are far fewer of them than workers."""

ORDERS = Contract(
    "orders",
    Text("工单", "Orders"),
    Text("一次服务一行：报修、请求或计划作业。", "One row per unit of service: a fault, a request or planned work."),
    (
        identifier("order_id", Text("工单号", "Order id")),
        VENDOR,
        SITE,
        SERVICE,
        Column("kind", "text", Text("工单类型", "Kind"), required=True, words=KINDS, checks=(OneOf(tuple(KINDS)),), is_dimension=True),
        Column("category", "text", Text("类别", "Category"), required=True, is_dimension=True),
        Column("priority_at_request", "text", Text("报单优先级（由甲方设定）", "Priority set by the client at request"), required=True,
               words=PRIORITIES, checks=(OneOf(tuple(PRIORITIES)),), is_dimension=True),
        Column("priority", "text", Text("现行优先级", "Priority now"), words=PRIORITIES, checks=(OneOf(tuple(PRIORITIES)),)),
        Column("channel", "text", Text("渠道", "Channel"), words=CHANNELS, checks=(OneOf(tuple(CHANNELS)),), is_dimension=True),
        Column("shift", "text", Text("班次", "Shift"), words=SHIFTS, checks=(OneOf(tuple(SHIFTS)),), is_dimension=True),
        identifier("asset_id", Text("设备编号", "Asset"), required=False, dimension=True),
        identifier("worker_id", Text("作业人员（化名）", "Worker (pseudonym)"), required=False),
        Column("outcome", "text", Text("结果", "Outcome"), words=OUTCOMES, checks=(OneOf(tuple(OUTCOMES)),)),
        Column("visits", "integer", Text("上门次数", "Visits"), checks=(Between(1, 50),)),
        identifier("recall_of", Text("所返修的工单", "Order that this one had to repeat"), required=False),
        Column("cost", "number", Text("费用", "Cost"), unit=MONEY, checks=(Between(0.0, 1_000_000.0),)),
        Column("requested_at", "moment", Text("报单时间", "Requested"), required=True, is_recorded=True),
        Column("responded_at", "moment", Text("响应时间", "Responded"), checks=(NotBefore("requested_at"),), is_recorded=True),
        Column("completed_at", "moment", Text("完成时间", "Completed"), checks=(NotBefore("requested_at"), NotBefore("responded_at")),
               is_recorded=True),
        Column("reopened_at", "moment", Text("重新打开时间", "Reopened"), checks=(NotBefore("requested_at"),), is_recorded=True),
        Column("cancelled_at", "moment", Text("取消时间", "Cancelled"), checks=(NotBefore("requested_at"),), is_recorded=True),
        derived("agreement_id", "text", Text("适用协议", "Agreement in force at request")),
        *OF_THE_WORKER,
        *clocked("response", Text("响应", "respond")),
        *clocked("completion", Text("完成", "complete")),
        derived("requested_on", "date", Text("报单日", "Local day of the request")),
        derived("responded_on", "date", Text("响应日", "Local day of the response")),
        derived("completed_on", "date", Text("完成日；重新打开后未再完成的为空", "Local day of completion; empty while open again")),
        derived("recall_days", "integer", Text("返修观察期", "Days in which a recall counts"), unit=Text("天", "days")),
        derived("is_recalled", "flag", Text("观察期内有返修", "Followed by a recall within those days")),
        derived("is_recall_settled", "flag", Text("返修观察期已满", "Those days have passed")),
    ),
    ("order_id",),
    rules=(
        WORKER_OF_VENDOR,
        Holds("recall_of_itself", "recall_of = order_id", Text("recall_of 不能是自身", "recall_of is another order"), ("recall_of",), True),
        Holds("solved_needs_completion", "outcome = 'solved' and completed_at is null",
              Text("已解决的工单须有完成时间", "a solved order has a completion time"), ("outcome", "completed_at"), True),
    ),
)
PAUSES = Contract(
    "pauses",
    Text("暂停", "Pauses"),
    Text("工单计时暂停的时段，每段一行。", "Stretches in which an order's clock stood still, one row each."),
    (
        identifier("order_id", Text("工单号", "Order"), checks=(Known("orders", "order_id"),)),
        Column("reason", "text", Text("原因", "Reason"), is_dimension=True),
        Column("responsible", "text", Text("责任方", "Responsible"), required=True, words=RESPONSIBLE,
               checks=(OneOf(tuple(RESPONSIBLE)),), is_dimension=True),
        Column("paused_at", "moment", Text("暂停时间", "Paused"), required=True, is_recorded=True),
        Column("resumed_at", "moment", Text("恢复时间；空表示仍在暂停", "Resumed; empty while paused"), checks=(NotBefore("paused_at"),),
               is_recorded=True),
        DERIVED_VENDOR, DERIVED_SITE, DERIVED_SERVICE,
        derived("paused_on", "date", Text("暂停日", "Local day of the pause")),
    ),
    ("order_id", "paused_at"),
    rules=(OUTSIDE_ITS_ORDER, OVERLAPS_ANOTHER),
)
WORK = (ORDERS, PAUSES)
