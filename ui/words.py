"""The words of the screen that belong to no column, KPI or result."""

from __future__ import annotations

from assay.text import Language, Text

PRODUCT = Text("Assay · 外包服务质量", "Assay · outsourced service quality")
LANGUAGE = Text("语言", "Language")
LOOK = Text("概况", "At a glance")
OVERVIEW = Text("总览", "Overview")
ORDERS = Text("工单", "Orders")
AGREEMENTS = Text("服务协议", "Agreements")
TRENDS = Text("趋势", "Trends")
COMPARE = Text("对比", "Compare")
VENDOR = Text("供应商", "Vendor")
ANALYSE = Text("分析", "Analyse")
PERIOD = Text("期间", "Period")
FILTERS = Text("筛选", "Filters")
VENDORS = Text("供应商", "Vendors")
SERVICES = Text("服务类别", "Services")
SITES = Text("站点", "Sites")
KPI = Text("指标", "KPI")
PART = Text("分页", "Part")
DATA = Text("数据", "Data")
ALL = Text("全部", "All")
CLEAR = Text("清除筛选", "Clear filters")
RUNNING = Text("{label}（进行中）", "{label} (so far)")
MORE_CHIPS = Text("另 {count} 项", "{count} more")

MORE_KPIS = Text("其他指标", "More KPIs")
AGAINST_LAST = Text("较 {label} {change}", "{change} vs {label}")
VENDORS_MEETING = Text("{met}/{judged} 家达标", "{met} of {judged} vendors met it")
NO_CELLS = Text("本期无数据", "nothing in this period")
TABLE_TITLE = Text("供应商 × 指标", "Vendors by KPI")
TABLE_HINT = Text(
    "问题最多的排在最前；点任一格，只看该供应商的该项指标。圆点是按协议的结算，橙色表示超出随机波动。",
    "Most concern first; a cell opens that vendor on that KPI. The dot is settlement by the agreement; orange is beyond chance.",
)
MISSED_LEVELS = Text("未达约定", "Levels missed")
MISSED_OF = Text("{missed}/{judged} 项", "{missed} of {judged}")
MISSED_SOME = Text("{missed}/{judged} 未达标", "{missed} of {judged} missed")
BEYOND = Text("{count} 项超出随机波动", "{count} beyond chance")
BEYOND_SHORT = Text("超出随机波动", "beyond chance")
WITHIN_SHORT = Text("随机波动之内", "within chance")
NO_AGREEMENT = Text("无约定", "no agreement")
PARTIAL_NOTE = Text(
    "{label} 尚未结束：只计入已到期的部分，可能与最终结果不同。",
    "{label} is still running: only what has fallen due counts, and the final figures may differ.",
)
SITES_NOTE = Text(
    "已按站点筛选：协议按全部站点结算，因此此处只列数值，不作达标判断。",
    "Filtered by site: agreements are settled over all sites, so values are shown without a verdict.",
)
QUARTER_NOTE = Text(
    "按季度汇总判断；协议的结算以月为准。",
    "Judged over the whole quarter; agreements are settled by month.",
)
METHOD_NOTE = Text("检查类指标只计{method}。", "Inspection KPIs count one method only: {method}.")
EVIDENCE_NOTE = Text(
    "“超出随机波动”：Jeffreys 后验概率，经 Benjamini–Hochberg 校正（错误发现率 5 %）。",
    "Beyond chance: Jeffreys posterior, corrected by Benjamini–Hochberg over all levels in view (false discovery rate 5 %).",
)
DETAIL_MONTH = Text("期间", "Period")
DETAIL_VALUE = Text("值", "Value")
DETAIL_INTERVAL = Text("95 % 区间", "95 % interval")
DETAIL_NUMERATOR = Text("分子", "Numerator")
DETAIL_DENOMINATOR = Text("分母", "Denominator")
DETAIL_LEFT_OUT = Text("未计入", "Left out")
DETAIL_LEVELS = Text("服务等级", "Service levels")
DETAIL_MISSED = Text("未达标的约定：{judged} 项中 {count} 项", "Agreed levels missed: {count} of {judged}")
DETAIL_OTHERS = Text("其余 {count} 项约定", "The other {count} agreed levels")
DETAIL_LEVEL = Text("标准", "Standard")
DETAIL_RESULT = Text("结果", "Result")
DETAIL_TARGET = Text("目标", "Target")
DETAIL_SETTLEMENT = Text("结算", "Settlement")
DETAIL_EVIDENCE = Text("证据：达标的可能性", "Evidence: chance of meeting it")
DETAIL_HISTORY = Text("逐期结果", "Period by period")
CLOSE_DETAIL = Text("收起明细", "Close details")
DOWNLOAD = Text("下载 Excel", "Download Excel")
MEASUREMENTS = Text("只以数值收到的指标", "Figures received as bare values")
MEASUREMENTS_HINT = Text(
    "没有分母，因此按收到的粒度展示，不作汇总。",
    "They have no denominator, so they are shown at the grain they came in and never rolled up.",
)

STAMP_AS_OF = Text("数据截至 {moment}（UTC，距今 {age}）", "Data to {moment} UTC ({age} old)")
STAMP_COVERAGE = Text("上月有数据的供应商 {heard}/{agreed}", "{heard} of {agreed} vendors reported last month")
STAMP_LOADED = Text("最近载入 {moment}", "last load {moment}")
STAMP_REFUSED = Text("拒收 {share}（{count} 行）", "{share} refused ({count} rows)")
STAMP_EMPTY = Text("尚无数据", "no data yet")

EMPTY_TITLE = Text("还没有数据", "There are no data yet")
EMPTY_BODY = Text(
    "请先带入第一批文件：在“数据”页上传，先检查、后发布；也可在命令行运行 `python -m pipelines load 文件夹`，或用 `make sample` 生成示例公司试用。",
    "Bring in the first files: upload them on the page *Data*, where they are checked before anything is published; or run "
    "`python -m pipelines load FOLDER` on the command line; or try the sample company with `make sample`.",
)
UNTOLD_TITLE = Text("还没有服务记录", "There are no records of service yet")
UNTOLD_BODY = Text(
    "已有的文件只说明了供应商、站点等基础信息。请再上传工单、检查、问卷、投诉或汇总数，本页随即按月显示结果。",
    "What has come in so far says who the vendors are and where they work. Upload orders, inspections, surveys, complaints or figures "
    "next, and this page shows their months.",
)
TO_UPLOAD = Text("上传文件", "Upload files")
OUTDATED_TITLE = Text("数据由旧版本程序建立", "The data were built by an older release")
OUTDATED_BODY = Text(
    "本版本所读的部分表或列不在其中。请用原始文件重新装载：`python -m pipelines load 文件夹 --warehouse 新文件夹`；示例公司用 `make sample`。"
    "原有数据不会被改动。",
    "They lack tables or columns that this release reads. Load them anew from their files: "
    "`python -m pipelines load FOLDER --warehouse NEW_FOLDER`; for the sample company, `make sample`. Nothing of the old data is changed.",
)
BROKEN_TITLE = Text("数据暂时无法读取", "The data cannot be read at the moment")
BROKEN_BODY = Text(
    "数据仓库的当前版本无法打开。请在命令行运行 `python -m pipelines status` 查看原因；页面可稍后重试。",
    "The current version of the warehouse cannot be opened. `python -m pipelines status` says why; try this page again later.",
)
NOTHING_TITLE = Text("此筛选下没有数据", "Nothing matches these filters")
NOTHING_BODY = Text("请放宽筛选，或换一个期间。", "Widen the filters or choose another period.")
DEBUG = Text("服务器用时 {milliseconds} 毫秒", "server {milliseconds} ms")


def joined(language: Language, *sentences: str) -> str:
    """Sentences one after the other; Chinese puts no space between them."""
    return ("" if language == "zh" else " ").join(sentences)
