"""Money: the published examples to the digit, and the rules that bind credits together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.agreements.statement import Statement, settle, statements
from assay.agreements.terms import month_after
from assay.level import Agreement, Level, Tier
from tests.assay.settlement_cases import KNOWN, OCTOBER, RESPONSE, adjustment, counted, money, october, points, pool

JANUARY = date(2026, 1, 1)


def named(level_id: str, **more: object) -> Level:
    """A level of its own subject: the same KPI for another priority."""
    return replace(RESPONSE, level_id=level_id, priority=level_id, **more)  # type: ignore[arg-type]


def months(agreement: Agreement, *met: int | None) -> tuple[Statement, ...]:
    """The statements of as many months from January with so many of 1,000 in time; None is a month without any."""
    counted_ = [{} if one is None else {("L1", None): counted(one, 1000)} for one in met]
    counts = {month_after(JANUARY, place): measures for place, measures in enumerate(counted_)}
    return statements("V", tuple(counts), [agreement], counts, KNOWN)


def test_texas_pool_to_the_digit():
    """50 % × 40 % × (10 % of 100,000) = 2,000 (State of Texas, DIR service-level clause)."""
    statement = october(pool(replace(RESPONSE, pool_share=0.5, allocation_share=0.4)), L1=counted(90, 100))
    (line,) = statement.lines
    steps = {"pool_share": Decimal("0.5"), "allocation_share": Decimal("0.4"), "at_risk": money("10000.00")}
    assert dict(line.credit.due.steps) == steps
    assert line.credit.due.amount == line.due == statement.total == money("2000.00")


def test_an_allocation_that_is_not_stated_counts_as_one_and_says_so():
    (line,) = october(pool(replace(RESPONSE, pool_share=0.5)), L1=counted(90, 100)).lines
    assert dict(line.credit.due.steps)["allocation_share"] == 1 and line.due == money("5000.00")


@pytest.mark.parametrize(
    ("met", "settled", "cost"),
    [
        (9900, 99.0, 0), (9895, 99.0, 0), (9894, 98.9, 1), (9800, 98.0, 1), (9795, 98.0, 1), (9794, 97.9, 2), (9700, 97.0, 2),
        (9694, 96.9, 3), (9595, 96.0, 3), (9594, 95.9, 4), (0, 0.0, 4),
    ],
)  # fmt: skip
def test_uk_points_at_the_edges_of_their_tiers(met: int, settled: float, cost: int):
    """UK Model Services Contract, on 10,000 orders: 98.95 % is rounded to 99.0 % first and costs nothing; 98.94 % is 98.9 % and
    costs one point, which is 1 % of 100,000.
    """
    (line,) = october(points(replace(RESPONSE, target=99.0)), L1=counted(met, 10_000)).lines
    assert (line.judged.settled, line.credit.points or 0, line.due) == (settled, cost, 1000 * cost)


def test_the_second_failure_in_a_row_costs_double_and_the_third_too():
    """97.5 % is 2 points; the repeat doubles them; a month that meets the target ends the row."""
    agreement = points(replace(RESPONSE, target=99.0, repeat_multiplier=2.0))
    found = months(agreement, 975, 975, 975, 995, 975)
    assert [one.credit for one in found] == [2000, 4000, 4000, 0, 2000]
    assert dict(found[1].lines[0].credit.due.steps) == {
        "points": 2, "repeat": 2, "point_share": Decimal("0.01"), "charge": money("100000.00"),
    }  # fmt: skip


def test_a_month_without_data_or_waived_ends_the_row():
    agreement = points(replace(RESPONSE, target=99.0, repeat_multiplier=2.0))
    assert [one.credit for one in months(agreement, 975, None, 975)] == [2000, 0, 2000]
    before = settle("V", date(2026, 9, 1), [agreement], {("L1", None): counted(900, 1000)}, KNOWN, [
        replace(adjustment("waiver"), month=date(2026, 9, 1))
    ])  # fmt: skip
    assert october(agreement, earlier=(before,), L1=counted(975, 1000)).credit == 2000


def test_a_repeat_is_seen_across_a_renewal():
    """The new version's level has another id; vendor, service, KPI and priority are the same."""
    level = replace(RESPONSE, target=99.0, repeat_multiplier=2.0)
    old = replace(points(level), effective_to=date(2026, 9, 30))
    new = replace(points(replace(level, level_id="L2")), agreement_id="B", effective_from=OCTOBER)
    before = settle("V", date(2026, 9, 1), [old, new], {("L1", None): counted(975, 1000)}, KNOWN)
    after = settle("V", OCTOBER, [old, new], {("L2", None): counted(975, 1000)}, KNOWN, (), (before,))
    assert (before.credit, after.credit) == (2000, 4000)


def test_a_pool_level_with_a_multiplier_costs_it_too():
    found = months(pool(replace(RESPONSE, pool_share=0.2, repeat_multiplier=1.5)), 900, 900)
    assert [one.credit for one in found] == [2000, 3000]


@pytest.mark.parametrize(("tiers", "reason"), [((), "no_tiers"), ((Tier(99.0, None, 0),), "outside_tiers")])
def test_a_miss_without_a_tier_is_no_silent_zero(tiers: tuple[Tier, ...], reason: str):
    (line,) = october(points(replace(RESPONSE, target=99.0), tiers=tiers), L1=counted(900, 1000)).lines
    assert (line.judged.verdict, line.reason, line.due) == ("missed", reason, 0)


def test_a_miss_without_a_share_is_no_silent_zero():
    (line,) = october(pool(RESPONSE), L1=counted(900, 1000)).lines
    assert (line.judged.verdict, line.reason, line.due) == ("missed", "no_share", 0)


def test_one_incident_costs_its_largest_credit_only():
    """Shares 0.1, 0.3 and 0.2 of 10,000: of the group 3,000 is due and 1,000 absorbed; the third stands alone."""
    agreement = pool(
        named("L1", pool_share=0.1, incident_group="late"),
        named("L2", pool_share=0.3, incident_group="late"),
        named("L3", pool_share=0.2),
    )
    statement = october(agreement, L1=counted(90, 100), L2=counted(90, 100), L3=counted(90, 100))
    assert [line.credit.due.amount for line in statement.lines] == [1000, 3000, 2000]
    assert [line.due for line in statement.lines] == [0, 3000, 2000]
    assert [line.absorbed_by for line in statement.lines] == ["L2", None, None] and statement.lines[0].reason == "absorbed"
    assert statement.accounts[0].gross == 5000


def test_an_incident_of_which_only_one_level_fails_absorbs_nothing():
    agreement = pool(named("L1", pool_share=0.1, incident_group="late"), named("L2", pool_share=0.3, incident_group="late"))
    statement = october(agreement, L1=counted(90, 100), L2=counted(99, 100))
    assert [line.due for line in statement.lines] == [1000, 0] and statement.lines[1].absorbed_by is None


def test_of_equal_credits_of_one_incident_one_is_due():
    agreement = pool(named("L1", pool_share=0.1, incident_group="late"), named("L2", pool_share=0.1, incident_group="late"))
    assert [line.due for line in october(agreement, L1=counted(90, 100), L2=counted(90, 100)).lines] == [1000, 0]


def test_the_cap_cuts_what_is_due_and_lines_keep_their_credit():
    """0.6 and 0.9 of 10,000 are 15,000; at most 10,000 is due: two fifths and three fifths of it."""
    statement = october(pool(named("L1", pool_share=0.6), named("L2", pool_share=0.9)), L1=counted(90, 100), L2=counted(90, 100))
    (one,) = statement.accounts
    assert [line.credit.due.amount for line in one.lines] == [6000, 9000]
    assert [line.due for line in one.lines] == [4000, 6000]
    assert (one.gross, one.due, one.cut) == (15000, 10000, 5000)


def test_shares_of_what_is_due_sum_to_it_to_the_cent():
    """Three equal credits under 10,000: 3,333.34 + 3,333.33 + 3,333.33."""
    levels = [named(f"L{number}", pool_share=0.5) for number in (1, 2, 3)]
    statement = october(pool(*levels), L1=counted(9, 10), L2=counted(9, 10), L3=counted(9, 10))
    assert [line.due for line in statement.lines] == [money("3333.34"), money("3333.33"), money("3333.33")]


def test_cents_are_rounded_half_up_once():
    """1/8 of 100.04 is 12.505 → 12.51; half to even would give 12.50."""
    agreement = replace(pool(replace(RESPONSE, pool_share=0.125)), monthly_charge=100.04, at_risk_share=1.0)
    assert october(agreement, L1=counted(90, 100)).credit == money("12.51")


@pytest.mark.parametrize(("met", "bonus"), [(990, 2000), (989, 0)])
def test_a_bonus_is_earned_at_its_level(met: int, bonus: int):
    statement = october(pool(replace(RESPONSE, pool_share=0.5, bonus_target=99.0, bonus_share=0.02)), L1=counted(met, 1000))
    assert (statement.bonus, statement.total) == (bonus, -bonus)


def test_no_bonus_on_a_waived_month():
    agreement = pool(replace(RESPONSE, bonus_target=99.0, bonus_share=0.02))
    assert october(agreement, adjustment("waiver"), L1=counted(1000, 1000)).bonus == 0


EARNS = pool(replace(RESPONSE, pool_share=0.5, earn_back_months=3, earn_back_level=97.0, earn_back_share=0.5))


def test_a_credit_is_earned_back_after_its_period_once():
    """January costs 5,000; February to April reach 97 %; half comes back in April, and in no month after it."""
    found = months(EARNS, 900, 970, 980, 990, 990, 990)
    assert [one.credit for one in found] == [5000, 0, 0, 0, 0, 0]
    assert [one.earned_back for one in found] == [0, 0, 0, 2500, 0, 0]
    (back,) = found[3].earn_backs
    assert (back.level_id, back.month) == ("L1", JANUARY)
    assert dict(back.returned.steps) == {"earn_back_share": Decimal("0.5"), "credit_due": money("5000.00")}
    assert found[3].total == -2500


@pytest.mark.parametrize("third", [969, 940, None])
def test_one_month_below_the_level_or_without_data_and_nothing_comes_back(third: int | None):
    assert sum(one.earned_back for one in months(EARNS, 900, 980, third, 980, 980)) == 0


def test_what_comes_back_is_a_share_of_what_was_due_under_the_cap():
    """Credits of 6,000 and 9,000 under 10,000 are due at 4,000 and 6,000; the whole of the first comes back, 4,000."""
    first = named("L1", pool_share=0.6, earn_back_months=1, earn_back_level=97.0, earn_back_share=1.0)
    agreement = pool(first, named("L2", pool_share=0.9))
    months_ = {JANUARY: (90, 90), date(2026, 2, 1): (99, 99)}
    counts = {month: {("L1", None): counted(a, 100), ("L2", None): counted(b, 100)} for month, (a, b) in months_.items()}
    assert [one.earned_back for one in statements("V", tuple(counts), [agreement], counts, KNOWN)] == [0, 4000]


SHARES = st.floats(0.0, 1.0).map(lambda share: round(share, 3))
MET = st.integers(0, 200)


@given(st.lists(st.tuples(SHARES, SHARES, MET, st.sampled_from([None, "a", "b"])), max_size=6))
def test_a_pool_never_costs_more_than_is_at_risk_nor_less_than_nothing(levels: list[tuple[float, float, int, str | None]]):
    listed = [
        named(f"L{place}", pool_share=share, allocation_share=allocation, incident_group=group)
        for place, (share, allocation, _, group) in enumerate(levels)
    ]
    statement = october(pool(*listed), **{f"L{place}": counted(met, 200) for place, (_, _, met, _) in enumerate(levels)})
    (one,) = statement.accounts
    assert 0 <= one.due <= one.stake.at_risk.amount == 10_000
    assert one.due == min(one.gross, one.stake.at_risk.amount) and one.cut >= 0
    assert all(0 <= line.due <= line.credit.due.amount for line in one.lines)


@given(MET, MET)
def test_more_failures_never_cost_less(one: int, other: int):
    few, many = max(one, other), min(one, other)
    for agreement in (pool(replace(RESPONSE, pool_share=0.4)), points(replace(RESPONSE, target=99.0))):
        assert october(agreement, L1=counted(few, 200)).credit <= october(agreement, L1=counted(many, 200)).credit


@given(SHARES, SHARES, MET)
def test_every_credit_is_the_product_of_its_steps(share: float, allocation: float, met: int):
    """Re-performed in plain integers: thousandths × thousandths × cents, half up."""
    (line,) = october(pool(replace(RESPONSE, pool_share=share, allocation_share=allocation)), L1=counted(met, 200)).lines
    if line.judged.verdict == "missed":
        millionths = round(share * 1000) * round(allocation * 1000) * 1_000_000
        assert line.credit.due.amount == Decimal((millionths + 500_000) // 1_000_000) / 100
        assert abs(prod(value for _, value in line.credit.due.steps) - line.credit.due.amount) <= Decimal("0.005")
