"""Every KPI, declared once: a sum over a sum. The definitions and their sources are in docs/methods and the KPI catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import narwhals as nw

from assay.text import Text

Grain = Literal["day", "week", "month", "quarter"]
Chart = Literal["p", "u", "xmr"]
Direction = Literal["higher", "lower", "none"]

PER_CENT = Text("%", "%")
MEASURED = ("met", "missed", "open_past_deadline")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One of a KPI's two sums: `expression` gives a row's share of it, `on` is the local date that places the row."""

    table: str
    expression: nw.Expr
    on: str


@dataclass(frozen=True, slots=True, eq=False)
class Excluded:
    """Rows that are in neither sum, and why: so that every card can say what was left out."""

    reason: str
    text: Text
    part: Part


@dataclass(frozen=True, slots=True, eq=False)
class Kpi:
    """value = scale × numerator / denominator (`is_log`: the exponential of it). `squares` where a row counts other than 0 or 1.

    `counted` names what the two sums count. `within` are dimensions that are never pooled. `minimum_n` is the denominator below which nothing is published.
    `finest` is the finest period that makes sense. `origin` says whose data it rests on.
    """

    id: str
    title: Text
    sentence: Text
    counted: tuple[Text, Text]
    numerator: Part
    denominator: Part
    unit: Text
    direction: Direction
    chart: Chart
    minimum_n: int
    origin: Literal["system", "client", "vendor", "people"]
    scale: float = 1.0
    decimals: int = 1
    squares: bool = False
    is_log: bool = False
    finest: Grain = "day"
    within: tuple[str, ...] = ()
    excluded: tuple[Excluded, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.numerator, self.denominator, *(left_out.part for left_out in self.excluded))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that its two sums read, without repetition."""
        return tuple(dict.fromkeys((self.numerator.table, self.denominator.table)))


def count(condition: nw.Expr) -> nw.Expr:
    """1 for a row that satisfies the condition, 0 for one that does not or cannot be judged."""
    return condition.fill_null(False).cast(nw.Int64)


def total(column: str) -> nw.Expr:
    """The column's value, 0 where it is missing."""
    return nw.col(column).cast(nw.Float64).fill_null(0.0)


def present(column: str) -> nw.Expr:
    return ~nw.col(column).is_null()


def is_in(column: str, *values: str) -> nw.Expr:
    return nw.col(column).is_in(list(values))


def on_time(id_: str, title: Text, sentence: Text, table: str, clock: str, requested_on: str, done: Text, minimum_n: int) -> Kpi:
    """The share of what fell due that was done by its deadline; one shape for every clock."""
    state, deadline_on = f"{clock}_state", f"{clock}_deadline_on"

    def left_out(reason: str, text: Text, on: str) -> Excluded:
        return Excluded(reason, text, Part(table, count(nw.col(state) == reason), on))

    return Kpi(
        id_, title, sentence,
        (Text(f"按时{done.zh}", f"{done.en} in time"), Text("已到期（含未完成的）", "due, those still open included")),
        Part(table, count(nw.col(state) == "met"), deadline_on),
        Part(table, count(is_in(state, *MEASURED)), deadline_on),
        PER_CENT, "higher", "p", minimum_n, "system", scale=100.0,
        excluded=(
            left_out("not_yet_due", Text("未到期", "not yet due"), deadline_on),
            left_out("cancelled", Text("到期前取消", "cancelled before the deadline"), deadline_on),
            left_out("not_measurable", Text("无约定时限", "no agreed time"), requested_on),
        ),
    )


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
    Part("orders", count(_DUE & present("completed_at")), "completion_deadline_on"),
    Part("orders", count(_DUE), "completion_deadline_on"),
    PER_CENT, "higher", "p", 10, "system", scale=100.0,
    excluded=(
        Excluded("cancelled", Text("已取消", "cancelled"),
                 Part("orders", count(present("cancelled_at") & present("completion_deadline_on")), "completion_deadline_on")),
        Excluded("not_yet_due", Text("未到期", "not yet due"),
                 Part("orders", count((nw.col("completion_state") == "not_yet_due") & nw.col("cancelled_at").is_null()),
                      "completion_deadline_on")),
    ),
)
_FAULT = (nw.col("kind") == "fault") & present("completed_at")
_SETTLED = nw.col("is_recall_settled").fill_null(False)
CLEARANCE_RATE = Kpi(
    "clearance_rate", Text("故障排除率", "Clearance rate"),
    Text("本期完成的故障工单中，一次上门即解决且观察期内未返修的比例。",
         "Of the faults completed in the period, the share solved at the first visit with no recall within the agreed days."),
    (Text("一次解决且未返修的故障", "faults solved at once, no recall"), Text("已完成且观察期已满的故障", "faults completed, recall days over")),
    Part("orders", count(_FAULT & _SETTLED & (nw.col("outcome") == "solved") & (nw.col("visits") == 1) & ~nw.col("is_recalled")),
         "completed_on"),
    Part("orders", count(_FAULT & _SETTLED), "completed_on"),
    PER_CENT, "higher", "p", 10, "system", scale=100.0,
    excluded=(Excluded("recall_days_running", Text("返修观察期未满", "recall days still running"),
                       Part("orders", count(_FAULT & ~_SETTLED), "completed_on")),),
)
_DONE = present("completed_at")
REPEAT_RATE = Kpi(
    "repeat_rate", Text("返修率", "Repeat rate"),
    Text("本期完成的工单中，观察期内返修的比例。", "Of the orders completed in the period, the share followed by a recall within the agreed days."),
    (Text("有返修的工单", "orders recalled"), Text("已完成且观察期已满的工单", "orders completed, recall days over")),
    Part("orders", count(_DONE & _SETTLED & nw.col("is_recalled")), "completed_on"),
    Part("orders", count(_DONE & _SETTLED), "completed_on"),
    PER_CENT, "lower", "p", 10, "system", scale=100.0,
    excluded=(Excluded("recall_days_running", Text("返修观察期未满", "recall days still running"),
                       Part("orders", count(_DONE & ~_SETTLED), "completed_on")),),
)
RESPONSE_MINUTES = Kpi(
    "response_minutes", Text("响应用时（几何平均）", "Response time (geometric mean)"),
    Text("本期已响应工单的用时几何平均；仅含已响应的工单。", "Geometric mean time to respond; answered orders only."),
    (Text("响应分钟数的对数和", "log minutes to respond"), Text("已响应的工单", "orders answered")),
    Part("orders", total("response_log_minutes"), "responded_on"),
    Part("orders", count(present("response_log_minutes")), "responded_on"),
    Text("分钟", "min"), "lower", "xmr", 10, "system", decimals=0, squares=True, is_log=True,
)
OVERDUE_BACKLOG_SHARE = Kpi(
    "overdue_backlog_share", Text("积压超期占比", "Overdue share of the backlog"),
    Text("月末未完成的工单中，已超完成期限的比例。", "Of the orders open at the month end, the share past its completion deadline."),
    (Text("已超期的未完工单", "open orders past their deadline"), Text("月末未完工单", "orders open at the month end")),
    Part("open_orders", count(nw.col("is_overdue")), "snapshot_on"),
    Part("open_orders", count(present("order_id")), "snapshot_on"),
    PER_CENT, "lower", "xmr", 10, "system", scale=100.0, finest="month",
)
INSPECTION_PASS_RATE = Kpi(
    "inspection_pass_rate", Text("检查合格率", "Inspection pass rate"),
    Text("本期所做检查中合格的比例；各种方式分开计算。", "Of the inspections done in the period, the share that passed; methods are never pooled."),
    (Text("合格的检查", "inspections passed"), Text("已做的检查", "inspections done")),
    Part("inspections", count(present("done_on") & (nw.col("outcome") == "pass")), "done_on"),
    Part("inspections", count(present("done_on") & present("outcome")), "done_on"),
    PER_CENT, "higher", "p", 5, "client", scale=100.0, within=("method",),
)
INSPECTION_SCORE = Kpi(
    "inspection_score", Text("检查得分", "Inspection score"),
    Text("本期所做检查的平均得分；各种方式分开计算。", "Mean score of the inspections done in the period; methods are never pooled."),
    (Text("得分合计", "points scored"), Text("有得分的检查", "inspections scored")),
    Part("inspections", total("score"), "done_on"),
    Part("inspections", count(present("done_on") & present("score")), "done_on"),
    Text("分", "points"), "higher", "xmr", 5, "client", squares=True, within=("method",),
)
_LOOKED_AT = nw.when(nw.col("method") == "full").then(nw.col("population")).otherwise(nw.col("sample_size"))
DEFECT_RATE = Kpi(
    "defect_rate", Text("缺陷率", "Defect rate"),
    Text("检查中的缺陷数与检查数量之比；各种方式分开计算。", "Defects per item looked at; methods are never pooled."),
    (Text("缺陷", "defects"), Text("检查的项数", "items looked at")),
    Part("inspections", nw.when(~_LOOKED_AT.is_null()).then(nw.col("defects")).otherwise(0).cast(nw.Int64).fill_null(0), "done_on"),
    Part("inspections", nw.when(present("defects")).then(_LOOKED_AT).otherwise(0).cast(nw.Int64).fill_null(0), "done_on"),
    PER_CENT, "lower", "p", 50, "client", scale=100.0, decimals=2, within=("method",),
)
_IS_DUE = nw.col("is_due").fill_null(False)
INSPECTION_COVERAGE = Kpi(
    "inspection_coverage", Text("检查执行率", "Inspection coverage"),
    Text("应检日在本期内的检查中，按时完成的比例；各种方式分开计算。", "Of the inspections due in the period, the share done by then; methods are never pooled."),
    (Text("按时完成的检查", "inspections done by their day"), Text("已到应检日的检查", "inspections due")),
    Part("inspections", count(_IS_DUE & (nw.col("done_on") <= nw.col("due_on"))), "due_on"),
    Part("inspections", count(_IS_DUE), "due_on"),
    PER_CENT, "higher", "p", 5, "client", scale=100.0, within=("method",),
    excluded=(Excluded("not_yet_due", Text("未到应检日", "not yet due"),
                       Part("inspections", count(~_IS_DUE & present("due_on")), "due_on")),),
)
CORRECTION_ON_TIME = Kpi(
    "correction_on_time", Text("整改及时率", "Correction on time"),
    Text("整改期限在本期内的问题中，按时整改的比例；各种检查方式分开计算。",
         "Of the findings whose correction fell due in the period, the share corrected by then; methods are never pooled."),
    (Text("按时整改的问题", "findings corrected in time"), Text("已到整改期限的问题", "findings due for correction")),
    Part("findings", count(_IS_DUE & (nw.col("corrected_on") <= nw.col("due_on"))), "due_on"),
    Part("findings", count(_IS_DUE), "due_on"),
    PER_CENT, "higher", "p", 5, "client", scale=100.0, within=("method",),
    excluded=(Excluded("not_yet_due", Text("未到整改期限", "not yet due"),
                       Part("findings", count(~_IS_DUE & present("due_on")), "due_on")),),
)
_UNANSWERED = Excluded("unanswered", Text("未回答的邀请", "invitations without an answer"),
                       Part("surveys", count(nw.col("answered_on").is_null()), "invited_on"))
CSAT_SCORE = Kpi(
    "csat_score", Text("满意度均分", "Satisfaction score"),
    Text("本期回答的满意度平均分（1–5）。", "Mean satisfaction of the answers in the period, 1 to 5."),
    (Text("评分合计", "points given"), Text("有评分的回答", "answers with a rating")),
    Part("surveys", total("csat"), "answered_on"),
    Part("surveys", count(present("csat")), "answered_on"),
    Text("分", "of 5"), "higher", "xmr", 30, "people", decimals=2, squares=True, excluded=(_UNANSWERED,),
)
CSAT_TOP2_SHARE = Kpi(
    "csat_top2_share", Text("满意占比", "Satisfied share"),
    Text("本期回答中打 4 分或 5 分的比例。", "Of the answers in the period, the share of 4 or 5."),
    (Text("4 分或 5 分的回答", "answers of 4 or 5"), Text("有评分的回答", "answers with a rating")),
    Part("surveys", count(nw.col("csat") >= 4), "answered_on"),
    Part("surveys", count(present("csat")), "answered_on"),
    PER_CENT, "higher", "p", 30, "people", scale=100.0, excluded=(_UNANSWERED,),
)
NPS = Kpi(
    "nps", Text("净推荐值", "Net promoter score"),
    Text("推荐者（9–10 分）占比减去贬损者（0–6 分）占比。", "Share of promoters (9–10) minus share of detractors (0–6)."),
    (Text("推荐者减贬损者", "promoters minus detractors"), Text("有推荐意愿的回答", "answers on recommending")),
    Part("surveys", count(nw.col("nps") >= 9) - count(nw.col("nps") <= 6), "answered_on"),
    Part("surveys", count(present("nps")), "answered_on"),
    Text("点", "points"), "higher", "xmr", 30, "people", scale=100.0, decimals=0, squares=True, excluded=(_UNANSWERED,),
)
_SETTLED_INVITATION = nw.col("is_settled").fill_null(False)
SURVEY_RESPONSE_RATE = Kpi(
    "survey_response_rate", Text("问卷回收率", "Survey response rate"),
    Text("本期发出且已满 14 天的邀请中，得到回答的比例。", "Of the invitations sent in the period at least 14 days ago, the share answered."),
    (Text("得到回答的邀请", "invitations answered"), Text("已满 14 天的邀请", "invitations sent 14 days ago or more")),
    Part("surveys", count(_SETTLED_INVITATION & present("answered_on")), "invited_on"),
    Part("surveys", count(_SETTLED_INVITATION), "invited_on"),
    PER_CENT, "none", "p", 30, "people", scale=100.0,
    excluded=(Excluded("too_recent", Text("邀请未满 14 天", "invited less than 14 days ago"),
                       Part("surveys", count(~_SETTLED_INVITATION), "invited_on")),),
)
COMPLAINT_RATE = Kpi(
    "complaint_rate", Text("千单投诉数", "Complaints per 1,000 orders"),
    Text("每千张工单的核实投诉数。", "Validated complaints per 1,000 orders requested in the period."),
    (Text("核实的投诉", "validated complaints"), Text("报来的工单", "orders requested")),
    Part("complaints", count(nw.col("is_validated")), "received_on"),
    Part("orders", count(present("order_id")), "requested_on"),
    Text("件/千单", "per 1,000"), "lower", "u", 100, "people", scale=1000.0,
    excluded=(Excluded("not_validated", Text("未核实的投诉", "complaints not validated"),
                       Part("complaints", count(~nw.col("is_validated").fill_null(False)), "received_on")),),
)
COMPLAINT_REPLY_ON_TIME = on_time(
    "complaint_reply_on_time", Text("投诉答复及时率", "Complaint reply on time"),
    Text("答复期限在本期内的投诉中，在约定时限内答复的比例；到期仍未答复计为超时。",
         "Of the complaints whose reply fell due in the period, the share answered in time; open past it counts as missed."),
    "complaints", "reply", "received_on", Text("答复的投诉", "complaints answered"), 5,
)
CERTIFIED_SHARE = Kpi(
    "certified_share", Text("持证率", "Certified share"),
    Text("在岗人日中，岗位所需证书全部有效的比例。", "Of the days worked, the share on which every course that the role requires was valid."),
    (Text("持齐证书的人日", "worker-days fully certified"), Text("在岗人日", "worker-days employed")),
    Part("staff_months", nw.col("certified_days").cast(nw.Int64).fill_null(0), "month_on"),
    Part("staff_months", nw.when(present("certified_days")).then(nw.col("days_employed")).otherwise(0).cast(nw.Int64), "month_on"),
    PER_CENT, "higher", "xmr", 150, "vendor", scale=100.0, finest="month",
)
TRAINING_HOURS = Kpi(
    "training_hours", Text("人均月培训课时", "Training hours per worker and month"),
    Text("每名在岗人员每月（30.4 天）完成的培训课时。", "Hours of training completed per worker employed for a month of 30.4 days."),
    (Text("培训课时", "hours of training"), Text("在岗人月", "worker-months employed")),
    Part("trainings", total("hours"), "completed_on"),
    Part("staff_months", nw.col("days_employed").cast(nw.Float64) / 30.4, "month_on"),
    Text("课时", "h"), "higher", "xmr", 5, "vendor", decimals=2, finest="month",
)
STAFF_TURNOVER = Kpi(
    "staff_turnover", Text("年化离岗率", "Staff turnover a year"),
    Text("离岗人数折合每名在岗人员每年。", "Workers who left, per worker employed and year."),
    (Text("离岗人数", "workers who left"), Text("在岗人日", "worker-days employed")),
    Part("staff_months", count(nw.col("has_left")), "month_on"),
    Part("staff_months", nw.col("days_employed").cast(nw.Int64), "month_on"),
    Text("人/人年", "per worker-year"), "lower", "u", 150, "vendor", scale=365.0, decimals=2, finest="month",
)

KPIS: tuple[Kpi, ...] = (
    RESPONSE_ON_TIME, COMPLETION_ON_TIME, COMPLETION_RATE, CLEARANCE_RATE, REPEAT_RATE, RESPONSE_MINUTES, OVERDUE_BACKLOG_SHARE,
    INSPECTION_PASS_RATE, INSPECTION_SCORE, DEFECT_RATE, INSPECTION_COVERAGE, CORRECTION_ON_TIME,
    CSAT_SCORE, CSAT_TOP2_SHARE, NPS, SURVEY_RESPONSE_RATE, COMPLAINT_RATE, COMPLAINT_REPLY_ON_TIME,
    CERTIFIED_SHARE, TRAINING_HOURS, STAFF_TURNOVER,
)


def kpi(id_: str) -> Kpi:
    """The KPI of that id. Raises KeyError for an unknown one."""
    for declared in KPIS:
        if declared.id == id_:
            return declared
    raise KeyError(f"no KPI named {id_}")
