"""The evidence that `make proof` collects, on the smallest scale that can still fail."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.evidence import Section, environment, markdown
from benchmarks.faults import Found, compared
from benchmarks.killed import killed
from benchmarks.page_run import page_run, replayed
from benchmarks.pages import PageTime
from benchmarks.parity import Parity
from benchmarks.proof import page
from tests.app.altered import altered
from tests.conftest import SEED


def test_a_section_says_whether_it_holds() -> None:
    rows = (("1.5", "yes"),)
    assert markdown(Section("Killed", "Nothing breaks.", ("after, s", "whole"), rows, True)).splitlines() == [
        "## Killed", "", "Nothing breaks. **Holds.**", "", "| after, s | whole |", "|---|---|", "| 1.5 | yes |",
    ]
    assert "**Does not hold.**" in markdown(Section("Killed", "Nothing breaks.", ("whole",), (("no",),), False))


def test_the_page_begins_with_the_machine_and_names_nobody() -> None:
    text = page((environment(),), datetime(2026, 11, 22))
    assert text.startswith("# Proof\n\nWritten by `make proof` on 2026-11-22")
    assert "| duckdb | 2.0.0 |" in text


@pytest.mark.parametrize(
    ("found", "differing", "holds"),
    [({"one_of": 2}, (), True), ({"one_of": 3}, (), False), ({"one_of": 1}, (), False), ({"one_of": 2}, ("orders",), False)],
)
def test_found_must_be_planted_and_every_good_row_as_it_was(found: dict[str, int], differing: tuple[str, ...], holds: bool) -> None:
    def orders(reasons: dict[str, int]) -> Counter[tuple[str, str]]:
        return Counter({("orders", reason): rows for reason, rows in reasons.items()})

    assert Found(1, orders({"one_of": 2}), orders(found), differing, Parity(0, 0, 0, ()), 0.0).holds is holds


@pytest.fixture(scope="module")
def outcome(company, sample: Path, warehouse: Path) -> Found:
    planted = tomllib.loads((sample / "truths.toml").read_text(encoding="utf-8"))["faults"]
    return compared(company, planted, warehouse, SEED)


def test_every_planted_fault_is_found_and_nothing_else_is_refused(outcome: Found) -> None:
    assert outcome.found == outcome.planted
    assert outcome.planted.total() > 50


def test_what_was_loaded_is_what_was_simulated(outcome: Found) -> None:
    assert outcome.differing == ()


def test_every_kpi_is_the_same_on_frames_and_in_the_warehouse(outcome: Found) -> None:
    assert outcome.parity.differing == ()
    assert outcome.parity.cells > 10_000


def test_a_killed_load_leaves_the_warehouse_whole(tmp_path: Path) -> None:
    assert killed(2_500, 1, tmp_path, months=(1, 1)).holds


@pytest.mark.parametrize(
    ("cold", "warm", "errors", "holds"),
    [(1.7, 0.29, (), True), (1.9, 0.29, (), False), (1.7, 0.31, (), False), (1.7, 0.29, ("KeyError",), False)],
)
def test_a_page_may_take_half_as_long_again_as_its_queries_and_statistics(
    cold: float, warm: float, errors: tuple[str, ...], holds: bool
) -> None:
    # 1.0 s of queries and 0.2 s of statistics: up to 1.8 s.
    assert PageTime("trends", cold, warm, 0.2, 1.0, 0.8, 60, errors).holds is holds


def test_a_page_is_timed_with_what_it_asks_and_reckons(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASSAY_WAREHOUSE", "ASSAY_REGISTER"):  # so that both are as before in the end
        monkeypatch.setenv(name, "")
    other = altered(warehouse, tmp_path / "other")
    found = page_run("trends", {"lang": "en"}, other, warehouse, tmp_path / "register.sqlite")
    assert found.errors == ()
    assert 0 < found.reckoned < found.cold
    assert 0 < found.asked < found.cold
    assert found.warm < found.cold
    assert any("deadline_on" in text for text, _ in found.queries)
    assert len(found.queries) > 10
    assert min(replayed(found.queries, other)) > 0
