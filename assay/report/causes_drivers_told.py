"""What was found to go along with a KPI, in sentences: the headline, each factor, pairs of factors, and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator

from assay import written
from assay.kpis import Kpi
from assay.report.causes import WORKERS
from assay.report.causes_drivers import PAIR, PERIOD, Driven, clearest, moved
from assay.say import causes_checks as checks_words
from assay.say import causes_drivers as say
from assay.say import causes_factors as words
from assay.say.compare import service as service_name
from assay.stats.drivers import Checks, Drivers, FactorEffect, Interaction, LevelPair
from assay.stats.drivers.result import HIGH_INFLATION
from assay.stats.drivers.solve import MOST_FACTOR_LEVELS
from assay.text import Language

_PAIRS = 2
"""Pairs of levels that a sentence takes."""


def headline(of: Driven, language: Language) -> str:
    """The finding of the step, or why there is none."""
    if of.state != "fitted" or not of.tested:
        state = "not_enough_data" if of.state == "fitted" else of.state
        said = say.STATES[state](language, kpi=say.middle(of.kpi, language))
        return said[:1].upper() + said[1:]
    return say.headline(of.kpi, [one.name for one in of.associated], [one.name for one in of.tested], language)


def based(of: Driven, language: Language) -> str:
    """On what it was fitted: the service, the periods, n."""
    n = written.count(of.n)
    if of.service is None:
        return say.BASED_ALL(language, span=span(of.periods, language), n=n)
    return say.BASED(language, service=service_name(of.service, language), span=span(of.periods, language), n=n)


def span(periods: tuple[str, ...], language: Language) -> str:
    """One period by its name, several from the first to the last."""
    first, last = (written.period(one, language) for one in (periods[0], periods[-1]))
    return last if len(periods) == 1 else say.SPAN(language, first=first, last=last, count=len(periods))


def sentences(of: Driven, language: Language) -> tuple[str, ...]:
    """One of each associated factor; what is held fixed is said in the first."""
    told = [one for one in of.associated if clearest(of.kpi, one) is not None]
    return tuple(sentence(of, one, language, is_first=at == 0) for at, one in enumerate(told))


def sentence(of: Driven, factor: FactorEffect, language: Language, *, is_first: bool = True) -> str:
    """How the level of a factor that is furthest from the reference differs from it. Raises ValueError where none does."""
    level = clearest(of.kpi, factor)
    effect = None if level is None else moved(of.kpi, level)
    if level is None or effect is None:
        raise ValueError(f"no level of {factor.name} differs from its reference")
    pair = (level.level, factor.reference.level)
    return say.sentence(of.kpi, factor.name, pair, effect, held(of, factor.name) if is_first else (), language)


def held(of: Driven, factor: str) -> tuple[str, ...]:
    """What is the same where the levels of a factor are compared."""
    model = of.model(factor)
    if model is None:
        return ()
    places = [name for group in model.groups if group.levels > 1 for name in _names(group.name)]
    others = [one.name for one in model.factors if one.name != factor and one.verdict != "one_level"]
    return tuple(dict.fromkeys((*places, *others)))


def _names(group: str) -> tuple[str, ...]:
    return ("vendor_id", "site_id") if group == PAIR else (group,)


def together(of: Driven, language: Language) -> tuple[str, ...]:
    """The pairs of factors that do more together than each does; or that none of those tried does."""
    found = [one for one in of.interactions if one.is_notable and one.pairs]
    if found:
        return tuple(_together(of.kpi, one, language) for one in found)
    if not of.pairs_tested:
        return ()
    return (say.NO_TOGETHER_ONE(language) if of.pairs_tested == 1 else say.NO_TOGETHER(language, count=of.pairs_tested),)


def _together(kpi: Kpi, one: Interaction, language: Language) -> str:
    pairs = ("；" if language == "zh" else "; ").join(_pair(kpi, one, pair, language) for pair in one.pairs[:_PAIRS])
    first, second = (words.factor(name, language) for name in (one.first, one.second))
    said = say.TOGETHER(language, first=first, second=second, q=written.chance(one.q_value or 0.0), pairs=pairs)
    return said[:1].upper() + said[1:]


def _pair(kpi: Kpi, one: Interaction, pair: LevelPair, language: Language) -> str:
    seen, expected = (written.value(kpi, kpi.value(ratio), language) for ratio in (pair.observed, pair.expected))
    return say.TOGETHER_PAIR(
        language, one=words.level(one.first, pair.first, language), two=words.level(one.second, pair.second, language), seen=seen,
        expected=expected, n=written.count(pair.n),
    )


def method(of: Driven, most_periods: int, most_orders: float, language: Language) -> tuple[str, ...]:
    """What was fitted, how it fits, what is held fixed, and what it cannot say."""
    return (*_fitted_on(of, most_periods, most_orders, language), *_fits(of, language), checks_words.CANNOT(language))


def _fitted_on(of: Driven, most_periods: int, most_orders: float, language: Language) -> Iterator[str]:
    said = span(of.periods, language)
    worded = {"span": said, "most": most_periods, "orders": written.count(most_orders)}
    yield checks_words.PERIODS(language, **worded) if len(of.periods) > 1 else checks_words.ONE_PERIOD(language, **worded)
    yield (checks_words.PAIRED if of.is_paired else checks_words.APART)(language)
    yield checks_words.MODEL["log" if of.kpi.is_log else of.kpi.chart](language)
    if any(one.name in WORKERS for one in of.tested) and of.staffed is not None and of.main is not None:
        yield checks_words.STAFFED(language, n=written.count(of.staffed.n), left=written.count(of.unstaffed))
        yield checks_words.BETWEEN(language)
    yield checks_words.CORRECTED(language)
    for name, why in of.dropped:
        yield checks_words.DROPPED[why](language, name=words.factor(name, language), most=MOST_FACTOR_LEVELS)
    for one in of.factors:
        if one.verdict in checks_words.DROPPED:
            yield checks_words.DROPPED[one.verdict](language, name=words.factor(one.name, language))


def _fits(of: Driven, language: Language) -> Iterator[str]:
    model = of.main or of.staffed
    if model is None or model.checks is None:
        return
    yield checks_words.SIZES(
        language, n=written.count(model.n), cells=written.count(model.cells), least=written.count(of.least)
    )
    yield _spread(model.checks, language)
    shares = {"all": written.percent(model.checks.explained), "own": written.percent(model.checks.explained_by_factors)}
    yield checks_words.EXPLAINED(language, **shares)
    yield from _collinear(of, language)
    yield from _separated(of, model, language)


def _spread(checks: Checks, language: Language) -> str:
    said = f"{checks.dispersion:.2f}"
    if checks.widening <= 1:
        return checks_words.SPREAD_FINE(language, dispersion=said)
    return checks_words.SPREAD_WIDENED(language, dispersion=said, root=f"{checks.widening**0.5:.2f}")


def _collinear(of: Driven, language: Language) -> Iterator[str]:
    close = [one for one in of.tested if one.is_collinear]
    if not close:
        yield checks_words.NOT_COLLINEAR(language, most=f"{HIGH_INFLATION:g}")
    for one in close:
        said = checks_words.COLLINEAR(language, names=words.factor(one.name, language), inflation=f"{one.inflation or 0.0:.1f}")
        yield said[:1].upper() + said[1:]


def _separated(of: Driven, model: Drivers, language: Language) -> Iterator[str]:
    if model.is_penalised:
        yield checks_words.PENALISED(language)
    for group in model.groups:
        if group.pooled:
            name = words.factor("period" if group.name == PERIOD else _names(group.name)[0], language)
            yield checks_words.POOLED(language, name=name, levels=group.levels, pooled=group.pooled)
    for one in of.tested:
        for level in one.levels:
            if level.is_separated and level.effect is not None:
                yield checks_words.SEPARATED(language, level=words.level(one.name, level.level, language))
