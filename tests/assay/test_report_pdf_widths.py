"""Columns on paper: what is short is whole, long texts share the rest, and no column is ever lost."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from assay.charts.icons import Icon
from assay.report.document import Column, Marked, Section, Table
from assay.report.form import Form
from assay.report.writers.pdf import pdf
from assay.report.writers.pdf_widths import shares
from tests.assay.report_sample import summary


def table(*titles: str, cells: tuple[str, ...]) -> Table:
    return Table("", tuple(map(Column, titles)), (cells,))


def test_the_first_column_takes_what_the_others_leave() -> None:
    assert shares(table("a", "b", "c", cells=("x", "y", "z")), 100) == [1, None, None]


def test_long_texts_share_the_rest_by_their_length() -> None:
    """28 letters of a hundred are not long; 30 and 40 are."""
    assert shares(table("a", "b", "c", cells=("x" * 28, "y" * 30, "z" * 34)), 100) == [None, 30, 34]


def test_where_room_is_short_headings_are_broken_at_their_words() -> None:
    """Twelve columns of 3 letters under headings of 16 + 3 letters: 12 × 19 > 100. Broken they need 8 and the room around them."""
    wide = table(*["response on time"] * 12, cells=("1 %",) * 12)
    assert shares(wide, 100) == [10] * 12


def test_a_long_text_gets_what_the_short_ones_leave_it() -> None:
    """Of 50 letters 4 × (6 + 2) are taken; 18 are left for a text of 200."""
    assert shares(table("a", "b", "c", "d", "e", cells=("x" * 200, *("12.345",) * 4)), 50) == [18, 8, 8, 8, 8]


def test_icons_take_room() -> None:
    icons = (Icon("up", "improvement", "better"),) * 2
    marked = Table("", (Column("a"), Column("b")), ((Marked(icons, "x" * 25), "y"),))
    assert shares(marked, 100) == [31, None]


@pytest.mark.parametrize("half", [48, 100, 150])
def test_every_column_has_its_room(half: int) -> None:
    wide = table(*[f"heading number {n}" for n in range(14)], cells=("绿洲环卫服务有限公司", *("98.5 %",) * 13))
    found = shares(wide, half)
    assert all(one is None or one >= 8 for one in found)


def test_a_broad_table_of_many_columns_keeps_its_names_whole() -> None:
    """As in the summary: a vendor, and thirteen figures under long headings."""
    titles = ("Vendor", "Missed", *(f"Overdue share of backlog {n}" for n in range(12)))
    wide = Table("", tuple(Column(title, Form("number", 1, "%")) for title in titles), (("绿洲环卫服务有限公司", *(98.5,) * 13),))
    made = pdf(replace(summary("en"), sections=(Section("", (wide,)),), is_landscape=True))
    lines = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split("\n")
    (row,) = (line for line in lines if "绿洲环卫服务有限公司" in line)
    assert row.count("98.5 %") == 13
