"""A template as a person fills it in: the cells are written into the workbook's own XML, in the style of their columns."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

_SHEET = "xl/worksheets/sheet1.xml"
_BEGINNING_OF_TIME = datetime(1899, 12, 30)


def filled(template: bytes, rows: Iterable[Sequence[object]]) -> bytes:
    """The workbook with the rows on its first sheet from line 2 on; everything else is as it was."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, _with_rows(content.decode(), rows).encode() if name == _SHEET else content)
    return target.getvalue()


def _with_rows(xml: str, rows: Iterable[Sequence[object]]) -> str:
    styles = {int(at) - 1: style for at, style in re.findall(r'<col min="(\d+)"[^>]*style="(\d+)"', xml)}
    written = "".join(
        f'<row r="{line}">{"".join(_cell(f"{_letters(at)}{line}", cell, styles.get(at)) for at, cell in enumerate(row))}</row>'
        for line, row in enumerate(rows, 2)
    )
    return xml.replace("</sheetData>", written + "</sheetData>", 1)


def _cell(place: str, value: object, style: str | None) -> str:
    if value is None:
        return ""
    look = f' s="{style}"' if style else ""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        value = (moment - _BEGINNING_OF_TIME).total_seconds() / 86_400
    if isinstance(value, (int, float)):
        return f'<c r="{place}"{look}><v>{value!r}</v></c>'
    return f'<c r="{place}"{look} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def _letters(at: int) -> str:
    return ("" if at < 26 else chr(ord("A") + at // 26 - 1)) + chr(ord("A") + at % 26)
