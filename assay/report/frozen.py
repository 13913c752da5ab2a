"""A document as plain values and back, so that a report can be kept as it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import cast

from assay.charts import axis, chart, icons
from assay.report import document, form
from assay.report.document import Document

_KNOWN: Mapping[str, type] = {
    one.__name__: one
    for one in (
        *(getattr(document, name) for name in (
            "Heading", "Paragraph", "Clause", "Sentences", "Note", "Card", "Figures", "Column", "Marked", "Table", "Picture",
            "Beside", "PageBreak", "Section", "Document",
        )),
        form.Form, form.Quantity, icons.Icon, axis.Axis,
        *(getattr(chart, name) for name in (
            "Chart", "Line", "Band", "Points", "Bars", "Whiskers", "Label", "Rule", "Cells",
        )),
    )
}  # fmt: skip
"""What a document is made of, by name. Nothing else is ever made of what was stored."""
_IS, _OF = "is", "of"


class Unreadable(ValueError):
    """What was stored is no document of this release."""


def plain(found: Document) -> dict[str, object]:
    """The document as mappings, lists, texts and numbers."""
    return cast(dict[str, object], _plain(found))


def document_of(stored: object) -> Document:
    """The document that `plain` was given. Raises Unreadable."""
    try:
        found = _made(stored)
    except (TypeError, ValueError, KeyError, ArithmeticError) as error:
        raise Unreadable(str(error)) from error
    if not isinstance(found, Document):
        raise Unreadable(type(found).__name__)
    return found


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if isfinite(value) else {_IS: "float", _OF: repr(value)}
        case Decimal():
            return {_IS: "Decimal", _OF: str(value)}
        case datetime():
            return {_IS: "datetime", _OF: value.isoformat()}
        case date():
            return {_IS: "date", _OF: value.isoformat()}
        case tuple() | list():
            return [_plain(one) for one in value]
    if is_dataclass(value) and type(value).__name__ in _KNOWN:
        given = {one.name: getattr(value, one.name) for one in fields(value)}
        return {_IS: type(value).__name__, **{name: _plain(one) for name, one in given.items()}}
    raise TypeError(f"no part of a document: {type(value).__name__}")


def _made(value: object) -> object:
    if isinstance(value, list):
        return tuple(_made(one) for one in value)
    if not isinstance(value, Mapping):
        return value
    name = value[_IS]
    simple = {"float": float, "Decimal": Decimal, "datetime": datetime.fromisoformat, "date": date.fromisoformat}
    if name in simple:
        return simple[name](value[_OF])
    return _KNOWN[name](**{key: _made(one) for key, one in value.items() if key != _IS})
