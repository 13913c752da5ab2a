"""Two factors together: the score test against the likelihood ratio, a planted pair found, none found where there is none."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import special, stats

from assay.stats.drivers import drivers, interactions
from tests.assay.drivers_cases import grouped, orders


def company(seed: int, extra: float, count: int = 12_000) -> pl.DataFrame:
    """Shift, class, channel; orders of class 2 at night fail more by `extra` on the logit."""
    rng = np.random.default_rng(seed)
    shift, of_class, channel, site = (rng.integers(0, levels, count) for levels in (2, 4, 3, 10))
    both = (shift == 1) & (of_class == 2)
    failed = rng.random(count) < special.expit(-2 + 0.4 * shift + 0.2 * of_class - 0.1 * channel + 0.1 * site + extra * both)
    rows = pl.DataFrame({"shift": shift, "class": of_class, "channel": channel, "site_id": site, "failed": failed.astype(int)})
    return grouped(rows, "failed", ("shift", "class", "channel", "site_id"))


BY = ("shift", "class", "channel")


def test_the_planted_pair_comes_first_with_its_levels() -> None:
    found = interactions(company(1, 0.9), BY, "p")
    assert (found[0].first, found[0].second) == ("shift", "class")
    assert [one.is_notable for one in found] == [True, False, False]
    worst = found[0].pairs[0]
    assert (worst.first, worst.second) == ("1", "2") and worst.z > 5 and worst.observed > worst.expected + 0.03
    cells = company(1, 0.9).filter(pl.col("shift") == 1, pl.col("class") == 2)
    assert worst.n == cells["denominator"].sum() and worst.observed == pytest.approx(cells["numerator"].sum() / worst.n)


def test_the_score_test_is_near_the_likelihood_ratio() -> None:
    """Twice the difference of the log likelihoods with and without the product, on 3 degrees of freedom: the same in the limit."""
    cells = company(2, 0.4)
    tested = interactions(cells, BY, "p", [("shift", "class")])[0]
    crossed = cells.with_columns(both=pl.concat_str("shift", "class"))
    without, with_both = (drivers(crossed, by, "p").checks for by in (BY, ("both", "channel")))
    assert without is not None and with_both is not None
    ratio = without.deviance - with_both.deviance
    assert tested.freedom == 3 and tested.statistic * with_both.widening == pytest.approx(ratio, rel=0.05)


def test_without_interactions_few_are_found() -> None:
    """80 companies, one pair each: p < 0.05 in 4 on average, in 10 or more once in 200 such tests."""
    p_values = [interactions(company(seed, 0.0, 3000), BY, "p", [("shift", "class")])[0].p_value for seed in range(80)]
    below = sum(p is not None and p < 0.05 for p in p_values)
    assert below < stats.binom.isf(0.005, 80, 0.05) + 1
    assert 20 < sum(p is not None and p < 0.5 for p in p_values) < 60


def test_clustered_workers_do_not_make_an_interaction() -> None:
    """80 workers with skills of their own, each on one shift and class: single orders say interaction, workers do not."""
    plain, clustered = [], []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        worker = rng.integers(0, 80, 4000)
        shift, of_class, skill = worker % 2, worker // 2 % 3, rng.normal(0, 0.8, 80)[worker]
        failed = (rng.random(4000) < special.expit(skill - 1)).astype(int)
        rows = pl.DataFrame({"shift": shift, "class": of_class, "worker": worker, "failed": failed})
        cells = grouped(rows, "failed", ("shift", "class", "worker"))
        by_order = interactions(cells, ["shift", "class"], "p")[0].p_value
        by_worker = interactions(cells, ["shift", "class"], "p", cluster="worker")[0].p_value
        assert by_order is not None and by_worker is not None
        plain.append(by_order < 0.05)
        clustered.append(by_worker < 0.05)
    assert sum(plain) >= 6 and sum(clustered) <= 2


@pytest.mark.parametrize(("kind", "value"), [("u", "events"), ("xmr", "score")])
def test_rates_and_means(kind, value) -> None:  # type: ignore[no-untyped-def]
    by = ("shift", "class")
    quiet = interactions(grouped(orders(), value, (*by, "site_id")), by, kind)[0]
    assert quiet.p_value is not None and quiet.p_value > 0.01
    both = pl.when(pl.col("shift") == "1", pl.col("class") == "2").then(2).otherwise(0)
    loud = interactions(grouped(orders().with_columns(pl.col(value) + both), value, (*by, "site_id")), by, kind)[0]
    assert loud.is_notable and (loud.pairs[0].first, loud.pairs[0].second) == ("1", "2")


def test_pairs_without_orders_and_unknown_pairs() -> None:
    thin = pl.DataFrame({"f": ["a", "b", "a"], "g": ["x", "x", "y"], "numerator": [10, 20, 1], "denominator": [100, 100, 20]})
    assert [(one.p_value, one.freedom) for one in interactions(thin, ["f", "g"], "p")] == [(None, 0)]
    with pytest.raises(ValueError, match="h is not among the factors"):
        interactions(thin, ["f", "g"], "p", [("f", "h")])
    assert interactions(thin.with_columns(numerator=0), ["f", "g"], "p") == ()
