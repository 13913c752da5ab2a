"""Whether a measure worked, in words: what it was compared with, how sure that is, and what nobody can know from it."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from assay import written
from assay.kpis import Kpi
from assay.stats.effect.before import Before
from assay.stats.effect.differences import Difference, Effect
from assay.stats.effect.interrupted import Interrupted
from assay.stats.effect.placebo import Placebo
from assay.stats.effect.to_the_mean import ToTheMean
from assay.text import Language, Text

VERDICTS: Mapping[str, Text] = {
    "worked": Text("措施有效", "The measure worked"),
    "worsened": Text("采取措施后反而恶化", "It got worse with the measure"),
    "moved": Text("采取措施后有变化", "It moved with the measure"),
    "regression_to_the_mean": Text("好转主要是均值回归，未见措施的成效", "Regression to the mean, no effect of the measure is shown"),
    "already_moving": Text("采取措施之前差距已在变化，不能归于措施", "It was already moving before the measure, which cannot be credited with it"),
    "suggested": Text("有迹象见效，证据尚弱", "Suggestive of an effect, on weak evidence"),
    "suggested_worse": Text("有迹象变差，证据尚弱", "Suggestive of the opposite, on weak evidence"),
    "not_shown": Text("未见成效", "No effect is shown"),
    "not_enough_data": Text("数据不足", "Not enough data"),
}
PLACES: Mapping[tuple[str, ...], tuple[Text, Text]] = {
    ("vendor_id", "site_id"): (Text("个服务点", "place (a vendor at a site)"), Text("个服务点", "places (a vendor at a site)")),
    ("site_id",): (Text("个站点", "site"), Text("个站点", "sites")),
    ("vendor_id",): (Text("家供应商", "vendor"), Text("家供应商", "vendors")),
}
"""What is compared, by its dimensions: of one, and of several. In Chinese with its measure word."""
HEADLINE = Text("{verdict}：{kpi}", "{verdict}: {kpi}")
ROSE = Text(
    "采取措施的 {treated} {places}的{kpi}，相对另外 {controls} {others}上升了 {by}（95 % 区间：{low} 至 {high}）；",
    "{kpi} at the {treated} treated {places} rose by {by} relative to {controls} comparable {others} (95 %: {low} to {high}); ",
)
FELL = Text(
    "采取措施的 {treated} {places}的{kpi}，相对另外 {controls} {others}下降了 {by}（95 % 区间：{low} 至 {high}）；",
    "{kpi} at the {treated} treated {places} fell by {by} relative to {controls} comparable {others} (95 %: {low} to {high}); ",
)
RARE = Text("随机另选，每 {one_in} 种选法约有 1 种会有同样大的差距。", "1 in {one_in} random choices would show as much.")
COMMON = Text("随机另选，每 100 种选法约有 {percent} 种会有同样大的差距。", "{percent} in 100 random choices would show as much.")
RAREST = Text("{choices} 种选法中，没有另一种有同样大的差距。", "of {choices} choices no other shows as much.")
OPEN = Text("不封闭", "open")
RAW = Text(
    "采取措施处由 {treated_before} 变为 {treated_after}，其余由 {before} 变为 {after}（前 {periods_before} 期，后 {periods_after} 期）。",
    "With the measure it went from {treated_before} to {treated_after}, without it from {before} to {after} ({periods_before} periods before, "
    "{periods_after} after).",
)
BY_VENDOR = Text(
    "按整家供应商比较：{of} 种选法中有 {as_far} 种变化同样大（含实际这一种）。同一供应商的服务点共用一支队伍，看似很多，其实只是一家。",
    "Vendor by vendor: {as_far} of {of} choices moved as far, the true one among them. Places of one vendor share its crew: many places, one vendor.",
)
APART = Text(
    "采取措施之前，两边的差距已变化 {drift}（95 % 区间：{low} 至 {high}；{p}）：之后的差距不能都归于措施。",
    "Before the measure the two were already moving apart, by {drift} (95 %: {low} to {high}; {p}): what came after is not all its own.",
)
ALIKE = Text(
    "采取措施之前，看不出两边走势不同（差距变化 {drift}，95 % 区间：{low} 至 {high}；{p}）。区间有多宽，看不出的就可能有多大。",
    "Before the measure no difference in course can be seen ({drift}; 95 %: {low} to {high}; {p}). What cannot be seen may be as large as the "
    "interval is wide.",
)
TO_THE_MEAN = Text(
    "被选中时为 {before}。正是因为差才被选中，不采取任何措施，也预期会回到 {expected}（95 % 区间：{low} 至 {high}）；实际为 {after}，{verdict}（{p}）。",
    "It stood at {before} when it was chosen. Chosen because that was bad, it was to be expected at {expected} without any measure (95 %: {low} to {high}); "
    "{after} came, {verdict} ({p}).",
)
CAME: Mapping[str, Text] = {
    "above_expected": Text("高于预期", "more than expected"),
    "below_expected": Text("低于预期", "less than expected"),
    "as_expected": Text("与预期没有可分辨的差别", "which chance alone may have done"),
}
SUGGESTS: Mapping[str, Text] = {
    "suggests_rise": Text(
        "与自身此前的走势相比，之后 {after} 期平均高 {average}（95 % 区间：{low} 至 {high}；{p}）。没有对照，只是迹象。",
        "Against its own course before, it lay {average} higher over {after} periods (95 %: {low} to {high}; {p}). Nothing is compared: this is "
        "suggestive only.",
    ),
    "suggests_fall": Text(
        "与自身此前的走势相比，之后 {after} 期平均低 {average}（95 % 区间：{low} 至 {high}；{p}）。没有对照，只是迹象。",
        "Against its own course before, it lay {average} lower over {after} periods (95 %: {low} to {high}; {p}). Nothing is compared: this is "
        "suggestive only.",
    ),
    "not_shown": Text(
        "与自身此前的走势相比，看不出变化（之后 {after} 期平均 {signed}，95 % 区间：{low} 至 {high}；{p}）。",
        "Against its own course before no change can be seen ({signed} over {after} periods; 95 %: {low} to {high}; {p}).",
    ),
}
WHY: Mapping[str, Text] = {
    "no_treated": Text("采取措施处在前后两段中没有都有数据", "no place that the measure reached has figures both before and after"),
    "few_controls": Text("可比的对象不足 4 个", "fewer than 4 units to compare with"),
    "few_before": Text("采取措施之前不足 8 期", "fewer than 8 periods before the measure"),
    "none_after": Text("采取措施之后还没有数据", "no figures since the measure began"),
    "few_after": Text("采取措施之后不足 4 期", "fewer than 4 periods since the measure"),
    "few_choices": Text("可能的选法不足 20 种，再大的差距也可能是偶然", "fewer than 20 ways to choose: any difference could be chance"),
    "few_units": Text("不足 8 个可比的对象", "fewer than 8 units of the kind"),
    "few_others": Text("其余对象不足 4 个", "fewer than 4 other units"),
    "few_spare": Text("期数不足以估计走势", "too few periods for a course"),
    "none_chosen": Text("没有被选中的对象", "no unit was chosen"),
    "no_spread": Text("不知道单个数值的离散程度", "how far single values spread is not known"),
    "constant": Text("数值没有变化", "the values do not vary"),
}
NOT_COMPARED = Text("未作对照比较：{why}。", "No comparison: {why}.")
NOT_EXPECTED = Text("未估计均值回归：{why}。", "Regression to the mean is not told: {why}.")
NOT_ALONE = Text("未作自身走势比较：{why}。", "No comparison with its own course: {why}.")
ASSUMPTIONS: Mapping[str, Text] = {
    "same_course_without": Text("没有措施，两边会有同样的走势", "without the measure both would have taken the same course"),
    "no_spill_over": Text("措施没有影响到其余对象", "the measure did not reach the others"),
    "nothing_else_then": Text("同时没有发生别的事", "nothing else happened at the same time"),
    "one_effect_on_the_link": Text("措施的作用各处一样大（按比值比、比率或差值）", "the measure does the same everywhere (as an odds ratio, a ratio, or a difference)"),
    "deals_alike": Text("各对象的波动彼此独立，选中谁都一样", "units vary independently, and any of them could have been chosen"),
    "units_of_one_kind": Text("各对象同属一类", "the units are of one kind"),
    "levels_stay": Text("各对象的真实水平前后不变，除非大家一起变", "units keep their true levels, but for what moves them all"),
    "others_untouched": Text("其余对象没有采取措施", "nothing was done about the others"),
    "course_would_go_on": Text("没有措施，此前的走势会延续", "without the measure the course before would have gone on"),
    "straight_on_the_link": Text("走势是直线", "courses are straight lines"),
    "neighbours_alike": Text("相邻各期的相似程度不变", "neighbouring periods are alike to the same degree throughout"),
    "season_returns": Text("季节每年相同", "the season is the same every year"),
}
ASSUMED = Text("前提：{these}。", "Taken for granted: {these}.")
_JOINS = Text("；", "; ")


def headline(kpi: Kpi, verdict: str, language: Language) -> str:
    """The verdict of all answers together."""
    return HEADLINE(language, verdict=VERDICTS[verdict](language), kpi=kpi.title(language))


def compared(kpi: Kpi, by: tuple[str, ...], found: Difference, language: Language) -> str:
    """How far treated places came from where the others went, and how often chance does as much."""
    if found.points is None or found.treated is None or found.controls is None:
        return NOT_COMPARED(language, why=WHY[found.why](language))
    one, several = PLACES[by]
    places, others = ((one if side.units == 1 else several)(language) for side in (found.treated, found.controls))
    said = (ROSE if found.points.value >= 0 else FELL)(
        language, kpi=kpi.title(language), treated=found.treated.units, controls=found.controls.units, places=places,
        others=_short(others), by=_size(kpi, found.points.value, language), **_ends(kpi, found.points, language),
    )  # fmt: skip
    return said + _odds(found, language)


def raw(kpi: Kpi, found: Difference, language: Language) -> str:
    """Both sides before and after, as counted; nothing where nothing was compared."""
    if found.treated is None or found.controls is None:
        return ""
    values = {
        "treated_before": found.treated.before, "treated_after": found.treated.after, "before": found.controls.before,
        "after": found.controls.after,
    }  # fmt: skip
    told = {name: _value(kpi, value, language) for name, value in values.items()}
    return RAW(language, **told, periods_before=found.before, periods_after=found.after)


def before(kpi: Kpi, found: Before, language: Language) -> str:
    words = APART if found.verdict == "apart" else ALIKE
    drift = _change(kpi, found.drift.value, language)
    return words(language, drift=drift, p=_p(found.p_value), **_ends(kpi, found.drift, language))


def by_vendor(found: Placebo, language: Language) -> str:
    return BY_VENDOR(language, as_far=found.as_far, of=found.of)


def to_the_mean(kpi: Kpi, found: ToTheMean, language: Language) -> str:
    """What was to be expected of what was chosen because it was bad."""
    if found.expected is None or found.p_value is None:
        return NOT_EXPECTED(language, why=WHY[found.why](language))
    low, high = (_value(kpi, _within(kpi, end), language) for end in (found.expected.low, found.expected.high))
    values = {"before": found.before, "expected": found.expected.value, "after": found.after}
    told = {name: _value(kpi, value, language) for name, value in values.items()}
    return TO_THE_MEAN(language, **told, low=low, high=high, verdict=CAME[found.verdict](language), p=_p(found.p_value))


def alone(kpi: Kpi, found: Interrupted, language: Language) -> str:
    """The places with the measure against their own course before."""
    if found.average is None or found.p_value is None:
        return NOT_ALONE(language, why=WHY[found.why](language))
    average = found.average.value
    return SUGGESTS[found.verdict](
        language, average=_size(kpi, average, language), signed=_change(kpi, average, language), after=found.after,
        p=_p(found.p_value), **_ends(kpi, found.average, language),
    )  # fmt: skip


def assumed(assumptions: tuple[str, ...], language: Language) -> str:
    """What nobody can know from the figures."""
    return ASSUMED(language, these=_JOINS(language).join(ASSUMPTIONS[one](language) for one in assumptions))


def _odds(found: Difference, language: Language) -> str:
    p_value, one_in = found.p_value or 1.0, found.one_in or 1
    if p_value * found.choices < 1.5:
        return RAREST(language, choices=written.count(found.choices))
    return RARE(language, one_in=one_in) if one_in >= 5 else COMMON(language, percent=written.count(100 * p_value))


def _p(value: float) -> str:
    return f"p {written.probability(value)}"


def _short(places: str) -> str:
    """Said a second time, without its explanation."""
    return places.partition(" (")[0]


def _change(kpi: Kpi, difference: float, language: Language) -> str:
    """A natural difference as people write it: points of a share, no more than there are, percent of a geometric mean."""
    most = 1.0 if kpi.unit.en == "%" and not kpi.is_log else inf
    return written.change(kpi, kpi.value(min(max(difference, -most), most)), language)


def _size(kpi: Kpi, difference: float, language: Language) -> str:
    return _change(kpi, difference, language).lstrip("+−±")


def _ends(kpi: Kpi, of: Effect, language: Language) -> dict[str, str]:
    return {
        name: OPEN(language) if end is None else _change(kpi, end, language) for name, end in (("low", of.low), ("high", of.high))
    }


def _value(kpi: Kpi, ratio: float | None, language: Language) -> str:
    return written.value(kpi, None if ratio is None else kpi.value(ratio), language)


def _within(kpi: Kpi, ratio: float | None) -> float | None:
    """An end of an interval, no farther than the KPI goes."""
    if ratio is None or kpi.is_log or kpi.chart == "xmr":
        return ratio
    return min(max(ratio, 0.0), 1.0) if kpi.chart == "p" else max(ratio, 0.0)
