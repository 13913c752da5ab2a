"""The words of the page *Agreements*."""

from __future__ import annotations

from assay.text import Text

PARTS = {
    "compliance": Text("履约", "Compliance"),
    "statement": Text("结算单", "Statement"),
    "agreed": Text("约定内容", "What was agreed"),
    "simulator": Text("签约前模拟", "Simulator"),
    "scorecard": Text("评分卡", "Scorecard"),
}
PART = Text("内容", "Part")
VENDOR = Text("供应商", "Vendor")
MONTH = Text("月份", "Month")
AGREEMENT = Text("服务协议", "Agreement")
LEVEL = Text("服务等级", "Service level")
BASIS = Text("结算口径", "Settled with")

NONE_AT_ALL = Text("还没有服务协议", "There are no agreements yet")
NONE_AT_ALL_BODY = Text(
    "上传协议、服务等级和分档后，此处按月结算。三张表都可以是 Excel 或 CSV，列名见“数据”页的字典。",
    "Once agreements, service levels and tiers are uploaded, this page settles them month by month. All three may be Excel or CSV; "
    "their columns are in the dictionary on the page *Data*.",
)
NONE_IN_VIEW = Text("此筛选下没有服务协议", "No agreement matches these filters")
NONE_IN_VIEW_BODY = Text("请放宽供应商或服务类别的筛选。", "Widen the filters of vendors or services.")
NO_REGISTER = Text("登记库无法打开", "The register cannot be opened")
BY_MONTH = Text("协议按月结算：此处为 {month}。", "Agreements are settled by month: this is {month}.")
ALL_SITES = Text("站点筛选在此不适用：协议按其全部站点结算。", "The filter of sites does not apply here: an agreement is settled over all its sites.")
MONTH_RUNS = Text("本月尚未结束，只计已到期的部分，金额为暂计。", "The month is not over: only what has fallen due counts, and amounts may change.")
SETTLING = Text("正在结算…", "Settling…")

BY_VENDOR = Text("各供应商逐月应扣", "To deduct, vendor by month")
BY_VENDOR_HINT = Text(
    "当月应扣最多的在前；负数为应付供应商。实心：有未达标的约定；空心：全部达标。点格子看结算单，点名称只看该供应商。",
    "Most to deduct first; a minus is to pay to the vendor. Filled: some level was missed; hollow: all were met. A cell opens its "
    "statement, a name shows that vendor alone.",
)
SUM_SHOWN = Text("{months} 个月合计", "Sum of {months} months")
SUM_HINT = Text("所示各月的扣款，减去赎回与奖励。", "Credits of the months shown, less what was earned back and bonuses.")
NOT_IN_FORCE = Text("当月没有生效的协议", "no agreement in force")
NOT_AGREED = Text("当月没有这项约定", "not agreed in this month")
NOT_JUDGED = Text("无可判定", "not judged")
MISSED_OF = Text("{missed}/{judged} 未达标", "{missed} of {judged} missed")
CREDITS = Text("扣款", "Credits")
EARNED_BACK = Text("赎回", "Earned back")
BONUS = Text("奖励", "Bonus")
TOTAL = Text("合计", "Total")
BY_LEVEL = Text("{name}：逐项逐月", "{name}: level by month")
BY_LEVEL_HINT = Text(
    "每格：按协议的结算，其下为结果与目标；橙色：真实水平也很可能未达约定（概率低于 5 %）。点格子看该项的结算与工单。",
    "Each cell: the settlement, beneath it result and target; orange: the true level is very likely short of it too (chance under 5 %). "
    "A cell opens the line and its orders.",
)
NO_LEVELS = Text("协议中没有服务等级。", "The agreement has no service levels.")

NO_STATEMENT = Text("请换一个月份，或查看约定内容中各版本的起止日期。", "Choose another month, or see under *What was agreed* from when to when each version runs.")
BASES = {
    "accepted": Text("计入已接受的 · {total}", "With what was accepted · {total}"),
    "signed": Text("只按协议 · {total}", "As signed · {total}"),
    "granted": Text("待处理的全部成立 · {total}", "With all open ones granted · {total}"),
}
MADE_OF = Text("扣款 − 赎回 − 奖励", "credits − earned back − bonus")
CAP_CUT = Text("封顶减去 {amount}", "the cap took {amount} off")
BACK_AND_BONUS = Text("赎回与奖励", "Earned back, and bonus")
BACK_AND_BONUS_OF = Text("赎回 {back}，奖励 {bonus}", "earned back {back}, bonus {bonus}")
LEVELS = Text("约定的等级", "Levels agreed")
LEVELS_OF = Text("{met} 项达标，{missed} 项未达标", "{met} met, {missed} missed")
LEVELS_LEFT = Text("{count} 项未判定", "{count} not judged")
ACCOUNT = Text("{service} · 协议 {id}", "{service} · agreement {id}")
LINES_HINT = Text("点名称看金额如何得出、哪些记录在内，并可申请豁免或提出争议。", "A name opens how the amount came about and its records; there a waiver or a dispute can be asked for.")
SETTLED = Text("结算", "Settlement")
SETTLED_HINT = Text("严格按协议计算：结果先按约定小数位舍入，再与目标比较。", "Exactly as agreed: the result is rounded as the agreement says, then held against the target.")
COUNTED = Text("分子 / 分母", "Counted")
COUNTED_HINT = Text("计入的记录；比率之外的指标只列数量。", "What was counted: numerator and denominator; for averages the number alone.")
EVIDENCE = Text("证据：达标概率", "Evidence: chance")
EVIDENCE_HINT = Text(
    "真实水平达到目标的概率：样本能否支持结算的结论。下方为 95 % 区间，或与结算不一致之处。",
    "How likely the true level meets the target: whether the sample bears out the settlement. Beneath it the 95 % interval, or where the "
    "two do not agree.",
)
DISAGREES = {"miss_unproven": Text("不足以证明未达", "not proven short"), "met_by_luck": Text("多半未达，靠运气", "met by luck, more likely short")}
CREDIT = Text("扣款", "Credit")
ABSORBED = Text("并入同一事件", "same incident")
CAPPED_FROM = Text("封顶前 {amount}", "{amount} before the cap")
REPEATED = Text("连续未达标", "repeated")
ORDERS = Text("工单", "Orders")
ORDERS_HINT = Text("拉低结果的工单；没有工单的指标列出其记录。", "The orders that lowered the result; where it rests on other records, those.")
RECORDS = Text("记录", "Records")
SPOILING = Text("{count} 单未达", "{count} fell short")
NONE_SPOILS = Text("全部达到", "all kept")
CLOSE = Text("收起", "Close")
LEFT_OUT = Text("未计入：{what}。", "Left out: {what}.")
BESIDE = Text("其他检查方式：{method}（{counted}），仅供参考，不用于结算。", "Another method: {method} ({counted}), shown and not settled on.")
NO_RECORDS = Text("当月没有属于该项的记录。", "No record of the month belongs to this level.")
BEHIND = Text("背后的 {total} 条记录，其中 {counted} 条计入", "{total} records behind it, {counted} of them counted")
COUNTS = Text("是否计入", "Counts as")
COUNTS_HINT = Text("分子 / 分母；拉低结果的在前，未计入的在后。", "Numerator / denominator; what lowered the result first, what was left out last.")
KEPT, SPOILT, NOT_COUNTED = Text("达到", "kept"), Text("未达", "fell short"), Text("未计入", "left out")
TIME = Text("用时（工作时间）", "Working time")
TIME_HINT = Text("按协议的工作日历，暂停已扣除。", "By the calendar of the agreement, pauses taken off.")
OF_TARGET = Text("约定 {target}", "of {target}")
DUE_AT, STOPPED_AT = Text("期限（当地）", "Due (local)"), Text("停止（当地）", "Stopped (local)")
DAY = Text("计入日期", "Counts on")
TO_DEDUCT, TO_PAY = Text("合计应扣", "To deduct in all"), Text("合计应付供应商", "To pay to the vendor in all")
OF_CHARGE = Text("占月服务费 {share}", "{share} of the monthly charge")
AT_RISK = Text("可扣金额 {amount}", "{amount} at risk")
TARGET = Text("目标", "Target")
EXCLUDED = Text("未计入", "Left out")
RECORD = Text("记录", "Record")
WAIVED, DISPUTED = Text("已豁免", "waived"), Text("争议成立", "dispute granted")
YES, NO = Text("是", "yes"), Text("否", "no")

ADJUSTED = Text("豁免与争议", "Waivers and disputes")
NO_ADJUSTMENTS = Text("本月没有豁免或争议；点开某项即可提出。", "The month has no waiver and no dispute; open a level to ask for one.")
REQUEST = Text("申请豁免或提出争议", "Ask for a waiver, or dispute")
KIND = Text("类型", "Kind")
KINDS = {"waiver": Text("豁免（甲方免除）", "Waiver (the client forgives)"), "dispute": Text("争议（供应商异议）", "Dispute (the vendor objects)")}
ABOUT = Text("针对", "About")
WHOLE_MONTH = Text("该项整月", "the level's whole month")
WHO = Text("姓名", "Your name")
WHY = Text("理由", "Why")
SEND_REQUEST = Text("写入登记库", "Write it down")
REQUEST_WRITTEN = Text("已写入，待处理。接受之前，应扣金额不变。", "Written down, and open. What is due does not change before it is accepted.")
STILL_EMPTY = Text("还缺：{fields}。未写入任何内容，已填写的保留如下。", "Still empty: {fields}. Nothing was written, and what you typed is kept.")
OUT_OF_SCOPE = Text("您无权改动这一条，未写入任何内容。", "This is not yours to write; nothing was written.")
STATE = Text("处理", "State")
STATES = {
    "open": Text("待处理", "Open"), "accepted": Text("已接受", "Accepted"), "rejected": Text("已驳回", "Rejected"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}
ASKED = Text("提出", "Asked by")
DECIDED = Text("裁定", "Decided")
DECISION = Text("{state}（{who}，{at} UTC）", "{state} ({who}, {at} UTC)")
JOIN, COLON = Text("；", "; "), Text("：", ": ")
WITHOUT_EFFECT = Text("没有可计入的记录，未起作用", "nothing was counted under it")
DECIDE = Text("裁定", "Decide")
WHICH = Text("哪一条", "Which one")
RULING = Text("裁定", "Decision")
RULINGS = {"accepted": Text("接受", "Accept"), "rejected": Text("驳回", "Reject"), "withdrawn": Text("撤回", "Withdraw")}
DECISION_NOTE = Text("说明（可不填）", "Note (may stay empty)")
WRITE_DECISION = Text("写入裁定", "Write the decision")
DECISION_WRITTEN = Text("裁定已写入，结算已重算。", "The decision was written down, and the statement settled anew.")

PUBLISHED_PART = Text("公布与下载", "Publication and files")
AS_PDF, AS_XLSX = Text("下载 PDF", "Download PDF"), Text("下载 Excel", "Download Excel")
AS_PUBLISHED, TODAY, MORE = Text("公布时", "As published"), Text("现在", "Today"), Text("多扣", "More to deduct")
PUBLISH = Text("公布本月", "Publish the month")
PUBLISH_NOT_YOURS = Text("结算单由甲方公布。", "Statements are published by the client.")
WHOSE = Text("范围", "Whose")
WHOSES = {"one": Text("仅 {name}", "{name} only"), "all": Text("全部供应商", "all vendors")}
SO_FAR = Text("本月尚未结束，仍作为暂计公布", "The month is not over: publish it as it stands so far")
SO_FAR_MEANS = Text(
    "结算单通常在月末之后公布。暂计公布会注明“暂计”；月末再次公布时，逐项列出其间的变化。",
    "Statements are usually published after the month's end. One published before says so, and what changes until the end is listed "
    "line by line when it is published again.",
)
NOTHING_NEW = Text("与最近一次公布完全相同，没有可写的内容。", "It says what was published last; there is nothing to write.")
WOULD_WRITE = Text(
    "将向登记库写入 {month} 的 {statements} 份结算单（其中 {again} 份与已公布的不同，合计应扣 {total}）和 {cells} 份指标数据。"
    "写入后不再改动，只能以新的一份补正。",
    "This writes {statements} statements of {month} into the register ({again} of them differ from what was published; {total} to deduct "
    "in all) and {cells} sets of KPI figures. Nothing of it is changed afterwards: a correction is another one.",
)
PUBLISH_NOW = Text("确认公布", "Publish now")

NONE_RUNS = Text("{name}：{month}没有生效的协议（共 {versions} 个版本）", "{name} had no agreement in force in {month} ({versions} versions on record)")
RUNS = Text("{name}：{month}生效的协议有 {levels} 项服务等级", "{name}: {levels} service levels were agreed for {month}")
CHANGED_TIMES = Text("，协议改过 {changes} 次", "; the agreement has changed {changes} times")
CHANGED_ONCE = Text("，协议改过一次", "; the agreement has changed once")
NEVER_CHANGED = Text("，签署以来未改", "; it has not changed since it was signed")
VERSION = Text("版本", "Version")
VERSION_FROM = Text("{id} · {service} · {first} 起", "{id} · {service} · from {first}")
VERSION_OF = Text("协议 {id}", "Agreement {id}")
FIRST_VERSION = Text("这是第一个版本。", "This is the first version.")
AGAINST_BEFORE = Text(
    "与前一版本 {id} 相比：{changed} 项有改动，{new} 项新增，{gone} 项取消。改动处写明“原”。",
    "Against the version before, {id}: {changed} levels changed, {new} new, {gone} gone. Where a term changed, it says what it was.",
)
WAS = Text("原 {old}", "was {old}")
IS_NEW, IS_GONE = Text("新增", "new"), Text("已取消", "no longer agreed")
TIMELINE = Text("版本与起止", "Versions, from when to when")
BAR = Text("{id} · {levels} 项", "{id} · {levels} levels")
SPAN = Text("{id}：{first} 至 {last}，{levels} 项服务等级", "{id}: {first} to {last}, {levels} service levels")
NO_END = Text("未定", "no end agreed")
CALENDAR = Text("工作日历", "Working calendar")
ROUND_THE_CLOCK = Text("全天候：每天每小时都计时，没有节假日。", "Round the clock: every hour of every day counts, without holidays.")
HOURS = Text("**{first} 起**（{id}）：{week}，其余时间不计时。", "**From {first}** ({id}): {week}; nothing else counts.")
NO_HOURS = Text("日历 {id} 没有工作时段。", "The calendar {id} has no hours.")
NO_EXCEPTIONS = Text("{year} 年没有例外的日子。", "No day of {year} differs from the week.")
EXCEPTIONS = Text("{year} 年有 {off} 天放假、{worked} 天调休上班。", "In {year}, {off} days are off and {worked} days off are worked.")
DAYS = Text("日期", "Days")
DAYS_FROM_TO = Text("{first} 至 {last}", "{first} to {last}")
NAME = Text("名称", "Name")
WHAT_HOLDS = Text("如何计时", "What holds")
HOW_MANY = Text("天数", "Days")
TERM, AGREED = Text("条款", "Term"), Text("约定", "Agreed")
HOURS_ALWAYS = Text("**{first} 起**（{id}）：全天候，每天每小时都计时。", "**From {first}** ({id}): round the clock, every hour of every day counts.")

SCORE, BAND = Text("总分", "Score"), Text("评级", "Band")
OF_HUNDRED = Text("满分 100，按约定目标为 80", "of 100; 80 is as agreed")
BAND_ALONE = Text("只看分数：{band}", "by the score alone: {band}")
NOT_ENOUGH_WEIGHT = Text("已测的权重太少", "too little of the weight was measured")
LIMITERS = Text("降级因素", "What caps the band")
NO_LIMITER = Text("没有未整改的重大问题或核实的安全投诉", "no open critical finding, no validated safety complaint")
COVERED = Text("已测权重", "Weight measured")
COVERED_OF = Text("{count} 项约定", "over {count} levels")
COVERED_WITHOUT = Text("{count} 项缺，权重分给其他项", "{count} missing, their weight shared by the others")
INPUTS = Text("分数由何而来", "What the score is made of")
INPUTS_HINT = Text(
    "每项按三点折线计分：约定最低水平为 0，目标为 {target}，奖励门槛或最好的可能为 {full}。失分多的在前。",
    "Each level by straight lines through three points: 0 at the agreed minimum, {target} at target, {full} at the level that earns a "
    "bonus or the best there is. What costs most points first.",
)
LEVEL_SCORE = Text("得分", "Points")
LEVEL_SCORE_HINT = Text("该项自己的得分，0 至 100。", "The level's own score, 0 to 100.")
RESULT = Text("结果", "Result")
SCALE = Text("0 分 · 目标 · 满分", "0 · target · full")
SCALE_HINT = Text("得 0 分、{target} 分、{full} 分的结果。", "The results that score 0, {target} and {full}.")
WEIGHT_AGREED, WEIGHT_USED = Text("约定权重", "Weight agreed"), Text("所用权重", "Weight used")
WEIGHT_USED_HINT = Text("缺项的权重按比例分给其他项。", "The weight of what is missing is shared by the others in proportion.")
ADDS = Text("计入总分", "Adds")
ADDS_HINT = Text("所用权重 × 得分；合计为总分。", "Weight used × points; they sum to the score.")
MISSING_ONE = Text("{level}（{why}）", "{level} ({why})")
MISSING = Text("未计分：{levels}。", "Not scored: {levels}.")
SCORE_RULE = Text(
    "规则 {rule}。评级：{bands}；按绝对分数线，不因其他供应商而变。已测权重不足 {least} 不评分。",
    "Rule {rule}. Bands: {bands}; they are absolute, so that no vendor's moves because others do. Under {least} of the weight there is "
    "no score.",
)

JUDGED, MISSED = Text("已判定", "Judged"), Text("未达标", "Missed")
SERVICE = Text("服务类别", "Service")
NUMERATOR, DENOMINATOR = Text("分子", "Numerator"), Text("分母", "Denominator")
KEEPING = Text("正在公布并保存月报…", "Publishing, and keeping the reports of the month…")
