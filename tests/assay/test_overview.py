"""The overview from literal cells: what it judges, how it orders, what it says."""

import polars as pl
import pytest

from assay.kpis import kpi
from assay.level import Level
from assay.report.overview import Overview, overview
from assay.say import overview as say

RESPONSE, REPEAT = kpi("response_on_time"), kpi("repeat_rate")
MONTHS = ("2026-08", "2026-09", "2026-10")


def cells(rows: list[tuple]) -> pl.DataFrame:
    names = ["period", "vendor_id", "service", "priority_at_request", "site_id", "numerator", "denominator", "excluded_cancelled"]
    return pl.DataFrame(rows, schema=names, orient="row")


RESPONSES = cells(
    [
        ("2026-09", "A", "cleaning", "urgent", "S1", 90, 100, 0),
        ("2026-10", "A", "cleaning", "urgent", "S1", 10, 10, 1),
        ("2026-10", "A", "cleaning", "normal", "S2", 60, 100, 0),
        ("2026-10", "B", "cleaning", "normal", "S1", 99, 100, 2),
        ("2026-10", "B", "security", "normal", "S1", 0, 50, 0),
        ("2026-10", "C", "cleaning", "normal", None, 19, 20, 0),
    ]
)
REPEATS = cells([("2026-10", "A", "cleaning", "normal", "S1", 1, 100, 0)])
LEVELS = (
    Level("1", "A", "cleaning", "response_on_time", 95.0, priority="urgent"),
    Level("2", "A", "cleaning", "response_on_time", 95.0, priority="normal"),
    Level("3", "B", "cleaning", "response_on_time", 95.0),
    Level("4", "C", "cleaning", "response_on_time", 96.0),
    Level("5", "D", "cleaning", "response_on_time", 95.0),
)
NAMES = {"A": "Alpha", "B": "Beta", "C": "Gamma", "D": "Delta"}


@pytest.fixture
def found() -> Overview:
    return overview({"response_on_time": RESPONSES, "repeat_rate": REPEATS}, (RESPONSE, REPEAT), LEVELS, NAMES, MONTHS)


def test_a_card_adds_up_all_vendors_and_says_what_was_left_out(found: Overview):
    card = found.cards[0]
    assert (card.sums.numerator, card.sums.denominator) == (10 + 60 + 99 + 0 + 19, 10 + 100 + 100 + 50 + 20)
    assert card.excluded == {"cancelled": 3.0}
    assert card.targets == (95.0, 96.0)


def test_a_trend_has_a_gap_where_nothing_was_counted(found: Overview):
    assert found.cards[0].trend[:2] == (None, 90.0)


def test_a_level_judges_its_own_service_and_priority_only(found: Overview):
    verdicts = {one.level.level_id: (one.value, one.verdict) for one in found.cards[0].standings}
    assert verdicts["1"] == (100.0, "met")
    assert verdicts["2"] == (60.0, "missed")
    assert verdicts["3"] == (99.0, "met")  # the 50 missed orders of B are security, which level 3 is not about
    assert verdicts["4"] == (95.0, "missed")
    assert verdicts["5"] == (None, "no_data")


def test_concern_comes_first_and_no_data_is_no_score(found: Overview):
    assert [row.name for row in found.rows] == ["Alpha", "Gamma", "Beta", "Delta"]
    assert [(row.judged, row.missed, row.beyond_chance) for row in found.rows] == [(2, 1, 1), (1, 1, 0), (1, 0, 0), (0, 0, 0)]


def test_a_miss_of_19_in_20_is_settled_as_missed_and_called_chance(found: Overview):
    gamma = next(row for row in found.rows if row.name == "Gamma")
    (standing,) = gamma.kpis[0].standings
    assert standing.verdict == "missed" and not standing.is_beyond_chance


def heard(found: Overview) -> list[tuple[str, int, int, int]]:
    return [(row.name, row.judged, row.missed, row.beyond_chance) for row in found.rows]


def test_the_headline_counts_vendors(found: Overview):
    en = say.headline("2026-10", False, heard(found), "en")
    assert en == "2 of 3 vendors missed an agreed level in October 2026; 1 beyond chance"
    zh = say.headline("2026-10", False, heard(found), "zh")
    assert zh == "2026 年 10 月：3 家供应商中 2 家有未达标的约定，其中 1 家超出随机波动"


def test_the_headline_of_one_vendor_counts_its_levels(found: Overview):
    (alpha,) = [row for row in heard(found) if row[0] == "Alpha"]
    en = say.headline("2026-10", True, [alpha], "en")
    assert en == "Alpha missed 1 of 2 agreed levels in October 2026 (so far); 1 beyond chance"


def test_the_headline_without_agreements_or_without_misses():
    assert say.headline("2026-10", False, [("A", 0, 0, 0)], "en") == "October 2026: nothing to hold against an agreement"
    kept = say.headline("2026-10", False, [("A", 3, 0, 0), ("B", 2, 0, 0)], "en")
    assert kept == "All 2 vendors kept their agreements in October 2026"


def test_an_empty_view_is_an_answer():
    empty = overview({"response_on_time": RESPONSES.clear()}, (RESPONSE,), (), {}, MONTHS)
    assert empty.rows == () and empty.cards[0].value is None and empty.cards[0].trend == (None, None, None)


def test_a_level_on_a_kpi_that_is_not_shown_counts_all_the_same():
    both = {"response_on_time": RESPONSES, "repeat_rate": REPEATS}
    levels = (*LEVELS, Level("6", "A", "cleaning", "repeat_rate", 0.5))
    some = overview(both, (RESPONSE,), levels, NAMES, MONTHS, others=(REPEAT,))
    alpha = next(row for row in some.rows if row.name == "Alpha")
    assert [one.kpi.id for one in alpha.kpis] == [card.kpi.id for card in some.cards] == ["response_on_time"]
    assert (alpha.judged, alpha.missed) == (3, 2)  # 1 repeat in 100 is more than the agreed 0.5 %
