"""A year of the sample company's statements, reproduced by an independent calculation from the raw rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assay.agreements.statement import Statement
from assay.register.open import Register, opened
from assay.report.settled import settled, settled_all, walked
from assay.scope import Scope
from assay.simulate import Company
from assay.warehouse import read
from assay.warehouse.read import Warehouse
from tests.assay.by_hand import Book

YEAR = tuple(date(2025, month, 1) for month in range(1, 13))
ALL = Scope.all()


@pytest.fixture(scope="module")
def loaded_warehouse(warehouse: Path) -> Warehouse:
    return read.opened(warehouse, read.version(warehouse) or "")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    found = opened(tmp_path_factory.mktemp("register") / "register.sqlite")
    yield found
    found.close()


@pytest.fixture(scope="module")
def year(loaded_warehouse: Warehouse, register: Register) -> Mapping[str, tuple[Statement, ...]]:
    """The twelve statements of every vendor, by the product, from the warehouse that was loaded from raw files."""
    return walked(loaded_warehouse, register, ALL, YEAR)


@pytest.fixture(scope="module")
def books(company: Company) -> dict[str, Book]:
    """By hand: the vendor that renewed in May 2025, one by points, one with office hours, one of each scheme's maintenance."""
    tables = {name: frame.to_dicts() for name, frame in company.tables.items()}
    signed = tables["agreements"]
    renewed = next(row["vendor_id"] for row in signed if row["effective_to"])
    by_points = next(row["vendor_id"] for row in signed if row["scheme"] == "points" and row["service"] == "security")
    office = next(row["vendor_id"] for row in signed if row["calendar_id"] == "CN-OFFICE")
    pool, points = (next(row["vendor_id"] for row in signed if (row["service"], row["scheme"]) == ("maintenance", scheme))
                    for scheme in ("pool", "points"))  # fmt: skip
    return {vendor: Book(tables, vendor, company.as_of) for vendor in (renewed, by_points, office, pool, points)}


def test_every_line_is_what_the_raw_rows_say(year: Mapping[str, tuple[Statement, ...]], books: dict[str, Book]):
    compared = 0
    for vendor, book in books.items():
        for statement in year[vendor]:
            expected = book.lines(statement.month)
            assert {line.level.level_id for line in statement.lines} == expected.keys()
            for line in statement.lines:
                by_hand, found = expected[line.level.level_id], line.judged
                place = f"{line.level.level_id} {statement.month}"
                assert (found.sums.numerator, found.sums.denominator) == (by_hand.numerator, by_hand.denominator), place
                assert found.verdict == by_hand.verdict, place
                assert (None if found.settled is None else Decimal(repr(found.settled))) == by_hand.settled, place
                assert (line.credit.due.amount, line.due, line.bonus.amount) == (by_hand.credit, by_hand.due, by_hand.bonus), place
                assert (line.is_repeated, line.absorbed_by is not None) == (by_hand.is_repeated, by_hand.is_absorbed), place
                compared += 1
    assert compared == sum(len(statement.lines) for vendor in books for statement in year[vendor]) > 600


def test_every_total_is_what_the_raw_rows_say(year: Mapping[str, tuple[Statement, ...]], books: dict[str, Book]):
    for vendor, book in books.items():
        for statement in year[vendor]:
            lines = book.lines(statement.month).values()
            credit, bonus, back = sum(one.due for one in lines), sum(one.bonus for one in lines), book.earned_back(statement.month)
            found = (statement.credit, statement.bonus, statement.earned_back)
            assert found == (credit, bonus, back), f"{vendor} {statement.month}"
            assert statement.total == credit - back - bonus


def test_the_year_has_what_is_to_be_compared(year: Mapping[str, tuple[Statement, ...]], books: dict[str, Book]):
    """Misses, repeats, shared incidents, bonuses and earn-back all occur, and both versions of the renewed agreement."""
    found = [statement for vendor in books for statement in year[vendor]]
    lines = [line for statement in found for line in statement.lines]
    assert {line.judged.verdict for line in lines} == {"met", "missed", "no_data", "not_payable"}
    assert any(line.is_repeated and line.level.repeat_multiplier for line in lines) and any(line.absorbed_by for line in lines)
    assert any(statement.earned_back for statement in found) and any(statement.bonus for statement in found)
    assert {line.level.agreement_id for line in lines} >= {f"AG-{next(iter(books))}-1", f"AG-{next(iter(books))}-2"}


def test_a_month_by_itself_is_the_month_of_the_walk(
    loaded_warehouse: Warehouse, register: Register, year: Mapping[str, tuple[Statement, ...]], books: dict[str, Book]
):
    """A month looks back as far as earn-back and repeats need, and no further: the same as after a year's walk."""
    for vendor in books:
        assert settled(loaded_warehouse, register, ALL, vendor, YEAR[-1]).accepted == year[vendor][-1]
    whole = settled_all(loaded_warehouse, register, ALL, YEAR[-1])
    assert {one.vendor_id: one.accepted for one in whole} == {vendor: found[-1] for vendor, found in year.items()}
