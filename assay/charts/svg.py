"""A chart as a picture of its own, in SVG 1.1 without script or style sheet: for reports, for downloads, for a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from assay.charts.chart import Chart, Rule
from assay.charts.lettering import EDGE, FONT, GAP, LARGE, LINE, SIZE, SMALL, breadth, wrapped
from assay.charts.palette import LIGHT, Palette
from assay.charts.plan import anchor_at, has_lying_grid, has_upright_grid, height_of, plan
from assay.charts.svg_marks import Ground, is_cut_off, marks, stroke, text

WIDTH = 760.0
_TITLE = 21  # pixels from one line of the title to the next


def svg(
    chart: Chart, width: float = WIDTH, height: float | None = None, palette: Palette = LIGHT, has_words: bool = True
) -> str:
    """The chart as one `<svg>` element. `height` in pixels is that of the drawing with its axes; None: what suits it. `has_words`:
    title, subtitle and note stand in the picture too; where the page around it says them, they do not."""
    above = tuple(_above(chart, width)) if has_words else ()
    below = wrapped(chart.note, width - 2 * EDGE, SMALL) if has_words and chart.note else ()
    head = sum(step for *_, step in above) + (GAP if above else 0)
    tall = height_of(chart, width) if height is None else height
    total = head + tall + LINE * len(below) + (EDGE if below else 0)
    inside = [
        f'<rect width="{width:g}" height="{total:g}" fill="{palette.background}"/>',
        *_headings(above, palette),
        *_drawing(chart, width, tall, head, palette),
        *(text(line, EDGE, head + tall + LINE * (at + 0.5), palette.muted, size=SMALL) for at, line in enumerate(below)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{total:g}" viewBox="0 0 {width:g} {total:g}" '
        f'role="img" aria-label="{escape(chart.alt)}" xml:lang="{chart.language}" font-family="{escape(FONT)}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>{''.join(inside)}</svg>"
    )


def _above(chart: Chart, width: float) -> Iterator[tuple[str, int, bool, int]]:
    """Lines over the drawing: words, size, whether bold, and the pixels they take."""
    room = width - 2 * EDGE
    yield from ((line, LARGE, True, _TITLE) for line in wrapped(chart.title, room / 1.05, LARGE))
    if chart.subtitle:
        yield from ((line, SIZE, False, LINE + 2) for line in wrapped(chart.subtitle, room))


def _headings(lines: tuple[tuple[str, int, bool, int], ...], palette: Palette) -> Iterator[str]:
    down = float(EDGE)
    for words, size, is_bold, step in lines:
        yield text(words, EDGE, down + step / 2, palette.text if is_bold else palette.muted, size=size, is_bold=is_bold)
        down += step


def _drawing(chart: Chart, width: float, height: float, head: float, palette: Palette) -> Iterator[str]:
    found = plan(chart, width, height)
    ground = Ground(found, palette, found.left, head + found.top, width - found.left - found.right)
    yield from _grid(chart, ground)
    # Equal places make equal names, so that pictures on one page cannot cut each other's drawings wrongly.
    name = f"inside-{ground.left:.0f}-{ground.top:.0f}-{ground.breadth:.0f}-{found.height:.0f}"
    size = f'width="{ground.breadth:.1f}" height="{found.height:.1f}"'
    yield f'<clipPath id="{name}"><rect x="{ground.left:.1f}" y="{ground.top:.1f}" {size}/></clipPath>'
    for layer in chart.layers:
        cut = f' clip-path="url(#{name})"' if is_cut_off(layer) else ""
        yield f'<g class="{type(layer).__name__.lower()}"{cut}>{"".join(marks(layer, ground))}</g>'
    yield f'<g class="words">{"".join(_words(chart, ground))}</g>'


def _words(chart: Chart, ground: Ground) -> Iterator[str]:
    yield from _ticks(ground)
    yield from _titles(chart, ground)
    yield from _over_rows(ground)
    yield from _direct(ground)
    yield from _over(chart, ground)


def _grid(chart: Chart, ground: Ground) -> Iterator[str]:
    right, bottom, looks = ground.left + ground.breadth, ground.top + ground.plan.height, stroke(ground.palette.line, 1)
    if has_lying_grid(chart):
        yield from (f'<path d="M{ground.left:.1f} {ground.y(at):.1f}H{right:.1f}" {looks}/>' for at, _ in ground.plan.y.ticks)
    if has_upright_grid(chart):
        yield from (f'<path d="M{ground.x(at):.1f} {ground.top:.1f}V{bottom:.1f}" {looks}/>' for at, _ in ground.plan.x.ticks)


def _ticks(ground: Ground) -> Iterator[str]:
    ink, bottom = ground.palette.muted, ground.top + ground.plan.height
    yield from (text(words, ground.left - GAP, ground.y(at), ink, "right") for at, words in ground.plan.y_words)
    for at, words in ground.plan.x_words:
        middle = bottom + GAP + LINE * (words.count("\n") + 1) / 2
        yield text(words, ground.x(at), middle, ink, "middle")


def _titles(chart: Chart, ground: Ground) -> Iterator[str]:
    ink, bottom = ground.palette.muted, ground.top + ground.plan.height + ground.plan.bottom
    if chart.y.title:
        yield text(chart.y.title, EDGE, ground.top - ground.plan.top + EDGE + LINE / 2, ink)
    if chart.x.title:
        yield text(chart.x.title, ground.left + ground.breadth / 2, bottom - EDGE - LINE / 2, ink, "middle")


def _over_rows(ground: Ground) -> Iterator[str]:
    """The names of rows over them, from the left edge of the picture, and what stands at its right edge."""
    right = ground.left + ground.breadth + ground.plan.right - EDGE
    for head in ground.plan.heads:
        name, aside = ground.y(head.at) - head.up, ground.y(head.at) - head.aside_up
        yield _paper(head.name, EDGE, name, ground)
        yield text(head.name, EDGE, name, ground.palette.text, is_bold=head.is_heading)
        if head.aside:
            yield _paper(head.aside, right - breadth(head.aside), aside, ground)
            yield text(head.aside, right, aside, ground.palette.muted, "right")


def _paper(words: str, left: float, middle: float, ground: Ground) -> str:
    """What is under words that lines must not strike through."""
    height = LINE * (words.count("\n") + 1)
    size = f'width="{breadth(words):.1f}" height="{height}"'
    return f'<rect x="{left:.1f}" y="{middle - height / 2:.1f}" {size} fill="{ground.palette.background}"/>'


def _direct(ground: Ground) -> Iterator[str]:
    for end in ground.plan.starts:
        x = ground.left if end.is_outside else ground.x(end.x)
        yield text(end.text, x - GAP, ground.top + end.down, ground.ink(end.tone), "right")
    for end in ground.plan.ends:
        x = ground.left + ground.breadth if end.is_outside else ground.x(end.x)
        yield text(end.text, x + GAP, ground.top + end.down, ground.ink(end.tone))


def _over(chart: Chart, ground: Ground) -> Iterator[str]:
    """The labels of standing rules, over the drawing."""
    for layer in chart.layers:
        if isinstance(layer, Rule) and layer.x is not None and layer.label:
            anchor = anchor_at(ground.plan.x.share(layer.x))
            yield text(layer.label, ground.x(layer.x), ground.top - GAP - LINE / 2, ground.ink(layer.tone), anchor)
