"""Words for people. A word cannot exist in one language only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One meaning, written in Chinese and in English; `{name}` marks are filled by calling it."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh or not self.en:
            raise ValueError(f"a word needs both languages: {self.zh!r} / {self.en!r}")

    def __call__(self, language: Language, **values: object) -> str:
        """The words in one language. Raises KeyError where a mark has no value."""
        words = self.zh if language == "zh" else self.en
        return words.format(**values) if values else words
