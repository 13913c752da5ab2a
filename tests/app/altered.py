"""The small company with some rows changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb


def altered(warehouse: Path, home: Path, *statements: str) -> Path:
    """A copy in the folder `home`, as a version of its own: what the pages read is cached by the name of the version."""
    shutil.copytree(warehouse, home)
    version = f"warehouse-{home.parent.name}-{home.name}.duckdb"
    (home / (home / "CURRENT").read_text()).rename(home / version)
    (home / "CURRENT").write_text(version)
    with duckdb.connect(str(home / version)) as connection:
        for statement in statements:
            connection.execute(statement)
    return home
