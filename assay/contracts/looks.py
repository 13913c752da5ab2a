"""What was found when somebody looked: inspections and their findings."""

from __future__ import annotations

from assay.checks import Between, Holds, Known, OneOf
from assay.contracts.column import Column, Contract, identifier
from assay.contracts.vocabulary import INSPECTION_OUTCOMES, METHODS, SEVERITIES
from assay.contracts.work import DERIVED_SERVICE, DERIVED_SITE, DERIVED_VENDOR, SERVICE, SITE, VENDOR, derived
from assay.text import Text

POINTS = Text("分", "points")

INSPECTIONS = Contract(
    "inspections",
    Text("检查", "Inspections"),
    Text("巡检、随机抽查与第三方评估，一次一行；未做的也有一行。",
         "Scheduled inspections, random checks and third-party assessments, one row each; one that was not done is a row too."),
    (
        identifier("inspection_id", Text("检查编号", "Inspection id")),
        VENDOR, SITE, SERVICE,
        Column("method", "text", Text("方式", "Method"), required=True, words=METHODS, checks=(OneOf(tuple(METHODS)),), is_dimension=True),
        Column("is_announced", "flag", Text("事先通知", "Announced"), is_dimension=True),
        identifier("inspector_id", Text("检查人（化名）", "Inspector (pseudonym)"), required=False),
        Column("population", "integer", Text("总体数量", "Population"), checks=(Between(0),)),
        Column("sample_size", "integer", Text("检查数量", "Items looked at"), checks=(Between(0),)),
        Column("defects", "integer", Text("缺陷数", "Defects"), checks=(Between(0),)),
        Column("score", "number", Text("得分", "Score"), unit=POINTS, checks=(Between(0.0, 100.0),)),
        Column("outcome", "text", Text("结论", "Outcome"), words=INSPECTION_OUTCOMES, checks=(OneOf(tuple(INSPECTION_OUTCOMES)),)),
        Column("due_on", "date", Text("应检日", "Due")),
        Column("done_on", "date", Text("检查日；空表示未做", "Done; empty if not done"), is_recorded=True),
        derived("is_due", "flag", Text("应检日已到", "The due day has come")),
    ),
    ("inspection_id",),
    rules=(
        Holds("more_defects_than_items", "defects > case when method = 'full' then population else sample_size end",
              Text("缺陷数不多于检查数量", "no more defects than items looked at"), ("defects", "sample_size", "population"), True),
        Holds("more_looked_at_than_there_is", "sample_size > population",
              Text("检查数量不多于总体", "no more items looked at than there are"), ("sample_size", "population"), True),
        Holds("result_without_a_visit", "done_on is null and (score is not null or outcome is not null or defects is not null)",
              Text("有结果须有检查日", "a result has the day it was found"), ("done_on",), True),
    ),
)
FINDINGS = Contract(
    "findings",
    Text("检查发现", "Findings"),
    Text("检查中发现的问题与整改，一项一行。", "What an inspection found and its correction, one row per item."),
    (
        identifier("inspection_id", Text("检查编号", "Inspection"), checks=(Known("inspections", "inspection_id"),)),
        Column("item", "text", Text("检查项", "Item"), required=True, is_dimension=True),
        Column("severity", "text", Text("严重程度", "Severity"), required=True, words=SEVERITIES, checks=(OneOf(tuple(SEVERITIES)),),
               is_dimension=True),
        Column("due_on", "date", Text("整改期限", "Correction due")),
        Column("corrected_on", "date", Text("整改日；空表示未整改", "Corrected; empty while open"), is_recorded=True),
        DERIVED_VENDOR, DERIVED_SITE, DERIVED_SERVICE,
        derived("method", "text", Text("检查方式", "Method of the inspection"), words=METHODS, is_dimension=True),
        derived("found_on", "date", Text("发现日", "Day of the inspection")),
        derived("is_due", "flag", Text("整改期限已到", "The due day has come")),
    ),
    ("inspection_id", "item"),
    rules=(
        Holds(
            "corrected_before_inspection",
            "exists (select 1 from known.inspections i where i.inspection_id = b.inspection_id and b.corrected_on < i.done_on)",
            Text("整改日不早于检查日", "not corrected before the inspection"), ("corrected_on",)),
    ),
)
LOOKS = (INSPECTIONS, FINDINGS)
