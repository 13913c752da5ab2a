"""`python -m benchmarks.real_trends`: real files through Trends, Compare and every page; findings that people of the trade know."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assay import written
from assay.kpis import Grain
from assay.report.comparison import Compared
from assay.report.trends import Trend, Trends
from assay.say.trends import RULES
from assay.text import LANGUAGES
from assay.warehouse import read
from assay.warehouse.read import Warehouse
from benchmarks import company as firm
from benchmarks.evidence import Section, shown
from benchmarks.page_run import Opened, opened, served
from benchmarks.real_files import FLIGHTS_OF_2013, SHARED, SOURCES, Source, taken
from pipelines import flights

VIEWS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("overview", {}), ("orders", {}), ("agreements", {}), ("data", {}), ("trends", {}), ("trends", {"across": "site_id"}),
    *(("compare", {"part": part}) for part in ("funnel", "adjusted", "change", "kpis", "times")), ("vendor", {}),
)  # fmt: skip
_CLEANLINESS = "Cleanliness audits (SNCF)"


@dataclass(frozen=True, slots=True)
class Known:
    """What people of the trade know of some periods, and the series in which it is to be seen: all together, or one member."""

    says: str
    source: str
    kpi: str
    across: str
    grain: Grain
    member: str | None
    labels: tuple[str, ...]


KNOWN = (
    Known("The blizzard of 8 and 9 February 2013 closes the three airports of New York.", FLIGHTS_OF_2013.title, "response_on_time",
          "site_id", "day", None, ("2013-02-08", "2013-02-09")),
    Known("The snowstorm of 8 March 2013, worst at LaGuardia.", FLIGHTS_OF_2013.title, "response_on_time", "site_id", "day", "LGA",
          ("2013-03-08",)),
    Known("Few passengers and more cleaning in the epidemic: stations are cleaner than usual in autumn 2020.", _CLEANLINESS,
          "defect_rate", "vendor_id", "month", None, ("2020-10", "2020-11")),
)  # fmt: skip
"""Each period is to be a signal of its chart."""
WEAK, STRONG = ("EV", "YV", "WN", "FL"), ("HA", "AS", "US", "DL")
"""Airlines that were known for late and for punctual departures in 2013; the comparison is to set them apart."""


def loaded(folder: Path) -> dict[str, Path]:
    """The warehouse of each source whose files are here, by title."""
    found = {}
    if SHARED.is_dir():
        found = {source.title: _home(source, SHARED / source.folder, folder / str(at)) for at, source in enumerate(SOURCES)}
    if data := flights.packaged():
        flights.write(data, folder / "files")
        found[FLIGHTS_OF_2013.title] = _home(FLIGHTS_OF_2013, folder / "files", folder / "flights")
    return found


def _home(source: Source, files: Path, home: Path) -> Path:
    taken(source, files, home)
    return home


def warehouse(home: Path) -> Warehouse:
    """The warehouse of a folder, open for reading."""
    version = read.version(home)
    assert version is not None
    return read.opened(home, version)


def findings(homes: Mapping[str, Path]) -> Section:
    """What is known, period by period, as the charts say it."""
    rows, holds = [], True
    for known in KNOWN:
        if known.source in homes:
            table = firm.watched(warehouse(homes[known.source]), known.across, known.grain).table()
            one = table.of(known.kpi, known.member)
            assert one is not None
            told = [_told(one, table, label) for label in known.labels]
            rows += [(known.says, *row) for row in told]
            holds &= all(row[-1] for row in told)
    columns = ("what is known", "series", "period", "counted", "value", "without its season", "usual range", "signal")
    return Section("What is known of real files is seen", "Each period is a signal of its chart.", columns, tuple(rows), holds)


def _told(one: Trend, table: Trends, label: str) -> tuple[str, ...]:
    at = table.axis.labels.index(label)
    name = next((row.name for row in table.rows if row.member == one.member), "") or "all together"
    ends = (_value(one, one.charted.lower[at]), _value(one, one.charted.upper[at]))
    found = [RULES[signal.rule, signal.side]("en") for signal in one.signals if signal.position == at]
    even = _value(one, one.charted.values[at]) if one.is_adjusted else ""
    counted = written.count(float(one.series.denominator[at]))
    value = written.value(one.kpi, one.values[at], "en")
    return f"{one.kpi.title('en')}, {name}", label, counted, value, even, " to ".join(ends), "".join(found)


def _value(one: Trend, ratio: float | None) -> str:
    return "" if ratio is None else written.value(one.kpi, one.kpi.value(ratio), "en")


def airlines(home: Path) -> Section:
    """All airlines over the year, departures within 15 minutes of schedule, with the airport allowed for."""
    here = warehouse(home)
    found = firm.compared(here, firm.ON_TIME[0], None, firm.periods(here).labels)
    claim = (
        "Airlines that were known for late departures in 2013 (ExpressJet, Mesa, Southwest, AirTran) are clearly worse, those "
        "known for punctual ones (Hawaiian, Alaska, US Airways, Delta) clearly better, with the airport and the season allowed for."
    )
    bands = (("clearly_worse", WEAK), ("clearly_better", STRONG))
    holds = all(id_ in {one.vendor_id for one in found.of(band)} for band, ids in bands for id_ in ids)
    columns = ("airline", "flights", "as counted, %", "on like work, %", "rank", "verdict")
    return Section("Airlines compared", claim, columns, tuple(map(_airline, found.ranked)), holds)


def _airline(one: Compared) -> tuple[str, ...]:
    adjusted, rank = one.adjusted, one.rank
    assert adjusted is not None and rank is not None
    like = f"{adjusted.value:.1f} ({adjusted.low:.1f} to {adjusted.high:.1f})"
    place = f"{rank.median} ({rank.low} to {rank.high})"
    return one.name, f"{one.sums.denominator:,.0f}", f"{one.crude.value:.1f}", like, place, f"{one.band}".replace("_", " ")


def pages(homes: Mapping[str, Path], views: Sequence[tuple[str, Mapping[str, str]]] = VIEWS) -> Section:
    """Every page on every source, in both languages in turn: what it took on first sight, and what went wrong."""
    rows = []
    with served():
        for title, home in homes.items():
            _forget()
            for at, (page, query) in enumerate(views):
                seen = opened(page, {"lang": LANGUAGES[at % 2], **query}, home)
                rows.append((title, " ".join((page, *query.values())), *_seen(seen)))
    claim = "Every page opens on the real files, with a headline and without an error."
    holds = all(headline and not errors for _, _, headline, _, errors in rows)
    return Section("Pages on real files", claim, ("source", "page", "its headline", "seconds", "errors"), tuple(rows), holds)


def _forget() -> None:
    """What is kept is kept by version, and the versions of all sources have the name of the moment at which they were loaded."""
    st.cache_data.clear()
    st.cache_resource.clear()


def _seen(page: Opened) -> tuple[str, str, str]:
    """Headline, seconds, errors."""
    headline = page.test.header[0].value.replace("\\", "") if page.test.header else ""
    errors = (error.value for error in (*page.test.exception, *page.test.error))
    return headline, f"{page.seconds:.1f}", "; ".join(errors)


def sections(folder: Path) -> tuple[Section, ...]:
    """All of it, for those sources whose files are here."""
    homes = loaded(folder)
    own = [airlines(homes[FLIGHTS_OF_2013.title])] if FLIGHTS_OF_2013.title in homes else []
    return findings(homes), *own, pages(homes)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        return shown(sections(Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
