"""Values that stand in no column as they are: built of several columns, cut to a length, or made a code of the whole record.

    order_id = "{Complaint ID}"            # their column; nothing where it is empty
    period_on = "{annee}-{mois}-01"        # several, with what stands between them
    site_id = "{UIC|last 8}"               # the last eight characters
    vendor_id = "{Company|id}"             # without spaces, as ids are
    order_id = ["{No}", "{*|hash}"]        # the first that the file has and that is filled; {*} is the whole record
    cancelled_at = "{left|absent}{due}"    # `due`, where `left` is empty; `present` is the opposite
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import polars as pl

WHOLE = "*"
CODED = "\x1f"
"""Begins a value of which a short code is to be made; the staging step does it."""
_PLACE = re.compile(r"\{([^{}|]+)(?:\|([^{}|]*))?\}")

_FORMS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "": lambda text: text,
    "id": lambda text: text.str.replace_all(r"\s+", "_"),
    "hash": lambda text: pl.lit(CODED) + text,
    "present": lambda text: pl.when(text.is_not_null()).then(pl.lit("")),
    "absent": lambda text: pl.when(text.is_null()).then(pl.lit("")),
}
FORMS = (*(name for name in _FORMS if name), "last 6")
_LAST = re.compile(r"last (\d+)")


def theirs(pattern: str) -> tuple[str, ...]:
    """The headers that a pattern reads, in order; not the whole record."""
    return tuple(header for header, _ in _PLACE.findall(pattern) if header != WHOLE)


def forms(pattern: str) -> tuple[str, ...]:
    """The forms that it asks for."""
    return tuple(form for _, form in _PLACE.findall(pattern))


def is_form(name: str) -> bool:
    return name in _FORMS or bool(_LAST.fullmatch(name))


def is_whole(pattern: str) -> bool:
    """Whether every brace belongs to a place, and there is one."""
    return bool(_PLACE.search(pattern)) and not set("{}") & set(_PLACE.sub("", pattern))


def built(pattern: str, headers: Iterable[str], text: Callable[[str], pl.Expr]) -> pl.Expr:
    """The text that a pattern gives for each row: null where one of its columns has nothing. `text` reads a header."""
    parts, done = [], 0
    for place in _PLACE.finditer(pattern):
        parts.append(pl.lit(pattern[done : place.start()]))
        read = _record(headers) if place[1] == WHOLE else text(place[1])
        parts.append(formed(read, place[2] or ""))
        done = place.end()
    return pl.concat_str(*parts, pl.lit(pattern[done:])).replace("", None)


def formed(text: pl.Expr, form: str) -> pl.Expr:
    last = _LAST.fullmatch(form)
    return text.str.tail(int(last[1])) if last else _FORMS[form](text)


def _record(headers: Iterable[str]) -> pl.Expr:
    return pl.concat_str(*(pl.col(header).fill_null("") for header in headers), separator=CODED)
