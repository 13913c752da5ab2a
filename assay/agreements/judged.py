"""One level judged on what was counted in a month: which method counts, what was waived, the rounded result, the verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assay.agreements.standing import meets, settled_value, value_of
from assay.agreements.terms import PAYABLE_METHODS, Adjustment, Unpaid
from assay.kpis import Kpi
from assay.level import Level
from assay.measured import Measured, Measures, Sums

Settlement = Literal["met", "missed", "no_data", "waived", "not_payable"]
_LEFT_OUT = {"waiver": "waived", "dispute": "disputed"}


@dataclass(frozen=True, slots=True)
class Judged:
    """`raw` is the value in the KPI's unit, `settled` the same rounded as agreed, before target and tiers. `reason`
    says why there is no verdict. `beside` are other methods' sums, shown and never paid on. `applied` are the
    ids of the adjustments that changed something."""

    sums: Sums
    excluded: Mapping[str, float]
    raw: float | None
    settled: float | None
    verdict: Settlement
    reason: Unpaid | None = None
    method: str | None = None
    beside: Mapping[str, Sums] = field(default_factory=dict)
    applied: tuple[str, ...] = ()


def judged(kpi: Kpi, level: Level, measures: Measures, adjustments: Sequence[Adjustment]) -> Judged:
    """The level on its month's measures, with the adjustments of that level and month applied. Nothing counted is no data."""
    by_method = {method: one for (id_, method), one in measures.items() if id_ == level.level_id}
    method = _method(kpi, by_method)
    counted = _without_rows(by_method.get(method, Measured(Sums())), adjustments)
    raw = value_of(kpi, counted.sums)
    settled = None if raw is None else settled_value(raw, level)
    whole = next((one for one in adjustments if one.key is None), None)
    verdict, reason = _verdict(kpi, level, settled, method, whole)
    beside = {name: one.sums for name, one in by_method.items() if name is not None and name != method}
    applied = _applied(by_method.get(method), adjustments)
    return Judged(counted.sums, counted.excluded, raw, settled, verdict, reason, method, beside, applied)


def _method(kpi: Kpi, by_method: Mapping[str | None, Measured]) -> str | None:
    """The method that counts: the first payable one with any check, else the one with most checks, which is shown only."""
    if "method" not in kpi.within:
        return None
    checked = {name: one.sums.denominator for name, one in by_method.items() if name is not None and one.sums.denominator > 0}
    payable = next((name for name in PAYABLE_METHODS if name in checked), None)
    return payable or max(sorted(checked), key=checked.__getitem__, default=None)


def _verdict(
    kpi: Kpi, level: Level, settled: float | None, method: str | None, whole: Adjustment | None
) -> tuple[Settlement, Unpaid | None]:
    if whole is not None:
        return "waived", whole.kind
    if settled is None:
        return "no_data", None
    if method is not None and method not in PAYABLE_METHODS:
        return "not_payable", "method"
    return ("met" if meets(kpi, settled, level.target) else "missed"), None


def _of_rows(measured: Measured, adjustments: Sequence[Adjustment]) -> dict[str, Adjustment]:
    """The adjustments of rows that were counted, one a row: a row that is both waived and disputed is left out once."""
    named: dict[str, Adjustment] = {}
    for one in adjustments:
        if one.key is not None and one.key in measured.rows:
            named.setdefault(one.key, one)
    return named


def _without_rows(measured: Measured, adjustments: Sequence[Adjustment]) -> Measured:
    named = _of_rows(measured, adjustments)
    sums = measured.sums
    for key in named:
        sums -= measured.rows[key]
    left_out = Counter(_LEFT_OUT[one.kind] for one in named.values())
    return Measured(sums, {**measured.excluded, **{reason: float(count) for reason, count in left_out.items()}})


def _applied(measured: Measured | None, adjustments: Sequence[Adjustment]) -> tuple[str, ...]:
    rows = measured.rows if measured else {}
    return tuple(one.id for one in adjustments if one.key is None or one.key in rows)
