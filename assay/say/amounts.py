"""How the amounts of a statement came about, step by step, so that both sides can re-perform them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from assay import written
from assay.agreements.account import Account, Line
from assay.agreements.earn_back import EarnBack
from assay.agreements.money import Amount, Step
from assay.agreements.statement import Statement
from assay.contracts.vocabulary import PRIORITIES, UNPAID
from assay.kpis import Kpi
from assay.level import Level, Tier
from assay.say import overview
from assay.text import Language, Text

STEPS: Mapping[str, Text] = {
    "pool_share": Text("扣款池份额", "share of the pool"),
    "allocation_share": Text("占类别比例", "share of its category"),
    "repeat": Text("连续未达标倍数", "multiplier for a repeated failure"),
    "at_risk": Text("可扣金额", "amount at risk"),
    "points": Text("服务分", "service points"),
    "point_share": Text("每分占服务费", "share of the charge per point"),
    "charge": Text("当月服务费", "charge of the month"),
    "monthly_charge": Text("月服务费", "monthly charge"),
    "days_in_force": Text("生效天数", "days in force"),
    "days_in_month": Text("当月天数", "days in the month"),
    "at_risk_share": Text("可扣比例", "share at risk"),
    "bonus_share": Text("奖励比例", "share of the bonus"),
    "earn_back_share": Text("赎回比例", "share that comes back"),
    "credit_due": Text("当时实扣", "credit due then"),
}
_MONEY = {"at_risk", "charge", "monthly_charge", "credit_due"}
CREDIT = Text("扣款：{steps}", "credit: {steps}")
BONUS = Text("达到奖励门槛 {goal}，奖励：{steps}", "it reached {goal}, which earns a bonus: {steps}")
TIER = Text("结果 {value} 落在“{tier}”一档，计 {points} 分", "the result {value} falls into the tier “{tier}”: {points} points")
UP_TO, FROM = Text("{high} 及以下", "{high} and below"), Text("{low} 及以上", "{low} and above")
REPEATED = Text("上月同一项也未达标", "it was missed in the month before too")
ABSORBED = Text("与“{other}”属同一事件，只扣其中较大的一项，本项不另扣", "one incident with “{other}”: only the larger credit is due, and this one is not added")
CAPPED = Text("受可扣金额上限影响，实扣 {due}", "under the cap {due} of it is due")
FORBIDDEN = Text("{reason}，不扣款", "{reason}: no credit")
AT_RISK = Text("可扣金额：{steps}", "Amount at risk: {steps}")
NO_CAP = Text("协议未约定可扣金额", "No amount at risk was agreed")
PRORATED = Text(
    "协议 {id} 当月生效 {days} 天，服务费按天折算：{steps}", "Agreement {id} was in force for {days} days of the month, and its charge is by days: {steps}"
)
CUT = Text(
    "各项扣款合计 {gross}，超过可扣金额 {cap}，按各项比例共减 {cut}", "The credits sum to {gross}, more than the {cap} at risk, and are cut by {cut} in proportion"
)
RETURNED = Text("{month}的扣款赎回（{level}）：{steps}", "Earned back of {month} ({level}): {steps}")
_JOINS = Text("；", "; ")


def steps(amount: Amount, language: Language) -> str:
    """The named factors and what they come to: 扣款池份额 0.5 × 占类别比例 0.4 × 可扣金额 10,000.00 = ¥2,000.00."""
    said = " × ".join(_step(one, language) for one in amount.steps)
    divided = "".join(f" ÷ {_step(one, language)}" for one in amount.divided_by)
    return f"{said}{divided} = {written.money(amount.amount)}"


def _step(step: Step, language: Language) -> str:
    name, value = step
    word = STEPS[name](language)
    return f"{word} {f'{value:,.2f}' if name in _MONEY else _short(value)}"


def _short(number: Decimal) -> str:
    """As it was agreed, without zeros that say nothing: 2, 0.4, 0.181."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def of_line(line: Line, statement: Statement, kpis: Mapping[str, Kpi], language: Language) -> str:
    """How the line's credit or bonus came about; nothing where it has neither and there is nothing to explain."""
    said = _JOINS(language).join(_said(line, statement, kpis, language))
    return said[:1].upper() + said[1:]


def _said(line: Line, statement: Statement, kpis: Mapping[str, Kpi], language: Language) -> Iterator[str]:
    kpi = kpis[line.level.kpi]
    if line.credit.points is not None:
        yield _tier(line, statement, kpi, language)
    if line.credit.due.steps:
        yield from _of_credit(line, language)
    if line.absorbed_by is not None:
        other = next(one.level for one in statement.lines if one.level.level_id == line.absorbed_by)
        yield ABSORBED(language, other=level_name(kpis[other.kpi], other, language))
    elif line.due != line.credit.due.amount:
        yield CAPPED(language, due=written.money(line.due))
    if line.credit.reason is not None:
        yield FORBIDDEN(language, reason=UNPAID[line.credit.reason](language))
    if line.bonus.steps:
        goal = overview.goal(kpi, line.level.bonus_target or 0.0, language)
        yield BONUS(language, goal=goal, steps=steps(line.bonus, language))


def _of_credit(line: Line, language: Language) -> Iterator[str]:
    if any(name == "repeat" for name, _ in line.credit.due.steps):
        yield REPEATED(language)
    yield CREDIT(language, steps=steps(line.credit.due, language))


def _tier(line: Line, statement: Statement, kpi: Kpi, language: Language) -> str:
    account = next(one for one in statement.accounts if line in one.lines)
    of_level = account.agreement.tiers.get(line.level.level_id, ())
    tier = next(one for one in of_level if one.points == line.credit.points)
    value = settled(kpi, line.level, line.judged.settled, language)
    return TIER(language, value=value, tier=_range(kpi, line.level, tier, language), points=_short(Decimal(repr(line.credit.points))))


def _range(kpi: Kpi, level: Level, tier: Tier, language: Language) -> str:
    low, high = (None if side is None else settled(kpi, level, side, language) for side in (tier.from_value, tier.to_value))
    if low is None or high is None:
        return FROM(language, low=low) if high is None else UP_TO(language, high=high)
    return f"{low} – {high}"


def settled(kpi: Kpi, level: Level, value: float | None, language: Language) -> str:
    """A settled result with the decimals that the agreement asks for: 95.0 %; as other values where it asks for none."""
    if value is None or level.decimals is None or kpi.is_log:
        return written.value(kpi, value, language)
    return f"{value:,.{level.decimals}f} {kpi.unit(language)}".replace("-", "−")


def level_name(kpi: Kpi, level: Level, language: Language) -> str:
    """What a level is called in a statement: the KPI, the priority and the agreed time where it names them."""
    named = [kpi.title(language)]
    if level.priority:
        named.append(overview.word(PRIORITIES, level.priority, language))
    if level.clock_minutes:
        named.append(f"≤ {written.working(level.clock_minutes, language)}")
    return " · ".join(named)


def of_account(account: Account, language: Language) -> tuple[str, ...]:
    """What is at stake under an agreement, by which days, and what the cap took off."""
    stake, said = account.stake, list[str]()
    if account.is_prorated and stake.charge.steps:
        worded = steps(stake.charge, language)
        said.append(PRORATED(language, id=account.agreement.agreement_id, days=account.days_in_force, steps=worded))
    if account.agreement.scheme is not None:
        said.append(AT_RISK(language, steps=steps(stake.at_risk, language)) if stake.at_risk.steps else NO_CAP(language))
    if account.cut:
        gross, cap, cut = (written.money(one) for one in (account.gross, stake.at_risk.amount, account.cut))
        said.append(CUT(language, gross=gross, cap=cap, cut=cut))
    return tuple(said)


def of_earn_back(one: EarnBack, level: str, language: Language) -> str:
    """What of an earlier month's credit comes back. `level` is its name."""
    return RETURNED(language, month=written.period(f"{one.month:%Y-%m}", language), level=level, steps=steps(one.returned, language))
