"""Numbers as people write them, in both languages."""

from __future__ import annotations

from datetime import datetime, timedelta

from assay.kpis import Kpi
from assay.text import Language, Text

NOTHING = "–"
_UNIT_AFTER = {"%": "{number} %"}
_POINTS = Text("个百分点", "pp")


def value(kpi: Kpi, number: float | None, language: Language, unit: bool = True) -> str:
    """A KPI's value: 93.4 %, 4.21, 1 h 57 min for log minutes; a dash where there is none."""
    if number is None:
        return NOTHING
    if kpi.is_log:
        return minutes(number, language)
    text = f"{number:,.{_decimals(kpi, number)}f}"
    return f"{text}{_suffix(kpi, language)}" if unit else text


def _decimals(kpi: Kpi, number: float) -> int:
    return 0 if abs(number) >= 99.95 and kpi.decimals <= 1 else kpi.decimals


def _suffix(kpi: Kpi, language: Language) -> str:
    words = kpi.unit(language)
    return f" {words}"


def change(kpi: Kpi, difference: float | None, language: Language) -> str:
    """A difference of two values: +2.1 pp, −0.12, ×1.20 for geometric means (given as a ratio)."""
    if difference is None:
        return NOTHING
    if kpi.is_log:
        return f"×{difference:.2f}"
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    text = f"{sign}{abs(difference):,.{kpi.decimals}f}"
    return f"{text} {_POINTS(language)}" if kpi.unit.en == "%" else text


def minutes(number: float, language: Language) -> str:
    """1 小时 57 分 / 1 h 57 min; days from two days on."""
    whole = round(number)
    days, rest = divmod(whole, 1440)
    hours, left = divmod(rest, 60)
    if days >= 2:
        return f"{days} 天 {hours} 小时" if language == "zh" else f"{days} d {hours} h"
    hours += days * 24
    if hours == 0:
        return f"{left} 分" if language == "zh" else f"{left} min"
    return f"{hours} 小时 {left} 分" if language == "zh" else f"{hours} h {left} min"


def count(number: float) -> str:
    return f"{round(number):,}"


def quantity(number: float) -> str:
    """A sum as it is: whole where it is whole, else with one decimal."""
    return count(number) if float(number).is_integer() else f"{number:,.1f}"


def percent(share: float | None, decimals: int = 1) -> str:
    return NOTHING if share is None else f"{100 * share:.{decimals}f} %"


def moment(at: datetime | None) -> str:
    return NOTHING if at is None else at.strftime("%Y-%m-%d %H:%M")


def age(span: timedelta, language: Language) -> str:
    """How old the data are: 3 小时 / 3 hours, 7 天 / 7 days."""
    hours = max(0, int(span.total_seconds() // 3600))
    if hours < 48:
        return f"{hours} 小时" if language == "zh" else f"{hours} h"
    return f"{hours // 24} 天" if language == "zh" else f"{hours // 24} days"
