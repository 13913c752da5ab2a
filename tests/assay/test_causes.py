"""Why a KPI moved: an account that adds up, causes by name, and sentences that say no more than was found."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose, log

import polars as pl
import pytest

from assay.charts.chart import Points
from assay.kpis import Kpi, kpi
from assay.report.causes import Changed, changed, located, sense_of
from assay.report.causes_pictures import by_causes, by_split
from assay.report.causes_said import assumed, explained, headline, looks, named, searched, where
from assay.stats.attribution.result import Part
from assay.stats.localise.result import Condition
from assay.text import LANGUAGES

ON_TIME, MINUTES, BACKLOG = kpi("completion_on_time"), kpi("response_minutes"), kpi("overdue_backlog_share")
NAMES = {"vendor_id": {"V1": "恒洁", "V2": "蓝天"}, "site_id": {}}
MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
BY = ("vendor_id", "shift")
ROWS = 1_000


def cells(late: dict[tuple[str, str, str], int], months: Sequence[str] = MONTHS, usual: int = 50) -> pl.DataFrame:
    """1,000 orders a month, vendor and shift, of which 50 are late unless told otherwise."""
    rows = [
        (month, vendor, shift, ROWS - late.get((month, vendor, shift), usual), ROWS)
        for month in months
        for vendor in ("V1", "V2")
        for shift in ("day", "evening", "night")
    ]
    return pl.DataFrame(rows, schema=["period", "vendor_id", "shift", "numerator", "denominator"], orient="row")


NIGHT = {("2026-10", "V1", "night"): 290}


def account(found: pl.DataFrame | None = None, split: str = "vendor_id") -> Changed:
    told = changed(cells(NIGHT) if found is None else found, ON_TIME, "2026-09", "2026-10", BY, split)
    assert told is not None
    return told


def test_the_account_adds_up_by_hand() -> None:
    found = account()
    # 300 late of 6,000 before, 540 of 6,000 after: 95 % to 91 %, all of it in the nights of one vendor, and nothing by other work.
    assert isclose(found.whole.before, 0.95) and isclose(found.whole.after, 0.91)
    assert isclose(found.whole.change.effect, -0.04)
    assert [(one.value, round(one.within.effect, 12)) for one in found.levels] == [("V1", -0.04), ("V2", 0.0)]
    assert isclose(found.whole.mix.effect, 0.0, abs_tol=1e-12)
    assert [one.is_beyond_chance for one in found.levels] == [True, False]


def test_harder_work_is_mix_and_not_anybody_s_doing() -> None:
    # Always 1 % late by day and 20 % by night; but then three in five orders come at night, not one in five.
    rows = [("2026-09", "V1", "day", 990, 1000), ("2026-09", "V1", "night", 200, 250)]
    rows += [("2026-10", "V1", "day", 495, 500), ("2026-10", "V1", "night", 600, 750)]
    frame = pl.DataFrame(rows, ["period", "vendor_id", "shift", "numerator", "denominator"], orient="row")
    found = changed(frame, ON_TIME, "2026-09", "2026-10", BY, "shift")
    assert found is not None
    assert isclose(found.whole.within.effect, 0.0, abs_tol=1e-12)
    assert isclose(found.whole.mix.effect, 1095 / 1250 - 1190 / 1250)
    assert headline(found, None, NAMES, "en").endswith("because more of the work was of a harder kind")


def test_the_cause_is_named_by_its_two_values_and_carries_its_part() -> None:
    found = located(cells(NIGHT), ON_TIME, "2026-09", "2026-10", BY, 4)
    assert found is not None
    ((cause, level),) = found.causes
    assert cause.conditions == (Condition("vendor_id", "V1"), Condition("shift", "night"))
    assert (cause.n, cause.numerator) == (1000, 290)
    assert cause.expected == pytest.approx(50, abs=3)
    assert level.within.effect == pytest.approx(-0.04)
    parts = level.within.effect + found.rest.within.effect + found.whole.mix.effect
    assert parts == pytest.approx(found.whole.change.effect, abs=1e-12)
    assert found.history == MONTHS[:-1]
    assert cause.p <= 0.05 and cause.probability > 0.99


def test_nothing_is_found_where_every_month_is_alike() -> None:
    found = located(cells({}), ON_TIME, "2026-09", "2026-10", BY, 4)
    assert found is not None
    assert (found.found.verdict, found.causes) == ("no_concentrated_cause", ())
    assert where(found, NAMES, "en").startswith("Searched ")
    assert "within chance" in headline(account(cells({})), found, NAMES, "en")


def test_what_got_better_in_one_place_makes_no_other_look_worse() -> None:
    found = located(cells({("2026-10", "V2", "day"): 3}), ON_TIME, "2026-09", "2026-10", BY, 4)
    assert found is not None
    ((cause, level),) = found.causes
    assert cause.conditions == (Condition("vendor_id", "V2"), Condition("shift", "day"))
    assert (cause.numerator, level.is_beyond_chance) == (3, True)
    assert level.within.effect == pytest.approx(47 / 6000)
    assert level.within.verdict == "up"


def test_the_sentence_says_how_far_and_from_where() -> None:
    found = located(cells(NIGHT), ON_TIME, "2026-09", "2026-10", BY, 4)
    said = headline(account(), found, NAMES, "en")
    assert said.startswith("Completion on time fell from 95.0 % in September 2026 to 91.0 % in October 2026 (−4.0 pp): ")
    assert "−4.0 pp from 恒洁 · Night" in said
    zh = headline(account(), found, NAMES, "zh")
    assert zh.startswith("完成及时率由 2026 年 9 月的 95.0 % 下降到 2026 年 10 月的 91.0 %（−4.0 个百分点）：")
    assert "−4.0 个百分点来自“恒洁 · 夜班”" in zh


def test_what_is_spread_is_not_called_a_cause() -> None:
    spread = {("2026-10", vendor, shift): 90 for vendor in ("V1", "V2") for shift in ("day", "evening", "night")}
    found = located(cells(spread), ON_TIME, "2026-09", "2026-10", BY, 4)
    assert found is not None and found.causes == ()
    assert "with no concentrated cause" in headline(account(cells(spread)), found, NAMES, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_add_up_and_open(language: str) -> None:
    found = located(cells(NIGHT), ON_TIME, "2026-09", "2026-10", BY, 4)
    assert found is not None
    drawn = by_split(account(), NAMES, language), by_causes(found, "2026-09", "2026-10", NAMES, language)  # type: ignore[arg-type]
    ids = [{id_ for layer in one.layers if isinstance(layer, Points) for id_ in layer.ids if id_} for one in drawn]
    assert ids == [{"vendor_id=V1", "vendor_id=V2"}, {"0"}]
    assert all(one.alt and one.title for one in drawn)


def test_a_duration_is_told_as_a_factor() -> None:
    rows = [(month, "V1", shift, 100 * log(minutes), 100, 100 * (log(minutes) ** 2 + 0.04))
            for month, minutes in zip(("2026-09", "2026-10"), (60, 120), strict=True) for shift in ("day", "night")]  # fmt: skip
    frame = pl.DataFrame(rows, ["period", "vendor_id", "shift", "numerator", "denominator", "squares"], orient="row")
    found = changed(frame, MINUTES, "2026-09", "2026-10", BY, "shift")
    assert found is not None
    assert "from 1 h in September 2026 to 2 h in October 2026 (+100 %)" in headline(found, None, NAMES, "en")
    assert by_split(found, NAMES, "en").title


def test_a_dimension_that_leaves_nothing_alike_is_given_up() -> None:
    rows = [(month, "V1", "day", f"A{month}{at}", 9, 10) for month in ("2026-09", "2026-10") for at in range(50)]
    frame = pl.DataFrame(rows, ["period", "vendor_id", "shift", "asset_id", "numerator", "denominator"], orient="row")
    found = changed(frame, ON_TIME, "2026-09", "2026-10", ("vendor_id", "shift", "asset_id"), "vendor_id")
    assert found is not None
    assert found.by == ("vendor_id", "shift")
    assert "asset" in " ".join(assumed(found, "en"))


def test_a_period_with_nothing_has_no_account() -> None:
    assert changed(cells({}, ("2026-10",)), ON_TIME, "2026-09", "2026-10", BY, "vendor_id") is None
    assert located(cells({}, ("2026-10",)), ON_TIME, "2026-09", "2026-10", BY, 4) is None


def test_a_stock_is_not_searched() -> None:
    with pytest.raises(ValueError, match="how far its values vary"):
        located(cells({}), kpi("certified_share"), "2026-09", "2026-10", BY, 4)


def test_what_is_said_beside_the_finding() -> None:
    found = located(cells(NIGHT), ON_TIME, "2026-09", "2026-10", BY, 4)
    assert found is not None
    assert searched(found, "en")[0].startswith("Expected from the 4 periods before (2026-06 to 2026-09)")
    assert looks(account(), NAMES, "en").startswith("Which dimension to look at first: Shift (Night), Vendor (恒洁)")
    assert looks(account(cells({})), NAMES, "en") == ""
    assert named(found.causes[0][0], NAMES, "zh") == "恒洁 · 夜班"


@pytest.mark.parametrize(
    ("of", "effect", "sense"),
    [(ON_TIME, 0.1, "better"), (ON_TIME, -0.1, "worse"), (MINUTES, 0.1, "worse"), (BACKLOG, -0.1, "better")],
)
def test_which_way_is_better(of: Kpi, effect: float, sense: str) -> None:
    assert sense_of(of, effect) == sense


def test_a_part_as_a_share_of_the_change() -> None:
    assert explained(Part(-0.03, -0.04, -0.02), Part(-0.04, -0.05, -0.03)) == pytest.approx((0.75, 0.5, 1.0))
