"""The month at a glance: what it counts, what asks for a reason, what it costs, and what changed since it was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pypdf
import pytest

from assay.kpis import kpi
from assay.register.adjustments import Decision, Request, decide, write_adjustment
from assay.register.open import Register, opened
from assay.register.reports import kept
from assay.report.company import Company
from assay.report.document import Beside, Column, Document, Figures, Picture, Section, Sentences, Table
from assay.report.frozen import Unreadable, document_of, plain
from assay.report.monthly import freeze, report
from assay.report.publishing import due, publish_month
from assay.report.settled import UnknownVendor, settled_all
from assay.report.summary.document import summary_document
from assay.report.summary.figures import changed, figures
from assay.report.summary.lead import lead
from assay.report.summary.read import NoMonth, summary
from assay.report.summary.result import Summary
from assay.report.summary.shortened import COMPANY, VENDOR, shortened
from assay.report.summary.why import suspects
from assay.report.writers.pdf import pdf
from assay.say import summary as say
from assay.say import summary_words as words
from assay.scope import Scope
from assay.text import LANGUAGES, Language
from assay.warehouse import read
from assay.warehouse.read import Warehouse
from tests.assay import report_sample
from tests.assay.small_warehouse import small
from tests.pipelines.derive_tables import AGREEMENT, ORDER, Row, at, level, on

ALL = Scope.all()
APRIL, MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (4, 5, 6, 7, 8))
NOW, MADE = at("2026-09-30 00:00"), at("2026-10-02 09:00")
MONEY = {"monthly_charge": 100_000.0, "at_risk_share": 0.1, "scheme": "pool"}
SHARES = {"pool_share": 0.5, "allocation_share": 0.4, "weight": 1.0}
LEVEL = level("response_on_time", 60.0, level_id="L", decimals=1, rounding="half_up", **SHARES)
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    found = opened(tmp_path / "register.sqlite")
    yield found
    found.close()


def orders(month: int, met: int, missed: int, vendor: str = "V") -> list[Row]:
    """Answered within the hour, and never answered; they begin at 08:00 of one day each."""
    days = range(1, met + missed + 1)
    return [
        ORDER | {"order_id": f"{vendor}{month}-{day}", "vendor_id": vendor, "requested_at": at(f"2026-{month:02d}-{day:02d} 08:00"),
                 "responded_at": at(f"2026-{month:02d}-{day:02d} 08:30") if day <= met else None}
        for day in days
    ]  # fmt: skip


def two_vendors(*of_months: list[Row]) -> Warehouse:
    """甲保洁 (V) and 乙保洁 (W) with the same agreement: 95 % answered within the hour, or 2,000 yuan of 10,000 at risk."""
    signed = [AGREEMENT | MONEY | {"effective_from": on("2026-01-01")}]
    signed.append(signed[0] | {"agreement_id": "B", "vendor_id": "W"})
    levels = [LEVEL, LEVEL | {"level_id": "M", "agreement_id": "B"}]
    vendors = [{"vendor_id": "V", "name": "甲保洁"}, {"vendor_id": "W", "name": "乙保洁"}]
    return small(NOW, agreements=signed, vendors=vendors, service_levels=levels, orders=[row for rows in of_months for row in rows])


def both(month: int, met: int, missed: int) -> list[Row]:
    """V as told, W without a miss."""
    return [*orders(month, met, missed), *orders(month, 20, 0, "W")]


def seen(warehouse: Warehouse, register: Register, month: date = AUGUST, vendor: str | None = None) -> Summary:
    return summary(Company(warehouse, register, Scope.of_vendor(vendor) if vendor else ALL), month, vendor)


def test_the_sentence_counts_vendors_and_tells_evidence_from_chance(register: Register) -> None:
    """In August V answers 5 of 20 (no chance that the truth is 95 %), in July 18 of 20 (which chance may do), in June all."""
    warehouse = two_vendors(both(6, 20, 0), both(7, 18, 2), both(8, 5, 15))
    said = {month: lead(seen(warehouse, register, month), "zh").text for month in (JUNE, JULY, AUGUST)}
    assert said[JUNE].startswith("2026 年 6 月：2 家供应商全部达到约定")
    assert said[JULY].startswith("2026 年 7 月：2 家供应商中 1 家有未达标的约定（上月 0 家）；均在随机波动之内")
    assert said[AUGUST].startswith("2026 年 8 月：2 家供应商中 1 家有未达标的约定（上月 1 家）；其中 1 家（甲保洁）超出随机波动")
    assert "没有扣款" in said[JUNE] and said[JULY].endswith("合计应扣 ¥2,000（上月 ¥0）。")
    assert lead(seen(warehouse, register), "en").text.startswith(
        "In August 2026, 1 of 2 vendors missed an agreed level (1 the month before); for 1 (甲保洁) it is more than chance"
    )


def test_one_vendor_is_spoken_of_by_its_levels_and_sees_nobody_else(register: Register) -> None:
    warehouse = two_vendors(both(7, 18, 2), both(8, 5, 15))
    document = report(warehouse, register, ALL, AUGUST, "zh", MADE, "V")
    text = document.sections[0].blocks[0].text
    assert text.startswith("2026 年 8 月：甲保洁的 1 项约定中 1 项未达标；其中 1 项超出随机波动")
    assert "乙保洁" not in repr(document) and "'W'" not in repr(document)
    assert "乙保洁" in repr(report(warehouse, register, ALL, AUGUST, "zh", MADE))
    with pytest.raises(UnknownVendor):
        report(warehouse, register, Scope.of_vendor("W"), AUGUST, "zh", MADE, "V")


def test_money_is_the_sum_of_the_statements_month_by_month(register: Register) -> None:
    warehouse = two_vendors(both(6, 20, 0), both(7, 18, 2), both(8, 5, 15))
    found = seen(warehouse, register)
    assert [one.credit for one in found.tallies[-3:]] == [Decimal(0), Decimal("2000.00"), Decimal("2000.00")]
    assert found.tally is not None and (found.tally.judged, found.tally.missed, found.tally.at_risk) == (2, 1, Decimal("20000.00"))
    total = sum((one.accepted.total for one in settled_all(warehouse, register, ALL, AUGUST)), Decimal(0))
    assert found.tally.total == total == Decimal("2000.00")
    assert found.tally_of(12) is None  # nothing was agreed a year ago


def test_what_is_beyond_chance_asks_for_a_reason_and_how_long_it_lasts_is_counted(register: Register) -> None:
    """Missed in June, July and August, met in May: three months in a row."""
    warehouse = two_vendors(both(5, 20, 0), both(6, 5, 15), both(7, 18, 2), both(8, 5, 15))
    why = next(one for one in seen(warehouse, register).whys if one.of.line is not None)
    assert (why.of.kpi.id, why.of.vendor_id, why.months) == ("response_on_time", "V", 3)
    assert why.changed is not None and why.changed.whole.change.effect == pytest.approx(5 / 20 - 18 / 20)
    assert seen(two_vendors(both(7, 20, 0), both(8, 18, 2)), register).whys == ()


def test_a_move_beyond_chance_is_listed_on_its_side(register: Register) -> None:
    """V from 20 of 20 to 5 of 20; W stays: one series of two worsens by more than chance."""
    warehouse = two_vendors(both(7, 20, 0), both(8, 5, 15))
    found = seen(warehouse, register)
    (worse,) = (one for one in found.worse if one.trend.kpi.id == "response_on_time")
    assert (worse.vendor_id, worse.previous, worse.value) == ("V", 100.0, 25.0)
    assert found.better == () or all(one.vendor_id != "W" for one in found.better)
    back = seen(two_vendors(both(7, 5, 15), both(8, 20, 0)), register)
    assert [one.vendor_id for one in back.better if one.trend.kpi.id == "response_on_time"] == ["V"]


def test_series_to_act_on_ask_for_a_reason_after_all_else_and_those_to_watch_do_not(register: Register) -> None:
    found = seen(two_vendors(both(7, 20, 0), both(8, 5, 15)), register)
    listed = [SimpleNamespace(kpi=kpi("repeat_rate"), member=name, tier=tier) for name, tier in (("W", "watch"), ("V", "act"))]
    asked = suspects(found.headlines, found.rows, found.worse, listed, 10)  # type: ignore[arg-type]
    assert [(one.asked, one.kpi.id, one.vendor_id) for one in asked][-1] == ("worsens", "repeat_rate", "V")
    assert {one.asked for one in asked[:-1]} == {"moved", "missed"} and len(asked) == len({one.place for one in asked})


@pytest.mark.parametrize(("n", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (22, "22nd")])
def test_ordinals(n: int, said: str) -> None:
    assert say.ordinal(n) == said


def test_a_direction_is_worth_a_word_only_if_the_chart_bears_it() -> None:
    one = kpi("clearance_rate")
    assert "连续第 3 个月改善" in say.direction(one, "improvement", 3, "zh")
    assert "for the 3rd month in a row" in say.direction(one, "concern", -3, "en")
    assert say.direction(one, "common_cause", 5, "zh") == ""
    assert "连续" not in say.direction(one, "concern", 3, "zh")  # three better months do not make a decline


def test_a_month_of_which_nothing_is_known_is_refused_and_says_what_there_is(register: Register) -> None:
    warehouse = two_vendors(both(7, 20, 0), both(8, 20, 0))
    with pytest.raises(NoMonth) as refused:
        seen(warehouse, register, date(2024, 1, 1))
    assert refused.value.months == (AUGUST, JULY)
    quiet = seen(warehouse, register, JUNE)  # an agreement was in force, and nothing was recorded
    assert (len(quiet.missed), len(quiet.judged), len(quiet.coverage.unheard)) == (0, 0, 2)


def publish(warehouse: Warehouse, register: Register) -> None:
    issued = due(warehouse, register, ALL, JULY)
    publish_month(warehouse, register, ALL, issued, "李经理", at("2026-08-03 09:00"))
    freeze(warehouse, register, ALL, issued, True, "李经理", at("2026-08-03 09:00"))


def waive(register: Register, month: date) -> None:
    request = Request("waiver", "V", "L", month, "台风停工", "王工", at("2026-08-05 09:00"), None)
    made = write_adjustment(register, ALL, request)
    decide(register, ALL, Decision(made.adjustment_id, "accepted", "李经理", at("2026-08-06 09:00"), "属实"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_report_stays_and_says_what_changed_since(register: Register, language: Language) -> None:
    warehouse = two_vendors(both(6, 20, 0), both(7, 18, 2))
    before = report(warehouse, register, ALL, JULY, language, MADE)
    publish(warehouse, register)
    (unchanged,) = (one for one in report(warehouse, register, ALL, JULY, language, MADE).sections if one.key == "restated")
    assert not [block for block in unchanged.blocks if isinstance(block, Table)]
    waive(register, JULY)
    after = report(warehouse, register, ALL, JULY, language, MADE)
    (section,) = (one for one in after.sections if one.key == "restated")
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    rows = {str(row[0]): (row[1], row[2]) for row in table.rows}
    assert rows[f"{words.MONEY(language)} · {words.TO_DEDUCT(language)}"] == ("¥2,000", "¥0")
    kept_ones = [one for one in after.sections if one.key != "restated"]
    assert [one.blocks for one in kept_ones] == [one.blocks for one in before.sections]


def test_a_report_that_was_tampered_with_is_not_shown(register: Register, tmp_path: Path) -> None:
    warehouse = two_vendors(both(6, 20, 0), both(7, 18, 2))
    publish(warehouse, register)
    found = kept(register, ALL, JULY, "zh")
    assert found is not None and found.is_intact and kept(register, Scope.of_vendor("V"), JULY, "zh") is None
    assert not replace(found, content=found.content.replace("2,000", "9,000")).is_intact


def test_a_document_is_read_back_as_it_was_written() -> None:
    for language in LANGUAGES:
        document = report_sample.document(language)
        assert document_of(plain(document)) == document
    with pytest.raises(Unreadable):
        document_of({"is": "Path", "of": "/"})
    with pytest.raises(Unreadable):
        document_of(plain(document)["sections"])


def test_figures_that_differ_are_named_by_section_row_and_column() -> None:
    def of(value: str) -> Document:
        table = Table("", (Column("Vendor"), Column("Credit")), (("A", value), ("B", "1")))
        return Document("t", "s", (), (Section("Money", (table,)),), "en", MADE)

    assert figures(of("5")) == {"Money · A · Credit": "5", "Money · B · Credit": "1"}
    assert changed(of("5"), of("7")) == (("Money · A · Credit", "5", "7"),)


@pytest.fixture(scope="module")
def whole(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """The simulated company with a register of its own."""
    found = read.opened(warehouse, read.version(warehouse) or "")
    return Company(found, opened(tmp_path_factory.mktemp("summary") / "register.sqlite"), ALL)


@pytest.fixture(scope="module")
def october(whole: Company) -> Summary:
    return summary(whole, OCTOBER)


def test_the_cards_of_the_simulated_company_are_its_cells(whole: Company, october: Summary) -> None:
    found = october
    for one in found.headlines:
        cells = read.cells(whole.warehouse, one.kpi, (), "month", ALL)
        if "method" in cells.columns:
            cells = cells.filter(cells["method"] == "random")
        sums = {label: (x, n) for label, x, n in cells.select("period", "numerator", "denominator").iter_rows()}
        x, n = sums.get("2026-10", (0.0, 0.0))
        expected = one.kpi.value(x / n) if n >= max(one.kpi.minimum_n, 1) else None
        assert one.value == (None if expected is None else pytest.approx(expected)), one.kpi.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_leads_to_a_section_that_is_there(october: Summary, language: Language) -> None:
    document = summary_document(october, language, MADE)
    keys = {one.key for one in document.sections}
    sentences = [block for one in document.sections for block in one.plain if isinstance(block, Sentences)]
    named = {clause.key for block in sentences for clause in block.clauses if clause.key}
    assert named <= keys | {"trends"} and {"vendors", "money"} <= named
    assert all(one.message or one.key in ("lead", "coverage", "reading", "ending") for one in document.sections)


def _crowded(document: Document) -> Document:
    """As much of everything as there can be: three reasons with pictures, long tables, and what the sample company lacks."""
    picture = document.pictures[0]
    columns = tuple(Column(title) for title in ("供应商与指标", "状态", "最新值", "最新一点", "q"))
    long = Table("", columns, (("绿洲环卫服务有限公司 · 响应及时率", "处理", "78.9 %", "恶化", "< 0.001"),) * 40)
    lead_, *others = document.sections
    sentence = next(block for block in lead_.blocks if isinstance(block, Sentences))
    reason = Beside((replace(sentence, is_lead=False),), (replace(picture, height=200.0),))
    listed = [one for one in others if one.key not in ("why", "moved", "watch", "trends")]
    extra = [Section(key, (long,), key) for key in ("restated", "watch", "ending", "actions")]
    why = Section("Why", (reason,) * 3, "why")
    side = (replace(sentence, clauses=sentence.clauses[:2], is_lead=False),) * 5
    moved = Section("Moved", (Beside(side, side),), "moved")
    trends = Section("Trends", (Beside((replace(picture, height=210.0),), (replace(picture, height=210.0),)),) * 3, "trends")
    return replace(document, sections=(lead_, why, moved, *listed, *extra, trends))


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_holds_at_most_six_pages_and_two_of_one_vendor(
    whole: Company, october: Summary, language: Language, tmp_path: Path
) -> None:
    company = summary_document(october, language, MADE)
    worst = max(october.rows, key=lambda row: (row.missed, len(row.standings))).vendor_id
    own = summary_document(summary(replace(whole, scope=Scope.of_vendor(worst)), OCTOBER, worst), language, MADE)
    for document, shape, most in ((company, COMPANY, 6), (_crowded(company), COMPANY, 6), (own, VENDOR, 2)):
        path = tmp_path / "report.pdf"
        path.write_bytes(pdf(shortened(document, shape)))
        assert len(pypdf.PdfReader(path).pages) <= most


def test_what_has_no_room_is_said_and_stays_in_the_whole_document(october: Summary) -> None:
    crowded = _crowded(summary_document(october, "en", MADE))
    short = shortened(crowded, VENDOR)
    rows = {len(one.rows) for one in short.tables}
    assert max(rows) <= VENDOR.rows < max(len(one.rows) for one in crowded.tables)
    assert any("more rows are in the workbook" in one.note for one in short.tables)
    assert sum(isinstance(one, Picture) for section in short.sections if section.key == "why" for one in section.plain) == 1
    assert isinstance(short.sections[0].blocks[1], Figures)
