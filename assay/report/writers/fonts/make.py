"""Cuts the fonts of the reports out of Noto Sans CJK. Run when they change; the product never runs it (see README.md).

    python make.py NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import cffsubr
from fontTools import subset
from fontTools.ttLib import TTFont

SC = 2  # the face for simplified Chinese in the collection
FAMILY, COPYRIGHT, LICENSE_NAMES = 1, 0, (13, 14)
LETTERS_AND_SIGNS = (
    range(0x20, 0x7F), range(0xA0, 0x250), range(0x370, 0x530), range(0x1E00, 0x1F00),  # Latin, Greek, Cyrillic, Vietnamese
    range(0x2000, 0x2070), range(0x2070, 0x20D0), range(0x2100, 0x2190),  # punctuation, raised and lowered, currencies, units
    range(0x2190, 0x2200), range(0x2200, 0x2300), range(0x2460, 0x2500), range(0x2500, 0x2600), range(0x2600, 0x2700),
    range(0x2700, 0x27C0), range(0x3000, 0x3040), range(0x3200, 0x3400), range(0xFE30, 0xFE50), range(0xFF00, 0xFFF0),
)  # fmt: skip


def characters(codec: str) -> str:
    """Letters and signs, and every character of a Chinese two-byte encoding: gb2312 has 6,763 of them, gbk 21,003."""
    letters = (chr(point) for points in LETTERS_AND_SIGNS for point in points)
    return "".join(sorted({*letters, *_two_bytes(codec)}))


def _two_bytes(codec: str) -> Iterator[str]:
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes((lead, trail)).decode(codec, errors="ignore")
            if len(text) == 1 and ord(text) > 0x7F:
                yield text


def cut(source: Path, target: Path, codec: str) -> None:
    options = subset.Options(
        font_number=SC, hinting=False, layout_features=["kern", "pwid"], drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"],
        name_IDs=[COPYRIGHT, FAMILY, 2, 3, 4, 5, 6, *LICENSE_NAMES], notdef_outline=True,
    )  # fmt: skip
    font: TTFont = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters(codec))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    with TTFont(target, lazy=False, recalcTimestamp=False) as whole:
        cffsubr.subroutinize(whole).save(target)  # outlines that glyphs share are kept once: a twentieth smaller


if __name__ == "__main__":
    regular, bold = (Path(argument) for argument in sys.argv[1:])
    here = Path(__file__).parent
    cut(regular, here / "NotoSansCJKsc-Regular-GBK.otf", "gbk")
    cut(bold, here / "NotoSansCJKsc-Bold-GB2312.otf", "gb2312")
