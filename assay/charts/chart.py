"""A chart as a frozen value: its finding, two axes, and layers drawn in turn. It knows no painter; see `plotly.py` and `svg.py`.

Positions and values are in the units of the axes. On an axis with labels the position is the label's number: 0, 1, 2 … None is
missing: a gap in a line, no mark elsewhere. All words are in the reader's language already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assay.charts.axis import Axis
from assay.text import Language

Tone = Literal["common", "improvement", "concern", "neutral", "ink", "muted", "accent", "line"]
"""What a colour means, or `ink`, `muted`, `accent`, `line`, which mean nothing but near and far. See `palette.py`."""
Tones = Tone | tuple[Tone, ...]
"""One for all marks of a layer, or one a mark."""
Dash = Literal["solid", "dashed", "dotted"]
Anchor = Literal["left", "middle", "right"]
Shape = Literal["circle", "square", "diamond"]
Step = Literal["", "around", "until_next"]
"""Whether a line goes straight from point to point, or each value holds around its position (the limits of a period), or until the
next position (a share that still waits)."""
Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through `ys`, broken at None. `label` stands at its end and `start_label` at its start. A line that begins anew (a
    rebase) is a second layer. `width` in pixels."""

    xs: tuple[float, ...]
    ys: Values
    tone: Tone = "ink"
    dash: Dash = "solid"
    width: float = 1.5
    label: str = ""
    start_label: str = ""
    step: Step = ""

    def __post_init__(self) -> None:
        _agree("line", len(self.xs), ys=self.ys)


@dataclass(frozen=True, slots=True)
class Band:
    """The room between `lows` and `highs`, broken where either is None; a pale shade of its tone. `label` stands at its end."""

    xs: tuple[float, ...]
    lows: Values
    highs: Values
    tone: Tone = "common"
    label: str = ""
    step: Step = ""

    def __post_init__(self) -> None:
        _agree("band", len(self.xs), lows=self.lows, highs=self.highs)


@dataclass(frozen=True, slots=True)
class Points:
    """Marks. `numbers` stand beside them, above or below, where there is more room. `ring`: a circle around the mark.
    `hover`: plain text, lines parted by a line feed. `ids`: what a click opens, "" for nothing. `size` in pixels across.

    What is given a point has one entry a point, or is empty: none is hollow, none is ringed, none answers.
    """

    xs: tuple[float, ...]
    ys: Values
    tone: Tones = "common"
    size: float = 7.0
    shape: Shape = "circle"
    is_hollow: tuple[bool, ...] = ()
    ring: tuple[bool, ...] = ()
    numbers: tuple[str, ...] = ()
    hover: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _agree("points", len(self.xs), ys=self.ys)
        _agree_or_empty("points", len(self.xs), tone=_listed(self.tone), is_hollow=self.is_hollow, ring=self.ring,
                        numbers=self.numbers, hover=self.hover, ids=self.ids)


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from `starts` (empty: from zero) to `stops`, across the axis of `at`: upright over x, or `is_horizontal` over y. Stacks
    and waterfalls are bars that start where others stop. `thickness` is a share of one step of `at`; `texts` stand at the end."""

    at: tuple[float, ...]
    stops: Values
    starts: Values = ()
    tone: Tones = "common"
    is_horizontal: bool = False
    thickness: float = 0.7
    is_hollow: tuple[bool, ...] = ()
    texts: tuple[str, ...] = ()
    hover: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _agree("bars", len(self.at), stops=self.stops)
        _agree_or_empty("bars", len(self.at), starts=self.starts, tone=_listed(self.tone), is_hollow=self.is_hollow,
                        texts=self.texts, hover=self.hover, ids=self.ids)


@dataclass(frozen=True, slots=True)
class Whiskers:
    """Intervals from `lows` to `highs` at positions `at`: lying over y, as in a caterpillar plot, or standing over x."""

    at: tuple[float, ...]
    lows: Values
    highs: Values
    tone: Tones = "common"
    is_horizontal: bool = True
    width: float = 1.5

    def __post_init__(self) -> None:
        _agree("whiskers", len(self.at), lows=self.lows, highs=self.highs)
        _agree_or_empty("whiskers", len(self.at), tone=_listed(self.tone))


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` says which end of them is there, `away` how many pixels they keep from it, to the side they lie
    on. `is_bold` for a heading in the picture."""

    x: float
    y: float
    text: str
    anchor: Anchor = "left"
    tone: Tone = "muted"
    away: float = 0.0
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line across the whole picture at one x (a rebase) or one y (a target), its label at the end outside."""

    x: float | None = None
    y: float | None = None
    label: str = ""
    dash: Dash = "solid"
    tone: Tone = "ink"
    width: float = 1.5

    def __post_init__(self) -> None:
        if (self.x is None) == (self.y is None):
            raise ValueError(f"a rule stands at one x or lies at one y, not at {self.x} and {self.y}")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a heat table, one step wide and high at (`xs`, `ys`). `intensity` 0..1 is how much of its tone a cell has; None
    leaves it blank. Words in it stay readable at any intensity."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    intensity: Values
    texts: tuple[str, ...] = ()
    tone: Tones = "common"
    hover: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _agree("cells", len(self.xs), ys=self.ys, intensity=self.intensity)
        _agree_or_empty("cells", len(self.xs), texts=self.texts, tone=_listed(self.tone), hover=self.hover, ids=self.ids)
        if outside := [one for one in self.intensity if one is not None and not 0 <= one <= 1]:
            raise ValueError(f"cells: an intensity is a share of one, not {outside[0]}")


Layer = Line | Band | Points | Bars | Whiskers | Label | Rule | Cells


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` is the finding, `subtitle` what is plotted and n, `alt` the finding for those who cannot see it. `note` is small
    print beneath (rule set and version, what was left out). Later layers lie over earlier ones."""

    title: str
    subtitle: str
    alt: str
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]
    note: str = ""
    language: Language = "en"

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.alt.strip():
            raise ValueError("a chart says its finding: in its title and, for those who cannot see it, in `alt`")


def has_ids(chart: Chart) -> bool:
    """Whether a click on any mark opens anything."""
    return any(any(layer.ids) for layer in chart.layers if isinstance(layer, Points | Bars | Cells))


def tones(tone: Tones, count: int) -> tuple[Tone, ...]:
    """The tone of each of `count` marks."""
    return (tone,) * count if isinstance(tone, str) else tone


def is_so(row: tuple[bool, ...], at: int) -> bool:
    """Whether the mark at that place is told to be so; an empty row says no of all."""
    return bool(row) and row[at]


def said(row: tuple[str, ...], at: int) -> str:
    """The words for the mark at that place; an empty row has none for all."""
    return row[at] if row else ""


def _listed(tone: Tones) -> tuple[Tone, ...]:
    return () if isinstance(tone, str) else tone


def _agree(layer: str, count: int, **rows: Sequence[object]) -> None:
    for name, row in rows.items():
        if len(row) != count:
            raise ValueError(f"{layer}: {count} positions, and {len(row)} {name}")


def _agree_or_empty(layer: str, count: int, **rows: Sequence[object]) -> None:
    _agree(layer, count, **{name: row for name, row in rows.items() if row})
