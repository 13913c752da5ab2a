"""Two clocks of many orders, with deadlines and states, against the barest lookup of working time on the same rows."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from assay.clock import Book, Clock, compiled, of_orders, run, state
from assay.clock.hours import MINUTE, Array
from assay.clock.run import AT_ONCE
from benchmarks.evidence import Run, Section, shown
from benchmarks.evidence import run as in_process

SIZE = 10_000_000
LEAST_A_SECOND, MOST_MIB = 1_000_000, 6 * 1024
CLOCKS = (Clock("response", "responded_at"), Clock("completion", "completed_at"))
ZONES = ("Asia/Shanghai", "Asia/Singapore", "Europe/Berlin")
FIRST, DAYS = date(2023, 11, 1), 1095
VERSIONS = {date(2023, 1, 1): "18:00", date(2024, 7, 1): "17:30", date(2025, 10, 1): "19:00"}
PAUSED_SHARE, PAUSED_TWICE = 0.20, 0.12
AS_OF = datetime(2026, 11, 1)
_FOUND = "found.json"
_MOMENT = pl.Datetime("us")
Found = TypeVar("Found")


def calendar() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Office hours with a lunch break in three versions, and their exceptions: a holiday a month, a make-up workday a quarter."""
    hours = [
        ("C", since, weekday, opens, closes)
        for since, evening in VERSIONS.items()
        for weekday in range(1, 6)
        for opens, closes in (("08:00", "12:00"), ("13:00", evening))
    ]
    days = [("C", FIRST + timedelta(days=30 * n), n % 4 == 0, 5 if n % 4 == 0 else None, None) for n in range(48)]
    weekly = pl.DataFrame(hours, orient="row", schema=["calendar_id", "effective_from", "weekday", "opens", "closes"])
    schema = {"calendar_id": pl.String, "day_on": pl.Date, "is_working": pl.Boolean, "as_weekday": pl.Int64, "name": pl.String}
    return weekly, pl.DataFrame(days, orient="row", schema=schema)


def orders(size: int, rng: np.random.Generator) -> pl.DataFrame:
    """Completed orders of three years in the order of their requests, at sites in three zones, each with two agreed times."""
    start = np.datetime64(FIRST, "us").astype("int64") + np.sort(rng.integers(0, DAYS * 1440, size)) * MINUTE
    responded = start + rng.integers(1, 600, size) * MINUTE
    completed = responded + rng.integers(1, 6_000, size) * MINUTE
    moments = {"started_at": start, "responded_at": responded, "completed_at": completed}
    numbers = pl.Series("order_id", np.arange(size)).cast(pl.String).str.zfill(8)
    return pl.DataFrame(
        {
            "order_id": "WO-" + numbers,
            "calendar_id": pl.repeat("C", size, eager=True),
            "time_zone": pl.Series(ZONES).gather(rng.choice(3, size, p=(0.9, 0.05, 0.05))),
            **{name: pl.Series(moment).cast(_MOMENT) for name, moment in moments.items()},
            "response_target_minutes": rng.choice((30.0, 60.0, 120.0, 480.0), size),
            "completion_target_minutes": rng.choice((480.0, 1_440.0, 2_880.0), size),
        }
    ).with_columns(ended_at="completed_at", cancelled_at=pl.lit(None, _MOMENT))


def pauses(of: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """One order in five stood still, some twice; in two of five cases for the vendor itself."""
    once = np.flatnonzero(rng.random(len(of)) < PAUSED_SHARE)
    rows = np.concatenate([once, once[rng.random(len(once)) < PAUSED_TWICE]])
    begin, end = (of[name].to_physical().to_numpy()[rows] for name in ("responded_at", "completed_at"))
    paused = begin + ((end - begin) * rng.uniform(0.0, 0.9, len(rows))).astype("int64")
    resumed = paused + ((end - paused) * rng.uniform(0.0, 1.0, len(rows))).astype("int64")
    return pl.DataFrame(
        {
            "order_id": of["order_id"].gather(rows),
            "responsible": pl.Series(("client", "vendor")).gather(rng.choice(2, len(rows), p=(0.6, 0.4))),
            "paused_at": pl.Series(paused).cast(_MOMENT),
            "resumed_at": pl.Series(resumed).cast(_MOMENT),
        }
    )


def timed(size: int, seed: int = 1) -> dict[str, float]:
    """Seconds of each step, and of the bare lookup before and after them."""
    rng = np.random.default_rng(seed)
    of = orders(size, rng)
    stood = pauses(of, rng)
    steps: dict[str, float] = {}

    def step(name: str, do: Callable[[], Found]) -> Found:
        started = time.perf_counter()
        found = do()
        steps[name] = time.perf_counter() - started
        return found

    weekly, exceptions = calendar()
    pairs = [("C", zone) for zone in ZONES]
    book = step("compile the calendars", lambda: compiled(weekly, exceptions, pairs, FIRST, AS_OF.date() + timedelta(days=700)))
    bare = [_bare(book, of)]
    known = step("find each order's calendar and zone", lambda: book.coded(of))
    halted = step(f"find the orders of {len(stood):,} pauses", lambda: of_orders(known, stood, "order_id"))
    found = step("clocks and deadlines", lambda: run(known, halted, book, CLOCKS, AS_OF))
    step("states", lambda: known.hstack(found).lazy().select(_state(clock) for clock in CLOCKS).collect())
    return {**steps, "bare, before": bare[0], "bare, after": _bare(book, of)}


def _state(clock: Clock) -> pl.Expr:
    deadline, is_measurable = pl.col(f"{clock.name}_deadline_at"), pl.col(f"{clock.name}_is_measurable")
    return state(deadline, is_measurable, pl.col(clock.stopped_at), pl.col("cancelled_at"), AS_OF).alias(f"{clock.name}_state")


def _bare(book: Book, of: pl.DataFrame) -> float:
    """Seconds for the working time between two moments of each row, in one calendar and zone, without pauses."""
    begin, end = (of[name].to_physical().to_numpy() for name in ("started_at", "completed_at"))
    one = np.full(AT_ONCE, book.code(("C", ZONES[0])))
    started = time.perf_counter()
    parts = [_between(book, one, begin[at : at + AT_ONCE], end[at : at + AT_ONCE]) for at in range(0, len(begin), AT_ONCE)]
    np.concatenate(parts)
    return time.perf_counter() - started


def _between(book: Book, one: Array, begin: Array, end: Array) -> Array:
    return np.asarray(book.worked(one[: len(end)], end) - book.worked(one[: len(begin)], begin))


def clocks(size: int, folder: Path) -> Section:
    """Makes the orders and judges them, in a process of its own."""
    folder.mkdir(parents=True)
    process = in_process("-m", "benchmarks.clock", "--size", str(size), "--to", folder / _FOUND)
    seconds: Mapping[str, float] = json.loads((folder / _FOUND).read_text(encoding="utf-8"))
    bare = (seconds["bare, before"] + seconds["bare, after"]) / 2
    total = sum(taken for step, taken in seconds.items() if not step.startswith("bare"))
    steps = {**seconds, "all steps but the bare ones": total}
    rows = tuple((step, f"{taken:,.2f}", f"{size / taken:,.0f}") for step, taken in steps.items())
    holds = process.code == 0 and size / total >= LEAST_A_SECOND and process.peak_mib < MOST_MIB
    return Section(f"Clocks of {size:,} orders", _claim(size, total, total / bare, process), _COLUMNS, rows, holds)


_COLUMNS = ("step", "seconds", "orders a second")


def _claim(size: int, total: float, times: float, process: Run) -> str:
    return (
        f"Two clocks, two deadlines and two states of {size:,} orders, {100 * PAUSED_SHARE:.0f} % of them paused, under three "
        f"versions of a calendar in three time zones take {total:.1f} s, which is {size / total:,.0f} orders a second; at least "
        f"{LEAST_A_SECOND:,} is the aim. That is {times:.1f} times the barest lookup on the same rows: the working time between "
        "two moments in one calendar, without pauses. The process, which also makes the orders, held "
        f"{process.peak_mib:,.0f} MiB at most, of {MOST_MIB:,}."
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clock", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="number of orders")
    parser.add_argument("--to", type=Path, help="only measure, in this process, and write the seconds there; used by itself")
    asked = parser.parse_args()
    if asked.to:
        asked.to.write_text(json.dumps(timed(asked.size)), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        return shown((clocks(asked.size, Path(folder) / "clock"),))


if __name__ == "__main__":
    sys.exit(main())
