"""What was planted in the simulated company can be found in it, and nothing where nothing was planted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl
import pytest

from assay.simulate import Company, simulate

LARGE = ("maintenance", "cleaning")


@pytest.fixture(scope="module")
def full() -> Company:
    """At the size at which the truths are meant to be found."""
    return simulate(200_000, seed=7)


@pytest.fixture(scope="module")
def plain() -> Company:
    return simulate(60_000, seed=3, truths="none")


def truth(company: Company, section: str) -> Mapping[str, object]:
    found = company.truths[section]
    assert isinstance(found, Mapping)
    return found


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


def test_nothing_is_planted_where_nothing_was_asked_for(plain: Company) -> None:
    assert list(plain.truths) == ["company"]
    rows = late(plain).filter(pl.col("service").is_in(LARGE)).group_by("vendor_id").agg(n=pl.len(), x=pl.col("late").sum())
    overall = rows["x"].sum() / rows["n"].sum()
    spread = (rows["x"] - rows["n"] * overall) / (rows["n"] * overall * (1 - overall)).sqrt()
    assert (spread**2).sum() < 39.3  # the 99.9th percentile of chi-square with 16 degrees of freedom
    done = plain.tables["inspections"].filter(pl.col("score").is_not_null())
    means = dict(done.group_by("method").agg(pl.col("score").mean()).iter_rows())
    assert abs(means["scheduled"] - means["random"]) < 0.5
