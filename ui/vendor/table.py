"""All KPIs of a vendor in one table: value, target, both icons, the line, the change, n; most concern first in each group."""

from __future__ import annotations

from assay import written
from assay.report.trend_icons import icons as icons_of
from assay.report.vendor_card import GROUPS, CardKpi, Group, VendorCard
from assay.say import trends as say
from assay.say import vendor as say_vendor
from assay.say import vendor_words
from assay.warehouse.orders_counted import REST, countable
from ui.markup import Cell, Column, Table, Tone
from ui.reading import Reading
from ui.vendor import view as vendor_view
from ui.vendor import words

_SHOWN = 24
"""Months in the small line."""
_TONES: dict[str, Tone] = {
    "concern": "concern", "improvement": "improvement", "neither_high": "neutral", "neither_low": "neutral",
    "not_enough_data": "muted",
}
_SIDES: dict[str, Tone] = {"better": "improvement", "worse": "concern", "higher": "neutral", "lower": "neutral", "same": "plain"}
_NONE = Cell(written.NOTHING, tone="muted")


def table(card: VendorCard, now: Reading) -> Table:
    """A row with its name before each group."""
    columns = (
        Column("kpi", now(words.KPI), align="left", is_first=True),
        Column("value", now(words.LATEST), now(words.LATEST_HINT)),
        Column("target", now(words.TARGET), now(words.TARGET_HINT)),
        Column("variation", now(words.VARIATION), now(words.VARIATION_HINT), align="left"),
        Column("assurance", now(words.ASSURANCE), now(words.ASSURANCE_HINT), align="left"),
        Column("change", now(words.CHANGE), now(words.CHANGE_HINT)),
        Column("n", "n"),
    )
    rows = tuple(row for group in GROUPS for row in _group(group, card, now))
    return Table(columns, rows, f"{now(words.ALL_KPIS)} {card.label}")


def _group(group: Group, card: VendorCard, now: Reading) -> list[dict[str, Cell]]:
    own = [_row(one, card, now) for one in card.kpis if one.group == group]
    return [{"kpi": Cell(now(vendor_words.GROUPS[group]), tone="group")}, *own] if own else []


def _row(one: CardKpi, card: VendorCard, now: Reading) -> dict[str, Cell]:
    kpi, language = one.kpi, now.language
    series = vendor_view.of_series(kpi.id, card.vendor_id)
    return {
        "kpi": Cell(kpi.title(language), href=series, hover=kpi.sentence(language)),
        "value": _value(one, card, now),
        "target": _NONE if one.target is None else Cell(say_vendor.aim(kpi, one.target, language)),
        "variation": _variation(one, series, card, now),
        "assurance": _assurance(one, now),
        "change": _change(one, card, now),
        "n": _n(one, card, now),
    }


def _value(one: CardKpi, card: VendorCard, now: Reading) -> Cell:
    """It opens the orders that failed where there are such, else all that were counted."""
    at = one.trend.latest
    if at is None or one.label is None:
        return _NONE
    counted = say.counted(one.kpi, float(one.trend.series.numerator[at]), one.n, now.language)
    sum_ = REST if REST in countable(one.kpi) else "denominator"
    return Cell(
        written.value(one.kpi, one.value, now.language), href=vendor_view.of_figure(one.kpi, sum_, one.label, card.vendor_id),
        hover=f"{written.period(one.label, now.language)} · {counted}", note="" if one.is_of_month else one.label,
        tone=_TONES.get(one.trend.variation, "plain"),
    )


def _variation(one: CardKpi, series: str, card: VendorCard, now: Reading) -> Cell:
    state, signal = one.trend.variation, one.trend.signal
    hover = "" if signal is None else say.rule(signal.rule, signal.side, now.language)
    icon = icons_of(one.trend, now.language)[0]
    return Cell(say.VARIATION[state](now.language), href=series, icons=(icon,), tone=_TONES.get(state, "plain"), hover=hover,
                trend=one.trend.values[-_SHOWN:], is_partial=card.is_partial, goal=one.target)


def _assurance(one: CardKpi, now: Reading) -> Cell:
    icons = icons_of(one.trend, now.language)[1:]
    tone: Tone = "plain" if icons else "muted"
    return Cell(say.ASSURANCE[one.trend.assurance](now.language), icons=icons, tone=tone)


def _change(one: CardKpi, card: VendorCard, now: Reading) -> Cell:
    """The change with its interval; in colour only where it is more than chance. It opens why."""
    kpi, language = one.kpi, now.language
    if one.value is None or one.previous is None:
        return _NONE
    href = None if one.label is None else vendor_view.of_causes(kpi, one.label, card.vendor_id, now)
    by = one.value / one.previous if kpi.is_log else one.value - one.previous
    if one.moved is None:
        return Cell(written.change(kpi, by, language), href=href, tone="muted", hover=now(words.NOT_TESTED))
    tone = _SIDES[one.moved.side] if one.has_moved else "plain"
    hover = "" if one.has_moved else now(words.BY_CHANCE)
    between = say_vendor.span(kpi, one.moved.low, one.moved.high, language)
    return Cell(written.change(kpi, by, language), href=href, tone=tone, note=between, hover=hover)


def _n(one: CardKpi, card: VendorCard, now: Reading) -> Cell:
    if one.label is None or not one.n:
        return _NONE
    href = vendor_view.of_figure(one.kpi, "denominator", one.label, card.vendor_id)
    return Cell(written.quantity(one.n), href=href, hover=one.kpi.counted[1](now.language))
