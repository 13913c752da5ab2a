"""A decision tree of at most four levels on grouped cells: splits `attribute = value or not`, by the gain in likelihood.

It is given a fair chance: the response is what came against what main effects foretell, so that it does not split on what was
always so; a split has to be significant among all splits of its node; and of a leaf's path only the values that it demands are
taken as its answer, not those that it excludes, for else a second cause could never be named exactly.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.stats import chi2, poisson

from assay.stats.localise.table import Table
from benchmarks.localising.generator import Instance
from benchmarks.localising.main_effects import expected

DEPTH, ALPHA, SMALLEST = 4, 0.05, 10.0
Path = tuple[tuple[int, int], ...]
"""The attributes and values that are demanded."""


def tree(one: Instance) -> list[np.ndarray]:
    """The leaves with significantly more than expected, named by the values that they demand."""
    table = one.table
    told = expected(table)
    told = told * table.numerator.sum() / told.sum()
    leaves = list(_leaves(table, told, np.ones(len(told), dtype=bool), (), DEPTH))
    surprise = [poisson.sf(table.numerator[cells].sum() - 1, told[cells].sum()) for cells, _ in leaves]
    paths = {path for (_, path), p in zip(leaves, surprise, strict=True) if path and p < ALPHA / len(leaves)}
    return [np.logical_and.reduce([table.codes[:, place] == value for place, value in path]) for path in paths]


def _leaves(table: Table, told: np.ndarray, cells: np.ndarray, path: Path, depth: int) -> Iterator[tuple[np.ndarray, Path]]:
    split = _split(table, told, cells) if depth else None
    if split is None:
        yield cells, path
        return
    place, value = split
    is_value = table.codes[:, place] == value
    yield from _leaves(table, told, cells & is_value, (*path, split), depth - 1)
    yield from _leaves(table, told, cells & ~is_value, path, depth - 1)


def _split(table: Table, told: np.ndarray, cells: np.ndarray) -> tuple[int, int] | None:
    """The split with the largest gain, None where chance may have it."""
    n, seen, due = table.denominator[cells].sum(), table.numerator[cells].sum(), told[cells].sum()
    best, highest, tried = None, 0.0, 0
    for place, levels in enumerate(table.cards):
        code = table.codes[cells, place]
        size, inside, of = (np.bincount(code, one[cells], levels) for one in (table.denominator, table.numerator, told))
        gain = _fit(inside, of) + _fit(seen - inside, due - of) - _fit(seen, due)
        gain[(size < SMALLEST) | (n - size < SMALLEST)] = 0.0
        tried += int((gain > 0).sum())
        if gain.max() > highest:
            best, highest = (place, int(gain.argmax())), float(gain.max())
    return best if tried and 2 * highest > chi2.isf(ALPHA / tried, 1) else None


def _fit(seen: np.ndarray | float, due: np.ndarray | float) -> np.ndarray:
    """What the best rate adds to the log likelihood of Poisson counts."""
    seen, due = np.maximum(seen, 0.0), np.maximum(due, 1e-9)
    return seen * np.log(np.where(seen > 0, seen, 1.0) / np.where(seen > 0, due, 1.0)) - np.where(seen > 0, seen, 0.0)
