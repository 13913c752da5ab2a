"""What people said: surveys and complaints."""

from __future__ import annotations

from assay.checks import Between, Holds, Known, NotBefore, OneOf
from assay.contracts.column import Column, Contract, identifier
from assay.contracts.terms import MINUTES
from assay.contracts.vocabulary import CHANNELS, COMPLAINT_CATEGORIES, MODES, RESPONDENTS, SEVERITIES, STATES
from assay.contracts.work import SERVICE, SITE, VENDOR, derived
from assay.text import Text

_ORDER = identifier("order_id", Text("所评工单", "Order it is about"), required=False, checks=(Known("orders", "order_id"),))

SURVEYS = Contract(
    "surveys",
    Text("满意度调查", "Surveys"),
    Text("一次邀请一行；没有回答的邀请也是一行。", "One row per invitation; an invitation without an answer is a row too."),
    (
        identifier("response_id", Text("问卷编号", "Response id")),
        VENDOR, SITE, SERVICE, _ORDER,
        Column("mode", "text", Text("方式", "Mode"), words=MODES, checks=(OneOf(tuple(MODES)),), is_dimension=True),
        Column("respondent_group", "text", Text("受访人群", "Respondent group"), words=RESPONDENTS, is_dimension=True),
        Column("csat", "integer", Text("满意度（1–5）", "Satisfaction, 1 to 5"), checks=(Between(1, 5),)),
        Column("nps", "integer", Text("推荐意愿（0–10）", "Would recommend, 0 to 10"), checks=(Between(0, 10),)),
        Column("comment", "text", Text("评语", "Comment"), is_personal=True),
        Column("invited_at", "moment", Text("邀请时间", "Invited"), required=True, is_recorded=True),
        Column("answered_at", "moment", Text("回答时间；空表示未答", "Answered; empty if not"), checks=(NotBefore("invited_at"),),
               is_recorded=True),
        derived("invited_on", "date", Text("邀请日", "Local day of the invitation")),
        derived("answered_on", "date", Text("回答日", "Local day of the answer")),
        derived("is_settled", "flag", Text("邀请已满 14 天", "Invited at least 14 days ago")),
    ),
    ("response_id",),
    rules=(
        Holds("answer_without_a_time", "answered_at is null and (csat is not null or nps is not null)",
              Text("有评分须有回答时间", "a rating has the time it was given"), ("answered_at",), True),
    ),
)
COMPLAINTS = Contract(
    "complaints",
    Text("投诉", "Complaints"),
    Text("一件投诉一行。", "One row per complaint."),
    (
        identifier("complaint_id", Text("投诉编号", "Complaint id")),
        VENDOR, SITE, SERVICE, _ORDER,
        Column("channel", "text", Text("渠道", "Channel"), words=CHANNELS, checks=(OneOf(tuple(CHANNELS)),), is_dimension=True),
        Column("complaint_category", "text", Text("投诉类别", "Category"), words=COMPLAINT_CATEGORIES, is_dimension=True),
        Column("severity", "text", Text("严重程度", "Severity"), words=SEVERITIES, checks=(OneOf(tuple(SEVERITIES)),), is_dimension=True),
        Column("is_validated", "flag", Text("已核实", "Validated")),
        Column("comment", "text", Text("内容", "What was said"), is_personal=True),
        Column("received_at", "moment", Text("收到时间", "Received"), required=True, is_recorded=True),
        Column("replied_at", "moment", Text("答复时间", "Replied"), checks=(NotBefore("received_at"),), is_recorded=True),
        Column("closed_at", "moment", Text("结案时间", "Closed"), checks=(NotBefore("received_at"),), is_recorded=True),
        derived("reply_target_minutes", "number", Text("答复时限", "Agreed time to reply"), unit=MINUTES),
        derived("reply_deadline_at", "moment", Text("答复期限", "Deadline to reply")),
        derived("reply_deadline_on", "date", Text("答复期限（当地日期）", "Local day of the deadline to reply")),
        derived("reply_state", "text", Text("答复状态", "State of the reply"), words=STATES),
        derived("received_on", "date", Text("收到日", "Local day of receipt")),
    ),
    ("complaint_id",),
)
VOICES = (SURVEYS, COMPLAINTS)
