"""How fast orders are done, and how long they take, in words."""

from __future__ import annotations

from collections.abc import Mapping

from assay.text import Text

DONE: Mapping[str, Text] = {"response": Text("响应", "answered"), "completion": Text("完成", "completed")}
SEVERAL = Text("{names}与{done}的快慢相关", "{names} go along with how fast orders are {done}")
ONE = Text("{names}与{done}的快慢相关", "{names} goes along with how fast orders are {done}")
NONE = Text("没有因素与{done}快慢的关联超出随机波动", "No factor goes along with how fast orders are {done} beyond chance")
BASED = Text("{service}，{span}报单：已{done} {n}，仍在等待 {waiting}，取消 {cancelled}",
             "{service}, requested {span}: {n} {done}, {waiting} still waiting, {cancelled} cancelled")
PLOTTED = Text("任一时刻，仍在等待的工单被{done}的速度之比，大于 1 为更快；细线为 95 % 区间，灰色未超出随机波动",
               "Ratio of the pace at which waiting orders are {done}, above 1 faster; thin lines: 95 % intervals; grey: not beyond chance")
SAME_PACE = Text("一样快", "same pace")
HOVER = Text("其中已完结 {n}", "{n} of them done")
ASSUMES = Text(
    "仍在等待和已取消的工单按等到的那一刻计入，因此不会因为“还没做完”而被漏掉。假定速度之比在等待的前后各段大致相同。作业人员的分类不在其中：响应之前还没有人被派去。",
    "Orders that still wait, or were cancelled, count up to that moment, so none is lost for not being done yet. The ratio is taken to be about "
    "the same early and late in the wait. Classes of the worker are left out: nobody is sent before an order is answered.",
)
LASTED = Text("典型用时与最长一成的用时（仅已{done}的 {n} 张工单，共 {of} 张）",
              "Typical and long times ({n} of {of} orders, all of them {done})")
LASTED_ASSUMES = Text(
    "分位数回归：中位用时，以及每十张中最慢一张所超过的用时（90 % 分位），各与参照相比，其余都相同。还没做完的工单不在其中，所以请与上面的速度一起看。",
    "Quantile regression of the median time, and of the time that one order in ten exceeds, each against the reference and all else alike. Orders "
    "that are not done yet are not in it: read it beside the paces above.",
)
