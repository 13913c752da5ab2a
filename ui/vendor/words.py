"""The words of the page *Vendor*."""

from __future__ import annotations

from assay.text import Text

VENDOR = Text("供应商", "Vendor")
NONE_TITLE = Text("没有可见的供应商", "There is no vendor to show")
NONE_BODY = Text("数据中没有供应商，或不在可见范围内。", "The data name no vendor, or none that may be seen.")
SETTLING = Text("正在汇总…", "Putting the card together…")
WHOLE = Text(
    "本页汇总该供应商的全部服务与站点，服务类别与站点的筛选在此不适用。",
    "The card covers all services and sites of the vendor: the filters of services and sites do not apply here.",
)
OTHER_VENDORS = Text("筛选了多家供应商，此处为第一家；可在右侧更换。", "Several vendors are filtered; this is the first of them. Another can be chosen above.")
AS_PDF, AS_XLSX = Text("下载 PDF", "Download PDF"), Text("下载 Excel", "Download Excel")

LEVELS = Text("约定的等级", "Agreed levels")
LEVELS_MET = Text("{met}/{judged} 项达标", "{met} of {judged} met")
LEVELS_BASIS = Text("{missed} 项未达标，其中 {beyond} 项超出随机波动", "{missed} missed, {beyond} of them beyond chance")
LEVELS_WITHIN = Text("{missed} 项未达标，均未超出随机波动", "{missed} missed, none beyond chance")
LEVELS_ALL = Text("没有未达标的约定", "no level missed")
LEVELS_LEFT = Text("{count} 项未判定", "{count} not judged")
NOT_JUDGED = Text("未判定", "not judged")
TO_DEDUCT, TO_PAY = Text("本月应扣", "To deduct this month"), Text("本月应付奖励", "To pay this month")
MADE_OF = Text("扣款 {credit}，奖励 {bonus}", "credits {credit}, bonus {bonus}")
EARNED = Text("赎回 {back}", "earned back {back}")
OPEN_STATEMENT = Text("查看结算单", "open the statement")
SO_FAR = Text("进行中，暂计", "so far; may change")
AGREEMENT = Text("服务协议有效期", "Agreement in force")
AGREEMENTS = Text("最早到期的协议（共 {count} 份）", "First of {count} agreements to end")
SINCE = Text("{id}，{day} 起", "{id}, since {day}")
SCORE = Text("评分", "Score")
NO_SCORE = Text("已测权重不足，不评分", "too little was measured to score")
CAPPED = Text("分数本身为{band}，因限制项降级", "{band} by the score alone, capped")

NO_AGREEMENT = Text("本月没有生效的协议，因此没有约定、结算与评分。", "No agreement was in force in the month, so nothing is settled or scored.")
CHANGED = Text("较上月的变化", "What changed since the month before")
NOTHING_CHANGED = Text("没有约定由达标转为未达标或相反，没有指标改变状态，也没有指标的变动超出随机误差。",
                       "No level turned between met and missed, no KPI changed its state, and none moved by more than chance.")
HOW = Text("变化", "Change")
NO_MONTH_BEFORE = Text("这是有记录的第一个月，没有上月可比。", "This is the first month on record: there is none before it to compare with.")
MONTH_RUNS = Text(
    "{month} 尚未结束：约定只计已到期的部分；指标以最近一个完整月份判断。",
    "{month} is still running: of the levels only what has fallen due counts, and KPIs are judged by the latest full month.",
)

ALL_KPIS = Text("全部指标", "All KPIs")
KPIS_HINT = Text(
    "各组内最需关注的在前。图标与“趋势”页同一算法；点名称或走势看控制图，点数值看未达到的工单，点变化看根因，点 n 看全部工单。",
    "Most concern first within each group. The icons are those of the page Trends; a name or its line opens the control chart, a value "
    "the orders that failed, a change its root cause, n all of them.",
)
KPI = Text("指标", "KPI")
LATEST = Text("最近值", "Latest")
LATEST_HINT = Text("最近一个完整月份的值；不是本月的会注明月份。", "The value of the latest full month; named where that is another month.")
TARGET = Text("目标", "Target")
TARGET_HINT = Text(
    "约定的目标；几项约定不同的，按当月各自的工单数加权，逐项见下方。",
    "As agreed; of several different levels their mean by how much of each there was. One by one they are below.",
)
VARIATION = Text("波动", "Variation")
VARIATION_HINT = Text(
    "最近一个完整月份是普通波动，还是改善或恶化的信号；其下为最近 24 个月，空心点为进行中的一月。",
    "Whether the latest full month is common cause or a sign of improvement or concern; beneath it the last 24 months, hollow where one "
    "still runs.",
)
ASSURANCE = Text("达标能力", "Assurance")
ASSURANCE_HINT = Text("通常范围在目标的哪一侧。", "On which side of the target the usual range lies.")
CHANGE = Text("较上月", "Since last month")
CHANGE_HINT = Text(
    "与上一个月相比。橙或蓝：超出随机误差（经 Benjamini–Hochberg 校正，错误发现率 5 %）。",
    "Against the month before. Orange or blue: more than chance (Benjamini–Hochberg over all KPIs, false discovery rate 5 %).",
)
BY_CHANCE = Text("随机误差之内", "within chance")
NOT_TESTED = Text("逐月存量，不作检验", "a stock: not tested")
NO_SERIES = Text("该供应商还没有可以画成序列的指标。", "Nothing of this vendor makes a series yet.")

PLACES = Text("强项与短板：{first} 至 {last}", "Strengths and weaknesses, {first} to {last}")
STRONG, WEAK = Text("强项", "Strengths"), Text("短板", "Weaknesses")
PLACES_NONE = Text(
    "比较了 {count} 处，没有一处的差异超出随机误差。", "{count} comparisons, and none differs by more than chance."
)
PLACES_COUNT = Text(
    "共比较 {count} 处：{weak} 处较弱、{strong} 处较强，超出随机误差；以下为最清楚的几处。",
    "{count} comparisons: {weak} weaker and {strong} stronger by more than chance; the clearest few are these.",
)
PLACES_NOTHING = Text("没有可比较之处：只有一个站点与服务，或样本不足。", "Nothing to compare: a single site and service, or too few records.")
PLACES_NOTE = Text(
    "站点与该供应商同类服务的其他站点相比，服务类别与同类服务的其他供应商合计相比（至少 {least} 家，否则不比）。均为原始值，未调整站点难度与工单构成；"
    "全部比较一并经 Benjamini–Hochberg 校正（错误发现率 5 %）。{few} 处样本不足，未比较。",
    "A site is held against the vendor's other sites of the same service, a service against all its other vendors together (at least "
    "{least}, or not at all). Figures are as counted, not adjusted for how hard a site is or for the mix of orders. All comparisons are "
    "corrected together by Benjamini–Hochberg (false discovery rate 5 %). {few} had too few records and were not compared.",
)
PLACES_NOTE_OWN = Text(
    "站点与该供应商同类服务的其他站点相比，服务类别与该供应商的其他服务相比。均为原始值，未调整站点难度与工单构成；"
    "全部比较一并经 Benjamini–Hochberg 校正（错误发现率 5 %）。{few} 处样本不足，未比较。",
    "A site is held against the vendor's other sites of the same service, a service against the vendor's other services. Figures are as "
    "counted, not adjusted for how hard a site is or for the mix of orders. All comparisons are corrected together by "
    "Benjamini–Hochberg (false discovery rate 5 %). {few} had too few records and were not compared.",
)
ALL_PLACES = Text("全部 {count} 处比较", "All {count} comparisons")
WHERE = Text("服务 / 站点", "Service or site")
VALUE = Text("值", "Value")
BESIDE = Text("对照", "Compared with")
DIFFERENCE = Text("差异", "Difference")
DIFFERENCE_HINT = Text("下方为 95 % 区间；橙或蓝：超出随机误差。", "Beneath it the 95 % interval; orange or blue: more than chance.")

ALL_LEVELS = Text("逐项约定", "Level by level")
LEVEL = Text("服务等级", "Service level")
RESULT = Text("结算", "Settlement")
BEFORE = Text("上月", "Month before")
CHANCE = Text("证据：达标概率", "Evidence: chance")
CHANCE_HINT = Text("真实水平达到目标的概率；橙色：未达标且超出随机波动。", "How likely the true level meets the target; orange: missed beyond chance.")
DUE = Text("扣款 / 奖励", "Credit / bonus")
LEVELS_HINT = Text("结算严格按协议；点名称看该项如何得出及其工单。", "Settlement is what the agreement says; a name opens how it came about, and its orders.")
