"""Refused rows, repaired and brought back: what is right leaves the quarantine, and nothing else changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from assay.warehouse.folder import current
from pipelines.mappings.mapping import Mapping
from pipelines.repairs.repair import NotForRepair, repair
from pipelines.repairs.repair_book import KEY
from tests.pipelines.small_files import HEADER, NOW, asked, masters, order, orders, taken

LATER = NOW + timedelta(hours=1)
QUARANTINE = "select source_row from quarantine order by 1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A warehouse in which line 3 of orders.csv has an unknown vendor, line 4 a cost that is no number, and line 5 is too short."""
    taken(tmp_path / "warehouse", masters(tmp_path / "masters"))
    lines = (order("1"), order("2", vendor="V9"), order("3", cost="ten"), "4,V1", *(order(str(n)) for n in range(5, 9)))
    taken(tmp_path / "warehouse", orders(tmp_path, *lines))
    return tmp_path / "warehouse"


def book(home: Path, folder: Path, name: str = "repaired.xlsx", **changes: dict[str, str]) -> Path:
    """The quarantine of this warehouse as a workbook; `changes` by column: what to write on which line."""
    columns = HEADER.split(",")
    rows = [
        {"why": "", KEY: f"{file}:{line}", **dict.fromkeys(columns), **pl.Series([record]).str.json_decode(pl.Struct(
            {column: pl.String() for column in columns})).to_list()[0]}
        for file, line, record in asked(home, "select source_file_id, source_row, record from quarantine order by all")
    ]
    for column, by_line in changes.items():
        for row in rows:
            row[column] = by_line.get(row[KEY].partition(":")[2], row[column])
    pl.DataFrame(rows, infer_schema_length=None).write_excel(folder / name)
    return folder / name


def test_a_row_that_is_right_now_is_let_in_under_its_own_file_and_line(home: Path, tmp_path: Path) -> None:
    assert asked(home, QUARANTINE) == [(3,), (4,), (5,)]
    done = repair(book(home, tmp_path, vendor_id={"3": "V2"}), home, (), LATER)
    assert [(one.read, one.accepted, one.quarantined) for one in done.outcomes] == [(2, 1, 1)]
    lines = asked(home, "select o.vendor_id, f.name, o.source_row from orders as o join files as f using (source_file_id)"
                        " where order_id = '2'")
    assert lines == [("V2", "orders.csv", 3)]
    assert asked(home, QUARANTINE) == [(4,), (5,)]
    assert asked(home, "select count(*) from quarantine_reasons where source_row = 3") == [(0,)]


def test_a_row_that_is_still_broken_stays_as_it_is_now_with_its_reasons_now(home: Path, tmp_path: Path) -> None:
    repair(book(home, tmp_path, cost={"4": "-5"}, completed_at={"4": "2026-01-01 08:00:00"}), home, (), LATER)
    reasons = asked(home, "select reason, columns from quarantine_reasons where source_row = 4 order by all")
    assert ("between", "cost") in reasons and ("not_a_number", "cost") not in reasons
    assert '"cost":"-5"' in str(asked(home, "select record from quarantine where source_row = 4"))
    assert asked(home, "select count(*) from orders where order_id = '3'") == [(0,)]


def test_the_same_workbook_twice_changes_nothing(home: Path, tmp_path: Path) -> None:
    once = book(home, tmp_path, vendor_id={"3": "V2"}, cost={"4": "10"})
    repair(once, home, (), LATER)
    before = current(home)
    assert repair(once, home, (), LATER + timedelta(hours=1)).version is None
    assert current(home) == before
    assert asked(home, QUARANTINE) == [(5,)]  # the line that was no record was not filled in, so it still waits


def test_a_line_that_was_no_record_is_repaired_by_filling_in_its_columns(home: Path, tmp_path: Path) -> None:
    values = dict(zip(HEADER.split(","), order("4").split(","), strict=True))
    repair(book(home, tmp_path, **{column: {"5": value} for column, value in values.items()}), home, (), LATER)
    assert asked(home, "select vendor_id, source_row from orders where order_id = '4'") == [("V1", 5)]


def test_a_rehearsal_publishes_nothing(home: Path, tmp_path: Path) -> None:
    before = current(home)
    found = repair(book(home, tmp_path, vendor_id={"3": "V2"}), home, (), LATER, dry_run=True)
    assert [one.accepted for one in found.outcomes] == [1]
    assert (current(home), asked(home, QUARANTINE)) == (before, [(3,), (4,), (5,)])


def test_a_repaired_row_never_replaces_a_later_record(home: Path, tmp_path: Path) -> None:
    taken(home, orders(tmp_path, order("2", vendor="V1", cost=77), name="orders_corrected.csv"), now=LATER)
    repair(book(home, tmp_path, vendor_id={"3": "V2"}), home, (), LATER + timedelta(hours=1))
    assert asked(home, "select vendor_id, cost from orders where order_id = '2'") == [("V1", 77.0)]
    assert asked(home, "select reason from quarantine_reasons where source_row = 3") == [("superseded",)]


def test_the_earlier_of_two_lines_with_one_key_does_not_come_back_by_itself(tmp_path: Path) -> None:
    home = tmp_path / "warehouse"
    taken(home, masters(tmp_path / "masters"))
    taken(home, orders(tmp_path, order("1", cost=1), order("1", cost=2), order("2")))
    assert asked(home, QUARANTINE) == [(2,)]
    repair(book(home, tmp_path), home, (), LATER)
    assert asked(home, "select cost, source_row from orders where order_id = '1'") == [(2.0, 3)]
    assert asked(home, QUARANTINE) == [(2,)]


def test_what_a_spreadsheet_writes_is_read_beside_the_companys_own_forms(tmp_path: Path) -> None:
    home = tmp_path / "warehouse"
    taken(home, masters(tmp_path / "masters"))
    mapping = Mapping("ours.toml", "orders", ("orders*.csv",), time_zone="Asia/Shanghai", moments=("%d.%m.%Y %H:%M",))
    lines = (order("1", requested="05.01.2026 08:00"), order("2", requested="soon"), order("3", requested="06.01.2026 08:00"))
    taken(home, orders(tmp_path, *lines), mappings=[mapping])
    repair(book(home, tmp_path, requested_at={"3": "2026-01-05 08:00:00"}), home, (mapping,), LATER)
    at = "select requested_at::varchar from orders where order_id in ('1', '2') order by order_id"
    assert asked(home, at) == [("2026-01-05 00:00:00",), ("2026-01-05 00:00:00",)]


def test_another_file_is_no_workbook_for_repair(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NotForRepair, match=KEY):
        repair(orders(tmp_path, order("9"), name="other.csv"), home, (), LATER)
    (tmp_path / "noise.xlsx").write_bytes(b"\x00\x01\x02" * 500)
    with pytest.raises(NotForRepair):
        repair(tmp_path / "noise.xlsx", home, (), LATER)
