"""The vendors' staff, as pseudonyms, and what they were trained for. Shown per vendor and site, never per person."""

from __future__ import annotations

from assay.checks import Between, Known, NotBefore
from assay.contracts.column import Column, Contract, identifier
from assay.contracts.work import DERIVED_SERVICE, DERIVED_SITE, DERIVED_VENDOR, SERVICE, SITE, VENDOR
from assay.text import Text

HOURS = Text("小时", "hours")

STAFF = Contract(
    "staff",
    Text("人员", "Staff"),
    Text("供应商的在岗人员（化名），每人一行。", "The vendor's workers under pseudonyms, one row each."),
    (
        identifier("worker_id", Text("人员化名", "Pseudonym")),
        VENDOR, SITE, SERVICE,
        Column("role", "text", Text("岗位", "Role"), required=True, is_dimension=True),
        Column("started_on", "date", Text("到岗日", "Started"), required=True, is_recorded=True),
        Column("ended_on", "date", Text("离岗日；空表示在岗", "Left; empty while employed"), checks=(NotBefore("started_on"),)),
    ),
    ("worker_id",),
)
ROLE_REQUIREMENTS = Contract(
    "role_requirements",
    Text("岗位要求", "Role requirements"),
    Text("岗位必须持有的培训或证书，一项一行。", "Courses that a role must hold, one row each."),
    (
        Column("role", "text", Text("岗位", "Role"), required=True),
        Column("course", "text", Text("课程或证书", "Course or certificate"), required=True),
    ),
    ("role", "course"),
)
TRAININGS = Contract(
    "trainings",
    Text("培训", "Trainings"),
    Text("完成的培训，一人一课一次一行。", "Courses completed, one row per worker, course and day."),
    (
        identifier("worker_id", Text("人员化名", "Pseudonym"), checks=(Known("staff", "worker_id"),)),
        Column("course", "text", Text("课程或证书", "Course or certificate"), required=True, is_dimension=True),
        Column("hours", "number", Text("课时", "Hours"), unit=HOURS, checks=(Between(0.0, 500.0),)),
        Column("score", "number", Text("成绩", "Score"), checks=(Between(0.0, 100.0),)),
        Column("completed_on", "date", Text("完成日", "Completed"), required=True, is_recorded=True),
        Column("expires_on", "date", Text("失效日；空表示长期有效", "Expires; empty if it never does"), checks=(NotBefore("completed_on"),)),
        DERIVED_VENDOR, DERIVED_SITE, DERIVED_SERVICE,
    ),
    ("worker_id", "course", "completed_on"),
)
PEOPLE = (STAFF, ROLE_REQUIREMENTS, TRAININGS)
