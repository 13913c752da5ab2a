"""A rebase is written down with its reason, seen by those who see the series, and taken back without being lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from assay.register.open import NotOpened, Register, opened
from assay.register.rebases import Rebase, UnknownRebase, Withdrawal, recorded, withdraw, write_rebase
from assay.register.revision import revision
from assay.register.seen import OutOfScope
from assay.scope import Scope

ALL, V01 = Scope.all(), Scope.of_vendor("V01")
NOON = datetime(2026, 11, 2, 12)
OF_V01 = Rebase("response_on_time", date(2026, 4, 1), "第二班组到位；a second crew", "王芳", NOON, vendor_id="V01")
OF_V02 = replace(OF_V01, vendor_id="V02")
OF_SITE = replace(OF_V01, vendor_id=None, site_id="S01")
_LATER = "DROP TABLE reports; DROP TABLE action_steps; DROP TABLE action_members; DROP TABLE actions;"
"""What came after the second version."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


@pytest.fixture
def register(file: Path) -> Iterator[Register]:
    with closing(opened(file)) as register:
        yield register


def test_it_is_there_when_the_register_is_opened_again(file: Path) -> None:
    with closing(opened(file)) as before:
        written = [write_rebase(before, ALL, one) for one in (OF_V01, OF_SITE)]
    with closing(opened(file)) as after:
        assert list(recorded(after, ALL)) == written


def test_a_vendor_sees_and_writes_its_own_only(register: Register) -> None:
    for one in (OF_V01, OF_V02, OF_SITE):
        write_rebase(register, ALL, one)
    assert [one.rebase for one in recorded(register, V01)] == [OF_V01]
    for foreign in (OF_V02, OF_SITE):
        with pytest.raises(OutOfScope):
            write_rebase(register, V01, foreign)


def test_it_is_withdrawn_once_and_stays_on_record(register: Register) -> None:
    id_ = write_rebase(register, ALL, OF_V02).rebase_id
    back = Withdrawal(id_, "wrong month", "J. Doe", NOON)
    with pytest.raises(UnknownRebase):
        withdraw(register, V01, back)
    before = revision(register)
    assert withdraw(register, ALL, back).withdrawal == back
    assert revision(register) != before
    with pytest.raises(UnknownRebase):
        withdraw(register, ALL, back)
    assert [(one.rebase, one.withdrawal) for one in recorded(register, ALL)] == [(OF_V02, back)]


def test_nothing_is_changed_afterwards(register: Register) -> None:
    write_rebase(register, ALL, OF_V01)
    with pytest.raises(DBAPIError, match="append-only"), register.writing() as connection:
        connection.exec_driver_sql("UPDATE rebases SET reason = 'none'")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"reason": " "}, "reason is empty"),
        ({"rebased_by": ""}, "rebased_by is empty"),
        ({"site_id": "S01"}, "not of both"),
        ({"from_on": NOON}, "on a day"),
    ],
    ids=["why", "who", "both", "moment"],
)
def test_what_says_too_little_is_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replace(OF_V01, **wrong)


def test_a_register_of_the_first_version_is_given_what_it_lacks(file: Path) -> None:
    opened(file).close()
    with closing(sqlite3.connect(file)) as old:
        old.executescript(f"{_LATER} DROP TABLE withdrawals; DROP TABLE rebases; UPDATE schema_version SET version = 1")
    with closing(opened(file)) as register:
        write_rebase(register, ALL, OF_V01)
        with pytest.raises(DBAPIError, match="append-only"), register.writing() as connection:
            connection.exec_driver_sql("DELETE FROM rebases")


def test_a_first_version_that_lacks_more_is_not_ours(file: Path) -> None:
    opened(file).close()
    with closing(sqlite3.connect(file)) as old:
        old.executescript(f"{_LATER} DROP TABLE withdrawals; DROP TABLE decisions; UPDATE schema_version SET version = 1")
    with pytest.raises(NotOpened):
        opened(file)
