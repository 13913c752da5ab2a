"""The page *Summary*: in both languages, of all and of one, its links, its files, and months of every kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from assay.report.monthly import report
from assay.report.summary.figures import figures
from assay.say import summary_words
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from tests.app.seen import drawn, headline, said
from tests.app.seen import opened as opened_page
from tests.assay.test_summary import MADE, OCTOBER
from ui import register as ui_register
from ui.summary import file as summary_file
from ui.summary import words
from ui.view import KEYS

Open = Callable[..., AppTest]
PAGES = {"agreements", "trends", "vendor", "causes", "data"}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests, for none of them writes."""
    return tmp_path_factory.mktemp("summary") / "register.sqlite"


@pytest.fixture
def page(warehouse: Path, register: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("ASSAY_REGISTER", str(register))
    return partial(opened_page, "summary", period="2026-10")


def names(warehouse: Path) -> dict[str, str]:
    opened = read.opened(warehouse, read.version(warehouse) or "")
    return dict(read.vendors(opened, Scope.all()).select("vendor_id", "name").iter_rows())


def links(at: AppTest) -> list[str]:
    return [part.split('"')[0].replace("&amp;", "&") for part in drawn(at).split('href="')[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_the_figures_of_the_report_and_links_to_their_evidence(page: Open, warehouse: Path, language: Language) -> None:
    at = page(lang=language)
    assert headline(at).startswith(summary_words.TITLE(language))
    opened = read.opened(warehouse, read.version(warehouse) or "")
    document = report(opened, ui_register.opened(), Scope.all(), OCTOBER, language, MADE)
    html = drawn(at)
    shown = set(figures(document).values()) - {"–"}
    plain = unescape(html)
    assert len(shown) > 50 and not [value for value in shown if value.split(" · ")[0] not in plain]
    asked = [urlsplit(link) for link in links(at)]
    assert {one.path.removeprefix("./") for one in asked} <= PAGES and len(asked) > 50
    assert all(parse_qs(one.query)["lang"] == [language] and set(parse_qs(one.query)) <= set(KEYS) for one in asked)


def test_every_kind_of_link_opens_its_page_without_a_word_of_what_was_left_out(page: Open) -> None:
    """One link of each page, as a reader follows it: nothing of it is unknown there."""
    by_page = {urlsplit(link).path.removeprefix("./"): link for link in links(page(lang="en"))}
    assert PAGES - {"causes"} <= set(by_page) <= PAGES
    for name, link in by_page.items():
        at = opened_page(name, **parse_qs(urlsplit(link).query))
        assert headline(at) and "left out of the view" not in said(at), name


def test_one_vendor_is_chosen_by_the_filter_or_here(page: Open, warehouse: Path) -> None:
    known = names(warehouse)
    at = page(lang="en")
    at.selectbox("summary_vendor_en").set_value("V02").run()
    assert known["V02"] in headline(at) and at.query_params["vendors"] in ("V02", ["V02"])
    several = page(lang="en", vendors=["V02", "V05"])
    assert words.ALL.en in headline(several) and words.FIRST_OF.en in several.caption.values
    narrowed = page(lang="zh", services="maintenance")
    assert words.WHOLE.zh in narrowed.caption.values


def test_a_vendor_s_own_reader_sees_nobody_else(page: Open, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, own = names(warehouse), Scope.of_vendor("V02")
    monkeypatch.setattr(Scope, "all", classmethod(lambda cls: own))
    at = page(lang="zh", vendors="V05")
    everything = said(at) + drawn(at)
    assert known["V02"] in headline(at) and "summary_vendor_zh" not in at.session_state
    assert not [name for id_, name in known.items() if id_ != "V02" and name in everything]


@pytest.mark.parametrize("period", ["2026-11", "2023-11", "2026-Q3"])
def test_months_that_run_or_are_the_first_and_quarters(page: Open, period: str) -> None:
    at = page(lang="zh", period=period)
    said_so = {"2026-11": "进行中", "2023-11": "2023 年 11 月", "2026-Q3": "2026 年 9 月"}[period]
    assert said_so in headline(at)
    if period == "2026-Q3":
        assert words.BY_MONTH("zh", month="2026 年 9 月") in at.caption.values


def test_each_file_is_of_its_kind(warehouse: Path, tmp_path: Path) -> None:
    from assay.register.open import opened as register_opened

    opened = read.opened(warehouse, read.version(warehouse) or "")
    document = report(opened, register_opened(tmp_path / "r.sqlite"), Scope.all(), OCTOBER, "zh", MADE)
    begins = {"pdf": b"%PDF", "xlsx": b"PK", "pptx": b"PK", "html": b"<!"}
    for kind, first in begins.items():
        content = summary_file.made(kind, document, is_of_one=False)
        assert content[: len(first)].lower() == first.lower() and len(content) > 10_000
