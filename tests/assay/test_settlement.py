"""A statement line by line: the result, the verdict, what was waived, and which agreement was in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from assay.agreements.judged import Settlement
from assay.agreements.presign import Because
from assay.agreements.scorecard import Limiter, Missing
from assay.agreements.statement import Statement, settle
from assay.agreements.terms import Unpaid, accepted, if_granted
from assay.contracts import vocabulary
from assay.level import Agreement, Level
from assay.measured import Measured, Sums
from tests.assay.settlement_cases import KNOWN, OCTOBER, RESPONSE, TEXAS, adjustment, counted, money, october, pool

SHARED = replace(RESPONSE, pool_share=0.5)
INSPECTED = Level("L1", "V", "maintenance", "inspection_pass_rate", 75.0, pool_share=0.5, decimals=1)
MISSED = Sums(0, 1)


def inspected(**by_method: Measured) -> Statement:
    return settle("V", OCTOBER, [pool(INSPECTED)], {("L1", method): one for method, one in by_method.items()}, KNOWN)


def test_the_result_is_rounded_half_up_before_it_meets_the_target():
    """1,899 of 2,000 is 94.95 %, which at one decimal is 95.0 % and meets 95 %; 1,898 is 94.9 % and does not."""
    (line,) = october(pool(SHARED), L1=counted(1899, 2000)).lines
    assert (line.judged.raw, line.judged.settled, line.judged.verdict, line.due) == (94.95, 95.0, "met", 0)
    (line,) = october(pool(SHARED), L1=counted(1898, 2000)).lines
    assert (line.judged.settled, line.judged.verdict, line.due) == (94.9, "missed", money("5000.00"))


def test_nothing_counted_is_no_data_and_costs_nothing():
    for statement in (october(pool(SHARED)), october(pool(SHARED), L1=counted(0, 0, not_yet_due=3))):
        (line,) = statement.lines
        assert (line.judged.verdict, line.judged.raw, line.chance, statement.total) == ("no_data", None, None, 0)


def test_a_result_on_few_is_settled_all_the_same_and_marked():
    few, enough = KNOWN["response_on_time"].minimum_n - 1, KNOWN["response_on_time"].minimum_n
    assert october(pool(SHARED), L1=counted(0, few)).lines[0].is_few
    assert october(pool(SHARED), L1=counted(0, few)).credit == money("5000.00")
    assert not october(pool(SHARED), L1=counted(0, enough)).lines[0].is_few


def test_the_line_carries_the_evidence_beside_the_settlement():
    """19 of 20 is 95 %, Wilson 76.4–99.1; 18 of 20 misses 95 % and that is not beyond doubt."""
    (line,) = october(pool(SHARED), L1=counted(19, 20)).lines
    assert (line.judged.verdict, round(line.interval.low, 1), round(line.interval.high, 1)) == ("met", 76.4, 99.1)
    (line,) = october(pool(SHARED), L1=counted(18, 20)).lines
    assert line.judged.verdict == "missed" and 0.05 < line.chance < 0.5


def test_what_was_left_out_is_on_the_line():
    (line,) = october(pool(SHARED), L1=counted(95, 100, not_yet_due=4, cancelled=2)).lines
    assert line.judged.excluded == {"not_yet_due": 4, "cancelled": 2}


def test_a_waived_order_is_left_out_with_its_reason():
    """94 of 100 misses 95 %; without one late order it is 94 of 99 = 94.949 %, still missed; without two 94 of 98 = 95.9 %."""
    rows = {"WO-1": MISSED, "WO-2": MISSED}
    measured = counted(94, 100, rows, cancelled=1)
    (line,) = october(pool(SHARED), adjustment("waiver", "WO-1"), L1=measured).lines
    assert (line.judged.sums, line.judged.settled, line.judged.verdict) == (Sums(94, 99), 94.9, "missed")
    assert line.judged.excluded == {"cancelled": 1, "waived": 1} and line.judged.applied == ("1",)
    both = (adjustment("waiver", "WO-1"), adjustment("dispute", "WO-2", id_="2"))
    statement = october(pool(SHARED), *both, L1=measured)
    assert statement.lines[0].judged.excluded == {"cancelled": 1, "waived": 1, "disputed": 1}
    assert (statement.lines[0].judged.settled, statement.credit) == (95.9, 0)


def test_a_row_that_is_waived_and_disputed_is_left_out_once():
    twice = (adjustment("waiver", "WO-1"), adjustment("dispute", "WO-1", id_="2"))
    (line,) = october(pool(SHARED), *twice, L1=counted(94, 100, {"WO-1": MISSED})).lines
    assert line.judged.sums == Sums(94, 99)


def test_a_waived_period_has_no_verdict_and_costs_nothing():
    statement = october(pool(SHARED), adjustment("waiver"), L1=counted(10, 100))
    (line,) = statement.lines
    assert (line.judged.verdict, line.reason, line.judged.settled, statement.total) == ("waived", "waiver", 10.0, 0)


def test_an_adjustment_of_a_row_that_does_not_count_is_said():
    assert october(pool(SHARED), adjustment("waiver", "WO-9"), L1=counted(94, 100)).without_effect == ("1",)
    assert october(pool(SHARED), adjustment("waiver"), L1=counted(94, 100)).without_effect == ()


def test_the_same_month_with_and_without():
    """As signed; with what was accepted; as it would be if the open dispute were granted."""
    late, whole = adjustment("waiver", "WO-1"), adjustment("dispute", state="open", id_="2")
    asked = (late, whole, adjustment("waiver", "WO-2", "rejected", id_="3"))
    measured = counted(94, 100, {"WO-1": MISSED, "WO-2": MISSED})
    signed, settled, granted = (october(pool(SHARED), *some, L1=measured) for some in ((), accepted(asked), if_granted(asked)))
    assert [one.lines[0].judged.sums.denominator for one in (signed, settled, granted)] == [100, 99, 99]
    assert [one.credit for one in (signed, settled, granted)] == [money("5000.00"), money("5000.00"), 0]


def test_an_adjustment_of_another_month_or_level_changes_nothing():
    other_month = replace(adjustment("waiver"), month=date(2026, 9, 1))
    statement = october(pool(SHARED), other_month, adjustment("waiver", level_id="L9"), L1=counted(10, 100))
    assert statement.credit == money("5000.00") and statement.without_effect == ()


@pytest.mark.parametrize("method", ["scheduled", "third_party", "incidental", "validated_complaint"])
def test_a_method_that_forbids_it_is_shown_and_never_paid_on(method: str):
    statement = inspected(**{method: counted(10, 100)})
    (line,) = statement.lines
    assert (line.judged.verdict, line.reason, line.judged.settled, statement.total) == ("not_payable", "method", 10.0, 0)
    assert line.interval.low is None and line.chance is None


@pytest.mark.parametrize(("methods", "used"), [(("random", "full", "scheduled"), "random"), (("full", "scheduled"), "full")])
def test_methods_are_never_pooled_and_random_checks_go_first(methods: tuple[str, ...], used: str):
    """Each method passed another number of 100: what is settled is one of them, and the others stand beside it."""
    passed = {"random": 80, "full": 60, "scheduled": 10}
    (line,) = inspected(**{method: counted(passed[method], 100) for method in methods}).lines
    assert line.judged.method == used and line.judged.settled == passed[used]
    assert line.judged.beside == {method: Sums(passed[method], 100) for method in methods if method != used}


def test_a_method_without_any_check_does_not_hide_another():
    (line,) = inspected(random=counted(0, 0), full=counted(70, 100)).lines
    assert (line.judged.method, line.judged.verdict) == ("full", "missed")


def test_versions_that_change_in_mid_month_share_it_by_days():
    """31 days: 1–15 October under the first, 16–31 under the second, each with its own orders, charge and cap.

    First: 100,000 × 15 / 31 = 48,387.10, at risk 4,838.71, half of it 2,419.36 (2,419.355 half up).
    Second: 120,000 × 16 / 31 = 61,935.48, at risk 6,193.55 (6,193.548), met.
    """
    first = replace(TEXAS, effective_to=date(2026, 10, 15), levels=(SHARED,))
    second_level = replace(SHARED, level_id="L2", target=90.0)
    second = replace(TEXAS, agreement_id="B", effective_from=date(2026, 10, 16), monthly_charge=120_000.0, levels=(second_level,))
    measures = {("L1", None): counted(90, 100), ("L2", None): counted(95, 100)}
    statement = settle("V", OCTOBER, [second, first], measures, KNOWN)
    one, two = statement.accounts
    assert (one.days_in_force, two.days_in_force, one.is_prorated, two.is_prorated) == (15, 16, True, True)
    assert (one.stake.charge.amount, one.stake.at_risk.amount) == (money("48387.10"), money("4838.71"))
    assert (two.stake.charge.amount, two.stake.at_risk.amount) == (money("61935.48"), money("6193.55"))
    assert dict(one.stake.charge.steps) == {"monthly_charge": 100_000, "days_in_force": 15}
    assert dict(one.stake.charge.divided_by) == {"days_in_month": 31}
    assert [line.due for line in statement.lines] == [money("2419.36"), 0]


def test_only_the_vendor_s_own_agreements_in_force_are_settled():
    ended = replace(TEXAS, agreement_id="Z", effective_from=date(2025, 1, 1), effective_to=date(2026, 9, 30), levels=(SHARED,))
    other = replace(TEXAS, agreement_id="Y", vendor_id="W", levels=(SHARED,))
    statement = settle("V", OCTOBER, [ended, other, pool(SHARED)], {("L1", None): counted(90, 100)}, KNOWN)
    assert [one.agreement.agreement_id for one in statement.accounts] == ["A"]
    assert not statement.accounts[0].is_prorated


def test_an_agreement_without_levels_or_money_gives_a_statement_of_nothing():
    bare = Agreement("A", "V", "maintenance", date(2026, 1, 1), levels=(SHARED,))
    (line,) = october(bare, L1=counted(90, 100)).lines
    assert (line.judged.verdict, line.reason, line.due) == ("missed", "no_money_agreed", 0)
    assert october(replace(bare, levels=())).total == 0


def test_a_month_is_named_by_its_first_day():
    with pytest.raises(ValueError, match="first day"):
        settle("V", date(2026, 10, 2), [], {}, KNOWN)


def test_every_word_of_settlement_exists_in_both_languages():
    assert set(get_args(Settlement)) == set(vocabulary.SETTLEMENTS)
    assert set(get_args(Unpaid)) == set(vocabulary.UNPAID)
    assert set(get_args(Missing)) == set(vocabulary.UNSCORED)
    assert set(get_args(Limiter)) == set(vocabulary.LIMITERS)
    assert set(get_args(Because)) == set(vocabulary.SIMULATED_BECAUSE)
