"""The warehouse as it stands while a load goes on: the published version, with the tables that changed laid over it.

`known` is a schema of the scratch database in which every table of the contracts can be read by its name, with its given columns
and lineage: as a view of the published version, or of the one large file that filled it, until the first row changes; as a table of
its own from then on. It has no keys and no CHECKs; those are in the file that is built from it at the end, once.
"""

from __future__ import annotations

from pathlib import Path

from assay.checks import ROW, literal
from assay.contracts import CONTRACTS, Contract
from assay.contracts.column import Column
from assay.contracts.schema import DUCKDB, LINEAGE
from assay.warehouse.connect import Connection, attach, transaction

KNOWN = "known"
PUBLISHED = "published"


def kept(contract: Contract) -> tuple[Column, ...]:
    """The columns that a load keeps of a table: what came in and where from; the rest is derived anew."""
    return (*contract.given, *LINEAGE) if contract.kind == "source" else contract.columns


def lay_out(connection: Connection, published: Path | None) -> None:
    """Makes the schema `known`, and attaches the published version, where there is one, as `published`."""
    if published:
        attach(connection, published, PUBLISHED, read_only=True)
    with transaction(connection):
        connection.execute(f"create schema {KNOWN}")
        for contract in (c for c in CONTRACTS if c.kind != "derived"):
            if published and _is_published(connection, contract):
                connection.execute(f"create view {KNOWN}.{contract.table} as {_published(contract)}")
            else:
                connection.execute(f"create table {KNOWN}.{contract.table} ({_definitions(contract)})")


def open_up(connection: Connection, contract: Contract) -> None:
    """Makes the table writable: from a view of rows that lie elsewhere to a copy of them. Does nothing the second time."""
    if _is_view(connection, contract):
        connection.execute(f"create table {KNOWN}.opened as from {KNOWN}.{contract.table}")
        connection.execute(f"drop view {KNOWN}.{contract.table}")
        connection.execute(f"alter table {KNOWN}.opened rename to {contract.table}")
        connection.execute(f"drop table if exists {_adopted(contract)}")


def is_empty(connection: Connection, contract: Contract) -> bool:
    return not connection.execute(f"select count(*) from {KNOWN}.{contract.table}").fetchall()[0][0]


def adopt(connection: Connection, contract: Contract, source_file_id: str) -> None:
    """Makes the staged batch, as it lies there, the table of what is known; until then it was empty. Nothing is copied.

    The batch is a table named as the contract's, without the rows that were refused; `source_file_id` is an id of ours.
    """
    kind = "view" if _is_view(connection, contract) else "table"
    given = ", ".join(column.name for column in contract.given)
    connection.execute(f"drop {kind} {KNOWN}.{contract.table}")
    connection.execute(f"alter table {contract.table} rename to {_adopted(contract)}")
    connection.execute(
        f"create view {KNOWN}.{contract.table} as"
        f" select {given}, {literal(source_file_id)} as source_file_id, {ROW} from {_adopted(contract)}"
    )


def _adopted(contract: Contract) -> str:
    return f"adopted_{contract.table}"


def _is_view(connection: Connection, contract: Contract) -> bool:
    views = "select count(*) from duckdb_views() where schema_name = ? and view_name = ?"
    return bool(connection.execute(views, [KNOWN, contract.table]).fetchall()[0][0])


def _is_published(connection: Connection, contract: Contract) -> bool:
    """A table that a newer contract added is not in an older version; one whose columns changed cannot be carried over by name."""
    question = "select column_name from duckdb_columns() where database_name = ? and table_name = ?"
    present = {name for (name,) in connection.execute(question, [PUBLISHED, contract.table]).fetchall()}
    missing = [column.name for column in kept(contract) if column.name not in present]
    if present and missing:
        raise OutdatedVersion(contract.table, missing)
    return bool(present)


class OutdatedVersion(RuntimeError):
    """The published version was built by other contracts, so its rows cannot be carried over."""

    def __init__(self, table: str, missing: list[str]) -> None:
        super().__init__(f"the published {table} has no {', '.join(missing)}: build the warehouse anew from its files")


def _published(contract: Contract) -> str:
    columns = ", ".join(column.name for column in kept(contract))
    return f"select {columns} from {PUBLISHED}.{contract.table}"


def _definitions(contract: Contract) -> str:
    return ", ".join(f"{column.name} {DUCKDB[column.type]}" for column in kept(contract))
