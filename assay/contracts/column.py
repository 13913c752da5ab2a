"""The values that contracts are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assay.checks import Check
from assay.text import Text

Type = Literal["text", "integer", "number", "flag", "date", "moment"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    `moment` is UTC without a zone; `date` is local to the site. `words` are the known values with their names; whether others are
    refused is a check's business. `is_derived` columns are computed after loading and never come in a file. `is_recorded` marks what
    has happened already: it cannot lie in the future, and the latest one says up to when the data reach.
    """

    name: str
    type: Type
    text: Text
    unit: Text | None = None
    required: bool = False
    checks: tuple[Check, ...] = ()
    words: Mapping[str, Text] = field(default_factory=dict)
    is_dimension: bool = False
    is_derived: bool = False
    is_recorded: bool = False
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """One table: what its rows are, how they are told apart, what they promise.

    `key` columns tell rows apart; in a few tables some of them may be empty (then an empty one equals an empty one).
    `rules` are promises over several columns or tables. A table is a `source` (comes in files), `derived` (computed from
    sources) or `record` (kept by the platform about its own work).
    """

    table: str
    title: Text
    text: Text
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rules: tuple[Check, ...] = ()
    kind: Literal["source", "derived", "record"] = "source"

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.table} has no column {name}")

    @property
    def given(self) -> tuple[Column, ...]:
        """The columns that come in files."""
        return tuple(column for column in self.columns if not column.is_derived)

    @property
    def derived(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_derived)


def identifier(name: str, text: Text, *, required: bool = True, checks: tuple[Check, ...] = (), dimension: bool = False) -> Column:
    """A key-like text column."""
    return Column(name, "text", text, required=required, checks=checks, is_dimension=dimension)
