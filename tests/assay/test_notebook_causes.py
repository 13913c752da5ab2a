"""The notebook of *Root cause* runs as it is written, says the figures that the data have, and holds no code but ours."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import nbclient
import nbformat
import polars as pl
import pytest

from assay.contracts import CONTRACTS
from assay.contracts.schema import ddl
from assay.kpis import kpi
from assay.report.notebook import Code, notebook, python_script
from assay.report.notebook_causes import Asked, causes, title_of
from assay.scope import Scope
from tests.assay.test_notebook import HOSTILE

ROOT = Path(__file__).parent.parent.parent
VERSION = "warehouse-20261115T000000.000000Z.duckdb"
BEFORE = ("2026-02", "2026-03", "2026-04", "2026-05")
AFTER = ("2026-06", "2026-07", "2026-08", "2026-09")
ON_TIME = Asked("response_on_time", BEFORE, AFTER, ("shift", "vendor_id", "category"), VERSION, language="en")


@pytest.fixture(scope="module")
def home(frames: dict[str, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The simulated company as a published warehouse."""
    folder = tmp_path_factory.mktemp("warehouse")
    with duckdb.connect(str(folder / VERSION)) as connection:
        for contract in CONTRACTS:
            for statement in ddl(contract):
                connection.execute(statement)
        for table, frame in frames.items():
            connection.register("given", frame.to_arrow())
            connection.execute(f"insert into {table} by name select * from given")
            connection.unregister("given")
        columns = "load_id, started_at, finished_at, as_of, seconds"
        connection.execute(f"insert into loads ({columns}) values ('L', ?, ?, ?, 1)", [datetime(2026, 11, 15)] * 3)
    (folder / "CURRENT").write_text(VERSION, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def around(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The warehouse is named, Jupyter writes to a folder of the test's own, and Polars prints afterwards as it did before."""
    own = {"IPYTHONDIR": tmp_path, "JUPYTER_RUNTIME_DIR": tmp_path, "JUPYTER_CONFIG_DIR": tmp_path, "JUPYTER_PLATFORM_DIRS": 1}
    for name, value in {**own, "ASSAY_WAREHOUSE": home}.items():
        monkeypatch.setenv(name, str(value))
    with pl.Config():
        yield


def _ran(asked: Asked) -> dict[str, object]:
    """What the script leaves behind."""
    names: dict[str, object] = {}
    declared = kpi(asked.kpi)
    exec(compile(python_script(causes(asked, declared), title_of(asked, declared)), asked.kpi, "exec"), names)
    return names


def test_jupyter_runs_it_and_it_says_what_the_data_say(frames: dict[str, pl.DataFrame]) -> None:
    declared = kpi("response_on_time")
    book = nbformat.reads(notebook(causes(ON_TIME, declared), title_of(ON_TIME, declared)).decode(), as_version=4)
    nbclient.NotebookClient(book, timeout=60, resources={"metadata": {"path": str(ROOT)}}).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert {output.output_type for output in outputs} <= {"stream", "display_data", "execute_result"}
    said = "".join(output.text for output in outputs if output.output_type == "stream" and output.name == "stdout")
    met = {side: _met(frames["orders"], labels) for side, labels in (("before", BEFORE), ("after", AFTER))}
    assert f"{declared.title.en}: {100 * met['before']:.1f} % → {100 * met['after']:.1f} %" in said
    assert f"Orders that failed: {_judged(frames['orders'], AFTER).filter(pl.col('response_state') != 'met').height:,}" in said
    assert sum("application/vnd.plotly.v1+json" in output.get("data", {}) for output in outputs) == 2


def _judged(orders: pl.DataFrame, months: tuple[str, ...]) -> pl.DataFrame:
    """The orders whose deadline fell into the months, straight from the rows."""
    due = orders.filter(pl.col("response_deadline_on").dt.strftime("%Y-%m").is_in(months))
    return due.filter(pl.col("response_state").is_in(["met", "missed", "open_past_deadline"]))


def _met(orders: pl.DataFrame, months: tuple[str, ...]) -> float:
    judged = _judged(orders, months)
    return judged.filter(pl.col("response_state") == "met").height / judged.height


@pytest.mark.parametrize(
    ("id_", "by"),
    [
        ("response_minutes", ("shift", "vendor_id")),  # a geometric mean
        ("csat_score", ("mode", "site_id")),  # a mean
        ("complaint_rate", ("service", "vendor_id")),  # two tables
        ("certified_share", ("vendor_id", "role")),  # a mean without squares: no intervals and no drivers
    ],
)
def test_it_runs_for_every_kind_of_kpi(id_: str, by: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    names = _ran(replace(ON_TIME, kpi=id_, by=by, language="zh"))
    assert kpi(id_).title.zh in capsys.readouterr().out
    whole = names["whole"]
    assert whole.within.effect + whole.mix.effect == pytest.approx(whole.after - whole.before, abs=1e-12)  # type: ignore[attr-defined]
    has_spread = id_ != "certified_share"
    assert tuple(name in names for name in ("scanned", "found", "orders")) == (has_spread, has_spread, False)


def test_what_was_looked_at_is_what_it_looks_at(home: Path) -> None:
    """A scope, a filter and a condition take the rows away that they should."""
    scope = Scope(vendors=frozenset(("V01", "V02")))
    of_one = replace(ON_TIME, by=("shift",), conditions=(("shift", "day"),), vendors=("V01", "V03"), scope=scope)
    cells = _ran(of_one)["cells"]
    assert isinstance(cells, pl.DataFrame)
    assert set(cells["vendor_id"]) == {"V01"} and set(cells["shift"]) == {"day"}
    assert set(cells["period"]) <= {*BEFORE, *AFTER}


def test_an_older_version_gives_way_to_the_current_one() -> None:
    assert _ran(replace(ON_TIME, by=("vendor_id",), version="warehouse-gone.duckdb"))["warehouse"].version == VERSION  # type: ignore[attr-defined]


def test_without_a_warehouse_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="ASSAY_WAREHOUSE"):
        _ran(ON_TIME)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_look_like_code_stay_names(name: str) -> None:
    asked = Asked(name, (name,), (name,), (name,), name, ((name, name), (name, None)), (name,), (name,), (name,),
                  scope=Scope(vendors=frozenset((name,))))  # fmt: skip
    tame = Asked("k", ("b",), ("a",), ("d",), "v", scope=Scope(vendors=frozenset(("V01",))))
    hostile, other = ([cell.source for cell in causes(one, kpi("nps")) if isinstance(cell, Code)] for one in (asked, tame))
    assert hostile[1:] == other[1:]
    _, *given, scope = ast.parse(hostile[0]).body
    found = {node.targets[0].id: ast.literal_eval(node.value) for node in given}  # type: ignore[attr-defined]
    assert (found["kpi_id"], found["sites"], found["conditions"]) == (name, (name,), ((name, name), (name, None)))
    assert ast.unparse(scope) == f"scope = Scope(frozenset(({name!r},)), None, True)"


def test_its_code_is_clean() -> None:
    script = python_script(causes(ON_TIME, kpi("nps")), "t")
    rules = ("--isolated", "--select", "E4,E7,E9,F,B,UP", "--ignore", "E402", "--target-version", "py311", "--line-length", "132")
    ruff = [sys.executable, "-m", "ruff", "check", *rules, "-"]
    done = subprocess.run(ruff, input=script, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_its_title_names_kpi_and_periods() -> None:
    one = replace(ON_TIME, before=("2026-09",), after=("2026-10",))
    assert title_of(one, kpi("nps")) == "Why Net promoter score moved: September 2026 → October 2026"
    assert title_of(replace(ON_TIME, language="zh"), kpi("response_on_time")) == (
        "响应及时率为什么变化：2026 年 2 月 – 2026 年 5 月 → 2026 年 6 月 – 2026 年 9 月"
    )
