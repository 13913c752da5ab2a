"""What orders differ in, in words: what a factor is called in a sentence, and the orders of one of its levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assay.say.parts import NOT_RECORDED, title
from assay.say.parts import value as named
from assay.text import Language, Text

SHORT: Mapping[str, Text] = {
    "vendor_id": Text("供应商", "vendor"),
    "site_id": Text("站点", "site"),
    "period": Text("期间", "period"),
    "kind": Text("工单类型", "kind of order"),
    "category": Text("类别", "category"),
    "priority_at_request": Text("报单优先级", "priority"),
    "channel": Text("报单渠道", "channel"),
    "shift": Text("班次", "shift"),
    "worker_tenure": Text("作业人员司龄", "tenure of the worker"),
    "worker_certificate": Text("作业人员证书", "certificates of the worker"),
    "worker_training": Text("作业人员近一年培训", "training of the worker"),
    "mode": Text("调查方式", "mode of survey"),
    "respondent_group": Text("受访人群", "respondents"),
    "severity": Text("严重程度", "severity"),
    "is_announced": Text("是否事先通知", "announced or not"),
    "complaint_category": Text("投诉类别", "category of complaint"),
    "item": Text("检查项目", "item"),
    "role": Text("岗位", "role"),
}
_OF: Mapping[str, Text] = {
    "kind": Text("“{value}”类型的工单", "{value} orders"),
    "category": Text("“{value}”类工单", "{value} orders"),
    "priority_at_request": Text("报单优先级为“{value}”的工单", "orders of {value} priority"),
    "channel": Text("渠道为“{value}”的工单", "{value} orders"),
    "shift": Text("{value}工单", "{value}-shift orders"),
    "mode": Text("以“{value}”方式调查的答卷", "surveys by {value}"),
    "respondent_group": Text("{value}的答卷", "answers of {value}"),
    "severity": Text("严重程度为“{value}”者", "{value} cases"),
    "complaint_category": Text("“{value}”类投诉", "complaints about {value}"),
    "role": Text("“{value}”岗位", "{value} staff"),
}
"""The rows of a level, a noun of its own."""
_CREW: Mapping[str, Text] = {
    "under_3_months": Text("由司龄不满 3 个月的人员处理的工单", "orders of workers with under 3 months of tenure"),
    "3_to_12_months": Text("由司龄 3 个月至 1 年的人员处理的工单", "orders of workers with 3 to 12 months of tenure"),
    "1_to_3_years": Text("由司龄 1 至 3 年的人员处理的工单", "orders of workers with 1 to 3 years of tenure"),
    "over_3_years": Text("由司龄 3 年以上的人员处理的工单", "orders of workers with 3 years of tenure or more"),
    "valid": Text("由证书齐全有效的人员处理的工单", "orders of workers whose certificates are valid"),
    "lapsed": Text("由缺证或证书过期的人员处理的工单", "orders of workers with a certificate missing or lapsed"),
    "none_required": Text("由岗位无证书要求的人员处理的工单", "orders of workers whose role requires no certificate"),
    "none": Text("由近一年无培训的人员处理的工单", "orders of workers without training within a year"),
    "under_8_hours": Text("由近一年培训不足 8 小时的人员处理的工单", "orders of workers with under 8 h of training"),
    "8_to_24_hours": Text("由近一年培训 8 至 24 小时的人员处理的工单", "orders of workers with 8 to 24 h of training"),
    "over_24_hours": Text("由近一年培训超过 24 小时的人员处理的工单", "orders of workers with over 24 h of training"),
}
_CLASSES: Mapping[str, Mapping[str, Text]] = {
    "worker_tenure": {
        "under_3_months": Text("不满 3 个月", "Under 3 months"),
        "3_to_12_months": Text("3 个月至 1 年", "3 to 12 months"),
        "1_to_3_years": Text("1 至 3 年", "1 to 3 years"),
        "over_3_years": Text("3 年以上", "3 years or more"),
    },
    "worker_certificate": {
        "valid": Text("齐全有效", "Valid"), "lapsed": Text("缺证或过期", "Missing or lapsed"),
        "none_required": Text("岗位无要求", "None required"),
    },
    "worker_training": {
        "none": Text("无", "None"), "under_8_hours": Text("不足 8 小时", "Under 8 h"),
        "8_to_24_hours": Text("8 至 24 小时", "8 to 24 h"), "over_24_hours": Text("超过 24 小时", "Over 24 h"),
    },
}
"""Where the heading says already what they are classes of."""
_FLAGS: Mapping[str, Mapping[str, Text]] = {
    "is_announced": {"true": Text("事先通知", "announced"), "false": Text("未事先通知", "unannounced")},
}
_FLAGGED = Text("{value}的检查", "{value} inspections")
_OTHER = Text("{factor}为“{value}”者", "those with {factor} {value}")
_MISSING = Text("未记录{factor}者", "those without a recorded {factor}")


def factor(name: str, language: Language) -> str:
    """What a factor is called inside a sentence."""
    return SHORT[name](language) if name in SHORT else _lower(title(name, language))


def heading(name: str, language: Language) -> str:
    """What it is called by itself."""
    return _upper(factor(name, language))


def level(name: str, held: str | None, language: Language) -> str:
    """What one of its levels is called under the heading of the factor."""
    if held is not None and held in _CLASSES.get(name, {}):
        return _CLASSES[name][held](language)
    if held is not None and held in _FLAGS.get(name, {}):
        return _upper(_FLAGS[name][held](language))
    return _upper(NOT_RECORDED(language)) if held is None else named(name, held, {}, language)


def rows(name: str, held: str | None, language: Language) -> str:
    """The orders (surveys, complaints …) of a level, as they stand in the middle of a sentence."""
    if held is None:
        return _MISSING(language, factor=factor(name, language))
    if name.startswith("worker_") and held in _CREW:
        return _CREW[held](language)
    if held in _FLAGS.get(name, {}):
        return _FLAGGED(language, value=_FLAGS[name][held](language))
    said = level(name, held, language)
    word = said if said == held else _lower(said)  # a company's own word is left as it is written
    return _OF.get(name, _OTHER)(language, value=word, factor=factor(name, language))


def several(names: Sequence[str], language: Language) -> str:
    """Factors in a list."""
    said = [factor(name, language) for name in names]
    if len(said) < 2:
        return "".join(said)
    last = "和" if language == "zh" else " and "
    return ("、" if language == "zh" else ", ").join(said[:-1]) + last + said[-1]


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]
