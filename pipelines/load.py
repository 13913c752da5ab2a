"""From files to a published warehouse, in one function that reads from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assay.contracts.suite import suite
from assay.warehouse.connect import Connection, scratch, transaction
from assay.warehouse.folder import building, current, publish
from pipelines import known, records
from pipelines.build import build, derived, reaches_to
from pipelines.find import Arrival, find, nearest
from pipelines.mapping import SITE, Mapping
from pipelines.outcome import Batch, Load, Outcome, refused, unchanged
from pipelines.progress import Begun, Done, Read, Step, Tell, silent
from pipelines.read import Sheet, read
from pipelines.refusal import EMPTY, MISSING, MOSTLY_BROKEN, Refused
from pipelines.split import collect_reasons, most_frequent, refusals
from pipelines.stage import stage
from pipelines.tidy import tidy
from pipelines.upsert import upsert
from pipelines.validate import validate


@dataclass(frozen=True, slots=True)
class Bench:
    """What a load works with: its scratch connection and folder, its name, its moment, the seconds of its steps so far."""

    connection: Connection
    folder: Path
    load_id: str
    now: datetime
    tell: Tell
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started


def load(
    paths: Iterable[Path],
    home: Path,
    mappings: Sequence[Mapping],
    now: datetime,
    as_of: datetime | None = None,
    again: bool = False,
    tell: Tell = silent,
) -> Load:
    """Loads files, or folders of them, into the warehouse in `home` and publishes its next version.

    `now` (naive UTC) is the moment of loading: nothing can have been recorded after it. `as_of` is up to when the data reach; by
    default their latest moment. A file that was loaded before is left alone, unless `again`. Where nothing new came and `as_of` is
    not asked for, nothing is published. Raises Held where another load is going on, CannotExecute where a validation could not be
    done; then nothing is published either.
    """
    with building(home, now) as folder, scratch(folder) as connection:
        known.lay_out(connection, current(home))
        bench = Bench(connection, folder, records.new_load_id(connection, now), now, tell)
        with bench.step("find"):
            arrivals = find(paths, mappings)
            tell(Begun(len(arrivals), sum(arrival.size for arrival in arrivals)))
        outcomes = _take_each(bench, arrivals, again)
        if not (as_of or records.is_news(connection, outcomes)):
            return Load(bench.load_id, outcomes, dict(bench.seconds), None, None)
        return _publish(bench, home, outcomes, as_of or reaches_to(connection, now))


def _publish(bench: Bench, home: Path, outcomes: tuple[Outcome, ...], as_of: datetime) -> Load:
    """derive → publish: the next version from all that is now known."""
    with bench.step("derive"):
        bench.tell(Step("derive"))
        frames = derived(bench.connection, as_of)
    with bench.step("publish"):
        bench.tell(Step("publish"))
        records.write(bench.connection, Load(bench.load_id, outcomes, dict(bench.seconds), as_of, None), bench.now)
        build(bench.connection, bench.folder / "next.duckdb", frames)
        version = publish(home, bench.folder / "next.duckdb", bench.now)
    return Load(bench.load_id, outcomes, dict(bench.seconds), as_of, version.name)


def _take_each(bench: Bench, arrivals: list[Arrival], again: bool) -> tuple[Outcome, ...]:
    before = set() if again else records.loaded_before(bench.connection)
    outcomes: dict[str, Outcome] = {}
    for arrival in arrivals:
        if arrival.id in outcomes:
            continue
        outcome = unchanged(arrival) if arrival.content in before else _take(bench, arrival)
        if outcome.state == "loaded":
            before.add(arrival.content)
        outcomes[arrival.id] = outcome
        bench.tell(Done(outcome, arrival.size))
    return tuple(outcomes.values())


def _take(bench: Bench, arrival: Arrival) -> Outcome:
    """Takes one file in, or refuses it as a whole and leaves everything as it was."""
    if not arrival.mapping:
        return refused(arrival, arrival.problem or Refused(EMPTY).text)
    batch = Batch(arrival, arrival.mapping)
    try:
        with transaction(bench.connection):
            return _let_in(bench, batch)
    except Refused as problem:
        return refused(arrival, problem.text, batch)


def _let_in(bench: Bench, batch: Batch) -> Outcome:
    """read → map → tidy → stage → validate → split → upsert. Raises Refused where the file as a whole cannot be taken."""
    connection, mapping, contract, arrival = bench.connection, batch.mapping, batch.mapping.contract, batch.arrival
    with bench.step("read"):
        sheet = read(arrival.path, arrival.seen, arrival.sheet, bench.folder, mapping.encoding, mapping.delimiter)
        batch.encoding = sheet.encoding
        _check_columns(sheet, mapping)
    with bench.step("stage"):
        rows = tidy(sheet, mapping, _zones(connection) if mapping.time_zone == SITE else {})
        batch.rows = stage(connection, contract, rows, lambda portion: bench.tell(Read(portion, sheet.height, arrival.size)))
        if not batch.rows:
            raise Refused(EMPTY)
    with bench.step("validate"):
        batch.validation = validate(connection, contract.table, suite(contract, bench.now.isoformat(sep=" ")))
    with bench.step("split"):
        broken = collect_reasons(connection, contract.table, batch.validation.findings)
        batch.reasons = most_frequent(connection)
        if 2 * broken > batch.rows:
            raise Refused(MOSTLY_BROKEN, read=batch.rows, broken=broken, most=batch.most())
        records.quarantine(connection, batch, bench.load_id, refusals(connection, contract, sheet, mapping) if broken else None)
    with bench.step("upsert"):
        upserted = upsert(connection, contract, arrival.id, batch.rows - broken)
        connection.execute(f"drop table {contract.table}")
    return batch.loaded(broken, upserted.unchanged)


def _check_columns(sheet: Sheet, mapping: Mapping) -> None:
    if missing := mapping.missing(sheet.headers):
        said, headers = nearest(missing, sheet.headers), ", ".join(sheet.headers)
        raise Refused(MISSING, missing=said, headers=headers, mapping=mapping.origin or "–")


def _zones(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(f"select site_id, time_zone from {known.KNOWN}.sites").fetchall())
