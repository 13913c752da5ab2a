"""The causes one after the other: the segment with the most evidence, then again with what it explains taken as known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import logsumexp

from assay.stats.localise.chance import Chance
from assay.stats.localise.evidence import Against, Effects, Whole, against, evidence, worth_a_look
from assay.stats.localise.normal import Normal, Past, corrected

_MOST_STEPS = 25
_WIDE = 3.0
"""Prior sd of a cause's effect where several are estimated together."""
_SURE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """`segment` is a place in the lattice; `p` that of all segments' evidence together when it was the strongest. `looked` and
    `score`: the segments that hold all of it or lie in it, itself among them, and the log of evidence and prior of each."""

    segment: int
    p: float
    evidence: float
    looked: np.ndarray
    score: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    usual: Normal
    effects: Effects
    chance: Chance

    def found(self, alpha: float, most: int) -> tuple[tuple[Found, ...], float]:
        """At most `most` causes, each with p ≤ alpha when it was looked for, and the p of the first look."""
        causes: list[Found] = []
        first = 1.0
        for step in range(most):
            one = self._strongest([cause.segment for cause in causes])
            if step == 0 and one is not None:
                first = one.p
            if one is None or one.p > alpha:
                break
            causes.append(one)
        return tuple(causes), first

    def seen(self, known: list[int]) -> Against:
        """All segments against what is expected, the effects of the known ones and the movement of their levels included."""
        return self.chance.above.allowed(self._plainly(known), self.usual.family)

    def _plainly(self, known: list[int]) -> Against:
        """All segments against what the history and the known ones say."""
        table, rows, family = self.usual.table, self.usual.lattice.rows, self.usual.family
        due = table.denominator * family.mean(self.usual.fit.eta + self._explained(known))
        whole = Whole(float(table.numerator.sum()), float(due.sum()), float(table.denominator.sum()))
        expected = self._corrected(rows @ due)
        return against(rows @ table.numerator, expected, self.usual.lattice.n, self.chance.spread, whole, family)

    def _strongest(self, known: list[int]) -> Found | None:
        plain, family = self._plainly(known), self.usual.family
        seen = self.chance.above.allowed(plain, family)
        looked = np.setdiff1d(worth_a_look(seen, self.effects.side, family), known)
        if not len(looked):
            return None
        weight = evidence(seen.of(looked), self.effects, family)
        score = weight + self.usual.lattice.prior[looked]
        kin = looked[self._akin(int(looked[score.argmax()]), looked)]
        named = self._named(plain, kin)
        best = int(kin[named.argmax()])
        return Found(best, self.chance.p(float(logsumexp(score))), float(weight[looked == best][0]), kin, named)

    def _akin(self, segment: int, looked: np.ndarray) -> np.ndarray:
        """Which of the segments hold all of it or lie in it."""
        lattice, n = self.usual.lattice, self.usual.table.denominator
        inside = np.zeros(len(n))
        inside[lattice.cells(segment)] = n[lattice.cells(segment)]
        common = (lattice.rows @ inside)[looked]
        return np.isclose(common, lattice.n[segment]) | np.isclose(common, lattice.n[looked])

    def _named(self, plain: Against, kin: np.ndarray) -> np.ndarray:
        """The log of evidence and prior by counts and the level of all: which of segments that lie in each other has the effect.

        Movement would be allowed for once by each, however many rows it holds, and the largest would explain the others away.
        """
        counted = replace(plain, spread=plain.spread - self.chance.spread + _SURE).of(kin)
        return evidence(counted, self.effects, self.usual.family) + self.usual.lattice.prior[kin]

    def _corrected(self, expected: np.ndarray) -> np.ndarray:
        table, rows = self.usual.table, self.usual.lattice.rows
        n, seen = table.past_denominator.sum(axis=0), table.past_numerator.sum(axis=0)
        past = Past(rows @ seen, rows @ (n * self.usual.fit.mean), rows @ n)
        return corrected(expected, self.usual.lattice.n, past, self.usual.own, self.usual.family)

    def _explained(self, known: list[int]) -> np.ndarray:
        """(C,) on the scale of the link: what the known segments add to their rows, estimated together with the level of all.

        What the history knew of a segment is put on its parts anyway, and therefore not once more with its effect.
        """
        table, family, rows = self.usual.table, self.usual.family, self.usual.lattice.rows
        if not known:
            return np.zeros(len(table.denominator))
        held = np.vstack([np.ones(len(table.denominator)), rows[known].toarray()])
        found, penalty = np.zeros(len(held)), np.full(len(held), 1 / (_WIDE**2 * family.variance))
        penalty[0] = 1e-9
        for _ in range(_MOST_STEPS):
            mean = family.mean(self.usual.fit.eta + held.T @ found)
            information = held @ ((table.denominator * family.weight(mean))[:, None] * held.T) + np.diag(penalty)
            score = held @ family.error(table.numerator, table.denominator * mean) - penalty * found
            step = np.linalg.solve(information, score)
            found += step if family.kind == "xmr" else np.clip(step, -1.0, 1.0)
            if np.abs(step).max() < 1e-7:
                break
        return held[1:].T @ (found[1:] - self._known_before(known))

    def _known_before(self, known: list[int]) -> np.ndarray:
        due = self.usual.lattice.rows @ (self.usual.table.denominator * self.usual.fit.mean)
        told, due = self._corrected(due)[known], due[known]
        if self.usual.family.kind == "xmr":
            return (told - due) / self.usual.lattice.n[known]
        return np.log(np.maximum(told, 1e-12) / np.maximum(due, 1e-12))
