"""The patients of Miller (1981) by which survival methods are checked everywhere: `aml` of R's survival."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

MAINTAINED = "9,13,13+,18,23,28+,31,34,45+,48,161+"
NOT_MAINTAINED = "5,5,8,8,12,16+,23,27,30,33,43,45"
"""Weeks in remission; + means that it still lasted."""


Times = Sequence[float]


def grouped(member: str, *, events: Times, cancelled: Times = (), censored: Times = ()) -> pl.DataFrame:
    """Orders one a row, by the minutes at which they ended so, as the warehouse counts them."""
    ends = {"events": events, "cancelled": cancelled, "censored": censored}
    rows = [
        {"vendor_id": member, "minutes": float(minutes), "spent": float(minutes), "unknown": 0}
        | {name: int(name == how) for name in ends}
        for how, times in ends.items()
        for minutes in times
    ]
    schema = {"vendor_id": pl.String, "minutes": pl.Float64, "spent": pl.Float64, "unknown": pl.Int64}
    return pl.DataFrame(rows, schema=schema | dict.fromkeys(ends, pl.Int64))


def weeks(member: str, written: str) -> pl.DataFrame:
    """Times as they are written in print."""
    times = written.split(",")
    events, censored = ([float(time.rstrip("+")) for time in times if time.endswith("+") is open_] for open_ in (False, True))
    return grouped(member, events=events, censored=censored)


def aml() -> pl.DataFrame:
    return pl.concat([weeks("maintained", MAINTAINED), weeks("not", NOT_MAINTAINED)])
