"""Two periods of a KPI side by side: nothing is lost, nothing counted twice, what is not recorded is a value of its own."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.kpis import kpi
from assay.report.two_periods import two_periods

SHARE, SCORE = kpi("response_on_time"), kpi("csat_score")
CELLS = pl.DataFrame(
    [
        ("2026-08", "V01", "day", 8, 10),
        ("2026-09", "V01", "day", 9, 10),
        ("2026-10", "V01", "day", 5, 10),
        ("2026-09", "V01", None, 1, 1),
        ("2026-10", "V02", None, 3, 4),
        ("2026-10", "V02", "night", 0, 0),  # a row that was left out of both sums
        ("2026-07", "V03", "day", 7, 7),  # in neither period
    ],
    schema=["period", "vendor_id", "shift", "numerator", "denominator"],
    orient="row",
)


def test_the_months_of_a_side_are_added_up() -> None:
    found = two_periods(CELLS, SHARE, ("2026-08", "2026-09"), ("2026-10",), ("vendor_id", "shift"))
    assert found.keys.rows() == [("V01", "day"), ("V01", None), ("V02", None)]
    assert found.sides.numerator.tolist() == [[8 + 9, 1, 0], [5, 0, 3]]
    assert found.sides.denominator.tolist() == [[10 + 10, 1, 0], [10, 0, 4]]
    assert found.sides.squares is None and found.sides.kind == "p"


def test_what_is_not_asked_for_is_summed_over() -> None:
    found = two_periods(CELLS, SHARE, ("2026-09",), ("2026-10",), ("shift",))
    assert found.keys.rows() == [("day",), (None,)]
    assert found.sides.rates.tolist() == [(9 + 1) / (10 + 1), (5 + 3) / (10 + 4)]


def test_codes_say_the_level_of_each_cell_and_what_is_not_recorded_comes_last() -> None:
    found = two_periods(CELLS, SHARE, ("2026-09",), ("2026-10",), ("vendor_id", "shift"))
    assert (found.levels("vendor_id"), found.codes("vendor_id").tolist()) == (("V01", "V02"), [0, 0, 1])
    assert (found.levels("shift"), found.codes("shift").tolist()) == (("day", None), [0, 1, 1])
    by_shift = np.bincount(found.codes("shift"), found.sides.denominator[1])
    assert by_shift.tolist() == [10, 4]


def test_means_bring_their_squares() -> None:
    cells = CELLS.with_columns(squares=pl.col("denominator") * 25)
    found = two_periods(cells, SCORE, ("2026-09",), ("2026-10",), ("vendor_id",))
    assert found.sides.squares is not None and found.sides.squares.tolist() == [[275, 0], [250, 100]]


def test_a_period_on_both_sides_is_refused_and_so_is_an_empty_side() -> None:
    with pytest.raises(ValueError, match="2026-09 cannot be before and after"):
        two_periods(CELLS, SHARE, ("2026-08", "2026-09"), ("2026-09", "2026-10"), ("shift",))
    with pytest.raises(ValueError, match="without any denominator"):
        two_periods(CELLS, SHARE, ("2026-01",), ("2026-10",), ("shift",))
