"""Phone numbers, mail addresses, identity cards, plates and accounts in a text.

What is no person's stays: numbers of orders, amounts, dates, times, rooms, emergency numbers of three to five digits. Where a
number may be either, it is taken for a person's: a lost figure costs less than a shown number.
"""

from __future__ import annotations

import re
from functools import cache

Kind = str
_APART = r"(?<![0-9A-Za-z])(?<![A-Za-z][-_])"  # not inside a code such as WO-2026-000123
_GAP = r"[-‐-―. ·]"
_END = r"(?![0-9])"
_COUNTRY = rf"(?:(?:\+|00)?86{_GAP}{{0,2}}|[(（]\+?86[)）]{_GAP}?)?"
_MOBILE = (
    rf"1[3-9]\d(?:{_GAP}?\d{{4}}{_GAP}?\d{{4}}|{_GAP}\d{{3}}{_GAP}\d{{5}})"
    rf"|1[3-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{4}}|1[3-9]\d{{5}}{_GAP}\d{{4}}|1[3-9](?: \d){{9}}"
)
_PHONE = "|".join((
    rf"{_COUNTRY}(?:{_MOBILE}){_END}",
    rf"1\d{{10}}{_END}(?! ?[元块万])",
    rf"[(（]?0\d{{2,3}}[)）]?{_GAP}{{0,2}}(?:\d{{3,4}}{_GAP}?\d{{4}}){_END}(?: ?(?:转|分机|ext\.?|-) ?\d{{1,6}})?",
    rf"[48]00{_GAP}?(?:\d{{3}}{_GAP}?\d{{4}}|\d{{4}}{_GAP}?\d{{3}}){_END}",
    rf"\+[1-9](?:[ ().-]{{0,2}}\d){{7,14}}{_END}",
    rf"(?:\(\d{{3}}\) ?|\d{{3}}[-.])\d{{3}}[-.]\d{{4}}{_END}",
))  # fmt: skip
_SPOKEN = r"[〇零一二三四五六七八九幺]{7,}"
_CUED = (
    r"(?:电话|手机号?|座机|致电|拨打|(?i:\b(?:tel|phone|mobile|cell|call|number)\b))[^0-9A-Za-z\x1e]{0,3}(?:(?i:me|us|at|on|is)"
    rf"[ :]{{1,2}}){{0,2}}(?P<local>\d{{3,4}}[-–]?\d{{4}}(?!{_GAP}?\d))"
)
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID = rf"[1-9]\d{{5}} ?(?:18|19|20)\d{{2}}{_DAY} ?\d{{3}}[0-9Xx](?![0-9A-Za-z])|[1-9]\d{{5}}\d{{2}}{_DAY}\d{{3}}{_END}"
_PASSPORT = (
    r"(?:护照|(?i:passport))[^0-9A-Za-z\x1e]{0,4}(?:(?i:no|number|is)[. :]{1,2}){0,2}"
    r"(?P<passport>[A-Z]{1,2}\d{7,8})"
)
_ACCOUNT = rf"[3-6]\d{{3}}(?:[- ]\d{{4}}){{3}}(?:[- ]?\d{{1,3}})?{_END}|[3-6]\d{{15,18}}{_END}"
_CHAT = (
    r"(?:微信|(?i:wechat|weixin|qq|vx))(?:号|(?i: id))?[：: 是为]{0,4}"
    r"(?P<chat>(?=[A-Za-z]*[\d_-])[A-Za-z0-9][A-Za-z0-9_-]{4,19})"
)
_MAIL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_PLATE = (
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][ ·•・-]?"
    r"(?=[A-Za-z]{0,4}\d)[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![0-9A-Za-z])"
)
_FIRST = (
    "0-9+(（京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼护微电手座致拨工订单流编批〇零一二三四五六七八九幺"
)  # fmt: skip
_KEPT = (
    r"(?:(?:工单|订单|单|流水|编|批)号?|(?i:\b(?:order|ticket|case|ref|reference|no)\b))[：:#.是为 -]{0,3}"
    rf"(?:(?i:no|number)[.: ]{{1,2}})?(?!{_MOBILE})(?:[A-Z]{{1,3}}-?)?\d[\d-]{{5,}}"
)


@cache
def _pattern() -> re.Pattern[str]:
    """One pass; the longer kinds come first, for they hold what looks like a shorter one. Looked at only where one of them
    can begin: twice as fast."""
    parts = (
        f"(?P<kept>{_KEPT})", f"(?P<plate>{_PLATE})", _PASSPORT, _CHAT, f"{_APART}(?P<id>{_ID})",
        f"{_APART}(?P<account>{_ACCOUNT})", f"{_APART}(?P<phone>{_PHONE})", _CUED, f"(?P<spoken>{_SPOKEN})",
    )  # fmt: skip
    return re.compile(rf"(?:(?=[{_FIRST}])|(?<![A-Za-z])(?=[tpmcnwqvorTPMCNWQVOR]))(?:{'|'.join(parts)})")


_KINDS: dict[str, Kind] = {
    "plate": "plate", "passport": "id", "chat": "account", "id": "id", "account": "account", "phone": "phone",
    "local": "phone", "spoken": "phone",
}  # fmt: skip


def without_numbers(text: str, marks: dict[Kind, str]) -> str:
    """The text with the mark of its kind in place of each: `phone`, `mail`, `id`, `plate`, `account`. A mark is one character."""
    # No pattern but this one begins with any letter, and hardly a comment has one.
    without_mail = re.sub(_MAIL, marks["mail"], text) if "@" in text else text
    return _pattern().sub(lambda found: _put(found, marks), without_mail)


def _put(found: re.Match[str], marks: dict[Kind, str]) -> str:
    taken = next((name for name in _KINDS if found[name] is not None), None)
    if taken is None:
        return found[0]
    start = found.start(taken) - found.start()
    return found[0][:start] + marks[_KINDS[taken]]
