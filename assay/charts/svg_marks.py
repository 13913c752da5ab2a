"""The layers of a chart as SVG shapes. Every word that comes in is escaped here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from assay.charts.chart import Anchor, Band, Bars, Cells, Dash, Label, Layer, Line, Points, Rule, Tone, Whiskers, is_so, said, tones
from assay.charts.lettering import GAP, LINE, SIZE
from assay.charts.palette import Palette
from assay.charts.paths import Path, outlines, paths
from assay.charts.plan import RING, SIDES, Plan, number_away
from assay.charts.tones import BAND, colour, filled

DASHES: dict[Dash, str] = {"solid": "", "dashed": ' stroke-dasharray="6 4"', "dotted": ' stroke-dasharray="1.5 4"'}
_ANCHORS: dict[Anchor, str] = {"left": "start", "middle": "middle", "right": "end"}
_FAR = 1e4  # pixels: nothing is farther away, also not the logarithm of zero


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the drawing lies in the picture: its plan, its colours, and its left, upper and right end in pixels."""

    plan: Plan
    palette: Palette
    left: float
    top: float
    breadth: float

    def x(self, value: float) -> float:
        return self.left + min(max(self.plan.x.share(value) * self.breadth, -_FAR), _FAR)

    def y(self, value: float) -> float:
        return self.top + min(max((1 - self.plan.y.share(value)) * self.plan.height, -_FAR), _FAR)

    def ink(self, tone: Tone) -> str:
        return colour(self.palette, tone)


def is_cut_off(layer: Layer) -> bool:
    """Whether a layer ends where the axes end. Marks and words are whole everywhere."""
    return isinstance(layer, Line | Band | Whiskers | Rule)


def marks(layer: Layer, ground: Ground) -> Iterator[str]:
    """The shapes of one layer."""
    match layer:
        case Line():
            yield from _line(layer, ground)
        case Band():
            yield from _band(layer, ground)
        case Points():
            yield from _points(layer, ground)
        case Bars():
            yield from _bars(layer, ground)
        case Whiskers():
            yield from _whiskers(layer, ground)
        case Label():
            x = ground.x(layer.x) + SIDES[layer.anchor] * layer.away
            yield text(layer.text, x, ground.y(layer.y), ground.ink(layer.tone), layer.anchor, is_bold=layer.is_bold)
        case Rule():
            yield from _rule(layer, ground)
        case Cells():
            yield from _cells(layer, ground)


def text(words: str, x: float, y: float, ink: str, anchor: Anchor = "left", size: float = SIZE, is_bold: bool = False) -> str:
    """Words with their middle at `y`; several lines stand around it."""
    lines = words.split("\n")
    weight = ' font-weight="bold"' if is_bold else ""
    first = y + 0.36 * size - LINE * (len(lines) - 1) / 2
    said = (
        f'<text x="{x:.1f}" y="{first + LINE * at:.1f}" fill="{ink}" font-size="{size:g}" '
        f'text-anchor="{_ANCHORS[anchor]}"{weight}>{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return "".join(said)


def stroke(ink: str, width: float, dash: Dash = "solid") -> str:
    return f'stroke="{ink}" stroke-width="{width:g}"{DASHES[dash]}'


def _places(path: Path, ground: Ground) -> str:
    return " ".join(f"{ground.x(x):.1f},{ground.y(y):.1f}" for x, y in path)


def _line(line: Line, ground: Ground) -> Iterator[str]:
    drawn = stroke(ground.ink(line.tone), line.width, line.dash)
    for path in paths(line.xs, line.ys, line.step):
        yield f'<polyline points="{_places(path, ground)}" fill="none" stroke-linejoin="round" {drawn}/>'


def _band(band: Band, ground: Ground) -> Iterator[str]:
    for path in outlines(band.xs, band.lows, band.highs, band.step):
        yield f'<polygon points="{_places(path, ground)}" fill="{ground.ink(band.tone)}" fill-opacity="{BAND:g}"/>'


def _points(points: Points, ground: Ground) -> Iterator[str]:
    inks = tones(points.tone, len(points.xs))
    for at, (x, y) in enumerate(zip(points.xs, points.ys, strict=True)):
        if y is not None:
            yield _mark(points, at, ground.x(x), ground.y(y), ground.ink(inks[at]), ground.palette.background)
            yield from _beside(points, at, ground.x(x), ground.y(y), ground.ink(inks[at]))


def _mark(points: Points, at: int, x: float, y: float, ink: str, paper: str) -> str:
    is_hollow = is_so(points.is_hollow, at)
    radius = points.size / 2 - (0.5 if is_hollow else 0)
    looks = f'fill="{paper}" {stroke(ink, 1.5)}' if is_hollow else f'fill="{ink}" {stroke(paper, 0.8)}'
    told = _told(points.hover, at)
    match points.shape:
        case "circle":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {looks}>{told}</circle>'
        case "square":
            corners = ((x - radius, y - radius), (x + radius, y - radius), (x + radius, y + radius), (x - radius, y + radius))
        case "diamond":
            reach = 1.3 * radius
            corners = ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
    places = " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
    return f'<polygon points="{places}" {looks}>{told}</polygon>'


def _told(hover: tuple[str, ...], at: int) -> str:
    return f"<title>{escape(words)}</title>" if (words := said(hover, at)) else ""


def _beside(points: Points, at: int, x: float, y: float, ink: str) -> Iterator[str]:
    """The ring around a mark, and its number."""
    if is_so(points.ring, at):
        yield f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{points.size / 2 + RING:g}" fill="none" {stroke(ink, 1.5)}/>'
    if number := said(points.numbers, at):
        yield text(number, x, y - number_away(points, at), ink, "middle", is_bold=True)


def _bars(bars: Bars, ground: Ground) -> Iterator[str]:
    inks, starts = tones(bars.tone, len(bars.at)), bars.starts or (0.0,) * len(bars.at)
    for at, (place, start, stop) in enumerate(zip(bars.at, starts, bars.stops, strict=True)):
        if start is not None and stop is not None:
            corners, is_hollow = _corners(bars, place, start, stop, ground), is_so(bars.is_hollow, at)
            yield _box(corners, ground.ink(inks[at]), is_hollow, _told(bars.hover, at), ground)
            if words := said(bars.texts, at):
                yield _at_end(words, bars, place, start, stop, ground)


def _corners(bars: Bars, place: float, start: float, stop: float, ground: Ground) -> tuple[float, float, float, float]:
    """Left, right, upper and lower end of one bar."""
    sides = (place - bars.thickness / 2, place + bars.thickness / 2)
    across, along = (sides, (start, stop)) if not bars.is_horizontal else ((start, stop), sides)
    left, right = sorted(map(ground.x, across))
    upper, lower = sorted(map(ground.y, along))
    return left, right, upper, lower


def _box(corners: tuple[float, float, float, float], ink: str, is_hollow: bool, told: str, ground: Ground) -> str:
    left, right, upper, lower = corners
    looks = f'fill="{ground.palette.background}" {stroke(ink, 1.5)}' if is_hollow else f'fill="{ink}"'
    size = f'width="{max(right - left, 0.5):.1f}" height="{max(lower - upper, 0.5):.1f}"'
    return f'<rect x="{left:.1f}" y="{upper:.1f}" {size} {looks}>{told}</rect>'


def _at_end(words: str, bars: Bars, place: float, start: float, stop: float, ground: Ground) -> str:
    ink = ground.palette.text
    if bars.is_horizontal:
        is_back = ground.x(stop) < ground.x(start)
        return text(words, ground.x(stop) + (-GAP if is_back else GAP), ground.y(place), ink, "right" if is_back else "left")
    away = GAP + SIZE / 2
    is_down = ground.y(stop) > ground.y(start)
    return text(words, ground.x(place), ground.y(stop) + (away if is_down else -away), ink, "middle")


def _whiskers(whiskers: Whiskers, ground: Ground) -> Iterator[str]:
    inks = tones(whiskers.tone, len(whiskers.at))
    for at, low, high, tone in zip(whiskers.at, whiskers.lows, whiskers.highs, inks, strict=True):
        if low is not None and high is not None:
            ends = ((low, at), (high, at)) if whiskers.is_horizontal else ((at, low), (at, high))
            yield _straight(*((ground.x(x), ground.y(y)) for x, y in ends), stroke(ground.ink(tone), whiskers.width))


def _straight(one: tuple[float, float], other: tuple[float, float], looks: str) -> str:
    return f'<line x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" y2="{other[1]:.1f}" {looks}/>'


def _rule(rule: Rule, ground: Ground) -> Iterator[str]:
    looks = stroke(ground.ink(rule.tone), rule.width, rule.dash)
    if rule.y is not None:
        yield _straight((ground.left, ground.y(rule.y)), (ground.left + ground.breadth, ground.y(rule.y)), looks)
    if rule.x is not None:
        yield _straight((ground.x(rule.x), ground.top), (ground.x(rule.x), ground.top + ground.plan.height), looks)


def _cells(cells: Cells, ground: Ground) -> Iterator[str]:
    inks = tones(cells.tone, len(cells.xs))
    for at, (x, y, intensity) in enumerate(zip(cells.xs, cells.ys, cells.intensity, strict=True)):
        if intensity is not None:
            left, right, upper, lower = ground.x(x - 0.48), ground.x(x + 0.48), *sorted((ground.y(y - 0.46), ground.y(y + 0.46)))
            paint = f'fill="{filled(ground.palette, inks[at], intensity)}"'
            size = f'width="{right - left:.1f}" height="{lower - upper:.1f}"'
            yield f'<rect x="{left:.1f}" y="{upper:.1f}" {size} rx="2" {paint}>{_told(cells.hover, at)}</rect>'
        if words := said(cells.texts, at):
            yield text(words, ground.x(x), ground.y(y), ground.palette.text, "middle")
