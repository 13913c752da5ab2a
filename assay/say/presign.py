"""A year under an agreement in sentences: what a vendor pays on average, how likely, and how that was found."""

from __future__ import annotations

from typing import Literal

from assay import written
from assay.agreements.presign import Forecast
from assay.contracts.vocabulary import SIMULATED_BECAUSE
from assay.text import Language, Text

Performance = Literal["target", "past", "own"]
"""At which true level: exactly at target, as in the months before, or as somebody wrote it down."""

WHO = {
    "target": Text("真实水平恰好等于目标的供应商", "A vendor exactly at target"),
    "past": Text("保持近 12 个月水平的供应商", "A vendor that goes on as in the last 12 months"),
    "own": Text("真实水平如表中所填的供应商", "A vendor at the levels of the table"),
}
PAYS = Text("{who}，按此协议平均每年仍被扣 {amount}", "{who} pays {amount} a year on average under this agreement")
PAYS_NOTHING = Text("{who}，按此协议几乎不会被扣", "{who} pays next to nothing under this agreement")
OF_CHARGE = Text("，占年服务费的 {share}", ", {share} of the yearly charge")
BONUS = Text("；另得奖励平均 {amount}", ", and earns a bonus of {amount}")
EXACT = Text(
    "精确计算：各项相互独立，逐月的分布卷积得出全年的分布。",
    "Computed exactly: levels are independent, and the year's distribution is that of its months added up.",
)
SIMULATED = Text(
    "模拟 {years} 年（随机种子 {seed}），因为{because}；平均数的标准误为 {error}。",
    "Simulated over {years} years (seed {seed}): {because}. The standard error of the average is {error}.",
)
ASSUMED = Text(
    "真实水平全年不变，各单相互独立；年初没有历史。实际的月份会有好有坏，扣款通常比这里更分散。",
    "The true level is the same all year, orders are independent, and the year begins without history. Real months vary more, and so "
    "do their credits.",
)
FINDING = Text("全年扣款：一半的年份在 {low} 与 {high} 之间，二十年中有一年超过 {most}", "Credits of a year: half the years lie between {low} and {high}, one in twenty is above {most}")
FINDING_SAME = Text("全年扣款：几乎每年都是 {amount}", "Credits of a year: {amount} in nearly every year")
_LEAST = 0.5


def headline(found: Forecast, performance: Performance, yearly_charge: float | None, language: Language) -> str:
    """What such a vendor pays a year on average; at target it is seldom nothing."""
    who = WHO[performance](language)
    if abs(found.expected_credit) < _LEAST:
        said = PAYS_NOTHING(language, who=who)
    else:
        said = PAYS(language, who=who, amount=written.money(found.expected_credit, 0))
        share = found.expected_credit / yearly_charge if yearly_charge else None
        said += OF_CHARGE(language, share=written.percent(share, 2)) if share is not None else ""
    return said + (BONUS(language, amount=written.money(found.expected_bonus, 0)) if found.expected_bonus >= _LEAST else "")


def finding(found: Forecast, language: Language) -> str:
    """What the picture of the distribution shows."""
    low, high, most = (written.money(found.quantiles[q], 0) for q in (0.25, 0.75, 0.95))
    if low == most:
        return FINDING_SAME(language, amount=low)
    return FINDING(language, low=low, high=high, most=most)


def method(found: Forecast, language: Language) -> str:
    """How it was found, and what was taken for granted."""
    if found.method == "exact":
        return _joined(EXACT(language), ASSUMED(language), language)
    whys = (SIMULATED_BECAUSE[why](language) for why in found.because)
    because = ("；" if language == "zh" else "; ").join(why if language == "zh" else why[:1].lower() + why[1:] for why in whys)
    said = SIMULATED(language, years=written.count(found.years or 0), seed=found.seed, because=because,
                     error=written.money(found.error))
    return _joined(said, ASSUMED(language), language)


def _joined(first: str, second: str, language: Language) -> str:
    return first + ("" if language == "zh" else " ") + second
