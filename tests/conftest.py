"""One small company for the whole run: its frames, its raw files, and the warehouse that is loaded from them.

Imports are made where they are needed, so that a run of a few small tests does not pay for Great Expectations.
"""

from __future__ import annotations

import os
import pickle
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from assay.simulate import Company
    from pipelines.outcome import Load

ROOT = Path(__file__).parent.parent
SIZE, SEED = 5_000, 1
SLOW = (
    "test_seeds", "test_notebooks", "test_kill", "test_application", "test_causes_page", "test_causes_closer", "test_truths_told",
    "test_spc_alarms", "test_effect_measured", "test_report_same", "test_summary", "test_summary_page", "test_opened",
    "test_settlement_sample", "test_clock_simulated", "test_comparison_truths", "test_proof",
)
"""Files of minutes, begun first: no process should be left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(SLOW)}
    items.sort(key=lambda item: order.get(item.path.stem, len(SLOW)))


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page under test leaves itself behind as the main module, and a spawned process runs the main module of its parent again."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def company() -> Company:
    """The simulated company: given columns only, without faults."""
    from assay.simulate import simulate

    return simulate(SIZE, SEED)


@pytest.fixture(scope="session")
def frames(company: Company) -> dict[str, pl.DataFrame]:
    """Its tables as the warehouse holds them, derived columns included, made without any file."""
    from pipelines.derive import complete

    return complete(company.tables, company.as_of)


@pytest.fixture(scope="session")
def sample(company: Company, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with its raw files (`raw/`, planted faults included) and `truths.toml`. Read only."""
    from assay.simulate import write

    folder = tmp_path_factory.mktemp("sample")
    write(company, folder, SEED)
    return folder


@pytest.fixture(scope="session")
def loaded(company: Company, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Load]:
    """The warehouse folder after one load of all its raw files, and what that load said. Read only."""
    # The processes of one run share it: each has a folder within that of the run.
    is_shared = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = base.parent / "shared" if is_shared else base / "loaded"
    home, told = folder / "warehouse", folder / "load.pickle"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        if not told.exists():
            told.write_bytes(pickle.dumps(_load(sample / "raw", home, company)))
    return home, pickle.loads(told.read_bytes())


def _load(raw: Path, home: Path, company: Company) -> Load:
    from pipelines.load import load
    from pipelines.mappings.mapping_file import mappings

    known = mappings(ROOT / "data" / "mappings" / "sample")
    return load([raw], home, known, company.as_of + timedelta(hours=1), company.as_of)


@pytest.fixture(scope="session")
def warehouse(loaded: tuple[Path, Load]) -> Path:
    """The folder of the loaded warehouse. Read only: whoever loads into one copies it first."""
    return loaded[0]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public files, which is beside the repository and no part of it; where it is absent the test is skipped."""
    folder = ROOT / ".." / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real public files are not here: ../shared/data is absent")
    return folder
