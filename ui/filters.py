"""The filter bar: the period, and at one button's touch vendors, services and sites; what is on stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass

import streamlit as st

from assay.contracts.vocabulary import SERVICES
from assay.kpis import Grain
from assay.say.overview import word
from assay.scope import Scope
from assay.warehouse.read import Period
from ui import address, warehouse, words
from ui.reading import Reading

_CHIPS = 4
_UNFOLDED = "filters"


def periods(version: str, scope: Scope) -> dict[str, Period]:
    """Every period that can be chosen, by label: months, then quarters, latest first."""
    found = (*warehouse.periods(version, scope, "month"), *warehouse.periods(version, scope, "quarter"))
    return {period.label: period for period in found}


def period(version: str, scope: Scope, label: str) -> Period | None:
    """The period of that label: a month or a quarter, or a week or a day that a link opens; None where nothing was recorded."""
    found = periods(version, scope).get(label)
    if found or not label[:4].isdigit():
        return found
    grain: Grain = "week" if "W" in label else "day"
    return next((one for one in warehouse.periods(version, scope, grain) if one.label == label), None)


@dataclass(frozen=True, slots=True)
class Labels(Container[str]):
    """Every period that a link may name."""

    version: str
    scope: Scope

    def __contains__(self, label: object) -> bool:
        return isinstance(label, str) and period(self.version, self.scope, label) is not None


def names(now: Reading) -> dict[str, tuple[tuple[str, ...], Callable[[str], str]]]:
    """For each filter the ids that can be chosen and how an id is said."""
    vendors = warehouse.vendors(now.version, now.scope)
    sites = warehouse.sites(now.version, now.scope)
    services = warehouse.services(now.version, now.scope)
    return {
        "vendors": (tuple(vendors), lambda id_: vendors.get(id_, id_)),
        "services": (services, lambda id_: word(SERVICES, id_, now.language)),
        "sites": (tuple(sites), lambda id_: sites.get(id_, id_)),
    }


def bar(now: Reading) -> None:
    """Draws the bar, once there is something to choose from."""
    known = periods(now.version, now.scope)
    if not known:
        return
    known = {now.period.label: now.period, **known} if now.period.label not in known else known
    choices = names(now)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter_bar"):
        st.selectbox(
            now(words.PERIOD), list(known), format_func=lambda label: _named(known[label], now),
            key=address.widget("period", now.view), on_change=address.follow, width=180,
        )
        st.button(now(words.FILTERS), icon=":material/tune:", key="filters_button", on_click=_fold)
        _chips(now, choices)
    if st.session_state.get(_UNFOLDED):
        for column, (key, (ids, say)) in zip(st.columns(len(choices)), choices.items(), strict=True):
            with column:
                _choice(now, key, ids, say)


def _fold() -> None:
    # Not a popover: one that closes takes away what was chosen in it a moment before.
    st.session_state[_UNFOLDED] = not st.session_state.get(_UNFOLDED, False)


def _named(period: Period, now: Reading) -> str:
    return now(words.RUNNING, label=period.label) if period.is_partial else period.label


def _choice(now: Reading, key: str, ids: tuple[str, ...], say: Callable[[str], str]) -> None:
    label = {"vendors": words.VENDORS, "services": words.SERVICES, "sites": words.SITES}[key]
    st.multiselect(
        now(label), ids, format_func=say, key=address.widget(key, now.view), on_change=address.follow, placeholder=now(words.ALL),
    )


def _chips(now: Reading, choices: dict[str, tuple[tuple[str, ...], Callable[[str], str]]]) -> None:
    """What is filtered, each a button that takes it off; one more clears all."""
    on = [(key, id_, say(id_)) for key, (_, say) in choices.items() for id_ in now.view.get(key, ())]
    for key, id_, name in on[:_CHIPS]:
        rest = tuple(one for one in now.view[key] if one != id_)
        st.button(name, icon=":material/close:", icon_position="right", key=f"off_{key}_{id_}", type="secondary",
                  on_click=address.go, kwargs={key: rest})
    if len(on) > _CHIPS:
        st.caption(now(words.MORE_CHIPS, count=len(on) - _CHIPS), width="content")
    if on:
        st.button(now(words.CLEAR), key="off_all", type="tertiary", on_click=address.go, kwargs=dict.fromkeys(choices))
