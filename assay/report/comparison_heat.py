"""Vendors by KPI at a glance: in each cell the value on like work, shaded where it is clearly better or worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assay import written
from assay.charts import heat as heats
from assay.charts.chart import Chart
from assay.kpis import Kpi
from assay.report.comparison import Compared, Comparison
from assay.report.comparison_pictures import hover, tone
from assay.say import compare_pictures as words
from assay.text import Language

_APART = "."
_PLAIN, _CLEAR = 0.12, 0.45
_FULL = 6.0
"""The distance from the average, in standard errors, from which a shade is full."""
_DEEP = 4.0
"""And from which it is deep, where there are two shades only."""


def heat(found: Sequence[Comparison], language: Language) -> Chart:
    """`found`: of one service, one a KPI. Most concern on top. Ids are KPI.vendor. Raises ValueError without any."""
    names = vendors(found)
    if not names:
        raise ValueError("no vendor to show")
    cells = tuple(tuple(_cell(one.get(id_), one, language) for one in found) for id_ in names)
    drawn = heats.Drawn(tuple(names.values()), tuple(one.kpi.title(language) for one in found), cells)
    title = _title(found, names, language)
    return heats.heat(drawn, title, words.HEAT(language, n=len(names), kpis=len(found)), words.HEAT_NOTE(language), language)


def concern(vendor: str, found: Sequence[Comparison]) -> tuple[int, int]:
    """On how many KPIs a vendor is clearly worse, and on how many clearly better."""
    judged = [one.get(vendor) for one in found if one.kpi.direction != "none"]
    bands = [one.band for one in judged if one is not None]
    return bands.count("clearly_worse"), bands.count("clearly_better")


def vendors(found: Sequence[Comparison]) -> Mapping[str, str]:
    """Names by id, most concern first."""
    names = {row.vendor_id: row.name for one in found for row in one.vendors}
    ranked = {id_: concern(id_, found) for id_ in names}
    return dict(sorted(names.items(), key=lambda pair: (-ranked[pair[0]][0], ranked[pair[0]][1], pair[1])))


def _title(found: Sequence[Comparison], vendors: Mapping[str, str], language: Language) -> str:
    worse = {id_: concern(id_, found)[0] for id_ in vendors}
    several = [id_ for id_, count in worse.items() if count > 1]
    if several:
        first = several[0]
        return words.HEAT_WORST(language, name=vendors[first], worse=worse[first], kpis=len(found), n=len(several))
    return words.HEAT_NONE(language, n=sum(1 for count in worse.values() if count))


def _cell(one: Compared | None, found: Comparison, language: Language) -> heats.Cell:
    kpi = found.kpi
    if one is None:
        return heats.Cell(written.NOTHING, "common", None, kpi.title(language), "")
    said = f"{kpi.title(language)}\n{hover(one, found, language)}"
    shade = None if one.adjusted is None else _shade(one)
    return heats.Cell(value(one, kpi, language), tone(one, kpi), shade, said, f"{kpi.id}{_APART}{one.vendor_id}")


def value(one: Compared, kpi: Kpi, language: Language) -> str:
    """On like work; in brackets as counted, where there is no model. Percentages have their sign, others none: the heading says."""
    has_unit = kpi.unit.en == "%"
    if one.adjusted is not None:
        return written.value(kpi, one.adjusted.value, language, unit=has_unit)
    if one.crude.value is None:
        return written.NOTHING
    return words.AS_COUNTED(language, value=written.value(kpi, one.crude.value, language, unit=has_unit))


def is_deep(one: Compared) -> bool:
    return abs(one.z or 0.0) >= _DEEP


def _shade(one: Compared) -> float:
    if one.band in (None, "not_distinguishable"):
        return _PLAIN
    return min(1.0, _CLEAR + (1 - _CLEAR) * abs(one.z or 0.0) / _FULL)
