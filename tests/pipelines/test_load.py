"""From files to a published warehouse: what is accepted, what is refused and why, and that nothing else changes."""

from __future__ import annotations

import io
import json
import os
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console

from assay.checks import Expectation
from assay.text import Text
from assay.warehouse.folder import Held, building, current
from pipelines import load as loading
from pipelines.__main__ import main
from pipelines.load import load
from pipelines.mappings.mapping import Mapping
from pipelines.outcome import Load, Outcome
from pipelines.progress import telling
from pipelines.validation.validate import CannotExecute
from tests.pipelines.small_files import HEADER, NOW, asked, masters, order, orders, taken

GOOD = tuple(order(f"A{number}") for number in range(10))


def only(load: Load, table: str = "orders") -> Outcome:
    (outcome,) = (outcome for outcome in load.outcomes if outcome.arrival.table == table)
    return outcome


def reasons(home: Path) -> list[tuple[object, ...]]:
    return asked(home, "select source_row, reason, columns, value from quarantine_reasons order by all")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return masters(tmp_path / "raw")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def test_rows_come_in_with_their_file_and_line_and_are_derived_from(raw: Path, home: Path) -> None:
    orders(raw, order("A1", completed="2026-01-05 17:00:00"), order("A2"))
    done = taken(home, raw)
    outcome = only(done)
    assert (outcome.state, outcome.read, outcome.accepted, outcome.quarantined, outcome.unchanged) == ("loaded", 2, 2, 0, 0)
    # 17:00 in UTC is past midnight in Shanghai.
    found = asked(home, "select order_id, source_file_id, source_row, completed_on::varchar, agreement_id from orders order by 1")
    assert found == [("A1", outcome.arrival.id, 2, "2026-01-06", None), ("A2", outcome.arrival.id, 3, None, None)]
    assert asked(home, "select count(*) > 300 from days") == [(True,)]
    assert done.as_of == datetime(2026, 1, 5, 17, 0)
    assert asked(home, "select load_id, as_of, started_at from loads") == [(done.load_id, done.as_of, NOW)]


def test_the_published_file_has_checks_and_comments(raw: Path, home: Path) -> None:
    taken(home, raw)
    kinds = {kind for (kind,) in asked(home, "select constraint_type from duckdb_constraints() where table_name = 'orders'")}
    assert kinds == {"CHECK", "NOT NULL"}
    assert "Order id" in str(asked(home, "select comment from duckdb_columns() where table_name = 'orders'")[0])


def test_refused_rows_are_kept_with_every_reason(raw: Path, home: Path) -> None:
    impossible = order("B1", vendor="V9", completed="2026-01-05 07:00:00")
    orders(raw, *GOOD, impossible, order("B2", cost="ten"), "B3,V1", order("A9", cost=9))
    outcome = only(taken(home, raw))
    assert (outcome.read, outcome.accepted, outcome.quarantined) == (14, 10, 4)
    assert reasons(home) == [
        (11, "duplicate", "order_id", "A9"),
        (12, "not_before_requested_at", "completed_at, requested_at",
         "completed_at = 2026-01-05 07:00:00, requested_at = 2026-01-05 08:00:00"),
        (12, "unknown_in_vendors", "vendor_id", "V9"),
        (13, "not_a_number", "cost", "ten"),
        (14, "too_few_columns", "*", "B3,V1"),
    ]  # fmt: skip
    kept = asked(home, "select source_row, table_name, vendor_id, site_id, service, record from quarantine order by 1")
    assert [row[:5] for row in kept][1:] == [
        (12, "orders", "V9", "S1", "maintenance"), (13, "orders", "V1", "S1", "maintenance"), (14, "orders", None, None, None),
    ]  # fmt: skip
    assert json.loads(str(kept[2][5]))["cost"] == "ten"
    assert json.loads(str(kept[3][5])) == {"line": "B3,V1"}
    assert asked(home, "select cost, source_row from orders where order_id = 'A9'") == [(9.0, 15)]


def test_a_value_that_cannot_be_read_is_refused_for_that_alone(raw: Path, home: Path) -> None:
    orders(raw, *GOOD, order("B1", requested="2026-02-30 08:00:00", completed="2026-01-05 09:00:00"))
    taken(home, raw)
    assert reasons(home) == [(12, "not_a_moment", "requested_at", "2026-02-30 08:00:00")]  # and not for being empty


def test_lines_in_another_encoding_are_refused_one_by_one(raw: Path, home: Path) -> None:
    path = orders(raw, *(line.replace("hvac", "暖通") for line in GOOD))
    path.write_bytes(path.read_bytes() + order("B1").replace("hvac", "电梯").encode("gb18030"))
    assert only(taken(home, raw)).encoding == "utf-8"
    assert [row[:3] for row in reasons(home)] == [(12, "wrong_encoding", "category")]
    assert asked(home, "select distinct category from orders") == [("暖通",)]


def test_every_expectation_is_recorded(raw: Path, home: Path) -> None:
    orders(raw, *GOOD, order("B1", vendor="V9"))
    outcome = only(taken(home, raw))
    found = asked(home, "select reason, rows_tested, unexpected, examples from validations where table_name = 'orders'")
    assert outcome.validation is not None and len(found) == len(outcome.validation.findings) > 30
    assert [row for row in found if row[2]] == [("unknown_in_vendors", 11, 1, '["V9"]')]
    assert all(tested == 11 for _, tested, _, _ in found)


def test_the_same_file_again_changes_nothing(raw: Path, home: Path) -> None:
    orders(raw, *GOOD)
    first = taken(home, raw)
    (raw / "orders.csv").rename(raw / "renamed.csv")
    second = taken(home, raw, now=datetime(2026, 2, 2))
    assert {outcome.state for outcome in second.outcomes} == {"unchanged"}
    assert (second.version, current(home)) == (None, home / str(first.version))


def test_the_same_content_twice_in_one_load_comes_in_once(raw: Path, home: Path) -> None:
    orders(raw, *GOOD)
    orders(raw, *GOOD, name="orders_copy.csv")
    states = [outcome.state for outcome in taken(home, raw).outcomes if outcome.arrival.table == "orders"]
    assert states == ["loaded", "unchanged"]


def test_the_later_record_wins_and_equal_ones_keep_their_origin(raw: Path, home: Path) -> None:
    orders(raw, order("A1", cost=1), order("A2", cost=2))
    before = only(taken(home, raw)).arrival.id
    orders(raw, order("A1", cost=1), order("A2", cost=3), order("A3", cost=4), name="orders_later.csv")
    later = next(o for o in taken(home, raw / "orders_later.csv").outcomes)
    assert (later.accepted, later.unchanged) == (3, 1)
    found = asked(home, "select order_id, cost, source_file_id, source_row from orders order by 1")
    assert found == [("A1", 1.0, before, 2), ("A2", 3.0, later.arrival.id, 3), ("A3", 4.0, later.arrival.id, 4)]


def test_an_empty_part_of_a_key_equals_an_empty_one(raw: Path, home: Path) -> None:
    (raw / "indicators.csv").write_text("kpi,title_zh,title_en,direction\nnoise,噪声,Noise,lower\n")
    header = "kpi,vendor_id,site_id,service,grain,value,period_on"
    orders(raw, "noise,V1,,,month,50,2026-01-01", name="aggregates_1.csv", header=header)
    orders(raw, "noise,V1,,,month,55,2026-01-01", "noise,V1,S1,,month,60,2026-01-01", name="aggregates_2.csv", header=header)
    done = taken(home, raw)
    assert [o.state for o in done.outcomes] == ["loaded"] * 5
    assert asked(home, "select site_id, value from aggregates order by value") == [(None, 55.0), ("S1", 60.0)]


def test_a_file_with_more_than_half_broken_changes_nothing(raw: Path, home: Path) -> None:
    orders(raw, order("A1"), order("A2", vendor="V9"), order("A3", vendor="V9"))
    outcome = only(taken(home, raw))
    assert (outcome.state, outcome.read, outcome.accepted, outcome.quarantined) == ("refused", 3, 0, 0)
    assert outcome.message is not None and "2 of 3 rows" in outcome.message.en and "3 行中有 2 行" in outcome.message.zh
    assert asked(home, "select (select count(*) from orders), (select count(*) from quarantine)") == [(0, 0)]
    assert asked(home, "select state, rows_read from files where table_name = 'orders'") == [("refused", 3)]
    assert asked(home, "select count(*) from vendors") == [(2,)]


def test_half_broken_is_not_more_than_half(raw: Path, home: Path) -> None:
    orders(raw, order("A1"), order("A2", vendor="V9"))
    assert only(taken(home, raw)).state == "loaded"


def test_unknown_columns_are_answered_with_what_is_missing_and_the_nearest(raw: Path, home: Path) -> None:
    orders(raw, *GOOD, header=HEADER_WITH_A_SLIP)
    (raw / "empty.csv").write_text("")
    (raw / "vendors_new.csv").write_text("vendor_id,name\n")
    refused = {o.arrival.name: o.message for o in taken(home, raw).outcomes if o.state == "refused"}
    assert set(refused) == {"orders.csv", "empty.csv", "vendors_new.csv"}
    assert "Closest is orders, without: vendor_id (is it “vendr_id”?)" in str(refused["orders.csv"])
    assert "no rows" in str(refused["empty.csv"]) and "no rows" in str(refused["vendors_new.csv"])
    assert asked(home, "select count(*), count(message_zh) from files where state = 'refused'") == [(3, 3)]


HEADER_WITH_A_SLIP = "order_id,vendr_id,site_id,service,kind,category,priority_at_request,cost,requested_at,completed_at"


def test_a_refusal_is_published_once(raw: Path, home: Path) -> None:
    (raw / "empty.csv").write_text("")
    assert taken(home, raw).version
    assert taken(home, raw).version is None
    assert asked(home, "select count(*) from loads") == [(1,)]


def test_a_refused_file_is_tried_again_when_what_it_needs_has_come(raw: Path, home: Path) -> None:
    orders(raw, order("A1", vendor="V3"))
    assert only(taken(home, raw)).state == "refused"
    orders(raw, "V3,Three", name="vendors_more.csv", header="vendor_id,name")
    assert only(taken(home, raw)).state == "loaded"


def test_again_loads_a_file_that_was_loaded_and_replaces_its_quarantine(raw: Path, home: Path) -> None:
    orders(raw, order("A1"), order("A2", vendor="V3"))
    taken(home, raw)
    assert len(reasons(home)) == 1
    orders(raw, "V3,Three", name="vendors_more.csv", header="vendor_id,name")
    taken(home, raw)
    assert (len(reasons(home)), only(taken(home, raw)).state) == (1, "unchanged")
    taken(home, raw, again=True)
    assert (reasons(home), asked(home, "select count(*) from orders")) == ([], [(2,)])


def test_a_mapping_that_lacks_its_columns_says_which(raw: Path, home: Path) -> None:
    (raw / "mnt.csv").write_text("工单号,费用额\nA1,1\n", encoding="utf-8")
    mapping = Mapping("mnt.toml", "orders", ("mnt.csv",), columns={"工单号": "order_id", "费用": "cost"})
    message = only(taken(home, raw, mappings=(mapping,))).message
    assert message is not None and "费用 (is it “费用额”?)" in message.en and "mnt.toml" in message.en


def test_two_mappings_that_fit_equally_are_not_chosen_between(raw: Path, home: Path) -> None:
    twins = tuple(Mapping(f"{name}.toml", "vendors", ("vendors.csv",)) for name in ("one", "two"))
    refused = [o.message for o in taken(home, raw, mappings=twins).outcomes if o.state == "refused"]
    assert "one.toml, two.toml" in str(refused[0])


def test_a_workbook_of_sheets_in_a_companys_own_words(raw: Path, home: Path) -> None:
    frames = {"工单": pl.DataFrame({"编号": ["A1"], "结果": ["已解决"], "报单": [datetime(2026, 1, 5, 8, 0)], "日": [None]})}
    with xlsx(raw / "mnt.xlsx") as book:
        frames["工单"].write_excel(book, "工单")
        pl.DataFrame({"说明": ["x"]}).write_excel(book, "说明")
    constants = {"vendor_id": "V1", "site_id": "S1", "service": "maintenance", "kind": "fault", "category": "hvac",
                 "priority_at_request": "high", "completed_at": "2026-01-05 08:00:00"}  # fmt: skip
    mapping = Mapping("m.toml", "orders", ("mnt.xlsx",), "工单", time_zone="Asia/Shanghai", constants=constants,
                      columns={"编号": "order_id", "结果": "outcome", "报单": "requested_at"},
                      words={"outcome": {"已解决": "solved"}})  # fmt: skip
    done = taken(home, raw, mappings=(mapping,))
    assert {o.arrival.sheet for o in done.outcomes} == {None, "工单"}  # the sheet of notes is passed over
    found = asked(home, "select outcome, requested_at::varchar, source_row from orders")
    assert found == [("solved", "2026-01-05 00:00:00", 2)]


def xlsx(path: Path) -> object:
    import xlsxwriter

    return xlsxwriter.Workbook(path)


def test_what_lies_after_the_moment_of_loading_cannot_have_happened(raw: Path, home: Path) -> None:
    orders(raw, *GOOD, order("B1", requested="2026-02-01 00:00:01"))
    done = taken(home, raw)
    assert reasons(home) == [(12, "in_the_future", "requested_at", "2026-02-01 00:00:01")]
    assert done.as_of == datetime(2026, 1, 5, 8, 0)


def test_as_of_is_a_date_only_where_there_are_no_moments(raw: Path, home: Path) -> None:
    header = "worker_id,vendor_id,site_id,service,role,started_on"
    orders(raw, "W1,V1,S1,maintenance,fitter,2026-01-20", name="staff.csv", header=header)
    assert taken(home, raw).as_of == datetime(2026, 1, 21)
    orders(raw, *GOOD)
    assert taken(home, raw).as_of == datetime(2026, 1, 5, 8, 0)
    assert load([raw], home, (), NOW, as_of=datetime(2026, 1, 31)).as_of == datetime(2026, 1, 31)


def test_a_second_load_hears_who_is_loading(raw: Path, home: Path) -> None:
    with building(home, NOW), pytest.raises(Held):
        taken(home, raw)
    assert current(home) is None


def test_an_expectation_that_cannot_be_executed_publishes_nothing(raw: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = taken(home, raw)
    orders(raw, *GOOD)
    wrong = Expectation("no_such", "ExpectColumnValuesToNotBeNull", {"column": "nowhere"}, ("nowhere",), Text("无", "none"))
    monkeypatch.setattr(loading, "suite", lambda *_: (wrong,))
    with pytest.raises(CannotExecute):
        taken(home, raw)
    assert current(home) == home / str(first.version)
    assert not list(home.glob("building-*"))


def test_a_missing_path_is_an_error(home: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        taken(home, tmp_path / "nowhere")


def test_the_command_says_what_became_of_each_file_in_both_languages(
    raw: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders(raw, *GOOD, order("B1", vendor="V9"))
    (raw / "empty.csv").write_text("")
    code, said = run(capsys, "load", raw, "--warehouse", home, "--lang", "zh")
    assert code == 0
    assert "orders.csv: 接受 10 行，隔离 1 行" in said
    assert "empty.csv: 整份拒收：文件中没有数据行" in said
    assert "unknown_in_ve" in said and "已发布 warehouse-" in said
    code, said = run(capsys, "load", raw, "--warehouse", home, "--lang", "en")
    assert (code, "orders.csv: loaded before, nothing to do" in said, "Nothing new came in" in said) == (0, True, True)
    assert "3 loaded, 1 refused; 1 rows in quarantine" in run(capsys, "status", "--warehouse", home, "--lang", "en")[1]


def test_the_command_says_who_holds_the_lock(raw: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with building(home, NOW):
        code, said = run(capsys, "load", raw, "--warehouse", home, "--lang", "en")
    assert (code, f"Another load is going on: process {os.getpid()} of " in said) == (1, True)


def test_where_somebody_watches_there_is_a_bar_with_rows(raw: Path, home: Path) -> None:
    orders(raw, *GOOD)
    (raw / "empty.csv").write_text("")
    screen = Console(file=io.StringIO(), force_terminal=True, width=120)
    with telling(screen, "en") as tell:
        load([raw], home, (), NOW, tell=tell)
    said = screen.file.getvalue()
    assert "100%" in said and "14 rows" in said and "empty.csv: refused" in said  # 10 orders, 2 vendors, 2 sites


def test_a_refused_row_keeps_columns_whatever_they_are_called(raw: Path, home: Path) -> None:
    orders(raw, *(f"{line},r,7" for line in GOOD), order("B1", cost="x") + ",mine,8", header=f"{HEADER},record,source_row")
    taken(home, raw)
    ((record,),) = asked(home, "select record from quarantine")
    kept = json.loads(str(record))
    assert (kept["record"], kept["source_row #12"], kept["cost"]) == ("mine", "8", "x")


@pytest.mark.parametrize(("lang", "says"), [("zh", "还没有数据"), ("en", "no data")])
def test_the_state_of_no_warehouse(home: Path, capsys: pytest.CaptureFixture[str], lang: str, says: str) -> None:
    code, said = run(capsys, "status", "--warehouse", home, "--lang", lang)
    assert (code, says in said) == (0, True)


def test_the_command_points_at_what_is_wrong(raw: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders(raw, 'table = "ordres"', "files = []", name="m.toml", header="# one")
    code, said = run(capsys, "load", raw, "--warehouse", home, "--lang", "en", "--mappings", raw)
    assert (code, "m.toml, line 2: there is no table “ordres”" in said) == (1, True)
    code, said = run(capsys, "load", raw / "nowhere.csv", "--warehouse", home, "--lang", "en")
    assert (code, "There is no" in said and "nowhere.csv" in said) == (2, True)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out
