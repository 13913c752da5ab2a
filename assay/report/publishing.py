"""Publishing a month: statements and cells written down for good, and what that changes of what was written before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import polars as pl

from assay import written
from assay.agreements.published import as_published
from assay.cells import Where, dimensions, grains
from assay.kpis import Grain, Kpi
from assay.register.canonical import canonical, sha256
from assay.register.open import Register
from assay.register.publications import Draft, Publication, publications, publish
from assay.report.definitions import definitions_version
from assay.report.settled import Settled, UnknownVendor, settled, settled_all
from assay.say import publishing as say
from assay.scope import Scope
from assay.text import Text
from assay.warehouse import agreed
from assay.warehouse.month_end import is_over
from assay.warehouse.read import Warehouse, as_of, cells, measured, periods

_BY = ("vendor_id", "service", "site_id")
_MONTH: Grain = "month"


class NotPublishable(RuntimeError):
    """The month cannot be published. `text` says why and what to do."""

    def __init__(self, words: Text, **values: object) -> None:
        self.text = Text(words("zh", **values), words("en", **values))
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Issued:
    """One vendor's month as it is, or would be, published. `settled` was made before: its restatement is against what was
    published until then. `cells_changed` cells differ from those published last; None where there were none.

    `is_new` says that the statement, and `has_new_cells` that the cells, differ from what was published last.
    """

    settled: Settled
    cells: Mapping[str, object]
    cells_changed: int | None
    is_new: bool
    has_new_cells: bool


def due(warehouse: Warehouse, register: Register, scope: Scope, month: date, vendor_id: str | None = None,
        is_provisional: bool = False) -> tuple[Issued, ...]:  # fmt: skip
    """What publishing the month would write, by vendor: nothing is written. For all in scope with an agreement in it, or for one.

    Raises NotPublishable for a month without data or agreements, for one that is not over unless `is_provisional`, and for a vendor
    that the scope does not see.
    """
    if not any(period.first.replace(day=1) == month for period in periods(warehouse, "month", scope)):
        raise NotPublishable(say.NO_DATA, month=f"{month:%Y-%m}")
    if not is_provisional and not is_over(warehouse, month):
        raise NotPublishable(say.NOT_OVER, month=f"{month:%Y-%m}", at=written.moment(as_of(warehouse)))
    found = _statements(warehouse, register, scope, month, vendor_id)
    if not found:
        raise NotPublishable(say.NO_AGREEMENT, month=f"{month:%Y-%m}")
    known = _cells(warehouse, scope, month, [one.vendor_id for one in found])
    before = {one.vendor_id: one for one in publications(register, scope, "cells", month, vendor_id)}
    return tuple(_issued(one, known[one.vendor_id], before.get(one.vendor_id)) for one in found)


def publish_month(
    warehouse: Warehouse, register: Register, scope: Scope, issued: tuple[Issued, ...], by: str, at: datetime
) -> tuple[Publication, ...]:
    """Writes what is new of it, all together or nothing; what says the same as before is not written again. `at` is naive UTC."""
    version = definitions_version()
    drafts = [
        Draft(kind, one.settled.vendor_id, one.settled.month, data, warehouse.version, version)
        for one in issued
        for kind, data, is_new in (("statement", statement_data(one.settled), one.is_new), ("cells", one.cells, one.has_new_cells))
        if is_new
    ]
    return publish(register, scope, drafts, by, at) if drafts else ()


def statement_data(found: Settled) -> dict[str, object]:
    """What is written down of a statement: all of it, and whether its month was over."""
    return {**as_published(found.accepted), "is_provisional": not found.is_over}


def _statements(
    warehouse: Warehouse, register: Register, scope: Scope, month: date, vendor_id: str | None
) -> tuple[Settled, ...]:
    if vendor_id is None:
        return settled_all(warehouse, register, scope, month)
    try:
        found = settled(warehouse, register, scope, vendor_id, month)
    except UnknownVendor as error:
        raise NotPublishable(say.NO_VENDOR, vendor=vendor_id) from error
    return (found,) if found.accepted.accounts else ()


def _issued(found: Settled, cells_: Mapping[str, object], before: Publication | None) -> Issued:
    changed = None if before is None or not before.is_intact else cells_changed(before.data, cells_)
    is_new = not _is_same(found.publication, statement_data(found))
    return Issued(found, cells_, changed, is_new, not _is_same(before, cells_))


def _is_same(before: Publication | None, data: Mapping[str, object]) -> bool:
    """Whether the same was published last, by the same definitions, and still stands."""
    if before is None or before.definitions_version != definitions_version():
        return False
    return before.is_intact and before.sha256 == sha256(canonical(data))


def _cells(warehouse: Warehouse, scope: Scope, month: date, ids: list[str]) -> dict[str, dict[str, object]]:
    """By vendor: the month's cells of every KPI that anything was ever recorded of, as plain values."""
    kpis = measured(warehouse, tuple(agreed.kpis(warehouse).values()))
    found: dict[str, dict[str, object]] = {id_: {} for id_ in ids}
    for kpi in (one for one in kpis if _MONTH in grains(one)):
        for id_, told in _cells_of(warehouse, scope, kpi, month, ids).items():
            found[id_][kpi.id] = told
    return {id_: {"vendor_id": id_, "month": month, "cells": told} for id_, told in found.items()}


def _cells_of(warehouse: Warehouse, scope: Scope, kpi: Kpi, month: date, ids: list[str]) -> dict[str, dict[str, object]]:
    """By vendor. Real sums are rounded, since they are added up in any order and equal cells must be equal texts."""
    by = [name for name in (*_BY, *kpi.within) if name in dimensions(kpi)]
    frame = cells(warehouse, kpi, by, _MONTH, scope, Where(periods=(f"{month:%Y-%m}",), vendors=tuple(ids)))
    own, sums = by[1:], [name for name in frame.columns if name not in ("period", *by)]
    told = frame.with_columns(pl.col(pl.Float64).round(6)).select("vendor_id", *own, *sums)
    parts = told.partition_by("vendor_id", as_dict=True, include_key=False)
    return {str(id_): {"by": own, "sums": sums, "rows": list(map(list, part.iter_rows()))} for (id_,), part in parts.items()}


def cells_changed(before: Mapping[str, object], now: Mapping[str, object]) -> int:
    """How many cells of two publications differ; one that is in one of them only counts too."""
    old, new = _by_place(before), _by_place(now)
    return sum(old.get(place) != new.get(place) for place in {*old, *new})


def _by_place(published: Mapping[str, object]) -> dict[tuple[object, ...], dict[str, object]]:
    """The sums of each cell by KPI and dimensions."""
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for kpi, told in cast(Mapping[str, Mapping[str, list]], published["cells"]).items():
        width = len(told["by"])
        found |= {(kpi, *row[:width]): dict(zip(told["sums"], row[width:], strict=True)) for row in told["rows"]}
    return found
