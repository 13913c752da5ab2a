"""The words between the cells of a notebook that goes on where *Root cause* ends."""

from __future__ import annotations

from assay.text import Text

TITLE = Text("{kpi}为什么变化：{before} → {after}", "Why {kpi} moved: {before} → {after}")
INTRO = Text(
    "本笔记本由 Assay 的“根因”页写出，重做那里看到的分析。请在 Assay 的目录中打开，或用环境变量 `ASSAY_WAREHOUSE` 指明数据仓库所在的文件夹。"
    "运行需要 Assay 的环境和 Jupyter。当时的数据版本若已不在，则改用当前版本，数字可能略有不同。",
    "Written by the page *Root cause* of Assay, to do again what was seen there. Open it in the folder of Assay, or name the folder of the"
    " warehouse in the environment variable `ASSAY_WAREHOUSE`. It needs the environment of Assay and Jupyter. Where the version of the data"
    " is gone, the current one is read, and figures may differ a little.",
)
ASKED = Text("## 问题\n\n改这里，再全部运行一次，就是另一个问题。", "## What was asked\n\nChange it here and run everything again to ask something else.")
READ = Text(
    "## 数据\n\n每个单元是一个期间和一种维度组合，带有该指标的分子与分母之和。",
    "## The data\n\nA cell is a period and a combination of attributes, with the sums of the KPI's numerator and denominator.",
)
CHANGED = Text(
    "## 一、变化了什么\n\n“自身”是同类工单做得更好或更差，“构成”是难易不同的工单所占比重变了；两者之和恰为总变化。这是算账，不是因果。",
    "## 1. What changed\n\n*Within*: orders of the same kind went better or worse. *Mix*: more or less of the work was of a harder kind. Their sum is"
    " exactly the change. It is an account, not a cause.",
)
WHERE = Text(
    "## 二、集中在哪里\n\n在所有维度组合中寻找偏离以往最多的少数几种；显著性已计入搜索了多少种组合。找不到，也是一种答案。",
    "## 2. Where it is concentrated\n\nThe few combinations of attributes that depart most from what they were; the significance accounts for how many"
    " were searched. That there is none is an answer too.",
)
DRIVES = Text(
    "## 三、与什么相关\n\n在同一供应商、同一站点之内，其他因素相同时，各因素与该指标的关联。关联不等于原因。",
    "## 3. What goes along with it\n\nWithin the same vendor and the same site, everything else in the model held fixed. It says what goes together, not what causes what.",
)
CHANGE, WITHIN, MIX = Text("总变化", "Change"), Text("自身", "Within"), Text("构成", "Mix")
OTHERS = Text("其余", "The others")
BESIDES = Text("自身：{name}", "Within: {name}")
MOVED = Text("{kpi}：{before} → {after}（{change}，95 % 区间 {low} 至 {high}）", "{kpi}: {before} → {after} ({change}, 95 % interval {low} to {high})")
PART = Text("{name} {change}（95 % 区间 {low} 至 {high}）", "{name} {change} (95 % interval {low} to {high})")
BY = Text("自身部分按“{dimension}”分解，n = {before} → {after}", "Within, by: {dimension} · n = {before} → {after}")
GOES_WITH = Text("各因素与{kpi}的关联", "{kpi}: what goes along with it")
HELD = Text("在同一{groups}之内，其他因素相同时", "Compared within: {groups} · everything else held fixed")
IS = Text("{name}：{value}", "{name}: {value}")
AND = Text("、", " and ")
AGAINST = Text("{factor}（对照 {reference}）", "{factor} (against {reference})")
NO_EFFECT = Text("无差别", "no difference")
NOT_RECORDED = Text("未记录", "not recorded")
UNSOUND = Text(
    "两期共有的单元只占 {share}，自身与构成的划分说明不了什么。",
    "Cells that both periods have hold only {share} of the work: the split into within and mix says little.",
)
POINTS = Text("个百分点", "pp")
FITTED = {
    "fitted": Text("各水平与其对照的差别：", "Each level against the reference of its factor:"),
    "not_enough_data": Text("数据不足，未建模型。", "Not enough data, so there is no model."),
    "no_variation": Text("各单取值相同，没有可解释的差别。", "All values are the same: there is no difference to explain."),
    "not_converged": Text("模型未能收敛，不作结论。", "The model did not settle, so it says nothing."),
}
CLOSER = Text(
    "## 四、看看工单\n\n后一期被计入的工单走过的路径、交接与暂停（挂钟分钟，含夜间与周末），以及其中未达标的工单。少于 5 单的组不列。",
    "## 4. A closer look\n\nThe routes, hand-offs and pauses of the orders counted in the later period (minutes of the wall clock, nights and weekends"
    " included), and the orders that failed. Groups of fewer than 5 orders are not told.",
)
FAILING = Text("未达标的工单：{n}", "Orders that failed: {n}")
LOCATED = {
    "concentrated": Text("在 {segments} 种组合中找到 {causes} 处集中的变化：", "Searched {segments} combinations; the change is concentrated in {causes}:"),
    "no_concentrated_cause": Text(
        "搜索了 {segments} 种组合，变化没有集中在任何一处。", "Searched {segments} combinations; the change is not concentrated in any of them."
    ),
    "not_enough_data": Text("数据不足，无法判断是否集中。", "Not enough data to say whether it is concentrated."),
}
