"""The few things in a month that ask for a reason, and what is known of the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assay.agreements.account import Line
from assay.agreements.standing import Standing
from assay.agreements.statement import Statement
from assay.kpis import Kpi
from assay.report.causes import Changed, Located
from assay.report.summary.rows import Headline, Move, Row
from assay.report.trends import Trend
from assay.report.vendor_card_places import Place

Asked = Literal["missed", "moved", "worsens"]


@dataclass(frozen=True, slots=True)
class Suspect:
    """What asks for a reason: a level that was `missed` by more than chance; a KPI of all in view or of one vendor that `moved` by
    more than chance since the month before; a series to act on, which `worsens`. `service` is that of the level."""

    asked: Asked
    kpi: Kpi
    vendor_id: str | None
    service: str | None = None
    line: Line | None = None

    @property
    def place(self) -> tuple[str, str | None]:
        return self.kpi.id, self.vendor_id


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """`months`: how many in a row the level was missed, this one included. `changed`: against the month before; `located`: where
    the month departs from the year before it; `weak`: the places that were clearly worse than their like over the year. Each None
    or empty where nothing can be said."""

    of: Suspect
    months: int
    changed: Changed | None
    located: Located | None
    weak: tuple[Place, ...]


def suspects(
    top: Sequence[Headline], rows: Sequence[Row], worse: Sequence[Move], listed: Sequence[Trend], most: int
) -> tuple[Suspect, ...]:
    """At most so many, each KPI of a vendor once: what fell over all first, then misses beyond chance by what they cost, then what
    fell most clearly at single vendors, then the series of the alarm list that are to be acted on."""
    found: dict[tuple[str, str | None], Suspect] = {}
    moved = (Suspect("moved", one.trend.kpi, one.vendor_id) for one in worse)
    worsens = (Suspect("worsens", one.kpi, one.member) for one in listed if one.tier == "act")
    for one in (*_fallen(top), *_missed(rows), *moved, *worsens):
        found.setdefault(one.place, one)
    return tuple(found.values())[:most]


def _fallen(top: Sequence[Headline]) -> Iterator[Suspect]:
    for one in top:
        if one.moved is not None and one.moved.is_clear and one.moved.side == "worse":
            yield Suspect("moved", one.kpi, None)


def _missed(rows: Sequence[Row]) -> list[Suspect]:
    told = [(row, line, standing) for row in rows for line, standing in _judged(row) if standing.is_beyond_chance]
    told.sort(key=lambda one: (-one[1].due, one[2].chance or 0.0))
    return [
        Suspect("missed", row.settled.kpis[line.level.kpi], row.vendor_id, line.level.service, line)
        for row, line, _ in told if row.settled is not None
    ]  # fmt: skip


def _judged(row: Row) -> Iterator[tuple[Line, Standing]]:
    if row.settled is not None:
        yield from zip(row.settled.accepted.lines, row.standings, strict=True)


def missed_in_a_row(walked: Mapping[str, Sequence[Statement]], of: Suspect, month: date) -> int:
    """In how many months up to this one the level was missed, without one in between in which it was not; 0 for no level."""
    if of.line is None or of.vendor_id is None:
        return 0
    known = [one for one in walked.get(of.vendor_id, ()) if one.month <= month]
    verdicts = [_verdict(one, of.line) for one in sorted(known, key=lambda one: one.month, reverse=True)]
    return next((place for place, verdict in enumerate(verdicts) if verdict != "missed"), len(verdicts))


def _verdict(one: Statement, line: Line) -> str | None:
    """Of the level about the same thing, whatever version of the agreement it is in."""
    return next((each.judged.verdict for each in one.lines if each.level.subject == line.level.subject), None)
