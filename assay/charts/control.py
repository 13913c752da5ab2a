"""The control chart of one series: values, limits, target, and every signal ringed and numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assay import written
from assay.charts.axis import Axis, of_kpi
from assay.charts.chart import Chart, Layer, Line, Points, Rule, Tone
from assay.kpis import Kpi
from assay.say import trends as say
from assay.stats.spc.episodes import Episode, episodes
from assay.stats.spc.result import Charted, Segment
from assay.stats.spc.rules import Signal
from assay.text import Language


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What a control chart shows. `values` and `targets` in the KPI's unit, one a period; `counted` names numerator and
    denominator of each; `ids`: what a click on a point opens. `is_adjusted`: the chart is of what is left without the season, and
    `values` are as counted. `unsettled`: positions of periods that still move, drawn hollow and in no line."""

    kpi: Kpi
    labels: tuple[str, ...]
    charted: Charted
    signals: tuple[Signal, ...]
    values: tuple[float | None, ...]
    targets: tuple[float | None, ...]
    sums: tuple[tuple[float, float], ...]
    rebases: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()
    is_adjusted: bool = False
    unsettled: tuple[int, ...] = ()


def control(drawn: Drawn, title: str, subtitle: str, note: str, language: Language) -> Chart:
    """The chart; `title` is its finding, as `assay.say.trends` says it."""
    kpi = drawn.kpi
    y = of_kpi(kpi, language)
    layers = (
        *_limits(drawn, language),
        *_target(drawn, language),
        *(Rule(x=at - 0.5, label=say.REBASED(language), dash="dotted", tone="muted") for at in drawn.rebases),
        *_as_counted(drawn),
        *_unsettled(drawn, language),
        *_values(drawn, language),
    )
    alt = f"{title}{'。' if language == 'zh' else '. '}{subtitle}"
    return Chart(title, subtitle, alt, Axis(kind="period", labels=drawn.labels), y, layers, note, language)


def _limits(drawn: Drawn, language: Language) -> list[Layer]:
    found: list[Layer] = []
    for segment in drawn.charted.segments:
        is_last = segment is drawn.charted.segments[-1]
        middle = say.centre(drawn.charted.family)(language) if is_last else ""
        found.append(_line(drawn, drawn.charted.centre, segment, "solid", middle))
        if segment.baseline:
            dash = "dotted" if segment.is_trial else "dashed"
            for row, word in ((drawn.charted.lower, say.LOWER), (drawn.charted.upper, say.UPPER)):
                found.append(_line(drawn, row, segment, dash, word(language) if is_last else ""))
    return [one for one in found if isinstance(one, Line) and any(y is not None for y in one.ys)]


def _line(drawn: Drawn, row: Sequence[float | None], segment: Segment, dash: str, word: str) -> Line:
    xs = tuple(float(at) for at in range(segment.start, segment.stop))
    ys = _held(tuple(_shown(drawn.kpi, row[at]) for at in range(segment.start, segment.stop)))
    return Line(xs, ys, "muted", dash, 1.0, word)  # type: ignore[arg-type]


def _held(ys: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """A line goes on as it was over the last periods, where nothing is judged yet."""
    known = max((at for at, y in enumerate(ys) if y is not None), default=-1)
    return ys if known < 0 else (*ys[: known + 1], *(ys[known],) * (len(ys) - known - 1))


def _shown(kpi: Kpi, ratio: float | None) -> float | None:
    return None if ratio is None else kpi.value(ratio)


def _target(drawn: Drawn, language: Language) -> list[Layer]:
    """A line where the target stood, its value at the end."""
    last = next((one for one in reversed(drawn.targets) if one is not None), None)
    if last is None:
        return []
    words = say.target(drawn.kpi, last, language)
    return [Line(tuple(map(float, range(len(drawn.labels)))), drawn.targets, "ink", "solid", 1.25, words, step="around")]


def _as_counted(drawn: Drawn) -> list[Layer]:
    """Where the season is taken out, what was counted stands behind it, pale."""
    if not drawn.is_adjusted:
        return []
    return [Points(tuple(map(float, range(len(drawn.labels)))), drawn.values, "line", 4.0)]


def _unsettled(drawn: Drawn, language: Language) -> list[Layer]:
    """The periods that still move, as counted so far."""
    if not drawn.unsettled:
        return []
    places = drawn.unsettled
    values = tuple(drawn.values[at] for at in places)
    ids = tuple(drawn.ids[at] for at in places) if drawn.ids else ()
    hover = tuple(_hover(drawn, at, None, language) for at in places)
    return [Points(tuple(map(float, places)), values, "common", 6.0, is_hollow=(True,) * len(places), hover=hover, ids=ids)]


def _values(drawn: Drawn, language: Language) -> list[Layer]:
    xs = tuple(map(float, range(len(drawn.labels))))
    ys = tuple(_shown(drawn.kpi, one) for one in drawn.charted.values)
    ringed = {one.position: one for one in drawn.signals}
    hollow = tuple(drawn.charted.is_partial and at == len(xs) - 1 for at in range(len(xs)))
    tone = tuple(_tone(drawn, ringed.get(at)) for at in range(len(xs)))
    numbered = {episode.marked[0]: number for number, episode in enumerate(episodes(drawn.signals), 1)}
    return [
        Line(xs, ys, "common", "solid", 1.25),
        Points(
            xs, ys, tone, 7.0, is_hollow=hollow, ring=tuple(at in ringed for at in range(len(xs))),
            numbers=tuple(str(numbered.get(at, "")) for at in range(len(xs))),
            hover=tuple(_hover(drawn, at, ringed.get(at), language) for at in range(len(xs))), ids=drawn.ids,
        ),
    ]


def _tone(drawn: Drawn, signal: Signal | None) -> Tone:
    if signal is None:
        return "common"
    return say.tone(signal.side, drawn.kpi.direction)


def _hover(drawn: Drawn, at: int, signal: Signal | None, language: Language) -> str:
    kpi, value = drawn.kpi, drawn.values[at]
    numerator, denominator = drawn.sums[at]
    lower, upper = (_shown(kpi, row[at]) for row in (drawn.charted.lower, drawn.charted.upper))
    range_ = "" if lower is None or upper is None else say.usual(kpi, lower, upper, language)
    counted = "" if value is None else say.counted(kpi, numerator, denominator, language)
    fired = "" if signal is None else say.rule(signal.rule, signal.side, language)
    lines = (written.period(drawn.labels[at], language), written.value(kpi, value, language), counted, range_, fired)
    return "\n".join(line for line in lines if line)


def signal_sentences(drawn: Drawn, language: Language) -> tuple[str, ...]:
    """One sentence for each numbered signal, in their order."""
    return tuple(_sentence(drawn, one, language) for one in episodes(drawn.signals))


def _sentence(drawn: Drawn, one: Episode, language: Language) -> str:
    first, last = (written.period(drawn.labels[at], language) for at in (one.points[0], one.points[-1]))
    value = _shown(drawn.kpi, drawn.charted.values[one.marked[-1]])
    return say.episode(drawn.kpi, one.rule, one.side, first, last, value, language)
