"""Compliance as a workbook: what each vendor owes month by month, and every line behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from assay.agreements.account import Line
from assay.agreements.statement import Statement
from assay.contracts.vocabulary import SERVICES
from assay.kpis import Kpi
from assay.say import agreed, compliance, overview
from assay.say import statement as say
from ui import download
from ui.agreements import read as agreements_read
from ui.agreements import view as agreements_view
from ui.agreements import words
from ui.reading import Reading

Statements = Mapping[str, Sequence[Statement]]


def workbook(by_vendor: Statements, names: Mapping[str, str], now: Reading) -> bytes:
    """Two sheets: a row a vendor and month, a row a line; in full precision."""
    months = pl.DataFrame([_month(one, names, now) for one in _all(by_vendor)], infer_schema_length=None)
    kpis = agreements_read.kpis(now.version)
    rows = [_line(line, one, kpis[line.level.kpi], names, now) for one in _all(by_vendor) for line in one.lines]
    return download.workbook({now(words.BY_VENDOR): months, now(words.LEVELS): pl.DataFrame(rows, infer_schema_length=None)})


def _all(by_vendor: Statements) -> Iterator[Statement]:
    return (one for statements in by_vendor.values() for one in statements)


def _month(one: Statement, names: Mapping[str, str], now: Reading) -> dict[str, object]:
    judged, missed = compliance.counts(one)
    amounts = {words.CREDITS: one.credit, words.EARNED_BACK: one.earned_back, words.BONUS: one.bonus, words.TOTAL: one.total}
    return {
        **_whose(one, names, now),
        now(words.JUDGED): judged,
        now(words.MISSED): missed,
        **{now(name): float(amount) if one.accounts else None for name, amount in amounts.items()},
    }


def _whose(one: Statement, names: Mapping[str, str], now: Reading) -> dict[str, object]:
    return {now(words.VENDOR): names[one.vendor_id], "vendor_id": one.vendor_id, now(words.MONTH): agreements_view.label(one.month)}


def _line(line: Line, one: Statement, kpi: Kpi, names: Mapping[str, str], now: Reading) -> dict[str, object]:
    found = line.judged
    return {
        **_whose(one, names, now),
        now(words.SERVICE): overview.word(SERVICES, line.level.service, now.language),
        now(words.LEVEL): agreed.title(kpi, line.level, now.language),
        "level_id": line.level.level_id,
        now(words.NUMERATOR): found.sums.numerator,
        now(words.DENOMINATOR): found.sums.denominator,
        now(words.EXCLUDED): sum(found.excluded.values()),
        now(words.RESULT): found.settled,
        now(words.TARGET): line.level.target,
        now(words.SETTLED): say.verdict(line, now.language),
        now(words.EVIDENCE): line.chance,
        now(words.CREDIT): float(line.due),
        now(words.BONUS): float(line.bonus.amount),
    }
