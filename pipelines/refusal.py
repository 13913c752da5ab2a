"""Why a file, or a value, was not taken, in words for people."""

from __future__ import annotations

from assay.text import LANGUAGES, Language, Text


class Refused(ValueError):
    """A file as a whole cannot be taken. `text` says what, where, and what to do."""

    def __init__(self, words: Text, **values: object) -> None:
        self.text = Text(*(words(language, **_said(values, language)) for language in LANGUAGES))
        super().__init__(self.text.en)


def _said(values: dict[str, object], language: Language) -> dict[str, object]:
    return {name: value(language) if isinstance(value, Text) else value for name, value in values.items()}


EMPTY = Text(
    "文件中没有数据行；请确认导出是否成功后重新提供。",
    "There are no rows in it; check the export and send it again.",
)
UNREADABLE = Text(
    "无法读取：{why}。请在原系统中重新导出为 CSV、Excel 或 Parquet。",
    "It cannot be read: {why}. Export it again as CSV, Excel or Parquet.",
)
NOT_TEXT = Text(
    "既不是文本，也不是 Excel 或 Parquet 文件（含二进制内容）。",
    "It is neither text nor an Excel or Parquet file: it has binary content.",
)
TOO_LARGE = Text(
    "解压后超过 {limit}，不予读取；请拆分后重新提供。",
    "Unpacked it is larger than {limit} and is not read; split it and send it again.",
)
ENDLESS = Text(
    "文本文件中有超过 {limit} 的一行，表格不会有这样长的单元格；请检查引号与换行，改正后重新提供。",
    "One of its lines is longer than {limit}, which no cell of a table is; check the quotation marks and the ends of lines.",
)
TOO_WIDE = Text(
    "共有 {columns:,} 列，超过上限 {limit:,} 列；请只导出需要的列后重新提供。",
    "It has {columns:,} columns, more than the limit of {limit:,}; export only those that are needed and send it again.",
)
LOCKED = Text(
    "该工作簿受密码保护；请去掉密码后重新提供。",
    "The workbook is protected by a password; take the password off and send it again.",
)
NO_TABLE = Text(
    "认不出是哪张表：没有适用的映射文件，表头也与任何一张表不符。最接近的是 {table}，缺少列：{missing}。请为它写一份映射文件。",
    "It is not clear which table this is: no mapping names the file, and its headers are those of no table. "
    "Closest is {table}, without: {missing}. Write a mapping for it.",
)
MISSING = Text(
    "缺少列：{missing}。文件中的列有：{headers}。请改正表头，或在映射文件 {mapping} 中写明对应的列。",
    "Columns are missing: {missing}. The file has: {headers}. Correct the headers, or name the columns in the mapping {mapping}.",
)
MOSTLY_BROKEN = Text(
    "{read} 行中有 {broken} 行未通过校验，超过一半。最常见的原因：{most}。请改正后重新提供。",
    "{broken} of {read} rows broke a check, more than half, so none was taken. Most often: {most}. Correct it and send it again.",
)
AMBIGUOUS = Text(
    "有多份映射文件同样适用，无法取舍：{mappings}。请让其中一份的文件名式样更具体。",
    "Several mappings fit equally: {mappings}. Make the file pattern of one of them narrower.",
)
ALL_LEFT_OUT = Text(
    "映射文件 {mapping} 略过了全部 {rows:,} 行，没有可取的行。",
    "The mapping {mapping} leaves out all {rows:,} rows, so there is nothing to take.",
)
LEFT_OUT = Text("按映射文件略过 {rows:,} 行：{reason}。", "{rows:,} rows left out by the mapping: {reason}.")
CUT = Text(
    "文件在第 {line} 行的记录中间中断；此前的记录已载入，请重新导出并补交完整文件。",
    "The file breaks off within the record on line {line}; what stands before it was loaded. Export it again and send it whole.",
)
REPAIRED = Text(
    "这是从隔离区下载的表格，不是新文件；请作为“修复后的表格”交回（python -m pipelines repair）。",
    "This is a workbook of quarantined rows, no new file; bring it back as a repaired spreadsheet (python -m pipelines repair).",
)
