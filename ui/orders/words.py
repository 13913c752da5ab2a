"""The words of the page *Orders*."""

from __future__ import annotations

from assay.text import Text

CLOCK = Text("计时", "Clock")
CLOCKS = {"completion": Text("完成计时", "Completion clock"), "response": Text("响应计时", "Response clock")}
AS_OF = Text("截至 {moment}（UTC）。剩余时间按协议的工作日历计算，暂停的时间不计。",
             "As of {moment} UTC. Time left is working time by the calendar of the agreement; pauses do not count.")
GRID = Text("剩余工作时间 × 报单至今", "Working time left, by age")
GRID_HINT = Text("点任一数字，只看这些工单。", "A number opens its orders.")
LEFT = Text("剩余工作时间", "Working time left")
AGE = Text("报单至今", "Age")
COUNT = Text("工单数", "Orders")
BY = Text("分组", "Group by")
BYS = {"vendor_id": Text("按供应商", "By vendor"), "site_id": Text("按站点", "By site"), "service": Text("按服务类别", "By service")}
BY_TITLE = Text("由谁、在哪里", "Whose, and where")
WAITING = Text("等待中", "Waiting")
LATE = Text("已超时", "Late")
SOON = Text("4 小时内到期", "Due within 4 h")
PAUSED = Text("暂停", "Paused")

SEARCH = Text("查找", "Search")
SEARCH_FOR = Text("工单号、设备编号，或被返修工单号的开头", "Order, asset or repeated order: first signs")
SHOWN = Text("范围", "Which orders")
SHOWNS = {"open": Text("等待中", "Waiting"), "late": Text("超时", "Late"), "all": Text("全部", "All")}
SORT = Text("排序", "Sort")
SORTS = {"urgent": Text("最紧的在前", "Most urgent first"), "newest": Text("最新的在前", "Newest first")}
MORE = Text("更多条件", "More conditions")
STATE = Text("状态", "State")
PRIORITY = Text("优先级", "Priority")
KIND = Text("工单类型", "Kind")
CATEGORY = Text("类别", "Category")
DATED = Text("期间（{period}）用于", "The period ({period}) applies to")
NOT_DATED = Text("不限期间", "nothing: all time")
DATES = {
    "requested_on": Text("报单日", "day of request"),
    "responded_on": Text("响应日", "day of response"),
    "completed_on": Text("完成日", "day of completion"),
    "response_deadline_on": Text("响应期限", "response deadline"),
    "completion_deadline_on": Text("完成期限", "completion deadline"),
}
RESET = Text("清除全部条件", "Clear all conditions")
CHIP_AGE = Text("报单至今：{what}", "Age: {what}")
CHIP_FIND = Text("查找：{what}", "Search: {what}")
CHIP_DATED = Text("{what}在 {period}", "{what} in {period}")
CHIP_FIGURE = Text("{kpi}：{what}", "{kpi}: {what}")
CHIP_LEVEL = Text("服务等级 {what}", "Service level {what}")
CHIP_IDS = Text("指定的 {count} 单", "{count} named orders")
FIGURE, LEVEL, IDS = Text("数值", "Figure"), Text("服务等级", "Service level"), Text("指定的工单", "Named orders")
NOT_BY_WORKER = Text(
    "条件中有作业人员的分类。工单从不按作业人员列出，因此这里未按它筛选，单数会多于那一部分的数字。",
    "Who was sent is among the conditions. Orders are never listed by that, so this list is wider than the figure of that part.",
)
PAGE = Text("页", "Page")
ALL_TIME = Text("不限于所选期间。", "Not limited to the chosen period.")
FIGURE_NOTE = Text("期间由该指标自己的日期决定：{period}。", "The period is placed by the KPI's own date: {period}.")

LIST = Text("工单", "Orders")
LIST_OF = Text("工单（{count}）", "Orders ({count})")
ID = Text("工单号", "Order")
VENDOR = Text("供应商", "Vendor")
SITE = Text("站点", "Site")
REQUESTED = Text("报单时间", "Requested")
REQUESTED_HINT = Text("站点当地时间", "Local time of the site")
DEADLINE = Text("期限", "Deadline")
DEADLINE_HINT = Text("站点当地时间；暂停中的工单尚无期限。", "Local time of the site; a paused order has no deadline yet.")
LEFT_HINT = Text("约定的工作时间减去已用的；已结束的工单列出用时。", "Agreed working time less what was used; of ended orders, the time they took.")
TOOK = Text("用时 {used}", "took {used}")
OF_TARGET = Text("已用 {used}，约定 {target}", "{used} used of {target}")
OLD = Text("距今 {age}", "{age} ago")
DOWNLOAD_CUT = Text("下载只含排在最前的 {limit} 单。", "The download has the first {limit} orders only.")
NONE = Text("没有符合条件的工单", "No order matches")
NONE_BODY = Text("请去掉一些条件或筛选。", "Take some of the conditions or filters off.")
NONE_WAITS = Text("等待中的工单里没有，其他工单里有 {count} 单。", "None of the waiting orders matches; {count} of the others do.")
SHOW_ALL = Text("在全部工单中查看", "Look in all orders")

BACK = Text("返回列表", "Back to the list")
NO_ORDER = Text("没有这张工单", "There is no such order")
NO_ORDER_BODY = Text("{id}：数据中没有这张工单，或不在可见范围内。", "{id} is not in these data, or not among what may be seen.")
FACTS = Text("基本信息", "Facts")
ZONE = Text("时间所在时区", "Time zone of these times")
AGREEMENT = Text("适用协议", "Agreement")
NO_AGREEMENT = Text("报单时没有适用的协议", "None was in force at the request")
CALENDAR = Text("工作日历", "Calendar")
ROUND_THE_CLOCK = Text("全天候", "Round the clock")
LEVELS = Text("约定的等级", "Levels agreed for it")
WITHIN = Text("（{time}内）", " (within {time})")
RESPONSE_CLOCK, COMPLETION_CLOCK = Text("响应计时", "Clock of the response"), Text("完成计时", "Clock of the completion")
ALT = Text("{clock}：{end}", "{clock}: {end}")
TOLD = Text("逐条经过（{count} 条）", "Event by event ({count})")
PAUSES = Text("暂停", "Pauses")
REASON = Text("原因", "Reason")
RESPONSIBLE = Text("责任方", "Responsible")
FROM, UNTIL = Text("自", "From"), Text("至", "Until")
STILL = Text("尚未恢复", "not resumed yet")
REPEATS = Text("返修关系", "Repeat orders")
REPEATS_ONE = Text("返修自", "Had to repeat")
REPEATED_BY = Text("被返修", "Was repeated by")
RELATION = Text("关系", "Relation")
VOICES = Text("满意度与投诉", "Survey answers and complaints")
KIND_OF_VOICE = Text("类型", "What")
SURVEY, COMPLAINT = Text("问卷", "Survey"), Text("投诉", "Complaint")
SAID_AT = Text("时间", "When")
SAID = Text("内容", "What was said")
CSAT = Text("满意度 {score}/5", "Satisfaction {score} of 5")
NPS = Text("推荐意愿 {score}/10", "would recommend: {score} of 10")
NOT_ANSWERED = Text("未回答", "not answered")
VALIDATED, NOT_VALIDATED = Text("已核实", "validated"), Text("未核实", "not validated")
SOURCE = Text("来源", "Source")

WORKING, OVERTIME = Text("计时", "Clock runs"), Text("超时后", "Past the deadline")
OFF, VENDOR_PAUSE = Text("不计时", "Not counted"), Text("供应商暂停，照常计时", "Paused by the vendor, clock runs on")
PAUSE_OF = Text("暂停：{who}", "Paused: {who}")
MARK_DEADLINE, MARK_NOW, MARK_CANCELLED = Text("期限 {at}", "Due {at}"), Text("现在 {at}", "Now {at}"), Text("取消 {at}", "Cancelled {at}")
MARK_STOP = {"response": Text("响应 {at}", "Answered {at}"), "completion": Text("完成 {at}", "Completed {at}")}
STRETCH = Text("{what}\n{begin} – {end}", "{what}\n{begin} – {end}")
USED_BY_THEN = Text("至此已用 {used}", "{used} used by then")
OPENS_ORDERS = Text("在“工单”页查看这些工单", "Look at these orders on their page")
HEADLINE = Text("{id} · {site} · {category}：{stands}", "{id}, {category} at {site}: {stands}")
