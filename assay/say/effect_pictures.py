"""The words in and around the pictures of a measure."""

from __future__ import annotations

from collections.abc import Mapping

from assay import written
from assay.kpis import Kpi
from assay.stats.effect.course import Stretch
from assay.text import Language, Text

BEGAN = Text("措施开始", "measure begins")
BY_CHANCE = Text("偶然范围", "by chance")
EXPECTED, FITTED = Text("延续此前走势", "course before"), Text("拟合", "fitted")
FROM_START = Text("距措施开始的{unit}数", "{unit} from the start of the measure")
UNITS: Mapping[str, Text] = {"week": Text("周", "weeks"), "month": Text("月", "months")}
APART_SUBTITLE = Text(
    "采取措施处比自身此前水平的变化，减去其余对象的变化；灰带：随机另选时 95 % 的情形。采取措施 {treated} 处，其余 {controls} 处。",
    "How far places with the measure moved from their level before, less what the others did; grey: 95 % of random choices. "
    "{treated} with it, {controls} without.",
)
EXPECTED_SUBTITLE = Text(
    "采取措施处合计；虚线：延续此前走势（95 % 带）。开始前 {before} 期，开始后 {after} 期。",
    "Places with the measure together; dashed: the course before it, carried on (95 % band). {before} periods before, {after} after.",
)
HOVER = Text("{first} 至 {last}{unit}\n{apart}（偶然：{low} 至 {high}）", "{unit} {first} to {last}\n{apart} (by chance {low} to {high})")
_POINTS, _PERCENT = Text("个百分点", "pp"), Text("%", "%")


def stretch(kpi: Kpi, one: Stretch, unit: str, language: Language) -> str:
    told = {name: written.change(kpi, kpi.value(value), language) for name, value in
            (("apart", one.apart), ("low", one.low), ("high", one.high))}  # fmt: skip
    return HOVER(language, first=_place(one.first), last=_place(one.last), unit=unit, **told)


def points(kpi: Kpi, language: Language) -> str:
    """The unit of a difference of the KPI's values."""
    if kpi.is_log:
        return _PERCENT(language)
    return (_POINTS if kpi.unit.en == "%" else kpi.unit)(language)


def _place(period: int) -> str:
    """Counted from the first under the measure, which is 1; before it there is no 0."""
    return f"−{-period}" if period < 0 else str(period + 1)
