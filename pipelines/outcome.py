"""What became of a file, and of a load."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assay.contracts.reasons import READING
from assay.text import Text
from pipelines.mappings.mapping import Mapping
from pipelines.reading.find import Arrival
from pipelines.refusal import CUT, LEFT_OUT, Refused
from pipelines.tidying.tidy import LINE
from pipelines.validation.validate import Validation

State = Literal["loaded", "refused", "unchanged"]
Reason = tuple[str, str, int]
"""A reason, the columns it is about, and the number of rows that have it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file or sheet. Rows read are those accepted and those quarantined; unchanged ones are among the accepted.

    A refused file may have been read and validated, and still none of its rows is accepted or quarantined. `left_out` are rows that
    the mapping says are none of its table, with its reasons; they are not among the rows read. The `message` of a loaded file says
    them too, and where it was cut off.
    """

    arrival: Arrival
    state: State
    message: Text | None = None
    encoding: str | None = None
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    unchanged: int = 0
    reasons: tuple[Reason, ...] = ()
    validation: Validation | None = None
    left_out: tuple[tuple[Text, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What became of a load. Without a `version` nothing was published, since nothing was new."""

    load_id: str
    outcomes: tuple[Outcome, ...]
    seconds: Table[str, float]
    as_of: datetime | None
    version: str | None


@dataclass(slots=True)
class Batch:
    """A file on its way in; filled step by step, so that a refusal can say how far it came."""

    arrival: Arrival
    mapping: Mapping
    encoding: str | None = None
    rows: int = 0
    validation: Validation | None = None
    reasons: tuple[Reason, ...] = ()
    left_out: tuple[tuple[Text, int], ...] = ()
    cut_at: int | None = None

    def loaded(self, broken: int, equal: int) -> Outcome:
        accepted = self.rows - broken
        found = (self.encoding, self.rows, accepted, broken, equal, self.reasons, self.validation, self.left_out)
        return Outcome(self.arrival, "loaded", self._notes(), *found)

    def _notes(self) -> Text | None:
        """What a person should know of a file that was loaded."""
        notes = [_said(LEFT_OUT, reason=reason, rows=rows) for reason, rows in self.left_out]
        if self.cut_at:
            notes.append(_said(CUT, line=self.cut_at))
        return Text("".join(note.zh for note in notes), " ".join(note.en for note in notes)) if notes else None

    def most(self) -> Text:
        """The three most frequent reasons with their rows, in words."""
        said = [(meaning(self.validation, reason, columns), rows) for reason, columns, rows in self.reasons[:3]]
        return Text(
            "；".join(f"{words.zh}（{rows} 行）" for words, rows in said),
            "; ".join(f"{words.en} ({rows} rows)" for words, rows in said),
        )


def _said(words: Text, **values: object) -> Text:
    return Refused(words, **values).text


def refused(arrival: Arrival, message: Text, batch: Batch | None = None) -> Outcome:
    if batch is None:
        return Outcome(arrival, "refused", message)
    return Outcome(arrival, "refused", message, batch.encoding, batch.rows, reasons=batch.reasons, validation=batch.validation)


def unchanged(arrival: Arrival) -> Outcome:
    return Outcome(arrival, "unchanged")


def meaning(validation: Validation | None, reason: str, columns: str) -> Text:
    """A reason in words: what the check asks for, or what could not be read about the column."""
    if reason in READING:
        words = READING[reason]
        return words if columns == LINE else Text(f"{columns} {words.zh}", f"{columns} {words.en}")
    for finding in validation.findings if validation else ():
        if (finding.expectation.reason, ", ".join(finding.expectation.columns)) == (reason, columns):
            return finding.expectation.says
    raise KeyError(f"no check {reason} on {columns}")
