"""The page *Root cause*: its sentence in both languages, what a link may ask, and what it says where nothing can be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assay.text import LANGUAGES
from tests.app.seen import headline, said
from tests.app.seen import opened as opened_page
from ui.causes import words

Open = Callable[..., AppTest]


@pytest.fixture
def page(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("ASSAY_WAREHOUSE", str(warehouse))
    monkeypatch.setenv("ASSAY_REGISTER", str(tmp_path / "register.sqlite"))
    return partial(opened_page, "causes")


def test_the_four_steps_in_both_languages(page: Open) -> None:
    zh, en = (page(lang=language, period="2026-Q2", kpi="completion_on_time") for language in LANGUAGES)
    assert re.search("[\u4e00-\u9fff]", headline(zh))
    moved = r"Completion on time (rose|fell|stayed the same) from \d+\.\d % in Q1 2026 to \d+\.\d % in Q2 2026"
    assert re.match(moved, headline(en))
    steps = (words.STEP_CHANGE, words.STEP_WHERE, words.STEP_DRIVERS, words.STEP_CLOSER)
    for at, language in ((zh, "zh"), (en, "en")):
        assert [one.value for one in at.subheader][:1] == [words.STEP_CHANGE(language)]
        assert {step(language) for step in steps} <= {one.value for one in at.subheader}
        assert [one.label for one in at.expander].count(words.ASSUMES(language)) >= 2


def test_another_base_is_another_change(page: Open) -> None:
    near = page(lang="en", period="2026-09", kpi="response_on_time")
    far = page(lang="en", period="2026-09", base="2025-09", kpi="response_on_time")
    assert "August 2026" in headline(near)
    assert "September 2025" in headline(far)


def test_a_part_is_opened_and_left_again(page: Open) -> None:
    whole = page(lang="en", period="2026-Q2", kpi="completion_on_time")
    part = page(lang="en", period="2026-Q2", kpi="completion_on_time", cond=["shift=night", "category=hvac"])
    assert words.PART_OF("en", part="Heating and cooling · Night") in said(part)
    assert headline(part) != headline(whole)
    assert words.WHOLE("en") in [button.label for button in part.button]


def test_classes_of_the_worker_are_never_combined_with_places(page: Open) -> None:
    at = page(lang="en", period="2026-Q2", kpi="completion_on_time", dims=["worker_tenure", "site_id", "vendor_id"])
    assert words.NO_PERSONS_AND_SITES("en") in said(at)
    (dims,) = (one for one in at.multiselect if one.label == words.DIMS("en"))
    assert set(dims.value) == {"worker_tenure", "vendor_id"}
    narrowed = page(lang="en", period="2026-Q2", kpi="completion_on_time", cond=["worker_tenure=over_3_years", "site_id=S01"])
    assert "Tenure" not in said(narrowed).split(words.STEP_CHANGE("en"))[0]


@pytest.mark.parametrize("kpi", ["certified_share", "response_minutes", "nps", "complaint_rate", "defect_rate"])
def test_every_kind_of_kpi_has_its_answer(page: Open, kpi: str) -> None:
    assert headline(page(lang="en", period="2026-Q2", kpi=kpi))


def test_a_link_to_nothing_is_answered(page: Open) -> None:
    at = page(lang="en", period="2026-Q2", kpi="completion_on_time", base="1999-Q1", cond=["vendor_id=nobody", "colour=red"])
    assert words.NOTHING_TITLE("en", kpi="Completion on time") in headline(at)


def test_the_first_period_has_nothing_to_compare_with(page: Open) -> None:
    at = page(lang="en", kpi="completion_on_time", period="2023-11")
    assert headline(at) in (words.ONE_PERIOD_TITLE("en"), words.NOTHING_TITLE("en", kpi="Completion on time"))
