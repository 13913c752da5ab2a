"""Subgroups: every combination of the values of two dimensions, before and after, by what it contributed to the change."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.kpis import Kpi
from assay.report.causes_closer import Subgroup, Subgroups
from assay.say import causes_closer as say
from assay.say import parts
from assay.say.vendor import span
from assay.stats.localise.result import Condition
from assay.warehouse.orders_counted import REST
from ui import download
from ui.causes import closer_read, notebook
from ui.causes import view as causes_view
from ui.causes import words_closer as words
from ui.causes.asked import Question
from ui.data.paged import paged
from ui.literal import literal
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.words import joined

_FIRST = ("vendor_id", "category", "complaint_category", "site_id")
_ROWS = 15
_SIDES: dict[str, Tone] = {"better": "improvement", "worse": "concern", "higher": "neutral", "lower": "neutral", "same": "plain"}


def show(asked: Question, now: Reading) -> None:
    free = closer_read.free(asked)
    if not free:
        st.markdown(now(words.NO_DIMENSION))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="subgroups_by"):
        first = closer_read.choice("subgroups_first", words.FIRST, free, _first(free), now)
        rest = closer_read.free(asked, first)
        by = (first, closer_read.choice("subgroups_second", words.SECOND, rest, _first(rest), now)) if rest else (first,)
    of(by, asked, now)


def _first(free: list[str]) -> str:
    return next((name for name in _FIRST if name in free), free[0])


def of(by: tuple[str, ...], asked: Question, now: Reading) -> None:
    """The subgroups by some dimensions, a page at a time."""
    found = closer_read.subgroups_of(asked, by)
    if found is None:
        st.markdown(now(words.NOTHING))
        return
    language, kpi = now.language, found.kpi
    change = written.change(kpi, kpi.value(found.change), language)
    with st.container(horizontal=True, vertical_alignment="bottom", key="subgroups_heading"):
        st.markdown(f"**{literal(_caption(found, asked, now))}**", width="content")
        name = f"{notebook.file_name(asked)}-{'-'.join(by)}.xlsx"
        download.button(lambda: workbook(found, asked, now), name, "subgroups", now)
    st.caption(literal(joined(language, say.SUBGROUPS_HINT(language, change=change, least=kpi.minimum_n), *_opens(kpi, now))))
    rows = (*found.rows, *(() if found.rest is None else (found.rest,)))

    def page(first: int, size: int) -> Table:
        return _table(found, rows[first : first + size], asked, now)

    paged(len(rows), page, f"subgroups_{'_'.join(by)}", now, _ROWS)


def _opens(kpi: Kpi, now: Reading) -> tuple[str, ...]:
    """What a value leads to, where it leads anywhere."""
    sum_ = closer_read.sum_of(kpi)
    return () if sum_ is None else (now(say.OPENS_ALL if sum_ == "denominator" else say.OPENS_FAILED),)


def _caption(found: Subgroups, asked: Question, now: Reading) -> str:
    titles = [parts.title(name, now.language) for name in found.by]
    sides = {"before": written.period(asked.before, now.language), "after": written.period(asked.after, now.language)}
    if len(titles) == 1:
        return say.SUBGROUPS_ONE(now.language, first=titles[0], **sides)
    return say.SUBGROUPS(now.language, first=titles[0], second=titles[1], **sides)


def _table(found: Subgroups, rows: tuple[Subgroup, ...], asked: Question, now: Reading) -> Table:
    columns = (
        Column("group", now(say.GROUP), align="left", is_first=True),
        Column("before", asked.before, found.kpi.title(now.language)),
        Column("after", asked.after, found.kpi.title(now.language)),
        Column("change", now(say.CHANGE)),
        Column("part", now(say.PART)),
    )
    return Table(columns, tuple(_row(one, found, asked, now) for one in rows), _caption(found, asked, now))


def _row(one: Subgroup, found: Subgroups, asked: Question, now: Reading) -> dict[str, Cell]:
    return {
        "group": _name(one, found, asked, now),
        "before": _side(one, 0, found, asked, now),
        "after": _side(one, 1, found, asked, now),
        "change": _change(one, now),
        "part": _part(one, found, now),
    }


def _held(one: Subgroup, found: Subgroups, asked: Question) -> tuple[Condition, ...]:
    """The part of the work that the subgroup is."""
    return (*asked.conditions, *map(Condition, found.by, one.values))


def _name(one: Subgroup, found: Subgroups, asked: Question, now: Reading) -> Cell:
    """It narrows the whole page to the subgroup."""
    if not one.values:
        return Cell(now(say.REST_ROW, count=found.few), tone="muted")
    said = parts.together(zip(found.by, one.values, strict=True), asked.names, now.language)
    return Cell(said, href=causes_view.of_part(_held(one, found, asked)))


def _side(one: Subgroup, row: int, found: Subgroups, asked: Question, now: Reading) -> Cell:
    """The KPI in one period; it opens the orders that failed."""
    kpi, n, value = found.kpi, one.sums[row].denominator, (one.before, one.after)[row]
    few = now(say.TOO_FEW, n=written.count(n), least=kpi.minimum_n)
    if value is None:
        return Cell(written.NOTHING, tone="muted", note=f"n {written.count(n)}", hover=few)
    href = _orders(one, row, found, asked) if one.values else None
    return Cell(written.value(kpi, value, now.language), href=href, note=f"n {written.count(n)}")


def _orders(one: Subgroup, row: int, found: Subgroups, asked: Question) -> str | None:
    """The link to those that failed, of a mean to all; None where there are none."""
    sum_, sums = closer_read.sum_of(found.kpi), one.sums[row]
    if sum_ is None:
        return None
    count = {"numerator": sums.numerator, REST: sums.denominator - sums.numerator}.get(sum_, sums.denominator)
    return causes_view.of_orders(found.kpi, sum_, asked.periods[row], _held(one, found, asked)) if count else None


def _change(one: Subgroup, now: Reading) -> Cell:
    """In colour where it is more than chance among all rows."""
    if one.apart is None:
        return Cell(written.NOTHING, tone="muted")
    apart = one.apart
    tone = _SIDES[apart.side] if apart.is_clear else "plain"
    note = span(apart.kpi, apart.low, apart.high, now.language)
    return Cell(written.change(apart.kpi, apart.value, now.language), tone=tone, note=note)


def _part(one: Subgroup, found: Subgroups, now: Reading) -> Cell:
    part, within, mix = (say.contribution(found.kpi, effect, now.language) for effect in (one.part, one.within, one.mix))
    return Cell(part, note=say.PART_NOTE(now.language, within=within, mix=mix))


def workbook(found: Subgroups, asked: Question, now: Reading) -> bytes:
    """Every subgroup in full precision, the small ones together in the last row."""
    rows = [*found.rows, *([] if found.rest is None else [found.rest])]
    told = [_line(one, found, asked, now) for one in rows]
    return download.workbook({now(words.VIEWS["pairs"]): pl.DataFrame(told, infer_schema_length=None)})


def _line(one: Subgroup, found: Subgroups, asked: Question, now: Reading) -> dict[str, object]:
    language, kpi, apart = now.language, found.kpi, one.apart
    title = kpi.title(language)
    values = one.values or (None,) * len(found.by)
    rest = "" if one.values else now(say.REST_ROW, count=found.few)
    names = {
        parts.title(name, language): rest or parts.value(name, value, asked.names, language)
        for name, value in zip(found.by, values, strict=True)
    }
    return {
        **names,
        **{name: value for name, value in zip(found.by, values, strict=True) if name in asked.names},
        say.N_OF(language, period=asked.before): one.sums[0].denominator,
        say.VALUE_OF(language, kpi=title, period=asked.before): one.before,
        say.N_OF(language, period=asked.after): one.sums[1].denominator,
        say.VALUE_OF(language, kpi=title, period=asked.after): one.after,
        now(say.CHANGE): None if apart is None else apart.value,
        now(say.LOW): None if apart is None else apart.low,
        now(say.HIGH): None if apart is None else apart.high,
        now(say.Q_VALUE): None if apart is None else apart.q_value,
        now(say.PART): kpi.value(one.part),
        now(say.WITHIN): kpi.value(one.within),
        now(say.MIX): kpi.value(one.mix),
    }
