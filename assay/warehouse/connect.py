"""The only door to DuckDB: connections for reading a published file, and the working connection of a load."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assay.checks import literal

Connection = duckdb.DuckDBPyConnection
Failure = duckdb.Error

MEMORY = "3GB"
# Looking for an extension costs seconds and cannot succeed offline; everything needed is built in.
_NO_EXTENSIONS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_HARDENED = {
    **_NO_EXTENSIONS,
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


def memory() -> str:
    """How much DuckDB may hold in memory, from ASSAY_MEMORY, such as `3GB`; beyond it, it spills to disk."""
    return os.environ.get("ASSAY_MEMORY", MEMORY)


def reading(published: Path, memory_limit: str = "1GB", threads: int = 2) -> Connection:
    """A connection that can read this file and do nothing else: no other files, no settings, bounded memory.

    Share one per file and process; work in its cursors.
    """
    config = {**_HARDENED, "memory_limit": memory_limit, "threads": str(threads)}
    return duckdb.connect(str(published), read_only=True, config=config)


def in_memory() -> Connection:
    """A database without a file, as closed to the world outside as those that are read."""
    return duckdb.connect(":memory:", config=_HARDENED)


@contextmanager
def scratch(folder: Path) -> Iterator[Connection]:
    """The working connection of a load: a database file of its own in `folder`, which also takes what does not fit in memory."""
    spill = folder / "spill"
    config = {**_NO_EXTENSIONS, "memory_limit": memory(), "temp_directory": str(spill), "preserve_insertion_order": "true"}
    connection = duckdb.connect(str(folder / "scratch.duckdb"), config=config)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def held_to(connection: Connection, memory_limit: str) -> Iterator[None]:
    """Inside the block DuckDB gives back what it holds beyond `memory_limit`, for others who work on the same data meanwhile.

    Nothing changes where ASSAY_MEMORY says how much it may hold.
    """
    if "ASSAY_MEMORY" in os.environ:
        yield
        return
    connection.execute(f"set memory_limit = {literal(memory_limit)}")
    try:
        yield
    finally:
        connection.execute(f"set memory_limit = {literal(MEMORY)}")


def attach(connection: Connection, file: Path, name: str, *, read_only: bool = False) -> None:
    """Another database file beside the connection's own, under `name`."""
    connection.execute(f"attach {literal(str(file))} as {name}{' (read_only)' if read_only else ''}")


def detach(connection: Connection, name: str) -> None:
    """Writes everything of an attached file to disk and lets go of it."""
    connection.execute(f"checkpoint {name}")
    connection.execute(f"detach {name}")


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All statements of the block take effect together, or none does. They may write to one file only."""
    connection.begin()
    is_whole = False
    try:
        yield
        is_whole = True
    finally:
        if is_whole:
            connection.commit()
        else:
            connection.rollback()
