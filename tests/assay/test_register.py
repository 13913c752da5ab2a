"""The register: what is written stays, whoever writes at the same time; what is out of scope is neither read nor written."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError

from assay.register import action, reports
from assay.register.actions import write
from assay.register.adjustments import Decision, Request, UnknownAdjustment, adjustments, decide, write_adjustment
from assay.register.finding import Finding
from assay.register.open import NotOpened, Register, opened
from assay.register.publications import Draft, Tampered, latest, publications, publish
from assay.register.rebases import Rebase, Withdrawal, withdraw, write_rebase
from assay.register.seen import OutOfScope
from assay.register.tables import APPEND_ONLY
from assay.scope import Scope
from assay.text import Text

POSTGRESQL = "ASSAY_TEST_POSTGRESQL"
"""The URL of a database that the tests may use up. Where it is not set, they run on SQLite only."""
ALL, V01, V02 = Scope.all(), Scope.of_vendor("V01"), Scope.of_vendor("V02")
SITES = Scope(sites=frozenset(("S01",)))
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
NOON = datetime(2026, 11, 2, 12, 0, 0, 123456)
WAIVER = Request("waiver", "V01", "L01", OCTOBER, "台风停工；typhoon", "王芳", NOON)
DISPUTE = Request("dispute", "V02", "L07", SEPTEMBER, "the spare part was ours to bring", "J. Doe", NOON, row_key="WO-0042")
STATEMENT = Draft("statement", "V01", OCTOBER, {"credit": Decimal("2000.00"), "levels": ("L01",)}, "warehouse-1", "2026.11")
CELLS = Draft("cells", None, OCTOBER, {"nps": [{"numerator": 30, "denominator": 100}]}, "warehouse-1", "2026.11")


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL in os.environ else ["sqlite"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "made for it" / "register.sqlite") if request.param == "sqlite" else _emptied(os.environ[POSTGRESQL])


def _emptied(url: str) -> str:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture
def register(where: str) -> Iterator[Register]:
    with closing(opened(where)) as register:
        yield register


def test_what_is_written_is_there_when_the_register_is_opened_again(where: str) -> None:
    with closing(opened(where)) as first:
        written = write_adjustment(first, ALL, WAIVER)
        made = publish(first, ALL, [STATEMENT], "李雷", NOON)
    with closing(opened(where)) as again:
        assert adjustments(again, ALL) == (written,)
        assert publications(again, ALL) == made
    assert written.request == WAIVER
    assert (made[0].vendor_id, made[0].month, made[0].published_by, made[0].published_at) == ("V01", OCTOBER, "李雷", NOON)


def test_the_latest_decision_is_the_state(register: Register) -> None:
    asked = write_adjustment(register, ALL, WAIVER)
    assert asked.state == "open"
    yes = Decision(asked.adjustment_id, "accepted", "赵敏", NOON + timedelta(days=1), "已核实")
    no = Decision(asked.adjustment_id, "rejected", "赵敏", NOON + timedelta(days=2))
    assert decide(register, ALL, yes).state == "accepted"
    assert decide(register, ALL, no).state == "rejected"
    (found,) = adjustments(register, ALL)
    assert found.decisions == (yes, no)


def test_decisions_stay_with_their_adjustment(register: Register) -> None:
    first, second = write_adjustment(register, ALL, WAIVER), write_adjustment(register, ALL, DISPUTE)
    decide(register, ALL, Decision(second.adjustment_id, "withdrawn", "J. Doe", NOON))
    decide(register, ALL, Decision(first.adjustment_id, "accepted", "赵敏", NOON))
    states = {one.request.kind: one.state for one in adjustments(register, ALL)}
    assert states == {"waiver": "accepted", "dispute": "withdrawn"}


def test_adjustments_are_narrowed_by_month_and_vendor(register: Register) -> None:
    for one in (WAIVER, DISPUTE, replace(WAIVER, month=SEPTEMBER)):
        write_adjustment(register, ALL, one)
    assert len(adjustments(register, ALL, SEPTEMBER)) == 2
    assert len(adjustments(register, ALL, vendor_id="V01")) == 2
    assert [one.request for one in adjustments(register, ALL, SEPTEMBER, "V02")] == [DISPUTE]


def test_a_vendor_sees_and_writes_its_own_rows_only(register: Register) -> None:
    own, other = write_adjustment(register, ALL, WAIVER), write_adjustment(register, ALL, DISPUTE)
    publish(register, ALL, [STATEMENT, replace(STATEMENT, vendor_id="V02"), CELLS], "李雷", NOON)
    assert adjustments(register, V01) == (own,)
    assert adjustments(register, V01, vendor_id="V02") == ()
    assert [one.vendor_id for one in publications(register, V01)] == ["V01"]
    assert latest(register, V01, "statement", OCTOBER, "V02") is None
    assert latest(register, V01, "cells", OCTOBER) is None
    with pytest.raises(OutOfScope):
        write_adjustment(register, V01, DISPUTE)
    with pytest.raises(UnknownAdjustment):
        decide(register, V01, Decision(other.adjustment_id, "accepted", "V01", NOON))
    with pytest.raises(OutOfScope):
        publish(register, V01, [STATEMENT, CELLS], "V01", NOON)
    assert (len(publications(register, ALL)), adjustments(register, ALL)) == (3, (own, other))


def test_who_is_limited_to_sites_sees_no_row_of_a_whole_vendor(register: Register) -> None:
    write_adjustment(register, ALL, WAIVER)
    publish(register, ALL, [STATEMENT], "李雷", NOON)
    assert (adjustments(register, SITES), publications(register, SITES)) == ((), ())
    with pytest.raises(OutOfScope):
        write_adjustment(register, SITES, WAIVER)


def test_a_decision_on_nothing_is_refused(register: Register) -> None:
    with pytest.raises(UnknownAdjustment):
        decide(register, ALL, Decision(7, "accepted", "赵敏", NOON))


def test_the_latest_publication_is_the_one_made_last(register: Register) -> None:
    publish(register, ALL, [STATEMENT, CELLS], "李雷", NOON)
    (again,) = publish(register, ALL, [replace(STATEMENT, data={"credit": Decimal(1500)})], "李雷", NOON)
    found = latest(register, ALL, "statement", OCTOBER, "V01")
    assert found == again
    assert found is not None and found.data == {"credit": "1500"}
    assert latest(register, ALL, "statement", SEPTEMBER, "V01") is None
    cells = latest(register, ALL, "cells", OCTOBER)
    assert cells is not None and cells.vendor_id is None
    assert [one.kind for one in publications(register, ALL, "statement", OCTOBER, "V01")] == ["statement", "statement"]


def test_all_of_what_is_published_together_or_nothing(register: Register) -> None:
    with pytest.raises(TypeError, match="set has no canonical form"):
        publish(register, ALL, [STATEMENT, replace(CELLS, data={"ids": {"a"}})], "李雷", NOON)
    assert publications(register, ALL) == ()


@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(register: Register, change: str) -> None:
    asked = write_adjustment(register, ALL, WAIVER)
    decide(register, ALL, Decision(asked.adjustment_id, "accepted", "赵敏", NOON))
    publish(register, ALL, [STATEMENT], "李雷", NOON)
    rebased = write_rebase(register, ALL, Rebase("nps", OCTOBER, "新问卷", "王芳", NOON))
    withdraw(register, ALL, Withdrawal(rebased.rebase_id, "wrong month", "J. Doe", NOON))
    seen = Finding(("2026-09",), ("2026-10",), Text("夜班变差", "night shifts got worse"), 120, (("vendor_id", "V01"),))
    write(register, ALL, action.Draft("nps", "夜班", seen, "kpi=nps", "warehouse-1", "2026.11"), "王芳", NOON)
    reports.keep(register, ALL, [reports.Draft(None, OCTOBER, "zh", {"title": "月报"}, "warehouse-1", "2026.11")], "李雷", NOON)
    for table in APPEND_ONLY:
        column = table.columns.keys()[-1]
        with pytest.raises(DBAPIError, match=f"{table.name} is append-only"), register.writing() as connection:
            connection.exec_driver_sql(change.format(table.name, column, column))


def test_rows_cannot_be_replaced_in_sqlite_either(tmp_path: Path) -> None:
    """REPLACE fires no trigger on DELETE, whatever the connection."""
    with closing(opened(tmp_path / "r.sqlite")) as register:
        publish(register, ALL, [STATEMENT], "李雷", NOON)
    with closing(sqlite3.connect(tmp_path / "r.sqlite")) as stranger, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        stranger.execute("REPLACE INTO publications SELECT * FROM publications")


def test_a_changed_row_is_told_from_what_was_published(tmp_path: Path) -> None:
    """Whoever owns the file can drop the trigger; then the hash tells."""
    with closing(opened(tmp_path / "r.sqlite")) as register:
        publish(register, ALL, [STATEMENT, CELLS], "李雷", NOON)
        with register.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER publications_keep_on_update")
            connection.exec_driver_sql("UPDATE publications SET content = replace(content, '2000', '20') WHERE vendor_id = 'V01'")
        changed, untouched = publications(register, ALL)
    assert (changed.is_intact, untouched.is_intact) == (False, True)
    with pytest.raises(Tampered, match="publication 1 was changed"):
        _ = changed.data


def _write_many(where: str, who: str, count: int) -> None:
    with closing(opened(where)) as register:
        for _ in range(count):
            asked = write_adjustment(register, ALL, replace(WAIVER, requested_by=who))
            decide(register, ALL, Decision(asked.adjustment_id, "accepted", who, NOON))


def _ended(processes: Sequence[BaseProcess]) -> list[int | None]:
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def test_processes_that_write_at_once_all_succeed(where: str) -> None:
    spawned = multiprocessing.get_context("spawn")
    writers = [spawned.Process(target=_write_many, args=(where, who, 8)) for who in "abc"]
    assert _ended(writers) == [0, 0, 0]
    with closing(opened(where)) as register:
        found = adjustments(register, ALL)
    assert sorted(one.request.requested_by for one in found) == sorted("abc" * 8)
    assert all(one.decisions[0].decided_by == one.request.requested_by for one in found)


def _open_each(paths: list[str], together: threading.Barrier) -> None:
    for path in paths:
        together.wait()
        with closing(opened(path)) as register:
            write_adjustment(register, ALL, WAIVER)


def test_processes_that_make_the_same_register_at_once_all_succeed(tmp_path: Path) -> None:
    """SQLite answers “locked” without waiting where two turn one file to WAL, so the moment is hit a dozen times."""
    spawned, paths = multiprocessing.get_context("spawn"), [str(tmp_path / f"{number}.sqlite") for number in range(12)]
    together = spawned.Barrier(3, timeout=30)
    makers = [spawned.Process(target=_open_each, args=(paths, together)) for _ in range(3)]
    assert _ended(makers) == [0, 0, 0]
    for path in paths:
        with closing(opened(path)) as register:
            assert len(adjustments(register, ALL)) == 3


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    with closing(opened(tmp_path / "r.sqlite")) as register:
        before = write_adjustment(register, ALL, WAIVER)
        with register.writing() as connection:
            connection.exec_driver_sql("INSERT INTO decisions SELECT 9, 1, 'rejected', 'x', '2026-11-02 12:00:00.000000', ''")
            assert adjustments(register, ALL) == (before,)
        assert adjustments(register, ALL)[0].state == "rejected"


def test_a_register_of_a_newer_program_is_left_alone(where: str) -> None:
    with closing(opened(where)) as register, register.writing() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET version = 99")
    with pytest.raises(NotOpened) as refused:
        opened(where)
    assert "99" in refused.value.text.zh and "Upgrade Assay" in refused.value.text.en


def test_somebody_elses_tables_are_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE decisions (what TEXT)")
    (tmp_path / "letter.txt").write_text("no database at all, but long enough to look at" * 10, encoding="utf-8")
    for name in ("other.sqlite", "letter.txt"):
        with pytest.raises(NotOpened, match="no register of Assay"):
            opened(tmp_path / name)


def test_a_register_in_memory_is_refused() -> None:
    for nowhere in ("sqlite://", ":memory:"):
        with pytest.raises(ValueError, match="in memory"):
            opened(nowhere)


def test_a_url_names_the_database_too(tmp_path: Path) -> None:
    url = make_url("sqlite://").set(database=str(tmp_path / "by url.sqlite")).render_as_string()
    with closing(opened(url)) as register:
        write_adjustment(register, ALL, WAIVER)
    with closing(opened(tmp_path / "by url.sqlite")) as register:
        assert len(adjustments(register, ALL)) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"month": date(2026, 10, 2)}, "first day"),
        ({"month": NOON.replace(day=1)}, "first day"),
        ({"requested_at": NOON.astimezone()}, "without a zone"),
        ({"reason": "  "}, "reason is empty"),
        ({"row_key": ""}, "row_key is empty"),
        ({"kind": "favour"}, "neither waiver nor dispute"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(WAIVER, **wrong)


def test_a_register_that_does_not_answer_says_so(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").mkdir()  # a folder is where the file should be
    with pytest.raises(NotOpened, match="does not answer"):
        opened(tmp_path / "r.sqlite")
