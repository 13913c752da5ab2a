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
    "not_measurable": Text("无约定时限", "No agreed time"),
}
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
