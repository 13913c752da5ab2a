"""The page *Trends*: the icons, one series opened in every part, the way to its orders, and what is written down there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from assay.register.open import Register, opened
from assay.register.rebases import recorded
from assay.say import trends as say
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from tests.app.seen import drawn, headline, press, said
from tests.app.seen import opened as opened_page
from ui.trends import words
from ui.trends.view import ACROSS, PARTS

Open = Callable[..., AppTest]


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """A register of its own, which the page uses too."""
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path / "register.sqlite"))
    return opened(tmp_path / "register.sqlite")


@pytest.fixture
def page(warehouse: Path, register: Register, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    return partial(opened_page, "trends")


@pytest.fixture(scope="session")
def busy(frames: dict[str, pl.DataFrame]) -> str:
    """The vendor with most orders, so that its months can be judged."""
    return str(frames["orders"]["vendor_id"].drop_nulls().mode().sort()[0])


@pytest.mark.parametrize(("language", "across"), list(zip(LANGUAGES, ACROSS, strict=True)))
def test_every_member_has_its_icons_and_its_way_to_the_chart(page: Open, language: Language, across: str) -> None:
    at = page(lang=language, across=across)
    assert "2026" in headline(at)
    html = drawn(at)
    assert say.VARIATION["common_cause"](language) in html
    assert "opened=" in html
    assert "kpi=response_on_time" in html


@pytest.mark.parametrize("grain", ["day", "quarter"])
def test_other_periods_are_drawn_too(page: Open, grain: str) -> None:
    at = page(lang="en", grain=grain, kpi="response_on_time", opened="*")
    assert headline(at)
    assert len(at.get("plotly_chart")) == 1


@pytest.mark.parametrize(("part", "language"), list(zip(PARTS, ("en", "zh", "en", "zh", "en"), strict=True)))
def test_every_part_of_a_series_opens(page: Open, busy: str, language: Language, part: str) -> None:
    kpi = "complaint_rate" if part == "between" else "response_on_time"
    at = page(lang=language, kpi=kpi, opened=busy, part=part)
    headline(at)
    assert words.PARTS["chart"](language) in [str(option) for group in at.get("button_group") for option in _options(group)]
    assert said(at)


def _options(group: object) -> list[str]:
    return [option.content for option in group.proto.options]  # type: ignore[attr-defined]


def test_the_chart_says_its_rules_and_leads_to_the_orders(page: Open, busy: str) -> None:
    at = page(lang="en", kpi="response_on_time", opened=busy)
    text = said(at)
    assert "NHS Making Data Count v2023-11" in text
    assert f"vendors={busy}" in text
    assert "figure=response_on_time.rest" in text


def test_the_chosen_rule_set_is_printed(page: Open, busy: str) -> None:
    at = page(lang="zh", kpi="response_on_time", opened=busy, rules="anhoej")
    headline(at)
    assert say.RULE_SETS["anhoej"]("zh") in said(at)


def test_a_second_series_stands_beside(page: Open, busy: str) -> None:
    at = page(lang="en", kpi="response_on_time", opened=busy, beside=f"completion_on_time.{busy}")
    headline(at)
    assert len(at.get("plotly_chart")) == 2


def test_a_rebase_is_written_with_its_reason_reckoned_at_once_and_taken_back(page: Open, register: Register, busy: str) -> None:
    at = page(lang="en", kpi="response_on_time", opened=busy)
    at.session_state["rebase"] = True
    at.run()
    headline(at)
    (who,) = [each for each in at.text_input if each.label == words.WHO("en")]
    (why,) = [each for each in at.text_area if each.label == words.WHY("en")]
    who.input("J. Doe")
    why.input("a second crew")
    press(at, words.WRITE_REBASE("en"))
    headline(at)
    (one,) = recorded(register, Scope.all())
    assert (one.rebase.kpi, one.rebase.vendor_id, one.rebase.reason) == ("response_on_time", busy, "a second crew")
    assert words.REBASE_WRITTEN("en") in said(at)
    at.session_state["rebase"] = True
    at.run()
    (back,) = [each for each in at.text_input if each.label == words.WHY_BACK("en")]
    back.input("wrong month")
    press(at, words.WITHDRAW("en"))
    (one,) = recorded(register, Scope.all())
    assert one.withdrawal is not None
    assert (one.withdrawal.reason, one.withdrawal.withdrawn_by) == ("wrong month", "J. Doe")


def test_a_rebase_without_a_reason_is_not_written(page: Open, register: Register, busy: str) -> None:
    at = page(lang="en", kpi="response_on_time", opened=busy)
    at.session_state["rebase"] = True
    at.run()
    press(at, words.WRITE_REBASE("en"))
    assert words.WHY("en") in said(at)
    assert recorded(register, Scope.all()) == ()


def test_a_series_that_the_filters_leave_nothing_of_is_said_to_be_gone(page: Open, busy: str) -> None:
    at = page(lang="en", kpi="response_on_time", opened="V_NOBODY")
    headline(at)
    assert words.SERIES_GONE("en") in said(at)


def test_a_bare_value_has_a_series_where_there_is_one_a_period_and_no_roll_up(page: Open, frames: dict[str, pl.DataFrame]) -> None:
    values = frames["aggregates"].filter(pl.col("denominator").is_null())
    kpi, vendor, site = values.select("kpi", "vendor_id", "site_id").row(0)
    one = page(lang="en", grain="quarter", sites=site, kpi=kpi, opened=vendor)
    headline(one)
    assert len(one.get("plotly_chart")) == 1
    several = page(lang="en", grain="quarter", kpi=kpi, opened=vendor)  # of several sites: nobody said what they add up to
    assert words.SERIES_GONE("en") in said(several)
    together = page(lang="en", grain="quarter", sites=site, kpi=kpi, opened="*")
    assert words.SERIES_GONE("en") in said(together)
