"""What a KPI is made of: a sum over a sum, each over one table, placed by a local date."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import Literal

import narwhals as nw

from assay.text import Text

Grain = Literal["day", "week", "month", "quarter"]
Chart = Literal["p", "u", "xmr"]
Direction = Literal["higher", "lower", "none"]

PER_CENT = Text("%", "%")
MEASURED = ("met", "missed", "open_past_deadline")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One of a KPI's two sums: `expression` gives a row's share of it, `on` is the local date that places the row."""

    table: str
    expression: nw.Expr
    on: str


@dataclass(frozen=True, slots=True, eq=False)
class Excluded:
    """Rows that are in neither sum, and why: so that every card can say what was left out."""

    reason: str
    text: Text
    part: Part


@dataclass(frozen=True, slots=True, eq=False)
class Kpi:
    """value = scale × numerator / denominator (`is_log`: the exponential of it). `squares` where a row counts other than 0 or 1.

    `counted` names what the two sums count. `within` are dimensions that are never pooled. `minimum_n` is the denominator below which nothing is published.
    `needs` are the table columns without which it would be a good figure about nothing: where one holds no value at all, nobody ever
    told, and the KPI is absent. `finest` is the finest period that makes sense. `origin` says whose data it rests on.
    For `settles_days` after its end a period still moves, always to one side: it is shown, and never held against earlier ones.
    """

    id: str
    title: Text
    sentence: Text
    counted: tuple[Text, Text]
    numerator: Part
    denominator: Part
    unit: Text
    direction: Direction
    chart: Chart
    minimum_n: int
    origin: Literal["system", "client", "vendor", "people"]
    scale: float = 1.0
    decimals: int = 1
    squares: bool = False
    is_log: bool = False
    finest: Grain = "day"
    within: tuple[str, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    settles_days: int = 0

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.numerator, self.denominator, *(left_out.part for left_out in self.excluded))

    def value(self, ratio: float) -> float:
        """The value, in the KPI's unit, of numerator / denominator."""
        return exp(ratio) if self.is_log else self.scale * ratio

    def ratio(self, value: float) -> float:
        """The other way round: the numerator / denominator that a value, say a target, stands for. ValueError for a log of nothing."""
        return log(value) if self.is_log else value / self.scale

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that its two sums read, without repetition."""
        return tuple(dict.fromkeys((self.numerator.table, self.denominator.table)))


def count(condition: nw.Expr) -> nw.Expr:
    """1 for a row that satisfies the condition, 0 for one that does not or cannot be judged."""
    return condition.fill_null(False).cast(nw.Int64)


def total(column: str) -> nw.Expr:
    """The column's value, 0 where it is missing."""
    return nw.col(column).cast(nw.Float64).fill_null(0.0)


def present(column: str) -> nw.Expr:
    return ~nw.col(column).is_null()


def is_in(column: str, *values: str) -> nw.Expr:
    return nw.col(column).is_in(list(values))


def on_time(id_: str, title: Text, sentence: Text, table: str, clock: str, requested_on: str, done: Text, minimum_n: int) -> Kpi:
    """The share of what fell due that was done by its deadline; one shape for every clock."""
    state, deadline_on = f"{clock}_state", f"{clock}_deadline_on"

    def left_out(reason: str, text: Text, on: str) -> Excluded:
        return Excluded(reason, text, Part(table, count(nw.col(state) == reason), on))

    return Kpi(
        id_, title, sentence,
        (Text(f"按时{done.zh}", f"{done.en} in time"), Text("已到期（含未完成的）", "due, those still open included")),
        Part(table, count(nw.col(state) == "met"), deadline_on),
        Part(table, count(is_in(state, *MEASURED)), deadline_on),
        PER_CENT, "higher", "p", minimum_n, "system", scale=100.0, needs=((table, f"{clock}_deadline_at"),),
        excluded=(
            left_out("not_yet_due", Text("未到期", "not yet due"), deadline_on),
            left_out("cancelled", Text("到期前取消", "cancelled before the deadline"), deadline_on),
            paused(table, clock, requested_on),
            left_out("not_measurable", Text("无约定时限或无日历", "no agreed time or no calendar"), requested_on),
        ),
    )


def paused(table: str, clock: str, requested_on: str) -> Excluded:
    """Rows that are paused and so have no deadline yet; for lack of one they are placed by the day of the request."""
    waits = (nw.col(f"{clock}_state") == "not_yet_due") & nw.col(f"{clock}_deadline_on").is_null()
    return Excluded("paused", Text("暂停中，尚无期限", "paused, no deadline yet"), Part(table, count(waits), requested_on))
