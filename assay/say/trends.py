"""Series over time in words: icons, rules, why a chart is the chart it is, what its latest point says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from assay import written
from assay.kpis import Direction, Kpi
from assay.say.overview import goal
from assay.stats.series.watch import Watching
from assay.stats.spc.rules import RuleSet
from assay.text import Language, Text

CENTRE = Text("均值", "mean")
MEDIAN = Text("中位数", "median")
LOWER = Text("下限", "lower limit")
UPPER = Text("上限", "upper limit")
REBASED = Text("重设基线", "rebased")
VARIATION: Mapping[str, Text] = {
    "common_cause": Text("普通波动", "common cause"),
    "improvement": Text("改善", "improvement"),
    "concern": Text("恶化", "concern"),
    "neither_high": Text("偏高（无优劣方向）", "higher than usual"),
    "neither_low": Text("偏低（无优劣方向）", "lower than usual"),
    "not_enough_data": Text("数据不足", "not enough data"),
}
ASSURANCE: Mapping[str, Text] = {
    "meets": Text("稳定达标", "consistently meets the target"),
    "hit_or_miss": Text("时达时不达", "hit or miss"),
    "misses": Text("稳定不达标", "consistently misses the target"),
    "no_target": Text("无目标", "no target"),
    "not_enough_data": Text("数据不足", "not enough data"),
}
RULE_SETS: Mapping[str, Text] = {
    "nhs": Text("NHS Making Data Count", "NHS Making Data Count"),
    "nelson": Text("Nelson 八条", "Nelson"),
    "western_electric": Text("西电规则", "Western Electric"),
    "anhoej": Text("Anhøj 游程", "Anhøj runs"),
    "limits": Text("仅看控制限", "limits only"),
}
FAMILIES: Mapping[str, Text] = {
    "run": Text("运行图（无控制限）", "run chart, no limits"),
    "xmr": Text("单值图（XmR）", "individuals chart (XmR)"),
    "log_xmr": Text("对数单值图（XmR）", "individuals chart on the log scale (XmR)"),
    "p": Text("p 图", "p chart"),
    "p_prime": Text("P′ 图（Laney）", "P′ chart (Laney)"),
    "p_exact": Text("p 图（精确二项限）", "p chart, exact binomial limits"),
    "u": Text("u 图", "u chart"),
    "u_prime": Text("U′ 图（Laney）", "U′ chart (Laney)"),
    "g": Text("g 图（相邻事件之间的数量）", "g chart (units between events)"),
    "t": Text("t 图（相邻事件之间的时间）", "t chart (time between events)"),
}
TARGET = Text("目标 {goal}", "target {goal}")
USUAL = Text("通常范围 {low} – {high}", "usual range {low} – {high}")
OVER = Text("{above} {x} / {below} {n}", "{x} {above} / {n} {below}")
VALUE_IN = Text("{name}：{period}{kpi}为 {value}", "{name}: {kpi} was {value} in {period}")
OUTSIDE: Mapping[str, Text] = {
    "above": Text("，高于通常范围（{low} – {high}）", ", above its usual range ({low} – {high})"),
    "below": Text("，低于通常范围（{low} – {high}）", ", below its usual range ({low} – {high})"),
}
WITHIN = Text("，在通常范围内（{low} – {high}）", ", within its usual range ({low} – {high})")
NO_LIMITS = Text("；期数不足，尚不能画控制限", "; too few periods for limits yet")
SHIFTED: Mapping[str, Text] = {
    "improvement": Text("，出现改善信号：{rule}", "; a sign of improvement: {rule}"),
    "concern": Text("，出现恶化信号：{rule}", "; a sign of decline: {rule}"),
    "neither_high": Text("，出现信号：{rule}", "; a signal: {rule}"),
    "neither_low": Text("，出现信号：{rule}", "; a signal: {rule}"),
}
NOTHING = Text("{name}：{kpi}没有可判断的期间", "{name}: no period of {kpi} can be judged")

Tone = Literal["common", "improvement", "concern", "neutral"]


def tone(side: str, direction: Direction) -> Tone:
    """The colour of a signal by the side on which it lies: what is good for the KPI, what is bad, or neither."""
    up, down = side in ("above", "rising"), side in ("below", "falling")
    if direction == "none" or not (up or down):
        return "neutral"
    return "improvement" if up == (direction == "higher") else "concern"


def centre(family: str) -> Text:
    """What the middle line of a chart is: of runs and of what lies between events the median."""
    return MEDIAN if family in ("run", "g") else CENTRE


def target(kpi: Kpi, value: float, language: Language) -> str:
    return TARGET(language, goal=goal(kpi, round(value, kpi.decimals), language))


def usual(kpi: Kpi, low: float, high: float, language: Language) -> str:
    return USUAL(language, low=written.value(kpi, low, language), high=written.value(kpi, high, language))


def counted(kpi: Kpi, numerator: float, denominator: float, language: Language) -> str:
    """Both sums with what they count; of a mean its n."""
    if kpi.squares:
        return f"n = {written.count(denominator)}"
    above, below = (words(language) for words in kpi.counted)
    return OVER(language, above=above, x=written.quantity(numerator), below=below, n=written.quantity(denominator))


def finding(
    kpi: Kpi,
    name: str,
    period: str,
    value: float | None,
    limits: tuple[float, float] | None,
    state: str,
    fired: tuple[str, str] | None,
    language: Language,
) -> str:
    """What the latest point says. `limits` at that point in the KPI's unit; `fired`: rule and side of its signal."""
    if value is None:
        return NOTHING(language, name=name, kpi=kpi.title(language))
    said = VALUE_IN(language, name=name, period=period, kpi=kpi.title(language), value=written.value(kpi, value, language))
    if limits is None:
        return said + NO_LIMITS(language)
    low, high = (written.value(kpi, end, language) for end in limits)
    if fired is None:
        return said + WITHIN(language, low=low, high=high)
    if fired[0] == "outside_limits" and fired[1] in OUTSIDE:
        return said + OUTSIDE[fired[1]](language, low=low, high=high)
    return said + SHIFTED[state](language, rule=rule(*fired, language))


RULES: Mapping[tuple[str, str], Text] = {
    ("outside_limits", "above"): Text("高于控制上限", "above the upper limit"),
    ("outside_limits", "below"): Text("低于控制下限", "below the lower limit"),
    ("trend", "rising"): Text("连续上升", "rising period after period"),
    ("trend", "falling"): Text("连续下降", "falling period after period"),
    ("near_limit", "above"): Text("三期中两期接近控制上限", "two of three near the upper limit"),
    ("near_limit", "below"): Text("三期中两期接近控制下限", "two of three near the lower limit"),
    ("one_side", "above"): Text("连续多期高于均值", "a run above the mean"),
    ("one_side", "below"): Text("连续多期低于均值", "a run below the mean"),
    ("two_of_three", "above"): Text("三期中两期高出均值两个标准差", "two of three beyond two standard deviations above"),
    ("two_of_three", "below"): Text("三期中两期低出均值两个标准差", "two of three beyond two standard deviations below"),
    ("four_of_five", "above"): Text("五期中四期高出均值一个标准差", "four of five beyond one standard deviation above"),
    ("four_of_five", "below"): Text("五期中四期低出均值一个标准差", "four of five beyond one standard deviation below"),
    ("alternating", "alternating"): Text("一升一降反复交替", "up and down in turn"),
    ("hugging", "hugging"): Text("过于贴近均值", "too close to the mean for too long"),
    ("mixture", "mixture"): Text("远离均值、两侧分布，似为两个过程", "far from the mean on both sides, as of two processes"),
    ("long_run", "above"): Text("同侧游程过长（均值之上）", "too long a run above the centre"),
    ("long_run", "below"): Text("同侧游程过长（均值之下）", "too long a run below the centre"),
    ("long_run", "long_run"): Text("同侧游程过长", "too long a run on one side"),
    ("few_crossings", "few_crossings"): Text("穿越中线次数过少", "too few crossings of the centre"),
}
"""By rule and side."""


def rule(id_: str, side: str, language: Language) -> str:
    """What a rule has seen, in a few words."""
    return RULES[id_, side](language)


EPISODE = Text("{span}：{rule}（{value}）", "{span}: {rule} ({value})")
SPAN = Text("{first}至{last}", "{first} to {last}")


def episode(kpi: Kpi, id_: str, side: str, first: str, last: str, value: float | None, language: Language) -> str:
    """A numbered signal in a sentence; `value` is that of its last marked point."""
    span = first if first == last else SPAN(language, first=first, last=last)
    return EPISODE(language, span=span, rule=rule(id_, side, language), value=written.value(kpi, value, language))


WHY: Mapping[str, Text] = {
    "share": Text("数据为占比", "the data are shares"),
    "rate": Text("数据为发生率", "the data are rates"),
    "measurement": Text("数据为测量值", "the data are measurements"),
    "rare": Text("事件稀少", "events are rare"),
    "by_choice": Text("按所选图形绘制", "drawn as chosen"),
    "skewed": Text("分布偏斜，取对数", "skewed, so on the log scale"),
    "overdispersed": Text("各期差异大于抽样误差，限已放宽", "periods differ by more than sampling, so limits are wider"),
    "many_per_period": Text("每期数量很大，改用 Laney 限", "many per period, so Laney's limits"),
    "few_expected": Text("每期预期数很少，用精确限", "few expected per period, so exact limits"),
    "autocorrelated": Text("前后期相关，限已放宽，只判单点", "neighbours are alike: limits are wider and single points only are judged"),
    "trial": Text("不足 24 期，为试用限", "under 24 periods: trial limits"),
    "too_few": Text("不足 12 期，不画限", "under 12 periods: no limits"),
}


def method(
    family: str, why: Sequence[str], rules: RuleSet, dispersion: float | None, baseline: int, n: int, language: Language
) -> str:
    """Small print: the chart, why it is that one, what its limits rest on, the rule set and its version."""
    reasons = [WHY[one](language) for one in why if one in WHY]
    joined = ("；" if language == "zh" else "; ").join((FAMILIES[family](language), *reasons))
    sigma = "" if dispersion is None else f"σz = {dispersion:.2f}"
    named = f"{RULE_SETS[rules.id](language)} v{rules.version}"
    limits = "" if family == "run" else BASELINE(language, baseline=baseline, n=n)
    parts = (joined, sigma, limits, RULED(language, rules=named))
    return " · ".join(part for part in parts if part)


BASELINE = Text("控制限由 {baseline} 期算出，共 {n} 期", "limits from {baseline} of {n} periods")
RULED = Text("判异规则：{rules}", "rules: {rules}")


GRAINS: Mapping[str, Text] = {
    "day": Text("每日", "by day"), "week": Text("每周", "by week"), "month": Text("每月", "by month"),
    "quarter": Text("每季", "by quarter"),
}
PLOTTED = Text("{kpi}，{grain}，{n} 期有数据", "{kpi} {grain}; {n} periods with data")
ADJUSTED = Text("；已扣除季节与节假日影响（浅色点为原值）", "; season and holidays taken out (pale dots: as counted)")
PARTIAL = Text("；空心点为进行中的一期，不参与判断", "; the hollow point is still running and is not judged")
WEIGHTED = Text("目标：各约定等级按数量加权", "target: the agreed levels, weighted by how much of each there was")
UNSETTLED = Text(
    "结束未满 {days} 天的期间还会变动（迟到的也会计入），以空心点表示，不参与判断",
    "periods that ended less than {days} days ago still move (late ones come in): hollow, and not judged",
)
HIDDEN = Text("{count} 期的{below}少于 {minimum}，不显示", "{count} periods with fewer than {minimum} {below} are not shown")


def plotted(
    kpi: Kpi, grain: str, periods: int, n: int, is_adjusted: bool, is_partial: bool, language: Language
) -> str:
    """What is plotted, over how many periods."""
    said = PLOTTED(language, kpi=kpi.title(language), grain=GRAINS[grain](language), n=f"{n}/{periods}")
    return said + (ADJUSTED(language) if is_adjusted else "") + (PARTIAL(language) if is_partial else "")


def unsettled(kpi: Kpi, language: Language) -> str:
    return UNSETTLED(language, days=kpi.settles_days)


def hidden(kpi: Kpi, count: int, language: Language) -> str:
    return HIDDEN(language, count=count, minimum=kpi.minimum_n, below=kpi.counted[1](language))


HEADLINE: Mapping[str, Text] = {
    "vendor_id": Text("{period}：{members} 家供应商的 {judged} 条序列中，{parts}", "{period}: {parts}, of {judged} series of {members} vendors"),
    "site_id": Text("{period}：{members} 个站点的 {judged} 条序列中，{parts}", "{period}: {parts}, of {judged} series of {members} sites"),
}
CALM = Text("没有一条确有恶化", "none has truly worsened")
TO_ACT = Text("{n} 条持续恶化、需处理", "{n} keep worsening (act)")
TO_WATCH = Text("{n} 条可能恶化、值得关注", "{n} may be worsening (watch)")
NONE_JUDGED = Text("{period}：期数不足，尚无序列可判断", "{period}: too few periods to judge any series yet")


def headline(counts: Mapping[str, int], across: str, label: str, language: Language) -> str:
    """How many series there are and how many of them worsened; `counts`: judged, act, watch, members."""
    period = written.period(label, language)
    if not counts["judged"]:
        return NONE_JUDGED(language, period=period)
    tiers = ((TO_ACT, counts["act"]), (TO_WATCH, counts["watch"]))
    parts = [words(language, n=n) for words, n in tiers if n] or [CALM(language)]
    joined = ("，" if language == "zh" else ", ").join(parts)
    return HEADLINE[across](language, period=period, judged=counts["judged"], members=counts["members"], parts=joined)


Q_VALUE = Text("q {q}（全部序列校正后）", "q {q} over all series")


def q_value(found: Watching, language: Language) -> str:
    """How likely a series like it is on the list by chance; nothing where it was not judged."""
    if found.q_now is None:
        return ""
    return Q_VALUE(language, q=written.probability(found.q_now))


CHARTED = Text("图上的值", "value charted")
SIGNAL = Text("信号", "signal")
