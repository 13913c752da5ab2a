"""A check says what a load would do, and leaves everything as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.warehouse.folder import current
from pipelines.__main__ import main
from pipelines.check import check
from pipelines.load import load
from pipelines.reading.find import find
from tests.pipelines.small_files import HEADER, NOW, asked, masters, order, orders, taken


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A warehouse that knows the vendors V1 and V2 and two sites."""
    taken(tmp_path / "warehouse", masters(tmp_path / "masters"))
    return tmp_path / "warehouse"


def heard(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines() if line.startswith('{"event"')]


def test_a_check_finds_what_the_load_then_does_and_publishes_nothing(home: Path, tmp_path: Path) -> None:
    file = orders(tmp_path, order("1"), order("2", vendor="V9"), order("3"))
    before = current(home)
    found = check([file], home, (), NOW)
    assert (found.version, current(home)) == (None, before)
    assert asked(home, "select count(*) from orders") == [(0,)]
    done = load([file], home, (), NOW)
    told = ("state", "read", "accepted", "quarantined", "reasons")
    assert [[getattr(one, name) for name in told] for one in found.outcomes] == [
        [getattr(one, name) for name in told] for one in done.outcomes
    ] == [["loaded", 3, 2, 1, (("unknown_in_vendors", "vendor_id", 1),)]]


def test_files_that_come_together_may_refer_to_one_another(tmp_path: Path) -> None:
    file = orders(tmp_path, order("1"))
    alone, together = (check(paths, tmp_path / "none", (), NOW) for paths in ([file], [file, masters(tmp_path / "masters")]))
    assert [one.state for one in alone.outcomes] == ["refused"]
    assert {(one.arrival.table, one.accepted) for one in together.outcomes} == {("vendors", 2), ("sites", 2), ("orders", 1)}
    assert not (tmp_path / "none").exists()


def test_a_file_is_known_by_the_name_it_was_given_and_not_by_where_it_lies(tmp_path: Path) -> None:
    file = orders(tmp_path, order("1"), name="001.upload")
    (found,) = find([file], (), {file: "orders of May.csv"})
    assert (found.name, found.path) == ("orders of May.csv", file)


def test_progress_and_result_come_as_json_lines(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = orders(tmp_path, order("1"), order("2", vendor="V9"), name="001.upload")
    (tmp_path / "names.json").write_text(json.dumps({str(file): "工单.csv"}))
    code = main(["check", str(file), "--json", "--warehouse", str(home), "--names", str(tmp_path / "names.json")])
    said = heard(capsys.readouterr().out)
    assert (code, [line["event"] for line in said]) == (0, ["begun", "read", "done", "preview", "ended"])
    done, preview, ended = said[2]["file"], said[3], said[4]
    assert (done["name"], done["table"], done["state"]) == ("工单.csv", "orders", "loaded")
    (reason,) = done["reasons"]
    assert (reason["rows"], reason["examples"], reason["message"]["en"]) == (1, ["V9"], "vendor_id is a row of vendors")
    assert preview["headers"] == HEADER.split(",")
    assert [line for line, _ in preview["rows"]] == [2, 3] and preview["rows"][0][1][0] == "1"
    assert ended["version"] is None


def test_a_file_of_no_known_table_comes_with_a_mapping_that_then_serves(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "001.upload"
    file.write_text(f"工单号,{HEADER.partition(',')[2]}\n" + order("1") + "\n", encoding="utf-8")
    (tmp_path / "names.json").write_text(json.dumps({str(file): "monthly.csv"}))
    common = ["--json", "--warehouse", str(home), "--mappings", str(tmp_path / "none"), "--names", str(tmp_path / "names.json")]
    assert main(["check", str(file), *common]) == 0
    said = heard(capsys.readouterr().out)
    assert [line["file"]["state"] for line in said if line["event"] == "done"] == ["refused"]
    (suggested,) = [line["suggested"] for line in said if line["event"] == "preview"]
    assert 'files = ["monthly.csv"]' in suggested
    (tmp_path / "upload-1.toml").write_text(suggested, encoding="utf-8")
    assert main(["load", str(file), "--mapping", str(tmp_path / "upload-1.toml"), *common]) == 0
    assert asked(home, "select order_id from orders") == [("1",)]
    # Kept with the warehouse: the next such file needs no mapping.
    file.write_text(f"工单号,{HEADER.partition(',')[2]}\n" + order("2") + "\n", encoding="utf-8")
    assert main(["load", str(file), *common]) == 0
    assert asked(home, "select order_id from orders order by 1") == [("1",), ("2",)]


@pytest.mark.parametrize("command", ["check", "load", "repair"])
def test_what_stops_a_command_is_said_in_both_languages(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = orders(tmp_path, order("1"))
    (tmp_path / "bad.toml").write_text('table = "luck"\nfiles = ["x"]')
    assert main([command, str(file), "--json", "--warehouse", str(tmp_path / "w"), "--mapping", str(tmp_path / "bad.toml")]) == 1
    (failed,) = heard(capsys.readouterr().out)
    assert failed["event"] == "failed" and "luck" in failed["message"]["en"] and "没有名为" in failed["message"]["zh"]
