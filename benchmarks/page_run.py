"""One page of the application in this process, as a server would run it: what it took, and what it asked of DuckDB."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import wraps
from pathlib import Path
from statistics import median
from types import FunctionType
from unittest.mock import patch

import duckdb
from streamlit.testing.v1 import AppTest

from assay.warehouse.connect import reading
from assay.warehouse.folder import current

ROOT = Path(__file__).parent.parent
WARM_RUNS = 5
RECKONED = ("assay.stats", "assay.agreements.presign")
"""Where statistics are, the simulation of an agreement among them."""
Query = tuple[str, object]
"""The text and its parameters."""
Asked = tuple[str | duckdb.DuckDBPyRelation, object]


@dataclass(slots=True)
class Spent:
    """Seconds inside calls, those that calls make of one another counted once; `asked`: queries in the order in which they ran."""

    seconds: float = 0.0
    depth: int = 0
    asked: list[Asked] = field(default_factory=list)

    @property
    def queries(self) -> tuple[Query, ...]:
        """As text. Put together afterwards: saying what a relation asks takes a moment, which is not the page's."""
        return tuple((one if isinstance(one, str) else one.sql_query(), parameters) for one, parameters in self.asked)

    @contextmanager
    def counting(self) -> Iterator[None]:
        started, outermost = time.perf_counter(), self.depth == 0
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            if outermost:
                self.seconds += time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class PageRun:
    """Seconds: `cold` with no answer kept, `warm` the median of further runs; of `cold`, `asked` in DuckDB and `reckoned` in
    `RECKONED`. `errors`: what the page said went wrong."""

    cold: float
    warm: float
    asked: float
    reckoned: float
    queries: tuple[Query, ...]
    errors: tuple[str, ...]


def page_run(page: str, query: Mapping[str, str], home: Path, small: Path, register: Path) -> PageRun:
    """Opens the page of a link on the warehouse `home`, after the same on the warehouse `small`: then every module is imported and
    every template made, while no answer about `home` is kept."""
    os.environ["ASSAY_REGISTER"] = str(register)
    with served():
        opened(page, query, small)
        before = opened(page, query, small)
        asked, reckoned = Spent(), Spent()
        with asking(asked), reckoning(reckoned):
            cold = opened(page, query, home)
        warm = [again(cold.test) for _ in range(WARM_RUNS)]
    errors = tuple(error.value for error in (*before.test.exception, *cold.test.exception, *cold.test.error))
    return PageRun(cold.seconds, median(warm), asked.seconds, reckoned.seconds, asked.queries, errors)


@dataclass(frozen=True, slots=True)
class Opened:
    test: AppTest
    seconds: float


def opened(page: str, query: Mapping[str, str], home: Path) -> Opened:
    """A session that opens with this link: the page, and the seconds of the script from its first line to its last."""
    os.environ["ASSAY_WAREHOUSE"] = str(home)
    test = AppTest.from_file(ROOT / "app.py", default_timeout=600)
    for key, value in query.items():
        test.query_params[key] = value
    test.switch_page(f"pages/{page}.py")
    return Opened(test, again(test))


def again(test: AppTest) -> float:
    """Runs the session's page once more."""
    _SCRIPT.clear()
    test.run()
    return sum(_SCRIPT)


_SCRIPT: list[float] = []


@contextmanager
def served() -> Iterator[None]:
    """Times every run of the script from its first line to its last; the start that the guard breaks off is not one."""

    def ended(began: float, _: object) -> None:
        _SCRIPT.append(time.perf_counter() - began)

    with patch("ui.frame.debug", ended):
        yield


@contextmanager
def asking(spent: Spent) -> Iterator[None]:
    """Counts what DuckDB is asked: relations that are fetched, and statements."""
    fetch, execute = duckdb.DuckDBPyRelation.pl, duckdb.DuckDBPyConnection.execute

    def fetched(self: duckdb.DuckDBPyRelation, *given: object, **named: object) -> object:
        spent.asked.append((self, None))
        with spent.counting():
            return fetch(self, *given, **named)

    def executed(self: duckdb.DuckDBPyConnection, query: str, parameters: object = None, **named: object) -> object:
        spent.asked.append((query, parameters))
        with spent.counting():
            return execute(self, query, parameters, **named)

    with patch.object(duckdb.DuckDBPyRelation, "pl", fetched), patch.object(duckdb.DuckDBPyConnection, "execute", executed):
        yield


@contextmanager
def reckoning(spent: Spent) -> Iterator[None]:
    """Counts the functions of `RECKONED` wherever else they were imported."""
    named = [
        (module, name, value)
        for key, module in list(sys.modules.items())
        if key.split(".")[0] in ("assay", "ui") and not key.startswith(RECKONED)
        for name, value in vars(module).items()
        if isinstance(value, FunctionType) and value.__module__.startswith(RECKONED)
    ]
    for module, name, value in named:
        setattr(module, name, _counted(value, spent))
    try:
        yield
    finally:
        for module, name, value in named:
            setattr(module, name, value)


def _counted(function: Callable[..., object], spent: Spent) -> Callable[..., object]:
    @wraps(function)
    def counted(*given: object, **named: object) -> object:
        with spent.counting():
            return function(*given, **named)

    return counted


def replayed(queries: Sequence[Query], home: Path) -> tuple[float, float]:
    """Seconds that the same queries take on a plain connection: at first, and once more."""
    file = current(home)
    assert file is not None
    with reading(file) as connection:
        return _all(queries, connection), _all(queries, connection)


def _all(queries: Sequence[Query], connection: duckdb.DuckDBPyConnection) -> float:
    started = time.perf_counter()
    for text, parameters in queries:
        connection.sql(text, params=parameters).pl()
    return time.perf_counter() - started


def main() -> int:
    """Reads `asked.json` in a folder: a page to open, or queries to run; writes `found.json`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page_run", description=__doc__)
    parser.add_argument("folder", type=Path, help="where asked.json lies and found.json is written")
    folder = parser.parse_args().folder
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    home = Path(asked["home"])
    if "queries" in asked:
        found: object = replayed([(text, parameters) for text, parameters in asked["queries"]], home)
    else:
        found = asdict(page_run(asked["page"], asked["query"], home, Path(asked["small"]), folder / "register.sqlite"))
    (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
