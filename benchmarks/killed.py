"""A load that is killed at any moment leaves the warehouse as it was, and the next load comes to the same result."""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from assay.contracts import SOURCES
from assay.simulate import simulate, write
from assay.warehouse.connect import reading
from assay.warehouse.folder import current
from benchmarks.evidence import Section, run, shown


@dataclass(frozen=True, slots=True)
class Killed:
    """One attempt: killed after `seconds`; whether it had published by then, and whether what is current is whole: old or new."""

    seconds: float
    had_published: bool
    is_whole: bool


def killed(size: int, moments: int, folder: Path, seed: int = 1, months: tuple[int, int] = (30, 7)) -> Section:
    """Loads the first `months[0]` monthly drops, then tries to load the next `months[1]`, killed at `moments` random moments."""
    write(simulate(size, seed), folder, seed)
    drops = sorted(path for path in (folder / "raw").iterdir() if path.is_dir())
    old = [folder / "raw" / "masters.xlsx", *drops[: months[0]]]
    new = drops[months[0] : months[0] + months[1]]
    home, reference = folder / "warehouse", folder / "reference"
    first = run("-m", "pipelines", "load", *old, "--warehouse", home)
    base = folder / "base"
    shutil.copytree(home, base)
    shutil.copytree(home, reference)
    whole = run("-m", "pipelines", "load", *new, "--warehouse", reference)
    chance = random.Random(seed)
    when = sorted(chance.uniform(0.0, whole.seconds) for _ in range(moments))
    attempts = tuple(_attempt(new, home, base, reference, seconds) for seconds in when)
    last = run("-m", "pipelines", "load", *new, "--warehouse", home)
    is_same = first.code == whole.code == last.code == 0 and content(home) == content(reference)
    left = sorted(path.name for path in home.glob("building-*"))
    holds = is_same and not left and all(attempt.is_whole for attempt in attempts)
    claim = (
        f"A load of {whole.seconds:.0f} s, killed with SIGKILL at {moments} random moments, never damages what was published; "
        "the load after them gives exactly the warehouse of an undisturbed one and leaves nothing behind."
    )
    columns = ("killed after, s", "had published", "current version whole")
    rows = tuple((f"{one.seconds:.2f}", _word(one.had_published), _word(one.is_whole)) for one in attempts)
    return Section("Killed loads", claim, columns, (*rows, ("not killed", _word(last.code == 0), _word(is_same))), holds)


def _word(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _attempt(new: list[Path], home: Path, base: Path, reference: Path, seconds: float) -> Killed:
    """Starts the load over whatever the one before left behind, and kills it."""
    before, digest = current(home), _digest(home)
    process = subprocess.Popen((sys.executable, "-m", "pipelines", "load", *map(str, new), "--warehouse", str(home)),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.kill()
    process.wait()
    if current(home) == before:
        return Killed(seconds, False, _digest(home) == digest and content(home) == content(base))
    is_whole = content(home) == content(reference)
    shutil.rmtree(home)
    shutil.copytree(base, home)
    return Killed(seconds, True, is_whole)


def _digest(home: Path) -> str:
    version = current(home)
    return hashlib.sha256(version.read_bytes()).hexdigest() if version else ""


def content(home: Path) -> dict[str, tuple[int, int]]:
    """For each table the number of rows and a sum of their hashes, whatever their order; nothing where nothing is published."""
    version = current(home)
    if version is None:
        return {}
    with reading(version) as connection:
        return {contract.table: connection.execute(_fingerprint(contract.table)).fetchall()[0] for contract in SOURCES}


def _fingerprint(table: str) -> str:
    return f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar from {table} as t"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed", description=__doc__)
    parser.add_argument("--size", type=int, default=20_000, help="number of orders")
    parser.add_argument("--moments", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        return shown((killed(asked.size, asked.moments, Path(folder)),))


if __name__ == "__main__":
    sys.exit(main())
