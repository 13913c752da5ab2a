"""What inspections say. Methods are never pooled."""

from __future__ import annotations

import narwhals as nw

from assay.kpis.declare import PER_CENT, Excluded, Kpi, Part, count, present, total
from assay.text import Text

INSPECTION_PASS_RATE = Kpi(
    "inspection_pass_rate", Text("检查合格率", "Inspection pass rate"),
    Text("本期所做检查中合格的比例；各种方式分开计算。", "Of the inspections done in the period, the share that passed; methods are never pooled."),
    (Text("合格的检查", "inspections passed"), Text("已做的检查", "inspections done")),
    Part("inspections", count(present("done_on") & (nw.col("outcome") == "pass")), "done_on"),
    Part("inspections", count(present("done_on") & present("outcome")), "done_on"),
    PER_CENT, "higher", "p", 5, "client", needs=(("inspections", "outcome"),), scale=100.0, within=("method",),
)
INSPECTION_SCORE = Kpi(
    "inspection_score", Text("检查得分", "Inspection score"),
    Text("本期所做检查的平均得分；各种方式分开计算。", "Mean score of the inspections done in the period; methods are never pooled."),
    (Text("得分合计", "points scored"), Text("有得分的检查", "inspections scored")),
    Part("inspections", total("score"), "done_on"),
    Part("inspections", count(present("done_on") & present("score")), "done_on"),
    Text("分", "points"), "higher", "xmr", 5, "client", needs=(("inspections", "score"),), squares=True, within=("method",),
)
_LOOKED_AT = nw.when(nw.col("method") == "full").then(nw.col("population")).otherwise(nw.col("sample_size"))
DEFECT_RATE = Kpi(
    "defect_rate", Text("缺陷率", "Defect rate"),
    Text("检查中的缺陷数与检查数量之比；各种方式分开计算。", "Defects per item looked at; methods are never pooled."),
    (Text("缺陷", "defects"), Text("检查的项数", "items looked at")),
    Part("inspections", nw.when(~_LOOKED_AT.is_null()).then(nw.col("defects")).otherwise(0).cast(nw.Int64).fill_null(0), "done_on"),
    Part("inspections", nw.when(present("defects")).then(_LOOKED_AT).otherwise(0).cast(nw.Int64).fill_null(0), "done_on"),
    PER_CENT, "lower", "p", 50, "client", needs=(("inspections", "defects"),), scale=100.0, decimals=2, within=("method",),
)
_IS_DUE = nw.col("is_due").fill_null(False)
INSPECTION_COVERAGE = Kpi(
    "inspection_coverage", Text("检查执行率", "Inspection coverage"),
    Text("应检日在本期内的检查中，按时完成的比例；各种方式分开计算。", "Of the inspections due in the period, the share done by then; methods are never pooled."),
    (Text("按时完成的检查", "inspections done by their day"), Text("已到应检日的检查", "inspections due")),
    Part("inspections", count(_IS_DUE & (nw.col("done_on") <= nw.col("due_on"))), "due_on"),
    Part("inspections", count(_IS_DUE), "due_on"),
    PER_CENT, "higher", "p", 5, "client", needs=(("inspections", "due_on"),), scale=100.0, within=("method",),
    excluded=(Excluded("not_yet_due", Text("未到应检日", "not yet due"),
                       Part("inspections", count(~_IS_DUE & present("due_on")), "due_on")),),
)
CORRECTION_ON_TIME = Kpi(
    "correction_on_time", Text("整改及时率", "Correction on time"),
    Text("整改期限在本期内的问题中，按时整改的比例；各种检查方式分开计算。",
         "Of the findings whose correction fell due in the period, the share corrected by then; methods are never pooled."),
    (Text("按时整改的问题", "findings corrected in time"), Text("已到整改期限的问题", "findings due for correction")),
    Part("findings", count(_IS_DUE & (nw.col("corrected_on") <= nw.col("due_on"))), "due_on"),
    Part("findings", count(_IS_DUE), "due_on"),
    PER_CENT, "higher", "p", 5, "client", needs=(("findings", "due_on"),), scale=100.0, within=("method",),
    excluded=(Excluded("not_yet_due", Text("未到整改期限", "not yet due"),
                       Part("findings", count(~_IS_DUE & present("due_on")), "due_on")),),
)
