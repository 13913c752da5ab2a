"""The pictures of a comparison: caterpillar and slope, as chart values with their findings."""

from __future__ import annotations

from collections.abc import Collection

from assay import written
from assay.charts import caterpillar as caterpillars
from assay.charts import slope as slopes
from assay.charts.axis import of_kpi
from assay.charts.chart import Chart, Tone
from assay.charts.members import Member
from assay.kpis import Kpi
from assay.report.comparison import Compared, Comparison
from assay.report.comparison_target import counts_failures
from assay.say import compare as say
from assay.say import compare_pictures as words
from assay.say.trends import counted
from assay.stats.ranking import Band
from assay.text import Language


def tone(one: Compared, kpi: Kpi) -> Tone:
    """Blue and orange are for what is clear; violet where neither side is better."""
    if one.band in (None, "not_distinguishable"):
        return "common"
    if kpi.direction == "none":
        return "neutral"
    return "improvement" if one.band == "clearly_better" else "concern"


def what(kpi: Kpi, language: Language) -> str:
    """The events that ratios are of."""
    return words.FAILURES(language) if counts_failures(kpi) else kpi.counted[0](language)


def member(one: Compared, kpi: Kpi, chosen: Collection[str], hover: str) -> Member:
    return Member(one.vendor_id, one.name, tone(one, kpi), one.vendor_id in chosen, hover)


def hover(one: Compared, found: Comparison, language: Language) -> str:
    """One vendor in lines: as counted, adjusted, its place."""
    kpi = found.kpi
    lines = [one.name, f"{words.BEFORE(language)} {written.value(kpi, one.crude.value, language)}",
             counted(kpi, one.sums.numerator, one.sums.denominator, language)]
    if one.adjusted is not None and one.rank is not None and one.band is not None:
        ends = (one.adjusted.value, one.adjusted.low, one.adjusted.high)
        value, low, high = (written.value(kpi, each, language) for each in ends)
        lines.append(words.HOVER_ADJUSTED(language, value=value, low=low, high=high))
        lines.append(words.HOVER_RANK(language, place=one.place, of=one.rank.of, first=one.rank.low, last=one.rank.high,
                                      band=say.band(one.band, kpi.direction, language)))
    elif one.absent is not None:
        lines.append(say.ABSENT[one.absent](language, minimum=kpi.minimum_n))
    return "\n".join(lines)


def caterpillar(found: Comparison, chosen: Collection[str], language: Language) -> Chart:
    """Adjusted values, best first, with the values as counted beside them; without a model the latter alone."""
    kpi, is_ranked = found.kpi, bool(found.ranked)
    rows = tuple(one for one in found.ranked or found.vendors if one.crude.value is not None)
    members = tuple(member(one, kpi, chosen, hover(one, found, language)) for one in rows)
    of = [one.adjusted if is_ranked else one.crude for one in rows]
    average = found.typical if is_ranked else found.overall
    drawn = caterpillars.Drawn(
        members,
        tuple(one.crude.value for one in rows) if is_ranked else (None,) * len(rows),
        *(tuple(None if each is None else getattr(each, name) for each in of) for name in ("value", "low", "high")),
        average, "" if average is None else words.AVERAGE(language, value=written.value(kpi, average, language)),
    )
    n = written.count(sum(one.sums.denominator for one in rows))
    plotted = words.ROWS if is_ranked else words.ROWS_CRUDE
    subtitle = plotted(language, kpi=kpi.title(language), n=n, below=kpi.counted[1](language))
    return caterpillars.caterpillar(drawn, of_kpi(kpi, language), _caterpillar_title(found, language), subtitle, "", language)


def _caterpillar_title(found: Comparison, language: Language) -> str:
    kpi = found.kpi
    if not found.ranked:
        has_intervals = any(one.crude.low is not None for one in found.vendors)
        return (words.CATERPILLAR_CRUDE if has_intervals else words.CATERPILLAR_STOCK)(language, kpi=kpi.title(language))
    counts = ((len(found.of(band)), say.band(band, kpi.direction, language)) for band in _BANDS)
    told = (words.BANDED(language, n=n, band=band) for n, band in counts if n)
    return words.CATERPILLAR(language, kpi=kpi.title(language), found=say.JOIN(language).join(told))


_BANDS: tuple[Band, ...] = ("clearly_worse", "clearly_better", "not_distinguishable")


def slope(found: Comparison, chosen: Collection[str], language: Language) -> Chart:
    """As counted and on like work, side by side. Raises ValueError where nobody is ranked."""
    kpi = found.kpi
    rows = [one for one in found.ranked if one.adjusted is not None and one.crude.value is not None]
    if not rows:
        raise ValueError("nobody is ranked")
    members = tuple(member(one, kpi, chosen, hover(one, found, language)) for one in rows)
    before = tuple(float(one.crude.value or 0.0) for one in rows)
    after = tuple(float(one.adjusted.value or 0.0) if one.adjusted else 0.0 for one in rows)
    words_of = ((written.value(kpi, each, language) for each in row) for row in (before, after))
    told = tuple(zip(*words_of, strict=True))
    drawn = slopes.Drawn(members, before, after, told, (words.BEFORE(language), words.AFTER(language)))
    subtitle = words.SLOPED(language, kpi=kpi.title(language), n=len(rows))
    return slopes.slope(drawn, kpi.is_log, _slope_title(found, language), subtitle, "", language)


def _slope_title(found: Comparison, language: Language) -> str:
    if not found.reversals:
        return say.NO_REVERSAL(language)
    first, names = found.reversals[0], {one.vendor_id: one.name for one in found.vendors}
    told = say.REVERSAL_ONE if len(found.reversals) == 1 else say.REVERSALS
    return told(language, n=len(found.reversals), better=names[first.better], worse=names[first.worse])
