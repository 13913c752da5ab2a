"""One clock as a picture in time, facts, and a story, as HTML text. Every word that comes in is escaped here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from math import ceil

from assay import written
from assay.clock.trace import Event, Trace
from assay.contracts.vocabulary import RESPONSIBLE
from assay.say import order as say
from assay.text import Language
from ui.orders import words

_STEPS = (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 20160, 43200, 131040, 525600)
"""Minutes between two ticks of a scale."""
_TICKS = tuple(timedelta(minutes=minutes) for minutes in _STEPS)
_MOST_TICKS = 6
_SHOWN = ("working", "off", "paused", "vendor_paused")
_LAST_TICK = 94.0  # per cent of the whole; words need room behind it
_THINNEST = 0.15  # per cent of the whole
_ROOM = 0.02  # of the whole, after the last thing that is known


@dataclass(frozen=True, slots=True)
class Axis:
    """From when to when a picture reaches, in local time."""

    begin: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        """The place of a moment, in per cent."""
        return round(100 * (moment - self.begin) / (self.end - self.begin), 3)

    @property
    def ticks(self) -> tuple[datetime, ...]:
        """A few round moments."""
        step = next((one for one in _TICKS if (self.end - self.begin) / one <= _MOST_TICKS), _TICKS[-1])
        midnight = datetime.combine(self.begin.date(), datetime.min.time())
        first = midnight + step * ceil((self.begin - midnight) / step)
        return tuple(first + step * place for place in range(int((self.end - first) / step) + 1)) if first <= self.end else ()


def axis(trace: Trace) -> Axis:
    """From the request to the last event, or to a deadline behind it."""
    begin = trace.events[0].begin
    end = max([event.end for event in trace.events] + ([trace.deadline_at] if trace.deadline_at else []))
    end = max(end, begin + timedelta(minutes=1))
    return Axis(begin, end + _ROOM * (end - begin))


def time_line(trace: Trace, said: str, language: Language) -> str:
    """The picture of a clock: stretches, marks, a scale, and a key of what occurs. `said` tells it to those who cannot see it."""
    on = axis(trace)
    stretches = [event for event in trace.events if event.kind in _SHOWN]
    in_order = sorted(stretches, key=lambda event: _SHOWN.index(event.kind))
    bars = "".join(_stretch(event, trace, on, language) for event in in_order)
    marks = "".join(_mark(kind, at, on, what) for kind, at, what in _marks(trace, language))
    shown = [tick for tick in on.ticks if on.at(tick) <= _LAST_TICK]
    scale = "".join(f'<span style="left:{on.at(tick)}%">{_tick(tick, on)}</span>' for tick in shown)
    picture = f'<div class="lane">{bars}{marks}</div><div class="scale">{scale}</div>'
    key = "".join(f'<li><i class="{kind}"></i>{escape(name)}</li>' for kind, name in _key(stretches, trace, language))
    seen = f'<div role="img" aria-label="{escape(said)}">{picture}</div>'
    return f'<figure class="timeline">{seen}<ul class="key">{key}</ul></figure>'


def _kind(event: Event, trace: Trace) -> str:
    """Its class of drawing: working time before and after the deadline, pauses by who is waited for."""
    if event.kind == "working":
        return "overtime" if trace.deadline_at and event.begin >= trace.deadline_at else "working"
    return f"paused {event.responsible}" if event.kind == "paused" else event.kind


def _name(event: Event, trace: Trace, language: Language) -> str:
    if event.kind == "paused":
        return words.PAUSE_OF(language, who=RESPONSIBLE[str(event.responsible)](language))
    named = {"working": words.WORKING, "overtime": words.OVERTIME, "off": words.OFF, "vendor_paused": words.VENDOR_PAUSE}
    return named[_kind(event, trace)](language)


def _key(stretches: Sequence[Event], trace: Trace, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple({_kind(event, trace): _name(event, trace, language) for event in stretches}.items())


def _stretch(event: Event, trace: Trace, on: Axis, language: Language) -> str:
    left, right = on.at(event.begin), on.at(event.end)
    what = _name(event, trace, language)
    if event.name:
        what = f"{what} · {say.WAS_REOPENED(language) if event.name == say.REOPENED else event.name}"
    elif event.off:
        what = say.OFF_HOURS[event.off](language)
    tip = words.STRETCH(language, what=what, begin=_moment(event.begin), end=_moment(event.end))
    if event.kind == "working" and event.minutes is not None:
        tip += "\n" + words.USED_BY_THEN(language, used=written.working(ceil(event.minutes), language))
    place = f"left:{left}%;width:{max(right - left, _THINNEST):.3f}%"
    return f'<span class="{_kind(event, trace)}" style="{place}" data-tip="{escape(tip)}"></span>'


def _marks(trace: Trace, language: Language) -> Iterator[tuple[str, datetime, str]]:
    """Class, moment and words of what is marked: the deadline above the lane, how it ended or that it runs beneath."""
    if trace.deadline_at:
        yield "deadline", trace.deadline_at, words.MARK_DEADLINE(language, at=_moment(trace.deadline_at))
    last = {"stop": words.MARK_STOP[trace.clock], "cancelled": words.MARK_CANCELLED, "now": words.MARK_NOW}
    for event in trace.events:
        if event.kind in last:
            yield "end", event.begin, last[event.kind](language, at=_moment(event.begin))


def _mark(kind: str, at: datetime, on: Axis, said: str) -> str:
    place = on.at(at)
    side = "before" if place > 50 else "after"
    return f'<b class="{kind} {side}" style="left:{place}%"><span>{escape(said)}</span></b>'


def _moment(at: datetime) -> str:
    return f"{at:%m-%d %H:%M}"


def _tick(at: datetime, on: Axis) -> str:
    is_long = on.end - on.begin > timedelta(days=300)
    if at.hour or at.minute:
        return f"{at:%H:%M}"
    return f"{at:%Y-%m}" if is_long else f"{at:%m-%d}"


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and what they are, in as many columns as there is room for."""
    inner = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="facts">{inner}</dl>'


def told_once(words_: str) -> str:
    """One sentence with words from outside in it."""
    return f"<p>{escape(words_)}</p>"


def told(lines: Sequence[str]) -> str:
    """A story, one line an event."""
    return '<ol class="told">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ol>"
