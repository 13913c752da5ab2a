"""Which points of a control chart are signals: rules as data, and the one function that reads them.

Rules look inside one segment, at judged points only. A gap breaks every pattern of successive points (NHSRplotthedots #156: missing
values once made signals) and is passed over by the counts of Anhøj's runs tests, as in qicharts2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assay.stats.spc.anhoej import Runs, run_tests
from assay.stats.spc.patterns import Places, covered, ends, places
from assay.stats.spc.result import TRIAL, Charted, Segment

Side = Literal["above", "below", "rising", "falling", "long_run", "few_crossings", "alternating", "hugging", "mixture"]
"""`alternating`, `hugging` (the centre), `mixture` (of two processes): the series is not one process, neither better nor worse."""
Shape = Literal["beyond", "moving", "alternating", "hugging", "mixture", "long_run", "few_crossings"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`needed` of `within` successive points `beyond` a line on one side: 3 the limit, 2 the inner, 1 the near line, 0 the centre.

    `moving`: `within` points strictly rising or falling. `all_one_side`: every point of the window lies on that side of the centre.
    `counts_outside`: a point beyond the limit counts as beyond an inner line. `is_marked_back`: every point that makes the pattern
    is a signal, not only the one that completes it.
    """

    id: str
    shape: Shape
    needed: int = 1
    within: int = 1
    beyond: int = 0
    all_one_side: bool = False
    counts_outside: bool = True
    is_marked_back: bool = False


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules in order of precedence, under a name and version that every chart prints."""

    id: str
    version: str
    rules: tuple[Rule, ...]


OUTSIDE = Rule("outside_limits", "beyond", 1, 1, 3)
_NHS_TREND = Rule("trend", "moving", 7, 7, is_marked_back=True)
_NHS_NEAR = Rule("near_limit", "beyond", 2, 3, 2, all_one_side=True, is_marked_back=True)
_NHS_NEAR_R = Rule("near_limit", "beyond", 2, 3, 2, all_one_side=True, counts_outside=False, is_marked_back=True)
_NHS_SHIFT = Rule("one_side", "beyond", 7, 7, is_marked_back=True)

NHS = RuleSet("nhs", "2023-11", (OUTSIDE, _NHS_TREND, _NHS_NEAR, _NHS_SHIFT))
"""NHS England, Making Data Count; since November 2023 a point outside the limits counts in two of three (NHSRplotthedots #194)."""
NHS_R = RuleSet("nhs_r", "0.2", (OUTSIDE, _NHS_TREND, _NHS_NEAR_R, _NHS_SHIFT))
"""The same as the R package NHSRplotthedots computes it, to test against."""
WESTERN_ELECTRIC = RuleSet(
    "western_electric",
    "1956",
    (
        OUTSIDE,
        Rule("two_of_three", "beyond", 2, 3, 2),
        Rule("four_of_five", "beyond", 4, 5, 1),
        Rule("one_side", "beyond", 8, 8),
    ),
)
"""Western Electric, Statistical Quality Control Handbook (1956)."""
NELSON = RuleSet(
    "nelson",
    "1984",
    (
        OUTSIDE,
        Rule("one_side", "beyond", 9, 9),
        Rule("trend", "moving", 6, 6),
        Rule("alternating", "alternating", 14, 14),
        Rule("two_of_three", "beyond", 2, 3, 2),
        Rule("four_of_five", "beyond", 4, 5, 1),
        Rule("hugging", "hugging", 15, 15, 1),
        Rule("mixture", "mixture", 8, 8, 1),
    ),
)
"""Nelson 1984, J. Quality Technology 16:237."""
ANHOEJ = RuleSet("anhoej", "2014", (Rule("long_run", "long_run"), Rule("few_crossings", "few_crossings")))
"""Anhøj & Olesen 2014, PLoS ONE 9:e113825: for run charts and skewed data."""
LIMITS = RuleSet("limits", "1931", (OUTSIDE,))
"""Shewhart 1931: points outside the limits only."""
RULE_SETS = (NHS, NELSON, WESTERN_ELECTRIC, ANHOEJ, LIMITS)
"""What a user may choose from, the default first."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A point that a rule marks. `points`: the positions that make the pattern; signals that share them are one story."""

    position: int
    rule: str
    side: Side
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """Where a rule holds: windows end at `end`; `hit` are the points that make it."""

    side: Side
    end: np.ndarray
    hit: np.ndarray


def signals(charted: Charted, rules: RuleSet = NHS) -> tuple[Signal, ...]:
    """At most one signal a point, the first by precedence, in order of position.

    On a chart whose `why` says autocorrelated only single points are judged: patterns of neighbours that are alike mean nothing.
    A segment with fewer than 12 points of baseline has no signals.
    """
    found: dict[int, Signal] = {}
    values, drawn = _values(charted), _lines(charted)
    for segment in charted.segments:
        if segment.baseline >= TRIAL:
            for signal in _in_segment(charted, segment, values, drawn, rules):
                found.setdefault(signal.position, signal)
    return tuple(found[position] for position in sorted(found))


def _values(charted: Charted) -> np.ndarray:
    values = np.array(charted.values, dtype="float64")
    if charted.is_partial:
        values[-1:] = np.nan
    return values


def _lines(charted: Charted) -> np.ndarray:
    """(7, n) from below; one standard deviation is half of two where the chart does not draw it."""
    given = (charted.lower, charted.inner_lower, charted.centre, charted.inner_upper, charted.upper)
    lower, inner_lower, centre, inner_upper, upper = np.array(given, dtype="float64")
    near_lower = np.array(charted.near_lower, dtype="float64") if charted.near_lower else (inner_lower + centre) / 2
    near_upper = np.array(charted.near_upper, dtype="float64") if charted.near_upper else (inner_upper + centre) / 2
    return np.stack([lower, inner_lower, near_lower, centre, near_upper, inner_upper, upper])


def _in_segment(charted: Charted, segment: Segment, values: np.ndarray, drawn: np.ndarray, rules: RuleSet) -> Iterator[Signal]:
    part = slice(segment.start, segment.stop)
    ties = np.array(charted.on_centre[part]) if charted.on_centre else 0.0
    here = places(values[part], drawn[:, part], ties)
    for rule in rules.rules:
        if rule.shape in ("long_run", "few_crossings"):
            tests = None if "autocorrelated" in charted.why else run_tests(here.side)
            yield from _runs_signal(rule, tests, segment.start)
        elif rule.within == 1 or "autocorrelated" not in charted.why:
            for match in matches(rule, here):
                yield from _marked(rule, match, segment.start)


def matches(rule: Rule, here: Places) -> Iterator[Match]:
    """Where a rule of successive points holds, by side; of any shape, time on the last axis."""
    if rule.shape == "beyond":
        yield from (_beyond(rule, here, side, word) for side, word in ((1, "above"), (-1, "below")))
    elif rule.shape == "moving":
        for way, word in ((1, "rising"), (-1, "falling")):
            yield Match(word, ends(here.moves == way, rule.within - 1, rule.within - 1), here.told)
    elif rule.shape == "alternating":
        turns = np.zeros(here.moves.shape, bool)
        turns[..., 1:] = here.moves[..., 1:] * here.moves[..., :-1] < 0
        yield Match("alternating", ends(turns, rule.within - 2, rule.within - 2), here.told)
    elif rule.shape == "hugging":
        hit = here.told & (here.zone < rule.beyond)
        yield Match("hugging", ends(hit, rule.needed, rule.within), hit)
    elif rule.shape == "mixture":
        hit = here.zone >= rule.beyond
        yield Match("mixture", ends(hit, rule.needed, rule.within), hit)


def _beyond(rule: Rule, here: Places, side: int, word: Side) -> Match:
    on_side = here.side == side
    hit = on_side & (here.zone >= rule.beyond)
    if not rule.counts_outside:
        hit &= here.zone < 3
    end = ends(hit, rule.needed, rule.within)
    if rule.all_one_side:
        end &= ends(on_side, rule.within, rule.within)
    return Match(word, end, hit)


def _marked(rule: Rule, match: Match, start: int) -> Iterator[Signal]:
    """Marked back: each hit of the windows, windows that overlap being one pattern. Else: the hit that completes a window."""
    if not match.end.any():
        return
    if not rule.is_marked_back:
        for end in np.flatnonzero(match.end & match.hit):
            first = end - rule.within + 1
            points = first + np.flatnonzero(match.hit[first : end + 1])
            yield Signal(start + int(end), rule.id, match.side, tuple((start + points).tolist()))
        return
    inside = covered(match.end, rule.within)
    edges = np.flatnonzero(np.diff(inside.astype(np.int8), prepend=0, append=0))
    for first, stop in edges.reshape(-1, 2):
        points = tuple((start + first + np.flatnonzero(match.hit[first:stop])).tolist())
        yield from (Signal(point, rule.id, match.side, points) for point in points)


def _runs_signal(rule: Rule, tests: Runs | None, start: int) -> Iterator[Signal]:
    if tests is None:
        return
    if rule.shape == "long_run" and tests.is_long:
        points = tuple(start + at for at in tests.longest_points)
    elif rule.shape == "few_crossings" and tests.is_seldom_crossing:
        points = tuple(start + at for at in tests.useful_points)
    else:
        return
    yield Signal(points[-1], rule.id, rule.shape, points)
