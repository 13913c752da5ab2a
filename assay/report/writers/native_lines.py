"""Lines, bands, points and intervals of a chart as rows of numbers over x."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from assay.charts.chart import Anchor, Band, Label, Layer, Line, Points, Rule, Whiskers, tones
from assay.report.writers.native_series import HIGH, LOW, VALUES, Reach, Ruler, Series, Side, reached
from assay.text import Language

_SIDES: Mapping[Anchor, Side] = {"left": "right", "middle": "above", "right": "left"}
"""Where words lie from their place: those whose left end is there lie to the right of it."""
Pair = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class _Joined:
    """Which line and which intervals each layer of points carries, and which layers are carried and no row of their own."""

    lines: Mapping[int, Line]
    reaches: Mapping[int, Reach]
    carried: frozenset[int]


def over_x(layers: Sequence[Layer], across: Ruler | None, value: Ruler | None, language: Language) -> tuple[Series, ...]:
    """A row for each layer, in their order. Points that lie on a line carry it, and intervals stand on the points within them. A
    rule reaches from end to end of the axes; without axes one that lies is a row without x, one that stands is left out."""
    joined = _joined(layers)
    kept = ((at, layer) for at, layer in enumerate(layers) if at not in joined.carried)
    return tuple(numbered([one for at, layer in kept for one in _read(at, layer, joined, across, value, language)], language))


def _joined(layers: Sequence[Layer]) -> _Joined:
    """Later points lie over earlier ones: they are asked first."""
    lines: dict[int, Line] = {}
    reaches: dict[int, Reach] = {}
    carried: set[int] = set()
    for at, points in reversed([(at, layer) for at, layer in enumerate(layers) if isinstance(layer, Points)]):
        for place, layer in enumerate(layers):
            if place in carried:
                continue
            if isinstance(layer, Line) and at not in lines and _is_on(points, layer):
                lines[at] = layer
                carried.add(place)
            elif isinstance(layer, Whiskers) and at not in reaches and (reach := _reach(points, layer)):
                reaches[at] = reach
                carried.add(place)
    return _Joined(lines, reaches, frozenset(carried))


def _is_on(points: Points, line: Line) -> bool:
    return line.xs == points.xs and line.ys == points.ys and not line.step


def _reach(points: Points, whiskers: Whiskers) -> Reach | None:
    """The intervals around these points, where each interval has its point within it."""
    places, values = (points.ys, points.xs) if whiskers.is_horizontal else (points.xs, points.ys)
    ends = {
        at: (low, high) for at, low, high in zip(whiskers.at, whiskers.lows, whiskers.highs, strict=True)
        if low is not None and high is not None
    }
    pairs: list[Pair] = [None if place is None else ends.get(place) for place in places]
    met = [(value, pair) for value, pair in zip(values, pairs, strict=True) if pair is not None]
    is_theirs = len(met) == len(ends) > 0 and all(value is not None and low <= value <= high for value, (low, high) in met)
    return reached(values, pairs, whiskers.is_horizontal) if is_theirs else None


def _read(
    at: int, layer: Layer, joined: _Joined, across: Ruler | None, value: Ruler | None, language: Language
) -> Iterator[Series]:
    match layer:
        case Line():
            yield _line(layer)
        case Band():
            for row, word in ((layer.lows, LOW), (layer.highs, HIGH)):
                named = Line(layer.xs, row, layer.tone, "dotted", 1.0, step=layer.step)
                yield replace(_line(named), name=f"{layer.label} {word(language)}".strip())
        case Points():
            yield _points(layer, joined.lines.get(at), joined.reaches.get(at))
        case Whiskers():
            yield from _alone(layer)
        case Rule():
            yield from _rule(layer, across, value)
        case Label():
            words, side = (layer.text,), (_SIDES[layer.anchor],)
            yield Series(layer.text, (layer.y,), (layer.x,), layer.tone, is_hidden=True, texts=words, sides=side)


def _line(line: Line) -> Series:
    texts, sides = _ends(line)
    return Series(
        line.label, line.ys, line.xs, line.tone, has_line=True, dash=line.dash, width=line.width, step=line.step, texts=texts,
        sides=sides,
    )


def _ends(line: Line) -> tuple[tuple[str, ...], tuple[Side, ...]]:
    """The words at the first and at the last value that there is."""
    known = [at for at, y in enumerate(line.ys) if y is not None]
    if not known or not (line.label or line.start_label):
        return (), ()
    texts, sides = [""] * len(line.ys), ["right"] * len(line.ys)
    texts[known[-1]] = line.label
    if line.start_label and len(known) > 1:
        texts[known[0]], sides[known[0]] = line.start_label, "left"
    return tuple(texts), tuple(sides)  # type: ignore[arg-type]


def _points(points: Points, line: Line | None, reach: Reach | None) -> Series:
    first = tuple(words.split("\n")[0] for words in points.hover)
    same = first[0] if first and len(set(first)) == 1 else ""
    own = () if isinstance(points.tone, str) else points.tone
    tone = points.tone if isinstance(points.tone, str) else "common"
    texts, sides = ((), ()) if line is None else _ends(line)
    if any(points.numbers):
        texts, sides = points.numbers, ()
    made = Series(
        same, points.ys, points.xs, tone, own, has_marks=True, size=points.size, shape=points.shape, is_hollow=points.is_hollow,
        ring=points.ring, texts=texts, sides=sides, names=first if any(first) and not same else (), reach=reach,
    )
    if line is None:
        return made
    looks = {"tone": line.tone, "tones": own or (tone,) * len(points.xs), "dash": line.dash, "width": line.width}
    return replace(made, name=line.label or same, has_line=True, **looks)  # type: ignore[arg-type]


def _alone(whiskers: Whiskers) -> Iterator[Series]:
    """Intervals that no points carry stand on a row that is not seen: their lower ends."""
    rows = zip(whiskers.at, whiskers.lows, whiskers.highs, tones(whiskers.tone, len(whiskers.at)), strict=True)
    kept = [(at, low, high, tone) for at, low, high, tone in rows if low is not None and high is not None]
    at, lows, own = tuple(one[0] for one in kept), tuple(one[1] for one in kept), tuple(one[3] for one in kept)
    if kept:
        reach = reached(lows, [(low, high) for _, low, high, _ in kept], whiskers.is_horizontal)
        values, xs = (at, lows) if whiskers.is_horizontal else (lows, at)
        yield Series("", values, xs, own[0], own, is_hidden=True, width=whiskers.width, reach=reach)


def _rule(rule: Rule, across: Ruler | None, value: Ruler | None) -> Iterator[Series]:
    made = Series(rule.label, (), (), rule.tone, has_line=True, dash=rule.dash, width=rule.width)
    texts = ("", rule.label) if rule.label else ()
    if rule.y is not None:
        xs = (across.low, across.high) if across else ()
        yield replace(made, values=(rule.y, rule.y), xs=xs, texts=texts, sides=("right",) * len(texts))
    elif across and value and rule.x is not None:
        ends = (value.high, value.low) if value.is_reversed else (value.low, value.high)
        yield replace(made, values=ends, xs=(rule.x, rule.x), texts=texts, sides=("above",) * len(texts))


def numbered(several: Sequence[Series], language: Language) -> Iterator[Series]:
    """Rows without a name are called values; no two have the same name."""
    taken: set[str] = set()
    for one in several:
        wanted = one.name or VALUES(language)
        free = (f"{wanted} {number}" if number > 1 else wanted for number in count(1))
        name = next(each for each in free if each not in taken)
        taken.add(name)
        yield replace(one, name=name)
