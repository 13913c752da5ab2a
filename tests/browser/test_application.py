"""The running application in a real browser: every page in every dress, and the ways through it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, expect

from assay.text import LANGUAGES, Language
from tests.browser.serving import ROOT, served
from tests.browser.visit import DESK, PHONE, Scheme, Size, Visit, visiting
from ui import words
from ui.agreements import words as words_agreements
from ui.reading import PARTS

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
SCREENS = ROOT / "build" / "screens"
NASTY = "<script>document.title='taken'</script> & \"Söhne\""


def path_of(page: str) -> str:
    """The start page has no path of its own."""
    return "" if page == "overview" else page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A tab on a desk. Nothing may go wrong in it, whatever the test is about."""
    with visiting(browser) as found:
        yield found
        assert found.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_every_dress(browser: Browser, address: str, page: str, size: Size, scheme: Scheme) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    with visiting(browser, size, scheme) as visit:
        for language in LANGUAGES:
            visit.go(f"{address}/{path_of(page)}?lang={language}")
            _is_whole(visit, language)
            visit.page.screenshot(path=SCREENS / f"{page}-{language}-{size[0]}-{scheme}.png", full_page=False)
            assert visit.wideness == 0
            assert visit.background > 0.9 if scheme == "light" else visit.background < 0.2
        assert visit.wrong == []


def _is_whole(visit: Visit, language: Language) -> None:
    """The frame, the headline and something beneath it, no error anywhere."""
    expect(visit.page.get_by_test_id("stException")).to_have_count(0)
    expect(visit.page.get_by_test_id("stAlert")).to_have_count(0)
    assert visit.headline
    assert visit.view["lang"] == [language]
    expect(visit.page.get_by_text(words.STAMP_COVERAGE.zh[:3] if language == "zh" else "vendors reported")).to_be_visible()
    expect(visit.rows.first).to_be_attached()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_the_data_page_fits_on_a_phone(browser: Browser, address: str, language: Language) -> None:
    """Wide tables scroll by themselves; the page does not, and what begins a row is never cut."""
    with visiting(browser, PHONE) as visit:
        for part in PARTS:
            visit.go(f"{address}/data?lang={language}&part={part}")
            expect(visit.page.get_by_test_id("stException")).to_have_count(0)
            assert (part, visit.wideness) == (part, 0)
            cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
            assert visit.page.locator(".assay .first .value").evaluate_all(cut) == []
        assert visit.wrong == []


def test_the_language_changes_in_place_and_the_view_stays(visit: Visit, address: str) -> None:
    visit.go(f"{address}/?lang=zh&period=2026-Q3&vendors=V01&kpi=response_on_time")
    visit.page.evaluate("window.same = true")
    before = visit.view
    visit.sidebar.get_by_text("English").click()
    expect(visit.page.get_by_text("Response on time").first).to_be_visible()
    visit.rest()
    assert visit.view == {**before, "lang": ["en"]}
    assert visit.page.evaluate("window.same") is True  # no reload


def test_a_cell_filters_in_place_and_back_returns(visit: Visit, address: str) -> None:
    visit.go(f"{address}/?lang=en")
    visit.page.evaluate("window.same = true")
    expect(visit.rows.first).to_be_attached()
    headline, rows, before = visit.headline, visit.rows.count(), visit.view
    link = visit.rows.nth(1).locator("td a").first
    assert "vendors=" in (link.get_attribute("href") or "")
    link.click()
    expect(visit.page.locator("h2").first).not_to_have_text(headline)
    visit.rest()
    assert set(visit.view) == {*before, "vendors", "kpi"}
    visit.page.go_back()
    expect(visit.page.locator("h2").first).to_have_text(headline)
    visit.rest()
    assert visit.view == before
    expect(visit.rows).to_have_count(rows)
    assert visit.page.evaluate("window.same") is True


def test_a_link_gives_the_same_view_to_somebody_else_in_either_language(visit: Visit, browser: Browser, address: str) -> None:
    visit.go(f"{address}/?lang=en")
    visit.page.get_by_role("button", name="Filters", exact=True).click()
    visit.page.get_by_role("combobox", name="Services").click()
    visit.page.get_by_role("option", name="Security").click()
    visit.page.keyboard.press("Escape")  # closes the list, which keeps the rest from being reached meanwhile
    expect(visit.page.get_by_role("button", name="Clear filters")).to_be_visible()
    visit.rest()
    assert visit.view["services"] == ["security"]
    with visiting(browser) as other:
        other.go(visit.page.url)
        assert (other.view, other.headline, _table(other)) == (visit.view, visit.headline, _table(visit))
        other.go(visit.page.url.replace("lang=en", "lang=zh"))
        assert other.view == {**visit.view, "lang": ["zh"]}
        assert _vendors(other) == _vendors(visit)
        assert other.wrong == []


def _table(visit: Visit) -> list[str]:
    return visit.rows.all_inner_texts()


def _vendors(visit: Visit) -> list[str]:
    return visit.rows.locator("th").all_inner_texts()


def test_a_chip_takes_its_filter_off(visit: Visit, address: str) -> None:
    visit.go(f"{address}/?lang=en&services=security")
    visit.page.get_by_role("button", name="Security").click()
    expect(visit.page.get_by_role("button", name="Clear filters")).to_have_count(0)
    visit.rest()
    assert "services" not in visit.view


def test_a_table_comes_as_a_workbook(visit: Visit, address: str, tmp_path: Path) -> None:
    visit.go(f"{address}/?lang=en")
    with visit.page.expect_download() as coming:
        visit.page.get_by_role("button", name="Download Excel").first.click()
    coming.value.save_as(tmp_path / "table.xlsx")
    assert (tmp_path / "table.xlsx").read_bytes().startswith(b"PK")


def test_more_kpis_open_in_place(visit: Visit, address: str) -> None:
    visit.go(f"{address}/?lang=en")
    cards = visit.page.locator(".assay .card")
    before = cards.count()
    visit.page.get_by_text(words.MORE_KPIS.en).click()
    expect(cards.nth(before)).to_be_visible()
    visit.rest()
    expect(visit.page.get_by_test_id("stException")).to_have_count(0)


def test_a_statement_opens_to_its_records_takes_a_waiver_and_comes_as_pdf(visit: Visit, address: str, tmp_path: Path) -> None:
    visit.go(f"{address}/agreements?lang=en&period=2026-09")
    visit.rows.locator(".mark.missed").first.click()
    expect(visit.page.get_by_text(words_agreements.PUBLISHED_PART.en)).to_be_visible()
    visit.rest()
    assert visit.view["part"] == ["statement"]
    visit.rows.locator("th a").first.click()
    visit.page.get_by_text(words_agreements.REQUEST.en).click()
    visit.page.get_by_label(words_agreements.WHY.en, exact=True).fill("The site was closed.")
    visit.page.get_by_role("button", name=words_agreements.SEND_REQUEST.en).click()
    expect(visit.page.get_by_text("Nothing was written")).to_be_visible()
    expect(visit.page.get_by_label(words_agreements.WHY.en, exact=True)).to_have_value("The site was closed.")
    visit.page.get_by_label(words_agreements.WHO.en, exact=True).fill("Li Wei")
    visit.page.get_by_role("button", name=words_agreements.SEND_REQUEST.en).click()
    expect(visit.rows.get_by_text("The site was closed.")).to_be_visible()
    visit.rest()
    with visit.page.expect_download() as coming:
        visit.page.get_by_role("button", name=words_agreements.AS_PDF.en).click()
    coming.value.save_as(tmp_path / "statement.pdf")
    assert (tmp_path / "statement.pdf").read_bytes().startswith(b"%PDF")


@pytest.fixture(scope="module")
def strange(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own that nobody has visited yet, on the same company with a vendor of a hostile name."""
    home = tmp_path_factory.mktemp("strange") / "warehouse"
    shutil.copytree(warehouse, home)
    with duckdb.connect(str(home / (home / "CURRENT").read_text())) as connection:
        connection.execute("update vendors set name = ? where vendor_id = 'V01'", [NASTY])
    with served(home) as running:
        yield running


def test_the_first_link_after_a_start_passes_through_the_frame(browser: Browser, strange: str) -> None:
    """Streamlit would run pages/overview.py by itself here, without app.py and therefore without whatever app.py guards."""
    with visiting(browser) as visit:
        visit.go(f"{strange}/overview?lang=en&vendors=V02")
        expect(visit.sidebar.get_by_text(words.PRODUCT.en)).to_be_visible()
        expect(visit.sidebar.get_by_text("English")).to_be_visible()
        expect(visit.page.get_by_text("vendors reported")).to_be_visible()
        assert (visit.view["lang"], visit.view["vendors"]) == (["en"], ["V02"])
        # The start page goes by the bare address only; Streamlit says so, and shows it.
        assert all("does not seem to exist" in line for line in visit.wrong)


def test_a_hostile_name_is_only_a_name(visit: Visit, strange: str) -> None:
    visit.go(f"{strange}/?lang=en")
    expect(visit.rows.locator("th").filter(has_text=NASTY)).to_have_count(1)
    visit.go(f"{strange}/?lang=en&vendors=V01&kpi=response_on_time")
    assert NASTY in visit.headline
    expect(visit.page.get_by_role("button", name=NASTY)).to_be_visible()
    assert visit.page.title() != "taken"


def test_an_order_opens_its_trace_and_back_returns_to_the_same_list(visit: Visit, address: str) -> None:
    visit.go(f"{address}/orders?lang=en&shown=all&at=2")
    before, first = visit.view, visit.rows.nth(0).locator("th a")
    order_id = first.inner_text()
    first.click()
    expect(visit.page.locator("h2").first).to_contain_text(order_id)
    visit.rest()
    assert visit.view == {**before, "order": [order_id]}
    expect(visit.page.locator("figure.timeline [role=img]")).to_have_count(2)
    stretch = visit.page.locator(".lane .working").first
    stretch.hover()
    expect(visit.page.locator(".tip")).to_contain_text("used by then")
    assert visit.wideness == 0
    visit.page.go_back()
    expect(visit.rows.nth(0).locator("th a")).to_have_text(order_id)
    assert visit.view == before
