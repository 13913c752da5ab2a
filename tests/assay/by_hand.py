"""A vendor's statements kept by hand, from the raw rows and from nothing of the product: dictionaries, zoneinfo, Decimal.

Each rule is written down once more, from the definitions (sections 0 to 3) and decision 0010.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
Span = tuple[datetime, datetime]
CENT = Decimal("0.01")
RECALL = timedelta(days=30)
DUE = ("met", "missed")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def exactly(number: float) -> Decimal:
    return Decimal(str(number))


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_later(month: date, count: int) -> date:
    for _ in range(abs(count)):
        month = month_of(month + timedelta(days=31)) if count > 0 else month_of(month - timedelta(days=1))
    return month


def without(spans: Sequence[Span], still: Sequence[Span]) -> Iterator[Span]:
    """The stretches with the pauses cut out of them."""
    left = list(spans)
    for paused, resumed in still:
        parts = (part for begin, end in left for part in ((begin, min(end, paused)), (max(begin, resumed), end)))
        left = [(begin, end) for begin, end in parts if begin < end]
    yield from left


@dataclass
class Line:
    """What a level comes to in a month."""

    numerator: int = 0
    denominator: int = 0
    settled: Decimal | None = None
    verdict: str = "no_data"
    credit: Decimal = Decimal("0.00")
    due: Decimal = Decimal("0.00")
    bonus: Decimal = Decimal("0.00")
    is_repeated: bool = False
    is_absorbed: bool = False


@dataclass
class Book:
    """One vendor's book. `tables` are all raw rows of the company; `as_of` is naive UTC."""

    tables: Mapping[str, Sequence[Row]]
    vendor: str
    as_of: datetime
    kept: dict[tuple[date, bool], dict[str, Line]] = field(default_factory=dict)

    # What was agreed

    @cached_property
    def agreements(self) -> list[Row]:
        return [row for row in self.tables["agreements"] if row["vendor_id"] == self.vendor]

    @cached_property
    def levels(self) -> list[Row]:
        own = {row["agreement_id"]: row for row in self.agreements}
        stated = (level for level in self.tables["service_levels"] if level["agreement_id"] in own)
        return [{**level, "of": own[level["agreement_id"]]} for level in stated]

    @cached_property
    def zones(self) -> dict[str, ZoneInfo]:
        return {row["site_id"]: ZoneInfo(row["time_zone"]) for row in self.tables["sites"]}

    def own(self, table: str) -> list[Row]:
        return [row for row in self.tables[table] if row["vendor_id"] == self.vendor]

    def on_day(self, service: str, day: date) -> Row | None:
        """The version in force on a day. The sample has none for single sites."""
        for row in self.agreements:
            if row["service"] == service and row["effective_from"] <= day <= (row["effective_to"] or date.max):
                return row
        return None

    def in_month(self, month: date) -> list[Row]:
        last = months_later(month, 1) - timedelta(days=1)
        return [row for row in self.agreements if row["effective_from"] <= last and (row["effective_to"] or date.max) >= month]

    def stated(self, agreement: Row | None, kpi: str, priority: str | None) -> Row | None:
        """The agreement's level on the KPI: the one for the priority, else the one for all."""
        own = [one for one in self.levels if agreement and one["of"] is agreement and one["kpi"] == kpi]
        return next((one for wanted in (priority, None) for one in own if one["priority"] == wanted), None)

    # Working time

    def local(self, moment: datetime, site: str) -> date:
        return moment.replace(tzinfo=UTC).astimezone(self.zones[site]).date()

    def worked(self, calendar: str | None, day: date, zone: ZoneInfo) -> Iterator[Span]:
        """The working stretches of a local day, in UTC without a zone."""
        if calendar is None:
            yield self.utc(day, "00:00", zone), self.utc(day, "24:00", zone)
            return
        exception = self.exceptions.get((calendar, day))
        weekday = day.isoweekday() if exception is None else exception["as_weekday"]
        if exception is None or exception["is_working"]:
            for opens, closes in self.hours[calendar].get(weekday, []):
                yield self.utc(day, opens, zone), self.utc(day, closes, zone)

    @cached_property
    def exceptions(self) -> dict[tuple[str, date], Row]:
        return {(row["calendar_id"], row["day_on"]): row for row in self.tables["calendar_days"]}

    @cached_property
    def hours(self) -> dict[str, dict[int, list[tuple[str, str]]]]:
        """By calendar and weekday. The sample's calendars have one version."""
        found: dict[str, dict[int, list[tuple[str, str]]]] = {}
        for row in sorted(self.tables["calendars"], key=lambda row: row["opens"]):
            found.setdefault(row["calendar_id"], {}).setdefault(row["weekday"], []).append((row["opens"], row["closes"]))
        return found

    def utc(self, day: date, clock: str, zone: ZoneInfo) -> datetime:
        hour, minute = map(int, clock.split(":"))
        on = day + timedelta(days=hour // 24)
        return datetime.combine(on, time(hour % 24, minute), zone).astimezone(UTC).replace(tzinfo=None)

    def deadline(self, start: datetime, minutes: float, calendar: str | None, site: str, still: Sequence[Span]) -> datetime | None:
        """The moment at which the minutes are used up, the pauses cut out; None where a pause has no end before that."""
        left, day = timedelta(minutes=minutes), self.local(start, site)
        for _ in range(4000):
            for begin, end in without(list(self.worked(calendar, day, self.zones[site])), [(datetime.min, start), *still]):
                if end - begin >= left:
                    return begin + left
                left -= end - begin
            day += timedelta(days=1)
            if still and day.year > self.as_of.year + 5:
                return None
        return None

    # Clocks and states

    def state(self, deadline: datetime | None, stopped: datetime | None, cancelled: datetime | None) -> str:
        in_time = deadline is not None and stopped is not None and stopped <= deadline
        if cancelled is not None and not in_time and (deadline is None or cancelled <= deadline):
            return "cancelled"
        if deadline is None or deadline > self.as_of:
            return "not_yet_due"
        return "met" if in_time else "missed"

    @cached_property
    def pauses(self) -> dict[str, list[Span]]:
        """The stretches that are not the vendor's, by order; one without an end lasts for ever."""
        found: dict[str, list[Span]] = {}
        for row in self.tables["pauses"]:
            if row["responsible"] != "vendor":
                found.setdefault(row["order_id"], []).append((row["paused_at"], row["resumed_at"] or datetime.max))
        return found

    @cached_property
    def counted(self) -> list[tuple[str, date, bool]]:
        """(level_id, local day, good) of everything that is in a denominator."""
        found = [*self.of_orders(), *self.of_complaints(), *self.of_answers(), *self.of_checks()]
        return found

    def of_orders(self) -> Iterator[tuple[str, date, bool]]:
        for row in self.own("orders"):
            asked = self.on_day(row["service"], self.local(row["requested_at"], row["site_id"]))
            completed, still = row["completed_at"], list(self.pauses.get(row["order_id"], []))
            if row["reopened_at"] and completed and row["reopened_at"] >= completed:
                still, completed = [*still, (completed, row["reopened_at"])], None
            for kpi, stopped in (("response_on_time", row["responded_at"]), ("completion_on_time", completed)):
                yield from self.of_clock(row, kpi, asked, row["requested_at"], stopped, row["cancelled_at"], still)
            yield from self.of_fault(row, asked, completed)

    def of_clock(
        self, row: Row, kpi: str, asked: Row | None, start: datetime, stopped: datetime | None, cancelled: datetime | None,
        still: Sequence[Span], by_request: bool = True,
    ) -> Iterator[tuple[str, date, bool]]:  # fmt: skip
        level = self.stated(asked, kpi, row.get("priority_at_request"))
        if asked is None or level is None or level["clock_minutes"] is None:
            return
        deadline = self.deadline(start, level["clock_minutes"], asked["calendar_id"], row["site_id"], still)
        state = self.state(deadline, stopped, cancelled)
        if state in DUE and deadline is not None:
            yield from self.under(row, kpi, asked if by_request else None, self.local(deadline, row["site_id"]), state == "met")

    def under(self, row: Row, kpi: str, asked: Row | None, day: date, good: bool) -> Iterator[tuple[str, date, bool]]:
        """The level that takes the row: of the version it was asked for under, while that is in force in the month."""
        version = asked if asked in self.in_month(month_of(day)) else self.on_day(row["service"], day)
        level = self.stated(version, kpi, row.get("priority_at_request"))
        if level is not None:
            yield level["level_id"], day, good

    def of_fault(self, row: Row, asked: Row | None, completed: datetime | None) -> Iterator[tuple[str, date, bool]]:
        if row["kind"] != "fault" or completed is None or asked is None or completed + RECALL > self.as_of:
            return
        recalled = any(completed < again <= completed + RECALL for again in self.recalls.get(row["order_id"], []))
        good = row["outcome"] == "solved" and row["visits"] == 1 and not recalled
        yield from self.under(row, "clearance_rate", asked, self.local(completed, row["site_id"]), good)

    @cached_property
    def recalls(self) -> dict[str, list[datetime]]:
        found: dict[str, list[datetime]] = {}
        for row in self.tables["orders"]:
            if row["recall_of"]:
                found.setdefault(row["recall_of"], []).append(row["requested_at"])
        return found

    def of_complaints(self) -> Iterator[tuple[str, date, bool]]:
        for row in self.own("complaints"):
            asked = self.on_day(row["service"], self.local(row["received_at"], row["site_id"]))
            yield from self.of_clock(row, "complaint_reply_on_time", asked, row["received_at"], row["replied_at"], None, [], False)

    def of_answers(self) -> Iterator[tuple[str, date, bool]]:
        for row in self.own("surveys"):
            if row["answered_at"] is not None and row["csat"] is not None:
                day = self.local(row["answered_at"], row["site_id"])
                yield from self.under(row, "csat_top2_share", None, day, row["csat"] >= 4)

    def of_checks(self) -> Iterator[tuple[str, date, bool]]:
        for row in self.checks:
            if row["method"] == self.method(month_of(row["done_on"])):
                yield from self.under(row, "inspection_pass_rate", None, row["done_on"], row["outcome"] == "pass")

    @cached_property
    def checks(self) -> list[Row]:
        return [row for row in self.own("inspections") if row["done_on"] is not None and row["outcome"] is not None]

    def method(self, month: date) -> str | None:
        """Random checks settle a month, else the full ones; without either the most frequent method is shown and not settled on."""
        done = Counter(row["method"] for row in self.checks if month_of(row["done_on"]) == month)
        preferred = next((method for method in ("random", "full") if done[method]), None)
        return preferred or max(sorted(done), key=lambda method: done[method], default=None)

    # Money

    def lines(self, month: date) -> dict[str, Line]:
        """The month's lines by level_id."""
        if (month, True) not in self.kept:
            found = self.alone(month)
            for agreement in self.in_month(month):
                self.bind(agreement, found)
            self.kept[month, True] = found
        return self.kept[month, True]

    def results(self, month: date) -> dict[str, Line]:
        """Counts and verdicts, without money."""
        if (month, False) not in self.kept:
            in_force = [row["agreement_id"] for row in self.in_month(month)]
            found = {level["level_id"]: Line() for level in self.levels if level["agreement_id"] in in_force}
            for level_id, day, good in self.counted:
                if month_of(day) == month:
                    found[level_id].numerator += good
                    found[level_id].denominator += 1
            for level in self.levels:
                if level["level_id"] in found and found[level["level_id"]].denominator:
                    self.judge(level, found[level["level_id"]], month)
            self.kept[month, False] = found
        return self.kept[month, False]

    def judge(self, level: Row, line: Line, month: date) -> None:
        """All KPIs of the sample's agreements are shares in per cent, the higher the better; rounded before the target."""
        share = Decimal(100 * line.numerator) / line.denominator
        line.settled = share.quantize(Decimal(1).scaleb(-level["decimals"]), ROUND_HALF_UP)
        line.verdict = "met" if line.settled >= exactly(level["target"]) else "missed"
        if level["kpi"] == "inspection_pass_rate" and self.method(month) not in ("random", "full"):
            line.verdict = "not_payable"

    def alone(self, month: date) -> dict[str, Line]:
        """Each line with its credit and bonus as if it were the only one."""
        found, before = self.results(month), self.results(months_later(month, -1))
        missed = {level_id for level_id, line in before.items() if line.verdict == "missed"}
        failed = {self.subject(one) for one in self.levels if one["level_id"] in missed}
        for level in (one for one in self.levels if one["level_id"] in found):
            line, charge = found[level["level_id"]], exactly(level["of"]["monthly_charge"])
            if line.verdict == "missed":
                line.is_repeated = self.subject(level) in failed
                line.credit = self.credit(level, line)
            elif line.verdict == "met" and level["bonus_share"] and (line.settled or 0) >= exactly(level["bonus_target"]):
                line.bonus = cents(exactly(level["bonus_share"]) * charge)
        return found

    def subject(self, level: Row) -> tuple[str, str, str | None]:
        return level["of"]["service"], level["kpi"], level["priority"]

    def credit(self, level: Row, line: Line) -> Decimal:
        charge, of = exactly(level["of"]["monthly_charge"]), level["of"]
        times = exactly(level["repeat_multiplier"]) if line.is_repeated and level["repeat_multiplier"] else Decimal(1)
        if of["scheme"] == "pool":
            allocated = Decimal(1) if level["allocation_share"] is None else exactly(level["allocation_share"])
            at_risk = cents(exactly(of["at_risk_share"]) * charge)
            return cents(exactly(level["pool_share"]) * allocated * times * at_risk)
        return cents(self.points(level, line) * times * exactly(of["point_share"]) * charge)

    def points(self, level: Row, line: Line) -> Decimal:
        for tier in self.tables["level_tiers"]:
            low = Decimal("-Infinity") if tier["from_value"] is None else exactly(tier["from_value"])
            high = Decimal("Infinity") if tier["to_value"] is None else exactly(tier["to_value"])
            if tier["level_id"] == level["level_id"] and line.settled is not None and low <= line.settled <= high:
                return exactly(tier["points"])
        raise AssertionError(f"{level['level_id']}: no tier for {line.settled}")

    def bind(self, agreement: Row, found: Mapping[str, Line]) -> None:
        """One incident, one credit: the largest, of equal ones the first. Then the cap, shared by largest remainder."""
        own = [level for level in self.levels if level["of"] is agreement]
        for level in own:
            line = found[level["level_id"]]
            named = [one for one in own if one["incident_group"] and one["incident_group"] == level["incident_group"]]
            group = [found[one["level_id"]] for one in named]
            largest = next((one for one in group if one.credit == max(other.credit for other in group)), line)
            line.is_absorbed = line.credit > 0 and largest is not line
            line.due = Decimal("0.00") if line.is_absorbed else line.credit
        lines = [found[level["level_id"]] for level in own]
        cap = cents(exactly(agreement["at_risk_share"]) * exactly(agreement["monthly_charge"]))
        whole = sum(line.due for line in lines)
        if whole > cap:
            self.cut(lines, cap, Decimal(whole))

    def cut(self, lines: Sequence[Line], cap: Decimal, whole: Decimal) -> None:
        shares = [line.due * cap / whole for line in lines]
        for line, share in zip(lines, shares, strict=True):
            line.due = share.quantize(CENT, "ROUND_DOWN")
        missing = int((cap - sum(line.due for line in lines)) / CENT)
        rest = sorted(range(len(lines)), key=lambda at: lines[at].due - shares[at])
        for at in rest[:missing]:
            lines[at].due += CENT

    def earned_back(self, month: date) -> Decimal:
        """What of earlier credits comes back: the month that lies `earn_back_months` later, if all between reached the level."""
        back = Decimal("0.00")
        for level in (one for one in self.levels if one["earn_back_months"]):
            earlier = months_later(month, -level["earn_back_months"])
            line = self.lines(earlier).get(level["level_id"])
            since = (months_later(earlier, count) for count in range(1, level["earn_back_months"] + 1))
            if line is not None and line.due > 0 and all(self.reached(level, one) for one in since):
                back += cents(exactly(level["earn_back_share"]) * line.due)
        return back

    def reached(self, level: Row, month: date) -> bool:
        found = self.results(month)
        here = [one for one in self.levels if one["level_id"] in found and self.subject(one) == self.subject(level)]
        settled = [found[one["level_id"]].settled for one in here]
        return bool(settled) and all(one is not None and one >= exactly(level["earn_back_level"]) for one in settled)
