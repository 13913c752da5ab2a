"""A finding is written down as a candidate action, read by those who may, and taken or dropped without losing what was before."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from assay.register.action import MOST, Draft, Plan, Step, Tampered
from assay.register.actions import UnknownAction, WrongOrder, decide, listed, write
from assay.register.adjustments import adjustments
from assay.register.finding import Estimate, Finding
from assay.register.open import NotOpened, Register, opened
from assay.register.publications import publications
from assay.register.rebases import recorded
from assay.register.revision import revision
from assay.register.seen import OutOfScope
from assay.scope import Scope
from assay.text import Text

POSTGRESQL = "ASSAY_TEST_POSTGRESQL"
ALL, V01, S01 = Scope.all(), Scope.of_vendor("V01"), Scope(sites=frozenset(("S01",)))
NOON = datetime(2026, 11, 2, 12, 0, 0, 123456)
NIGHTS = Finding(
    before=("2026-08", "2026-09"),
    after=("2026-10",),
    sentence=Text("“夜班”占降幅的 73 %；it's 100 % {sure}", "night shifts hold 73 % of the fall"),
    n=1840,
    conditions=(("vendor_id", "V01"), ("shift", "night"), ("worker_tenure", None)),
    change=Estimate(-0.041, -0.052, -0.03),
    explained=Estimate(0.73, 0.6, 0.86),
    p=0.004,
)
OF_V01 = Draft("response_on_time", "夜班到场变慢", NIGHTS, "lang=zh&kpi=response_on_time", "warehouse-1", "2026.11", "先看排班")
OF_V02 = replace(OF_V01, kpi="nps", finding=replace(NIGHTS, conditions=(("vendor_id", "V02"),)))
OF_BOTH = replace(OF_V01, finding=replace(NIGHTS, vendors=("V02",)))
OF_NONE = replace(OF_V01, finding=replace(NIGHTS, conditions=(("shift", "night"), ("vendor_id", None))))
OF_SITE = replace(OF_V01, finding=replace(NIGHTS, conditions=(("site_id", "S01"), ("vendor_id", "V01"))))


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL in os.environ else ["sqlite"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Register]:
    where = str(tmp_path / "register.sqlite") if request.param == "sqlite" else _emptied(os.environ[POSTGRESQL])
    with closing(opened(where)) as register:
        yield register


def _emptied(url: str) -> str:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    engine.dispose()
    return url


def _written(register: Register, *drafts: Draft) -> list[int]:
    return [write(register, ALL, draft, "王芳", NOON).action_id for draft in drafts]


def test_what_was_written_is_there_when_the_register_is_opened_again(tmp_path: Path) -> None:
    plan = Plan("赵敏", date(2026, 12, 31), 95.0)
    with closing(opened(tmp_path / "r.sqlite")) as before:
        made = write(before, ALL, replace(OF_V01, plan=plan), "王芳", NOON)
    with closing(opened(tmp_path / "r.sqlite")) as after:
        (found,) = listed(after, ALL)
    assert found == made
    assert (found.state, found.plan, found.finding) == ("candidate", plan, NIGHTS)
    assert (found.kpi, found.title, found.note, found.view) == (OF_V01.kpi, "夜班到场变慢", "先看排班", OF_V01.view)
    assert (found.written_by, found.written_at, found.warehouse_version) == ("王芳", NOON, "warehouse-1")


def test_a_finding_without_a_segment_and_without_a_test_is_kept_as_it_is(register: Register) -> None:
    bare = Finding(("2026-Q2",), ("2026-Q3",), Text("没有集中原因", "no concentrated cause"), 0)
    write(register, ALL, replace(OF_V01, finding=bare), "王芳", NOON)
    assert listed(register, ALL)[0].finding == bare


def test_its_state_is_the_last_step_and_every_step_stays(register: Register) -> None:
    (id_,) = _written(register, replace(OF_V01, plan=Plan(due_on=date(2026, 12, 31))))
    took = Step(id_, "taken", "赵敏", NOON + timedelta(days=1), "已与供应商约谈", Plan("赵敏", target=95.0))
    gone = Step(id_, "dropped", "李雷", NOON + timedelta(days=2), "系统时钟有误")
    assert decide(register, ALL, took).state == "taken"
    before = revision(register)
    assert decide(register, ALL, gone).state == "dropped"
    assert revision(register) != before
    (found,) = listed(register, ALL)
    assert found.steps == (Step(id_, "candidate", "王芳", NOON, plan=Plan(due_on=date(2026, 12, 31))), took, gone)
    assert found.plan == Plan("赵敏", date(2026, 12, 31), 95.0)


@pytest.mark.parametrize(
    ("path", "asked", "leads"),
    [
        ((), "taken", True), ((), "dropped", True), ((), "candidate", False),
        (("taken",), "dropped", True), (("taken",), "taken", False), (("taken",), "candidate", False),
        (("dropped",), "candidate", True), (("dropped",), "taken", False), (("dropped",), "dropped", False),
    ],
)  # fmt: skip
def test_a_step_follows_the_state(register: Register, path: tuple[str, ...], asked: str, leads: bool) -> None:
    (id_,) = _written(register, OF_V01)
    for state in path:
        decide(register, ALL, Step(id_, state, "赵敏", NOON, "why"))
    if leads:
        assert decide(register, ALL, Step(id_, asked, "赵敏", NOON, "why")).state == asked
        return
    with pytest.raises(WrongOrder, match=f"cannot become {asked}"):
        decide(register, ALL, Step(id_, asked, "赵敏", NOON, "why"))
    assert len(listed(register, ALL)[0].steps) == 1 + len(path)


def test_steps_stay_with_their_action(register: Register) -> None:
    first, second, third = _written(register, OF_V01, OF_V02, OF_NONE)
    decide(register, ALL, Step(third, "dropped", "赵敏", NOON, "twice"))
    decide(register, ALL, Step(first, "taken", "赵敏", NOON, "yes"))
    assert [(one.action_id, one.state) for one in listed(register, ALL)] == [
        (first, "taken"), (second, "candidate"), (third, "dropped"),
    ]  # fmt: skip
    assert [one.action_id for one in listed(register, ALL, "nps")] == [second]


def test_a_vendor_reads_what_names_it_and_nobody_else(register: Register) -> None:
    own, *_, of_site = _written(register, OF_V01, OF_V02, OF_BOTH, OF_NONE, OF_SITE)
    assert [one.action_id for one in listed(register, V01)] == [own, of_site]
    assert len(listed(register, ALL)) == 5
    assert listed(register, Scope(vendors=frozenset())) == ()


def test_who_is_limited_to_sites_reads_what_names_them(register: Register) -> None:
    *_, of_site, _ = _written(register, OF_V01, OF_NONE, OF_SITE, replace(OF_SITE, finding=replace(NIGHTS, sites=("S01", "S02"))))
    assert [one.action_id for one in listed(register, S01)] == [of_site]
    assert listed(register, replace(S01, vendors=frozenset(("V02",)))) == ()


def test_nobody_writes_or_decides_beyond_what_they_see(register: Register) -> None:
    for foreign in (OF_V02, OF_BOTH, OF_NONE):
        with pytest.raises(OutOfScope):
            write(register, V01, foreign, "V01", NOON)
    with pytest.raises(OutOfScope, match="V02"):
        write(register, V01, OF_BOTH, "V01", NOON)
    with pytest.raises(OutOfScope):
        write(register, S01, OF_V01, "S01", NOON)
    assert listed(register, ALL) == ()
    own = write(register, V01, OF_V01, "V01", NOON)
    (other,) = _written(register, OF_V02)
    assert decide(register, V01, Step(own.action_id, "taken", "V01", NOON, "ours")).state == "taken"
    for hidden in (other, 99):
        with pytest.raises(UnknownAction, match=f"no action {hidden}"):
            decide(register, V01, Step(hidden, "taken", "V01", NOON, "not ours"))


def test_of_two_who_decide_at_once_one_is_told_that_the_other_was_quicker(register: Register) -> None:
    (id_,) = _written(register, OF_V01)
    together, ended = threading.Barrier(2), []

    def take(who: str) -> None:
        together.wait()
        try:
            ended.append(decide(register, ALL, Step(id_, "taken", who, NOON, "mine")).state)
        except WrongOrder as late:
            ended.append(late.found)

    both = [threading.Thread(target=take, args=(who,)) for who in ("赵敏", "李雷")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert ended == ["taken", "taken"]
    assert [step.state for step in listed(register, ALL)[0].steps] == ["candidate", "taken"]


def test_nothing_is_changed_afterwards(register: Register) -> None:
    (id_,) = _written(register, OF_V01)
    for change in ("UPDATE actions SET title = ''", "DELETE FROM action_steps", "UPDATE action_members SET member = 'V02'"):
        with pytest.raises(DBAPIError, match="append-only"), register.writing() as connection:
            connection.exec_driver_sql(change)
    assert listed(register, V01)[0].action_id == id_


def test_a_changed_finding_is_told_from_the_one_that_was_written(tmp_path: Path) -> None:
    """Whoever owns the file can drop the trigger; then the hash tells."""
    with closing(opened(tmp_path / "r.sqlite")) as register:
        _written(register, OF_V01, OF_V02)
        with register.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER actions_keep_on_update")
            connection.exec_driver_sql("UPDATE actions SET content = replace(content, '0.73', '0.93') WHERE action_id = 1")
        changed, untouched = listed(register, ALL)
    assert (changed.is_intact, untouched.is_intact) == (False, True)
    with pytest.raises(Tampered, match="action 1 was changed"):
        _ = changed.finding


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": " \n"}, "title is empty"),
        ({"kpi": ""}, "kpi is empty"),
        ({"definitions_version": ""}, "definitions_version is empty"),
        ({"title": "长" * 201}, "title has 201 characters, 200 at most"),
        ({"note": "x" * 4001}, "note has 4,001 characters, 4,000 at most"),
        ({"view": "v" * 4001}, "view has"),
    ],
)
def test_a_draft_that_says_too_little_or_too_much_is_refused(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(OF_V01, **wrong)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"state": "done"}, "no state of an action"),
        ({"decided_by": ""}, "decided_by is empty"),
        ({"decided_by": "x" * 101}, "decided_by has 101"),
        ({"why": "x" * 2001}, "why has 2,001"),
        ({"decided_at": NOON.astimezone()}, "without a zone"),
    ],
)
def test_a_step_that_cannot_be_meant_is_refused(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(Step(1, "taken", "赵敏", NOON, "why"), **wrong)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"owner": " "}, "owner is empty"),
        ({"owner": "x" * 101}, "owner has 101"),
        ({"due_on": NOON}, "due on a day"),
        ({"target": float("nan")}, "no target"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Plan(**wrong)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"before": ()}, "one of them is not named"), ({"p": 1.2}, "no such"), ({"p": np.nan}, "no such"), ({"n": -1}, "no such")],
)
def test_a_finding_that_cannot_be_is_refused(wrong: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(NIGHTS, **wrong)


def test_who_and_why_are_asked_for_and_figures_have_to_be_figures(register: Register) -> None:
    with pytest.raises(ValueError, match="written_by is empty"):
        write(register, ALL, OF_V01, " ", NOON)
    with pytest.raises(ValueError, match="written_by has 101"):
        write(register, ALL, OF_V01, "x" * 101, NOON)
    with pytest.raises(ValueError, match="without a zone"):
        write(register, ALL, OF_V01, "王芳", NOON.astimezone())
    with pytest.raises(ValueError, match="no figure"):
        write(register, ALL, replace(OF_V01, finding=replace(NIGHTS, change=Estimate(float("nan")))), "王芳", NOON)
    with pytest.raises(ValueError, match="finding has"):
        many = tuple(f"V{number:05}" for number in range(MOST["finding"] // 8))
        write(register, ALL, replace(OF_V01, finding=replace(NIGHTS, vendors=many)), "王芳", NOON)
    (id_,) = _written(register, OF_V01)
    with pytest.raises(ValueError, match="why is empty"):
        decide(register, ALL, Step(id_, "taken", "赵敏", NOON))
    assert len(listed(register, ALL)) == 1


def test_figures_of_numpy_are_written_like_those_of_python(register: Register) -> None:
    counted = replace(NIGHTS, change=Estimate(*np.array([-0.041, -0.052, -0.03])), p=np.float64(0.004))
    one, other = (write(register, ALL, replace(OF_V01, finding=finding), "王芳", NOON) for finding in (counted, NIGHTS))
    assert (one.content, one.sha256) == (other.content, other.sha256)


def test_a_register_of_the_second_version_keeps_its_rows_and_is_given_actions(tmp_path: Path) -> None:
    """`register_v2.sql` is what the program of that version wrote, one row a table."""
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as old:
        old.executescript(Path(__file__).with_name("register_v2.sql").read_text(encoding="utf-8"))
    with closing(opened(tmp_path / "old.sqlite")) as register:
        (asked,), (made,), (based,) = adjustments(register, ALL), publications(register, ALL), recorded(register, ALL)
        assert (asked.state, asked.request.reason) == ("accepted", "台风停工")
        assert (made.data, based.withdrawal is not None) == ({"credit": "2000"}, True)
        _written(register, OF_V01)
        with pytest.raises(DBAPIError, match="append-only"), register.writing() as connection:
            connection.exec_driver_sql("DELETE FROM actions")
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as now, closing(opened(tmp_path / "old.sqlite")) as again:
        assert now.execute("SELECT version FROM schema_version").fetchall() == [(4,)]
        assert len(listed(again, ALL)) == 1


def test_a_second_version_that_lacks_a_table_is_not_ours(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as old:
        old.executescript(Path(__file__).with_name("register_v2.sql").read_text(encoding="utf-8"))
        old.executescript("DROP TABLE withdrawals")
    with pytest.raises(NotOpened, match="no register of Assay"):
        opened(tmp_path / "old.sqlite")
