"""Which terms set two groups of comments apart: weighted log-odds with an informative Dirichlet prior.

Monroe, Colaresi & Quinn 2008, Political Analysis 16:372, equations 15 to 22. Plain differences of frequencies put common words on
top, plain log-odds put rare ones there; here rare ones are drawn to what both groups say together, and ranked by z, the log-odds
ratio in units of its own uncertainty.

**What is counted is comments that hold a term, not how often it is written.** One person who writes "again, again, again" is one
voice; repetition inside a comment (burstiness) makes words look far more certain than they are. A term is then in a comment or not,
so its marginal under the Dirichlet is a beta distribution, and the odds are those of a comment that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assay.stats.difference import adjusted
from assay.stats.interval import Interval

Unit = Literal["comments", "words"]
Verdict = Literal["told_apart", "alike", "not_enough_data"]
FALSE_DISCOVERY_RATE = 0.05
MINIMUM = 30
"""Comments (or words) that each group needs before anything is claimed."""
_PRIOR, _MOST_PRIOR = 0.25, 100.0
"""How many comments the prior weighs: that share of the smaller group, and no more than so many. With it terms that one group never
uses are still found, and of groups that are the same no more are called different than the rate says (both simulated in the
tests)."""
_Z = 1.959963984540054
_Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `first`, `second`: what of each group holds it. `log_odds`: above zero where the first group uses it more, with its
    95 % interval (n: both groups' comments that hold it) and `variance`; `z` = log_odds / √variance. `p_value` two-sided;
    `q_value` Benjamini–Hochberg over all terms given. `is_apart`: q at or below the false discovery rate."""

    term: str
    first: int
    second: int
    log_odds: Interval
    variance: float
    z: float
    p_value: float
    q_value: float
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Keyness:
    """`terms` from the most typical of the first group to the most typical of the second. `n`: size of each group. `prior`: how
    many comments the prior weighs. `verdict`: `told_apart` where any term is."""

    terms: tuple[Term, ...]
    n: tuple[int, int]
    prior: float
    unit: Unit
    verdict: Verdict

    @property
    def of_first(self) -> tuple[Term, ...]:
        """The terms that the first group uses more, beyond chance, the most certain first."""
        return tuple(one for one in self.terms if one.is_apart and one.z > 0)

    @property
    def of_second(self) -> tuple[Term, ...]:
        return tuple(one for one in reversed(self.terms) if one.is_apart and one.z < 0)


def keyness(
    terms: Sequence[str], counts: ArrayLike, sizes: tuple[int, int], background: ArrayLike | None = None, *,
    prior: float | None = None, unit: Unit = "comments", minimum: int = MINIMUM,
) -> Keyness:
    """Of `counts`, shape (2, terms): how many of each group's `sizes` hold the term.

    `background`: shares of the terms where nothing sets groups apart (of earlier comments, say), each above 0 and below 1; None:
    both groups together. `prior`: how many comments it weighs; None: a quarter of the smaller group, at most 100. `unit="words"`
    takes occurrences and numbers of words, with the paper's equation 20 for the variance; of comments the parts for "does not hold
    it" stay in (equation 19), for a term may well be in half of them. `minimum`: below it, in either group, nothing is claimed.

    Raises ValueError for shapes that do not agree, a term given twice, a term that nobody used, and counts above the size.
    """
    counted = _checked(terms, counts, sizes, unit)
    if not terms or min(sizes) < minimum:
        return Keyness((), sizes, prior or 0.0, unit, "not_enough_data")
    weight = min(_PRIOR * min(sizes), _MOST_PRIOR) if prior is None else prior
    # What every comment holds keeps half a comment that may not: its odds would have no end.
    pooled = np.minimum(counted.sum(axis=0), sum(sizes) - 0.5) / sum(sizes)
    shares = pooled if background is None else np.asarray(background, dtype=np.float64)
    log_odds, variance = _estimated(counted, np.array(sizes, dtype=np.float64), weight * shares, weight, unit)
    found = _told(terms, counted, log_odds, variance)
    verdict: Verdict = "told_apart" if any(one.is_apart for one in found) else "alike"
    return Keyness(found, sizes, weight, unit, verdict)


def _checked(terms: Sequence[str], counts: ArrayLike, sizes: tuple[int, int], unit: Unit) -> NDArray[np.int64]:
    counted = np.asarray(counts, dtype=np.int64).reshape(2, -1)
    if counted.shape[1] != len(terms):
        raise ValueError(f"{len(terms)} terms, and counts of {counted.shape[1]}")
    if len(set(terms)) < len(terms):
        raise ValueError("a term was given twice")
    if (counted < 0).any() or (counted.sum(axis=0) == 0).any():
        raise ValueError("a term that nobody used, or a count below zero")
    held = counted.sum(axis=1) if unit == "words" else counted.max(axis=1, initial=0)
    if (held > np.array(sizes)).any():
        raise ValueError(f"more counted than there is: {held.tolist()} of {list(sizes)}")
    return counted


def _estimated(counts: NDArray[np.int64], sizes: _Column, prior: _Column, weight: float, unit: Unit) -> tuple[_Column, _Column]:
    """The log-odds ratio (equation 16) and its variance (equations 19 and 20) of each term."""
    with_it = counts + prior
    without = sizes[:, np.newaxis] + weight - with_it
    odds = np.log(with_it / without)
    spread = 1 / with_it if unit == "words" else 1 / with_it + 1 / without
    return odds[0] - odds[1], spread.sum(axis=0)


def _told(terms: Sequence[str], counts: NDArray[np.int64], log_odds: _Column, variance: _Column) -> tuple[Term, ...]:
    scores = log_odds / np.sqrt(variance)
    p_values = [erfc(abs(z) / sqrt(2)) for z in scores.tolist()]
    q_values = adjusted(p_values)
    order = sorted(range(len(terms)), key=lambda at: (-scores[at], terms[at]))
    return tuple(
        Term(terms[at], int(counts[0, at]), int(counts[1, at]), _interval(log_odds[at], variance[at], int(counts[:, at].sum())),
             float(variance[at]), float(scores[at]), p_values[at], q_values[at], q_values[at] <= FALSE_DISCOVERY_RATE)
        for at in order
    )  # fmt: skip


def _interval(log_odds: float, variance: float, n: int) -> Interval:
    half = _Z * sqrt(variance)
    return Interval(float(log_odds), float(log_odds) - half, float(log_odds) + half, n)
