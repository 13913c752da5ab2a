"""Who reads what in this run: language, scope, version and the view of the link. The frame makes it, pages take it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import streamlit as st

from assay.cells import Where
from assay.kpis import Grain
from assay.scope import Scope
from assay.text import Language, Text
from assay.warehouse import empty
from assay.warehouse.read import Period
from ui.view import View

_KEY = "assay_reading"
PARTS = ("files", "refused", "checks", "coverage", "catalogue", "upload")
"""The parts of the page *Data*."""
TREND = 13
"""Periods in a trend: a year, and the same month of the year before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that a page needs to answer.

    `periods` are those of the chosen grain, latest first. Where nothing was recorded yet there is none, and `period` is the
    running month.
    """

    language: Language
    version: str
    scope: Scope
    view: View
    period: Period
    periods: tuple[Period, ...]

    def __call__(self, words: Text, **values: object) -> str:
        """Words in the reader's language."""
        return words(self.language, **values)

    @property
    def grain(self) -> Grain:
        return self.period.grain

    @property
    def kpi(self) -> str | None:
        return self.view["kpi"][0] if "kpi" in self.view else None

    def held(self, key: str, otherwise: str) -> str:
        """What the view says for a key of one id."""
        return self.view[key][0] if key in self.view else otherwise

    @property
    def part(self) -> str:
        """Which part of the page *Data* is open; before the first load the one that takes files."""
        return self.part_of(PARTS, "upload" if self.is_empty else PARTS[0])

    def part_of(self, parts: Collection[str], otherwise: str) -> str:
        """Which of a page's parts is open: the link may name one of another page, and then it means none of these."""
        return next((part for part in self.view.get("part", ()) if part in parts), otherwise)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever loaded."""
        return self.version == empty.VERSION

    @property
    def trend(self) -> tuple[str, ...]:
        """The labels of the chosen period and those before it, oldest first."""
        labels = [period.label for period in self.periods if period.first <= self.period.first]
        return tuple(reversed(labels[:TREND]))

    @property
    def where(self) -> Where:
        """What the filters leave, over all the periods of a trend."""
        return replace(self.members, periods=self.trend)

    @property
    def members(self) -> Where:
        """What the filters leave, of all time."""
        return members(self.view)


def members(view: View) -> Where:
    """What the filters of a view leave, of all time."""
    return Where((), *(view.get(key, ()) for key in ("vendors", "services", "sites")))


def put(reading: Reading) -> None:
    st.session_state[_KEY] = reading


def taken() -> Reading:
    """The reading of this run. The guard makes sure that the frame has run before any page."""
    return st.session_state[_KEY]
