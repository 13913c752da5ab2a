"""The one door to the Chinese tokenizer (rjieba, MIT), with the words of the trade that its dictionary lacks.

Comments are cut in one call, parted by `APART`: a call a comment takes several times as long.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from assay.terms.lists import lists

if TYPE_CHECKING:
    from rjieba import Jieba

APART = "\x1e"
"""Parts comments; the tokenizer keeps it as a token of its own."""
_FREQUENT = 10_000  # as a common word: less, and its parts win


@cache
def _cutter() -> Jieba:
    from rjieba import Jieba  # 0.2 s for its dictionary: only who reads comments pays

    cutter = Jieba()
    for word in lists().trade:
        cutter.add_word(word, _FREQUENT, "n")
    return cutter


def cut(text: str) -> pl.Series:
    """The tokens of a text in order; put together they are the text."""
    return pl.Series("token", _cutter().cut(text), dtype=pl.String)


def tagged(text: str) -> pl.DataFrame:
    """`token` and `tag`, its part of speech by the dictionary (nr: a name of a person, or what looks like one)."""
    pairs = _cutter().tag(text)
    columns = {"token": [token for token, _ in pairs], "tag": [tag for _, tag in pairs]}
    return pl.DataFrame(columns, dict.fromkeys(columns, pl.String))


def is_word_known(word: str) -> bool:
    """Whether the dictionary has it; what it does not have was put together from characters."""
    return bool(_cutter().has_word(word))
