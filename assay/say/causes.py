"""Why a KPI moved, in words: how far, how much lies in which part of the work, how much comes from other work, what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isnan

from assay import written
from assay.kpis import Kpi
from assay.stats.attribution.result import Part
from assay.text import Language, Text

ROSE, FELL, STAYED = Text("上升", "rose"), Text("下降", "fell"), Text("持平", "stayed the same")
MOVED = Text(
    "{kpi}由 {before}的 {first} {verb}到 {after}的 {last}（{change}）",
    "{kpi} {verb} from {first} in {before} to {last} in {after} ({change})",
)
WITHIN_CHANCE = Text("{moved}，在随机波动之内，没有需要解释的变化", "{moved}: within chance, so there is nothing to explain")
NO_INTERVAL = Text("{moved}；这项指标无法给出区间", "{moved}; this KPI does not say how sure that is")
SPLIT = Text("{moved}：{parts}", "{moved}: {parts}")
OF_CAUSE = Text("{change}来自“{name}”", "{change} from {name}")
OF_WITHIN = Text("{change}是同类工作本身的变化", "{change} because like work went differently")
OF_REST = Text("{change}分散在其余部分", "{change} spread over the rest")
OF_ALL = Text("{change}分散在各处，没有集中的原因", "{change} spread over all, with no concentrated cause")
MIX_WORSE = Text("{change}因为更难的工作占比增加", "{change} because more of the work was of a harder kind")
MIX_BETTER = Text("{change}因为更容易的工作占比增加", "{change} because more of the work was of an easier kind")
MIX_OTHER = Text("{change}因为工作构成不同", "{change} because the mix of work differs")
NOISE = Text("{part}（在随机波动之内）", "{part} (within noise)")
JOIN = Text("；", "; ")
BEFORE_AFTER = Text("{before} → {after}", "{before} → {after}")
INTERVAL = Text("95 % 区间 {low} 至 {high}", "95 % interval {low} to {high}")
N = Text("n = {before} → {after}", "n = {before} → {after}")
MIX = Text("工作构成", "Mix of work")
OTHERS = Text("其余 {count} 项", "The other {count}")
REST = Text("其余部分", "All the rest")
TITLE_SPLIT = Text("按{dimension}拆分：{finding}", "By {dimension}: {finding}")
LARGEST = Text("“{name}”贡献最大（{change}）", "{name} accounts for most of it ({change})")
NONE_LARGE = Text("没有哪一项超出随机波动", "no single one is beyond chance")
SUBTITLE = Text(
    "从 {before} 到 {after}，各条相加恰为总变化；细线为 95 % 区间；灰色在随机波动之内（已按条数校正）",
    "From {before} to {after}; the bars add up to the change; thin lines: 95 % intervals; grey: within chance, given how many bars there are",
)
CAUSES_TITLE = Text("{count} 处集中的原因合计 {change}", "Concentrated causes ({count}) bring {change} together")
CAUSES_NONE = Text("没有集中的原因", "No concentrated cause")
FOUND = {
    "one": Text("变化集中在 1 处：{name}", "The change is concentrated in one place: {name}"),
    "many": Text("变化集中在 {count} 处：{name}", "The change is concentrated in {count} places: {name}"),
    "none": Text(
        "搜索了 {segments} 种组合，没有一处的变化超出平常：变化（如有）是分散的",
        "Searched {segments} combinations and none departs from what is usual: whatever changed is spread out",
    ),
    "little": Text("数据太少，无法判断变化集中在哪里", "Too few data to say where a change is concentrated"),
}
TIMES = Text("{lift} 倍（{low}–{high}）", "{lift} × ({low}–{high})")
INSTEAD = Text("也可能是：{names}", "It may also be: {names}")
ASSUMED_SPLIT = Text(
    "“同类工作”按{by}相同来比较（{shared} 的工作在两期都有同类）。这是记账：它说变化落在哪里，不说为什么。",
    "“Like work” means the same {by} ({shared} of the work has its like in both periods). This is an account: it says where the change "
    "lies, not why.",
)
GIVEN_UP = Text("按{given}再细分，两期就没有足够的同类工作，因此未用。", "Split further by {given}, the periods would share too little like work, so it was not done.")
UNSOUND = Text(
    "两期共有的同类工作只占 {shared}：本身变化与构成变化难以分开。",
    "Only {shared} of the work has its like in both periods: the split into like work and mix says little here.",
)
ASSUMED_WHERE = Text(
    "预期来自之前 {periods} 期（{first} 至 {last}）：各维度的主效应、组合一向的水平，以及平常各期之间的波动。"
    "在 {segments} 种组合（至多 {depth} 个维度，每种至少 {least}）中搜索；p 已把搜索计算在内（{simulations} 次模拟，名义误报 5 %）。",
    "Expected from the {periods} periods before ({first} to {last}): main effects of the dimensions, what a combination always was, and how far "
    "it usually moves. {segments} combinations of at most {depth} dimensions with {least} or more were searched; p has paid for that search "
    "({simulations} simulations, 5 % false alarms).",
)
ONE_PERIOD = Text(
    "之前只有一期可比，平常的波动无从得知：所有变动都会被当作发现。",
    "Only one period came before, so how far things usually move is not known: any movement counts as a finding.",
)
CANNOT_WHERE = Text(
    "它指出变化落在哪里，不是原因；一处若与另一处的工单总是同时出现，二者无法区分。",
    "It says where the change lies and not what caused it; two attributes that always come together cannot be told apart.",
)
CANNOT_LOCATE = Text(
    "这项指标的各行之间不独立或没有离散程度，无法判断变化集中在哪里。",
    "The rows of this KPI do not say how far they vary by chance, so where it is concentrated cannot be judged.",
)
FIRST_LOOK = Text("先看哪个维度：{looks}（Adtributor，仅供参考，不作显著性判断）",
                  "Which dimension to look at first: {looks} (Adtributor; a hint without significance)")
LOOK = Text("{dimension}（{elements}）", "{dimension} ({elements})")


@dataclass(frozen=True, slots=True)
class Bit:
    """A part of a change with its sentence, `name` where it is a cause."""

    text: Text
    part: Part
    name: str = ""


def change(kpi: Kpi, effect: float, language: Language) -> str:
    """An effect on the KPI's ratio as people write it: −3.0 pp, +12 % of a duration."""
    return written.change(kpi, exp(effect) if kpi.is_log else kpi.scale * effect, language)


def moved(kpi: Kpi, before: str, after: str, first: float, last: float, effect: float, language: Language) -> str:
    """How far a KPI moved: the clause that every headline of the page begins with. `first`, `last` are ratios."""
    verb = STAYED if effect == 0 else ROSE if effect > 0 else FELL
    named = [written.period(label, language) for label in (before, after)]
    values = [written.value(kpi, kpi.value(ratio), language) for ratio in (first, last)]
    return MOVED(
        language, kpi=kpi.title(language), verb=verb(language), before=named[0], after=named[1], first=values[0], last=values[1],
        change=change(kpi, effect, language),
    )


def mix(kpi: Kpi, part: Part) -> Text:
    """Why other work brought a change: harder or easier work, where the KPI says which is which."""
    if kpi.direction == "none":
        return MIX_OTHER
    return MIX_BETTER if (part.effect > 0) == (kpi.direction == "higher") else MIX_WORSE


def sentence(clause: str, bits: Sequence[Bit], kpi: Kpi, language: Language) -> str:
    """The change and its parts."""
    return SPLIT(language, moved=clause, parts=JOIN(language).join(_bit(one, kpi, language) for one in bits))


def _bit(one: Bit, kpi: Kpi, language: Language) -> str:
    said = one.text(language, change=change(kpi, one.part.effect, language), name=one.name)
    return NOISE(language, part=said) if one.part.verdict == "within_noise" and one.text is not OF_CAUSE else said


def interval(kpi: Kpi, part: Part, language: Language) -> str:
    """The ends of a part, in words; nothing where it has none."""
    if isnan(part.low):
        return ""
    return INTERVAL(language, low=change(kpi, part.low, language), high=change(kpi, part.high, language))
