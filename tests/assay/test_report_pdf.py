"""The PDF says what the document says, in both languages, in our fonts only, and the same bytes every time."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdf
import pytest
import typst

from assay.report.document import Paragraph, Section
from assay.report.writers.glyphs import BOLD, FONTS, LACKING, covered, lacking, printable
from assay.report.writers.pdf import pdf, pictures
from assay.text import LANGUAGES, Language
from tests.assay.report_sample import HOSTILE, document

ROOT = Path(__file__).parent.parent.parent


@cache
def _made(language: Language) -> bytes:
    return pdf(document(language))


def _pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def _saying(*texts: str) -> str:
    """What a PDF of these paragraphs says."""
    only = Section("", tuple(map(Paragraph, texts)))
    return "\n".join(_pages(pdf(replace(document(), sections=(only,)))))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", ("服务结算单", "鑫堃电梯维保 · 2026 年 10 月", "9 项约定中 2 项未达标。", "较上月 +1", "“未计入”为已取消的工单。")),
        ("en", ("Statement of service", "2 of 9 levels missed.", "+1 vs September", "Cancelled orders aren’t counted.")),
    ],
)
def test_what_the_document_says_can_be_found_in_the_pdf(language: Language, says: tuple[str, ...]) -> None:
    text = "\n".join(_pages(_made(language)))
    assert [words for words in says if words not in text] == []


def test_figures_are_written_out() -> None:
    """60 rows of 1,234.50 each are 74,070.00."""
    text = _pages(_made("zh"))
    assert "响应及时率 0 93.5 % ¥1,234.50 2026-10-31" in text[0]
    assert "合计 – ¥74,070.00 –" in text[1]


def test_headings_of_a_table_come_again_on_each_of_its_pages() -> None:
    levels, rest, *_ = _pages(_made("en"))
    assert "Service level Result Credit Due on" in levels and "Service level Result Credit Due on" in rest


@pytest.mark.parametrize(("language", "counted"), [("zh", "第 {0} 页，共 {1} 页"), ("en", "Page {0} of {1}")])
def test_every_page_has_its_number_and_the_stamp(language: Language, counted: str) -> None:
    pages = _pages(_made(language))
    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert counted.format(number, 3) in text
        assert "2026-11-15 08:00" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_people_type_stays_as_they_typed_it(language: Language) -> None:
    """In a table; in headings, titles and cards it goes the same way, which the next test tries all at once."""
    text = " ".join("\n".join(_pages(_made(language))).split())
    assert [typed for typed in HOSTILE if typed not in text] == []


def test_no_place_of_a_document_reads_markup() -> None:
    typed = ' #panic("x") $y$ *z* '
    sections = tuple(_typed(section, typed) for section in document("en", rows=1).sections)
    whole = replace(document("en"), title=typed, subtitle=typed, stamp=(typed,), sections=sections)
    text = "\n".join(_pages(pdf(whole)))
    assert text.count(typed.strip()) == text.count("panic") >= 12


def _typed(value: object, typed: str) -> object:
    """The value with `typed` for every text that is drawn, however deep."""
    if isinstance(value, tuple):
        return tuple(typed if isinstance(inner, str) else _typed(inner, typed) for inner in value)
    names = {"title", "text", "label", "value", "note"} & set(getattr(type(value), "__slots__", ()))
    deeper = {"blocks", "cards", "columns", "rows"} & set(getattr(type(value), "__slots__", ()))
    changed = {**dict.fromkeys(names, typed), **{name: _typed(getattr(value, name), typed) for name in deeper}}
    return replace(value, **changed) if changed else value


def test_equal_documents_are_equal_bytes() -> None:
    assert pdf(document("zh")) == _made("zh")
    made = pypdf.PdfReader(io.BytesIO(_made("zh"))).metadata
    assert made is not None and (made.title, str(made.creation_date)) == ("服务结算单", "2026-11-15 09:00:00+00:00")


def test_only_our_fonts_are_in_it() -> None:
    reader = pypdf.PdfReader(io.BytesIO(_made("zh")))
    fonts = {font.get_object()["/BaseFont"].split("+")[1] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert {name.removesuffix("-Identity-H") for name in fonts} == {"NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold"}


def test_a_page_can_be_looked_at() -> None:
    pages = pictures(document("en"), pixels_per_inch=20)
    assert [page[:8] for page in pages] == [b"\x89PNG\r\n\x1a\n"] * 3


def test_a_character_that_the_fonts_lack_is_seen_and_named() -> None:
    """An emoji, and a character of a name that GBK does not have."""
    text = _saying("谢谢😀！𠮷先生")
    assert f"谢谢{LACKING}！{LACKING}先生" in text
    assert f"报告所用字体没有以下字符，文中以 {LACKING} 代替：U+1F600 U+20BB7。" in text


def test_a_report_without_such_characters_says_nothing_of_them() -> None:
    assert "报告所用字体" not in _saying("谢谢！")


def test_the_typesetter_itself_refuses_what_it_cannot_draw() -> None:
    """Should the list of characters be wrong, the report fails: Typst leaves a blank only where no standard is asked for."""
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        typst.compile("#set document(title: \"x\")\n𠮷".encode(), font_paths=[FONTS], ignore_system_fonts=True, format="pdf",
                      pdf_standards=["a-2a", "ua-1"])


def test_what_only_controls_is_left_out() -> None:
    """A sign that turns the direction of writing, a bell, a zero-width space, a chooser of a variant; lines end where they did."""
    assert printable("a\u202eb\u0007c\u200bd\u2602\ufe0f\r\ne\tf") == "abcd\u2602\ne f"
    assert lacking(["a\u202eb\u0007c\u200bd\ufe0f\r\n\t"]) == ()
    assert printable("e\u0301") == "é"


def test_the_fonts_have_every_character_of_gbk_and_of_gb_2312_in_bold() -> None:
    assert _two_bytes("gbk") - covered() == set()
    assert _two_bytes("gb2312") - covered(BOLD) == set()


def _two_bytes(codec: str) -> set[str]:
    pairs = (bytes((lead, trail)).decode(codec, errors="ignore") for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return {pair for pair in pairs if len(pair) == 1 and "\u4e00" <= pair <= "\u9fff"}


def test_the_fonts_have_every_character_that_the_product_itself_says() -> None:
    said = (text for folder in ("assay", "ui", "pipelines") for path in (ROOT / folder).rglob("*.py") for text in _words(path))
    assert lacking(said) == ()
    assert lacking(["●○≤≥±−×·–…▲▼¥％"]) == ()


def _words(path: Path) -> Iterator[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return (node.args[at].value for node in nodes if _is_text(node) for at in (0, 1))


def _is_text(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "Text" and len(node.args) == 2):
        return False
    return all(isinstance(argument, ast.Constant) and isinstance(argument.value, str) for argument in node.args)
