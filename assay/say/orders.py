"""Many orders in words: how many wait and how urgent they are, what a list of them is, how much time is left of one."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from assay import written
from assay.clock.trace import Trace
from assay.contracts.vocabulary import STATES
from assay.kpis import Kpi
from assay.say.order import LEFT, OVER, used
from assay.text import Language, Text

BANDS: Mapping[str, Text] = {
    "late_day": Text("已超 24 小时以上", "Over by more than 24 h"),
    "late": Text("已超，24 小时以内", "Over by up to 24 h"),
    "hour": Text("剩不到 1 小时", "Under 1 h left"),
    "hours": Text("剩 1–4 小时", "1–4 h left"),
    "day": Text("剩 4–24 小时", "4–24 h left"),
    "more": Text("剩 24 小时以上", "24 h left or more"),
    "paused": Text("暂停中", "Paused"),
    "untimed": Text("无约定时限", "No agreed time"),
}
AGES: Mapping[str, Text] = {
    "day": Text("1 天内", "Under 1 day"),
    "days": Text("1–3 天", "1–3 days"),
    "week": Text("3–7 天", "3–7 days"),
    "month": Text("7–30 天", "7–30 days"),
    "older": Text("30 天以上", "30 days or more"),
}
_AND = Text("{used}，{state}", "{used}, {state}")
PAUSED = Text("暂停中，尚无期限", "Paused, no deadline yet")
_NOT_ANSWERED = Text("未响应且已超时", "Unanswered past its deadline")
_WAITING: Mapping[str, tuple[Text, Text, Text]] = {
    "completion": (
        Text("目前没有未完成的工单", "No order is open"),
        Text("{count} 单未完成", "{count} order is open"),
        Text("{count} 单未完成", "{count} orders are open"),
    ),
    "response": (
        Text("目前没有等待响应的工单", "No order waits for an answer"),
        Text("{count} 单尚未响应", "{count} order waits for an answer"),
        Text("{count} 单尚未响应", "{count} orders wait for an answer"),
    ),
}
_LATE = Text("，其中 {late} 单已超时", ": {late} past the deadline")
_NONE_LATE = Text("，没有超时的", ": none past the deadline")
_SOON = Text("，{soon} 单将在 4 个工作小时内到期", ", {soon} due within 4 working hours")
_NONE_SOON = Text("，4 个工作小时内没有到期的", ", none due within 4 working hours")
_ALL = Text("共 {count} 单", "{count} orders")
_ALL_ONE = Text("共 {count} 单", "{count} order")
_ALL_LATE = Text("共 {count} 单超时，未完成的也在内", "{count} orders were late, those still open included")
_ALL_UNANSWERED = Text("共 {count} 单响应超时，未响应的也在内", "{count} orders were answered late, those still unanswered included")
_LONG = 6000  # minutes
_OF_FIGURE = Text("{kpi}，{period}，{what}：{count} 单", "{kpi}, {period}, {what}: {count} orders")
_OF_FIGURE_ONE = Text("{kpi}，{period}，{what}：{count} 单", "{kpi}, {period}, {what}: {count} order")
_REST = Text("其余（不属“{above}”）", "the others (not “{above}”)")
_LEFT_OUT = Text("未计入：{why}", "left out as {why}")


def headline(clock: str, waiting: int, late: int, soon: int, language: Language) -> str:
    """How many orders wait, how many of them are late, how many will be within four hours of working time."""
    none, single, several = _WAITING[clock]
    if not waiting:
        return none(language)
    count = (single if waiting == 1 else several)(language, count=written.count(waiting))
    over = _LATE(language, late=written.count(late)) if late else _NONE_LATE(language)
    return count + over + (_SOON(language, soon=written.count(soon)) if soon else _NONE_SOON(language))


def total(shown: str, clock: str, count: int, language: Language) -> str:
    """What a list of orders is that are late, or of all."""
    if shown == "late":
        return (_ALL_LATE if clock == "completion" else _ALL_UNANSWERED)(language, count=written.count(count))
    return (_ALL_ONE if count == 1 else _ALL)(language, count=written.count(count))


def of_figure(kpi: Kpi, sum_: str, period: str, count: int, language: Language) -> str:
    """What a list is that a figure opened."""
    named, what = written.period(period, language), behind(kpi, sum_, language)
    words = _OF_FIGURE_ONE if count == 1 else _OF_FIGURE
    return words(language, kpi=kpi.title(language), period=named, what=what, count=written.count(count))


def behind(kpi: Kpi, sum_: str, language: Language) -> str:
    """What one sum of a KPI counts: orders answered in time; left out as not yet due; any other sum is what remains."""
    above, below = (words(language) for words in kpi.counted)
    left_out = {f"excluded_{one.reason}": _LEFT_OUT(language, why=one.text(language)) for one in kpi.excluded}
    return {"numerator": above, "denominator": below, **left_out}.get(sum_, _REST(language, above=above))


def state(clock: str, word: str, language: Language) -> str:
    """The state of a clock, a paused one included."""
    if word == "paused":
        return PAUSED(language)
    return (_NOT_ANSWERED if (clock, word) == ("response", "open_past_deadline") else STATES[word])(language)


def time_left(minutes: float | None, language: Language) -> str:
    """Working time as people write it: 还剩 3 小时 20 分 / 3 h 20 min left, 已超 50 小时 / 50 h over."""
    if minutes is None:
        return written.NOTHING
    if minutes <= 0:
        return OVER(language, over=_about(ceil(-minutes), language))
    return LEFT(language, left=_about(floor(minutes), language))


def _about(minutes: int, language: Language) -> str:
    """Without its minutes from 100 hours on, where they tell nothing any more."""
    return written.working(minutes if minutes < _LONG else minutes - minutes % 60, language)


def stands(trace: Trace, language: Language) -> str:
    """How an order stands by its clock: 用时 3 小时，约定 4 小时，按时 / 3 h of 4 h, met; 还剩 1 小时 / 1 h left while it runs."""
    word = "paused" if trace.state == "not_yet_due" and trace.deadline_at is None else trace.state
    if trace.events[-1].kind != "now" or trace.left_minutes is None:
        return _AND(language, used=used(trace, language), state=state(trace.clock, word, language).lower())
    return _AND(language, used=state(trace.clock, word, language), state=time_left(trace.left_minutes, language))
