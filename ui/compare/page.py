"""The page *Compare*: the sentence, one picture at a time, and the vendors as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import streamlit as st

from assay.contracts.vocabulary import METHODS, SERVICES
from assay.kpis import Kpi
from assay.report.comparison import Comparison
from assay.report.comparison_told import headline, method, notes
from assay.say.overview import word
from ui import address, first_steps, opening, warehouse
from ui import words as common
from ui.compare import kpis as compare_kpis
from ui.compare import pictures as compare_pictures
from ui.compare import read as compare_read
from ui.compare import table as compare_table
from ui.compare import times as compare_times
from ui.compare import view as compare_view
from ui.compare import words
from ui.literal import literal
from ui.reading import Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: the KPI, of which service, over which months. `services` and `peers`: those that can be chosen."""

    kpi: Kpi
    kpis: tuple[Kpi, ...]
    service: str | None
    services: tuple[str, ...]
    peers: tuple[str, ...]
    months: tuple[str, ...]


def show(now: Reading) -> None:
    if not now.periods:
        first_steps.show(now)
        return
    asked = _asked(now)
    if asked is None:
        st.header(now(words.NOTHING_TITLE), anchor=False)
        st.markdown(now(words.NO_KPI))
        return
    with st.spinner(now(words.FITTING)):
        found = read(now, asked.kpi, asked.service, asked.months)
    st.header(literal(headline(found, now.language)), anchor=False)
    _controls(asked, now)
    if not found.vendors:
        st.markdown(now(words.NOTHING_BODY))
        return
    _notes(found, now)
    _SHOWN[_part(now)](found, now)
    if _part(now) not in ("kpis", "times"):
        compare_table.show(found, now)
        compare_table.pairs(found, now)
        _method(found, now)


def _asked(now: Reading) -> Asked | None:
    """None where no KPI can be compared."""
    known = compare_read.offered(now.version, now.scope)
    main, others = opening.kpis(now.version, now.scope, "month")
    kpis = tuple(kpi for kpi in (*main, *others) if kpi.id in {one.id for one in known})
    if not kpis:
        return None
    months = compare_view.months(now)
    kpi = next((one for one in kpis if one.id == now.kpi), kpis[0])
    cells = compare_read.cells(now.version, now.scope, kpi, months, now.view.get("sites", ()))
    told, wanted = compare_read.services(cells), now.view.get("services", ())
    service = next((one for one in (*told, *wanted) if not wanted or one in wanted), None)
    services = told if service is None or service in told else (*told, service)
    return Asked(kpi, kpis, service, services, _peer_groups(now, cells, service), months)


def _peer_groups(now: Reading, cells: pl.DataFrame, service: str | None) -> tuple[str, ...]:
    """The peer groups of the vendors of the service; none where all are of one."""
    own = cells if service is None else cells.filter(pl.col("service") == service)
    groups = compare_read.peer_groups(now.version, now.scope)
    found = {groups.get(id_) for id_ in own["vendor_id"].unique()}
    return tuple(sorted(one for one in found if one)) if len(found) > 1 else ()


def read(now: Reading, kpi: Kpi, service: str | None, months: tuple[str, ...]) -> Comparison:
    """The comparison of the view, on some KPI."""
    group = compare_view.peers(now)
    return compare_read.compared(
        now.version, now.scope, kpi.id, service, months, now.view.get("sites", ()), group, now.period.last
    )


def _part(now: Reading) -> str:
    return compare_view.part(now)


def _controls(asked: Asked, now: Reading) -> None:
    means = {"kpi": asked.kpi.id, **({"services": asked.service} if asked.service else {})}
    view = compare_view.holding(now, **means)
    titles = {kpi.id: kpi.title(now.language) for kpi in asked.kpis}
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare_controls"):
        st.selectbox(now(common.KPI), list(titles), format_func=titles.__getitem__, width=220,
                     key=address.widget("kpi", view), on_change=address.follow)
        _services(asked, now)
        st.segmented_control(
            now(words.SPAN), compare_view.SPANS, format_func=lambda one: now(words.SPANS[one]), required=True,
            key=address.widget("span", view), on_change=address.follow,
        )
        _peers(asked, now)
    st.segmented_control(
        now(common.PART), compare_view.PARTS, format_func=lambda one: now(words.PARTS[one]), required=True,
        key=address.widget("part", view), on_change=address.follow, label_visibility="collapsed",
    )


def _services(asked: Asked, now: Reading) -> None:
    """One service at a time: vendors of different services do different work."""
    if len(asked.services) < 2:
        return
    key = f"compare_service_{asked.service}_{now.language}"

    def follow() -> None:
        address.go(services=st.session_state[key])

    st.segmented_control(
        now(common.SERVICES), asked.services, format_func=lambda one: word(SERVICES, one, now.language), default=asked.service,
        required=True, key=key, on_change=follow,
    )


def _peers(asked: Asked, now: Reading) -> None:
    if not asked.peers:
        return
    st.selectbox(
        now(words.PEERS), asked.peers, index=None, format_func=lambda one: word(SERVICES, one, now.language), width=200,
        key=address.widget("peers", {**now.view, "peers": now.view.get("peers", ())}), on_change=address.follow,
        placeholder=now(words.ALL_PEERS),
    )


def _notes(found: Comparison, now: Reading) -> None:
    """What must be known to read the page rightly."""
    span = now(words.FROM_TO, first=found.months[0], last=found.months[-1]) if len(found.months) > 1 else found.months[-1]
    sites = warehouse.sites(now.version, now.scope)
    lines = [now(words.SPANNED, span=span, hint=now(words.CHOSEN_HINT)), *notes(found, sites, now.language)]
    if now.period.is_partial:
        lines.append(now(common.PARTIAL_NOTE, label=now.period.label))
    if "method" in found.kpi.within:
        named = METHODS[warehouse.method(now.version, now.scope)](now.language).lower()
        lines.append(now(words.METHOD_NOTE, method=named))
    for line in lines:
        st.caption(literal(line))


def _method(found: Comparison, now: Reading) -> None:
    lines = method(found, now.language)
    if lines:
        with st.expander(now(words.METHOD), key="compare_method"):
            st.markdown("\n".join(f"- {literal(line)}" for line in lines))


_SHOWN: dict[str, Callable[[Comparison, Reading], None]] = {
    "funnel": compare_pictures.unusual,
    "adjusted": compare_pictures.adjusted,
    "change": compare_pictures.change,
    "kpis": compare_kpis.show,
    "times": compare_times.show,
}
