"""What lies between rare events, in words."""

from __future__ import annotations

from collections.abc import Mapping

from assay import written
from assay.kpis import Kpi
from assay.text import Language, Text

MEASURE = Text("间隔以什么计", "Counted in")
MEASURES: Mapping[str, Text] = {"units": Text("相隔件数", "Units between"), "days": Text("相隔天数", "Days between")}
TOO_FEW = Text("记录在案的事件不足两起，没有间隔可画。", "Fewer than two events are on record: nothing lies between them yet.")
TITLE = Text("{kpi}：两起事件之间通常相隔 {usual}", "{kpi}: usually {usual} between one event and the next")
LONG = Text("{kpi}：距上一起事件已 {since}，长于通常", "{kpi}: {since} since the last event, longer than usual")
SUBTITLE = Text("{n} 起事件（{what}），每点一起；最后一点仍在延续", "{n} events ({what}), a point each; the last one still runs")
UNITS = Text("{n} 件", "{n} units")
DAYS = Text("{n} 天", "{n} days")
FAILED = Text("未达到的记录", "records that failed")
HOVER = Text("{day}\n距上一起 {gap}", "{day}\n{gap} since the one before")
RUNNING = Text("至今", "until now")


def gap(measure: str, value: float, language: Language) -> str:
    number = written.count(value) if measure == "units" or value >= 10 else f"{value:.1f}"
    return (UNITS if measure == "units" else DAYS)(language, n=number)


def what(kpi: Kpi, is_failure: bool, language: Language) -> str:
    """What the events are."""
    return FAILED(language) if is_failure else kpi.counted[0](language)
