"""The HTML file says what the document says, asks nobody for anything, and runs nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from assay.report.document import Card, Clause, Document, Figures, Marked, Note, Paragraph, Section, Sentences, Table
from assay.report.form import written
from assay.report.writers.html import html
from assay.report.writers.links import anchors, page, target
from assay.text import LANGUAGES, Language
from tests.assay.report_sample import ADDRESS, HOSTILE, document, summary

VOID = {"meta", "br"}


@dataclass
class Page(HTMLParser):
    """What a reader of the file gets: texts by the element around them, attributes of each element, rows of tables."""

    opened: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.opened.append(tag)
        if tag == "table":
            self.rows.append([])
        if tag == "tr":
            self.rows[-1].append([])
        if tag in ("td", "th"):
            self.rows[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag, "every element is closed where it was opened"

    def handle_data(self, data: str) -> None:
        self.texts.append((self.opened[-1] if self.opened else "", data))
        if self.rows and {"td", "th"} & set(self.opened) and "svg" not in self.opened:
            self.rows[-1][-1][-1] += data

    def those(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def said(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def read(whole: Document) -> Page:
    found = Page()
    found.feed(html(whole).decode())
    found.close()
    assert found.opened == []
    return found


@cache
def sample(language: Language) -> Page:
    return read(summary(language))


@cache
def typed(language: Language) -> Page:
    return read(document(language))


def shown(table: Table, row: tuple[object, ...]) -> list[str]:
    """What each cell says in words; the words of icons are told by their pictures."""
    cells = zip(row, table.formed(row), strict=True)
    return [cell.text if isinstance(cell, Marked) else written(*formed) for cell, formed in cells]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [document, summary])
def test_every_cell_of_every_table_is_there(make, language: Language) -> None:
    whole = make(language)
    expected = [
        [[column.title for column in table.columns], *(shown(table, row) for row in table.lines)] for table in whole.tables
    ]
    assert read(whole).rows == expected and len(expected) >= 2


def test_figures_are_written_as_people_read_them() -> None:
    """60 rows of 1,234.50 each are 74,070.00."""
    levels = typed("zh").rows[0]
    assert levels[1] == ["响应及时率 0", "93.5 %", "¥1,234.50", date(2026, 10, 31).isoformat()]
    assert levels[61] == ["合计", "–", "¥74,070.00", "–"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_words_are_there(language: Language) -> None:
    whole, said = summary(language), "\n".join(text for _, text in sample(language).texts)
    expected = [whole.title, whole.subtitle, *whole.stamp, *(section.title for section in whole.sections)]
    for picture in whole.pictures:
        expected += [picture.chart.title, picture.chart.subtitle, picture.chart.note]
    for block in (block for section in whole.sections for block in section.plain):
        match block:
            case Figures(cards):
                expected += [text for card in cards for text in (card.label, card.value, card.note)]
            case Sentences(clauses):
                expected += [clause.text.strip() for clause in clauses]
            case Note(text):
                expected.append(text)
    assert [text for text in expected if text not in said] == []


def test_what_people_type_stays_text() -> None:
    hostile = (*HOSTILE, "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><script>", "&lt;b&gt;")
    everywhere = [part for text in hostile for part in (Paragraph(text), Note(text), Sentences((Clause(text, key="a"),)),
                                                         Figures((Card(text, text, text),)))]  # fmt: skip
    table = document("en").tables[1]
    rows = tuple((text, text) for text in hostile)
    blocks = (*everywhere, replace(table, title=hostile[-2], rows=rows))
    whole = Document(hostile[-1], hostile[-2], hostile, tuple(Section(text, blocks, "a") for text in hostile[-4:]), "en",
                     document().made_at)  # fmt: skip
    found = read(whole)
    assert not {"script", "img", "b", "label", "reference"} & {name for name, _ in found.elements}
    assert found.rows[0][1:] == [[text, text] for text in hostile]
    counted = Counter(text for _, text in found.texts)
    assert all(counted[text] >= 4 * 7 for text in hostile), "a paragraph, a note, a sentence, three of a card, a cell; four times"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_asked_for_anything(language: Language) -> None:
    """Addresses stand in links to the application and in the name of SVG itself, which no browser asks for."""
    text = html(summary(language)).decode()
    found = sample(language)
    links = [one["href"] for one in found.those("a") if not one["href"].startswith("#")]
    assert len(links) >= 3 and all(link.startswith(f"{ADDRESS}/") for link in links)
    rest = text.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(ADDRESS, "")
    assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)|\bsrc=", rest)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {name for name, _ in found.elements}
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    policy = next(one["content"] for one in found.those("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';") and "script" not in policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leads_inside_the_file_arrives(language: Language) -> None:
    found = sample(language)
    ids = [one["id"] for _, one in found.elements if "id" in one]
    assert len(ids) == len(set(ids))
    inside = {one["href"][1:] for one in found.those("a") if one["href"].startswith("#")}
    assert inside == {"vendors", "causes"} <= set(ids)
    cut = re.findall(r'clip-path="url\(#([^)]*)\)"', html(summary(language)).decode())
    assert cut and set(cut) <= set(ids)


def test_headings_stand_in_order_and_tables_tell_their_heads() -> None:
    found = sample("en")
    ranks = [int(name[1]) for name, _ in found.elements if re.fullmatch(r"h\d", name)]
    assert ranks[0] == 1 and all(later <= former + 1 for former, later in pairwise(ranks))
    assert {one["scope"] for one in found.those("th")} == {"col", "row"}
    assert len(found.those("caption")) == len(found.those("table")) == len(summary("en").tables)
    assert found.those("html")[0]["lang"] == "en" and sample("zh").those("html")[0]["lang"] == "zh-CN"


def test_a_long_document_has_a_list_of_contents() -> None:
    def of(count: int) -> Page:
        sections = tuple(Section(f"Part {n}", (Paragraph("x"),)) for n in range(count))
        return read(replace(document("en"), sections=sections))

    assert of(4).those("nav") == []
    assert [one["href"] for one in of(5).those("a")] == [f"#section-{n}" for n in range(1, 6)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_chart_is_drawn_wide_and_narrow_in_colours_of_both_themes(language: Language) -> None:
    text, charts = html(summary(language)).decode(), [picture.chart for picture in summary(language).pictures]
    drawn = [one for one in sample(language).those("svg") if one.get("class") not in ("icon", "spark") and "aria-label" in one]
    told = [one["aria-label"] for one in drawn if "xmlns" in one]
    assert told == [chart.alt for chart in charts for _ in range(2)]
    used = set(re.findall(r"var\((--paint-[0-9a-f-]+)\)", text))
    light, dark = text.split("prefers-color-scheme: dark", 1)
    assert len(used) > 5 and all(f"{name}:#" in light and f"{name}:#" in dark for name in used)
    body = text.split("<body>")[1]
    assert not re.search(r'(fill|stroke)="#', body)


def test_icons_say_their_words() -> None:
    words = [one["aria-label"] for one in sample("en").those("svg") if one.get("class", "").startswith("icon")]
    in_table = ["worse", "will miss", "within noise"]
    assert words == ["worse", "will miss", *in_table, *in_table], "of a card, of a table, and its legend"
    assert [text for text in sample("en").said("span") if text in in_table] == in_table
    assert sum(one.get("class") == "spark" for one in sample("en").those("svg")) == 1


def test_without_an_address_nothing_leads_to_the_application() -> None:
    found = read(replace(summary("en"), address=""))
    assert all(one["href"].startswith("#") for one in found.those("a")) and found.those("a")


def test_equal_documents_are_equal_bytes() -> None:
    assert html(summary("zh")) == html(summary("zh"))
    assert b'content="2026-11-15T09:00:00Z"' in html(summary("zh"))


def test_what_only_steers_is_left_out() -> None:
    """A sign that turns the direction of writing, half a character, a bell; lines end with a line feed."""
    whole = replace(document("en"), sections=(Section("", (Paragraph("a\u202eb\ud800c\x07d\r\ne"),)),))
    assert "abcd\ne" in read(whole).said("p")


def test_where_links_lead() -> None:
    whole = summary("en")
    assert anchors(whole) == ("lead", "vendors", "causes")
    twice = replace(whole, sections=(Section("", (), "a"), Section("", (), "a"), Section("", ())))
    assert anchors(twice) == ("a", "a-2", "section-3")
    assert page(whole, "trends?vendor=鑫 1&kpi=a%20b") == f"{ADDRESS}/trends?vendor=%E9%91%AB%201&kpi=a%20b"
    assert (page(whole, ""), page(replace(whole, address=""), "trends")) == ("", "")
    assert target(whole, "causes", "trends") == "#causes"
    assert target(whole, "nowhere", "trends") == f"{ADDRESS}/trends"
    with pytest.raises(ValueError, match="by http or https"):
        page(replace(whole, address="javascript:alert(1)//"), "trends")
