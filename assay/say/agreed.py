"""What was agreed, in words: a level's terms and an agreement's, each a short text, so that two versions can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assay import written
from assay.agreements.money import exact
from assay.contracts.vocabulary import POOL_CATEGORIES, PRIORITIES, ROUNDINGS, SCHEMES
from assay.kpis import Kpi
from assay.level import Agreement, Level, Tier
from assay.say import overview
from assay.say.amounts import settled
from assay.text import Language, Text

Terms = Mapping[str, str]
LEVEL_TERMS: Mapping[str, Text] = {
    "clock": Text("约定时限", "Agreed time"),
    "target": Text("目标", "Target"),
    "minimum": Text("最低水平", "Minimum"),
    "rounding": Text("舍入", "Rounding"),
    "cost": Text("未达标的代价", "What a miss costs"),
    "repeat": Text("连续未达标", "If missed again"),
    "incident": Text("同一事件", "One incident"),
    "earn_back": Text("赎回", "Earn-back"),
    "bonus": Text("奖励", "Bonus"),
    "weight": Text("权重", "Weight"),
}
AGREEMENT_TERMS: Mapping[str, Text] = {
    "days": Text("有效期", "In force"),
    "charge": Text("月服务费", "Monthly charge"),
    "at_risk": Text("可扣上限", "At risk"),
    "scheme": Text("扣款方式", "How credits are counted"),
    "site": Text("站点", "Site"),
    "calendar": Text("工作日历", "Calendar"),
}
_OPEN = Text("{first} 起，未定终止日", "from {first}, no end agreed")
_SPAN = Text("{first} 至 {last}", "{first} to {last}")
_SHARE_OF = Text("月服务费的 {share}，即 {amount}", "{share} of the monthly charge, {amount}")
_POINTS = Text("{scheme}，每分为月服务费的 {share}", "{scheme}, each {share} of the monthly charge")
_NO_MONEY = Text("未约定扣款", "no credits agreed")
_ALL_SITES = Text("全部站点", "all sites")
_ROUND_THE_CLOCK = Text("全天候", "round the clock")
_DECIMALS = Text("{n} 位小数，{how}", "{n} decimals, {how}")
_DECIMAL = Text("{n} 位小数，{how}", "{n} decimal, {how}")
_POOL = Text("可扣金额的 {share}", "{share} of the amount at risk")
_POOL_PART = Text("可扣金额的 {share}（{category} {pool} × {part}）", "{share} of the amount at risk ({category} {pool} × {part})")
_TIER = Text("{range}：{points} 分", "{range}: {points}")
_TIERS = Text("服务分 {tiers}", "points {tiers}")
_ABOVE, _BELOW = Text("{low} 及以上", "{low} and above"), Text("{high} 及以下", "{high} and below")
_TIMES = Text("× {n}", "× {n}")
_GROUP = Text("与{others}只扣较大的一项", "with {others} only the larger credit is due")
_EARN_BACK = Text("其后 {n} 个月均达到 {goal}，退回 {share}", "{share} comes back if each of the next {n} months reaches {goal}")
_BONUS = Text("达到 {goal}，奖月服务费的 {share}", "{share} of the monthly charge at {goal}")


def of_agreement(one: Agreement, site: str | None, language: Language) -> Terms:
    """By the keys of AGREEMENT_TERMS. `site` is the name of its site where it is for one."""
    first, last = one.effective_from.isoformat(), one.effective_to.isoformat() if one.effective_to else ""
    return {
        "days": _SPAN(language, first=first, last=last) if last else _OPEN(language, first=first),
        "charge": written.money(one.monthly_charge),
        "at_risk": _at_risk(one, language),
        "scheme": _scheme(one, language),
        "site": site or one.site_id or _ALL_SITES(language),
        "calendar": one.calendar_id or _ROUND_THE_CLOCK(language),
    }


def _at_risk(one: Agreement, language: Language) -> str:
    if one.at_risk_share is None or one.monthly_charge is None:
        return written.NOTHING
    amount = exact(one.at_risk_share) * exact(one.monthly_charge)
    return _SHARE_OF(language, share=_percent(one.at_risk_share), amount=written.money(amount))


def _scheme(one: Agreement, language: Language) -> str:
    if one.scheme is None:
        return _NO_MONEY(language)
    name = SCHEMES[one.scheme](language)
    return name if one.point_share is None else _POINTS(language, scheme=name, share=_percent(one.point_share))


def title(kpi: Kpi, level: Level, language: Language) -> str:
    """What a level is about, without what was agreed for it: the same name in every version."""
    named = kpi.title(language)
    return f"{named} · {overview.word(PRIORITIES, level.priority, language)}" if level.priority else named


def of_level(kpi: Kpi, level: Level, tiers: Sequence[Tier], others: Sequence[str], language: Language) -> Terms:
    """By the keys of LEVEL_TERMS; a dash for what was not agreed. `others`: titles of the other levels of its incident group."""
    return {
        "clock": written.NOTHING if level.clock_minutes is None else written.working(level.clock_minutes, language),
        "target": overview.goal(kpi, level.target, language),
        "minimum": written.NOTHING if level.minimum is None else overview.goal(kpi, level.minimum, language),
        "rounding": _rounding(level, language),
        "cost": _cost(kpi, level, tiers, language),
        "repeat": written.NOTHING if level.repeat_multiplier is None else _TIMES(language, n=f"{level.repeat_multiplier:g}"),
        "incident": _GROUP(language, others=("、" if language == "zh" else ", ").join(others)) if others else written.NOTHING,
        "earn_back": _earn_back(kpi, level, language),
        "bonus": _bonus(kpi, level, language),
        "weight": written.NOTHING if level.weight is None else f"{level.weight:g}",
    }


def _rounding(level: Level, language: Language) -> str:
    if level.decimals is None:
        return written.NOTHING
    words = _DECIMAL if level.decimals == 1 else _DECIMALS
    how = ROUNDINGS[level.rounding or "half_up"](language)
    return words(language, n=level.decimals, how=how if language == "zh" else how.lower())


def _cost(kpi: Kpi, level: Level, tiers: Sequence[Tier], language: Language) -> str:
    if tiers:
        ranked = sorted(tiers, key=lambda tier: tier.points)
        said = (_TIER(language, range=_range(kpi, level, tier, language), points=f"{tier.points:g}") for tier in ranked)
        return _TIERS(language, tiers=("；" if language == "zh" else "; ").join(said))
    if level.pool_share is None:
        return written.NOTHING
    if level.allocation_share is None:
        return _POOL(language, share=_percent(level.pool_share))
    share = exact(level.pool_share) * exact(level.allocation_share)
    parts = {"pool": _percent(level.pool_share), "part": _percent(level.allocation_share), "category": overview.word(POOL_CATEGORIES, level.pool_category or "", language)}
    return " ".join(_POOL_PART(language, share=_percent(share), **parts).split())


def _range(kpi: Kpi, level: Level, tier: Tier, language: Language) -> str:
    low, high = (None if side is None else settled(kpi, level, side, language) for side in (tier.from_value, tier.to_value))
    if low is None or high is None:
        return _ABOVE(language, low=low) if high is None else _BELOW(language, high=high)
    return f"{low} – {high}"


def _earn_back(kpi: Kpi, level: Level, language: Language) -> str:
    if level.earn_back_months is None or level.earn_back_share is None or level.earn_back_level is None:
        return written.NOTHING
    goal = overview.goal(kpi, level.earn_back_level, language)
    return _EARN_BACK(language, n=level.earn_back_months, goal=goal, share=_percent(level.earn_back_share))


def _bonus(kpi: Kpi, level: Level, language: Language) -> str:
    if level.bonus_target is None or level.bonus_share is None:
        return written.NOTHING
    return _BONUS(language, goal=overview.goal(kpi, level.bonus_target, language), share=_percent(level.bonus_share))


def _percent(share: float | Decimal) -> str:
    """As it was agreed, without zeros that say nothing: 10 %, 0.5 %, 8.7992 %."""
    return f"{(100 * exact(share)).normalize():f} %"
