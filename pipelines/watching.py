"""The command `load --watch`: what a watch says goes to the console, and Ctrl-C ends it after the current file."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

from rich.console import Console

from assay.text import Text
from pipelines.building.known import OutdatedVersion
from pipelines.mappings.mapping_file import MappingError
from pipelines.outcome import Load
from pipelines.progress import Done, Said, title, what_became
from pipelines.report import report
from pipelines.running import known_mappings
from pipelines.watch import ENDING, Ears, Watch, watch

_NO_SUCH = Text("找不到文件夹 {path}。", "There is no folder {path}.")
_UNFIT = Text("{option} 不能与 --watch 同用。", "{option} does not go with --watch.")
_ALONE = Text("--archive 须与 --watch 同用。", "--archive goes with --watch only.")
_OUTDATED = Text("仓库由另一版本建立：{error}", "The warehouse was built by another version: {error}")


def watching(asked: argparse.Namespace, console: Console) -> int:
    """Watches until it is asked to end. 1 where mappings or warehouse cannot be used, 2 where it is asked wrongly."""
    if wrong := _wrong(asked):
        console.print(wrong, markup=False, soft_wrap=True)
        return 2

    def say(words: Text) -> None:
        console.print(words(asked.lang), markup=False, soft_wrap=True)

    def done(load: Load) -> None:
        report(load, asked.lang, console)

    def tell(said: Said) -> None:
        if isinstance(said, Done) and said.outcome.state != "unchanged":
            words = f"{title(said.outcome)}: {what_became(said.outcome, asked.lang)}"
            console.print(words, markup=False, highlight=False, soft_wrap=True)

    try:
        watched = Watch(asked.paths, asked.warehouse, known_mappings(asked), _now, Ears(say, done, tell), asked.archive)
        with _ending(watched, say):
            watch(watched, asked.interval)
    except MappingError as error:
        say(error.text)
        return 1
    except OutdatedVersion as error:
        console.print(_OUTDATED(asked.lang, error=error), markup=False, soft_wrap=True)
        return 1
    except FileNotFoundError as error:
        console.print(_NO_SUCH(asked.lang, path=error), markup=False, soft_wrap=True)
        return 2
    return 0


def _wrong(asked: argparse.Namespace) -> str | None:
    """Which options contradict one another, in words."""
    if not asked.watch:
        return _ALONE(asked.lang)
    given = {"--as-of": asked.as_of, "--again": asked.again, "--json": asked.json, "--names": asked.names}
    return next((_UNFIT(asked.lang, option=option) for option, value in given.items() if value), None)


@contextmanager
def _ending(watched: Watch, say: Callable[[Text], None]) -> Iterator[None]:
    """The first Ctrl-C, or a polite kill, lets the current file finish; the second Ctrl-C ends it at once and publishes nothing."""
    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        watched.stop.set()
        say(ENDING)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
