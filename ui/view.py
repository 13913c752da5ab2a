"""A view: in which language, of what period, filtered to what; and how a link says it.

Values are ids, never labels, so that a link means the same in every language. Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import parse_qs, quote, urlencode

from assay.text import Language, Text

View: TypeAlias = Mapping[str, tuple[str, ...]]  # ids by key; a key that filters nothing is absent

_ORDERS_ONE = ("clock", "shown", "left", "age", "dated", "find", "figure", "level", "by", "sort")
_ORDERS_MANY = ("states", "priorities", "kinds", "categories", "ids")
_PLACE = ("at", "order")  # where in a list: means nothing once the list is another one
OF_ORDERS = (*_ORDERS_ONE, *_ORDERS_MANY, *_PLACE)
"""What only the page *Orders* asks for; a step to another page leaves it behind."""
OF_AGREEMENTS = ("basis", "line", "agreement")
"""What only the page *Agreements* asks for; it is left behind likewise."""
OF_TRENDS = ("grain", "across", "rules", "opened", "beside")
"""What only the page *Trends* asks for."""
OF_COMPARE = ("span", "peers", "against", "priority")
"""What only the page *Compare* asks for."""
_CAUSES_ONE = ("base", "split", "depth")
_CAUSES_MANY = ("dims",)
_CONDITIONS = ("cond",)
OF_CAUSES = (*_CAUSES_ONE, *_CAUSES_MANY, *_CONDITIONS)
"""What only the page *Root cause* asks for; a list of orders takes its conditions along."""
ONE = (  # at most one id each
    "lang", "period", "kpi", "part", *OF_AGREEMENTS, *OF_TRENDS, *OF_COMPARE, *_CAUSES_ONE, *_ORDERS_ONE, *_PLACE,
)
MANY = ("vendors", "services", "sites", *_CAUSES_MANY, *_CONDITIONS, *_ORDERS_MANY)  # any number of ids
KEYS = (*ONE, *MANY)

_DROPPED = Text(
    "链接中有 {count} 项在当前数据中不存在，已忽略：{items}。",
    "Not in these data, so left out of the view ({count}): {items}.",
)
_LONGEST = 40  # characters of a foreign id that are repeated to the reader


@dataclass(frozen=True, slots=True)
class Dropped:
    """An id in a link that nothing here is called."""

    key: str
    id: str


def view_of(params: Mapping[str, Iterable[str]]) -> View:
    """The view that raw URL parameters ask for, in canonical form: known keys, no blanks, no repeats, ids sorted.

    Of a key that holds one id the last one counts, as everywhere in URLs.
    """
    found = {key: tuple(id for id in params.get(key, ()) if id) for key in KEYS}
    return {key: ids[-1:] if key in ONE else tuple(sorted(set(ids))) for key, ids in found.items() if ids}


def parse(query: str) -> View:
    """The view that a query string (with or without `?`) asks for."""
    return view_of(parse_qs(query.removeprefix("?")))


def query(view: View) -> str:
    """The query string of a view, without `?`; equal views give equal strings. `parse(query(v)) == v` for a canonical v."""
    return urlencode([(key, id) for key in KEYS for id in view.get(key, ())])


def changed(view: View, **changes: str | Iterable[str] | None) -> View:
    """The same view with other ids for some keys; None or nothing takes a key out.

    A place in a list is given up with any other change but that of the language, unless it is named among the changes.
    Raises KeyError for a key that no view has.
    """
    for key in changes:
        if key not in KEYS:
            raise KeyError(f"a view has no {key!r}, only {', '.join(KEYS)}")
    found = view_of({**view, **{key: _ids(value) for key, value in changes.items()}})
    is_other = any(found.get(key) != view.get(key) for key in KEYS if key not in ("lang", *_PLACE))
    return {key: ids for key, ids in found.items() if key not in _PLACE or key in changes or not is_other}


def _ids(value: str | Iterable[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def href(page: str, view: View) -> str:
    """A relative link to a view of a page (its url path; "" is the start page), good under any base path of the server."""
    asked = query(view)
    return f"./{quote(page)}?{asked}" if asked else f"./{quote(page)}"


def checked(view: View, allowed: Mapping[str, Container[str]]) -> tuple[View, tuple[Dropped, ...]]:
    """The view without the ids that `allowed` does not have, and those ids. Keys that `allowed` does not name pass as they are."""
    kept = {key: tuple(id for id in ids if id in allowed.get(key, ids)) for key, ids in view.items()}
    dropped = tuple(Dropped(key, id) for key, ids in view.items() for id in ids if id not in kept[key])
    return {key: ids for key, ids in kept.items() if ids}, dropped


def dropped_note(dropped: tuple[Dropped, ...], names: Mapping[str, str], language: Language) -> str:
    """What a person reads where a link named ids that do not exist, as plain text. `names`: the key's word in that language.

    The ids come from outside: escape the sentence before it becomes HTML, and never give it to Markdown.
    """
    items = ("、" if language == "zh" else ", ").join(f"{names.get(each.key, each.key)} {each.id[:_LONGEST]}" for each in dropped)
    return _DROPPED(language, count=len(dropped), items=items)
