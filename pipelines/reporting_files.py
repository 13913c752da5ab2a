"""The files of a report: which formats there are, what the files are called, and how they are made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Literal, get_args

from assay.report.document import Document
from assay.report.summary.shortened import Shape, shortened
from assay.text import Language
from pipelines.whole_files import write_whole

Format = Literal["pdf", "xlsx", "pptx", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)
_SHORT: tuple[Format, ...] = ("pdf", "pptx")
# What some file system forbids, or a shell or mail program would take for something else; `%` marks what was replaced.
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%\s]|^\.|[.]$')


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was written: its name, bytes, and the seconds that it took."""

    name: str
    size: int
    seconds: float


def report_name(month: date, language: Language, vendor_id: str | None) -> str:
    """What the files of a report are called without their ending: assay-2026-10-zh, assay-2026-10-zh-V003. Two vendors never share
    one: what does not belong into a file name is written as %2F."""
    about = "" if vendor_id is None else f"-{_UNFIT.sub(_quoted, vendor_id)}"
    return f"assay-{month:%Y-%m}-{language}{about}"


def _quoted(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def write(document: Document, kind: Format, folder: Path, name: str, shape: Shape) -> Made:
    """Writes the document as one file, whole; for paper and slides in that shape. Raises OSError."""
    began = perf_counter()
    content = _writer(kind)(shortened(document, shape) if kind in _SHORT else document)
    write_whole(folder / f"{name}.{kind}", content)
    return Made(f"{name}.{kind}", len(content), perf_counter() - began)


def _writer(kind: Format) -> Callable[[Document], bytes]:
    """Imported here: a report as PDF need not wait for what writes workbooks and slides."""
    match kind:
        case "pdf":
            from assay.report.writers.pdf import pdf as writer
        case "xlsx":
            from assay.report.writers.xlsx import xlsx as writer
        case "pptx":
            from assay.report.writers.pptx import pptx as writer
        case "html":
            from assay.report.writers.html import html as writer
    return writer
