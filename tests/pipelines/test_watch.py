"""Watching folders: whole files are taken once, half-written ones wait, and nothing stops the rest."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from assay.warehouse.folder import building, current
from pipelines import watch as watching
from pipelines.__main__ import main
from pipelines.outcome import Load
from pipelines.watch import PATIENCE, Ears, Watch, watch
from tests.pipelines.small_files import HEADER, NOW, asked, masters, order, orders

GOOD = tuple(order(f"A{number}") for number in range(4))


class Heard:
    """What a watch said and did."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.loads: list[Load] = []

    @property
    def ears(self) -> Ears:
        return Ears(lambda text: self.words.append(text.en), self.loads.append)

    def states(self) -> list[tuple[str, str]]:
        return [(outcome.arrival.name, outcome.state) for load in self.loads for outcome in load.outcomes]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return masters(tmp_path / "incoming")


@pytest.fixture
def watched(folder: Path, tmp_path: Path, heard: Heard) -> Watch:
    return Watch([folder], tmp_path / "warehouse", (), lambda: NOW, heard.ears)


def looks(watched: Watch, times: int = 2) -> None:
    for _ in range(times):
        watched.look()


def test_files_are_taken_at_the_second_look_and_only_once(watched: Watch, folder: Path, heard: Heard) -> None:
    orders(folder / "2026-01", *GOOD)
    watched.look()
    assert heard.loads == [] and current(watched.home) is None
    looks(watched, 3)
    assert heard.states() == [("vendors.csv", "loaded"), ("sites.csv", "loaded"), ("2026-01/orders.csv", "loaded")]
    assert asked(watched.home, "select count(*), (select count(*) from loads) from orders") == [(4, 1)]
    assert sorted(path.name for path in folder.rglob("*.csv")) == ["orders.csv", "sites.csv", "vendors.csv"]


def test_a_file_written_in_two_halves_waits_for_the_second(watched: Watch, folder: Path, heard: Heard) -> None:
    looks(watched)
    path = folder / "orders.csv"
    text = "\n".join((HEADER, *GOOD, ""))
    path.write_text(text[:200])
    watched.look()
    with path.open("a") as file:
        file.write(text[200:])
    watched.look()
    assert [name for name, _ in heard.states()] == ["vendors.csv", "sites.csv"]
    watched.look()
    assert heard.states()[2:] == [("orders.csv", "loaded")]
    assert asked(watched.home, "select count(*) from orders") == [(4,)]


def test_a_workbook_without_its_end_waits_even_if_it_lies_still(watched: Watch, folder: Path, heard: Heard) -> None:
    looks(watched)
    pl.DataFrame({"vendor_id": ["V3"], "name": ["Three"]}).write_excel(folder.parent / "whole.xlsx")
    whole = (folder.parent / "whole.xlsx").read_bytes()
    (folder / "more.xlsx").write_bytes(whole[:-100])
    (folder / "more.parquet").write_bytes(b"PAR1" + bytes(100))
    looks(watched, 3)
    assert len(heard.loads) == 1 and [word for word in heard.words if "waits" in word] == [
        "more.parquet: not finished yet, it waits.", "more.xlsx: not finished yet, it waits.",
    ]  # fmt: skip
    (folder / "more.xlsx").write_bytes(whole)
    looks(watched)
    assert heard.states()[2:] == [("more.xlsx", "loaded")]


def test_what_never_ends_is_refused_with_a_message_in_the_end(watched: Watch, folder: Path, heard: Heard) -> None:
    (folder / "cut.parquet").write_bytes(b"PAR1" + bytes(100))
    (folder / "empty.csv").touch()
    looks(watched, PATIENCE + 1)
    assert sorted(heard.states()[2:]) == [("cut.parquet", "refused"), ("empty.csv", "refused")]
    looks(watched, PATIENCE + 1)
    assert len(heard.loads) == 2


def test_a_broken_file_among_good_ones_is_refused_alone(watched: Watch, folder: Path, heard: Heard) -> None:
    (folder / "broken.csv").write_bytes(b"order_id,vendor_id\nA1\0,V1\n")
    (folder / "other.csv").write_text("Extension,Calls\n8001,14\n")
    orders(folder, *GOOD)
    looks(watched, 4)
    assert dict(heard.states()) == {
        "broken.csv": "refused", "other.csv": "refused", "vendors.csv": "loaded", "sites.csv": "loaded", "orders.csv": "loaded",
    }  # fmt: skip
    assert asked(watched.home, "select count(*) from orders") == [(4,)]


def test_what_brings_a_load_down_stops_none_of_the_others(
    watched: Watch, folder: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, load, error = orders(folder, *GOOD, name="bad.csv"), watching.load, ValueError("nobody foresaw this")

    def falls(paths: list[Path], *more: object, **named: object) -> Load:
        if bad in paths:
            raise error
        return load(paths, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "load", falls)
    orders(folder, order("B1"), name="good.csv")
    looks(watched, 3)
    assert heard.states() == [("vendors.csv", "loaded"), ("sites.csv", "loaded"), ("good.csv", "loaded")]
    assert [word for word in heard.words if "bad.csv" in word and str(error) in word] != [] and len(heard.words) == 1
    monkeypatch.undo()
    bad.write_text(bad.read_text() + order("A9") + "\n")
    looks(watched)
    assert heard.states()[-1] == ("bad.csv", "loaded")


def test_a_newer_version_of_a_file_is_taken(watched: Watch, folder: Path, heard: Heard) -> None:
    orders(folder, *GOOD)
    looks(watched)
    orders(folder, *GOOD[:3], order("A3", cost=99), order("A4"))
    looks(watched)
    assert heard.states()[3:] == [("orders.csv", "loaded")]
    found = asked(watched.home, "select count(*), max(cost), (select count(*) from files where name = 'orders.csv') from orders")
    assert found == [(5, 99.0, 2)]


def test_a_watch_that_starts_again_takes_nothing_twice(watched: Watch, folder: Path, tmp_path: Path, heard: Heard) -> None:
    orders(folder, *GOOD)
    looks(watched)
    before = current(watched.home)
    (folder / "orders.csv").rename(folder / "orders_again.csv")
    later = Heard()
    looks(Watch([folder], watched.home, (), lambda: NOW, later.ears), 3)
    assert later.loads == [] and current(watched.home) == before


def test_what_is_passing_is_left_alone(watched: Watch, folder: Path, heard: Heard) -> None:
    for name in ("orders.csv.part", "orders.tmp", "~$orders.xlsx", ".orders.csv", ".sync/orders.csv", "o.CRDOWNLOAD"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("\n".join((HEADER, *GOOD)))
    looks(watched, 3)
    assert [name for name, _ in heard.states()] == ["vendors.csv", "sites.csv"]


def test_a_load_elsewhere_is_waited_for_and_said_once(watched: Watch, heard: Heard) -> None:
    with building(watched.home, datetime(2026, 1, 1)):
        looks(watched, 4)
        assert heard.loads == [] and len(heard.words) == 1 and "Another load is going on (process" in heard.words[0]
    watched.look()
    assert [state for _, state in heard.states()] == ["loaded", "loaded"]


def test_taken_files_go_to_the_archive_and_refused_ones_stay(folder: Path, tmp_path: Path, heard: Heard) -> None:
    archive = folder / "done"
    watched = Watch([folder], tmp_path / "warehouse", (), lambda: NOW, heard.ears, archive)
    orders(folder / "2026-01", *GOOD)
    (folder / "other.csv").write_text("Extension,Calls\n8001,14\n")
    looks(watched)
    orders(folder / "2026-01", *GOOD, order("A9"))
    looks(watched, 3)
    there = [path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")]
    (newer,) = (name for name in there if name.startswith("done/2026-01/orders-"))
    assert set(there) == {newer, "done/2026-01/orders.csv", "done/sites.csv", "done/vendors.csv", "other.csv"}
    assert asked(watched.home, "select count(*) from orders") == [(5,)]
    assert len(heard.loads) == 2


def test_an_end_that_is_asked_for_comes_after_the_current_file(watched: Watch, folder: Path, heard: Heard) -> None:
    for number in range(3):
        orders(folder, order(f"A{number}"), name=f"orders{number}.csv")
    started: list[Load] = []

    def end_soon(said: object) -> None:
        if getattr(getattr(said, "outcome", None), "arrival", None) and said.outcome.arrival.name == "orders0.csv":  # type: ignore[attr-defined]
            watched.stop.set()

    watched.ears = Ears(lambda text: heard.words.append(text.en), started.append, end_soon)
    looks(watched)
    assert [outcome.arrival.name for outcome in started[0].outcomes] == ["vendors.csv", "sites.csv", "orders0.csv"]
    assert asked(watched.home, "select order_id from orders") == [("A0",)]
    again = Heard()
    looks(Watch([folder], watched.home, (), lambda: NOW, again.ears))
    assert asked(watched.home, "select count(*) from orders") == [(3,)]


def test_it_goes_on_until_it_is_stopped(watched: Watch, heard: Heard) -> None:
    thread = threading.Thread(target=watch, args=(watched, 0.01))
    thread.start()
    _wait(lambda: bool(heard.loads))
    watched.stop.set()
    thread.join(20)
    assert not thread.is_alive() and "Watching" in heard.words[0] and heard.words[-1] == "The watch has ended."


def test_a_folder_that_is_not_there_is_said_at_once(tmp_path: Path, heard: Heard) -> None:
    with pytest.raises(FileNotFoundError):
        watch(Watch([tmp_path / "nowhere"], tmp_path / "warehouse", (), lambda: NOW, heard.ears), 0.01)


def test_a_folder_that_goes_away_is_waited_for(watched: Watch, folder: Path, heard: Heard) -> None:
    gone = folder.rename(folder.with_name("gone"))
    looks(watched)
    gone.rename(folder)
    looks(watched)
    assert heard.words == [] and len(heard.loads) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process alone")
def test_the_command_takes_files_and_ends_on_ctrl_c(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "warehouse"
    before = signal.getsignal(signal.SIGINT)

    def press() -> None:
        _wait(lambda: current(home) is not None)
        os.kill(os.getpid(), signal.SIGINT)

    presses = threading.Thread(target=press)
    presses.start()
    common = ["--lang", "en", "--warehouse", str(home), "--mappings", str(folder)]
    assert main(["load", "--watch", str(folder), "--interval", "0.1", *common]) == 0
    presses.join()
    said = capsys.readouterr().out
    assert "vendors.csv: 2 rows accepted, 0 quarantined" in said and said.rstrip().endswith("The watch has ended.")
    assert signal.getsignal(signal.SIGINT) == before
    nowhere, archive = str(tmp_path / "nowhere"), str(tmp_path / "archive")
    for wrong in (["--watch", nowhere], ["--watch", str(folder), "--again"], [str(folder), "--archive", archive]):
        assert main(["load", *wrong, *common]) == 2
        assert capsys.readouterr().out.strip()


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(600):
        if until():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")
