"""A part of the work in words: dimensions, their values, and several of them together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from assay.contracts import CONTRACTS
from assay.contracts.column import Column
from assay.contracts.vocabulary import CATEGORIES, COMPLAINT_CATEGORIES
from assay.say.overview import word
from assay.text import Language, Text

Names = Mapping[str, Mapping[str, str]]
"""Names of members by the dimension that holds their ids."""
NOT_RECORDED = Text("未记录", "not recorded")
WITH = Text("{dimension}：{value}", "{dimension}: {value}")
_APART = " · "
_ADDED = re.compile(r"[;；（].*")
_OPEN: Mapping[str, Mapping[str, Text]] = {"category": CATEGORIES, "complaint_category": COMPLAINT_CATEGORIES}
"""Columns of which a company has its own values beside those that are known here."""
_NAMED = ("vendor_id", "site_id", "service", "category", "shift", "channel", "complaint_category")
"""Dimensions whose values say by themselves what they are."""


@cache
def _column(dimension: str) -> Column:
    """As the facts have it: in the table of its own members it is called their number."""
    return next(
        column for one in CONTRACTS for column in one.columns
        if column.name == dimension and column.is_dimension and one.key != (dimension,)
    )


def title(dimension: str, language: Language) -> str:
    """What a dimension is called, without what its dictionary adds."""
    return _ADDED.sub("", _column(dimension).text(language))


def value(dimension: str, held: str | None, names: Names, language: Language) -> str:
    """What one of its values is called."""
    if held is None:
        return NOT_RECORDED(language)
    if dimension in names:
        return names[dimension].get(held, held)
    return word(_OPEN.get(dimension, _column(dimension).words), held, language)


def plainly(dimension: str, held: str | None, names: Names, language: Language) -> str:
    """A value that is understood without its dimension beside it."""
    said = value(dimension, held, names, language)
    return said if dimension in _NAMED and held is not None else WITH(language, dimension=title(dimension, language), value=said)


def together(conditions: Iterable[tuple[str, str | None]], names: Names, language: Language) -> str:
    """Several conditions that hold at once, as pairs of dimension and value."""
    return _APART.join(plainly(dimension, held, names, language) for dimension, held in conditions)
