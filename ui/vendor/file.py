"""The card as files to hand over: a PDF to print, a workbook with everything on the page and every month behind it."""

from __future__ import annotations

import streamlit as st

from assay.report.vendor_card import VendorCard
from assay.report.vendor_card_document import vendor_document
from ui import warehouse
from ui.agreements import request as agreements_request
from ui.reading import Reading
from ui.vendor import words

_PDF = "application/pdf"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def buttons(card: VendorCard, now: Reading) -> None:
    """Each file is made when its button is pressed."""
    name = f"assay-{card.vendor_id}-{card.label}-card"
    st.download_button(now(words.AS_PDF), lambda: as_pdf(card, now), f"{name}.pdf", _PDF, key="card_pdf", on_click="ignore",
                       icon=":material/picture_as_pdf:")
    st.download_button(now(words.AS_XLSX), lambda: as_xlsx(card, now), f"{name}.xlsx", _XLSX, key="card_xlsx", on_click="ignore",
                       icon=":material/download:")


def as_pdf(card: VendorCard, now: Reading) -> bytes:
    from assay.report.writers.pdf import pdf

    return pdf(vendor_document(card, warehouse.sites(now.version, now.scope), now.language, agreements_request.moment()))


def as_xlsx(card: VendorCard, now: Reading) -> bytes:
    from assay.report.writers.xlsx import xlsx

    sites = warehouse.sites(now.version, now.scope)
    return xlsx(vendor_document(card, sites, now.language, agreements_request.moment(), in_full=True))
