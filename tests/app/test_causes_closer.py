"""The last steps of *Root cause* as Streamlit runs them, the orders behind a part, and the ways that lead to the page."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from assay.cells import Where
from assay.kpis import kpi
from assay.register.action import Step
from assay.register.actions import decide, listed
from assay.register.open import opened as opened_register
from assay.report.causes_closer import subgroups
from assay.say import causes_closer as say
from assay.scope import Scope
from assay.text import LANGUAGES
from assay.warehouse import read
from tests.app.altered import altered
from tests.app.seen import drawn, headline, press, said
from tests.app.seen import opened as opened_page
from ui.agreements.request import moment
from ui.causes import action, closer_table, notebook
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.orders import words as orders_words
from ui.reading import Reading
from ui.view import parse

ALL = Scope.all()
ON_TIME = kpi("completion_on_time")
PERIOD = "2026-10"
Open = Callable[..., AppTest]


TROUBLE = (
    "update orders set completion_state = 'missed' where completion_state = 'met' and hash(order_id) % 3 = 0",
    "update orders set shift = null where channel = 'phone'",
)


@pytest.fixture(scope="module")
def troubled(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company with enough late orders in a month, and with some of which the shift is not known."""
    return altered(warehouse, tmp_path_factory.mktemp("troubled") / "warehouse", *TROUBLE)


@pytest.fixture
def page(troubled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page without its two slow steps, which have tests of their own."""
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(troubled))
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path / "register.sqlite"))
    monkeypatch.setattr("ui.causes.where.show", lambda *_: None)
    monkeypatch.setattr("ui.causes.drivers.show", lambda *_: None)
    return partial(opened_page, "causes", kpi=ON_TIME.id, period=PERIOD)


def look(at: AppTest, view: str) -> AppTest:
    """Turns to a view of the fourth step."""
    (control,) = (one for one in at.main.get("button_group") if one.key == "closer_view")
    control.set_value(view)
    return at.run()


def conditions(at: AppTest) -> list[str]:
    """What the address says of the part of the work."""
    held = at.query_params.get("cond", [])
    return [held] if isinstance(held, str) else list(held)


def counted(warehouse: Path, sql: str, *values: object) -> int:
    opened = read.opened(warehouse, str(read.version(warehouse)))
    return opened.connection.cursor().execute(sql, list(values)).fetchone()[0]


LATE = """select count(*) from orders where completion_state in ('missed', 'open_past_deadline')
    and strftime(completion_deadline_on, '%Y-%m') = ?"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["pareto", "pairs", "paths", "orders"])
def test_every_view_answers_in_both_languages(page: Open, language, view: str) -> None:
    at = look(page(lang=language), view)
    headline(at)
    charts = {"pareto": 1, "paths": 3}.get(view, 0)
    keys = [one.proto.id for one in at.main.get("plotly_chart")]
    assert sum(any(name in key for name in ("pareto_category", "routes", "steps", "handoffs")) for key in keys) == charts
    assert bool(re.search("[\u4e00-\u9fff]", words.NOTEBOOK(language))) == (language == "zh")


def test_a_clicked_bar_narrows_the_page_and_all_else_to_it(page: Open, troubled: Path) -> None:
    at = page(lang="en")
    at.session_state["pareto_category_clicked"] = "=lift"
    at.run()
    assert conditions(at) == ["category=lift"]
    late = counted(troubled, LATE + " and category = 'lift'", PERIOD)
    orders = look(at, "orders")
    assert f"not “orders completed in time”): {late} order" in said(orders)
    free = next(one for one in look(orders, "pareto").selectbox if one.key == "pareto_by_en").options
    assert "Category" not in free and "Vendor" in free


def test_the_orders_of_a_part_are_listed_under_orders_with_their_conditions(page: Open, troubled: Path) -> None:
    late = counted(troubled, LATE + " and service = 'maintenance' and shift is null", PERIOD)
    some = counted(troubled, LATE + " and service = 'maintenance'", PERIOD)
    assert some > late > 0
    asked = {"figure": "completion_on_time.rest", "clock": "completion", "shown": "all", "period": PERIOD, "lang": "en"}
    at = opened_page("orders", **asked, cond=["service=maintenance"])
    assert f": {some} order" in headline(at)
    assert "Equipment maintenance" in [button.label for button in at.button]
    nothing_recorded = opened_page("orders", **asked, cond=["service=maintenance", "shift="])
    assert f": {late} order" in headline(nothing_recorded)
    assert "Shift\\: not recorded" in [button.label for button in nothing_recorded.button]


def test_a_condition_is_taken_off_by_its_chip_and_goes_with_its_figure(page: Open) -> None:
    asked = {"figure": "completion_on_time.rest", "shown": "all", "period": PERIOD, "lang": "en"}
    at = opened_page("orders", **asked, cond=["category=lift", "shift=night"])
    press(at, "Night")
    assert conditions(at) == ["category=lift"]
    press(at, next(button.label for button in at.button if button.label.startswith("Completion on time")))
    assert conditions(at) == [] and "figure" not in at.query_params


def test_orders_are_never_listed_by_who_was_sent(page: Open, troubled: Path) -> None:
    every = counted(troubled, LATE, PERIOD)
    asked = {"figure": "completion_on_time.rest", "shown": "all", "period": PERIOD, "lang": "en"}
    at = opened_page("orders", **asked, cond=["worker_tenure=over_3_years"])
    assert f": {every} order" in headline(at)
    assert orders_words.NOT_BY_WORKER("en") in said(at)
    assert orders_words.NOT_BY_WORKER("en") in said(look(page(lang="en", cond=["worker_tenure=over_3_years"]), "orders"))


def test_a_nonsense_condition_in_a_link_is_left_out(page: Open, troubled: Path) -> None:
    every = counted(troubled, LATE, PERIOD)
    at = opened_page("orders", figure="completion_on_time.rest", shown="all", period=PERIOD, lang="en", cond=["nothing=such", "="])
    assert f": {every} order" in headline(at)


def test_a_row_of_the_table_leads_to_its_orders_and_to_itself(page: Open) -> None:
    at = page(lang="en")
    at.session_state["subgroups_first_en"], at.session_state["subgroups_second_en"] = "service", "shift"
    html = drawn(look(at, "pairs"))
    part = re.search(r'href="\./causes\?([^"]*cond=[^"]*)"', html)
    orders = re.search(r'href="\./orders\?([^"]*figure=completion_on_time.rest[^"]*)"', html)
    assert part and orders
    view, behind = parse(unescape(part[1])), parse(unescape(orders[1]))
    assert [one.partition("=")[0] for one in view["cond"]] == ["service", "shift"] and view["kpi"] == (ON_TIME.id,)
    assert behind["cond"] and behind["shown"] == ("all",) and "dims" not in behind


def test_who_was_sent_is_never_combined_with_a_place(page: Open) -> None:
    tenure = look(page(lang="en", cond=["worker_tenure=over_3_years"]), "pareto")
    of_place = look(page(lang="en", sites="S01"), "pareto")
    offered, at_site = (next(one for one in at.selectbox if one.key == "pareto_by_en").options for at in (tenure, of_place))
    assert "Site" not in offered and "Asset" not in offered and "Vendor" in offered
    assert not [one for one in at_site if one.startswith("Worker")]


@pytest.mark.parametrize(("id_", "view", "words_"), [
    ("nps", "pareto", say.NO_PARETO["mean"]("en", kpi=kpi("nps").title("en"))),
    ("overdue_backlog_share", "pareto", say.NO_PARETO["stock"]("en", kpi=kpi("overdue_backlog_share").title("en"))),
    ("training_hours", "orders", words.NO_ORDERS("en")),
])  # fmt: skip
def test_what_a_kpi_has_not_is_said(page: Open, id_: str, view: str, words_: str) -> None:
    at = look(page(lang="en", kpi=id_), view)
    assert words_ in said(at)
    assert "paths" not in str(next(one for one in at.main.get("button_group") if one.key == "closer_view").options)


def question(troubled: Path, **other: object) -> Question:
    asked = {
        "version": str(read.version(troubled)), "scope": ALL, "kpi": ON_TIME, "grain": "month", "before": "2026-09",
        "after": PERIOD, "by": ("vendor_id", "category"), "offered": ("vendor_id", "category"), "members": Where(),
        "conditions": (), "depth": 2, "names": {"vendor_id": {"V01": "First"}},
    }
    return Question(**{**asked, **other})  # type: ignore[arg-type]


def reading(at: AppTest) -> Reading:
    return at.session_state["assay_reading"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_subgroups_holds_them_all(page: Open, troubled: Path, language) -> None:
    now = reading(page(lang=language))
    asked = question(troubled)
    opened = read.opened(troubled, asked.version)
    cells = read.cells(opened, ON_TIME, asked.by, "month", ALL, asked.where)
    found = subgroups(cells, ON_TIME, asked.by, asked.before, asked.after)
    assert found is not None and found.rest is not None
    book = fastexcel.read_excel(closer_table.workbook(found, asked, now))
    frame = book.load_sheet(0).to_polars()
    assert len(frame) == len(found.rows) + 1
    n = say.N_OF(language, period=PERIOD)
    assert frame[n].sum() == cells.filter(pl.col("period") == PERIOD)["denominator"].sum()
    assert frame[say.PART(language)].sum() == pytest.approx(100 * found.change)


def test_a_notebook_is_offered_of_the_question_as_asked(page: Open, troubled: Path) -> None:
    now = reading(page(lang="en"))
    asked = question(troubled)
    book = json.loads(notebook.as_notebook(asked, now))
    source = "".join("".join(cell["source"]) for cell in book["cells"])
    assert "'completion_on_time'" in source and "('2026-09',)" in source and asked.version in source
    script = notebook.as_script(asked, now).decode()
    compile(script, "notebook", "exec")
    assert notebook.file_name(asked) == "assay-causes-completion_on_time-2026-09-2026-10"


def test_a_notebook_on_inspections_is_of_the_method_of_the_page(page: Open, troubled: Path) -> None:
    now = reading(page(lang="en"))
    told = notebook.said(question(troubled, kpi=kpi("inspection_pass_rate"), by=("vendor_id",), offered=("vendor_id",)), now)
    assert ("method", "random") in told.conditions


def test_a_file_name_is_safe_whatever_an_indicator_is_called(troubled: Path) -> None:
    odd = question(troubled, kpi=replace(ON_TIME, id="../x y;rm 中"))
    assert re.fullmatch(r"[A-Za-z0-9_-]+", notebook.file_name(odd))


def fill(at: AppTest, **typed: str) -> None:
    """Types into the fields of the form whose keys begin so."""
    for name, text in typed.items():
        field = next(one for one in (*at.text_input, *at.text_area) if one.key.startswith(name))
        field.set_value(text)


def open_(at: AppTest, key: str) -> AppTest:
    """Unfolds a part that reads only when it is open."""
    at.session_state[key] = True
    return at.run()


def test_a_finding_is_written_down_and_taken(page: Open, tmp_path: Path) -> None:
    at = open_(page(lang="en"), "action")
    fill(at, action_who="Li Ming", action_note="look at shifts")
    press(at, words.WRITE("en"))
    (one,) = listed(opened_register(tmp_path / "register.sqlite"), ALL)
    assert words.WRITTEN_DOWN("en", id=one.action_id) in said(at)
    assert (one.kpi, one.note, one.written_by, one.state) == (ON_TIME.id, "look at shifts", "Li Ming", "candidate")
    assert one.finding.before == ("2026-09",) and one.finding.after == (PERIOD,)
    assert one.finding.sentence.zh != one.finding.sentence.en == headline(at) == one.title
    view = parse(one.view)
    assert (view["kpi"], view["period"], view["base"]) == ((ON_TIME.id,), (PERIOD,), ("2026-09",))
    at = open_(at, "actions_on_record")
    assert "Li Ming" in drawn(at) and "Candidate" in drawn(at)
    fill(at, decide_why="worth a try", decide_who="Wang Fang")
    press(at, words.BECOMES["taken"]("en"))
    (taken,) = listed(opened_register(tmp_path / "register.sqlite"), ALL)
    assert (taken.state, taken.steps[-1].decided_by, taken.steps[-1].why) == ("taken", "Wang Fang", "worth a try")
    assert words.NOW("en", id=1, state="Taken") in said(at)


def test_what_is_missing_is_named_and_nothing_is_written(page: Open, tmp_path: Path) -> None:
    at = open_(page(lang="zh"), "action")
    press(at, words.WRITE("zh"))
    assert words.WHO("zh") in said(at)
    assert listed(opened_register(tmp_path / "register.sqlite"), ALL) == ()


def test_a_second_click_before_the_answer_writes_nothing_more(page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run finds what the first one sent, although the first was broken off right after it wrote."""
    real = action.write
    runs: list[int] = []

    def counting(*args: object) -> object:
        runs.append(1)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(action, "write", counting)
    at = open_(page(lang="en"), "action")
    fill(at, action_who="Li Ming")
    with monkeypatch.context() as broken_off:
        broken_off.setattr("ui.causes.action.st.rerun", lambda: None)
        press(at, words.WRITE("en"))
    at.session_state["action_round"] = 0  # as if the first run had been broken off before it began a new form
    fill(at.run(), action_who="Li Ming")
    press(at, words.WRITE("en"))
    assert len(runs) == 1 and len(listed(opened_register(tmp_path / "register.sqlite"), ALL)) == 1


def test_who_is_overtaken_is_told(page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_(page(lang="en"), "action")
    fill(at, action_who="Li Ming")
    press(at, words.WRITE("en"))
    at = open_(at, "actions_on_record")
    fill(at, decide_why="no", decide_who="Li Ming")
    register = opened_register(tmp_path / "register.sqlite")

    def overtaken(of: object, scope: Scope, step: Step) -> object:
        decide(register, ALL, Step(1, "dropped", "Wang Fang", moment(), "too late"))
        return decide(register, scope, step)

    monkeypatch.setattr(action, "decide", overtaken)
    press(at, words.BECOMES["dropped"]("en"))
    assert words.OVERTAKEN("en", state="Dropped") in said(at)
    assert [step.decided_by for step in listed(register, ALL)[0].steps] == ["Li Ming", "Wang Fang"]


def test_an_action_that_was_tampered_with_is_not_shown(page: Open, tmp_path: Path) -> None:
    at = open_(page(lang="en"), "action")
    fill(at, action_who="Li Ming")
    press(at, words.WRITE("en"))
    with sqlite3.connect(tmp_path / "register.sqlite") as file:
        for (name,) in file.execute("select name from sqlite_master where type = 'trigger' and tbl_name = 'actions'").fetchall():
            file.execute(f'drop trigger "{name}"')
        file.execute("update actions set content = replace(content, 'completion', 'competition')")
        file.execute("update actions set content = replace(content, '2026-10', '2026-11')")
    action._listed.clear()  # what was read before is kept as long as nothing is added
    at = open_(page(lang="en"), "actions_on_record")
    assert words.TAMPERED("en") in drawn(at)


def test_without_a_register_the_rest_of_the_page_stays(page: Open, tmp_path: Path) -> None:
    (tmp_path / "register.sqlite").write_text("a letter, and no database at all" * 100)
    at = page(lang="en")
    headline(at)
    assert words.NO_REGISTER("en") in said(at) and at.main.get("plotly_chart")


def hrefs(html: str, page_: str) -> list[dict[str, tuple[str, ...]]]:
    return [dict(parse(unescape(found))) for found in re.findall(rf'href="\./{page_}\?([^"]+)"', html)]


def test_a_series_and_a_point_lead_to_why(page: Open) -> None:
    at = opened_page("trends", lang="en", kpi=ON_TIME.id, opened="*", period=PERIOD, part="chart")
    (latest,) = hrefs(said(at), "causes")
    assert (latest["kpi"], latest["period"]) == ((ON_TIME.id,), (PERIOD,)) and "vendors" not in latest
    at.session_state[f"point_{ON_TIME.id}_None"] = "2026-03"
    (clicked,) = hrefs(said(at.run()), "causes")
    assert clicked["period"] == ("2026-03",)
    (of_vendor,) = hrefs(said(opened_page("trends", lang="en", kpi=ON_TIME.id, opened="V01", part="chart")), "causes")
    assert of_vendor["vendors"] == ("V01",)


def test_a_picked_vendor_leads_to_the_root_cause(page: Open, company) -> None:
    vendor = company.truths["looks_bad"]["vendor_id"]
    at = opened_page("compare", lang="en", kpi="response_minutes", span="12", vendors=vendor)
    (why,) = hrefs(said(at), "causes")
    assert (why["kpi"], why["vendors"], why["services"]) == (("response_minutes",), (vendor,), ("maintenance",))


def test_an_opened_card_and_a_vendors_change_lead_to_why(page: Open) -> None:
    at = opened_page("overview", lang="en", kpi=ON_TIME.id, period=PERIOD)
    assert words.WHY_MOVED("en") in [one.proto.label for one in at.main.get("page_link")]
    found = hrefs(drawn(opened_page("vendor", lang="en", vendors="V01", period=PERIOD)), "causes")
    assert len(found) > 3 and {one["vendors"] for one in found} == {("V01",)}
