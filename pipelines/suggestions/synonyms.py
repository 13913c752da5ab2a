"""What companies call our tables, columns and words: `data/synonyms.toml`, and the contracts' own names and titles."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Table
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from assay.contracts import SOURCES, Column
from assay.kpis import KPIS
from assay.text import LANGUAGES
from pipelines.mappings.titles import STAR, title

_WRITTEN = Path(__file__).resolve().parents[2] / "data" / "synonyms.toml"
_SHARED_WORDS = {"priority_at_request": "priority"}
_BRACKETS = re.compile(r"[(\[{<【《「][^)\]}>】》」]*[)\]}>】》」]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CJK = r"\u3400-\u9fff"


def folded(name: str) -> str:
    """A name without what makes no difference: width, case, camel case, signs, accents, brackets; Chinese stands without spaces."""
    whole = unicodedata.normalize("NFKC", name)
    plain = _BRACKETS.sub(" ", whole)
    plain = plain if plain.strip() else whole
    parted = _CAMEL.sub(" ", plain).casefold()
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", parted) if not unicodedata.combining(letter))
    words = re.sub(r"[^\w]+|_+", " ", bare).strip()
    return re.sub(rf"(?<=[{_CJK}]) | (?=[{_CJK}])", "", words)


def bracketed(name: str) -> str:
    """What stands in the last brackets of a heading, mostly a unit or a zone; empty where there are none."""
    found = _BRACKETS.findall(unicodedata.normalize("NFKC", name))
    return found[-1][1:-1].strip().casefold() if found else ""


@cache
def names(table: str, column: str) -> Table[str, int]:
    """What the column is called, folded, with its place in the list: 0 for our own name and titles, then nearest first."""
    declared = next(contract for contract in SOURCES if contract.table == table)
    own = [column, *(title(declared, declared.column(column), language).rstrip(STAR) for language in LANGUAGES)]
    known = _synonyms()["columns"]
    others = known.get(f"{table}.{column}") or known.get(column, [])
    found: dict[str, int] = {}
    for place, name in [*((0, name) for name in own), *enumerate(others, 1)]:
        found.setdefault(folded(name), place)
    return found


@cache
def table_names(table: str) -> frozenset[str]:
    """What the table is called, folded."""
    contract = next(contract for contract in SOURCES if contract.table == table)
    own = (contract.table, *(contract.title(language) for language in LANGUAGES))
    return frozenset(map(folded, (*own, *_synonyms()["tables"].get(contract.table, []))))


@cache
def words(table: str, column: str) -> Table[str, str]:
    """Their words, folded, to ours; empty where the column has no known words."""
    declared = next(contract for contract in SOURCES if contract.table == table).column(column)
    return dict(_words(table, declared))


def _words(table: str, column: Column) -> Iterator[tuple[str, str]]:
    if column.type == "flag":
        for flag, mark in (("true", "yes"), ("false", "no")):
            yield from ((_word(written), flag) for written in _synonyms()["marks"][mark])
        return
    if (table, column.name) == ("service_levels", "kpi"):
        yield from ((_word(kpi.title(language)), kpi.id) for kpi in KPIS for language in LANGUAGES)
    known = _synonyms()["words"]
    theirs = known.get(f"{table}.{column.name}") or known.get(_SHARED_WORDS.get(column.name, column.name), {})
    for ours in reversed(column.words):
        yield from ((_word(written), ours) for written in theirs.get(ours, []))
    for ours, text in column.words.items():
        yield from ((_word(written), ours) for written in (ours, *(text(language) for language in LANGUAGES)))


def word(table: str, column: str, written: str) -> str | None:
    """Our word for theirs; a leading number as in “1 - Critical” may stand or fall. None where it is not known."""
    known = words(table, column)
    whole = _word(written)
    return known.get(whole) or known.get(re.sub(r"^\d+ ?", "", whole)) or None


def named_in(table: str, column: str, said: str) -> str | None:
    """Our word that the name of a file or a sheet says; None where it says none or several."""
    spaced = f" {folded(said)} "
    found = {ours for theirs, ours in words(table, column).items() if len(theirs) > 1
             and (f" {theirs} " in spaced if theirs.isascii() else theirs in spaced)}
    return found.pop() if len(found) == 1 else None


def zone(heading: str) -> str | None:
    """The time zone that a heading names: UTC, an IANA name, or the zone of China by one of its names."""
    said = bracketed(heading) or (folded(heading).split() or [""])[-1]
    if said in ("utc", "gmt", "z"):
        return "UTC"
    if said in ("北京时间", "中国标准时间", "utc+8", "gmt+8"):
        return "Asia/Shanghai"
    return next((known for known in available_timezones() if "/" in known and known.casefold() == said), None)


def _word(written: str) -> str:
    return folded(written) or written.strip()


@cache
def nothing() -> frozenset[str]:
    """What is written where there is nothing, casefolded."""
    return frozenset(_synonyms()["marks"]["nothing"])


@cache
def minutes() -> Table[str, float]:
    return dict(_synonyms()["minutes"])


@cache
def money() -> Table[str, float]:
    return dict(_synonyms()["money"])


@cache
def _synonyms() -> dict[str, dict]:
    return tomllib.loads(_WRITTEN.read_text(encoding="utf-8"))
