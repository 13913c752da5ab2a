"""The words of a summary that are no sentences: headings, columns, notes."""

from __future__ import annotations

from collections.abc import Mapping

from assay.text import Text

TITLE = Text("服务质量月报", "Service quality, monthly summary")
VENDOR_TITLE = Text("供应商服务质量月报", "Service quality of a vendor, monthly summary")
OF_ALL = Text("全部供应商", "All vendors")

VENDORS = Text("供应商与指标", "Vendors and KPIs")
LEVELS = Text("逐项约定", "Agreed levels")
WHY = Text("为什么", "Why")
MOVED = Text("与上月相比", "Against the month before")
WORSE, BETTER = Text("恶化", "Worse"), Text("改善", "Better")
MONEY = Text("金额", "Money")
WATCH = Text("预警", "Early warning")
ENDING = Text("即将到期的协议", "Agreements that end soon")
ACTIONS = Text("改进措施", "Actions")
TRENDS = Text("有信号的走势", "Trends with a signal")
COVERAGE = Text("数据", "Data")
RESTATED = Text("公布后的变化", "Restated since publication")
READING = Text("如何阅读", "How to read this")

WHY_MESSAGE = Text("未达标背后的原因", "What lies behind the misses")
MOVED_MESSAGE = Text("{worse} 项恶化、{better} 项改善，超出随机误差", "{worse} got worse and {better} better by more than chance")
MONEY_MESSAGE = Text("应扣 {credit}，奖励 {bonus}，可扣金额 {risk}", "Credits {credit}, bonus {bonus}, {risk} at risk")
WATCH_MESSAGE = Text("{act} 个序列需要处理，{watch} 个需要关注", "{act} series to act on, {watch} to watch")
ACTIONS_MESSAGE = Text("{n} 项措施在册，{late} 项已逾期", "{n} actions on record, {late} overdue")
TRENDS_MESSAGE = Text("{n} 项总体指标出现信号", "{n} headline KPIs show a signal")

VENDOR = Text("供应商", "Vendor")
MISSED = Text("未达标", "Missed")
MISSED_OF = Text("{missed} / {judged}", "{missed} / {judged}")
BEYOND = Text("超出波动", "Beyond chance")
DUE = Text("应扣", "Credit")
BACK = Text("赎回", "Earned back")
BONUS = Text("奖励", "Bonus")
AT_RISK = Text("可扣金额", "At risk")
TOTAL = Text("合计", "Total")
TO_DEDUCT = Text("合计扣", "To deduct")
TO_PAY = Text("合计应付", "To pay")
LAST_MONTH, LAST_YEAR = Text("上月 {amount}", "{amount} the month before"), Text("去年同月 {amount}", "{amount} a year ago")
LEVEL, RESULT, GOAL = Text("服务等级", "Service level"), Text("结果", "Result"), Text("约定", "Agreed")
SETTLED, INTERVAL, N = Text("结算", "Settlement"), Text("95 % 区间", "95 % interval"), Text("n", "n")

SERIES, STATE = Text("供应商与指标", "Vendor and KPI"), Text("状态", "State")
OF_SERIES = Text("{name} · {kpi}", "{name} · {kpi}")
VALUE, Q, SIGN = Text("最新值", "Latest"), Text("q", "q"), Text("最新一点", "Latest point")
TIERS: Mapping[str, Text] = {"act": Text("处理", "Act"), "watch": Text("关注", "Watch")}
AGREEMENT, ENDS = Text("协议", "Agreement"), Text("到期", "Ends")
ACTION, OWNER, BY, SINCE = Text("措施", "Action"), Text("负责人", "Owner"), Text("期限", "Due"), Text("记录", "Written down")
EFFECT = Text("成效", "What it changed")
ABOUT_EFFECT = Text(
    "成效：与没有采取措施的同类服务点相比，差距变化了多少；并排除均值回归。证据不足时写明“证据尚弱”，不写“有效”。",
    "What it changed: against like places without the measure, and beyond what a bad month gives back by itself. Where the evidence is "
    "weak it says so, and not that the measure worked.",
)
STATES: Mapping[str, Text] = {"candidate": Text("候选", "Candidate"), "taken": Text("已采纳", "Taken")}
OVERDUE = Text("{day}（已逾期）", "{day} (overdue)")
FIGURE, PUBLISHED, TODAY = Text("数字", "Figure"), Text("公布时", "As published"), Text("现在", "Today")

MONEY_TITLE = Text("{month}：{verb} {amount}", "{month}: {verb} {amount}")
MONEY_SUBTITLE = Text("每月扣款（上）与赎回、奖励（下），人民币", "Credits (up), and what came back or was earned (down), by month, in yuan")
CREDITS, RETURNED = Text("扣款", "Credits"), Text("赎回与奖励", "Earned back and bonus")

MORE_ROWS = Text("另有 {n} 行未列出，见工作簿。", "{n} more rows are in the workbook.")
ABOUT_MOVES = Text(
    "比较了 {n} 个序列与上月的差，并校正了比较的次数（Benjamini–Hochberg，5 %）；未列出的都在随机误差之内。",
    "{n} series were compared with the month before, corrected for their number (Benjamini–Hochberg, 5 %); what is not listed is within "
    "chance.",
)
ABOUT_WATCH = Text(
    "各供应商各指标最近 8 个月与其基线相比；q 为校正后的误报率：不超过 0.05 需处理，不超过 0.2 需关注。",
    "The last 8 months of each series against its baseline; q is the false-discovery rate: up to 0.05 act, up to 0.2 watch.",
)
ABOUT_WHY = Text(
    "这里说问题落在哪里，不说由谁造成：相关不是因果。",
    "This says where a problem lies and not who caused it: what goes together need not be cause and effect.",
)
ABOUT_ICONS = Text(
    "第一个图标：最新一点是普通波动、改善还是恶化（规则集 {rules}）；第二个：稳定达标、时达时不达或稳定不达标。"
    "结算按协议逐字计算；“超出随机波动”是证据：样本足以说明真实水平低于约定，并已校正比较的次数。二者并列，互不更改。",
    "First icon: whether the latest point is common cause, an improvement or a concern (rules {rules}); second: whether the target is "
    "met consistently, hit or miss, or missed consistently. Settlement is what the agreement says, to the letter; “beyond chance” is "
    "evidence: the sample shows that the true level is below what was agreed, corrected for the number of levels. Neither changes the "
    "other.",
)
RESTATED_NOTE = Text(
    "以下各页是公布时的月报；此处列出之后因补录、更正、豁免或争议而变化的数字。",
    "The pages that follow are the report as it was published; here are the figures that changed since, through late data, corrections, "
    "waivers or disputes.",
)
STAMP_DATA = Text("数据截至 {at}（UTC），仓库版本 {version}", "Data up to {at} UTC, warehouse {version}")
STAMP_DEFINITIONS = Text("口径版本 {version}；制表 {at}（UTC）", "Definitions {version}; made at {at} UTC")
