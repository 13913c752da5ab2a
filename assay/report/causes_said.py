"""What was found of a change, in sentences."""

from __future__ import annotations

from assay import written
from assay.report.causes import Changed, Located
from assay.say import causes as say
from assay.say.parts import Names, title, together, value
from assay.stats.attribution.result import Part
from assay.stats.localise.result import Cause
from assay.text import Language


def is_beyond_chance(found: Changed) -> bool:
    return found.whole.change.verdict != "within_noise"


def clause(found: Changed, language: Language) -> str:
    """How far the KPI moved."""
    whole = found.whole
    return say.moved(found.kpi, found.before, found.after, whole.before, whole.after, whole.change.effect, language)


def headline(found: Changed, located: Located | None, names: Names, language: Language) -> str:
    """The sentence of the page: how far, and from where. `located` None: not looked for yet, or not possible."""
    moved = clause(found, language)
    if not found.has_interval:
        return say.NO_INTERVAL(language, moved=moved)
    if located is not None and located.causes:
        return say.sentence(moved, _bits(located, names, language), found.kpi, language)
    if not is_beyond_chance(found):
        return say.WITHIN_CHANCE(language, moved=moved)
    spread = say.OF_ALL if located is not None else say.OF_WITHIN
    parts = [say.Bit(spread, found.whole.within), say.Bit(say.mix(found.kpi, found.whole.mix), found.whole.mix)]
    return say.sentence(moved, parts, found.kpi, language)


def _bits(located: Located, names: Names, language: Language) -> list[say.Bit]:
    causes = [say.Bit(say.OF_CAUSE, level.within, named(cause, names, language)) for cause, level in located.causes]
    mix = say.Bit(say.mix(located.kpi, located.whole.mix), located.whole.mix)
    rest = say.Bit(say.OF_REST, located.rest.within)
    return [*causes, *sorted((mix, rest), key=lambda one: -abs(one.part.effect))]


def named(cause: Cause, names: Names, language: Language) -> str:
    """A cause by its conditions."""
    return together([(one.attribute, one.value) for one in cause.conditions], names, language)


def assumed(found: Changed, language: Language) -> list[str]:
    """What the account of the change compares, and what that cannot say."""
    joined = "、" if language == "zh" else ", "
    shared = written.percent(found.whole.shared, 0)
    lines = [say.ASSUMED_SPLIT(language, by=joined.join(title(name, language).lower() for name in found.by), shared=shared)]
    left = [title(name, language).lower() for name in found.asked if name not in found.by]
    if left:
        lines.append(say.GIVEN_UP(language, given=joined.join(left)))
    if not found.whole.is_split_sound:
        lines.append(say.UNSOUND(language, shared=shared))
    return lines


def looks(found: Changed, names: Names, language: Language) -> str:
    """Which dimension to look at first; nothing where nothing moved beyond chance."""
    if not found.looks or not is_beyond_chance(found):
        return ""
    joined = "、" if language == "zh" else ", "
    said = []
    for one in found.looks:
        levels = found.two.levels(one.dimension)
        elements = joined.join(value(one.dimension, levels[each.code], names, language) for each in one.elements[:3])
        said.append(say.LOOK(language, dimension=title(one.dimension, language), elements=elements))
    return say.FIRST_LOOK(language, looks=joined.join(said))


def where(located: Located, names: Names, language: Language) -> str:
    """The finding of the localisation."""
    found = located.found
    if found.verdict == "not_enough_data":
        return say.FOUND["little"](language)
    if not located.causes:
        return say.FOUND["none"](language, segments=written.count(found.segments))
    said = say.FOUND["one" if len(located.causes) == 1 else "many"]
    joined = ("；" if language == "zh" else "; ").join(named(cause, names, language) for cause, _ in located.causes)
    return said(language, count=len(located.causes), name=joined)


def searched(located: Located, language: Language) -> list[str]:
    """What the localisation rests on and cannot say."""
    found, history = located.found, located.history
    lines = [
        say.ASSUMED_WHERE(
            language, periods=len(history), first=history[0], last=history[-1], segments=written.count(found.segments),
            depth=found.depth, least=written.count(found.least), simulations=found.simulations,
        )
    ] if history else []
    if history and not found.is_movement_known:
        lines.append(say.ONE_PERIOD(language))
    return [*lines, say.CANNOT_WHERE(language)]


def explained(part: Part, whole: Part) -> tuple[float, float, float]:
    """A part as a share of the change, with its interval as if the change were known."""
    low, high = sorted((part.low / whole.effect, part.high / whole.effect)) if whole.effect else (float("nan"), float("nan"))
    return (part.effect / whole.effect if whole.effect else float("nan")), low, high
