"""The crossed model: tables whose answer is known by hand, and what it says where there is nothing to compare."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import special

from assay.stats.crossed import Crossed, Exclusive, Verdict, fitted
from assay.stats.crossed.adjusted import estimates
from assay.stats.crossed.design import Kind, design, merged
from assay.stats.crossed.laplace import Solved, pooled

Row = tuple[str | None, str | None, str | None, float, float]
COLUMNS = ("vendor_id", "site_id", "category", "numerator", "denominator")


def table(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(
        rows, orient="row", schema=dict(zip(COLUMNS, (pl.String, pl.String, pl.String, pl.Float64, pl.Float64), strict=True))
    )


def compared(*rows: Row, kind: Kind = "p") -> Crossed:
    return fitted(table(*rows), ("category", "season"), kind)


def test_vendors_that_are_alike_in_each_category_are_alike_when_adjusted() -> None:
    """Easy work succeeds in 90 %, hard work in 50 %, whoever does it; A has mostly hard work. Of 2,200 orders half are hard."""
    rows = (("A", "S", "easy", 90, 100), ("A", "S", "hard", 500, 1000), ("B", "S", "easy", 900, 1000), ("B", "S", "hard", 50, 100))
    found = compared(*rows)
    assert found.verdict == "one_site" and found.case_mix == ("category",)
    assert found.crude == pytest.approx([590 / 1100, 950 / 1100])
    assert found.model is not None and found.fixed is not None
    assert found.fixed.adjusted == pytest.approx([0.7, 0.7], abs=1e-3)
    assert found.model.estimates.adjusted == pytest.approx([0.7, 0.7], abs=1e-3)
    assert found.model.expected == pytest.approx([590, 950], abs=1)
    (level,) = found.model.levels
    assert (level.column, level.level, level.reference) == ("category", "hard", "easy")
    assert level.effect == pytest.approx(special.logit(0.5) - special.logit(0.9), abs=0.01)


def test_rates_with_exposure_are_compared_likewise() -> None:
    """4 complaints in 1,000 easy orders, 20 in 1,000 hard ones, whoever does them: 12 in 1,000 of the even mix."""
    rows = (("A", "S", "easy", 40, 1e4), ("A", "S", "hard", 2000, 1e5), ("B", "S", "easy", 400, 1e5), ("B", "S", "hard", 200, 1e4))
    found = compared(*rows, kind="u")
    assert found.model is not None
    assert found.crude == pytest.approx([2040 / 110_000, 600 / 110_000])
    assert found.model.estimates.adjusted == pytest.approx([0.012, 0.012], rel=0.01)
    assert found.model.expected == pytest.approx([2040, 600], rel=0.01)


def test_with_many_orders_and_one_site_the_adjusted_rate_is_the_crude_one() -> None:
    found = compared(*((vendor, "S", None, 1e6 * rate, 1e6) for vendor, rate in zip("ABCD", (0.80, 0.85, 0.90, 0.95), strict=True)))
    assert found.model is not None
    assert found.model.estimates.adjusted == pytest.approx(found.crude, abs=1e-4)
    assert found.model.reliability.min() > 0.99
    assert found.model.vendor_sd == pytest.approx(special.logit([0.80, 0.85, 0.90, 0.95]).std(ddof=1), rel=0.15)


def test_the_fewer_orders_the_more_a_rate_is_drawn_to_the_others() -> None:
    rows = [(f"V{at}", "S", None, 900.0, 1000.0) for at in range(8)]
    few, many = (compared(*rows, ("W", "S", None, 0.7 * n, n)) for n in (20, 2000))
    assert few.model is not None and many.model is not None
    assert 0.7 + 0.03 < few.model.estimates.adjusted[-1] < 0.9
    assert many.model.estimates.adjusted[-1] == pytest.approx(0.7, abs=0.01)
    assert few.model.reliability[-1] < many.model.reliability[-1]


def test_cells_may_come_in_any_order_and_in_parts() -> None:
    rows = [(v, s, c, 5 + 3 * len(c) + ord(v) % 7, 40) for v in "ABC" for s in "ST" for c in ("x", "yy")]
    whole, parts = table(*rows), table(*((v, s, c, k / 2, n / 2) for v, s, c, k, n in (*rows[::-1], *rows)))
    first, second = fitted(whole, ("category",)), fitted(parts, ("category",))
    assert first.model is not None and second.model is not None
    assert second.model.estimates.adjusted == pytest.approx(first.model.estimates.adjusted, abs=1e-9)


def test_an_unknown_category_is_a_level_of_its_own_and_an_unknown_vendor_is_left_out() -> None:
    of_b = (("B", "S", None, 12, 20), ("B", "S", "x", 18, 20), ("B", "S", "x", 9, 10))
    rows = (("A", "S", None, 10, 20), ("A", "S", "x", 15, 20), *of_b)
    found = compared(*rows, (None, "S", "x", 5, 500))
    assert found.vendors == ("A", "B") and found.n.tolist() == [40, 50]
    assert found.model is not None and [(one.level, one.reference) for one in found.model.levels] == [(None, "x")]


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ((), "no_data"),
        ((("A", "S", "x", 0, 0),), "no_data"),
        ((("A", "S", "x", 5, 10), ("A", "T", "x", 5, 10)), "one_vendor"),
        ((("A", "S", "x", 5, 10), ("B", "S", "x", 6, 10)), "one_site"),
        ((("A", "S", "x", 5, 10), ("B", "T", "x", 6, 10), ("C", "U", "x", 6, 10)), "inseparable"),
        ((("A", "S", "x", 5, 10), ("B", "S", "x", 6, 10), ("B", "T", "x", 6, 10)), "compared"),
    ],
)
def test_what_cannot_be_compared_is_said(rows: tuple[Row, ...], verdict: Verdict) -> None:
    found = compared(*rows)
    assert found.verdict == verdict
    assert (found.model is None) == (found.fixed is None) == (verdict in ("no_data", "one_vendor"))


def test_without_a_column_of_sites_all_are_compared() -> None:
    found = fitted(table(("A", "S", "x", 5, 10), ("B", "T", "x", 6, 10)).drop("site_id"), ("category",))
    assert found.verdict == "one_site" and found.connections.is_comparable("A", "B")
    assert found.model is not None and found.model.site_sd is None and found.model.coupling is None


def test_vendors_without_a_chain_of_shared_sites_are_not_comparable() -> None:
    """A and B meet at S, B and C at T; D and E meet at U only; F has V alone; B has W alone, one order in five."""
    pairs = ("AS", "BS", "BT", "CT", "DU", "EU", "FV")
    found = compared(*((pair[0], pair[1], "x", 30, 40) for pair in pairs), ("B", "W", "x", 15, 20)).connections
    assert found.components == (("A", "B", "C"), ("D", "E"), ("F",))
    assert found.is_comparable("A", "C") and not found.is_comparable("C", "D")
    assert found.exclusive == (Exclusive("B", "W", 0.2), Exclusive("F", "V", 1.0))
    assert found.inseparable == ("F",)


@pytest.mark.parametrize("kind", ["p", "u"])
def test_nothing_but_success_stays_finite_and_is_said(kind: Kind) -> None:
    """A has only successes (or no events), and so has category y."""
    always = 0.0 if kind == "u" else 1.0
    others = [(v, s, "x", 30.0 + 5 * (s == "T"), 50.0) for v in "BCD" for s in "ST"]
    rows = (("A", "S", "x", 60 * always, 60), ("A", "T", "y", 20 * always, 20), ("B", "T", "y", 10 * always, 10), *others)
    found = compared(*rows, kind=kind)
    assert found.saturated == ("A",) and found.model is not None and found.fixed is not None
    for one in (found.model.estimates, found.fixed):
        assert one.is_converged and np.isfinite(one.covariance).all()
        low, high = one.interval()
        assert (low < one.adjusted).all() and (one.adjusted < high).all()
    best = found.model.estimates.adjusted[0]
    assert found.crude[1:].max() < best < 1 if kind == "p" else 0 < best < found.crude[1:].min()


@pytest.mark.parametrize("kind", ["p", "u"])
def test_a_whole_company_without_failures_has_vendors_that_do_not_differ(kind: Kind) -> None:
    full = 0.0 if kind == "u" else 1.0
    found = compared(*((v, s, "x", 50 * full, 50) for v in "ABC" for s in "ST"), kind=kind)
    assert found.saturated == ("A", "B", "C") and found.model is not None
    assert found.model.estimates.effect == pytest.approx([0, 0, 0], abs=1e-6)
    assert found.model.estimates.is_converged


def test_impossible_sums_are_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        compared(("A", "S", "x", 11, 10))
    with pytest.raises(ValueError, match="rate"):
        compared(("A", "S", "x", -1, 10), kind="u")
    assert compared(("A", "S", "x", 11, 10), ("B", "S", "x", 3, 10), kind="u").verdict == "one_site"


@pytest.mark.parametrize("kind", ["p", "u"])
def test_the_delta_method_against_the_rates_of_drawn_coefficients(kind: Kind) -> None:
    """20,000 coefficients drawn from the posterior, all orders' rate computed for each with plain sums: the same sd."""
    rng = np.random.default_rng(3)
    rows = [(v, s, c, float(rng.integers(100, 200)), 250.0) for v in "ABCD" for s in "STU" for c in "xy"]
    of = design(merged(table(*rows), ("category",)), ("category",), kind)
    solved = pooled(of)
    found = estimates(of, solved)
    draws = rng.multivariate_normal(solved.theta, solved.covariance, 20_000)
    back, forth = (special.expit, special.logit) if kind == "p" else (np.exp, np.log)
    for vendor, column in enumerate(range(of.vendor.start, of.vendor.stop)):
        others = np.array(of.matrix.todense())
        others[:, of.vendor.where] = 0
        others[:, column] = 1
        rates = back(draws @ others.T) @ of.n / of.n.sum()
        assert found.adjusted[vendor] == pytest.approx(back(others @ solved.theta) @ of.n / of.n.sum())
        assert found.link_covariance[vendor, vendor] ** 0.5 == pytest.approx(forth(rates).std(), rel=0.03)
    assert isinstance(solved, Solved) and found.effect.sum() == pytest.approx(0, abs=1e-12)
