"""The planted faults in other companies, and in one of full size: found is planted, by kind, and nothing good is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults import found

FULL = 200_000


@pytest.mark.parametrize(("size", "seed"), [(FULL, 1), (2_500, 2), (2_500, 3), (2_500, 4), (2_500, 5)])
def test_found_is_planted_and_every_good_row_is_there(size: int, seed: int, tmp_path: Path) -> None:
    outcome = found(size, seed, tmp_path, with_kpis=False)
    assert outcome.found == outcome.planted and outcome.planted.total() > 70
    assert outcome.differing == ()
