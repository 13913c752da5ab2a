"""The workbook inside a chart on a slide: what "edit data" opens. Text stays text, whatever it looks like."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from assay.charts.chart import Tone, Values
from assay.report.writers.legible import legible
from assay.report.writers.native import Native, Series
from assay.report.writers.xlsx_book import PLAIN

SHEET = "Sheet1"
_INSIDE = 1.001  # some programs take the end of a logarithmic axis to lie outside of it


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the sheet: its heading, and texts or numbers. `at` counts columns from 0."""

    at: int
    name: str
    values: tuple[str, ...] | Values

    @property
    def heading(self) -> str:
        """Where its heading stands."""
        return f"{SHEET}!${xl_col_to_name(self.at)}$1"

    @property
    def cells(self) -> str:
        """Where its values stand."""
        column = xl_col_to_name(self.at)
        return f"{SHEET}!${column}$2:${column}${len(self.values) + 1}"


@dataclass(frozen=True, slots=True)
class Fields:
    """The columns of one series: categories or x, values, and the arms of its intervals."""

    series: Series
    across: Field
    values: Field
    minus: Field | None = None
    plus: Field | None = None

    @property
    def columns(self) -> tuple[Field, ...]:
        return tuple(each for each in (self.across, self.values, self.minus, self.plus) if each is not None)


def fields(native: Native) -> tuple[Fields, ...]:
    """Series after series from the left; categories stand first and once."""
    return tuple(_over_x(native) if native.kind == "scatter" else _over_categories(native))


def _over_categories(native: Native) -> Iterator[Fields]:
    shared, at = Field(0, "", native.categories), 1
    for one in native.series:
        arms = () if one.reach is None else (Field(at + 1, "−", one.reach.minus), Field(at + 2, "+", one.reach.plus))
        yield Fields(one, shared, Field(at, one.name, one.values), *arms)
        at += 1 + len(arms)


def _over_x(native: Native) -> Iterator[Fields]:
    """All columns are equally long, for some programs lose a row that is shorter than a later one."""
    rows = [part for one in native.series for part in (*_intervals(one), (one, one.xs))]
    rows += [_names(native)] if native.value.labels else []
    longest = max((len(xs) for _, xs in rows), default=0)
    for number, (one, xs) in enumerate(rows):
        blank = (None,) * (longest - len(xs))
        yield Fields(one, Field(2 * number, "x", (*xs, *blank)), Field(2 * number + 1, one.name, (*one.values, *blank)))


def _intervals(one: Series) -> Iterator[tuple[Series, Values]]:
    """The intervals of a row as a line with gaps, one for each of their colours: not every program draws lying error bars."""
    if one.reach is None:
        return
    ends = zip(one.reach.lows, one.reach.highs, one.xs, one.values, one.tones or (one.tone,) * len(one.xs), strict=True)
    kept = [(low, high, x, y, tone) for low, high, x, y, tone in ends if low is not None and high is not None]
    for tone in dict.fromkeys(tone for *_, tone in kept):
        along: Values = tuple(end for low, high, _, _, own in kept if own == tone for end in (low, high, None))
        across: Values = tuple(place for _, _, x, y, own in kept if own == tone
                               for place in ((y, y, None) if one.reach.is_lying else (x, x, None)))  # fmt: skip
        xs, ys = (along, across) if one.reach.is_lying else (across, along)
        yield _line(one.name, ys, tone), xs


def _line(name: str, ys: Values, tone: Tone) -> Series:
    return Series(f"{name} ±", ys, tone=tone, has_line=True)


def _names(native: Native) -> tuple[Series, Values]:
    """The names of the rows are words at one more series that is not seen, at the left end."""
    count = len(native.value.labels)
    at = native.across.high if native.across.is_reversed else native.across.low
    if native.across.is_log:
        at *= _INSIDE
    shown = Series("", tuple(map(float, range(count))), tone="muted", is_hidden=True, texts=native.value.labels)
    return replace(shown, sides=("left",) * count), (at,) * count


def book(columns: tuple[Fields, ...], made_at: datetime) -> bytes:
    """The sheet as a file. Equal columns are equal bytes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, PLAIN) as file:
        file.set_properties({"created": made_at})
        page = file.add_worksheet(SHEET)
        for one in {each.at: each for row in columns for each in row.columns}.values():
            page.write_string(0, one.at, legible(one.name))
            for row, value in enumerate(one.values, 1):
                if isinstance(value, str):
                    page.write_string(row, one.at, legible(value))
                elif value is not None:
                    page.write_number(row, one.at, value)
    return target.getvalue()
