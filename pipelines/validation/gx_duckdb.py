"""DuckDB for Great Expectations: a SQLAlchemy dialect over a lent connection, the execution engine and the data source.

Great Expectations 1.24 knows no DuckDB, and reads a result after its SQLAlchemy connection went back to the pool, where the
published DuckDB dialects have already thrown the result away. Here a cursor holds its rows from the moment it executes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import islice
from types import SimpleNamespace
from typing import Any, Literal

import duckdb
import sqlalchemy as sa
from duckdb import DuckDBPyConnection
from great_expectations import get_context
from great_expectations.core.batch import BatchMarkers
from great_expectations.core.id_dict import BatchSpec
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.execution_engine.sqlalchemy_batch_data import SqlAlchemyBatchData
from sqlalchemy.engine import URL, default
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.sql.compiler import IdentifierPreparer, SQLCompiler

_lent: ContextVar[DuckDBPyConnection] = ContextVar("the DuckDB connection that a validation works on")


@contextmanager
def lent(connection: DuckDBPyConnection) -> Iterator[None]:
    """Inside this block every statement of the dialect runs on `connection`: its tables, its attached files, its transaction."""
    token = _lent.set(connection)
    try:
        yield
    finally:
        _lent.reset(token)


class Cursor:
    """A DB-API cursor that fetches every row when it executes, so that the rows outlive whatever the connection does next."""

    arraysize = 1

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._rows: Iterator[tuple[Any, ...]] = iter(())
        self.description: list[tuple[Any, ...]] | None = None
        self.rowcount = -1

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> None:
        result = self._connection.execute(statement, list(parameters))
        self.description = result.description
        self._rows = iter(result.fetchall())

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        return list(islice(self._rows, size))

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)

    def close(self) -> None:
        """Nothing to release: the rows are ours, the connection belongs to whoever lent it."""


class Connection:
    """A DB-API connection over the lent one. Reading needs no transaction, and the lender's is not ours to end."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection

    def cursor(self) -> Cursor:
        return Cursor(self._connection)

    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


def _connect() -> Connection:
    connection = _lent.get(None)
    if connection is None:
        raise duckdb.ConnectionException("no DuckDB connection is lent: open a `with lent(connection)` block")
    return Connection(connection)


# SQLAlchemy finds the kind of an error by its class name; the one class that it asks for is the root of them all.
_DBAPI = SimpleNamespace(apilevel="2.0", threadsafety=1, paramstyle="qmark", connect=_connect, Error=duckdb.Error)


class DuckDBCompiler(SQLCompiler):
    """SQL for DuckDB. Text meant to be read or run again carries SQL literals."""

    def visit_bindparam(self, bindparam: sa.BindParameter[Any], *args: Any, **keywords: Any) -> str:
        # Great Expectations asks for `render_postcompile` only to write its query out, and would then put Python reprs in the
        # place of the marks: datetime.date(2024, 1, 5), '\\d' with its backslash doubled, "it's" as an identifier.
        if keywords.get("render_postcompile"):
            keywords["literal_binds"] = True
        return super().visit_bindparam(bindparam, *args, **keywords)


class DuckDBIdentifiers(IdentifierPreparer):
    """Quotes every column: DuckDB ignores case either way, and has reserved words that SQLAlchemy does not know."""

    def _requires_quotes(self, value: str) -> bool:
        return True


_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "VARCHAR": sa.String,
    "BIGINT": sa.BigInteger,
    "INTEGER": sa.Integer,
    "DOUBLE": sa.Double,
    "BOOLEAN": sa.Boolean,
    "DATE": sa.Date,
    "TIMESTAMP": sa.DateTime,
}


class DuckDBDialect(default.DefaultDialect):
    """Enough of DuckDB for reading tables of the default schema; types beyond those of the contracts have no SQLAlchemy type."""

    name = driver = "duckdb"
    default_paramstyle = "qmark"
    statement_compiler = DuckDBCompiler
    preparer = DuckDBIdentifiers
    supports_statement_cache = True
    supports_native_boolean = True

    @classmethod
    def import_dbapi(cls) -> SimpleNamespace:
        return _DBAPI

    @classmethod
    def get_pool_class(cls, url: URL) -> type[sa.Pool]:
        return sa.NullPool  # a pooled connection would outlive the loan

    def create_connect_args(self, url: URL) -> tuple[list[str], dict[str, Any]]:
        return [], {}

    def initialize(self, connection: sa.Connection) -> None:
        """Nothing is asked of the server: the schema is known, and DuckDB has no isolation levels to read."""
        self.default_schema_name = "main"

    def has_table(self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: Any) -> bool:
        return bool(self.get_columns(connection, table_name, schema))

    def get_columns(self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: Any) -> list[ReflectedColumn]:
        found = connection.exec_driver_sql(
            "select column_name, data_type, is_nullable from duckdb_columns()"
            " where database_name = current_database() and schema_name = ? and table_name = ? order by column_index",
            (schema or "main", table_name),
        )
        return [
            {"name": name, "type": _TYPES.get(kind, sa.types.NullType)(), "nullable": is_nullable, "default": None}
            for name, kind, is_nullable in found
        ]

    def get_pk_constraint(self, connection: sa.Connection, table_name: str, schema: str | None = None, **_: Any) -> dict[str, Any]:
        return {"constrained_columns": [], "name": None}  # a staged table has no key


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Great Expectations' SQL engine on DuckDB."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        # Regular expressions are written by database, looked up by what this module has. Dremio's are DuckDB's:
        # REGEXP_MATCHES(column, pattern), true where the pattern is found anywhere in the value.
        self.dialect_module = SimpleNamespace(dialect=DuckDBDialect, DremioDialect=DuckDBDialect)

    def get_batch_data_and_markers(self, batch_spec: BatchSpec) -> tuple[SqlAlchemyBatchData, BatchMarkers]:
        """The batch is the table itself. By default it is `(select * from table where true) as subselect`, in which no query
        can give the batch an alias of its own."""
        _, markers = super().get_batch_data_and_markers(batch_spec)
        table = batch_spec["table_name"]
        return SqlAlchemyBatchData(execution_engine=self, table_name=table, source_table_name=table), markers


class DuckDBDatasource(SQLDatasource):
    """Tables of the lent connection as a Great Expectations data source."""

    type: Literal["duckdb"] = "duckdb"

    @property
    def execution_engine_type(self) -> type[DuckDBExecutionEngine]:
        return DuckDBExecutionEngine


@cache
def staged_tables() -> DuckDBDatasource:
    """The tables of whichever connection is lent, as one data source for the whole process: what SQLAlchemy compiled for one
    batch serves the next. The context keeps everything in memory and draws no progress bars."""
    sa.dialects.registry.register("duckdb", __name__, "DuckDBDialect")
    in_memory = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    settings = DataContextConfig(store_backend_defaults=in_memory, progress_bars={"globally": False}, analytics_enabled=False)
    context = get_context(mode="ephemeral", project_config=settings)
    return context.data_sources.add_duckdb("staged", connection_string="duckdb://", create_temp_table=False)
