"""Which dimension first: the running example of the Adtributor paper, and quotients by hand."""

from __future__ import annotations

import numpy as np
import pytest

from assay.stats.attribution import Element, Look, Sides, Thresholds, first_look, first_look_at_sum

# NSDI 2014, table 1: revenue expected and seen, 100 → 50, by data centre, advertiser and device.
MARGINS = {
    "data_centre": ([94, 6], [47, 3]),
    "advertiser": ([50, 20, 20, 10], [24, 21, 4, 1]),
    "device": ([50, 25, 25], [49, 1, 0]),
}
ALL = Thresholds(of_element=-9.0, of_set=0.99, most=9)


def spread_out() -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """A table of 2 · 4 · 3 cells with these margins: the product of the shares of each."""
    shares = [[np.array(margin[side]) / sum(margin[side]) for margin in MARGINS.values()] for side in (0, 1)]
    sums = [np.einsum("i,j,k->ijk", *of_side) for of_side in shares]
    codes = dict(zip(MARGINS, (index.ravel() for index in np.indices((2, 4, 3))), strict=True))
    return 100 * sums[0].ravel(), 50 * sums[1].ravel(), codes


def by_code(look: Look) -> list[Element]:
    return sorted(look.elements, key=lambda element: element.code)


def test_the_running_example() -> None:
    """Tablet and mobile lost 49 of the 50; the data centre lost 94 % too, but no more than its share, which is no surprise."""
    expected, actual, codes = spread_out()
    first, *others = first_look_at_sum(expected, actual, codes)
    assert first.dimension == "device" and [element.code for element in first.elements] == [2, 1]
    assert first.explained == pytest.approx(0.98) and first.surprise == pytest.approx(0.05793 + 0.08664, abs=1e-5)
    assert [look.dimension for look in others] == ["advertiser", "data_centre"]
    assert others[1].explained == pytest.approx(0.94) and others[1].surprise == pytest.approx(0, abs=1e-12)


def test_every_figure_of_the_running_example() -> None:
    expected, actual, codes = spread_out()
    found = {look.dimension: by_code(look) for look in first_look_at_sum(expected, actual, codes, ALL)}
    assert [one.explained for one in found["data_centre"]] == pytest.approx([0.94, 0.06])
    assert [one.explained for one in found["advertiser"]] == pytest.approx([0.52, -0.02, 0.32, 0.18])
    assert [one.explained for one in found["device"]] == pytest.approx([0.02, 0.48, 0.50])
    assert [one.surprise for one in found["advertiser"]] == pytest.approx([0.00010, 0.01995, 0.01328, 0.01456], abs=6e-6)
    assert [one.surprise for one in found["device"]] == pytest.approx([0.03963, 0.05793, 0.08664], abs=6e-6)


def quotient() -> Sides:
    """Two vendors by two shifts, 100 orders each, 90 in time; then the nights of both fall to 60."""
    return Sides(np.array([[90, 90, 90, 90], [90, 60, 90, 60]]), np.full((2, 4), 100), None, "p")


def test_a_quotient_by_hand() -> None:
    """Nights alone would move the share from 360 to 300 of 400, days not at all. Numerators: days ½ → 0.6, nights ½ → 0.4."""
    codes = {"vendor": np.array([0, 0, 1, 1]), "shift": np.array([0, 1, 0, 1])}
    first, second = first_look(quotient(), codes)
    surprise = (0.5 * np.log(1 / 0.9) + 0.4 * np.log(0.8 / 0.9)) / 2
    assert (first.dimension, first.elements) == ("shift", (Element(1, pytest.approx(1.0), pytest.approx(surprise)),))
    assert (second.dimension, second.explained, second.surprise) == ("vendor", pytest.approx(1.0), pytest.approx(0))


def test_the_part_of_a_quotient_is_what_its_element_alone_would_do() -> None:
    """2 of 10 and 8 of 10, then 8 of 20 and 9 of 10. First alone: 16/30 − 10/20 = 1/30; second alone: 11/20 − 10/20 = 1/20."""
    table = Sides(np.array([[2, 8], [8, 9]]), np.array([[10, 10], [20, 10]]), None, "u")
    (look,) = first_look(table, {"site": np.array([0, 1])}, ALL)
    assert [one.explained for one in by_code(look)] == pytest.approx([(1 / 30) / (1 / 30 + 1 / 20), (1 / 20) / (1 / 30 + 1 / 20)])


def test_nothing_changed_and_nothing_explains_enough() -> None:
    expected, actual, codes = spread_out()
    assert first_look_at_sum(expected, expected, codes) == ()
    assert first_look_at_sum(expected, actual, {"cell": np.arange(24)}, Thresholds(of_element=0.45)) == ()
    assert len(first_look_at_sum(expected, actual, codes, Thresholds(most=1))) == 1


def test_a_value_that_is_new_or_gone_has_a_surprise() -> None:
    """All goes over from the first to the second: each term is ½ · ln 2."""
    (look,) = first_look_at_sum(np.array([10.0, 0]), np.array([0, 30.0]), {"site": np.array([0, 1])}, ALL)
    assert look.surprise == pytest.approx(np.log(2))


def test_a_negative_sum_has_no_share() -> None:
    with pytest.raises(ValueError, match="not below 0"):
        first_look_at_sum(np.array([5.0, -1]), np.array([4.0, 1]), {"site": np.array([0, 1])})
