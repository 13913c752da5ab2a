"""`python -m pipelines publish`: what is written, what is refused, and what a correction changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assay.register.open import Register, opened
from assay.register.publications import latest, publications
from assay.report.publishing import due
from assay.scope import Scope
from assay.warehouse import read
from assay.warehouse.read import Warehouse
from pipelines.__main__ import main
from tests.pipelines.small_files import masters, orders, taken

ALL = Scope.all()
MARCH = datetime(2026, 3, 1)
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
HEADER = "order_id,vendor_id,site_id,service,kind,category,priority_at_request,requested_at,responded_at"
AGREEMENTS = """agreement_id,vendor_id,service,monthly_charge,at_risk_share,scheme,effective_from
A1,V1,maintenance,100000,0.1,pool,2026-01-01
A2,V2,maintenance,100000,0.1,pool,2026-01-01
"""
LEVELS = """level_id,agreement_id,kpi,clock_minutes,target,decimals,rounding,pool_share
L1,A1,response_on_time,60,95,1,half_up,0.2
L2,A2,response_on_time,60,95,1,half_up,0.2
"""


def order(id_: str, vendor: str, answered: str) -> str:
    return f"{id_},{vendor},S1,maintenance,fault,hvac,high,2026-01-05 08:00:00,2026-01-05 {answered}:00"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two vendors with two orders each in January; V1 answered one of them too late. Data reach 2 February."""
    folder = tmp_path_factory.mktemp("publish")
    raw = masters(folder / "raw")
    (raw / "agreements.csv").write_text(AGREEMENTS)
    (raw / "service_levels.csv").write_text(LEVELS)
    listed = [order("A", "V1", "08:30"), order("B", "V1", "10:00"), order("C", "V2", "08:30"), order("D", "V2", "08:40")]
    ended = "E,V2,S1,maintenance,fault,hvac,high,2026-02-02 08:00:00,2026-02-02 08:10:00"
    orders(raw, *listed, ended, header=HEADER)
    taken(folder / "warehouse", raw, now=MARCH)
    return folder / "warehouse"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    found = opened(tmp_path / "register.sqlite")
    yield found
    found.close()


def warehouse(home: Path) -> Warehouse:
    return read.opened(home, read.version(home) or "")


def published(home: Path, register: Register, *arguments: str) -> int:
    where = str(register.engine.url.database)
    given = ["--month", "2026-01", "--warehouse", str(home), "--register", where, "--by", "李经理", "--lang", "en"]
    return main(["publish", *given, *arguments])


def test_the_statements_and_cells_of_all_vendors_are_written(home: Path, register: Register, capsys: pytest.CaptureFixture[str]):
    """One of two in time: 50 % under 95 costs 0.2 × 10 % of 100,000 = 2,000."""
    assert published(home, register) == 0
    kept = [(one.kind, one.vendor_id, one.published_by) for one in publications(register, ALL, month=JANUARY)]
    assert kept == [(kind, vendor, "李经理") for vendor in ("V1", "V2") for kind in ("statement", "cells")]
    statement = latest(register, ALL, "statement", JANUARY, "V1").data
    assert (statement["total"], statement["month"], statement["is_provisional"]) == ("2000", "2026-01-01", False)
    cells = latest(register, ALL, "cells", JANUARY, "V1").data["cells"]["response_on_time"]
    assert cells["by"] == ["service", "site_id"] and cells["rows"][0][:4] == ["maintenance", "S1", 1, 2]
    told = capsys.readouterr().out
    assert "V1 One" in told and "¥2,000.00" in told and "4 publications written" in told


def test_publishing_again_writes_nothing(home: Path, register: Register, capsys: pytest.CaptureFixture[str]):
    published(home, register)
    before = publications(register, ALL)
    again = due(warehouse(home), register, ALL, JANUARY)
    assert all(one.settled.restatement is not None and not one.settled.is_restated and one.cells_changed == 0 for one in again)
    assert published(home, register) == 0 and publications(register, ALL) == before
    assert "nothing was written" in capsys.readouterr().out


def test_a_correction_restates_the_line_that_it_changes(
    home: Path, register: Register, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The vendor shows that B was answered in time: a file with that one row is loaded, and January is published again."""
    own = tmp_path / "warehouse"
    shutil.copytree(home, own)
    published(own, register)
    taken(own, orders(tmp_path / "correction", order("B", "V1", "08:50"), header=HEADER), now=MARCH)
    first, second = due(warehouse(own), register, ALL, JANUARY)
    (line,) = first.settled.restatement.changed
    assert (line.level_id, line.published.numerator, line.today.numerator, line.difference) == ("L1", 1.0, 2.0, Decimal("-2000.00"))
    assert (first.cells_changed, second.cells_changed, second.is_new, second.has_new_cells) == (2, 0, False, False)
    capsys.readouterr()
    assert published(own, register) == 0
    told = capsys.readouterr().out
    assert "1 / 2 Missed → 2 / 2 Met, ¥2,000.00 less" in told and "2 publications written" in told
    assert [one.data["total"] for one in publications(register, ALL, "statement", JANUARY, "V1")] == ["2000", "0"]


def test_one_vendor_is_published_by_itself(home: Path, register: Register):
    assert published(home, register, "--vendor", "V2") == 0
    assert {one.vendor_id for one in publications(register, ALL)} == {"V2"}


def test_a_dry_run_writes_nothing(home: Path, register: Register, capsys: pytest.CaptureFixture[str]):
    assert published(home, register, "--dry-run") == 0
    assert publications(register, ALL) == () and "¥2,000.00" in capsys.readouterr().out


def test_a_running_month_is_published_as_provisional_only(home: Path, register: Register, capsys: pytest.CaptureFixture[str]):
    assert published(home, register, "--month", "2026-02") == 1
    assert "The data reach 2026-02-02 08:10 UTC, and 2026-02 is not over" in capsys.readouterr().out
    assert publications(register, ALL) == ()
    assert published(home, register, "--month", "2026-02", "--provisional") == 0
    assert latest(register, ALL, "statement", FEBRUARY, "V2").data["is_provisional"] is True


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--month", "2024-01"), "no data of 2024-01"),
        (("--month", "2026-03"), "no data of 2026-03"),
        (("--vendor", "V9"), "no vendor V9"),
    ],
)
def test_what_cannot_be_published_is_refused_in_words(
    arguments: tuple[str, ...], why: str, home: Path, register: Register, capsys: pytest.CaptureFixture[str]
):
    assert published(home, register, *arguments) == 1
    assert why in capsys.readouterr().out and publications(register, ALL) == ()


def test_without_a_warehouse_or_a_month_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["publish", "--month", "2026-01", "--warehouse", str(tmp_path), "--lang", "en"]) == 1
    assert "no data in the warehouse" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--month", "January"])
    assert ended.value.code == 2 and "write it as 2026-10" in capsys.readouterr().err


def test_a_warehouse_that_cannot_be_read_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "CURRENT").write_text("warehouse-1.duckdb")
    (tmp_path / "warehouse-1.duckdb").write_text("no database")
    assert main(["publish", "--month", "2026-01", "--warehouse", str(tmp_path), "--lang", "en"]) == 1
    assert "The warehouse cannot be read" in capsys.readouterr().out
