"""Vendors compared as counted and on like work: tiny tables, the arithmetic spelled out."""

from __future__ import annotations

import polars as pl
import pytest

from assay.kpis import kpi
from assay.level import Level
from assay.report.comparison import Comparison, comparison
from assay.report.comparison_sites import held
from assay.report.comparison_target import against
from assay.report.comparison_told import headline, method, no_answer, notes, reversal, selected
from assay.text import LANGUAGES

RESPONSE, REPEAT, RATE, COVERED = kpi("response_on_time"), kpi("repeat_rate"), kpi("complaint_rate"), kpi("survey_response_rate")
SCORE, BACKLOG = kpi("csat_score"), kpi("overdue_backlog_share")
NAMES = {letter: f"Vendor {letter}" for letter in "ABCDEF"}
Row = tuple[str, str, float, float]


def cells(*rows: Row) -> pl.DataFrame:
    """Vendor, site, numerator, denominator."""
    return pl.DataFrame(rows, schema=["vendor_id", "site_id", "numerator", "denominator"], orient="row").with_columns(
        pl.col("numerator", "denominator").cast(pl.Float64), season=pl.lit("Q1")
    )


def compared(of=RESPONSE, *rows: Row, levels: tuple[Level, ...] = ()) -> Comparison:
    found = cells(*rows)
    names = {id_: NAMES[id_] for id_ in found["vendor_id"].unique().sort()}
    return comparison(of, found, ("season",), names, levels, "maintenance", ("2026-10",))


# A works at the hard site, B at the easy one, C and D at both: A is better than B wherever the others show what a site is like.
HARD_AND_EASY: tuple[Row, ...] = (
    ("A", "hard", 1700, 2000), ("A", "easy", 198, 200),
    ("B", "hard", 130, 200), ("B", "easy", 1840, 2000),
    ("C", "hard", 800, 1000), ("C", "easy", 960, 1000),
    ("D", "hard", 800, 1000), ("D", "easy", 960, 1000),
)


@pytest.fixture(scope="module")
def simpson() -> Comparison:
    return compared(RESPONSE, *HARD_AND_EASY)


def of(found: Comparison, id_: str):
    one = found.get(id_)
    assert one is not None
    return one


def test_as_counted_is_a_share_with_the_interval_of_wilson() -> None:
    found = compared(RESPONSE, ("A", "S1", 19, 20), ("B", "S1", 190, 200))
    for id_, ends in (("A", (76.4, 99.1)), ("B", (91.0, 97.3))):
        crude = of(found, id_).crude
        assert crude.value == pytest.approx(95.0)
        assert (crude.low, crude.high) == pytest.approx(ends, abs=0.05)


def test_who_serves_the_hard_site_is_not_blamed_for_it(simpson: Comparison) -> None:
    a, b = of(simpson, "A"), of(simpson, "B")
    assert a.crude.value == pytest.approx(100 * 1898 / 2200) and b.crude.value == pytest.approx(100 * 1970 / 2200)
    assert a.crude.value < b.crude.value
    assert a.adjusted is not None and b.adjusted is not None
    assert a.adjusted.value > b.adjusted.value
    assert (a.band, b.band) == ("clearly_better", "clearly_worse")
    assert (a.place, b.place) == (1, 4) and [one.vendor_id for one in simpson.vendors][::3] == ["A", "B"]


def test_observed_over_expected_is_of_failures(simpson: Comparison) -> None:
    a = of(simpson, "A")
    assert a.observed == 2200 - 1898
    # At the hard site others fail 200 in 1,000 and more, at the easy one 40 in 1,000: the average vendor fails about 430 of A's.
    assert a.expected == pytest.approx(2000 * 0.21 + 200 * 0.04, rel=0.1)
    assert a.ratio == pytest.approx(a.observed / a.expected) and a.ratio < 0.8


def test_the_reversal_is_found_and_explained_by_the_sites(simpson: Comparison) -> None:
    first = simpson.reversals[0]
    assert (first.better, first.worse) == ("A", "B") and first.chance > 0.99
    assert "site_id" in first.by  # site alone turns the order round, when A and B are compared within each
    said = reversal(first, simpson, "en")
    assert "As counted, Vendor B (89.5 %) beats Vendor A (86.3 %)" in said
    assert "91 % of Vendor A's work is at the hardest site" in said  # 2,000 of 2,200
    assert "Vendor A有 91 % 的工单在最难的 1 个站点" in reversal(first, simpson, "zh")


def test_chance_of_pairs_adds_up_to_one_and_agrees_with_the_places(simpson: Comparison) -> None:
    pairs = simpson.pairs
    assert pairs.shape == (4, 4)
    assert (pairs + pairs.T).ravel().tolist() == pytest.approx([1.0] * 16)
    assert all(pairs[at, at + 1] >= 0.5 - 1e-9 for at in range(3))


def test_lower_is_better_turns_places_round() -> None:
    rows = tuple((vendor, site, n - k, n) for vendor, site, k, n in HARD_AND_EASY)  # what failed instead of what did not
    found = compared(REPEAT, *rows)
    assert (of(found, "A").place, of(found, "A").band) == (1, "clearly_better")
    assert of(found, "A").observed == 302  # the numerator itself counts failures


def test_where_neither_side_is_better_nobody_is_called_better() -> None:
    found = compared(COVERED, *HARD_AND_EASY)
    said = headline(found, "en")
    assert "clearly higher" in said and "better" not in said
    assert "明显较高" in headline(found, "zh") and "较好" not in headline(found, "zh")
    assert found.reversals == ()


def test_rates_are_compared_by_events_over_exposure() -> None:
    found = compared(RATE, ("A", "S1", 30, 1000), ("B", "S1", 4, 1000), ("C", "S1", 5, 1000))
    assert of(found, "A").crude.value == pytest.approx(30.0)  # per 1,000
    assert of(found, "A").band == "clearly_worse" and of(found, "A").observed == 30


def test_means_are_compared_with_their_squares() -> None:
    # 100 answers each: 90 fives and 10 fours, against 50 fives and 50 threes.
    good, bad = (490.0, 90 * 25 + 10 * 16), (400.0, 50 * 25 + 50 * 9)
    rows = [(vendor, site, total, 100.0, float(squares))
            for vendor, (total, squares) in (("A", good), ("B", bad)) for site in ("S1", "S2")]
    frame = pl.DataFrame(rows, schema=["vendor_id", "site_id", "numerator", "denominator", "squares"], orient="row")
    found = comparison(SCORE, frame, (), {"A": "A", "B": "B"}, (), None, ("2026-10",))
    assert of(found, "A").crude.value == pytest.approx(4.9) and of(found, "B").crude.value == pytest.approx(4.0)
    assert (of(found, "A").band, of(found, "B").band) == ("clearly_better", "clearly_worse")
    assert of(found, "A").ratio is None and found.funnels == {}


def test_stocks_are_shown_as_counted_and_said() -> None:
    found = compared(BACKLOG, ("A", "S1", 30, 100), ("B", "S1", 5, 100))
    assert found.state == "crude_only" and found.ranked == ()
    assert of(found, "A").crude.value == pytest.approx(30.0) and of(found, "A").crude.low is None
    for language in LANGUAGES:
        assert notes(found, {}, language) and headline(found, language)


def test_below_the_smallest_n_a_vendor_is_listed_without_value_or_place() -> None:
    found = compared(RESPONSE, *HARD_AND_EASY, ("E", "easy", 8, 9))
    few = of(found, "E")
    assert RESPONSE.minimum_n == 10 and few.sums.denominator == 9
    assert (few.absent, few.rank, few.crude.value, few.adjusted) == ("too_few", None, None, None)
    assert "E" not in found.funnels["crude"].vendors
    assert "not enough data (under 10)" in selected(few, found, "en")


def test_vendors_that_share_no_site_by_any_chain_are_not_compared() -> None:
    found = compared(RESPONSE, *HARD_AND_EASY, ("E", "island", 95, 100), ("E", "island 2", 90, 100))
    assert (of(found, "E").absent, of(found, "E").place) == ("apart", None)
    assert all("E" not in each.vendors for each in found.funnels.values())
    assert "Vendor E shares no site with the others" in " ".join(notes(found, {}, "en"))
    assert len(found.ranked) == 4


def test_a_site_of_one_vendor_is_said_by_its_name() -> None:
    found = compared(RESPONSE, *HARD_AND_EASY, ("C", "own", 480, 500))
    assert of(found, "C").exclusive == (("own", 0.2),)  # 500 of 2,500
    assert "Harbour is served by Vendor C alone (20 % of its work)" in " ".join(notes(found, {"own": "Harbour"}, "en"))


@pytest.mark.parametrize(
    ("state", "rows"),
    [
        ("no_data", ()),
        ("one_vendor", (("A", "S1", 90, 100),)),
        ("inseparable", (("A", "S1", 90, 100), ("B", "S2", 80, 100))),
        ("too_few", (("A", "S1", 4, 5), ("B", "S1", 5, 5))),
        ("all_same", (("A", "S1", 100, 100), ("B", "S1", 100, 100), ("A", "S2", 50, 50), ("B", "S2", 80, 80))),
    ],
)
def test_where_nobody_can_be_ranked_the_headline_says_why(state: str, rows: tuple[Row, ...]) -> None:
    found = compared(RESPONSE, *rows)
    assert no_answer(found) == state
    zh, en = (headline(found, language) for language in LANGUAGES)
    assert zh != en and "{" not in zh + en
    assert all(one.band in (None, "not_distinguishable") for one in found.vendors)


def test_a_vendor_at_a_hundred_per_cent_has_an_adjusted_value_below_it() -> None:
    rows = (("A", "S1", 40, 40), ("B", "S1", 360, 400), ("C", "S1", 370, 400), ("A", "S2", 30, 30), ("C", "S2", 90, 100))
    found = compared(RESPONSE, *rows)
    a = of(found, "A")
    assert a.is_saturated and a.adjusted is not None
    assert a.crude.value == 100 and a.adjusted.high < 100


def test_levels_allow_so_many_failures() -> None:
    frame = cells(("A", "S1", 90, 100), ("A", "S2", 170, 200)).with_columns(priority_at_request=pl.Series(["urgent", "normal"]))
    levels = [Level("L1", "A", "maintenance", RESPONSE.id, 92.0, priority="urgent"),
              Level("L2", "A", "maintenance", RESPONSE.id, 95.0, priority="normal")]
    found = against(RESPONSE, frame, levels)
    assert found.failed == 10 + 30
    assert found.allowed == pytest.approx(100 * 0.08 + 200 * 0.05)
    assert (found.word, found.targets) == ("missed", (92.0, 95.0))


def test_capability_needs_more_than_luck() -> None:
    level = Level("L", "A", "maintenance", RESPONSE.id, 95.0)
    words = {n: against(RESPONSE, cells(("A", "S1", n, n)), [level]).word for n in (20, 59)}
    assert words == {20: "not_proven", 59: "met"}  # 20 of 20 do not prove 95 %; 59 of 59 do
    assert against(RESPONSE, cells(("A", "S1", 20, 20)), []).word is None


def test_sites_are_hard_by_what_others_do_there() -> None:
    # Without B, sites rank: hard 80 %, middle 90 %, easy 98 %; work there, B's included: 200, 100, 100 of 400.
    of_a = (("A", "hard", 80, 100), ("A", "middle", 90, 100), ("A", "easy", 49, 50))
    frame = cells(*of_a, ("B", "hard", 99, 100), ("B", "easy", 20, 50))
    b = held(RESPONSE, frame)["B"]
    assert (b.hard_sites, b.hard_share, b.hard_usual) == (1, pytest.approx(100 / 150), pytest.approx(200 / 400))
    assert (b.easy_sites, b.easy_share, b.easy_usual) == (1, pytest.approx(50 / 150), pytest.approx(100 / 400))


def test_the_headline_names_who_stands_out(simpson: Comparison) -> None:
    assert headline(simpson, "en") == (
        "Equipment maintenance, 4 vendors, Response on time: on like work, Vendor B is clearly worse, Vendor A is clearly better, "
        "the other 2 cannot be told apart"
    )
    zh = headline(simpson, "zh")
    assert zh == "设备维护 4 家供应商，响应及时率：同等工作条件下，Vendor B明显较差，Vendor A明显较好，其余 2 家无法区分"


def test_what_is_said_of_one_vendor_gives_place_interval_and_reason(simpson: Comparison) -> None:
    said = selected(of(simpson, "A"), simpson, "en")
    assert "after allowing for site" in said and "place 1 of 4" in said and "as counted it is 86.3 %" in said
    assert "mostly because 91 % of its work is at the hardest site" in said


def test_a_difference_within_the_interval_is_not_explained() -> None:
    rows = (("A", "S1", 95, 100), ("A", "S2", 9, 10), ("B", "S1", 9, 10), ("B", "S2", 92, 100), ("C", "S1", 50, 55))
    found = compared(RESPONSE, *rows)
    a = of(found, "A")
    assert a.adjusted is not None and a.adjusted.low < a.crude.value < a.adjusted.high
    assert "mostly because" not in selected(a, found, "en")


def test_the_method_prints_its_figures(simpson: Comparison) -> None:
    lines = " ".join(method(simpson, "en"))
    assert "8,400 due" in lines and "8 cells" in lines  # 2,200 + 2,200 + 2,000 + 2,000 orders
    assert "comparison method v1" in lines
