"""How far a load has come: a bar with rows and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from assay.text import Language, Text
from pipelines.outcome import Outcome

READING_SHARE = 0.4  # of the time that a file takes; what follows its reading is told when it is done


@dataclass(frozen=True, slots=True)
class Begun:
    """So many files and sheets are to be taken in, of so many bytes."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Read:
    """So many more rows were read, of all the rows of a file of so many bytes."""

    rows: int
    of: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Done:
    """A file of so many bytes was dealt with."""

    outcome: Outcome
    bytes: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step over all files begins."""

    name: str


Said = Begun | Read | Done | Step
Tell = Callable[[Said], None]

STEPS: dict[str, Text] = {
    "find": Text("查找文件", "finding files"),
    "read": Text("读取", "reading"),
    "stage": Text("整理与暂存", "tidying and staging"),
    "validate": Text("校验", "validating"),
    "split": Text("分拣", "splitting"),
    "upsert": Text("合并", "merging"),
    "derive": Text("推算", "deriving"),
    "publish": Text("发布", "publishing"),
}
_STATES = {
    "loaded": Text("接受 {accepted:,} 行，隔离 {quarantined:,} 行", "{accepted:,} rows accepted, {quarantined:,} quarantined"),
    "refused": Text("整份拒收：{message}", "refused: {message}"),
    "unchanged": Text("已载入过，不作改动", "loaded before, nothing to do"),
}
_ROWS = Text("{rows:,} 行", "{rows:,} rows")
_BEGUN = Text("共 {files} 份文件或工作表", "{files} files and sheets")


def silent(_: Said) -> None:
    """Tells nobody."""


@contextmanager
def telling(console: Console, language: Language) -> Iterator[Tell]:
    """Tells the console: by a bar where somebody watches, else by a line for each file and step."""
    if not console.is_terminal:
        yield lambda said: _line(console, language, said)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[rows]}"), TimeElapsedColumn(), TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        yield _Bar(bar, bar.add_task(STEPS["find"](language), total=None, rows=""), language).tell


def title(outcome: Outcome) -> str:
    """A file as people name it: its path, and its sheet where it has some."""
    sheet = outcome.arrival.sheet
    return f"{outcome.arrival.name} [{sheet}]" if sheet else outcome.arrival.name


def what_became(outcome: Outcome, language: Language) -> str:
    message = outcome.message(language) if outcome.message else ""
    values = {"accepted": outcome.accepted, "quarantined": outcome.quarantined, "message": message}
    return _STATES[outcome.state](language, **values)


def _line(console: Console, language: Language, said: Said) -> None:
    match said:
        case Begun():
            words = _BEGUN(language, files=said.files)
        case Done():
            words = f"{title(said.outcome)}: {what_became(said.outcome, language)}"
        case Step():
            words = STEPS[said.name](language)
        case Read():
            return
    console.print(words, markup=False, highlight=False, soft_wrap=True)


@dataclass(slots=True)
class _Bar:
    bar: Progress
    task: TaskID
    language: Language
    rows: int = 0
    done: float = 0.0
    part: float = 0.0

    def tell(self, said: Said) -> None:
        match said:
            case Begun():
                self.bar.update(self.task, total=said.bytes or 1)
            case Read():
                self.rows += said.rows
                self.part += READING_SHARE * said.bytes * said.rows / max(said.of, said.rows)
            case Done():
                self.done, self.part = self.done + said.bytes, 0.0
                self.bar.update(self.task, description=title(said.outcome)[-40:])
                if said.outcome.state == "refused":
                    _line(self.bar.console, self.language, said)
            case Step():
                self.bar.update(self.task, description=STEPS[said.name](self.language))
        self.bar.update(self.task, completed=self.done + self.part, rows=_ROWS(self.language, rows=self.rows))
