"""The words of the pictures of a comparison: funnel, caterpillar, slope, heat table, curves."""

from __future__ import annotations

from collections.abc import Mapping

from assay.text import Text

FAILURES = Text("未达到的数量", "failures")
OUTSIDE: Mapping[str, Text] = {
    "none": Text("{measure}：无一超出 99.8 % 控制限", "{measure}: nobody is outside the 99.8 % limits"),
    "above": Text("{who}偏多", "{who} above the 99.8 % limits"),
    "below": Text("{who}偏少", "{who} below the 99.8 % limits"),
    "some": Text("{measure}：{found}（超出 99.8 % 控制限）", "{measure}: {found}"),
}
MEASURE: Mapping[str, Text] = {
    "expected": Text("{what}与同等工作下的预期相比", "{what} against what is expected on like work"),
    "crude": Text("{kpi}（原始值）", "{kpi} as counted"),
    "target": Text("{what}与协议允许的数量相比", "{what} against what the agreement allows"),
}
PLOTTED: Mapping[str, Text] = {
    "expected": Text("每点一家供应商（{n} 家）：实际 ÷ 预期；预期按平均供应商做同样的工作计算。越靠右，依据越多",
                     "one point a vendor ({n}): actual over expected, if the average vendor did the same work; further right, more to go by"),
    "crude": Text("每点一家供应商（{n} 家），未作任何调整。越靠右，{below}越多",
                  "one point a vendor ({n}), nothing allowed for; further right, more {below}"),
    "target": Text("每点一家供应商（{n} 家）：实际 ÷ 协议允许的数量；1 恰好达标",
                   "one point a vendor ({n}): actual over what the agreement allows; 1 just meets it"),
}
X: Mapping[str, Text] = {
    "expected": Text("预期{what}", "expected {what}"),
    "crude": Text("{below}", "{below}"),
    "target": Text("协议允许的{what}", "{what} that the agreement allows"),
}
Y: Mapping[str, Text] = {
    "expected": Text("实际 ÷ 预期", "actual / expected"),
    "crude": Text("{unit}", "{unit}"),
    "target": Text("实际 ÷ 允许", "actual / allowed"),
}
CENTRE: Mapping[str, Text] = {
    "expected": Text("如预期", "as expected"),
    "crude": Text("合计 {value}", "all {value}"),
    "target": Text("恰好达标", "just meets it"),
}
OVERDISPERSED = Text(
    "控制限已计入供应商之间通常的差异：φ = {phi}，τ² = {tau2}，n = {n} 家（Spiegelhalter 2005）",
    "limits allow for the usual differences of vendors: φ = {phi}, τ² = {tau2}, n = {n} vendors (Spiegelhalter 2005)",
)
FEW = Text("供应商少于 4 家，无法估计通常的差异，控制限只含随机波动", "fewer than 4 vendors: usual differences are unknown, and limits hold chance only")
EXACT = Text("精确控制限（泊松），不计供应商之间的差异", "exact Poisson limits, without any allowance for differences of vendors")
COLOURED = Text("颜色：同等工作下明显较好（蓝）或较差（橙），见“调整后”；圈：超出控制限",
                "colour: clearly better (blue) or worse (orange) on like work, see Adjusted; ring: outside the limits")
COLOURED_SIDES = Text("颜色：同等工作下明显高于或低于其他各家（紫）；圈：超出控制限",
                      "colour: clearly higher or lower than the others on like work (violet); ring: outside the limits")
HOVER = Text("{name}\n{kpi}原始 {crude}（n = {n}）", "{name}\n{kpi} as counted {crude} (n = {n})")
HOVER_RATIO = Text("实际 {observed}，预期 {expected}", "actual {observed}, expected {expected}")
HOVER_ALLOWED = Text("实际 {observed}，协议允许 {expected}", "actual {observed}, allowed {expected}")
HOVER_ADJUSTED = Text("调整后 {value}（{low} – {high}）", "adjusted {value} ({low} – {high})")
HOVER_RANK = Text("名次 {place} / {of}（{first}–{last}），{band}", "place {place} of {of} ({first}–{last}), {band}")
CATERPILLAR = Text("调整后{kpi}：{found}", "{kpi}, adjusted: {found}")
CATERPILLAR_CRUDE = Text("{kpi}原始值与 95 % 区间", "{kpi} as counted, with 95 % intervals")
CATERPILLAR_STOCK = Text("{kpi}原始值", "{kpi} as counted")
ROWS = Text("实心：同等工作下的{kpi}及 95 % 区间；空心：原始值。两点的距离就是站点与工单构成的影响。共 {n} {below}",
            "filled: {kpi} on like work with 95 % intervals; hollow: as counted. Their distance is what sites and mix of work do. {n} {below}")
ROWS_CRUDE = Text("共 {n} {below}", "{n} {below}")
AVERAGE = Text("平均 {value}", "average {value}")
BANDED = Text("{n} 家{band}", "{n} {band}")
BEFORE, AFTER = Text("原始值", "as counted"), Text("调整后", "adjusted")
SLOPED = Text("{kpi}：左为原始值，右为同等工作下的值（n = {n} 家）", "{kpi}: as counted on the left, on like work on the right ({n} vendors)")
HEAT = Text("{n} 家供应商 × {kpis} 项指标；格内是同等工作下的值，最需关注的在上",
            "{n} vendors by {kpis} KPIs; each cell is the value on like work, most concern on top")
HEAT_NOTE = Text("橙：明显较差；蓝：明显较好；紫：明显偏高或偏低（无优劣方向）；灰：与各家平均无法区分；越深越确定。括号内为未调整的原始值，点任一格看该项对比。",
                 "orange: clearly worse; blue: clearly better; violet: clearly higher or lower (neither is better); grey: not distinguishable "
                 "from the average; the deeper, the surer. In brackets: as counted, not adjusted. A cell opens that comparison.")
HEAT_WORST = Text("{name}在 {kpis} 项中有 {worse} 项明显较差；共 {n} 家在两项以上明显较差",
                  "{name} is clearly worse on {worse} of {kpis} KPIs; {n} in all are on two or more")
HEAT_NONE = Text("没有一家在两项以上明显较差（一项：{n} 家）", "Nobody is clearly worse on two or more KPIs (on one: {n})")
AS_COUNTED = Text("（{value}）", "({value})")
CURVES: Mapping[str, Text] = {
    "response": Text("响应用时：{found}", "Time to respond: {found}"),
    "completion": Text("完成用时：{found}", "Time to complete: {found}"),
}
MEDIANS = Text("中位数从{first}的 {low}到{last}的 {high}", "medians from {low} ({first}) to {high} ({last})")
MEDIAN_ONE = Text("{first}的中位数为 {low}", "the median of {first} is {low}")
NO_MEDIAN = Text("还没有一家完成过半", "no vendor has got half of them done yet")
PACES = Text("；同等工作下 {slower} 家较慢、{faster} 家较快", "; on like work {slower} slower, {faster} faster")
CURVED = Text("到各时刻已完成的比例（工作时间，对数刻度）；未完成的按截尾、取消的按竞争事件计入；{n} 张工单",
              "share done by each working time (logarithmic); open orders are censored, cancelled ones compete; {n} orders")
CURVES_X = Text("工作时间", "working time")
CURVES_NOTE = Text("颜色：同等工作下明显较慢（橙）或较快（蓝），99.8 %；阴影：选中供应商的 95 % 区间",
                   "colour: clearly slower (orange) or faster (blue) on like work, at 99.8 %; shade: 95 % interval of the vendor that is picked")
AGREED = Text("约定 {time}", "agreed {time}")
PACE: Mapping[str, Text] = {
    "faster": Text("较快", "faster"),
    "slower": Text("较慢", "slower"),
    "not_distinguishable": Text("无法区分", "not distinguishable"),
    "not_enough_data": Text("数据不足", "not enough data"),
    "no_events": Text("无一完成", "none done"),
    "not_comparable": Text("不可比", "not comparable"),
}
ANSWERS: Mapping[str, Text] = {
    "not_reached": Text("未过半", "not reached"),
    "not_followed": Text("观察不足", "not watched so long"),
    "not_enough_data": Text("数据不足", "not enough data"),
}
SEVERAL = Text("{n} 家", "{n} vendors")
