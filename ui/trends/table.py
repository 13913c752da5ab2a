"""The icon table: a row a member, a column a KPI; in each cell both icons, the latest value and the line."""

from __future__ import annotations

import polars as pl

from assay import written
from assay.report.trend_icons import icons
from assay.report.trends import Trend, TrendRow, Trends
from assay.say import trends as say
from ui import download, words
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.trends import view as trends_view
from ui.trends import words as own_words

_SHOWN = 24
"""Periods in the small line."""


def counts(found: Trends) -> dict[str, int]:
    """How many series are judged, to act on, to watch."""
    judged = [one for row in found.rows for one in row.trends.values() if one.variation != "not_enough_data"]
    tiers = [one.tier for one in found.listed]
    return {"judged": len(judged), "act": tiers.count("act"), "watch": tiers.count("watch"),
            "members": len(found.rows), "kpis": len(found.kpis)}


def table(found: Trends, now: Reading) -> Table:
    """All together first where there are several, then each, most concern first."""
    columns = (
        Column("name", now(own_words.BY[trends_view.across(now)]), align="left", is_first=True),
        *(Column(kpi.id, kpi.title(now.language), kpi.sentence(now.language)) for kpi in found.kpis),
    )
    rows = (found.whole, *found.rows) if len(found.rows) > 1 else found.rows
    caption = f"{now(own_words.ICONS[trends_view.across(now)])} {found.axis.latest}"
    return Table(columns, tuple(_row(row, found, now) for row in rows), caption)


def _row(row: TrendRow, found: Trends, now: Reading) -> dict[str, Cell]:
    cells = {id_: cell(one, found, now) for id_, one in row.trends.items()}
    return {"name": Cell(row.name or now(own_words.TOGETHER)), **cells}


def cell(one: Trend, found: Trends, now: Reading) -> Cell:
    """One series in a cell: it opens as a chart."""
    at = one.latest
    href = trends_view.of_series(one.kpi.id, one.member, grain=found.axis.grain, across=trends_view.across(now))
    if at is None:
        return Cell(written.NOTHING, href=href, tone="muted", hover=now(words.NO_CELLS))
    value = one.values[at]
    return Cell(
        written.value(one.kpi, value, now.language),
        href=href,
        icons=icons(one, now.language),
        trend=one.values[-_SHOWN:],
        is_partial=found.axis.is_partial,
        goal=one.target,
        note=listed(one, now),
        tone=_tone(one),
        hover=_hover(one, found, at, now),
    )


def listed(one: Trend, now: Reading) -> str:
    """What the list of all series says of one: to act, to watch, or that it truly improved; nothing where it is not on it."""
    if one.tier == "none":
        return ""
    return now(own_words.TIERS[one.tier] if one.worsens else own_words.IMPROVED)


def _tone(one: Trend) -> Tone:
    tones: dict[str, Tone] = {
        "improvement": "improvement", "concern": "concern", "neither_high": "neutral", "neither_low": "neutral",
    }
    return tones.get(one.variation, "plain")


def _hover(one: Trend, found: Trends, at: int, now: Reading) -> str:
    language = now.language
    counted = say.counted(one.kpi, float(one.series.numerator[at]), float(one.series.denominator[at]), language)
    lines = (
        f"{written.period(found.axis.labels[at], language)} · {counted}",
        say.VARIATION[one.variation](language),
        "" if one.signal is None else say.rule(one.signal.rule, one.signal.side, language),
        say.ASSURANCE[one.assurance](language) if one.assurance != "no_target" else "",
        say.q_value(one.watching, language) if one.watching is not None else "",
    )
    return "\n".join(line for line in lines if line)


def workbook(found: Trends, now: Reading) -> bytes:
    """All series of the table as rows, in full precision."""
    rows = [_line(row, one, found, now) for row in (found.whole, *found.rows) for one in row.trends.values()]
    return download.workbook({found.axis.latest: pl.DataFrame(rows, infer_schema_length=None)})


def _line(row: TrendRow, one: Trend, found: Trends, now: Reading) -> dict[str, object]:
    at = one.latest
    language = now.language
    return {
        now(own_words.BY[trends_view.across(now)]): row.name or now(own_words.TOGETHER),
        "id": one.member,
        now(words.KPI): one.kpi.title(language),
        "kpi": one.kpi.id,
        now(words.PERIOD): None if at is None else found.axis.labels[at],
        now(words.DETAIL_VALUE): None if at is None else one.values[at],
        now(words.DETAIL_NUMERATOR): None if at is None else float(one.series.numerator[at]),
        now(words.DETAIL_DENOMINATOR): None if at is None else float(one.series.denominator[at]),
        say.LOWER(language): None if at is None or one.charted.lower[at] is None else one.kpi.value(one.charted.lower[at]),
        say.UPPER(language): None if at is None or one.charted.upper[at] is None else one.kpi.value(one.charted.upper[at]),
        now(words.DETAIL_TARGET): one.target,
        now(own_words.VARIATION): say.VARIATION[one.variation](language),
        now(own_words.ASSURANCE): say.ASSURANCE[one.assurance](language),
        now(own_words.TIER): listed(one, now),
        "q": None if one.watching is None else one.watching.q_now,
    }
