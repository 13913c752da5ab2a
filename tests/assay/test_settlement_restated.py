"""A published statement stands; what changes afterwards is said line by line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from assay.agreements.published import as_published
from assay.agreements.restated import restated
from assay.measured import Sums
from assay.register.canonical import canonical
from tests.assay.settlement_cases import RESPONSE, adjustment, counted, money, october, pool

SHARED = replace(RESPONSE, pool_share=0.5)
OTHER = replace(SHARED, level_id="L2", priority="urgent", bonus_target=99.0, bonus_share=0.02)


def written_down(statement) -> dict[str, object]:
    """As the register keeps it: JSON, with decimals and dates as text."""
    return json.loads(canonical(as_published(statement)))


def test_nothing_changed_restates_nothing():
    statement = october(pool(SHARED, OTHER), adjustment("waiver", "WO-1"), L1=counted(94, 100, {"WO-1": Sums(0, 1)}))
    found = restated(statement, written_down(statement))
    assert found.difference == found.earned_back_more == 0 and found.changed == () and len(found.lines) == 2


def test_what_changed_is_the_lines_and_they_sum_to_the_difference():
    """L1: 90 of 100 cost 5,000; twenty late replies turn up as in time, 96 of 100, and it costs nothing. L2: a bonus of 2,000 falls
    away. Together 5,000 less and 2,000 more."""
    published = october(pool(SHARED, OTHER), L1=counted(90, 100), L2=counted(100, 100))
    today = october(pool(SHARED, OTHER), L1=counted(96, 100), L2=counted(98, 100))
    found = restated(today, written_down(published))
    assert (found.published_total, found.today_total, found.difference) == (3000, 0, -3000)
    assert [(line.level_id, line.difference) for line in found.changed] == [("L1", -5000), ("L2", 2000)]
    (first, _) = found.lines
    assert (first.published.verdict, first.today.verdict, first.published.due) == ("missed", "met", money("5000"))


def test_a_line_that_came_or_went_is_one_sided():
    published = october(pool(SHARED), L1=counted(90, 100))
    today = october(pool(OTHER), L2=counted(90, 100))
    found = {line.level_id: line for line in restated(today, written_down(published)).lines}
    assert found["L1"].today is None and found["L1"].difference == -5000
    assert found["L2"].published is None and found["L2"].difference == 5000


def test_the_published_line_can_be_re_performed_from_what_is_written():
    texas = pool(replace(RESPONSE, pool_share=0.5, allocation_share=0.4))
    (account,) = written_down(october(texas, L1=counted(90, 100)))["accounts"]
    (line,) = account["lines"]
    assert line["credit_steps"] == [["pool_share", "0.5"], ["allocation_share", "0.4"], ["at_risk", "10000"]]
    assert line["due"] == "2000" and 0.5 * 0.4 * 10_000 == 2000


def test_another_month_is_not_compared():
    statement = october(pool(SHARED), L1=counted(90, 100))
    with pytest.raises(ValueError, match="2026-09-01"):
        restated(statement, written_down(replace(statement, month=date(2026, 9, 1))))
