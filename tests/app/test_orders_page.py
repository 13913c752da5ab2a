"""The page *Orders* as Streamlit runs it: how the work stands, the list, one order, and the ways that lead there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from assay.contracts.vocabulary import STATES
from assay.kpis import kpi
from assay.say import orders as say
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from tests.app.altered import altered
from tests.app.test_pages import ROOT, headline, ids_of, said
from ui.orders import list as orders_list
from ui.orders import words as words_orders
from ui.view import parse

Open = Callable[..., AppTest]
PAGE = "pages/orders.py"
HREF = re.compile(r'href="\./orders\?([^"]+)"')
WAITING = "completed_on is null and cancelled_at is null"


@pytest.fixture
def opened(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    return _open


def _open(page: str = PAGE, **query: str | list[str]) -> AppTest:
    at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    for key, ids in query.items():
        at.query_params[key] = ids
    at.run()
    return at.switch_page(page).run() if page == PAGE else at


def html(at: AppTest) -> str:
    """Everything that our own components draw, as HTML."""
    found = (json.loads(element.proto.mixed.json or element.proto.json or "{}") for element in at.main.get("bidi_component"))
    return "\n".join(str(one.get("html", "")) for one in found)


def listed(at: AppTest) -> list[str]:
    """The ids of the orders in the list."""
    table = html(at).rsplit("<table", 1)[-1]
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>.*?<span class="value">([^<]+)</span>', table)


def asked(warehouse: Path, sql: str, *values: object) -> list[tuple]:
    opened = read.opened(warehouse, str(read.version(warehouse)))
    return opened.connection.cursor().execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_line_counts_what_waits(opened: Open, warehouse: Path, language: Language) -> None:
    late = "completion_state = 'open_past_deadline'"
    left = "completion_target_minutes - completion_running_minutes"
    soon = f"completion_state = 'not_yet_due' and completion_deadline_at is not null and {left} < 240"
    counts = f"select count(*), count(*) filter ({late}), count(*) filter ({soon}) from orders where {WAITING}"
    ((waiting, over, due),) = asked(warehouse, counts)
    at = opened(lang=language)
    assert headline(at) == say.headline("completion", waiting, over, due, language)
    assert f"{waiting}" in headline(at) and waiting >= 3
    assert len(listed(at)) == waiting


def test_the_most_late_order_comes_first(opened: Open, warehouse: Path) -> None:
    left = "completion_target_minutes - completion_running_minutes"
    first = asked(warehouse, f"select order_id from orders where {WAITING} order by {left} nulls last limit 3")
    assert listed(opened(lang="en"))[:3] == [order_id for (order_id,) in first]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_that_finds_no_waiting_order_points_to_the_others(opened: Open, warehouse: Path, language: Language) -> None:
    ((order_id,),) = asked(warehouse, "select order_id from orders where completed_on is not null order by order_id limit 1")
    at = opened(lang=language, find=order_id)
    assert headline(at) == words_orders.NONE(language)
    assert words_orders.NONE_WAITS(language, count="1") in at.markdown.values
    at.button("orders_all").click().run()
    assert headline(at) == say.total("all", "completion", 1, language)
    assert listed(at) == [order_id]
    at.button(f"off_find_{order_id}").click().run()
    assert ids_of(at, "find") == () and len(listed(at)) == orders_list.SIZE


def test_what_is_typed_is_searched_and_stays_in_the_address(opened: Open, warehouse: Path) -> None:
    ((asset, count),) = asked(
        warehouse, "select asset_id, count(*) from orders where asset_id is not null group by 1 order by 2 desc, 1 limit 1"
    )
    at = opened(lang="en", shown="all")
    at.text_input("address_find_en").input(asset.lower()).run()
    assert ids_of(at, "find") == (asset.lower(),)
    found = listed(at)
    at.text_input("address_find_en").input(asset).run()
    assert len(listed(at)) == min(count, orders_list.SIZE)
    assert len(found) <= len(listed(at))
    at.text_input("address_find_en").input("").run()
    assert ids_of(at, "find") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_matches_has_a_way_out(opened: Open, language: Language) -> None:
    at = opened(lang=language, find="no such thing", shown="late", priorities="low")
    assert headline(at) == words_orders.NONE(language)
    assert words_orders.NONE_BODY(language) in at.markdown.values
    at.button("orders_reset_none").click().run()
    assert {key: ids_of(at, key) for key in ("find", "shown", "priorities")} == {"find": (), "shown": (), "priorities": ()}
    assert listed(at)


def test_conditions_narrow_the_list_and_are_taken_off_one_by_one(opened: Open, warehouse: Path) -> None:
    counts = "select count(*) from orders where priority_at_request in ('low', 'high') and kind = 'planned'"
    ((several,),), ((single,),) = asked(warehouse, counts), asked(warehouse, counts.replace("'low', ", ""))
    at = opened(lang="en", shown="all", priorities=["low", "high"], kinds="planned")
    assert headline(at) == say.total("all", "completion", several, "en")
    at.button("off_priorities_low").click().run()
    assert headline(at) == say.total("all", "completion", single, "en") and 0 < single < several
    at.multiselect("address_kinds_en").set_value([]).run()
    assert ids_of(at, "kinds") == () and ids_of(at, "priorities") == ("high",)


def test_pages_turn_by_the_address_and_begin_anew_with_another_list(opened: Open) -> None:
    at = opened(lang="en", shown="all")
    first = listed(at)
    at.button("orders_later").click().run()
    assert ids_of(at, "at") == ("2",)
    second = listed(at)
    assert len(second) == orders_list.SIZE and not set(first) & set(second)
    assert listed(opened(lang="en", shown="all", at="2")) == second
    at.selectbox("address_sort_en").select("Newest first").run()
    assert ids_of(at, "at") == () and listed(at) != second
    assert listed(opened(lang="en", shown="all", at="many")) == first
    last = listed(opened(lang="en", shown="all", at="9999999"))
    assert last and last != first


def test_a_number_of_the_picture_opens_its_orders(opened: Open) -> None:
    at = opened(lang="en")
    picture = html(at).split("</table>")[0]
    links = re.findall(r'href="\./orders\?([^"]+)"[^>]*><span class="above">(?:<span class="bar".*?</span>)?'
                       r'<span class="value">(\d+)</span>', picture)
    assert len(links) >= 3
    for query, count in links[:4]:
        assert len(listed(opened(**parse(unescape(query))))) == int(count)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_order_is_told_from_its_request_to_its_end(opened: Open, warehouse: Path, language: Language) -> None:
    sql = """select order_id, recall_of from orders where recall_of is not null and completion_state = 'met'
        and recall_of in (select order_id from orders) and agreement_id is not null order by order_id desc limit 1"""
    ((order_id, recall_of),) = asked(warehouse, sql)
    at = opened(lang=language, shown="all", at="2", order=order_id)
    assert order_id in headline(at).replace("\\", "")
    page = html(at)
    assert page.count('class="timeline"') == 2 and page.count('role="img"') == 2
    assert {"zh": "报单，计时开始", "en": "requested, the clock starts"}[language] in page
    assert {"zh": "完成，计时停止", "en": "completed, the clock stops"}[language] in page
    assert recall_of in page and words_orders.REPEATS(language) in at.subheader.values
    assert re.search(r"orders_[\w-]+\.csv", page)
    at.button("order_back").click().run()
    assert {key: ids_of(at, key) for key in ("order", "shown", "at")} == {"order": (), "shown": ("all",), "at": ("2",)}
    assert len(listed(at)) == orders_list.SIZE


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_that_is_not_there_is_said_so_and_nothing_is_made_of_its_name(opened: Open, language: Language) -> None:
    at = opened(lang=language, order="[win](http://localhost) <img src=x>")
    assert headline(at) == words_orders.NO_ORDER(language)
    assert "localhost" not in said(at)
    assert "&lt;img src=x&gt;" in html(at) and "<img" not in html(at)
    at.button("order_back").click().run()
    assert listed(at)


def test_a_hostile_name_in_the_data_is_only_a_name(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nasty = "<script>*x*</script>[a](http://localhost)"
    change = f"update orders set category = '{nasty}', asset_id = '=1+1' where {WAITING}"
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(altered(warehouse, tmp_path / "nasty", change)))
    at = _open(lang="en")
    order_id = listed(at)[0]
    assert "<script" not in html(at) and "&lt;script&gt;" in html(at)
    one = _open(lang="en", order=order_id)
    assert "<script" not in html(one)
    assert r"\[a\]\(http" in headline(one)


@pytest.mark.parametrize("clock", ["response", "completion"])
def test_a_figure_of_the_overview_opens_to_as_many_orders_as_it_counts(opened: Open, clock: str) -> None:
    about = kpi(f"{clock}_on_time")
    at = opened("pages/overview.py", lang="en", kpi=about.id, vendors="V01")
    rows = re.findall(r"<tr>.*?</tr>", unescape(html(at)), re.DOTALL)
    month = next(row for row in rows if ">2026-10<" in row and "figure=" in row)
    links = re.findall(r'href="\./orders\?([^"]+)"[^>]*><span class="above"><span class="value">([\d,]+)</span>', month)
    assert [parse(query)["figure"] for query, _ in links] == [(f"{about.id}.numerator",), (f"{about.id}.denominator",)]
    for query, count in links:
        behind = parse(query)["figure"][0].partition(".")[2]
        found = opened(**{key: list(ids) for key, ids in parse(query).items()})
        assert headline(found) == say.of_figure(about, behind, "2026-10", int(count.replace(",", "")), "en")
        assert ids_of(found, "clock") == (clock,)


def test_a_row_behind_a_figure_opens_its_order(opened: Open) -> None:
    at = opened("pages/overview.py", lang="en", kpi="response_on_time", vendors="V01")
    at.session_state["behind"] = True  # a click on the fold
    at.run()
    orders = [parse(unescape(query))["order"][0] for query in HREF.findall(html(at)) if "order=" in query]
    assert len(orders) == len(set(orders)) >= 5
    (link,) = (one.proto for one in at.main.get("page_link") if "figure=" in one.proto.query_string)
    assert "figure=response_on_time.denominator" in link.query_string and "vendors=V01" in link.query_string
    assert orders[0] in headline(opened(lang="en", order=orders[0])).replace("\\", "")


def test_another_page_is_reached_without_what_only_this_one_asks(opened: Open) -> None:
    at = opened(lang="en", shown="all", find="WO", at="2", vendors="V01")
    links = [one.proto.query_string for one in at.sidebar.get("page_link")]
    assert links and all("vendors=V01" in link and not re.search(r"shown|find|\bat=", link) for link in links)


def test_the_page_before_any_order_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(tmp_path / "none"))
    at = _open(lang="en")
    assert headline(at)
    assert "python -m pipelines load" in said(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_the_list_in_the_reader_s_words_and_no_formula(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    home = altered(warehouse, tmp_path / "formula", f"update orders set category = '=1+1' where {WAITING}")
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    at = _open(lang=language)
    found = pl.read_excel(BytesIO(workbook(at)))
    assert found.columns[0] == {"zh": "工单号", "en": "Order id"}[language]
    assert found[found.columns[0]].to_list() == listed(at)
    assert set(found[{"zh": "类别", "en": "Category"}[language]]) == {"=1+1"}
    state = {"zh": "完成状态", "en": "State of the time to complete"}[language]
    assert set(found[state]) <= {words(language) for words in STATES.values()}


def workbook(at: AppTest) -> bytes:
    from assay.warehouse.orders import Chosen
    from ui.orders import file as orders_file
    from ui.reading import Reading

    now: Reading = at.session_state["assay_reading"]
    return orders_file.workbook(Chosen(), now)
