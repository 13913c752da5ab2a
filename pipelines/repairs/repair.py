"""Repaired rows taken back: a refused line that is right now is let in like any, under its own file and line, and leaves the
quarantine; one that is still broken stays there with its new reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from assay.checks import ROW, UNREAD, Expectation
from assay.contracts import SOURCES, Contract
from assay.contracts.reasons import SUPERSEDED, meaning
from assay.contracts.records import QUARANTINE, QUARANTINE_REASONS
from assay.contracts.suite import suite
from assay.text import LANGUAGES, Text
from assay.warehouse.connect import scratch, transaction
from assay.warehouse.folder import building, current
from pipelines.building import known, records
from pipelines.building.build import reaches_to
from pipelines.building.known import KNOWN, open_up
from pipelines.building.stage import put, stage
from pipelines.building.upsert import merge
from pipelines.load import Bench, looked_up, publish_next, zones
from pipelines.mappings.mapping import Mapping
from pipelines.outcome import Batch, Load, Outcome
from pipelines.progress import Begun, Done, Tell, silent
from pipelines.reading.encoding import look
from pipelines.reading.find import Arrival, Names
from pipelines.refusal import Refused
from pipelines.repairs.repair_book import FILE, KEY, LINE, Returned, returned, waiting
from pipelines.tidying.tidy import tidy
from pipelines.validation.split import REASONS, collect_reasons, most_frequent, refusals
from pipelines.validation.validate import validate

_ORIGINS = "origins"
_LATER = "later_records"
_ORDER = {contract.table: place for place, contract in enumerate(SOURCES)}
_NO_KEY = Text(
    "这不是从隔离区下载的表格：没有“{key}”列，或其中没有仍在隔离区的行。",
    "This is no workbook of quarantined rows: it has no column “{key}”, or none of its rows is in quarantine any more.",
)
_BECAME = Text(
    "修复：{accepted} 行离开隔离区，{broken} 行仍待修复。",
    "Repair: {accepted} rows left the quarantine, {broken} still wait in it."
)


class NotForRepair(ValueError):
    """The file has no rows that wait in quarantine. `text` says so."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def repair(
    path: Path,
    home: Path,
    mappings: Sequence[Mapping],
    now: datetime,
    dry_run: bool = False,
    tell: Tell = silent,
    names: Names | None = None,
) -> Load:
    """Takes a repaired workbook of quarantined rows (column `assay_line`, then the columns of the original file) and publishes.

    Every check of the contract is made again, over each of its rows; a row never replaces a later record of its key. Rows that are
    not in quarantine are left alone, so the same workbook twice changes nothing. With `dry_run` nothing is published, and no lock
    is taken. Raises NotForRepair, Held, CannotExecute, FileNotFoundError.
    """
    with _working(home, now, dry_run) as folder, scratch(folder) as connection:
        known.lay_out(connection, current(home))
        bench = Bench(connection, folder, records.new_load_id(connection, now), now, tell)
        with bench.step("find"):
            parts = _parts(bench, path, mappings)
        outcomes, is_news = [], False
        for part in parts:
            arrival = Arrival(path, (names or {}).get(path, path.name), look(path), part.title, part.mapping)
            outcome, is_changed = _take(bench, part, arrival)
            outcomes.append(outcome)
            is_news = is_news or is_changed
            tell(Done(outcome, arrival.size // len(parts)))
        if dry_run or not is_news:
            return Load(bench.load_id, tuple(outcomes), dict(bench.seconds), None, None)
        return publish_next(bench, home, tuple(outcomes), reaches_to(connection, now))


@contextmanager
def _working(home: Path, now: datetime, dry_run: bool) -> Iterator[Path]:
    if dry_run:
        with TemporaryDirectory(prefix="assay-repair-") as made:
            yield Path(made)
        return
    with building(home, now) as folder:
        yield folder


def _parts(bench: Bench, path: Path, mappings: Sequence[Mapping]) -> list[Returned]:
    seen = look(path)
    try:
        parts = list(returned(path, seen, bench.folder, waiting(bench.connection), mappings))
    except Refused as error:
        raise NotForRepair(error.text) from error
    if not parts:
        raise NotForRepair(Text(*(_NO_KEY(language, key=KEY) for language in LANGUAGES)))
    bench.tell(Begun(len(parts), seen.size))
    return sorted(parts, key=lambda part: _ORDER[part.mapping.table])


def _take(bench: Bench, part: Returned, arrival: Arrival) -> tuple[Outcome, bool]:
    """tidy → stage → validate → split → upsert, and whether anything is other than before."""
    connection, mapping, contract = bench.connection, part.mapping, part.mapping.contract
    batch = Batch(arrival, mapping)
    with transaction(connection):
        with bench.step("stage"):
            rows = tidy(part.sheet, mapping, zones(connection, mapping), looked_up(connection, mapping))
            batch.rows = stage(connection, contract, rows, lambda _: None, mapping.coded)
            _lay_beside(bench, contract, part.origins)
        with bench.step("validate"):
            rules = (*suite(contract, bench.now.isoformat(sep=" ")), _not_superseded(contract))
            batch.validation = validate(connection, contract.table, rules)
        with bench.step("split"):
            broken = collect_reasons(connection, contract.table, batch.validation.findings)
            batch.reasons = most_frequent(connection)
            is_changed = _leave(bench, part, broken)
        with bench.step("upsert"):
            upserted = merge(connection, contract, _accepted(contract), [], batch.rows - broken)
            connection.execute(f"drop table {contract.table}")
    found = (batch.rows, batch.rows - broken, broken, upserted.unchanged, batch.reasons, batch.validation)
    said = Text(*(_BECAME(language, accepted=batch.rows - broken, broken=broken) for language in LANGUAGES))
    return Outcome(arrival, "loaded", said, None, *found), is_changed or batch.rows > broken


def _lay_beside(bench: Bench, contract: Contract, origins: pl.DataFrame) -> None:
    """The origin of each staged row, and which of them have a later record of their key in the warehouse: from a later line of the
    same file, a later load, or a later file of the same load."""
    connection = bench.connection
    connection.execute(
        f"create or replace table {_ORIGINS} ({ROW} bigint, {FILE} varchar, {LINE} bigint, load_id varchar, name varchar,"
        " file_sheet varchar)"
    )
    put(connection, _ORIGINS, origins.select(ROW, FILE, LINE, "load_id", "name", "file_sheet"))
    same = " and ".join(f"k.{name} is not distinct from b.{name}" for name in contract.key)
    connection.execute(
        f"create or replace table {_LATER} as select b.{ROW} from {contract.table} as b"
        f" join {_ORIGINS} as o on o.{ROW} = b.{ROW} join {KNOWN}.{contract.table} as k on {same}"
        f" left join (select source_file_id, max(load_id) as load_id, any_value(name) as name, any_value(sheet) as sheet"
        f" from {KNOWN}.files where state = 'loaded' group by source_file_id) as f on f.source_file_id = k.source_file_id"
        f" where b.{UNREAD} is null and case when k.source_file_id = o.{FILE} then k.{ROW} > o.{LINE}"
        " else (f.load_id, f.name, coalesce(f.sheet, '')) > (o.load_id, o.name, coalesce(o.file_sheet, '')) end"
    )


def _not_superseded(contract: Contract) -> Expectation:
    query = f"select {ROW} from {{batch}} as b where {ROW} in (select {ROW} from {_LATER})"
    words = meaning(contract.table, SUPERSEDED, "")
    return Expectation(SUPERSEDED, "UnexpectedRowsExpectation", {"unexpected_rows_query": query}, contract.key, words)


def _accepted(contract: Contract) -> str:
    columns = ", ".join(f"a.{column.name}" for column in contract.given)
    return (
        f"select {columns}, o.{FILE} as source_file_id, o.{LINE} as {ROW} from {contract.table} as a"
        f" join {_ORIGINS} as o on o.{ROW} = a.{ROW} where not exists (select 1 from {REASONS} as r where r.{ROW} = a.{ROW})"
    )


def _leave(bench: Bench, part: Returned, broken: int) -> bool:
    """Takes the staged rows out of quarantine and puts those that are broken back, as they are now and with their reasons now;
    returns whether the quarantine holds anything else than before."""
    connection, contract = bench.connection, part.mapping.contract
    before = _held(bench, contract)
    for kept in (QUARANTINE, QUARANTINE_REASONS):
        open_up(connection, kept)
        connection.execute(f"delete from {KNOWN}.{kept.table} as q where {_staged(contract)}")
    if broken:
        _put_back(bench, part)
    return not before.equals(_held(bench, contract))


def _staged(contract: Contract) -> str:
    return (
        f"exists (select 1 from {_ORIGINS} as o join {contract.table} as a on a.{ROW} = o.{ROW}"
        f" where o.{FILE} = q.source_file_id and o.{LINE} = q.source_row)"
    )


def _held(bench: Bench, contract: Contract) -> pl.DataFrame:
    """What the quarantine holds of the staged rows."""
    return bench.connection.sql(
        f"select q.source_file_id, q.source_row, q.record, r.reason, r.columns from {KNOWN}.quarantine as q"
        f" left join {KNOWN}.quarantine_reasons as r using (source_file_id, source_row) where {_staged(contract)} order by all"
    ).pl()


def _put_back(bench: Bench, part: Returned) -> None:
    again = refusals(bench.connection, part.mapping.contract, part.sheet, part.mapping)
    origin = part.origins.select(ROW, FILE, LINE, "load_id")
    rows = again.rows.join(origin, on=ROW, how="inner").drop(ROW).rename({FILE: "source_file_id", LINE: ROW})
    reasons = again.reasons.join(origin.drop("load_id"), on=ROW, how="inner").drop(ROW).rename({FILE: "source_file_id", LINE: ROW})
    put(bench.connection, f"{KNOWN}.{QUARANTINE.table}", rows.with_columns(table_name=pl.lit(part.mapping.table)))
    put(bench.connection, f"{KNOWN}.{QUARANTINE_REASONS.table}", reasons)
