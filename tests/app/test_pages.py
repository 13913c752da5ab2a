"""Every page as Streamlit runs it, without a browser: both languages, every view a link can ask for, and what may be broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from assay import written
from assay.text import LANGUAGES, Language
from tests.app.altered import altered
from tests.pipelines.small_files import masters, taken
from ui import words
from ui.data import words as words_data
from ui.reading import PARTS

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
OVERVIEW = ROOT / "pages" / "overview.py"
LAST_FULL, RUNNING, QUARTER = "2026-10", "2026-11", "2026-Q3"
Open = Callable[..., AppTest]


@pytest.fixture
def opened(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page of the application on the small company, with the query of a link."""
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    return _open


def _open(page: Path = OVERVIEW, **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for key, ids in query.items():
        at.query_params[key] = ids
    at.run()
    return at if page.stem == "overview" else at.switch_page(str(page.relative_to(ROOT))).run()


def headline(at: AppTest) -> str:
    """The first line of a page that has drawn itself without an error."""
    assert [error.value for error in (*at.exception, *at.error)] == []
    assert len(at.header) == 1
    return at.header[0].value


def said(at: AppTest) -> str:
    """Everything that a page says outside our own tables and cards."""
    elements = (*at.header, *at.subheader, *at.markdown, *at.caption, *at.get("html"))
    return "\n".join(str(getattr(element, "value", None) or element.proto.body) for element in elements)


def drawn(at: AppTest) -> str:
    """The HTML of our own tables and cards."""
    return "\n".join(element.proto.mixed.json + element.proto.json for element in at.main.get("bidi_component"))


def ids_of(at: AppTest, key: str) -> tuple[str, ...]:
    """What the view holds for a key, as the address bar says it."""
    found = at.query_params.get(key, ())
    return (found,) if isinstance(found, str) else tuple(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_answers_in_both_languages(opened: Open, page: Path) -> None:
    zh, en = (opened(page, lang=language) for language in LANGUAGES)
    assert headline(zh) != headline(en)
    assert len(zh.main.get("bidi_component")) == len(en.main.get("bidi_component")) > 0
    assert drawn(zh) != drawn(en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_speaks_of_the_last_full_month(opened: Open, language: Language) -> None:
    assert written.period(LAST_FULL, language) in headline(opened(lang=language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_is_stamped(opened: Open, page: Path, language: Language) -> None:
    stamp = opened(page, lang=language).caption.values
    marks = {"zh": ("数据截至 2026-11-15 18:00", "拒收"), "en": ("Data to 2026-11-15 18:00", "refused")}[language]
    assert any(all(mark in line for mark in marks) for line in stamp)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_warehouse_says_what_to_do(language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path / "none"))
    at = _open(lang=language).switch_page("pages/overview.py").run()
    assert headline(at) == words.EMPTY_TITLE(language)
    assert "python -m pipelines load" in said(at)
    assert not at.selectbox
    (link,) = (one.proto for one in at.main.get("page_link"))
    assert link.label == words.TO_UPLOAD(language) and "part=upload" in link.query_string


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_warehouse_opens_where_files_are_taken(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path / "none"))
    at = _open(lang=language)
    assert headline(at) == words.EMPTY_TITLE(language)
    assert at.get("file_uploader") and words_data.FIRST_FILES(language) in at.markdown.values
    for part in PARTS:
        at.query_params["part"] = part
        at.run()
        assert headline(at)
        says_nothing = words_data.NOTHING_YET(language) in at.markdown.values
        assert says_nothing == (part not in ("catalogue", "upload"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_opens_on_an_empty_warehouse(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path / "none"))
    for language in LANGUAGES:
        at = _open(lang=language).switch_page(str(page.relative_to(ROOT))).run()
        assert headline(at) == words.EMPTY_TITLE(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_vendors_and_sites_alone_are_no_records_of_service(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(tmp_path / "warehouse", masters(tmp_path / "masters"))
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path / "warehouse"))
    at = _open(lang=language)
    assert headline(at) == words.UNTOLD_TITLE(language)
    data = at.switch_page("pages/data.py").run()
    assert "2" in headline(data) and headline(data) != words.EMPTY_TITLE(language)
    for part in PARTS:
        data.query_params["part"] = part
        data.run()
        assert headline(data)
        assert words_data.NOTHING_YET(language) not in data.markdown.values


def _names_what_is_gone(home: Path) -> None:
    (home / "CURRENT").write_text("warehouse-gone.duckdb")


def _names_garbage(home: Path) -> None:
    (home / "CURRENT").write_text("warehouse-garbage.duckdb")
    (home / "warehouse-garbage.duckdb").write_bytes(b"no database " * 4096)


def _names_nothing_of_ours(home: Path) -> None:
    (home / "CURRENT").write_text("warehouse-empty.duckdb")
    (home / "warehouse-empty.duckdb").write_bytes(b"")


def _names_another_database(home: Path) -> None:
    (home / "CURRENT").write_text("warehouse-other.duckdb")
    with duckdb.connect(str(home / "warehouse-other.duckdb")) as other:
        other.execute("create table recipes (cake varchar)")


@pytest.mark.parametrize("broken", [_names_what_is_gone, _names_garbage, _names_nothing_of_ours, _names_another_database])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_broken_warehouse_says_so(
    broken: Callable[[Path], None], language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(tmp_path)
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path))
    at = _open(lang=language)
    assert headline(at) == words.BROKEN_TITLE(language)
    assert "python -m pipelines status" in said(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_warehouse_of_an_older_release_says_so(
    warehouse: Path, language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = altered(warehouse, tmp_path / "older", "alter table orders drop column response_state")
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    at = _open(lang=language)
    assert headline(at) == words.OUTDATED_TITLE(language)
    assert "make sample" in said(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_ids_of_a_link_are_left_out_and_named(opened: Open, language: Language) -> None:
    at = opened(lang=language, vendors=["V01", "<b>V99</b>"], period="1999-01", kpi="luck", sites="nowhere", lost="1")
    assert written.period(LAST_FULL, language) in headline(at)
    note = "\n".join(element.proto.body for element in at.main.get("html"))
    assert all(id_ in note for id_ in ("&lt;b&gt;V99&lt;/b&gt;", "1999-01", "luck", "nowhere"))
    assert {key: ids_of(at, key) for key in at.query_params} == {"lang": (language,), "period": (LAST_FULL,), "vendors": ("V01",)}


@pytest.mark.parametrize("key", ["vendors", "services", "sites"])
def test_a_filter_narrows_the_page_and_stays_in_the_address(opened: Open, key: str) -> None:
    at = opened(lang="en")
    everything, all_rows = headline(at), drawn(at)
    at.session_state["filters"] = True  # a click on the button that opens them
    at.run()
    choice = at.multiselect(f"address_{key}_en")
    choice.select(choice.options[0]).run()
    chosen = ids_of(at, key)
    assert len(chosen) == 1
    assert headline(at) != everything
    assert drawn(at) != all_rows
    again = opened(lang="en", **{key: list(chosen)})
    assert (headline(again), drawn(again)) == (headline(at), drawn(at))


def test_a_filter_is_taken_off_by_its_chip(opened: Open) -> None:
    everything = headline(opened(lang="en"))
    at = opened(lang="en", vendors=["V01", "V02"])
    assert headline(at) != everything
    at.button("off_vendors_V01").click().run()
    assert ids_of(at, "vendors") == ("V02",)
    at.button("off_all").click().run()
    assert ids_of(at, "vendors") == ()
    assert headline(at) == everything


def test_the_view_survives_a_change_of_language(opened: Open) -> None:
    at = opened(lang="zh", vendors="V01", services="maintenance", period=QUARTER, kpi="response_on_time")
    before = {key: ids_of(at, key) for key in ("vendors", "services", "period", "kpi")}
    assert all(before.values())
    at.get("button_group")[0].set_value("en").run()
    assert ids_of(at, "lang") == ("en",)
    assert {key: ids_of(at, key) for key in before} == before
    assert written.period(QUARTER, "en") in headline(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_running_month_says_that_it_is_running(opened: Open, language: Language) -> None:
    at = opened(lang=language, period=RUNNING)
    assert written.period(RUNNING, language) in headline(at)
    assert {"zh": "进行中", "en": "so far"}[language] in headline(at)
    assert words.PARTIAL_NOTE(language, label=RUNNING) in at.caption.values


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quarter_says_that_agreements_are_settled_by_month(opened: Open, language: Language) -> None:
    at = opened(lang=language, period=QUARTER)
    assert written.period(QUARTER, language) in headline(at)
    assert words.QUARTER_NOTE(language) in at.caption.values


def test_sites_are_shown_without_a_verdict(opened: Open) -> None:
    at = opened(lang="en", sites="S01")
    assert words.SITES_NOTE("en") in at.caption.values
    assert "mark met" not in drawn(at) and "mark missed" not in drawn(at)
    assert "mark m" in drawn(opened(lang="en"))


@pytest.mark.parametrize(("language", "period"), [("zh", LAST_FULL), ("en", QUARTER)])
def test_every_kpi_opens(opened: Open, language: Language, period: str) -> None:
    from assay.kpis import KPIS

    at = opened(lang=language, period=period)
    for kpi in KPIS:
        at.query_params["kpi"] = kpi.id
        at.run()
        assert headline(at)
        assert at.subheader[0].value == kpi.title(language)
        assert kpi.sentence(language) in said(at)
    at.button("close_detail").click().run()
    assert ids_of(at, "kpi") == ()
    assert headline(at)


def test_a_kpi_that_arrives_as_figures_opens_like_the_others(opened: Open, company) -> None:
    figures = company.tables["aggregates"].filter(company.tables["aggregates"]["denominator"].is_not_null())
    (id_,) = figures["kpi"].unique()
    titles = {row["kpi"]: row["title_zh"] for row in company.tables["indicators"].iter_rows(named=True)}
    at = opened(lang="zh", kpi=id_)
    assert headline(at)
    assert at.subheader[0].value == titles[id_]


def test_the_first_month_of_all_has_nothing_to_compare_with(opened: Open) -> None:
    at = opened(lang="en", period="2023-11")
    assert written.period("2023-11", "en") in headline(at)
    assert "vs " not in drawn(at)


def test_server_times_are_shown_only_where_they_are_asked_for(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSAY_DEBUG", raising=False)
    assert not any(line.startswith("server ") for line in opened(lang="en").caption.values)
    monkeypatch.setenv("ASSAY_DEBUG", "1")
    assert any(line.startswith("server ") for line in opened(lang="en").caption.values)
