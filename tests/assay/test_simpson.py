"""Reversals that are there, and those that are only chance."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.stats.simpson import UNEVEN, reversals, stratified

# UCBAdmissions of base R: admitted and rejected by department A–F; computed with R 4.2.2 (mantelhaen.test, DescTools).
MEN = np.array([(512, 313), (353, 207), (120, 205), (138, 279), (53, 138), (22, 351)], dtype=float)
WOMEN = np.array([(89, 19), (17, 8), (202, 391), (131, 244), (94, 299), (24, 317)], dtype=float)


def test_berkeley_admissions() -> None:
    found = stratified(MEN[:, 0], MEN.sum(axis=1), WOMEN[:, 0], WOMEN.sum(axis=1))
    assert found.crude == pytest.approx((1198 / 2691, 557 / 1835))
    assert found.standardised == pytest.approx((0.3873185827, 0.4299553805), abs=1e-9)
    assert (found.ratio, found.low, found.high) == pytest.approx((0.9046968283, 0.7719073618, 1.0603297644), abs=1e-8)
    assert found.z == pytest.approx(-(1.524606660**0.5), abs=1e-8)
    assert found.unevenness == pytest.approx(0.00207139, abs=1e-8) and found.unevenness < UNEVEN
    assert found.shared == 1


def test_berkeley_is_no_reversal_beyond_chance() -> None:
    """Men are ahead by far in the crude rates; within departments women are ahead by 1.2 standard deviations only."""
    found = stratified(MEN[:, 0], MEN.sum(axis=1), WOMEN[:, 0], WOMEN.sum(axis=1))
    assert found.crude_z > 9 and -2 < found.z < 0 and not found.is_reversed


def two_vendors(scale: float = 1.0) -> pl.DataFrame:
    """A does better at easy and at hard sites (95 % against 90 %, 70 % against 60 %) and mostly works at hard ones."""
    rows = [("A", "easy", 95, 100), ("A", "hard", 700, 1000), ("B", "easy", 900, 1000), ("B", "hard", 60, 100)]
    return pl.DataFrame(rows, orient="row", schema=["vendor_id", "site_id", "numerator", "denominator"]).with_columns(
        (pl.col("numerator", "denominator") * scale).round()
    )


def test_a_reversal_is_found_with_its_figures() -> None:
    """Crude: A 795 of 1,100 = 72.3 %, B 960 of 1,100 = 87.3 %. Standardised to half easy, half hard: A 82.5 %, B 75 %."""
    (found,) = reversals(two_vendors(), ("site_id", "category"))
    assert (found.higher, found.lower, found.by) == ("B", "A", "site_id")
    assert found.figures.crude == pytest.approx((960 / 1100, 795 / 1100))
    assert found.figures.standardised == pytest.approx((0.75, 0.825))
    assert found.figures.is_reversed and found.figures.crude_z > 2 and found.figures.z < -2
    above, below = (900 * 5 + 60 * 300) / 1100, (100 * 95 + 40 * 700) / 1100
    assert found.figures.ratio == pytest.approx(above / below)
    assert found.figures.unevenness is not None and found.figures.unevenness > UNEVEN


def test_the_same_shares_of_few_orders_are_no_finding() -> None:
    assert reversals(two_vendors(0.2), ("site_id",)) == ()


def test_vendors_that_keep_their_order_are_no_finding() -> None:
    same = two_vendors().with_columns(denominator=pl.lit(1000.0), numerator=pl.Series([950.0, 700, 900, 600]))
    assert reversals(same, ("site_id",)) == ()


def test_rates_turn_round_too() -> None:
    """Complaints per order: A 1 % easy and 4 % hard, B 2 % and 6 %; A has the hard work. Crude: A 3.7 %, B 2.4 %."""
    rows = {"vendor_id": ["A", "A", "B", "B"], "category": ["easy", "hard"] * 2, "numerator": [10, 400, 200, 60]}
    cells = pl.DataFrame({**rows, "denominator": [1000, 10_000, 10_000, 1000]})
    (found,) = reversals(cells, ("category",), "u")
    assert (found.higher, found.lower) == ("A", "B")
    assert found.figures.crude == pytest.approx((410 / 11_000, 260 / 11_000))
    above, below = (10 * 10_000 + 400 * 1000) / 11_000, (200 * 1000 + 60 * 10_000) / 11_000
    assert found.figures.ratio == pytest.approx(above / below) and found.figures.unevenness is None
    assert found.figures.low is not None and found.figures.high is not None
    assert found.figures.low < above / below < found.figures.high < 1


def test_strata_of_one_vendor_only_say_nothing() -> None:
    """Only S is shared: 300 of 500 orders. A has T alone, and an unknown site is a stratum like any other."""
    found = stratified(np.array([90.0, 50]), np.array([100.0, 200]), np.array([160.0, 0]), np.array([200.0, 0]))
    assert found.shared == pytest.approx(300 / 500)
    assert found.standardised == pytest.approx((0.9, 0.8)) and found.ratio == pytest.approx(90 * 40 / (10 * 160))
    assert found.unevenness is None
    unknown = two_vendors().with_columns(site_id=pl.col("site_id").replace("hard", None))
    assert [one.figures.standardised for one in reversals(unknown, ("site_id",))] == [pytest.approx((0.75, 0.825))]


def test_vendors_without_a_shared_stratum_and_without_failures_have_no_ratio() -> None:
    apart = stratified(np.array([9.0, 0]), np.array([10.0, 0]), np.array([0, 8.0]), np.array([0, 10.0]))
    assert apart.ratio is None and apart.z == 0 and apart.shared == 0 and np.isnan(apart.standardised).all()
    full = stratified(np.array([10.0]), np.array([10.0]), np.array([10.0]), np.array([10.0]))
    assert full.ratio is None and full.z == 0 and full.unevenness is None


def test_nobody_to_compare() -> None:
    nobody = two_vendors().clear()
    assert reversals(nobody, ("site_id",)) == () and reversals(two_vendors().head(2), ("site_id", "vendor_id")) == ()


def test_identical_vendors_are_hardly_ever_reversed() -> None:
    """40 companies of 12 vendors that do equally well, whose work differs: 2,640 pairs, and strata that matter a lot."""
    rng, found = np.random.default_rng(2), 0
    for _ in range(40):
        n = np.array([rng.multinomial(200, mix) for mix in rng.dirichlet(np.ones(4), 12)])
        k = rng.binomial(n, [0.6, 0.7, 0.8, 0.9])
        where = {"vendor_id": np.repeat(np.arange(12), 4).astype(str), "category": np.tile(np.arange(4), 12)}
        found += len(reversals(pl.DataFrame({**where, "numerator": k.ravel(), "denominator": n.ravel()}), ("category",)))
    assert found < 0.01 * 2640
