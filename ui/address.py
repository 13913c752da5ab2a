"""The address bar: the URL is the only place where the view is kept, so a link, a reload and the back button give the same view."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from assay.text import Language
from ui.view import (
    KEYS,
    OF_AGREEMENTS,
    OF_CAUSES,
    OF_COMPARE,
    OF_ORDERS,
    OF_TRENDS,
    ONE,
    Dropped,
    View,
    changed,
    checked,
    dropped_note,
    href,
    query,
    view_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_VIEW = "assay_view"
_NOTED = "assay_dropped"
_OF_ONE_PAGE = (*OF_ORDERS, *OF_AGREEMENTS, *OF_TRENDS, *OF_COMPARE, *OF_CAUSES)


def arrive(allowed: Mapping[str, Container[str]], defaults: Callable[[View], View]) -> tuple[View, tuple[Dropped, ...]]:
    """The view of this run, and the ids of the link that `allowed` does not have.

    Call it once a run, before any widget and before `st.navigation`: then a step to another page is one step back, and Streamlit's
    own menu keeps the view. `defaults` says from what the link asks for which keys it must not leave out, at least `lang`.

    An URL without a single key of ours (a page opened by its bare name) means the view that this session last had. The URL is
    then rewritten where it was incomplete or wrong.
    """
    asked = _asked() or st.session_state.get(_VIEW, {})
    kept, dropped = checked(asked, allowed)
    view = view_of({**defaults(kept), **kept})
    _write(view)
    return view, _still_to_note(view, dropped)


def _asked() -> View:
    return view_of({key: st.query_params.get_all(key) for key in st.query_params})


def _write(view: View) -> None:
    # Streamlit makes a history entry of every write that changes the URL: this one is what "back" returns to.
    st.session_state[_VIEW] = view
    if _asked() != view:
        st.query_params.from_dict({key: list(ids) for key, ids in view.items()})


def _still_to_note(view: View, dropped: tuple[Dropped, ...]) -> tuple[Dropped, ...]:
    # The rewritten URL no longer shows what was dropped, so the note is kept until the reader moves on.
    if dropped:
        st.session_state[_NOTED] = (query(view), dropped)
    noted_at, noted = st.session_state.get(_NOTED, ("", ()))
    return noted if noted_at == query(view) else ()


def note(dropped: tuple[Dropped, ...], names: Mapping[str, str], language: Language) -> None:
    """Says on the page which ids of a link were left out; draws nothing where none were."""
    if dropped:
        st.html(f'<p class="assay-note" role="status">{escape(dropped_note(dropped, names, language))}</p>')


def widget(key: str, view: View) -> str:
    """The session key for the widget that edits one key of the view, holding what the view says.

    Give it to the widget as `key=` with `on_change=follow` and without a default: one id (or None) for `lang`, `period` and
    `kpi`, a list of ids for the others. The options are ids, `format_func` says them.
    """
    name = _name(key, view)
    ids = view.get(key, ())
    if _held(name) != ids:  # assigning what is already there would overwrite a click that is on its way
        st.session_state[name] = (ids[0] if ids else None) if key in ONE else list(ids)
    return name


def _name(key: str, view: View) -> str:
    # The browser sends back the labels of a multiselect, and those of one language mean nothing in the other: each has its own.
    return "address_lang" if key == "lang" else f"address_{key}_{view['lang'][0]}"


def _held(name: str) -> tuple[str, ...] | None:
    if name not in st.session_state:
        return None
    value = st.session_state[name]
    return () if value in (None, "") else (value,) if isinstance(value, str) else tuple(sorted(value))


def follow() -> None:
    """The `on_change` of every widget of `widget`: the URL follows. All are read, so that of two quick changes none is lost."""
    view: View = st.session_state[_VIEW]
    held = {key: _held(_name(key, view)) for key in KEYS}
    _write(changed(view, **{key: ids for key, ids in held.items() if ids is not None}))


def go(**changes: str | Iterable[str] | None) -> None:
    """The `on_click` of a button that changes the view; None takes a key out."""
    _write(changed(st.session_state[_VIEW], **changes))


def link(page: str, **changes: str | Iterable[str] | None) -> str:
    """A relative href to this view on `page` (its url path, "" for the start page) with some keys changed; None takes one out."""
    return href(page, changed(st.session_state[_VIEW], **changes))


def params(**changes: str | Iterable[str] | None) -> dict[str, list[str]]:
    """This view for `st.page_link(query_params=…)`, so that a step to another page keeps it and is one step back; without what
    only one page asks for, and with some keys changed."""
    kept = {key: ids for key, ids in st.session_state[_VIEW].items() if key not in _OF_ONE_PAGE}
    return {key: list(ids) for key, ids in changed(kept, **changes).items()}
