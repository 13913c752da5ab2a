"""The words of the page *Trends*."""

from __future__ import annotations

from assay.text import Text

TRENDS = Text("趋势", "Trends")
GRAIN = Text("粒度", "Period length")
ACROSS = Text("按", "By")
RULES = Text("判异规则", "Rule set")
OPENED = Text("所选序列", "Opened series")
BESIDE = Text("对照序列", "Compared with")
GRAINS = {
    "day": Text("日", "Day"), "week": Text("周", "Week"), "month": Text("月", "Month"), "quarter": Text("季", "Quarter"),
}
BY = {"vendor_id": Text("供应商", "Vendor"), "site_id": Text("站点", "Site")}
TOGETHER = Text("合计", "All together")
TIERS = {"act": Text("需处理", "act"), "watch": Text("关注", "watch")}
IMPROVED = Text("确有改善", "improved")
TIER = Text("预警", "Watch list")
VARIATION = Text("波动", "Variation")
ASSURANCE = Text("达标能力", "Assurance")
ICONS = {"vendor_id": Text("供应商 × 指标：一眼看全", "Vendors by KPI at a glance"), "site_id": Text("站点 × 指标：一眼看全", "Sites by KPI at a glance")}
ICONS_HINT = Text(
    "左侧图标：最近一期是普通波动（灰色波形）、改善（蓝）还是恶化（橙）；右侧图标：通常范围在目标之上、之间还是之下。点任一格看控制图。",
    "Left icon: is the latest period common cause (grey wave), improvement (blue) or concern (orange)? Right icon: does the usual range lie "
    "above, across or below the target? A cell opens its control chart.",
)
WATCH_NOTE = Text(
    "“需处理／关注”看全部序列：每条序列一个 p 值（最近 8 期的 EWMA 对基线），经 Benjamini–Hochberg 校正。关注：q < 0.2，列出者中误报约不超过五分之一；"
    "需处理：连续两期 q < 0.05。图标只说明单张图，本身不报警。",
    "*Act* and *watch* look at all series together: one p-value each (EWMA of the last 8 periods against the baseline), corrected by "
    "Benjamini–Hochberg. Watch: q < 0.2, so about one in five of those listed may be false; act: q < 0.05 in two reports running. Icons "
    "speak of one chart each and raise no alarm.",
)
MORE = Text("其他指标", "More KPIs")
NO_REGISTER = Text("登记库没有应答", "The register does not answer")
NOTHING_TITLE = Text("此筛选下没有可画的序列", "No series to draw under these filters")
NOTHING_BODY = Text("请放宽筛选，或换一个粒度。", "Widen the filters or choose another period length.")
PARTS = {
    "chart": Text("控制图", "Control chart"), "season": Text("季节", "Season"), "changes": Text("变点与趋势", "Change points, slope"),
    "forecast": Text("预测", "Forecast"), "between": Text("事件间隔", "Between events"),
}
CLOSE = Text("收起", "Close")
SERIES_GONE = Text("所选序列在此筛选或粒度下没有数据。", "The opened series has no data under these filters or at this period length.")
NUMBERED = Text("图中标号", "Numbered signals")
NO_SIGNAL = Text("各期均在普通波动之内，没有信号。", "Every period lies within common cause: no signal.")
POINT = Text("{period}：{value}（{counted}）", "{period}: {value} ({counted})")
PARTIAL_POINT = Text("进行中，不参与判断", "still running, not judged")
ORDERS_OF = Text("看这 {count} 条记录对应的工单", "Orders behind these {count}")
MISSED_OF = Text("其中未达到的 {count} 张工单", "The {count} orders that failed")
CLICK_HINT = Text("点图上任一点，看该期的数字与工单。", "Click a point for its figures and orders.")
BESIDE_NONE = Text("不对照", "nothing")
DOWNLOAD_PICTURE = Text("下载图片", "Download picture")
REBASE = Text("重设基线（已记录 {count} 次）", "Rebase ({count} on record)")
REBASE_NONE = Text("重设基线", "Rebase")
REBASE_HINT = Text(
    "只有过程确有已知的改变（新班组、新流程、新口径）时才重设：控制限从所选一期起重新计算。原因与日期会保留，可撤回，不能删除。"
    "它适用于该指标的这条序列，与筛选无关。",
    "Only where the process is known to have changed (a new crew, a new way of working, a new definition): limits are reckoned anew from the "
    "chosen period on. Reason and date stay on record; they can be withdrawn, never deleted. It holds for this series of the KPI whatever is "
    "filtered.",
)
FROM = Text("自哪一期起", "From")
WHY = Text("原因", "Reason")
WHY_SAMPLE = Text("例如：4 月起增派第二班组", "for example: a second crew since April")
WHO = Text("记录人", "Your name")
STATE = Text("状态", "State")
COUNTS = Text("有效", "in force")
TAKEN_BACK = Text("{who}撤回：{why}", "withdrawn by {who}: {why}")
WRITE_REBASE = Text("写入并重算", "Write down and reckon anew")
REBASE_WRITTEN = Text("已写入，控制限已重新计算。", "Written down; the limits were reckoned anew.")
WITHDRAWN = Text("已撤回；记录仍保留。", "Withdrawn; it stays on record.")
WITHDRAW = Text("撤回", "Withdraw")
WHICH = Text("哪一条", "Which one")
WHY_BACK = Text("撤回原因", "Why withdrawn")
OUT_OF_SCOPE = Text("不在可写的范围内，未写入。", "Outside what you may write; nothing was written.")
