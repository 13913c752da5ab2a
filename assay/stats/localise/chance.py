"""How much evidence a search finds where there is nothing to find: the whole of it again on simulated periods."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import logsumexp

from assay.stats.localise.above import Above, above
from assay.stats.localise.evidence import Effects, Whole, against, evidence, worth_a_look
from assay.stats.localise.family import HIGHEST, Family
from assay.stats.localise.normal import Normal, Past, corrected

_NOTHING = -1e6
_FARTHEST = 4.0
"""A factor of more than fifty is no movement: a variance that few values tell may be drawn very large."""
_AT_ONCE = 2
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """`highest` (B,): the evidence that the segments together had in each simulated period. `spread` (S,): the variance of how far
    off each expectation is, relative to it (means: of the mean), but for the movement that `above` allows for."""

    highest: np.ndarray
    spread: np.ndarray
    above: Above

    def p(self, found: float) -> float:
        return float((1 + (self.highest >= found).sum()) / (1 + len(self.highest)))


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """B simulated periods as the segments see them: numerators and expectations (S, B), (B,) sums of all rows, and (S,) the sum of
    the squares of how far off the expectations were."""

    numerator: np.ndarray
    expected: np.ndarray
    totals: np.ndarray
    due: np.ndarray
    off: np.ndarray


_Sums = Callable[[np.ndarray], np.ndarray]


def chance(usual: Normal, of: Effects, simulations: int, seed: int) -> Chance:
    """History and period drawn anew and estimated anew `simulations` times, and searched as the period itself is.

    In as many parts as `_AT_ONCE`, whatever the machine has: each draws from a generator of its own, so that equal seeds give
    equal answers.
    """
    levels, sums = above(usual.lattice, usual.moved), _both_sums(usual)
    sizes = [len(part) for part in np.array_split(np.arange(simulations), _AT_ONCE)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        drawn = list(pool.map(lambda size, rng: _drawn(usual, sums, size, rng), sizes, np.random.default_rng(seed).spawn(_AT_ONCE)))
        spread = sum(part.off for part in drawn) / simulations
        highest = pool.map(lambda part: _highest(usual, of, part, spread, levels), drawn)
        return Chance(np.concatenate(list(highest)), spread, levels)


def _highest(usual: Normal, of: Effects, drawn: _Drawn, spread: np.ndarray, levels: Above) -> np.ndarray:
    return np.array([_evidence(usual, of, drawn, spread, levels, at) for at in range(len(drawn.totals))])


def _evidence(usual: Normal, of: Effects, drawn: _Drawn, spread: np.ndarray, levels: Above, at: int) -> float:
    found, family = usual.lattice, usual.family
    whole = Whole(float(drawn.totals[at]), float(drawn.due[at]), float(usual.table.denominator.sum()))
    seen = levels.allowed(against(drawn.numerator[:, at], drawn.expected[:, at], found.n, spread, whole, family), family)
    looked = worth_a_look(seen, of.side, family)
    return float(logsumexp(evidence(seen.of(looked), of, family) + found.prior[looked])) if len(looked) else _NOTHING


def _truth(usual: Normal, simulations: int, rng: np.random.Generator) -> np.ndarray:
    """(C, B) what each cell may truly be: main effects, and beyond them what its history leaves probable."""
    table, mean, family = usual.table, usual.fit.mean, usual.family
    n, seen = table.past_denominator.sum(axis=0), table.past_numerator.sum(axis=0)
    own = _own(n, seen, mean, family)
    if own == 0:
        return np.repeat(mean[:, None], simulations, axis=1)
    if family.kind == "xmr":
        held = own / (own + family.variance / np.maximum(n, 1e-12))
        beyond = held * (seen / np.maximum(n, 1e-12) - mean)
        return (mean + beyond)[:, None] + np.sqrt(own * (1 - held))[:, None] * rng.standard_normal((len(n), simulations))
    drawn = rng.standard_gamma((1 / own + seen)[:, None], (len(n), simulations)) / (1 / own + n * mean)[:, None]
    return np.clip(mean[:, None] * drawn, 1e-6, HIGHEST) if family.kind == "p" else mean[:, None] * drawn


def _own(n: np.ndarray, seen: np.ndarray, mean: np.ndarray, family: Family) -> float:
    """The variance between cells beyond main effects and chance: relative (means: absolute)."""
    told = n * mean
    base = n if family.kind == "xmr" else told
    over = ((seen - told) ** 2 - family.noise(told, n)).sum()
    return float(max(over, 0.0) / max(float((base**2).sum()), 1e-12))


def _moving(usual: Normal, truth: np.ndarray, simulations: int, rng: np.random.Generator) -> np.ndarray:
    """(C, B) what is drawn from in the period: the level that it has, and levels and pairs that move as they do."""
    table, level = usual.table, _at_level(usual, truth)
    moves = np.zeros_like(level)
    for places, several in usual.moved.all.items():
        if several.variance > 0:
            code, groups = table.grouped(places)
            sd = np.sqrt(several.drawn(simulations, rng))
            moves += (sd * rng.standard_normal((groups, simulations)))[code]
    if usual.family.kind == "xmr":
        return level + moves
    return np.minimum(level * np.exp(np.clip(moves, -_FARTHEST, _FARTHEST)), HIGHEST if usual.family.kind == "p" else np.inf)


def _at_level(usual: Normal, truth: np.ndarray) -> np.ndarray:
    table = usual.table
    due = table.denominator @ truth
    if usual.family.kind == "xmr":
        return truth + (table.numerator.sum() - due) / table.denominator.sum()
    return truth * table.numerator.sum() / np.maximum(due, 1e-12)


def _drawn(usual: Normal, sums: tuple[_Sums, _Sums], simulations: int, rng: np.random.Generator) -> _Drawn:
    """So many histories and the periods that follow them. `sums`: over what is there in the period, and in the history."""
    table, found, family = usual.table, usual.lattice, usual.family
    here, before = sums
    truth = _truth(usual, simulations, rng)
    now = _moving(usual, truth, simulations, rng)
    n, past = table.denominator[:, None], table.past_denominator.sum(axis=0)[:, None]
    history = family.drawn(np.broadcast_to(past, now.shape), truth, rng)
    period = family.drawn(np.broadcast_to(n, now.shape), now, rng)
    mean = family.mean(usual.fit.again(history, past[:, 0]))
    known = Past(before(history), before(past * mean), before(past))
    told = corrected(here(n * mean), found.n[:, None], known, usual.own[:, None], family)
    due = (n * mean).sum(axis=0)
    return _Drawn(here(period), told, period.sum(axis=0), due, (_off(usual, here(n * truth), truth, told, due) ** 2).sum(axis=1))


def _both_sums(usual: Normal) -> tuple[_Sums, _Sums]:
    table, rows = usual.table, usual.lattice.rows
    return _sums(rows, table.denominator), _sums(rows, table.past_denominator.sum(axis=0))


def _sums(rows: sparse.csr_array, n: np.ndarray) -> _Sums:
    """What adds up (C, B) values over the segments. They are nothing wherever `n` is, and where that is often only the others are
    taken; single precision is enough for chance."""
    cells = np.flatnonzero(n > 0)
    if len(cells) > _MOSTLY * len(n):
        whole = rows.astype(np.float32)
        return lambda values: (whole @ values.astype(np.float32)).astype(float)
    held = rows[:, cells].astype(np.float32)
    return lambda values: (held @ values[cells].astype(np.float32)).astype(float)


def _off(usual: Normal, true: np.ndarray, truth: np.ndarray, told: np.ndarray, due: np.ndarray) -> np.ndarray:
    """(S, B) how far expectations (`told`, of all rows `due`) were from what was `true` of the segments, at the level of all."""
    n, whole = usual.table.denominator, usual.table.denominator @ truth
    if usual.family.kind == "xmr":
        return (told - true) / usual.lattice.n[:, None] - (due - whole) / n.sum()
    return told * (whole / np.maximum(due, 1e-12)) / np.maximum(true, 1e-12) - 1
