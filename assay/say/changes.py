"""Change points and slopes in words: candidates with their intervals, never causes."""

from __future__ import annotations

from assay import written
from assay.kpis import Kpi
from assay.stats.series.changes import ChangePoint, Changes
from assay.stats.series.slope import Slope
from assay.text import Language, Text

NO_CHANGE = Text("{kpi}没有可分辨的水平变化（{n} 期）", "{kpi} shows no change of level that can be told from chance ({n} periods)")
TOO_SHORT = Text("不足 12 期，不判断变点", "Under 12 periods: no verdict on changes")
ONE = Text("{kpi}的水平可能在{when}改变", "The level of {kpi} may have changed in {when}")
SEVERAL = Text("{kpi}的水平可能改变了 {count} 次，最近一次在{when}", "The level of {kpi} may have changed {count} times, last in {when}")
POINT = Text(
    "{when}起（95 % 在 {low} 至 {high} 之间）：由 {before} 变为 {after}。",
    "From {when} (95 %: {low} to {high}): from {before} to {after}.",
)
SAME = Text("{when}起：由 {before} 变为 {after}。", "From {when}: from {before} to {after}.")
METHOD = Text(
    "候选日期，不是原因：惩罚似然分段（KernelCPD，已计入自相关），最短一段 6 期；不会自动重设基线。",
    "Candidate dates, not causes: penalised segmentation (KernelCPD, autocorrelation allowed for), segments of 6 periods at least; limits are "
    "never reckoned anew by it.",
)
SLOPE = Text(
    "整体趋势：每期{direction} {step}（95 % 区间 {low} 至 {high}；p {p}）。",
    "Overall slope: {direction} by {step} a period (95 %: {low} to {high}; p {p}).",
)
FLAT = Text("整体趋势：{n} 期内没有可分辨的升降（p {p}）。", "Overall slope: no rise or fall over {n} periods that can be told from chance (p {p}).")
RISES, FALLS = Text("上升", "up"), Text("下降", "down")
SLOPE_METHOD = Text(
    "Theil–Sen 斜率，Mann–Kendall 检验，方差已按自相关放宽。", "Theil–Sen slope, Mann–Kendall test with its variance widened for autocorrelation.",
)
LEVEL = Text("水平", "level")


def headline(kpi: Kpi, found: Changes, labels: tuple[str, ...], language: Language) -> str:
    title = kpi.title(language)
    if found.verdict == "not_enough_data":
        return TOO_SHORT(language)
    if not found.points:
        return NO_CHANGE(language, kpi=title, n=found.n)
    when = written.period(labels[found.points[-1].position], language)
    return (ONE if len(found.points) == 1 else SEVERAL)(language, kpi=title, when=when, count=len(found.points))


def point(kpi: Kpi, one: ChangePoint, labels: tuple[str, ...], language: Language) -> str:
    when, low, high = (written.period(labels[at], language) for at in (one.position, one.low, one.high))
    before, after = (written.value(kpi, kpi.value(level), language) for level in (one.before, one.after))
    return (SAME if low == high else POINT)(language, when=when, low=low, high=high, before=before, after=after)


def slope(kpi: Kpi, found: Slope, language: Language) -> str:
    """The slope in the KPI's unit; nothing where there are too few periods."""
    if found.p_value is None or found.per_period is None or found.low is None or found.high is None:
        return ""
    p = written.probability(found.p_value)
    if found.verdict == "no_trend":
        return FLAT(language, n=found.n, p=p)
    step, low, high = (_step(kpi, each, language) for each in (found.per_period, found.low, found.high))
    direction = (RISES if found.verdict == "rising" else FALLS)(language)
    return SLOPE(language, direction=direction, step=step.lstrip("+−"), low=low, high=high, p=p)


def _step(kpi: Kpi, ratio: float, language: Language) -> str:
    """A change a period; of a KPI on the log scale in percent."""
    return written.change(kpi, kpi.value(ratio), language)
