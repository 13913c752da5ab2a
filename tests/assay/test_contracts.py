"""Every contract: whole, bilingual, readable in each of its ways."""

import duckdb
import polars as pl
import pytest

from assay import docs
from assay.checks import Holds, Known
from assay.contracts import CONTRACTS, SOURCES, contract
from assay.contracts.column import Contract
from assay.contracts.schema import ddl, polars_schema, stored
from assay.contracts.suite import suite
from assay.kpis import KPIS

EVERY = pytest.mark.parametrize("declared", CONTRACTS, ids=lambda declared: declared.table)
EVERY_SOURCE = pytest.mark.parametrize("declared", SOURCES, ids=lambda declared: declared.table)


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for declared in CONTRACTS:
        for statement in ddl(declared):
            connection.execute(statement)
    return connection


def test_the_design_s_tables_are_all_declared():
    terms = {"vendors", "sites", "agreements", "service_levels", "level_tiers", "calendars", "calendar_days"}
    work = {"orders", "pauses", "inspections", "findings", "surveys", "complaints"}
    people = {"staff", "role_requirements", "trainings"}
    figures = {"indicators", "aggregates", "open_orders", "staff_months", "days"}
    assert terms | work | people | figures <= {declared.table for declared in CONTRACTS}


@EVERY
def test_names_are_unique_and_the_key_exists(declared: Contract):
    names = [column.name for column in stored(declared)]
    assert len(names) == len(set(names))
    assert set(declared.key) <= set(names)


@EVERY
def test_names_follow_the_house_words(declared: Contract):
    for column in declared.columns:
        endings = {"date": "_on", "moment": ("_at", "as_of"), "flag": ("is_", "has_")}
        wanted = endings.get(column.type)
        if column.type == "flag":
            assert column.name.startswith(wanted), column.name
        elif wanted:
            assert column.name.endswith(wanted) or column.name.startswith("effective_"), column.name


@EVERY
def test_duckdb_holds_what_polars_writes(declared: Contract, database: duckdb.DuckDBPyConnection):
    empty = pl.DataFrame(schema=polars_schema(stored(declared)))
    assert database.sql(f"from {declared.table}").pl().schema == empty.schema


@EVERY
def test_every_column_is_commented_in_both_languages(declared: Contract, database: duckdb.DuckDBPyConnection):
    comments = database.execute("select comment from duckdb_columns() where table_name = ?", [declared.table]).fetchall()
    assert comments and all(comment and " | " in comment for (comment,) in comments)


@EVERY_SOURCE
def test_references_point_at_keys(declared: Contract):
    for column in declared.columns:
        for check in column.checks:
            if isinstance(check, Known):
                assert check.key in contract(check.table).key


@EVERY_SOURCE
def test_a_table_comes_after_those_it_refers_to(declared: Contract):
    order = [source.table for source in SOURCES]
    referred = {check.table for column in declared.columns for check in column.checks if isinstance(check, Known)}
    assert all(order.index(table) < order.index(declared.table) for table in referred)


@EVERY_SOURCE
def test_reasons_tell_the_checks_of_a_table_apart(declared: Contract):
    told = [(rule.reason, rule.columns) for rule in suite(declared, "2026-11-22T00:00:00")]
    assert len(told) == len(set(told))


@EVERY_SOURCE
def test_every_condition_runs_on_the_table(declared: Contract, database: duckdb.DuckDBPyConnection):
    database.execute("create schema if not exists known")
    for other in CONTRACTS:
        database.execute(f"create or replace view known.{other.table} as from main.{other.table}")
    for rule in suite(declared, "2026-11-22T00:00:00"):
        if rule.type == "UnexpectedRowsExpectation":
            query = str(rule.arguments["unexpected_rows_query"]).format(batch=f"main.{declared.table}")
            assert database.execute(query).fetchall() == []


def test_a_local_rule_looks_at_no_other_table():
    local = [rule for declared in SOURCES for rule in declared.rules if isinstance(rule, Holds) and rule.is_local]
    assert local and all("known." not in rule.broken and "select" not in rule.broken for rule in local)


def test_a_check_stands_in_the_table_s_definition(database: duckdb.DuckDBPyConnection):
    row = "insert into service_levels (level_id, agreement_id, kpi, target, weight) values ('L', 'A', 'nps', 1, 2)"
    database.execute(row)
    with pytest.raises(duckdb.ConstraintException):
        database.execute(row.replace("'L'", "'M'").replace(", 2)", ", -2)"))


def test_generated_pages_are_not_stale():
    stale = [path for path, text in docs.pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert not stale, f"run `make docs`: {stale}"


def test_service_levels_know_every_kpi():
    (rule,) = [rule for rule in contract("service_levels").rules if isinstance(rule, Holds) and rule.reason == "unknown_kpi"]
    assert all(f"'{kpi.id}'" in rule.broken for kpi in KPIS)
