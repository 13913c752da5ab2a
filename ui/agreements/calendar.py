"""The working calendar of an agreement in words, with the days of the year that differ."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assay.level import Agreement
from assay.say import calendar as say
from assay.say.order import WEEKDAYS
from assay.warehouse.calendars import Calendar
from ui.agreements import read as agreements_read
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.markup import Cell, Column, Table
from ui.reading import Reading
from ui.table import show as show_table


def show(one: Agreement, now: Reading) -> None:
    st.subheader(now(words.CALENDAR), anchor=False)
    found = agreements_read.calendar(now.version, now.scope, one.agreement_id)
    if found is None:
        st.markdown(now(words.ROUND_THE_CLOCK))
        return
    for said in _versions(found, now):
        st.markdown(said)
    _exceptions(found, now)


def _versions(found: Calendar, now: Reading) -> list[str]:
    """The hours of a week of each version, the latest first."""
    versions = found.hours.partition_by("effective_from", as_dict=True)
    if not versions:
        return [now(words.NO_HOURS, id=found.calendar_id)]
    weeks = ((first, list(rows.select("weekday", "opens", "closes").iter_rows())) for (first,), rows in versions.items())
    return [_hours(found, first, week, now) for first, week in sorted(weeks, reverse=True)]


def _hours(found: Calendar, first: date, week: list[tuple[int, str, str]], now: Reading) -> str:
    words_ = words.HOURS_ALWAYS if say.is_always(week) else words.HOURS
    return now(words_, id=found.calendar_id, first=first.isoformat(), week=say.week(week, now.language))


def _exceptions(found: Calendar, now: Reading) -> None:
    year = agreements_view.month(now).year
    of_year = [day for day in found.days.iter_rows() if day[0].year == year]
    told = say.exceptions(of_year, now.language)
    if not told:
        st.caption(now(words.NO_EXCEPTIONS, year=year))
        return
    off = sum(not is_working for _, is_working, *_ in of_year)
    st.caption(now(words.EXCEPTIONS, year=year, off=off, worked=len(of_year) - off))
    show_table(_table(told, now), "calendar_days")


def _table(told: tuple[say.Exceptional, ...], now: Reading) -> Table:
    columns = (
        Column("days", now(words.DAYS), align="left", is_first=True),
        Column("name", now(words.NAME), align="left"),
        Column("what", now(words.WHAT_HOLDS), align="left"),
        Column("count", now(words.HOW_MANY)),
    )
    return Table(columns, tuple(_row(one, now) for one in told), now(words.CALENDAR))


def _row(one: say.Exceptional, now: Reading) -> dict[str, Cell]:
    return {"days": Cell(_days(one, now)), "name": Cell(one.name), "what": Cell(one.what), "count": Cell(str(one.days))}


def _days(one: say.Exceptional, now: Reading) -> str:
    first, last = (f"{day:%m-%d} {now(WEEKDAYS[day.weekday()])}" for day in (one.first, one.last))
    return first if one.days == 1 else now(words.DAYS_FROM_TO, first=first, last=last)
