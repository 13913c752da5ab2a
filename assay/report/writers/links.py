"""Where what a document says leads to: to its own sections, and to pages of the application."""

from __future__ import annotations

from urllib.parse import quote

from assay.report.document import Document

_KEPT = "/?&=%:,+~;@"
"""Characters of an address that stay as they are, `%` too: what comes in may be quoted already."""


def page(document: Document, to: str) -> str:
    """The address of a page of the application, such as "trends?kpi=clearance"; "" where either is not known.

    Raises ValueError for an address that is not one of the web.
    """
    if not to or not document.address:
        return ""
    if not document.address.startswith(("https://", "http://")):
        raise ValueError(f"the application is reached by http or https, not at {document.address!r}")
    return f"{document.address.rstrip('/')}/{quote(to.lstrip('/'), safe=_KEPT)}"


def anchors(document: Document) -> tuple[str, ...]:
    """A name for each section, unlike any other's: its key, or its number."""
    found: list[str] = []
    for number, section in enumerate(document.sections, 1):
        key = section.key or f"section-{number}"
        found.append(key if key not in found else f"{key}-{number}")
    return tuple(found)


def target(document: Document, key: str, to: str) -> str:
    """What a link leads to: "#" and a section of this document where there is one, for that is there for every reader; else a page
    of the application; else ""."""
    return f"#{key}" if key and key in anchors(document) else page(document, to)
