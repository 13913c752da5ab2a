"""Mapping files, read and checked: what is wrong in one is said with its file, its line and the nearest right name."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from assay.contracts import SOURCES
from assay.text import Text
from pipelines.mapping import SITE, SITE_KEY, Mapping

_SHAPES: dict[str, type] = {
    "table": str, "files": list, "sheet": str, "encoding": str, "delimiter": str, "time_zone": str, "dates": list, "moments": list,
    "nulls": list, "optional": list, "columns": dict, "words": dict, "constants": dict, "factors": dict,
}
_NAMES = {
    str: Text("一个字符串", "text"),
    list: Text("方括号中的字符串列表", "a list of texts"),
    dict: Text("一个小节", "a section"),
}
_PLACE = Text("{origin} 第 {line} 行：{problem}", "{origin}, line {line}: {problem}")
_FILE = Text("{origin}：{problem}", "{origin}: {problem}")
_UNKNOWN = Text("没有名为“{name}”的{what}，是不是“{near}”？", "there is no {what} “{name}”; did you mean “{near}”?")
_ABSENT = Text("缺少“{name}”", "“{name}” is missing")
_SHAPE = Text("“{name}”须为{shape}", "“{name}” has to be {shape}")
_NOT_TOML = Text("不是有效的 TOML：{why}", "it is not TOML: {why}")
_NO_NUMBER = Text("只有数值列可以换算，“{name}”不是数值", "only numbers can be multiplied, and “{name}” is none")
_NO_SITE = Text("{table} 表没有 {site}，其行没有站点时区", "{table} has no {site}, so its rows have no zone of their site")
KEY = Text("键", "key")
TABLE = Text("表", "table")
COLUMN = Text("列", "column")
VALUE = Text("取值", "value")
ZONE = Text("时区", "time zone")
ENCODING = Text("编码", "encoding")


class MappingError(ValueError):
    """A mapping file that cannot be meant. `text` says where, what is wrong and what may have been meant."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


def mappings(folder: Path) -> tuple[Mapping, ...]:
    """Every mapping file below the folder, in the order of their paths. Raises MappingError for the first that cannot be meant."""
    return tuple(mapping(path, str(path.relative_to(folder))) for path in sorted(folder.rglob("*.toml")))


def mapping(path: Path, origin: str | None = None) -> Mapping:
    """One mapping file, called `origin` in messages. Raises MappingError."""
    text = path.read_text(encoding="utf-8")
    source = _Source(origin or path.name, text)
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise source.error(_NOT_TOML, why=error) from error
    _check_shapes(written, source)
    made = Mapping(source.origin, **{key: tuple(value) if isinstance(value, list) else value for key, value in written.items()})
    _check_names(made, source)
    return made


@dataclass(frozen=True, slots=True)
class _Source:
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
            raise self.error(_UNKNOWN, name, what=what, near=get_close_matches(name, choices, n=1, cutoff=0.0)[0])


def _in(language: str, values: dict[str, object]) -> dict[str, object]:
    return {key: value(language) if isinstance(value, Text) else value for key, value in values.items()}  # type: ignore[arg-type]


def _check_shapes(written: dict[str, object], source: _Source) -> None:
    for key, value in written.items():
        source.check(key, _SHAPES, KEY)
        members = value if isinstance(value, list) else ()
        if not isinstance(value, _SHAPES[key]) or not all(isinstance(member, str) for member in members):
            raise source.error(_SHAPE, key, shape=_NAMES[_SHAPES[key]])
    for key in ("table", "files"):
        if key not in written:
            raise source.error(_ABSENT, key)
    source.check(str(written["table"]), (c.table for c in SOURCES), TABLE)


def _check_names(made: Mapping, source: _Source) -> None:
    given = {column.name: column for column in made.contract.given}
    for ours in (*made.columns.values(), *made.words, *made.constants, *made.factors, *made.optional):
        source.check(ours, given, COLUMN)
    for ours, words in made.words.items():
        for word in words.values() if given[ours].words else ():
            source.check(word, given[ours].words, VALUE)
    for ours in made.factors:
        if given[ours].type != "number":
            raise source.error(_NO_NUMBER, ours)
    _check_zone(made, given, source)
    if made.encoding and not _is_encoding(made.encoding):
        raise source.error(_UNKNOWN, made.encoding, what=ENCODING, near="utf-8")


def _check_zone(made: Mapping, given: Iterable[str], source: _Source) -> None:
    if made.time_zone != SITE:
        source.check(made.time_zone, _zones(), ZONE)
    elif SITE_KEY not in given:
        raise source.error(_NO_SITE, SITE, table=made.table, site=SITE_KEY)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
