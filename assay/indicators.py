"""KPIs that arrive as figures: rows of `indicators` read as declarations, so that they are served like any other KPI."""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from assay.kpis import Direction, Grain, Kpi, Part
from assay.text import Text

TABLE = "aggregates"


def declared(
    id_: str, title: Text, unit: str | None, direction: Direction, decimals: int | None, scale: float | None, grain: Grain
) -> Kpi:
    """The KPI of an indicator whose figures have denominators; its finest period is the one they came in."""
    counts = (nw.col("kpi") == id_) & ~nw.col("denominator").is_null() & ~nw.col("numerator").is_null()

    def part(column: str) -> Part:
        return Part(TABLE, nw.when(counts).then(nw.col(column)).otherwise(0.0).cast(nw.Float64), "period_on")

    return Kpi(
        id_,
        title,
        Text(f"按收到的数字汇总：{title.zh}。", f"Rolled up from the figures received: {title.en}."),
        (Text("分子", "numerator"), Text("分母", "denominator")),
        part("numerator"),
        part("denominator"),
        Text(unit or "–", unit or "–"),
        direction,
        "xmr",
        1,
        "client",
        scale=scale or 1.0,
        decimals=1 if decimals is None else decimals,
        finest=grain,
    )


def measured(id_: str, title: Text, unit: str | None, direction: Direction, decimals: int | None, grain: Grain) -> Kpi:
    """The KPI of an indicator whose figures are bare values: a series has one value a period, and nothing is ever added up."""
    words = Text(f"按收到的数值：{title.zh}，不作汇总。", f"As received, and never rolled up: {title.en}.")
    return replace(declared(id_, title, unit, direction, decimals, 1.0, grain), sentence=words, squares=True)
