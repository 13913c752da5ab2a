"""What looking closer reads and works out, behind Streamlit's caches. Version and scope are in every key."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from assay.cells import Where
from assay.kpis import Grain, Kpi
from assay.report.causes import WORKERS
from assay.report.causes_closer import Distribution, Subgroups, counts_failures, distribution, failing, subgroups
from assay.report.causes_paths import Paths
from assay.say import parts
from assay.scope import Scope
from assay.text import Text
from assay.warehouse import paths
from assay.warehouse.orders import HIDDEN, Chosen
from assay.warehouse.orders_counted import Figure, countable
from ui.causes import read as causes_read
from ui.causes import view as causes_view
from ui.causes.asked import Question
from ui.reading import Reading
from ui.warehouse import published

_KEPT = 32
Pairs = tuple[tuple[str, str | None], ...]
Key = tuple[str, Scope, str, Grain, tuple[str, str], Where, Pairs]


def distribution_of(asked: Question, dimension: str) -> Distribution | None:
    return distribution(_cells(*_key(asked), (dimension,)), asked.kpi, dimension, asked.before, asked.after)


def subgroups_of(asked: Question, by: tuple[str, ...]) -> Subgroups | None:
    return _subgroups(*_key(asked), by)


def _key(asked: Question) -> Key:
    return asked.version, asked.scope, asked.kpi.id, asked.grain, asked.periods, asked.members, asked.pairs


def _cells(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, periods: tuple[str, str], members: Where, pairs: Pairs,
    by: tuple[str, ...],
) -> pl.DataFrame:
    """The cells of the part that is opened, in both periods."""
    keys = tuple(dict.fromkeys((*by, *(name for name, _ in pairs))))
    return causes_read.narrowed(causes_read.cells(version_, scope, kpi_id, grain, keys, periods, members), pairs)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _subgroups(
    version_: str, scope: Scope, kpi_id: str, grain: Grain, periods: tuple[str, str], members: Where, pairs: Pairs,
    by: tuple[str, ...],
) -> Subgroups | None:
    kpi = causes_read.known(version_, scope, kpi_id)
    return subgroups(_cells(version_, scope, kpi_id, grain, periods, members, pairs, by), kpi, by, *periods)


def paths_of(asked: Question) -> tuple[Paths, Paths]:
    """Before and after."""
    of = (asked.version, asked.scope, asked.kpi.id, asked.grain)
    before, after = (_paths(*of, label, asked.members, asked.pairs) for label in asked.periods)
    return before, after


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _paths(version_: str, scope: Scope, kpi_id: str, grain: Grain, label: str, members: Where, pairs: Pairs) -> Paths:
    figure = Figure(kpi_id, "denominator", grain, label, conditions=pairs)
    opened = published(version_)
    return Paths(
        paths.routes(opened, scope, members, figure), paths.handoffs(opened, scope, members, figure),
        paths.pause_minutes(opened, scope, members, figure),
    )


def chosen(asked: Question, sum_: str, label: str) -> Chosen:
    """The orders of the part that a sum of the KPI counts in a period; by who was sent none are listed."""
    held = tuple(pair for pair in asked.pairs if pair[0] not in HIDDEN)
    clock = "response" if asked.kpi.id.startswith("response") else "completion"
    figure = Figure(asked.kpi.id, sum_, asked.grain, label, conditions=held)
    return Chosen(asked.members, clock, "all", figure=figure)


def sum_of(kpi: Kpi) -> str | None:
    """The sum that holds the orders that failed; where none fails by itself, all that were counted. None without orders."""
    offered = countable(kpi)
    wanted = (failing(kpi), "denominator") if counts_failures(kpi) else ("denominator",)
    return next((one for one in wanted if one in offered), None)


def free(asked: Question, *chosen: str) -> list[str]:
    """The dimensions that neither the part of the work nor what is chosen already fixes. Where sites are filtered, none of who was
    sent: with a place it could point at single people."""
    offered = causes_view.beside(asked.offered, {*(one.attribute for one in asked.conditions), *chosen})
    is_of_place = bool(asked.members.sites) or asked.scope.sites is not None
    return [name for name in offered if not (is_of_place and name in WORKERS)]


def choice(name: str, label: Text, offered: Sequence[str], first: str, now: Reading) -> str:
    """The dimension that the reader chose; it is kept on other pages too, and given up where it is not offered."""
    key = f"{name}_{now.language}"
    if st.session_state.get(key) not in offered:
        st.session_state[key] = first
    return st.selectbox(
        now(label), offered, format_func=lambda one: parts.title(one, now.language), width=260, key=key, persist_state="session"
    )
