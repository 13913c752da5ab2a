"""The words that columns know, each with its name in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from assay.text import Text

Words = Mapping[str, Text]

SERVICES: Words = {
    "maintenance": Text("设备维护", "Equipment maintenance"),
    "cleaning": Text("保洁", "Cleaning"),
    "security": Text("安保", "Security"),
    "catering": Text("餐饮", "Catering"),
    "logistics": Text("物流", "Logistics"),
    "call_centre": Text("呼叫中心", "Call centre"),
}
KINDS: Words = {
    "fault": Text("故障", "Fault"),
    "request": Text("服务请求", "Request"),
    "planned": Text("计划作业", "Planned work"),
}
PRIORITIES: Words = {
    "urgent": Text("紧急", "Urgent"),
    "high": Text("高", "High"),
    "normal": Text("普通", "Normal"),
    "low": Text("低", "Low"),
}
CHANNELS: Words = {
    "phone": Text("电话", "Phone"),
    "app": Text("手机应用", "App"),
    "web": Text("网页", "Web"),
    "email": Text("邮件", "E-mail"),
    "on_site": Text("现场", "On site"),
    "sensor": Text("设备自动报警", "Equipment alarm"),
}
SHIFTS: Words = {
    "day": Text("白班", "Day"),
    "evening": Text("晚班", "Evening"),
    "night": Text("夜班", "Night"),
}
OUTCOMES: Words = {
    "solved": Text("已解决", "Solved"),
    "workaround": Text("临时处理", "Workaround"),
    "not_solved": Text("未解决", "Not solved"),
}
STATES: Words = {
    "met": Text("按时", "Met"),
    "missed": Text("超时", "Missed"),
    "open_past_deadline": Text("未完成且已超时", "Open past its deadline"),
    "not_yet_due": Text("未到期", "Not yet due"),
    "cancelled": Text("到期前取消", "Cancelled before its deadline"),
    "not_measurable": Text("无约定时限或无日历", "No agreed time or no calendar"),
}
TENURES: Words = {
    "under_3_months": Text("司龄不满 3 个月", "Tenure under 3 months"),
    "3_to_12_months": Text("司龄 3 个月至 1 年", "Tenure 3 to 12 months"),
    "1_to_3_years": Text("司龄 1 至 3 年", "Tenure 1 to 3 years"),
    "over_3_years": Text("司龄 3 年以上", "Tenure 3 years or more"),
}
"""How long a worker has been with the vendor; each class begins with its first day, so 3 months to the day are `3_to_12_months`."""
CERTIFICATES: Words = {
    "valid": Text("证书齐全有效", "Certificates valid"),
    "lapsed": Text("缺证或证书过期", "Certificate missing or lapsed"),
    "none_required": Text("岗位无证书要求", "No certificate required"),
}
"""Whether a worker holds every course that the role requires."""
TRAININGS: Words = {
    "none": Text("近一年无培训", "No training within a year"),
    "under_8_hours": Text("近一年培训不足 8 小时", "Under 8 h of training"),
    "8_to_24_hours": Text("近一年培训 8 至 24 小时", "8 to 24 h of training"),
    "over_24_hours": Text("近一年培训超过 24 小时", "Over 24 h of training"),
}
"""How much a worker was trained within a year; 8 and 24 hours are `8_to_24_hours`. Each word stands by itself, for it is said of a
group of orders beside words of other columns."""
RESPONSIBLE: Words = {
    "vendor": Text("供应商", "Vendor"),
    "client": Text("甲方", "Client"),
    "third_party": Text("第三方", "Third party"),
    "force_majeure": Text("不可抗力", "Force majeure"),
}
METHODS: Words = {
    "full": Text("全检", "Full"),
    "random": Text("随机抽查", "Random check"),
    "scheduled": Text("巡检", "Scheduled inspection"),
    "third_party": Text("第三方评估", "Third-party assessment"),
    "validated_complaint": Text("核实的投诉", "Validated complaint"),
    "incidental": Text("偶然发现", "Incidental"),
}
INSPECTION_OUTCOMES: Words = {"pass": Text("合格", "Pass"), "fail": Text("不合格", "Fail")}
SEVERITIES: Words = {
    "minor": Text("轻微", "Minor"),
    "major": Text("严重", "Major"),
    "critical": Text("重大", "Critical"),
}
MODES: Words = {
    "app": Text("手机应用", "App"),
    "sms": Text("短信", "SMS"),
    "phone": Text("电话", "Phone"),
    "email": Text("邮件", "E-mail"),
    "on_site": Text("现场", "On site"),
}
RESPONDENTS: Words = {
    "occupant": Text("使用人员", "Occupants"),
    "manager": Text("现场主管", "Site managers"),
    "visitor": Text("访客", "Visitors"),
}
COMPLAINT_CATEGORIES: Words = {
    "delay": Text("拖延", "Delay"),
    "quality": Text("质量", "Quality of work"),
    "attitude": Text("态度", "Attitude"),
    "safety": Text("安全", "Safety"),
    "price": Text("费用", "Price"),
    "other": Text("其他", "Other"),
}
DIRECTIONS: Words = {
    "higher": Text("越高越好", "Higher is better"),
    "lower": Text("越低越好", "Lower is better"),
    "none": Text("无好坏方向", "Neither"),
}
GRAINS: Words = {
    "day": Text("日", "Day"),
    "week": Text("周", "Week"),
    "month": Text("月", "Month"),
    "quarter": Text("季度", "Quarter"),
}
ROUNDINGS: Words = {"half_up": Text("四舍五入", "Half up"), "half_even": Text("四舍六入五成双", "Half to even"), "down": Text("舍去", "Down")}
CATEGORIES: Words = {
    "hvac": Text("暖通空调", "Heating and cooling"),
    "electrical": Text("电气", "Electrical"),
    "plumbing": Text("给排水", "Plumbing"),
    "lift": Text("电梯", "Lift"),
    "fire_safety": Text("消防", "Fire safety"),
    "daily_cleaning": Text("日常保洁", "Daily cleaning"),
    "washroom": Text("卫生间", "Washroom"),
    "waste": Text("垃圾清运", "Waste"),
    "windows": Text("玻璃幕墙", "Windows"),
    "pest_control": Text("有害生物防治", "Pest control"),
    "spill": Text("泼洒处理", "Spill"),
    "patrol": Text("巡逻", "Patrol"),
    "access_card": Text("门禁卡", "Access card"),
    "visitor": Text("访客", "Visitor"),
    "alarm": Text("报警", "Alarm"),
    "delivery": Text("配送", "Delivery"),
    "moving": Text("搬运", "Moving"),
    "mail": Text("收发", "Mail"),
    "storage": Text("仓储", "Storage"),
    "enquiry": Text("咨询", "Enquiry"),
    "booking": Text("预约", "Booking"),
    "account": Text("账户", "Account"),
    "technical": Text("技术支持", "Technical"),
}
"""Names of common categories of orders. A company has its own, so others are shown as they are."""
POOL_CATEGORIES: Words = {
    "timeliness": Text("及时性", "timeliness"),
    "quality": Text("质量", "quality"),
    "voice": Text("用户反馈", "voice of the users"),
}
"""Names of common categories of a pool; others are shown as they are."""
SCHEMES: Words = {"pool": Text("扣款池", "Pool of an amount at risk"), "points": Text("服务分", "Service points")}
SETTLEMENTS: Words = {
    "met": Text("达标", "Met"),
    "missed": Text("未达标", "Missed"),
    "no_data": Text("无数据", "No data"),
    "waived": Text("已豁免", "Waived"),
    "not_payable": Text("不计入结算", "Not payable"),
}
"""How a line of a statement ends."""
UNPAID: Words = {
    "waiver": Text("整期豁免", "Waived for the whole period"),
    "dispute": Text("整期争议成立", "Dispute of the whole period granted"),
    "method": Text("该检查方式不得用于扣款", "Its method of inspection forbids payment on it"),
    "no_money_agreed": Text("协议未约定扣款", "No money was agreed"),
    "no_share": Text("该等级没有约定份额", "No share was agreed for this level"),
    "no_tiers": Text("该等级没有分档", "This level has no tiers"),
    "outside_tiers": Text("结果不在任何一档内", "The result falls into no tier"),
    "absorbed": Text("并入同一事件中较大的扣款", "Absorbed by a larger credit of the same incident"),
}
"""Why a line costs nothing although it was not met, or was not judged."""
ADJUSTMENTS: Words = {"waiver": Text("豁免", "Waiver"), "dispute": Text("争议", "Dispute")}
ADJUSTMENT_STATES: Words = {
    "open": Text("待处理", "Open"),
    "accepted": Text("已接受", "Accepted"),
    "rejected": Text("已驳回", "Rejected"),
}
BANDS: Words = {
    "excellent": Text("优秀", "Excellent"),
    "good": Text("良好", "Good"),
    "needs_improvement": Text("需改进", "Needs improvement"),
    "poor": Text("不合格", "Poor"),
}
LIMITERS: Words = {
    "open_critical_finding": Text("有未整改的重大问题", "A critical finding is open"),
    "validated_safety_complaint": Text("有核实的安全投诉", "A safety complaint was validated"),
}
"""What caps the band of a scorecard whatever its figures say."""
UNSCORED: Words = {
    "no_data": Text("无数据", "No data"),
    "too_few": Text("样本太少", "Too few"),
    "no_weight": Text("未约定权重", "No weight agreed"),
    "no_direction": Text("无好坏方向", "Neither better nor worse"),
}
"""Why a level is no part of a score."""
SIMULATED_BECAUSE: Words = {
    "repeat": Text("连续未达标加倍，各月相互影响", "A repeated miss costs more, so months depend on one another"),
    "earn_back": Text("扣款可赎回，各月相互影响", "Credits can be earned back, so months depend on one another"),
    "fine_amounts": Text("金额没有可供精确计算的公约数", "The amounts have no common measure to count exactly in"),
}
"""Why the year of an agreement was simulated rather than computed exactly."""
