"""How long a whole report takes, its figures and its files, in a process of its own; and how much more at ten million orders."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.evidence import Run, Section, run, shown

SMALL, MOST_SECONDS, MOST_TIMES = 200_000, 20.0, 2.0
"""What a report may take at 200,000 orders; at ten million at most twice that."""


def section(large: int, home: Path, folder: Path) -> Section:
    """A company of 200,000 orders, made for it, beside the large one that is there."""
    small = folder / "warehouse"
    run("-W", "ignore", "-m", "pipelines", "simulate", "--size", str(SMALL), "--to", folder / "company")
    run("-W", "ignore", "-m", "pipelines", "load", folder / "company" / "raw", "--warehouse", small)
    return reports(((SMALL, small), (large, home)), folder)


def reports(homes: Sequence[tuple[int, Path]], folder: Path, repeats: int = 2) -> Section:
    """`homes`: orders and warehouse, the small one first. The quickest of some runs counts."""
    rows, holds = [], True
    for place, (orders, home) in enumerate(homes):
        best = min((_made(home, folder / f"{orders}-{at}") for at in range(repeats)), key=lambda one: one.seconds)
        most = MOST_SECONDS * (MOST_TIMES if place else 1.0)
        rows.append((f"{orders:,}", f"{best.seconds:.1f}", f"{most:.0f}", f"{best.peak_mib:,.0f}"))
        holds = holds and best.code == 0 and best.seconds <= most
    claim = "The company's report of the last month as PDF, workbook and slides, from the command to the last file."
    return Section("The whole report", claim, ("orders", "s", "at most", "peak MiB"), tuple(rows), holds)


def _made(home: Path, folder: Path) -> Run:
    command = ("-W", "ignore", "-m", "pipelines", "report", "--format", "pdf,xlsx,pptx", "--lang", "zh")
    return run(*command, "--warehouse", home, "--register", folder / "register.sqlite", "--to", folder / "out")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m benchmarks.reports", description=__doc__)
    asked.add_argument("homes", nargs="+", help="ORDERS=WAREHOUSE, the small one first")
    given = [one.split("=", 1) for one in asked.parse_args().homes]
    with tempfile.TemporaryDirectory(prefix="assay-") as kept:
        sys.exit(shown([reports([(int(orders), Path(home)) for orders, home in given], Path(kept))]))
