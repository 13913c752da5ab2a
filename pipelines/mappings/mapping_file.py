"""Mapping files, read and checked: what is wrong in one is said with its file, its line and the nearest right name."""

from __future__ import annotations

import tomllib
from pathlib import Path

from assay.contracts import SOURCES, contract
from assay.text import Text
from pipelines.mappings.mapping import Drop, Lookup, Mapping
from pipelines.mappings.mapping_check import COLUMN, check
from pipelines.mappings.mapping_error import MappingError, Source

__all__ = ["MappingError", "mapping", "mappings"]

_SHAPES: dict[str, type] = {
    "table": str, "files": list, "sheet": str, "encoding": str, "delimiter": str, "time_zone": str, "dates": list, "moments": list,
    "nulls": list, "optional": list, "columns": dict, "words": dict, "constants": dict, "factors": dict,
    "composed": dict, "lookups": dict, "minutes": dict, "drop": list, "distinct": bool,
}
_NAMES = {
    str: Text("一个字符串", "text"),
    list: Text("方括号中的字符串列表", "a list of texts"),
    dict: Text("一个小节", "a section"),
    bool: Text("true 或 false", "true or false"),
}
_ABSENT = Text("缺少“{name}”", "“{name}” is missing")
_SHAPE = Text("“{name}”须为{shape}", "“{name}” has to be {shape}")
_NOT_TOML = Text("不是有效的 TOML：{why}", "it is not TOML: {why}")
_NO_LOOKUP = Text("“{name}”须写成“表.列”", "“{name}” has to be table.column")
_DROP_SHAPE = Text(
    "[[drop]] 须写明 columns、values（均为字符串列表）和 reason（字符串，或 zh 与 en）",
    "[[drop]] has columns and values, both lists of texts, and a reason, a text or zh and en",
)
KEY = Text("键", "key")
TABLE = Text("表", "table")


def mappings(folder: Path) -> tuple[Mapping, ...]:
    """Every mapping file below the folder, in the order of their paths. Raises MappingError for the first that cannot be meant."""
    return tuple(mapping(path, str(path.relative_to(folder))) for path in sorted(folder.rglob("*.toml")))


def mapping(path: Path, origin: str | None = None) -> Mapping:
    """One mapping file, called `origin` in messages. Raises MappingError."""
    text = path.read_text(encoding="utf-8")
    source = Source(origin or path.name, text)
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise source.error(_NOT_TOML, why=error) from error
    _check_shapes(written, source)
    made = Mapping(source.origin, **{key: _value(key, value, source) for key, value in written.items()})
    check(made, source)
    return made


def _value(key: str, value: object, source: Source) -> object:
    """What a key of the file becomes as a field of the mapping."""
    match key, value:
        case "drop", list(rules):
            return tuple(_drop(rule, source) for rule in rules)
        case "composed", dict(built):
            return {ours: tuple(one) if isinstance(one, list) else (one,) for ours, one in built.items()}
        case "lookups", dict(found):
            return {ours: _lookup(text, source) for ours, text in found.items()}
        case "minutes", dict(added):
            return {ours: tuple(map(str, one)) if isinstance(one, list) else (str(one),) for ours, one in added.items()}
        case _, list(members):
            return tuple(members)
    return value


def _drop(rule: object, source: Source) -> Drop:
    match rule:
        case {"columns": [*columns], "values": [*values], "reason": str(zh) | {"zh": str(zh)} as reason, **others} if not others:
            en = reason.get("en", zh) if isinstance(reason, dict) else zh
            if columns and all(isinstance(one, str) for one in (*columns, *values, en)):
                return Drop(tuple(columns), tuple(values), Text(zh, en))
    raise source.error(_DROP_SHAPE, "[[drop]]")


def _lookup(text: object, source: Source) -> Lookup:
    where, _, form = str(text).partition("|")
    table, dot, column = where.partition(".")
    if not dot:
        raise source.error(_NO_LOOKUP, str(text))
    source.check(table, (c.table for c in SOURCES), TABLE)
    source.check(column, (c.name for c in contract(table).given), COLUMN)
    return Lookup(table, column, form)


def _check_shapes(written: dict[str, object], source: Source) -> None:
    for key, value in written.items():
        source.check(key, _SHAPES, KEY)
        members = value if isinstance(value, list) and key != "drop" else ()
        if not isinstance(value, _SHAPES[key]) or not all(isinstance(member, str) for member in members):
            raise source.error(_SHAPE, key, shape=_NAMES[_SHAPES[key]])
    for key in ("table", "files"):
        if key not in written:
            raise source.error(_ABSENT, key)
    source.check(str(written["table"]), (c.table for c in SOURCES), TABLE)
