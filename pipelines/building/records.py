"""What a load writes down about itself: loads, files, validation results, refused rows and why they were refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import polars as pl

from assay.contracts import Contract
from assay.contracts.records import FILES, LOADS, QUARANTINE, QUARANTINE_REASONS, VALIDATIONS
from assay.contracts.schema import polars_schema
from assay.warehouse.connect import Connection
from pipelines.building.known import KNOWN, open_up
from pipelines.building.stage import put
from pipelines.outcome import Batch, Load, Outcome
from pipelines.validation.split import Refusals

Content = tuple[str, str | None, str | None]


def loaded_before(connection: Connection) -> set[Content]:
    """The content, sheet and table of every file that was loaded and not merely refused."""
    return set(connection.execute(f"select sha256, sheet, table_name from {KNOWN}.files where state = 'loaded'").fetchall())


def new_load_id(connection: Connection, now: datetime) -> str:
    """A name for the load that begins now; numbered where a clock that was set back gives the same moment twice."""
    same = connection.execute(f"select count(*) from {KNOWN}.loads where started_at = ?", [now]).fetchall()[0][0]
    return f"{now:%Y%m%dT%H%M%S.%f}Z" + (f"-{same + 1}" if same else "")


def is_news(connection: Connection, outcomes: Iterable[Outcome]) -> bool:
    """Whether there is anything to publish: a file that was loaded, or a refusal that was not recorded before."""
    said = set(connection.execute(f"select source_file_id, message_en from {KNOWN}.files where state = 'refused'").fetchall())
    return any(
        outcome.state == "loaded" or (outcome.state == "refused" and (outcome.arrival.id, _english(outcome)) not in said)
        for outcome in outcomes
    )


def quarantine(connection: Connection, batch: Batch, load_id: str, refusals: Refusals | None) -> None:
    """Puts the refused rows of a file into quarantine, in place of those it left there before."""
    for kept in (QUARANTINE, QUARANTINE_REASONS):
        open_up(connection, kept)
        connection.execute(f"delete from {KNOWN}.{kept.table} where source_file_id = ?", [batch.arrival.id])
    if refusals is None:
        return
    file = pl.lit(batch.arrival.id).alias("source_file_id")
    rows = refusals.rows.with_columns(file, load_id=pl.lit(load_id), table_name=pl.lit(batch.mapping.table))
    put(connection, f"{KNOWN}.{QUARANTINE.table}", rows)
    put(connection, f"{KNOWN}.{QUARANTINE_REASONS.table}", refusals.reasons.with_columns(file))


def write(connection: Connection, load: Load, now: datetime) -> None:
    """Adds the load, its files and its validation results to what is known."""
    finished = now + _elapsed(load)
    _add(connection, LOADS, [(load.load_id, now, finished, load.as_of, json.dumps(load.seconds))])
    _add(connection, FILES, [_file(load.load_id, outcome, finished) for outcome in load.outcomes])
    _add(connection, VALIDATIONS, [row for outcome in load.outcomes for row in _validations(load.load_id, outcome)])


def _elapsed(load: Load) -> timedelta:
    return timedelta(seconds=sum(load.seconds.values()))


def _add(connection: Connection, kept: Contract, rows: Sequence[tuple[object, ...]]) -> None:
    open_up(connection, kept)
    put(connection, f"{KNOWN}.{kept.table}", pl.DataFrame(rows, schema=polars_schema(kept.columns), orient="row"))


def _english(outcome: Outcome) -> str | None:
    return outcome.message.en if outcome.message else None


def _file(load_id: str, outcome: Outcome, at: datetime) -> tuple[object, ...]:
    arrival, message = outcome.arrival, outcome.message
    return (
        arrival.id, load_id, arrival.name, arrival.sheet, arrival.table, arrival.seen.sha256, outcome.encoding, outcome.state,
        message.zh if message else None, message.en if message else None,
        outcome.read, outcome.accepted, outcome.quarantined, outcome.unchanged, at,
    )


def _validations(load_id: str, outcome: Outcome) -> list[tuple[object, ...]]:
    if outcome.validation is None:
        return []
    return [
        (
            load_id, outcome.arrival.id, outcome.arrival.table, finding.expectation.reason, ", ".join(finding.expectation.columns),
            finding.expectation.type, finding.rows_tested, finding.unexpected, json.dumps(finding.examples, ensure_ascii=False),
            outcome.validation.seconds,
        )
        for finding in outcome.validation.findings
    ]
