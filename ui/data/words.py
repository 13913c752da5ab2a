"""The words of the page *Data*."""

from __future__ import annotations

from assay.text import Text

PARTS = {
    "files": Text("收到的文件", "What came in"),
    "refused": Text("隔离区", "Quarantine"),
    "checks": Text("校验", "Checks"),
    "coverage": Text("覆盖", "Coverage"),
    "catalogue": Text("字典与指标", "Dictionary and KPIs"),
    "upload": Text("上传", "Upload"),
}
NOTHING_YET = Text("还没有数据：上传第一批文件后，此处显示相应内容。", "Nothing yet: this part fills with the first files that are uploaded.")
FIRST_FILES = Text(
    "建议从供应商和站点开始，再上传工单、检查、问卷、投诉、人员与协议；可一次全部选中，次序不限。表头与“字典与指标”中的列名一致的文件直接认出，"
    "其他文件会给出映射建议，核对后即可入库。",
    "Vendors and sites come first, then orders, inspections, surveys, complaints, staff and agreements; choose them all at once, in any "
    "order. Files whose headers are the columns of *Dictionary and KPIs* are recognised; for others a mapping is suggested, to be corrected.",
)
FRESH = Text("数据新鲜度", "Freshness")
FRESH_OLD = Text("距今 {age}", "{age} old")
FRESH_LOAD = Text("最近载入 {moment}（UTC）", "last load {moment} UTC")
FILES = Text("文件", "Files")
FILES_REFUSED = Text("{count} 份整份拒收", "{count} refused as a whole")
FILES_WHOLE = Text("没有整份拒收的文件", "none refused as a whole")
FILES_ROWS = Text("接受 {count} 行", "{count} rows accepted")
WAITING = Text("隔离区待修复", "Waiting in quarantine")
WAITING_SHARE = Text("占全部行数的 {share}", "{share} of all rows")
HOLES = Text("覆盖缺口", "Holes in coverage")
NONE_EXPECTED = Text("没有协议，无从判断", "no agreement to expect data by")
HOLES_OF = Text("应有数据的 {expected} 个供应商月中", "of {expected} vendor-months expected")

REFUSED_FILES = Text("整份拒收的文件", "Files refused as a whole")
BY_TABLE = Text("按表", "By table")
ALL_FILES = Text("全部文件", "All files")
ALL_FILES_HINT = Text("最近收到的在前；有隔离行的文件可点开查看原因。", "Latest first; a file with rows in quarantine leads to their reasons.")
LOADS = Text("历次载入", "Loads")
FILE = Text("文件", "File")
TABLE = Text("表", "Table")
STATE = Text("处理结果", "What became of it")
READ = Text("读取", "Read")
ACCEPTED = Text("接受", "Accepted")
QUARANTINED = Text("隔离", "Quarantined")
LOADED_AT = Text("载入时间（UTC）", "Loaded (UTC)")
MESSAGE = Text("说明", "Message")
TOOK = Text("用时", "Took")
SECONDS = Text("{seconds} 秒", "{seconds} s")
STARTED = Text("开始（UTC）", "Started (UTC)")
REACHES = Text("数据截至（UTC）", "Data up to (UTC)")
REFUSED_COUNT = Text("拒收", "Refused")
NO_TABLE = Text("未认出", "not recognised")
ENCODING = Text("编码", "Encoding")
SHEET_OF = Text("{name} [{sheet}]", "{name} [{sheet}]")
OWN_ROWS = Text(
    "此处只统计您可见的行；整份文件的处理结果与校验结果由可见全部供应商的人员查看。",
    "Counted over the rows that you may see; what became of whole files is shown to those who see all vendors.",
)

NOTHING_WAITS = Text("当前筛选下没有隔离的行。", "No row waits in quarantine in this view.")
BY_CHECK = Text("按校验规则", "By check")
BY_FILE = Text("按文件", "By file")
THE_ROWS = Text("被隔离的行", "The rows")
CHECK = Text("要求", "What is asked")
COUNT = Text("行数", "Rows")
IN_FILES = Text("涉及文件", "Files")
EXAMPLES = Text("示例（如所写）", "Examples, as written")
VALUE = Text("所写的值", "As written")
LINE = Text("行号", "Line")
REPAIR_DOWNLOAD = Text("下载以便修复", "Download for repair")
REPAIR_HINT = Text(
    "按表分工作表：原有各列、原文件与行号、原因。改正后在“上传”中交回，改好的行即离开隔离区。",
    "A sheet per table with the original columns, file, line and reason. Correct it and bring it back under *Upload*: "
    "rows that are right leave the quarantine.",
)
REASON_SHEET = Text("原因", "Reasons")

CHECK_SUMMARY = Text(
    "Great Expectations 在 {files} 份文件上核对了 {rules} 条规则，共 {tested} 行次；{unexpected} 行次不符。",
    "Great Expectations held {rules} rules against {files} files, {tested} rows tested in all; {unexpected} were unexpected.",
)
CHECK_BY_LOAD = Text("历次校验结果", "Validation over time")
CHECK_BROKEN = Text("出现不符的规则", "Rules that some rows broke")
CHECK_KEPT = Text("全部行都符合的规则：{count} 条", "Rules that every row kept: {count}")
TESTED = Text("受检行数", "Rows tested")
UNEXPECTED = Text("不符行数", "Unexpected")
SHARE = Text("不符占比", "Share")
RULE = Text("Great Expectations 规则", "Great Expectations rule")
EVALUATED = Text("规则次数", "Rules evaluated")
NO_CHECKS = Text("没有可显示的校验结果。", "There are no validation results to show.")

COVERAGE_HINT = Text(
    "每格为该供应商当月的记录数（工单、检查、调查、投诉与汇总数）。斜线与“缺”：协议有效却没有任何记录；"
    "浅色：不足其月中位数的一半；“–”：当月没有协议。",
    'Records of the vendor in the month (orders, inspections, surveys, complaints, figures). Hatched, "none": an agreement was in '
    'force and nothing came in; pale: less than half of its usual month; "–": no agreement.',
)
COVERAGE_NONE = Text("缺", "none")
COVERAGE_TITLE = Text("供应商 × 月份", "Vendor by month")
COVERAGE_FULL = Text("{months} 个月内，每家有协议的供应商每月都有数据。", "Every vendor with an agreement was heard of in each of {months} months.")
COVERAGE_NO_AGREEMENT = Text("所示月份没有有效的协议，因此无从判断是否有缺口。", "No agreement was in force in these months, so nothing can be called a hole.")
COVERAGE_LATER = Text("另有更晚的数据，至 {label}", "There are later data, up to {label}")
COVERAGE_NO_MONTH = Text("还没有完整的月份。", "No month is over yet.")
COVERAGE_HOLES = Text("{months} 个月内有 {holes} 个缺口：{vendors}。", "Holes in {months} months: {holes} ({vendors}).")

DICTIONARY = Text("数据字典", "Data dictionary")
CATALOGUE = Text("指标目录", "KPI catalogue")
CHOOSE_TABLE = Text("表", "Table")
CHOOSE_KPI = Text("指标", "KPI")

EARLIER = Text("上一页", "Previous")
LATER = Text("下一页", "Next")
PAGE_OF = Text("第 {first}–{last} 项，共 {count} 项", "{first}–{last} of {count}")

BEHIND = Text("此数背后的行（{period}）", "Rows behind this figure ({period})")
BEHIND_PART = Text("分子或分母", "Numerator or denominator")
BEHIND_COUNTS = Text("计入", "Counts")
BEHIND_DAY = Text("归属日期", "Placed on")
BEHIND_NONE = Text("没有行计入。", "No row counts.")
BEHIND_HINT = Text("每行来自哪份文件的第几行；下载最多 {limit} 行。", "Each row with the file and line it came from; a download has at most {limit}.")
BEHIND_DOWNLOAD = Text("下载这些行", "Download these rows")

UPLOAD_NEW = Text("新文件", "New files")
UPLOAD_REPAIRED = Text("修复后的表格", "Repaired spreadsheet")
UPLOAD_KIND = Text("上传什么", "What to upload")
UPLOAD_ONLY_ALL = Text(
    "只有可见全部供应商的人员可以上传：一份文件可能含有任何供应商的行。请把文件交给数据管理员。",
    "Only those who see all vendors may upload, since a file may hold rows of any vendor. Hand yours to whoever looks after the data.",
)
UPLOAD_HINT = Text(
    "CSV、Excel 或 Parquet，可一次多份，每份不超过 {limit} MB。先检查，确认后才发布；检查不改动任何数据。",
    "CSV, Excel or Parquet, several at once, up to {limit} MB each. They are checked first and published when you say so; "
    "a check changes nothing.",
)
UPLOAD_REPAIR_HINT = Text(
    "从“隔离区”下载、改正后的表格。改好的行按原文件与行号入库并离开隔离区；仍有问题的行留下并更新原因。",
    "The workbook downloaded from *Quarantine*, corrected. Rows that are right are taken in under their own file and line and leave "
    "the quarantine; others stay, with their reasons as they are now.",
)
UPLOAD_CHOOSE = Text("选择文件", "Choose files")
CHECK_BUTTON = Text("检查", "Check")
PUBLISH_BUTTON = Text("发布 {rows} 行", "Publish {rows} rows")
CHECKING = Text("正在检查…", "Checking…")
PUBLISHING = Text("正在载入并发布…", "Loading and publishing…")
STATES = {
    "loaded": Text("可入库", "will be loaded"),
    "refused": Text("拒收", "refused"),
    "unchanged": Text("已载入过，不再改动", "loaded before, nothing to do"),
}
STILL_BROKEN = Text("仍待修复", "still broken")
CHECK_SOME = Text("{files} 份文件：{accepted} 行可入库，{quarantined} 行将被隔离。", "{files} files: {accepted} rows can be taken in, {quarantined} would wait in quarantine.")
CHECK_REFUSED = Text("{refused} 份将被整份拒收。", "{refused} would be refused as a whole.")
REPAIR_SOME = Text("{accepted} 行已改好，{quarantined} 行仍有问题。", "{accepted} rows are right now, {quarantined} are still broken.")
NOTHING_TO_PUBLISH = Text("没有可发布的内容。", "There is nothing to publish.")
CHECK_RESULT = Text("检查结果", "What the check found")
PREVIEW = Text("预览与原因：{name}", "Preview and reasons: {name}")
PREVIEW_TABLE = Text("前几行", "First rows")
PUBLISHED_LOAD = Text("已发布：{accepted} 行入库，{quarantined} 行隔离。", "Published: {accepted} rows taken in, {quarantined} in quarantine.")
PUBLISHED_REPAIR = Text("已发布：{accepted} 行离开隔离区，{quarantined} 行仍待修复。", "Published: {accepted} rows left the quarantine, {quarantined} still wait.")
NOT_PUBLISHED = Text("没有新内容，数据未作改动。", "Nothing new came in; the data are as they were.")
CRASHED = Text(
    "处理程序意外终止（代码 {code}），没有发布任何内容。文件可能过大或已损坏；请拆分或重新导出后再试。",
    "The work ended unexpectedly (code {code}) and nothing was published. The file may be too large or damaged; split it or export it "
    "again.",
)
TOO_LONG = Text("超过 {minutes} 分钟仍未完成，已停止；没有发布任何内容。", "It took more than {minutes} minutes and was stopped; nothing was published.")
MAPPING_SUGGESTED = Text("建议的映射（请核对后再检查一次）", "Suggested mapping (correct it, then check again)")
MAPPING_HINT = Text(
    "左边是文件中的列，右边是本系统的列；发布后会保留，同名文件不必再写。",
    "Left the columns of the file, right ours. It is kept when you publish, so that the next such file needs none.",
)
CHECK_AGAIN = Text("用此映射再检查", "Check again with this mapping")
