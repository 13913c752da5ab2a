"""An Excel workbook a table, for those who fill data in by hand: headings with notes, drop-downs, formats, an example, a guide.

The first sheet takes the rows, and a filled one loads as it is: its headings are the table's titles. The other sheets are to be
read; they begin with a sentence instead of headings, so they are never taken for a table.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assay.checks import Between
from assay.contracts import SOURCES, Column, Contract
from assay.text import Language, Text
from pipelines.templates.notes import DICTIONARY_HEAD, Sheet, choices, dictionary, is_closed, note
from pipelines.templates.specimens import Value, specimen

_LAST = 1_048_575
_DATE, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_FORMATS = {"text": "@", "flag": "@", "integer": "0", "number": "General", "date": _DATE, "moment": _MOMENT}
_EARLIEST = date(1990, 1, 1)

_GUIDE = Text("说明", "Read me")
_EXAMPLE = Text("示例", "Example")
_EXAMPLE_SAYS = Text(
    "示例，仅供参考：本页不会载入，请在“{sheet}”页填写。",
    "An example to look at: this sheet is not loaded, fill in the sheet “{sheet}”.",
)
_GUIDE_SAYS = (
    Text("{title}：{about}", "{title}: {about}"),
    Text("请在“{sheet}”页从第 2 行起填写，一行一条；不要改动第 1 行的列名。列的次序可以调整，选填的列可以删除。",
         "Fill in the sheet “{sheet}” from line 2 on, one record a line, and leave the headings in line 1 as they are. Columns may "
         "be moved, and optional ones deleted."),
    Text("带 * 的深色列为必填。把鼠标移到列名上可看到含义、单位与校验规则。",
         "Dark headings with * must be filled. Point at a heading to read its meaning, unit and checks."),
    Text("有下拉框的列请从列表中选择。日期写作 2026-01-05，时间写作 2026-01-05 09:30（{zone}）。没有内容的单元格留空。",
         "Choose from the list where there is one. Dates are written 2026-01-05, times 2026-01-05 09:30 ({zone}). Leave empty what "
         "is not known."),
    Text("填好后保存为 .xlsx，在“数据”页上传，或用 python -m pipelines load 载入；不需要映射文件。"
         "不合规则的行会连同原因退回，其余照常入库。",
         "Save it as .xlsx and upload it on the page Data, or load it with python -m pipelines load; it needs no mapping. Lines "
         "that break a rule come back with the reason, the others are taken."),
)
_CHOOSE = Text("请从列表中选择", "Choose from the list")
_WRONG = Text("这个值不符合规则：{rule}", "This value breaks a rule: {rule}")
_NO_DATE = Text("请写成日期，例如 2026-01-05", "Write a date such as 2026-01-05")


def template(contract: Contract, language: Language, zone: str = "UTC") -> bytes:
    """The workbook for one table. `zone` is an IANA name: that of the moments of a table without a site."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = Sheet(contract, language, zone)
        _rows(book, sheet)
        _example(book, sheet)
        _guide(book, sheet)
    return target.getvalue()


def write(tables: Sequence[str], language: Language, zone: str, folder: Path) -> Iterator[Path]:
    """Writes the templates of the tables, of all where none is named, and says which."""
    folder.mkdir(parents=True, exist_ok=True)
    for contract in SOURCES:
        if not tables or contract.table in tables:
            path = folder / f"assay_{contract.table}_{language}.xlsx"
            path.write_bytes(template(contract, language, zone))
            yield path


def _rows(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    for at, (column, heading) in enumerate(zip(sheet.contract.given, sheet.headings, strict=True)):
        page.set_column(at, at, _width(heading), book.add_format({"num_format": _FORMATS[column.type]}))
        page.write_string(0, at, heading, _head(book, column))
        page.write_comment(0, at, "\n".join(note(sheet, column)), {"author": "Assay", "x_scale": 2.2, "y_scale": 1.8})
        if rule := _validation(sheet, column):
            page.data_validation(1, at, _LAST, at, rule)


def _example(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(_EXAMPLE(sheet.language))
    grey = {"italic": True, "font_color": "#595959"}
    page.write_string(0, 0, _EXAMPLE_SAYS(sheet.language, sheet=sheet.name), book.add_format({"bold": True}))
    for at, (column, heading) in enumerate(zip(sheet.contract.given, sheet.headings, strict=True)):
        page.set_column(at, at, _width(heading))
        page.write_string(1, at, heading, _head(book, column))
        value = specimen(sheet.contract, column, sheet.language)
        _put(page, 2, at, value, book.add_format({**grey, "num_format": _FORMATS[column.type]}))


def _guide(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page, bold = book.add_worksheet(_GUIDE(sheet.language)), book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    facts = {"title": sheet.name, "about": sheet.contract.text(sheet.language), "sheet": sheet.name, "zone": sheet.clock}
    for row, says in enumerate(_GUIDE_SAYS):
        page.write_string(row, 0, says(sheet.language, **facts), bold if row == 0 else None)
    top = len(_GUIDE_SAYS) + 1
    for at, (head, width) in enumerate(zip(DICTIONARY_HEAD, (26, 8, 14, 40, 40, 44, 20, 22), strict=True)):
        page.set_column(at, at, width)
        page.write_string(top, at, head(sheet.language), bold)
    for row, cells in enumerate(dictionary(sheet), top + 1):
        for at, cell in enumerate(cells):
            page.write_string(row, at, cell, wrapped)
    for row, rule in enumerate(sheet.contract.rules, top + 2 + len(sheet.contract.given)):
        page.write_string(row, 0, sheet.says(rule))


def _validation(sheet: Sheet, column: Column) -> dict[str, object] | None:
    """What Excel lets be written in the column. Open lists and dates only warn, so that nothing true is kept out."""
    language = sheet.language
    if names := choices(column, language):
        kind = "stop" if is_closed(column) else "warning"
        return {"validate": "list", "source": names, "error_type": kind, "error_message": _CHOOSE(language)}
    if column.type in ("date", "moment"):
        rule = {"validate": "date", "criteria": ">=", "value": _EARLIEST}
        return {**rule, "error_type": "warning", "error_message": _NO_DATE(language)}
    between = next((check for check in column.checks if isinstance(check, Between)), None)
    if between is None:
        return None
    says = _WRONG(language, rule=sheet.says(between, column.name))[:250]
    return {"validate": "integer" if column.type == "integer" else "decimal", **_bounds(between), "error_message": says}


def _bounds(check: Between) -> dict[str, object]:
    if check.low is not None and check.high is not None:
        return {"criteria": "between", "minimum": check.low, "maximum": check.high}
    return {"criteria": ">=", "value": check.low} if check.high is None else {"criteria": "<=", "value": check.high}


def _put(page: Worksheet, row: int, at: int, value: Value | None, form: Format) -> None:
    if value is None:
        page.write_blank(row, at, None, form)
    elif isinstance(value, date):
        page.write_datetime(row, at, value, form)
    elif isinstance(value, str):
        page.write_string(row, at, value, form)
    else:
        page.write_number(row, at, value, form)


def _head(book: xlsxwriter.Workbook, column: Column) -> Format:
    ground, ink = ("#1F3A5F", "#FFFFFF") if column.required else ("#DCE6F1", "#1F1F1F")
    look = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
    return book.add_format({**look, "bg_color": ground, "font_color": ink})


def _width(heading: str) -> int:
    """In characters; a Chinese one takes the room of two."""
    return min(30, max(12, sum(2 if ord(letter) > 0x2E80 else 1 for letter in heading) + 2))
