"""The progress of the work at a glance: what waits by the time that is left and by age, and whose it is."""

from __future__ import annotations

import polars as pl
import streamlit as st

from assay import written
from assay.contracts.vocabulary import SERVICES
from assay.say import orders as say
from assay.say.overview import word
from assay.warehouse.orders_clock import AGES, BANDS, LATE, SOON
from ui import address, warehouse
from ui.data.paged import paged
from ui.markup import Cell, Column, Table, Tone
from ui.orders import view as orders_view
from ui.orders import words
from ui.reading import Reading
from ui.table import show as show_table

_GROUPS = 8
_UNBROKEN = "\u2060–\u2060"  # a dash at which no line ends
_FILTER = {"vendor_id": "vendors", "site_id": "sites", "service": "services"}


def numbers(found: pl.DataFrame) -> tuple[int, int, int]:
    """How many wait, how many of them are late, how many will be within four hours."""
    return tuple(_sum(found, bands) for bands in (BANDS, LATE, SOON))  # type: ignore[return-value]


def _sum(found: pl.DataFrame, bands: tuple[str, ...]) -> int:
    return int(found.filter(pl.col("left").is_in(bands))["orders"].sum())


def show(found: pl.DataFrame, now: Reading) -> None:
    left, right = st.columns([11, 9], gap="medium")
    with left:
        st.markdown(f"**{now(words.GRID)}**")
        show_table(_grid(found, now), "orders_grid")
        st.caption(now(words.GRID_HINT))
    with right:
        _groups(found, now)


def _grid(found: pl.DataFrame, now: Reading) -> Table:
    counts = {(band, age): n for band, age, n in found.group_by("left", "age").agg(pl.col("orders").sum()).iter_rows()}
    totals = {band: sum(counts.get((band, age), 0) for age in AGES) for band in BANDS}
    columns = (
        Column("left", now(words.LEFT), align="left", is_first=True),
        Column("orders", now(words.COUNT)),
        *(Column(age, say.AGES[age](now.language).replace("–", _UNBROKEN), now(words.AGE)) for age in AGES),
    )
    most, longest = max(counts.values(), default=0), max(totals.values())
    rows = tuple(
        {
            "left": Cell(say.BANDS[band](now.language), href=_open(left=band) if totals[band] else None,
                         tone="plain" if totals[band] else "muted"),
            "orders": _total(totals[band], longest, band),
            **{age: _count(counts.get((band, age), 0), most, band, age) for age in AGES},
        }
        for band in BANDS
    )
    return Table(columns, rows, now(words.GRID))


def _open(**narrowed: str) -> str:
    return address.link("orders", **{"shown": "open", "left": None, "age": None, **narrowed})


def _total(count: int, longest: int, band: str) -> Cell:
    if not count:
        return Cell(written.NOTHING, tone="muted")
    return Cell(written.count(count), href=_open(left=band), bar=count / longest)


def _count(count: int, most: int, band: str, age: str) -> Cell:
    """A number with its weight of grey."""
    if not count:
        return Cell(written.NOTHING, tone="faint")
    tone: Tone = "full" if 2 * count > most else "thin"
    return Cell(written.count(count), href=_open(left=band, age=age), tone=tone)


def _groups(found: pl.DataFrame, now: Reading) -> None:
    by = now.held("by", orders_view.BY[0])
    st.segmented_control(
        now(words.BY), orders_view.BY, format_func=lambda one: now(words.BYS[one]), required=True, label_visibility="collapsed",
        key=address.widget("by", orders_view.holding(now)), on_change=address.follow,
    )
    grouped = _by(found, by)
    paged(grouped.height, lambda first, size: _table(grouped.slice(first, size), by, now), f"orders_{by}", now, _GROUPS)


def _by(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """The member, waiting, late, soon, paused; the most late first."""
    def of(*bands: str) -> pl.Expr:
        return pl.col("orders").filter(pl.col("left").is_in(bands)).sum()

    counts = {"waiting": of(*BANDS), "late": of(*LATE), "soon": of(*SOON), "paused": of("paused")}
    return (
        found.group_by(by)
        .agg(count.alias(name) for name, count in counts.items())
        .sort("late", "soon", "waiting", by, descending=[True, True, True, False])
    )


def _table(groups: pl.DataFrame, by: str, now: Reading) -> Table:
    columns = (
        Column("member", now(words.BY_TITLE), align="left", is_first=True),
        Column("waiting", now(words.WAITING)),
        Column("late", now(words.LATE)),
        Column("soon", now(words.SOON)),
        Column("paused", now(words.PAUSED)),
    )
    rows = tuple(_group(row, by, now) for row in groups.iter_rows(named=True))
    return Table(columns, rows, now(words.BYS[by]))


def _group(row: dict, by: str, now: Reading) -> dict[str, Cell]:
    member = row[by]
    to = {_FILTER[by]: member}
    late = {"shown": "late", "states": ("open_past_deadline",), "left": None, "age": None}
    return {
        "member": Cell(_name(by, member, now), href=_open(**to)),
        "waiting": Cell(written.count(row["waiting"]), href=_open(**to)),
        "late": Cell(written.count(row["late"]), href=address.link("orders", **late, **to)) if row["late"] else _NONE,
        "soon": Cell(written.count(row["soon"])) if row["soon"] else _NONE,
        "paused": Cell(written.count(row["paused"]), href=_open(left="paused", **to)) if row["paused"] else _NONE,
    }


_NONE = Cell(written.NOTHING, tone="muted")


def _name(by: str, member: str, now: Reading) -> str:
    if by == "service":
        return word(SERVICES, member, now.language)
    named = warehouse.vendors if by == "vendor_id" else warehouse.sites
    return named(now.version, now.scope).get(member, member)
