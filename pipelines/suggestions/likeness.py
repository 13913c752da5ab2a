"""How well a heading and its values fit a column of ours, and which headings feed which columns of a table at best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import polars as pl

from assay.contracts import SOURCES, Column, Contract
from assay.contracts.column import Type
from assay.text import Text
from pipelines.sample import Sample
from pipelines.suggestions import synonyms
from pipelines.templates import forms
from pipelines.templates.notes import is_closed

LEAST = 0.5
_LONGEST = 80  # no heading is longer; what is, is text in the wrong place
_MANY = 300  # beyond so many columns only names that are known are looked up, not those that look alike
_NEAR, _ALIKE = 0.75, 0.86
# What a table loses, in columns that fit, where all that it requires is missing, or its key; what it gains where it is named.
_LACKING, _KEYLESS, _NAMED = 2.0, 0.7, 0.8
Ids = Table[str, frozenset[str]]

_SAME = Text("列名相同", "the same name")
_CALLED = Text("常见叫法“{name}”", "often called “{name}”")
_LIKE = Text("列名近似“{name}”", "its name is like “{name}”")
_VALUES = Text("{share}的取值符合", "{share} of its values fit")
_NO_VALUES = Text("没有取值可看", "it has no values to look at")
_KNOWN_IDS = Text("{share}的取值是已登记的编号", "{share} of its values are ids that are known")
_JOIN = Text("；", "; ")


@dataclass(frozen=True, slots=True)
class Fit:
    """One heading for one column: how sure from 0 to 1, and why."""

    theirs: str
    ours: str
    sure: float
    why: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read as one table: the fits taken, at most one a heading and one a column, and what is required and not there."""

    contract: Contract
    fits: tuple[Fit, ...]
    missing: tuple[str, ...]
    score: float


@dataclass(slots=True)
class _Seen:
    """A sample, and what was found out about its values: reading them as dates takes long, and many tables ask."""

    sample: Sample
    ids: Ids
    shares: dict[tuple[str, str], float] = field(default_factory=dict)

    def share(self, header: str, kind: Type) -> float:
        """The share of the values that can be read as the type."""
        if (header, kind) not in self.shares:
            self.shares[header, kind] = _readable(self.sample.values(header), kind)
        return self.shares[header, kind]


def _readable(values: pl.Series, kind: Type) -> float:
    match kind:
        case "date":
            return forms.dates(values).share
        case "moment":
            return forms.moments(values).share
        case _:
            return forms.numeric(values, kind == "integer")


def best(sample: Sample, table: str | None, ids: Ids) -> Reading:
    """The table that the file is likeliest to be, or the one asked for, and how it is read as that."""
    seen = _Seen(sample, ids)
    return max((_as(seen, contract) for contract in SOURCES if table in (None, contract.table)), key=lambda found: found.score)


def _as(seen: _Seen, contract: Contract) -> Reading:
    fits = _settled(_fits(seen, contract))
    fed = {fit.ours for fit in fits}
    named = _NAMED * _is_named(seen.sample, contract)
    required = [column.name for column in contract.given if column.required]
    missing = tuple(name for name in required if name not in fed)
    keyless = sum(name in missing for name in contract.key) / len(contract.key)
    lacking = _LACKING * len(missing) / len(required) + _KEYLESS * keyless
    return Reading(contract, fits, missing, sum(fit.sure for fit in fits) - lacking + named if fits else -1.0)


def _settled(fits: Iterable[Fit]) -> tuple[Fit, ...]:
    """The surest first; each heading and each column once."""
    taken: dict[str, Fit] = {}
    fed: set[str] = set()
    for fit in sorted(fits, key=lambda fit: -fit.sure):
        if fit.theirs not in taken and fit.ours not in fed:
            taken[fit.theirs] = fit
            fed.add(fit.ours)
    return tuple(taken.values())


def _fits(seen: _Seen, contract: Contract) -> Iterator[Fit]:
    few = len(seen.sample.headers) <= _MANY
    known = {name for column in contract.given for name in synonyms.names(contract.table, column.name)}
    for header in seen.sample.headers:
        name = synonyms.folded(header[:_LONGEST])
        for column in contract.given if few or name in known else ():
            if found := _named(name, contract, column, few):
                share = _share(seen, header, contract, column)
                if (sure := found[0] * _weight(column, share)) >= LEAST:
                    yield Fit(header, column.name, round(sure, 3), _with(found[1], share, len(seen.sample.values(header))))
        if few and seen.ids and (found_by_id := _by_ids(seen.sample.values(header), contract, seen.ids)):
            yield Fit(header, *found_by_id)


def _weight(column: Column, share: float) -> float:
    """What the values leave of a likeness of names: nothing where most of them cannot be; text that is open can be anything."""
    if column.type == "text" and not is_closed(column):
        return 0.4 + 0.6 * max(share, 0.5 if column.words else 0.7)
    return 0.4 + 0.6 * share if share >= 0.5 else 0.0


def _named(name: str, contract: Contract, column: Column, with_likeness: bool) -> tuple[float, Text] | None:
    """How much the folded heading is a name of the column, and how that is said."""
    known = synonyms.names(contract.table, column.name)
    if name in known:
        place = known[name]
        said = _filled(_CALLED, name=name) if place else _SAME
        return max(_NEAR, 1 - 0.012 * place), said
    if not with_likeness or len(name) < 2:
        return None
    nearest = max(known, key=lambda one: _likeness(name, one))
    likeness = _likeness(name, nearest)
    return (likeness, _filled(_LIKE, name=nearest)) if likeness >= LEAST else None


def _likeness(name: str, known: str) -> float:
    """A heading that ends with a known name says what of; one that begins with it says more; else by how many letters agree."""
    length = len(known) / len(name) if len(known) <= len(name) else 0
    is_word = len(known) >= 2 if not known.isascii() else len(known) >= 4
    if is_word and 0 < length < 1:
        if name.endswith(known if not known.isascii() else f" {known}"):
            return 0.6 + 0.2 * length
        if name.startswith(known if not known.isascii() else f"{known} "):
            return 0.5 + 0.2 * length
    matcher = SequenceMatcher(None, name, known)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return ratio * 0.8 if (ratio := matcher.ratio()) >= _ALIKE else 0.0


def _share(seen: _Seen, header: str, contract: Contract, column: Column) -> float:
    """The share of the values that the column knows or can read; 1 where there are none to judge."""
    values = seen.sample.values(header)
    if values.is_empty():
        return 1.0
    if column.words or column.type == "flag":
        return sum(1 for value in values if synonyms.word(contract.table, column.name, value)) / len(values)
    if column.type == "text":
        known = seen.ids.get(column.name)
        return _among(values, known) if known else 1.0
    return seen.share(header, column.type)


def _by_ids(values: pl.Series, contract: Contract, ids: Ids) -> tuple[str, float, Text] | None:
    """The column whose known ids these are, whatever the heading says."""
    for ours, known in ids.items():
        if ours in {column.name for column in contract.given} and (share := _among(values, known)) >= 0.8:
            return ours, round(0.6 * share, 3), _filled(_KNOWN_IDS, share=f"{share:.0%}")
    return None


def _among(values: pl.Series, known: Iterable[str]) -> float:
    return values.is_in(list(known)).sum() / len(values) if len(values) else 0.0


def _is_named(sample: Sample, contract: Contract) -> bool:
    """Whether the name of the sheet or else of the file says the table; the longest name of any table is the one that counts."""
    said = synonyms.folded(sample.sheet or sample.name.rsplit(".", 1)[0])
    return any(name in said if not name.isascii() else f" {name} " in f" {said} " for name in synonyms.table_names(contract.table))


def _with(why: Text, fit: float, values: int) -> Text:
    more = _filled(_VALUES, share=f"{fit:.0%}") if values else _NO_VALUES
    return Text(why.zh + _JOIN.zh + more.zh, why.en + _JOIN.en + more.en)


def _filled(words: Text, **values: object) -> Text:
    return Text(words("zh", **values), words("en", **values))
