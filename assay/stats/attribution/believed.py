"""What the cells' true rates may be, given few rows a cell: each is shrunk to its group's, that to the rate of all; none is sure.

Method of moments for the spread between cells (Kleinman 1973, JASA 68:46 for shares; Marshall 1991, Appl. Statist. 40:283 for
rates): cells that differ no more than their sizes make them are all believed to have one rate, cells that differ a lot keep their
own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.stats.attribution.cells import Kind, Sides

_BORROWED_FREEDOM = 4.0
"""The variance of a cell of few rows is shrunk to that within all cells, as if that had been seen in four rows more."""
_ALIKE = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class Believed:
    """Rates, `sampled`: the variances of the rates that were seen about the true ones, and `unsure`: the variances of what the true
    ones may be about the rates believed; each (2, C), 0 in a cell without denominator."""

    rate: np.ndarray
    sampled: np.ndarray
    unsure: np.ndarray


def believed(sides: Sides, groups: np.ndarray) -> Believed:
    """`groups` (C,) are codes from 0. Raises ValueError for means without squares."""
    before, after = (_one(sides, period, groups) for period in (0, 1))
    return Believed(*(np.stack(both) for both in zip(before, after, strict=True)))


_Three = tuple[np.ndarray, np.ndarray, np.ndarray]


def _one(sides: Sides, period: int, groups: np.ndarray) -> _Three:
    has = sides.denominator[period] > 0
    k, n = sides.numerator[period][has].astype(float), sides.denominator[period][has].astype(float)
    if sides.kind == "xmr":
        found = _of_means(k, n, _squares(sides)[period][has], groups[has])
    else:
        found = _of_counts(k, n, sides.kind, groups[has])
    rate, sampled, unsure = (np.zeros(len(has)) for _ in range(3))
    rate[has], sampled[has], unsure[has] = found
    return rate, sampled, unsure


def _squares(sides: Sides) -> np.ndarray:
    if sides.squares is None:
        raise ValueError("how a mean varies is told by its squares, and there are none")
    return sides.squares


def _of_counts(k: np.ndarray, n: np.ndarray, kind: Kind, groups: np.ndarray) -> _Three:
    """Beta and gamma posteriors. None seen is not none: the rate of all has two successes and two failures more (Agresti & Coull
    1998), or two events."""
    all_rate = float((k.sum() + 2) / (n.sum() + 4)) if kind == "p" else float((k.sum() + 2) / n.sum())
    aim = _aims(k, n, groups, all_rate, all_rate * (1 - all_rate) if kind == "p" else all_rate, kind)
    of_rows = aim * (1 - aim) if kind == "p" else aim
    rate, borrowed = _shrunk(k, n, aim, float(np.average(of_rows, weights=n)), kind)
    if kind == "u":
        return rate, rate / n, rate / (n + borrowed)
    unsure = rate * (1 - rate) / (n + borrowed + 1)
    return rate, unsure * (n + borrowed) / n, unsure


def _of_means(k: np.ndarray, n: np.ndarray, squares: np.ndarray, groups: np.ndarray) -> _Three:
    inside = np.maximum(squares - k**2 / n, 0)
    freedom = np.maximum(n - 1, 0)
    row = float(inside.sum() / freedom.sum()) if freedom.sum() > 0 else _of_all(k, n, squares)
    aim = _aims(k, n, groups, float(k.sum() / n.sum()), row, "xmr")
    rate, borrowed = _shrunk(k, n, aim, row, "xmr")
    of_row = (inside + _BORROWED_FREEDOM * row) / (freedom + _BORROWED_FREEDOM)
    return rate, of_row / n, of_row / (n + borrowed)


def _aims(k: np.ndarray, n: np.ndarray, groups: np.ndarray, all_rate: float, row: float, kind: Kind) -> np.ndarray:
    """The rate of each cell's group, itself shrunk to that of all (C,)."""
    codes, place = np.unique(groups, return_inverse=True)
    of_group, size = np.bincount(place, weights=k), np.bincount(place, weights=n)
    return _shrunk(of_group, size, np.full(len(codes), all_rate), row, kind)[0][place]


def _shrunk(k: np.ndarray, n: np.ndarray, aim: np.ndarray, row: float, kind: Kind) -> tuple[np.ndarray, float]:
    """The rates, and how many rows at the rate they are shrunk to are mixed with a cell's own. At least one, or half an event."""
    between = _between(k, n, aim, row, kind)
    borrowed = max(_borrowed(row - between if kind == "p" else row, between), _least(row, kind))
    return (k + borrowed * aim) / (n + borrowed), borrowed


def _least(row: float, kind: Kind) -> float:
    if kind == "xmr":
        return 0.0
    return 1.0 if kind == "p" else 0.5 / row


def _of_all(k: np.ndarray, n: np.ndarray, squares: np.ndarray) -> float:
    """The variance of all rows together, where no cell has two."""
    return float(max(squares.sum() / n.sum() - (k.sum() / n.sum()) ** 2, 0))


def _between(k: np.ndarray, n: np.ndarray, aim: np.ndarray, row: float, kind: Kind) -> float:
    """The variance of the true rates about their aims, beyond what the variance of a row makes them differ; 0 if it is not more."""
    total = n.sum()
    scatter = (n * (k / n - aim) ** 2).sum() - (len(n) - 1) * row
    seen = total - (n**2).sum() / total - ((len(n) - 1) if kind == "p" else 0)
    return float(max(scatter / seen, 0)) if seen > 0 else 0.0


def _borrowed(row: float, between: float) -> float:
    if between <= 0 or row / between > _ALIKE:
        return _ALIKE
    return max(row, 0.0) / between
