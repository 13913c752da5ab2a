"""The warehouse folder: versions of one DuckDB file, a pointer to the current one, and a lock for whoever builds the next.

A version is never written again. A new one is built in a working folder, forced to disk, renamed into place, and only then does
the pointer move: whoever is killed in between leaves the old version whole.
"""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

POINTER = "CURRENT"
_POINTER_NEW = "CURRENT.new"
_LOCK = "lock"
_HOLDER = "lock.holder"
_VERSION = "warehouse-{:%Y%m%dT%H%M%S.%f}Z.duckdb"
_VERSIONS = "warehouse-*.duckdb"
_WORKING = "building-"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who builds the next version: process id, user, host and the moment it began, as ISO text in UTC."""

    pid: int
    user: str
    host: str
    since: str


class Held(RuntimeError):
    """Somebody else is building. `holder` is None in the instant between taking the lock and signing it."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(f"the warehouse is being built by {holder}")
        self.holder = holder


def current(home: Path) -> Path | None:
    """The file that the pointer names; None before the first load. Raises FileNotFoundError where it names a file that is gone."""
    pointer = home / POINTER
    if not pointer.exists():
        return None
    version = home / pointer.read_text(encoding="utf-8").strip()
    if not version.is_file():
        raise FileNotFoundError(f"{POINTER} names {version.name}, which is not there")
    return version


@contextmanager
def building(home: Path, now: datetime) -> Iterator[Path]:
    """An empty working folder inside `home`, held by nobody else meanwhile. Raises Held at once where somebody builds already.

    What killed builders left is removed first; the working folder is removed at the end, however that comes.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise Held(holder(home)) from error
    try:
        _sign(home, now)
        _clean(home)
        working = home / f"{_WORKING}{os.getpid()}"
        working.mkdir()
        yield working
    finally:
        _clean(home)
        (home / _HOLDER).unlink(missing_ok=True)
        lock.release()


def holder(home: Path) -> Holder | None:
    """Who signed the lock last. Says nothing about whether the lock is still held."""
    try:
        return Holder(**json.loads((home / _HOLDER).read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def publish(home: Path, built: Path, at: datetime) -> Path:
    """Makes `built`, a closed DuckDB file on the same disk, the current version, and returns where it now is.

    The version before it stays, for readers that are about to open it; older ones are removed, and readers that still have them
    open keep their data.
    """
    before = current(home)
    version = _unused(home, at)
    _to_disk(built)
    os.rename(built, version)
    _to_disk(home)
    _point(home, version.name)
    for old in home.glob(_VERSIONS):
        if old not in (before, version):
            old.unlink()
    return version


def _unused(home: Path, at: datetime) -> Path:
    """A path that no version has: DuckDB serves a process the old file for as long as it holds one open under the same path."""
    while (version := home / _VERSION.format(at)).exists():
        at += timedelta(microseconds=1)
    return version


def _point(home: Path, name: str) -> None:
    fresh = home / _POINTER_NEW
    fresh.write_text(name, encoding="utf-8")
    _to_disk(fresh)
    os.replace(fresh, home / POINTER)
    _to_disk(home)


def _to_disk(path: Path) -> None:
    """Forces a file's content, or a folder's entries, to disk. Windows cannot open a folder and needs no such thing."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sign(home: Path, now: datetime) -> None:
    who = Holder(os.getpid(), getpass.getuser(), socket.gethostname(), now.replace(tzinfo=UTC).isoformat(timespec="seconds"))
    (home / _HOLDER).write_text(json.dumps(asdict(who)), encoding="utf-8")


def _clean(home: Path) -> None:
    """Removes what builders leave behind; a version that was renamed but never named goes with the next publication."""
    for working in home.glob(f"{_WORKING}*"):
        shutil.rmtree(working)
    (home / _POINTER_NEW).unlink(missing_ok=True)
