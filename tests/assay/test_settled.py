"""Where settlement, the register and the warehouse meet: waivers, disputes, publications, limiters, and the walk before a month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assay import written
from assay.register.adjustments import Decision, Request, decide, write_adjustment
from assay.register.open import Register, opened
from assay.register.seen import OutOfScope
from assay.report.publishing import due, publish_month
from assay.report.settled import Settled, UnknownVendor, settled, settled_all, walked
from assay.report.statement import statement_document
from assay.report.statement_rows import rows_of_missed
from assay.say import statement as say
from assay.scope import Scope
from assay.text import LANGUAGES
from assay.warehouse.month_end import is_over
from assay.warehouse.read import Warehouse
from tests.assay.small_warehouse import small
from tests.pipelines.derive_tables import AGREEMENT, ORDER, Row, at, level, on

ALL = Scope.all()
MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))
NOW = at("2026-09-30 00:00")
MONEY = {"monthly_charge": 100_000.0, "at_risk_share": 0.1, "scheme": "pool"}
SHARES = {"pool_share": 0.5, "allocation_share": 0.4, "weight": 1.0}
LEVEL = level("response_on_time", 60.0, level_id="L", decimals=1, rounding="half_up", **SHARES)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    found = opened(tmp_path / "register.sqlite")
    yield found
    found.close()


def orders(month: int, met: int, missed: int, vendor: str = "V") -> list[Row]:
    """Answered within the hour, and never answered; they begin at 08:00 of one day each."""
    answers = [at(f"2026-{month:02d}-{day:02d} 08:30") for day in range(1, met + 1)] + [None] * missed
    return [
        ORDER | {"order_id": f"{vendor}{month}-{day}", "vendor_id": vendor, "requested_at": at(f"2026-{month:02d}-{day:02d} 08:00"),
                 "responded_at": answer}
        for day, answer in enumerate(answers, 1)
    ]  # fmt: skip


def company(*of_months: list[Row], levels: tuple[Row, ...] = (LEVEL,), **more: list[Row]) -> Warehouse:
    signed = [AGREEMENT | MONEY | {"effective_from": on("2026-01-01")}]
    listed = [row for rows in of_months for row in rows]
    vendors = [{"vendor_id": "V", "name": "甲保洁"}]
    return small(NOW, **{"agreements": signed, "vendors": vendors, "service_levels": list(levels), "orders": listed} | more)


def asked(register: Register, key: str | None, kind: str = "waiver", state: str | None = "accepted", month: date = JUNE) -> None:
    request = Request(kind, "V", "L", month, "备件由客户迟交", "王工", at("2026-07-02 09:00"), key)  # type: ignore[arg-type]
    made = write_adjustment(register, ALL, request)
    if state:
        decide(register, ALL, Decision(made.adjustment_id, state, "李经理", at("2026-07-03 09:00"), "属实"))  # type: ignore[arg-type]


def totals(found: Settled) -> tuple[Decimal, ...]:
    return found.signed.total, found.accepted.total, found.granted.total


def test_the_texas_credit_of_twenty_orders(register: Register):
    """18 of 20 are 90.0 %, under 95: 0.5 × 0.4 × (10 % of 100,000) = 2,000.00."""
    found = settled(company(orders(6, 18, 2)), register, ALL, "V", JUNE)
    (line,) = found.accepted.lines
    assert (line.judged.sums.numerator, line.judged.sums.denominator, line.judged.settled) == (18.0, 20.0, 90.0)
    assert totals(found) == (Decimal("2000.00"),) * 3
    assert (found.name, found.is_over, found.publication, found.restatement) == ("甲保洁", True, None, None)


def test_accepted_and_open_adjustments_are_settled_with_and_without(register: Register):
    """A waiver of one miss leaves 18 of 19 = 94.7 %, still under 95; the other one disputed and granted leaves 18 of 18."""
    warehouse = company(orders(6, 18, 2))
    asked(register, "V6-19")
    asked(register, "V6-20", "dispute", None)
    found = settled(warehouse, register, ALL, "V", JUNE)
    assert totals(found) == (Decimal("2000.00"), Decimal("2000.00"), Decimal("0.00"))
    assert found.accepted.lines[0].judged.settled == 94.7 and found.accepted.lines[0].judged.excluded == {"waived": 1.0}
    assert [one.state for one in found.adjustments] == ["accepted", "open"]


def test_rejected_withdrawn_and_mistyped_ones_change_nothing(register: Register):
    asked(register, "V6-19", state="rejected")
    asked(register, "V6-20", "dispute", "withdrawn")
    asked(register, "no such order")
    found = settled(company(orders(6, 18, 2)), register, ALL, "V", JUNE)
    assert totals(found) == (Decimal("2000.00"),) * 3 and found.accepted.without_effect == ("3",)


def test_a_waiver_of_the_month_before_ends_the_row_of_misses(register: Register):
    """Missed in May and June at twice the credit for a repeat; with May waived June is a first miss again."""
    warehouse = company(orders(5, 18, 2), orders(6, 18, 2), levels=(LEVEL | {"repeat_multiplier": 2.0},))
    assert settled(warehouse, register, ALL, "V", JUNE).accepted.total == Decimal("4000.00")
    asked(register, None, month=MAY)
    found = settled(warehouse, register, ALL, "V", JUNE)
    assert totals(found) == (Decimal("4000.00"), Decimal("2000.00"), Decimal("2000.00")) and found.adjustments == ()


def test_a_month_looks_back_as_far_as_its_earn_back_needs(register: Register):
    """Missed in May and June (2,000 + 2 × 2,000), met in July and August: of June's credit half is earned back in August."""
    earn_back = {"earn_back_months": 2, "earn_back_share": 0.5, "earn_back_level": 97.0, "repeat_multiplier": 2.0}
    months = (orders(5, 18, 2), orders(6, 18, 2), orders(7, 20, 0), orders(8, 20, 0))
    warehouse = company(*months, levels=(LEVEL | earn_back,))
    alone = settled(warehouse, register, ALL, "V", AUGUST).accepted
    assert (alone.earned_back, alone.total) == (Decimal("2000.00"), Decimal("-2000.00"))
    assert walked(warehouse, register, ALL, (MAY, JUNE, JULY, AUGUST))["V"][-1] == alone


def test_what_is_open_at_the_month_s_end_caps_the_band(register: Register):
    """Found in June and corrected in July: open at the end of June, not at that of July. What July found is not June's."""
    looked = {"inspection_id": "I", "vendor_id": "V", "site_id": "U", "service": "cleaning", "method": "random", "outcome": "fail",
              "done_on": on("2026-06-05")}  # fmt: skip
    finding = {"inspection_id": "I", "item": "exit", "severity": "critical", "corrected_on": on("2026-07-10")}
    complaint = {"complaint_id": "C", "vendor_id": "V", "site_id": "U", "service": "cleaning", "complaint_category": "safety",
                 "is_validated": True, "received_at": at("2026-07-20 09:00")}  # fmt: skip
    others = [finding | {"item": "dust", "severity": "minor", "corrected_on": None}, finding | {"inspection_id": "J"}]
    warehouse = company(orders(6, 20, 0), orders(7, 20, 0), orders(8, 20, 0), findings=[finding, *others],
                        inspections=[looked, looked | {"inspection_id": "J", "done_on": on("2026-07-05")}],
                        complaints=[complaint, complaint | {"complaint_id": "D", "is_validated": False}])  # fmt: skip
    june, july, august = (settled(warehouse, register, ALL, "V", month) for month in (JUNE, JULY, AUGUST))
    assert (june.limits.open_critical_findings, june.scorecard.limiters) == (1, ("open_critical_finding",))
    assert (july.limits.validated_safety_complaints, july.scorecard.limiters) == (1, ("validated_safety_complaint",))
    assert (june.scorecard.score, june.scorecard.band_of_score, june.scorecard.band) == (100.0, "excellent", "needs_improvement")
    assert august.scorecard.limiters == () and august.scorecard.band == "excellent"


def test_a_published_statement_is_held_against_today(register: Register):
    warehouse = company(orders(6, 18, 2))
    publish_month(warehouse, register, ALL, due(warehouse, register, ALL, JUNE), "李经理", at("2026-07-05 09:00"))
    same = settled(warehouse, register, ALL, "V", JUNE)
    assert same.restatement is not None and not same.is_restated and same.restatement.changed == ()
    for key in ("V6-19", "V6-20"):
        asked(register, key)
    found = settled(warehouse, register, ALL, "V", JUNE)
    (line,) = found.restatement.changed
    assert (line.level_id, line.published.numerator, line.published.denominator, line.published.verdict) == ("L", 18, 20, "missed")
    assert (line.today.numerator, line.today.denominator, line.today.verdict) == (18, 18, "met")
    assert found.restatement.difference == line.difference == Decimal("-2000.00") and found.is_restated


def test_what_was_altered_since_it_was_published_is_not_compared_with(register: Register, tmp_path: Path):
    warehouse = company(orders(6, 18, 2))
    publish_month(warehouse, register, ALL, due(warehouse, register, ALL, JUNE), "李经理", at("2026-07-05 09:00"))
    with sqlite3.connect(tmp_path / "register.sqlite") as forger:
        forger.execute("drop trigger publications_keep_on_UPDATE")
        forger.execute("""update publications set content = replace(content, '"2000"', '"1"')""")
    forger.close()
    found = settled(warehouse, register, ALL, "V", JUNE)
    assert found.publication is not None and not found.publication.is_intact and found.restatement is None
    for language in LANGUAGES:
        assert say.TAMPERED(language) in str(statement_document(found, language, NOW))


def test_a_month_is_over_when_it_is_over_at_every_site():
    """At 20:00 UTC on 30 June it is July in Shanghai, and still June in Berlin."""
    ends = {name: small(at(moment), orders=orders(6, 1, 0)) for name, moment in
            (("evening", "2026-06-30 20:00"), ("midnight", "2026-07-01 00:00"))}  # fmt: skip
    assert not is_over(ends["evening"], JUNE) and is_over(ends["midnight"], JUNE) and not is_over(ends["midnight"], JULY)


def two_vendors() -> Warehouse:
    other = AGREEMENT | MONEY | {"agreement_id": "B", "vendor_id": "W"}
    return company(
        orders(6, 18, 2), orders(6, 10, 10, "W"), levels=(LEVEL, LEVEL | {"level_id": "LW", "agreement_id": "B"}),
        agreements=[AGREEMENT | MONEY, other], vendors=[{"vendor_id": "V", "name": "甲"}, {"vendor_id": "W", "name": "乙"}],
    )  # fmt: skip


def test_a_vendor_without_an_agreement_has_an_empty_statement(register: Register):
    found = settled(company(orders(6, 18, 2), agreements=[], service_levels=[]), register, ALL, "V", JUNE)
    assert found.accepted.accounts == () and found.accepted.total == 0 and found.scorecard.score is None
    assert "2026 年 6 月甲保洁：没有生效的协议" in str(statement_document(found, "zh", NOW))


def test_all_vendors_of_a_month_are_each_what_they_are_alone(register: Register):
    warehouse = two_vendors()
    asked(register, "V6-19")
    together = settled_all(warehouse, register, ALL, JUNE)
    assert [(one.vendor_id, one.accepted.total) for one in together] == [("V", Decimal("2000.00")), ("W", Decimal("2000.00"))]
    assert [one.accepted for one in together] == [settled(warehouse, register, ALL, id_, JUNE).accepted for id_ in "VW"]
    assert settled_all(warehouse, register, ALL, date(2025, 12, 1)) == ()


def test_a_vendor_sees_its_own_month_only(register: Register):
    warehouse, scope = two_vendors(), Scope.of_vendor("V")
    publish_month(warehouse, register, ALL, due(warehouse, register, ALL, JUNE), "李经理", at("2026-07-05 09:00"))
    (own,) = settled_all(warehouse, register, scope, JUNE)
    assert own.vendor_id == "V" and own.publication is not None and own.publication.vendor_id == "V"
    assert own.accepted == settled(warehouse, register, ALL, "V", JUNE).accepted
    assert walked(warehouse, register, scope, (JUNE,)).keys() == {"V"}
    with pytest.raises(UnknownVendor):
        settled(warehouse, register, scope, "W", JUNE)
    foreign = tuple(replace(one, is_new=True) for one in due(warehouse, register, ALL, JUNE, "W"))
    with pytest.raises(OutOfScope):
        publish_month(warehouse, register, scope, foreign, "V", NOW)


def test_the_headline_says_the_month_in_a_sentence(register: Register):
    warehouse = company(orders(6, 18, 2), orders(7, 20, 0))
    june, july = (settled(warehouse, register, ALL, "V", month) for month in (JUNE, JULY))
    told = [say.headline(one.accepted, one.name, one.is_over, "zh") for one in (june, july)]
    assert told[0] == "2026 年 6 月甲保洁：1 项约定中 1 项未达标，应扣 ¥2,000.00，占月服务费 2.0 %"
    assert told[1] == "2026 年 7 月甲保洁：1 项约定全部达标，无扣款"
    english = say.headline(june.accepted, "Acme", False, "en")
    assert english == "Acme missed 1 of 1 agreed levels in June 2026 (so far), a credit of ¥2,000.00 (2.0 % of the monthly charge)"


def test_money_is_written_to_the_cent():
    told = [written.money(one) for one in (Decimal("12300"), Decimal("-498.09"), 0.5, None)]
    assert told == ["¥12,300.00", "−¥498.09", "¥0.50", "–"]


def test_a_miss_that_proves_nothing_says_so(register: Register):
    """18 of 20 under 95 %: the chance that the true rate meets it, Beta(18.5, 2.5) above 0.95, is 15 %; 2 of 20 leaves none."""
    weak, strong = (settled(company(orders(6, met, 20 - met)), register, ALL, "V", JUNE) for met in (18, 2))
    (unproven,), (proven,) = weak.accepted.lines, strong.accepted.lines
    assert say.evidence(unproven) == "miss_unproven" and say.disagrees(unproven) and not say.disagrees(proven)
    kpi = weak.kpis["response_on_time"]
    assert "90.0 %（18 / 20），约定 ≥ 95 %；但不足以说明真实水平没有达到约定（达标概率 15 %）" in say.line(kpi, unproven, "zh")
    assert "no evidence that the true level is short of it (chance that it meets: 15 %)" in say.line(kpi, unproven, "en")
    assert "< 1 %" in say.line(kpi, proven, "en")


def test_the_document_holds_what_was_settled(register: Register):
    """Every section in both languages; what people typed stands in it as it was typed."""
    warehouse = company(orders(6, 18, 2))
    asked(register, "V6-19")
    found = settled(warehouse, register, ALL, "V", JUNE)
    for language in LANGUAGES:
        made = statement_document(found, language, NOW, rows_of_missed(warehouse, ALL, found))
        lines, rows = made.tables[0], made.tables[-1]
        assert [cell for cell in lines.rows[0] if isinstance(cell, float)][:2] == [18.0, 19.0]
        assert lines.total[-2] == Decimal("2000.00")
        assert rows.rows[0][0] in ("V6-19", "V6-20") and len(rows.rows) == 20
        assert "备件由客户迟交" in str(made.tables) and "0.5 × " in str(made.tables) and len(made.sections) == 9
