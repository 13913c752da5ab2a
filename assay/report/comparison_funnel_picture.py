"""The funnel of a comparison as a chart value with its finding."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from assay import written
from assay.charts import funnel as funnels
from assay.charts.axis import Axis
from assay.charts.chart import Chart, Values
from assay.kpis import Kpi
from assay.report.comparison import Compared, Comparison
from assay.report.comparison_funnel import Against, Funnelled
from assay.report.comparison_pictures import hover, member, what
from assay.say import compare as say
from assay.say import compare_pictures as words
from assay.stats.funnel import Limits
from assay.text import Language

_STEPS = 60
_WIDE = 30.0
"""How many times the smallest size the largest is before sizes are drawn on a logarithmic scale."""
_FEW_NAMES = 2
_TALLEST = 3.0
"""How many times the highest vendor the picture may be high."""
Scaled = Callable[[float], float]


def funnel(found: Comparison, against: Against, chosen: Collection[str], language: Language) -> Chart:
    """Raises KeyError for a funnel that the comparison does not have."""
    of, kpi = found.funnels[against], found.kpi
    rows = [one for id_ in of.vendors if (one := found.get(id_)) is not None]
    members = tuple(member(one, kpi, chosen, _funnel_hover(one, of, at, against, found, language)) for at, one in enumerate(rows))
    outside = tuple(of.word(one.vendor_id) in ("above", "below") for one in rows)
    scaled: Scaled = float if of.is_events else kpi.value
    at = _grid(of)
    curve = of.curve(at)
    drawn = funnels.Drawn(
        members, tuple(map(float, of.size)), tuple(scaled(float(one)) for one in of.value), outside, tuple(map(float, at)),
        _limits(curve, scaled), scaled(of.centre), _centre(of, against, kpi, language),
    )
    x = Axis(_x(against, kpi, language), is_log=bool(of.size.max() > _WIDE * of.size.min()))
    y = _y(drawn, against, kpi, language)
    title = _funnel_title(found, against, language)
    subtitle = words.PLOTTED[against](language, n=len(rows), below=kpi.counted[1](language))
    return funnels.funnel(drawn, x, y, title, subtitle, _funnel_note(of, kpi, language), language)


def _grid(of: Funnelled) -> np.ndarray:
    low, high = 0.8 * float(of.size.min()), 1.1 * float(of.size.max())
    return np.geomspace(low, high, _STEPS)


def _limits(curve: Limits, scaled: Scaled) -> tuple[tuple[str, Values, Values], ...]:
    def row(values: np.ndarray) -> Values:
        return tuple(scaled(float(one)) if np.isfinite(one) else None for one in values)

    return (("95 %", row(curve.lower_95), row(curve.upper_95)), ("99.8 %", row(curve.lower_998), row(curve.upper_998)))


def _y(drawn: funnels.Drawn, against: Against, kpi: Kpi, language: Language) -> Axis:
    """As high as the vendors and the outer limits at a middling size reach, but not so high that the vendors lie flat: at small
    sizes limits open endlessly."""
    _, lows, highs = drawn.limits[1]
    middle = len(drawn.at) // 3
    most = _TALLEST * max(*drawn.values, drawn.centre)
    ends = [min(one, most) for one in (lows[middle], highs[middle]) if one is not None]
    low, high = min(*drawn.values, drawn.centre, *ends), max(*drawn.values, drawn.centre, *ends)
    room = 0.12 * (high - low)
    unit = "" if against != "crude" else kpi.unit(language)
    title = words.Y[against](language, unit=kpi.title(language))
    return Axis(title, unit=unit, low=max(0.0, low - room), high=high + room)


def _x(against: Against, kpi: Kpi, language: Language) -> str:
    return words.X[against](language, what=what(kpi, language), below=kpi.counted[1](language))


def _centre(of: Funnelled, against: Against, kpi: Kpi, language: Language) -> str:
    value = "" if of.is_events else written.value(kpi, kpi.value(of.centre), language)
    return words.CENTRE[against](language, value=value)


def _funnel_title(found: Comparison, against: Against, language: Language) -> str:
    of, kpi = found.funnels[against], found.kpi
    measure = words.MEASURE[against](language, what=what(kpi, language), kpi=kpi.title(language))
    measure = measure[0].upper() + measure[1:]
    sides = {side: [one.name for one in found.vendors if of.word(one.vendor_id) == side] for side in ("above", "below")}
    told = [words.OUTSIDE[side](language, who=_who(names, language)) for side, names in sides.items() if names]
    if not told:
        return words.OUTSIDE["none"](language, measure=measure)
    return words.OUTSIDE["some"](language, measure=measure, found=say.JOIN(language).join(told))


def _who(names: list[str], language: Language) -> str:
    return say.AND(language).join(names) if len(names) <= _FEW_NAMES else words.SEVERAL(language, n=len(names))


def _funnel_note(of: Funnelled, kpi: Kpi, language: Language) -> str:
    if of.found.is_exact:
        limits = words.EXACT(language)
    elif of.found.phi is None:
        limits = words.FEW(language)
    else:
        limits = words.OVERDISPERSED(language, phi=f"{of.found.phi:.2f}", tau2=f"{of.found.tau2 or 0.0:.3g}", n=of.found.n)
    coloured = (words.COLOURED_SIDES if kpi.direction == "none" else words.COLOURED)(language)
    return f"{limits}{'；' if language == 'zh' else '; '}{coloured}"


def _funnel_hover(one: Compared, of: Funnelled, at: int, against: Against, found: Comparison, language: Language) -> str:
    said = hover(one, found, language)
    if not of.is_events:
        return said
    line = (words.HOVER_RATIO if against == "expected" else words.HOVER_ALLOWED)(
        language, observed=written.count(float(of.observed[at])), expected=written.quantity(round(float(of.size[at]), 1))
    )
    return f"{said}\n{line}"
