"""Every conjunction of up to `depth` values that holds enough, each set of rows once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import sparse

from assay.stats.localise.table import Table

_DENSE, _SHORT = 4_000_000, 2**16
_TOO_LARGE = 0.8
"""A segment of nearly everything is not a place."""


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """S segments. `rows` (S, C) has a 1 for each cell that a segment holds; `subset` (S,) is a place in `subsets`, the attributes
    that name it, as places in the table's; `depth` (S,) their number; `n` (S,) the denominator of the period; `prior` (S,) the
    log probability, before anything is seen, that a cause is this segment."""

    rows: sparse.csr_array
    subsets: tuple[tuple[int, ...], ...]
    subset: np.ndarray
    depth: np.ndarray
    n: np.ndarray
    prior: np.ndarray

    def cells(self, segment: int) -> np.ndarray:
        """The places of the cells that a segment holds."""
        return self.rows.indices[self.rows.indptr[segment] : self.rows.indptr[segment + 1]]


def lattice(table: Table, depth: int, least: float) -> Lattice:
    """The segments with at least `least` in the period's denominator and at most four fifths of it.

    Of segments that hold the same rows of the period the one with the fewest attributes stays.
    """
    tags, seen, groups = _tags(table), set[float](), _Groups(table, depth)
    found = [_kept(sub, groups, table, least, tags, seen) for sub in _subsets(table, depth)]
    kept = [one for one in found if len(one.n)]
    count = np.array([len(one.n) for one in kept], dtype=np.int64)
    subset = np.repeat(np.arange(len(kept)), count)
    deep = np.array([len(one.sub) for one in kept], dtype=np.int64)[subset]
    n = np.concatenate([one.n for one in kept]) if kept else np.zeros(0)
    return Lattice(_stacked(kept, len(table.denominator)), tuple(one.sub for one in kept), subset, deep, n, _prior(deep))


def _subsets(table: Table, depth: int) -> list[tuple[int, ...]]:
    places = range(len(table.attributes))
    return [sub for size in range(1, min(depth, len(table.attributes)) + 1) for sub in combinations(places, size)]


class _Groups:
    """The groups of the cells by any attributes, each made of one that was made before: subsets are asked for by their size."""

    def __init__(self, table: Table, depth: int) -> None:
        self._table, self._depth = table, depth
        self._known: dict[tuple[int, ...], tuple[np.ndarray, int]] = {(): (np.zeros(len(table.codes), dtype=np.int64), 1)}

    def by(self, sub: tuple[int, ...]) -> tuple[np.ndarray, int]:
        """The group of each cell, −1 where a value is missing that is never named; and the number of groups."""
        code, top = self._packed(sub)
        for place in sub:
            unnamed = _unnamed(self._table, place)
            if unnamed is not None:
                code = np.where(self._table.codes[:, place] == unnamed, -1, code)
        return code, top

    def _packed(self, sub: tuple[int, ...]) -> tuple[np.ndarray, int]:
        if sub not in self._known:
            code, top = self._packed(sub[:-1])
            card, codes = self._table.cards[sub[-1]], self._table.codes[:, sub[-1]]
            found = _packed(code * card + codes, top * card)
            if len(sub) == self._depth:
                return found
            self._known[sub] = found
        return self._known[sub]


def _unnamed(table: Table, place: int) -> int | None:
    """The code of the missing value of an attribute in which it is never named."""
    levels = table.levels[place]
    return levels.index(None) if table.attributes[place] in table.unnamed and None in levels else None


def _packed(code: np.ndarray, top: int) -> tuple[np.ndarray, int]:
    """The codes that occur, numbered from 0."""
    if top > _DENSE:
        known, packed = np.unique(code, return_inverse=True)
        return packed, len(known)
    occurs = np.zeros(top, dtype=bool)
    occurs[code] = True
    number = np.cumsum(occurs) - 1
    return number[code], int(number[-1]) + 1


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """The segments of one subset of attributes that are kept: how much each holds, and its cells, one segment's after the other."""

    sub: tuple[int, ...]
    n: np.ndarray
    size: np.ndarray
    cells: np.ndarray


def _kept(
    sub: tuple[int, ...], groups: _Groups, table: Table, least: float, tags: np.ndarray, seen: set[float]
) -> _Kept:
    code, top = groups.by(sub)
    here = np.flatnonzero(code >= 0)
    n, tag = (np.bincount(code[here], one[here], top) for one in (table.denominator, tags))
    enough = np.flatnonzero((n >= least) & (n <= _TOO_LARGE * table.denominator.sum()))
    fresh = np.array([group for group in enough if tag[group] not in seen], dtype=np.int64)
    seen.update(tag[fresh])
    place = np.full(top + 1, -1)  # the last one is asked for by cells of no group
    place[fresh] = np.arange(len(fresh))
    mine = place[code]
    cells = np.flatnonzero(mine >= 0).astype(np.int32)
    return _Kept(sub, n[fresh], np.bincount(mine[cells], minlength=len(fresh)), cells[_order(mine[cells], len(fresh))])


def _order(places: np.ndarray, top: int) -> np.ndarray:
    """A stable order; short numbers are sorted by their digits, in one pass."""
    return np.argsort(places.astype(np.uint16) if top <= _SHORT else places, kind="stable")


def _tags(table: Table) -> np.ndarray:
    """A random whole number a cell: their sum names a set of rows, and two sets with one sum are one in a million million."""
    drawn = np.random.default_rng(20_261_122).integers(1, 2**40, len(table.denominator)).astype(float)
    return np.where(table.denominator > 0, drawn, 0.0)


def _stacked(kept: list[_Kept], cells: int) -> sparse.csr_array:
    size = np.concatenate([one.size for one in kept]) if kept else np.zeros(0, dtype=np.int64)
    index = np.concatenate([one.cells for one in kept]) if kept else np.zeros(0, dtype=np.int32)
    start = np.concatenate([[0], np.cumsum(size)])
    kind = np.int32 if len(index) < 2**31 else np.int64
    return sparse.csr_array((np.ones(len(index)), index.astype(kind, copy=False), start.astype(kind)), shape=(len(size), cells))


def _prior(depth: np.ndarray) -> np.ndarray:
    """Every depth is as probable as any other, and within it every segment."""
    if not len(depth):
        return np.zeros(0)
    count = np.bincount(depth)
    return -np.log(np.count_nonzero(count)) - np.log(count[depth])
