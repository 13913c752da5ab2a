"""Themes of comments by a codebook of words that people edit: `data/themes.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assay.text import Text

CODEBOOK = Path(__file__).resolve().parents[2] / "data" / "themes.toml"
_KEYS = {"title", "zh", "en"}


@dataclass(frozen=True, slots=True)
class Theme:
    """`chinese` words are found anywhere in a comment, `english` ones as whole words, or as beginnings where they end in `*`."""

    id: str
    title: Text
    chinese: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """One regular expression for all its words, whatever their case."""
        parts = [*map(re.escape, self.chinese), *map(_whole, self.english)]
        return f"(?i){'|'.join(parts)}"


def themes(file: Path = CODEBOOK) -> tuple[Theme, ...]:
    """The themes of a codebook, in its order. Raises ValueError, naming the theme, for what is no theme; OSError for no file."""
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file.name}: {error}") from error
    return tuple(_theme(name, entry) for name, entry in written.items())


def held_themes(comments: pl.Series, codebook: tuple[Theme, ...]) -> pl.DataFrame:
    """`place` (UInt32, of the comment, from 0) and `theme`, each pair once; a comment without any is not in it."""
    empty = pl.DataFrame(schema={"place": pl.UInt32, "theme": pl.String})
    return pl.concat((empty, *(_held(comments, theme) for theme in codebook))).sort("place", "theme")


def _held(comments: pl.Series, theme: Theme) -> pl.DataFrame:
    place = comments.str.contains(theme.pattern).fill_null(False).arg_true()
    return pl.DataFrame({"place": place}).with_columns(theme=pl.lit(theme.id))


def _theme(name: str, entry: object) -> Theme:
    if not isinstance(entry, dict) or set(entry) != _KEYS or not isinstance(entry["title"], dict):
        raise ValueError(f"theme {name!r} needs title, zh and en, and nothing else")
    if set(entry["title"]) != {"zh", "en"}:
        raise ValueError(f"the title of theme {name!r} needs zh and en")
    return Theme(name, Text(**entry["title"]), _words(name, entry["zh"]), _words(name, entry["en"]))


def _words(name: str, listed: object) -> tuple[str, ...]:
    if not isinstance(listed, list) or not listed or not all(isinstance(word, str) and word.strip(" *") for word in listed):
        raise ValueError(f"theme {name!r} needs a list of words in each language")
    return tuple(listed)


def _whole(word: str) -> str:
    """A whole word; one with a * at its end, or inside, may go on there. Words may be apart by any white space."""
    escaped = r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in word.split())
    return rf"\b{escaped}\b"
