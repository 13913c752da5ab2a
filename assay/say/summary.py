"""The month in sentences: each is a rule over results, and nothing is said that no figure bears."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assay import written
from assay.kpis import Kpi
from assay.say.trends import VARIATION
from assay.text import Language, Text

_STREAK = 3
"""Months in a row from which on a direction is worth a word, if the chart bears it."""
FEW_NAMES = 3

SOME_MISSED = Text("{month}：{judged} 家供应商中 {missed} 家有未达标的约定", "In {month}, {missed} of {judged} vendors missed an agreed level")
ALL_MET = Text("{month}：{judged} 家供应商全部达到约定", "In {month}, all {judged} vendors kept what was agreed")
OWN_MISSED = Text("{month}：{name}的 {judged} 项约定中 {missed} 项未达标", "In {month}, {name} missed {missed} of {judged} agreed levels")
OWN_MET = Text("{month}：{name}的 {judged} 项约定全部达标", "In {month}, {name} kept all {judged} agreed levels")
NOTHING = Text("{month}：没有可与约定对照的数据", "In {month} there was nothing to hold against an agreement")
RUNNING = Text("（进行中）", " (so far)")
BEFORE = Text("（{told}）", " ({told})")
LAST_MONTH, LAST_YEAR = Text("上月 {n} 家", "{n} the month before"), Text("去年同月 {n} 家", "{n} in the same month of last year")
DECLINED = Text("；其中{who}超出随机波动，是服务水平确实低于约定的证据", "; {who}: evidence that the true level is below what was agreed")
DECLINED_NAMES = Text(" {n} 家（{names}）", "for {n} ({names}) it is more than chance")
DECLINED_COUNT = Text(" {n} 家", "for {n} it is more than chance")
OWN_DECLINED = Text("；其中 {n} 项超出随机波动，是服务水平确实低于约定的证据", "; {n} of them beyond chance, which is evidence that the true level is below")
WITHIN = Text("，其余 {n} 家仍在随机波动之内", ", for the other {n} it is within chance")
ALL_WITHIN = Text("；均在随机波动之内", "; all within chance")
STEADY = Text("；各项总体指标均为普通波动", "; all headline KPIs within common cause")
OWN_STEADY = Text("；各项指标均为普通波动", "; all of its KPIs within common cause")
TURNED = Text("；{kpi}{state}", "; {kpi} shows {state}")
IN_A_ROW = Text("；{kpi}连续第 {nth} 个月{way}，且超出随机波动", "; {kpi} {way} for the {nth} month in a row, beyond chance")
BETTER, WORSE = Text("改善", "improved"), Text("恶化", "worsened")
SIGNS = {"improvement": Text("出现改善信号", "a sign of improvement"), "concern": Text("出现恶化信号", "a sign of decline"),
         "neither_high": Text("高于通常水平", "a level above the usual"), "neither_low": Text("低于通常水平", "a level below the usual")}
DUE = Text("；合计应扣 {amount}", "; {amount} is to be deducted in all")
PAY = Text("；合计应付奖励 {amount}", "; {amount} is to be paid in all")
NO_MONEY = Text("；没有扣款", "; nothing is to be deducted")
DUE_BEFORE = Text("（上月 {before}）", " ({before} the month before)")
END = Text("。", ".")

AGAINST = Text("较上月 {change}", "{change} on the month")
AGAINST_YEAR = Text("较去年同月 {change}", "{change} on the year")
CLEAR_WORSE, CLEAR_BETTER = Text("（恶化，超出随机误差）", " (worse, beyond chance)"), Text("（改善，超出随机误差）", " (better, beyond chance)")

WHY_MISSED = Text("{name} · {level}：{result}，约定 {goal}", "{name} · {level}: {result} where {goal} was agreed")
WHY_MONTHS = Text("，已连续 {n} 个月未达标", ", missed {n} months in a row")
WHY_COST = Text("，扣款 {amount}", ", credit {amount}")
WHY_WORSENS = Text("{name} · {kpi}：近几个月持续恶化，最新 {value}", "{name} · {kpi}: has worsened over the last months, now {value}")
WHOSE = Text("{name}：", "{name}: ")
WHY_PLACE = Text("与一年来的水平相比，变化集中在：{names}", "Against the year before, the change is concentrated in: {names}")
WHY_SPREAD = Text("与一年来的水平相比，没有哪一处突然变差：问题是一贯的", "Against the year before no part got suddenly worse: it is a standing problem")
WHY_WEAK = Text("一年来明显偏弱：{places}", "Clearly weak over the year: {places}")
WHY_UNKNOWN = Text("数据不足以说明原因", "The data are too few to say why")
WEAK_PLACE = Text("{where} {value}（{beside} {other}）", "{where} {value} ({beside} {other})")
BESIDE = {"others": Text("同类供应商", "like vendors"), "own_services": Text("其他服务", "its other services"),
          "own_sites": Text("其他站点", "its other sites")}
JOIN = Text("；", "; ")
SENTENCES = Text("。", ". ")

MOVE = Text("{name} · {kpi}：{previous} → {value}（{change}）", "{name} · {kpi}: {previous} → {value} ({change})")
NONE_MOVED = Text("没有一项指标的变化超出随机误差", "No KPI of any vendor moved by more than chance")
NONE_WORSE = Text("没有超出随机误差的恶化", "Nothing got worse by more than chance")
NONE_BETTER = Text("没有超出随机误差的改善", "Nothing got better by more than chance")
MORE = Text("另有 {n} 项", "{n} more")

HEARD_ALL = Text("有协议的 {agreed} 家供应商全部有数据", "all {agreed} vendors with an agreement were heard of")
HEARD_SOME = Text(
    "有协议的 {agreed} 家供应商中 {n} 家没有任何数据：{names}", "nothing was heard of {n} of {agreed} vendors with an agreement: {names}"
)
REACH = Text("数据截至 {at}（UTC）", "Data reach {at} UTC")
FILES = Text("；共载入 {files} 份文件，拒收 {refused} 份", "; {files} files came in, {refused} were refused")
WAITING = Text("；{n} 行在隔离区待修复", "; {n} rows wait in quarantine")
RESTATED_SINCE = Text("本月已于 {at}（UTC）由 {by} 公布；此后 {n} 个数字有变化", "This month was published at {at} UTC by {by}; {n} figures changed since")
UNCHANGED_SINCE = Text("本月已于 {at}（UTC）由 {by} 公布；此后没有变化", "This month was published at {at} UTC by {by}; nothing changed since")
TAMPERED = Text(
    "登记库中本月已公布的月报与公布时不同，不能采信；以下为现在的数字。",
    "The published report of this month is not what was written down, so it is not shown; these are the figures of today.",
)
OLDER = Text(
    "本月的月报由另一版本的 Assay 公布，本版本无法读取；以下为现在的数字。",
    "The report of this month was published by another release that cannot be read here; these are the figures of today.",
)
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(n: int) -> str:
    """third is written 3rd, eleventh 11th."""
    return f"{n}{'th' if n % 100 in (11, 12, 13) else _ORDINALS.get(n % 10, 'th')}"


def month(label: str, is_over: bool, language: Language) -> str:
    return written.period(label, language) + ("" if is_over else RUNNING(language))


def missed(named: str, judged: int, late: int, before: int | None, year_ago: int | None, language: Language) -> str:
    """How many vendors missed anything, and how many did a month and a year ago."""
    if not judged:
        return NOTHING(language, month=named)
    said = (SOME_MISSED if late else ALL_MET)(language, month=named, judged=judged, missed=late)
    told = [text(language, n=n) for text, n in ((LAST_MONTH, before), (LAST_YEAR, year_ago)) if n is not None]
    return said + (BEFORE(language, told=listing(told, language)) if told else "")


def own_missed(named: str, name: str, judged: int, late: int, language: Language) -> str:
    """The same of one vendor, by its levels."""
    if not judged:
        return NOTHING(language, month=named)
    return (OWN_MISSED if late else OWN_MET)(language, month=named, name=name, judged=judged, missed=late)


def declined(names: Sequence[str], late: int, language: Language) -> str:
    """How many of the misses are evidence, and how many may be chance; nothing where none missed."""
    if not late:
        return ""
    if not names:
        return ALL_WITHIN(language)
    words = DECLINED_NAMES if len(names) <= FEW_NAMES else DECLINED_COUNT
    who = words(language, n=len(names), names=listing(names, language))
    rest = late - len(names)
    said = DECLINED(language, who=who)
    return said + (WITHIN(language, n=rest) if rest else "")


def own_declined(beyond: int, late: int, language: Language) -> str:
    if not late:
        return ""
    return OWN_DECLINED(language, n=beyond) if beyond else ALL_WITHIN(language)


def direction(kpi: Kpi, variation: str, streak: int, language: Language) -> str:
    """Which way a KPI goes, where its chart says that it is more than common cause; nothing otherwise."""
    title = kpi.title(language)
    if abs(streak) >= _STREAK and (streak > 0) == (variation == "improvement") and variation in ("improvement", "concern"):
        way = (BETTER if streak > 0 else WORSE)(language)
        nth = str(abs(streak)) if language == "zh" else ordinal(abs(streak))
        return IN_A_ROW(language, kpi=title, nth=nth, way=way)
    return TURNED(language, kpi=title, state=SIGNS[variation](language)) if variation in SIGNS else ""


def due(total: Decimal, before: Decimal | None, language: Language) -> str:
    """What is to be deducted or paid, and what it was a month before."""
    words = DUE if total > 0 else PAY if total < 0 else NO_MONEY
    said = words(language, amount=written.money(abs(total), 0))
    return said + (DUE_BEFORE(language, before=written.money(before, 0)) if before is not None else "")


def listing(said: Sequence[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(said)


def state(variation: str, language: Language) -> str:
    return VARIATION[variation](language)
