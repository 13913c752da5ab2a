"""What a worker brings to an order, without saying who it is: tenure, certificates and training on that day, in coarse classes."""

from __future__ import annotations

from datetime import date

import polars as pl

from assay.contracts.vocabulary import CERTIFICATES, TENURES, TRAININGS
from pipelines.derive.certificates import certified_spans, required_roles
from pipelines.derive.inputs import Given

_TENURE, _CERTIFICATE, _TRAINING = (pl.Enum(tuple(words)) for words in (TENURES, CERTIFICATES, TRAININGS))
_DAY, _A_YEAR = pl.duration(days=1), pl.duration(days=365)
_EVER = date.min
_APART = 1 << 32
"""How far the keys of two workers lie apart: more than there are days."""
_SUMS = ("certified", "thousandths", "unknown")


def with_worker(rows: pl.LazyFrame, given: Given) -> pl.LazyFrame:
    """The rows (worker_id, responded_on) with worker_tenure, worker_certificate and worker_training on that day, as Enums.

    All are null where nobody answered yet or the worker is not in `staff`. A class changes on few days of a worker, so there is one
    sorted list of stretches, and each row is in one of them. It is found by search: a table of workers and days would have hundreds
    of thousands of rows, and a join by the nearest day would sort all orders.
    """
    stretches = _stretches(given).collect()
    workers = pl.Enum(stretches["worker_id"].unique(maintain_order=True))
    begins = stretches.select(_key(workers, "from_on")).to_series()
    place = _key(workers, "responded_on").map_batches(
        lambda key: begins.search_sorted(key, side="right"), return_dtype=pl.UInt32, is_elementwise=True
    )
    classes = stretches.drop("worker_id", "from_on").with_row_index("place", offset=1)
    return rows.with_columns(place=place).join(classes.lazy(), on="place", how="left", maintain_order="left").drop("place")


def _key(workers: pl.Enum, day: str) -> pl.Expr:
    """Orders workers, and the days of each; null for a worker or a day that is not known, which is found at place 0: nowhere."""
    worker = pl.col("worker_id").cast(workers, strict=False).to_physical().cast(pl.Int64)
    return worker * _APART + pl.col(day).to_physical()


def _stretches(given: Given) -> pl.LazyFrame:
    """worker_id, from_on, and the classes from that day to the day before the worker's next row; sorted, first `_EVER` for each."""
    staff = given.table("staff").join(required_roles(given), on="role", how="left").select("worker_id", "started_on", "is_required")
    has_hours = given.table("trainings").select(pl.col("hours").is_not_null().any()).collect().item()
    return (
        pl.concat([_turns(given), _certified(given), _trained(given)], how="diagonal")
        .group_by("worker_id", "from_on")
        .agg(pl.col(_SUMS).sum())
        .join(staff, on="worker_id", how="inner")
        .sort("worker_id", "from_on")
        .with_columns(pl.col(_SUMS).cum_sum().over("worker_id"))
        .select(
            "worker_id",
            "from_on",
            worker_tenure=_tenure(),
            worker_certificate=_certificate(),
            worker_training=pl.when(bool(has_hours)).then(_training()),
        )
    )


def _turns(given: Given) -> pl.LazyFrame:
    """The days on which the tenure of each worker changes, and one before all others."""
    days = pl.concat_list(pl.lit(_EVER), _after("0mo"), _after("3mo"), _after("12mo"), _after("36mo"))
    return given.table("staff").select("worker_id", from_on=days).explode("from_on").drop_nulls("from_on")


def _after(months: str) -> pl.Expr:
    return pl.col("started_on").dt.offset_by(months)


def _certified(given: Given) -> pl.LazyFrame:
    """One more where a stretch of being certified begins, one less on the day after it ends.

    Stretches are known up to today at the worker's site; one that lasts until then has not ended, for at another site the next day
    may have begun.
    """
    today = given.at_site("staff").select("worker_id", today_on=given.today)
    spans = certified_spans(given).join(today, on="worker_id", how="inner")
    ended = spans.filter(pl.col("valid_to_on") < pl.col("today_on"))
    one = pl.lit(1, dtype=pl.Int64)
    return pl.concat([
        spans.select("worker_id", from_on="valid_from_on", certified=one),
        ended.select("worker_id", from_on=pl.col("valid_to_on") + _DAY, certified=-one),
    ])


def _trained(given: Given) -> pl.LazyFrame:
    """Each training counts from the day after it for 365 days: its hours, in whole thousandths, whose sums leave no dust behind;
    and one unknown where nobody wrote down how long it was."""
    trained = given.table("trainings").select(
        "worker_id",
        from_on=pl.col("completed_on") + _DAY,
        thousandths=(pl.col("hours") * 1000).round().cast(pl.Int64),
        unknown=pl.col("hours").is_null().cast(pl.Int64),
    )
    over = trained.with_columns(pl.col("from_on") + _A_YEAR, -pl.col("thousandths"), -pl.col("unknown"))
    return pl.concat([trained, over])


def _tenure() -> pl.Expr:
    """Null before the worker started, and where it is not known when that was."""
    day = pl.col("from_on")
    return (
        pl.when(day >= _after("36mo")).then(pl.lit("over_3_years"))
        .when(day >= _after("12mo")).then(pl.lit("1_to_3_years"))
        .when(day >= _after("3mo")).then(pl.lit("3_to_12_months"))
        .when(day >= _after("0mo")).then(pl.lit("under_3_months"))
        .cast(_TENURE)
    )


def _certificate() -> pl.Expr:
    return (
        pl.when(pl.col("is_required").is_null()).then(pl.lit("none_required"))
        .when(pl.col("certified") > 0).then(pl.lit("valid"))
        .otherwise(pl.lit("lapsed"))
        .cast(_CERTIFICATE)
    )


def _training() -> pl.Expr:
    """Null while a training counts of which the hours are not known."""
    hours = pl.col("thousandths") / 1000
    return (
        pl.when(pl.col("unknown") > 0).then(pl.lit(None, dtype=pl.String))
        .when(hours == 0).then(pl.lit("none"))
        .when(hours < 8).then(pl.lit("under_8_hours"))
        .when(hours <= 24).then(pl.lit("8_to_24_hours"))
        .otherwise(pl.lit("over_24_hours"))
        .cast(_TRAINING)
    )
