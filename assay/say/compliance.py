"""Many statements of one month in a sentence: who kept what was agreed, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from assay import written
from assay.agreements.statement import Statement
from assay.say.statement import RUNNING
from assay.text import Language, Text

NONE = Text("{month}：没有生效的协议", "No agreement was in force in {month}")
NOTHING_JUDGED = Text("{month}：{vendors} 家供应商的约定均无可判定的数据", "Nothing of {month} could be judged under any of {vendors} agreements")
ALL_MET = Text("{month}：{judged} 家供应商全部达到约定", "All {judged} vendors kept their agreements in {month}")
SOME_MISSED = Text("{month}：{judged} 家供应商中 {missed} 家有未达标的约定", "{missed} of {judged} vendors missed an agreed level in {month}")
DEDUCT = Text("，合计应扣 {amount}", "; {amount} to deduct in all")
PAY = Text("，合计应付供应商 {amount}", "; {amount} to pay to vendors in all")
EVEN = Text("，合计为零", "; nothing to deduct in all")


def counts(statement: Statement) -> tuple[int, int]:
    """How many of its lines were judged, and how many of those were missed."""
    verdicts = [line.judged.verdict for line in statement.lines]
    return verdicts.count("met") + verdicts.count("missed"), verdicts.count("missed")


def headline(month: str, is_over: bool, statements: Sequence[Statement], language: Language) -> str:
    """The month of several vendors; `month` is its label. One that is not over is said to be counted so far."""
    named = written.period(month, language) + ("" if is_over else RUNNING(language))
    bound = [one for one in statements if one.accounts]
    judged = [missed for lines, missed in map(counts, bound) if lines]
    if not judged:
        return (NOTHING_JUDGED if bound else NONE)(language, month=named, vendors=len(bound))
    missed = sum(1 for n in judged if n)
    verdict = SOME_MISSED if missed else ALL_MET
    return verdict(language, month=named, judged=len(judged), missed=missed) + _total(bound, language)


def _total(statements: Sequence[Statement], language: Language) -> str:
    total = sum(one.total for one in statements)
    words = DEDUCT if total > 0 else PAY if total < 0 else EVEN
    return words(language, amount=written.money(abs(total)))
