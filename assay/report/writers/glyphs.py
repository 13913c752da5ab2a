"""Which characters the fonts of the reports have, read from the fonts themselves; what they lack is replaced visibly."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "NotoSansCJKsc-Regular-GBK.otf", FONTS / "NotoSansCJKsc-Bold-GB2312.otf"
LACKING = "〓"
"""Printers have always set this sign (geta) where a character was missing."""
_UNICODE_BMP = (3, 1)  # platform and encoding of the table of characters


@cache
def covered(font: Path = REGULAR) -> frozenset[str]:
    """The characters of an OpenType font, from its `cmap` of format 4 (OpenType 1.9, cmap)."""
    data = font.read_bytes()
    start = _subtable(data, _table(data, b"cmap"))
    (double,) = struct.unpack_from(">H", data, start + 6)
    ends = struct.unpack_from(f">{double // 2}H", data, start + 14)
    starts = struct.unpack_from(f">{double // 2}H", data, start + 16 + double)
    segments = (range(first, last + 1) for first, last in zip(starts, ends, strict=True) if first < 0xFFFF)
    return frozenset(chr(point) for segment in segments for point in segment)


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4s3I", data, 12 + 16 * number) for number in range(count))
    return next(offset for name, _, offset, _ in entries if name == tag)


def _subtable(data: bytes, cmap: int) -> int:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    entries = (struct.unpack_from(">2HI", data, cmap + 4 + 8 * number) for number in range(count))
    return next(cmap + offset for platform, encoding, offset in entries if (platform, encoding) == _UNICODE_BMP)


def printable(text: str) -> str:
    """The text with what can be printed of it: composed, without characters that only control, 〓 for those that no font has."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    known = covered() | {"\n"}
    return "".join(letter if letter in known else LACKING for letter in composed if not _only_controls(letter))


def lacking(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters that the fonts do not have, sorted."""
    letters = {letter for text in texts for letter in unicodedata.normalize("NFC", text)}
    return tuple(sorted(letter for letter in letters - covered() if not _only_controls(letter) and letter not in "\n\r\t"))


def _only_controls(letter: str) -> bool:
    """Control and format characters (also those that turn the direction of writing) and the choosers of a variant print nothing."""
    return letter != "\n" and (unicodedata.category(letter) in ("Cc", "Cf") or "\ufe00" <= letter <= "\ufe0f")
