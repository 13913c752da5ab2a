"""Names of people in Chinese text. The tagger says where words end and what looks like a name; the rules here say what is one.

Its dictionary calls ordinary words names (高峰, 明白, 熊猫), so its tag alone is never enough: a name of three characters, or one
of two that the dictionary does not know, or any that stands by a title (王师傅) or after a cue (请联系刘芳).
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from assay.terms.cut import is_word_known, tagged
from assay.terms.lists import lists

_TOKEN, _TAG = pl.col("token"), pl.col("tag")
_JOINT = ("：", ":", "是", "为", " ", "，", "的", "一位", "个", "位")
_NOT_GIVEN = ("v", "d", "a", "p", "c", "r", "m", "t", "u", "uj", "ul", "uz", "f", "q", "y", "ad", "ng", "vg", "x")
_STOPS = r"^[\x1e\n。．.，,！!？?；;、：: …~～\-（(）)“”\"]$"


def without_chinese_names(text: str, mark: str) -> str:
    """The text, with the mark in place of each name; titles and cues stay."""
    tokens = tagged(_called().sub(mark, text))
    tokens = tokens.with_columns(_starts(), _is_title(), _is_cued())
    unknown = [word for word in _looks_like_names(tokens) if not is_word_known(word)]
    return (
        tokens.with_columns(is_new=_TOKEN.is_in(unknown))
        .with_columns(_is_surname())
        .with_columns(is_whole=_is_whole(), is_split=_is_split())
        .with_columns(is_name=pl.col("is_whole") | pl.col("is_split") | _after("is_split"))
        .select(_shown(mark))
        .to_series()
        .str.join()
        .item()
    )


@cache
def _called() -> re.Pattern[str]:
    """A surname that the tokenizer would join to the word before it: 找/钱经理, not 找钱/经理."""
    titles = "|".join(one for one in lists().titles if len(one) > 1)
    return re.compile(rf"(?<=[找叫问跟])[{''.join(lists().all_surnames)}](?={titles})")


@cache
def _titled() -> str:
    """One token that holds a name and its title, which is what the group takes."""
    single, double = "".join(lists().all_surnames), "|".join(lists().surnames_of_two)
    titles = "|".join(sorted(lists().titles, key=len, reverse=True))
    return rf"^(?:[小老]?[{single}]|{double})\p{{Han}}{{0,2}}({titles}|工)$"


def _looks_like_names(tokens: pl.DataFrame) -> pl.Series:
    return tokens.filter("starts", _TOKEN.str.len_chars().is_between(2, 3))["token"].unique()


def _starts() -> pl.Expr:
    single = _TOKEN.str.head(1).is_in(lists().all_surnames)
    return (single | _TOKEN.str.head(2).is_in(lists().surnames_of_two)).alias("starts")


def _is_title() -> pl.Expr:
    return _TOKEN.is_in(lists().titles).alias("is_title")


def _is_cued() -> pl.Expr:
    """It comes after a cue, with a colon or so between."""
    cue, joint = _TOKEN.is_in(lists().cues), _TOKEN.is_in(_JOINT)
    near = _before(cue) | (_before(joint) & _before(cue, 2))
    return (near | (_before(joint) & _before(joint, 2) & _before(cue, 3))).alias("is_cued")


def _is_surname() -> pl.Expr:
    return (_TOKEN.is_in(lists().all_surnames) | _TOKEN.is_in(lists().surnames_of_two)).alias("is_surname")


def _is_whole() -> pl.Expr:
    """One token that is a name, or a surname alone before a title."""
    length, ordinary = _TOKEN.str.len_chars(), _TOKEN.is_in(lists().not_names)
    looks_so = pl.col("starts") & length.is_between(2, 4) & ~ordinary & ~pl.col("is_title")
    tagged_so = _TAG.str.starts_with("nr") & looks_so
    place = _TOKEN.str.tail(1).is_in(lists().place_endings)
    long = (length == 3) & ~place
    short = (length == 2) & (pl.col("is_new") | _TOKEN.str.head(1).is_in(lists().surnames_common))
    by_title = _next("is_title") & (tagged_so | pl.col("is_surname"))
    alone = tagged_so & (long | short | pl.col("is_cued"))
    made_up = looks_so & pl.col("is_new") & (pl.col("is_cued") | _next("is_title"))
    nick = _TOKEN.str.contains(rf"^[小老阿][{''.join(lists().surnames)}]$")
    return by_title | alone | made_up | nick | (pl.col("is_cued") & pl.col("is_surname"))


def _is_split() -> pl.Expr:
    """A surname whose given name is the next token: after a cue, before a title, tagged so, or with nothing else between two stops;
    and 小 or 老 before a surname."""
    given = _ahead(_TOKEN.str.contains(r"^\p{Han}{1,2}$") & ~_TAG.is_in(_NOT_GIVEN) & ~pl.col("is_title"))
    cued = pl.col("is_cued") & given
    titled = _ahead(pl.col("is_title"), 2) & given
    sure = _TOKEN.is_in(lists().surnames) | _TOKEN.is_in(lists().surnames_of_two)
    so = (sure & _ahead(_TAG.str.starts_with("nr")) & given) | _ahead(_TOKEN.is_in(lists().given))
    stop = _TOKEN.str.contains(_STOPS)
    alone = sure & given & _ahead(_TOKEN.str.len_chars() == 2) & _before(stop, fill=True) & _ahead(stop, 2, fill=True)
    nick = _TOKEN.is_in(["小", "老", "阿"]) & _ahead(_TOKEN.is_in(lists().surnames))
    return (pl.col("is_surname") & (cued | titled | so | alone)) | nick


def _shown(mark: str) -> pl.Expr:
    """One mark for the tokens of a name; of a token with its title the title stays."""
    whole = (*lists().not_names, *lists().titles)
    joined = _TAG.str.starts_with("nr") & _TOKEN.str.contains(_titled()) & ~_TOKEN.is_in(whole)
    again = pl.col("is_name") & _after("is_name")
    return (
        pl.when(joined)
        .then(pl.lit(mark) + _TOKEN.str.extract(_titled()))
        .when(again)
        .then(pl.lit(""))
        .when("is_name")
        .then(pl.lit(mark))
        .otherwise(_TOKEN)
    )


def _before(flag: pl.Expr, by: int = 1, fill: bool = False) -> pl.Expr:
    """The flag of an earlier token. What parts two comments is a token of its own, so nothing reaches from one into the next."""
    return flag.shift(by, fill_value=fill)


def _ahead(flag: pl.Expr, by: int = 1, fill: bool = False) -> pl.Expr:
    return flag.shift(-by, fill_value=fill)


def _next(column: str) -> pl.Expr:
    return _ahead(pl.col(column))


def _after(column: str) -> pl.Expr:
    return _before(pl.col(column))
