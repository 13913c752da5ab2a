"""Files as rows of text: line numbers, encodings, and lines that are no records."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from assay.checks import ROW
from pipelines.reading.encoding import look
from pipelines.reading.lines import Broken
from pipelines.reading.read import Sheet, headers, read, sheets
from pipelines.refusal import Refused


def of(folder: Path, content: bytes, sheet: str | None = None, encoding: str | None = None) -> Sheet:
    path = folder / "file"
    path.write_bytes(content)
    return read(path, look(path), sheet, folder, encoding)


def rows(sheet: Sheet) -> list[tuple[object, ...]]:
    found = sheet.rows.collect().sort(ROW).rows()
    assert len(found) == sheet.height
    return found


def test_the_header_is_line_one_and_the_first_record_line_two(tmp_path: Path) -> None:
    sheet = of(tmp_path, b"a,b\n1,x\n2,y\n")
    assert (sheet.headers, sheet.encoding) == (("a", "b"), "utf-8")
    assert rows(sheet) == [(2, "1", "x"), (3, "2", "y")]


def test_a_record_over_several_lines_counts_by_its_first_and_blank_lines_count_as_lines(tmp_path: Path) -> None:
    sheet = of(tmp_path, b'a,b\n1,"x\ny, ""z"""\n\n2,w\n')
    assert rows(sheet) == [(2, "1", 'x\ny, "z"'), (5, "2", "w")]
    assert sheet.broken == ()


def test_quoted_values_on_one_line_need_no_mending(tmp_path: Path) -> None:
    sheet = of(tmp_path, b'a,b\n1,"x, y"\n"2","say ""hi"""\n')
    assert rows(sheet) == [(2, "1", "x, y"), (3, "2", 'say "hi"')]
    assert not (tmp_path / "records.csv").exists()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found_out(tmp_path: Path, mark: str, end: str) -> None:
    text = end.join((f"a{mark}b", f"1{mark}x", f"2{mark}y", ""))
    assert rows(of(tmp_path, text.encode())) == [(2, "1", "x"), (3, "2", "y")]


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")]
)
def test_encodings_of_chinese_text_are_found_out(tmp_path: Path, encoding: str, said: str) -> None:
    sheet = of(tmp_path, "编号,名称\n1,北京\n2,维修 上海\n".encode(encoding))
    assert (sheet.encoding, sheet.is_misread, sheet.headers) == (said, False, ("编号", "名称"))
    assert rows(sheet) == [(2, "1", "北京"), (3, "2", "维修 上海")]


def test_western_text_is_not_taken_for_chinese(tmp_path: Path) -> None:
    sheet = of(tmp_path, "id,nom\n1,Béziers été\n2,Orléans à côté\n".encode("cp1252"))
    assert rows(sheet) == [(2, "1", "Béziers été"), (3, "2", "Orléans à côté")]


def test_a_named_encoding_is_believed(tmp_path: Path) -> None:
    sheet = of(tmp_path, "a,b\n1,ж\n".encode("koi8-r"), encoding="koi8-r")
    assert rows(sheet) == [(2, "1", "ж")]


def test_bytes_that_do_not_fit_stay_as_marks(tmp_path: Path) -> None:
    sheet = of(tmp_path, "a,b\n1,北京\n2,上海\n".encode() + "3,广州\n".encode("gb18030"))
    assert (sheet.encoding, sheet.is_misread) == ("utf-8", True)
    assert rows(sheet)[:2] == [(2, "1", "北京"), (3, "2", "上海")]
    assert rows(sheet)[2][:2] == (4, "3")
    assert "\ufffd" in str(rows(sheet)[2][2])


def test_lines_that_are_no_records_do_not_spoil_the_others(tmp_path: Path) -> None:
    lines = ["a,b,c", "1,2", "3,4,5,6", '7,8"x,9', '"10,11,12', "13,14,15", '16,"x""y",17', '18,"a,b",c,d', '19,"a"b,c']
    sheet = of(tmp_path, "\n".join(lines).encode())
    assert sheet.broken == (
        Broken(2, "too_few_columns", "1,2"),
        Broken(3, "too_many_columns", "3,4,5,6"),
        Broken(4, "broken_quote", '7,8"x,9'),
        Broken(5, "broken_quote", '"10,11,12'),
        Broken(8, "too_many_columns", '18,"a,b",c,d'),
        Broken(9, "broken_quote", '19,"a"b,c'),
    )
    assert rows(sheet) == [(6, "13", "14", "15"), (7, "16", 'x"y', "17")]


def test_a_file_cut_inside_a_quoted_record_is_read_up_to_the_cut(tmp_path: Path) -> None:
    sheet = of(tmp_path, b'a,b\n1,x\n2,"a comment that\nis cut')
    assert rows(sheet) == [(2, "1", "x")]
    assert [(line.source_row, line.reason) for line in sheet.broken] == [(3, "broken_quote"), (4, "too_few_columns")]


def test_headers_are_trimmed_and_told_apart(tmp_path: Path) -> None:
    sheet = of(tmp_path, b" a ,a,,source_row,*,^b$\n1,2,3,4,5,6\n")
    assert sheet.headers == ("a", "a #2", "#3", "source_row #4", "* #5", "^b$ #6")
    assert rows(sheet) == [(2, "1", "2", "3", "4", "5", "6")]


@pytest.mark.parametrize("content", [b"", b"\n\n , \n"])
def test_a_file_without_a_header_is_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused, match="no rows"):
        of(tmp_path, content)


@pytest.mark.parametrize("content", [b"\x00\x01\x02\xff", b"a,b\n1,\x00\n"])
def test_binary_content_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused, match="binary"):
        of(tmp_path, content)


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no workbook", b"PAR1 and no parquet"])
def test_a_file_that_only_begins_well_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        of(tmp_path, content, sheet="any")


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        orders, _ = book.add_worksheet("工单"), book.add_worksheet("空")
        day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        orders.write_row(2, 0, ["编号", "日期", "时间", "数", "是", "空"])
        orders.write_row(3, 0, [100234])
        orders.write_datetime(3, 1, date(2026, 1, 5), day)
        orders.write_datetime(3, 2, datetime(2026, 1, 5, 8, 12), moment)
        orders.write_row(3, 3, [1.5, True])
        orders.write_row(5, 0, ["A7"])
    return path


def test_a_workbook_gives_iso_text_and_the_rows_of_the_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx")
    assert sheets(path, look(path)) == ("工单", "空")
    sheet = read(path, look(path), "工单", tmp_path)
    assert sheet.headers == ("编号", "日期", "时间", "数", "是", "空")
    assert rows(sheet) == [
        (4, "100234", "2026-01-05 00:00:00", "2026-01-05 08:12:00", "1.5", "true", None),
        (5, None, None, None, None, None, None),
        (6, "A7", None, None, None, None, None),
    ]
    assert headers(path, look(path), "空") == ()
    with pytest.raises(Refused, match="no rows"):
        read(path, look(path), "空", tmp_path)


def test_a_workbook_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx").rename(tmp_path / "book.csv")
    assert sheets(path, look(path)) == ("工单", "空")


def test_parquet_gives_text_and_leaves_lists_out(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    day, moment = date(2026, 1, 5), datetime(2026, 1, 5, 8, 12)
    frame = pl.DataFrame({"day": [day], "at": [moment], "zoned": [moment], "n": [3], "x": [1.5], "is": [True], "many": [[1]]})
    frame.with_columns(pl.col("zoned").dt.replace_time_zone("Asia/Shanghai")).write_parquet(path)
    sheet = read(path, look(path), None, tmp_path)
    assert sheet.headers == ("day", "at", "zoned", "n", "x", "is")
    assert rows(sheet) == [(2, "2026-01-05", "2026-01-05 08:12:00", "2026-01-05 08:12:00+0800", "3", "1.5", "true")]


def test_a_look_names_the_content(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "two").write_bytes(b"a,b\n1,2\n")
    (tmp_path / "other").write_bytes(b"a,b\n1,3\n")
    one, two, other = (look(tmp_path / name).sha256 for name in ("one", "two", "other"))
    assert one == two != other


def test_line_by_line_and_all_at_once_agree(tmp_path: Path) -> None:
    """The same records by the mended copy, forced by one broken line, as by the scan of the file as it lies."""
    good = "\n".join(["a,b", *(f'{n},"{n}, {n}"' for n in range(500))])
    straight = rows(of(tmp_path, good.encode()))
    mended = of(tmp_path, f"{good}\nbroken".encode())
    assert [line.source_row for line in mended.broken] == [502]
    assert rows(mended) == straight
    assert (tmp_path / "records.csv").exists()
