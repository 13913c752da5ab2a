"""The comparison of vendors in words: who is unusual, who is not, why somebody is not compared, and what explains a reversal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assay import written
from assay.contracts.vocabulary import SERVICES
from assay.kpis import Direction, Kpi
from assay.say.overview import word
from assay.text import Language, Text

_MOST_NAMES = 2
"""Names that a sentence takes; of more it says how many."""
CERTAIN = 0.995
ALL_SERVICES = Text("全部服务", "All services")
HEAD = Text("{service} {n} 家供应商，{kpi}：{found}", "{service}, {n} vendors, {kpi}: {found}")
ADJUSTED = Text("同等工作条件下，{found}", "on like work, {found}")
JOIN = Text("，", ", ")
AND = Text("、", " and ")
NONE_APART = Text("同等工作条件下，各家无法区分", "on like work none can be told from the others")
REST = Text("其余 {n} 家无法区分", "the other {n} cannot be told apart")
REST_ONE = Text("其余 1 家无法区分", "the other one cannot be told apart")
COUNTED = Text("{n} 家{verdict}", "{n} {verdict}")
NAMED = Text("{names}{verdict}", "{names} {verdict}")
BANDS: Mapping[str, Text] = {
    "clearly_better": Text("明显较好", "clearly better"),
    "not_distinguishable": Text("无法区分", "not distinguishable"),
    "clearly_worse": Text("明显较差", "clearly worse"),
}
SIDES: Mapping[str, Text] = {
    "clearly_better": Text("明显较高", "clearly higher"),
    "not_distinguishable": Text("无法区分", "not distinguishable"),
    "clearly_worse": Text("明显较低", "clearly lower"),
}
"""The same where neither side is better."""
IS: Mapping[str, tuple[Text, Text]] = {
    "clearly_worse": (Text("明显较差", "is clearly worse"), Text("明显较差", "are clearly worse")),
    "clearly_better": (Text("明显较好", "is clearly better"), Text("明显较好", "are clearly better")),
    "clearly_lower": (Text("明显较低", "is clearly lower"), Text("明显较低", "are clearly lower")),
    "clearly_higher": (Text("明显较高", "is clearly higher"), Text("明显较高", "are clearly higher")),
}
CAPABLE: Mapping[str, Text] = {
    "met": Text("能达标", "can meet it"),
    "missed": Text("达不到", "cannot meet it"),
    "not_proven": Text("未证实", "not proven"),
}
"""What a vendor's own orders prove of its target; what the month settles stands beside it."""
ABSENT: Mapping[str, Text] = {
    "too_few": Text("数据不足（少于 {minimum}）", "not enough data (under {minimum})"),
    "apart": Text("与其他供应商没有共同站点，不可比", "shares no site with the others: not comparable"),
    "alone": Text("没有可比的对象", "nobody to compare with"),
    "no_model": Text("只列原始值", "as counted only"),
}
STATES: Mapping[str, Text] = {
    "no_data": Text("此期间没有数据", "nothing was counted in this span"),
    "one_vendor": Text("只有{names}一家，无从比较", "{names} is the only one, so there is nothing to compare"),
    "inseparable": Text(
        "没有两家在同一站点服务，差异来自供应商还是站点无法分开，只列原始值",
        "no two serve the same site, so vendor and site cannot be told apart; values as counted only",
    ),
    "crude_only": Text("只列原始值，不作排序", "values as counted only, not ranked"),
    "no_spread": Text("所有取值完全相同，没有差异可比", "every value is the same; there is no difference to compare"),
    "not_converged": Text("模型未能得出稳定结果，只列原始值", "the model found no stable answer; values as counted only"),
    "too_few": Text("各家数据都不足，不作排序", "too few data of any vendor to rank them"),
    "all_same": Text("各家均为 {value}，没有差异可比", "all are at {value}; there is no difference to compare"),
}
WHY_CRUDE: Mapping[str, Text] = {
    "stock": Text(
        "这是月末盘点的存量：同一张工单会在几个月末重复出现，各行并不独立，因此不计算区间，也不作调整与排序。",
        "This is a stock counted at month ends: the same order can appear at several of them, so rows are not independent and neither "
        "intervals nor adjusted values nor ranks are given.",
    ),
}
EXCLUSIVE = Text("{sites}只有{name}一家服务（占其工单 {share}）：那里的差异是供应商的还是站点的，无法分开。",
                 "{sites} is served by {name} alone ({share} of its work): what is the vendor's there and what the site's cannot be told apart.")
EXCLUSIVE_MANY = Text("{name}有 {count} 个站点只由它一家服务（占其工单 {share}）：那里的差异是供应商的还是站点的，无法分开。",
                      "{name} serves {count} sites alone ({share} of its work): what is the vendor's there and what the sites' cannot be "
                      "told apart.")
APART = Text("{names}与其他供应商没有任何共同站点，也无法经由第三家连接，因此不参与比较。",
             "{names} shares no site with the others, not even by way of a third vendor, so it is not compared.")
COUPLED = Text(
    "供应商的好坏与其站点的难易在这里同向变化（相关 {r}），而工单不足以把两者完全分开：请同时看固定效应的结果（“固定效应”一列）。",
    "Here good vendors and hard sites go together (correlation {r}), and there are too few orders to part the two for certain: read the "
    "fixed-effect figures beside the adjusted ones.",
)
SELECTED = Text(
    "{name}：扣除{mix}之后，{kpi}为 {value}（{low} – {high}），{of} 家中排第 {place}{likely}；原始值 {crude}{because}。",
    "{name}: after allowing for {mix}, {kpi} is {value} ({low} – {high}), place {place} of {of}{likely}; as counted it is "
    "{crude}{because}.",
)
LIKELY = Text("（很可能在第 {first}–{last} 名）", " (likely {first} to {last})")
SELECTED_CRUDE = Text("{name}：{kpi}原始值 {crude}；{why}。", "{name}: {kpi} as counted is {crude}; {why}.")
BECAUSE = Text("，主要因为其 {share} 的工单在{sites}（各家合计 {usual}）",
               ", mostly because {share} of its work is at {sites} ({usual} of everybody's)")
REVERSED = Text(
    "按原始值，{worse}（{worse_crude}）好于{better}（{better_crude}）；在同等工作条件下正相反：{better}为 {better_value}，{worse}为 {worse_value}"
    "（{chance}）。{reasons}",
    "As counted, {worse} ({worse_crude}) beats {better} ({better_crude}); on like work it is the other way round: {better} {better_value}, "
    "{worse} {worse_value} ({chance}).{reasons}",
)
CHANCE = Text("可能性 {chance}", "chance {chance}")
HELD = Text("{name}有 {share} 的工单在{sites}（各家合计 {usual}）。", " {share} of {name}'s work is at {sites} ({usual} of everybody's).")
ENDS: Mapping[str, tuple[Text, Text]] = {
    "hard": (Text("最难的 1 个站点", "the hardest site"), Text("最难的 {n} 个站点", "the {n} hardest sites")),
    "easy": (Text("最容易的 1 个站点", "the easiest site"), Text("最容易的 {n} 个站点", "the {n} easiest sites")),
}
NO_REVERSAL = Text("调整前后次序基本一致：没有一对供应商的高下被颠倒", "The order stands: no two vendors change places beyond chance when adjusted")
REVERSALS = Text("{n} 对供应商的高下在调整后颠倒；最明显的是{better}与{worse}",
                 "{n} pairs of vendors change places when adjusted; most of all {better} and {worse}")
REVERSAL_ONE = Text("{better}与{worse}的高下在调整后颠倒", "{better} and {worse} change places when adjusted")
MIX: Mapping[str, Text] = {
    "site": Text("站点", "site"),
    "kind": Text("工单类型", "kind of order"),
    "category": Text("类别", "category"),
    "priority_at_request": Text("报单优先级", "priority at request"),
    "shift": Text("班次", "shift"),
    "season": Text("季节", "season"),
    "mode": Text("调查方式", "mode of survey"),
    "respondent_group": Text("受访人群", "respondents"),
    "severity": Text("严重程度", "severity"),
    "is_announced": Text("是否事先通知", "announced or not"),
}
"""What vendors are allowed for."""


def service(id_: str | None, language: Language) -> str:
    return ALL_SERVICES(language) if id_ is None else word(SERVICES, id_, language)


def band(name: str, direction: Direction, language: Language) -> str:
    """What a band means; where neither side is better, only which side."""
    return (SIDES if direction == "none" else BANDS)[name](language)


def headline(
    kpi: Kpi, service_: str | None, worse: Sequence[str], better: Sequence[str], rest: int, outside: int, language: Language
) -> str:
    """Who stands out. `worse`, `better`: names; `rest`: how many do not; `outside`: vendors that are not ranked."""
    sides = ("clearly_lower", "clearly_higher") if kpi.direction == "none" else ("clearly_worse", "clearly_better")
    parts = [_several(names, IS[side], language) for side, names in zip(sides, (worse, better), strict=True) if names]
    if not parts:
        return _head(kpi, service_, rest + outside, NONE_APART(language), language)
    if rest:
        parts.append((REST_ONE if rest == 1 else REST)(language, n=rest))
    found = ADJUSTED(language, found=JOIN(language).join(parts))
    return _head(kpi, service_, len(worse) + len(better) + rest + outside, found, language)


def no_answer(kpi: Kpi, service_: str | None, state: str, names: Sequence[str], value: str, language: Language) -> str:
    """Why nobody is ranked."""
    found = STATES[state](language, names=AND(language).join(names[:1]), value=value)
    return _head(kpi, service_, len(names), found, language)


def _head(kpi: Kpi, service_: str | None, n: int, found: str, language: Language) -> str:
    said = HEAD(language, service=service(service_, language), n=n, kpi=kpi.title(language), found=found)
    return said.replace(", 1 vendors,", ", 1 vendor,")


def _several(names: Sequence[str], is_: tuple[Text, Text], language: Language) -> str:
    one, many = is_
    verdict = (one if len(names) == 1 else many)(language)
    if len(names) > _MOST_NAMES:
        return COUNTED(language, n=len(names), verdict=verdict)
    return NAMED(language, names=AND(language).join(names), verdict=verdict)


def mix(columns: Sequence[str], language: Language) -> str:
    """What was allowed for, in a list."""
    said = [MIX[name](language) for name in columns]
    if len(said) < 2:
        return "".join(said)
    last = "与" if language == "zh" else " and "
    return ("、" if language == "zh" else ", ").join(said[:-1]) + last + said[-1]


def chance(share: float) -> str:
    """A chance as people say it: never a whole certainty."""
    if share > CERTAIN:
        return "> 99 %"
    if share < 1 - CERTAIN:
        return "< 1 %"
    return written.percent(share, 0)


METHOD: Mapping[str, Text] = {
    "p": Text(
        "模型：按供应商 × 站点 × 工单构成汇总的二项计数，logit 链接；供应商与站点为交叉随机效应，工单构成为固定效应（Laplace 近似）。",
        "Model: binomial counts by vendor, site and mix of work, logit link; vendor and site crossed random effects, mix of work fixed "
        "(Laplace approximation).",
    ),
    "u": Text(
        "模型：按供应商 × 站点 × 工单构成汇总的泊松计数，log 链接；供应商与站点为交叉随机效应，工单构成为固定效应（Laplace 近似）。",
        "Model: Poisson counts by vendor, site and mix of work, log link; vendor and site crossed random effects, mix of work fixed "
        "(Laplace approximation).",
    ),
    "xmr": Text(
    "模型：按供应商 × 站点 × 工单构成汇总的均值，视为正态，格内方差由平方和估计；供应商与站点为交叉随机效应，工单构成为固定效应。",
        "Model: means by vendor, site and mix of work, taken for normal with the variance found within cells; vendor and site crossed "
        "random effects, mix of work fixed.",
    ),
}
METHOD_MIX = Text("已扣除：{mix}。供应商自己决定的事（上门次数、重新打开、自定优先级）从不扣除。",
                  "Allowed for: {mix}. What a vendor decides itself (visits, reopenings, its own priority) never is.")
METHOD_SIZES = Text("数据：{n} {below}，{vendors} 家供应商，汇总为 {cells} 格。", "Data: {n} {below}, {vendors} vendors, in {cells} cells.")
METHOD_SPREAD = Text("标准差（模型尺度）：供应商 {vendor}，站点 {site}；γ（弱供应商是否集中在难站点）{gamma}。",
                     "Standard deviations on the model's scale: vendors {vendor}, sites {site}; γ (do weak vendors hold hard sites) {gamma}.")
METHOD_COUPLING = Text("供应商效应与其站点难度的相关 {r}，典型可靠度 {reliable}。",
                       "Correlation of vendors' effects with their sites' difficulty {r}, typical reliability {reliable}.")
METHOD_READ = Text(
    "调整后的值：全部工单都由该供应商去做时的结果，按 95 % 区间给出，已向平均收缩；名次与两两比较取自同一后验的 10,000 次抽样；明显较好／较差：与各家平均之差的 "
    "95 % 区间不含零。达标能力：按该供应商自己的工单（未调整）对约定目标的 Jeffreys 后验，> 95 % 为能达标，< 5 %（多项约定时相应收紧）为达不到。",
    "Adjusted: what all the work would have come to with this vendor, with a 95 % interval, shrunk to the average; ranks and pairs are 10,000 "
    "draws of the same posterior; clearly better or worse: the 95 % interval of the difference from the average leaves zero out. Capability: "
    "Jeffreys posterior of the vendor's own orders, unadjusted, against what was agreed; above 95 % it can, below 5 % (less with several "
    "levels) it cannot.",
)
METHOD_VERSION = Text("对比方法 v{version}", "comparison method v{version}")
