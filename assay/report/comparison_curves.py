"""The curves of waiting as a chart value with its finding."""

from __future__ import annotations

from collections.abc import Collection

from assay import written
from assay.charts import curves as curve_charts
from assay.charts.chart import Chart, Tone
from assay.charts.members import Member
from assay.report.comparison_times import Times, Waiting, at
from assay.say import compare_pictures as words
from assay.text import Language

_TONES: dict[str, Tone] = {"faster": "improvement", "slower": "concern"}


def curves(found: Times, chosen: Collection[str], language: Language) -> Chart:
    """Raises ValueError where nothing was done."""
    minutes = found.minutes()
    if not len(minutes):
        raise ValueError("nothing was done")
    members = tuple(_member(one, chosen) for one in found.vendors)
    picked = next((one for one in found.vendors if one.vendor_id in chosen), None)
    ends = () if picked is None else (picked.curve.low, picked.curve.high)
    lows, highs = (at(row, picked.curve, minutes) for row in ends) if picked is not None else ((), ())
    target = None if found.target is None else (found.target, words.AGREED(language, time=written.working(found.target, language)))
    done = tuple(at(one.curve.done, one.curve, minutes) for one in found.vendors)
    drawn = curve_charts.Drawn(members, tuple(map(float, minutes)), done, lows, highs, target)
    subtitle = words.CURVED(language, n=written.count(found.n))
    title = _title(found, language)
    return curve_charts.curves(drawn, words.CURVES_X(language), title, subtitle, words.CURVES_NOTE(language), language)


def _member(one: Waiting, chosen: Collection[str]) -> Member:
    return Member(one.vendor_id, one.name, _TONES.get(one.pace, "common"), one.vendor_id in chosen)


def _title(found: Times, language: Language) -> str:
    reached = [(one, one.median.value) for one in found.vendors if one.median.value is not None]
    if not reached:
        return words.CURVES[found.clock](language, found=words.NO_MEDIAN(language))
    (first, low), (last, high) = reached[0], reached[-1]
    said = words.MEDIANS if len(reached) > 1 else words.MEDIAN_ONE
    shortest, longest = (written.working(value, language) for value in (low, high))
    told = said(language, first=first.name, low=shortest, last=last.name, high=longest)
    paces = [one.pace for one in found.vendors]
    slower, faster = paces.count("slower"), paces.count("faster")
    compared = words.PACES(language, slower=slower, faster=faster) if slower + faster else ""
    return words.CURVES[found.clock](language, found=told + compared)
