"""Accepted rows into the warehouse by their key: a new key is added, a changed row replaced, an equal one left alone."""

from __future__ import annotations

from dataclasses import dataclass

from assay.checks import ROW
from assay.contracts import Contract
from assay.warehouse.connect import Connection
from pipelines.building.known import KNOWN, adopt, is_empty, open_up
from pipelines.validation.split import REASONS

_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Upserted:
    """How many of the accepted rows were new or different, and how many equal in every given column to what was there."""

    changed: int
    unchanged: int


def upsert(connection: Connection, contract: Contract, source_file_id: str, accepted: int) -> Upserted:
    """Merges the accepted rows of the staged batch, which is used up; the later record wins. A row that is equal keeps its file
    and line."""
    if accepted >= _MANY and is_empty(connection, contract):
        connection.execute(f"delete from {contract.table} where {ROW} in (select {ROW} from {REASONS})")
        adopt(connection, contract, source_file_id)
        return Upserted(accepted, 0)
    upserted = merge(connection, contract, _accepted(contract), [source_file_id], accepted)
    connection.execute(f"drop table {contract.table}")
    return upserted


def merge(connection: Connection, contract: Contract, rows: str, parameters: list[object], accepted: int) -> Upserted:
    """Merges `rows`: a query of so many rows in the columns of the stored table, with its parameters."""
    open_up(connection, contract)
    stored = f"{KNOWN}.{contract.table}"
    if is_empty(connection, contract):
        connection.execute(f"insert into {stored} {rows}", parameters)
        return Upserted(accepted, 0)
    same_key = " and ".join(f"s.{name} {_equals(contract, name)} b.{name}" for name in contract.key)
    given = [column.name for column in contract.given if column.name not in contract.key]
    differs = " or ".join(f"s.{name} is distinct from b.{name}" for name in given) or "false"
    merged = connection.execute(
        f"merge into {stored} as s using ({rows}) as b on {same_key}"
        f" when matched and ({differs}) then update when not matched then insert",
        parameters,
    )
    changed = merged.fetchall()[0][0]
    return Upserted(changed, accepted - changed)


def _equals(contract: Contract, name: str) -> str:
    return "=" if contract.column(name).required else "is not distinct from"


def _accepted(contract: Contract) -> str:
    """The accepted rows in the columns of the stored table; one parameter, the source file."""
    columns = ", ".join(column.name for column in contract.given)
    return (
        f"select {columns}, ?::varchar as source_file_id, {ROW} from {contract.table} as a"
        f" where not exists (select 1 from {REASONS} as r where r.{ROW} = a.{ROW})"
    )
