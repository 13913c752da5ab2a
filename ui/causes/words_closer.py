"""The words of the last steps of *Root cause* that belong to no result: looking closer, going on elsewhere, writing it down."""

from __future__ import annotations

from assay.text import Text

CLOSER = Text("细看工单", "Look closer")
OF_PART = Text("所看部分：{part}。", "The part of the work looked at: {part}.")
OF_ALL = Text("所看部分：筛选后的全部。", "The part of the work looked at: all that the filters leave.")
VIEWS = {
    "pareto": Text("分布", "Pareto"), "pairs": Text("分组", "Subgroups"), "paths": Text("路径与交接", "Routes and hand-offs"),
    "orders": Text("工单", "Orders"),
}
BY = Text("按", "By")
FIRST, SECOND = Text("维度一", "First dimension"), Text("维度二", "Second dimension")
NO_DIMENSION = Text("此指标的各维度都已在所看部分中定下，没有可再细分的。", "The part of the work fixes every dimension of this KPI: there is none left to split by.")
NOTHING = Text("这两个期间里没有可细看的数据。", "These two periods hold nothing to look at closer.")
CLICK_BAR = Text("点任一条，整页只看那一部分。", "Click a bar to narrow the whole page to it.")
OTHER_BARS = Text("其余 {count} 项未画出，共 {share}；数字见下载。", "{count} more are not drawn, {share} together; the download has them.")
SHARE, CUMULATIVE = Text("占比", "Share"), Text("累计占比", "Cumulative share")
READING = Text("正在统计…", "Counting…")
FOLLOWING = Text("正在逐单还原经过…", "Following every order…")
NO_ORDERS = Text("此指标不由工单构成，因此没有可列出的工单。", "No orders are behind this KPI, so there are none to list.")
NO_FAILING = Text("所看部分在 {period} 没有这样的工单。", "This part of the work has no such order in {period}.")
FIRST_OF = Text("{what}；以下是最新的 {shown} 单", "{what}; these are the newest {shown}")
OPEN_ALL = Text("在“工单”页查看全部", "See all of them under Orders")
EARLIER_ORDERS = Text("{period} 的这类工单", "The same of {period}")

NOTEBOOK = Text("在笔记本中继续", "Open as notebook")
NOTEBOOK_HINT = Text("可运行的笔记本，重做本页所见的分析，可接着改。", "A notebook that runs: it does again what this page shows, for you to go on from.")
AS_IPYNB, AS_SCRIPT = Text("Jupyter 笔记本（.ipynb）", "Jupyter notebook (.ipynb)"), Text("Python 脚本（.py）", "Python script (.py)")

ACTION = Text("记为候选改进措施", "Write down as a candidate action")
ACTION_HINT = Text(
    "连同所述、数字、期间、所看部分与数据版本一并写入登记库；只增不改，是否采纳之后再定。",
    "Goes into the register with the sentence, the figures, the periods, the part of the work and the version of the data. Nothing is ever "
    "changed there; whether it is taken is decided later.",
)
TITLE, NOTE, WHO, WHY = Text("标题", "Title"), Text("说明", "Note"), Text("记录人", "Your name"), Text("理由", "Why")
NOTE_SAMPLE = Text("可不填：打算做什么、还需查明什么", "Optional: what might be done, what still has to be found out")
WRITE = Text("写入登记库", "Write it down")
WRITTEN_DOWN = Text("已写入登记库，编号 #{id}。", "Written down as #{id}.")
OUT_OF_SCOPE = Text("不在可写的范围内，未写入。", "Outside what you may write; nothing was written.")
NOT_WRITTEN = Text("内容过长，或数字无效，未写入。", "Something is too long, or a figure is none: nothing was written.")
ON_RECORD = Text("此指标已记录的措施（{count}）", "Actions on record for this KPI ({count})")
NONE_ON_RECORD = Text("此指标还没有记录任何措施。", "No action is on record for this KPI yet.")
STATES = {"candidate": Text("候选", "Candidate"), "taken": Text("已采纳", "Taken"), "dropped": Text("已放弃", "Dropped")}
BECOMES = {"taken": Text("采纳", "Take"), "dropped": Text("放弃", "Drop"), "candidate": Text("重新列为候选", "Make it a candidate again")}
STATE, ACTION_OF, FINDING, WRITTEN_BY = Text("状态", "State"), Text("措施", "Action"), Text("当时所见", "What was found"), Text("记录", "Written down")
TAMPERED = Text("内容与记录时不一致，不予显示。", "It is not what was written down, so it is not shown.")
DECIDE = Text("采纳或放弃", "Take or drop")
WHICH = Text("哪一项", "Which one")
OVERTAKEN = Text("此项刚被他人改为“{state}”，请刷新。", "Somebody has just made it “{state}”: reload.")
UNKNOWN = Text("没有这一项，或不在可见范围内；未写入。", "There is no such action, or none that you may see; nothing was written.")
NOW = Text("#{id} 现为“{state}”。", "#{id} is now “{state}”.")
NO_REGISTER = Text("登记库没有应答", "The register does not answer")

WHY_MOVED = Text("为什么？", "Why?")
WHY_HINT = Text("到“根因”页：它与上一期相比变了什么、集中在哪里。", "Opens Root cause: what changed since the period before, and where.")
