"""What a measurement leaves behind: a table, what it is meant to show, and whether it does."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("duckdb", "polars", "great-expectations", "streamlit", "narwhals")


@dataclass(frozen=True, slots=True)
class Section:
    """One measurement. `claim` is the sentence that the rows are to show, `holds` whether they do."""

    title: str
    claim: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    holds: bool


def markdown(section: Section) -> str:
    """The section with its verdict, as Markdown."""
    head = ("| " + " | ".join(section.columns) + " |", "|" + "---|" * len(section.columns))
    body = ("| " + " | ".join(row) + " |" for row in section.rows)
    verdict = "**Holds.**" if section.holds else "**Does not hold.**"
    return "\n".join((f"## {section.title}", "", f"{section.claim} {verdict}", "", *head, *body, ""))


def environment() -> Section:
    """The machine and the versions, without any name that would identify it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    rows = [
        ("Python", platform.python_version()),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("processors", str(os.cpu_count())),
        ("memory", f"{memory:.0f} GiB"),
        *((name, version(name)) for name in PACKAGES),
    ]
    return Section("Environment", "Where the figures below were measured.", ("what", "value"), tuple(rows), True)


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: wall seconds, the most memory it held in MiB, its exit code."""

    seconds: float
    peak_mib: float
    code: int


_SMALL = """
import os, sys
process = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[2:]], os.environ)
_, status, usage = os.wait4(process, 0)
os.write(int(sys.argv[1]), f"{usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}".encode())
"""
"""Linux counts what the parent holds into the peak of its child: the parent has to be smaller than any child."""


def run(*arguments: str | Path) -> Run:
    """Runs `python <arguments>` to its end, its output on ours."""
    started = time.perf_counter()
    told, tell = os.pipe()
    process = subprocess.Popen((sys.executable, "-S", "-c", _SMALL, str(tell), *map(str, arguments)), pass_fds=(tell,))
    os.close(tell)
    with os.fdopen(told, encoding="ascii") as reading:
        peak, code = map(int, reading.read().split())
    process.wait()
    unit = 2**20 if sys.platform == "darwin" else 2**10  # macOS counts bytes, Linux KiB
    return Run(time.perf_counter() - started, peak / unit, code)


def shown(sections: Sequence[Section], tell: Callable[[str], None] = print) -> int:
    """Prints the sections; the exit code says whether all hold."""
    for section in sections:
        tell(markdown(section))
    return 0 if all(section.holds for section in sections) else 1
