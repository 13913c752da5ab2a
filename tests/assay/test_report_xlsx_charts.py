"""The charts of the workbook are those of Excel: fed from cells, with the numbers of the document, and no word a formula."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import polars as pl
import pytest

from assay.charts.axis import Axis
from assay.charts.chart import Chart, Label, Line, Points
from assay.report.document import Document, Picture, Section
from assay.report.writers.native import native, row_names
from assay.report.writers.xlsx import xlsx
from assay.text import LANGUAGES, Language
from tests.assay.chart_samples import MONTHS, RATES
from tests.assay.report_sample import ADDRESS, HOSTILE, summary

DATA = {"zh": "图表数据", "en": "Chart data"}


@cache
def made(language: Language) -> bytes:
    return xlsx(summary(language))


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(f"xl/{name}").decode()


def parsed(xml: str) -> ET.Element:
    """Without name spaces: the names alone tell what is what."""
    plain = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", xml)
    return ET.fromstring(re.sub(r"(</?|\s)\w+:(?=\w+[\s=/>])", r"\1", plain))


def drawn(content: bytes) -> list[ET.Element]:
    names = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.startswith("xl/charts/chart")]
    return [parsed(part(content, f"charts/chart{number}.xml")) for number in range(1, len(names) + 1)]


def shown(series: ET.Element, *row: str) -> tuple[float | None, ...]:
    """The numbers that a chart keeps of a row."""
    (cache_,) = (one for name in row for one in series.findall(f"{name}//numCache"))
    known = {int(one.get("idx", "")): float(one.findtext("v") or "") for one in cache_.findall("pt")}
    return tuple(known.get(at) for at in range(int(cache_.find("ptCount").get("val"))))  # type: ignore[union-attr, arg-type]


def near(values: Iterable[float | str | None]) -> list[float | None]:
    """A workbook keeps sixteen digits."""
    return [None if one is None else round(float(one), 12) for one in values]


def name(series: ET.Element) -> str:
    return series.findtext("tx//v") or ""


def cells(content: bytes, sheet: int) -> dict[str, float | str]:
    """What stands in the cells of a sheet, read from the file itself."""
    texts = [
        "".join(one.itertext()) for one in parsed(part(content, "sharedStrings.xml")).findall("si")
    ]
    rows = parsed(part(content, f"worksheets/sheet{sheet}.xml")).iter("c")
    found = ((one.get("r", ""), one.get("t"), one.findtext("v")) for one in rows)
    return {place: texts[int(value)] if kind == "s" else float(value) for place, kind, value in found if value is not None}


def referred(reference: str) -> Iterator[str]:
    """The cells of 'sheet'!$C$3:$C$9."""
    column, first, last = re.fullmatch(r"'[^']+'!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?", reference).groups()  # type: ignore[union-attr]
    yield from (f"{column}{row}" for row in range(int(first), int(last or first) + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_stands_in_reading_order_under_its_finding(language: Language) -> None:
    """The heat table is the only one that Excel cannot draw: it is a table, and its finding a line over it."""
    natives = [one.chart for one in summary(language).pictures if native(one.chart) is not None]
    titles = ["".join(chart.find("chart/title//strCache").itertext()) for chart in drawn(made(language))]  # type: ignore[union-attr]
    assert [title.lstrip("1") for title in titles] == [chart.title for chart in natives]
    alternatives = re.findall(r'descr="([^"]*)"', part(made(language), "drawings/drawing1.xml"))
    assert [alt.replace("&apos;", "'").replace("&amp;", "&") for alt in alternatives] == [chart.alt for chart in natives]

    heat = summary(language).pictures[-1].chart
    page = pl.read_excel(io.BytesIO(made(language)), sheet_id=2, has_header=False)
    assert heat.title in page["column_0"].to_list()
    vendor = page.filter(pl.col("column_0") == "鑫堃电梯维保").row(0)
    assert ("91 %" in vendor, "95 %" in vendor) == (True, True)


def test_a_control_chart_has_the_months_and_the_rates() -> None:
    """Ten months, of which May has no value; the mean 94.5; the target 95 from March on."""
    control = drawn(made("en"))[0]
    rows = {name(one): one for one in control.iter("ser")}
    assert list(rows) == ["mean", "lower limit", "target 95 %", "Values"]
    assert near(shown(rows["Values"], "val")) == near(RATES)
    assert shown(rows["target 95 %"], "val") == (None,) * 2 + (95.0,) * 8
    months = [one.text for one in rows["Values"].findall("cat//v")]
    assert tuple(months) == MONTHS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_every_picture_is_in_its_chart_and_in_the_cells_it_is_fed_from(language: Language) -> None:
    document = summary(language)
    natives = [found for one in document.pictures if (found := native(one.chart)) is not None]
    sheet = len(document.tables) + 3  # after the first one, the charts and the tables
    stands = cells(made(language), sheet)
    for found, chart in zip(natives, drawn(made(language)), strict=True):
        names = row_names(found, language)
        series = [*found.series, *([] if names is None else [names])]
        for one, said in zip(series, sorted(chart.iter("ser"), key=order), strict=True):
            assert name(said) == one.name
            assert near(shown(said, "val", "yVal")) == near(one.values)
            if one.xs:
                assert near(shown(said, "xVal")) == near(one.xs)
            reference = said.findtext("val//f") or said.findtext("yVal//f") or ""
            assert near(stands.get(place) for place in referred(reference)) == near(one.values)


def order(series: ET.Element) -> int:
    """In a chart of columns and lines the lines come last, and so they do here."""
    return int(series.find("order").get("val"))  # type: ignore[union-attr, arg-type]


def test_intervals_are_error_bars_with_their_arms_in_cells() -> None:
    """Night: 2.00 between 1.25 and 3.20."""
    forest = next(chart for chart in drawn(made("en")) if "At night" in "".join(chart.itertext()))
    (bars,) = forest.iter("errBars")
    stands = cells(made("en"), 5)
    arms = [
        [stands.get(place) for place in referred(bars.findtext(f"{arm}//f") or "")] for arm in ("minus", "plus")
    ]
    assert arms == [[None, 0.75, 0.3], [None, 1.2, 0.48]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_of_a_chart_is_one_to_its_data(language: Language) -> None:
    own = re.compile(rf"'{DATA[language]}'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?")
    references = [one.text or "" for chart in drawn(made(language)) for one in chart.iter("f")]
    assert references and [one for one in references if not own.fullmatch(one)] == []


@pytest.mark.parametrize("typed", [*HOSTILE, "Sheet1!A1", "='Chart data'!$B$2", "<script>alert(1)</script>"])
def test_what_people_type_stays_words_in_a_chart(typed: str) -> None:
    """As title, axis, category, name of a row, number at a point, and label."""
    layers = (
        Line((0.0, 1.0), (1.0, 2.0), label=typed), Points((0.0, 1.0), (3.0, 4.0), numbers=(typed, ""), hover=(typed, "b")),
        Label(0.0, 1.0, typed),
    )
    chart = Chart(typed, typed, typed, Axis(typed, kind="label", labels=(typed, "b")), Axis(typed), layers, typed)
    content = xlsx(replace(summary("en"), sections=(Section(typed, (Picture(chart),)),)))
    (found,) = drawn(content)
    references = [one.text or "" for one in found.iter("f")]
    assert [one for one in references if not re.fullmatch(r"'Chart data'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one)] == []
    sheets = [part(content, f"worksheets/sheet{number}.xml") for number in (1, 2, 3)]
    assert not any(re.search("<f[ >]", sheet) for sheet in sheets)
    said = [text for text in found.itertext() if text.strip() == typed.strip()]
    assert len(said) >= 5


def test_clauses_lead_to_the_sheet_of_their_section_or_to_the_application() -> None:
    """The first clause to the table of the vendors, the second to a page, each as a line under its sentence."""
    front = part(made("en"), "worksheets/sheet1.xml")
    inside = re.findall(r'<hyperlink ref="(\w+)" location="([^"]*)"', front)
    stands = cells(made("en"), 1)
    led = {stands[place]: to for place, to in inside}
    assert led["→ 3 of 24 vendors missed their agreement"] == "'Vendors and KPIs'!A1"
    assert led["→ Why"] == "'Charts'!A1"
    assert led["Two faults are four fifths: see the sheet “Charts”"] > "'Charts'!A10"
    outside = re.findall('Target="([^"]*)"', part(made("en"), "worksheets/_rels/sheet1.xml.rels"))
    assert outside == [f"{ADDRESS}/trends?kpi=clearance_rate&amp;vendor=V%201", f"{ADDRESS}/overview"]


def test_without_an_address_nothing_leads_out_of_the_file() -> None:
    content = xlsx(replace(summary("en"), address=""))
    assert "http" not in "".join(re.findall("Target=\"[^\"]*\"", "".join(
        part(content, one.removeprefix("xl/")) for one in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if one.startswith("xl/worksheets/_rels")
    )))


def test_icons_are_words() -> None:
    vendors = pl.read_excel(io.BytesIO(made("en")), sheet_name="Vendors and KPIs")
    assert vendors["On time"].to_list()[:2] == ["90.5 % · worse · will miss", "within noise"]
    front = pl.read_excel(io.BytesIO(made("en")), sheet_id=1, has_header=False)
    assert front.filter(pl.col("column_0") == "Met").row(0)[1:] == ("93.4 %", "worse · will miss · agreed ≥ 95 %")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_of_charts_have_names_of_their_own(language: Language) -> None:
    titled = {"zh": "图表", "en": "Charts"}[language]
    sections = tuple(replace(one, title=titled) for one in summary(language).sections)
    names = list(pl.read_excel(io.BytesIO(xlsx(replace(summary(language), sections=sections))), sheet_id=0, has_header=False))
    assert names[1] == titled and names[3] == f"{titled} 2" and names[-1] == DATA[language]
    assert max(map(len, names)) <= 31


def test_a_document_without_pictures_has_no_sheet_for_them() -> None:
    bare: Document = replace(summary("en"), sections=summary("en").sections[:2])
    assert list(pl.read_excel(io.BytesIO(xlsx(bare)), sheet_id=0, has_header=False)) == ["Read me", "Vendors and KPIs"]


def test_equal_documents_are_equal_bytes() -> None:
    assert xlsx(summary("zh")) == made("zh")
