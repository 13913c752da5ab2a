"""The words of a vendor's card on paper."""

from __future__ import annotations

from assay.text import Text

TITLE = Text("供应商服务质量卡", "Vendor card")
SUMMARY = Text("{said}。", "{said}.")
CHANGED = Text("较上月的变化", "What changed since the month before")
NOTHING_CHANGED = Text("没有变化：约定、指标状态与数值均未超出随机误差。", "Nothing changed: no level turned, no KPI left its state, none moved by more than chance.")
KPIS = Text("全部指标", "All KPIs")
PLACES = Text("强项与短板：{first} 至 {last}", "Strengths and weaknesses, {first} to {last}")
WEAK, STRONG = Text("短板", "Weaknesses"), Text("强项", "Strengths")
NOTHING_CLEAR = Text("没有一处的差异超出随机误差。", "No difference is more than chance.")
COMPARISONS = Text("全部 {count} 处比较", "All {count} comparisons")
CLEAR_ONES = Text("{count} 处比较中超出随机误差的", "Beyond chance, of {count} comparisons")
LEVELS = Text("逐项约定", "Level by level")
SERIES = Text("逐月数值", "Month by month")
DEFINITIONS = Text("口径", "Definitions")

GROUP, KPI, MONTH = Text("类别", "Group"), Text("指标", "KPI"), Text("月份", "Month")
VALUE, TARGET, N = Text("值", "Value"), Text("目标", "Target"), Text("样本", "n")
VARIATION, ASSURANCE = Text("波动", "Variation"), Text("达标能力", "Assurance")
CHANGE, INTERVAL = Text("较上月", "Change"), Text("95 % 区间", "95 % interval")
IS_CLEAR = Text("超出随机误差", "Beyond chance")
WHERE, BESIDE, APART, Q = Text("服务 / 站点", "Service or site"), Text("对照", "Compared with"), Text("差异", "Difference"), Text("q 值", "q")
OTHER = Text("对照值", "Its value")
LEVEL, SETTLED, BEFORE = Text("服务等级", "Service level"), Text("结算", "Settlement"), Text("上月", "Month before")
RESULT, CHANCE, DUE, BONUS = Text("结果", "Result"), Text("达标概率", "Chance"), Text("扣款", "Credit"), Text("奖励", "Bonus")
NUMERATOR, DENOMINATOR = Text("分子", "Num."), Text("分母", "Denom.")
LOWER, UPPER = Text("控制下限", "Lower limit"), Text("控制上限", "Upper limit")
SENTENCE, SUMS = Text("定义", "Definition"), Text("分子 / 分母", "Numerator / denominator")
YES, NO = Text("是", "yes"), Text("否", "no")
TOTAL, CREDITS = Text("本月合计应扣", "To deduct in all"), Text("扣款 {credit}，奖励 {bonus}", "credits {credit}, bonus {bonus}")
TO_PAY = Text("本月合计应付", "To pay in all")
MET = Text("达标的约定", "Levels met")
SCORE, AGREEMENT = Text("评分", "Score"), Text("服务协议", "Agreement")
GROUPS = {
    "orders": Text("工单", "Orders"), "inspections": Text("检查", "Inspections"), "voices": Text("评价与投诉", "Voices"),
    "people": Text("人员", "People"), "figures": Text("以数值收到的指标", "Received as figures"),
}
AGAINST = {
    "others": Text("其他 {others} 家合计", "{others} others together"), "own_services": Text("其他服务", "other services"),
    "own_sites": Text("其他站点", "other sites"),
}
ABOUT_PLACES = Text(
    "站点与该供应商同类服务的其他站点相比，服务类别与同类服务的其他供应商合计（少于 {least} 家时不比）或该供应商的其他服务相比。均为原始值，未调整站点难度与"
    "工单构成；全部比较一并经 Benjamini–Hochberg 校正（错误发现率 5 %）。{few} 处样本不足，未比较。",
    "A site is held against the vendor's other sites of the same service; a service against all its other vendors together (never fewer "
    "than {least}) or the vendor's own other services. Figures are as counted, not adjusted for how hard a site is or for the mix of "
    "orders. All comparisons are corrected together by Benjamini–Hochberg (false discovery rate 5 %). {few} had too few records and were "
    "not compared.",
)
ABOUT_KPIS = Text(
    "波动与达标能力按控制图判断（{rules}）；变动的区间为 95 %，是否超出随机误差经 Benjamini–Hochberg 校正。",
    "Variation and assurance are those of the control chart ({rules}); the interval of a change is at 95 %, and whether it is beyond "
    "chance is corrected by Benjamini–Hochberg.",
)
