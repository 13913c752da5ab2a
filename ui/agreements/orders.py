"""The way from a line of a statement to the orders behind it."""

from __future__ import annotations

from assay import written
from assay.agreements.account import Line
from assay.report.settled import Settled
from ui import address
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.markup import Cell
from ui.orders import view as orders_view
from ui.reading import Reading

LEFT: dict[str, None] = {"part": None, "line": None, "basis": None, "agreement": None}
"""What of this page's view means nothing on the page *Orders*."""


def cell(line: Line, found: Settled, now: Reading) -> Cell:
    """How many orders fell short, and the way to them; where no orders are behind the line, to its records."""
    if not line.judged.sums.denominator:
        return Cell(written.NOTHING, tone="muted")
    kpi = found.kpis[line.level.kpi]
    href = None if kpi.squares else to(line, found)
    if href is None:
        return Cell(now(words.RECORDS), href=address.link("agreements", line=line.level.level_id), tone="muted")
    short = _short(line, found)
    return Cell(now(words.SPOILING, count=written.count(short)) if short else now(words.NONE_SPOILS), href=href)


def to(line: Line, found: Settled) -> str | None:
    """The link to the orders that fell short of what the line asks; where none did, or that cannot be told, to all that it counts.
    None where it counts no orders."""
    kpi = found.kpis[line.level.kpi]
    against = ("rest",) if kpi.direction != "lower" and _short(line, found) else ()
    of_line = {"vendors": found.vendor_id, "period": agreements_view.label(found.month), "services": None, "sites": None, **LEFT}
    several = (orders_view.of_figure(kpi, name, level_id=line.level.level_id, **of_line) for name in (*against, "denominator"))
    return next((href for href in several if href is not None), None)


def _short(line: Line, found: Settled) -> float:
    """How many rows lower the result."""
    sums = line.judged.sums
    return sums.numerator if found.kpis[line.level.kpi].direction == "lower" else sums.denominator - sums.numerator
