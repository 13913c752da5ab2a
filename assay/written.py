"""Numbers as people write them, in both languages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from assay.kpis import Kpi
from assay.text import Language, Text

NOTHING = "–"
_POINTS = Text("个百分点", "pp")


def value(kpi: Kpi, number: float | None, language: Language, unit: bool = True) -> str:
    """A KPI's value: 93.4 %, 4.21, 1 h 57 min for log minutes; a dash where there is none."""
    if number is None:
        return NOTHING
    if kpi.is_log:
        return minutes(number, language)
    text = f"{number:,.{_decimals(kpi, number)}f}".replace("-", "−")
    return f"{text}{_suffix(kpi, language)}" if unit else text


def _decimals(kpi: Kpi, number: float) -> int:
    return 0 if abs(number) >= 99.95 and kpi.decimals <= 1 else kpi.decimals


def _suffix(kpi: Kpi, language: Language) -> str:
    words = kpi.unit(language)
    return f" {words}"


def change(kpi: Kpi, difference: float | None, language: Language) -> str:
    """A difference of two values: +2.1 pp, −0.12; for geometric means a ratio is given, and said as +20 %."""
    if difference is None:
        return NOTHING
    if kpi.is_log:
        return f"{_signed(100 * (difference - 1), 0)} %"
    text = _signed(difference, kpi.decimals)
    return f"{text} {_POINTS(language)}" if kpi.unit.en == "%" else text


def _signed(number: float, decimals: int) -> str:
    rounded = round(number, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{abs(rounded):,.{decimals}f}"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def period(label: str, language: Language) -> str:
    """A period in a sentence: 2026 年 10 月 / October 2026, 2026 年第 3 季度 / Q3 2026; other labels as they are."""
    year, _, rest = label.partition("-")
    if rest.startswith("Q"):
        return f"{year} 年第 {rest[1:]} 季度" if language == "zh" else f"{rest} {year}"
    if len(rest) == 2 and rest.isdigit():
        return f"{year} 年 {int(rest)} 月" if language == "zh" else f"{_MONTHS[int(rest) - 1]} {year}"
    return label


def day(on: date, language: Language) -> str:
    """A day in a sentence: 2026 年 11 月 15 日 / 15 November 2026."""
    return f"{on.year} 年 {on.month} 月 {on.day} 日" if language == "zh" else f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def minutes(number: float, language: Language) -> str:
    """1 小时 57 分 / 1 h 57 min; days from two days on; what is zero is not said."""
    days, rest = divmod(round(number), 1440)
    if days < 2:
        days, rest = 0, round(number)
    hours, left = divmod(rest, 60)
    units = (("天", "d"), ("小时", "h"), ("分", "min"))
    amounts = (days, hours, 0 if days else left)
    said = [f"{amount} {zh if language == 'zh' else en}" for amount, (zh, en) in zip(amounts, units, strict=True) if amount]
    return " ".join(said) or ("0 分" if language == "zh" else "0 min")


def working(number: float, language: Language) -> str:
    """Working time in hours and minutes, 50 小时 5 分 / 50 h 5 min: a day of it is not a day of the calendar."""
    hours, left = divmod(round(number), 60)
    units = (("小时", "h"), ("分", "min"))
    said = [f"{amount:,} {zh if language == 'zh' else en}" for amount, (zh, en) in zip((hours, left), units, strict=True) if amount]
    return " ".join(said) or minutes(0, language)


def bound(kpi: Kpi, number: float, language: Language) -> str:
    """An agreed figure, with no more decimals than it was agreed with: 95 %, 92.5 %."""
    if kpi.is_log:
        return minutes(number, language)
    return f"{number:,.6g}{_suffix(kpi, language)}"


def count(number: float) -> str:
    return f"{round(number):,}"


def quantity(number: float) -> str:
    """A sum as it is: whole where it is whole, else with one decimal."""
    return count(number) if float(number).is_integer() else f"{number:,.1f}"


def percent(share: float | None, decimals: int = 1) -> str:
    if share is None:
        return NOTHING
    least = 10**-decimals
    if 0 < 100 * share < least / 2:
        return f"< {least:g} %"
    return f"{100 * share:.{decimals}f} %"


def chance(value: float) -> str:
    """A p- or q-value: three decimals, and never zero."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def probability(value: float) -> str:
    """The same after its letter: p = 0.012, p < 0.001."""
    said = chance(value)
    return said if said.startswith("<") else f"= {said}"


def money(amount: Decimal | float | None, decimals: int = 2) -> str:
    """An amount, to the cent unless told otherwise: ¥12,300.00, −¥498.09; a dash where there is none."""
    if amount is None:
        return NOTHING
    sign = "−" if round(amount, decimals) < 0 else ""
    return f"{sign}¥{abs(amount):,.{decimals}f}"


def moment(at: datetime | None) -> str:
    return NOTHING if at is None else at.strftime("%Y-%m-%d %H:%M")


def age(span: timedelta, language: Language) -> str:
    """How old the data are: 3 小时 / 3 h, 7 天 / 7 days, from two years on 3 年 / 3 years."""
    hours = max(0, int(span.total_seconds() // 3600))
    if hours < 48:
        return f"{hours} 小时" if language == "zh" else f"{hours} h"
    days = hours // 24
    if days < 730:
        return f"{days} 天" if language == "zh" else f"{days} days"
    return f"{days // 365} 年" if language == "zh" else f"{days // 365} years"
