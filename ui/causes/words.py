"""The words of the page *Root cause* that belong to no result."""

from __future__ import annotations

from assay.text import Text

CAUSES = Text("根因", "Root cause")
BEFORE = Text("与哪个期间相比", "Compared with")
AFTER = Text("期间", "Period")
SPLIT = Text("按什么拆分", "Split by")
DEPTH = Text("最多组合几个维度", "Combine at most")
DIMS = Text("维度", "Dimensions")
CONDITIONS = Text("所选部分", "Part of the work")
SETTINGS = Text("搜索设置", "How it is searched")
NO_KPI = Text("此期间没有可以比较的指标。请换一个期间。", "No KPI has anything to compare in this period. Choose another period.")
ONE_PERIOD_TITLE = Text("只有一个期间，无从比较", "There is only one period, so there is nothing to compare")
ONE_PERIOD_BODY = Text("等下一期数据载入后再看，或把期间换成更短的（周）。", "Come back when the next period is loaded, or choose a shorter kind of period.")
NOTHING_TITLE = Text("{kpi}：两期之一没有数据", "{kpi}: one of the two periods has no data")
NOTHING_BODY = Text("请换一个期间、放宽筛选，或取消所选部分。", "Choose another period, widen the filters, or open less of the work.")
READING = Text("正在计算变化……", "Working out the change …")
SEARCHING = Text("正在各种组合中寻找……", "Searching the combinations …")
STEP_CHANGE = Text("1 · 变化了什么", "1 · What changed")
STEP_WHERE = Text("2 · 集中在哪里", "2 · Where it is concentrated")
STEP_DRIVERS = Text("3 · 与什么相关", "3 · What goes along with it")
STEP_CLOSER = Text("4 · 看看工单", "4 · Look closer")
ASSUMES = Text("这一步假设什么、不能说明什么", "What this step assumes and cannot say")
PART_OF = Text("只看：{part}", "Only: {part}")
WHOLE = Text("看全部", "Look at all")
CAUSE = Text("哪一部分", "Which part of the work")
CAUSE_HOVER = Text("同时满足这些条件的工单；点开只看这一部分", "The work for which all of this holds; opens that part")
RATE = Text("预期 → 实际", "Expected → actual")
RATE_HOVER = Text("若与其余部分同样变化应有的水平，和实际水平", "What it would have been had it moved like all the rest, and what it was")
LIFT = Text("偏离", "Departure")
LIFT_HOVER = Text("实际是预期的几倍（未达标一侧计数；均值为差值），括号内为 95 % 区间",
                  "Actual over expected of what counts against it (of means the difference), with its 95 % interval")
SHARE = Text("对变化的贡献", "Part of the change")
SHARE_HOVER = Text("两期之间，这一部分自身变化带来的差额", "What this part brought to the change between the two periods by itself")
N = Text("n", "n")
P = Text("p", "p")
P_HOVER = Text("只凭随机波动，整个搜索也会找到这么强证据的机会", "How often a search through nothing but chance finds as much evidence")
SURE = Text("说法把握", "Sure of the name")
SURE_HOVER = Text("在所有搜索过的组合中，就是这一种的概率", "How probable it is, among all that were searched, that this is the one meant")
ORDERS = Text("工单", "Orders")
OPEN_ORDERS = Text("查看", "Look")
CAUSES_TABLE = Text("集中的原因", "Concentrated causes")
CLICK = Text("点一条只看那一部分。", "Click a bar to look at that part only.")
NO_PERSONS_AND_SITES = Text(
    "作业人员的分类不与站点或设备组合：那会指向个人，因此本次未用站点和设备。",
    "Classes of the worker are never combined with sites or assets, which could point at single people: sites and assets are left out.",
)
