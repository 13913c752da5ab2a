"""What the mail says that brings a report: its month, its first sentence, the files, up to when the data reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from assay import written
from assay.report.document import Clause, Document, Paragraph, Sentences
from assay.report.writers.links import page
from assay.text import Language, Text
from pipelines.sending.message import Letter

_SUBJECT = Text("{month}服务质量月报", "Service quality in {month}")
_FILES = Text("附件：{names}", "Attached: {names}")
_PAGE = (
    '<!DOCTYPE html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    "<body style=\"font-family: 'Microsoft YaHei', 'PingFang SC', 'Segoe UI', sans-serif; line-height: 1.5\">\n{body}\n</body>\n"
    "</html>\n"
)
_SMALL = ' style="color: #5d6672; font-size: 85%"'


def letter(document: Document, month: date, about: str, names: Sequence[str]) -> Letter:
    """`about`: the vendor of whom the report is, "" for the company; `names`: of the files that come along."""
    language = document.language
    subject = " · ".join(filter(None, (_SUBJECT(language, month=written.period(f"{month:%Y-%m}", language)), about)))
    files = _FILES(language, names=("、" if language == "zh" else ", ").join(names))
    said = lead(document)
    text = "\n\n".join(("".join(one.text for one in said), files, "\n".join(document.stamp))) + "\n"
    return Letter(_one_line(subject), text, _html(document, subject, said, files))


def lead(document: Document) -> tuple[Clause, ...]:
    """The sentence that is read first: the one that is marked so, else the first there is, else the title."""
    return next(_leads(document, marked=True), None) or next(_leads(document, marked=False), (Clause(document.title),))


def _leads(document: Document, marked: bool) -> Iterator[tuple[Clause, ...]]:
    for block in (block for section in document.sections for block in section.plain):
        match block:
            case Sentences(clauses, is_lead) if is_lead or not marked:
                yield clauses
            case Paragraph(text) if not marked:
                yield (Clause(text),)


def _html(document: Document, subject: str, said: Sequence[Clause], files: str) -> str:
    stamp = "<br>".join(map(escape, document.stamp))
    parts = (f"<p>{''.join(_clause(document, one) for one in said)}</p>", f"<p>{escape(files)}</p>", f"<p{_SMALL}>{stamp}</p>")
    return _PAGE.format(lang=_tag(document.language), title=escape(subject), body="\n".join(parts))


def _clause(document: Document, clause: Clause) -> str:
    """A clause leads to its evidence where the application can be reached; sections are in the files, not in the mail."""
    address = page(document, clause.to)
    return f'<a href="{escape(address)}">{escape(clause.text)}</a>' if address else escape(clause.text)


def _tag(language: Language) -> str:
    return "zh-Hans" if language == "zh" else "en"


def _one_line(text: str) -> str:
    """A subject is one line whatever somebody is called: a header ends where the line does."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
