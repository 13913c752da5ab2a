"""The scan for concentrated causes: exact names, nothing where there is nothing, and the same answer however the rows are given."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import polars as pl
import pytest

from assay.kpis import kpi
from assay.stats.localise.result import Condition, Localised
from assay.stats.localise.scan import localise
from assay.stats.localise.table import Table, tabled
from benchmarks.localising.generator import TEST, Setting, instance
from benchmarks.localising.ours import ours
from benchmarks.localising.ratio_scan import ratio_scan
from benchmarks.localising.scores import score
from benchmarks.localising.section import METHODS, NOTHING, SEVERAL, SINGLE, alarms, found, times

PERIODS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
LEVELS = {"vendor": ("A", "B", "C", "D"), "shift": ("day", "evening", "night"), "channel": ("app", "phone")}
USUAL = 20
"""Failures of the 400 orders that every combination has in every period."""


def cells(now: dict[tuple[str, ...], int], orders: int = 400) -> pl.DataFrame:
    """5 % fail, in the last period otherwise where `now` says so for all combinations that hold the values."""
    rows = []
    for period, held in product(PERIODS, product(*LEVELS.values())):
        of = next((count for values, count in now.items() if set(values) <= set(held)), USUAL)
        rows.append((period, *held, of if period == PERIODS[-1] else USUAL, orders))
    return pl.DataFrame(rows, schema=["period", *LEVELS, "numerator", "denominator"], orient="row")


def searched(now: dict[tuple[str, ...], int], **asked: object) -> Localised:
    return localise(tabled(cells(now), tuple(LEVELS), PERIODS[-1]), **asked)  # type: ignore[arg-type]


def names(of: Localised) -> list[set[str | None]]:
    return [{one.value for one in cause.conditions} for cause in of.causes]


def test_one_value_that_triples_is_named_alone() -> None:
    (cause,) = searched({("C",): 60}).causes
    assert cause.conditions == (Condition("vendor", "C"),)
    assert (cause.n, cause.numerator) == (6 * 400, 6 * 60)
    assert cause.expected == pytest.approx(6 * USUAL, rel=0.02)  # as all the others, which did not move
    assert cause.lift == pytest.approx(3, rel=0.02) and cause.low < 3 < cause.high
    assert cause.excess == cause.numerator - cause.expected
    assert cause.p == 1 / 100  # of 99 simulated searches none had as much
    assert cause.rows.sum() == 6


@pytest.mark.parametrize("values", [("A", "night"), ("B", "day", "app")])
def test_a_combination_is_named_by_its_values_and_by_no_other(values: tuple[str, ...]) -> None:
    assert names(searched({values: 70})) == [set(values)]


def test_several_causes_are_named_one_by_one() -> None:
    told = names(searched({("A", "night"): 80, ("D", "phone"): 70}))
    assert sorted(sorted(map(str, one)) for one in told) == [["A", "night"], ["D", "phone"]]


def test_where_nothing_changed_nothing_is_named() -> None:
    found_ = searched({})
    assert (found_.verdict, found_.causes, found_.periods) == ("no_concentrated_cause", (), 5)


def test_what_rises_everywhere_is_concentrated_nowhere() -> None:
    assert searched({(): 60}).causes == ()


def test_less_is_found_on_its_side_only() -> None:
    assert names(searched({("C",): 4}, side="less")) == [{"C"}]
    assert names(searched({("C",): 4}, side="both")) == [{"C"}]


def test_two_attributes_that_name_the_same_rows_are_one_answer_in_the_fewest_words() -> None:
    regions = {"A": "north", "B": "south", "C": "south", "D": "south"}
    both = cells({("A",): 60}).with_columns(region=pl.col("vendor").replace_strict(regions))
    (cause,) = localise(tabled(both, ("vendor", "region", "shift"), PERIODS[-1])).causes
    assert len(cause.conditions) == 1 and cause.rows.sum() == 3


def test_a_missing_value_is_named_unless_it_means_nobody() -> None:
    gone = cells({("C",): 60}).with_columns(vendor=pl.when(pl.col("vendor") != "C").then("vendor"))
    assert names(localise(tabled(gone, tuple(LEVELS), PERIODS[-1]))) == [{None}]
    assert localise(tabled(gone, tuple(LEVELS), PERIODS[-1], unnamed=("vendor",))).causes == ()


def test_depth_is_the_most_values_that_are_combined() -> None:
    shallow = searched({("B", "day", "app"): 90}, depth=1)
    assert all(len(cause.conditions) == 1 for cause in shallow.causes)
    assert shallow.segments == 4 + 3 + 2


def test_the_answer_does_not_depend_on_how_rows_are_given() -> None:
    frame = cells({("A", "night"): 70})
    halves = pl.concat([frame.with_columns(pl.col("numerator", "denominator") // 2)] * 2)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=3)
    asked = [localise(tabled(one, tuple(LEVELS), PERIODS[-1])) for one in (frame, shuffled, halves)]
    assert len({(one.causes[0].conditions, one.causes[0].evidence, one.p) for one in asked}) == 1


def test_failures_are_what_is_missing_to_the_denominator() -> None:
    kept = cells({("C",): 60}).with_columns(numerator=pl.col("denominator") - pl.col("numerator"))
    assert names(localise(tabled(kept, tuple(LEVELS), PERIODS[-1], failures=True))) == [{"C"}]


def test_too_little_is_said_to_be_too_little() -> None:
    frame = cells({}).filter(pl.col("vendor") == "A").with_columns(numerator=0, denominator=2)
    assert localise(tabled(frame, tuple(LEVELS), PERIODS[-1])).verdict == "not_enough_data"


def test_a_forecast_that_is_given_is_what_it_is_held_against() -> None:
    table = tabled(cells({("C",): 60}), tuple(LEVELS), PERIODS[-1])
    nothing = np.zeros((0, len(table.denominator)))
    given = replace(table, past_numerator=nothing, past_denominator=nothing, expected=np.full(len(table.denominator), float(USUAL)))
    found_ = localise(given)
    assert names(found_) == [{"C"}] and not found_.is_movement_known


def test_a_shift_that_had_a_bad_month_everywhere_is_one_cause_and_not_twelve() -> None:
    assert names(searched({("night",): 45})) == [{"night"}]


@pytest.mark.parametrize(("sums", "said"), [((5.0, 3.0), "more successes"), ((-1.0, 3.0), "negative"), ((np.nan, 3.0), "finite")])
def test_impossible_sums_are_refused(sums: tuple[float, float], said: str) -> None:
    one = np.array([0])
    with pytest.raises(ValueError, match=said):
        Table("p", ("a",), (("x",),), one[:, None], np.array(sums[:1]), np.array(sums[1:]), np.zeros((1, 1)), np.ones((1, 1)))


def test_a_period_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="no row of 2030-01"):
        tabled(cells({}), tuple(LEVELS), "2030-01")


def test_means_are_compared_in_their_own_unit() -> None:
    setting = Setting("means", kind="xmr", causes=(2,), effect=1.0, base=4.0)
    one = instance(setting, TEST[1])
    (cause,) = localise(one.table).causes
    assert (cause.rows & (one.table.denominator > 0)).tolist() == one.causes[0].tolist()
    assert cause.low < 1.0 < cause.high


def test_the_scan_of_the_papers_is_what_it_is_measured_against() -> None:
    """One cause of two values, odds × 7.4, 20,000 rows: both find it; several causes with shared values: ours does."""
    (single,) = (one for one in SINGLE if one.causes == (2,) and one.effect == 2.0)
    assert score(ours, single, TEST[:4]).f1 >= 0.85
    assert score(ratio_scan, single, TEST[:4]).f1 >= 0.6
    assert score(ours, SEVERAL[0], TEST[:4]).f1 >= 0.85


def test_the_sections_of_the_proof_hold_their_tables() -> None:
    told = found(1, SINGLE[:1])
    assert (told.columns[0], len(told.rows), len(told.rows[0])) == ("setting", 1, 1 + len(METHODS))
    assert len(alarms(1, NOTHING[-1:]).rows) == 1
    assert callable(times) and kpi("completion_on_time").chart == "p"
