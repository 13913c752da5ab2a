"""Figures that arrive as figures, not as records."""

from __future__ import annotations

from assay import kpis
from assay.checks import Between, Holds, Known, OneOf, literal
from assay.contracts.column import Column, Contract, identifier
from assay.contracts.vocabulary import DIRECTIONS, GRAINS, SERVICES
from assay.contracts.work import SITE, VENDOR
from assay.text import Text

_TAKEN = Holds(
    "kpi_is_computed",
    f"kpi in ({', '.join(literal(kpi.id) for kpi in kpis.KPIS)})",
    Text("kpi 与本产品自算的指标同名", "kpi has the name of a KPI that is computed from records"),
    ("kpi",),
    True,
)

INDICATORS = Contract(
    "indicators",
    Text("外来指标", "Indicators"),
    Text("以数字形式收到的指标的说明，一项一行。", "What the figures mean that arrive as figures, one row each."),
    (
        identifier("kpi", Text("指标代号", "KPI")),
        Column("title_zh", "text", Text("中文名称", "Title in Chinese"), required=True),
        Column("title_en", "text", Text("英文名称", "Title in English"), required=True),
        Column("unit", "text", Text("单位", "Unit")),
        Column("direction", "text", Text("方向", "Direction"), required=True, words=DIRECTIONS, checks=(OneOf(tuple(DIRECTIONS)),)),
        Column("decimals", "integer", Text("小数位", "Decimals"), checks=(Between(0, 6),)),
        Column("scale", "number", Text("倍数：百分数为 100", "Scale: 100 for a percentage"), checks=(Between(0.0),)),
    ),
    ("kpi",),
    rules=(_TAKEN,),
)
AGGREGATES = Contract(
    "aggregates",
    Text("外来数字", "Aggregates"),
    Text("以数字形式收到的结果；有分母的可以汇总，只有值的按原粒度展示。",
         "Results that arrive as figures; with a denominator they roll up, a bare value is shown at the grain it came in."),
    (
        identifier("kpi", Text("指标代号", "KPI"), checks=(Known("indicators", "kpi"),)),
        VENDOR,
        identifier("site_id", Text("站点；空表示全部", "Site; empty for all"), required=False, checks=SITE.checks, dimension=True),
        Column("service", "text", Text("服务类别；空表示全部", "Service; empty for all"), words=SERVICES, is_dimension=True),
        Column("grain", "text", Text("周期", "Period"), required=True, words=GRAINS, checks=(OneOf(tuple(GRAINS)),)),
        Column("numerator", "number", Text("分子", "Numerator")),
        Column("denominator", "number", Text("分母", "Denominator"), checks=(Between(0.0),)),
        Column("value", "number", Text("值", "Value")),
        Column("target", "number", Text("目标", "Target")),
        Column("period_on", "date", Text("周期首日", "First day of the period"), required=True, is_recorded=True),
    ),
    ("kpi", "vendor_id", "site_id", "service", "grain", "period_on"),
    rules=(
        Holds("no_figure", "value is null and (numerator is null or denominator is null)",
              Text("须有值，或同时有分子与分母", "a value, or a numerator with its denominator"), ("value", "numerator", "denominator"), True),
    ),
)
FIGURES = (INDICATORS, AGGREGATES)
