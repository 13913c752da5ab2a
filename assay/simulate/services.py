"""What each service does: its categories, rhythm, clocks, people. The constants behind the simulated company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PRIORITIES = ("urgent", "high", "normal", "low")
KINDS = ("fault", "request", "planned")
CHANNELS = ("phone", "app", "web", "email", "on_site", "sensor")
SHIFTS = ("day", "evening", "night")
OUTCOMES = ("solved", "workaround", "not_solved")

_ROUND_THE_CLOCK = (3, 2, 2, 2, 2, 3, 5, 8, 12, 13, 12, 11, 9, 10, 11, 11, 10, 9, 8, 7, 6, 6, 5, 4)
_BUSINESS = (1, 1, 1, 1, 1, 2, 5, 10, 14, 14, 12, 10, 8, 10, 12, 12, 10, 8, 5, 3, 2, 2, 1, 1)
_NIGHTS_TOO = (8, 7, 6, 6, 5, 5, 6, 8, 9, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 8)


@dataclass(frozen=True, slots=True)
class Service:
    """One service. `share` of all orders; clocks are minutes by priority (urgent, high, normal, low); weights need not sum to 1."""

    id: str
    share: float
    categories: Mapping[str, float]
    kinds: tuple[float, float, float]
    channels: tuple[float, ...]
    hours: tuple[int, ...]
    weekend: float
    response: tuple[int, int, int, int]
    completion: tuple[int, int, int, int]
    roles: tuple[str, ...]
    items: tuple[str, ...]
    seasonal: str = ""
    has_assets: bool = False
    calendar_id: str = "CN-247"


SERVICES: tuple[Service, ...] = (
    Service(
        "maintenance",
        0.46,
        {"hvac": 30, "electrical": 24, "plumbing": 20, "lift": 16, "fire_safety": 10},
        (0.58, 0.27, 0.15),
        (30, 30, 8, 4, 6, 22),
        _ROUND_THE_CLOCK,
        0.72,
        (30, 60, 120, 480),
        (480, 1440, 2880, 10080),
        ("technician", "lift_technician"),
        ("机房温湿度", "配电柜标识", "消防泵启动", "电梯轿厢照明", "水泵渗漏", "巡检记录", "应急照明", "阀门状态"),
        "hvac",
        True,
    ),
    Service(
        "cleaning",
        0.33,
        {"daily_cleaning": 38, "washroom": 26, "waste": 16, "windows": 8, "pest_control": 5, "spill": 12},
        (0.14, 0.56, 0.30),
        (18, 45, 12, 5, 20, 0),
        _BUSINESS,
        0.5,
        (30, 60, 180, 480),
        (240, 480, 1440, 4320),
        ("cleaner",),
        ("大堂地面", "卫生间异味", "垃圾分类", "玻璃幕墙", "电梯间扶手", "工具摆放", "消毒记录"),
    ),
    Service(
        "security",
        0.07,
        {"patrol": 30, "access_card": 34, "visitor": 22, "alarm": 14},
        (0.22, 0.58, 0.20),
        (45, 20, 5, 5, 20, 5),
        _NIGHTS_TOO,
        0.85,
        (10, 20, 60, 240),
        (60, 120, 480, 1440),
        ("guard",),
        ("岗位在岗", "巡更打卡", "访客登记", "监控画面", "消防通道"),
    ),
    Service(
        "logistics",
        0.08,
        {"delivery": 46, "moving": 18, "mail": 24, "storage": 12},
        (0.10, 0.70, 0.20),
        (20, 35, 30, 10, 5, 0),
        _BUSINESS,
        0.25,
        (60, 120, 240, 480),
        (480, 1440, 2880, 7200),
        ("porter",),
        ("货物码放", "签收单", "车辆清洁", "温控记录", "搬运防护"),
        calendar_id="CN-OFFICE",
    ),
    Service(
        "call_centre",
        0.06,
        {"enquiry": 50, "booking": 22, "account": 18, "technical": 10},
        (0.16, 0.80, 0.04),
        (60, 15, 15, 10, 0, 0),
        _BUSINESS,
        0.6,
        (5, 10, 30, 120),
        (120, 480, 2880, 7200),
        ("agent",),
        ("通话礼貌", "信息核对", "记录完整", "答复准确"),
    ),
)
PRIORITY_BY_KIND = {"fault": (0.14, 0.30, 0.44, 0.12), "request": (0.05, 0.18, 0.60, 0.17), "planned": (0.02, 0.10, 0.62, 0.26)}
"""Weights of urgent, high, normal, low."""

COURSES: Mapping[str, tuple[str, ...]] = {
    "technician": ("电工作业证", "安全生产培训"),
    "lift_technician": ("电梯维修作业证", "安全生产培训"),
    "cleaner": ("化学品安全培训",),
    "guard": ("保安员证", "消防设施操作培训"),
    "porter": ("叉车与搬运安全培训",),
    "agent": ("信息安全培训",),
}
"""The courses that each role must hold."""
ELECTIVES = ("客户沟通", "应急演练", "新员工入职")


def code(service: str) -> int:
    """The place of a service in SERVICES. Raises ValueError for an unknown one."""
    return [declared.id for declared in SERVICES].index(service)


def every_category() -> tuple[str, ...]:
    """All categories of all services; the place in it is a category's code."""
    return tuple(category for service in SERVICES for category in service.categories)
