"""The planted part of the work in which completion went bad: whether it is named, exactly and first, and whether nothing is where
nothing was planted."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from assay.cells import cells
from assay.kpis import Grain, kpi
from assay.report.causes import WORKERS
from assay.scope import Scope
from assay.simulate import Company, simulate
from assay.stats.localise.result import Localised
from assay.stats.localise.scan import localise
from assay.stats.localise.table import tabled
from benchmarks.evidence import Section, shown
from pipelines.derive import complete

BY = ("vendor_id", "site_id", "service", "category", "priority_at_request", "shift", "channel")
"""The dimensions that the page combines unless told otherwise."""
QUARTER, YEAR = "2026-Q2", 12
ORDERS = 600_000
"""By quarter 900 orders lie in the planted part: enough to tell it from the 5 % larger one without the vendor."""
_NEEDED = ("vendors", "sites", "orders", "pauses", "calendars", "calendar_days", "agreements", "service_levels", "level_tiers")
_KPI = kpi("completion_on_time")


def searched(company: Company, period: str, grain: Grain) -> Localised:
    """The scan of a period against up to a year before the part went bad."""
    given = {name: company.tables[name] for name in _NEEDED if name in company.tables}
    tables = complete(given, company.as_of)
    told = cells(_KPI, lambda name: nw.from_native(tables[name].lazy()), BY, grain, Scope.all()).to_native().collect()
    before = sorted(label for label in set(told["period"]) if label < period)[-YEAR:]
    kept = [label for label in before if not _is_bad(label, company)]
    asked = told.filter(pl.col("period").is_in([*kept, period]))
    return localise(tabled(asked, BY, period, "p", failures=True, unnamed=WORKERS), side="both")


def _is_bad(label: str, company: Company) -> bool:
    """Whether the planted part was bad in some of the period already: it began in the middle of a quarter."""
    began = company.truths.get("cell", {}).get("from_month")
    if began is None:
        return False
    year, quarter = began[:4], (int(began[5:7]) + 2) // 3
    return label >= (f"{year}-Q{quarter}" if "Q" in label else began)


def is_named(company: Company, found: Localised) -> bool:
    """The first cause is exactly the planted vendor, site, category and shift; without truths: there is none."""
    if "cell" not in company.truths:
        return not found.causes
    truth = company.truths["cell"]
    planted = {(name, truth[name]) for name in ("vendor_id", "site_id", "category", "shift")}
    return bool(found.causes) and {(one.attribute, one.value) for one in found.causes[0].conditions} == planted


def named(orders: int, seeds: Sequence[int]) -> Section:
    """Exactly and first, by seed."""
    right = [seed for seed in seeds if is_named(one := simulate(orders, seed), searched(one, QUARTER, "quarter"))]
    missed = [seed for seed in seeds if seed not in right]
    claim = (
        f"In {len(right)} of {len(seeds)} companies of {orders:,} orders the planted vendor, site, category and shift are the "
        f"first cause that is named for {QUARTER}, with no attribute more or less."
    )
    rows = (("named exactly and first", f"{len(right)}"), ("not", f"{len(missed)}: {', '.join(map(str, missed)) or 'none'}"))
    return Section("The planted part of the work", claim, ("what", "seeds"), rows, len(right) >= 0.95 * len(seeds))


def quiet(orders: int, seeds: Sequence[int]) -> Section:
    """Companies in which nothing was planted."""
    companies = ((seed, simulate(orders, seed, "none")) for seed in seeds)
    heard = [seed for seed, one in companies if not is_named(one, searched(one, "2026-09", "month"))]
    claim = f"In {len(heard)} of {len(seeds)} companies of {orders:,} orders without any truth something is named; 9 of 100 may."
    rows = (("something named", f"{len(heard)}: {', '.join(map(str, heard)) or 'none'}"),)
    return Section("Nothing planted, nothing found", claim, ("what", "seeds"), rows, len(heard) <= 0.09 * len(seeds))


def sections(seeds: int) -> tuple[Section, ...]:
    return named(ORDERS, range(1, seeds + 1)), quiet(100_000, range(1, seeds + 1))


if __name__ == "__main__":
    raise SystemExit(shown(sections(100)))
