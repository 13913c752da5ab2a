"""Standings, headlines and figures in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from assay import written
from assay.agreements.standing import Standing
from assay.contracts.vocabulary import PRIORITIES, SERVICES
from assay.kpis import Kpi
from assay.level import Level
from assay.stats.interval import Interval
from assay.text import Language, Text

MET = Text("达标", "met")
MISSED = Text("未达标", "missed")
WITHIN_NOISE = Text("未达标，但仍在随机波动之内", "missed, but within chance")
BEYOND_CHANCE = Text("未达标，且超出随机波动", "missed, beyond chance")
NO_DATA = Text("无数据", "no data")
TOO_FEW = Text("数据不足（n = {n}，至少 {minimum}）", "not enough data (n = {n}, at least {minimum})")
NOTHING_JUDGED = Text("{period}：没有可与约定对照的数据", "{period}: nothing to hold against an agreement")
ALL_MET = Text("{period}：{judged} 家供应商全部达到约定", "All {judged} vendors kept their agreements in {period}")
SOME_MISSED = Text("{period}：{judged} 家供应商中 {missed} 家有未达标的约定", "{missed} of {judged} vendors missed an agreed level in {period}")
ONE_JUDGED = Text("{period}：{name}的 {judged} 项约定中 {missed} 项未达标", "{name} missed {missed} of {judged} agreed levels in {period}")
ONE_MET = Text("{period}：{name}的 {judged} 项约定全部达标", "{name} kept all {judged} agreed levels in {period}")
OF_WHICH_VENDORS = Text("，其中 {beyond} 家超出随机波动", "; {beyond} beyond chance")
OF_WHICH_LEVELS = Text("，其中 {beyond} 项超出随机波动", "; {beyond} beyond chance")
NONE_BEYOND = Text("，均未超出随机波动", ", none beyond chance")
REACH = Text("数据截至 {day}", "Data reach {day}")
SOME_REFUSED = Text("；{files} 份文件中 {refused} 份被拒收", "; {refused} of {files} files refused as a whole")
NONE_REFUSED = Text("；{files} 份文件均已入库", "; all {files} files were taken in")
SOME_WAIT = Text("，{waiting} 行在隔离区待修复", ", {waiting} rows wait in quarantine")
ONE_WAITS = Text("，{waiting} 行在隔离区待修复", ", {waiting} row waits in quarantine")
NONE_WAIT = Text("，隔离区为空", ", none waits in quarantine")
RUNNING = Text("（进行中）", " (so far)")


def data_headline(as_of: datetime | None, files: int, refused: int, waiting: int, language: Language) -> str:
    """The sentence of the page *Data*: up to when the data reach, how many files were refused, how many rows wait in quarantine."""
    reach = REACH(language, day=written.day(as_of.date(), language)) if as_of else NO_DATA(language)
    whole = SOME_REFUSED(language, refused=refused, files=files) if refused else NONE_REFUSED(language, files=files)
    if not waiting:
        return reach + whole + NONE_WAIT(language)
    return reach + whole + (ONE_WAITS if waiting == 1 else SOME_WAIT)(language, waiting=written.count(waiting))


def headline(period: str, is_partial: bool, rows: Sequence[tuple[str, int, int, int]], language: Language) -> str:
    """The sentence of a period. `rows`: for each vendor in view its name and its numbers of levels judged, missed, and missed beyond
    chance. One vendor in view is spoken of by its levels, several by how many of them missed any."""
    named = written.period(period, language) + (RUNNING(language) if is_partial else "")
    judged = [row for row in rows if row[1]]
    if not judged:
        return NOTHING_JUDGED(language, period=named)
    if len(rows) == 1:
        return _of_one(named, judged[0], language)
    late = [row for row in judged if row[2]]
    if not late:
        return ALL_MET(language, period=named, judged=len(judged))
    beyond = sum(1 for row in late if row[3])
    return SOME_MISSED(language, period=named, judged=len(judged), missed=len(late)) + _evidence(beyond, OF_WHICH_VENDORS, language)


def _of_one(period: str, row: tuple[str, int, int, int], language: Language) -> str:
    name, judged, missed, beyond = row
    if not missed:
        return ONE_MET(language, period=period, name=name, judged=judged)
    sentence = ONE_JUDGED(language, period=period, name=name, judged=judged, missed=missed)
    return sentence + _evidence(beyond, OF_WHICH_LEVELS, language)


def _evidence(beyond: int, of_which: Text, language: Language) -> str:
    return of_which(language, beyond=beyond) if beyond else NONE_BEYOND(language)


def basis(kpi: Kpi, numerator: float, denominator: float, excluded: Mapping[str, float], language: Language) -> str:
    """Numerator over denominator, and what was left out and why."""
    ratio = f"n = {written.count(denominator)}" if kpi.squares else f"{written.quantity(numerator)} / {written.quantity(denominator)}"
    left = left_out(kpi, excluded, language)
    if not left:
        return ratio
    return f"{ratio}；未计入：{left}" if language == "zh" else f"{ratio}; left out: {left}"


def left_out(kpi: Kpi, excluded: Mapping[str, float], language: Language) -> str:
    """What was left out and why; nothing where nothing was."""
    words = {one.reason: one.text(language) for one in kpi.excluded}
    return ("，" if language == "zh" else ", ").join(f"{words[reason]} {written.count(n)}" for reason, n in excluded.items() if n)


def interval(kpi: Kpi, found: Interval, language: Language) -> str:
    """The 95 % interval in words, or nothing where there is none."""
    if found.low is None or found.high is None:
        return ""
    return f"{'95 % 区间' if language == 'zh' else '95 % interval'} {interval_only(kpi, found, language)}"


def interval_only(kpi: Kpi, found: Interval, language: Language) -> str:
    """The two ends of an interval, or a dash."""
    if found.low is None or found.high is None:
        return written.NOTHING
    low, high = (written.value(kpi, side, language) for side in (found.low, found.high))
    return f"{low} – {high}"


def goal(kpi: Kpi, level_target: float, language: Language) -> str:
    """A target as a bound: ≥ 95 %."""
    return f"{'≤' if kpi.direction == 'lower' else '≥'} {written.bound(kpi, level_target, language)}"


def target(kpi: Kpi, targets: Sequence[float], language: Language) -> str:
    """The agreed target, or the range of several."""
    if not targets:
        return ""
    first, last = targets[0], targets[-1]
    text = goal(kpi, first, language)
    if first != last:
        text = f"{text} – {written.bound(kpi, last, language)}"
    return f"目标 {text}" if language == "zh" else f"target {text}"


def verdict(one: Standing, language: Language) -> str:
    """Settlement and evidence of one level in a word or two."""
    if one.verdict == "missed":
        return (BEYOND_CHANCE if one.is_beyond_chance else WITHIN_NOISE)(language)
    return (MET if one.verdict == "met" else NO_DATA)(language)


def about(one: Level, language: Language) -> str:
    """What a level is about: service, priority, agreed time."""
    parts = [word(SERVICES, one.service, language)]
    if one.priority:
        parts.append(word(PRIORITIES, one.priority, language))
    if one.clock_minutes:
        parts.append(f"≤ {written.working(one.clock_minutes, language)}")
    return " · ".join(parts)


def level(kpi: Kpi, one: Standing, language: Language) -> str:
    """One line about a level: what it is for, the result against the target, n, the verdict."""
    result = written.value(kpi, one.value, language)
    bound = goal(kpi, one.level.target, language)
    return f"{about(one.level, language)}: {result} ({bound}), n = {written.count(one.sums.denominator)}, {verdict(one, language)}"


def word(words: Mapping[str, Text], value: str, language: Language) -> str:
    """The name of a known value, or the value itself."""
    return words[value](language) if value in words else value


def too_few(kpi: Kpi, denominator: float, language: Language) -> str:
    return TOO_FEW(language, n=written.count(denominator), minimum=kpi.minimum_n)
