"""The vendor's workers as a whole: certificates, training, turnover. Never one person."""

from __future__ import annotations

import narwhals as nw

from assay.kpis.declare import PER_CENT, Kpi, Part, count, present, total
from assay.text import Text

CERTIFIED_SHARE = Kpi(
    "certified_share", Text("持证率", "Certified share"),
    Text("在岗人日中，岗位所需证书全部有效的比例。", "Of the days worked, the share on which every course that the role requires was valid."),
    (Text("持齐证书的人日", "worker-days fully certified"), Text("在岗人日", "worker-days employed")),
    Part("staff_months", nw.col("certified_days").cast(nw.Int64).fill_null(0), "month_on"),
    Part("staff_months", nw.when(present("certified_days")).then(nw.col("days_employed")).otherwise(0).cast(nw.Int64), "month_on"),
    PER_CENT, "higher", "xmr", 150, "vendor", needs=(("role_requirements", "course"),), scale=100.0, finest="month",
)
TRAINING_HOURS = Kpi(
    "training_hours", Text("人均月培训课时", "Training hours per worker and month"),
    Text("每名在岗人员每月（30.4 天）完成的培训课时。", "Hours of training completed per worker employed for a month of 30.4 days."),
    (Text("培训课时", "hours of training"), Text("在岗人月", "worker-months employed")),
    Part("trainings", total("hours"), "completed_on"),
    Part("staff_months", nw.col("days_employed").cast(nw.Float64) / 30.4, "month_on"),
    Text("课时", "h"), "higher", "xmr", 5, "vendor", needs=(("trainings", "hours"),), decimals=2, finest="month",
)
STAFF_TURNOVER = Kpi(
    "staff_turnover", Text("年化离岗率", "Staff turnover a year"),
    Text("离岗人数折合每名在岗人员每年。", "Workers who left, per worker employed and year."),
    (Text("离岗人数", "workers who left"), Text("在岗人日", "worker-days employed")),
    Part("staff_months", count(nw.col("has_left")), "month_on"),
    Part("staff_months", nw.col("days_employed").cast(nw.Int64), "month_on"),
    Text("人/人年", "per worker-year"), "lower", "u", 150, "vendor", needs=(("staff", "ended_on"),), scale=365.0, decimals=2, finest="month",
)
