"""Why a row waits in quarantine, in words: what could not be read, or what a check of the contract asks for."""

from __future__ import annotations

from functools import cache

from assay.contracts import contract
from assay.contracts.suite import suite
from assay.text import Text

READING: dict[str, Text] = {
    "not_a_moment": Text("不是约定写法的时间", "not a moment in an agreed form"),
    "no_such_local_time": Text("当地没有这个时刻（夏令时跳过）", "a local time that was skipped by daylight saving"),
    "not_a_date": Text("不是约定写法的日期", "not a date in an agreed form"),
    "too_long_ago": Text("早于 1900 年", "before the year 1900"),
    "not_a_number": Text("不是数字", "not a number"),
    "not_an_integer": Text("不是整数", "not a whole number"),
    "not_a_flag": Text("不是“是”或“否”", "neither yes nor no"),
    "wrong_encoding": Text("有不属于该文件编码的字节", "bytes that are not in the encoding of the file"),
    "too_many_columns": Text("该行的列多于表头", "more columns than the header"),
    "too_few_columns": Text("该行的列少于表头", "fewer columns than the header"),
    "broken_quote": Text("引号不成对或位置不对", "a quotation mark that does not close or stands in the wrong place"),
}
"""Reasons of the reading step: a value, or a line, that could not be read as what it should be."""
LINE = "*"
"""Stands for the whole line where a reason is not about one column."""
SUPERSEDED = "superseded"
_SUPERSEDED = Text("库中已有同一记录的更晚版本", "a later record of the same key is already there")
_NOBODY_ASKS = Text("现行合约已不再要求", "no longer asked for by the contract")


def meaning(table: str, reason: str, columns: str) -> Text:
    """A reason in words. `columns` are those it is about, joined by `, `; a check that the contract no longer has is said to be so."""
    if reason == SUPERSEDED:
        return _SUPERSEDED
    if reason in READING:
        words = READING[reason]
        return words if columns == LINE else Text(f"{columns} {words.zh}", f"{columns} {words.en}")
    return _asked(table).get((reason, columns), _NOBODY_ASKS)


@cache
def _asked(table: str) -> dict[tuple[str, str], Text]:
    """What every check of a table asks for, by reason and columns; the limit of its moments is not part of the words."""
    return {(one.reason, ", ".join(one.columns)): one.says for one in suite(contract(table), "2000-01-01")}
