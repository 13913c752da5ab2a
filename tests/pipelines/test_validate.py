"""What Great Expectations finds at the door, on batches small enough to judge by eye."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from assay.checks import Between, Expectation, Holds, Known, Matches, NotBefore, OncePerFile, OneOf, Readable, Required, RowCheck
from assay.text import Text
from pipelines.validation.gx_duckdb import DuckDBDialect, lent
from pipelines.validation.validate import CannotExecute, Finding, validate

SAYS = Text("测试", "a test")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as known")
        connection.execute("create table known.vendors as select 'V1' as vendor_id, date '2024-01-01' as since")
        yield connection


def stage(connection: duckdb.DuckDBPyConnection, columns: str, *rows: str) -> None:
    """A batch `orders`: the columns given, and source_row 1, 2, 3, ... in the order of the rows."""
    numbered = ", ".join(f"({number}, null, {row})" for number, row in enumerate(rows, start=1))
    connection.execute(f"create table orders (source_row bigint, unread_columns varchar, {columns})")
    connection.execute(f"insert into orders values {numbered}")


def only(connection: duckdb.DuckDBPyConnection, expectation: Expectation) -> Finding:
    (finding,) = validate(connection, "orders", (expectation,)).findings
    return finding


def rows(connection: duckdb.DuckDBPyConnection, finding: Finding) -> list[int]:
    """The broken rows, which must be as many as Great Expectations counted."""
    if finding.broken_rows is None:
        assert finding.unexpected == 0
        return []
    found = sorted(row for (row,) in connection.execute(finding.broken_rows).fetchall())
    assert len(found) == finding.unexpected
    return found


def test_required_finds_the_nulls_and_has_no_value_to_show(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "cost double", "1.0", "null", "0.0", "null")
    finding = only(connection, Required().expectation("cost"))
    assert rows(connection, finding) == [2, 4]
    assert finding.rows_tested == 4
    assert finding.examples == ()


def test_one_of_finds_other_words_and_passes_over_nulls(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "shift varchar", "'day'", "'Day'", "null", "'o''clock'", "'夜班'", "'back\\slash'", "''")
    finding = only(connection, OneOf(("day", "o'clock", "夜班", "back\\slash")).expectation("shift"))
    assert rows(connection, finding) == [2, 7]
    assert finding.examples == ("Day", "")


@pytest.mark.parametrize(
    ("check", "broken"),
    [(Between(0, 10), [1, 4]), (Between(0), [1]), (Between(high=10), [4]), (Between(-0.5, 10.5), [])],
)
def test_between_takes_its_bounds_in(connection: duckdb.DuckDBPyConnection, check: Between, broken: list[int]) -> None:
    stage(connection, "cost double", "-0.5", "0", "10", "10.5", "null")
    assert rows(connection, only(connection, check.expectation("cost"))) == broken


def test_between_on_whole_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "nps bigint", "-1", "0", "10", "11", "9223372036854775807", "null")
    assert rows(connection, only(connection, Between(0, 10).expectation("nps"))) == [1, 4, 5]


def test_between_dates_splits_exactly(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "done_on date", "date '2024-01-04'", "date '2024-01-05'", "null", "date '2024-02-01'")
    arguments = {"column": "done_on", "min_value": date(2024, 1, 5), "max_value": date(2024, 1, 31)}
    finding = only(connection, Expectation("between", "ExpectColumnValuesToBeBetween", arguments, ("done_on",), SAYS))
    assert rows(connection, finding) == [1, 4]
    assert finding.examples == ("2024-01-04", "2024-02-01")


def test_matches_finds_the_pattern_anywhere_in_the_value(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "code varchar", "'A1'", "'xA1'", "'A\\d'", "null", "'A'")
    assert rows(connection, only(connection, Matches(r"A\d", SAYS).expectation("code"))) == [3, 5]


def test_matches_with_quotes_backslashes_braces_colons_and_question_marks(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "code varchar", "'o''clock 12:30'", "'12:30'", "'o''clock 1:30'", "'o''clock 12:30?'")
    check = Matches(r"^o'clock (?:\d{2}):\d{2}$", SAYS)
    assert rows(connection, only(connection, check.expectation("code"))) == [2, 3, 4]


@pytest.mark.parametrize("kind", ["date", "timestamp"])
def test_not_before_judges_rows_where_both_are_present(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    days = ["'2024-03-02', '2024-03-01'", "'2024-03-01', '2024-03-01'", "'2024-02-29', '2024-03-01'"]
    stage(connection, f"done {kind}, asked {kind}", *days, "null, '2024-03-01'", "'2024-03-01', null", "null, null")
    assert rows(connection, only(connection, NotBefore("asked").expectation("done"))) == [3]


def test_known_reads_the_attached_warehouse(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "vendor_id varchar", "'V1'", "'V2'", "null", "'v1'")
    finding = only(connection, Known("vendors", "vendor_id").expectation("vendor_id"))
    assert rows(connection, finding) == [2, 4]
    assert finding.examples == ("V2", "v1")


def test_holds_may_look_at_another_table_by_the_name_of_the_batch(connection: duckdb.DuckDBPyConnection) -> None:
    stage(
        connection, "vendor_id varchar, done date", "'V1', '2023-12-31'", "'V1', '2024-01-01'", "'V2', '2023-12-31'", "'V1', null"
    )
    earlier = "exists (select 1 from known.vendors as v where v.vendor_id = b.vendor_id and b.done < v.since)"
    finding = only(connection, Holds("before_vendor", earlier, SAYS, ("vendor_id", "done")).expectation())
    assert rows(connection, finding) == [1]
    assert finding.examples == ("vendor_id = V1, done = 2023-12-31",)


def test_holds_says_its_condition_as_it_is_written(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "code varchar", "'ab:c'", "'a:cc'", "'\\:d'", "null")
    broken = r"regexp_matches(code, '(?:a|b):c{2}') or code = '\:d' or code::varchar = '{' or code = ' :x'"
    finding = only(connection, Holds("odd", broken, SAYS, ("code",)).expectation())
    assert rows(connection, finding) == [2, 3]


@pytest.mark.parametrize(("key", "broken"), [(("order_id",), [1, 2]), (("order_id", "item"), [1])])
def test_once_per_file_keeps_the_last_line(connection: duckdb.DuckDBPyConnection, key: tuple[str, ...], broken: list[int]) -> None:
    stage(connection, "order_id varchar, item bigint", "'A', 1", "'A', 2", "'A', 1", "'B', 1", "null, 1", "null, 1")
    assert rows(connection, only(connection, OncePerFile(key).expectation())) == broken


def test_readable_shows_the_columns_that_could_not_be_read(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "cost double", "null", "1.0")
    connection.execute("update orders set unread_columns = 'cost' where source_row = 1")
    finding = only(connection, Readable().expectation())
    assert rows(connection, finding) == [1]
    assert finding.examples == ("cost",)


def test_where_no_row_is_good_the_nulls_are_found_too(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "cost double", "null", "null")
    connection.execute("update orders set unread_columns = 'cost'")
    for expectation in (Readable().expectation(), Required().expectation("cost")):
        assert rows(connection, only(connection, expectation)) == [1, 2]


def test_findings_come_in_the_order_of_the_suite_and_equal_expectations_stay_two(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "cost double, code varchar", "-1, 'x'", "1, null")
    suite = tuple(
        check.expectation(column)
        for check, column in [(Between(0), "cost"), (Required(), "cost"), (Required(), "code"), (Between(0), "cost")]
    )
    findings = validate(connection, "orders", suite).findings
    assert tuple(finding.expectation for finding in findings) == suite
    assert [rows(connection, finding) for finding in findings] == [[1], [], [2], [1]]


@pytest.mark.parametrize("expectation", [Between(0).expectation("cost"), Holds("h", "cost < 0", SAYS, ("cost",)).expectation()])
def test_more_broken_rows_than_great_expectations_shows_are_all_found(
    connection: duckdb.DuckDBPyConnection, expectation: Expectation
) -> None:
    connection.execute("create table orders as select i as source_row, -i::double as cost from range(1, 3001) t(i)")
    finding = only(connection, expectation)
    assert rows(connection, finding) == list(range(1, 3001))
    assert finding.examples == ("-1.0", "-2.0", "-3.0", "-4.0", "-5.0")


def test_examples_are_different_values_and_not_endless(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "code varchar", "'x'", "'x'", "repeat('长', 500)")
    assert only(connection, OneOf(("a",)).expectation("code")).examples == ("x", "长" * 200)


def test_an_empty_batch_breaks_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table orders (source_row bigint, cost double)")
    finding = only(connection, Required().expectation("cost"))
    assert (finding.rows_tested, finding.unexpected, finding.broken_rows) == (0, 0, None)


def test_a_table_staged_again_with_other_columns_is_read_anew(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "cost double", "-1")
    assert rows(connection, only(connection, Between(0).expectation("cost"))) == [1]
    connection.execute("drop table orders")
    stage(connection, "other bigint", "1", "-1")
    assert rows(connection, only(connection, Between(0).expectation("other"))) == [2]
    with pytest.raises(CannotExecute, match="cost"):
        only(connection, Between(0).expectation("cost"))


def test_each_validation_reads_the_connection_that_it_was_given(connection: duckdb.DuckDBPyConnection) -> None:
    stage(connection, "cost double", "-1")
    with duckdb.connect() as other:
        stage(other, "cost double", "1", "1", "-1")
        assert rows(other, only(other, Between(0).expectation("cost"))) == [3]
    assert rows(connection, only(connection, Between(0).expectation("cost"))) == [1]


def test_a_batch_in_an_open_transaction_is_validated_and_stays_open(connection: duckdb.DuckDBPyConnection) -> None:
    connection.begin()
    stage(connection, "cost double", "-1")
    assert rows(connection, only(connection, Between(0).expectation("cost"))) == [1]
    connection.rollback()
    assert connection.execute("select count(*) from duckdb_tables() where table_name = 'orders'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("expectation", "message"),
    [
        (Between(0).expectation("gone"), r"orders: ExpectColumnValuesToBeBetween \(between: gone is at least 0\).*gone"),
        (Required().expectation("gone"), r"orders: ExpectColumnValuesToNotBeNull .*gone"),
        (Known("nowhere", "id").expectation("cost"), r"orders: UnexpectedRowsExpectation \(unknown_in_nowhere: .*nowhere"),
        (Matches("(", SAYS).expectation("code"), r"orders: ExpectColumnValuesToMatchRegex \(matches: "),
        (Between(5, 1).expectation("cost"), r"orders: ExpectColumnValuesToBeBetween \(between: "),
        (Expectation("new", "ExpectWonders", {"column": "cost"}, ("cost",), SAYS), r"orders: ExpectWonders \(new: "),
        (Expectation("new", "ExpectColumnValuesToBeNull", {}, ("cost",), SAYS), r"orders: ExpectColumnValuesToBeNull \(new: "),
        (
            Expectation("total", "ExpectTableRowCountToEqual", {"value": 3}, (), SAYS),
            r"orders: ExpectTableRowCountToEqual \(total: .*does not say which rows",
        ),
    ],
)
def test_what_cannot_be_executed_is_neither_good_nor_bad(
    connection: duckdb.DuckDBPyConnection, expectation: Expectation, message: str
) -> None:
    stage(connection, "cost double, code varchar", "1, 'x'", "null, null")
    with pytest.raises(CannotExecute, match=message):
        validate(connection, "orders", (Required().expectation("source_row"), expectation))


@pytest.mark.parametrize(
    ("most", "message"), [(2, "with 0 unexpected rows"), (5, "with 2 unexpected rows, of which its SQL selects 0")]
)
def test_a_count_that_the_rows_do_not_bear_out_is_refused(connection: duckdb.DuckDBPyConnection, most: int, message: str) -> None:
    stage(connection, "cost double", "1", "2", "3")
    connection.execute("create sequence counter")  # three rows each time it is asked: 1 2 3, then 4 5 6, then 7 8 9
    drifting = f"select source_row from {{batch}} as b where nextval('counter') <= {most}"
    expectation = Expectation("drifting", "UnexpectedRowsExpectation", {"unexpected_rows_query": drifting}, ("cost",), SAYS)
    with pytest.raises(CannotExecute, match=message):
        only(connection, expectation)


def test_validating_says_nothing_aloud(connection: duckdb.DuckDBPyConnection, capfd: pytest.CaptureFixture[str]) -> None:
    stage(connection, "cost double, vendor_id varchar", "-1, 'V9'")
    suite = (
        Between(0).expectation("cost"),
        Known("vendors", "vendor_id").expectation("vendor_id"),
        OncePerFile(("cost",)).expectation(),
    )
    assert [finding.unexpected for finding in validate(connection, "orders", suite).findings] == [1, 1, 0]
    assert capfd.readouterr() == ("", "")


def test_a_table_name_that_needs_quotes_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="not a plain lower-case table name"):
        validate(connection, "Orders 2024", (Required().expectation("cost"),))


def test_nothing_is_lent_outside_the_block(connection: duckdb.DuckDBPyConnection) -> None:
    with lent(connection):
        DuckDBDialect.import_dbapi().connect().close()
    with pytest.raises(duckdb.Error, match="no DuckDB connection is lent"):
        DuckDBDialect.import_dbapi().connect()


CHECKS: tuple[tuple[RowCheck, str], ...] = (
    (Required(), "word"),
    (OneOf(("a", "b'c", "夜")), "word"),
    (Matches(r"^[a-z]'?\w*$", SAYS), "word"),
    (Between(-1, 2), "whole"),
    (Between(low=-0.25), "real"),
    (Between(high=1.5), "real"),
    (NotBefore("asked"), "done"),
    (Known("vendors", "vendor_id"), "word"),
    (Holds("sum", "whole + real > 1.5 or word is null and is_open", SAYS, ("whole", "real")), "whole"),
)


def random_row(dice: random.Random) -> str:
    days = ["null", *(f"timestamp '2024-02-28' + interval {hours} hour" for hours in (0, 24, 47, 48))]
    words = ["null", "''", "'a'", "'b''c'", "'夜'", "'V1'", "'A b'"]
    numbers = ["null", "-2", "-1", "0", "1", "2", "3"]
    reals = ["null", "-0.5", "-0.25", "0", "1.5", "1.75", "'nan'::double", "'inf'::double"]
    return ", ".join(dice.choice(values) for values in (words, numbers, reals, days, days, ["null", "true", "false"]))


@pytest.mark.parametrize("seed", range(4))
def test_broken_rows_are_those_where_the_check_says_so_in_sql(connection: duckdb.DuckDBPyConnection, seed: int) -> None:
    dice = random.Random(seed)
    columns = "word varchar, whole bigint, real double, done timestamp, asked timestamp, is_open boolean"
    stage(connection, columns, *(random_row(dice) for _ in range(60)))
    findings = validate(connection, "orders", tuple(check.expectation(column) for check, column in CHECKS)).findings
    for (check, column), finding in zip(CHECKS, findings, strict=True):
        query = f"select source_row from orders as b where {check.breaks(column)} order by source_row"
        by_hand = [row for (row,) in connection.execute(query).fetchall()]
        assert rows(connection, finding) == by_hand, finding.expectation
        assert 0 < len(by_hand) < 60, "the table must put the check to the test"
