"""Broken uploads: what people and programs send when something went wrong, or when they mean harm."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from tests.pipelines.small_files import HEADER, order

COLUMNS = tuple(HEADER.split(","))
ENDLESS, EMPTY_LINES = 50_000_000, 5_000_000


def lines(name: str, rows: int = 4, **cells: object) -> list[str]:
    """A header and good orders, all ids beginning with the name; `cells` replaces values in the first order."""
    good = [order(f"{name}-{number}") for number in range(1, rows + 1)]
    first = dict(zip(COLUMNS, good[0].split(","), strict=True)) | {key: str(value) for key, value in cells.items()}
    return [HEADER, ",".join(first.values()), *good[1:]]


def text(name: str, rows: int = 4, **cells: object) -> bytes:
    return ("\n".join(lines(name, rows, **cells)) + "\n").encode()


def workbook(name: str) -> bytes:
    made = io.BytesIO()
    pl.DataFrame([line.split(",") for line in lines(name)[1:]], schema=list(COLUMNS), orient="row").write_excel(made)
    return made.getvalue()


def parquet(name: str) -> bytes:
    made = io.BytesIO()
    pl.DataFrame([line.split(",") for line in lines(name)[1:]], schema=list(COLUMNS), orient="row").write_parquet(made)
    return made.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def with_size(workbook: bytes, real: int, said: int) -> bytes:
    """The archive with a member's unpacked size written over, wherever it stands."""
    return workbook.replace(real.to_bytes(4, "little"), said.to_bytes(4, "little"))


def bomb(said: int) -> bytes:
    """A workbook with 64 MB of zeros packed into a few thousand bytes; `said` is the size that it owns up to."""
    real = 64_000_003
    return with_size(zipped({"xl/worksheets/sheet1.xml": b"\0" * real}), real, said)


def wide(name: str) -> bytes:
    """Good orders with five hundred columns more, all of one name."""
    return "\n".join(line + (",y" if at else ",x") * 500 for at, line in enumerate(lines(name))).encode()


def mixed_ends(name: str) -> bytes:
    return b"".join(line.encode() + end for line, end in zip(lines(name), (b"\r\n", b"\n", b"\r", b"\r\n", b"\n"), strict=True))


def cut_character(name: str) -> bytes:
    """GB18030 with the first byte of a character alone."""
    whole = "\n".join([*lines(name, 5), ""]).replace("hvac", "空调维修").encode("gb18030")
    half = "空".encode("gb18030")
    return whole.replace(half, half[:1], 1)


def surrogate(name: str) -> bytes:
    """UTF-8 with half of a pair of UTF-16 in it, as careless programs write it."""
    return text(name, category="SURROGATE").replace(b"hvac", "空调".encode()).replace(b"SURROGATE", b"\xed\xa0\x80")


def locked() -> bytes:
    """What a workbook with a password is: an OLE container that holds a stream named so."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4096


FILES: Mapping[str, Callable[[], bytes]] = {
    "empty.csv": lambda: b"",
    "header_only.csv": lambda: HEADER.encode() + b"\n",
    "binary.csv": lambda: random.Random(1).randbytes(100_000),
    "workbook_named.csv": lambda: workbook("workbook_named"),
    "text_named.xlsx": lambda: text("text_named"),
    "wide.csv": lambda: (",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("1" * 10_000) + "\n").encode(),
    "wide_orders.csv": lambda: wide("wide_orders"),
    "giant_cell.csv": lambda: text("giant_cell", category="x" * ENDLESS),
    "mixed_ends.csv": lambda: mixed_ends("mixed_ends"),
    "cut_character.csv": lambda: cut_character("cut_character"),
    "utf16.csv": lambda: text("utf16").decode().encode("utf-16"),
    "nul.csv": lambda: text("nul", category="a\0b"),
    "formula.csv": lambda: text("formula", category="=cmd|' /C calc'!A0"),
    "bomb.xlsx": lambda: bomb(said=3_000_000_000),
    "lying_bomb.xlsx": lambda: bomb(said=1000),
    "plain_zip.xlsx": lambda: zipped({"readme.txt": b"hello"}),
    "locked.xlsx": locked,
    "cut.xlsx": lambda: workbook("cut")[:2000],
    "cut.parquet": lambda: parquet("cut")[:-200],
    "in\\..\\..\\outside.csv": lambda: text("outside"),
    "unclosed_quote.csv": lambda: text("unclosed_quote", 3000, category='"hvac'),
    "repeated_headers.csv": lambda: text("repeated_headers").replace(b"completed_at\n", b"order_id\n"),
    "blank_header.csv": lambda: b"  ,  ,  \nA,B,C\n",
    "thousands.csv": lambda: text("thousands", cost='"1,234.50"'),
    "year_one.csv": lambda: text("year_one", requested_at="0001-01-01 00:00:00"),
    "year_9999.csv": lambda: text("year_9999", requested_at="9999-12-31 00:00:00"),
    "empty_lines.csv": lambda: HEADER.encode() + b"\n" * EMPTY_LINES,
    "emoji.csv": lambda: text("emoji", category="🛠️ \u202eתיקון ‏مصعد"),
    "surrogate.csv": lambda: surrogate("surrogate"),
}


def put(folder: Path) -> Path:
    """Writes every file, and one good one that comes last."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content())
    (folder / "zz_good.csv").write_bytes(text("good"))
    return folder
