"""Templates: a filled one loads without a mapping and holds exactly what was written; what must not be loaded is not."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from assay.checks import Known
from assay.contracts import SOURCES, Contract, contract
from assay.simulate import Company
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from pipelines.__main__ import main
from pipelines.load import load
from pipelines.mappings.titles import has_site, title, titled, words
from pipelines.reading.find import find
from pipelines.templates.notes import Sheet, note
from pipelines.templates.specimens import specimen
from pipelines.templates.template import template
from tests.pipelines.filled import filled
from tests.pipelines.small_files import asked, masters, taken

ZONE = "Asia/Shanghai"
EVERY = pytest.mark.parametrize("declared", SOURCES, ids=lambda declared: declared.table)
BOTH = pytest.mark.parametrize("language", LANGUAGES)
Tables = dict[str, pl.DataFrame]
_WHOLE = {"level_tiers": 5}
"""Tables of which two rows are not enough: the tiers of a level leave no gap."""


def headings(declared: Contract, language: Language, zone: str = ZONE) -> list[str]:
    return [title(declared, column, language, zone) for column in declared.given]


@pytest.fixture(scope="module")
def small(company: Company) -> Tables:
    """Two rows a table, or as many as make a whole, and the rows of other tables that they refer to."""
    needed: dict[tuple[str, str], set[object]] = {}
    chosen: Tables = {}
    for declared in reversed(SOURCES):
        rows = company.tables[declared.table].select(column.name for column in declared.given).sort(declared.key, nulls_last=True)
        asked_for = [pl.col(key).is_in(list(keys)) for (table, key), keys in needed.items() if table == declared.table]
        kept = rows.filter(pl.any_horizontal(pl.int_range(pl.len()) < _WHOLE.get(declared.table, 2), *asked_for))
        for column in declared.given:
            for check in (check for check in column.checks if isinstance(check, Known)):
                needed.setdefault((check.table, check.key), set()).update(kept[column.name].drop_nulls())
        chosen[declared.table] = kept
    return chosen


def as_people_write(rows: pl.DataFrame, declared: Contract, language: Language, zones: dict[str, str]) -> list[tuple[object, ...]]:
    """Words in their language and moments as the clock on the wall says."""
    worded = rows.with_columns(
        pl.col(column.name).cast(pl.String).replace({ours: name(language) for ours, name in words(column).items()})
        for column in declared.given if words(column)
    )
    moments = [column.name for column in declared.given if column.type == "moment"]
    for zone in set(zones.values()) if has_site(declared) else {ZONE}:
        here = pl.col("site_id").replace(zones) == zone if has_site(declared) else pl.lit(True)
        local = pl.col(moments).dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)
        worded = worded.with_columns(pl.when(here).then(local).otherwise(pl.col(moments)))
    return worded.rows()


@BOTH
def test_every_filled_template_loads_without_a_mapping(
    language: Language, small: Tables, company: Company, tmp_path: Path
) -> None:
    zones = dict(small["sites"].select("site_id", "time_zone").iter_rows())
    for declared in SOURCES:
        rows = as_people_write(small[declared.table], declared, language, zones)
        assert rows, declared.table
        (tmp_path / f"{declared.table}.xlsx").write_bytes(filled(template(declared, language, ZONE), rows))
    home = tmp_path / "warehouse"
    done = load(sorted(tmp_path.glob("*.xlsx")), home, (), company.as_of + timedelta(hours=1), company.as_of)
    assert [(o.arrival.name, o.message) for o in done.outcomes if o.state != "loaded" or o.quarantined] == []
    frames = read.frames(read.opened(home, read.version(home)))
    for declared in SOURCES:
        expected = small[declared.table]
        found = frames(declared.table).to_native().pl().select(expected.columns).sort(declared.key, nulls_last=True)
        assert found.equals(expected), declared.table


@EVERY
@BOTH
def test_a_template_is_headed_so_that_its_table_is_known(declared: Contract, language: Language) -> None:
    found = titled(headings(declared, language))
    assert found is not None and found.table == declared.table
    assert set(found.columns.values()) == {column.name for column in declared.given}


@BOTH
def test_an_empty_template_brings_nothing_and_no_other_sheet_is_taken(language: Language, tmp_path: Path) -> None:
    (tmp_path / "orders.xlsx").write_bytes(template(contract("orders"), language))
    (arrival,) = find([tmp_path], ())
    assert (arrival.table, arrival.sheet) == ("orders", contract("orders").title(language))
    (outcome,) = taken(tmp_path / "warehouse", tmp_path / "orders.xlsx").outcomes
    assert outcome.state == "refused" and outcome.message is not None and "no rows" in outcome.message.en


@EVERY
@BOTH
def test_the_example_would_be_taken_if_it_were_data(declared: Contract, language: Language) -> None:
    """It is complete, in the words of the column, and keeps every order in time that the contract asks for."""
    values = {column.name: specimen(declared, column, language) for column in declared.given}
    for column in declared.given:
        value = values[column.name]
        assert value is not None or not column.required, column.name
        assert not words(column) or value in {name(language) for name in words(column).values()}
        for check in column.checks:
            low, high, earlier = (getattr(check, name, None) for name in ("low", "high", "earlier"))
            assert low is None or value is None or value >= low, column.name
            assert high is None or value is None or value <= high, column.name
            assert None in (earlier, value, values.get(earlier or "")) or value >= values[earlier], column.name


@EVERY
@BOTH
def test_notes_say_type_need_choices_and_checks(declared: Contract, language: Language) -> None:
    sheet = Sheet(declared, language, ZONE)
    book = template(declared, language, ZONE)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        comments = parts.read("xl/comments1.xml").decode()
        data = parts.read("xl/worksheets/sheet1.xml").decode()
    assert comments.count("<comment ") == len(declared.given)
    lists = sum(1 for column in declared.given if words(column))
    assert data.count('type="list"') == lists and "<pane " in data and "<f>" not in data
    for column in declared.given:
        said = "\n".join(note(sheet, column))
        assert column.text(language) in said
        assert all(name(language) in said for name in words(column).values())
        assert not re.search(r"\b[a-z]+_(id|at|on)\b", said), said


def test_the_sheets_to_be_read_hold_example_and_guide() -> None:
    book = fastexcel.read_excel(template(contract("surveys"), "zh"))
    assert book.sheet_names == ["满意度调查", "示例", "说明"]
    shown = book.load_sheet("示例", header_row=None, dtypes="string").to_polars().rows()
    assert "不会载入" in shown[0][0] and shown[1][0] == "问卷编号*" and shown[2][0] == "SV-2026-0001"
    guide = book.load_sheet("说明", header_row=None, dtypes="string").to_polars().rows()
    assert {column.name for column in contract("surveys").given} <= {row[-1] for row in guide}


def test_text_that_looks_like_a_formula_or_a_number_stays_text(tmp_path: Path) -> None:
    masters(tmp_path / "raw")
    rows = [("=1+1", "+49 30", "0012"), ("007", "@SUM(A1)", None)]
    (tmp_path / "raw" / "more.xlsx").write_bytes(filled(template(contract("vendors"), "en"), rows))
    taken(tmp_path / "warehouse", tmp_path / "raw")
    found = asked(tmp_path / "warehouse", "select vendor_id, name, peer_group from vendors where length(vendor_id) > 2 order by 1")
    assert found == [("007", "@SUM(A1)", None), ("=1+1", "+49 30", "0012")]


def test_headings_are_known_as_people_retype_them() -> None:
    assert titled(("order", "responsible (*)", "paused")) is None
    retyped = titled(("ORDER", "Responsible", "paused（asia/shanghai）"))
    assert retyped is not None and (retyped.table, retyped.time_zone) == ("pauses", ZONE)
    site = titled([heading.replace("（站点当地时间）", "").replace("*", "＊") for heading in headings(contract("surveys"), "zh")])
    assert site is not None and site.time_zone == "site"
    named = titled([heading.replace("站点当地时间", "UTC") for heading in headings(contract("surveys"), "zh")])
    assert named is not None and named.time_zone == "UTC"


def test_moments_whose_zone_nobody_knows_are_not_guessed() -> None:
    assert titled(("工单号", "责任方", "暂停时间")) is None
    assert titled(("工单号", "责任方", "暂停时间（UTC）", "恢复时间（Asia/Shanghai）")) is None


def test_the_moment_of_a_template_is_local(tmp_path: Path) -> None:
    raw = masters(tmp_path / "raw")
    declared = contract("orders")
    row = {
        "order_id": "A1", "vendor_id": "V1", "site_id": "S2", "service": "Cleaning", "kind": "Fault", "category": "x",
        "priority_at_request": "High", "requested_at": datetime(2026, 1, 5, 8, 0),
    }  # fmt: skip
    (raw / "o.xlsx").write_bytes(filled(template(declared, "en"), [[row.get(column.name) for column in declared.given]]))
    taken(tmp_path / "warehouse", raw)
    found = asked(tmp_path / "warehouse", "select service, kind, requested_at from orders")
    assert found == [("cleaning", "fault", datetime(2026, 1, 5, 7, 0))]


def test_the_command_writes_the_tables_that_are_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "pauses", "vendors", "--lang", "zh", "--zone", ZONE, "--to", str(tmp_path)]) == 0
    written = sorted(path.name for path in tmp_path.iterdir())
    said = sorted(Path(line).name for line in capsys.readouterr().out.split())
    assert written == said == ["assay_pauses_zh.xlsx", "assay_vendors_zh.xlsx"]
    (arrival,) = find([tmp_path / "assay_pauses_zh.xlsx"], ())
    assert arrival.mapping is not None and arrival.mapping.time_zone == ZONE
    assert main(["template", "--lang", "en", "--to", str(tmp_path / "all")]) == 0
    assert len(list((tmp_path / "all").iterdir())) == len(SOURCES)
    for wrong in (["nothing"], ["--zone", "Nowhere/None"]):
        with pytest.raises(SystemExit, match="2"):
            main(["template", *wrong])
