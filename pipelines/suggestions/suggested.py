"""A suggested mapping as TOML for a person to correct: what was found, how sure that is, and what is still to be said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import polars as pl

from assay.contracts import Column
from assay.text import LANGUAGES, Language, Text
from pipelines.mappings.mapping import SITE, SITE_KEY
from pipelines.mappings.titles import words
from pipelines.sample import Sample
from pipelines.suggestions import synonyms
from pipelines.suggestions.likeness import Fit, Reading
from pipelines.templates import forms

SURE, LIKELY = 0.85, 0.65
_WORDS = 40
_UNSAID = "?"
_HEAD = Text(
    "为 {name} 建议的映射，请核对后存到 data/mappings/。标有“推测”的请务必确认；以 # 开头的行不起作用。",
    "Suggested for {name}. Correct it and save it below data/mappings/. Check what is called a guess; lines that begin with # "
    "do nothing.",
)
_SURE = {
    "sure": Text("较有把握", "fairly sure"), "likely": Text("可能", "likely"), "guess": Text("推测，请确认", "a guess, check it"),
}
_SAID = Text("{sure}：{why}", "{sure}: {why}")
_UNUSED = Text("没有对应的列，不载入", "no column of ours, not loaded")
_UNKNOWN_WORD = Text("不认得这个词；可选：{choices}", "this word is not known; there are: {choices}")
_REQUIRED = Text(
    "必填，文件中没有：{about}；若整份文件相同，请写在这里",
    "required and not in the file: {about}; if it is the same throughout, write it here",
)
_OF_EACH_ROW = Text(
    "必填，文件中没有：{about}；每行各不相同，可在 [composed] 中由其他列拼成",
    "required and not in the file: {about}; it differs from row to row and can be built of other columns under [composed]",
)
_CHOICES = Text("（可选：{choices}）", " (one of: {choices})")
_ZONE_SITE = Text(
    "推测：时间为站点当地时间；否则改为时区名，如 Asia/Shanghai",
    "a guess: local time of the site; else write a zone such as Asia/Shanghai",
)
_ZONE_UTC = Text("推测，请改为这些时间所用的时区", "a guess: write the zone that these moments are in")
_ZONE_SAID = Text("列名中写明", "the heading says so")
_SWAPPED = Text("推测：日与月的先后从取值中看不出来", "a guess: the values do not say which is the day and which the month")
_UNREAD = Text("有些取值不是这些写法", "some values are in none of these forms")
_FACTOR = Text("推测：由列名或取值中的单位换算", "a guess: from the unit in the heading or the values")
_JOIN = Text("、", ", ")


def written(sample: Sample, reading: Reading, language: Language) -> str:
    """The mapping as TOML, with its comments in the language."""
    page = _Page(sample, reading, language)
    parts = (_top(page), _columns(page), *_words(page), _constants(page), _factors(page))
    return "\n\n".join(text for part in parts if (text := "\n".join(part))) + "\n"


class _Page:
    """What every part of the mapping is written from."""

    def __init__(self, sample: Sample, reading: Reading, language: Language) -> None:
        self.sample, self.reading, self.language = sample, reading, language
        self.column = {column.name: column for column in reading.contract.given}

    def fits(self, *types: str) -> list[Fit]:
        return [fit for fit in self.reading.fits if self.column[fit.ours].type in types]

    def values(self, *types: str) -> pl.Series:
        """The different values of all columns of these types."""
        parts = [self.sample.values(fit.theirs).alias("") for fit in self.fits(*types)]
        return pl.concat(parts).unique(maintain_order=True) if parts else pl.Series("", [], pl.String)


def _top(page: _Page) -> Iterator[str]:
    sample = page.sample
    yield _comment(_HEAD(page.language, name=sample.name))
    yield f"table = {_quoted(page.reading.contract.table)}"
    yield f"files = [{_quoted(pattern(sample.name))}]"
    if sample.sheet:
        yield f"sheet = {_quoted(sample.sheet)}"
    if sample.encoding and not sample.encoding.startswith("utf-8"):
        yield f"encoding = {_quoted(sample.encoding)}"
    yield from _moments(page)
    dates = page.values("date")
    if len(dates):
        yield _forms("dates", forms.dates(dates), page.language)
    if nothing := sample.nothing():
        yield f"nulls = [{', '.join(map(_quoted, ['', *nothing]))}]"


def _moments(page: _Page) -> Iterator[str]:
    values = page.values("moment")
    if not len(values):
        return
    found = forms.moments(values)
    if not all("%z" in form for form in found.forms) or not found.forms:
        zone, why = _zone(page)
        yield f"time_zone = {_quoted(zone)}  {_comment(why(page.language))}"
    yield _forms("moments", found, page.language)


def _zone(page: _Page) -> tuple[str, Text]:
    for fit in page.fits("moment"):
        said = synonyms.zone(fit.theirs)
        if said:
            return said, _ZONE_SAID
    has_site = SITE_KEY in {fit.ours for fit in page.reading.fits}
    return (SITE, _ZONE_SITE) if has_site else ("UTC", _ZONE_UTC)


def _forms(key: str, found: forms.Forms, language: Language) -> str:
    doubts = [words(language) for words, holds in ((_SWAPPED, found.is_ambiguous), (_UNREAD, found.share < 1)) if holds]
    line = f"{key} = [{', '.join(map(_quoted, found.forms))}]"
    if not found.forms:
        line = f"# {line}"
    return f"{line}  {_comment('; '.join(doubts))}" if doubts else line


def _columns(page: _Page) -> Iterator[str]:
    yield "[columns]"
    fits = {fit.theirs: fit for fit in page.reading.fits}
    for header in page.sample.headers:
        if fit := fits.get(header):
            said = _SAID(page.language, sure=how_sure(fit.sure)(page.language), why=fit.why(page.language))
            yield f"{_quoted(header)} = {_quoted(fit.ours)}  {_comment(said)}"
        else:
            yield f"# {_quoted(header)} = {_quoted(_UNSAID)}  {_comment(_UNUSED(page.language))}"


def how_sure(sure: float) -> Text:
    """In words: fairly sure, likely, a guess."""
    return _SURE["sure" if sure >= SURE else "likely" if sure >= LIKELY else "guess"]


def _words(page: _Page) -> Iterator[Iterator[str]]:
    for fit in page.reading.fits:
        column = page.column[fit.ours]
        if words(column) or synonyms.words(page.reading.contract.table, fit.ours):
            yield _words_of(page, fit, column)


def _words_of(page: _Page, fit: Fit, column: Column) -> Iterator[str]:
    table = page.reading.contract.table
    pairs = {theirs: synonyms.word(table, column.name, theirs) for theirs in page.sample.values(fit.theirs).head(_WORDS)}
    theirs = {written: ours for written, ours in {**pairs, **_unseen(column, pairs)}.items() if written != ours}
    if not theirs:
        return
    yield f"[words.{column.name}]"
    choices = _JOIN(page.language).join(words(column) or dict.fromkeys(synonyms.words(table, column.name).values()))
    for written, ours in theirs.items():
        if ours:
            yield f"{_quoted(written)} = {_quoted(ours)}"
        else:
            yield f"# {_quoted(written)} = {_quoted(_UNSAID)}  {_comment(_UNKNOWN_WORD(page.language, choices=choices))}"


def _unseen(column: Column, seen: dict[str, str | None]) -> dict[str, str]:
    """The other words of a file that uses our names in one language: rare ones may come in its next issue."""
    missing = set(words(column)) - set(seen.values())
    for language in LANGUAGES:
        if any(name(language) in seen for name in words(column).values()):
            return {words(column)[ours](language): ours for ours in words(column) if ours in missing}
    return {}


def _constants(page: _Page) -> Iterator[str]:
    if not page.reading.missing:
        return
    yield "[constants]"
    for name in page.reading.missing:
        column = page.column[name]
        choices = _CHOICES(page.language, choices=_JOIN(page.language).join(words(column))) if words(column) else ""
        is_own = page.reading.contract.key == (name,)
        said = (_OF_EACH_ROW if is_own else _REQUIRED)(page.language, about=column.text(page.language) + choices)
        guess = synonyms.named_in(page.reading.contract.table, name, page.sample.sheet or page.sample.name)
        line = f"{name} = {_quoted(guess or _UNSAID)}  {_comment(said)}"
        yield f"{line} {_SURE['guess'](page.language)}" if guess else f"# {line}"


def _factors(page: _Page) -> Iterator[str]:
    found = {
        fit.ours: factor
        for fit in page.fits("number")
        if (factor := forms.factor(page.column[fit.ours], fit.theirs, page.sample.values(fit.theirs)))
    }
    if found:
        yield "[factors]"
        yield from (f"{ours} = {factor:.10g}  {_comment(_FACTOR(page.language))}" for ours, factor in found.items())


def pattern(name: str) -> str:
    """The name of the file with a star for its date or number, so that the next one fits too; signs with a meaning become `?`."""
    stem, dot, ending = name.rpartition(".")
    masked = re.sub(r"[\[\]*?]", "?", stem or ending)
    starred = re.sub(r"\d{4}(?:[-_.]?\d{1,2}){0,2}|\d{2,}", "*", masked)
    return re.sub(r"\*(?:[-_.]*\*)+", "*", starred) + (dot + ending if stem else "")


def _comment(words: str) -> str:
    """One line, whatever the words hold; TOML knows no other control characters in a comment than the tab."""
    return "# " + "".join(letter if letter.isprintable() else " " for letter in words)


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's, but for the delete sign and halves of surrogate pairs."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
