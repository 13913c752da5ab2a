"""Curves of waiting: the share that is done by each time, one curve a vendor. The times are so close that no steps are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.chart import Band, Chart, Layer, Line, Rule, Values
from assay.charts.members import Member
from assay.text import Language


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """`minutes` ascending, above 0; `done` a row a member over them, a share of one, None beyond what was watched. `lows` and
    `highs`: the interval of the chosen member, empty where none is. `target`: the agreed minutes with their label."""

    members: tuple[Member, ...]
    minutes: tuple[float, ...]
    done: tuple[Values, ...]
    lows: Values = ()
    highs: Values = ()
    target: tuple[float, str] | None = None


def curves(drawn: Drawn, x_title: str, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """Those that stand out lie over the others and are named at their ends."""
    layers: list[Layer] = []
    if drawn.target is not None:
        layers.append(Rule(x=drawn.target[0], label=drawn.target[1], tone="ink", width=1.25))
    if drawn.lows:
        layers.append(Band(drawn.minutes, drawn.lows, drawn.highs, "common"))
    order = sorted(range(len(drawn.members)), key=lambda at: drawn.members[at].stands_out)
    layers += [_line(drawn, at) for at in order]
    alt = f"{title}{'。' if language == 'zh' else '. '}{subtitle}"
    x = Axis(x_title, kind="minutes", is_log=True, low=drawn.minutes[0], high=drawn.minutes[-1])
    return Chart(title, subtitle, alt, x, Axis(kind="share", low=0.0, high=1.0), tuple(layers), note, language)


def _line(drawn: Drawn, at: int) -> Line:
    member = drawn.members[at]
    width = 2.25 if member.stands_out else 1.0
    return Line(drawn.minutes, drawn.done[at], member.tone, "solid", width, member.label)
