"""The tables that a load ends with: what came in, what was refused and why, how long it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from assay.contracts import SOURCES, contract
from assay.text import Language, Text
from pipelines.outcome import Load, Outcome, meaning
from pipelines.progress import STEPS, title

_TABLE = Text("表", "Table")
_FILES = Text("文件", "Files")
_READ = Text("读取行数", "Rows read")
_ACCEPTED = Text("接受", "Accepted")
_QUARANTINED = Text("隔离", "Quarantined")
_UNCHANGED = Text("其中无变化", "Of them unchanged")
_BEFORE = Text("已载入过的文件", "Files loaded before")
_REASON = Text("隔离原因", "Reason for quarantine")
_COLUMNS = Text("列", "Columns")
_ROWS = Text("行数", "Rows")
_MEANING = Text("要求", "What is asked")
_REFUSED = Text("整份拒收的文件", "Files refused as a whole")
_NOTED = Text("已入库并有说明的文件", "Files loaded with a note")
_WHY = Text("说明", "Why")
_STEP = Text("步骤", "Step")
_SECONDS = Text("秒", "Seconds")
_PUBLISHED = Text("已发布 {version}，数据截至 {as_of}（UTC）。", "Published {version}; data up to {as_of} UTC.")
_NOTHING = Text("没有新内容，仓库未作改动。", "Nothing new came in; the warehouse is as it was.")


def report(load: Load, language: Language, console: Console, closing: Text = _NOTHING) -> None:
    """Prints the summary of a load; `closing` says why nothing was published, where nothing was."""
    for part in _parts(load, language, closing):
        console.print(part)


def _parts(load: Load, language: Language, closing: Text) -> Iterable[RenderableType]:
    yield _by_table(load.outcomes, language)
    loaded = [outcome for outcome in load.outcomes if outcome.state == "loaded"]
    if any(outcome.reasons for outcome in loaded):
        yield _by_reason(loaded, language)
    if noted := [outcome for outcome in loaded if outcome.message]:
        yield _of_files(noted, _NOTED, language)
    if refused := [outcome for outcome in load.outcomes if outcome.state == "refused"]:
        yield _of_files(refused, _REFUSED, language)
    yield _of_steps(load, language)
    if load.version:
        yield Styled(_PUBLISHED(language, version=load.version, as_of=f"{load.as_of:%Y-%m-%d %H:%M}"))
    else:
        yield Styled(closing(language))


def _by_table(outcomes: Iterable[Outcome], language: Language) -> Table:
    table = _table(language, (_TABLE,), (_FILES, _READ, _ACCEPTED, _QUARANTINED, _UNCHANGED, _BEFORE))
    for source in SOURCES:
        its = [o for o in outcomes if o.arrival.table == source.table and o.state != "refused"]
        loaded = [o for o in its if o.state == "loaded"]
        sums = (sum(counts) for counts in zip(*((o.read, o.accepted, o.quarantined, o.unchanged) for o in loaded), strict=True))
        if its:
            numbers = (len(loaded), *(sums if loaded else (0, 0, 0, 0)), len(its) - len(loaded))
            table.add_row(source.title(language), *(f"{number:,}" for number in numbers))
    return table


def _by_reason(loaded: Iterable[Outcome], language: Language) -> Table:
    table = _table(language, (_TABLE, _REASON, _COLUMNS), (_ROWS,), (_MEANING,))
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for outcome in loaded:
        for reason, columns, rows in outcome.reasons:
            said = meaning(outcome.validation, reason, columns)(language)
            counted[(outcome.arrival.table or "", reason, columns, said)] += rows
    for (name, reason, columns, said), rows in counted.most_common():
        table.add_row(Styled(contract(name).title(language)), reason, columns, f"{rows:,}", Styled(said))
    return table


def _of_files(outcomes: Iterable[Outcome], heading: Text, language: Language) -> Table:
    table = _table(language, (heading, _WHY))
    for outcome in outcomes:
        table.add_row(Styled(title(outcome)), Styled(outcome.message(language) if outcome.message else ""))
    return table


def _of_steps(load: Load, language: Language) -> Table:
    table = _table(language, (_STEP,), (_SECONDS,))
    for step, seconds in load.seconds.items():
        table.add_row(STEPS[step](language), f"{seconds:.1f}")
    return table


def _table(language: Language, left: tuple[Text, ...], right: tuple[Text, ...] = (), rest: tuple[Text, ...] = ()) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for side, justify in ((left, "left"), (right, "right"), (rest, "left")):
        for words in side:
            table.add_column(words(language), justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table
