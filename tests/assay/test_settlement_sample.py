"""A year of the sample company's statements, reproduced by an independent calculation: plain Python from the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor

import duckdb
import polars as pl
import pytest

from assay.agreements.statement import Statement, statements
from assay.agreements.terms import month_after
from assay.kpis import KPIS
from assay.scope import Scope
from assay.simulate import Company
from assay.warehouse import agreed
from assay.warehouse.read import Warehouse
from tests.assay.plain import PLAIN

YEAR = tuple(date(2025, month, 1) for month in range(1, 13))
KNOWN = {kpi.id: kpi for kpi in KPIS}
Frames = Mapping[str, pl.DataFrame]
Row = dict[str, object]
Settled = Callable[[str], tuple[Statement, ...]]


@pytest.fixture(scope="module")
def settled(frames: Frames) -> Iterator[Settled]:
    """The twelve statements of a vendor, by the product, from the tables in DuckDB."""
    with duckdb.connect() as connection:
        for table, frame in frames.items():
            connection.register("arriving", frame.to_arrow())
            connection.execute(f"create table {table} as from arriving")
        warehouse = Warehouse("sample", connection)

        @cache
        def of_vendor(vendor: str) -> tuple[Statement, ...]:
            signed = agreed.agreements(warehouse, Scope.all(), vendor)
            counted = agreed.measures(warehouse, Scope.all(), signed, KNOWN, YEAR)
            return statements(vendor, YEAR, signed, counted, KNOWN)

        yield of_vendor


def chosen(company: Company) -> Iterator[str]:
    """All that are paid by points, some by pool with and without categories, and the one that renewed in the year."""
    signed = company.tables["agreements"]
    by_pool = signed.filter(pl.col("scheme") == "pool")
    yield from signed.filter(pl.col("scheme") == "points")["vendor_id"]
    yield from by_pool.unique("service", keep="first", maintain_order=True)["vendor_id"]
    yield from signed.filter(pl.col("vendor_id").is_duplicated())["vendor_id"].unique()


def test_a_year_of_statements_is_what_the_rows_say(company: Company, frames: Frames, settled: Settled):
    compared = 0
    for vendor in chosen(company):
        book = Book(company, frames, vendor)
        for statement in settled(vendor):
            assert {line.level.level_id: line.due for line in statement.lines} == book.due(statement.month)
            assert statement.earned_back == book.earned_back(statement.month)
            assert statement.bonus == book.bonus(statement.month)
            compared += len(statement.lines)
    assert compared > 1_000


def test_the_year_has_what_is_to_be_compared(company: Company, settled: Settled):
    """Misses, repeats, incidents, bonuses and earn-back all occur, so that agreement on them means something."""
    found = [one for vendor in chosen(company) for one in settled(vendor)]
    lines = [line for one in found for line in one.lines]
    assert any(line.is_repeated and line.level.repeat_multiplier for line in lines)
    assert any(line.absorbed_by for line in lines) and any(one.earned_back for one in found) and any(one.bonus for one in found)
    assert {line.judged.verdict for line in lines} >= {"met", "missed"}
    assert {one.agreement.effective_from for statement in found for one in statement.accounts} > {date(2023, 1, 1)}


def test_the_article_s_own_case_is_among_the_samples(company: Company):
    """Equipment maintenance: response within 2 hours, which is 120 working minutes, and fault clearance of at least 95 %."""
    services = company.tables["agreements"].select("agreement_id", "service")
    levels = company.tables["service_levels"].join(services, on="agreement_id")
    maintenance = levels.filter(pl.col("service") == "maintenance")
    assert maintenance.filter(pl.col("kpi") == "response_on_time")["clock_minutes"].is_in([120.0]).any()
    assert maintenance.filter(pl.col("kpi") == "clearance_rate")["target"].to_list().count(95.0) > 0


def cents(amount: Fraction) -> int:
    """Whole cents, half up."""
    return floor(amount * 100 + Fraction(1, 2))


def exactly(number: object) -> Fraction:
    return Fraction(Decimal(str(number)))


def tenths(met: float, due: float) -> int:
    """A share of 100 in whole tenths, half up."""
    return floor(Fraction(round(met)) / Fraction(round(due)) * 1000 + Fraction(1, 2))


class Book:
    """One vendor's year kept by hand: rows counted one by one, money in whole cents, nothing of the rules of the product."""

    def __init__(self, company: Company, frames: Frames, vendor: str) -> None:
        self.terms = [row for row in company.tables["agreements"].to_dicts() if row["vendor_id"] == vendor]
        ids = {row["agreement_id"] for row in self.terms}
        self.levels = [row for row in company.tables["service_levels"].to_dicts() if row["agreement_id"] in ids]
        self.tiers = company.tables["level_tiers"].to_dicts()
        names = {part[0] for level in self.levels for part in PLAIN[str(level["kpi"])]}
        self.rows = {name: frames[name].filter(vendor_id=vendor).to_dicts() for name in names}
        self.known: dict[tuple[object, date], int | None] = {}

    def in_force(self, level: Row, month: date) -> bool:
        """The sample's versions change at the beginning of a month."""
        (term,) = [row for row in self.terms if row["agreement_id"] == level["agreement_id"]]
        return term["effective_from"] <= month and (term["effective_to"] is None or term["effective_to"] >= month)

    def result(self, level: Row, month: date) -> int | None:
        """Tenths of a per cent of the level's rows in the month; random checks only, where there are methods."""
        place = (level["level_id"], month)
        if place not in self.known:
            self.known[place] = self.counted(level, month)
        return self.known[place]

    def counted(self, level: Row, month: date) -> int | None:
        sums = [0.0, 0.0]
        for place, (table, on, value) in enumerate(PLAIN[str(level["kpi"])]):
            for row in self.rows[table]:
                is_asked = level["priority"] in (None, row.get("priority_at_request")) and row.get("method", "random") == "random"
                if is_asked and row[on] is not None and (row[on].year, row[on].month) == (month.year, month.month):
                    sums[place] += value(row)
        return tenths(*sums) if sums[1] else None

    def misses(self, level: Row, month: date) -> bool:
        found = self.result(level, month)
        return found is not None and found < exactly(level["target"]) * 10

    def missed_before(self, level: Row, month: date) -> bool:
        """Whether the level on the same KPI and priority missed in the month before, in whatever version was in force."""
        before = month_after(month, -1)
        same = [one for one in self.levels if (one["kpi"], one["priority"]) == (level["kpi"], level["priority"])]
        return before >= YEAR[0] and any(self.in_force(one, before) and self.misses(one, before) for one in same)

    def alone(self, level: Row, month: date) -> int:
        """The cents that the level's miss costs by itself."""
        if not self.misses(level, month):
            return 0
        (term,) = [row for row in self.terms if row["agreement_id"] == level["agreement_id"]]
        charge = exactly(term["monthly_charge"])
        if term["scheme"] == "pool":
            allocation = 1 if level["allocation_share"] is None else exactly(level["allocation_share"])
            return cents(exactly(level["pool_share"]) * allocation * charge * exactly(term["at_risk_share"]))
        below = exactly(level["target"]) * 10 - (self.result(level, month) or 0)
        points = next(points for points, most in ((1, 10), (2, 20), (3, 30), (4, 1000)) if below <= most)
        doubled = 2 if self.missed_before(level, month) else 1
        return cents(points * doubled * exactly(term["point_share"]) * charge)

    def due(self, month: date) -> dict[str, Decimal]:
        """Cents by level: of an incident group the dearest, all together at most a tenth of the charge."""
        here = [level for level in self.levels if self.in_force(level, month)]
        costs = {str(level["level_id"]): self.alone(level, month) for level in here}
        for group in {level["incident_group"] for level in here} - {None}:
            members = [str(level["level_id"]) for level in here if level["incident_group"] == group]
            dearest = max(members, key=lambda id_: (costs[id_], -members.index(id_)))
            costs |= {id_: 0 for id_ in members if id_ != dearest}
        (term,) = [row for row in self.terms if self.in_force(row, month)]
        cap, whole = cents(exactly(term["monthly_charge"]) / 10), sum(costs.values())
        if whole > cap:
            shares = {id_: Fraction(cost * cap, whole) for id_, cost in costs.items()}
            costs = {id_: floor(share) for id_, share in shares.items()}
            for id_ in sorted(shares, key=lambda id_: floor(shares[id_]) - shares[id_])[: cap - sum(costs.values())]:
                costs[id_] += 1
        return {id_: Decimal(cost) / 100 for id_, cost in costs.items()}

    def earned_back(self, month: date) -> Decimal:
        """Half of what was due three months ago, where the three months since reached two points over the target then agreed."""
        earlier = month_after(month, -3)
        if earlier < YEAR[0]:
            return Decimal(0)
        back = 0
        for level in (one for one in self.levels if one["earn_back_months"] and self.in_force(one, earlier)):
            since = [self.later(level, month_after(earlier, after)) for after in (1, 2, 3)]
            if all(one is not None and one >= exactly(level["earn_back_level"]) * 10 for one in since):
                back += cents(Fraction(self.due(earlier)[str(level["level_id"])]) * exactly(level["earn_back_share"]))
        return Decimal(back) / 100

    def later(self, level: Row, month: date) -> int | None:
        same = [one for one in self.levels if (one["kpi"], one["priority"]) == (level["kpi"], level["priority"])]
        (now,) = [one for one in same if self.in_force(one, month)]
        return self.result(now, month)

    def bonus(self, month: date) -> Decimal:
        earned = 0
        for level in (one for one in self.levels if one["bonus_share"] and self.in_force(one, month)):
            (term,) = [row for row in self.terms if row["agreement_id"] == level["agreement_id"]]
            if (self.result(level, month) or 0) >= exactly(level["bonus_target"]) * 10:
                earned += cents(exactly(level["bonus_share"]) * exactly(term["monthly_charge"]))
        return Decimal(earned) / 100
