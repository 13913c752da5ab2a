"""The tables and columns under their titles, in Chinese and in English: what a template is headed with, and how it is known again.

A title is the first clause of a column's text, with its unit; a star marks what is required. Moments are written as the clock on
the wall says: in the zone of the row's site, or, in a table without one, in the zone that the title names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as Table
from functools import cache
from zoneinfo import available_timezones

from assay.contracts import SOURCES, Column, Contract
from assay.text import LANGUAGES, Language, Text
from pipelines.mappings.mapping import MOMENTS, SITE, SITE_KEY, Mapping

STAR = "*"
FLAGS: Table[str, Text] = {"true": Text("是", "Yes"), "false": Text("否", "No")}
_LOCAL = Text("站点当地时间", "local time of the site")
_WITH = Text("{title}（{more}）", "{title} ({more})")
_LOCALS = tuple(_LOCAL(language).replace(" ", "") for language in LANGUAGES)
_BRACKET = re.compile(r"\(([^()]+)\)$")
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日")
_MOMENTS = (*MOMENTS, "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S")


def title(contract: Contract, column: Column, language: Language, zone: str = "UTC") -> str:
    """The heading of the column: title, unit or zone, and a star where it is required."""
    words = re.split("[；;]", column.text(language))[0].strip()
    more = _moment_zone(contract, zone)(language) if column.type == "moment" else column.unit(language) if column.unit else ""
    return (_WITH(language, title=words, more=more) if more else words) + (STAR if column.required else "")


def words(column: Column) -> Table[str, Text]:
    """Our words of a column and their names: those that its contract knows, and yes and no for a flag."""
    return FLAGS if column.type == "flag" else column.words


def has_site(contract: Contract) -> bool:
    return any(column.name == SITE_KEY for column in contract.given)


def titled(headers: Iterable[str]) -> Mapping | None:
    """The mapping of a file that is headed with the titles of a table, in either language; of several tables the fullest match."""
    present = tuple(headers)
    made = [mapping for contract in SOURCES if (mapping := _reading(contract, present))]
    return max(made, key=lambda mapping: len(mapping.columns), default=None)


def _reading(contract: Contract, headers: tuple[str, ...]) -> Mapping | None:
    """How a file with these headers is read as the contract's table; None where a required column, or the zone, is missing."""
    found = {header: column for header in headers if (column := _known(contract.table).get(_bare(header)))}
    fed = {column.name for column in found.values()}
    zone = _zone([header for header, column in found.items() if column.type == "moment"], contract)
    if not zone or not all(column.name in fed for column in contract.given if column.required):
        return None
    named = {header: column.name for header, column in found.items()}
    worded = {column.name: _theirs(column) for column in found.values() if words(column)}
    return Mapping("", contract.table, time_zone=zone, dates=_DATES, moments=_MOMENTS, columns=named, words=worded)


def _zone(headers: list[str], contract: Contract) -> str | None:
    """The one zone that the headings of moments name; that of the site where they name none; None where it cannot be known."""
    named = {_zones().get(found[1], "") if (found := _BRACKET.search(_folded(header))) else "" for header in headers} - {""}
    if len(named) == 1:
        return named.pop()
    return "UTC" if not headers else SITE if not named and has_site(contract) else None


@cache
def _known(table: str) -> dict[str, Column]:
    contract = next(c for c in SOURCES if c.table == table)
    return {_bare(title(contract, column, language)): column for column in contract.given for language in LANGUAGES}


def _folded(header: str) -> str:
    """A heading without what people lose when they retype it: the star, the width of brackets, case, spaces."""
    return unicodedata.normalize("NFKC", header).casefold().rstrip(f"{STAR} ").replace(" ", "")


def _bare(header: str) -> str:
    """The heading folded, and without its zone."""
    folded = _folded(header)
    found = _BRACKET.search(folded)
    return folded[:found.start()] if found and (found[1] in _zones() or found[1] in _LOCALS) else folded


def _theirs(column: Column) -> dict[str, str]:
    return {name(language): ours for ours, name in words(column).items() for language in LANGUAGES}


def _moment_zone(contract: Contract, zone: str) -> Text:
    return _LOCAL if has_site(contract) else Text(zone, zone)


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}
