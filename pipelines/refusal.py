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

READING: dict[str, Text] = {
    "not_a_moment": Text("不是约定写法的时间", "not a moment in an agreed form"),
    "no_such_local_time": Text("当地没有这个时刻（夏令时跳过）", "a local time that was skipped by daylight saving"),
    "not_a_date": Text("不是约定写法的日期", "not a date in an agreed form"),
    "not_a_number": Text("不是数字", "not a number"),
    "not_an_integer": Text("不是整数", "not a whole number"),
    "not_a_flag": Text("不是“是”或“否”", "neither yes nor no"),
    "wrong_encoding": Text("有不属于该文件编码的字节", "bytes that are not in the encoding of the file"),
    "too_many_columns": Text("该行的列多于表头", "more columns than the header"),
    "too_few_columns": Text("该行的列少于表头", "fewer columns than the header"),
    "broken_quote": Text("引号不成对或位置不对", "a quotation mark that does not close or stands in the wrong place"),
}
"""Reasons of the reading step: a value, or a line, that could not be read as what it should be."""
