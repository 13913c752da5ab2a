"""How a model of drivers fits, what it holds fixed, and what it cannot say, in words."""

from __future__ import annotations

from collections.abc import Mapping

from assay.text import Text

PERIODS = Text("用了 {span}：期间越多越有把握，至多 {most} 期、约 {orders} 张工单。各期之间的差别（季节、总体升降）保持不变，不算作因素。",
               "Fitted on {span}: more periods make it surer, up to {most} of them or about {orders} orders. What differs between periods "
               "(season, a general rise or fall) is held fixed and is no factor.")
ONE_PERIOD = Text("只用了 {span}：再加一期就超过约 {orders} 张工单，或此前没有数据。",
                  "Fitted on {span} alone: another period would pass about {orders} orders, or there is none before it.")
PAIRED = Text("保持不变：每家供应商在每个站点、每一期。各取值只在同一供应商、同一站点的工单之间比较。",
              "Held fixed: each vendor at each site, and each period. Levels are compared among orders of the same vendor at the same site only.")
APART = Text("保持不变：供应商、站点、期间（供应商与站点的组合太多，分别计入）。",
             "Held fixed: vendors, sites and periods (there are too many pairs of vendor and site to hold each).")
POOLED = Text("{name}共 {levels} 个，其中最小的 {pooled} 个合并计算。", "{name}: {levels}, of which the smallest {pooled} are taken for one.")
STAFFED = Text(
    "作业人员的分类另用一个模型：只含已派人的 {n}，另有 {left} 因无人或人员不明而不在其中。没人响应的工单没有作业人员，也必然超时；混在一起，“无人”会成为最强的“因素”。",
    "Classes of the worker stand in a model of their own, on the {n} where somebody was sent; {left} without a known worker are not in it. What "
    "nobody answers has no worker and fails: taken together, “nobody” would be the strongest of all factors.",
)
BETWEEN = Text(
    "作业人员的分类比较的是不同的人，不是同一个人的前后；谁被派往难的工单、谁在哪个站点，都可能混在其中。不显示任何个人。",
    "Classes of the worker compare different people, never one person before and after; who is sent to hard jobs, and who serves which site, "
    "may be mixed in. No person is shown.",
)
SIZES = Text("数据：n = {n}，汇总为 {cells} 格；少于 {least} 的取值不给出数字。", "Data: n = {n} in {cells} cells; levels under {least} are not told.")
MODEL: Mapping[str, Text] = {
    "p": Text("模型：二项 logistic 回归；百分点为平均边际差（每张工单分别按两种取值计算后取平均）。",
              "Model: binomial logistic regression; points are average marginal differences (each order once with either level, averaged)."),
    "u": Text("模型：泊松回归；差值为平均边际差。", "Model: Poisson regression; differences are average marginal ones."),
    "xmr": Text("模型：由合计与平方和估计的线性回归。", "Model: linear regression from sums and sums of squares."),
    "log": Text("模型：对数用时的线性回归；给出几何平均之比。只含已响应的工单。",
                "Model: linear regression of log times; ratios of geometric means are given. Answered orders only."),
}
SPREAD_FINE = Text("离散：各格的散布是随机应有的 {dispersion} 倍，误差不作放宽。",
                   "Spread: cells scatter {dispersion} times as much as chance makes them; errors are left as they are.")
SPREAD_WIDENED = Text("离散：各格的散布是随机应有的 {dispersion} 倍，区间已放宽 {root} 倍。",
                      "Spread: cells scatter {dispersion} times as much as chance makes them; intervals are widened {root} times.")
EXPLAINED = Text("解释力：模型解释 {all}，其中各因素在供应商、站点与期间之外解释 {own}。单张工单的结果大多仍无法解释，这很正常。",
                 "Explained: {all} in all, of which the factors explain {own} beyond vendors, sites and periods. Most of what becomes of a "
                 "single order stays unexplained, as it always does.")
COLLINEAR = Text("{names}与其他因素高度同步（方差膨胀 {inflation}），各自的部分难以分清。",
                 "{names}: goes along so closely with the other factors (variance inflation {inflation}) that its own part is hard to tell.")
NOT_COLLINEAR = Text("共线：没有因素与其他因素高度同步（方差膨胀均在 {most} 以下）。",
                     "Collinearity: no factor goes along closely with the others (all variance inflations under {most}).")
SEPARATED = Text("{level}：全部成功或全部失败，估计值靠 Firth 惩罚，区间取自剖面似然。",
                 "{level}: all succeed or all fail; the estimate leans on Firth's penalty, the interval is that of the profile likelihood.")
PENALISED = Text("事件相对取值太少，全程使用 Firth 惩罚。", "Events are few for the number of levels, so Firth's penalty was used throughout.")
DROPPED: Mapping[str, Text] = {
    "many_values": Text("未用{name}：取值超过 {most} 个。", "Left out: {name}, which has more than {most} values."),
    "one_site": Text("未用{name}：只有一个站点，一类人可能就是一个人。", "Left out: {name}; at a single site a class of workers can be one person."),
    "one_level": Text("未用{name}：只有一个取值。", "Left out: {name}, which has one value only."),
    "inseparable": Text("{name}与其他因素说的是同一件事，无法分开。", "{name} says of every order what the other factors say, and cannot be told apart from them."),
    "not_enough_data": Text("{name}：各取值数据都不足。", "{name}: too few data of every level."),
}
CORRECTED = Text("全部因素一起作了多重比较校正（Benjamini–Hochberg，5 %）：说“相关”的，平均 20 个里至多 1 个是假的。",
                 "All factors are corrected together (Benjamini–Hochberg, 5 %): of those called associated at most one in 20 is expected to be false.")
CANNOT = Text(
    "这一步说“相关”，不说“导致”：没有记录的事没有保持不变。若夜班的工单更难而类别与优先级看不出来，班次就会替它背上差别。处于原因与结果之间的事（上门次数、"
    "重新打开、供应商自定的优先级）不作调整。",
    "It says “goes along with”, never “because of”: what nobody recorded is not held fixed. If jobs of the night shift are harder in ways that "
    "category and priority do not show, the shift carries that. What lies between cause and outcome (visits, reopenings, the vendor's own "
    "priority) is not adjusted for.",
)
CALIBRATION = Text("模型与实际：按模型的预期从低到高分成十组", "Model and fact: ten groups from the lowest expectation to the highest")
GROUP = Text("组", "Group")
EXPECTED = Text("预期", "Expected")
SEEN = Text("实际", "Observed")
