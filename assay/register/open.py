"""The door to the register's database: SQLite in a file, or PostgreSQL by a URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from assay.register.guards import guards
from assay.register.tables import APPEND_ONLY, METADATA, SCHEMA_VERSION, SINCE, VERSION
from assay.text import Text

FILE = "register.sqlite"
PATIENCE_SECONDS = 30
"""How long a writer of SQLite waits for another one."""
_WRITES = "assay_writes"
_OPENING = 0x4173736179  # the key of the lock under which PostgreSQL makes the tables
_NEWER = Text(
    "登记库的版本是 {found}，本程序只认识到 {known}。请先升级 Assay，再打开它。",
    "The register has version {found}, and this program knows versions up to {known}. Upgrade Assay before opening it.",
)
_FOREIGN = Text("{where} 不是 Assay 的登记库，未作任何改动。", "{where} is no register of Assay; nothing in it was changed.")

_SILENT = Text(
    "登记库没有应答：{why}。没有写入任何内容；请稍后再试，或检查它的位置与权限。",
    "The register does not answer: {why}. Nothing was written; try again later, or look at where it is and who may use it.",
)


class NotOpened(RuntimeError):
    """The register cannot be used. `text` says why and what to do."""

    def __init__(self, words: Text, **values: object) -> None:
        self.text = Text(words("zh", **values), words("en", **values))
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Register:
    """An opened register. Threads may share it; each process opens its own."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading, which waits for no writer."""
        with _answering(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of what is written, or nothing. One writer of SQLite waits for another, PATIENCE_SECONDS at most."""
        with _answering(), self.engine.execution_options(**{_WRITES: True}).begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _answering() -> Iterator[None]:
    """A database that is away, full or held by others is no error of the program."""
    try:
        yield
    except OperationalError as error:
        raise NotOpened(_SILENT, why=str(error.orig).strip().splitlines()[0]) from error


def located(home: Path, named: str | None = None) -> str:
    """Where the register is: what is named, else what ASSAY_REGISTER names, a file or a URL; else the file beside the warehouse."""
    return named or os.environ.get("ASSAY_REGISTER") or str(home.absolute().parent / FILE)


def opened(where: str | Path) -> Register:
    """The register in the SQLite file `where`, made with its folder where there is none, or at the URL `where` (with `://`).

    PostgreSQL is `postgresql://user@host/database`; its driver, psycopg, is not among the requirements. Raises NotOpened where the
    tables are of a newer program or of another one, and, as reading and writing do, where nothing answers; ValueError for SQLite in
    memory, ModuleNotFoundError without a driver, TimeoutError where others keep opening the file for PATIENCE_SECONDS.
    """
    url = make_url(where) if isinstance(where, str) and "://" in where else make_url("sqlite://").set(database=os.fspath(where))
    engine = create_engine(url)
    register = Register(engine)
    with ExitStack() as unless_established:
        unless_established.callback(engine.dispose)
        if engine.dialect.name == "sqlite":
            _open_file(register, Path(url.database or ""))
        else:
            _establish(register, url.render_as_string(hide_password=True))
        unless_established.pop_all()
    return register


def _open_file(register: Register, path: Path) -> None:
    """One process after the other: SQLite does not wait where two turn the same file to WAL."""
    event.listen(register.engine, "connect", _prepare)
    event.listen(register.engine, "begin", _begin)
    if not path.name or path.name == ":memory:":
        raise ValueError("a register in memory would be gone with the process: name a file")
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock", timeout=PATIENCE_SECONDS):
        _establish(register, path.name)
        with closing(register.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's sqlite3 begins transactions on its own, too late for DDL and for a reader that goes on to write: `_begin` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {1000 * PATIENCE_SECONDS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes its turn at once: one that first reads and then writes would be turned away, however long it may wait.
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _establish(register: Register, where: str) -> None:
    """Makes the tables where there are none, and refuses those that are not ours or newer than we are."""
    try:
        with register.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_OPENING})")
            _make_or_check(connection, where)
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorname", None) == "SQLITE_NOTADB":
            raise NotOpened(_FOREIGN, where=where) from error
        raise


def _make_or_check(connection: Connection, where: str) -> None:
    found = METADATA.tables.keys() & set(inspect(connection).get_table_names())
    version = connection.scalar(select(SCHEMA_VERSION.c.version)) if SCHEMA_VERSION.name in found else None
    if version is not None and version > VERSION:
        raise NotOpened(_NEWER, found=version, known=VERSION)
    if not found:
        _make(connection, APPEND_ONLY)
        connection.execute(SCHEMA_VERSION.insert().values(version=VERSION))
    elif version is None or found != METADATA.tables.keys() - {table.name for table in _since(version)}:
        raise NotOpened(_FOREIGN, where=where)
    elif version < VERSION:
        _make(connection, _since(version))
        connection.execute(SCHEMA_VERSION.update().values(version=VERSION))


def _since(version: int) -> tuple[Table, ...]:
    """The tables that a register of that version does not have yet."""
    return tuple(table for since, added in SINCE.items() if since > version for table in added)


def _make(connection: Connection, tables: tuple[Table, ...]) -> None:
    METADATA.create_all(connection, [SCHEMA_VERSION, *tables])
    for guard in guards(connection.dialect.name, tables):
        connection.exec_driver_sql(guard)
