"""The comparison as an Excel file, in full precision."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from assay.report.comparison import Compared, Comparison
from assay.report.comparison_told import headline, method, notes
from assay.say import compare as say
from assay.say import overview as say_overview
from ui import download, warehouse
from ui.compare import words
from ui.reading import Reading


def workbook(found: Comparison, settled: Mapping[str, str], now: Reading) -> bytes:
    """Three sheets: the vendors, who is better than whom, and how it was found."""
    rows = [_row(one, found, settled, now) for one in found.vendors]
    sites = warehouse.sites(now.version, now.scope)
    said = [headline(found, now.language), *notes(found, sites, now.language), *method(found, now.language)]
    sheets = {found.kpi.id: pl.DataFrame(rows, infer_schema_length=None)}
    if len(found.ranked) > 1:
        sheets[now(words.PAIRS_SHEET)] = _pairs(found, now)
    return download.workbook({**sheets, now(words.METHOD): pl.DataFrame({now(words.METHOD): said})})


def _row(one: Compared, found: Comparison, settled: Mapping[str, str], now: Reading) -> dict[str, object]:
    kpi, language = found.kpi, now.language
    verdicts = {"met": now(say_overview.MET), "missed": now(say_overview.MISSED)}
    adjusted, rank = one.adjusted, one.rank
    band = "" if one.band is None else say.band(one.band, kpi.direction, language)
    why = "" if one.absent is None else say.ABSENT[one.absent](language, minimum=kpi.minimum_n)
    return {
        now(words.VENDOR): one.name,
        "vendor_id": one.vendor_id,
        kpi.counted[0](language): one.sums.numerator,
        kpi.counted[1](language): one.sums.denominator,
        now(words.CRUDE): one.crude.value,
        now(words.LOW, of=now(words.CRUDE)): one.crude.low,
        now(words.HIGH, of=now(words.CRUDE)): one.crude.high,
        now(words.ADJUSTED): None if adjusted is None else adjusted.value,
        now(words.LOW, of=now(words.ADJUSTED)): None if adjusted is None else adjusted.low,
        now(words.HIGH, of=now(words.ADJUSTED)): None if adjusted is None else adjusted.high,
        now(words.FIXED): one.fixed,
        now(words.OBSERVED): one.observed,
        now(words.EXPECTED): one.expected,
        now(words.RATIO): one.ratio,
        now(words.RANK): one.place,
        now(words.RANK_FROM): None if rank is None else rank.low,
        now(words.RANK_TO): None if rank is None else rank.high,
        now(words.BEST_THIRD): None if rank is None else rank.best_third,
        now(words.BAND): band or why,
        now(words.RELIABILITY): one.reliability,
        now(words.CAPABILITY): "" if one.target.word is None else say.CAPABLE[one.target.word](language),
        now(words.CHANCE_SHEET): one.target.chance,
        now(words.SETTLEMENT, month=found.months[-1]): verdicts.get(settled.get(one.vendor_id, ""), ""),
    }


def _pairs(found: Comparison, now: Reading) -> pl.DataFrame:
    names = [one.name for one in found.ranked]
    return pl.DataFrame({now(words.VENDOR): names, **{
        f"{at + 1} {name}": [None if row == at else float(found.pairs[row, at]) for row in range(len(names))]
        for at, name in enumerate(names)
    }})
