"""How well concentrated causes are found: ours beside published methods on the same instances, by setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.evidence import Section, shown
from benchmarks.localising.adtributor import adtributor
from benchmarks.localising.generator import TEST, Setting
from benchmarks.localising.ours import ours
from benchmarks.localising.ratio_scan import ratio_scan
from benchmarks.localising.riskloc import riskloc
from benchmarks.localising.scores import Method, Score, score
from benchmarks.localising.tree import tree

METHODS: dict[str, Method] = {
    "ours": ours, "likelihood-ratio scan": ratio_scan, "Adtributor": adtributor, "tree, depth 4": tree, "RiskLoc": riskloc,
}
PLAIN = Setting("")
"""As in the numbers that are to be beaten: there the likelihood-ratio scan has F1 1.00 / 1.00 / 1.00 for one cause of one, two and
three attributes at odds × 7.4, and 0.96 / 0.56 / 0.20 at × 2.7."""
RARE = replace(PLAIN, base=0.04)
SINGLE = tuple(
    replace(PLAIN, name=f"one cause of {depth}, odds × {odds}", causes=(depth,), effect=effect)
    for odds, effect in (("7.4", 2.0), ("2.7", 1.0))
    for depth in (1, 2, 3, 4)
)
SEVERAL = (
    replace(PLAIN, name="two causes, of 1 and 2", causes=(1, 2)),
    replace(PLAIN, name="three causes, of 1, 2 and 3", causes=(1, 2, 3)),
    replace(PLAIN, name="three causes, sparse", causes=(2, 2, 3), sparsity=0.7),
    replace(PLAIN, name="three causes that share values", causes=(2, 2, 2), levels=(4, 4, 4, 4)),
)
HARDER = (
    replace(RARE, name="base 4 %, one cause of 3", causes=(3,)),
    replace(RARE, name="base 4 %, one cause of 4", causes=(4,)),
    replace(RARE, name="base 4 %, three causes, sparse", causes=(2, 2, 3), sparsity=0.7),
    replace(RARE, name="levels drift, 4 normal periods", causes=(2,), effect=1.5, drift=0.15, periods=4),
    replace(RARE, name="levels drift, of 3, 6 periods", causes=(3,), effect=1.5, drift=0.1, periods=6),
    replace(RARE, name="cells differ, 4 periods", causes=(2,), effect=1.5, cell=0.4, periods=4),
    replace(RARE, name="one attribute within another", causes=(2,), effect=1.5, levels=(24, 6, 5, 4, 4), nested=True),
    replace(RARE, name="1 to 1,000 rows a cell", causes=(2, 2), effect=1.5, levels=(6, 5, 4, 4), per_cell=(1, 1000)),
    replace(RARE, name="seven attributes", causes=(2, 3), levels=(8, 6, 5, 4, 4, 3, 3), rows=40_000),
    replace(RARE, name="counts (rates)", kind="u", causes=(2,), effect=1.5, base=0.1),
    replace(RARE, name="means", kind="xmr", causes=(2,), effect=1.0, base=4.0, drift=0.05, periods=4),
    replace(RARE, name="200,000 rows, of 3, odds × 2.7", causes=(3,), effect=1.0, rows=200_000),
)
NOTHING = (
    replace(RARE, name="nothing: plain"),
    replace(RARE, name="nothing: drift, 4 periods", drift=0.15, periods=4),
    replace(RARE, name="nothing: little drift, 4 periods", drift=0.05, periods=4),
    replace(RARE, name="nothing: levels walk, 12 periods", walk=0.05, periods=12),
    replace(RARE, name="nothing: drift, base 40 %, 6 periods", base=0.4, drift=0.15, periods=6),
    replace(RARE, name="nothing: cells differ, 4 periods", cell=0.4, periods=4),
    replace(RARE, name="nothing: sparse, uneven", sparsity=0.7, skew=1.0),
    replace(RARE, name="nothing: 1 to 1,000 rows a cell", levels=(6, 5, 4, 4), per_cell=(1, 1000)),
    replace(RARE, name="nothing: counts", kind="u", base=0.1),
    replace(RARE, name="nothing: means, drift", kind="xmr", base=4.0, drift=0.05, periods=4),
)
SIZES = (
    replace(RARE, name="5,000 cells", causes=(2,), rows=25_000),
    replace(RARE, name="100,000 cells", causes=(2,), levels=(20, 16, 12, 8, 5, 3), rows=85_000, skew=0.3, smallest=300),
)
_CLOSE = 0.03
_TITLE = "Where a change is concentrated"


def found(seeds: int, settings: Sequence[Setting] = (*SINGLE, *SEVERAL, *HARDER)) -> Section:
    """F1 by setting and method over test seeds: a cause counts where exactly its rows are named."""
    scores = {one.name: _scored(one, seeds) for one in settings}
    rows = tuple((name, *(f"{each.f1:.2f}" for each in by.values())) for name, by in scores.items())
    mine = [by["ours"].f1 for by in scores.values()]
    worse = [one for one, by in scores.items() if by["ours"].f1 < max(each.f1 for each in by.values()) - _CLOSE]
    claim = (
        f"F1 of exactly named causes on {seeds} test instances a setting, mean {sum(mine) / len(mine):.2f}; ours is the best or "
        f"within {_CLOSE} of it in all settings but {len(worse)}."
    )
    return Section(_TITLE, claim, ("setting", *METHODS), rows, len(worse) <= len(settings) // 10)


def _scored(of: Setting, seeds: int) -> dict[str, Score]:
    return {name: score(method, of, TEST[:seeds]) for name, method in METHODS.items()}


def alarms(seeds: int, settings: Sequence[Setting] = NOTHING) -> Section:
    """Instances without a cause in which one is named."""
    scores = {one.name: _scored(one, seeds) for one in settings}
    rows = tuple((name, *(f"{100 * each.named / each.instances:.0f} %" for each in by.values())) for name, by in scores.items())
    named = sum(by["ours"].named for by in scores.values())
    claim = f"Where nothing was planted ours names something in {named} of {seeds * len(settings)} instances; 5 % is stated."
    return Section(f"{_TITLE}: false alarms", claim, ("setting", *METHODS), rows, named <= 0.09 * seeds * len(settings))


def times(seeds: int, settings: Sequence[Setting] = SIZES) -> Section:
    """Seconds an instance, which belong to this machine."""
    rows = []
    for of, bound in zip(settings, (1.0, 15.0), strict=True):
        taken = score(ours, of, TEST[:seeds])
        rows.append((of.name, f"{taken.seconds:.2f}", f"{bound:.0f}", taken.seconds <= bound))
    claim = "Seconds that one instance takes, with the seconds that it may take."
    return Section(f"{_TITLE}: time", claim, ("size", "s", "at most"), tuple(row[:3] for row in rows), all(row[3] for row in rows))


def sections(seeds: int) -> tuple[Section, ...]:
    return found(seeds), alarms(seeds), times(max(seeds // 10, 1))


if __name__ == "__main__":
    raise SystemExit(shown(sections(100)))
