"""Series over time: what becomes of cells, agreements and rebases; the table, the chart and the words say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import numpy as np
import polars as pl
import pytest

from assay.charts.chart import Line, Points
from assay.kpis import KPIS, kpi
from assay.level import Agreement, Level
from assay.report.between import between
from assay.report.targets import keys, targets
from assay.report.trend_chart import told
from assay.report.trends import Axis, Trends, series_of, trends
from assay.say import trends as say
from assay.stats.spc.episodes import episodes
from assay.stats.spc.rules import NHS, RULE_SETS, Signal
from assay.stats.spc.verdict import Assurance, Variation
from assay.text import LANGUAGES

RESPONSE, COMPLAINTS, REPEATS = kpi("response_on_time"), kpi("complaint_rate"), kpi("repeat_rate")
NAMES = {"V01": "甲", "V02": "乙"}
Cells = pl.DataFrame


def months(count: int, is_partial: bool = False) -> Axis:
    """Months from January 2024 on."""
    firsts = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(count + 1)]
    lasts = tuple(first - timedelta(days=1) for first in firsts[1:])
    labels = tuple(f"{first:%Y-%m}" for first in firsts[:count])
    return Axis("month", labels, tuple(firsts[:count]), lasts, is_partial, {})


def counted(axis: Axis, rows: Mapping[str, list[tuple[int, int]]]) -> Cells:
    """Cells by vendor of one service: numerator and denominator a month."""
    return pl.DataFrame(
        [(label, vendor, "cleaning", *sums) for vendor, own in rows.items() for label, sums in zip(axis.labels, own, strict=True)],
        schema=["period", "vendor_id", "service", "numerator", "denominator"],
        orient="row",
    )


def signed(*levels: Level, since: date = date(2023, 1, 1), until: date | None = None, vendor: str = "V01") -> Agreement:
    return Agreement("A1", vendor, "cleaning", since, until, levels=levels)


def level(target: float, priority: str | None = None, site: str | None = None) -> Level:
    return Level("L1", "V01", "cleaning", "response_on_time", target, site, priority)


def test_a_series_has_a_gap_where_nothing_was_counted_and_all_together_add_up() -> None:
    axis = months(3)
    cells = counted(axis, {"V01": [(9, 10), (0, 0), (8, 10)], "V02": [(19, 20), (18, 20), (0, 0)], "V99": [(1, 1)] * 3})
    found = series_of(cells, "vendor_id", NAMES, axis)
    assert set(found) == {None, "V01", "V02"}  # V99 is nobody's
    assert np.isnan(found["V01"].values[1])
    assert found["V01"].values[[0, 2]].tolist() == [0.9, 0.8]
    assert found[None].numerator.tolist() == [28, 18, 8]
    assert found[None].denominator.tolist() == [30, 20, 10]


def by_priority(normal: int, urgent: int) -> Cells:
    rows = [("2024-01", "V01", "cleaning", "normal", normal), ("2024-01", "V01", "cleaning", "urgent", urgent)]
    return pl.DataFrame(rows, schema=["period", "vendor_id", "service", "priority_at_request", "denominator"], orient="row")


LASTS = {"2024-01": date(2024, 1, 31)}


def test_levels_that_differ_are_weighed_by_how_much_of_each_there_was() -> None:
    found = targets(RESPONSE, by_priority(60, 40), "vendor_id", LASTS, [signed(level(95, "normal"), level(80, "urgent"))])
    assert found["V01"] == ((60 * 95 + 40 * 80) / 100,)  # 89
    assert found[None] == found["V01"]


def test_the_more_special_level_counts() -> None:
    found = targets(RESPONSE, by_priority(60, 40), "vendor_id", LASTS, [signed(level(90), level(80, "urgent"))])
    assert found["V01"] == ((60 * 90 + 40 * 80) / 100,)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((level(95, "normal"),), None),  # 40 of 100 have no level
        ((level(95, "normal"), level(96, "normal"), level(80, "urgent")), None),  # two that contradict each other
        ((level(95, site="S01"),), None),  # of a site, and sites are not in the cells
    ],
)
def test_what_has_no_single_level_has_no_target(levels: tuple[Level, ...], expected: float | None) -> None:
    assert targets(RESPONSE, by_priority(60, 40), "vendor_id", LASTS, [signed(*levels)])["V01"] == (expected,)


def test_a_share_of_a_twentieth_may_be_without_a_level() -> None:
    found = targets(RESPONSE, by_priority(95, 5), "vendor_id", LASTS, [signed(level(95, "normal"))])
    assert found["V01"] == (95,)


def test_a_target_is_that_of_the_version_in_force_at_the_end_of_the_period() -> None:
    axis = months(3)
    cells = counted(axis, {"V01": [(9, 10)] * 3})
    first = signed(level(90), until=date(2024, 2, 28))
    second = signed(level(95), since=date(2024, 2, 29))
    lasts = dict(zip(axis.labels, axis.lasts, strict=True))
    assert targets(RESPONSE, cells, "vendor_id", lasts, [first, second])["V01"] == (90, 95, 95)  # February 2024 ends on the 29th


def test_the_target_of_a_geometric_mean_is_weighed_on_the_log_scale() -> None:
    minutes = kpi("response_minutes")
    levels = [replace(level(target, priority), kpi="response_minutes") for target, priority in ((100, "normal"), (25, "urgent"))]
    found = targets(minutes, by_priority(50, 50), "vendor_id", LASTS, [signed(*levels)])
    assert found["V01"][0] == pytest.approx((100 * 25) ** 0.5)  # 50


def test_cells_are_asked_for_by_what_tells_levels_apart() -> None:
    offered = ("vendor_id", "site_id", "service", "priority_at_request", "shift")
    assert keys(RESPONSE, "vendor_id", offered, []) == ("vendor_id",)
    assert keys(RESPONSE, "vendor_id", offered, [signed(level(90))]) == ("vendor_id", "service", "priority_at_request")
    by_site = keys(RESPONSE, "site_id", offered, [signed(level(90, site="S01"))])
    assert by_site == ("site_id", "vendor_id", "service", "priority_at_request")


def steady(count: int) -> list[tuple[int, int]]:
    """About nine in ten, up and down in turn."""
    return [(178 + 4 * (at % 2), 200) for at in range(count)]


def built(rows: Mapping[str, list[tuple[int, int]]], is_partial: bool = False, **rebased: list[date]) -> Trends:
    axis = months(len(next(iter(rows.values()))), is_partial)
    starts = {("response_on_time", member): days for member, days in rebased.items()}
    agreed = [replace(signed(level(85)), vendor_id=vendor) for vendor in NAMES]
    return trends({RESPONSE.id: counted(axis, rows)}, [RESPONSE], "vendor_id", NAMES, axis, agreed, starts, NHS)


def test_a_fall_is_a_concern_and_its_vendor_comes_first() -> None:
    found = built({"V01": steady(28), "V02": [*steady(27), (120, 200)]})
    assert [row.name for row in found.rows] == ["乙", "甲"]
    fallen, calm = found.of(RESPONSE.id, "V02"), found.of(RESPONSE.id, "V01")
    assert fallen is not None
    assert calm is not None
    assert (fallen.variation, calm.variation) == ("concern", "common_cause")
    assert fallen.signal is not None
    assert fallen.signal.rule == "outside_limits"


def test_a_running_period_is_drawn_hollow_and_never_judged() -> None:
    found = built({"V01": [*steady(27), (10, 200)], "V02": steady(28)}, is_partial=True)
    one = found.of(RESPONSE.id, "V01")
    assert one is not None
    assert (one.variation, one.latest) == ("common_cause", 26)
    assert found.axis.latest == "2026-03"
    (points,) = [layer for layer in told(one, found.axis, "甲", NHS, "en").chart.layers if isinstance(layer, Points)]
    assert points.is_hollow[-1]
    assert not any(points.ring)


def test_a_rebase_begins_a_segment_in_the_period_that_holds_the_day() -> None:
    rows = {"V01": [*steady(14), *((140, 200) if at % 2 else (144, 200) for at in range(14))], "V02": steady(28)}
    plain, anew = built(rows).of(RESPONSE.id, "V01"), built(rows, V01=[date(2025, 3, 15), date(2031, 1, 1)]).of(RESPONSE.id, "V01")
    assert plain is not None
    assert anew is not None
    assert plain.signals
    assert [segment.start for segment in anew.charted.segments] == [0, 14]  # March 2025; 2031 lies outside
    assert not anew.signals


def test_periods_below_the_least_number_are_hidden_and_counted() -> None:
    rows = {"V01": [*steady(26), (1, 2), *steady(1)], "V02": steady(28)}
    one = built(rows).of(RESPONSE.id, "V01")
    assert one is not None
    assert one.hidden == 1
    assert one.values[26] is None
    assert "1" in say.hidden(RESPONSE, one.hidden, "en")


def test_what_still_moves_is_shown_hollow_and_not_judged() -> None:
    done = kpi("completion_rate")  # final 90 days after the period
    axis = replace(months(28), as_of=date(2026, 5, 15))  # 14 February is the line: February, March and April 2026 still move
    rows = {"V01": [*((200, 200) for _ in range(25)), (199, 200), (196, 200), (180, 200)], "V02": steady(28)}
    found = trends({done.id: counted(axis, rows)}, [done], "vendor_id", NAMES, axis, [], {}, NHS).of(done.id, "V01")
    assert found is not None
    assert (found.unsettled, found.latest, found.variation) == ((25, 26, 27), 24, "common_cause")
    assert found.values[27] == 90
    drawn = told(found, axis, "甲", NHS, "en").chart
    hollow = [layer for layer in drawn.layers if isinstance(layer, Points) and layer.xs == (25, 26, 27)]
    assert [layer.ys for layer in hollow] == [(99.5, 98, 90)]
    assert "90 days" in drawn.note


def test_the_chart_says_what_the_table_says() -> None:
    found = built({"V01": steady(28), "V02": [*steady(27), (120, 200)]})
    one = found.of(RESPONSE.id, "V02")
    assert one is not None
    for language in LANGUAGES:
        drawn = told(one, found.axis, "乙", NHS, language)
        assert "60.0 %" in drawn.finding
        assert say.RULES["outside_limits", "below"](language) in drawn.signals[-1]
        assert say.RULE_SETS["nhs"](language) in drawn.chart.note
        target = [layer for layer in drawn.chart.layers if isinstance(layer, Line) and "85" in layer.label]
        assert [set(layer.ys) for layer in target] == [{85.0}]


def test_the_alarm_list_names_what_worsens_not_what_improves() -> None:
    better = [*steady(20), *((198, 200) for _ in range(8))]
    worse = [*steady(20), *((150, 200) for _ in range(8))]
    found = built({"V01": better, "V02": worse})
    assert [(one.member, one.tier) for one in found.listed] == [("V02", "act")]
    risen = found.of(RESPONSE.id, "V01")
    assert risen is not None
    assert (risen.tier, risen.worsens) == ("act", False)


def test_a_word_exists_for_every_rule_verdict_and_reason() -> None:
    rules = {rule.id for each in RULE_SETS for rule in each.rules}
    assert rules == {id_ for id_, _ in say.RULES}
    assert {each.id for each in RULE_SETS} == set(say.RULE_SETS)
    assert set(get_args(Variation)) == set(say.VARIATION)
    assert set(get_args(Assurance)) == set(say.ASSURANCE)


def test_points_of_one_pattern_are_one_episode_though_another_rule_claims_some() -> None:
    run = tuple(range(3, 12))
    found = (
        *(Signal(at, "one_side", "below", run) for at in range(3, 7)),
        Signal(7, "outside_limits", "below", (7,)),
        *(Signal(at, "one_side", "below", run) for at in range(8, 12)),
        Signal(20, "outside_limits", "below", (20,)),
    )
    assert [(one.rule, one.marked) for one in episodes(found)] == [
        ("one_side", (3, 4, 5, 6, 8, 9, 10, 11)), ("outside_limits", (7,)), ("outside_limits", (20,)),
    ]


def days(count: int) -> Axis:
    firsts = tuple(date(2026, 1, 1) + timedelta(days=at) for at in range(count))
    return Axis("day", tuple(f"{on}" for on in firsts), firsts, firsts, is_partial=False, effects={})


def test_between_events_lie_the_orders_and_the_days_from_one_to_the_next() -> None:
    axis = days(6)
    # Complaints on the 2nd, and two on the 5th; ten orders a day.
    rows = [(label, "V01", events, 10) for label, events in zip(axis.labels, (0, 1, 0, 0, 2, 0), strict=True)]
    cells = pl.DataFrame(rows, schema=["period", "vendor_id", "numerator", "denominator"], orient="row")
    units = between(COMPLAINTS, cells, "vendor_id", "V01", axis, "units", NHS)
    apart = between(COMPLAINTS, cells, "vendor_id", None, axis, "days", NHS)
    assert units is not None
    assert apart is not None
    assert units.charted.values == (30, 0, 10)  # 20 → 50 orders; the same day; ten orders since
    assert units.ended == ("2026-01-05", "2026-01-05", None)
    # The 2nd ends after day 2, the two of the 5th after 4½ and 5 days, and a day has passed since.
    assert apart.charted.values == pytest.approx((2.5, 0.5, 1.0))
    assert between(COMPLAINTS, cells.filter(pl.col("numerator") != 2), "vendor_id", "V01", axis, "units", NHS) is None


def test_of_a_share_that_is_mostly_kept_the_events_are_the_failures() -> None:
    axis = days(4)
    rows = [(label, "V01", kept, 10) for label, kept in zip(axis.labels, (9, 10, 10, 9), strict=True)]
    cells = pl.DataFrame(rows, schema=["period", "vendor_id", "numerator", "denominator"], orient="row")
    found = between(RESPONSE, cells, "vendor_id", "V01", axis, "units", NHS)
    assert found is not None
    assert found.is_failure
    assert found.charted.values == (30, 0)


def test_every_kpi_can_be_charted() -> None:
    axis = months(26)
    rows = {"V01": steady(26), "V02": steady(26)}
    found = trends({one.id: counted(axis, rows) for one in KPIS}, KPIS, "vendor_id", NAMES, axis, [], {}, NHS)
    for one in KPIS:
        trend = found.of(one.id, "V01")
        assert trend is not None
        for language in LANGUAGES:
            assert told(trend, axis, "甲", NHS, language).finding
