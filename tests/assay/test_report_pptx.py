"""The slides say what the document says, in native tables and charts that can be edited; nothing is lost, cut off or run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import combinations

import polars as pl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from assay.charts.chart import Chart, Line, Points, Whiskers
from assay.report.document import (
    Beside,
    Block,
    Card,
    Clause,
    Column,
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
from assay.report.form import Form, written
from assay.report.writers.html import html
from assay.report.writers.pptx import pptx
from assay.report.writers.pptx_slides import GridRow
from assay.report.writers.pptx_tables import shared
from assay.report.writers.pptx_text import lines, wide
from assay.text import LANGUAGES, Language
from tests.assay.chart_samples import RATES, charts
from tests.assay.report_sample import ADDRESS, HOSTILE, MADE_AT, document, summary

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ICONS = {"wave": "≈", "up": "▲", "down": "▼", "empty": "○", "above": "◓", "across": "◐", "below": "◒"}


@cache
def _made(language: Language) -> bytes:
    return pptx(summary(language))


@cache
def _read(language: Language) -> Deck:
    return Presentation(io.BytesIO(_made(language)))


def _opened(*blocks: Block, **changed: object) -> Deck:
    whole = replace(document("en"), sections=(Section("One", blocks),), **changed)
    return Presentation(io.BytesIO(pptx(whole)))


def _shapes(deck: Deck) -> Iterator[tuple[int, object]]:
    """With the number of their slide; those of a group too."""
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            yield from ((number, inner) for inner in (shape, *getattr(shape, "shapes", ())))


def _tables(deck: Deck) -> dict[str, list[list[list[str]]]]:
    """The parts of each table by its name: rows of texts, the head first."""
    found: dict[str, list[list[list[str]]]] = {}
    for _, shape in _shapes(deck):
        if getattr(shape, "has_table", False):
            found.setdefault(shape.name, []).append([[cell.text for cell in row.cells] for row in shape.table.rows])
    return found


def _charts(deck: Deck) -> dict[str, object]:
    return {shape.name: shape.chart for _, shape in _shapes(deck) if getattr(shape, "has_chart", False)}


def _texts(deck: Deck) -> list[str]:
    return [shape.text_frame.text for _, shape in _shapes(deck) if getattr(shape, "has_text_frame", False)]


def _shown(table: Table, row: tuple[object, ...]) -> list[str]:
    cells = zip(row, table.formed(row), strict=True)
    return [" ".join((*(ICONS[icon.picture] for icon in cell.icons), cell.text)) if isinstance(cell, Marked) else written(*formed)
            for cell, formed in cells]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [document, summary])
def test_every_cell_of_every_table_is_there(make, language: Language) -> None:
    whole = make(language)
    found = _tables(Presentation(io.BytesIO(pptx(whole))))
    for section in whole.sections:
        for table in (block for block in section.plain if isinstance(block, Table)):
            parts = found[table.title or whole.title if table.title == "" else table.title]
            heads = {tuple(part[0]) for part in parts}
            assert heads == {tuple(column.title for column in table.columns)}
            assert [row for part in parts for row in part[1:]] == [_shown(table, row) for row in table.lines]


def test_a_long_table_goes_on_and_counts_its_slides() -> None:
    """60 rows and a total of 1,234.50 each: 74,070.00."""
    deck = Presentation(io.BytesIO(pptx(document("zh"))))
    parts = _tables(deck)["逐项结算"]
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(parts) > 2 and [f"逐项结算（{n}/{len(parts)}）" in titles for n in range(1, len(parts) + 1)] == [True] * len(parts)
    assert parts[-1][-1] == ["合计", "–", "¥74,070.00", "–"]
    assert max(len(part) for part in parts) - min(len(part) for part in parts) <= 2


def test_rows_are_shared_among_as_few_slides_as_can_be() -> None:
    """Ten rows of 20 points: six on the first slide of 130 points and the rest on one of 200; evenly they are five and five."""
    rows = [GridRow((), 20.0)] * 10
    assert shared(rows, 130.0, 200.0) == [5, 5]
    assert shared(rows, 70.0, 200.0) == [3, 7]  # 3 × 20 is all that 70 points hold
    assert shared(rows, 200.0, 200.0) == [10]
    assert shared([*rows[:3], GridRow((), 190.0)], 200.0, 200.0) == [3, 1]


def test_a_table_that_is_too_broad_repeats_what_tells_its_rows_apart() -> None:
    """Thirty columns of figures; the rows are told apart by group and name, not by the group alone."""
    columns = (Column("Group"), Column("Name"), *(Column(f"Number {n}", Form("number", 1)) for n in range(28)))
    rows = tuple(("G", name, *(float(n) for n in range(28))) for name in ("a", "b"))
    deck = _opened(Table("Wide", columns, rows))
    parts = _tables(deck)["Wide"]
    assert len(parts) > 1 and all(part[0][:2] == ["Group", "Name"] for part in parts)
    assert [row[1] for part in parts for row in part[1:]] == ["a", "b"] * len(parts)
    assert [figure for part in parts for figure in part[1][2:]] == [f"{n}.0" for n in range(28)]
    assert max(len(part[0]) for part in parts) - min(len(part[0]) for part in parts) <= 1
    assert _sizes(deck) >= 10


def _sizes(deck: Deck) -> float:
    """The smallest letters of a table."""
    return min(run.font.size.pt for _, shape in _shapes(deck) if getattr(shape, "has_table", False)
               for cell in shape.table.iter_cells() for part in cell.text_frame.paragraphs for run in part.runs)  # fmt: skip


def _numbers(chart: object, part: str) -> list[list[float | None]]:
    """The numbers of each series as the file keeps them: `val`, `yVal`, `xVal`, `plus`, `minus`."""
    found = []
    for series in chart._chartSpace.iter(f"{C}ser"):
        for cache_ in series.findall(f"{C}{part}//{C}numCache") or series.findall(f"{C}errBars/{C}{part}//{C}numCache"):
            kept = {int(point.get("idx")): float(point[0].text) for point in cache_.iter(f"{C}pt")}
            found.append([kept.get(at) for at in range(int(cache_.find(f"{C}ptCount").get("val")))])
    return found


def _points(chart: Chart) -> set[tuple[float, float]]:
    """Where the chart itself has marks and ends of intervals."""
    marks = {(x, y) for layer in chart.layers if isinstance(layer, Points) for x, y in zip(layer.xs, layer.ys, strict=True)}
    for layer in (one for one in chart.layers if isinstance(one, Whiskers)):
        ends = zip(layer.at, layer.lows, layer.highs, strict=True)
        marks |= {(end, at) for at, low, high in ends for end in (low, high) if low is not None}
    return marks


def test_a_control_chart_has_its_rates_limits_and_target() -> None:
    chart = _charts(_read("en"))[charts("en")["control"].title]
    values = _numbers(chart, "val")
    assert list(RATES) in values and RATES[4] is None
    assert [94.5] * 10 in values and [92.0] * 10 in values
    assert [None, None, *[95.0] * 8] in values
    assert tuple(chart.plots[0].categories) == tuple(f"2026-{month:02d}" for month in range(1, 11))


def test_bars_of_a_waterfall_end_where_those_of_the_chart_end() -> None:
    """From 4.0 %: +2.5 at Hongqiao, −1.5 at Riverside, to 5.0 %."""
    chart = _charts(_read("en"))[charts("en")["waterfall"].title]
    ends = [sum(each) for each in zip(*[[value or 0.0 for value in row] for row in _numbers(chart, "val")], strict=True)]
    assert ends == pytest.approx([4.0, 6.5, 6.5, 5.0])
    assert all(name in "".join(chart.plots[0].categories) for name in ("September", "+2.5", "−1.5", "October"))


@pytest.mark.parametrize("kind", ["caterpillar", "forest", "funnel"])
def test_dots_and_intervals_are_where_the_chart_has_them(kind: str) -> None:
    drawn = charts("en")[kind]
    chart = _charts(_read("en"))[drawn.title]
    pairs = {pair for xs, ys in zip(_numbers(chart, "xVal"), _numbers(chart, "yVal"), strict=True)
             for pair in zip(xs, ys, strict=True)}  # fmt: skip
    assert _points(drawn) and {pair for pair in _points(drawn) if None not in pair} <= pairs
    along = {y for layer in drawn.layers if isinstance(layer, Line) for y in layer.ys}
    assert along <= {y for _, y in pairs}


@pytest.mark.parametrize("kind", ["caterpillar", "forest"])
def test_rows_of_dots_have_their_names(kind: str) -> None:
    drawn = charts("en")[kind]
    words = "".join(_charts(_read("en"))[drawn.title]._chartSpace.itertext(f"{A}t"))
    assert [label for label in drawn.y.labels or () if label not in words] == []


def test_cells_are_a_table_in_their_colours() -> None:
    drawn = charts("en")["heat"]
    (part,) = _tables(_read("en"))[drawn.title]
    (shape,) = (shape for _, shape in _shapes(_read("en")) if getattr(shape, "has_table", False) and shape.name == drawn.title)
    fills = {cell.text: cell.fill.fore_color.rgb for cell in shape.table.iter_cells() if cell.fill.type == 1 and "%" in cell.text}
    assert part[0][1:] == list(drawn.x.labels or ()) and len(part) == 1 + len(drawn.y.labels or ())
    assert fills["91 %"] != fills["97 %"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_a_chart_has_the_numbers_that_are_drawn(language: Language) -> None:
    """And text as text: a fault that somebody called =1+1 is no formula."""
    names = set()
    for shape in (shape for _, shape in _shapes(_read(language)) if getattr(shape, "has_chart", False)):
        book = shape.chart.part.chart_workbook.xlsx_part.blob
        frame = pl.read_excel(io.BytesIO(book), has_header=False, infer_schema_length=0)
        kept = {cell for row in frame.rows() for cell in row if cell is not None}
        drawn = {value for part in ("val", "yVal", "xVal", "plus", "minus") for row in _numbers(shape.chart, part) for value in row}
        figures = {float(cell) for cell in kept if re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell)}
        assert drawn - {None} <= figures and drawn - {None}
        names |= kept
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert any(name.startswith("=1+1") for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_are_there(language: Language) -> None:
    whole = summary(language)
    said = "\n".join(_texts(_read(language)))
    expected = [whole.title, whole.subtitle, *whole.stamp, *(section.message for section in whole.sections)]
    expected += [text for picture in whole.pictures for text in (picture.chart.title, picture.chart.subtitle, picture.chart.note)]
    for block in (block for section in whole.sections for block in section.plain):
        match block:
            case Figures(cards):
                expected += [text for card in cards for text in (card.label, card.value, card.note)]
                expected += [icon.word for card in cards for icon in card.icons]
            case Sentences() | Note() | Heading():
                expected.append(block.text)
            case Table(note=note):
                expected.append(note)
    assert [text for text in expected if text not in said] == []


def test_slides_and_the_page_say_the_same() -> None:
    """Every cell and every card of the slides stands in the HTML of the same document."""
    page = re.sub(r"<[^>]*>", "\n", html(summary("en")).decode())
    cells = [cell for name, parts in _tables(_read("en")).items() if name != charts("en")["heat"].title
             for part in parts for row in part for cell in row]  # fmt: skip
    assert [cell for cell in cells if cell.strip("▼◒≈ ") not in page] == [] and "−¥12,300.00" in cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_slide_is_empty_and_each_says_what_it_is_of(language: Language) -> None:
    whole = summary(language)
    for number, slide in enumerate(_read(language).slides, 1):
        kinds = {shape.placeholder_format.type for shape in slide.placeholders}
        others = [shape for shape in slide.shapes if not shape.is_placeholder]
        assert slide.shapes.title.text.strip() and others and len(kinds) >= 3
        said = [shape.text_frame.text for shape in slide.placeholders]
        assert str(number) in said and any(whole.stamp[0] in text for text in said)
    assert _read(language).slide_width / _read(language).slide_height == pytest.approx(16 / 9)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [document, summary])
def test_nothing_leaves_the_slide_or_lies_over_something_else(make, language: Language) -> None:
    deck = Presentation(io.BytesIO(pptx(make(language))))
    for slide in deck.slides:
        boxes = [(one.left, one.top, one.left + one.width, one.top + one.height) for one in slide.shapes]
        assert min(end for box in boxes for end in box) >= 0
        assert max(box[2] for box in boxes) <= deck.slide_width and max(box[3] for box in boxes) <= deck.slide_height
        for one, other in combinations(boxes, 2):
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 10 or down <= 10, "rounding of lengths may make two boxes touch"


def test_findings_and_alternative_texts() -> None:
    drawn = charts("en")["control"]
    (slide,) = (one for one in _read("en").slides if one.shapes.title.text == drawn.title)
    (frame,) = (shape for shape in slide.shapes if getattr(shape, "has_chart", False))
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == drawn.alt
    spoken = slide.notes_slide.notes_text_frame.text
    assert drawn.alt in spoken and drawn.note in spoken


def test_sentences_lead_to_slides_and_to_pages() -> None:
    deck = _read("en")
    first, second, *_ = deck.slides
    paras = (part for shape in first.shapes if shape.has_text_frame for part in shape.text_frame.paragraphs)
    runs = {run.text: run for part in paras for run in part.runs}
    inside = runs["3 of 24 vendors missed their agreement"]._r.find(f".//{A}hlinkClick")
    assert inside.get("action") == "ppaction://hlinksldjump"
    assert first.part.related_part(inside.rId) is second.part and second.shapes.title.text == "One vendor missed"
    outside = next(run for text, run in runs.items() if "real decline" in text)
    assert outside.hyperlink.address == f"{ADDRESS}/trends?kpi=clearance_rate&vendor=V%201"
    assert all(one.find(f".//{A}hlinkClick") is None for text, run in runs.items() if "below" in text for one in (run._r,))
    external = [rel.target_ref for slide in deck.slides for rel in slide.part.rels.values() if rel.is_external]
    assert external and all(target.startswith(f"{ADDRESS}/") for target in external)


def test_letters_have_a_font_for_chinese_and_a_language() -> None:
    for language, tag in (("zh", "zh-CN"), ("en", "en-GB")):
        looks = [run.find(f"{A}rPr") for slide in _read(language).slides for run in slide.element.iter(f"{A}r")]  # type: ignore[arg-type]
        assert len(looks) > 50 and {look.get("lang") for look in looks} == {tag}
        assert {look.find(f"{A}ea").get("typeface") for look in looks} == {"Microsoft YaHei"}


def test_what_people_type_stays_text() -> None:
    hostile = (*HOSTILE, "<script>", "]]>", "&amp;")
    cards = Figures(tuple(Card(text, text, text) for text in hostile))
    table = Table("Typed", (Column("Key"), Column("Reason")), tuple((f"K{n}", text) for n, text in enumerate(hostile)))
    deck = _opened(table, *map(Paragraph, hostile), cards, title="=1+1", subtitle="<b>", stamp=("&lt;",))
    assert [row[1] for part in _tables(deck)["Typed"] for row in part[1:]] == list(hostile)
    said = [line for text in _texts(deck) for line in text.split("\n")]
    assert all(said.count(text) >= 4 for text in hostile), "a paragraph, and three of a card"
    assert deck.core_properties.title == "=1+1"


def test_a_message_that_is_too_long_is_cut_visibly_and_whole_in_the_notes() -> None:
    long = "Repeats rose in the night shift " * 12
    whole = replace(document("en"), sections=(Section("One", (Paragraph("x"),), message=long.strip()),))
    slide = Presentation(io.BytesIO(pptx(whole))).slides[1]
    said = slide.shapes.title.text.replace("\v", " ")
    assert said.endswith("…") and long.startswith(said[:-1]) and len(said) > 100
    assert slide.notes_slide.notes_text_frame.text == long.strip()


@pytest.mark.parametrize("word", ["字", "word ", "unbroken"])
def test_a_text_longer_than_a_slide_goes_on_whole(word: str) -> None:
    text = (word * 3000).strip()
    deck = _opened(Paragraph(text))
    said = "".join(shape.text_frame.text for _, shape in _shapes(deck) if shape.has_text_frame and not shape.is_placeholder)
    assert len(deck.slides) > 2 and re.sub(r"\s", "", said).count(word.strip()) == 3000
    in_cell = _opened(Table("T", (Column("Key"), Column("Reason")), (("K", text),)))
    cells = "".join(row[1] for part in _tables(in_cell)["T"] for row in part[1:])
    assert re.sub(r"\s", "", cells) == re.sub(r"\s", "", text)


def test_two_columns_stand_on_one_slide_or_one_after_the_other() -> None:
    few = Table("Few", (Column("a"),), (("x",),))
    both = Beside((Heading("Left"), Picture(charts("en")["waterfall"])), (few, Note("small")))
    assert len(_opened(both).slides) == 2
    many = replace(few, title="Many", rows=(("x",),) * 40)
    assert len(_opened(Beside((Picture(charts("en")["waterfall"]),), (many,))).slides) > 3


def test_what_is_empty_makes_no_slide() -> None:
    whole = replace(document("en"), sections=(Section("", ()), Section("Nothing", (Figures(()), Beside((), ())))))
    assert len(Presentation(io.BytesIO(pptx(whole))).slides) == 1
    assert len(Presentation(io.BytesIO(pptx(replace(whole, sections=())))).slides) == 1


def test_equal_documents_are_equal_bytes() -> None:
    assert pptx(summary("zh")) == _made("zh")
    with zipfile.ZipFile(io.BytesIO(_made("zh"))) as found:
        assert {info.date_time for info in found.infolist()} == {(2026, 11, 15, 9, 0, 0)}
        assert not [name for name in found.namelist() if "thumbnail" in name or "printer" in name]
        for name in found.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(found.read(name))
    said = _read("zh").core_properties
    assert (said.title, said.created, said.modified) == ("月度总结", MADE_AT, MADE_AT)
    assert isinstance(MADE_AT, datetime) and said.author == "Assay"


def test_lines_are_broken_as_the_program_breaks_them() -> None:
    """Chinese characters are square: ten of them at 10 points take 100, so five stand on a line of 50."""
    assert wide("服务质量供应商结算单", 10.0) == 100.0
    assert lines("服务质量供应商结算单", 50.0, 10.0) == ("服务质量供", "应商结算单")
    assert lines("two words", 35.0, 10.0) == ("two", "words")
    assert lines("a\nb", 100.0, 10.0) == ("a", "b")
    assert "".join(lines("x" * 50, 60.0, 10.0)) == "x" * 50


def test_a_slide_is_sixteen_by_nine_inches_of_points() -> None:
    assert _read("en").slide_width == Pt(960) and _read("en").slide_height == Pt(540)


def test_clauses_that_lead_nowhere_are_plain() -> None:
    deck = _opened(Sentences((Clause("nowhere", key="none"), Clause(" and a page", to="trends"))))
    assert [rel for slide in deck.slides for rel in slide.part.rels.values() if rel.is_external] == []
    assert not [one for slide in deck.slides for one in slide.element.iter(f"{A}hlinkClick")]


def test_a_document_of_one_section_without_a_title_begins_on_the_first_slide() -> None:
    whole = Document("Title", "Under", ("stamp",), (Section("", (Paragraph("said"),)),), "en", MADE_AT)
    (slide,) = Presentation(io.BytesIO(pptx(whole))).slides
    assert [shape.text_frame.text for shape in slide.shapes] == ["Under", "Title", "said", "stamp", "1"]
