"""Overview values put into cards and cells."""

from __future__ import annotations

from collections.abc import Sequence

from assay import written
from assay.report.overview import Card as Result
from assay.report.overview import Overview, VendorKpi, VendorRow
from assay.say import overview as say
from ui import address, words
from ui.markup import Card, Cell, Column, Mark, Table, Tone
from ui.reading import Reading


def card(result: Result, found: Overview, now: Reading) -> Card:
    """One KPI over all vendors in view."""
    kpi, language = result.kpi, now.language
    if not result.is_published:
        return Card(kpi.title(language), written.NOTHING, basis=_why_empty(result, now), tone="muted", href=_open(kpi.id),
                    hover=kpi.sentence(language))
    goal = result.targets[0] if len(result.targets) == 1 else None
    mark, mark_word = _card_mark(result, now)
    return Card(
        kpi.title(language),
        written.value(kpi, result.value, language, unit=False),
        unit="" if kpi.is_log else kpi.unit(language),
        target=say.target(kpi, result.targets, language),
        mark=mark,
        mark_word=mark_word,
        basis=say.basis(kpi, result.sums.numerator, result.sums.denominator, result.excluded, language),
        trend=result.trend,
        is_partial=found.is_partial,
        goal=goal,
        note=_against_last(result, found, now),
        hover=_lines(kpi.sentence(language), say.interval(kpi, result.interval, language)),
        href=_open(kpi.id),
    )


def _open(kpi_id: str) -> str:
    return address.link("", kpi=kpi_id)


def _why_empty(result: Result, now: Reading) -> str:
    if not result.sums.denominator:
        return now(words.NO_CELLS)
    return say.too_few(result.kpi, result.sums.denominator, now.language)


def _card_mark(result: Result, now: Reading) -> tuple[Mark, str]:
    """Filled where any vendor missed the KPI; the word says how many met it."""
    verdicts: dict[str, set[str]] = {}
    for one in result.standings:
        verdicts.setdefault(one.level.vendor_id, set()).add(one.verdict)
    judged = [seen for seen in verdicts.values() if seen & {"met", "missed"}]
    if not judged:
        return "none", ""
    met = sum("missed" not in seen for seen in judged)
    if len(judged) == 1:
        return _settled([one.verdict for one in result.standings], now)
    return ("met" if met == len(judged) else "missed"), now(words.VENDORS_MEETING, met=met, judged=len(judged))


def _against_last(result: Result, found: Overview, now: Reading) -> str:
    if result.previous is None or result.value is None or len(found.labels) < 2:
        return ""
    moved = result.value / result.previous if result.kpi.is_log else result.value - result.previous
    return now(words.AGAINST_LAST, label=found.labels[-2], change=written.change(result.kpi, moved, now.language))


def table(found: Overview, now: Reading) -> Table:
    """Vendors by KPI, most concern first."""
    kpis = [result.kpi for result in found.cards]
    columns = (
        Column("vendor", now(words.VENDORS), align="left", is_first=True),
        Column("missed", now(words.MISSED_LEVELS), now(words.EVIDENCE_NOTE)),
        *(Column(kpi.id, kpi.title(now.language), kpi.sentence(now.language)) for kpi in kpis),
    )
    return Table(columns, tuple(_row(row, found, now) for row in found.rows), f"{now(words.TABLE_TITLE)} {found.period}")


def _row(row: VendorRow, found: Overview, now: Reading) -> dict[str, Cell]:
    own = {one.kpi.id: _cell(row, one, found, now) for one in row.kpis}
    return {"vendor": Cell(row.name, href=address.link("", vendors=row.vendor_id)), "missed": _missed(row, now), **own}


def _missed(row: VendorRow, now: Reading) -> Cell:
    if not row.judged:
        return Cell(now(words.NO_AGREEMENT), tone="muted")
    beyond = now(words.BEYOND, count=row.beyond_chance) if row.beyond_chance else ""
    tone: Tone = "concern" if row.beyond_chance else "plain"
    return Cell(now(words.MISSED_OF, missed=row.missed, judged=row.judged), tone=tone, note=beyond)


def _cell(row: VendorRow, one: VendorKpi, found: Overview, now: Reading) -> Cell:
    kpi, language = one.kpi, now.language
    href = address.link("", vendors=row.vendor_id, kpi=kpi.id)
    if not one.sums.denominator:
        return Cell(written.NOTHING, tone="muted", hover=now(words.NO_CELLS))
    mark, word = _settled([each.verdict for each in one.standings], now)
    if not one.is_published:
        # Settlement is computed however few there are; what no agreement asks for is not published below the least n.
        value = written.value(kpi, one.value, language) if word else written.NOTHING
        hover = _lines(say.too_few(kpi, one.sums.denominator, language), _hover(one, now) if word else "")
        return Cell(value, href, mark, word, note=f"n = {written.count(one.sums.denominator)}", tone="muted", hover=hover)
    goals = {standing.level.target for standing in one.standings}
    return Cell(
        written.value(kpi, one.value, language),
        href=href,
        mark=mark,
        mark_word=word,
        trend=one.trend,
        is_partial=found.is_partial,
        goal=goals.pop() if len(goals) == 1 else None,
        hover=_hover(one, now),
        tone="concern" if one.is_beyond_chance else "plain",
    )


def _settled(verdicts: Sequence[str], now: Reading) -> tuple[Mark, str]:
    """The mark of one vendor's levels; of several levels the word says how many were missed."""
    judged = [verdict for verdict in verdicts if verdict != "no_data"]
    missed = judged.count("missed")
    if not judged:
        return "none", ""
    if not missed:
        return "met", now(say.MET)
    return "missed", now(say.MISSED) if len(judged) == 1 else now(words.MISSED_SOME, missed=missed, judged=len(judged))


def _hover(one: VendorKpi, now: Reading) -> str:
    """Numerator and denominator, the interval, and each level with its verdict."""
    basis = say.basis(one.kpi, one.sums.numerator, one.sums.denominator, {}, now.language)
    levels = [say.level(one.kpi, each, now.language) for each in one.standings]
    return _lines(basis, say.interval(one.kpi, one.interval, now.language), *levels)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
