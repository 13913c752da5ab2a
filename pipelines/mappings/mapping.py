"""How a company writes what a contract asks for: its columns, words, units, forms of dates and marks of nothing, in TOML files.

    table = "orders"
    files = ["orders_mnt_*.csv"]       # names of files, with * and ?; of several mappings the narrowest pattern applies
    sheet = "工单"                      # workbooks only
    encoding = "gb18030"               # found out where it is not named; so is delimiter
    time_zone = "Asia/Shanghai"        # of moments written without an offset; "site" is the zone of the row's site; else UTC
    dates = ["%Y-%m-%d"]               # accepted forms, in order
    moments = ["%Y/%m/%d %H:%M"]
    nulls = ["", "-", "无"]            # written where there is nothing
    optional = ["comment"]             # our columns that a file may lack although they are named below
    [columns]                          # theirs = ours; a header that is our column's name needs no entry
    "工单号" = "order_id"
    [words.outcome]                    # of our column, theirs = ours
    "已解决" = "solved"
    [constants]                        # ours = value, where the file has no such column
    service = "maintenance"
    [factors]                          # ours = what to multiply a number by
    cost = 0.01

and, where a file is further from the tables than that:

    distinct = true                    # the file repeats what the table has once: equal rows count once
    [composed]                         # ours = built of their columns, as `composed` describes
    order_id = "{No}-{Year}"
    [lookups]                          # ours = table.column that was loaded before, by the key that the row has of it
    vendor_id = "sites.region|id"
    [minutes]                          # ours = minutes to add to a moment: a number, a pattern, or several of them
    responded_at = "{delay}"
    [[drop]]                           # rows that are none of this table: all these columns have one of these values
    columns = ["Quarter"]
    values = ["Global"]                # "" is a column without a value
    reason = "totals that repeat the quarters"    # or {zh = "…", en = "…"}
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from assay.contracts import SOURCES, Contract, contract
from assay.text import Text
from pipelines.mappings import composed

DATES = ("%Y-%m-%d",)
MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
SITE = "site"
SITE_KEY = "site_id"


@dataclass(frozen=True, slots=True)
class Drop:
    """Rows to leave out, and why: those in which every one of the columns has one of the values; an empty value is no value."""

    columns: tuple[str, ...]
    values: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Lookup:
    """Our column from `column` of `table`, whose one key column `key` is a column of ours as well, in a form of `composed`."""

    table: str
    column: str
    form: str = ""

    @property
    def key(self) -> str:
        return contract(self.table).key[0]


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file; `origin` is its name, empty for the mapping of a file that has a table's own headers."""

    origin: str
    table: str
    files: tuple[str, ...] = ()
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    time_zone: str = "UTC"
    dates: tuple[str, ...] = DATES
    moments: tuple[str, ...] = MOMENTS
    nulls: tuple[str, ...] = ("",)
    optional: tuple[str, ...] = ()
    columns: Table[str, str] = field(default_factory=dict)
    words: Table[str, Table[str, str]] = field(default_factory=dict)
    constants: Table[str, object] = field(default_factory=dict)
    factors: Table[str, float] = field(default_factory=dict)
    composed: Table[str, tuple[str, ...]] = field(default_factory=dict)
    lookups: Table[str, Lookup] = field(default_factory=dict)
    minutes: Table[str, tuple[str, ...]] = field(default_factory=dict)
    drop: tuple[Drop, ...] = ()
    distinct: bool = False

    @property
    def contract(self) -> Contract:
        return contract(self.table)

    def sources(self, headers: Iterable[str]) -> dict[str, str]:
        """Which header feeds which of our columns, ours = theirs; of several headers for one column the first of the mapping."""
        present = set(headers)
        found = {ours: theirs for theirs, ours in reversed(self.columns.items()) if theirs in present}
        own = {c.name: c.name for c in self.contract.given if c.name in present and c.name not in self.columns}
        return {**own, **found}

    def missing(self, headers: Iterable[str]) -> tuple[str, ...]:
        """What the file would have to have: our required columns that nothing feeds, and theirs that the mapping names."""
        present = frozenset(headers)
        fed = {*self.sources(present), *self.constants, *self.composed, *self.lookups}
        required = {c.name for c in self.contract.given if c.required} - set(self.columns.values())
        named = [theirs for theirs, ours in self.columns.items() if ours not in fed and ours not in self.optional]
        return tuple(dict.fromkeys((*named, *self._unbuilt(present), *sorted(required - fed))))

    def fitting(self, ours: str, headers: Iterable[str]) -> tuple[str, ...]:
        """The patterns for one of our columns that the file has every column for."""
        present = set(headers)
        return tuple(pattern for pattern in self.composed.get(ours, ()) if present.issuperset(composed.theirs(pattern)))

    @property
    def coded(self) -> tuple[str, ...]:
        """Our columns of which some values become a short code."""
        return tuple(ours for ours, several in self.composed.items() if any("hash" in composed.forms(one) for one in several))

    def _unbuilt(self, headers: frozenset[str]) -> list[str]:
        """Headers that patterns and filters need and the file lacks; of several patterns one has to fit."""
        needed = [
            *(composed.theirs(several[0]) for ours, several in self.composed.items()
              if ours not in self.optional and not self.fitting(ours, headers)),
            *(composed.theirs(one) for ours, several in self.minutes.items() if ours not in self.optional for one in several),
            *(rule.columns for rule in self.drop),
        ]  # fmt: skip
        return [header for several in needed for header in several if header not in headers]


def plain(headers: Iterable[str]) -> Mapping | None:
    """The mapping of a file whose headers are a table's own, all required ones among them; of several tables the fullest match."""
    present = set(headers)
    fitting = [c for c in SOURCES if all(column.name in present for column in c.given if column.required)]
    best = max(fitting, key=lambda c: sum(column.name in present for column in c.given), default=None)
    return Mapping("", best.table) if best else None


def applying(mappings: Iterable[Mapping], name: str, sheet: str | None) -> dict[str, tuple[Mapping, ...]]:
    """By table, the mappings with the narrowest pattern for this file and sheet: one, unless several are equally narrow."""
    narrowest: dict[str, tuple[int, tuple[Mapping, ...]]] = {}
    for mapping in mappings:
        width = _width(mapping, name, sheet)
        before, alike = narrowest.get(mapping.table, (0, ()))
        if width and width >= before:
            narrowest[mapping.table] = (width, (*alike, mapping) if width == before else (mapping,))
    return {table: alike for table, (_, alike) in narrowest.items()}


def _width(mapping: Mapping, name: str, sheet: str | None) -> int:
    """How narrowly the mapping fits the file: the length of its longest pattern, and more where it names the sheet; 0 if not."""
    lengths = [len(pattern) for pattern in mapping.files if fnmatchcase(name, pattern)]
    return 2 * max(lengths) + (mapping.sheet is not None) if lengths and mapping.sheet in (None, sheet) else 0
