"""The simulated company keeps its promises: clean frames, its structure, its planted truths, and files that say the same."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import fastexcel
import polars as pl
import pytest

from assay.contracts import SOURCES
from assay.contracts.schema import polars_schema
from assay.contracts.suite import suite
from assay.simulate import AS_OF, Company, simulate, write

LARGE = ("maintenance", "cleaning")


@pytest.fixture(scope="module")
def full() -> Company:
    """At the size at which the truths are meant to be found."""
    return simulate(200_000, seed=7)


@pytest.fixture(scope="module")
def plain() -> Company:
    return simulate(60_000, seed=3, truths="none")


def late(company: Company) -> pl.DataFrame:
    """Orders not cancelled, with whether they were completed after the wall-clock time agreed at the request."""
    levels = (
        company.tables["service_levels"]
        .filter(pl.col("kpi") == "completion_on_time")
        .join(company.tables["agreements"], on="agreement_id")
        .select("vendor_id", "clock_minutes", "effective_from", "effective_to", priority_at_request="priority")
    )
    minutes = (pl.col("completed_at") - pl.col("requested_at")).dt.total_minutes()
    return (
        company.tables["orders"]
        .filter(pl.col("completed_at").is_not_null())
        .join(levels, on=["vendor_id", "priority_at_request"])
        .filter(pl.col("requested_at").dt.date().is_between("effective_from", pl.col("effective_to").fill_null(date(2100, 1, 1))))
        .with_columns(late=minutes > pl.col("clock_minutes"), month=pl.col("requested_at").dt.offset_by("8h").dt.strftime("%Y-%m"))
    )


def odds(rows: pl.DataFrame) -> float:
    share = float(rows["late"].mean())  # type: ignore[arg-type]
    return share / (1 - share)


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


def test_the_planted_cell_is_full_and_fails(full: Company) -> None:
    told = truth(full, "cell")
    orders = late(full).filter(pl.col("service") == told["service"])
    place = (pl.col("site_id") == told["site_id"]) & (pl.col("category") == told["category"])
    cell = orders.filter(place & (pl.col("vendor_id") == told["vendor_id"]) & (pl.col("shift") == told["shift"]))
    months = cell.filter(pl.col("month") < "2026-11").group_by("month").len()
    assert len(months) == 36 and months["len"].min() >= 80  # type: ignore[operator]
    before, after = cell.filter(pl.col("month") < told["from_month"]), cell.filter(pl.col("month") >= told["from_month"])
    assert odds(after) / odds(before) > 5
    rest = orders.filter(place & (pl.col("shift") != told["shift"]) & (pl.col("month") >= told["from_month"]))
    assert odds(after) / odds(rest) > 5
    assert orders.filter(place)["vendor_id"].n_unique() >= 2
    assert orders.filter(pl.col("category") == told["category"])["site_id"].n_unique() == 30


def test_the_drifting_vendor_gets_worse_and_its_peers_do_not(full: Company) -> None:
    told = truth(full, "drift")
    slow = (pl.col("responded_at") - pl.col("requested_at")).dt.total_minutes() > pl.col("response_minutes")
    levels = (
        full.tables["service_levels"]
        .filter(pl.col("kpi") == "response_on_time")
        .join(full.tables["agreements"], on="agreement_id")
        .filter(pl.col("effective_to").is_null())
        .select("vendor_id", priority_at_request="priority", response_minutes="clock_minutes")
    )
    orders = late(full).drop("late").join(levels, on=["vendor_id", "priority_at_request"]).with_columns(late=slow)
    peers = orders.filter(pl.col("service") == told["service"])
    recent = peers.filter(pl.col("month") >= "2026-07")
    mine, earlier = pl.col("vendor_id") == told["vendor_id"], pl.col("month") < told["from_month"]
    assert odds(recent.filter(mine)) / odds(peers.filter(mine & earlier)) > 2
    assert odds(recent.filter(~mine)) / odds(peers.filter(~mine & earlier)) < 1.5


def test_two_vendors_look_other_than_they_are(full: Company) -> None:
    bad, good = truth(full, "looks_bad"), truth(full, "looks_good")
    orders = late(full).filter((pl.col("service") == "maintenance") & (pl.col("vendor_id") != truth(full, "cell")["vendor_id"]))
    of_bad, of_good = pl.col("vendor_id") == bad["vendor_id"], pl.col("vendor_id") == good["vendor_id"]
    assert odds(orders.filter(of_bad)) > odds(orders.filter(~of_bad & ~of_good)) > odds(orders.filter(of_good))
    hard, easy = orders.filter(pl.col("site_id").is_in(bad["sites"])), orders.filter(pl.col("site_id").is_in(good["sites"]))
    assert odds(hard.filter(of_bad)) < odds(hard.filter(~of_bad))
    assert odds(easy.filter(of_good)) > odds(easy.filter(~of_good))


def test_the_action_worked_and_the_chance_month_was_only_chance(full: Company) -> None:
    worked, chance = truth(full, "action_worked"), truth(full, "regression_to_the_mean")
    orders = late(full)
    mine = orders.filter(pl.col("vendor_id") == worked["vendor_id"])
    since = pl.col("month") >= f"{worked['action_on']:%Y-%m}"
    assert odds(mine.filter(since)) / odds(mine.filter(~since)) < 0.5
    other = orders.filter(pl.col("vendor_id") == chance["vendor_id"])
    trigger = pl.col("month") == chance["trigger_month"]
    assert odds(other.filter(trigger)) > 1.3 * odds(other.filter(~trigger))
    assert chance["vendor_id"] not in {truth(full, name)["vendor_id"] for name in ("drift", "cell", "looks_bad", "looks_good")}


def test_announced_inspections_are_prettier_and_one_inspector_is_lenient(full: Company) -> None:
    done = full.tables["inspections"].filter(pl.col("score").is_not_null())
    means = dict(done.group_by("method").agg(pl.col("score").mean()).iter_rows())
    assert means["scheduled"] - means["random"] > 4
    random = done.filter(pl.col("method") == "random").group_by("inspector_id").agg(pl.col("score").mean()).sort("score")
    assert random["inspector_id"][-1] == truth(full, "lenient_assessor")["inspector_id"]
    assert random["score"][-1] - random["score"][-2] > 3


def test_lapsed_certificates_go_with_late_orders(full: Company) -> None:
    required = full.tables["staff"].select("worker_id", "role").join(full.tables["role_requirements"], on="role")
    orders = (
        late(full).with_columns(day=pl.col("requested_at").dt.offset_by("8h").dt.date()).filter(pl.col("worker_id").is_not_null())
    )
    days = orders.select("worker_id", "day").unique()
    held = days.join(required, on="worker_id").join(full.tables["trainings"], on=["worker_id", "course"], how="left")
    counts = pl.col("day").is_between("completed_on", "expires_on").fill_null(False)
    lapsed = (
        held.group_by("worker_id", "day", "course")
        .agg(is_held=counts.any())
        .group_by("worker_id", "day")
        .agg(is_lapsed=~pl.col("is_held").all())
    )
    known = orders.join(lapsed, on=["worker_id", "day"])
    share = known["is_lapsed"].mean()
    assert 0.01 < share < 0.12  # type: ignore[operator]
    assert 1.5 < odds(known.filter("is_lapsed")) / odds(known.filter(~pl.col("is_lapsed"))) < 2.7


def test_distributions_are_as_in_life(full: Company) -> None:
    orders = full.tables["orders"]
    minutes = (orders["completed_at"] - orders["requested_at"]).dt.total_minutes().drop_nulls()
    assert minutes.mean() > 1.5 * minutes.median()  # type: ignore[operator]
    assert 0.02 < 1 - orders["cancelled_at"].null_count() / len(orders) < 0.03
    assert 0.15 < full.tables["pauses"]["order_id"].n_unique() / len(orders) < 0.20
    surveys = full.tables["surveys"]
    assert 0.17 < len(surveys) / len(orders) < 0.22
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


def test_nothing_is_planted_where_nothing_was_asked_for(plain: Company) -> None:
    assert list(plain.truths) == ["company"]
    rows = late(plain).filter(pl.col("service").is_in(LARGE)).group_by("vendor_id").agg(n=pl.len(), x=pl.col("late").sum())
    overall = rows["x"].sum() / rows["n"].sum()
    spread = (rows["x"] - rows["n"] * overall) / (rows["n"] * overall * (1 - overall)).sqrt()
    assert (spread**2).sum() < 39.3  # the 99.9th percentile of chi-square with 16 degrees of freedom
    done = plain.tables["inspections"].filter(pl.col("score").is_not_null())
    means = dict(done.group_by("method").agg(pl.col("score").mean()).iter_rows())
    assert abs(means["scheduled"] - means["random"]) < 0.5


def test_identical_vendors_have_uneven_volumes() -> None:
    company = simulate(68_000, seed=4, truths="identical")
    assert company.tables["vendors"]["peer_group"].to_list() == ["maintenance"] * 12
    months = company.tables["orders"].group_by("vendor_id").len()["len"].sort() / 36.5
    assert 30 < months[0] < 50 and 330 < months[-1] < 470
    assert len(set(groups(served(company, "maintenance")).values())) == 1


def test_files_are_few_the_same_for_a_seed_and_say_what_is_wrong_with_them(company: Company, sample: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    written = write(company, tmp_path, seed=1, progress=lambda done, total: told.append((done, total)))
    files = sorted(path for path in (tmp_path / "raw").rglob("*") if path.is_file())
    sheets = sum(len(fastexcel.read_excel(path).sheet_names) if path.suffix == ".xlsx" else 1 for path in files)
    assert sheets == written.batches <= 260
    assert told[-1] == (told[-1][1], told[-1][1]) and len(told) >= len(files)
    truths = tomllib.loads((tmp_path / "truths.toml").read_text("utf-8"))
    assert truths["faults"] == written.faults
    assert truths["faults"]["files"] == {"refused": 2}
    assert sum(len(reasons) for table, reasons in written.faults.items() if table != "files") >= 30
    assert truths["drift"] == truth(company, "drift")
    lines = {path.relative_to(tmp_path): path.read_bytes() for path in files if path.suffix == ".csv"}
    assert len(lines) > 100
    assert all((sample / path).read_bytes() == content for path, content in lines.items())


def test_an_open_order_comes_again_and_its_last_record_is_the_true_one(company: Company, sample: Path) -> None:
    parts = [
        pl.read_csv(path, encoding="gb18030", infer_schema=False).with_columns(file=pl.lit(path.name))
        for path in sorted((sample / "raw").rglob("orders_mnt_*.csv"))
    ]
    written = pl.concat(parts).filter(~pl.col("工单号").str.starts_with("WO-9"))
    twice = written.filter(pl.col("file").n_unique().over("工单号") == 2)
    assert len(twice) > 10
    last = written.unique("工单号", keep="last", maintain_order=True)
    true = company.tables["orders"].filter(pl.col("service") == "maintenance")
    assert sorted(last["工单号"]) == sorted(true["order_id"])
    zone = ZoneInfo("Asia/Shanghai")
    said = dict(last.select("工单号", "报单时间").iter_rows())
    for order_id, requested_at in true.select("order_id", "requested_at").head(50).iter_rows():
        assert said[order_id] == (requested_at.replace(tzinfo=ZoneInfo("UTC"))).astimezone(zone).strftime("%Y/%m/%d %H:%M")


def test_corrections_come_later_than_what_they_correct(company: Company, sample: Path) -> None:
    true = {order_id: cost for order_id, cost in company.tables["orders"].select("order_id", "cost").iter_rows()}
    corrections = sorted((sample / "raw").rglob("orders_corrections_*.csv"))
    rows = pl.concat(pl.read_csv(path, infer_schema=False).with_columns(month=pl.lit(path.parent.name)) for path in corrections)
    assert len(corrections) >= 3 and len(rows) > 5
    assert all(float(cost) == true[order_id] for order_id, cost in rows.select("Ticket No", "Cost CNY").iter_rows())
    opened = rows["Opened"].str.slice(0, 7)
    assert (opened < rows["month"]).all()


def test_where_nothing_is_planted_no_fault_is_written(tmp_path: Path) -> None:
    written = write(simulate(3_000, seed=1, truths="none"), tmp_path, seed=1)
    assert written.faults == {}
    assert "faults" not in tomllib.loads((tmp_path / "truths.toml").read_text("utf-8"))
    assert all(path.stat().st_size > 0 for path in (tmp_path / "raw").rglob("*.csv"))


def test_the_volume_dips_at_the_spring_festival(full: Company) -> None:
    days = full.tables["orders"].group_by(pl.col("requested_at").dt.offset_by("8h").dt.date().alias("day")).len()
    festival = days.filter(pl.col("day").is_between(date(2025, 1, 28), date(2025, 2, 4)))["len"].mean()
    weeks_after = days.filter(pl.col("day").is_between(date(2025, 2, 10), date(2025, 2, 10) + timedelta(days=13)))["len"].mean()
    assert festival < 0.65 * weeks_after  # type: ignore[operator]
