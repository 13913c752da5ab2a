"""Money by month: what is taken above the line, what goes back below it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assay import written
from assay.charts.axis import Axis
from assay.charts.chart import Bars, Chart
from assay.say import summary_words as words
from assay.text import Language


@dataclass(frozen=True, slots=True)
class Amounts:
    """A month: its label, what is taken, and what goes back, both from zero up."""

    label: str
    taken: Decimal
    returned: Decimal


def amounts(months: tuple[Amounts, ...], title: str, language: Language) -> Chart:
    """The last month is dark, those before it are grey: an amount is not evidence, so it has no colour of a verdict."""
    at = tuple(map(float, range(len(months))))
    tones = tuple("ink" if place == len(months) - 1 else "common" for place in range(len(months)))
    layers = [Bars(at, tuple(float(one.taken) for one in months), tone=tones, hover=tuple(_hover(one, language) for one in months))]
    if any(one.returned for one in months):
        layers.append(Bars(at, tuple(-float(one.returned) for one in months), tone="accent"))
    axis = Axis(kind="period", labels=tuple(one.label for one in months))
    return Chart(title, words.MONEY_SUBTITLE(language), title, axis, Axis(), tuple(layers), language=language)


def _hover(one: Amounts, language: Language) -> str:
    lines = (written.period(one.label, language), f"{words.CREDITS(language)} {written.money(one.taken)}",
             f"{words.RETURNED(language)} {written.money(one.returned)}")
    return "\n".join(lines)
