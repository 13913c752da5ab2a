"""A vendor's card from literal tables: what turned, what moved, where it is strong or weak, and what the card says of it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from math import log

import numpy as np
import polars as pl
import pytest

from assay.agreements.scorecard import scorecard
from assay.agreements.statement import Statement, settle
from assay.kpis import kpi
from assay.level import Level
from assay.measured import Measured, Sums
from assay.report.settled import Settled, standings
from assay.report.trends import Axis, Trends, trends
from assay.report.vendor_card import CardKpi, VendorCard, card_kpis, levels, validity
from assay.report.vendor_card_compared import compared
from assay.report.vendor_card_document import vendor_document
from assay.report.vendor_card_places import LEAST_OTHERS, Places, places
from assay.report.vendor_card_told import changes, clearest, headline
from assay.say import vendor as say
from assay.stats.spc.rules import NHS
from assay.warehouse.month_end import Limits
from tests.assay.settlement_cases import KNOWN, OCTOBER, RESPONSE, TEXAS, counted, pool

ON_TIME, REPEAT, MINUTES = kpi("response_on_time"), kpi("repeat_rate"), kpi("response_minutes")
BACKLOG = kpi("overdue_backlog_share")
SEPTEMBER = date(2026, 9, 1)


def test_a_difference_in_the_unit_of_the_kpi_and_on_its_side():
    worse = compared(ON_TIME, Sums(90, 100), Sums(196, 200))
    assert worse is not None and worse.value == pytest.approx(-8.0) and worse.low < -8 < worse.high < 0
    assert worse.side == "worse" and not worse.is_clear  # clear only among all that were looked at
    fewer = compared(REPEAT, Sums(1, 100), Sums(30, 100))
    assert fewer is not None and fewer.side == "better"


def test_of_a_geometric_mean_the_difference_is_a_ratio():
    """Half of the orders at 20, half at 45 minutes: 30 in the geometric mean; against 10 and 40, which is 20: 1.5 times."""

    def sums(*minutes: float) -> Sums:
        logs = [log(one) for one in minutes for _ in range(50)]
        return Sums(sum(logs), len(logs), sum(one * one for one in logs))

    found = compared(MINUTES, sums(20, 45), sums(10, 40))
    assert found is not None
    assert found.value == pytest.approx(1.5) and 1 < found.low < 1.5 < found.high and found.side == "worse"


def test_what_is_too_small_or_a_stock_is_not_compared():
    assert compared(ON_TIME, Sums(9, 9), Sums(100, 100)) is None  # at least 10 are published
    assert compared(ON_TIME, Sums(100, 100), Sums(9, 9)) is None
    assert compared(BACKLOG, Sums(50, 100), Sums(5, 100)) is None


def cells(*rows: tuple[str, str | None, str | None, int, int]) -> pl.DataFrame:
    schema = {"vendor_id": pl.String, "service": pl.String, "site_id": pl.String, "numerator": pl.Int64, "denominator": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(period=pl.lit("2026-10"))


OWN = (
    ("V", "cleaning", "S1", 300, 400),
    ("V", "cleaning", "S2", 390, 400),
    ("V", "cleaning", "S3", 392, 400),
    ("V", "cleaning", "S4", 9, 9),
)
OTHERS = (("A", "cleaning", "S1", 470, 500), ("B", "cleaning", "S2", 480, 500), ("C", "cleaning", "S9", 490, 500))


def placed(*rows: tuple[str, str | None, str | None, int, int]) -> Places:
    return places({ON_TIME.id: cells(*rows)}, (ON_TIME,), "V", ("2026-10",))


def test_a_site_is_held_against_the_vendors_other_sites():
    """S1: 300 of 400 is 75 %; the others 390 + 392 + 9 of 809 are 97.8 %. S4 has 9, fewer than are published."""
    found = placed(*OWN)
    assert {one.site_id for one in found.found} == {"S1", "S2", "S3"} and found.too_few == 1
    weakest = found.weaknesses[0]
    assert (weakest.site_id, weakest.against, weakest.others) == ("S1", "own_sites", 0)
    assert weakest.value == 75.0 and weakest.other_value == pytest.approx(100 * 791 / 809)
    assert [one.site_id for one in found.strengths] == ["S3", "S2"]


def test_a_service_is_held_against_all_its_other_vendors_together():
    """The vendor: 1,091 of 1,209, 90.2 %; the three others 1,440 of 1,500, 96 %."""
    whole = next(one for one in placed(*OWN, *OTHERS).found if one.site_id is None)
    assert (whole.against, whole.others, whole.compared.side) == ("others", 3, "worse")
    assert whole.sums == Sums(1091, 1209) and whole.other == Sums(1440, 1500)


def test_too_few_others_are_not_summed_up_for_they_could_be_told_apart():
    assert LEAST_OTHERS == 3
    assert all(one.site_id for one in placed(*OWN, *OTHERS[:2]).found)
    silent = ("D", "cleaning", "S1", 0, 0)  # a vendor of which nothing was counted does not make them three
    assert all(one.site_id for one in placed(*OWN, *OTHERS[:2], silent).found)


def test_of_several_services_each_is_held_against_the_own_others_where_nobody_else_is_seen():
    found = placed(("V", "cleaning", "S1", 90, 100), ("V", "security", "S1", 50, 100))
    assert [(one.service, one.against, one.other) for one in found.found] == [
        ("cleaning", "own_services", Sums(50, 100)), ("security", "own_services", Sums(90, 100)),
    ]  # fmt: skip


def test_one_site_of_one_service_has_nothing_beside_it():
    assert placed(("V", "cleaning", "S1", 90, 100)).found == ()
    assert placed().found == () and places({}, (ON_TIME,), "V", ("2026-10",)).found == ()


def test_sites_that_differ_by_chance_alone_are_not_named():
    """Twenty sites of 100 orders, all of them truly at 90 %: any is named in about 5 % of the draws."""
    drawn = np.random.default_rng(7).binomial(100, 0.9, (200, 20))
    named = [placed(*(("V", "cleaning", f"S{at}", int(x), 100) for at, x in enumerate(draw))) for draw in drawn]
    assert np.mean([bool(found.strengths or found.weaknesses) for found in named]) < 0.08


def settled(statement: Statement, is_over: bool = True) -> Settled:
    """As the warehouse gives it, without anything written down."""
    card = scorecard(standings(statement, KNOWN), KNOWN)
    three_ways = (statement, statement, statement)
    as_of = datetime(2026, 11, 15)
    return Settled("V", "恒安设备", statement.month, "v1", as_of, is_over, KNOWN, *three_ways, (), None, None, Limits(), card)


REPEATS = Level("L2", "V", "maintenance", "repeat_rate", 5.0)
REPLY = Level("L3", "V", "maintenance", "complaint_reply_on_time", 90.0)
BOTH = pool(RESPONSE, REPEATS, REPLY)


def month(first: date, **measured: Measured) -> Statement:
    return settle("V", first, [BOTH], {(id_, None): one for id_, one in measured.items()}, KNOWN)


def turned() -> tuple[Settled, Settled]:
    """Response turned to missed far beyond chance, repeats to met, replies were not judged."""
    now = month(OCTOBER, L1=counted(60, 100), L2=counted(2, 100))
    return settled(now), settled(month(SEPTEMBER, L1=counted(99, 100), L2=counted(8, 100), L3=counted(9, 10)))


def test_levels_that_turned_are_found_by_what_they_are_about():
    found = {one.kpi.id: one for one in levels(*turned())}
    assert {id_: (one.before, one.line.judged.verdict, one.flip) for id_, one in found.items()} == {
        "response_on_time": ("met", "missed", "worse"),
        "repeat_rate": ("missed", "met", "better"),
        "complaint_reply_on_time": ("met", "no_data", None),  # no data is no verdict, so nothing turned
    }
    assert found["response_on_time"].is_beyond_chance  # 60 % of 100 cannot be 95 %


def test_missed_levels_come_first_and_without_a_month_before_nothing_turned():
    now, _ = turned()
    found = levels(now, None)
    assert [one.line.judged.verdict for one in found] == ["missed", "met", "no_data"]
    assert all(one.before is None and one.flip is None for one in found)


def test_an_agreement_ends_and_is_renewed_by_the_one_that_begins_on_the_next_day():
    old = replace(TEXAS, agreement_id="A1", effective_to=date(2026, 10, 31))
    new = replace(TEXAS, agreement_id="A2", effective_from=date(2026, 11, 1))
    late = replace(new, effective_from=date(2026, 11, 2))
    (found,) = validity((old, new), OCTOBER)
    assert (found.agreement.agreement_id, found.renewed_by) == ("A1", "A2")
    assert validity((old, late), OCTOBER)[0].renewed_by is None
    on = date(2026, 10, 20)
    assert say.renewal(found.ends, None, on, "zh") == ("至 2026-10-31", "距到期 11 天，尚未续签")
    assert say.renewal(found.ends, "A2", None, "en") == ("until 2026-10-31", "renewed by A2")
    assert say.renewal(None, None, on, "en") == ("Open end", "")


MONTHS = tuple(date(2024 + (4 + at) // 12, (4 + at) % 12 + 1, 1) for at in range(30))  # May 2024 to October 2026


def axis(first: int = 0, until: int = 30) -> Axis:
    shown = MONTHS[first:until]
    lasts = tuple(one.replace(day=monthrange(one.year, one.month)[1]) for one in shown)
    nothing = {"holidays": np.zeros(len(shown)), "makeup_workdays": np.zeros(len(shown))}
    return Axis("month", tuple(f"{one:%Y-%m}" for one in shown), shown, lasts, False, nothing)


def monthly(counts: Sequence[int]) -> pl.DataFrame:
    rows = [("V", f"{first:%Y-%m}", x, 200) for first, x in zip(MONTHS, counts, strict=True)]
    schema = {"vendor_id": pl.String, "period": pl.String, "numerator": pl.Int64, "denominator": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def series(found: pl.DataFrame, until: int) -> Trends:
    return trends({ON_TIME.id: found}, (ON_TIME,), "vendor_id", {"V": "恒安设备"}, axis(until=until), (), {}, NHS)


CALM = [190 + (-1) ** at * (at % 3) for at in range(30)]  # 94 to 96 %, up and down


def told(counts: Sequence[int]) -> CardKpi:
    found = monthly(counts)
    (one,) = card_kpis(series(found, 30), series(found, 29), "V", {ON_TIME.id: found}, "2026-10")
    return one


def test_a_month_that_falls_out_of_its_limits_is_a_new_signal_and_a_clear_move():
    fallen = told([*CALM[:-1], 150])
    assert (fallen.value, fallen.trend.variation, fallen.before) == (75.0, "concern", "common_cause")
    assert fallen.previous == 100 * CALM[-2] / 200
    assert fallen.is_signal_new and not fallen.has_returned
    assert fallen.moved is not None and fallen.moved.value == pytest.approx(75.0 - fallen.previous)
    assert fallen.has_moved  # it is the only one compared, so its q is its p


def test_the_month_after_it_has_returned():
    back = told([*CALM[:-2], 150, CALM[-1]])
    assert (back.trend.variation, back.before) == ("common_cause", "concern")
    assert back.has_returned and not back.is_signal_new and back.has_moved


def test_a_calm_series_has_not_changed():
    calm = told(CALM)
    assert calm.trend.variation == calm.before == "common_cause"
    assert not calm.has_changed and calm.moved is not None


def test_a_latest_value_of_an_earlier_month_is_no_news():
    found = monthly([*CALM[:-2], 150, 190]).filter(pl.col("period") != "2026-10")
    (one,) = card_kpis(series(found, 30), series(found, 29), "V", {ON_TIME.id: found}, "2026-10")
    assert (one.label, one.is_of_month, one.has_changed) == ("2026-09", False, False)


def card(counts: Sequence[int] = (*CALM[:-1], 150), is_over: bool = True) -> VendorCard:
    now, before = turned()
    found = monthly(counts)
    shown = card_kpis(series(found, 30), series(found, 29), "V", {ON_TIME.id: found}, "2026-10")
    now = replace(now, is_over=is_over)
    return VendorCard("V", "恒安设备", OCTOBER, now, True, levels(now, before), validity((BOTH,), OCTOBER), shown,
                      placed(*OWN, *OTHERS), axis().labels, False)


def test_the_headline_says_what_was_missed_and_which_way_it_goes():
    zh = "恒安设备 2026 年 10 月：2 项约定中 1 项未达标，其中 1 项超出随机波动；较上月 1 项转好、1 项转差；1 项指标中 1 项恶化"
    en = ("恒安设备 in October 2026: 1 of 2 agreed levels missed, 1 of them beyond chance; since the month before 1 turned to met, "
          "1 turned to missed; of 1 KPIs 1 in decline")
    assert (headline(card(), "zh"), headline(card(), "en")) == (zh, en)
    assert headline(card(is_over=False), "en").startswith("恒安设备 in October 2026 (so far): ")


def test_the_headline_without_an_agreement_or_with_nothing_missed():
    none = {"agreements": 0, "levels": 0, "judged": 0, "missed": 0, "beyond": 0, "better": 0, "worse": 0, "told": 0, "concern": 0,
            "improvement": 0}  # fmt: skip
    assert say.headline("A", "2026-10", True, none, False, "en") == "A in October 2026: no agreement in force"
    steady = none | {"told": 12}
    assert say.headline("A", "2026-10", True, steady, False, "zh") == "A 2026 年 10 月：没有生效的协议；12 项指标均为普通波动"
    kept = none | {"agreements": 1, "levels": 9, "judged": 9}
    assert say.headline("A", "2026-10", True, kept, True, "zh") == "A 2026 年 10 月：9 项约定全部达标；与上月结论相同"
    assert say.headline("A", "2026-10", True, kept, False, "en") == "A in October 2026: all 9 agreed levels met"
    unjudged = none | {"agreements": 1, "levels": 9}
    assert say.headline("A", "2026-10", True, unjudged, True, "en") == "A in October 2026: none of 9 agreed levels could be judged"


def test_what_changed_is_said_worse_first_and_colour_is_evidence():
    found = changes(card(), "en")
    assert [(one.tone, one.is_worse) for one in found] == [("concern", True), ("concern", True), ("plain", False)]
    assert found[0].sentence == "Response on time: from met to missed (60.0 % where ≥ 95 % was agreed), beyond chance"
    assert found[1].sentence.startswith("Response on time: 95.5 % → 75.0 % (−20.5 pp, 95 % interval −27.")
    assert "from “common cause” to a concern" in found[1].sentence
    assert found[2].sentence == "Repeat rate: from missed to met (2.0 % where ≤ 5 % was agreed)"


def test_nothing_is_said_where_nothing_changed():
    same = replace(card(CALM), levels=levels(turned()[0], turned()[0]))
    assert changes(same, "zh") == ()


def test_a_place_in_a_sentence_says_with_what_it_was_compared():
    zh = clearest(card().places.weaknesses, {"S1": "一号楼"}, "zh")
    assert zh[0].startswith("响应及时率在一号楼（保洁）为 75.0 %，本供应商同类服务的其他站点合计 97.8 %：−22.8 个百分点，")
    assert zh[0].endswith("（n = 400）")
    assert "同类服务其他 3 家供应商合计 96.0 %" in zh[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_document_holds_everything_and_on_paper_only_what_is_clear(language):
    made = datetime(2026, 11, 15)
    unclear = ("V", "cleaning", "S5", 364, 400)  # 91 % beside the 90.2 % of the others
    shown = replace(card(), places=placed(*OWN, *OTHERS, unclear))
    paper, book = (vendor_document(shown, {"S1": "一号楼"}, language, made, in_full=full) for full in (False, True))
    assert [len(table.rows) for table in paper.tables] == [1, 4, 3, 3]  # KPIs, clear comparisons, levels, definitions
    assert [len(table.rows) for table in book.tables] == [1, 5, 3, 30, 3]  # all comparisons, and thirty months
    assert headline(card(), language) in paper.sections[0].blocks[0].text
