"""Comments without what points at a person. Everything else sees them through here only.

Names, phone numbers, mail addresses, identity cards, plates and accounts give way to a mark that says what stood there. No list and
no rule finds every name: how many are found is measured in the tests, and who may read comments at all is for the scope to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from assay.terms.cut import APART
from assay.terms.names_en import without_english_names
from assay.terms.names_zh import without_chinese_names
from assay.terms.numbers import without_numbers
from assay.text import Text

KINDS: Mapping[str, Text] = {
    "name": Text("〔姓名〕", "[name]"),
    "phone": Text("〔电话〕", "[phone]"),
    "mail": Text("〔邮箱〕", "[email]"),
    "id": Text("〔证件号〕", "[ID number]"),
    "plate": Text("〔车牌〕", "[plate]"),
    "account": Text("〔账号〕", "[account]"),
}
_MARKS = {kind: chr(0xE000 + at) for at, kind in enumerate(KINDS)}
"""While it is worked on, a mark is one character that no writing uses."""
_UNSEEN = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF\uE000-\uE0FF]"
"""Characters that show nothing, with which a number can be hidden, and those of our own marks."""
_WIDE = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) in "＠．－＋＿" or chr(code).isalnum()})
"""Full-width letters and digits to plain ones; the punctuation of Chinese stays as it is."""
_HAN, _LATIN = r"\p{Han}", r"[A-Za-z]{2}"
_MAY_HAVE_NUMBERS = r"(?i)[0-9@]|[〇零一二三四五六七八九幺]{7}|微信|wechat|weixin|qq|vx"


def masked(comments: pl.Series, names: Sequence[str] = ()) -> pl.Series:
    """The comments, in order, null where there is none; each mark in the language of its comment. `names` of people who are known
    are taken out wherever they stand."""
    read = pl.Series("comment", comments, dtype=pl.String).str.replace_all(_UNSEEN, "")
    place = read.is_not_null().arg_true()
    if place.is_empty():
        return read
    told = read.gather(place)
    return read.scatter(place, _marked(_without(told, names), told.str.contains(_HAN)))


def _without(comments: pl.Series, names: Sequence[str]) -> pl.Series:
    """With the one-character marks."""
    mark = _MARKS["name"]
    wide = _changed(comments, r"[０-９Ａ-Ｚａ-ｚ＠．－＋＿]", lambda text: text.translate(_WIDE))
    known = _changed(wide, r"", lambda text: _named(names).sub(mark, text)) if names else wide
    numbers = _changed(known, _MAY_HAVE_NUMBERS, lambda text: without_numbers(text, _MARKS))
    english = _changed(numbers, _LATIN, lambda text: without_english_names(text, mark))
    return _changed(english, _HAN, lambda text: without_chinese_names(text, mark))


def _changed(comments: pl.Series, pattern: str, change: Callable[[str], str]) -> pl.Series:
    """Those that match are changed, all of them in one call: what parts them is never part of a match."""
    place = comments.str.contains(pattern).arg_true()
    if place.is_empty():
        return comments
    changed = change(APART.join(comments.gather(place).to_list())).split(APART)
    return comments.scatter(place, pl.Series(changed, dtype=pl.String))


def _named(names: Sequence[str]) -> re.Pattern[str]:
    """The longest first: of two names of which one begins the other, none leaves a rest behind."""
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def _marked(parts: pl.Series, is_chinese: pl.Series) -> pl.Series:
    chinese, english = ([kind(language) for kind in KINDS.values()] for language in ("zh", "en"))
    marks = list(_MARKS.values())
    written = parts.str.replace_many(marks, chinese), parts.str.replace_many(marks, english)
    return pl.select(pl.when(is_chinese).then(written[0]).otherwise(written[1])).to_series()
