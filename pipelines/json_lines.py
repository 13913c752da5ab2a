"""How far a command has come, and what came of it, as one JSON object a line: for programs that run it."""

from __future__ import annotations

import json
from collections.abc import Mapping as Table
from typing import TextIO

from assay.contracts.reasons import meaning
from assay.text import Text
from pipelines.check import Preview
from pipelines.outcome import Load, Outcome
from pipelines.progress import STEPS, Begun, Done, Read, Said, Step, Tell

Line = dict[str, object]


def telling(out: TextIO) -> Tell:
    """Writes what is said, each at once: `begun`, `read`, `done`, `step`."""
    return lambda said: write(out, _line(said))


def write(out: TextIO, line: Line) -> None:
    out.write(json.dumps(line, ensure_ascii=True) + "\n")
    out.flush()


def ended(load: Load) -> Line:
    """The last line of a command that came to its end. `version` is what was published, if anything."""
    as_of = load.as_of.isoformat(sep=" ", timespec="minutes") if load.as_of else None
    return {"event": "ended", "version": load.version, "as_of": as_of, "seconds": dict(load.seconds)}


def failed(why: Text) -> Line:
    """The last line of a command that did not."""
    return {"event": "failed", "message": _both(why)}


def previewed(arrival_id: str, preview: Preview | None, suggested: str | None) -> Line:
    """What a file looks like, and the mapping proposed for it as TOML, by the id that its `done` line has."""
    headers, rows = (preview.headers, preview.rows) if preview else ((), ())
    return {"event": "preview", "id": arrival_id, "headers": headers, "rows": rows, "suggested": suggested}


def _line(said: Said) -> Line:
    match said:
        case Begun():
            return {"event": "begun", "files": said.files, "bytes": said.bytes}
        case Read():
            return {"event": "read", "rows": said.rows, "of": said.of, "bytes": said.bytes}
        case Done():
            return {"event": "done", "bytes": said.bytes, "file": _file(said.outcome)}
        case Step():
            return {"event": "step", "name": said.name, "message": _both(STEPS[said.name])}


def _file(outcome: Outcome) -> Line:
    arrival = outcome.arrival
    return {
        "id": arrival.id, "name": arrival.name, "sheet": arrival.sheet, "table": arrival.table, "state": outcome.state,
        "mapping": arrival.mapping.origin if arrival.mapping else None, "encoding": outcome.encoding,
        "message": _both(outcome.message) if outcome.message else None,
        "read": outcome.read, "accepted": outcome.accepted, "quarantined": outcome.quarantined, "unchanged": outcome.unchanged,
        "reasons": [_reason(arrival.table or "", outcome, *reason) for reason in outcome.reasons],
    }


def _reason(table: str, outcome: Outcome, reason: str, columns: str, rows: int) -> Line:
    findings = outcome.validation.findings if outcome.validation else ()
    by_check = {(found.expectation.reason, ", ".join(found.expectation.columns)): found.examples for found in findings}
    examples = by_check.get((reason, columns), ())
    said = _both(meaning(table, reason, columns))
    return {"reason": reason, "columns": columns, "rows": rows, "message": said, "examples": list(examples)}


def _both(words: Text) -> Table[str, str]:
    return {"zh": words.zh, "en": words.en}
