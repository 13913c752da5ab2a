"""The door to Great Expectations: a staged batch and the suite that its contract wrote go in, findings come out.

Great Expectations judges every row of the batch twice at most: first all expectations in the form that only says yes or no,
then those that said no, in the form that also counts the unexpected rows and gives the SQL that selects them. An expectation
that it cannot execute is an error of ours: it is raised, and never counts as good data or as bad.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar

import great_expectations.expectations as gxe

from assay.checks import ROW, Expectation
from pipelines.validation.gx_duckdb import DuckDBPyConnection, lent
from pipelines.validation.gx_suite import NotExecuted, Ready, Said, judged, ready

EXAMPLES = 5
EXAMPLE_LENGTH = 200
FAST = {"result_format": "BOOLEAN_ONLY"}
EXACT = {
    "result_format": "BASIC",  # the lightest form that counts; the lists of values and rows in the others are capped
    "return_unexpected_index_query": True,
    "unexpected_index_column_names": [ROW],
    "partial_unexpected_count": 0,
}


class CannotExecute(RuntimeError):
    """Great Expectations could not execute an expectation, or what it said about the rows does not hold."""

    def __init__(self, table: str, expectation: Expectation, message: str) -> None:
        super().__init__(f"{table}: {expectation.type} ({expectation.reason}: {expectation.says.en}) was not executed: {message}")


@dataclass(frozen=True, slots=True)
class Finding:
    """What Great Expectations said about one expectation on one batch.

    `rows_tested` is every row of the batch; a null in a tested column counts as tested and is never unexpected, except where
    the expectation is about nulls. `examples` are up to five different values of the expectation's columns in unexpected
    rows, in the order of the rows, as text; an empty value is no example. `broken_rows` is SQL that selects `source_row` of
    exactly the unexpected rows, for the connection that was validated; None where there are none.
    """

    expectation: Expectation
    rows_tested: int
    unexpected: int
    examples: tuple[str, ...]
    broken_rows: str | None


@dataclass(frozen=True, slots=True)
class Validation:
    """The findings on one batch, in the order of the suite, and the wall time of the whole validation."""

    findings: tuple[Finding, ...]
    seconds: float


class RowsExpectation(gxe.UnexpectedRowsExpectation):
    """No row answers the query; only the count is computed. The original also fetches the rows, to show the first of them."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(self, metrics: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
        count = metrics["unexpected_rows_query.row_count"]
        return {"success": count == 0, "result": {"observed_value": count}}


def validate(connection: DuckDBPyConnection, table: str, suite: tuple[Expectation, ...]) -> Validation:
    """Great Expectations' findings on every row of `table`, one for each expectation of `suite`.

    `table` is a table of the current database with a column `source_row`, unique in the batch; queries of the suite may read
    files attached to the connection. Nothing is written; a result that the caller left open on the connection is lost.
    Raises CannotExecute, naming the table and the expectation, and ValueError where `table` is not a plain lower-case name.
    """
    started = time.perf_counter()
    with lent(connection):
        failed = [at for at, said in _results(connection, table, suite, range(len(suite)), False).items() if not said.is_met]
        exact = _results(connection, table, suite, failed, True) if failed else {}
    rows = _number(connection, f"select count(*) from {quoted(table)}")
    findings = (
        _broken(connection, table, expectation, rows, exact[at].result) if at in exact else Finding(expectation, rows, 0, (), None)
        for at, expectation in enumerate(suite)
    )
    return Validation(tuple(findings), time.perf_counter() - started)


def _columns(connection: DuckDBPyConnection, table: str) -> tuple[tuple[str, str], ...]:
    """Names and types; that they are asked for by name also shows that the name is a plain one."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", table):
        raise ValueError(f"not a plain lower-case table name: {table!r}")
    described = connection.execute(f"select * from {quoted(table)} limit 0").description or ()
    return tuple((name, str(kind)) for name, kind, *_ in described)


@dataclass(frozen=True)
class _Asked:
    """Expectations on a table with these columns; equal where all that Great Expectations is told is equal."""

    table: str
    columns: tuple[tuple[str, str], ...]
    is_exact: bool
    said: tuple[str, ...]
    suite: tuple[Expectation, ...] = field(compare=False)


def _results(
    connection: DuckDBPyConnection, table: str, suite: tuple[Expectation, ...], positions: Collection[int], is_exact: bool
) -> dict[int, Said]:
    """What Great Expectations says about the expectations at these positions of the suite, by position."""
    chosen = tuple(suite[at] for at in positions)
    asked = _Asked(table, _columns(connection, table), is_exact, tuple(f"{e.type} {dict(e.arguments)}" for e in chosen), chosen)
    try:
        return dict(zip(positions, judged(_ready(asked)), strict=True))
    except NotExecuted as error:
        raise CannotExecute(table, chosen[error.at], str(error)) from error


@lru_cache(maxsize=128)
def _ready(asked: _Asked) -> Ready:
    """Kept for the batches to come: the files of a load are many, their tables few."""
    return ready(asked.table, [_as_gx(asked.table, one) for one in asked.suite], EXACT if asked.is_exact else FAST)


def _as_gx(table: str, expectation: Expectation) -> gxe.Expectation:
    """Our plain data as an object of Great Expectations."""
    try:
        if expectation.type == "UnexpectedRowsExpectation":
            return RowsExpectation(unexpected_rows_query=verbatim(_query(expectation)))
        return getattr(gxe, expectation.type)(**expectation.arguments)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CannotExecute(table, expectation, str(error)) from error


def _query(expectation: Expectation) -> str:
    return str(expectation.arguments["unexpected_rows_query"])


def _broken(connection: DuckDBPyConnection, table: str, expectation: Expectation, rows: int, said: Mapping[str, Any]) -> Finding:
    """The finding on an expectation that is not met, once its SQL selects as many rows as Great Expectations counted."""
    broken_rows = _broken_rows(table, expectation, said)
    unexpected = said["observed_value"] if expectation.type == "UnexpectedRowsExpectation" else said["unexpected_count"]
    selected = _number(connection, f"select count(*) from ({broken_rows})")
    if unexpected == 0 or selected != unexpected:
        message = f"not met, with {unexpected} unexpected rows, of which its SQL selects {selected}: {broken_rows}"
        raise CannotExecute(table, expectation, message)
    return Finding(expectation, rows, unexpected, _examples(connection, table, expectation.columns, broken_rows), broken_rows)


def _broken_rows(table: str, expectation: Expectation, said: Mapping[str, Any]) -> str:
    if expectation.type == "UnexpectedRowsExpectation":
        return f"select {ROW} from ({_query(expectation).replace('{batch}', quoted(table))})"
    if "unexpected_index_query" not in said:
        raise CannotExecute(table, expectation, "it does not say which rows are unexpected")
    return f"select {ROW} from ({said['unexpected_index_query'].rstrip(';')})"


def _examples(connection: DuckDBPyConnection, table: str, columns: tuple[str, ...], broken_rows: str) -> tuple[str, ...]:
    if not columns:
        return ()
    found = connection.execute(
        f"select left({_as_text(columns)}, {EXAMPLE_LENGTH}) as example from {quoted(table)}"
        f" where {ROW} in ({broken_rows}) and example is not null group by example order by min({ROW}) limit {EXAMPLES}"
    )
    return tuple(example for (example,) in found.fetchall())


def _as_text(columns: tuple[str, ...]) -> str:
    if len(columns) == 1:
        return f"{quoted(columns[0])}::varchar"
    return " || ', ' || ".join(f"'{column} = ' || coalesce({quoted(column)}::varchar, 'null')" for column in columns)


def _number(connection: DuckDBPyConnection, query: str) -> int:
    return connection.execute(query).fetchall()[0][0]


def verbatim(query: str) -> str:
    """The query in the writing that reaches DuckDB as it is: Great Expectations reads braces other than those of {batch} as
    marks to fill in, SQLAlchemy a colon before a word as a parameter."""
    doubled = (part.replace("{", "{{").replace("}", "}}").replace(":", "\\:") for part in query.split("{batch}"))
    return "{batch}".join(doubled)


def quoted(name: str) -> str:
    """A name as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'
