"""Any share by vendor, site or other members as a picture, each member against all the others together."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from assay import written
from assay.charts.axis import Axis
from assay.charts.chart import Chart
from assay.charts.forest import Group, Row, forest
from assay.stats.difference import adjusted, p_of_shares
from assay.stats.interval import Interval, share
from assay.text import Language, Text

_CLEAR = 0.05
_TOGETHER = Text("合计 {share}", "all {share}")
_NOTE = Text(
    "细线为 95 % 区间；紫色：与其余各方合计不同，超出随机误差（全部一起经 Benjamini–Hochberg 校正，{level}）。",
    "Thin lines: 95 % intervals; violet: differs from all the others together beyond chance (Benjamini–Hochberg, {level}).",
)


def compared(counts: pl.DataFrame, names: Mapping[str, str], title: str, subtitle: str, language: Language) -> Chart:
    """`counts` has three columns: the id of a member, how many of its rows are meant, how many rows it has. Largest share first;
    members without rows are left out. Raises ValueError where none has any."""
    member, meant, of = counts.columns
    told = counts.filter(pl.col(of) > 0).sort(pl.col(meant) / pl.col(of), member, descending=[True, False])
    x, n = float(told[meant].sum()), float(told[of].sum())
    if not n:
        raise ValueError("no rows to take shares of")
    sums = list(told.select(meant, of).iter_rows())
    q_values = adjusted([p_of_shares(a, b, x - a, n - b) if b < n else 1.0 for a, b in sums])
    rows = [
        _row(names.get(id_, id_), share(a, b), q) for id_, (a, b), q in zip(told[member], sums, q_values, strict=True)
    ]
    line, note = _TOGETHER(language, share=written.percent(x / n)), _NOTE(language, level=written.percent(_CLEAR, 0))
    return forest([Group("", tuple(rows))], Axis(unit="%"), 100 * x / n, line, title, subtitle, note, language)


def _row(name: str, found: Interval, q_value: float) -> Row:
    value, low, high = (None if end is None else 100 * end for end in (found.value, found.low, found.high))
    aside = f"{written.percent(found.value)} · n {written.count(found.n)}"
    return Row(name, value, low, high, aside, "neutral" if q_value <= _CLEAR else "common", hover=f"{name}\n{aside}")
