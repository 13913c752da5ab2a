"""The likelihood-ratio scan, as it was before: Kulldorff's statistic over all conjunctions of up to three values.

Expected are main effects fitted to the history; the null draws history and period anew from them and fits again (a parametric
bootstrap). Several causes: what one explains is taken into the expectation, and the scan is run again, as often as it exceeds the
same critical value.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from assay.stats.localise.table import Table
from benchmarks.localising.generator import Instance
from benchmarks.localising.main_effects import columns, expected, rates

DEPTH, SIMULATIONS, ALPHA, MOST = 3, 99, 0.05, 4
_FEWEST = 3
Groups = tuple[tuple[np.ndarray, int], ...]
"""By set of attributes: the group of each cell (C,), and the number of groups."""


def ratio_scan(one: Instance) -> list[np.ndarray]:
    """The causes, the likeliest first."""
    table = one.table
    groups, told = _groups(table), expected(table)
    critical = float(np.quantile(_null(table, groups, told), 1 - ALPHA))
    found: list[np.ndarray] = []
    for _ in range(MOST):
        ratio, cells = _best(groups, table.numerator, told)
        if ratio <= critical:
            break
        found.append(cells)
        told = np.where(cells, told * table.numerator[cells].sum() / max(told[cells].sum(), 1e-9), told)
    return found


def _groups(table: Table) -> Groups:
    found = []
    for size in range(1, min(DEPTH, len(table.cards)) + 1):
        for places in combinations(range(len(table.cards)), size):
            _, group = np.unique(table.codes[:, places], axis=0, return_inverse=True)
            found.append((group.ravel(), int(group.max()) + 1))
    return tuple(found)


def _best(groups: Groups, seen: np.ndarray, told: np.ndarray) -> tuple[float, np.ndarray]:
    """The largest log likelihood ratio, and the cells of its segment."""
    told = told * seen.sum() / told.sum()
    ratios = [_ratios(group, size, seen, told) for group, size in groups]
    at = int(np.argmax([ratio.max() for ratio in ratios]))
    return float(ratios[at].max()), groups[at][0] == ratios[at].argmax()


def _ratios(group: np.ndarray, size: int, seen: np.ndarray, told: np.ndarray) -> np.ndarray:
    inside, due, whole = np.bincount(group, seen, size), np.bincount(group, told, size), seen.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = inside * np.log(inside / due) + (whole - inside) * np.log((whole - inside) / (whole - due))
    return np.where((inside > due) & (inside >= _FEWEST) & np.isfinite(ratio), ratio, 0.0)


def _null(table: Table, groups: Groups, told: np.ndarray) -> np.ndarray:
    """(B,) the largest ratio of each simulation; a forecast that is given is not estimated, and not estimated again."""
    rng = np.random.default_rng(0)
    n, past, held = table.denominator, table.past_denominator.sum(axis=0), columns(table)
    mean = np.divide(told, n, out=np.zeros(len(n)), where=n > 0)
    usual = mean if table.expected is not None else rates(table, held, table.past_numerator.sum(axis=0))
    highest = []
    for _ in range(SIMULATIONS):
        again = told if table.expected is not None else n * rates(table, held, _draw(table, past, usual, rng))
        highest.append(_best(groups, _draw(table, n, usual, rng), again)[0])
    return np.array(highest)


def _draw(table: Table, n: np.ndarray, mean: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    drawn = rng.binomial(n.astype(np.int64), mean) if table.kind == "p" else rng.poisson(n * mean)
    return drawn.astype(float)
