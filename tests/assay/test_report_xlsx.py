"""The workbook has figures as figures, text as text whatever it looks like, and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from assay.report.document import Column, Document, Paragraph, Section, Table
from assay.report.form import Form, Quantity
from assay.report.writers.sheet_names import sheet_names
from assay.report.writers.xlsx import xlsx
from assay.text import LANGUAGES, Language
from tests.assay.report_sample import HOSTILE, document


@cache
def _made(language: Language) -> bytes:
    return xlsx(document(language))


def _sheets(content: bytes) -> dict[str, pl.DataFrame]:
    return pl.read_excel(io.BytesIO(content), sheet_id=0, has_header=False, drop_empty_rows=False)


def _xml(content: bytes, part: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(f"xl/{part}").decode()


def _only(table: Table) -> Document:
    return replace(document(), sections=(Section("", (table,)),))


@pytest.mark.parametrize(
    ("language", "names"), [("zh", ["说明", "逐项结算", "豁免"]), ("en", ["Read me", "Level by level", "Waivers"])]
)
def test_each_table_has_a_sheet_after_the_first_one(language: Language, names: list[str]) -> None:
    assert list(_sheets(_made(language))) == names


def test_what_is_said_stands_on_the_first_sheet() -> None:
    said = _sheets(_made("zh"))["说明"]
    lines = said["column_0"].to_list()
    assert lines[:2] == ["服务结算单", "鑫堃电梯维保 · 2026 年 10 月"]
    assert "逐项结算：见“逐项结算”页" in lines and lines[-1] == "数据截至 2026-11-15 08:00"
    assert said.filter(pl.col("column_0") == "达标").row(0) == ("达标", "7 / 9", "较上月 +1")


def test_figures_and_dates_can_be_reckoned_with() -> None:
    """60 rows of 1,234.50 each are 74,070."""
    book = io.BytesIO(_made("zh"))
    levels = pl.read_excel(book, sheet_name="逐项结算").drop_nulls("服务等级")
    rows = levels.head(60)
    assert rows["扣款"].sum() == 74_070 == levels["扣款"][60]
    assert rows["结果"].unique().to_list() == [0.9345]
    assert levels.schema["到期日"].is_temporal()
    assert levels["服务等级"][60] == "合计" and levels["结果"][60] is None


def test_formats_write_figures_as_the_pdf_does() -> None:
    forms = {'"¥"#,##0.00', "#,##0.0 %", "yyyy-mm-dd"}
    found = set(re.findall(r'formatCode="([^"]*)"', _xml(_made("zh"), "styles.xml").replace("&quot;", "'")))
    assert {form.replace('"', "'") for form in forms} <= found


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (Form("number", 0, "%"), "#,##0' %'"),  # in quotes: a percentage that is already one must not be scaled again
        (Form("number", unit='"h"'), "General' h'"),
        (Form("money", 0, "€"), "'€'#,##0"),
        (Form("share", 2), "#,##0.00 %"),
    ],
)
def test_units_stand_in_the_format(form: Form, code: str) -> None:
    made = xlsx(_only(Table("t", (Column("a"),), ((Quantity(95, form),),))))
    assert f'formatCode="{code}"' in _xml(made, "styles.xml").replace("&quot;", "'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_type_stays_text(language: Language) -> None:
    sheets = _sheets(_made(language))
    assert sheets["豁免" if language == "zh" else "Waivers"]["column_1"].to_list()[1:] == list(HOSTILE)
    parts = [name for name in zipfile.ZipFile(io.BytesIO(_made(language))).namelist() if "sheet" in name]
    assert not any(re.search("<f[ >]", _xml(_made(language), name.removeprefix("xl/"))) for name in parts)
    links = [link for name in parts for link in re.findall("<hyperlink [^>]*>", _xml(_made(language), name.removeprefix("xl/")))]
    assert len(links) == 2 and all(' location="' in link and "r:id" not in link for link in links)  # to the two tables


def test_the_first_characters_that_make_a_formula_make_none() -> None:
    typed = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "＝1", "\r=1"]
    said = replace(document(), title="=1+1", sections=(Section("=2+2", tuple(map(Paragraph, typed))),))
    made = xlsx(said)
    assert "<f>" not in _xml(made, "worksheets/sheet1.xml")
    lines = [line for line in _sheets(made)["说明"]["column_0"] if line]
    assert (lines[0], lines[2]) == ("=1+1", "=2+2")
    assert lines[3:9] == typed[:6] and lines[9].endswith("=1")


def test_a_missing_figure_is_an_empty_cell() -> None:
    made = xlsx(_only(Table("t", (Column("a"), Column("b", Form("money"))), (("x", None), ("y", 0)))))
    assert _sheets(made)["t"].rows()[1:] == [("x", None), ("y", "0")]


def test_headings_stay_in_view_and_chinese_columns_are_wide_enough() -> None:
    """Six Chinese characters take twelve letters, and three are added."""
    made = xlsx(_only(Table("t", (Column("鑫堃电梯维保"), Column("n")), (("短", 1),))))
    sheet = _xml(made, "worksheets/sheet2.xml")
    assert 'ySplit="1"' in sheet and 'state="frozen"' in sheet
    widths = [float(width) for width in re.findall(r'<col [^>]*width="([\d.]+)"', sheet)]
    assert widths[0] == pytest.approx(15, abs=1) and widths[1] == pytest.approx(8, abs=1)


def test_a_text_longer_than_a_cell_is_cut_visibly() -> None:
    made = xlsx(_only(Table("t", (Column("a"),), (("长" * 40_000,),))))
    assert _sheets(made)["t"]["column_0"][1] == "长" * 32_766 + "…"


def test_sheets_have_names_that_excel_takes() -> None:
    titles = ["说明", "a/b: [c]?*", "", "History", "'quoted'", "X" * 40, "x" * 40, "😀" * 20]
    assert sheet_names(titles, "zh") == (
        "说明", "说明 2", "a b c", "表", "History 1", "quoted", "X" * 31, "x" * 29 + " 2", "😀" * 15,
    )  # fmt: skip


def test_equal_documents_are_equal_bytes() -> None:
    assert xlsx(document("zh")) == _made("zh")
