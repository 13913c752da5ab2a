"""The code of the notebook of *Root cause*. Nothing is put into it: what was asked comes in the cell before, as values."""

from __future__ import annotations

OPENED = '''\
import os
from pathlib import Path

import polars as pl

from assay import written
from assay.cells import Where, dimensions
from assay.contracts import contract
from assay.kpis import KPIS
from assay.say import notebook as say
from assay.warehouse import read

home = Path(os.environ.get("ASSAY_WAREHOUSE", "data/warehouse"))
current = read.version(home)
if current is None:
    raise FileNotFoundError(f"no warehouse in {home.absolute()}: name its folder in ASSAY_WAREHOUSE")
warehouse = read.opened(home, version if (home / version).is_file() else current)
kpi = next(one for one in (*KPIS, *read.indicators(warehouse, scope)) if one.id == kpi_id)
pl.Config(tbl_rows=40, tbl_cols=-1, tbl_width_chars=160, fmt_str_lengths=40)
print(warehouse.version, read.as_of(warehouse))'''

READ = '''\
groups = tuple(name for name in ("vendor_id", "site_id") if name in dimensions(kpi))
keys = tuple(dict.fromkeys((*by, *groups, *(dimension for dimension, _ in conditions))))
columns = contract(kpi.numerator.table)
members = {"vendor_id": read.vendors(warehouse, scope), "site_id": read.sites(warehouse, scope)}
names = {dimension: dict(of.select(dimension, "name").iter_rows()) for dimension, of in members.items()}


def named(dimension, value):
    """The name of a vendor or site, the word for another value."""
    if value is None:
        return say.NOT_RECORDED(language)
    words = columns.column(dimension).words
    return words[value](language) if value in words else names.get(dimension, {}).get(value, value)


def titled(dimension):
    return columns.column(dimension).text(language)


where = Where((*before, *after), vendors, services, sites)
cells = read.cells(warehouse, kpi, keys, grain, scope, where)
for dimension, value in conditions:
    cells = cells.filter(pl.col(dimension).eq_missing(pl.lit(value, pl.String)))
print(cells.group_by("period").agg(pl.col("numerator", "denominator").sum(), pl.len().alias("cells")).sort("period"))'''

CHANGED = '''\
from assay.report.two_periods import two_periods
from assay.stats.attribution.attributed import attributed

paired = two_periods(cells, kpi, before, after, by)
whole = attributed(paired.sides)


def moved(effect):
    """A part of the change, as people write it."""
    return written.change(kpi, kpi.value(effect), language)


def in_words(part):
    return {"change": moved(part.effect), "low": moved(part.low), "high": moved(part.high)}


ends = {name: written.value(kpi, kpi.value(rate), language) for name, rate in (("before", whole.before), ("after", whole.after))}
headline = say.MOVED(language, kpi=kpi.title(language), **ends, **in_words(whole.change))
print(headline)
for name, part in ((say.WITHIN, whole.within), (say.MIX, whole.mix)):
    print(say.PART(language, name=name(language), **in_words(part)))
if not whole.is_split_sound:
    print(say.UNSOUND(language, share=written.percent(whole.shared)))'''

SPLIT = '''\
def split_by(dimension):
    """Within and mix of each value of a dimension, with intervals, on the scale of the KPI's rate; the largest first."""
    found = attributed(paired.sides, paired.codes(dimension))
    parts = {"within": found.group_within, "mix": found.group_mix}
    of = {"": "effect", "_low": "low", "_high": "high"}
    ends = {f"{name}{end}": [getattr(part, of[end]) for part in parts[name]] for name in parts for end in of}
    split = pl.DataFrame({dimension: list(paired.levels(dimension)), **ends})
    return split.sort(pl.col("within").abs(), descending=True)


splits = {dimension: split_by(dimension) for dimension in by}
for split in splits.values():
    print(split.head(12))'''

WATERFALL = '''\
from math import log

from assay.charts.axis import Axis, of_kpi
from assay.charts.palette import LIGHT
from assay.charts.plotly import figure
from assay.charts.waterfall import Step, waterfall

SHOWN = 6  # values with a step of their own
MINUTES = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 240, 480, 960, 1440, 2880, 5760)


def drawn(rate):
    """Where a rate lies on the axis; a geometric mean by its logarithm."""
    return rate if kpi.is_log else kpi.scale * rate


def tone(low, high):
    if not (low > 0 or high < 0):
        return "common"
    if kpi.direction == "none":
        return "neutral"
    return "improvement" if (low > 0) == (kpi.direction == "higher") else "concern"


def total(labels, rate):
    value = written.value(kpi, kpi.value(rate), language)
    return Step(written.period(labels[-1], language), drawn(rate), value, is_total=True)


def step(name, effect, low=float("nan"), high=float("nan")):
    is_known = low == low
    return Step(name, drawn(effect), moved(effect), tone(low, high),
                low=drawn(low) if is_known else None, high=drawn(high) if is_known else None)


def steps(dimension):
    """From before to after: what is within, by the values of a dimension, then the mix."""
    split = splits[dimension]
    for name, *part in split.head(SHOWN).select(dimension, "within", "within_low", "within_high").iter_rows():
        yield step(say.BESIDES(language, name=named(dimension, name)), *part)
    if len(split) > SHOWN:
        yield step(say.OTHERS(language), split[SHOWN:]["within"].sum())
    yield step(say.MIX(language), whole.mix.effect, whole.mix.low, whole.mix.high)


def shown(chart):
    print(chart.title, chart.subtitle, sep="\\n")
    return figure(chart, LIGHT, 760)


durations = tuple((log(minutes), written.minutes(minutes, language)) for minutes in MINUTES)
axis = Axis(ticks=durations) if kpi.is_log else of_kpi(kpi, language)
n_before, n_after = map(written.count, whole.n)
subtitle = say.BY(language, dimension=titled(by[0]), before=n_before, after=n_after)
shown(waterfall([total(before, whole.before), *steps(by[0]), total(after, whole.after)], axis, headline, subtitle, "", language))'''

WHERE = '''\
from assay.stats.localise.scan import localise
from assay.stats.localise.table import tabled

has_failures = kpi.chart == "p" and kpi.direction == "higher"  # then what failed is counted, not what went well
counts_more = (whole.change.effect > 0) != has_failures
now = pl.when(pl.col("period").is_in(after)).then(pl.lit(after[-1])).otherwise("period")
people = [name for name in by if name.startswith("worker_")]  # where nobody was sent yet, that is no cause
table = tabled(cells.with_columns(period=now), by, after[-1], kpi.chart, failures=has_failures, unnamed=people)
scanned = localise(table, depth=depth, side="more" if counts_more else "less")


def segment(conditions):
    told = ((titled(one.attribute), named(one.attribute, one.value)) for one in conditions)
    return " × ".join(say.IS(language, name=name, value=value) for name, value in told)


def located(cause):
    counted = {"n": cause.n, "counted": cause.numerator, "expected": cause.expected}
    return {"segment": segment(cause.conditions), **counted, "lift": cause.lift, "low": cause.low, "high": cause.high, "p": cause.p}


print(say.LOCATED[scanned.verdict](language, segments=written.count(scanned.segments), causes=len(scanned.causes)))
if scanned.causes:
    print(pl.DataFrame([located(cause) for cause in scanned.causes]))'''

DRIVES = '''\
from assay.stats.drivers import drivers

factors = [name for name in by if name not in groups and cells[name].n_unique() <= 100]
found = drivers(cells, factors, kpi.chart, groups=groups)


def told(factor, level):
    """A level against the reference of its factor: the difference to the figure itself, and the ratio of odds, rates or means."""
    margin = {"margin": level.margin.value, "low": level.margin.low, "high": level.margin.high} if level.margin else {}
    ratio = {"ratio": level.ratio.value, "p": level.p_value} if level.ratio else {}
    return {"factor": factor.name, "level": level.level, "verdict": level.verdict, "n": level.n, **margin, **ratio}


print(say.FITTED[found.verdict](language))
print(pl.DataFrame([told(factor, level) for factor in found.factors for level in factor.levels]))'''

FOREST = '''\
from assay.charts.forest import Group, Row, forest

no_effect = 1.0 if kpi.is_log else 0.0


def compared(at):
    return written.change(kpi, at if kpi.is_log else kpi.scale * at, language)


def row(factor, level):
    name, n = named(factor.name, level.level), f"n {written.count(level.n)}"
    if level.verdict == "reference":
        return Row(name, no_effect, None, None, n, is_reference=True)
    effect = level.ratio if kpi.is_log else level.margin
    at = [end if kpi.is_log else kpi.scale * end for end in (effect.value, effect.low, effect.high)]
    aside = f"{compared(effect.value)} ({compared(effect.low)} – {compared(effect.high)}) · {n}"
    return Row(name, *at, aside, tone(effect.low - no_effect, effect.high - no_effect))


def group(factor):
    reference = named(factor.name, factor.reference.level)
    told = [level for level in factor.levels if level.effect or level.verdict == "reference"]
    title = say.AGAINST(language, factor=titled(factor.name), reference=reference)
    return Group(title, tuple(row(factor, level) for level in told))


title = say.GOES_WITH(language, kpi=kpi.title(language))
held = say.HELD(language, groups=say.AND(language).join(map(titled, groups)))
unit = "" if kpi.is_log else say.POINTS(language) if kpi.unit.en == "%" else kpi.unit(language)
rows = [group(factor) for factor in found.factors if any(level.effect for level in factor.levels)]
axis = Axis(is_log=kpi.is_log, unit=unit)
shown(forest(rows, axis, no_effect, say.NO_EFFECT(language), title, held, "", language)) if rows else None'''

CLOSER = '''\
from assay.warehouse.orders_counted import REST, Figure, counted_by
from assay.warehouse.paths import handoffs, pause_minutes, routes

chosen = Where(vendors=vendors, services=services, sites=sites)
failed = "numerator" if kpi.direction == "lower" else REST
failing = Figure(kpi.id, failed, grain, after[0], conditions=conditions, also=after[1:])
passed = handoffs(warehouse, scope, chosen, failing)
print(routes(warehouse, scope, chosen, failing).head(12))
print(passed.edges)
print(passed.by_count)
print(pause_minutes(warehouse, scope, chosen, failing).head(12))'''

ORDERS = '''\
told = ("order_id", "vendor_id", "site_id", "service", "category", "shift", "requested_at", "responded_at", "completed_at")
orders = counted_by(failing, warehouse, scope, chosen).select(*told).to_native().pl().sort("requested_at", "order_id")
print(say.FAILING(language, n=written.count(len(orders))))
print(orders.head(20))'''
