"""What a column or a row promises. Each check says itself three ways: in SQL, in Great Expectations' terms, in words.

`breaks(column)` is a DuckDB condition that is true for a row that breaks the promise; a null is judged only by `Required`.
`expectation(column)` is the same promise as plain data; only `pipelines/validation/validate.py` hands it to Great Expectations.
Conditions that look at other tables name them `known.<table>`: the warehouse as it stands when the batch is at the door;
`b` is the batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from assay.text import Text

ROW = "source_row"
UNREAD = "unread_columns"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One Great Expectations rule as data. `reason` names the check in results, quarantine and documentation."""

    reason: str
    type: str
    arguments: Mapping[str, object]
    columns: tuple[str, ...]
    says: Text


class Check(Protocol):
    """What every check can say; `column` is the column it was declared on."""

    @property
    def is_local(self) -> bool: ...  # judged by the row alone, so it can stand as a CHECK in the table's definition
    def expectation(self, column: str) -> Expectation: ...
    def says(self, column: str) -> Text: ...


class RowCheck(Check, Protocol):
    """A check that one SQL condition can say."""

    def breaks(self, column: str) -> str: ...


def literal(value: object) -> str:
    """A value of a declaration as a SQL literal; declarations hold text and numbers only."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value)
    raise TypeError(f"no SQL literal for {value!r}")


def rows_that(check: RowCheck, column: str, reason: str, columns: tuple[str, ...]) -> Expectation:
    """The expectation that no row of the batch satisfies `breaks`; for promises that Great Expectations has no word for."""
    query = f"select {ROW} from {{batch}} as b where {check.breaks(column)}"
    return Expectation(reason, "UnexpectedRowsExpectation", {"unexpected_rows_query": query}, columns, check.says(column))


@dataclass(frozen=True, slots=True)
class Required:
    is_local = True

    def breaks(self, column: str) -> str:
        return f"{column} is null"

    def expectation(self, column: str) -> Expectation:
        return Expectation("required", "ExpectColumnValuesToNotBeNull", {"column": column}, (column,), self.says(column))

    def says(self, column: str) -> Text:
        return Text(f"{column} 不能为空", f"{column} must not be empty")


@dataclass(frozen=True, slots=True)
class OneOf:
    values: tuple[str, ...]
    is_local = True

    def breaks(self, column: str) -> str:
        return f"{column} not in ({', '.join(map(literal, self.values))})"

    def expectation(self, column: str) -> Expectation:
        arguments = {"column": column, "value_set": list(self.values)}
        return Expectation("one_of", "ExpectColumnValuesToBeInSet", arguments, (column,), self.says(column))

    def says(self, column: str) -> Text:
        return Text(f"{column} 只能是：{'、'.join(self.values)}", f"{column} is one of {', '.join(self.values)}")


@dataclass(frozen=True, slots=True)
class Between:
    low: float | None = None
    high: float | None = None
    is_local = True

    def breaks(self, column: str) -> str:
        sides = [(self.low, "<"), (self.high, ">")]
        return "(" + " or ".join(f"{column} {sign} {literal(side)}" for side, sign in sides if side is not None) + ")"

    def expectation(self, column: str) -> Expectation:
        arguments = {"column": column, "min_value": self.low, "max_value": self.high}
        return Expectation("between", "ExpectColumnValuesToBeBetween", arguments, (column,), self.says(column))

    def says(self, column: str) -> Text:
        low, high = (None if side is None else f"{side:,.10g}" for side in (self.low, self.high))
        if high is None:
            return Text(f"{column} 不小于 {low}", f"{column} is at least {low}")
        if low is None:
            return Text(f"{column} 不大于 {high}", f"{column} is at most {high}")
        return Text(f"{column} 在 {low} 与 {high} 之间", f"{column} is between {low} and {high}")


@dataclass(frozen=True, slots=True)
class Matches:
    pattern: str
    meaning: Text
    is_local = True

    def breaks(self, column: str) -> str:
        return f"not regexp_matches({column}, {literal(self.pattern)})"

    def expectation(self, column: str) -> Expectation:
        arguments = {"column": column, "regex": self.pattern}
        return Expectation("matches", "ExpectColumnValuesToMatchRegex", arguments, (column,), self.says(column))

    def says(self, column: str) -> Text:
        return Text(f"{column} 的写法应为{self.meaning.zh}", f"{column} is written as {self.meaning.en}")


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The column's moment or date is at or after another column's, where both are present."""

    earlier: str
    is_local = True

    def breaks(self, column: str) -> str:
        return f"{column} < {self.earlier}"

    def expectation(self, column: str) -> Expectation:
        arguments = {"column_A": column, "column_B": self.earlier, "or_equal": True, "ignore_row_if": "either_value_is_missing"}
        kind = "ExpectColumnPairValuesAToBeGreaterThanB"
        return Expectation(f"not_before_{self.earlier}", kind, arguments, (column, self.earlier), self.says(column))

    def says(self, column: str) -> Text:
        return Text(f"{column} 不早于 {self.earlier}", f"{column} is not before {self.earlier}")


@dataclass(frozen=True, slots=True)
class Known:
    """The value is the key of a row of another table."""

    table: str
    key: str
    is_local = False

    def breaks(self, column: str) -> str:
        return f"{column} is not null and {column} not in (select {self.key} from known.{self.table})"

    def expectation(self, column: str) -> Expectation:
        return rows_that(self, column, f"unknown_in_{self.table}", (column,))

    def says(self, column: str) -> Text:
        return Text(f"{column} 须在 {self.table} 中登记", f"{column} is a row of {self.table}")


@dataclass(frozen=True, slots=True)
class Holds:
    """A condition over the row, and other tables where needed, in SQL: for promises that no other check can make."""

    reason: str
    broken: str
    meaning: Text
    columns: tuple[str, ...]
    is_local: bool = False

    def breaks(self, column: str = "") -> str:
        return self.broken

    def expectation(self, column: str = "") -> Expectation:
        return rows_that(self, column, self.reason, self.columns)

    def says(self, column: str = "") -> Text:
        return self.meaning


@dataclass(frozen=True, slots=True)
class OncePerFile:
    """The key occurs once in a file; of several lines with one key the last is taken, the others are refused."""

    key: tuple[str, ...]
    is_local = False

    def expectation(self, column: str = "") -> Expectation:
        order = f"row_number() over (partition by {', '.join(self.key)} order by {ROW} desc)"
        query = f"select {ROW} from {{batch}} as b where {self.key[0]} is not null qualify {order} > 1"
        return Expectation("duplicate", "UnexpectedRowsExpectation", {"unexpected_rows_query": query}, self.key, self.says())

    def says(self, column: str = "") -> Text:
        key = ", ".join(self.key)
        zh = f"同一文件内 {key} 不重复（重复时取最后一行）"
        return Text(zh, f"{key} occurs once in a file (of several lines, the last is taken)")


@dataclass(frozen=True, slots=True)
class Readable:
    """Every value could be read as its column's type; the reading step lists the columns that could not."""

    is_local = False

    def expectation(self, column: str = UNREAD) -> Expectation:
        return Expectation("unreadable", "ExpectColumnValuesToBeNull", {"column": UNREAD}, (UNREAD,), self.says())

    def says(self, column: str = UNREAD) -> Text:
        return Text("每个值都能按其类型读取", "every value can be read as its type")
