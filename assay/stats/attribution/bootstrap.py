"""How within and mix vary by chance: a parametric bootstrap on cells, at the cost of one on groups.

Sizes vary as counts do (Poisson); rates vary as they do in cells of the sizes that were seen (binomial, Poisson, normal),
independently of the drawn size. Were both drawn together, a cell of one row would lose its rate in a third of the draws, and the
spread would come out too small. Cells enter the split through a few sums by group only, and the means and covariances of these sums
over all draws of the cells are known. So the sums are drawn, as normal figures, and the cells are not: the standard deviations are
the same, and 100,000 cells take no longer than 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement, product

import numpy as np

from assay.stats.attribution.believed import believed
from assay.stats.attribution.cells import Sides

_NUDGE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Within and mix by group and draw, each (G, D)."""

    within: np.ndarray
    mix: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """What is multiplied with a cell's size before it is summed: 1, how far its rate moved, and its mean rate less the rate of all.

    `mean` (3, C); `sampled` (2, 3, 3, C): the covariance of the figures that the rate seen in each period adds; `unsure` (3, 3, C):
    the covariance of what the true figures may be.
    """

    mean: np.ndarray
    sampled: np.ndarray
    unsure: np.ndarray


def drawn(sides: Sides, groups: np.ndarray, draws: int, seed: int, lump: float = 1.0) -> Draws:
    """`groups` (C,) are codes from 0, `lump` is how much size a row brings. Raises ValueError for means without squares."""
    rng, count = np.random.default_rng(seed), int(groups.max()) + 1
    mean, covariance = _sums(sides, _figures(sides, groups), groups, count, lump)
    deviates = rng.standard_normal((count, 6, draws))
    sums = mean[..., None] + _root(covariance) @ deviates
    return _parts(sums.reshape(count, 2, 3, draws).transpose(1, 2, 0, 3), _strays(sides, groups, count, draws, rng))


def _figures(sides: Sides, groups: np.ndarray) -> _Figures:
    """A cell without denominator in one period has the rate of the other in both, so it does not move."""
    found, has = believed(sides, groups), sides.denominator > 0
    rate = np.where(has, found.rate, found.rate[::-1])
    mean = np.stack([np.ones(sides.cells), rate[1] - rate[0], rate.mean(axis=0) - sides.rates.mean()])
    return _Figures(mean, _of_figures(found.sampled, sides), _of_figures(found.unsure, sides).sum(axis=0))


def _of_figures(variance: np.ndarray, sides: Sides) -> np.ndarray:
    """Covariances (2, 3, 3, C) of the figures by period, from the variances (2, C) of rates that do not depend on one another."""
    covariance, moves = np.zeros((2, 3, 3, sides.cells)), sides.is_shared
    covariance[:, 1, 1] = np.where(moves, variance, 0)
    covariance[:, 1, 2] = covariance[:, 2, 1] = np.where(moves, variance * [[-0.5], [0.5]], 0)
    covariance[:, 2, 2] = np.where(moves, variance / 4, variance)
    return covariance


def _sums(sides: Sides, figures: _Figures, groups: np.ndarray, count: int, lump: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean (G, 6) and covariance (G, 6, 6) of the sums over a group's cells of size times figure: three before, three after.

    With sizes a, b and figures x, y apart from them, cov(a·x, b·y) = a·b·cov(x, y), and var(a)·E(x·y) more where a and b are the
    same size. Of the rate seen in its own period a size is not apart: size times rate is a sum of rows, whose variance has no such
    product of two variances, so that it is left out.
    """
    places, size = list(product((0, 1), range(3))), sides.denominator.astype(float)
    mean = np.stack([_by_group(size[period] * figures.mean[at], groups, count) for period, at in places], axis=1)
    covariance = np.empty((count, 6, 6))
    for (row, (one, x)), (column, (other, y)) in combinations_with_replacement(enumerate(places), 2):
        spread = size[one] * size[other] * figures.sampled[:, x, y].sum(axis=0)
        if one == other:
            product_of = figures.mean[x] * figures.mean[y] + figures.unsure[x, y] + figures.sampled[1 - one, x, y]
            spread = spread + lump * size[one] * product_of
        covariance[:, row, column] = covariance[:, column, row] = _by_group(spread, groups, count)
    return mean, covariance


def _by_group(values: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(groups, weights=values, minlength=count)


def _root(covariance: np.ndarray) -> np.ndarray:
    """A square root of each covariance matrix, the same in every unit; some are singular, so a little is added to the diagonal."""
    deviation = np.sqrt(np.einsum("gii->gi", covariance))
    unit = np.where(deviation > 0, deviation, 1.0)
    correlation = covariance / unit[:, :, None] / unit[:, None, :]
    return unit[:, :, None] * np.linalg.cholesky(correlation + _NUDGE * np.eye(6)) * (deviation > 0)[:, :, None]


def _strays(sides: Sides, groups: np.ndarray, count: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Numerators without denominator by period, group and draw (2, G, D). A sum of a Poisson number of rows x varies by Σx², which
    for events is their number."""
    alone = np.where(sides.denominator > 0, 0.0, sides.numerator)
    variance = alone if sides.squares is None else np.where(sides.denominator > 0, 0.0, sides.squares)
    mean, spread = (np.stack([_by_group(row, groups, count) for row in values])[..., None] for values in (alone, variance))
    return mean + np.sqrt(spread) * rng.standard_normal((2, count, draws)) if spread.any() else mean


def _parts(sums: np.ndarray, strays: np.ndarray) -> Draws:
    """The split of each draw, from sums (2, 3, G, D); a draw in which a period has no size at all has none and is left out."""
    totals = sums[:, 0].sum(axis=1)
    kept = (totals > 0).all(axis=0)
    stray = np.broadcast_to(strays, sums[:, 0].shape)[..., kept] / totals[:, None, kept]
    size, moved, level = np.moveaxis(sums[..., kept] / totals[:, None, None, kept], 1, 0)
    half = moved.sum(axis=1) / 2
    overall = (level.sum(axis=1) + np.stack([-half[0], half[1]]) + stray.sum(axis=1)).mean(axis=0)
    return Draws(moved.mean(axis=0) + stray[1] - stray[0], level[1] - level[0] - overall * (size[1] - size[0]))
