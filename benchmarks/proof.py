"""The long evidence: runs every measurement and writes docs/proof.md. Hours at full size; `--size` and the others make it short."""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import crossed_cover, pages, quiet, real_trends, reports, truths, truths_causes, watching
from benchmarks.clock import clocks
from benchmarks.evidence import Section, environment, markdown
from benchmarks.faults import sections
from benchmarks.killed import killed
from benchmarks.load import SIZES, measured
from benchmarks.localising import section as localising
from benchmarks.spc_alarms import alarms
from benchmarks.volume import volume

PAGE = Path("docs/proof.md")


def proof(volume_size: int, size: int, seeds: int, moments: int, folder: Path) -> tuple[Section, ...]:
    """Every section, the machine first."""
    return (
        environment(),
        *(measured(orders, folder / f"load-{orders}") for orders in sorted({SIZES[0], volume_size})),
        volume(volume_size, folder / "volume"),
        clocks(volume_size, folder / "clock"),
        killed(size, moments, folder / "killed"),
        *sections(size, range(1, seeds + 1), folder / "faults"),
        *statistics(seeds),
        pages.pages(folder / "volume" / "warehouse", folder / "pages", volume_size),
        reports.section(volume_size, folder / "volume" / "warehouse", folder / "reports"),
        *real_trends.sections(folder / "real"),
    )


def statistics(seeds: int) -> tuple[Section, ...]:
    """What the statistics state of themselves, counted on `seeds` times as many simulations as the smallest evidence takes."""
    few = range(1, seeds + 1)
    return (
        alarms(2000 * seeds, 1),
        watching.listing(2000, range(4 * seeds)),
        watching.seasons(500, range(80 * seeds)),
        crossed_cover.section(10 * seeds, crossed_cover.ORDERS),
        *truths.sections(200_000, 2_000_000, few),
        quiet.section(50_000, range(1, 8 * seeds + 1)),
        *localising.sections(20 * seeds),
        *truths_causes.sections(20 * seeds),
    )


def page(found: tuple[Section, ...], on: datetime) -> str:
    """The page as Markdown."""
    head = f"# Proof\n\nWritten by `make proof` on {on:%Y-%m-%d}; not by hand. Each section can be run alone: see `benchmarks/`.\n"
    return "\n".join((head, *(markdown(section) for section in found)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proof", description=__doc__)
    parser.add_argument("--volume", type=int, default=10_000_000, help="orders of the large load")
    parser.add_argument("--size", type=int, default=20_000, help="orders of the companies of the other sections")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--to", type=Path, default=PAGE)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        found = proof(asked.volume, asked.size, asked.seeds, asked.moments, Path(folder))
    asked.to.write_text(page(found, datetime.now(UTC)), encoding="utf-8")
    return 0 if all(section.holds for section in found) else 1


if __name__ == "__main__":
    sys.exit(main())
