"""The slope chart: where each vendor stands as counted, and where it stands on like work."""

from __future__ import annotations

from dataclasses import dataclass

from assay.charts.axis import Axis
from assay.charts.chart import Chart, Layer, Line, Points
from assay.charts.members import Member
from assay.text import Language

_MOST_NAMES = 14
"""With more vendors only those are named that stand out."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """`before` and `after` one a member, also in words, and the words under the two sides."""

    members: tuple[Member, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    told: tuple[tuple[str, str], ...]
    sides: tuple[str, str]


def slope(drawn: Drawn, is_log: bool, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """Values stand at both ends instead of an axis. Ids: what a click opens is the member."""
    order = sorted(range(len(drawn.members)), key=lambda at: drawn.members[at].stands_out)
    layers = tuple(layer for at in order for layer in _of(drawn, at, len(order) <= _MOST_NAMES))
    alt = f"{title}{'。' if language == 'zh' else '. '}{subtitle}"
    x, y = Axis(kind="label", labels=drawn.sides, low=-0.08, high=1.08), Axis(ticks=(), is_log=is_log)
    return Chart(title, subtitle, alt, x, y, layers, note, language)


def _of(drawn: Drawn, at: int, all_named: bool) -> tuple[Layer, Layer]:
    member, ends = drawn.members[at], (drawn.before[at], drawn.after[at])
    name = member.name if all_named else member.label
    width = 2.5 if member.stands_out else 1.25
    before, after = drawn.told[at]
    return (
        Line((0.0, 1.0), ends, member.tone, "solid", width, f"{after} {name}" if name else "", before if name else ""),
        Points((0.0, 1.0), ends, member.tone, 8.0, is_hollow=(True, False), hover=(member.hover,) * 2, ids=(member.id,) * 2),
    )
