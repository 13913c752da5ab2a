"""What people say: surveys and complaints."""

from __future__ import annotations

import narwhals as nw

from assay.kpis.declare import PER_CENT, Excluded, Kpi, Part, count, on_time, present, total
from assay.text import Text

_UNANSWERED = Excluded("unanswered", Text("未回答的邀请", "invitations without an answer"),
                       Part("surveys", count(nw.col("answered_on").is_null()), "invited_on"))
CSAT_SCORE = Kpi(
    "csat_score", Text("满意度均分", "Satisfaction score"),
    Text("本期回答的满意度平均分（1–5）。", "Mean satisfaction of the answers in the period, 1 to 5."),
    (Text("评分合计", "points given"), Text("有评分的回答", "answers with a rating")),
    Part("surveys", total("csat"), "answered_on"),
    Part("surveys", count(present("csat")), "answered_on"),
    Text("分", "of 5"), "higher", "xmr", 30, "people", needs=(("surveys", "csat"),), decimals=2, squares=True, excluded=(_UNANSWERED,),
)
CSAT_TOP2_SHARE = Kpi(
    "csat_top2_share", Text("满意占比", "Satisfied share"),
    Text("本期回答中打 4 分或 5 分的比例。", "Of the answers in the period, the share of 4 or 5."),
    (Text("4 分或 5 分的回答", "answers of 4 or 5"), Text("有评分的回答", "answers with a rating")),
    Part("surveys", count(nw.col("csat") >= 4), "answered_on"),
    Part("surveys", count(present("csat")), "answered_on"),
    PER_CENT, "higher", "p", 30, "people", needs=(("surveys", "csat"),), scale=100.0, excluded=(_UNANSWERED,),
)
NPS = Kpi(
    "nps", Text("净推荐值", "Net promoter score"),
    Text("推荐者（9–10 分）占比减去贬损者（0–6 分）占比。", "Share of promoters (9–10) minus share of detractors (0–6)."),
    (Text("推荐者减贬损者", "promoters minus detractors"), Text("有推荐意愿的回答", "answers on recommending")),
    Part("surveys", count(nw.col("nps") >= 9) - count(nw.col("nps") <= 6), "answered_on"),
    Part("surveys", count(present("nps")), "answered_on"),
    Text("点", "points"), "higher", "xmr", 30, "people", needs=(("surveys", "nps"),), scale=100.0, decimals=0, squares=True, excluded=(_UNANSWERED,),
)
_SETTLED_INVITATION = nw.col("is_settled").fill_null(False)
SURVEY_RESPONSE_RATE = Kpi(
    "survey_response_rate", Text("问卷回收率", "Survey response rate"),
    Text("本期发出且已满 14 天的邀请中，得到回答的比例。", "Of the invitations sent in the period at least 14 days ago, the share answered."),
    (Text("得到回答的邀请", "invitations answered"), Text("已满 14 天的邀请", "invitations sent 14 days ago or more")),
    Part("surveys", count(_SETTLED_INVITATION & present("answered_on")), "invited_on"),
    Part("surveys", count(_SETTLED_INVITATION), "invited_on"),
    PER_CENT, "none", "p", 30, "people", needs=(("surveys", "answered_at"),), scale=100.0,
    excluded=(Excluded("too_recent", Text("邀请未满 14 天", "invited less than 14 days ago"),
                       Part("surveys", count(~_SETTLED_INVITATION), "invited_on")),),
)
COMPLAINT_RATE = Kpi(
    "complaint_rate", Text("千单投诉数", "Complaints per 1,000 orders"),
    Text("每千张工单的核实投诉数。", "Validated complaints per 1,000 orders requested in the period."),
    (Text("核实的投诉", "validated complaints"), Text("报来的工单", "orders requested")),
    Part("complaints", count(nw.col("is_validated")), "received_on"),
    Part("orders", count(present("order_id")), "requested_on"),
    Text("件/千单", "per 1,000"), "lower", "u", 100, "people", needs=(("complaints", "is_validated"),), scale=1000.0,
    excluded=(Excluded("not_validated", Text("未核实的投诉", "complaints not validated"),
                       Part("complaints", count(~nw.col("is_validated").fill_null(False)), "received_on")),),
)
COMPLAINT_REPLY_ON_TIME = on_time(
    "complaint_reply_on_time", Text("投诉答复及时率", "Complaint reply on time"),
    Text("答复期限在本期内的投诉中，在约定时限内答复的比例；到期仍未答复计为超时。",
         "Of the complaints whose reply fell due in the period, the share answered in time; open past it counts as missed."),
    "complaints", "reply", "received_on", Text("答复的投诉", "complaints answered"), 5,
)
