"""The page *Compare*: every part in both languages, what a click leads to, and what it says where nothing can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import fastexcel
import pytest
from streamlit.testing.v1 import AppTest

from assay.scope import Scope
from assay.text import LANGUAGES
from assay.warehouse import read
from tests.app.altered import altered
from tests.app.seen import drawn, headline, said
from tests.app.seen import opened as opened_page
from ui.compare import file as compare_file
from ui.compare import read as compare_read
from ui.compare import words
from ui.compare.view import PARTS
from ui.reading import Reading

ALL = Scope.all()
Open = Callable[..., AppTest]


@pytest.fixture
def page(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path / "register.sqlite"))
    return partial(opened_page, "compare")


@pytest.mark.parametrize("part", PARTS)
def test_every_part_answers_in_both_languages(page: Open, part: str) -> None:
    zh, en = (page(lang=language, part=part, span="24") for language in LANGUAGES)
    assert headline(zh) != headline(en)
    assert re.search("[\u4e00-\u9fff]", headline(zh))
    assert len(zh.main.get("bidi_component")) == len(en.main.get("bidi_component")) > 0
    assert len(zh.main.get("plotly_chart")) == len(en.main.get("plotly_chart")) == (part != "kpis")
    assert drawn(zh) != drawn(en)


def test_the_headline_is_of_the_service_with_most_orders(page: Open) -> None:
    assert headline(page(lang="en")).startswith("Equipment maintenance, 8 vendors, Response on time: ")
    assert headline(page(lang="en", services="cleaning")).startswith("Cleaning, 8 vendors, ")


def test_a_longer_span_counts_more_orders(page: Open) -> None:
    counts = [_n(page(lang="en", span=span)) for span in ("6", "12", "24")]
    assert counts == sorted(counts) and counts[0] < counts[1] < counts[2]


def _n(at: AppTest) -> int:
    """All that the method says went in."""
    (found,) = re.findall(r"Data: ([\d,]+) due", said(at).replace("\\", ""))
    return int(found.replace(",", ""))


def test_a_chosen_vendor_is_spoken_of_and_leads_on(page: Open, company) -> None:
    vendor = company.truths["looks_bad"]["vendor_id"]
    at = page(lang="en", kpi="response_minutes", span="24", vendors=vendor)
    text = said(at)
    assert "after allowing for site" in text and "Response time (geometric mean) is" in text
    assert re.search(rf"\./vendor\?[^\"]*vendors={vendor}", text)
    assert "trends?" in text and "opened=" in text
    assert len(re.findall(r"Vendor&#x27;s card|Vendor's card", text)) == 1


def test_every_vendor_and_its_orders_open(page: Open, company) -> None:
    vendors = [id_ for id_, group in company.tables["vendors"].select("vendor_id", "peer_group").rows() if group == "maintenance"]
    table = drawn(page(lang="en", span="6"))
    for id_ in vendors:
        assert re.search(rf"\./vendor\?[^\"]*vendors={id_}", table)
        assert re.search(rf"./orders\?[^\"]*figure=response_on_time.denominator[^\"]*vendors={id_}", table)


def test_the_agreement_stands_beside_the_evidence(page: Open) -> None:
    table = drawn(page(lang="en"))
    assert "Capability" in table and "Settled 2026-10" in table and "mark met" in table
    assert "Settled" not in drawn(page(lang="en", sites="S01"))  # an agreement is settled over all its sites


def test_the_disconnected_vendor_is_listed_with_the_reason(page: Open, company) -> None:
    told = company.truths["disconnected"]
    at = page(lang="en", services=told["service"], span="24", part="adjusted")
    name = dict(company.tables["vendors"].select("vendor_id", "name").iter_rows())[told["vendor_id"]]
    assert f"{name} shares no site with the others" in said(at).replace("\\", "")
    assert name in drawn(at) and "not comparable" in drawn(at)


def test_stocks_are_listed_as_counted(page: Open) -> None:
    at = page(lang="en", kpi="overdue_backlog_share", span="24")
    assert "values as counted only" in headline(at)
    assert words.NO_FUNNEL("en") in said(at) and "not independent" in said(at)
    assert words.NO_SLOPE("en") in said(page(lang="en", kpi="overdue_backlog_share", span="24", part="change"))


def test_a_span_without_any_record_says_so(page: Open, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = altered(warehouse, tmp_path / "silent", "update orders set response_deadline_on = null where service = 'maintenance'")
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    at = opened_page("compare", lang="en", services="maintenance")
    assert headline(at) == "Equipment maintenance, 0 vendors, Response on time: nothing was counted in this span"
    assert words.NOTHING_BODY("en") in said(at)


def test_one_vendor_alone_is_said(page: Open, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lone = "delete from orders where vendor_id not in (select min(vendor_id) from vendors where peer_group = 'maintenance')"
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(altered(warehouse, tmp_path / "lone", lone)))
    for language in LANGUAGES:
        at = opened_page("compare", lang=language, part="funnel", span="24")
        assert {"en": "nothing to compare", "zh": "无从比较"}[language] in headline(at)


def test_before_the_first_load_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path / "none"))
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path / "register.sqlite"))
    at = opened_page("compare", lang="en")
    assert [error.value for error in at.exception] == [] and len(at.header) == 1


def test_paces_are_of_one_priority_where_one_is_chosen(page: Open) -> None:
    everyone, urgent = (page(lang="en", part="times", span="24", **narrowed) for narrowed in ({}, {"priority": "urgent"}))
    assert "Within" not in drawn(everyone) and "Within" in drawn(urgent)  # each priority has its own agreed time
    assert "agreed" in str(urgent.main.get("plotly_chart")[0].proto.spec)


def test_a_scope_of_one_vendor_reads_only_its_own(page: Open, warehouse: Path, company) -> None:
    version = read.version(warehouse)
    assert version is not None
    own = Scope.of_vendor("V01")
    months = ("2026-09", "2026-10")
    kpi = next(one for one in compare_read.offered(version, own) if one.id == "response_on_time")
    assert set(compare_read.cells(version, own, kpi, months, ())["vendor_id"]) == {"V01"}
    period = next(one for one in read.periods(read.opened(warehouse, version), "month", own) if one.label == "2026-10")
    found = compare_read.compared(version, own, kpi.id, None, months, (), None, period.last)
    assert [one.vendor_id for one in found.vendors] == ["V01"] and found.state == "one_vendor"
    told = compare_read.waited(version, own, "response", None, months, (), None, None, period.last)
    assert {one.vendor_id for one in told.vendors} <= {"V01"}
    assert set(compare_read.settled(version, own, kpi.id, None, "2026-10", period.last)) <= {"V01"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_holds_vendors_pairs_and_method(page: Open, warehouse: Path, language) -> None:
    version = read.version(warehouse)
    assert version is not None
    periods = read.periods(read.opened(warehouse, version), "month", ALL)
    october = next(one for one in periods if one.label == "2026-10")
    now = Reading(language, version, ALL, {"lang": (language,)}, october, periods)
    months = tuple(one.label for one in reversed(periods[1:25]))
    found = compare_read.compared(version, ALL, "response_on_time", "maintenance", months, (), None, october.last)
    book = fastexcel.read_excel(BytesIO(compare_file.workbook(found, {}, now)).getvalue())
    assert book.sheet_names == ["response_on_time", words.PAIRS_SHEET(language), words.METHOD(language)]
    vendors = book.load_sheet(0).to_polars()
    assert vendors["vendor_id"].to_list() == [one.vendor_id for one in found.vendors]
    adjusted = [one.adjusted.value for one in found.vendors if one.adjusted]
    assert vendors[words.ADJUSTED(language)].to_list() == pytest.approx(adjusted)
