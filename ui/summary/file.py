"""The summary as files to hand over, each made when its button is pressed."""

from __future__ import annotations

import streamlit as st

from assay.report.document import Document
from assay.report.summary.shortened import COMPANY, VENDOR, shortened
from ui.reading import Reading
from ui.summary import words

_KINDS = {
    "pdf": ("application/pdf", ":material/picture_as_pdf:"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ":material/table_view:"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ":material/slideshow:"),
    "html": ("text/html", ":material/code:"),
}


def buttons(document: Document, name: str, is_of_one: bool, now: Reading) -> None:
    """`name`: of the files, without their ending."""
    with st.container(horizontal=True, key="summary_files"):
        for kind, (mime, icon) in _KINDS.items():
            st.download_button(
                now(words.FILES[kind]), lambda kind=kind: made(kind, document, is_of_one), f"{name}.{kind}", mime,
                key=f"summary_{kind}", on_click="ignore", icon=icon,
            )


def made(kind: str, document: Document, is_of_one: bool) -> bytes:
    """The document as one file: paper and slides hold what there is room for, the others all of it."""
    short = shortened(document, VENDOR if is_of_one else COMPANY)
    match kind:
        case "pdf":
            from assay.report.writers.pdf import pdf

            return pdf(short)
        case "pptx":
            from assay.report.writers.pptx import pptx

            return pptx(short)
        case "html":
            from assay.report.writers.html import html

            return html(document)
    from assay.report.writers.xlsx import xlsx

    return xlsx(document)
