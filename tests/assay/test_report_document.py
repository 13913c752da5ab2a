"""What a document may hold, and how its figures are written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from assay.report.document import Column, Quantity, Table
from assay.report.form import TEXT, Form, Value, breadth, written

MONEY, SHARE = Form("money", unit="¥"), Form("share")


@pytest.mark.parametrize(
    ("value", "form", "reads"),
    [
        (None, MONEY, "–"),
        ("● 达标", MONEY, "● 达标"),
        (12300, MONEY, "¥12,300.00"),
        (Decimal("-12300.005"), MONEY, "−¥12,300.01"),
        (Decimal("-0.004"), MONEY, "¥0.00"),
        (0.5, Form("money", 0), "1"),
        (2.5, Form("number", 0), "3"),
        (1.005, Form("number", 2), "1.01"),
        (0.9345, SHARE, "93.5 %"),
        (Decimal("0.93"), Form("share", 0), "93 %"),
        (1, SHARE, "100.0 %"),
        (93.4, Form("number", 1, "%"), "93.4 %"),
        (-1234.5, Form("number", unit="h"), "−1,234.5 h"),
        (1e16, Form("number"), "10,000,000,000,000,000"),
        (Decimal("20.00"), Form("number"), "20"),
        (7, TEXT, "7"),
        (date(2026, 10, 31), TEXT, "2026-10-31"),
        (datetime(2026, 10, 31, 9, 5), TEXT, "2026-10-31 09:05"),
    ],
)
def test_figures_are_written_as_people_read_them(value: Value, form: Form, reads: str) -> None:
    """Halves go up in decimal, as in Excel: 1.005 is 1.01, although the nearest binary fraction is a little less."""
    assert written(value, form) == reads


def test_a_chinese_character_takes_the_room_of_two() -> None:
    assert breadth("结算 ok") == 2 + 2 + 1 + 2
    assert breadth("long\nlonger\n") == 6
    assert breadth("") == 0


def test_a_cell_may_bring_its_own_form() -> None:
    table = Table("t", (Column("result", SHARE), Column("n")), ((Quantity(117, Form("number", unit="min")), 8),))
    assert [written(*cell) for cell in table.formed(table.rows[0])] == ["117 min", "8"]


def test_text_is_aligned_left_and_figures_right() -> None:
    aligned = [Column("a"), Column("b", MONEY), Column("c", align="center")]
    assert [column.alignment for column in aligned] == ["left", "right", "center"]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="levels: 2 columns, and a row of 1 cells"):
        Table("levels", (Column("a"), Column("b")), (("x", "y"), ("x",)))
    with pytest.raises(ValueError, match="a row of 3 cells"):
        Table("levels", (Column("a"), Column("b")), (), total=("x", "y", "z"))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Quantity(float("nan"), SHARE)])
def test_what_is_missing_is_none_and_never_not_a_number(value: Value) -> None:
    with pytest.raises(ValueError, match="no figure"):
        Table("t", (Column("a", SHARE),), ((value,),))


def test_yes_and_no_are_words() -> None:
    with pytest.raises(TypeError, match="words for yes and no"):
        Table("t", (Column("a"),), ((True,),))
