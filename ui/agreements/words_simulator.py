"""The words of the simulator on the page *Agreements*."""

from __future__ import annotations

from assay.text import Text

START_FROM = Text("从哪份协议开始", "Start from the agreement")
AGREEMENT_OF = Text("{vendor} · {service} · {id}（{first} 起）", "{vendor} · {service} · {id} (from {first})")
TRUE_LEVEL = Text("供应商的真实水平", "True level of the vendor")
PERFORMANCES = {"target": Text("恰好达标", "Exactly at target"), "past": Text("同近 12 个月", "As in the last 12 months")}
CHARGE = Text("月服务费（元）", "Monthly charge (CNY)")
AT_RISK = Text("可扣上限（占月服务费 %）", "At risk (% of the monthly charge)")
LEVELS = Text("各项服务等级的月工作量、目标、真实水平与份额，可编辑", "Volume, target, true level and share of each service level, editable")
LEVELS_HINT = Text(
    "点格子即可修改，结果随之重算；不写入任何地方。分档随目标一同移动。",
    "Every figure can be edited, and the results follow; nothing is written anywhere. Tiers move along with their target.",
)
VOLUME = Text("每月数量", "A month")
VOLUME_HINT = Text("每月计入分母的数量；初始为近 12 个月的平均。清空即不计该项。", "How many count each month; at first the average of the last 12 months. Empty leaves the level out.")
TARGET_HINT = Text("约定的目标，以指标的单位表示。", "What is agreed, in the unit of the KPI.")
RATE = Text("真实水平", "True level")
RATE_HINT = Text("长期来看实际达到的水平，以指标的单位表示。", "What the vendor really reaches in the long run, in the unit of the KPI.")
SHARE = Text("占可扣金额 %", "% at risk")
SHARE_HINT = Text("未达标时扣可扣金额的百分之几。", "How much of the amount at risk a miss costs.")
REPEAT = Text("连续倍数", "Repeat ×")
REPEAT_HINT = Text("连续两个月未达标时扣款的倍数；空为不加倍。", "By what a credit is multiplied where the month before missed too; empty for not at all.")
COMPUTING = Text("正在计算一年的分布…", "Working out the distribution of a year…")
IMPOSSIBLE = Text("真实水平不能超过 100 %：{levels}", "A true level cannot be above 100 %: {levels}")
NO_VOLUME = Text("请为至少一项填写每月数量", "Give at least one level a monthly volume")
EXPECTED = Text("平均每年扣款", "Average credit a year")
NINE_IN_TEN = Text("九成年份在 {low} – {high}", "nine years in ten: {low} – {high}")
AS_SIGNED = Text("按原协议 {amount}", "{amount} as signed")
ANY_CREDIT = Text("某月被扣的概率", "Chance of a credit in a month")
OF_MONTHS = Text("任取一个月，至少有一项扣款", "in any one month, at least one level costs")
EARNED_BACK = Text("已扣除赎回 {amount}", "{amount} of earn-back taken off")
CAPPED = Text("某月封顶的概率", "Chance of the cap in a month")
CAPPED_MEANS = Text("扣款合计超过可扣上限", "credits sum to more than the amount at risk")
NO_YEAR = Text("全年分文不扣的概率", "Chance of a year without credit")
NO_YEAR_MEANS = Text("十二个月合计为零", "nothing due in all twelve months")
BY_LEVEL = Text("逐项", "Level by level")
BY_LEVEL_HINT = Text(
    "每项单独计算，不计连续加倍、同一事件与封顶，因此合计高于或低于上面的平均数。",
    "Each by itself, before repeats, shared incidents and the cap; so they do not sum to the average above.",
)
CHANCE_OF_MISS = Text("某月未达标的概率", "Chance of a miss in a month")
CHANCE_OF_MISS_HINT = Text("真实水平不变，只因样本有限而未达标的概率也在内。", "Misses by chance alone included: a small month falls short easily.")
CREDIT_ALONE = Text("每年扣款", "Credit a year")
CREDIT_ALONE_HINT = Text("十二个月的期望。", "Expected over twelve months.")
CANNOT_FORETELL = Text(
    "未模拟：{levels}。平均数与存量的波动不能由数量与水平推出。",
    "Not simulated: {levels}. How much averages and stocks vary does not follow from a volume and a level.",
)
WITHOUT_VOLUME = Text("没有每月数量，未计入：{levels}。", "Left out for want of a volume: {levels}.")
AVERAGE = Text("平均 {amount}", "average {amount}")
X_AXIS = Text("全年扣款（扣除赎回）", "Credit of a year, less earn-back")
Y_AXIS = Text("概率", "Chance")
HOVER = Text("{low} – {high}：{chance}", "{low} – {high}: {chance}")
HOVER_NOTHING = Text("分文不扣：{chance}", "no credit at all: {chance}")
