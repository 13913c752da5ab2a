"""Words of the page *Summary*."""

from __future__ import annotations

from assay.text import Text

SUMMARY = Text("月报", "Summary")
WHOSE = Text("范围", "Whose")
ALL = Text("全部供应商", "All vendors")
READING = Text("正在汇总本月…", "Putting the month together…")
NO_MONTH = Text("{month}没有任何数据", "Nothing was recorded in {month}")
CHOOSE = Text("请在上方选择另一个月份。", "Choose another month above.")
BY_MONTH = Text("月报按月：显示 {month}。", "A summary is of a month: this is {month}.")
WHOLE = Text("月报包含全部服务与站点，不受这两个筛选影响。", "A summary holds all services and sites: those two filters do not narrow it.")
FIRST_OF = Text("筛选了多家供应商：月报为全部供应商，或在“范围”中选择一家。", "Several vendors are filtered: a summary is of all, or choose one under “Whose”.")
FILES: dict[str, Text] = {
    "pdf": Text("下载 PDF", "Download PDF"), "xlsx": Text("下载 Excel", "Download Excel"),
    "pptx": Text("下载 PPT", "Download slides"), "html": Text("下载网页", "Download HTML"),
}
CHANGES = Text("此后的变化", "What changed since")
