"""What a mapping for a file could be: its table, columns, words, forms and units, guessed from headings and values.

Nothing is decided here: what comes out is a mapping file for a person to correct, in which every guess is marked as one.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass
from pathlib import Path

from assay.text import Language, Text
from assay.warehouse.connect import reading
from assay.warehouse.folder import current
from pipelines.refusal import Refused
from pipelines.sample import samples
from pipelines.suggestions.likeness import Ids, best
from pipelines.suggestions.suggested import written

NO_TABLE = Text(
    "看不出这是哪张表：表头中没有认得的列（{headers}）。请用 --table 指明。",
    "It is not clear which table this is: none of its headings is known ({headers}). Name one with --table.",
)
_NO_COLUMN = Text("没有对应的列", "no column of ours fits")


@dataclass(frozen=True, slots=True)
class Guess:
    """One heading of theirs: the column of ours that it probably is, None where none fits; how sure, from 0 to 1; why."""

    theirs: str
    ours: str | None
    sure: float
    why: Text


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping to correct. `mapping_text` is TOML; `missing` are required columns of ours that no heading feeds."""

    table: str
    mapping_text: str
    columns: tuple[Guess, ...]
    missing: tuple[str, ...]
    sheet: str | None = None


def suggest(
    path: Path, sheet: str | None = None, table: str | None = None, ids: Ids | None = None, language: Language = "en"
) -> Suggestion:
    """The likeliest mapping for the file: of a workbook, for the sheet named, or for the one that fits a table best.

    `ids` are known ids by column, see `known_ids`; comments in the mapping are in `language`. Raises Refused where the file cannot
    be read or fits no table, and FileNotFoundError.
    """
    read = [(sample, best(sample, table, ids or {})) for sample in samples(path, sheet)]
    sample, found = max(read, key=lambda pair: pair[1].score)
    if not (found.fits or table):
        raise Refused(NO_TABLE, headers=", ".join(header[:40] for header in sample.headers[:20]))
    fits = {fit.theirs: Guess(fit.theirs, fit.ours, fit.sure, fit.why) for fit in found.fits}
    columns = tuple(fits.get(header) or Guess(header, None, 0.0, _NO_COLUMN) for header in sample.headers)
    return Suggestion(found.contract.table, written(sample, found, language), columns, found.missing, sample.sheet)


def known_ids(home: Path) -> Table[str, frozenset[str]]:
    """The ids of vendors and sites in the published warehouse; empty before the first load."""
    published = current(home)
    if published is None:
        return {}
    with reading(published) as connection:
        asked = {"vendor_id": "select vendor_id from vendors", "site_id": "select site_id from sites"}
        return {ours: frozenset(key for (key,) in connection.execute(query).fetchall()) for ours, query in asked.items()}
