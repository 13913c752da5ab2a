"""The story of an order's clock, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import ceil, floor

from assay import written
from assay.clock.trace import REOPENED, Event, Trace
from assay.contracts.vocabulary import RESPONSIBLE
from assay.text import Language, Text

BETWEEN = Text(" · ", " · ")
START = Text("{at} 报单，计时开始", "{at} requested, the clock starts")
OFF = Text("{span} {what}，不计时", "{span} {what}, not counted")
PAUSED = Text("{span} 暂停：{reason}（{who}），不计时", "{span} paused: {reason} ({who}), not counted")
PAUSED_SINCE = Text("{at} 起暂停：{reason}（{who}），尚未恢复", "{at} paused: {reason} ({who}), not resumed yet")
RUNS_ON = Text("{span} 暂停：{reason}（{who}），照常计时", "{span} paused: {reason} ({who}), the clock runs on")
RUNS_ON_SINCE = Text("{at} 起暂停：{reason}（{who}），照常计时", "{at} paused: {reason} ({who}), the clock runs on")
VERSION = Text("{at} 新版工作日历生效", "{at} a new version of the calendar takes effect")
DEADLINE = Text("{at} 到期", "{at} due")
NO_REASON = Text("未写明原因", "no reason given")
WAS_REOPENED = Text("完成后重新打开", "completed, then reopened")
CANCELLED = Text("{at} 取消：{verdict}", "{at} cancelled: {verdict}")
STOPPED = Text("{at} {what}：{used}，{verdict}", "{at} {what}: {used}, {verdict}")
NOW = Text("{at} 仍在计时：{used}，{verdict}", "{at} still running: {used}, {verdict}")
USED_OF = Text("用时 {used}，约定 {target}", "{used} of {target}")
USED = Text("用时 {used}", "{used}")
UNKNOWN = Text("用时无从计算", "no time can be counted")
LEFT = Text("还剩 {left}", "{left} left")
OVER = Text("已超 {over}", "{over} over")
WAITS = Text("暂停中，尚无期限", "paused, no deadline yet")
FROM_TO = Text("{begin} 至{end}", "{begin} to {end}")
STOPS: Mapping[str, Text] = {"response": Text("响应，计时停止", "answered, the clock stops"), "completion": Text("完成，计时停止", "completed, the clock stops")}
STOPS_OTHERWISE = Text("计时停止", "the clock stops")
VERDICTS: Mapping[str, Text] = {
    "met": Text("达标", "met"),
    "missed": Text("超时", "missed"),
    "open_past_deadline": Text("超时未完成", "open past its deadline"),
    "not_yet_due": Text("未到期", "not yet due"),
    "cancelled": Text("到期前取消，不计入", "before its deadline, not counted"),
    "not_measurable": Text("无约定时限或无日历", "no agreed time or no calendar"),
}
OFF_HOURS: Mapping[str, Text] = {
    "lunch": Text("午休", "lunch"),
    "break": Text("休息", "break"),
    "night": Text("下班", "after hours"),
    "weekend": Text("周末", "weekend"),
    "holiday": Text("放假", "holiday"),
    "closed": Text("非工作时间", "closed"),
}
WEEKDAYS = (
    Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"), Text("周五", "Fri"), Text("周六", "Sat"),
    Text("周日", "Sun"),
)


def story(trace: Trace, language: Language) -> str:
    """All of it in one line: 09:10 requested, the clock starts · 12:00–13:00 lunch, not counted · …"""
    return BETWEEN(language).join(lines(trace, language))


def lines(trace: Trace, language: Language) -> tuple[str, ...]:
    """One sentence an event. A day is said where it is another than the last one said; working time is what lies between."""
    return tuple(_lines(trace, language))


def _lines(trace: Trace, language: Language) -> Iterator[str]:
    said: datetime | None = None
    for event in trace.events:
        if event.kind != "working":
            yield _line(event, trace, said, language)
            said = event.begin if event.is_running else event.end


def _line(event: Event, trace: Trace, said: datetime | None, language: Language) -> str:
    at, span = _at(event.begin, said, language), _span(event, said, language)
    match event.kind:
        case "start":
            return START(language, at=at)
        case "off":
            return OFF(language, span=span, what=_off(event, language))
        case "paused" | "vendor_paused":
            return _paused(event, at, span, language)
        case "version":
            return VERSION(language, at=_at(event.begin, None, language))  # with its date: it may fall into hours off, told before
        case "deadline":
            return DEADLINE(language, at=at)
        case "cancelled":
            return CANCELLED(language, at=at, verdict=VERDICTS[trace.state](language))
        case "now":
            return NOW(language, at=at, used=used(trace, language), verdict=_so_far(trace, language))
    what = STOPS.get(trace.clock, STOPS_OTHERWISE)(language)
    return STOPPED(language, at=at, what=what, used=used(trace, language), verdict=VERDICTS[trace.state](language))


def _paused(event: Event, at: str, span: str, language: Language) -> str:
    reason = WAS_REOPENED(language) if event.name == REOPENED else event.name or NO_REASON(language)
    who = RESPONSIBLE[str(event.responsible)](language)
    stops = event.kind == "paused"
    if event.is_running:
        return (PAUSED_SINCE if stops else RUNS_ON_SINCE)(language, at=at, reason=reason, who=who)
    return (PAUSED if stops else RUNS_ON)(language, span=span, reason=reason, who=who)


def _off(event: Event, language: Language) -> str:
    word = OFF_HOURS[str(event.off)](language)
    if event.name is None:
        return word
    return f"{event.name}{word}" if language == "zh" else f"{word} ({event.name})"


def used(trace: Trace, language: Language) -> str:
    """What was used of what was agreed: 1 小时 57 分，约定 2 小时 / 1 h 57 min of 2 h; begun minutes count as whole ones."""
    if trace.minutes is None:
        return UNKNOWN(language)
    spent = written.working(ceil(trace.minutes), language)
    if trace.target_minutes is None:
        return USED(language, used=spent)
    return USED_OF(language, used=spent, target=written.working(ceil(trace.target_minutes), language))


def _so_far(trace: Trace, language: Language) -> str:
    left = trace.left_minutes
    if left is None:
        return VERDICTS["not_measurable"](language)
    if trace.state == "open_past_deadline" or left < 0:
        return OVER(language, over=written.working(ceil(-left), language))
    if trace.deadline_at is None:
        return WAITS(language)
    return LEFT(language, left=written.working(floor(left), language))


def _span(event: Event, said: datetime | None, language: Language) -> str:
    """12:00–13:00, or 周五 18:00 至周一 08:00 / Fri 18:00 to Mon 08:00."""
    if event.begin.date() == event.end.date():
        return f"{_at(event.begin, said, language)}–{event.end:%H:%M}"
    begin = f"{WEEKDAYS[event.begin.weekday()](language)} {event.begin:%H:%M}"
    return FROM_TO(language, begin=begin, end=_at(event.end, event.begin, language))


def _at(moment: datetime, said: datetime | None, language: Language) -> str:
    """The time of day; with the weekday on another day than the last one said, with the date where a weekday would not tell."""
    time = f"{moment:%H:%M}"
    if said is not None and moment.date() == said.date():
        return time
    weekday = WEEKDAYS[moment.weekday()](language)
    if said is not None and (moment.date() - said.date()).days < 7:
        return f"{weekday} {time}"
    return f"{moment:%Y-%m-%d} {weekday} {time}"
