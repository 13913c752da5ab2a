"""A comparison in words: the headline, what is said of one vendor, of a reversal, and what must be known to read it rightly."""

from __future__ import annotations

from collections.abc import Mapping

from assay import written
from assay.kpis import Kpi
from assay.report.comparison import VERSION, Compared, Comparison
from assay.report.comparison_fit import kind_of
from assay.report.comparison_reversed import Reversal
from assay.report.comparison_sites import Held
from assay.say import compare as say
from assay.stats.ranking import Rank
from assay.text import Language, Text

_MARKED = 1.4
"""How many times the usual share of work a vendor has at the hard or easy sites before that is given as a reason."""
_LEAST = 0.3


def headline(found: Comparison, language: Language) -> str:
    """Who is unusual among comparable vendors, and who is not."""
    kpi, service = found.kpi, found.service
    if (state := no_answer(found)) is not None:
        names = [one.name for one in found.vendors]
        return say.no_answer(kpi, service, state, names, written.value(kpi, found.overall, language), language)
    worse, better = ([one.name for one in found.of(band)] for band in ("clearly_worse", "clearly_better"))  # type: ignore[arg-type]
    rest = len(found.of("not_distinguishable"))
    return say.headline(kpi, service, worse, better, rest, len(found.vendors) - len(found.ranked), language)


def no_answer(found: Comparison) -> str | None:
    """The state in which nobody is ranked; None where somebody is."""
    if found.state not in ("compared", "one_site"):
        return found.state
    if not found.ranked:
        return "too_few"
    is_same = all(one.is_saturated for one in found.ranked) and len({one.crude.value for one in found.ranked}) == 1
    return "all_same" if is_same else None


def selected(one: Compared, found: Comparison, language: Language) -> str:
    """One vendor in a sentence."""
    kpi = found.kpi
    crude = written.value(kpi, one.crude.value, language)
    if one.adjusted is None or one.rank is None:
        why = say.ABSENT[one.absent or "no_model"](language, minimum=kpi.minimum_n)
        return say.SELECTED_CRUDE(language, name=one.name, kpi=kpi.title(language), crude=crude, why=why)
    value, low, high = (written.value(kpi, each, language) for each in (one.adjusted.value, one.adjusted.low, one.adjusted.high))
    return say.SELECTED(
        language, name=one.name, mix=mix(found, language), kpi=kpi.title(language), value=value, low=low, high=high,
        place=one.place, of=one.rank.of, crude=crude, likely=_likely(one.rank, language),
        because=_because(one, kpi, say.BECAUSE, language) if _is_moved(one) else "",
    )


def _likely(rank: Rank, language: Language) -> str:
    return "" if rank.low == rank.high else say.LIKELY(language, first=rank.low, last=rank.high)


def mix(found: Comparison, language: Language) -> str:
    """What was allowed for."""
    crossed = found.fitting.crossed
    if crossed is None:
        return ""
    has_sites = found.fitting.model is not None and found.fitting.model.site_sd is not None
    return say.mix((*(["site"] if has_sites else []), *crossed.case_mix), language)


def _is_moved(one: Compared) -> bool:
    """Whether the value as counted lies outside the interval of the adjusted one: else there is nothing to explain."""
    if one.adjusted is None or one.crude.value is None or one.adjusted.low is None or one.adjusted.high is None:
        return False
    return not one.adjusted.low <= one.crude.value <= one.adjusted.high


def _because(one: Compared, kpi: Kpi, words: Text, language: Language) -> str:
    """The sites as the reason of a difference between both values; empty where they are none, or explain the other way."""
    if one.held is None or one.adjusted is None or one.adjusted.value is None or one.crude.value is None:
        return ""
    gained = (one.adjusted.value > one.crude.value) == (kpi.direction == "higher")
    side, sites, share, usual = _side(one.held, gained)
    if share < _LEAST or share < _MARKED * usual:
        return ""
    at = say.ENDS[side][sites > 1](language, n=sites)
    return words(language, name=one.name, share=written.percent(share, 0), sites=at, usual=written.percent(usual, 0))


def _side(of: Held, gained: bool) -> tuple[str, int, float, float]:
    """Who gains by adjustment has hard sites."""
    if gained:
        return "hard", of.hard_sites, of.hard_share, of.hard_usual
    return "easy", of.easy_sites, of.easy_share, of.easy_usual


def reversal(one: Reversal, found: Comparison, language: Language) -> str:
    """What a pair looks like, what it is, and why."""
    better, worse = found.get(one.better), found.get(one.worse)
    if better is None or worse is None or better.adjusted is None or worse.adjusted is None:
        raise KeyError(f"{one.better} and {one.worse} are not both compared")
    reasons = "".join(_because(each, found.kpi, say.HELD, language) for each in (better, worse))
    values = (better.crude.value, worse.crude.value, better.adjusted.value, worse.adjusted.value)
    shown = (written.value(found.kpi, each, language) for each in values)
    named = dict(zip(("better_crude", "worse_crude", "better_value", "worse_value"), shown, strict=True))
    chance = say.CHANCE(language, chance=say.chance(one.chance))
    return say.REVERSED(language, better=better.name, worse=worse.name, chance=chance, reasons=reasons, **named)


def notes(found: Comparison, sites: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """What must be known: who is not compared and why, what cannot be told apart, whether a warning applies. `sites`: names."""
    alone = (_exclusive(one, sites, language) for one in found.ranked if one.exclusive)
    said = [_apart(found, language), *alone, _coupled(found, language)]
    if found.state == "crude_only":
        said.append(say.WHY_CRUDE[kind_of(found.kpi)](language))
    return tuple(one for one in said if one)


def _apart(found: Comparison, language: Language) -> str:
    """Said only where others are compared: else the headline says it of all."""
    names = [one.name for one in found.vendors if one.absent == "apart"]
    return say.APART(language, names=say.AND(language).join(names)) if names and found.ranked else ""


def _exclusive(one: Compared, sites: Mapping[str, str], language: Language) -> str:
    share = written.percent(sum(share for _, share in one.exclusive), 0)
    alone = [sites.get(site, site) for site, _ in one.exclusive]
    if len(alone) > 1:
        return say.EXCLUSIVE_MANY(language, name=one.name, count=len(alone), share=share)
    return say.EXCLUSIVE(language, name=one.name, sites=alone[0], share=share)


def _coupled(found: Comparison, language: Language) -> str:
    coupling = found.fitting.model.coupling if found.fitting.model else None
    if coupling is None or not coupling.is_warned or not found.ranked:
        return ""
    return say.COUPLED(language, r=f"{coupling.correlation:+.2f}".replace("-", "−"))


def method(found: Comparison, language: Language) -> tuple[str, ...]:
    """The model, what it found, and its version, line by line."""
    crossed, model = found.fitting.crossed, found.fitting.model
    if crossed is None or model is None:
        return ()
    sizes = say.METHOD_SIZES(
        language, n=written.count(sum(crossed.n)), cells=written.count(found.fitting.cells), vendors=len(crossed.vendors),
        below=found.kpi.counted[1](language),
    )
    numbers = dict(zip(("vendor", "site", "gamma"), (model.vendor_sd, model.site_sd, model.association), strict=True))
    spread = say.METHOD_SPREAD(language, **{name: _number(value) for name, value in numbers.items()})
    lines = [say.METHOD[crossed.kind](language), say.METHOD_MIX(language, mix=mix(found, language)), sizes, spread]
    if model.coupling is not None:
        of = model.coupling
        lines.append(say.METHOD_COUPLING(language, r=_number(of.correlation), reliable=_number(of.reliability)))
    return (*lines, say.METHOD_READ(language), say.METHOD_VERSION(language, version=VERSION))


def _number(value: float | None) -> str:
    return written.NOTHING if value is None else f"{value:.2f}".replace("-", "−")
