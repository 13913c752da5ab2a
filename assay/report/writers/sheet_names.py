"""Names that Excel takes for sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assay.text import Language, Text

_FRONT = Text("说明", "Read me")
_TABLE = Text("表", "Table")
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"  # Excel keeps this name for itself
_LONGEST = 31


def sheet_names(titles: Sequence[str], language: Language) -> tuple[str, ...]:
    """The name of the first sheet, then one a title: as near to it as Excel allows, no two alike but for case."""
    return tuple(_unlike([_FRONT(language), *(_allowed(title) or _TABLE(language) for title in titles)]))


def _allowed(title: str) -> str:
    name = " ".join(_REFUSED.sub(" ", title).split()).strip("' ")
    return f"{name} 1" if name.lower() == _RESERVED else name


def _unlike(names: Sequence[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        number, unlike = 1, _short(name)
        while unlike.lower() in taken:
            number += 1
            unlike = _short(name, f" {number}")
        taken.add(unlike.lower())
        yield unlike


def _short(name: str, ending: str = "") -> str:
    """Excel counts in UTF-16 units, of which rare characters take two."""
    while len((name + ending).encode("utf-16-le")) > 2 * _LONGEST:
        name = name[:-1]
    return f"{name.rstrip(chr(39) + ' ')}{ending}"
