"""A warehouse before its first load: every table and no row, so that what reads a warehouse needs no second way."""

from __future__ import annotations

from assay.contracts import CONTRACTS
from assay.contracts.schema import ddl
from assay.warehouse import connect
from assay.warehouse.read import Warehouse

VERSION = "empty"
"""Its version; no published file can be called so."""


def opened() -> Warehouse:
    """The tables of every contract, in memory."""
    connection = connect.in_memory()
    for statement in (statement for contract in CONTRACTS for statement in ddl(contract)):
        connection.execute(statement)
    return Warehouse(VERSION, connection)
