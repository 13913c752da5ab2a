"""The page *Agreements*: every part in both languages, and what people write down there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assay import written
from assay.agreements.terms import month_after
from assay.register.adjustments import adjustments
from assay.register.open import Register, opened
from assay.register.publications import publications
from assay.report import settled as settling
from assay.report.settled import Settled
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from tests.app.altered import altered
from tests.app.seen import drawn, headline, press, said
from tests.app.seen import opened as opened_page
from ui.agreements import words, words_simulator
from ui.agreements.view import PARTS

MONTH = date(2026, 10, 1)
ALL = Scope.all()
Open = Callable[..., AppTest]


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """A register of its own, which the page uses too."""
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path / "register.sqlite"))
    return opened(tmp_path / "register.sqlite")


@pytest.fixture
def page(warehouse: Path, register: Register, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    return partial(opened_page, "agreements")


@pytest.fixture(scope="session")
def missing(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """The statement of October of the vendor that owes most: it has a line with a credit."""
    register = opened(tmp_path_factory.mktemp("untouched") / "register.sqlite")
    name = read.version(warehouse)
    assert name is not None
    return max(settling.settled_all(read.opened(warehouse, name), register, ALL, MONTH), key=lambda one: one.accepted.total)


def costly(found: Settled) -> str:
    """The level with the largest credit of a statement."""
    return max(found.accepted.lines, key=lambda line: line.due).level.level_id


@pytest.mark.parametrize("part", PARTS)
def test_every_part_answers_in_both_languages(page: Open, part: str) -> None:
    zh, en = (page(lang=language, part=part) for language in LANGUAGES)
    assert headline(zh) != headline(en)
    assert re.search("[\u4e00-\u9fff]", headline(zh))
    assert len(zh.main.get("bidi_component")) == len(en.main.get("bidi_component")) > 0
    assert drawn(zh) != drawn(en)


def test_compliance_adds_up_what_the_statements_say(page: Open, warehouse: Path, register: Register) -> None:
    name = read.version(warehouse)
    assert name is not None
    totals = [one.accepted.total for one in settling.settled_all(read.opened(warehouse, name), register, ALL, MONTH)]
    at = page(lang="en", part="compliance")
    assert f"{written.money(sum(totals, Decimal(0)))} to deduct in all" in headline(at)
    assert all(written.money(total, 0) in drawn(at) for total in totals)


def test_a_cell_of_compliance_opens_the_line_of_its_statement(page: Open, missing: Settled) -> None:
    level = costly(missing)
    at = page(lang="en", vendors=missing.vendor_id)
    assert f"line={level}" in drawn(at)
    opened_ = page(lang="en", vendors=missing.vendor_id, part="statement", line=level)
    assert "Credit:" in said(opened_) and " × " in said(opened_)
    assert "/orders?" in drawn(opened_) and "order=WO-" in drawn(opened_)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quarter_and_a_site_say_how_agreements_are_settled(page: Open, language: Language) -> None:
    at = page(lang=language, part="statement", period="2026-Q3", sites="S01")
    assert words.BY_MONTH(language, month="2026-09") in at.caption.values
    assert words.ALL_SITES(language) in at.caption.values


def test_a_filter_that_leaves_no_agreement_says_so(page: Open, company) -> None:
    signed = company.tables["agreements"].select("vendor_id", "service").rows()
    other = next(service for vendor, service in signed if service not in {each for id_, each in signed if id_ == "V01"})
    at = page(lang="en", vendors="V01", services=other, period="2026-10")
    assert headline(at) == words.NONE_IN_VIEW("en")


def test_without_any_agreement_the_page_says_what_to_upload(
    warehouse: Path, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsigned = (f"delete from {table}" for table in ("level_tiers", "service_levels", "agreements"))
    home = altered(warehouse, tmp_path / "unsigned", *unsigned)
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    for language in LANGUAGES:
        assert headline(opened_page("agreements", lang=language)) == words.NONE_AT_ALL(language)


def test_a_month_before_the_agreement_has_no_statement(
    page: Open, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: Settled
) -> None:
    id_ = missing.vendor_id
    assert len(missing.accepted.accounts) == 1
    later = f"update agreements set effective_from = '2026-11-01' where agreement_id = '{_agreement(missing)}'"
    home = altered(warehouse, tmp_path / "later", later)
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    for part, shown in (("statement", words.NO_STATEMENT), ("scorecard", words.NO_STATEMENT), ("agreed", words.CALENDAR)):
        at = opened_page("agreements", lang="en", part=part, vendors=id_, period="2026-10")
        assert headline(at) and shown("en") in said(at)


def test_a_waiver_is_asked_for_then_accepted_and_the_statement_follows(page: Open, register: Register, missing: Settled) -> None:
    vendor, level = missing.vendor_id, costly(missing)
    at = page(lang="en", part="statement", vendors=vendor, line=level)
    key = f"{level}_202610"
    at.session_state[f"request_{level}"] = True
    at.run()
    at.text_area(f"why_{key}_0").input("The lift was locked by us.")
    press(at, "Write it down")
    assert words.STILL_EMPTY("en", fields="Your name") in said(at)
    assert at.text_area(f"why_{key}_0").value == "The lift was locked by us."
    assert adjustments(register, ALL) == ()

    at.text_input(f"who_{key}_0").input("Li Wei")
    press(at, "Write it down")
    (asked,) = adjustments(register, ALL, MONTH, vendor)
    assert (asked.request.kind, asked.request.level_id, asked.request.row_key, asked.state) == ("waiver", level, None, "open")
    assert (asked.request.requested_by, asked.request.reason) == ("Li Wei", "The lift was locked by us.")
    assert "The lift was locked by us." in drawn(at) and written.money(missing.accepted.total) in drawn(at)

    at.session_state["decide"] = True
    at.run()
    at.radio(f"ruling_{vendor}_202610_0").set_value("accepted")
    press(at, "Write the decision")
    (decided,) = adjustments(register, ALL, MONTH, vendor)
    assert decided.state == "accepted" and decided.decisions[0].decided_by == "Li Wei"
    assert words.DECISION_WRITTEN("en") in said(at)
    assert written.money(missing.accepted.total) not in drawn(at)
    signed = page(lang="en", part="statement", vendors=vendor, basis="signed")
    assert written.money(missing.accepted.total) in drawn(signed)


def test_one_record_can_be_disputed(page: Open, register: Register, missing: Settled) -> None:
    level = costly(missing)
    at = page(lang="zh", part="statement", vendors=missing.vendor_id, line=level)
    at.session_state[f"request_{level}"] = True
    at.run()
    row = at.selectbox(f"row_{level}_202610_0")
    assert row.options[0] == words.WHOLE_MONTH.zh and len(row.options) > 1
    row.set_value(row.options[1])
    at.radio(f"kind_{level}_202610_0").set_value("dispute")
    at.text_input(f"who_{level}_202610_0").input("王芳")
    at.text_area(f"why_{level}_202610_0").input("现场停电")
    press(at, words.SEND_REQUEST.zh)
    (asked,) = adjustments(register, ALL)
    assert (asked.request.kind, asked.request.row_key) == ("dispute", row.options[1])


def test_a_month_is_published_once_and_says_so(page: Open, register: Register, missing: Settled) -> None:
    at = page(lang="en", part="statement", vendors=missing.vendor_id)
    assert "has not been published" in said(at)
    at.session_state["publish"] = True
    at.run()
    assert "This writes 1 statements of 2026-10" in said(at)
    press(at, words.PUBLISH_NOW.en)
    assert publications(register, ALL) == ()  # nobody signed it
    at.text_input("publisher_0").input("Li Wei")
    press(at, words.PUBLISH_NOW.en)
    made = publications(register, ALL, "statement", MONTH, missing.vendor_id)
    assert [one.published_by for one in made] == ["Li Wei"]
    assert Decimal(str(made[0].data["total"])) == missing.accepted.total
    again = page(lang="en", part="statement", vendors=missing.vendor_id)
    assert "Nothing has changed since it was last published" in said(again)


def test_a_running_month_is_published_only_on_purpose(page: Open, register: Register, missing: Settled) -> None:
    running = f"{month_after(MONTH):%Y-%m}"
    at = page(lang="en", part="statement", vendors=missing.vendor_id, period=running)
    assert "(so far)" in headline(at)
    at.session_state["publish"] = True
    at.run()
    assert words.SO_FAR_MEANS("en") in at.caption.values
    assert not [button for button in at.button if button.label == words.PUBLISH_NOW.en]


def test_what_was_published_differently_is_listed_line_by_line(
    page: Open, warehouse: Path, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: Settled
) -> None:
    at = page(lang="en", part="statement", vendors=missing.vendor_id)
    at.session_state["publish"] = True
    at.run()
    at.text_input("publisher_0").input("Li Wei")
    press(at, words.PUBLISH_NOW.en)
    level = costly(missing)
    home = altered(warehouse, tmp_path / "eased", f"update service_levels set target = 0, minimum = 0 where level_id = '{level}'")
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
    later = opened_page("agreements", lang="en", part="statement", vendors=missing.vendor_id)
    assert "1 line has changed" in said(later)
    assert words.AS_PUBLISHED.en in drawn(later)


def test_the_renewed_agreement_marks_what_changed(page: Open, company) -> None:
    signed = company.tables["agreements"].filter(company.tables["agreements"]["agreement_id"].str.ends_with("-2"))
    (vendor,) = signed["vendor_id"]
    at = page(lang="en", part="agreed", vendors=vendor)
    assert headline(at).endswith("the agreement has changed once")
    # The simulator renews with response times at 0.8 of what they were, and response targets one point up: 4 levels.
    assert "4 levels changed, 0 new, 0 gone" in said(at)
    assert drawn(at).count("was ≥ ") == 8  # target and minimum of the four
    first = page(lang="en", part="agreed", vendors=vendor, agreement=f"AG-{vendor}-1")
    assert words.FIRST_VERSION.en in first.caption.values and "was ≥ " not in drawn(first)


def test_the_simulator_charges_a_vendor_exactly_at_target(page: Open, missing: Settled) -> None:
    at = page(lang="en", part="simulator", vendors=missing.vendor_id)
    average = re.search(r"A vendor exactly at target pays ¥([\d,]+) a year on average", headline(at))
    assert average and int(average[1].replace(",", "")) > 0
    assert any(line.startswith(("Computed exactly", "Simulated over 20,000 years (seed 1)")) for line in at.caption.values)
    before = drawn(at)
    at.number_input(f"trial_at_risk_{_agreement(missing)}_en").set_value(1.0).run()
    assert headline(at) and drawn(at) != before
    assert words_simulator.AS_SIGNED("en", amount=f"¥{average[1]}") in drawn(at)


def _agreement(found: Settled) -> str:
    return found.accepted.accounts[0].agreement.agreement_id


def test_the_scorecard_shows_what_it_is_made_of(page: Open, missing: Settled) -> None:
    at = page(lang="zh", part="scorecard", vendors=missing.vendor_id)
    card = missing.scorecard
    score = written.NOTHING if card.score is None else f"{card.score:.1f}"
    assert f">{score}<" in drawn(at) and written.percent(card.covered, 0) in drawn(at)
    assert drawn(at).count("<tr>") - 1 == len(card.levels)
    assert bool(card.missing) == any(line.startswith("未计分：") for line in at.caption.values)


def test_the_parts_of_other_pages_mean_the_first_here(page: Open) -> None:
    assert headline(page(lang="en", part="coverage")) == headline(page(lang="en", part="compliance"))
