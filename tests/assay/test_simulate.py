"""The simulated company keeps its promises: clean frames, its structure, distributions as in life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import duckdb
import polars as pl
import pytest

from assay.contracts import SOURCES
from assay.contracts.schema import polars_schema
from assay.contracts.suite import suite
from assay.simulate import AS_OF, Company, simulate

LARGE = ("maintenance", "cleaning")


@pytest.fixture(scope="module")
def full() -> Company:
    """At the size at which the truths are meant to be found."""
    return simulate(200_000, seed=7)


def truth(company: Company, section: str) -> Mapping[str, object]:
    found = company.truths[section]
    assert isinstance(found, Mapping)
    return found


def groups(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Connected parts of a graph of vendors and sites: each node with the node that stands for its part."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for vendor, site in pairs:
        parent[root(vendor)] = root(site)
    return {node: root(node) for node in list(parent)}


def served(company: Company, service: str) -> list[tuple[str, str]]:
    orders = company.tables["orders"].filter(pl.col("service") == service)
    return list(orders.select("vendor_id", "site_id").unique().sort("vendor_id", "site_id").iter_rows())


def broken(tables: Mapping[str, pl.DataFrame]) -> list[tuple[str, str, int]]:
    """Every promise of every contract that some rows break, judged by DuckDB."""
    found = []
    with duckdb.connect() as connection:
        connection.execute("create schema known")
        for source in SOURCES:
            connection.register("arriving", tables[source.table].with_row_index("source_row"))
            connection.execute(f"create table known.{source.table} as from arriving")
        for source in SOURCES:
            conditions = [(c.name, check.breaks(c.name)) for c in source.given for check in c.checks]  # type: ignore[attr-defined]
            conditions += [(c.name, f"{c.name} is null") for c in source.given if c.required]
            for name, condition in conditions:
                rows = connection.execute(f"select count(*) from known.{source.table} b where {condition}").fetchall()[0][0]
                found += [(source.table, name, rows)] * (rows > 0)
            for promise in suite(source, AS_OF.isoformat()):
                if query := str(promise.arguments.get("unexpected_rows_query", "")):
                    rows = len(connection.execute(query.format(batch=f"known.{source.table}")).fetchall())
                    found += [(source.table, promise.reason, rows)] * (rows > 0)
    return found


@pytest.mark.parametrize("truths", ["all", "none", "identical"])
def test_every_row_keeps_every_promise_of_its_contract(truths: str) -> None:
    tables = simulate(6_000, seed=11, truths=truths).tables  # type: ignore[arg-type]
    assert list(tables) == [source.table for source in SOURCES]
    for source in SOURCES:
        assert tables[source.table].schema == polars_schema(source.given)
        assert len(tables[source.table]) > 0
    assert broken(tables) == []


def test_a_broken_promise_would_be_seen() -> None:
    tables = dict(simulate(3_000, seed=1).tables)
    tables["orders"] = tables["orders"].with_columns(vendor_id=pl.lit("V99"))
    assert ("orders", "unknown_in_vendors", len(tables["orders"])) in broken(tables)


def test_the_same_seed_gives_the_same_company_and_another_seed_another() -> None:
    once, again, other = simulate(3_000, seed=5), simulate(3_000, seed=5), simulate(3_000, seed=6)
    assert all(once.tables[name].equals(again.tables[name]) for name in once.tables)
    assert once.truths == again.truths
    assert not once.tables["orders"].equals(other.tables["orders"])
    assert {str(truth(simulate(3_000, seed=seed), "drift")["vendor_id"]) for seed in range(8)} != {
        truth(once, "drift")["vendor_id"]
    }


@pytest.mark.parametrize("as_of", [AS_OF, datetime(2026, 3, 1, 0, 0), datetime(2025, 7, 20, 3, 30)])
def test_nothing_is_recorded_after_as_of(as_of: datetime) -> None:
    company = simulate(4_000, seed=2, as_of=as_of)
    for source in SOURCES:
        for column in (c for c in source.given if c.is_recorded):
            latest = company.tables[source.table][column.name].max()
            limit = as_of if column.type == "moment" else as_of.date()
            assert latest is None or latest <= limit, (source.table, column.name)  # type: ignore[operator]
    requested = company.tables["orders"]["requested_at"].dt.offset_by("8h").dt.strftime("%Y-%m").unique()
    assert len(requested) in (36, 37)  # a month that begins at as_of has no day of its own yet


def test_a_year_without_public_holidays_is_refused() -> None:
    with pytest.raises(ValueError, match="public holidays are known"):
        simulate(1_000, as_of=datetime(2099, 5, 1))


def test_the_company_has_the_structure_that_was_asked_for(full: Company) -> None:
    vendors = Counter(full.tables["vendors"]["peer_group"])
    assert vendors == {"maintenance": 8, "cleaning": 8, "security": 3, "logistics": 3, "call_centre": 2}
    assert len(full.tables["sites"]) == 30
    assert Counter(full.tables["sites"]["time_zone"]) == {"Asia/Shanghai": 28, "Asia/Singapore": 1, "Europe/Berlin": 1}
    alone = truth(full, "exclusive_site")
    for service in LARGE:
        pairs = served(full, service)
        assert min(Counter(vendor for vendor, _ in pairs).values()) >= 6
        few = [site for site, count in Counter(site for _, site in pairs).items() if count < 2]
        assert few == ([alone["site_id"]] if service == alone["service"] else [])
        assert len(set(groups(pairs).values())) == 1
    assert (alone["vendor_id"], alone["site_id"]) in served(full, "maintenance")


def test_one_vendor_shares_no_site_with_its_peers(full: Company) -> None:
    told = truth(full, "disconnected")
    part = groups(served(full, str(told["service"])))
    vendors = {vendor for vendor, _ in served(full, str(told["service"]))}
    assert [v for v in sorted(vendors) if part[v] == part[str(told["vendor_id"])]] == [told["vendor_id"]]
    assert len({part[v] for v in vendors}) == 2


def test_distributions_are_as_in_life(full: Company) -> None:
    orders = full.tables["orders"]
    minutes = (orders["completed_at"] - orders["requested_at"]).dt.total_minutes().drop_nulls()
    assert minutes.mean() > 1.5 * minutes.median()  # type: ignore[operator]
    assert 0.02 < 1 - orders["cancelled_at"].null_count() / len(orders) < 0.03
    assert 0.15 < full.tables["pauses"]["order_id"].n_unique() / len(orders) < 0.20
    surveys = full.tables["surveys"]
    assert 0.55 < len(surveys) / len(orders) < 0.61
    assert 0.25 < 1 - surveys["csat"].null_count() / len(surveys) < 0.35
    assert orders.filter(pl.col("completed_at").is_null() & pl.col("cancelled_at").is_null()).height > 20
    weekdays = orders.group_by(pl.col("requested_at").dt.offset_by("8h").dt.weekday()).len().sort("requested_at")["len"]
    assert weekdays[5] < 0.85 * weekdays[1] and weekdays[6] < 0.85 * weekdays[1]
    busiest = orders.group_by("vendor_id").len()["len"]
    assert busiest.max() > 3 * busiest.min()  # type: ignore[operator]


def test_pauses_lie_inside_their_order_and_do_not_overlap(full: Company) -> None:
    orders = full.tables["orders"].select("order_id", "requested_at", end=pl.coalesce("completed_at", "cancelled_at"))
    pauses = full.tables["pauses"].join(orders, on="order_id").sort("order_id", "paused_at")
    assert pauses.filter((pl.col("paused_at") < pl.col("requested_at")) | (pl.col("resumed_at") > pl.col("end"))).is_empty()
    following = pauses["paused_at"].shift(-1).filter(pauses["order_id"] == pauses["order_id"].shift(-1))
    ending = pauses["resumed_at"].filter((pauses["order_id"] == pauses["order_id"].shift(-1)).fill_null(False))
    assert len(following) > 1_000 and (ending <= following).all()


def test_recalls_come_after_the_order_that_they_repeat(full: Company) -> None:
    orders = full.tables["orders"]
    first = orders.select("site_id", "vendor_id", recall_of="order_id", first_completed_at="completed_at")
    both = orders.filter(pl.col("recall_of").is_not_null()).join(first, on="recall_of", suffix="_first")
    assert len(both) > 500
    assert both.filter(pl.col("requested_at") <= pl.col("first_completed_at")).is_empty()
    assert both.filter(pl.col("site_id") != pl.col("site_id_first")).is_empty()


def test_identical_vendors_have_uneven_volumes() -> None:
    company = simulate(68_000, seed=4, truths="identical")
    assert company.tables["vendors"]["peer_group"].to_list() == ["maintenance"] * 12
    months = company.tables["orders"].group_by("vendor_id").len()["len"].sort() / 36.5
    assert 30 < months[0] < 50 and 330 < months[-1] < 470
    assert len(set(groups(served(company, "maintenance")).values())) == 1


def test_the_volume_dips_at_the_spring_festival(full: Company) -> None:
    days = full.tables["orders"].group_by(pl.col("requested_at").dt.offset_by("8h").dt.date().alias("day")).len()
    festival = days.filter(pl.col("day").is_between(date(2025, 1, 28), date(2025, 2, 4)))["len"].mean()
    weeks_after = days.filter(pl.col("day").is_between(date(2025, 2, 10), date(2025, 2, 10) + timedelta(days=13)))["len"].mean()
    assert festival < 0.65 * weeks_after  # type: ignore[operator]
