"""The command `suggest`: a suggestion as a mapping file, with what to look at; or as JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from assay.text import Text
from pipelines.refusal import Refused
from pipelines.suggestions.suggest import Suggestion, known_ids, suggest
from pipelines.suggestions.suggested import how_sure

_NO_SUCH = Text("找不到 {path}。", "There is no {path}.")
_WROTE = Text("已写入 {path}。请核对后使用。", "Written to {path}. Correct it before it is used.")
_MISSING = Text("缺少必填列：{columns}", "Required and not in the file: {columns}")
_THEIRS, _OURS, _SURE, _WHY = Text("列名", "Heading"), Text("对应的列", "Column"), Text("把握", "How sure"), Text("依据", "Why")


def suggesting(asked: argparse.Namespace, console: Console) -> int:
    """Prints the mapping, or writes it and prints a summary. 1 where the file cannot be read or fits no table, 2 without a file."""
    try:
        found = suggest(asked.file, asked.sheet, asked.table, known_ids(asked.warehouse), asked.lang)
    except Refused as refused:
        console.print(refused.text(asked.lang), markup=False, soft_wrap=True)
        return 1
    except (FileNotFoundError, IsADirectoryError):
        console.print(_NO_SUCH(asked.lang, path=asked.file), markup=False, soft_wrap=True)
        return 2
    if asked.to:
        asked.to.parent.mkdir(parents=True, exist_ok=True)
        asked.to.write_text(found.mapping_text, encoding="utf-8")
    if asked.json:
        console.file.write(json.dumps(asdict(found), ensure_ascii=False) + "\n")
    elif asked.to:
        _summary(found, asked, console)
    else:
        console.file.write(found.mapping_text)
    return 0


def _summary(found: Suggestion, asked: argparse.Namespace, console: Console) -> None:
    table = Table(show_edge=False, pad_edge=False)
    for words in (_THEIRS, _OURS, _SURE, _WHY):
        table.add_column(words(asked.lang), overflow="fold")
    for guess in found.columns:
        sure = f"{how_sure(guess.sure)(asked.lang)} {guess.sure:.0%}" if guess.ours else "–"
        table.add_row(*map(Styled, (guess.theirs, guess.ours or "–", sure, guess.why(asked.lang))))
    console.print(table)
    if found.missing:
        console.print(_MISSING(asked.lang, columns=", ".join(found.missing)), markup=False)
    console.print(_WROTE(asked.lang, path=asked.to), markup=False, soft_wrap=True)
