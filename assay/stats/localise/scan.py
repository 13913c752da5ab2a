"""The scan for concentrated causes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assay.stats.localise.chance import chance
from assay.stats.localise.evidence import Effects, effects, weighed
from assay.stats.localise.family import Family
from assay.stats.localise.lattice import Lattice, lattice
from assay.stats.localise.normal import Normal, normal
from assay.stats.localise.result import Cause, Condition, Localised, Named, Side, Verdict
from assay.stats.localise.search import Found, Search
from assay.stats.localise.table import Table

LEAST, LEAST_SHARE = 10.0, 1 / 2_000
"""A segment has at least so much in its denominator, and at least that share of all: what is smaller explains nothing."""
_FEWEST = 20.0
_MANY_CELLS, _SIMULATIONS, _FEWER = 20_000, 99, 39
_OTHERS, _LIKELY = 3, 0.05
_GRID = np.linspace(-5.0, 5.0, 2001)


def localise(
    table: Table,
    *,
    depth: int = 4,
    side: Side = "more",
    alpha: float = 0.05,
    most: int = 5,
    least: float | None = None,
    simulations: int | None = None,
    seed: int = 0,
) -> Localised:
    """The combinations of at most `depth` values in which the period is not as the history, at most `most` of them.

    `side`: segments whose numerator is larger than expected, smaller, or both. `alpha`: how often a cause is named where there is
    none; the search has paid for it. `least`: the smallest denominator of a segment that is looked at. Same seed, same answer.
    """
    smallest = _least(table) if least is None else least
    found = lattice(table, depth, smallest)
    told = _nothing(table, found, depth, smallest, simulations or _runs(table))
    if not _is_enough(table, found):
        return told
    usual = normal(table, found)
    of = effects(side, usual.family)
    search = Search(usual, of, chance(usual, of, told.simulations, seed))
    causes, p = search.found(alpha, most)
    verdict: Verdict = "concentrated" if causes else "no_concentrated_cause"
    named = tuple(_cause(search, place, causes) for place in range(len(causes)))
    return replace(told, verdict=verdict, causes=named, p=p, moved=_sds(usual), is_movement_known=usual.moved.is_known)


def _least(table: Table) -> float:
    return max(LEAST, LEAST_SHARE * float(table.denominator.sum()))


def _runs(table: Table) -> int:
    return _SIMULATIONS if len(table.denominator) <= _MANY_CELLS else _FEWER


def _nothing(table: Table, found: Lattice, depth: int, least: float, simulations: int) -> Localised:
    """What is said before anything is known."""
    cells, n, periods = len(table.denominator), float(table.denominator.sum()), len(table.past_denominator)
    return Localised("not_enough_data", (), 1.0, len(found.n), cells, n, periods, depth, least, simulations, (), False)


def _is_enough(table: Table, found: Lattice) -> bool:
    if not len(found.n):
        return False
    known = table.past_denominator.sum() if table.expected is None else table.expected.sum()
    events = table.numerator.sum() + (table.past_numerator.sum() if table.expected is None else table.expected.sum())
    return bool(known > 0 and (table.kind == "xmr" or events >= _FEWEST))


def _sds(usual: Normal) -> tuple[tuple[str, float], ...]:
    return tuple((usual.table.attributes[place], float(np.sqrt(moves.variance))) for place, moves in usual.moved.one.items())


def _cause(search: Search, place: int, causes: tuple[Found, ...]) -> Cause:
    """A cause against what all others explain."""
    one, table, family = causes[place], search.usual.table, search.usual.family
    seen = search.seen([cause.segment for cause in causes if cause is not one]).of(np.array([one.segment]))
    rows = np.zeros(len(table.denominator), dtype=bool)
    rows[search.usual.lattice.cells(one.segment)] = True
    n, numerator, expected = float(seen.n[0]), float(seen.numerator[0]), float(seen.expected[0])
    low, high = _interval(weighed(seen, Effects("both", _grid(family), np.zeros(1)), family)[0], family)
    lift = (numerator - expected) / n if family.kind == "xmr" else numerator / expected
    mine, others = _named(search, one)
    conditions = _conditions(search, one.segment)
    return Cause(conditions, n, numerator, expected, lift, low, high, one.evidence, one.p, mine, others, rows)


def _grid(family: Family) -> np.ndarray:
    return _GRID * (np.sqrt(family.variance) if family.kind == "xmr" else 1.0)


def _interval(ratio: np.ndarray, family: Family) -> tuple[float, float]:
    """The middle 95 % of the effects' likelihood, as a ratio of rates (means: a difference)."""
    under = np.cumsum(np.exp(ratio - ratio.max()))
    ends = _grid(family)[np.searchsorted(under / under[-1], [0.025, 0.975])]
    low, high = ends if family.kind == "xmr" else np.exp(ends)
    return float(low), float(high)


def _named(search: Search, one: Found) -> tuple[float, tuple[Named, ...]]:
    """How probable it is that the segment is the one meant, and the next probable ones."""
    likely = np.exp(one.score - np.logaddexp.reduce(one.score))
    best = [at for at in np.argsort(-likely)[: _OTHERS + 1] if one.looked[at] != one.segment and likely[at] >= _LIKELY]
    mine = float(likely[one.looked == one.segment][0])
    return mine, tuple(Named(_conditions(search, int(one.looked[at])), float(likely[at])) for at in best[:_OTHERS])


def _conditions(search: Search, segment: int) -> tuple[Condition, ...]:
    table, found = search.usual.table, search.usual.lattice
    cell = found.cells(segment)[0]
    places = found.subsets[found.subset[segment]]
    return tuple(Condition(table.attributes[at], table.levels[at][table.codes[cell, at]]) for at in places)
