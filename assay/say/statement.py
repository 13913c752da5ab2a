"""A statement in sentences: the month in one, each line in one, and where settlement and evidence do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Literal

from assay import written
from assay.agreements.account import Line
from assay.agreements.restated import RestatedLine, Restatement
from assay.agreements.statement import Statement
from assay.contracts.vocabulary import METHODS, SETTLEMENTS, UNPAID
from assay.kpis import Kpi
from assay.say import overview
from assay.say.amounts import settled
from assay.text import Language, Text

UNLIKELY, LIKELY = 0.05, 0.5
"""Below the first chance of meeting the target, a miss is evidence of a lower level; below the second, meeting it is luck."""
Evidence = Literal["none", "agrees", "miss_unproven", "met_by_luck", "too_few"]

NO_AGREEMENT = Text("{month}{name}：没有生效的协议", "{name} had no agreement in force in {month}")
NOTHING_JUDGED = Text("{month}{name}：{levels} 项约定均无可判定的数据", "{name}: none of {levels} agreed levels could be judged in {month}")
ALL_MET = Text("{month}{name}：{judged} 项约定全部达标", "{name} met all {judged} agreed levels in {month}")
SOME_MISSED = Text("{month}{name}：{judged} 项约定中 {missed} 项未达标", "{name} missed {missed} of {judged} agreed levels in {month}")
NO_CREDIT = Text("，无扣款", ", no credit")
CREDIT = Text("，应扣 {credit}", ", a credit of {credit}")
OF_CHARGE = Text("，占月服务费 {share}", " ({share} of the monthly charge)")
EARNED_BACK = Text("，赎回 {amount}", ", {amount} earned back")
BONUS = Text("，奖励 {amount}", ", a bonus of {amount}")
DEDUCT = Text("，合计扣 {amount}", ", {amount} to deduct in all")
PAY = Text("，合计应付供应商 {amount}", ", {amount} to pay to the vendor in all")
EVEN = Text("，合计为零", ", nothing in all")
UNJUDGED = Text("；另有 {n} 项未判定", "; {n} more not judged")
RUNNING = Text("（进行中，暂计）", " (so far)")
STILL_WAITING = Text("各项约定合计还有 {n} 条记录尚未到期，数字仍会变化。", "{n} records, summed over the levels, are not due yet: figures will still change.")
ONE_WAITS = Text("各项约定合计还有 {n} 条记录尚未到期，数字仍会变化。", "{n} record is not due yet: figures will still change.")

MISSED = Text("未达标：{result}（{basis}），约定 {goal}", "Missed: {result} ({basis}) where {goal} was agreed")
MET = Text("达标：{result}（{basis}），约定 {goal}", "Met: {result} ({basis}) where {goal} was agreed")
UNPROVEN = Text(
    "；但不足以说明真实水平没有达到约定（达标概率 {chance}）", "; yet this is no evidence that the true level is short of it (chance that it meets: {chance})"
)
PROVEN = Text("；真实水平也很可能没有达到约定（达标概率 {chance}）", "; the true level is very likely short of it too (chance that it meets: {chance})")
LUCK = Text("；但真实水平多半没有达到约定（达标概率 {chance}）", "; yet the true level is probably short of it (chance that it meets: {chance})")
NOTHING_SAID = Text("；样本太少，说明不了真实水平", "; too few to say anything about the true level")
SURE = Text("；真实水平达到约定的概率为 {chance}", "; the chance that the true level meets it is {chance}")
NO_DATA = Text("无数据：本月没有可计入的记录，不判定，不扣款", "No data: nothing of the month could be counted, so there is no verdict and no credit")
WAIVED = Text("{reason}：不判定，不扣款", "{reason}: no verdict and no credit")
NOT_PAYABLE = Text("{reason}（{method}）：{result}，仅供参考，不扣款", "{reason} ({method}): {result} is shown and costs nothing")
FEW = Text("；样本少于 {n}，协议仍照算，其他页面不单独发布", "; fewer than {n} were counted: the agreement counts all the same, other pages do not publish it")
WITHOUT_EFFECT = Text("没有可计入的记录，未起作用", "nothing was counted under it, so it changes nothing")

FIRST_TIME = Text("本月尚未公布。", "This month has not been published yet.")
TAMPERED = Text("最近一次公布的内容与当时的校验码不符，无法对照。", "What was published last is no longer what its hash says, so nothing is compared with it.")
UNCHANGED = Text("与最近一次公布（{at} UTC，{by}）一致。", "Nothing has changed since it was last published ({at} UTC, {by}).")
CHANGED = Text("与最近一次公布（{at} UTC，{by}）相比，{n} 项有变化，合计{more}。", "Since it was last published ({at} UTC, {by}), {n} lines have changed: {more} in all.")
ONE_CHANGED = Text("与最近一次公布（{at} UTC，{by}）相比，{n} 项有变化，合计{more}。", "Since it was last published ({at} UTC, {by}), {n} line has changed: {more} in all.")
MORE, LESS, SAME = Text("多扣 {amount}", "{amount} more"), Text("少扣 {amount}", "{amount} less"), Text("金额不变", "the same amount")
NEW, GONE = Text("新增一行", "a new line"), Text("该行不再有", "the line is gone")


def headline(statement: Statement, name: str, is_over: bool, language: Language) -> str:
    """The statement in one sentence. `name` is the vendor's; a month that is not over is said to be counted so far."""
    month = written.period(f"{statement.month:%Y-%m}", language) + ("" if is_over else RUNNING(language))
    if not statement.accounts:
        return NO_AGREEMENT(language, month=month, name=name)
    verdicts = [line.judged.verdict for line in statement.lines]
    missed, judged = verdicts.count("missed"), verdicts.count("missed") + verdicts.count("met")
    if not judged:
        return NOTHING_JUDGED(language, month=month, name=name, levels=len(verdicts))
    verdict = SOME_MISSED if missed else ALL_MET
    said = verdict(language, month=month, name=name, judged=judged, **({"missed": missed} if missed else {}))
    left = len(verdicts) - judged
    return said + "".join(_amounts(statement, language)) + (UNJUDGED(language, n=left) if left else "")


def _amounts(statement: Statement, language: Language) -> Iterator[str]:
    credit, back, bonus = statement.credit, statement.earned_back, statement.bonus
    if credit:
        share = credit_share(statement)
        yield CREDIT(language, credit=written.money(credit))
        yield OF_CHARGE(language, share=written.percent(share)) if share is not None else ""
    elif not back and not bonus:
        yield NO_CREDIT(language)
    if back:
        yield EARNED_BACK(language, amount=written.money(back))
    if bonus:
        yield BONUS(language, amount=written.money(bonus))
    if back or bonus:
        whole = DEDUCT if statement.total > 0 else PAY if statement.total < 0 else EVEN
        yield whole(language, **({"amount": written.money(abs(statement.total))} if statement.total else {}))


def credit_share(statement: Statement) -> float | None:
    """The credits as a share of what the vendor charges for the month; None where no charge was agreed."""
    charge = sum((one.stake.charge.amount for one in statement.accounts), Decimal(0))
    return float(statement.credit / charge) if charge else None


def waiting(count: int, language: Language) -> str:
    """That rows of the month may still come to count; nothing where none may."""
    if not count:
        return ""
    return (ONE_WAITS if count == 1 else STILL_WAITING)(language, n=written.count(count))


def evidence(line: Line) -> Evidence:
    """How the evidence stands to the settlement of a line. Of a level met on a handful of rows nothing can be said."""
    if line.chance is None or line.judged.verdict not in ("met", "missed"):
        return "none"
    if line.judged.verdict == "missed":
        return "agrees" if line.chance < UNLIKELY else "miss_unproven"
    if line.is_few:
        return "too_few"
    return "met_by_luck" if line.chance < LIKELY else "agrees"


def disagrees(line: Line) -> bool:
    return evidence(line) in ("miss_unproven", "met_by_luck")


def line(kpi: Kpi, one: Line, language: Language) -> str:
    """One line in a sentence: the verdict, what it rests on, and what the evidence says of it."""
    found = one.judged
    if found.verdict == "no_data":
        return NO_DATA(language)
    if found.verdict == "waived":
        return WAIVED(language, reason=UNPAID[found.reason or ""](language))
    if found.verdict == "not_payable":
        method = METHODS[found.method or ""](language)
        result = written.value(kpi, found.raw, language)
        return NOT_PAYABLE(language, reason=UNPAID[found.reason or ""](language), method=method, result=result)
    said = (MISSED if found.verdict == "missed" else MET)(
        language,
        result=settled(kpi, one.level, found.settled, language),
        basis=overview.basis(kpi, found.sums.numerator, found.sums.denominator, {}, language),
        goal=overview.goal(kpi, one.level.target, language),
    )
    return said + _evidence(one, language) + (FEW(language, n=kpi.minimum_n) if one.is_few else "")


def _evidence(one: Line, language: Language) -> str:
    if one.chance is None:
        return ""
    words = {"miss_unproven": UNPROVEN, "met_by_luck": LUCK, "too_few": NOTHING_SAID}
    said = words.get(evidence(one), PROVEN if one.judged.verdict == "missed" else SURE)
    return said(language, chance=chance(one.chance))


def chance(share: float) -> str:
    """A chance in whole percent; never as certain as 0 % or 100 %."""
    return "> 99 %" if share > 0.995 else written.percent(share, 0)


def verdict(one: Line, language: Language) -> str:
    """Settlement in a word."""
    return SETTLEMENTS[one.judged.verdict](language)


def method(name: str, language: Language) -> str:
    """A method of inspection in words."""
    return overview.word(METHODS, name, language)


def published(found: Restatement | None, at: str, by: str, language: Language) -> str:
    """How today's statement stands to the published one. `found` None: what was published cannot be believed."""
    if found is None:
        return TAMPERED(language)
    if not found.changed and not found.difference:
        return UNCHANGED(language, at=at, by=by)
    words = ONE_CHANGED if len(found.changed) == 1 else CHANGED
    return words(language, at=at, by=by, n=len(found.changed), more=more(found.difference, language))


def more(difference: Decimal, language: Language) -> str:
    """What is owed more or less than was published."""
    words = MORE if difference > 0 else LESS if difference < 0 else SAME
    return words(language, **({"amount": written.money(abs(difference))} if difference else {}))


def restated(one: RestatedLine, kpis: Mapping[str, Kpi], language: Language) -> str:
    """What a recomputation changed on a line: 18 / 20 未达标 → 19 / 20 达标，少扣 ¥2,000.00."""
    if one.published is None or one.today is None:
        return f"{(NEW if one.published is None else GONE)(language)}{_comma(language)}{more(one.difference, language)}"
    sides = (one.published, one.today)
    before, after = (f"{written.quantity(s.numerator)} / {written.quantity(s.denominator)} {SETTLEMENTS[s.verdict](language)}" for s in sides)
    return f"{before} → {after}{_comma(language)}{more(one.difference, language)}"


def _comma(language: Language) -> str:
    return "，" if language == "zh" else ", "

