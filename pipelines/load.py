"""From files to a published warehouse, in one function that reads from top to bottom."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from assay.contracts.suite import suite
from assay.warehouse.connect import Connection, scratch, transaction
from assay.warehouse.folder import building, current, publish
from pipelines.building import known, records
from pipelines.building.build import build, derived, reaches_to
from pipelines.building.stage import stage
from pipelines.building.upsert import upsert
from pipelines.mappings.mapping import SITE, Mapping
from pipelines.outcome import Batch, Load, Outcome, refused, unchanged
from pipelines.progress import Begun, Done, Read, Step, Tell, silent
from pipelines.reading.find import Arrival, Names, find, nearest
from pipelines.reading.read import Sheet, read
from pipelines.refusal import ALL_LEFT_OUT, EMPTY, MISSING, MOSTLY_BROKEN, Refused
from pipelines.tidying.left_out import REPEATED, parted
from pipelines.tidying.tidy import filled, tidy
from pipelines.validation.split import collect_reasons, most_frequent, refusals
from pipelines.validation.validate import validate


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
    names: Names | None = None,
    until: Callable[[], bool] = bool,
) -> Load:
    """Loads files, or folders of them, into the warehouse in `home` and publishes its next version.

    `now` (naive UTC) is the moment of loading: nothing can have been recorded after it. `as_of` is up to when the data reach; by
    default their latest moment. `names` are what files are called where that is not their path. A file that was loaded before is
    left alone, unless `again`. Once `until` is true no further file is begun. Where nothing new came and `as_of` is not asked for,
    nothing is published.
    Raises Held where another load is going on, CannotExecute where a validation could not be done; then nothing is published.
    """
    with building(home, now) as folder, scratch(folder) as connection:
        known.lay_out(connection, current(home))
        bench = Bench(connection, folder, records.new_load_id(connection, now), now, tell)
        with bench.step("find"):
            arrivals = find(paths, mappings, names)
            tell(Begun(len(arrivals), sum(arrival.size for arrival in arrivals)))
        outcomes = take_each(bench, arrivals, again, until)
        if not (as_of or records.is_news(connection, outcomes)):
            return Load(bench.load_id, outcomes, dict(bench.seconds), None, None)
        return publish_next(bench, home, outcomes, as_of or reaches_to(connection, now))


def publish_next(bench: Bench, home: Path, outcomes: tuple[Outcome, ...], as_of: datetime) -> Load:
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


def take_each(bench: Bench, arrivals: list[Arrival], again: bool, until: Callable[[], bool] = bool) -> tuple[Outcome, ...]:
    """What became of each arrival, until somebody asks for an end; `bool` never does."""
    before = set() if again else records.loaded_before(bench.connection)
    outcomes: dict[str, Outcome] = {}
    for arrival in arrivals:
        if until():
            break
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
        sheet, left = _kept(batch, sheet)
        rows = tidy(sheet, mapping, zones(connection, mapping), looked_up(connection, mapping))
        heard = partial(_hear, bench, sheet.height, arrival.size)
        batch.rows = stage(connection, contract, rows, heard, mapping.coded, sheet.height)
        _check_rows(batch, left + len(sheet.broken))
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
    return batch.loaded(broken, upserted.unchanged)


def _check_columns(sheet: Sheet, mapping: Mapping) -> None:
    if missing := mapping.missing(sheet.headers):
        said, headers = nearest(missing, sheet.headers), ", ".join(sheet.headers)
        raise Refused(MISSING, missing=said, headers=headers, mapping=mapping.origin or "–")


def _kept(batch: Batch, sheet: Sheet) -> tuple[Sheet, int]:
    """The sheet without the rows that the mapping drops, and how many records are left."""
    batch.cut_at = sheet.cut_at
    if not (batch.mapping.drop or batch.mapping.distinct):
        return sheet, sheet.height
    rows = parted(filled(sheet), batch.mapping)
    batch.left_out = rows.dropped
    return replace(sheet, rows=rows.kept), rows.left


def _check_rows(batch: Batch, left: int) -> None:
    """Raises Refused where no row is left to judge; notes how many of the rows left only repeated others."""
    if batch.mapping.distinct and batch.rows < left:
        batch.left_out = (*batch.left_out, (REPEATED, left - batch.rows))
    if not batch.rows and batch.left_out:
        raise Refused(ALL_LEFT_OUT, mapping=batch.mapping.origin, rows=sum(rows for _, rows in batch.left_out))
    if not batch.rows:
        raise Refused(EMPTY)


def _hear(bench: Bench, height: int, size: int, portion: int) -> None:
    bench.tell(Read(portion, height, size))


def looked_up(connection: Connection, mapping: Mapping) -> dict[str, dict[str, str]]:
    """For each of our columns that is looked up, what the table says by its key."""
    questions = {
        ours: f"select {lookup.key}, {lookup.column}::varchar from {known.KNOWN}.{lookup.table} where {lookup.column} is not null"
        for ours, lookup in mapping.lookups.items()
    }
    return {ours: dict(connection.execute(question).fetchall()) for ours, question in questions.items()}


def zones(connection: Connection, mapping: Mapping) -> dict[str, str]:
    """The time zones by site_id, where the mapping's moments are in the zone of the row's site."""
    if mapping.time_zone != SITE:
        return {}
    return dict(connection.execute(f"select site_id, time_zone from {known.KNOWN}.sites").fetchall())
