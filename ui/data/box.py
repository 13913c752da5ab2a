"""Uploaded files in a private folder, each under a name of ours; what it was called is a label and never a path."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from weakref import finalize

_LONGEST = 120
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")


class Folder:
    """A private folder, readable by nobody else, that goes when nothing refers to it any more."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="assay-upload-"))
        finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """What was uploaded; `names` is a JSON file that says what each is called, `mappings` are mapping files that came along."""

    held: Folder
    files: tuple[Path, ...]
    names: Path
    mappings: tuple[Path, ...] = ()

    def with_mapping(self, id_: str, text: str) -> Box:
        """The same with one more mapping file, written for the file of that id."""
        path = self.held.path / f"upload-{re.sub('[^0-9a-f]', '', id_)}.toml"
        path.write_text(text, encoding="utf-8")
        return replace(self, mappings=(*(one for one in self.mappings if one != path), path))


def boxed(uploads: Sequence[tuple[str, bytes]]) -> Box:
    """Writes uploads, each a name and its content."""
    held = Folder()
    folder = held.path
    files = tuple(folder / f"{number:03d}.upload" for number in range(1, len(uploads) + 1))
    for file, (_, content) in zip(files, uploads, strict=True):
        file.write_bytes(content)
    names = folder / "names.json"
    called = {str(file): label(name) for file, (name, _) in zip(files, uploads, strict=True)}
    names.write_text(json.dumps(called), encoding="utf-8")
    return Box(held, files, names)


def label(name: str) -> str:
    """The last part of a name, without signs that do not print or that turn the direction of writing."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNPRINTABLE.sub("", last).strip()[-_LONGEST:] or "upload"
