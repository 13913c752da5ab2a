"""What is wrong in a mapping file: where it stands, what it is, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from assay.text import Text

_PLACE = Text("{origin} 第 {line} 行：{problem}", "{origin}, line {line}: {problem}")
_FILE = Text("{origin}：{problem}", "{origin}: {problem}")
UNKNOWN = Text("没有名为“{name}”的{what}，是不是“{near}”？", "there is no {what} “{name}”; did you mean “{near}”?")


class MappingError(ValueError):
    """A mapping file that cannot be meant. `text` says where, what is wrong and what may have been meant."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


@dataclass(frozen=True, slots=True)
class Source:
    origin: str
    text: str

    def error(self, problem: Text, name: str | None = None, **values: object) -> MappingError:
        """The problem with the line on which `name` stands, where it does."""
        lines = enumerate(self.text.splitlines(), 1)
        line = next((number for number, line in lines if name and name in line), None)
        place = _PLACE if line else _FILE
        said = (problem(language, name=name, **_in(language, values)) for language in ("zh", "en"))
        return MappingError(Text(*(place(language, origin=self.origin, line=line, problem=words)
                                   for language, words in zip(("zh", "en"), said, strict=True))))

    def check(self, name: str, allowed: Iterable[str], what: Text) -> None:
        """Raises MappingError where `name` is not among the allowed, naming the nearest of them."""
        choices = sorted(allowed)
        if name not in choices:
            raise self.error(UNKNOWN, name, what=what, near=get_close_matches(name, choices, n=1, cutoff=0.0)[0])


def _in(language: str, values: dict[str, object]) -> dict[str, object]:
    return {key: value(language) if isinstance(value, Text) else value for key, value in values.items()}  # type: ignore[arg-type]
