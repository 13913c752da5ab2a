"""A closer look: what failed and where it falls, subgroups that add up, paths in words, and what is handed over to the register."""

from __future__ import annotations

from math import exp, log

import polars as pl
import pytest

from assay.kpis import KPIS, kpi
from assay.report.causes_closer import counts_failures, distribution, failing, subgroups
from assay.report.causes_closer_pictures import picture, value_of_bar
from assay.report.causes_paths import Paths, by_handoffs, routes, steps
from assay.report.causes_told import Told, finding
from assay.say import causes_closer as say
from assay.say import parts
from assay.scope import Scope
from assay.text import LANGUAGES, Text
from assay.warehouse.paths import Handoffs

ON_TIME, REPEATS, NPS, BACKLOG, MINUTES = (
    kpi(id_) for id_ in ("completion_on_time", "repeat_rate", "nps", "overdue_backlog_share", "response_minutes")
)
BEFORE, AFTER = "2026-09", "2026-10"


def cells(by: str, **rows: list[tuple]) -> pl.DataFrame:
    """Rows of a value (or several, apart by commas), before: numerator, denominator, after: numerator, denominator."""
    names = by.split(",")
    told = [
        {"period": period, **dict(zip(names, values, strict=True)), "numerator": x, "denominator": n}
        for *values, x_before, n_before, x_after, n_after in rows["rows"]
        for period, x, n in ((BEFORE, x_before, n_before), (AFTER, x_after, n_after))
    ]
    return pl.DataFrame(told, schema_overrides=dict.fromkeys(names, pl.String))


CATEGORIES = cells("category", rows=[
    # value, in time and due before, in time and due after
    ("lift", 90, 100, 60, 100),  # 10 failed, then 40
    ("hvac", 180, 200, 185, 200),  # 20 failed, then 15
    ("spill", 50, 50, 50, 50),  # none failed in either
    (None, 29, 30, 25, 30),  # 1 failed, then 5
])  # fmt: skip


def test_of_a_share_that_should_be_high_what_is_not_in_it_failed() -> None:
    found = distribution(CATEGORIES, ON_TIME, "category", BEFORE, AFTER)
    assert found is not None
    assert [(one.name, one.count) for one in found.found.bars] == [("lift", 40), ("hvac", 15), (None, 5)]
    assert found.found.n == 40 + 15 + 5
    assert found.before == {"lift": 10, "hvac": 20, "spill": 0, None: 1}
    assert found.n == {"lift": 100, "hvac": 200, "spill": 50, None: 30}
    assert found.found.bars[0].share.value == pytest.approx(40 / 60)
    assert found.nobody == 0


def test_of_a_share_that_should_be_low_what_is_in_it_failed() -> None:
    assert (failing(ON_TIME), failing(REPEATS)) == ("rest", "numerator")
    found = distribution(CATEGORIES, REPEATS, "category", BEFORE, AFTER)
    assert found is not None
    assert [(one.name, one.count) for one in found.found.bars] == [("hvac", 185), ("lift", 60), ("spill", 50), (None, 25)]


def test_to_whom_nobody_was_sent_yet_has_no_class_of_who_was() -> None:
    tenures = cells("worker_tenure", rows=[("over_3_years", 90, 100, 80, 100), (None, 0, 10, 0, 30)])
    found = distribution(tenures, ON_TIME, "worker_tenure", BEFORE, AFTER)
    assert found is not None
    assert [(one.name, one.count) for one in found.found.bars] == [("over_3_years", 20)]
    assert (found.nobody, found.found.n) == (30, 50)  # their share is still of all that failed
    assert found.found.bars[0].share.value == pytest.approx(20 / 50)
    assert say.NOBODY("en", count="30") in picture(found, BEFORE, AFTER, {}, "en").note


def test_nothing_failed_is_no_distribution_and_a_mean_has_none() -> None:
    perfect = cells("category", rows=[("lift", 9, 10, 10, 10)])
    assert distribution(perfect, ON_TIME, "category", BEFORE, AFTER) is None
    with pytest.raises(ValueError, match="nps"):
        distribution(CATEGORIES, NPS, "category", BEFORE, AFTER)


def test_every_kpi_counts_failures_or_says_why_it_cannot() -> None:
    for one in KPIS:
        if not counts_failures(one):
            why = say.NO_PARETO["mean" if one.squares else "stock"]
            assert one.title("en") in why("en", kpi=one.title("en"))
    assert not counts_failures(BACKLOG) and not BACKLOG.squares


@pytest.mark.parametrize("value", ["lift", "=", "a=b", None])
def test_a_clicked_bar_gives_back_its_value(value: str | None) -> None:
    found = distribution(cells("category", rows=[(value, 0, 10, 0, 10)]), ON_TIME, "category", BEFORE, AFTER)
    assert found is not None
    ids = [id_ for layer in picture(found, BEFORE, AFTER, {}, "en").layers for id_ in getattr(layer, "ids", ())]
    assert {value_of_bar(id_) for id_ in ids} == {value}


def test_the_title_says_whether_a_few_lead() -> None:
    few = cells("category", rows=[("lift", 0, 500, 0, 500), *((f"c{at:02}", 0, 0, 198, 200) for at in range(20))])
    found = distribution(few, ON_TIME, "category", BEFORE, AFTER)
    assert found is not None and found.found.verdict == "few"  # 500 of 540 are one category's
    title = picture(found, BEFORE, AFTER, {}, "en").title
    assert title.startswith("Failed (not “orders completed in time”): 1 of 21 make up 93 % (category)")
    assert title.endswith("; Lift leads beyond chance")
    nine = cells("category", rows=[("lift", 0, 0, 5, 10), ("hvac", 0, 0, 6, 10)])
    scarce = distribution(nine, ON_TIME, "category", BEFORE, AFTER)
    assert scarce is not None
    assert "只有 9 件" in picture(scarce, BEFORE, AFTER, {}, "zh").title


SUBGROUPS = cells("vendor_id,category", rows=[
    ("V1", "lift", 95, 100, 60, 100),
    ("V1", "hvac", 270, 300, 285, 300),
    ("V2", "lift", 180, 200, 182, 200),
    ("V2", "hvac", 3, 4, 1, 5),  # both under 10: not published by itself
    ("V2", "spill", 0, 0, 45, 50),  # new work
    (None, "spill", 2, 3, 0, 0),
])  # fmt: skip


def test_contributions_add_up_to_the_change() -> None:
    found = subgroups(SUBGROUPS, ON_TIME, ("vendor_id", "category"), BEFORE, AFTER)
    assert found is not None
    before, after = (95 + 270 + 180 + 3 + 2) / 607, (60 + 285 + 182 + 1 + 45) / 655
    assert found.n == (607, 655)
    assert found.change == pytest.approx(after - before)
    rows = (*found.rows, found.rest)
    assert sum(one.part for one in rows if one is not None) == pytest.approx(after - before, abs=1e-12)
    lift = next(one for one in found.rows if one.values == ("V1", "lift"))
    # mean share of the work times how much worse it went, and the change of its share times how it compares with all
    assert lift.within == pytest.approx((100 / 607 + 100 / 655) / 2 * (0.60 - 0.95))
    assert lift.mix == pytest.approx((100 / 655 - 100 / 607) * ((0.95 + 0.60) / 2 - (before + after) / 2))


def test_what_contributed_most_is_first_and_what_went_against_it_last() -> None:
    found = subgroups(SUBGROUPS, ON_TIME, ("vendor_id", "category"), BEFORE, AFTER)
    assert found is not None and found.change < 0
    assert found.rows[0].values == ("V1", "lift") and found.rows[-1].values == ("V1", "hvac")
    improved = subgroups(
        SUBGROUPS.with_columns(period=pl.col("period").replace({BEFORE: AFTER, AFTER: BEFORE})), ON_TIME, ("vendor_id", "category"),
        BEFORE, AFTER,
    )  # fmt: skip
    assert improved is not None and improved.change > 0
    assert improved.rows[0].values == ("V1", "lift") and improved.rows[-1].values == ("V1", "hvac")


def test_small_groups_are_one_row_and_show_no_rate_below_the_least_n() -> None:
    found = subgroups(SUBGROUPS, ON_TIME, ("vendor_id", "category"), BEFORE, AFTER)
    assert found is not None and found.rest is not None
    assert found.few == 2  # V2's hvac with 4 and 5, and 3 of no vendor
    assert [one.denominator for one in found.rest.sums] == [4 + 3, 5]
    assert (found.rest.before, found.rest.after, found.rest.apart) == (None, None, None)
    new = next(one for one in found.rows if one.values == ("V2", "spill"))
    assert (new.before, new.after, new.apart) == (None, pytest.approx(90.0), None)
    assert new.within == 0 and new.mix != 0  # all that new work did is mix


def test_a_change_is_clear_only_among_all_that_are_looked_at() -> None:
    found = subgroups(SUBGROUPS, ON_TIME, ("vendor_id", "category"), BEFORE, AFTER)
    assert found is not None
    clear = {one.values: one.apart.is_clear for one in found.rows if one.apart is not None}
    assert clear[("V1", "lift")] and not clear[("V2", "lift")]
    lift = next(one.apart for one in found.rows if one.values == ("V1", "lift"))
    assert lift is not None and lift.value == pytest.approx(-35.0) and lift.low < -35 < lift.high < 0
    assert lift.side == "worse"


def test_of_a_geometric_mean_the_change_is_a_ratio() -> None:
    """One value for all: Σ log = n log minutes, Σ (log)² = n (log)² + what spreads."""
    rows = [
        {"period": period, "category": "lift", "numerator": 50 * log(minutes), "denominator": 50.0,
         "squares": 50 * (log(minutes) ** 2 + 0.25)}
        for period, minutes in ((BEFORE, 20.0), (AFTER, 30.0))
    ]  # fmt: skip
    found = subgroups(pl.DataFrame(rows), MINUTES, ("category",), BEFORE, AFTER)
    assert found is not None
    (only,) = found.rows
    assert (only.before, only.after) == (pytest.approx(20), pytest.approx(30))
    assert only.apart is not None and only.apart.value == pytest.approx(1.5)
    half = 1.96 * (2 * 0.25 / 50) ** 0.5  # two means of 50 with a standard deviation of ½ each
    ends = (1.5 * exp(-half), 1.5 * exp(half))
    assert (only.apart.low, only.apart.high) == pytest.approx(ends, rel=1e-3)
    assert say.contribution(MINUTES, only.part, "en") == "+50.0 %"


def test_a_stock_has_values_and_no_interval() -> None:
    found = subgroups(CATEGORIES, BACKLOG, ("category",), BEFORE, AFTER)
    assert found is not None
    assert all(one.apart is None for one in found.rows) and found.rows[0].after is not None


def test_a_period_without_anything_has_no_subgroups() -> None:
    assert subgroups(CATEGORIES.filter(pl.col("period") == AFTER), ON_TIME, ("category",), BEFORE, AFTER) is None


def test_a_contribution_is_said_a_decimal_finer_than_a_change() -> None:
    assert say.contribution(ON_TIME, -0.00123, "en") == "−0.12 pp"
    assert say.contribution(ON_TIME, 0.0, "zh") == "±0.00 个百分点"


@pytest.mark.parametrize("language", LANGUAGES)
def test_dimensions_are_called_briefly(language) -> None:
    titles = [parts.title(name, language) for name in ("vendor_id", "site_id", "worker_tenure", "priority_at_request", "asset_id")]
    assert titles[:2] == (["供应商", "站点"] if language == "zh" else ["Vendor", "Site"])
    assert all(";" not in title and "；" not in title and "（" not in title for title in titles)


def paths(*routes_: tuple, edges: list[tuple] | None = None, counts: list[tuple] | None = None) -> Paths:
    told = pl.DataFrame(list(routes_), ["channel", "category", "outcome", "orders", "failing"], orient="row",
                        schema_overrides={"outcome": pl.String})  # fmt: skip
    steps_ = pl.DataFrame(edges or [], {"event": pl.String, "next": pl.String, "orders": pl.Int64, "passages": pl.Int64,
                                        "median": pl.Float64, "p90": pl.Float64, "is_loop": pl.Boolean}, orient="row")  # fmt: skip
    hands = pl.DataFrame(counts or [], {"handoffs": pl.Int64, "orders": pl.Int64, "failing": pl.Int64}, orient="row")
    return Paths(told, Handoffs(steps_, hands), pl.DataFrame())


def test_a_route_is_coloured_where_it_fails_more_often_than_the_others() -> None:
    before = paths(("phone", "lift", "solved", 100, 10))
    after = paths(("phone", "lift", "solved", 100, 40), ("app", "lift", None, 400, 20), ("web", "hvac", "workaround", 50, 3))
    drawn = routes(before, after, AFTER, "en")
    assert drawn is not None
    assert drawn.title.startswith("Most failures: Phone → Lift → Solved (40 orders)")
    assert drawn.title.endswith("; 1 route fails more often than the others, beyond chance")
    assert drawn.y.labels == ("Phone → Lift → Solved", "App → Lift → no outcome recorded", "Web → Heating and cooling → Workaround")
    assert drawn.y.asides == ("40/100 · 10.0 % → 40.0 %", "20/400 · 5.0 %", "3/50 · 6.0 %")  # of two nothing is told before
    failed = drawn.layers[1]
    assert tuple(failed.tone) == ("concern", "common", "common")
    assert routes(before, paths().__class__(after.routes.clear(), after.handoffs, after.pauses), AFTER, "en") is None


def test_the_longest_step_is_one_that_many_took() -> None:
    edges = [
        ("requested", "responded", 1000, 1000, 20.0, 60.0, False),
        ("responded", "completed", 900, 900, 300.0, 900.0, False),
        ("reopened", "completed", 20, 20, 5000.0, 9000.0, False),  # 2 % of the orders: no headline
        ("resumed", "paused_third_party", 30, 80, 40.0, 80.0, True),
    ]
    before = paths(edges=[("requested", "responded", 900, 900, 15.0, 50.0, False)])
    drawn = steps(before, paths(edges=edges), AFTER, "en")
    assert drawn is not None
    # 80 of 2,000 passages lead back
    assert drawn.title == "The longest step: responded → completed, median 5 h; 1 kind of step leads back, 4.0 % of all passages"
    assert drawn.y.asides[:2] == ("15 min → 20 min", "– → 5 h")
    assert drawn.y.labels[3] == "resumed → paused, third party (back again) · 30 orders"
    assert steps(before, paths(), AFTER, "en") is None


def test_hand_offs_say_whether_the_difference_is_chance() -> None:
    clear = by_handoffs(paths(), paths(counts=[(0, 1000, 50), (1, 100, 20), (2, 100, 30)]), AFTER, "en")
    alike = by_handoffs(paths(), paths(counts=[(0, 1000, 50), (1, 100, 6)]), AFTER, "en")
    alone = by_handoffs(paths(), paths(counts=[(0, 1000, 50)]), AFTER, "en")
    assert clear is not None and alike is not None and alone is not None
    assert clear.title == "Of orders that changed hands 25.0 % failed, of the others 5.0 %: more than chance"
    assert alike.title.endswith(": within chance")
    assert alone.title == say.HANDOFFS_ALL("en")
    assert by_handoffs(paths(), paths(), AFTER, "en") is None


def told(**other: object) -> Told:
    said = {"sentence": Text("跌了", "It fell"), "n": 1000.4, "change": (-0.04, -0.05, -0.03), "explained": (0.7, 0.5, 0.9),
            "p": 0.01, "conditions": (("vendor_id", "V1"), ("shift", None)), "vendors": ("V1",), "sites": ()}  # fmt: skip
    return Told(**{**said, **other})  # type: ignore[arg-type]


def test_a_finding_is_handed_over_as_it_was_told() -> None:
    made = finding(told(), BEFORE, AFTER, Scope.all())
    assert (made.before, made.after, made.n, made.p) == ((BEFORE,), (AFTER,), 1000, 0.01)
    assert made.change is not None and (made.change.value, made.change.low, made.change.high) == (-0.04, -0.05, -0.03)
    assert made.conditions == (("vendor_id", "V1"), ("shift", None)) and made.vendors == ("V1",)


def test_what_is_not_known_is_not_written_down() -> None:
    nan = float("nan")
    made = finding(told(change=(-0.04, nan, nan), explained=(nan, nan, nan)), BEFORE, AFTER, Scope.all())
    assert made.change is not None and (made.change.low, made.change.high) == (None, None)
    assert made.explained is None


def test_a_limited_scope_names_its_own_members() -> None:
    """Else it could not read what it wrote: a finding that names nobody is of all."""
    seen = Scope(vendors=frozenset(("V1", "V2")), sites=frozenset(("S1",)))
    made = finding(told(vendors=(), conditions=()), BEFORE, AFTER, seen)
    assert (made.vendors, made.sites) == (("V1", "V2"), ("S1",))
    assert finding(told(), BEFORE, AFTER, seen).vendors == ("V1",)
