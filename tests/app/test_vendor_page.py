"""The page *Vendor*: in both languages, of months and vendors of every kind, and never a word of another vendor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import fastexcel
import pytest
from streamlit.testing.v1 import AppTest

from assay import written
from assay.report.vendor_card import VendorCard
from assay.report.vendor_card_document import vendor_document
from assay.report.vendor_card_told import headline as told
from assay.report.writers.xlsx import xlsx
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from tests.app.altered import altered
from tests.app.seen import drawn, headline, said
from tests.app.seen import opened as opened_page
from ui import warehouse as ui_warehouse
from ui.vendor import read as vendor_read
from ui.vendor import words

MONTH, FIRST, RUNNING = date(2026, 10, 1), "2023-11", "2026-11"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests, for none of them writes: so a card that one has read is there for the next."""
    return tmp_path_factory.mktemp("vendor") / "register.sqlite"


@pytest.fixture
def page(warehouse: Path, register: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("ASSAY_REGISTER", str(register))
    return partial(opened_page, "vendor")


def names(warehouse: Path) -> dict[str, str]:
    """All vendors of the small company by id."""
    opened = read.opened(warehouse, read.version(warehouse) or "")
    return dict(read.vendors(opened, Scope.all()).select("vendor_id", "name").iter_rows())


def card_of(scope: Scope, vendor: str = "V02") -> VendorCard:
    return vendor_read.card(ui_warehouse.version(), scope, vendor, MONTH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_of_the_filtered_vendor(page: Open, warehouse: Path, language: Language) -> None:
    at = page(lang=language, vendors="V02")
    card = card_of(Scope.all())
    assert headline(at) == told(card, language)
    assert names(warehouse)["V02"] in headline(at) and written.period("2026-10", language) in headline(at)
    for title in (words.CHANGED, words.ALL_KPIS, words.ALL_LEVELS):
        assert title(language) in said(at)
    html = drawn(at)
    assert all(one.kpi.title(language) in html for one in card.kpis)
    assert html.count('class="icons"') >= len(card.kpis)


def test_every_kpi_opens_its_series_and_its_orders(page: Open) -> None:
    html = drawn(page(lang="en", vendors="V02", sites="S01", services="maintenance"))
    links = [part.split('"')[0] for part in html.split('href="')[1:]]
    series = [link for link in links if link.startswith("./trends?")]
    orders = [link for link in links if link.startswith("./orders?")]
    assert len({link for link in series if "opened=V02" in link}) == len(card_of(Scope.all()).kpis)
    assert any("figure=response_on_time.rest" in link for link in orders)
    # The card is about all sites and services, so what it opens is too.
    assert all("sites=" not in link and "services=" not in link and "vendors=V02" in link for link in (*series, *orders))


def test_filters_of_sites_and_services_are_said_not_to_apply(page: Open) -> None:
    at = page(lang="en", vendors="V02", sites="S01")
    assert words.WHOLE.en in at.caption.values
    assert headline(at) == told(card_of(Scope.all()), "en")


def test_without_a_vendor_it_is_the_first_and_another_can_be_chosen(page: Open, warehouse: Path) -> None:
    known = names(warehouse)
    at = page(lang="en")
    assert next(iter(known.values())) in headline(at)
    at.selectbox("card_vendor_en").set_value("V02").run()
    assert at.query_params["vendors"] in ("V02", ["V02"])
    assert known["V02"] in headline(at)
    several = page(lang="en", vendors=["V02", "V05"])
    assert known["V02"] in headline(several) and words.OTHER_VENDORS.en in several.caption.values


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vendor_sees_itself_and_nobody_else(
    page: Open, warehouse: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, own = names(warehouse), Scope.of_vendor("V02")
    monkeypatch.setattr(Scope, "all", classmethod(lambda cls: own))
    at = page(lang=language, vendors="V05")  # asks for another one
    assert known["V02"] in headline(at)
    everything = said(at) + drawn(at)
    others = [other for id_, name in known.items() if id_ != "V02" for other in (name, f'"{id_}"', f"={id_}&")]
    assert len(known) > 10 and not [other for other in others if other in everything]
    assert "card_vendor_zh" not in at.session_state and "card_vendor_en" not in at.session_state


def test_the_figures_of_a_one_vendor_scope_are_those_of_the_whole_and_others_are_nowhere(page: Open, warehouse: Path) -> None:
    whole, own = card_of(Scope.all()), card_of(Scope.of_vendor("V02"))
    assert [(one.kpi.id, one.value, one.n) for one in own.kpis] == [(one.kpi.id, one.value, one.n) for one in whole.kpis]
    assert [one.line.judged.settled for one in own.levels] == [one.line.judged.settled for one in whole.levels]
    assert {one.against for one in own.places.found} <= {"own_sites", "own_services"}
    assert "others" in {one.against for one in whole.places.found}
    sites = {f"S{at:02d}": f"site {at}" for at in range(1, 40)}
    for scope_card in (whole, own):
        book = xlsx(vendor_document(scope_card, sites, "en", scope_card.settled.as_of, in_full=True))
        cells = "\n".join(_text(book))
        assert names(warehouse)["V02"] in cells and len(cells) > 5_000
        assert not [name for id_, name in names(warehouse).items() if id_ != "V02" and name in cells]


def _text(book: bytes) -> list[str]:
    """Everything written in a workbook."""
    found = fastexcel.read_excel(BytesIO(book).getvalue())
    frames = (found.load_sheet(name, header_row=None, dtypes="string").to_polars() for name in found.sheet_names)
    return [str(value) for frame in frames for column in frame.get_columns() for value in column.drop_nulls()]


def test_a_running_month_says_so(page: Open) -> None:
    at = page(lang="zh", vendors="V02", period=RUNNING)
    assert "进行中" in headline(at)
    assert words.MONTH_RUNS("zh", month=written.period(RUNNING, "zh")) in at.caption.values


def test_a_quarter_shows_its_last_month(page: Open) -> None:
    at = page(lang="en", vendors="V02", period="2026-Q3")
    assert "September 2026" in headline(at)
    assert "Agreements are settled by month: this is September 2026." in at.caption.values


def test_the_first_month_of_all_has_none_to_compare_with(page: Open) -> None:
    at = page(lang="en", vendors="V02", period=FIRST)
    assert headline(at)
    assert words.NO_MONTH_BEFORE("en") in said(at)


def test_a_vendor_without_an_agreement_still_has_its_kpis(
    page: Open, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = altered(warehouse, tmp_path / "unsigned", "delete from agreements where vendor_id = 'V02'")
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    at = page(lang="zh", vendors="V02")
    assert "没有生效的协议" in headline(at)
    assert words.NO_AGREEMENT("zh") in at.caption.values
    assert words.ALL_LEVELS("zh") not in said(at) and 'class="icons"' in drawn(at)


def test_a_vendor_of_whom_nothing_was_ever_told(
    page: Open, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ("orders", "open_orders", "inspections", "findings", "surveys", "complaints", "staff_months", "trainings",
              "aggregates")
    home = altered(warehouse, tmp_path / "silent", *(f"delete from {table} where vendor_id = 'V02'" for table in tables))
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    at = page(lang="en", vendors="V02", period="2026-10")
    assert "could be judged" in headline(at)
    assert words.NO_SERIES("en") in said(at) and words.PLACES_NOTHING("en") in said(at)
