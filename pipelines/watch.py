"""Folders that are looked at again and again: files are loaded as they arrive, whole ones only.

A file is taken when two looks in a row find it unchanged and its end is where it should be; one that stays without its end is
taken after a few looks more, so that the refusal says what is wrong with it. What was taken is known by its content, in the
warehouse: nothing is moved or deleted, unless an archive is named, and a watch that starts again takes nothing twice.
"""

from __future__ import annotations

import shutil
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from assay.contracts import SOURCES
from assay.text import LANGUAGES, Language, Text
from assay.warehouse.connect import Failure
from assay.warehouse.folder import Held
from pipelines.load import load
from pipelines.mappings.mapping import Mapping
from pipelines.outcome import Load
from pipelines.progress import Tell, silent
from pipelines.reading.encoding import look
from pipelines.reading.find import find
from pipelines.running import signed
from pipelines.validation.validate import CannotExecute

INTERVAL = 5.0
PATIENCE = 6
"""So many looks without a change, and a file whose end is missing is taken as it is."""
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", ".swp", ".lock")
# What a file that nobody foresaw may bring down, in our code or in a library's.
_BREAKS = (
    CannotExecute, Failure, OSError, MemoryError, ValueError, LookupError, zipfile.BadZipFile, zlib.error,
    pl.exceptions.PolarsError, pl.exceptions.PanicException,
)
_ORDER = {contract.table: place for place, contract in enumerate(SOURCES)}

STARTED = Text(
    "正在监看 {folders}，每 {seconds:g} 秒一次；按 Ctrl-C 结束。", "Watching {folders} every {seconds:g} s; Ctrl-C ends it."
)
ENDING = Text("处理完当前文件后结束。", "It ends after the current file.")
ENDED = Text("已停止监看。", "The watch has ended.")
_WAITING = Text("{file}：尚未写完，稍后再看。", "{file}: not finished yet, it waits.")
_HELD = Text("另一次载入正在进行（{who}），等它结束。", "Another load is going on ({who}); waiting for it.")
_BROKEN = Text(
    "{file}：未能处理，其余文件不受影响：{error}。文件改动后会再试。",
    "{file}: it could not be dealt with, the others are not affected: {error}. It is tried again when it changes.",
)
_ARCHIVED = Text("{file}：已移到 {place}。", "{file}: moved to {place}.")


@dataclass(frozen=True, slots=True)
class State:
    """How a file lay there: its size, and when it was last written, in nanoseconds."""

    size: int
    written: int


@dataclass(frozen=True, slots=True)
class Ears:
    """Who hears what happens: words for people, finished loads, and the progress of one."""

    say: Callable[[Text], None]
    done: Callable[[Load], None]
    tell: Tell = silent


@dataclass(slots=True)
class Watch:
    """What is watched, and what was seen of it so far."""

    folders: Sequence[Path]
    home: Path
    mappings: Sequence[Mapping]
    clock: Callable[[], datetime]
    ears: Ears
    archive: Path | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    seen: dict[Path, State] = field(default_factory=dict)
    steady: dict[Path, int] = field(default_factory=dict)
    settled: dict[Path, State] = field(default_factory=dict)
    said: dict[object, object] = field(default_factory=dict)

    def look(self) -> None:
        """Looks once, and takes what is ready. Raises what stops every load: an outdated warehouse."""
        now = {file: state for file in self._files() if (state := _state(file))}
        self.steady = {file: self.steady.get(file, 0) + 1 if self.seen.get(file) == state else 0 for file, state in now.items()}
        self.seen = now
        self.settled = {file: state for file, state in self.settled.items() if now.get(file) == state}
        if ready := [file for file in now if file not in self.settled and self._is_ready(file)]:
            self._take(ready)

    def name(self, file: Path) -> str:
        """The path of a file below the folder that is watched."""
        folder = next(folder for folder in self.folders if file.is_relative_to(folder))
        return file.relative_to(folder).as_posix()

    def _files(self) -> Iterator[Path]:
        kept = self.archive.resolve() if self.archive else None
        for folder in self.folders:
            for file in sorted(folder.rglob("*")):
                if not _is_passing(file.relative_to(folder)) and not (kept and file.resolve().is_relative_to(kept)):
                    yield file

    def _is_ready(self, file: Path) -> bool:
        if self.steady[file] and (_is_whole(file) or self.steady[file] >= PATIENCE):
            return True
        if self.steady[file]:
            self._say_once(file, "waiting", _filled(_WAITING, file=self.name(file)))
        return False

    def _take(self, files: Sequence[Path]) -> None:
        """All at once, in the order of their tables; where something breaks, one by one, so that one stops none of the others."""
        names = {file: self.name(file) for file in files}
        try:
            done = load(files, self.home, self.mappings, self.clock(), tell=self.ears.tell, names=names, until=self.stop.is_set)
        except Held as held:
            self._say_once("lock", held.holder, _filled(_HELD, who=signed(held.holder)))
        except _BREAKS as error:
            self._part(files, error)
        else:
            self.said.pop("lock", None)
            self._settle(done, files)

    def _part(self, files: Sequence[Path], error: BaseException) -> None:
        if len(files) > 1:
            for file in sorted(files, key=self._place):
                if not self.stop.is_set():
                    self._take([file])
        elif files[0] in self.seen and _state(files[0]) == self.seen[files[0]]:
            self.settled[files[0]] = self.seen[files[0]]
            self.ears.say(_filled(_BROKEN, file=self.name(files[0]), error=str(error).strip().split("\n")[0]))

    def _place(self, file: Path) -> int:
        """Where the file stands in the order in which tables are let in; what cannot be opened comes first."""
        try:
            return min(_ORDER.get(arrival.table or "", -1) for arrival in find([file], self.mappings))
        except _BREAKS:
            return -1

    def _settle(self, done: Load, files: Sequence[Path]) -> None:
        taken = {outcome.arrival.path for outcome in done.outcomes}
        refused = {outcome.arrival.path for outcome in done.outcomes if outcome.state == "refused"}
        # One whose content came under another name in the same load has no outcome of its own.
        for file in files if not self.stop.is_set() else taken:
            self.settled[file] = self.seen[file]
        if any(outcome.state != "unchanged" for outcome in done.outcomes):
            self.ears.done(done)
        for file in sorted(taken - refused) if self.archive else ():
            self._move(file, self.archive)

    def _move(self, file: Path, archive: Path) -> None:
        """Into the archive under the same path, unless it was written to meanwhile; what lies there already stays."""
        if _state(file) != self.seen[file]:
            return
        target = archive / self.name(file)
        if target.exists():
            target = target.with_name(f"{target.stem}-{look(file).sha256[:8]}{target.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, target)
        self.ears.say(_filled(_ARCHIVED, file=self.name(file), place=target))

    def _say_once(self, about: object, what: object, words: Text) -> None:
        if about not in self.said or self.said[about] != what:
            self.said[about] = what
            self.ears.say(words)


def watch(watching: Watch, interval: float = INTERVAL) -> None:
    """Looks every `interval` seconds until the watch's `stop` is set; a load that goes on then ends after its current file.

    Raises FileNotFoundError where a folder is not there at the start; one that goes away later is waited for.
    """
    for folder in watching.folders:
        if not folder.is_dir():
            raise FileNotFoundError(folder)
    watching.ears.say(_filled(STARTED, folders=", ".join(map(str, watching.folders)), seconds=interval))
    while not watching.stop.is_set():
        watching.look()
        watching.stop.wait(interval)
    watching.ears.say(ENDED)


def _is_passing(name: Path) -> bool:
    """Whether a file will go away or be renamed: hidden, an office program's lock, a download or copy under way."""
    return any(part.startswith((".", "~$")) for part in name.parts) or name.suffix.lower() in UNFINISHED


def _state(file: Path) -> State | None:
    """None for what is no file, or not there any more."""
    try:
        found = file.stat()
    except OSError:
        return None
    return State(found.st_size, found.st_mtime_ns) if file.is_file() else None


def _is_whole(file: Path) -> bool:
    """Whether the end of the file is where it belongs: of a workbook the list of its parts, of Parquet the mark; text has none.

    A file that another program keeps to itself is not whole yet; neither is an empty one.
    """
    try:
        with file.open("rb") as opened:
            begin = opened.read(4)
            opened.seek(max(0, file.stat().st_size - 4))
            end = opened.read(4)
        return bool(begin) and (begin != b"PAR1" or end == begin) and (begin != b"PK\x03\x04" or zipfile.is_zipfile(file))
    except OSError:
        return False


def _filled(words: Text, **values: object) -> Text:
    def said(value: object, language: Language) -> object:
        return value(language) if isinstance(value, Text) else value

    return Text(*(words(language, **{name: said(value, language) for name, value in values.items()}) for language in LANGUAGES))
