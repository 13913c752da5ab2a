"""Files uploaded in a real browser: checked, published, repaired and brought back, and the server answers all the while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import served
from tests.browser.visit import Visit, visiting
from tests.pipelines.small_files import asked, masters, order, orders, taken
from ui.data import words
from ui.words import EMPTY_TITLE, OVERVIEW, TABLE_TITLE, TO_UPLOAD

_PATIENCE = 120_000  # milliseconds: another process imports Great Expectations first


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = masters(tmp_path / "masters")
    taken(tmp_path / "warehouse", folder)
    taken(tmp_path / "warehouse", orders(tmp_path, order("1"), order("2")))
    return tmp_path / "warehouse"


@pytest.fixture
def visit(browser: Browser, home: Path) -> Iterator[Visit]:
    with served(home) as address, visiting(browser) as found:
        found.go(f"{address}/data?lang=en&part=upload")
        yield found
        assert found.wrong == []


def _upload(visit: Visit, *files: Path) -> None:
    visit.page.locator("input[type=file]").set_input_files([str(file) for file in files])
    visit.page.get_by_role("button", name=words.CHECK_BUTTON.en, exact=True).click()
    expect(visit.page.get_by_text(words.CHECK_RESULT.en).first).to_be_visible(timeout=_PATIENCE)
    visit.rest()


def _publish(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Publish").click()
    expect(visit.page.get_by_text("Published:")).to_be_visible(timeout=_PATIENCE)
    visit.rest()


def test_the_first_files_come_in_by_the_browser_in_either_language(browser: Browser, tmp_path: Path) -> None:
    """Streamlit's uploader says `Upload`; ours are the only words, and the only door, that eyes and screen readers find."""
    with served(tmp_path / "warehouse") as address, visiting(browser) as visit:
        visit.go(f"{address}/?lang=zh")
        assert visit.headline == EMPTY_TITLE.zh and "/data" in visit.page.url
        _is_the_only_door(visit, words.UPLOAD_CHOOSE.zh)
        visit.sidebar.get_by_text("English").click()
        expect(visit.page.locator("h2").first).to_have_text(EMPTY_TITLE.en)
        visit.rest()
        _is_the_only_door(visit, words.UPLOAD_CHOOSE.en)
        visit.sidebar.get_by_text(OVERVIEW.en).click()
        visit.page.get_by_role("link", name=TO_UPLOAD.en).click()
        _upload(visit, *sorted(masters(tmp_path / "masters").iterdir()), orders(tmp_path, order("1"), order("2")))
        _publish(visit)
        assert asked(tmp_path / "warehouse", "select count(*) from orders") == [(2,)]
        assert visit.headline != EMPTY_TITLE.en
        visit.sidebar.get_by_text(OVERVIEW.en).click()
        expect(visit.page.get_by_text(TABLE_TITLE.en)).to_be_visible()
        assert visit.wrong == []


def _is_the_only_door(visit: Visit, said: str) -> None:
    region = visit.page.get_by_role("region", name=said)
    assert region.get_by_role("button").count() == 1
    button = region.get_by_role("button", name=said, exact=True)
    expect(button).to_be_visible()
    with visit.page.expect_file_chooser() as chooser:
        button.click()
    assert chooser.value.is_multiple()
    expect(region.get_by_text("Upload", exact=True)).to_be_hidden()


def test_a_file_is_checked_published_repaired_and_taken_back(visit: Visit, home: Path, tmp_path: Path) -> None:
    noise = tmp_path / "noise.csv"
    noise.write_bytes(b"\x00\x01\x02" * 1000)
    _upload(visit, orders(tmp_path, order("3"), order("4", vendor="V9"), order("5"), name="may.csv"), noise)
    expect(visit.page.get_by_text("binary content").first).to_be_visible()
    assert asked(home, "select count(*) from orders") == [(2,)]  # a check publishes nothing
    _publish(visit)
    assert asked(home, "select order_id from orders order by 1") == [("1",), ("2",), ("3",), ("5",)]

    visit.page.get_by_role("radio", name=words.PARTS["refused"].en, exact=True).click()
    with visit.page.expect_download() as coming:
        visit.page.get_by_role("button", name=words.REPAIR_DOWNLOAD.en).click()
    coming.value.save_as(tmp_path / "quarantine.xlsx")
    sheet = fastexcel.read_excel(tmp_path / "quarantine.xlsx").load_sheet("orders", dtypes="string").to_polars()
    sheet.with_columns(pl.col("vendor_id").replace("V9", "V2")).write_excel(tmp_path / "repaired.xlsx")

    visit.page.get_by_role("radio", name=words.PARTS["upload"].en, exact=True).click()
    visit.page.get_by_role("radio", name=words.UPLOAD_REPAIRED.en).click()
    visit.rest()
    _upload(visit, tmp_path / "repaired.xlsx")
    _publish(visit)
    assert asked(home, "select vendor_id, source_row from orders where order_id = '4'") == [("V2", 3)]
    assert asked(home, "select count(*) from quarantine") == [(0,)]
