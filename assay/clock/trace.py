"""The story of one clock of one order: when it ran, when it stood still and why, until it stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl

from assay.clock.book import Book
from assay.clock.off import Off, off
from assay.clock.reopened import PAUSE, awaited, lasting
from assay.clock.run import VENDOR, Clock, of_orders, run
from assay.clock.spans import Span, length, without
from assay.clock.state import state

Kind = Literal["stop", "cancelled", "now", "deadline", "start", "version", "working", "off", "paused", "vendor_paused"]
REOPENED = "reopened"
"""The reason of the time between a completion that did not last and the reopening."""
_RANK: tuple[Kind, ...] = ("start", "deadline", "stop", "cancelled", "version", "working", "off", "paused", "vendor_paused", "now")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened from `begin` to `end` (equal for a moment), in local time without a zone.

    `minutes` is what was used up by its end, None where no calendar says. `off` names hours that are not worked, `name` is that of
    a holiday or the reason of a pause, `responsible` who is waited for. What `is_running` has not ended yet.
    """

    kind: Kind
    begin: datetime
    end: datetime
    minutes: float | None = None
    off: Off | None = None
    name: str | None = None
    responsible: str | None = None
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """One clock of one order. `minutes` used up and `target_minutes` are working minutes; they and the deadline may be missing.

    `events` are in time order. Those that are working, off or paused cover all time from the start to the stop, or to now while the
    clock runs; the working ones sum to `minutes`. Pauses of the vendor are told beside them.
    """

    clock: str
    time_zone: str
    target_minutes: float | None
    minutes: float | None
    deadline_at: datetime | None
    state: str
    events: tuple[Event, ...]

    @property
    def left_minutes(self) -> float | None:
        """What is left of the target; negative where more was used."""
        return None if self.minutes is None or self.target_minutes is None else self.target_minutes - self.minutes


def trace(order: pl.DataFrame, pauses: pl.DataFrame, clock: Clock, book: Book, as_of: datetime) -> Trace:
    """The story of a clock, from the same book and by the same rules as `run`.

    `order` is one row: order_id, calendar_id and time_zone (of its agreement and site), requested_at, responded_at, completed_at,
    reopened_at, cancelled_at (naive UTC) and the clock's target. `pauses` are its rows of the table `pauses`: order_id, reason,
    responsible, paused_at, resumed_at. Raises ValueError for another number of orders than one.
    """
    if len(order) != 1:
        raise ValueError(f"a trace is of one order, not of {len(order)}")
    known = book.coded(lasting(order)).with_columns(
        started_at="requested_at", ended_at=pl.min_horizontal("completed_at", "cancelled_at")
    )
    reopened = awaited(order, "order_id").with_columns(reason=pl.lit(REOPENED))
    every = pl.concat([frame.select("order_id", "reason", *PAUSE) for frame in (pauses, reopened)]).sort("paused_at")
    found = known.hstack(run(known, of_orders(known, every, "order_id"), book, (clock,), as_of))
    judged = found.select(
        "calendar_id", "time_zone", "pair", "started_at", "ended_at", "cancelled_at",
        state=state(*(pl.col(f"{clock.name}_{name}") for name in ("deadline_at", "is_measurable")), pl.col(clock.stopped_at),
                    pl.col("cancelled_at"), as_of),
        stopped_at=clock.stopped_at, target=clock.target, deadline_at=f"{clock.name}_deadline_at",
        minutes=pl.coalesce(f"{clock.name}_minutes", f"{clock.name}_running_minutes"),
    )
    return _told(_Facts(judged.row(0, named=True), tuple(every.rows(named=True)), book, as_of), clock.name)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of one clock; moments are naive UTC."""

    row: Mapping[str, Any]
    pauses: tuple[Mapping[str, Any], ...]
    book: Book
    as_of: datetime

    @property
    def whole(self) -> Span:
        """From the start to the stop, or to the end of the order where that came without one; to now while the clock runs."""
        start = self.row["started_at"]
        return start, max(self.row["stopped_at"] or self.row["ended_at"] or self.as_of, start)

    @property
    def is_covered(self) -> bool:
        return bool(self.book.since[self.row["pair"]] <= _number(self.row["started_at"]))

    def local(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.row["time_zone"] or "UTC")).replace(tzinfo=None)


def _told(of: _Facts, clock: str) -> Trace:
    halted = tuple(_halted(of))
    worked = _worked(of)
    still = [(event.begin, event.end) for event in halted if event.kind == "paused"]
    working = without(worked, still)
    events = [*_moments(of), *halted, *(Event("working", *span) for span in _cut(working, of.row["deadline_at"]))]
    if of.is_covered:
        events += [_off(of, span) for span in without(without([of.whole], worked), still)]
    rank = sorted(events, key=lambda event: (event.begin, event.end, _RANK.index(event.kind)))
    return Trace(
        clock,
        of.row["time_zone"] or "UTC",
        of.row["target"],
        of.row["minutes"],
        of.row["deadline_at"] and of.local(of.row["deadline_at"]),
        of.row["state"],
        tuple(_shown(event, working, of) for event in rank),
    )


def _shown(event: Event, working: list[Span], of: _Facts) -> Event:
    """The event in local time, with what was used up by its end."""
    minutes = length(working, event.end) / _MINUTE if of.is_covered else None
    return replace(event, begin=of.local(event.begin), end=of.local(event.end), minutes=minutes)


def _worked(of: _Facts) -> list[Span]:
    if not of.is_covered:
        return []
    starts, ends = of.book.stretches(of.row["pair"], *map(_number, of.whole))
    return list(zip(_moment(starts), _moment(ends), strict=True))


def _halted(of: _Facts) -> Iterator[Event]:
    """The pauses while the clock could run; of the others' that overlap, each from where none before it reaches."""
    start, end = of.whole
    reach = start
    for pause in of.pauses:
        is_vendor_s = pause["responsible"] == VENDOR
        begin, until = max(pause["paused_at"], start if is_vendor_s else reach), min(pause["resumed_at"] or end, end)
        if begin < until:
            kind: Kind = "vendor_paused" if is_vendor_s else "paused"
            is_running = pause["resumed_at"] is None and of.row["ended_at"] is None and of.row["stopped_at"] is None
            yield Event(kind, begin, until, name=pause["reason"], responsible=pause["responsible"], is_running=is_running)
            reach = reach if is_vendor_s else until


def _moments(of: _Facts) -> Iterator[Event]:
    start, end = of.whole
    yield Event("start", start, start)
    for version in _versions(of):
        yield Event("version", version, version)
    deadline = of.row["deadline_at"]
    if deadline is not None and deadline <= end:
        yield Event("deadline", deadline, deadline)
    kind: Kind = "stop" if of.row["stopped_at"] else "cancelled" if of.row["cancelled_at"] else "now"
    yield Event(kind, end, end)


def _versions(of: _Facts) -> list[datetime]:
    """When versions of the calendar took effect while the clock ran, in UTC."""
    calendar = of.book.calendars.get(of.row["calendar_id"])
    if calendar is None or not of.is_covered:
        return []
    start, end = map(of.local, of.whole)
    zone = ZoneInfo(of.row["time_zone"])
    begun = (datetime.combine(day, time()) for day in calendar.versions)
    return [at.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None) for at in begun if start < at < end]


def _off(of: _Facts, span: Span) -> Event:
    kind, name = off(of.book.calendars[of.row["calendar_id"]], *map(of.local, span))
    return Event("off", *span, off=kind, name=name)


def _cut(spans: list[Span], at: datetime | None) -> Iterator[Span]:
    """The spans, the one with the moment in it in two."""
    for begin, end in spans:
        if at is not None and begin < at < end:
            yield begin, at
            yield at, end
        else:
            yield begin, end


def _number(moment: datetime) -> int:
    return int(np.datetime64(moment, "us").astype("int64"))


def _moment(numbers: Any) -> list[datetime]:
    return numbers.astype("datetime64[us]").astype(datetime).tolist()
