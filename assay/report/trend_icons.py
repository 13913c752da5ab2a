"""The two icons of a series: what its latest point is, and what that means for its target."""

from __future__ import annotations

from assay.charts.icons import Icon, Picture, Shade
from assay.report.trends import Trend
from assay.say import trends as say
from assay.text import Language

_VARIATION: dict[str, tuple[Picture, Shade]] = {
    "common_cause": ("wave", "common"), "not_enough_data": ("empty", "muted"), "neither_high": ("up", "neutral"),
    "neither_low": ("down", "neutral"),
}


def icons(one: Trend, language: Language) -> tuple[Icon, ...]:
    """Variation, and assurance where there is a target."""
    shown = [Icon(*_variation(one), say.VARIATION[one.variation](language))]
    if one.assurance in ("meets", "hit_or_miss", "misses"):
        shown.append(Icon(*_assurance(one), say.ASSURANCE[one.assurance](language)))
    return tuple(shown)


def _variation(one: Trend) -> tuple[Picture, Shade]:
    if one.variation in _VARIATION:
        return _VARIATION[one.variation]
    is_up = one.signal is not None and one.signal.side in ("above", "rising")
    return ("up" if is_up else "down"), "improvement" if one.variation == "improvement" else "concern"


def _assurance(one: Trend) -> tuple[Picture, Shade]:
    if one.assurance == "hit_or_miss":
        return "across", "common"
    is_good = one.assurance == "meets"
    return ("above" if is_good == (one.kpi.direction == "higher") else "below"), "improvement" if is_good else "concern"
