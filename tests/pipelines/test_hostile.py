"""Broken uploads, all in one load with a good file: each is refused or taken in with clear words, and nothing else suffers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.warehouse.folder import current
from benchmarks.evidence import Run, run
from tests.pipelines import hostile_files
from tests.pipelines.small_files import asked, masters, taken

MOST_MIB = 1_500
"""Importing everything takes 500 MiB; the largest file here would take 3 GB unpacked."""

REFUSED = {
    "empty.csv": ("no rows", "没有数据行"),
    "header_only.csv": ("no rows", "没有数据行"),
    "empty_lines.csv": ("no rows", "没有数据行"),
    "binary.csv": ("binary content", "二进制内容"),
    "nul.csv": ("binary content", "二进制内容"),
    "wide.csv": ("10,000 columns", "10,000 列"),
    "blank_header.csv": ("which table", "哪张表"),
    "giant_cell.csv": ("longer than 4 MB", "超过 4 MB"),
    "bomb.xlsx": ("larger than 1 GB", "超过 1 GB"),
    "lying_bomb.xlsx": ("cannot be read", "无法读取"),
    "plain_zip.xlsx": ("cannot be read", "无法读取"),
    "cut.xlsx": ("cannot be read", "无法读取"),
    "cut.parquet": ("cannot be read", "无法读取"),
    "locked.xlsx": ("password", "密码"),
}
LOADED = {
    "workbook_named.csv": (4, ()),
    "text_named.xlsx": (4, ()),
    "wide_orders.csv": (4, ()),
    "mixed_ends.csv": (4, ()),
    "cut_character.csv": (4, ("wrong_encoding",)),
    "utf16.csv": (4, ()),
    "formula.csv": (4, ()),
    "in\\..\\..\\outside.csv": (4, ()),
    "unclosed_quote.csv": (2999, ("broken_quote",)),
    "repeated_headers.csv": (4, ()),
    "thousands.csv": (3, ("not_a_number",)),
    "year_one.csv": (3, ("too_long_ago",)),
    "year_9999.csv": (3, ("in_the_future",)),
    "emoji.csv": (4, ()),
    "surrogate.csv": (3, ("wrong_encoding",)),
    "zz_good.csv": (4, ()),
}
"""The rows that are accepted, and the reasons for which the one other row is not."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    folder = tmp_path_factory.mktemp("hostile")
    home, uploads = folder / "home", folder / "uploads"
    taken(home, masters(folder / "masters"))
    uploads.mkdir()
    done = run("-m", "pipelines", "load", hostile_files.put(uploads), "--warehouse", home, "--mappings", folder / "masters")
    return home, done


def file(home: Path, name: str) -> tuple[str, str | None, str | None, int]:
    said = "select state, message_en, message_zh, rows_accepted, name from files"
    (found,) = [row[:4] for row in asked(home, said) if row[4] == name]
    return found  # type: ignore[return-value]


def test_every_upload_is_tried() -> None:
    assert set(REFUSED) | set(LOADED) == {*hostile_files.FILES, "zz_good.csv"}


def test_the_load_ends_well_within_bounded_memory(loaded: tuple[Path, Run]) -> None:
    assert loaded[1].code == 0
    assert loaded[1].peak_mib < MOST_MIB


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_in_both_languages(name: str, loaded: tuple[Path, Run]) -> None:
    state, english, chinese, rows = file(loaded[0], name)
    assert (state, rows) == ("refused", 0)
    for said, part in zip((english, chinese), REFUSED[name], strict=True):
        assert said is not None and part in said
        assert len(said) < 1_000, "a message is for reading"


@pytest.mark.parametrize("name", LOADED)
def test_what_can_be_read_is_taken_in_and_the_rest_of_it_set_aside(name: str, loaded: tuple[Path, Run]) -> None:
    state, _, _, rows = file(loaded[0], name)
    accepted, reasons = LOADED[name]
    assert (state, rows) == ("loaded", accepted)
    found = "select name, reason from quarantine_reasons join files using (source_file_id)"
    assert tuple(reason for file, reason in asked(loaded[0], found) if file == name) == reasons


def test_nothing_is_lost_and_nothing_is_added(loaded: tuple[Path, Run]) -> None:
    prefixes = "select split_part(order_id, '-', 1), count(*) from orders group by all"
    kept = {name: rows for name, rows in asked(loaded[0], prefixes)}
    stems = {name.split("\\")[-1].split(".")[0].removeprefix("zz_"): rows for name, (rows, _) in LOADED.items()}
    assert kept == stems
    assert asked(loaded[0], "select count(*) from vendors") == [(2,)]
    assert asked(loaded[0], "select count(*) < 3000 from days") == [(True,)], "a mistyped year makes no days"


def test_text_that_looks_like_a_formula_and_marks_of_direction_stay_text(loaded: tuple[Path, Run]) -> None:
    odd = asked(loaded[0], "select category from orders where order_id in ('formula-1', 'emoji-1') order by order_id")
    assert odd == [("🛠️ \u202eתיקון ‏مصعد",), ("=cmd|' /C calc'!A0",)]


def test_refused_rows_keep_what_was_written(loaded: tuple[Path, Run]) -> None:
    ((record,),) = asked(loaded[0], "select record from quarantine join files using (source_file_id) where name = 'thousands.csv'")
    assert json.loads(str(record))["cost"] == "1,234.50"


def test_no_file_is_written_outside(loaded: tuple[Path, Run]) -> None:
    home = loaded[0]
    assert current(home) is not None
    assert {path.name for path in home.parent.iterdir()} == {"home", "uploads", "masters"}
