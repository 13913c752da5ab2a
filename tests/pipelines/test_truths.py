"""The load against the truth of the sample company: every planted fault found, by kind, and not one good row refused or changed."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from assay.contracts import SOURCES, contract
from assay.simulate import Company
from assay.warehouse import read
from assay.warehouse.read import Warehouse

TABLES = tuple(source.table for source in SOURCES)


@pytest.fixture(scope="module")
def opened(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, read.version(warehouse))


@pytest.fixture(scope="module")
def planted(sample: Path) -> dict[str, dict[str, int]]:
    return tomllib.loads((sample / "truths.toml").read_text(encoding="utf-8"))["faults"]


def table(opened: Warehouse, name: str) -> pl.DataFrame:
    return read.frames(opened)(name).to_native().pl()


def test_found_is_planted_by_table_and_kind(opened: Warehouse, planted: dict[str, dict[str, int]]):
    refused = table(opened, "quarantine").select("source_file_id", "source_row", "table_name")
    reasons = table(opened, "quarantine_reasons").join(refused, on=["source_file_id", "source_row"])
    found = Counter(reasons.select("table_name", "reason").iter_rows())
    expected = Counter({(name, kind): n for name, kinds in planted.items() if name != "files" for kind, n in kinds.items()})
    assert found == expected and len(expected) > 30


def test_each_planted_row_has_one_reason_and_is_kept_as_it_came(opened: Warehouse, planted: dict[str, dict[str, int]]):
    kept = table(opened, "quarantine")
    assert kept.height == sum(n for name, kinds in planted.items() if name != "files" for n in kinds.values())
    assert table(opened, "quarantine_reasons").height == kept.height
    assert kept["record"].str.json_path_match("$").null_count() == 0


def test_broken_files_are_refused_with_words_in_both_languages(opened: Warehouse, planted: dict[str, dict[str, int]]):
    refused = table(opened, "files").filter(pl.col("state") == "refused")
    assert refused.height == planted["files"]["refused"]
    assert refused["message_zh"].null_count() == refused["message_en"].null_count() == 0
    assert refused["rows_accepted"].sum() == 0


@pytest.mark.parametrize("name", TABLES)
def test_the_warehouse_holds_exactly_the_company(name: str, opened: Warehouse, company: Company):
    """Every good row is there, with every value, through encodings, zones, sheets, drops and corrections; and no other row is."""
    declared = contract(name)
    columns = [column.name for column in declared.given]
    expected = company.tables[name].select(columns).sort(declared.key, nulls_last=True)
    found = table(opened, name).select(columns).sort(declared.key, nulls_last=True)
    assert found.equals(expected), name


def test_every_row_says_where_it_came_from(opened: Warehouse):
    files = set(table(opened, "files")["source_file_id"])
    for name in TABLES:
        rows = table(opened, name)
        assert rows["source_row"].null_count() == 0 and set(rows["source_file_id"]) <= files, name


def test_every_expectation_was_evaluated_on_every_row(opened: Warehouse):
    """Great Expectations tested as many rows as were read, in every file that was let in, for every check."""
    files = table(opened, "files").filter(pl.col("state") == "loaded").select("source_file_id", "rows_read")
    results = table(opened, "validations").join(files, on="source_file_id")
    assert results.height > 1_000
    assert (results["rows_tested"] == results["rows_read"]).all()


def test_the_results_add_up_to_the_quarantine(opened: Warehouse):
    """A row is unexpected once for each reason; a value that cannot be read is one reason per column."""
    counted = table(opened, "validations").group_by("source_file_id").agg(pl.col("unexpected").sum())
    reasons = table(opened, "quarantine_reasons").group_by("source_file_id").len()
    both = reasons.join(counted, on="source_file_id")
    assert both.height == reasons.height and (both["unexpected"] >= both["len"]).all()


