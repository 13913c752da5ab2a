"""The page *Agreements* and the address: which part, whose agreements, which month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assay.level import Agreement
from assay.text import Text
from ui import address, warehouse
from ui.agreements import read as agreements_read
from ui.agreements import words
from ui.reading import Reading

PARTS = ("compliance", "statement", "agreed", "simulator", "scorecard")
BASES = ("accepted", "signed", "granted")
"""What a statement is settled with: what was accepted, nothing, or every open request as if it were granted."""
KEY_WORDS: Mapping[str, Text] = {"basis": words.BASIS, "line": words.LEVEL, "agreement": words.AGREEMENT}


def part(now: Reading) -> str:
    return now.part_of(PARTS, PARTS[0])


def agreements(now: Reading) -> tuple[Agreement, ...]:
    """Every version of the agreements in view, by vendor and first day."""
    vendors, services = now.view.get("vendors", ()), now.view.get("services", ())
    found = agreements_read.agreements(now.version, now.scope)
    return tuple(
        one for one in found if (not vendors or one.vendor_id in vendors) and (not services or one.service in services)
    )


def vendors(now: Reading) -> dict[str, str]:
    """Names by id of the vendors in view that ever signed anything, by name."""
    signed = {one.vendor_id for one in agreements(now)}
    return {id_: name for id_, name in warehouse.vendors(now.version, now.scope).items() if id_ in signed}


def vendor(now: Reading) -> str:
    """The vendor that a part about one vendor is about: the first in view. Raises StopIteration where none in view ever signed."""
    return next(iter(vendors(now)))


def everyone(now: Reading) -> dict[str, str]:
    """Names by id of all vendors that ever signed anything, by name."""
    signed = {one.vendor_id for one in agreements_read.agreements(now.version, now.scope)}
    return {id_: name for id_, name in warehouse.vendors(now.version, now.scope).items() if id_ in signed}


def month(now: Reading) -> date:
    """The first day of the month of the view; of a quarter the last month of which anything was recorded."""
    known = (one.first for one in warehouse.periods(now.version, now.scope, "month"))
    last = next((first for first in known if now.period.first <= first <= now.period.last), now.period.first)
    return last.replace(day=1)


def label(month_: date) -> str:
    """The month as a period of the view."""
    return f"{month_:%Y-%m}"


def of_statement(vendor_id: str, month_: date, line: str | None = None) -> str:
    """The link to a vendor's statement, with a line opened."""
    return address.link("agreements", part="statement", vendors=vendor_id, period=label(month_), line=line)
