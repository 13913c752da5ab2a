"""The words of the page *Compare*."""

from __future__ import annotations

from collections.abc import Mapping

from assay.text import Text

COMPARE = Text("对比", "Compare")
SPAN = Text("时间跨度", "Span")
SPANS: Mapping[str, Text] = {
    "1": Text("1 个月", "1 month"), "3": Text("3 个月", "3 months"), "6": Text("6 个月", "6 months"),
    "12": Text("12 个月", "12 months"), "24": Text("24 个月", "24 months"),
}
PEERS = Text("可比组", "Peer group")
ALL_PEERS = Text("该服务的全部供应商", "All vendors of the service")
AGAINST = Text("漏斗图的对照", "Funnel against")
AGAINSTS: Mapping[str, Text] = {
    "expected": Text("同等工作下的预期", "What is expected on like work"),
    "crude": Text("同类原始值", "One another, as counted"),
    "target": Text("协议目标", "The agreement"),
}
PARTS: Mapping[str, Text] = {
    "funnel": Text("漏斗图", "Funnel"),
    "adjusted": Text("调整后", "Adjusted"),
    "change": Text("调整前后", "Before and after"),
    "kpis": Text("各指标", "All KPIs"),
    "times": Text("用时", "Times"),
}
FROM_TO = Text("{first} 至 {last}", "{first} to {last}")
CHOSEN_HINT = Text("比较始终在全部同类之间；筛选的供应商以深色标出。点图上任一点可选中一家。",
                   "All peers are always compared; the vendors that you filter are drawn dark. A click on a point picks one.")
FITTING = Text("正在比较各供应商…", "Comparing the vendors…")
TABLE = Text("供应商一览", "Vendor by vendor")
TABLE_HINT = Text("按调整后从好到差；名次只与区间一起给出。点供应商看其名片，点 n 看工单。",
                  "Best first on like work; a place is never given without its interval. A vendor opens its card, n its orders.")
TABLE_HINT_CRUDE = Text("按原始值从好到差。点供应商看其名片。", "Best first as counted. A vendor opens its card.")
VENDOR = Text("供应商", "Vendor")
N_HINT = Text("{below}", "{below}")
CRUDE = Text("原始值", "As counted")
ADJUSTED = Text("调整后", "Adjusted")
ADJUSTED_HINT = Text("全部工单都由该供应商去做时的结果；第二行为 95 % 区间", "What all the work would have come to with this vendor; below, the 95 % interval")
INTERVAL = Text("95 % 区间", "95 % interval")
FIXED = Text("固定效应", "Fixed effects")
FIXED_HINT = Text("不收缩的固定效应结果；供应商好坏与站点难易同向而工单不多时应一并参考",
                  "Without shrinkage; to be read beside the adjusted value where good vendors and hard sites go together and orders are few")
OBSERVED, EXPECTED = Text("实际", "Actual"), Text("预期", "Expected")
RATIO = Text("实际 ÷ 预期", "Actual / expected")
RATIO_HINT = Text("实际{what} ÷ 平均供应商做同样工作时预期的{what}", "Actual {what} over those expected of the average vendor on the same work")
RANK = Text("名次（区间）", "Place (interval)")
RANK_HINT = Text("同等工作下的名次及其 95 % 区间", "The place on like work with its 95 % interval")
RANK_FROM, RANK_TO = Text("名次自", "Place from"), Text("名次至", "Place to")
BEST_THIRD = Text("进入前三分之一", "Best third")
BEST_THIRD_HINT = Text("进入前三分之一的可能性", "The chance of being in the best third")
BAND = Text("判断", "Verdict")
BAND_HINT = Text("与各家平均之差的 95 % 区间不含零，才算明显", "Clear where the 95 % interval of the difference from the average leaves zero out")
CAPABILITY = Text("达标能力", "Capability")
CAPABILITY_HINT = Text("按该供应商自己的工单，其过程能否达到约定（Jeffreys 后验）；结算另计，见右栏",
                       "Whether its process can meet what was agreed, from its own orders (Jeffreys posterior); settlement is apart, in the next column")
CHANCE = Text("达标的可能性 {chance}", "chance of meeting it {chance}")
SETTLEMENT = Text("{month} 结算", "Settled {month}")
SETTLEMENT_HINT = Text("协议规定的结果，逐字计算；与左侧的证据互不替代", "What the agreement says, exactly; it and the evidence on the left do not replace one another")
RELIABILITY = Text("可靠度", "Reliability")
RELIABILITY_HINT = Text("τ²/(τ² + se²)：0 为完全收缩到平均，1 为不收缩", "τ²/(τ² + se²): 0 is all shrinkage to the average, 1 none")
PAIRS = Text("两两比较：行优于列的可能性", "Pairs: chance that the row is better than the column")
PAIRS_SIDES = Text("两两比较：行高于列的可能性", "Pairs: chance that the row is higher than the column")
PAIRS_HINT = Text("由同一后验得出，收缩已顾及多重比较；> 95 % 才算分得开。", "From the same posterior, whose shrinkage allows for the many pairs; above 95 % they can be told apart.")
METHOD = Text("方法与数字", "Method and figures")
OPEN_CARD = Text("供应商名片", "Vendor's card")
OPEN_TREND = Text("趋势", "Trend")
OPEN_ORDERS = Text("看这 {count} 张工单", "Orders behind these {count}")
UNPICK = Text("取消选中", "Unselect")
NO_FUNNEL = Text("漏斗图只用于比例与比率；均值与存量请看“调整后”。", "A funnel is for shares and rates; for means and stocks see *Adjusted*.")
NO_SLOPE = Text("没有调整后的值，因此没有前后可比。", "There are no adjusted values, so there is no before and after.")
NO_TARGET_FUNNEL = Text("没有与此指标有关的协议目标。", "No agreement sets a target for this KPI.")
NOTHING_TITLE = Text("此筛选下没有可比较的供应商", "No vendors to compare under these filters")
NOTHING_BODY = Text("请放宽筛选、加长时间跨度，或换一个指标。", "Widen the filters, lengthen the span, or choose another KPI.")
NO_KPI = Text("当前数据中没有可按供应商和站点比较的指标。", "The data tell of no KPI that can be compared by vendor and site.")
METHOD_NOTE = Text("检查类指标只计{method}。", "Inspection KPIs count one method only: {method}.")
READ_MORE = Text("更多颠倒的组合", "More pairs that change places")
PRIORITY = Text("优先级", "Priority")
ALL_PRIORITIES = Text("全部优先级", "All priorities")
CLOCKS: Mapping[str, Text] = {"response": Text("响应", "Response"), "completion": Text("完成", "Completion")}
CLOCK = Text("计时", "Clock")
OPENS_MONTH = Text("点开看其中 {month} 的工单", "opens those of {month}")
PAIRS_SHEET = Text("两两比较", "Pairs")
CHANCE_SHEET = Text("达标的可能性", "Chance of meeting the target")
LOW, HIGH = Text("{of}下限", "{of}, low"), Text("{of}上限", "{of}, high")
COUNTING = Text("正在统计各供应商的用时…", "Counting how long orders waited…")
NO_TIMES = Text("此期间报来的工单尚无完成的。", "Of the orders requested in this span none is done yet.")
TIMES_TABLE = Text("各供应商用时", "Times by vendor")
TIMES_HINT = Text("按报单月份归入；时间为工作时间，不含非供应商责任的暂停。中位数按全部工单估计，未完成的也计入。",
                  "By month of request; working time without pauses that are not the vendor's. Medians are of all orders, open ones included.")
TIMES_METHOD = Text("速度比：分段指数风险模型，已扣除{mix}；{events} 次完成。曲线：Kaplan–Meier／Aalen–Johansen。",
                    "Pace: piecewise-exponential hazards, allowing for {mix}; {events} events. Curves: Kaplan–Meier, Aalen–Johansen.")
TIMES_N_HINT = Text("此期间报来、用时可知的工单", "Orders requested in the span whose time is known")
MEDIAN = Text("中位数", "Median")
MEDIAN_HINT = Text("一半工单在此工作时间内完成", "Half of all orders are done within this working time")
WITHIN = Text("{time}内", "Within {time}")
WITHIN_HINT = Text("在约定时限内完成的比例（由曲线读出）", "Share done within the agreed time, read off the curve")
OPEN, OPEN_HINT = Text("未完成", "Open"), Text("截至数据时点仍在等待，按截尾计入", "Still waiting when the data end: censored")
CANCELLED, CANCELLED_HINT = Text("取消", "Cancelled"), Text("完成之前取消，按竞争事件计入", "Cancelled before it was done: a competing event")
PACE = Text("速度比", "Pace")
PACE_HINT = Text("同等工作下，任一时刻等待中的工单被完成的速度与各家平均之比；大于 1 较快",
                 "On like work, how fast waiting orders get done at any moment, over the average; above 1 is faster")
MEDIAN_MINUTES = Text("中位数（工作分钟）", "Median, working minutes")
AGREED_MINUTES = Text("约定（工作分钟）", "Agreed, working minutes")
WITHIN_SHEET = Text("约定时限内的比例", "Share within the agreed time")
SPANNED = Text("{span}。{hint}", "{span}. {hint}")
HEAT_FILE = Text("各指标", "KPIs")
PICTURE = Text("下载图片（SVG）", "Download picture (SVG)")
