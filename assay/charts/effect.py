"""Two pictures of a measure: how far places with it moved from those without, and a series beside where it would have gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay.charts.axis import Axis, of_kpi
from assay.charts.chart import Band, Chart, Layer, Line, Points, Rule, Tone
from assay.charts.rows import read_out
from assay.kpis import Kpi
from assay.say import effect_pictures as say
from assay.stats.effect.course import Stretch
from assay.stats.effect.interrupted import Interrupted
from assay.text import Language


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture is of: its finding as the title, what is plotted as the subtitle, and the note beneath."""

    kpi: Kpi
    title: str
    subtitle: str
    note: str = ""


def apart(drawn: Drawn, stretches: Sequence[Stretch], unit: str, language: Language) -> Chart:
    """Stretches around the start; the grey band is what other choices of places show. `unit`: what a period is, in words.

    Raises ValueError without stretches.
    """
    if not stretches:
        raise ValueError("nothing is told of any stretch")
    kpi = drawn.kpi
    xs = tuple((one.first + one.last + 1) / 2 for one in stretches)
    ys = tuple(shown(kpi, one.apart) for one in stretches)
    lows, highs = (tuple(shown(kpi, end) for end in ends) for ends in zip(*((one.low, one.high) for one in stretches), strict=True))
    layers: tuple[Layer, ...] = (
        Band(xs, lows, highs, "common", say.BY_CHANCE(language)),
        Rule(y=0.0, tone="muted", width=1.0),
        Rule(x=0.0, label=say.BEGAN(language), dash="dotted", tone="muted"),
        Line(xs, ys, "ink", "solid", 1.5),
        Points(
            xs, ys, tuple(_tone(kpi, one) for one in stretches), 8.0, is_hollow=tuple(one.first < 0 for one in stretches),
            hover=tuple(say.stretch(kpi, one, unit, language) for one in stretches),
        ),
    )  # fmt: skip
    x = Axis(say.FROM_START(language, unit=unit), decimals=0)
    y = Axis(unit=say.points(kpi, language))
    return Chart(drawn.title, drawn.subtitle, read_out(drawn.title, drawn.subtitle, language), x, y, layers, drawn.note, language)


def expected(
    drawn: Drawn, labels: tuple[str, ...], values: tuple[float | None, ...], found: Interrupted, start: int, language: Language
) -> Chart:
    """The series (`values` in the KPI's unit), what was fitted to it, and the course before it carried on, with its 95 % band."""
    kpi, xs = drawn.kpi, tuple(map(float, range(len(labels))))
    course, low, high = (tuple(_value(kpi, one) for one in row) for row in (found.expected, found.low, found.high))
    fitted = tuple(_value(kpi, one) for one in found.fitted)
    told: tuple[Layer, ...] = () if not fitted else (
        Band(xs[start:], low[start:], high[start:], "common"),
        Line(xs[start:], course[start:], "muted", "dashed", 1.5, say.EXPECTED(language)),
        Line(xs[:start], fitted[:start], "ink", "solid", 1.5),
        Line(xs[start:], fitted[start:], "ink", "solid", 1.5, say.FITTED(language)),
    )
    layers: tuple[Layer, ...] = (
        Points(xs, values, "common", 4.0), *told, Rule(x=start - 0.5, label=say.BEGAN(language), dash="dotted", tone="muted"),
    )  # fmt: skip
    x, y = Axis(kind="period", labels=labels), of_kpi(kpi, language)
    return Chart(drawn.title, drawn.subtitle, read_out(drawn.title, drawn.subtitle, language), x, y, layers, drawn.note, language)


def shown(kpi: Kpi, difference: float) -> float:
    """A natural difference in the unit of the axis: points, or percent of a geometric mean."""
    return 100 * (kpi.value(difference) - 1) if kpi.is_log else kpi.value(difference)


def _value(kpi: Kpi, ratio: float | None) -> float | None:
    return None if ratio is None else kpi.value(ratio)


def _tone(kpi: Kpi, one: Stretch) -> Tone:
    if one.low <= one.apart <= one.high:
        return "common"
    if kpi.direction == "none":
        return "neutral"
    return "improvement" if (one.apart > 0) == (kpi.direction == "higher") else "concern"
