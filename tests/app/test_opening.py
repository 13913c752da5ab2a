"""Which month the application opens with, in companies whose records end at different times."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assay.contracts.vocabulary import METHODS
from tests.app.altered import altered

ROOT = Path(__file__).parents[2]
OTHERS = ("orders", "open_orders", "surveys", "complaints", "staff_months", "findings")
"""What else the declared KPIs count; the figures of the company, which go on to October, stay."""
NO_CHECKS_AFTER_JUNE = "delete from inspections where done_on >= date '2026-07-01'"
Opens = Callable[..., AppTest]


@pytest.fixture
def opens(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opens:
    """Opens the application on a company that has inspections alone, with further changes, by a link that names no period."""

    def opened(*statements: str, **query: str) -> AppTest:
        home = altered(warehouse, tmp_path / "ended", *(f"delete from {table}" for table in OTHERS), *statements)
        monkeypatch.setenv("ASSAY_WAREHOUSE", str(home))
        at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        for key, ids in {"lang": "en", **query}.items():
            at.query_params[key] = ids
        at.run()
        assert [error.value for error in (*at.exception, *at.error)] == []
        return at

    return opened


def period(at: AppTest) -> str:
    found = at.query_params["period"]
    return found if isinstance(found, str) else found[0]


def test_the_last_month_with_checks_and_not_the_last_with_anything(opens: Opens) -> None:
    at = opens(NO_CHECKS_AFTER_JUNE)
    assert period(at) == "2026-06"
    assert at.selectbox[0].options[0] == "2026-10"  # which can still be chosen


def test_what_counts_is_what_the_filters_leave(opens: Opens) -> None:
    until_march = "delete from inspections where vendor_id = 'V02' and done_on >= date '2026-04-01'"
    assert period(opens(NO_CHECKS_AFTER_JUNE, until_march, vendors="V02")) == "2026-03"


def test_checks_that_ended_years_ago_are_found(opens: Opens) -> None:
    assert period(opens("delete from inspections where done_on >= date '2024-05-01'")) == "2024-04"


def test_with_nothing_to_judge_at_all_it_is_the_last_full_month(opens: Opens) -> None:
    at = opens("delete from inspections", "delete from aggregates where denominator is not null")
    assert period(at) == "2026-07"  # the bare values that are left are those of quarters and lie on their first day


def test_without_random_checks_the_most_frequent_method_is_shown_and_named(opens: Opens) -> None:
    at = opens(NO_CHECKS_AFTER_JUNE, "delete from inspections where method not in ('scheduled', 'incidental')")
    assert period(at) == "2026-06"
    assert any(METHODS["scheduled"].en.lower() in line for line in at.caption.values)
