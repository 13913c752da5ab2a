"""The word lists that people edit: `data/words.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

WORDS = Path(__file__).resolve().parents[2] / "data" / "words.toml"
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """What each list is for stands over it in the file."""

    surnames: _Words
    surnames_and_words: _Words
    surnames_of_two: _Words
    surnames_common: _Words
    given: _Words
    titles: _Words
    cues: _Words
    not_names: _Words
    place_endings: _Words
    pinyin: _Words
    pinyin_and_words: _Words
    pinyin_places: _Words
    first_names: _Words
    not_in_names: _Words
    stop_chinese: _Words
    stop_english: _Words
    negations: _Words
    trade: _Words

    @property
    def all_surnames(self) -> _Words:
        """Those of one character."""
        return (*self.surnames, *self.surnames_and_words)


@cache
def lists() -> Lists:
    """The lists as they were when first asked for. Raises ValueError for a list that is missing or unknown."""
    return read(WORDS)


def read(file: Path) -> Lists:
    """The lists of a file. Raises ValueError as `lists`; OSError for no file."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    wanted = {field.name for field in fields(Lists)}
    if set(written) != wanted:
        raise ValueError(f"{file.name}: missing or unknown: {', '.join(sorted(wanted ^ set(written)))}")
    return Lists(**{name: tuple(words.split()) for name, words in written.items()})
