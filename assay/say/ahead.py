"""A forecast in words: what comes next, how sure, and the chance that the target is met."""

from __future__ import annotations

from collections.abc import Mapping

from assay import written
from assay.kpis import Kpi
from assay.say.overview import goal
from assay.stats.series.forecast import Forecast
from assay.text import Language, Text

TOO_SHORT = Text("不足 12 期，不作预测", "Under 12 periods: no forecast")
NEXT = Text("{kpi}：预计{when}为 {value}（90 % 区间 {low} 至 {high}）", "{kpi}: {value} expected in {when} (90 %: {low} to {high})")
CHANCE = Text("，达到目标（{goal}）的可能性约 {chance}", "; the chance of meeting the target ({goal}) is about {chance}")
SUBTITLE = Text("向后 {ahead} 期；阴影为 90 % 区间", "{ahead} periods ahead; the shade is the 90 % interval")
NOISE = Text("，已含每期约 {n} 件的抽样波动", ", sampling noise of about {n} a period included")
METHODS: Mapping[str, Text] = {
    "level": Text("方法：指数平滑（水平）", "Method: exponential smoothing, level only"),
    "damped_trend": Text("方法：指数平滑（阻尼趋势）", "Method: exponential smoothing with a damped trend"),
    "recent_mean": Text("方法：最近 12 期的均值及其离散", "Method: mean and spread of the last 12 periods"),
}
WHY: Mapping[str, Text] = {
    "few_events": Text("（事件太少，不拟合平滑模型）", " (too few events for a smoothing model)"),
    "gaps": Text("（缺期较多，不拟合平滑模型）", " (too many gaps for a smoothing model)"),
    "no_convergence": Text("（平滑模型未能收敛）", " (the smoothing model did not converge)"),
    "constant": Text("（各期相同，不拟合平滑模型）", " (all periods alike: no smoothing model)"),
}
SEASON = Text("；已计入季节，未计节假日", "; the season is in it, holidays are not")
EXPECTED = Text("预测", "forecast")


def headline(
    kpi: Kpi, found: Forecast, when: str, target: float | None, language: Language
) -> str:
    """The next period in a sentence; `target` in the KPI's unit."""
    if not found.centre:
        return TOO_SHORT(language)
    value, low, high = (written.value(kpi, kpi.value(row[0]), language) for row in (found.centre, found.lower, found.upper))
    said = NEXT(language, kpi=kpi.title(language), when=when, value=value, low=low, high=high)
    if target is None or found.chance_meets_next is None:
        return said
    return said + CHANCE(language, goal=goal(kpi, round(target, kpi.decimals), language), chance=_chance(found.chance_meets_next))


def _chance(share: float) -> str:
    """As a person would say it: never certain."""
    return "< 1 %" if share < 0.01 else "> 99 %" if share > 0.99 else written.percent(share, 0)


def subtitle(ahead: int, expected_n: float | None, language: Language) -> str:
    said = SUBTITLE(language, ahead=ahead)
    return said + (NOISE(language, n=written.count(expected_n)) if expected_n else "")


def method(found: Forecast, is_adjusted: bool, language: Language) -> str:
    if found.method is None:
        return ""
    why = WHY[found.why](language) if found.why else ""
    return METHODS[found.method](language) + why + (SEASON(language) if is_adjusted else "")
