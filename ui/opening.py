"""What the application opens with: which KPIs, and of which month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from assay.cells import Where, grains
from assay.kpis import Grain, Kpi
from assay.report.overview import MAIN
from assay.scope import Scope
from ui import warehouse
from ui.reading import TREND


def kpis(version: str, scope: Scope, grain: Grain) -> tuple[tuple[Kpi, ...], tuple[Kpi, ...]]:
    """The KPIs of this grain that the overview opens with, and the others. Where the data tell of none of `MAIN`, it opens with the
    first that they do tell of."""
    known = {kpi.id: kpi for kpi in warehouse.kpis(version, scope) if grain in grains(kpi)}
    main = tuple(known[id_] for id_ in MAIN if id_ in known) or tuple(known.values())[: len(MAIN)]
    return main, tuple(kpi for kpi in known.values() if kpi not in main)


def month(version: str, scope: Scope, members: Where) -> str | None:
    """The latest full month of which any KPI tells in what `members` leaves, those KPIs first that the overview opens with; where
    none does, the latest full one, or the running one where none is full yet. None where nothing was recorded."""
    months = warehouse.periods(version, scope, "month")
    full = [each.label for each in months if not each.is_partial] or [each.label for each in months]
    told = (label for several in kpis(version, scope, "month") for label in _told(version, scope, members, several, full))
    return next(told, next(iter(full), None))


def _told(version: str, scope: Scope, members: Where, several: Sequence[Kpi], full: Sequence[str]) -> Iterator[str]:
    """The months that these KPIs tell of, latest first, some at a time: the first cells are those that the overview then shows."""
    for first in range(0, len(full), TREND):
        asked = full[first : first + TREND]
        where = replace(members, periods=tuple(reversed(asked)))
        labels: set[str] = set()
        for kpi in several:
            labels.update(warehouse.cells(version, scope, kpi, "month", where).filter(pl.col("denominator") > 0)["period"])
            if asked[0] in labels:  # no later month can be told of, so the other KPIs need not be read for this
                break
        yield from sorted(labels, reverse=True)
