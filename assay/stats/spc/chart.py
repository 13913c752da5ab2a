"""Control charts: one series over time, with the lines that its own first points draw.

Sources: Shewhart individuals, p, u and t charts as in Montgomery, Introduction to Statistical Quality Control; the NHS screen of
moving ranges (NHSRplotthedots); Laney 2002 for shares and rates that vary more than chance; quantiles of the binomial, Poisson and
geometric distributions where few are expected.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assay.stats.spc import lines
from assay.stats.spc.choice import FAMILIES, FEW, KIND_WORDS, Choice, asked, chosen, has_limits
from assay.stats.spc.result import BASELINE, TRIAL, Charted, Family, Line
from assay.stats.spc.series import Kind, Series
from assay.stats.spc.stretch import Stretch, stretches

SHARES = frozenset({"p", "p_prime", "p_exact"})
SCREENED = frozenset({"xmr", "log_xmr", "t"})


def chart(
    series: Series,
    kind: Kind,
    *,
    family: Family | None = None,
    rebases: Sequence[int] = (),
    screen: bool = True,
    baseline: int = BASELINE,
) -> Charted:
    """The control chart of a series. `family` None: the one that the data call for, of the latest segment long enough to tell.

    `rebases`: positions at which a new segment begins. `screen`: leave out the widest moving ranges once. `baseline`: points that
    limits rest on. ValueError for a family that does not suit the kind, a share outside 0 to 1, a negative rate, a rebase outside.
    """
    _check(series, kind, family)
    parts = stretches(series, rebases, baseline)
    choice = _choice(parts, kind, family)
    drawn = [_drawn(part, choice, screen) for part in parts]
    told = np.isfinite(series.values)
    all_lines = np.where(told, np.concatenate(drawn, axis=1), np.nan)
    why = (*choice.why, *_length(parts, choice))
    return _charted(series, choice, why, parts, all_lines, _ties(parts, choice, kind), screen)


def _check(series: Series, kind: Kind, family: Family | None) -> None:
    if family is not None and family not in FAMILIES[kind]:
        raise ValueError(f"a chart of family {family} cannot show data of kind {kind}")
    told = np.isfinite(series.values)
    numerator, denominator = series.numerator[told], series.denominator[told]
    lowest = series.values[told].min(initial=np.inf)
    is_count, is_positive = kind != "xmr" or family == "g", family in ("log_xmr", "t")
    if (is_count and lowest < 0) or (is_positive and lowest <= 0):
        raise ValueError(f"values of kind {kind} on a chart of family {family} lie above 0; the lowest is {lowest}")
    if kind == "p" and np.any(numerator > denominator * (1 + 1e-9)):
        raise ValueError("a share counts at most its denominator")


def _choice(parts: Sequence[Stretch], kind: Kind, family: Family | None) -> Choice:
    """Chosen on the latest segment that can tell, so that all segments are drawn alike."""
    if family is not None:
        told = [part for part in parts if part.baseline]
        return asked(told[-1], kind, family) if told else Choice(family, (KIND_WORDS[kind], "by_choice"))
    able = [part for part in parts if has_limits(part, "xmr" if kind == "xmr" else "p")]
    return chosen(able[-1], kind) if able else Choice("run", (KIND_WORDS[kind],))


def _length(parts: Sequence[Stretch], choice: Choice) -> tuple[str, ...]:
    """What to say of the length of the segment in which the latest judged point lies."""
    told = [part for part in parts if part.baseline] or parts
    is_run_by_choice = choice.family == "run" and "by_choice" in choice.why
    if told[-1].baseline < TRIAL or not (is_run_by_choice or has_limits(told[-1], choice.family)):
        return ("too_few",)
    return ("trial",) if told[-1].segment.is_trial else ()


def _drawn(part: Stretch, choice: Choice, screen: bool) -> np.ndarray:
    if not has_limits(part, choice.family):
        return _median_only(part)
    match choice.family:
        case "xmr":
            return lines.xmr(part, screen, choice.widening)
        case "log_xmr":
            return lines.log_xmr(part, screen, choice.widening)
        case "t":
            return lines.times(part, screen)
        case "g":
            return lines.counts_between(part)
        case family:
            return _counted(part, family, choice)


def _median_only(part: Stretch) -> np.ndarray:
    drawn = np.full((7, len(part.values)), np.nan)
    if part.baseline:
        drawn[3] = np.median(part.values[part.is_base])
    return drawn


def _counted(part: Stretch, family: Family, choice: Choice) -> np.ndarray:
    is_share = family in SHARES
    if family in ("p_prime", "u_prime"):
        sigma = lines.sigma_z(part, is_share)
        return lines.counted(part, is_share, choice.widening * sigma if np.isfinite(sigma) else 1.0)
    normal, few = lines.counted(part, is_share), _few(part, is_share, choice)
    return np.where(few, lines.exact(part, is_share), normal) if few.any() else normal


def _few(part: Stretch, is_share: bool, choice: Choice) -> np.ndarray:
    """Periods in which so few are expected that values come in steps; all of them on a chart of exact limits that was asked for."""
    if not choice.is_exact:
        return np.zeros(len(part.values), bool)
    if "by_choice" in choice.why:
        return np.isfinite(part.values)
    return lines.expected(part, is_share) < FEW


def _ties(parts: Sequence[Stretch], choice: Choice, kind: Kind) -> np.ndarray:
    """Half a count where values come in steps: the value nearest to the centre lies on it.

    Else most months of a vendor at 95 % of 20 orders lay above the mean, and seven of them in a row would be no signal.
    """
    return np.concatenate([_half_count(part, kind == "p", choice) for part in parts])


def _half_count(part: Stretch, is_share: bool, choice: Choice) -> np.ndarray:
    nowhere = np.zeros(len(part.values))
    if not has_limits(part, choice.family):
        return nowhere
    return np.divide(0.5, part.denominator, out=nowhere, where=_few(part, is_share, choice))


def _charted(
    series: Series,
    choice: Choice,
    why: tuple[str, ...],
    parts: Sequence[Stretch],
    drawn: np.ndarray,
    ties: np.ndarray,
    screen: bool,
) -> Charted:
    lower, inner_lower, near_lower, centre, near_upper, inner_upper, upper = (_line(row) for row in drawn)
    return Charted(
        family=choice.family,
        why=why,
        values=_line(series.values),
        centre=centre,
        lower=lower,
        upper=upper,
        inner_lower=inner_lower,
        inner_upper=inner_upper,
        segments=tuple(part.segment for part in parts),
        n=int(np.count_nonzero(series.is_judged)),
        is_partial=series.is_partial,
        dispersion=choice.dispersion,
        autocorrelation=choice.autocorrelation,
        is_screened=screen and choice.family in SCREENED,
        near_lower=near_lower,
        near_upper=near_upper,
        on_centre=tuple(ties.tolist()) if ties.any() else (),
    )


def _line(row: np.ndarray) -> Line:
    found = row.astype(object)
    found[~np.isfinite(row)] = None
    return tuple(found.tolist())
