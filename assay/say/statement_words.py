"""The words of a statement on paper."""

from __future__ import annotations

from collections.abc import Mapping

from assay.text import Text

TITLE = Text("服务结算单", "Service statement")
PROVISIONAL = Text("（进行中，暂计）", " (so far)")
STAMP_DATA = Text("数据截至 {at}（UTC），仓库版本 {version}", "Data up to {at} UTC, warehouse {version}")
STAMP_DEFINITIONS = Text("口径版本 {version}；制表 {at}（UTC）", "Definitions {version}; made at {at} UTC")

LINES = Text("逐项结算", "Level by level")
OF_AGREEMENT = Text("协议 {id}（{first} 起）", "Agreement {id} (from {first})")
HOW = Text("金额的由来", "How the amounts came about")
EVIDENCE = Text("结算与证据", "Settlement and evidence")
OF_LEVEL = Text("{level}：{said}。", "{level}: {said}.")
SENTENCE_ENDS = Text("{said}。", "{said}.")
LEFT_OUT = Text("未计入的记录", "What was left out")
ADJUSTED = Text("豁免与争议", "Waivers and disputes")
CHANGES = Text("与公布相比", "Against what was published")
DEFINITIONS = Text("口径", "Definitions")
ROWS = Text("未达标各项的记录", "The records behind missed levels")

LEVEL = Text("服务等级", "Service level")
NUMERATOR, DENOMINATOR = Text("分子", "Num."), Text("分母", "Denom.")
EXCLUDED = Text("未计入", "Left out")
RESULT, GOAL = Text("结果", "Result"), Text("约定", "Agreed")
SETTLED = Text("结算", "Settlement")
INTERVAL, CHANCE = Text("95 % 区间", "95 % interval"), Text("达标概率", "Chance")
CREDIT, DUE, BONUS = Text("单项扣款", "Credit alone"), Text("实扣", "Due"), Text("奖励", "Bonus")
TOTAL = Text("合计", "Total")
STEPS, AMOUNT = Text("计算", "Calculation"), Text("金额", "Amount")
REASON, COUNT = Text("原因", "Reason"), Text("数量", "Count")
KIND, KEY, WHY, BY, AT, STATE = (
    Text("类型", "Kind"), Text("记录", "Record"), Text("理由", "Why"), Text("提出人", "Asked by"), Text("提出时间（UTC）", "Asked at (UTC)"),
    Text("处理", "State"),
)  # fmt: skip
DECIDED = Text("处理人与意见", "Decided by, and why")
WHOLE_MONTH = Text("整月", "the whole month")
PUBLISHED, TODAY, DIFFERENCE = Text("公布时", "As published"), Text("现在", "Today"), Text("多扣", "More than published")
KPI, SENTENCE, SUMS = Text("指标", "KPI"), Text("定义", "Definition"), Text("分子 / 分母", "Numerator / denominator")

CARD_CREDIT, CARD_BACK, CARD_BONUS = Text("应扣", "Credits"), Text("赎回", "Earned back"), Text("奖励", "Bonus")
CARD_DEDUCT, CARD_PAY = Text("合计扣", "To deduct in all"), Text("合计应付供应商", "To pay to the vendor in all")
RISK = Text("可扣金额 {risk}", "{risk} at risk")
OF_CHARGE = Text("占月服务费 {share}；可扣金额 {risk}", "{share} of the charge; {risk} at risk")
LEVELS_MISSED = Text("{judged} 项中 {missed} 项未达标", "{missed} of {judged} levels missed")

MARKS: Mapping[str, str] = {"met": "○", "missed": "●"}
"""Filled where the agreement was missed; never without its word."""
NO_AMOUNTS = Text("本月没有扣款、奖励或赎回。", "The month has no credit, no bonus and nothing earned back.")
AGREES = Text("没有一项的结算与证据相左。", "Nowhere do settlement and evidence disagree.")
ABOUT_EVIDENCE = Text(
    "结算按协议逐字计算；证据说明样本能否支持同样的结论：区间按 95 % 置信度，达标概率为真实水平达到约定的概率。两者并列，互不更改。",
    "Settlement is what the agreement says, to the letter. Evidence says whether the sample bears the same conclusion: the interval at"
    " 95 %, and the chance that the true level meets what was agreed. They stand side by side, and neither changes the other.",
)
NOTHING_LEFT_OUT = Text("没有记录未计入。", "Nothing was left out.")
OTHER_METHOD = Text("其他检查方式：{method}（{counted}），仅供参考，不用于结算", "another method: {method} ({counted}), shown and not settled on")
WAIVED, DISPUTED = Text("已豁免", "waived"), Text("争议成立", "dispute granted")
NO_ADJUSTMENTS = Text("本月没有豁免或争议。", "The month has no waiver and no dispute.")
THREE_WAYS = Text(
    "按协议合计 {signed}；计入已接受的 {accepted}（本结算单）；若待处理的全部成立 {granted}。",
    "By the agreement alone {signed} in all; with what was accepted {accepted} (this statement); with all open ones granted {granted}.",
)
BASIS = Text(
    "记录按指标自身的当地日期归入月份；工单适用报单当日有效的协议版本，其版本在该月之前已终止的，由当日有效的版本结算；"
    "结果先按协议约定的小数位舍入，再与约定比较。金额逐项四舍五入到分。时限按协议的工作日历计时，24 小时并非一天。",
    "A record counts in the month of the KPI's own local date. An order is under the version of the agreement that was valid on the day"
    " of its request; where that version had ended before the month, the one valid on the day settles it. Results are rounded as agreed"
    " before they are compared. Each amount is rounded half up to the cent. Agreed times are working time of the agreement's calendar.",
)
SHOWN_ONLY = Text("此处列出 {shown} 条，共 {total} 条。", "{shown} of {total} records are listed.")
YES, NO = Text("是", "yes"), Text("否", "no")
DAY, OUT = Text("计入日期（当地）", "Counts on (local day)"), Text("未计入原因", "Left out because")
CLOCK: Mapping[str, Text] = {
    "deadline_at": Text("期限（当地时间）", "Deadline (local time)"),
    "stopped_at": Text("停止（当地时间）", "Stopped (local time)"),
    "minutes": Text("用时（工作分钟）", "Used (working minutes)"),
    "target_minutes": Text("时限（工作分钟）", "Agreed (working minutes)"),
    "state": Text("状态", "State"),
}
