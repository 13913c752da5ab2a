"""Which dimension to look at first: a short ranked list, no evidence.

Adtributor (Bhagwan et al., NSDI 2014, "Adtributor: revenue debugging in advertising systems"). An element's explanatory power is
its part of the change, its surprise how differently it shares in the whole than expected: its term of the Jensen–Shannon
divergence, natural logarithm. For a quotient, power is the change that the element alone would make, surprise that of numerator and
denominator together. It knows one dimension at a time: a cause in a combination of two it cannot express, and it has no idea of
chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assay.stats.attribution.cells import Sides

LEAST_OF_ELEMENT = 0.1
LEAST_OF_SET = 0.67
MOST = 3


@dataclass(frozen=True, slots=True)
class Element:
    """A value of a dimension: its code, its part of the change (may be negative or above 1), and its surprise."""

    code: int
    explained: float
    surprise: float


@dataclass(frozen=True, slots=True)
class Look:
    """A dimension and its few elements that explain the change, the most surprising first; sums over these elements."""

    dimension: str
    elements: tuple[Element, ...]
    explained: float
    surprise: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """An element explains more than `of_element` of the change to count, a set more than `of_set` to be told; `most` sets are."""

    of_element: float = LEAST_OF_ELEMENT
    of_set: float = LEAST_OF_SET
    most: int = MOST


PAPER = Thresholds()


def first_look(sides: Sides, codes: Mapping[str, np.ndarray], thresholds: Thresholds = PAPER) -> tuple[Look, ...]:
    """The dimensions of a quotient, the most surprising first; `codes` are those of the cells (C,) by dimension, from 0.

    Empty where the rate did not change, or no dimension explains enough of it. ValueError where an element has a negative sum.
    """
    return _ranked({dimension: _of_quotient(sides, of_cells) for dimension, of_cells in codes.items()}, thresholds)


def first_look_at_sum(
    expected: np.ndarray, actual: np.ndarray, codes: Mapping[str, np.ndarray], thresholds: Thresholds = PAPER
) -> tuple[Look, ...]:
    """The same for a sum: what was expected and what came in each cell (C,). Raises ValueError where an element's is negative."""
    return _ranked({dimension: _of_sum(expected, actual, of_cells) for dimension, of_cells in codes.items()}, thresholds)


def _elements(explained: np.ndarray, surprise: np.ndarray) -> tuple[Element, ...]:
    """All elements of a dimension, the most surprising first."""
    order = np.argsort(-surprise, kind="stable").tolist()
    return tuple(Element(code, float(explained[code]), float(surprise[code])) for code in order)


def _ranked(found: Mapping[str, tuple[Element, ...]], thresholds: Thresholds) -> tuple[Look, ...]:
    looks = [look for dimension, all_of in found.items() if (look := _look(dimension, all_of, thresholds)) is not None]
    return tuple(sorted(looks, key=lambda look: -look.surprise)[: thresholds.most])


def _look(dimension: str, all_of: tuple[Element, ...], thresholds: Thresholds) -> Look | None:
    """The first elements that explain enough, or None if all together do not."""
    telling = [element for element in all_of if element.explained > thresholds.of_element]
    reached = np.cumsum([element.explained for element in telling])
    enough = np.flatnonzero(reached > thresholds.of_set)
    if not len(enough):
        return None
    chosen = tuple(telling[: int(enough[0]) + 1])
    return Look(dimension, chosen, float(reached[enough[0]]), sum(element.surprise for element in chosen))


def _of_sum(expected: np.ndarray, actual: np.ndarray, of_cells: np.ndarray) -> tuple[Element, ...]:
    forecast, came = _summed(np.stack([expected, actual]), of_cells)
    return _elements(_over(came - forecast, came.sum() - forecast.sum()), _surprise(forecast, came))


def _of_quotient(sides: Sides, of_cells: np.ndarray) -> tuple[Element, ...]:
    """Power by the finite difference of the quotient, made to sum to 1; surprise of both sums added, as if they were apart."""
    (k, k_after), (n, n_after) = _summed(sides.numerator, of_cells), _summed(sides.denominator, of_cells)
    more, grown = k_after - k, n.sum() + n_after - n
    alone = _over(more * n.sum() - (n_after - n) * k.sum(), n.sum() * grown)
    return _elements(_over(alone, alone.sum()), _surprise(k, k_after) + _surprise(n, n_after))


def _summed(values: np.ndarray, of_cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Before and after by code."""
    before, after = (np.bincount(of_cells, weights=row) for row in values)
    return before, after


def _over(part: np.ndarray, whole: np.ndarray | float) -> np.ndarray:
    """0 where the whole is nothing: of no change nobody has a part."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=np.broadcast_to(whole != 0, part.shape))


def _surprise(expected: np.ndarray, actual: np.ndarray) -> np.ndarray:
    """Each element's term of the Jensen–Shannon divergence of the shares."""
    if np.any(expected < 0) or np.any(actual < 0):
        raise ValueError("an element's share of a whole is not below 0")
    p, q = _over(expected, expected.sum()), _over(actual, actual.sum())
    return (_term(p, p + q) + _term(q, p + q)) / 2


def _term(share: np.ndarray, both: np.ndarray) -> np.ndarray:
    ratio = np.divide(2 * share, both, out=np.ones(len(share)), where=share > 0)
    return share * np.log(ratio)
