"""What vendors signed, and the calendars that working time runs on."""

from __future__ import annotations

from assay.checks import Between, Holds, Known, Matches, NotBefore, OneOf
from assay.contracts import agreed
from assay.contracts.column import Column, Contract, identifier
from assay.contracts.vocabulary import PRIORITIES, ROUNDINGS, SCHEMES, SERVICES
from assay.text import Text

MINUTES = Text("分钟", "minutes")
MONEY = Text("元", "CNY")
SHARE = Between(0.0, 1.0)
_TIME = Matches(r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$", Text("24 小时制 HH:MM", "HH:MM on a 24 hour clock"))

AGREEMENTS = Contract(
    "agreements",
    Text("服务协议", "Agreements"),
    Text("供应商签署的服务协议，每份一行。", "What vendors signed, one row per agreement."),
    (
        identifier("agreement_id", Text("协议编号", "Agreement id")),
        identifier("vendor_id", Text("供应商", "Vendor"), checks=(Known("vendors", "vendor_id"),), dimension=True),
        Column("service", "text", Text("服务类别", "Service"), required=True, words=SERVICES, is_dimension=True),
        identifier("site_id", Text("站点；空表示全部站点", "Site; empty for all sites"), required=False,
                   checks=(Known("sites", "site_id"),), dimension=True),
        identifier("calendar_id", Text("工作日历；空表示全天候", "Calendar of working time; empty for round the clock"), required=False,
                   checks=(Known("calendars", "calendar_id"),)),
        Column("monthly_charge", "number", Text("月服务费", "Monthly charge"), unit=MONEY, checks=(Between(0.0),)),
        Column("at_risk_share", "number", Text("月服务费中可扣部分", "Share of the charge at risk"), checks=(SHARE,)),
        Column("scheme", "text", Text("扣款方式；空表示未约定扣款", "How credits are counted; empty where no money was agreed"), words=SCHEMES,
               checks=(OneOf(tuple(SCHEMES)),)),
        Column("point_share", "number", Text("每一服务分占月服务费的份额", "Share of the monthly charge that one service point costs"),
               checks=(SHARE,)),
        Column("effective_from", "date", Text("生效日", "First day"), required=True),
        Column("effective_to", "date", Text("失效日；空表示仍有效", "Last day; empty while in force"),
               checks=(NotBefore("effective_from"),)),
    ),
    ("agreement_id",),
    rules=(agreed.NO_OVERLAP, agreed.MONEY_IS_WHOLE),
)
SERVICE_LEVELS = Contract(
    "service_levels",
    Text("服务等级", "Service levels"),
    Text("协议中每一条可量化的标准，每条一行。", "Each quantified standard of an agreement, one row."),
    (
        identifier("level_id", Text("服务等级编号", "Level id")),
        identifier("agreement_id", Text("协议", "Agreement"), checks=(Known("agreements", "agreement_id"),)),
        Column("kpi", "text", Text("指标", "KPI"), required=True),
        Column("priority", "text", Text("适用优先级；空表示全部", "Priority it applies to; empty for all"), words=PRIORITIES),
        Column("clock_minutes", "number", Text("约定时限", "Agreed time"), unit=MINUTES, checks=(Between(1.0),)),
        Column("target", "number", Text("目标值（指标的单位）", "Target, in the unit of the KPI"), required=True),
        Column("minimum", "number", Text("最低水平（指标的单位）", "Minimum level, in the unit of the KPI")),
        Column("decimals", "integer", Text("结算时保留的小数位", "Decimals of the settled result"), checks=(Between(0, 6),)),
        Column("rounding", "text", Text("舍入方式", "Rounding"), words=ROUNDINGS, checks=(OneOf(tuple(ROUNDINGS)),)),
        Column("recall_days", "integer", Text("返修观察期", "Days in which a recall counts"), unit=Text("天", "days"),
               checks=(Between(1, 366),)),
        Column("weight", "number", Text("权重", "Weight"), checks=(Between(0.0),)),
        Column("pool_category", "text", Text("扣款池类别；空表示自成一类", "Category of the pool; empty for a category of its own")),
        Column("pool_share", "number", Text("占可扣金额的份额", "Share of the amount at risk"), checks=(SHARE,)),
        Column("allocation_share", "number", Text("占类别份额的比例；空按 1 计", "Share of its category; empty counts as 1"), checks=(SHARE,)),
        Column("incident_group", "text", Text("同一事件只扣一次的分组", "Levels of which one incident costs only the largest")),
        Column("repeat_multiplier", "number", Text("连续未达标的倍数", "Multiplier for a repeated failure"), checks=(Between(1.0),)),
        Column("earn_back_months", "integer", Text("赎回考察月数", "Months in which a credit can be earned back"),
               checks=(Between(1, 24),)),
        Column("earn_back_level", "number", Text("赎回须达到的水平", "Level that earns a credit back")),
        Column("earn_back_share", "number", Text("赎回比例", "Share that is returned"), checks=(SHARE,)),
        Column("bonus_target", "number", Text("奖励门槛", "Level that earns a bonus")),
        Column("bonus_share", "number", Text("奖励占月服务费的份额", "Bonus as a share of the monthly charge"), checks=(SHARE,)),
    ),
    ("level_id",),
    rules=(agreed.KNOWN_KPI, agreed.BONUS_IS_WHOLE, agreed.EARN_BACK_IS_WHOLE, agreed.ONE_WHOLE),
)
LEVEL_TIERS = Contract(
    "level_tiers",
    Text("服务等级分档", "Tiers of service levels"),
    Text("结算结果落在哪一档、计几分，每档一行；两端都含在内。", "How many service points a settled result costs, one row per tier, both ends included."),
    (
        identifier("level_id", Text("服务等级编号", "Level id"), checks=(Known("service_levels", "level_id"),)),
        Column("from_value", "number", Text("本档下限；空表示无下限", "Lowest result of the tier; empty for the lowest tier")),
        Column("to_value", "number", Text("本档上限；空表示无上限", "Highest result of the tier; empty for the highest tier")),
        Column("points", "number", Text("服务分", "Service points"), required=True, checks=(Between(0.0),)),
    ),
    ("level_id", "points"),
    rules=(agreed.TIER_UPRIGHT, agreed.TIERS_NEED_DECIMALS, agreed.NO_GAPS, agreed.NO_DOUBLE_TIERS),
)
CALENDARS = Contract(
    "calendars",
    Text("工作日历", "Calendars"),
    Text("每周的工作时段，每个时段一行；改动时写入新的生效日。", "Weekly hours, one row per stretch; a change is a new effective date."),
    (
        identifier("calendar_id", Text("日历编号", "Calendar id")),
        Column("effective_from", "date", Text("生效日", "First day of this version"), required=True),
        Column("weekday", "integer", Text("星期（1 为星期一）", "Weekday, 1 is Monday"), required=True, checks=(Between(1, 7),)),
        Column("opens", "text", Text("开始时刻", "Opens"), required=True, checks=(_TIME,)),
        Column("closes", "text", Text("结束时刻", "Closes"), required=True, checks=(_TIME, NotBefore("opens"))),
    ),
    ("calendar_id", "effective_from", "weekday", "opens"),
)
CALENDAR_DAYS = Contract(
    "calendar_days",
    Text("日历例外", "Calendar exceptions"),
    Text("与每周时段不同的日子：放假，或调休上班。", "Days that differ from the weekly hours: holidays, and make-up workdays."),
    (
        identifier("calendar_id", Text("日历编号", "Calendar id"), checks=(Known("calendars", "calendar_id"),)),
        Column("day_on", "date", Text("日期", "Day"), required=True),
        Column("is_working", "flag", Text("是否上班", "Worked"), required=True),
        Column("as_weekday", "integer", Text("按星期几的时段上班", "Works the hours of this weekday"), checks=(Between(1, 7),)),
        Column("name", "text", Text("名称", "Name")),
    ),
    ("calendar_id", "day_on"),
    rules=(
        Holds("working_needs_hours", "is_working and as_weekday is null",
              Text("上班的例外日须写明按星期几", "a worked exception says which weekday's hours it works"), ("as_weekday",), True),
    ),
)
TERMS = (CALENDARS, CALENDAR_DAYS, AGREEMENTS, SERVICE_LEVELS, LEVEL_TIERS)
