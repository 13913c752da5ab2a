"""Control charts against published examples: Montgomery, the NIST handbook, NHSRplotthedots, qcc, qicharts2, Laney."""

from __future__ import annotations

import numpy as np
import pytest

from assay.stats.spc.anhoej import run_tests
from assay.stats.spc.chart import chart
from assay.stats.spc.patterns import places
from assay.stats.spc.rare import g_chart, t_chart
from assay.stats.spc.result import Charted, Segment
from assay.stats.spc.rules import LIMITS, NELSON, signals
from assay.stats.spc.series import Series

EXACT_TO_PRINTED = (3 / 1.128) / 2.66
"""Montgomery, NIST and qcc write limits as 3 · mean moving range / 1.128; the NHS prints 2.66 for it."""


def bare(*values: float) -> Series:
    return Series(np.array(values, dtype="float64"), np.ones(len(values)))


def over(numerator: list[float], denominator: list[float] | float) -> Series:
    counts = np.array(numerator, dtype="float64")
    return Series(counts, np.broadcast_to(np.array(denominator, dtype="float64"), counts.shape).copy())


def limits(charted: Charted, position: int) -> tuple[float, float, float]:
    return charted.centre[position], charted.lower[position], charted.upper[position]


def outside(charted: Charted) -> list[int]:
    """Points outside the limits, counted from 1 as the publications do."""
    return [signal.position + 1 for signal in signals(charted, LIMITS)]


def widths(charted: Charted) -> tuple[float, float]:
    """Limits of an individuals chart with 3 / 1.128 instead of 2.66."""
    centre, lower, upper = limits(charted, 0)
    return centre - (centre - lower) * EXACT_TO_PRINTED, centre + (upper - centre) * EXACT_TO_PRINTED


MORTGAGE = bare(
    310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304,
    305, 282, 305, 296, 314, 295, 287, 301, 298, 311, 310, 292, 305, 299, 304, 310, 304, 305, 333, 328,
)  # fmt: skip


def test_individuals_montgomery_example_6_5():
    """Montgomery, Introduction to Statistical Quality Control, Ex. 6.5, limits from the first 20 (qicharts2 ex_6.5_3.rds)."""
    charted = chart(MORTGAGE, "xmr", baseline=20)
    assert charted.centre[0] == pytest.approx(300.5)
    assert widths(charted) == pytest.approx((279.78331, 321.21669), abs=1e-5)
    assert outside(charted) == [39, 40]


def test_runs_of_montgomery_example_6_5():
    """Longest run 6 and 20 crossings of n = 40: no signal by Anhøj's tests (limits 8 and 14; qicharts2)."""
    values = MORTGAGE.values
    found = run_tests(places(values, np.broadcast_to(np.full((7, 1), 300.5), (7, 40))).side)
    assert (len(found.useful_points), found.longest, found.crossings) == (40, 6, 20)
    assert (found.longest_allowed, found.crossings_needed) == (8, 14)
    assert not found.is_long and not found.is_seldom_crossing


def test_individuals_nist_flow_rates():
    """NIST/SEMATECH e-Handbook 6.3.2.2. Ten points are under our 12, so they go there and back."""
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    there_and_back = chart(bare(*flow, *flow[::-1]), "xmr", screen=False)
    moves = np.abs(np.diff(flow))
    # The way back has the same nine moves, and one of 0 at the turn: 18 of them over 19.
    assert moves.mean() == pytest.approx(1.8778, abs=5e-5)
    assert there_and_back.centre[0] == pytest.approx(50.81)
    half = 55.8041 - 50.81
    assert widths(there_and_back) == pytest.approx((50.81 - half * 18 / 19, 50.81 + half * 18 / 19), abs=5e-5)


def test_individuals_qcc_viscosity():
    """qcc `viscosity`, xbar.one (Montgomery Table 6E): centre 34.088, limits 32.565 and 35.611, point 4 out."""
    viscosity = [
        34.05, 34.40, 33.59, 35.96, 34.70, 33.51, 33.79, 34.04, 34.52, 33.75,
        33.27, 33.71, 34.03, 34.58, 34.02, 33.97, 34.05, 34.04, 33.73, 34.05,
    ]  # fmt: skip
    charted = chart(bare(*viscosity), "xmr", screen=False)
    assert charted.centre[0] == pytest.approx(34.088)
    assert widths(charted) == pytest.approx((32.56504367, 35.61095633), abs=1e-8)
    assert outside(charted) == [4]


NHS_NOISE = [
    -0.5604756465522, -0.2301774894833, 1.5587083141491, 0.0705083914246, 0.1292877351609, 1.7150649868833, 0.4609162059892,
    -1.2650612346065, -0.6868528518935, -0.4456619701000, 1.2240817974395, 0.3598138270574, 0.4007714505941, 0.1106827159451,
    -0.5558411347541, 1.7869131368031, 0.4978504782292, -1.9666171566296, 0.7013559015637, -0.4727914077279,
]  # fmt: skip


def test_individuals_nhs_snapshot():
    """NHSRplotthedots, tests/testthat/_snaps/ptd_spc_standard.md: no special cause."""
    charted = chart(bare(*NHS_NOISE), "xmr")
    assert limits(charted, 0) == pytest.approx((0.1416238025, -3.0113795957, 3.2946272007), abs=1e-6)
    assert signals(charted) == ()


@pytest.mark.parametrize(
    ("screen", "low", "high"), [(True, -2.3836655973, 3.7224973158), (False, -4.5966251825, 5.9354569009)]
)
def test_individuals_nhs_snapshot_with_an_outlier(screen: bool, low: float, high: float):
    """The same with its 15th value 10: mean 0.669, limits with and without the screen."""
    charted = chart(bare(*NHS_NOISE[:14], 10, *NHS_NOISE[15:]), "xmr", screen=screen)
    assert limits(charted, 0) == pytest.approx((0.6694158592, low, high), abs=1e-6)


@pytest.mark.parametrize(("screen", "printed"), [(True, (1.94, -0.72, 4.60)), (False, (1.94, -3.06, 6.95))])
def test_screen_of_the_nhs_vignette(screen: bool, printed: tuple[float, ...]):
    """NHSRplotthedots, vignette deviations.Rmd: the package screens moving ranges, the Excel tool does not."""
    charted = chart(bare(1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1), "xmr", screen=screen)
    assert tuple(round(line, 2) for line in limits(charted, 0)) == printed
    assert charted.is_screened is screen and charted.family == "xmr"


ORANGE = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]


def test_shares_montgomery_table_7_3():
    """Montgomery Table 7.3, qcc `orangejuice`: 30 samples of 50."""
    charted = chart(over(ORANGE, 50), "p", family="p", baseline=30)
    assert limits(charted, 0) == pytest.approx((0.2313333333, 0.05242754807, 0.4102391186), abs=1e-9)
    assert outside(charted) == [15, 23]
    kept = [count for position, count in enumerate(ORANGE, start=1) if position not in (15, 23)]
    without = chart(over(kept, 50), "p", family="p", baseline=28)
    assert limits(without, 0) == pytest.approx((0.215, 0.04070283995, 0.38929716), abs=1e-8)
    assert outside(without) == [20]  # sample 21 of the table, 15 having been left out before it


def test_shares_of_unequal_size_montgomery_table_7_4():
    """Montgomery Table 7.4 (qicharts2 tbl_7.4_1.rds): each point has limits of its own; 20 of 110 is out."""
    sizes = [
        100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90,
    ]  # fmt: skip
    bad = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
    charted = chart(over(bad, sizes), "p", family="p", baseline=25)
    assert limits(charted, 0) == pytest.approx((0.095510204, 0.0073346947, 0.18368571), abs=1e-8)
    assert limits(charted, 1) == pytest.approx((0.095510204, 0.0, 0.19409342), abs=1e-8)
    assert limits(charted, 8) == pytest.approx((0.095510204, 0.0025650563, 0.18845535), abs=1e-8)
    assert limits(charted, 10)[1:] == pytest.approx((0.01143815, 0.1795823), abs=1e-7)
    assert outside(charted) == [11]


ATTENDED = [
    266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320,
    267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989,
]  # fmt: skip
ARRIVED = [
    280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529,
    279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772,
]  # fmt: skip


def test_laney_limits_of_nhs_attendances():
    """A&E attendances within four hours (Mohammed & Laney 2006; qicharts2 `nhs_accidents`): chosen without being asked."""
    charted = chart(over(ATTENDED, ARRIVED), "p")
    assert charted.family == "p_prime" and {"share", "overdispersed", "many_per_period", "trial"} <= set(charted.why)
    assert charted.dispersion == pytest.approx(10.64042186, abs=1e-8)
    assert limits(charted, 0) == pytest.approx((0.952899711, 0.940129644, 0.965669779), abs=1e-8)
    assert limits(charted, 1)[1:] == pytest.approx((0.940046419, 0.965753004), abs=1e-8)
    assert limits(charted, 19)[1:] == pytest.approx((0.939974997, 0.965824426), abs=1e-8)
    assert outside(charted) == []


def test_plain_limits_of_nhs_attendances_call_most_weeks_special():
    plain = chart(over(ATTENDED, ARRIVED), "p", family="p")
    assert limits(plain, 0)[1:] == pytest.approx((0.951699565, 0.954099858), abs=1e-8)
    assert outside(plain) == [1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19]


CIRCUIT = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19, 16, 31, 13]


@pytest.mark.parametrize(
    ("counts", "lines", "out"),
    [
        (CIRCUIT, (19.84615385, 6.481447167, 33.21086053), [6, 20]),
        ([n for n in CIRCUIT if n not in (5, 39)], (19.666667, 6.362532, 32.970801), []),
        (WAFERS, (16, 4, 28), [24]),
    ],
    ids=["Montgomery 7.3", "Montgomery 7.3 without 6 and 20", "NIST 6.3.3.1: 28 is not above 28"],
)
def test_counts(counts: list[float], lines: tuple[float, ...], out: list[int]):
    """c charts are u charts of exposure 1 (Montgomery Ex. 7.3, qcc `circuit`, qicharts2 ex_7.3_3.rds; NIST 6.3.3.1)."""
    charted = chart(over(counts, 1), "u", family="u", baseline=len(counts))
    assert limits(charted, 0) == pytest.approx(lines, abs=1e-6)
    assert outside(charted) == out


@pytest.mark.parametrize(
    ("counts", "exposure", "lines"),
    [
        ([2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4], 50, (0.074, 0.0, 0.1894123)),
        ([10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5], 5, (1.93, 0.06613305196, 3.793866948)),
    ],
    ids=["Montgomery 7.10", "qcc pcmanufact"],
)
def test_rates(counts: list[float], exposure: float, lines: tuple[float, ...]):
    assert limits(chart(over(counts, exposure), "u", family="u"), 0) == pytest.approx(lines, abs=1e-7)


def test_rates_of_unequal_exposure_montgomery_table_7_11():
    """Table 7.11, units of 50 square metres. Ten rolls: the table twice has the same sums, so the same limits."""
    counts, metres = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [500, 400, 650, 500, 475, 500, 600, 525, 600, 625]
    charted = chart(over(counts * 2, [one / 50 for one in metres] * 2), "u", family="u")
    assert limits(charted, 0) == pytest.approx((1.4232558, 0.29147393, 2.5550377), abs=1e-7)
    assert limits(charted, 1)[1:] == pytest.approx((0.15788520, 2.6886264), abs=1e-7)


def test_times_between_failures_montgomery_example_7_6():
    """Montgomery Ex. 7.6 (hours between valve failures, power 1/3.6; qicharts2)."""
    hours = np.array([286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96])
    charted = t_chart(hours)
    assert limits(charted, 0) == pytest.approx((430.04095, 0, 6937.9335), abs=1e-3)
    assert charted.family == "t" and outside(charted) == []


def test_counts_between_events_lie_between_geometric_quantiles():
    """Mean 9, so an event has chance 1/10 and P(more than k pass) = 0.9^(k + 1): 62 is the first k with that ≤ 0.00135."""
    passed = np.array([9, 3, 15, 0, 21, 6, 9, 12, 4, 14, 8, 10, 2, 16, 9, 9, 1, 17, 6, 9])
    charted = g_chart(passed)
    assert passed.mean() == 9 and charted.centre[0] == np.median(passed)
    assert 0.9**63 <= 0.0013499 < 0.9**62
    assert (charted.lower[0], charted.upper[0]) == (0, 62)


PISTON_RINGS = (
    "30 2 19 -8 8|-5 -8 1 11 4|-12 24 21 5 2|2 -4 -7 15 9|-8 7 15 -11 14|9 -6 -3 -15 -7|-5 6 -6 0 5|-15 3 -7 15 -12|"
    "8 -5 9 5 4|-2 0 -10 7 -5|-6 -2 -6 -5 -10|4 0 7 0 -4|-17 2 -2 -3 12|6 -33 -6 0 -16|12 14 -2 -1 7|0 -16 5 -2 -4|"
    "-6 12 -14 5 7|6 10 18 3 0|-16 2 3 5 -3|0 10 13 20 3|-12 1 9 5 -4|4 -1 -10 6 9|10 -11 -10 9 14|15 8 -7 0 10|"
    "-18 -16 -5 17 13|12 15 30 -14 0|-5 10 -10 15 1|-13 -1 -15 0 -10|8 10 3 -9 6|3 0 1 -14 -3|-6 3 15 20 4|8 2 18 -5 5|"
    "1 4 -10 -4 -2|15 0 16 25 0|30 5 0 16 12|1 -10 -5 10 24|15 20 24 5 19|35 10 12 15 26|17 13 36 25 26|10 5 29 0 20"
)


def test_nelson_rules_of_qcc_piston_rings():
    """qcc `pistonrings` (Montgomery Table 6.3 and 6E): the means of 40 groups among the lines of the first 25.

    Groups 34 and 35 are beyond two standard deviations, so 35 completes two of three.
    """
    means = [np.mean([int(one) for one in group.split()]) / 1000 + 74 for group in PISTON_RINGS.split("|")]
    centre, lower, upper = 74.001176, 73.98804799, 74.01430401
    step = (upper - centre) / 3
    drawn = {name: (centre + k * step,) * 40 for name, k in (("near_lower", -1), ("near_upper", 1), ("inner_lower", -2))}
    ringed = Charted(
        "xmr", (), tuple(means), (centre,) * 40, (lower,) * 40, (upper,) * 40, inner_upper=(centre + 2 * step,) * 40, **drawn,
        segments=(Segment(0, 40, 25, False),), n=40, is_partial=False, dispersion=None, autocorrelation=None, is_screened=False,
    )  # fmt: skip
    assert np.mean(means[:25]) == pytest.approx(centre, abs=1e-6)
    assert [(signal.position + 1, signal.rule) for signal in signals(ringed, NELSON)] == [
        (35, "two_of_three"), (37, "outside_limits"), (38, "outside_limits"), (39, "outside_limits"), (40, "two_of_three"),
    ]  # fmt: skip
    assert outside(ringed) == [37, 38, 39]
