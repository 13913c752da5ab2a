"""What waits to be sent: one small file an entry, written before the first try and removed when everybody has the message."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assay.text import Text
from pipelines.sending.address import Mailbox, mailbox
from pipelines.sending.failure import Failure
from pipelines.sending.message import Letter
from pipelines.whole_files import write_whole

OUTBOX = "outbox"
_DAMAGED = Text("待发记录 {path} 无法读取：{why}", "The waiting entry {path} cannot be read: {why}")


class Damaged(ValueError):
    """An entry that was written by nobody we know. `text` says which."""

    def __init__(self, path: Path, why: object) -> None:
        self.text = Text(_DAMAGED("zh", path=path, why=why), _DAMAGED("en", path=path, why=why))
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message. `files`: the SHA-256 of each by its name in `folder`. `recipients` are named in the message, `waiting` are the
    addresses that do not have it yet, `failures` say why, by address. `made_at` is naive UTC."""

    report: str
    made_at: datetime
    letter: Letter
    files: Mapping[str, str]
    recipients: tuple[Mailbox, ...]
    waiting: tuple[str, ...]
    tries: int = 0
    failures: Mapping[str, Failure] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.report}-{self.made_at:%Y%m%dT%H%M%S.%f}"

    @property
    def message_id(self) -> str:
        """Left of the @, the same at every try."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:32]

    def tried(self, asked: tuple[str, ...], failures: Mapping[str, Failure]) -> Entry:
        """After one more try for `asked`, of whom those in `failures` did not get it."""
        waiting = tuple(one for one in self.waiting if one not in asked or one in failures)
        known = {**self.failures, **failures}
        return replace(self, waiting=waiting, tries=self.tries + 1, failures={one: known[one] for one in waiting if one in known})


def keep(folder: Path, entry: Entry) -> None:
    """Writes the entry as it is now; one that nobody waits for any more is removed."""
    path = _path(folder, entry.id)
    if not entry.waiting:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {**asdict(entry), "made_at": entry.made_at.isoformat()}
    write_whole(path, json.dumps(told, ensure_ascii=False, indent=2).encode())


def add(folder: Path, entry: Entry) -> None:
    """A new entry, which takes the place of older ones of the same report and files for those who are to get this one."""
    keep(folder, entry)
    for id_ in waiting(folder):
        # One that cannot be read stays, and is told of when what waits is sent.
        with held(folder, id_) as is_ours, suppress(Damaged):
            older = read(folder, id_)
            if is_ours and older and older.id != entry.id and older.report == entry.report and set(older.files) <= set(entry.files):
                keep(folder, replace(older, waiting=tuple(one for one in older.waiting if one not in entry.waiting)))


def waiting(folder: Path) -> tuple[str, ...]:
    """The ids of all entries, the oldest of a report first."""
    return tuple(sorted(path.stem for path in (folder / OUTBOX).glob("*.json")))


def read(folder: Path, id_: str) -> Entry | None:
    """The entry; None where somebody has sent it meanwhile. Raises Damaged."""
    path = _path(folder, id_)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return _entry(told)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(path, repr(error)) from error


def _entry(told: Mapping[str, Any]) -> Entry:
    return Entry(
        report=told["report"],
        made_at=datetime.fromisoformat(told["made_at"]),
        letter=Letter(**told["letter"]),
        files=dict(told["files"]),
        recipients=tuple(Mailbox(mailbox(one["address"]).address, one["name"]) for one in told["recipients"]),
        waiting=tuple(told["waiting"]),
        tries=int(told["tries"]),
        failures={address: Failure(**one) for address, one in told["failures"].items()},
    )


@contextmanager
def held(folder: Path, id_: str) -> Iterator[bool]:
    """Whether this process may send the entry now: of two at once the second may not, and nobody gets it twice."""
    lock = FileLock(f"{_path(folder, id_)}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _path(folder: Path, id_: str) -> Path:
    return folder / OUTBOX / f"{id_}.json"
