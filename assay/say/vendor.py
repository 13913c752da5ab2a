"""A vendor's card in sentences: does it deliver what was agreed, which way does it go, what changed, where is it strong or weak."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assay import written
from assay.contracts.vocabulary import SERVICES
from assay.kpis import Kpi
from assay.say import overview, trends
from assay.text import Language, Text

HEAD = Text("{name} {month}：{said}", "{name} in {month}: {said}")
RUNNING = Text("（进行中）", " (so far)")
ALL_MET = Text("{judged} 项约定全部达标", "all {judged} agreed levels met")
SOME_MISSED = Text("{judged} 项约定中 {missed} 项未达标", "{missed} of {judged} agreed levels missed")
BEYOND = Text("，其中 {beyond} 项超出随机波动", ", {beyond} of them beyond chance")
NONE_BEYOND = Text("，均未超出随机波动", ", none beyond chance")
NOT_JUDGED = Text("{levels} 项约定均无可判定的数据", "none of {levels} agreed levels could be judged")
NO_AGREEMENT = Text("没有生效的协议", "no agreement in force")
TURNED = Text("；较上月 {parts}", "; since the month before {parts}")
BETTER = Text("{n} 项转好", "{n} turned to met")
WORSE = Text("{n} 项转差", "{n} turned to missed")
SAME = Text("；与上月结论相同", "; the same as the month before")
SIGNALS = Text("；{judged} 项指标中 {parts}", "; of {judged} KPIs {parts}")
DECLINE = Text("{n} 项恶化", "{n} in decline")
IMPROVE = Text("{n} 项改善", "{n} improving")
STEADY = Text("；{judged} 项指标均为普通波动", "; all {judged} KPIs within common cause")

FROM_TO = Text("{kpi}：{previous} → {value}", "{kpi}: {previous} → {value}")
NOW_AT = Text("{kpi}：{value}", "{kpi}: {value}")
CHANGED_BY = Text("（{change}，95 % 区间 {span}）", " ({change}, 95 % interval {span})")
SPAN = Text("{low} 至 {high}", "{low} to {high}")
NEW_SIGNAL: Mapping[str, Text] = {
    "concern": Text("，由“{before}”转为恶化：{rule}", ", from “{before}” to a concern: {rule}"),
    "improvement": Text("，由“{before}”转为改善：{rule}", ", from “{before}” to an improvement: {rule}"),
    "neither_high": Text("，由“{before}”转为偏高：{rule}", ", from “{before}” to higher than usual: {rule}"),
    "neither_low": Text("，由“{before}”转为偏低：{rule}", ", from “{before}” to lower than usual: {rule}"),
}
RETURNED = Text("，回到普通波动（上月为“{before}”）", ", back to common cause (“{before}” a month ago)")
MOVED: Mapping[str, Text] = {
    "better": Text("，好于上月，超出随机误差", ", better than the month before by more than chance"),
    "worse": Text("，差于上月，超出随机误差", ", worse than the month before by more than chance"),
    "higher": Text("，高于上月，超出随机误差", ", higher than the month before by more than chance"),
    "lower": Text("，低于上月，超出随机误差", ", lower than the month before by more than chance"),
}
FLIPPED: Mapping[str, Text] = {
    "better": Text("{level}：由未达标转为达标（{result}，约定 {goal}）", "{level}: from missed to met ({result} where {goal} was agreed)"),
    "worse": Text("{level}：由达标转为未达标（{result}，约定 {goal}）", "{level}: from met to missed ({result} where {goal} was agreed)"),
}

FLIP_BEYOND = Text("，超出随机波动", ", beyond chance")
FLIP_WITHIN = Text("，仍在随机波动之内", ", still within chance")
AT_SERVICE = Text("{kpi}在{service}为 {value}", "{kpi} in {service} is {value}")
AT_SITE = Text("{kpi}在{site}（{service}）为 {value}", "{kpi} at {site} ({service}) is {value}")
AGAINST: Mapping[str, Text] = {
    "others": Text("同类服务其他 {others} 家供应商合计 {other}", "the {others} other vendors of this service together {other}"),
    "own_services": Text("本供应商其他服务合计 {other}", "its other services together {other}"),
    "own_sites": Text("本供应商同类服务的其他站点合计 {other}", "its other sites of this service together {other}"),
}
PLACE = Text("{where}，{against}：{change}，95 % 区间 {span}（n = {n}）", "{where}, {against}: {change}, 95 % interval {span} (n = {n})")

OPEN_END = Text("长期有效", "Open end")
UNTIL = Text("至 {day}", "until {day}")
RENEWED = Text("已续签（{id}）", "renewed by {id}")
NOT_RENEWED = Text("尚未续签", "not renewed yet")
DAYS_LEFT = Text("距到期 {days} 天", "{days} days left")


def headline(
    name: str,
    month: str,
    is_over: bool,
    counts: Mapping[str, int],
    has_before: bool,
    language: Language,
) -> str:
    """`counts`: agreements, levels, judged, missed, beyond, better, worse (levels that turned), told, concern, improvement (KPIs by
    the state of their series). `month` is a label."""
    named = written.period(month, language) + ("" if is_over else RUNNING(language))
    said = _agreed(counts, language)
    if counts["judged"] and has_before:
        said += _turned(counts, language)
    if counts["told"]:
        said += _signals(counts, language)
    return HEAD(language, name=name, month=named, said=said)


def _agreed(counts: Mapping[str, int], language: Language) -> str:
    if not counts["agreements"]:
        return NO_AGREEMENT(language)
    if not counts["judged"]:
        return NOT_JUDGED(language, levels=counts["levels"])
    if not counts["missed"]:
        return ALL_MET(language, judged=counts["judged"])
    evidence = BEYOND(language, beyond=counts["beyond"]) if counts["beyond"] else NONE_BEYOND(language)
    return SOME_MISSED(language, judged=counts["judged"], missed=counts["missed"]) + evidence


def _turned(counts: Mapping[str, int], language: Language) -> str:
    parts = _parts(((BETTER, counts["better"]), (WORSE, counts["worse"])), language)
    return TURNED(language, parts=parts) if parts else SAME(language)


def _signals(counts: Mapping[str, int], language: Language) -> str:
    parts = _parts(((DECLINE, counts["concern"]), (IMPROVE, counts["improvement"])), language)
    return SIGNALS(language, judged=counts["told"], parts=parts) if parts else STEADY(language, judged=counts["told"])


def _parts(said: tuple[tuple[Text, int], ...], language: Language) -> str:
    found = [words(language, n=n) for words, n in said if n]
    return ("、" if language == "zh" else ", ").join(found)


def aim(kpi: Kpi, target: float, language: Language) -> str:
    """A target of a series as a bound. Of several levels it is a mean, so it is written with the decimals of the KPI."""
    return overview.goal(kpi, target if kpi.is_log else round(target, kpi.decimals), language)


def flipped(level: str, side: str, result: str, goal: str, is_beyond_chance: bool, language: Language) -> str:
    """A level that turned between met and missed; of a miss, whether chance alone explains it."""
    said = FLIPPED[side](language, level=level, result=result, goal=goal)
    return said + (FLIP_BEYOND if is_beyond_chance else FLIP_WITHIN)(language) if side == "worse" else said


def moved(
    kpi: Kpi,
    previous: float | None,
    value: float | None,
    change: tuple[float, float, float] | None,
    clause: str,
    language: Language,
) -> str:
    """A KPI that changed: from where to where, by how much with its interval, and what that means (`clause`)."""
    now = written.value(kpi, value, language)
    if previous is None:
        return NOW_AT(language, kpi=kpi.title(language), value=now) + clause
    said = FROM_TO(language, kpi=kpi.title(language), previous=written.value(kpi, previous, language), value=now)
    return said + (_change(kpi, change, language) if change else "") + clause


def _change(kpi: Kpi, change: tuple[float, float, float], language: Language) -> str:
    by, low, high = change
    return CHANGED_BY(language, change=written.change(kpi, by, language), span=span(kpi, low, high, language))


def span(kpi: Kpi, low: float, high: float, language: Language) -> str:
    """The two ends of the interval of a change; the unit is said once."""
    first, last = (written.change(kpi, end, language) for end in (low, high))
    number, _, unit = last.partition(" ")
    return SPAN(language, low=first.removesuffix(f" {unit}") if unit else first, high=f"{number} {unit}".rstrip())


def became(state: str, before: str, rule: tuple[str, str] | None, language: Language) -> str:
    """What the series has become since a month ago; `rule`: rule and side of the signal."""
    was = trends.VARIATION[before](language)
    if state == "common_cause" or rule is None:
        return RETURNED(language, before=was)
    return NEW_SIGNAL[state](language, before=was, rule=trends.rule(*rule, language))


def place(
    kpi: Kpi,
    service: str | None,
    site: str | None,
    against: str,
    figures: tuple[float | None, float | None],
    change: tuple[float, float, float],
    counts: tuple[float, int],
    language: Language,
) -> str:
    """A service or a site beside what it is compared with. `figures`: its own value and the other; `counts`: n, other vendors."""
    own, other = (written.value(kpi, one, language) for one in figures)
    named = overview.word(SERVICES, service or written.NOTHING, language)
    words = AT_SERVICE if site is None else AT_SITE
    where = words(language, kpi=kpi.title(language), service=named, value=own, **({} if site is None else {"site": site}))
    by, low, high = change
    said = {"change": written.change(kpi, by, language), "span": span(kpi, low, high, language)}
    beside = AGAINST[against](language, other=other, **({"others": counts[1]} if against == "others" else {}))
    return PLACE(language, where=where, against=beside, n=written.count(counts[0]), **said)


def renewal(ends: date | None, renewed_by: str | None, on: date | None, language: Language) -> tuple[str, str]:
    """Until when an agreement runs, and what comes then; `on`: the day up to which the data reach."""
    if ends is None:
        return OPEN_END(language), ""
    after = RENEWED(language, id=renewed_by) if renewed_by else NOT_RENEWED(language)
    left = None if on is None or on > ends else DAYS_LEFT(language, days=(ends - on).days)
    joined = ("，" if language == "zh" else ", ").join(part for part in (left, after) if part)
    return UNTIL(language, day=ends.isoformat()), joined
