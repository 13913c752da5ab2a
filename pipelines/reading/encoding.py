"""What the bytes of a file say about it: what kind it is, its content hash, its encoding."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from charset_normalizer import from_bytes

from pipelines.refusal import NOT_TEXT, Refused

Kind = Literal["text", "workbook", "parquet"]

BLOCK = 4 << 20
_MAGIC: dict[bytes, Kind] = {b"PK\x03\x04": "workbook", b"\xd0\xcf\x11\xe0": "workbook", b"PAR1": "parquet"}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLE = 20_000
_WESTERN = {chr(code) for code in range(128)} | set("àâäáãåæçéèêëíìîïñóòôöõøœúùûüßÿÀÂÄÁÅÆÇÉÈÊËÍÎÏÑÓÔÖØŒÚÙÛÜ€£°²³«»‘’“”–—…·¿¡\xa0")


@dataclass(frozen=True, slots=True)
class Bytes:
    """One look at a file. `is_utf8` and `has_plain_ends` (lines end in LF or CRLF) decide whether it can be scanned as it lies.

    `has_endless_line` says that for the length of a whole block no line ended.
    """

    kind: Kind
    size: int
    sha256: str
    is_utf8: bool
    has_plain_ends: bool
    has_zeros: bool
    has_endless_line: bool = False


def look(path: Path) -> Bytes:
    """Reads the file once, in blocks."""
    digest, decoder, size, lone_returns, has_zeros = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), 0, 0, False
    is_utf8, has_endless_line, head = True, False, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            head = head or block[:4]
            size += len(block)
            digest.update(block)
            if returns := block.count(b"\r"):
                lone_returns += returns - block.count(b"\r\n")
            has_zeros = has_zeros or b"\0" in block
            has_endless_line = has_endless_line or (len(block) == BLOCK and b"\n" not in block and b"\r" not in block)
            is_utf8 = is_utf8 and _decodes(decoder, block)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return Bytes(_MAGIC.get(head, "text"), size, digest.hexdigest(), is_utf8, lone_returns == 0, has_zeros, has_endless_line)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    if block.isascii() and not final and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def encoding(path: Path, seen: Bytes) -> str:
    """The encoding of a text file, as Python names it. Raises Refused where it is not text.

    A byte order mark decides; then UTF-8, if most lines that are not plain ASCII fit it; then GB18030, if most of them are made of
    the everyday characters of GB2312 (every western text would fit the whole of GB18030); then Windows-1252, if that gives only
    letters and signs of western languages; else the likeliest by its letters.
    """
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return name
    if seen.has_zeros:
        raise Refused(NOT_TEXT)
    return "utf-8" if seen.is_utf8 else _likeliest(path)


def _likeliest(path: Path) -> str:
    with path.open("rb") as file:
        lines = list(islice((line for line in file if not line.isascii()), _SAMPLE))
    for name, core in (("utf-8", "utf-8"), ("gb18030", "gb2312")):
        if 2 * sum(_fits(line, core) for line in lines) >= len(lines):
            return name
    sample = b"".join(lines)
    if not set(sample.decode("cp1252", errors="replace")) - _WESTERN:
        return "cp1252"
    best = from_bytes(sample).best()
    if best is None:
        raise Refused(NOT_TEXT)
    return best.encoding


def _fits(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True
