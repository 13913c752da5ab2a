"""The caterpillar: one row a vendor, its adjusted value with its interval, and hollow beside it the value as counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.chart import Chart, Layer, Points, Rule, Values, Whiskers
from assay.charts.members import Member
from assay.text import Language

_SIZE, _CRUDE = 8.0, 7.0


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One entry a row, the first on top. `values` with `lows` and `highs`, None where there are none. `average` with its label."""

    members: tuple[Member, ...]
    crude: Values
    values: Values
    lows: Values
    highs: Values
    average: float | None
    average_label: str


def caterpillar(drawn: Drawn, x: Axis, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """Ids: what a click opens is the vendor."""
    rows = tuple(float(at) for at in range(len(drawn.members)))
    tones = tuple(one.tone for one in drawn.members)
    hover, ids = tuple(one.hover for one in drawn.members), tuple(one.id for one in drawn.members)
    layers: list[Layer] = [] if drawn.average is None else [
        Rule(x=drawn.average, label=drawn.average_label, dash="dotted", tone="muted", width=1.0)
    ]
    layers.append(Whiskers(rows, drawn.lows, drawn.highs, tones, is_horizontal=True, width=2.0))
    layers += _dots(rows, drawn.crude, "common", _CRUDE, True, hover, ids)
    layers += _dots(rows, drawn.values, tones, _SIZE, False, hover, ids)
    y = Axis(kind="label", labels=tuple(one.name for one in drawn.members), is_reversed=True)
    alt = f"{title}{'。' if language == 'zh' else '. '}{subtitle}"
    return Chart(title, subtitle, alt, x, y, tuple(layers), note, language)


def _dots(
    rows: Sequence[float], values: Values, tone: str | tuple[str, ...], size: float, is_hollow: bool, hover: tuple[str, ...],
    ids: tuple[str, ...],
) -> list[Layer]:
    """The dots that there are: a point lies at (value, row), so one without a value has no place."""
    kept = [at for at, value in enumerate(values) if value is not None]
    if not kept:
        return []
    return [
        Points(
            tuple(float(values[at] or 0.0) for at in kept), tuple(rows[at] for at in kept),
            tone if isinstance(tone, str) else tuple(tone[at] for at in kept), size,  # type: ignore[arg-type]
            is_hollow=(is_hollow,) * len(kept), hover=tuple(hover[at] for at in kept), ids=tuple(ids[at] for at in kept),
        )
    ]
