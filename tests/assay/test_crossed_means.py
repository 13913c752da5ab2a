"""Means compared by the crossed model."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from assay.stats.crossed import Crossed, fitted_means
from assay.stats.ranking import ranking


def summed(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    return rows.group_by(*by).agg(numerator=pl.col("x").sum(), squares=(pl.col("x") ** 2).sum(), denominator=pl.len())


def sixes(scale: float = 1.0) -> Crossed:
    """Six vendors, 30 values each."""
    rng = np.random.default_rng(6)
    vendor = np.repeat(np.arange(6), 30)
    x = scale * (80 + rng.normal(0, 2, 6)[vendor] + rng.normal(0, 5, 180))
    return fitted_means(summed(pl.DataFrame({"vendor_id": vendor.astype(str), "x": x}), "vendor_id"), ())


def test_shrinkage_is_that_of_the_textbook() -> None:
    """Equal n: each effect is the crude difference times τ²/(τ² + σ²/n), with σ² the pooled variance within vendors."""
    found = sixes()
    assert found.model is not None
    apart, model = found.crude - found.crude.mean(), found.model
    rng = np.random.default_rng(6)
    vendor = np.repeat(np.arange(6), 30)
    x = 80 + rng.normal(0, 2, 6)[vendor] + rng.normal(0, 5, 180)
    within = np.mean([x[vendor == at].var(ddof=1) for at in range(6)])
    share = model.vendor_sd**2 / (model.vendor_sd**2 + within / 30)
    assert found.crude == pytest.approx([x[vendor == at].mean() for at in range(6)])
    assert model.estimates.effect == pytest.approx(share * apart, rel=1e-4)
    assert model.estimates.adjusted == pytest.approx(80 + share * apart + found.crude.mean() - 80, abs=1e-3)
    assert model.expected == pytest.approx(np.full(6, 30 * found.crude.mean()), abs=0.05)


def test_the_unit_does_not_matter() -> None:
    one, hundred = sixes(), sixes(100.0)
    assert one.model is not None and hundred.model is not None
    for small, large in ((one.model.estimates, hundred.model.estimates), (one.fixed, hundred.fixed)):
        assert small is not None and large is not None
        assert large.adjusted == pytest.approx(100 * small.adjusted) and large.error == pytest.approx(100 * small.error)
        assert large.interval()[0] == pytest.approx(100 * small.interval()[0])
    assert hundred.model.vendor_sd == pytest.approx(100 * one.model.vendor_sd)


def test_the_mix_of_work_is_allowed_for() -> None:
    """Hard work scores 10 less, whoever does it; A has mostly hard work. Both would have (70 + 60)/2 with the work of both."""
    rng = np.random.default_rng(1)
    sizes = {("A", "easy"): 100, ("A", "hard"): 1000, ("B", "easy"): 1000, ("B", "hard"): 100}
    parts = [pl.DataFrame({"x": rng.normal(70 - 10 * (c == "hard"), 3, n)}).with_columns(vendor_id=pl.lit(v), category=pl.lit(c))
             for (v, c), n in sizes.items()]  # fmt: skip
    found = fitted_means(summed(pl.concat(parts), "vendor_id", "category"), ("category",))
    assert found.verdict == "one_site" and found.model is not None
    assert found.crude[0] < 62 and found.crude[1] > 68
    assert found.model.estimates.adjusted == pytest.approx([65, 65], abs=0.3)
    assert found.model.levels[0].effect == pytest.approx(-10, abs=0.3)


def test_intervals_hold_the_truth() -> None:
    """15 companies of 12 vendors at 20 sites, weak vendors at hard sites, 1,500 values."""
    held: list[float] = []
    for seed in range(15):
        rng = np.random.default_rng(seed)
        quality, difficulty = np.sort(rng.normal(0, 1, 12)), np.sort(rng.normal(0, 1, 20))
        site = rng.integers(0, 20, 1500)
        vendor = np.clip(site * 12 // 20 + rng.integers(-2, 3, 1500), 0, 11)
        x = 50 + quality[vendor] + difficulty[site] + rng.normal(0, 4, 1500)
        rows = pl.DataFrame({"vendor_id": [f"{at:02d}" for at in vendor], "site_id": site, "x": x})
        found = fitted_means(summed(rows, "vendor_id", "site_id"), ())
        assert found.model is not None
        low, high = found.model.estimates.interval()
        truth = 50 + quality[[int(name) for name in found.vendors]] + difficulty[site].mean()
        held += ((low <= truth) & (truth <= high)).tolist()
    assert 0.90 < np.mean(held) < 0.99


def test_values_that_do_not_differ_say_nothing_of_how_sure_they_are() -> None:
    cells = pl.DataFrame({"vendor_id": ["A", "B"], "numerator": [50.0, 40.0], "squares": [250.0, 160.0], "denominator": [10, 10]})
    found = fitted_means(cells, ())
    assert found.verdict == "no_spread" and found.model is None and found.fixed is None
    assert found.crude == pytest.approx([5, 4]) and ranking(found, "higher", 1, seed=1) is None
    assert fitted_means(cells.head(1), ()).verdict == "one_vendor" and fitted_means(cells.clear(), ()).verdict == "no_data"
