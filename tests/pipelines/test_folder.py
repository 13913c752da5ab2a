"""The warehouse folder: versions, the pointer, the lock, and the connections to what is published."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from assay.warehouse.connect import attach, detach, memory, reading, scratch, transaction
from assay.warehouse.folder import POINTER, Held, building, current, holder, publish

NOW = datetime(2026, 1, 1, 12, 0)


def built(folder: Path, number: int) -> Path:
    file = folder / "next.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table t as select ? as number", [number])
    return file


def published(home: Path, number: int, at: datetime = NOW) -> Path:
    with building(home, at) as working:
        return publish(home, built(working, number), at)


def number_in(file: Path | None) -> int:
    assert file is not None
    with reading(file) as connection:
        return connection.execute("select number from t").fetchall()[0][0]


def test_the_pointer_follows_what_is_published(tmp_path: Path) -> None:
    assert current(tmp_path) is None
    first = published(tmp_path, 1)
    assert current(tmp_path) == first
    second = published(tmp_path, 2, datetime(2026, 1, 2))
    assert (current(tmp_path), number_in(current(tmp_path)), number_in(first)) == (second, 2, 1)


def test_two_versions_are_kept_whatever_the_clock_says(tmp_path: Path) -> None:
    days = [datetime(2026, 1, 3), datetime(2026, 1, 2), datetime(2026, 1, 1)]  # a clock that goes backwards
    files = [published(tmp_path, number, day) for number, day in enumerate(days)]
    assert current(tmp_path) == files[-1]
    assert set(tmp_path.glob("*.duckdb")) == set(files[-2:])


def test_two_versions_of_one_moment_have_names_of_their_own(tmp_path: Path) -> None:
    assert published(tmp_path, 1) != published(tmp_path, 2)


def test_a_reader_keeps_its_version_while_others_are_published(tmp_path: Path) -> None:
    with reading(published(tmp_path, 0)) as connection:
        for number in (1, 2, 3):
            published(tmp_path, number)
        assert connection.execute("select number from t").fetchall() == [(0,)]
    assert number_in(current(tmp_path)) == 3


def test_a_pointer_to_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / POINTER).write_text("warehouse-gone.duckdb")
    with pytest.raises(FileNotFoundError, match=r"warehouse-gone\.duckdb"):
        current(tmp_path)


def test_the_second_builder_hears_who_holds_the_lock(tmp_path: Path) -> None:
    with building(tmp_path, NOW), pytest.raises(Held) as caught, building(tmp_path, NOW):
        pass
    who = caught.value.holder
    assert who is not None
    assert (who.pid, who.since) == (os.getpid(), "2026-01-01T12:00:00+00:00")
    assert who.user and who.host
    with building(tmp_path, NOW):  # and once it is released, nobody is in the way
        pass
    assert holder(tmp_path) is None


def test_a_builder_that_fails_leaves_nothing_and_lets_go(tmp_path: Path) -> None:
    first = published(tmp_path, 1)
    with pytest.raises(ZeroDivisionError), building(tmp_path, NOW) as working:
        built(working, 2)
        raise ZeroDivisionError
    assert current(tmp_path) == first
    assert not list(tmp_path.glob("building-*"))


def test_what_a_killed_builder_left_is_cleared_away(tmp_path: Path) -> None:
    first = published(tmp_path, 1)
    killed = (
        "import os, sys; from datetime import datetime; from pathlib import Path; from assay.warehouse.folder import building\n"
        "with building(Path(sys.argv[1]), datetime(2026, 1, 1)) as working:\n"
        "    (working / 'half').write_text('x'); os.kill(os.getpid(), 9)\n"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", killed, str(tmp_path)], cwd=root, check=False).returncode != 0
    assert list(tmp_path.glob("building-*/half"))
    (tmp_path / "CURRENT.new").write_text("warehouse-half")
    second = published(tmp_path, 2)
    assert (current(tmp_path), number_in(first)) == (second, 1)
    assert not list(tmp_path.glob("building-*")) and not (tmp_path / "CURRENT.new").exists()


@pytest.mark.parametrize(
    "question",
    [
        "insert into t values (2)",
        "create table u as select 1",
        "select * from read_csv('{there}/secret.csv')",
        "select * from glob('{there}/*')",
        "copy t to '{there}/out.csv'",
        "attach '{there}/other.duckdb'",
        "set enable_external_access = true",
        "set memory_limit = '100GB'",
        "install excel",
        "select * from frame",
    ],
)
def test_the_reading_connection_can_do_nothing_else(tmp_path: Path, question: str) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    frame = [1]
    with reading(published(tmp_path / "home", 1)) as connection, pytest.raises(duckdb.Error):
        connection.execute(question.format(there=tmp_path))
    assert frame and not (tmp_path / "out.csv").exists()


def test_an_attached_file_is_whole_once_it_is_let_go(tmp_path: Path) -> None:
    with scratch(tmp_path) as connection:
        attach(connection, tmp_path / "it's.duckdb", "other")
        connection.execute("create table other.t as select 7 as number")
        detach(connection, "other")
    assert not list(tmp_path.glob("*.wal"))
    assert number_in(tmp_path / "it's.duckdb") == 7


def test_a_transaction_that_fails_changes_nothing(tmp_path: Path) -> None:
    with scratch(tmp_path) as connection:
        with pytest.raises(ZeroDivisionError), transaction(connection):
            connection.execute("create table t as select 1 as number")
            raise ZeroDivisionError
        with transaction(connection):
            connection.execute("create table t as select 2 as number")
        assert connection.execute("from t").fetchall() == [(2,)]


def test_the_memory_of_a_load_is_set_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_MEMORY", "512MB")
    assert memory() == "512MB"
    with scratch(tmp_path) as connection:
        assert connection.execute("select current_setting('memory_limit')").fetchall() == [("488.2 MiB",)]
