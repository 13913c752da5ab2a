"""Triggers that keep rows as they were written, also from those who open the database without us."""

from __future__ import annotations

from sqlalchemy import Table

_SQLITE = """
CREATE TRIGGER {table}_keep_on_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
# REPLACE takes a row away without firing the trigger on DELETE, so a key that is taken is refused before it comes to that.
_SQLITE_REPLACE = """
CREATE TRIGGER {table}_keep_on_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def guards(dialect: str, tables: tuple[Table, ...]) -> tuple[str, ...]:
    """The statements that make the tables append-only. Raises KeyError for a database that has none here."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[dialect](tables)


def _sqlite(tables: tuple[Table, ...]) -> tuple[str, ...]:
    kept = [_SQLITE.format(table=table.name, verb=verb) for table in tables for verb in ("UPDATE", "DELETE")]
    unique = [_SQLITE_REPLACE.format(table=table.name, key=table.primary_key.columns[0].name) for table in tables]
    return (*kept, *unique)


def _postgresql(tables: tuple[Table, ...]) -> tuple[str, ...]:
    return (_POSTGRESQL_REFUSAL, *(_POSTGRESQL.format(table=table.name) for table in tables))
