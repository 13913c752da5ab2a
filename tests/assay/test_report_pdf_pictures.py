"""Pictures, columns, signs and links on paper: nothing cut off, nothing left alone, every link leads somewhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pypdf
import pytest

from assay.charts.axis import Axis
from assay.charts.chart import Chart, Label, Line
from assay.report.document import (
    Beside,
    Block,
    Clause,
    Document,
    Figures,
    Heading,
    Marked,
    Note,
    Paragraph,
    Picture,
    Section,
    Sentences,
    Table,
)
from assay.report.form import written
from assay.report.writers.glyphs import LACKING
from assay.report.writers.pdf import pdf, pictures
from assay.text import LANGUAGES, Language
from tests.assay.report_sample import ADDRESS, summary


@cache
def made(language: Language) -> bytes:
    return pdf(summary(language))


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def links(content: bytes) -> Iterator[tuple[str, str]]:
    """Of each link what it leads to, and what is read out for it."""
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for one in page.get("/Annots", []):
            link = one.get_object()
            to = link["/A"]["/URI"] if "/A" in link else link["/Dest"]
            yield str(to), str(link["/Contents"])


def alternatives(content: bytes) -> list[str]:
    """What is read out for pictures, in their order."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return list(_alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))


def _alternatives(node: object) -> Iterator[str]:
    found = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
    if isinstance(found, list):
        for one in found:
            yield from _alternatives(one)
    elif isinstance(found, dict):
        if "/Alt" in found:
            yield str(found["/Alt"])
        yield from _alternatives(found.get("/K"))


def of(*blocks: Block, language: Language = "zh") -> Document:
    return replace(summary(language), sections=(Section("", blocks),))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_said_and_all_figures_stand_on_paper(language: Language) -> None:
    text = " ".join(pages(made(language)))
    document = summary(language)
    said = [words for section in document.sections for block in section.plain for words in _words(block)]
    assert [words for words in said if "".join(words.split()) not in "".join(text.split())] == []


def _words(block: object) -> Iterator[str]:
    match block:
        case Sentences():
            yield block.text
        case Heading(text) | Note(text) | Paragraph(text):
            yield text
        case Figures(cards):
            yield from (words for card in cards for words in (card.label, card.value, card.note))
        case Picture(chart):
            yield from (chart.title, chart.subtitle, chart.note)
        case Table():
            yield from (column.title for column in block.columns)
            yield from (cell.text if isinstance(cell, Marked) else written(*formed) for row in block.lines
                        for cell, formed in zip(row, block.formed(row), strict=True))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", ("下限", "目标 95 %", "重设", "虹桥枢纽", "门机故障", "前两类：80 %", "没有差别", "响应及时率", "91 %")),
        ("en", ("lower limit", "target 95 %", "rebased", "Hongqiao Hub", "Door drive", "=1+1", "no difference", "Clearance")),
    ],
)
def test_words_inside_a_picture_are_words(language: Language, says: tuple[str, ...]) -> None:
    text = " ".join(pages(made(language)))
    assert [words for words in says if words not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_and_signs_are_read_out(language: Language) -> None:
    """Each picture by its finding, each icon by its word; trends say nothing that the figures beside them do not."""
    wanted = [picture.chart.alt for picture in summary(language).pictures]
    (figures,) = (block for block in summary(language).sections[0].blocks if isinstance(block, Figures))
    signs = [icon.word for icon in figures.cards[0].icons]
    found = [alt.strip() for alt in alternatives(made(language))]
    assert [alt for alt in found if alt in {one.strip() for one in wanted}] == [one.strip() for one in wanted]
    assert found[: len(signs)] == signs


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_our_fonts_are_in_the_pictures(language: Language) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(language)))
    fonts = {font.get_object()["/BaseFont"].split("+")[1] for page in reader.pages for font in _fonts(page["/Resources"])}
    assert {name.removesuffix("-Identity-H") for name in fonts} == {"NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold"}


def _fonts(resources: dict[str, dict[str, object]]) -> Iterator[pypdf.generic.IndirectObject]:
    """Those of a page, and those of the drawings on it."""
    yield from resources.get("/Font", {}).values()  # type: ignore[misc]
    for one in resources.get("/XObject", {}).values():
        yield from _fonts(one.get_object().get("/Resources", {}))  # type: ignore[attr-defined]


def test_clauses_lead_to_their_section_or_to_the_application() -> None:
    assert [to for to, _ in links(made("en"))] == [
        "vendors", f"{ADDRESS}/trends?kpi=clearance_rate&vendor=V%201", f"{ADDRESS}/overview", "causes",
        f"{ADDRESS}/trends?vendor=V1",
    ]
    assert all(read_out for _, read_out in links(made("en")))


def test_without_an_address_nothing_leads_out_of_the_paper() -> None:
    assert [to for to, _ in links(pdf(replace(summary("en"), address="")))] == ["vendors", "causes"]


def test_a_clause_whose_section_is_absent_is_plain_words() -> None:
    content = pdf(of(Sentences((Clause("没有来源。", key="absent"), Clause("也没有地址。")))))
    assert list(links(content)) == [] and "没有来源。也没有地址。" in pages(content)[0]


def test_sections_of_one_key_do_not_stop_the_report() -> None:
    twice = (Section("A", (Paragraph("a"),), key="same"), Section("B", (Sentences((Clause("到", key="same"),)),), key="same"))
    assert [to for to, _ in links(pdf(replace(summary("zh"), sections=twice)))] == ["same"]


@pytest.mark.parametrize("kind", ["picture", "beside", "cards", "table"])
def test_a_heading_stands_on_the_page_of_what_it_heads(kind: str) -> None:
    """Over more and more lines the heading comes to the end of the page and goes on to the next one, never alone."""
    document = summary("zh")
    first, vendors, causes = document.sections
    block, begins, fewest = {
        "picture": (causes.blocks[0], "响应及时率自", 14), "beside": (causes.blocks[1], "虹桥枢纽解释", 16),
        "cards": (first.blocks[1], "目标达成", 28), "table": (vendors.blocks[0], "供应商与指标", 28),
    }[kind]
    ends: list[int] = []
    for lines in range(fewest, fewest + 14, 2):
        above = Section("", tuple(Paragraph(f"行 {line}") for line in range(lines)))
        found = pages(pdf(replace(document, sections=(above, Section("标题在此", (block,))))))
        (page,) = (at for at, text in enumerate(found) if "标题在此" in text)
        assert begins in found[page].split("标题在此")[1]
        ends.append(page)
    assert ends[0] == 0 and ends[-1] == 1


def test_two_columns_stay_on_one_page() -> None:
    """Their words are read column by column: left to its end, then right."""
    beside = Beside((Heading("左上"), *(Paragraph(f"左 {n}") for n in range(8)), Note("左下")), (Heading("右上"), Note("右下")))
    begins: list[int] = []
    for lines in range(22, 40, 2):
        found = pages(pdf(of(*(Paragraph(f"行 {line}") for line in range(lines)), beside)))
        (page,) = (at for at, text in enumerate(found) if "左上" in text)
        assert [word in found[page] for word in ("左下", "右上", "右下")] == [True] * 3
        assert found[page].index("左下") < found[page].index("右上")
        begins.append(page)
    assert begins[0] == 0 and begins[-1] == 1


def test_columns_longer_than_a_page_go_on_and_lose_nothing() -> None:
    beside = Beside(tuple(Paragraph(f"左 {n}。") for n in range(60)), (Note("右"),))
    first, *rest = pages(pdf(of(beside)))
    assert [n for n in range(60) if (f"左 {n}。" in first) == any(f"左 {n}。" in text for text in rest)] == []
    assert "左 0。" in first and "右" in first and "左 59。" in rest[-1]


def test_a_character_that_the_fonts_lack_is_seen_in_a_picture_too() -> None:
    chart = Chart("结果😀", "", "读出𠮷", Axis(kind="label", labels=("𠮷站", "b")), Axis(), (
        Line((0.0, 1.0), (1.0, 2.0), label="线"), Label(0.0, 1.0, "旗🚩"),
    ))
    text = pages(pdf(of(Picture(chart))))[0]
    assert f"结果{LACKING}" in text and f"{LACKING}站" in text and f"旗{LACKING}" in text
    assert f"文中以 {LACKING} 代替：U+1F600 U+1F6A9 U+20BB7。" in text


def test_what_people_type_into_a_picture_stays_as_they_typed_it() -> None:
    typed = ' #panic("x") $y$ <svg> & '
    chart = Chart(typed, typed, typed, Axis(typed, kind="label", labels=(typed, "b")), Axis(typed), (
        Line((0.0, 1.0), (1.0, 2.0), label=typed),
    ), typed)  # fmt: skip
    assert " ".join(pages(pdf(of(Picture(chart), language="en")))).count('#panic("x") $y$ <svg> &') >= 5


@pytest.mark.parametrize("is_landscape", [False, True])
def test_equal_documents_are_equal_bytes(is_landscape: bool) -> None:
    document = replace(summary("en"), is_landscape=is_landscape)
    assert pdf(document) == pdf(document)


def test_pages_can_be_looked_at() -> None:
    shown = pictures(summary("zh"), pixels_per_inch=20)
    assert len(shown) == len(pages(made("zh"))) == 4
