"""The page *Data* as Streamlit runs it: its parts in both languages, the workbook for repair, uploads by another process."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import fastexcel
import pytest
from streamlit.testing.v1 import AppTest

from assay.contracts import CONTRACTS
from assay.kpis import KPIS
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from assay.warehouse import read, read_loads
from tests.app.altered import altered
from ui.data import box as data_box
from ui.data import run as data_run
from ui.data import words as words_data
from ui.reading import PARTS

ROOT = Path(__file__).parents[2]
Open = Callable[..., AppTest]


@pytest.fixture
def opened(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    return _open


def _open(**query: str) -> AppTest:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for key, ids in query.items():
        at.query_params[key] = ids
    at.run()
    at.switch_page("pages/data.py").run()
    assert [error.value for error in (*at.exception, *at.error)] == []
    return at


def drawn(at: AppTest) -> str:
    return "\n".join(element.proto.mixed.json + element.proto.json for element in at.main.get("bidi_component"))


def said(at: AppTest) -> str:
    return "\n".join(element.value for element in (*at.header, *at.subheader, *at.markdown, *at.caption))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_line_says_how_far_the_data_reach_and_what_was_refused(opened: Open, warehouse: Path, language: Language) -> None:
    found = read_loads.arrived(read.opened(warehouse, read.version(warehouse)), Scope.all())
    headline = opened(lang=language).header[0].value
    assert {"zh": "2026 年 11 月 15 日", "en": "15 November 2026"}[language] in headline
    assert f"{found.waiting:,}" in headline and str(found.refused) in headline and str(found.files) in headline


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_opens_by_its_link(opened: Open, language: Language) -> None:
    seen = {part: (lambda at: said(at) + drawn(at))(opened(lang=language, part=part)) for part in PARTS}
    assert len(set(seen.values())) == len(PARTS)
    assert words_data.REFUSED_FILES(language) in seen["files"] and "pauses_export.csv" in seen["files"]
    assert words_data.BY_CHECK(language) in seen["refused"] and "V99" in seen["refused"]
    assert "ExpectColumnValuesToBeInSet" in seen["checks"]
    assert "2026-10" in seen["coverage"]
    assert CONTRACTS[0].text(language) in seen["catalogue"] and KPIS[0].sentence(language) in seen["catalogue"]


def test_a_long_table_turns_its_pages(opened: Open) -> None:
    at = opened(lang="en", part="files")
    before = drawn(at)
    at.button("files_later").click().run()
    assert drawn(at) != before
    at.button("files_earlier").click().run()
    assert drawn(at) == before


def test_a_month_without_records_is_a_hole_with_a_word(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emptied = (f"delete from {table} where vendor_id = 'V02' and strftime({on}, '%Y-%m') = '2026-08'"
               for table, on in read_loads.COVERED.items())
    home = altered(warehouse, tmp_path / "holed", *emptied)
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    at = _open(lang="en", part="coverage")
    assert "Holes in 13 months: 1 (" in said(at) and "2026-08" in said(at)
    assert drawn(at).count("cell hole") == 1 and ">none<" in drawn(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_that_ends_before_the_data_leads_on_to_them(opened: Open, language: Language) -> None:
    at = opened(lang=language, part="coverage", period="2026-06")
    assert "2026-06" in drawn(at) and "2026-07" not in drawn(at)
    onward = at.button("coverage_later")
    assert onward.label == words_data.COVERAGE_LATER(language, label="2026-10")
    onward.click().run()
    assert "2026-10" in drawn(at)
    assert "coverage_later" not in [button.key for button in at.button]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_agreements_nothing_is_called_a_hole(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    home = altered(warehouse, tmp_path / "unbound", "delete from service_levels", "delete from agreements")
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    at = _open(lang=language, part="coverage")
    assert words_data.COVERAGE_NO_AGREEMENT(language) in at.markdown.values
    assert json.dumps(words_data.NONE_EXPECTED(language))[1:-1] in drawn(at)
    assert not any("0/0" in line or "0 of 0" in line for line in (*at.caption.values, drawn(at)))


def test_the_workbook_for_repair_holds_every_refused_row_as_text_that_is_no_formula(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui import warehouse as reading_warehouse
    from ui.data import repair as data_repair
    from ui.reading import Reading

    formula = "update quarantine set record = replace(record, 'V99', '=1+1') where table_name = 'orders'"
    home = altered(warehouse, tmp_path / "strange", formula)
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    version = reading_warehouse.version()
    assert version is not None
    months = reading_warehouse.periods(version, Scope.all(), "month")
    now = Reading("en", version, Scope.all(), {"lang": ("en",)}, months[1], months)
    made = data_repair.workbook(now)
    book = fastexcel.read_excel(made)
    sheets = {name: book.load_sheet(name, dtypes="string").to_polars() for name in book.sheet_names}
    expected = read_loads.arrived(read.opened(home, version), Scope.all()).waiting
    assert sum(sheet.height for sheet in sheets.values()) == expected
    assert all(sheet[data_repair.KEY].str.contains("^[0-9a-f]{16}:[0-9]+$").all() for sheet in sheets.values())
    assert all(sheet["Reasons"].null_count() == 0 for sheet in sheets.values())
    assert any("=1+1" in sheet.row(at) for name, sheet in sheets.items() if name.startswith("orders") for at in range(sheet.height))
    assert b"<f>" not in b"".join(_parts(made))


def _parts(made: bytes) -> list[bytes]:
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sees_one_vendor_is_told_why_uploads_are_not_for_them(
    opened: Open, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scope, "all", lambda: Scope.of_vendor("V01"))
    at = opened(lang=language, part="upload")
    assert words_data.UPLOAD_ONLY_ALL(language) in at.markdown.values
    assert not at.get("file_uploader")
    assert "V99" not in drawn(opened(lang=language, part="refused"))
    assert words_data.OWN_ROWS(language) in said(opened(lang=language, part="checks"))


@pytest.mark.parametrize(("name", "label"), [
    ("../../etc/passwd", "passwd"), ("C:\\temp\\工单.csv", "工单.csv"), ("a\u202ecsv.exe", "acsv.exe"), ("", "upload"),
    ("x" * 300 + ".csv", "x" * 116 + ".csv"),
])
def test_an_upload_lies_under_a_name_of_ours_and_keeps_its_own_as_a_label(name: str, label: str) -> None:
    box = data_box.boxed([(name, b"content")])
    (file,) = box.files
    assert (file.name, file.read_bytes(), file.parent) == ("001.upload", b"content", box.held.path)
    assert json.loads(box.names.read_text()) == {str(file): label}
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_process_that_dies_becomes_a_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pipelines").mkdir()
    begun = json.dumps({"event": "begun", "files": 1, "bytes": 1})
    program = f"import os\nprint({begun!r}, flush=True)\nprint('noise')\nos.kill(os.getpid(), 9)"
    (tmp_path / "pipelines" / "__main__.py").write_text(program)
    monkeypatch.setattr(data_run, "ROOT", tmp_path)
    lines = list(data_run.lines(["check"]))
    assert [line["event"] for line in lines] == ["begun", "failed"]
    failure = data_run.ran(lines).failure
    assert failure is not None and "-9" in failure.en and "意外终止" in failure.zh


def test_the_application_never_loads_what_validates() -> None:
    foreign = "m for m in sys.modules if m.split('.')[0] in ('great_expectations', 'pipelines')"
    question = f"import sys, ui.data.page; print(*({foreign}))"
    done = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
