"""What returns every year, in words."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from assay import written
from assay.kpis import Kpi
from assay.stats.series.scale import moved
from assay.stats.series.season import Seasonal
from assay.text import Language, Text

SEASONAL = Text(
    "{kpi}有季节规律（p {p}）：{peak}最高，{trough}最低，解释了去除趋势后波动的 {strength}",
    "{kpi} has a season (p {p}): highest in {peak}, lowest in {trough}; it explains {strength} of what the trend leaves",
)
CALENDAR = Text(
    "{kpi}随节假日与调休变化（p {p}），解释了去除趋势后波动的 {strength}；此外没有季节规律",
    "{kpi} moves with holidays and make-up days (p {p}), which explain {strength} of what the trend leaves; there is no season beyond them",
)
NO_SEASON = Text("{kpi}没有可分辨的季节规律（p {p}）", "{kpi} shows no season that can be told from chance (p {p})")
TOO_SHORT = Text("不足两个整年，不判断季节", "Less than two full years: no verdict on a season")
EFFECTS: Mapping[str, tuple[Text, Text]] = {
    "holidays": (Text("法定节假日", "public holidays"), Text("每期多一成节假日", "a tenth more of a period on holiday")),
    "makeup_workdays": (Text("调休上班日", "make-up workdays"), Text("每期多一成调休上班日", "a tenth more of a period on make-up workdays")),
}
EFFECT = Text("{name}：{more}，该指标由 {before} 变为 {after}。", "{name}: with {more}, it goes from {before} to {after}.")
METHOD = Text(
    "判定：两对傅里叶项与节假日、调休日一起，对含趋势的 AR(1) 回归作 F 检验，1 % 水平，n = {n}。通过后图上的控制限与预警都按扣除季节后的值计算。",
    "Gate: two Fourier pairs with holidays and make-up days, F-test in a regression with trend and AR(1) errors at 1 %, n = {n}. Where it is "
    "passed, limits and the watch list rest on the values with the season taken out.",
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TITLE = Text("{kpi}：一年中各期的典型值", "{kpi}: a typical year")
SUBTITLE = Text("水平保持 {level}，只随季节变化", "at a level of {level}, with nothing but the season at work")
LEVEL = Text("水平", "level")


def place(grain: str, first: str, at: int, language: Language) -> str:
    """The period of the year that a place in a profile is; `first` is the label of the series' first period."""
    if grain == "month":
        month = (int(first[5:7]) - 1 + at) % 12
        return f"{month + 1} 月" if language == "zh" else _MONTHS[month]
    if grain == "quarter":
        quarter = (int(first[6]) - 1 + at) % 4 + 1
        return f"第 {quarter} 季度" if language == "zh" else f"Q{quarter}"
    if grain == "week":
        week = (int(first[6:8]) - 1 + at) % 52 + 1
        return f"第 {week} 周" if language == "zh" else f"week {week}"
    day = int((np.datetime64(first) + np.timedelta64(at, "D")).astype("datetime64[M]").astype(int)) % 12
    return f"{day + 1} 月" if language == "zh" else _MONTHS[day]


def verdict(kpi: Kpi, found: Seasonal, grain: str, labels: tuple[str, ...], language: Language) -> str:
    title = kpi.title(language)
    if found.verdict == "not_enough_data" or found.p_value is None:
        return TOO_SHORT(language)
    p = written.probability(found.p_value)
    if found.verdict == "no_season":
        return NO_SEASON(language, kpi=title, p=p)
    if found.peak is None or found.trough is None:
        return CALENDAR(language, kpi=title, p=p, strength=written.percent(found.strength, 0))
    peak, trough = (place(grain, labels[0], at, language) for at in (found.peak, found.trough))
    return SEASONAL(language, kpi=title, p=p, peak=peak, trough=trough, strength=written.percent(found.strength, 0))


def effects(kpi: Kpi, found: Seasonal, level: float, language: Language) -> tuple[str, ...]:
    """A sentence for each calendar effect; `level` is the ratio around which it is said."""
    return tuple(_effect(kpi, name, value, found, level, language) for name, value in found.effects)


def _effect(kpi: Kpi, name: str, value: float, found: Seasonal, level: float, language: Language) -> str:
    after = float(moved(np.array([level]), np.array([0.1 * value]), found.link)[0])
    said, more = (words(language) for words in EFFECTS[name])
    before, then = (written.value(kpi, kpi.value(one), language) for one in (level, after))
    return EFFECT(language, name=said, more=more, before=before, after=then)


def method(found: Seasonal, language: Language) -> str:
    return METHOD(language, n=found.n)
