"""The pipelines, run beside the application: another process does the work and says how far it is, one JSON object a line."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assay.text import LANGUAGES, Text
from ui.data import words

ROOT = Path(__file__).parents[2]
PATIENCE_MINUTES = 30
_PAUSE = 0.1  # seconds between two looks at what was written
_TAIL = 2000
_log = logging.getLogger(__name__)

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command said in the end: `files` and `previews` by file, the version it published, and why it failed, if it did."""

    files: tuple[Line, ...] = ()
    previews: dict[str, Line] = field(default_factory=dict)
    version: str | None = None
    failure: Text | None = None

    def sum(self, name: str) -> int:
        """A count over the files that are taken."""
        return sum(file[name] for file in self.files if file["state"] == "loaded")

    def of_state(self, state: str) -> tuple[Line, ...]:
        return tuple(file for file in self.files if file["state"] == state)


def lines(arguments: Sequence[str], is_finished_anyway: bool = False) -> Iterator[Line]:
    """Runs `python -m pipelines …` and gives its lines as they come; the last is `ended` or `failed`, whatever happens to it.

    Where the reader goes away before the end, the process is stopped, unless `is_finished_anyway`: a publication that was asked for
    is finished though its page is left.
    """
    with TemporaryDirectory(prefix="assay-run-", ignore_cleanup_errors=True) as folder:
        said, complaints = Path(folder) / "said", Path(folder) / "complaints"
        with said.open("wb") as out, complaints.open("wb") as errors:
            process = subprocess.Popen([sys.executable, "-m", "pipelines", *arguments], cwd=ROOT, stdout=out, stderr=errors)
        try:
            yield from _followed(process, said, complaints)
        finally:
            if process.poll() is None and not is_finished_anyway:
                process.kill()
                process.wait()


def _followed(process: subprocess.Popen[bytes], said: Path, complaints: Path) -> Iterator[Line]:
    last, begun, until = "", b"", time.monotonic() + 60 * PATIENCE_MINUTES
    with said.open("rb") as heard:
        is_over = False
        while not is_over:
            is_over = process.poll() is not None  # asked before the last look, so that nothing said in between is lost
            whole, _, begun = (begun + heard.read()).rpartition(b"\n")
            for line in _objects(whole):
                last = line["event"]
                yield line
            if not is_over and time.monotonic() > until:
                process.kill()
                yield _failed(words.TOO_LONG, minutes=PATIENCE_MINUTES)
                return
            time.sleep(0 if is_over else _PAUSE)
    if last not in ("ended", "failed"):
        _log.error("pipelines ended with %s: %s", process.returncode, complaints.read_text(errors="replace")[-_TAIL:])
        yield _failed(words.CRASHED, code=process.returncode)


def _objects(whole: bytes) -> Iterator[Line]:
    """The objects among whole lines; libraries may print too."""
    for line in whole.split(b"\n"):
        if line.startswith(b'{"event"'):
            yield json.loads(line)


def _failed(why: Text, **values: object) -> Line:
    return {"event": "failed", "message": dict(zip(LANGUAGES, (why(language, **values) for language in LANGUAGES), strict=True))}


def ran(said: Sequence[Line]) -> Ran:
    """What a command came to, from its lines."""
    files = tuple(line["file"] for line in said if line["event"] == "done")
    previews = {line["id"]: line for line in said if line["event"] == "preview"}
    end = said[-1]
    failure = Text(end["message"]["zh"], end["message"]["en"]) if end["event"] == "failed" else None
    return Ran(files, previews, end.get("version"), failure)
