"""Connections: a load gives memory back while others need it, and what is served reaches nothing but its own tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.contracts import CONTRACTS
from assay.scope import Scope
from assay.warehouse import connect, empty, read
from assay.warehouse.connect import Connection, Failure, held_to, scratch

MIB = 2**20


@pytest.fixture
def working(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    monkeypatch.delenv("ASSAY_MEMORY", raising=False)
    with scratch(tmp_path) as connection:
        yield connection


def limit(connection: Connection) -> float:
    """The memory limit in bytes; DuckDB says it in binary units, to one decimal."""
    number, unit = connection.execute("select current_setting('memory_limit')").fetchall()[0][0].split()
    return float(number) * {"MiB": MIB, "GiB": 1024 * MIB}[unit]


def test_inside_the_block_less_memory_is_held_and_after_it_as_much_as_before(working: Connection) -> None:
    before = limit(working)
    with held_to(working, "512MB"):
        assert limit(working) == pytest.approx(512e6, abs=0.1 * MIB)
    assert limit(working) == before == pytest.approx(3e9, abs=0.1 * 1024 * MIB)


def test_a_block_that_fails_leaves_as_much_memory_as_before(working: Connection) -> None:
    before = limit(working)
    with pytest.raises(Failure), held_to(working, "512MB"):
        working.execute("select * from nowhere")
    assert limit(working) == before


def test_who_says_how_much_may_be_held_is_not_overruled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_MEMORY", "1GB")
    with scratch(tmp_path) as connection:
        assert limit(connection) == pytest.approx(1e9, abs=0.1 * MIB)
        with held_to(connection, "512MB"):
            assert limit(connection) == pytest.approx(1e9, abs=0.1 * MIB)


def test_before_the_first_load_every_table_is_there_and_empty() -> None:
    opened = empty.opened()
    frame_of = read.frames(opened)
    assert [frame_of(declared.table).to_native().pl().height for declared in CONTRACTS] == [0] * len(CONTRACTS)
    assert read.periods(opened, "month", Scope.all()) == () and read.as_of(opened) is None


@pytest.mark.parametrize("asked", ["select * from read_csv('{file}')", "copy (select 1) to '{file}'", "set threads = 1"])
def test_the_database_without_a_file_reaches_no_file_and_no_setting(asked: str, tmp_path: Path) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n")
    with pytest.raises(Failure, match=r"(?i)disabled|locked"):
        connect.in_memory().execute(asked.format(file=file))
