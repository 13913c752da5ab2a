"""The terms of comments: which hold which, and how many of each group. Words and pairs of neighbours, Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import polars as pl

from assay.terms.cut import APART, cut
from assay.terms.lists import lists
from assay.terms.masked import KINDS

LEAST = 5
"""Comments that must hold a term before it is told: fewer could point at single people."""
_WORD = r"^(?:\p{Han}+|[a-z][a-z'-]*[a-z])$"
_SKIPPED = 2
"""Stop words that may stand inside a term."""
_MOST_OF_IT = 0.6
_BETWEEN = "。"
_TOKEN = pl.col("token")


def held(comments: pl.Series) -> pl.DataFrame:
    """`place` (UInt32, of the comment, from 0) and `term`, each pair once: what each comment holds, repeated or not.

    A term is a word, or two neighbours with up to two stop words between them, written as they stand. A word after a negation is a
    term with it only: 不制冷, "not cool". Full-width and half-width are one, and so are upper and lower case; numbers, stop words
    and the marks of what was masked are no terms.
    """
    units = _negated(_tokens(comments))
    single = units.filter("is_term").select("place", term=_TOKEN)
    return pl.concat((single, *(_pairs(units, skipped) for skipped in range(_SKIPPED + 1)))).unique().sort("place", "term")


def counted(terms: pl.DataFrame, is_first: pl.Series, least: int = LEAST) -> pl.DataFrame:
    """`term`, `first`, `second` (Int64): how many comments hold it among those that `is_first` says yes and no of, null of neither;
    by term. Not of terms that fewer than `least` of them hold. Terms of exactly the same comments are one, told by its longest
    name."""
    groups = pl.DataFrame({"is_first": is_first}).with_row_index("place").drop_nulls()
    found = terms.join(groups, on="place").group_by("term").agg(
        first=pl.col("is_first").sum().cast(pl.Int64),
        second=(~pl.col("is_first")).sum().cast(pl.Int64),
        same=pl.col("place").hash(seed=0).sum(),
    )  # fmt: skip
    return (
        found.filter(pl.col("first") + pl.col("second") >= least)
        .sort(pl.col("term").str.len_chars(), "term", descending=[True, False])
        .unique(["first", "second", "same"], keep="first", maintain_order=True)
        .drop("same")
        .sort("term")
    )


def fullest(terms: Sequence[tuple[str, int]]) -> list[str]:
    """Of terms with how many comments hold each, in order of interest: the ones to show. A word gives way to the longest term with
    it that most of its comments hold (took: "took far too long"), and what has been said so is not said again."""
    chosen: list[str] = []
    for term, count in terms:
        fuller = [other for other, held_by in terms if _is_in(term, other) and held_by >= _MOST_OF_IT * count]
        best = max(fuller, key=len)
        if not any(_is_in(best, other) or _is_in(other, best) for other in chosen):
            chosen.append(best)
    return chosen


def _is_in(term: str, other: str) -> bool:
    """Whole words of English; Chinese has no spaces."""
    return f" {term} " in f" {other} " if term.isascii() else term in other


def _tokens(comments: pl.Series) -> pl.DataFrame:
    """`place`, `token`, `glue` (what stands between it and the one before), and whether it says something (`is_term`), is a stop
    word or a negation; in order."""
    tokens = cut(_plain(APART.join(comments.fill_null("").to_list())))
    is_word, is_no = _TOKEN.str.contains(_WORD), _TOKEN.is_in(lists().negations)
    is_stop = _TOKEN.is_in((*lists().stop_chinese, *lists().stop_english))
    return (
        pl.DataFrame({"token": tokens})
        .with_columns(place=(_TOKEN == APART).cum_sum().cast(pl.UInt32))
        .filter(_TOKEN != " ")
        .with_columns(glue=_glue(), is_term=is_word & ~is_stop & ~is_no, is_stop=is_stop & ~is_no, is_no=is_no)
    )


def _plain(text: str) -> str:
    """Lower case and half width, marks as a full stop, n't as not; comments stay parted."""
    marks = "|".join(re.escape(kind(language)) for kind in KINDS.values() for language in ("zh", "en"))
    lower = unicodedata.normalize("NFKC", re.sub(marks, _BETWEEN, text)).lower()
    return re.sub(r"['’]s\b", "", re.sub(r"n['’]t\b", " not", lower))


def _glue() -> pl.Expr:
    """Chinese words stand together, others apart."""
    both = _TOKEN.str.contains(r"^\p{Han}") & _TOKEN.shift(1).str.contains(r"\p{Han}$")
    return pl.when(both).then(pl.lit("")).otherwise(pl.lit(" "))


def _negated(tokens: pl.DataFrame) -> pl.DataFrame:
    """The tokens with each negation joined to the word that it negates, a stop word between or not; one without such a word is no
    term."""
    is_no, is_term, is_stop, tail = pl.col("is_no"), pl.col("is_term"), pl.col("is_stop"), pl.col("glue") + _TOKEN
    near = is_no & is_term.shift(-1, fill_value=False)
    far = is_no & is_stop.shift(-1, fill_value=False) & is_term.shift(-2, fill_value=False)
    joined = tokens.with_columns(near=near, far=far).with_columns(
        token=pl.when("near").then(_TOKEN + tail.shift(-1))
        .when("far").then(_TOKEN + tail.shift(-1) + tail.shift(-2))
        .otherwise(_TOKEN),
        is_term=is_term | pl.col("near") | pl.col("far"),
        is_taken=_earlier("near", 1) | _earlier("far", 1) | _earlier("far", 2),
    )  # fmt: skip
    return joined.filter(~pl.col("is_taken"))


def _earlier(column: str, by: int) -> pl.Expr:
    return pl.col(column).shift(by, fill_value=False)


def _pairs(units: pl.DataFrame, skipped: int) -> pl.DataFrame:
    """Two terms with so many stop words between them, as they stand."""
    last, is_term = skipped + 1, pl.col("is_term")
    stops = [pl.col("is_stop").shift(-at) for at in range(1, last)]
    first = units.select(pl.arg_where(pl.all_horizontal(is_term, is_term.shift(-last), *stops))).to_series()
    parts = units.select(_TOKEN, tail=pl.col("glue") + _TOKEN)
    written = [parts["token"].gather(first), *(parts["tail"].gather(first + at) for at in range(1, last + 1))]
    return pl.DataFrame({"place": units["place"].gather(first), "term": pl.select(pl.concat_str(written)).to_series()})
