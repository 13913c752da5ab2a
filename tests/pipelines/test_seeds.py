"""The planted faults in another company, and in a larger one: found is planted, by kind, and nothing good is lost.

`make proof` does the same with more companies, with every KPI, and at full size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from benchmarks.faults import Found, found

FULL = 60_000
COMPANIES = ((FULL, 3), (2_500, 2))
"""Orders and seed; the first seed is that of the company of all other tests."""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Found]]:
    """What the load of the company of a seed did. A load keeps one core busy, so each has a process of its own."""
    folder = tmp_path_factory.mktemp("seeds")
    with ProcessPoolExecutor(len(COMPANIES), get_context("spawn")) as processes:
        coming: dict[int, Future[Found]] = {
            seed: processes.submit(found, size, seed, folder / str(seed), with_kpis=False) for size, seed in COMPANIES
        }
        yield lambda seed: coming[seed].result()


@pytest.mark.parametrize("seed", [seed for _, seed in COMPANIES])
def test_found_is_planted_and_every_good_row_is_there(seed: int, outcome: Callable[[int], Found]) -> None:
    told = outcome(seed)
    assert told.found == told.planted and told.planted.total() > 70
    assert told.differing == ()
