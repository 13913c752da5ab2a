"""The raw files of the simulated company are few, repeatable, and in the end say what its frames say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import fastexcel
import polars as pl

from assay.simulate import Company, simulate, write


def truth(company: Company, section: str) -> Mapping[str, object]:
    found = company.truths[section]
    assert isinstance(found, Mapping)
    return found


def test_files_are_few_the_same_for_a_seed_and_say_what_is_wrong_with_them(company: Company, sample: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    written = write(company, tmp_path, seed=1, progress=lambda done, total: told.append((done, total)))
    files = sorted(path for path in (tmp_path / "raw").rglob("*") if path.is_file())
    sheets = sum(len(fastexcel.read_excel(path).sheet_names) if path.suffix == ".xlsx" else 1 for path in files)
    assert sheets == written.batches <= 260
    assert told[-1] == (told[-1][1], told[-1][1]) and len(told) >= len(files)
    truths = tomllib.loads((tmp_path / "truths.toml").read_text("utf-8"))
    assert truths["faults"] == written.faults
    assert truths["faults"]["files"] == {"refused": 2}
    assert sum(len(reasons) for table, reasons in written.faults.items() if table != "files") >= 30
    assert truths["drift"] == truth(company, "drift")
    lines = {path.relative_to(tmp_path): path.read_bytes() for path in files if path.suffix == ".csv"}
    assert len(lines) > 100
    assert all((sample / path).read_bytes() == content for path, content in lines.items())


def test_an_open_order_comes_again_and_its_last_record_is_the_true_one(company: Company, sample: Path) -> None:
    parts = [
        pl.read_csv(path, encoding="gb18030", infer_schema=False).with_columns(file=pl.lit(path.name))
        for path in sorted((sample / "raw").rglob("orders_mnt_*.csv"))
    ]
    written = pl.concat(parts).filter(~pl.col("工单号").str.starts_with("WO-9"))
    twice = written.filter(pl.col("file").n_unique().over("工单号") == 2)
    assert len(twice) > 10
    last = written.unique("工单号", keep="last", maintain_order=True)
    true = company.tables["orders"].filter(pl.col("service") == "maintenance")
    assert sorted(last["工单号"]) == sorted(true["order_id"])
    zone = ZoneInfo("Asia/Shanghai")
    said = dict(last.select("工单号", "报单时间").iter_rows())
    for order_id, requested_at in true.select("order_id", "requested_at").head(50).iter_rows():
        assert said[order_id] == (requested_at.replace(tzinfo=ZoneInfo("UTC"))).astimezone(zone).strftime("%Y/%m/%d %H:%M")


def test_corrections_come_later_than_what_they_correct(company: Company, sample: Path) -> None:
    true = {order_id: cost for order_id, cost in company.tables["orders"].select("order_id", "cost").iter_rows()}
    corrections = sorted((sample / "raw").rglob("orders_corrections_*.csv"))
    rows = pl.concat(pl.read_csv(path, infer_schema=False).with_columns(month=pl.lit(path.parent.name)) for path in corrections)
    assert len(corrections) >= 3 and len(rows) > 5
    assert all(float(cost) == true[order_id] for order_id, cost in rows.select("Ticket No", "Cost CNY").iter_rows())
    opened = rows["Opened"].str.slice(0, 7)
    assert (opened < rows["month"]).all()


def test_where_nothing_is_planted_no_fault_is_written(tmp_path: Path) -> None:
    written = write(simulate(3_000, seed=1, truths="none"), tmp_path, seed=1)
    assert written.faults == {}
    assert "faults" not in tomllib.loads((tmp_path / "truths.toml").read_text("utf-8"))
    assert all(path.stat().st_size > 0 for path in (tmp_path / "raw").rglob("*.csv"))
