"""Was it answered, done, and done for good: KPIs of orders."""

from __future__ import annotations

import narwhals as nw

from assay.kpis.declare import MEASURED, PER_CENT, Excluded, Kpi, Part, count, is_in, on_time, paused, present, total
from assay.text import Text

RESPONSE_ON_TIME = on_time(
    "response_on_time", Text("响应及时率", "Response on time"),
    Text("期限在本期内的工单中，在约定时限内响应的比例；到期仍未响应计为超时。",
         "Of the orders whose deadline fell in the period, the share answered in the agreed time; open past it counts as missed."),
    "orders", "response", "requested_on", Text("响应的工单", "orders answered"), 10,
)
COMPLETION_ON_TIME = on_time(
    "completion_on_time", Text("完成及时率", "Completion on time"),
    Text("期限在本期内的工单中，在约定时限内完成的比例；到期仍未完成计为超时。",
         "Of the orders whose deadline fell in the period, the share completed in the agreed time; open past it counts as missed."),
    "orders", "completion", "requested_on", Text("完成的工单", "orders completed"), 10,
)
_DUE = is_in("completion_state", *MEASURED) & nw.col("cancelled_at").is_null()
COMPLETION_RATE = Kpi(
    "completion_rate", Text("完成率", "Completion rate"),
    Text("完成期限在本期内且未取消的工单中，已完成的比例。", "Of the orders due in the period and not cancelled, the share that is completed."),
    (Text("已完成的工单", "orders completed"), Text("已到期且未取消的工单", "orders due and not cancelled")),
    Part("orders", count(_DUE & present("completed_on")), "completion_deadline_on"),
    Part("orders", count(_DUE), "completion_deadline_on"),
    PER_CENT, "higher", "p", 10, "system", needs=(("orders", "completion_deadline_at"),), scale=100.0, settles_days=90,
    excluded=(
        Excluded("cancelled", Text("已取消", "cancelled"),
                 Part("orders", count(present("cancelled_at") & present("completion_deadline_on")), "completion_deadline_on")),
        Excluded("not_yet_due", Text("未到期", "not yet due"),
                 Part("orders", count((nw.col("completion_state") == "not_yet_due") & nw.col("cancelled_at").is_null()),
                      "completion_deadline_on")),
        paused("orders", "completion", "requested_on"),
    ),
)
_FAULT = (nw.col("kind") == "fault") & present("completed_on")
_SETTLED = nw.col("is_recall_settled").fill_null(False)
CLEARANCE_RATE = Kpi(
    "clearance_rate", Text("故障排除率", "Clearance rate"),
    Text("本期完成的故障工单中，一次上门即解决且观察期内未返修的比例。",
         "Of the faults completed in the period, the share solved at the first visit with no recall within the agreed days."),
    (Text("一次解决且未返修的故障", "faults solved at once, no recall"), Text("已完成且观察期已满的故障", "faults completed, recall days over")),
    Part("orders", count(_FAULT & _SETTLED & (nw.col("outcome") == "solved") & (nw.col("visits") == 1) & ~nw.col("is_recalled")),
         "completed_on"),
    Part("orders", count(_FAULT & _SETTLED), "completed_on"),
    PER_CENT, "higher", "p", 10, "system", needs=(("orders", "outcome"), ("orders", "visits"),), scale=100.0,
    excluded=(Excluded("recall_days_running", Text("返修观察期未满", "recall days still running"),
                       Part("orders", count(_FAULT & ~_SETTLED), "completed_on")),),
)
_DONE = present("completed_on")
REPEAT_RATE = Kpi(
    "repeat_rate", Text("返修率", "Repeat rate"),
    Text("本期完成的工单中，观察期内返修的比例。", "Of the orders completed in the period, the share followed by a recall within the agreed days."),
    (Text("有返修的工单", "orders recalled"), Text("已完成且观察期已满的工单", "orders completed, recall days over")),
    Part("orders", count(_DONE & _SETTLED & nw.col("is_recalled")), "completed_on"),
    Part("orders", count(_DONE & _SETTLED), "completed_on"),
    PER_CENT, "lower", "p", 10, "system", needs=(("orders", "recall_of"),), scale=100.0,
    excluded=(Excluded("recall_days_running", Text("返修观察期未满", "recall days still running"),
                       Part("orders", count(_DONE & ~_SETTLED), "completed_on")),),
)
RESPONSE_MINUTES = Kpi(
    "response_minutes", Text("响应用时（几何平均）", "Response time (geometric mean)"),
    Text("本期已响应工单的用时几何平均；仅含已响应的工单。", "Geometric mean time to respond; answered orders only."),
    (Text("响应分钟数的对数和", "log minutes to respond"), Text("已响应的工单", "orders answered")),
    Part("orders", total("response_log_minutes"), "responded_on"),
    Part("orders", count(present("response_log_minutes")), "responded_on"),
    Text("分钟", "min"), "lower", "xmr", 10, "system", needs=(("orders", "responded_at"),), decimals=0, squares=True, is_log=True,
)
OVERDUE_BACKLOG_SHARE = Kpi(
    "overdue_backlog_share", Text("积压超期占比", "Overdue share of the backlog"),
    Text("月末未完成的工单中，已超完成期限的比例。", "Of the orders open at the month end, the share past its completion deadline."),
    (Text("已超期的未完工单", "open orders past their deadline"), Text("月末未完工单", "orders open at the month end")),
    Part("open_orders", count(nw.col("is_overdue")), "snapshot_on"),
    Part("open_orders", count(present("order_id")), "snapshot_on"),
    PER_CENT, "lower", "xmr", 10, "system", needs=(("orders", "completion_deadline_at"),), scale=100.0, finest="month",
)
