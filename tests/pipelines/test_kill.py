"""A load that is killed between two writes leaves what was published whole, and the next load completes as if nothing had been."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assay.warehouse.folder import current
from benchmarks.killed import content
from tests.pipelines.small_files import masters, order, orders, taken

ROOT = Path(__file__).parents[2]
MOMENTS = {
    "the batch is validated and not yet taken": "pipelines.load.upsert",
    "the new version is written and not yet closed": "pipelines.building.build.detach",
    "the new version has its name and the pointer still the old one": "assay.warehouse.folder._point",
}
KILLED = """
import os, signal, sys
from pathlib import Path
from unittest.mock import patch
from tests.pipelines.small_files import taken
with patch(sys.argv[1], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
    taken(Path(sys.argv[2]), Path(sys.argv[3]))
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, int]]:
    """For each moment a warehouse in which a load was killed then, and how its process ended; all at once, to wait only once."""
    folder = tmp_path_factory.mktemp("killed")
    taken(folder / "base", masters(folder / "masters"), orders(folder / "old", order("A"), order("B", cost=1)))
    orders(folder / "new", order("B", cost=2), order("C"), order("D", cost=-1), order("E"))
    homes = {moment: folder / str(place) for place, moment in enumerate(MOMENTS)}
    for home in (*homes.values(), folder / "undisturbed"):
        shutil.copytree(folder / "base", home)
    taken(folder / "undisturbed", folder / "new")
    processes = {moment: _start(moment, home, folder / "new") for moment, home in homes.items()}
    return {moment: (homes[moment], process.wait()) for moment, process in processes.items()}


def _start(moment: str, home: Path, new: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen((sys.executable, "-c", KILLED, MOMENTS[moment], home, new), cwd=ROOT)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_load_changes_nothing_and_the_next_one_completes(moment: str, killed: dict[str, tuple[Path, int]]) -> None:
    home, code = killed[moment]
    folder = home.parent
    assert code == -signal.SIGKILL
    assert (home / "CURRENT").read_text() == (folder / "base" / "CURRENT").read_text()
    assert content(home) == content(folder / "base") != {}
    done = taken(home, folder / "new")
    assert done.version is not None and current(home) == home / done.version
    assert content(home) == content(folder / "undisturbed") != content(folder / "base")
    assert {path.name for path in home.iterdir()} == {"CURRENT", "lock", *(path.name for path in home.glob("warehouse-*"))}
    assert len(list(home.glob("warehouse-*"))) == 2
