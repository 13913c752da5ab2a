"""How much evidence a search finds where there is nothing to find: the whole of it again on simulated periods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import logsumexp

from assay.stats.localise.above import Above, above
from assay.stats.localise.evidence import Effects, Whole, against, evidence, worth_a_look
from assay.stats.localise.family import Family
from assay.stats.localise.normal import Normal, Past, corrected

_NOTHING = -1e6


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
    """B simulated periods as the segments see them: numerators and expectations (S, B), and (B,) sums of all rows."""

    numerator: np.ndarray
    expected: np.ndarray
    totals: np.ndarray
    due: np.ndarray


def chance(usual: Normal, of: Effects, simulations: int, seed: int) -> Chance:
    """History and period drawn anew and estimated anew `simulations` times, and searched as the period itself is."""
    rng = np.random.default_rng(seed)
    truth = _truth(usual)
    drawn = _drawn(usual, truth, _moving(usual, truth, simulations, rng), rng)
    spread, levels = _spread(usual, truth, drawn), above(usual.lattice, usual.moved)
    return Chance(np.array([_highest(usual, of, drawn, spread, levels, at) for at in range(simulations)]), spread, levels)


def _highest(usual: Normal, of: Effects, drawn: _Drawn, spread: np.ndarray, levels: Above, at: int) -> float:
    found, family = usual.lattice, usual.family
    whole = Whole(float(drawn.totals[at]), float(drawn.due[at]), float(usual.table.denominator.sum()))
    seen = levels.allowed(against(drawn.numerator[:, at], drawn.expected[:, at], found.n, spread, whole, family), family)
    looked = worth_a_look(seen, of.side, family)
    return float(logsumexp(evidence(seen.of(looked), of, family) + found.prior[looked])) if len(looked) else _NOTHING


def _truth(usual: Normal) -> np.ndarray:
    """(C,) what each cell truly is in the simulation: main effects, and of what it was beyond them as much as is not chance."""
    table, fit, family = usual.table, usual.fit, usual.family
    n, seen = table.past_denominator.sum(axis=0), table.past_numerator.sum(axis=0)
    told, noise = n * fit.mean, family.noise(n * fit.mean, n)
    base = n if family.kind == "xmr" else told
    own = float(max(((seen - told) ** 2 - noise).sum(), 0.0) / max(float((base**2).sum()), 1e-12))
    if own == 0:
        return fit.mean
    scale = family.variance if family.kind == "xmr" else 1.0
    told_one = corrected(fit.mean, np.ones_like(n), Past(seen, told, n), np.full_like(n, own / scale), family)
    return np.clip(told_one, 1e-6, 0.98) if family.kind == "p" else told_one


def _moving(usual: Normal, truth: np.ndarray, simulations: int, rng: np.random.Generator) -> np.ndarray:
    """(C, B) what is drawn from in the period: the level that it has, and levels and pairs that move as they do."""
    table, moved = usual.table, usual.moved
    eta = np.repeat(usual.family.link(_at_level(usual, truth))[:, None], simulations, axis=1)
    for place, variance in moved.one.items():
        eta += rng.normal(0.0, np.sqrt(variance), (table.cards[place], simulations))[table.codes[:, place]]
    for (one, other), variance in moved.two.items():
        if variance > 0:
            code = table.codes[:, one] * table.cards[other] + table.codes[:, other]
            eta += rng.normal(0.0, np.sqrt(variance), (table.cards[one] * table.cards[other], simulations))[code]
    return usual.family.mean(eta)


def _at_level(usual: Normal, truth: np.ndarray) -> np.ndarray:
    table = usual.table
    due = float((table.denominator * truth).sum())
    if usual.family.kind == "xmr":
        return truth + (table.numerator.sum() - due) / table.denominator.sum()
    return truth * table.numerator.sum() / max(due, 1e-12)


def _drawn(usual: Normal, truth: np.ndarray, now: np.ndarray, rng: np.random.Generator) -> _Drawn:
    """`truth` (C,) is what the history is drawn from, `now` (C, B) what the periods are."""
    table, found, family = usual.table, usual.lattice, usual.family
    n, past = table.denominator[:, None], table.past_denominator.sum(axis=0)[:, None]
    history = family.drawn(np.broadcast_to(past, now.shape), np.broadcast_to(truth[:, None], now.shape), rng)
    period = family.drawn(np.broadcast_to(n, now.shape), now, rng)
    mean = family.mean(usual.fit.again(history, past[:, 0]))
    here, before = _sums(found.rows, n[:, 0]), _sums(found.rows, past[:, 0])
    known = Past(before(history), before(past * mean), before(past))
    told = corrected(here(n * mean), found.n[:, None], known, usual.own[:, None], family)
    return _Drawn(here(period), told, period.sum(axis=0), (n * mean).sum(axis=0))


def _sums(rows: sparse.csr_array, n: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """What adds up (C, B) values over the segments. They are nothing wherever `n` is; single precision is enough for chance."""
    cells = np.flatnonzero(n > 0)
    held = (rows if len(cells) == len(n) else rows[:, cells]).astype(np.float32)
    return lambda values: (held @ values[cells].astype(np.float32)).astype(float)


def _spread(usual: Normal, truth: np.ndarray, drawn: _Drawn) -> np.ndarray:
    """How far off the expectations were over the simulations. Segments of the same attributes share it, but for their size."""
    table, found = usual.table, usual.lattice
    due = found.rows @ (table.denominator * truth)
    whole = Whole(0.0, float((table.denominator * truth).sum()), float(table.denominator.sum()))
    off, size = _off(drawn, due, whole, found.n, usual.family)
    groups = len(found.subsets)
    each = np.bincount(found.subset, (off**2).mean(axis=1) * size, groups) / np.bincount(found.subset, minlength=groups)
    return each[found.subset] / np.maximum(size, 1e-12)


def _off(drawn: _Drawn, due: np.ndarray, whole: Whole, n: np.ndarray, family: Family) -> tuple[np.ndarray, np.ndarray]:
    """(S, B) how far off, at the level of all rows; and (S,) the size by which its variance falls."""
    if family.kind == "xmr":
        return (drawn.expected - due[:, None]) / n[:, None] - (drawn.due - whole.expected) / whole.n, n
    return drawn.expected * (whole.expected / np.maximum(drawn.due, 1e-12)) / np.maximum(due, 1e-12)[:, None] - 1, due
