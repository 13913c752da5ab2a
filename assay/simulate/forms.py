"""How the sample company writes: its own mapping files, read backwards. What a mapping would read is what is written here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

MAPPINGS = Path(__file__).resolve().parents[2] / "data" / "mappings" / "sample"
_DEFAULT_ZONE = "Asia/Shanghai"
_CELL_MOMENT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file, as its mapping says: their names for our columns, their words for ours, how they write moments and gaps."""

    table: str
    columns: Mapping[str, str]
    sheet: str | None = None
    time_zone: str = _DEFAULT_ZONE
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    moments: tuple[str, ...] = (_CELL_MOMENT,)
    nulls: tuple[str, ...] = ("",)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)

    def theirs(self, column: str) -> str:
        """Their name of our column. Raises KeyError where they have none."""
        return {ours: theirs for theirs, ours in self.columns.items()}[column]


def form(name: str, mappings: Path = MAPPINGS) -> Form:
    """The form behind `<name>.toml`. Raises FileNotFoundError where there is none."""
    told = tomllib.loads((mappings / f"{name}.toml").read_text("utf-8"))
    lists = {key: tuple(told[key]) for key in ("dates", "moments", "nulls") if key in told}
    rest = {key: told[key] for key in ("table", "columns", "sheet", "time_zone", "words", "constants", "factors") if key in told}
    return Form(**rest, **lists)


def in_their_words(frame: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Words and units as they write them; types stay, but flags become words."""
    words = {
        column: pl.col(column).cast(pl.String).replace({ours: theirs for theirs, ours in known.items()})
        for column, known in form.words.items()
    }
    return frame.with_columns(**words, **{column: pl.col(column) / factor for column, factor in form.factors.items()})


def as_text(frame: pl.DataFrame, form: Form, zones: Mapping[str, str]) -> pl.DataFrame:
    """Every value as text under their headers, gaps by their mark or null; `zones` are those of the sites."""
    worded = in_their_words(frame, form)
    moments = {name: _written(worded, name, form, zones) for name, dtype in frame.schema.items() if dtype == pl.Datetime}
    days = {name: pl.col(name).dt.strftime(form.dates[0]) for name, dtype in frame.schema.items() if dtype == pl.Date}
    mark = form.nulls[0] or None
    return worded.with_columns(**moments, **days).select(
        pl.col(ours).cast(pl.String).fill_null(pl.lit(mark, pl.String)).alias(theirs) for theirs, ours in form.columns.items()
    )


def as_cells(frame: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Typed values under their headers, moments in the zone of the form; for workbooks and Parquet."""
    worded = in_their_words(frame, form)
    local = {
        name: pl.col(name).dt.replace_time_zone("UTC").dt.convert_time_zone(form.time_zone).dt.replace_time_zone(None)
        for name, dtype in frame.schema.items()
        if dtype == pl.Datetime
    }
    return worded.with_columns(**local).select(pl.col(ours).alias(theirs) for theirs, ours in form.columns.items())


def _written(frame: pl.DataFrame, name: str, form: Form, zones: Mapping[str, str]) -> pl.Expr:
    """A moment in their form: in one zone, or in the zone of the row's site where the zone or an offset is written."""
    pattern = form.moments[0].replace("%z", "%:z")
    of_site = form.time_zone == "site" or "%z" in form.moments[0]
    written = _in_zone(name, _DEFAULT_ZONE if of_site else form.time_zone, pattern)
    if not of_site or "site_id" not in frame.columns:
        return written
    for zone in sorted(set(zones.values()) - {_DEFAULT_ZONE}):
        there = pl.col("site_id").is_in([site for site, its_zone in zones.items() if its_zone == zone])
        written = pl.when(there).then(_in_zone(name, zone, pattern)).otherwise(written)
    return written


def _in_zone(name: str, zone: str, pattern: str) -> pl.Expr:
    return pl.col(name).dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.strftime(pattern)
